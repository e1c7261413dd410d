"""Who works at the companies: posts by a table, training cards, courses that they passed."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

from fanal.learning.attempts import paper as answers
from fanal.learning.certificates import issuing
from fanal.learning.courses import library
from fanal.learning.courses.model import Choice, Value
from fanal.learning.models import Attempt, Certificate, Cohort, Learner
from fanal.learning.people import people, posting
from fanal.learning.sessions import paper
from fanal.site.demo.stage import Play, Stage
from fanal.web.api import tables

CORE = "tourism-core"
_NAMES = (
    "Aida", "Bela", "Carlo", "Dina", "Elio", "Faye", "Goran", "Hedi", "Ilse", "Jara", "Karim", "Lina", "Milo", "Nadia",
    "Oskar", "Paula", "Rafa", "Sara", "Timo", "Ursa", "Viktor", "Wanda", "Yusuf", "Zara",
)  # fmt: skip
_WORK = (
    ("front_desk", "front-desk"), ("housekeeping", "housekeeping"), ("housekeeping", "housekeeping"),
    ("food_drinks", "food-drinks-security"), ("security", "food-drinks-security"), ("manager", "managers-hr"),
)  # fmt: skip
"""What six people of a house do, and the course for it."""


def marea(stage: Stage, play: Play) -> None:
    """Eight of its houses keep their list here: 48 people, of whom the first four houses have cards."""
    codes = [f"M{number:02}" for number in range(1, 9)]
    lines = [
        (f"{code}-{at}", _called(6 * house + at), code, _WORK[at][0])
        for house, code in enumerate(codes)
        for at in range(6)
    ]
    play.at(stage.ago(days=290), lambda when: _listed(stage, "rosa", lines[:42], when.date(), when))
    play.at(stage.ago(days=286), lambda when: _cards(stage, "rosa", codes[:4], when))
    play.at(stage.ago(days=270), lambda when: _learn("marea", stage, range(16), when))
    play.at(stage.ago(days=110), lambda when: _listed(stage, "rosa", lines[42:], when.date(), when))
    play.at(stage.ago(days=90), lambda when: _learn("marea", stage, range(16, 22), when))


def pension(stage: Stage, play: Play) -> None:
    """Six people, who all passed."""
    lines = [(f"A-{at}", name, f"A{1 + at // 2}", _WORK[at][0]) for at, name in enumerate(_NAMES[:6])]
    play.at(stage.ago(days=280), lambda when: _listed(stage, "olga", lines, when.date(), when))
    play.at(stage.ago(days=279), lambda when: _cards(stage, "olga", ["A1", "A2", "A3"], when))
    play.at(stage.ago(days=262), lambda when: _learn("pension", stage, range(6), when))


def _called(number: int) -> str:
    """A first name; whoever does not want theirs on a list has a number."""
    return _NAMES[number] if number < len(_NAMES) else str(200 + number)


def _listed(stage: Stage, who: str, lines: Iterable[Sequence[str]], since: date, when: datetime) -> None:
    """A table of posts, as a company brings it."""
    actor = stage.actor(who)
    sites = posting.sites(actor)
    rows = [[code, name, str(sites[site]), work, since.isoformat(), "", "", "en"] for code, name, site, work in lines]
    posting.take_in(actor, tables.Taken(json.dumps(rows).encode(), 0), uuid4(), when)


def _cards(stage: Stage, who: str, codes: Iterable[str], when: datetime) -> None:
    actor = stage.actor(who)
    for one in Cohort.objects.filter(org_id=actor.org, code__in=list(codes)).order_by("code"):
        people.make_cards(actor, one, when)


def _learn(firm: str, stage: Stage, some: range, when: datetime) -> None:
    """Some of those with a card pass what everybody learns, and what is for their work."""
    rows = Learner.objects.filter(org_id=stage.orgs[firm]).exclude(cards=None).order_by("code")
    for at, learner in enumerate(rows[some.start : some.stop]):
        later = when + timedelta(minutes=7 * at)
        passes(learner, CORE, later)
        if (course := _WORK[int(learner.code[-1])][1]) != "managers-hr":
            passes(learner, course, later + timedelta(hours=1))


def passes(learner: Learner, code: str, when: datetime) -> Certificate:
    """Somebody answers a final form as helps best, and has the certificate."""
    course = library.shipped()[code]
    form = paper.on_paper(course)[0]
    said = [(one.id, best(one.choices)) for one in course.of_form(form)]
    made = answers.taken(learner, course, course.language, form, learner.pk.hex, said, when, when)
    return issuing.issue(learner, course, Attempt.objects.get(pk=made), learner.label, when)


def best(choices: Iterable[Choice]) -> str:
    """What helps most."""
    return next(made.id for made in choices if made.value is Value.BEST)
