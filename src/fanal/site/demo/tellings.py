"""What is told in the demonstration, as the form would send it: answers drawn with a fixed seed, and how they came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from fanal.site.demo import words
from fanal.vocabulary.codes import ReportChannel

type Answers = dict[str, Any]
type Change = Callable[[Random, Answers], Answers]

LANGUAGES = {
    "XA": ("en", "en", "km", "km", "fr", "es", "th"),
    "XB": ("en", "en", "es", "fr"),
    "XC": ("fr", "fr", "ar", "ar", "en"),
    "XD": ("es", "es", "en"),
    "XE": ("en", "en", "fr"),
}
"""In which people write to the member of a country."""
_ABROAD = {"XA": ("XB", "XB", "XC", "XE"), "XB": ("XA", "XC"), "XC": ("XD", "XA"), "XD": ("XC", "XB"),
           "XE": ("XA", "XB")}  # fmt: skip
_WHAT = ("goes_with_adult", "controls_child", "offers_access", "pays_to_be_alone", "keeps_children", "speaks_of_it")
_PLACE_TYPES = (
    "accommodation",
    "accommodation",
    "bar_or_club",
    "street",
    "beach_or_site",
    "transport",
    "home",
    "massage_or_beauty",
)
_AGES = ("from_10_to_14", "from_10_to_14", "from_15_to_17", "under_18_unsure", "from_0_to_9", "unknown")
_YOU = (
    "travel_worker",
    "travel_worker",
    "traveller",
    "lives_here",
    "professional",
    "rather_not_say",
    "family_or_friend",
)


@dataclass(frozen=True, slots=True)
class Telling:
    """One concern before it is told. `page` is the language of the form, `writes` that of the words."""

    country: str
    answers: Answers = field(repr=False)
    page: str
    writes: str
    channel: ReportChannel = ReportChannel.WEB_FORM
    child_door: bool = False
    practice: bool = False
    unverified: bool = False
    coded: bool = True

    def but(self, **answers: Any) -> Telling:
        """The same with other answers; None takes one away."""
        made = {name: answer for name, answer in (self.answers | answers).items() if answer is not None}
        return replace(self, answers=made)


def draw(random: Random, country: str, *, language: str = "") -> Telling:
    """A concern told to the member of a country, most often about that country."""
    writes = language or random.choice(LANGUAGES[country])
    answers = _short(random, country, writes)
    for part, likely in ((_child, 0.8), (_adult, 0.75), (_you, 0.6)):
        if random.random() < likely:
            answers |= part(random, country)
    return Telling(country, answers, words.spoken(writes), writes)


def child_tells(random: Random, country: str) -> Telling:
    """A young person, through their own door."""
    writes = words.spoken(random.choice(LANGUAGES[country]))
    answers: Answers = {
        "happening": random.choice(words.A_CHILD_SAYS[writes]),
        "safe_now": random.choice(("no", "not_sure", "yes")),
        "answer_how": random.choice(("here_only", "safe_time")),
    }
    if answers["answer_how"] == "safe_time":
        answers["answer_words"] = {
            "en": "After school, before five.",
            "fr": "Après l'école.",
            "es": "Después de la escuela.",
        }[writes]
    return Telling(country, answers, writes, writes, child_door=True)


def beside_the_point(random: Random, country: str) -> Telling:
    """A message about something else."""
    told = draw(random, country, language=random.choice(("en", "fr", "es")))
    answers = {
        "danger": "no",
        "country": country,
        "what": ("something_else",),
        "words": words.BESIDE_THE_POINT[told.writes],
    }
    return replace(told, answers=answers)


def lives_abroad(random: Random, country: str, *homes: str) -> Telling:
    """A concern whose adult lives in other countries: what handovers are made of."""
    told = draw(random, country)
    adult = _adult(random, country) | {
        "mobility": "foreign_tourist",
        "countries": homes,
        "basis": "papers_or_booking",
        "adult_words": random.choice(words.ADULT),
    }
    return told.but(**_child(random, country), **adult, country=country)


def _short(random: Random, country: str, writes: str) -> Answers:
    danger = random.choices(("yes", "not_sure", "no"), (2, 5, 5))[0]
    return {
        "danger": danger,
        "told": random.choice(("nobody", "nobody", "hotel_or_staff", "someone_else", "rather_not_say")),
        "what": tuple(sorted(random.sample(_WHAT, random.choice((1, 1, 2))), key=_WHAT.index)),
        "words": words.text(random, writes),
        "how_known": random.choice(("saw", "saw", "heard", "someone_told", "feeling")),
        "ongoing": random.choice(("yes", "yes", "unknown", "no")),
        "country": _where(random, country),
        "place_type": random.choice(_PLACE_TYPES),
        "place": random.choice(words.PLACES[country]),
        "when": random.choice(("today", "last_7_days", "last_7_days", "last_month", "unknown")),
    }


def _where(random: Random, country: str) -> str:
    """Most often here; now and then in another country, on a ship, online or unknown."""
    elsewhere = (*_ABROAD[country], "ship_or_aircraft", "online", "unknown")
    return country if random.random() < 0.9 else random.choice(elsewhere)


def _child(random: Random, _country: str) -> Answers:
    return {
        "children": random.choice(("one", "one", "more", "unknown")),
        "age": random.choice(_AGES),
        "child_is": random.choice(("girl", "girl", "boy", "both", "unknown")),
        "child_words": random.choice(words.CHILD),
        "child_now": random.choices(("with_adult", "at_named_place", "gone", "unknown"), (1, 2, 3, 4))[0],
    }


def _adult(random: Random, country: str) -> Answers:
    answers: Answers = {
        "adults": random.choice(("one", "one", "more")),
        "adult_link": random.choice(("visitor", "visitor", "works_here", "looks_after_child", "family", "unknown")),
        "mobility": random.choice(("foreign_tourist", "local_resident", "domestic_traveller", "expatriate", "unknown")),
        "leaving": random.choices(("today_or_tomorrow", "this_week", "later", "unknown"), (1, 2, 2, 6))[0],
    }
    if answers["mobility"] == "foreign_tourist":
        answers |= {
            "countries": (random.choice(_ABROAD[country]),),
            "basis": random.choice(("they_said", "papers_or_booking", "flight_or_tour")),
        }
        answers["travel"] = random.choice(words.TRAVEL)
    if random.random() < 0.6:
        answers["adult_words"] = random.choice(words.ADULT)
    return answers


def _you(random: Random, _country: str) -> Answers:
    answers: Answers = {
        "you": random.choice(_YOU),
        "reply": "only_here",
        "pass_on": random.choice(("no", "no", "through_member", "yes")),
        "exposure": random.choice(("no", "not_sure", "yes")),
        "about_us": "no",
    }
    if random.random() < 0.2:
        answers |= {
            "reply": "also_by",
            "reply_contact": "a number that cannot be real: 00 00 77",
            "reply_times": "evenings",
        }
    if answers["exposure"] == "yes":
        answers["exposure_words"] = "On this floor only two of us work."
    return answers
