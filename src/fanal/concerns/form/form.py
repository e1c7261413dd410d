"""The form: every question, declared once, at the field that holds its answer.

A field says what is asked, in English (message ids) and with which codes; where its answer lies (the compartment and
class of its schema, its category), where staff read it, and whether it leaves. `PAGES` says in which order it is asked.
The list is closed: what is not here is not asked (DNH-04). Ids and codes are stored: none is renamed, and a question
that is no longer asked leaves its page and keeps its field. The exact time of arrival is sealed here, nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from fanal.access.contracts import Content
from fanal.concerns.form.asked import (
    Compartment,
    Leaves,
    OneOf,
    OwnAnswer,
    Page,
    PersonCountry,
    Question,
    Row,
    declared,
)
from fanal.vault import COMPARTMENTS
from fanal.vocabulary.codes import DataCategory as Cat
from fanal.vocabulary.codes import Mark
from fanal.vocabulary.words import gettext_noop

NAME = "core-1"
"""Stored with each concern: the set of questions that was asked."""

CLEAR = Compartment("clear", "")
PERSONAL, CONTENT, IDENTITY, OFFENDER, REPORTER = (
    Compartment(name, COMPARTMENTS[name]) for name in ("personal", "content", "identity", "offender", "reporter")
)
GOES, ADDED, STAYS = Leaves.BY_DEFAULT, Leaves.WITH_REASON, Leaves.NEVER

TICK_ALL = gettext_noop("Tick all that fit.")
_YES, _NO, _NOT_SURE = gettext_noop("Yes"), gettext_noop("No"), gettext_noop("Not sure")
_UNKNOWN, _NOT_SAY = gettext_noop("I do not know"), gettext_noop("I would rather not say")
_ONE_OR_MORE = {"one": gettext_noop("One"), "more": gettext_noop("More"), "unknown": _UNKNOWN}
_NO_YES = {"no": _NO, "yes": _YES, "not_sure": _NOT_SURE}
_SHOWS_WRITER = gettext_noop("The words may show who wrote them.")
_FROM_THAT_DAY = gettext_noop("{answer} (seen from that day)")


@dataclass(frozen=True, slots=True)
class ClearAnswers:
    """Not sealed: what orders the queue and finds a partner. `told_on` is the day."""

    danger: str = CLEAR.one(
        Cat.STORY, gettext_noop("Is a child in danger right now?"),
        {"yes": _YES, "not_sure": _NOT_SURE, "no": _NO},
        required=True, row=Row.DANGER, leaves=STAYS,
        said={"yes": gettext_noop("yes"), "not_sure": gettext_noop("not sure"), "no": gettext_noop("no")},
    )  # fmt: skip
    country: str = CLEAR.country(
        Cat.LOCATION, gettext_noop("Where did it happen?"),
        {"ship_or_aircraft": gettext_noop("On a ship or aircraft"), "online": gettext_noop("Only online"),
         "unknown": _UNKNOWN},
        hint=gettext_noop("Choose the country."), required=True, row=Row.WHERE, rank=1, leaves=GOES,
        said={"ship_or_aircraft": gettext_noop("ship or aircraft"), "online": gettext_noop("only online"),
              "unknown": gettext_noop("not known")},
    )  # fmt: skip
    told_on: str = CLEAR.held(Cat.STORY, short=gettext_noop("Day on which it was told"), row=Row.WHEN, leaves=GOES)


@dataclass(frozen=True, slots=True)
class PersonalContent(Content):
    """Compartment `personal`: coded facts."""

    ongoing: str = PERSONAL.one(
        Cat.STORY, gettext_noop("Is it still going on?"), {"yes": _YES, "no": _NO, "unknown": _UNKNOWN},
        row=Row.WHEN, rank=1, leaves=GOES,
        said={"yes": gettext_noop("still going on"), "no": gettext_noop("not going on"),
              "unknown": gettext_noop("whether it goes on is not known")},
    )  # fmt: skip
    place_type: str = PERSONAL.one(
        Cat.LOCATION, gettext_noop("What kind of place?"),
        {
            "accommodation": gettext_noop("A hotel, guest house or rented room"), "home": gettext_noop("A home"),
            "street": gettext_noop("A street, market or park"),
            "beach_or_site": gettext_noop("A beach or a place that visitors see"),
            "bar_or_club": gettext_noop("A bar, club or restaurant"),
            "massage_or_beauty": gettext_noop("A massage or beauty shop"),
            "transport": gettext_noop("A car, bus, train, boat or plane, or a station"),
            "school": gettext_noop("A school"), "workplace": gettext_noop("A place of work"),
            "place_of_worship": gettext_noop("A place of worship"),
            "health_facility": gettext_noop("A hospital or clinic"),
            "care_institution": gettext_noop("A children's home or shelter"),
            "detention": gettext_noop("A police station or prison"), "online": gettext_noop("Online"),
            "other": gettext_noop("Another place"), "unknown": _UNKNOWN,
        },
        row=Row.WHERE, leaves=GOES,
    )  # fmt: skip
    age: str = PERSONAL.one(
        Cat.EXISTENCE, gettext_noop("About how old?"),
        {
            "from_0_to_9": gettext_noop("Under 10"), "from_10_to_14": gettext_noop("10 to 14"),
            "from_15_to_17": gettext_noop("15 to 17"), "under_18_unsure": gettext_noop("Under 18, I am not sure"),
            "unknown": _UNKNOWN,
        },
        row=Row.CHILD, leaves=GOES,
    )  # fmt: skip
    child_is: str = PERSONAL.one(
        Cat.EXISTENCE, gettext_noop("Is the child a girl or a boy?"),
        {"girl": gettext_noop("Girl"), "boy": gettext_noop("Boy"), "both": gettext_noop("Girls and boys"),
         "other": gettext_noop("Other"), "unknown": _UNKNOWN},
        row=Row.CHILD, leaves=GOES,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConcernContent(Content):
    """Compartment `content`: what was told. `worker_words` are the worker's, where a call was written down."""

    received_at: datetime | None = CONTENT.held(Mark.INTERNAL, None, row=Row.NOWHERE, leaves=STAYS)  # noqa: RUF009
    language: str = CONTENT.held(Mark.INTERNAL, row=Row.NOWHERE, leaves=STAYS)
    reporter_type: str = CONTENT.held(Mark.REPORTER, row=Row.NOWHERE, leaves=STAYS)
    told: str = CONTENT.one(
        Cat.STORY, gettext_noop("Has anyone who can help been told?"),
        {
            "police": gettext_noop("Police"), "hotel_or_staff": gettext_noop("Hotel or staff"),
            "helpline": gettext_noop("A helpline"), "someone_else": gettext_noop("Someone else"),
            "nobody": gettext_noop("Nobody"), "rather_not_say": _NOT_SAY,
        },
        row=Row.TOLD, leaves=GOES,
    )  # fmt: skip
    what: tuple[str, ...] = CONTENT.many(
        Cat.STORY, gettext_noop("What did you see, hear or learn?"),
        {
            "pays_to_be_alone": gettext_noop("An adult pays or gives something to be alone with a child"),
            "offers_access": gettext_noop("Someone offers adults access to children"),
            "goes_with_adult": gettext_noop(
                "A child goes with an adult to a room, house, vehicle or boat and seems afraid or controlled"),
            "controls_child": gettext_noop("Someone controls a child: money, papers, phone, speaks for them"),
            "keeps_children": gettext_noop("An adult keeps or meets several children who are not in their care"),
            "speaks_of_it": gettext_noop("An adult speaks of wanting or having done this"),
            "online_contact": gettext_noop("An adult contacts a child online, or abuse is streamed"),
            "came_upon_images": gettext_noop("I came upon images"),
            "child_told": gettext_noop("A child told someone"),
            "business_lets_happen": gettext_noop("A business lets this happen"),
            "something_else": gettext_noop("Something else"),
            "cannot_name": gettext_noop("I cannot name it"),
        },
        hint=TICK_ALL, row=Row.WHAT, leaves=GOES,
    )  # fmt: skip
    words: str = CONTENT.text(
        Cat.STORY, gettext_noop("In your own words, if you like."), 2000, lines=True,
        hint=gettext_noop("Short is fine. You need not describe anything sexual. Write in any language."),
        short=gettext_noop("In their own words"), row=Row.QUOTE, leaves=ADDED, stays=_SHOWS_WRITER,
    )  # fmt: skip
    worker_words: str = CONTENT.held(
        Mark.INTERNAL, short=gettext_noop("Written down by our worker"), row=Row.QUOTE, leaves=STAYS
    )
    how_known: str = CONTENT.one(
        Cat.STORY, gettext_noop("How do you know?"),
        {
            "saw": gettext_noop("I saw it"), "heard": gettext_noop("I heard it"),
            "child_told": gettext_noop("A child told me"), "someone_told": gettext_noop("Someone told me"),
            "online": gettext_noop("Online"), "feeling": gettext_noop("A feeling"),
        },
        row=Row.HOW_KNOWN, leaves=GOES,
    )  # fmt: skip
    place: str = CONTENT.text(
        Cat.LOCATION, gettext_noop("Town, area, name of the place"), 200, row=Row.WHERE, leaves=GOES
    )
    when: str = CONTENT.one(
        Cat.STORY, gettext_noop("When?"),
        {"today": gettext_noop("Today"), "last_7_days": gettext_noop("In the last 7 days"),
         "last_month": gettext_noop("In the last month"), "longer_ago": gettext_noop("Longer ago"),
         "unknown": _UNKNOWN},
        then=_FROM_THAT_DAY, row=Row.WHEN, leaves=GOES,
    )  # fmt: skip
    when_words: str = CONTENT.text(
        Cat.STORY, gettext_noop("Day or time, if you know it"), 100, row=Row.WHEN, leaves=GOES
    )
    children: str = CONTENT.one(
        Cat.EXISTENCE, gettext_noop("How many children?"), _ONE_OR_MORE, row=Row.CHILD, rank=-1, leaves=GOES
    )
    child_now: str = CONTENT.one(
        Cat.STORY, gettext_noop("Where is the child now?"),
        {"with_adult": gettext_noop("With that adult"), "at_named_place": gettext_noop("At a place I named"),
         "gone": gettext_noop("Gone"), "unknown": _UNKNOWN},
        then=gettext_noop("{answer} (when it was told)"), row=Row.CHILD, rank=1, leaves=GOES,
    )  # fmt: skip
    you: str = CONTENT.one(
        Mark.REPORTER, gettext_noop("Who are you in this?"),
        {
            "traveller": gettext_noop("A traveller"),
            "travel_worker": gettext_noop("I work in travel, hotels or transport"),
            "lives_here": gettext_noop("I live here"),
            "family_or_friend": gettext_noop("Family or friend of the child"),
            "under_18": gettext_noop("I am under 18"),
            "professional": gettext_noop("Teacher, health or social worker"), "other": gettext_noop("Someone else"),
            "rather_not_say": _NOT_SAY,
        },
        hint=gettext_noop("Your answer never changes how we treat what you tell."),
        short=gettext_noop("What they are to this"), row=Row.YOU, leaves=STAYS,
        stays=gettext_noop("It would name the person who told us."),
    )  # fmt: skip
    about_us: str = CONTENT.one(
        Mark.INTERNAL, gettext_noop("Is this about someone who works for {member}?"), _NO_YES,
        hint=gettext_noop("If yes, only the people who watch over safety at {member} can open it."),
        row=Row.ABOUT_US, leaves=STAYS,
    )  # fmt: skip
    happening: str = CONTENT.text(
        Cat.STORY, gettext_noop("What is happening?"), 2000, lines=True,
        hint=gettext_noop("Write as much or as little as you want. You can stop at any time."),
        short=gettext_noop("What the child wrote"), row=Row.QUOTE, leaves=ADDED, stays=_SHOWS_WRITER,
    )  # fmt: skip
    safe_now: str = CONTENT.one(
        Cat.STORY, gettext_noop("Are you safe now?"), {"yes": _YES, "no": _NO, "not_sure": _NOT_SURE},
        short=gettext_noop("Whether the child is safe now"), then=gettext_noop("said: safe now – {answer}"),
        row=Row.DANGER, leaves=ADDED, stays=gettext_noop("It would show that the child told us."),
    )  # fmt: skip
    more: str = CONTENT.text(
        Cat.STORY, gettext_noop("Do you want to tell us anything else?"), 2000, lines=True,
        short=gettext_noop("What the child added"), row=Row.QUOTE, leaves=ADDED, stays=_SHOWS_WRITER,
    )  # fmt: skip
    own: tuple[OwnAnswer, ...] = CONTENT.held(
        Cat.STORY, (), short=gettext_noop("Questions of this country"),
        row=Row.NOWHERE, leaves=ADDED, stays=gettext_noop("Not needed to act there."),
    )  # fmt: skip
    addresses_removed: int = CONTENT.held(Mark.INTERNAL, 0, row=Row.NOWHERE, leaves=STAYS)


@dataclass(frozen=True, slots=True)
class ChildIdentity(Content):
    """Compartment `identity`: what helps to find the child."""

    child_words: str = IDENTITY.text(
        Cat.IDENTITY, gettext_noop("Anything that helps to find the child"), 500, lines=True,
        hint=gettext_noop("Clothes, a name or nickname if you know it, who was with them."),
        short=gettext_noop("What helps to find the child"), row=Row.QUOTE, leaves=ADDED,
        stays=gettext_noop("The child's name and what was worn are not needed to act there."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonSuspected(Content):
    """Compartment `offender`: the adult. `countries` is what the reporter named, `confirmed` what triage confirmed.

    Coded facts leave as part of the story; words about the adult only where the agreement names them.
    """

    adults: str = OFFENDER.one(
        Cat.OFFENDER, gettext_noop("How many adults?"), _ONE_OR_MORE, row=Row.ADULT, leaves=GOES, under=Cat.STORY
    )
    adult_link: str = OFFENDER.one(
        Cat.OFFENDER, gettext_noop("Who are they to the child?"),
        {
            "family": gettext_noop("Family"), "looks_after_child": gettext_noop("Looks after the child"),
            "works_here": gettext_noop("Works here"), "visitor": gettext_noop("A visitor"),
            "online": gettext_noop("Someone online"), "unknown": _UNKNOWN,
        },
        row=Row.ADULT, leaves=GOES, under=Cat.STORY,
    )  # fmt: skip
    mobility: str = OFFENDER.one(
        Cat.OFFENDER, gettext_noop("Does this person live here or visit?"),
        {
            "local_resident": gettext_noop("Lives here"),
            "domestic_traveller": gettext_noop("Visitor from this country"),
            "foreign_tourist": gettext_noop("Visitor from abroad"),
            "expatriate": gettext_noop("From abroad, lives here"),
            "business_traveller": gettext_noop("Travels for work"), "unknown": _UNKNOWN,
        },
        row=Row.ADULT, leaves=GOES, under=Cat.STORY,
    )  # fmt: skip
    confirmed: tuple[PersonCountry, ...] = OFFENDER.held(
        Cat.OFFENDER, (), short=gettext_noop("Countries of the adult, confirmed"),
        row=Row.ADULT, leaves=GOES, under=Cat.STORY,
    )  # fmt: skip
    countries: tuple[str, ...] = OFFENDER.countries(
        Cat.OFFENDER, gettext_noop("Which countries may this person live in, come from or travel to?"), 3,
        hint=gettext_noop("Only if you know. Up to three."), row=Row.ADULT, leaves=GOES, under=Cat.STORY,
    )  # fmt: skip
    basis: str = OFFENDER.one(
        Cat.OFFENDER, gettext_noop("How do you know which countries?"),
        {
            "they_said": gettext_noop("They said so"), "papers_or_booking": gettext_noop("Papers or booking"),
            "number_plate": gettext_noop("Number plate"), "flight_or_tour": gettext_noop("Flight or tour"),
            "someone_told": gettext_noop("Someone told me"),
        },
        then=gettext_noop("countries known from: {answer}"), row=Row.ADULT, leaves=GOES, under=Cat.STORY,
    )  # fmt: skip
    leaving: str = OFFENDER.one(
        Cat.OFFENDER, gettext_noop("When do they leave?"),
        {"today_or_tomorrow": gettext_noop("Today or tomorrow"), "this_week": gettext_noop("This week"),
         "later": gettext_noop("Later"), "unknown": _UNKNOWN},
        then=_FROM_THAT_DAY, row=Row.LEAVES, leaves=GOES, under=Cat.STORY,
    )  # fmt: skip
    travel: str = OFFENDER.text(
        Cat.OFFENDER, gettext_noop("Flight, tour, ship, hotel"), 200, row=Row.LEAVES, leaves=GOES, under=Cat.STORY
    )
    adult_words: str = OFFENDER.text(
        Cat.OFFENDER, gettext_noop("What would help others to recognise them?"), 500, lines=True,
        hint=gettext_noop("Clothes, vehicle, a name if you know it."),
        short=gettext_noop("What helps to recognise the adult"), row=Row.QUOTE, leaves=ADDED,
        stays=gettext_noop("The agreement does not name words about the adult."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReporterContent(Content):
    """Compartment `reporter`: how to reach who told us. Name and `may_be_named_to` come from a call only."""

    name: str = REPORTER.held(Mark.REPORTER, row=Row.REACH, leaves=STAYS)
    reply: str = REPORTER.one(
        Mark.REPORTER, gettext_noop("How may we ask you something?"),
        {"only_here": gettext_noop("Only here, with my code"), "also_by": gettext_noop("Also in another way")},
        default="only_here", row=Row.REACH, leaves=STAYS,
    )  # fmt: skip
    reply_contact: str = REPORTER.text(
        Mark.REPORTER, gettext_noop("How else may we reach you?"), 200,
        only_if=("reply", ("also_by",)), row=Row.REACH, leaves=STAYS,
    )  # fmt: skip
    reply_times: str = REPORTER.text(
        Mark.REPORTER, gettext_noop("When is it safe?"), 100,
        only_if=("reply", ("also_by",)), row=Row.REACH, leaves=STAYS,
    )  # fmt: skip
    pass_on: str = REPORTER.one(
        Mark.REPORTER, gettext_noop("May others contact you?"),
        {"no": _NO, "through_member": gettext_noop("Only through {member}"), "yes": _YES},
        default="no", row=Row.CONTACT, leaves=STAYS,
        said={"no": gettext_noop("no"), "through_member": gettext_noop("only through {member}"),
              "yes": gettext_noop("yes")},
    )  # fmt: skip
    exposure: str = REPORTER.one(
        Mark.REPORTER, gettext_noop("Could anyone be in danger if it came out who told?"), _NO_YES,
        row=Row.EXPOSED, leaves=STAYS,
    )  # fmt: skip
    exposure_words: str = REPORTER.text(
        Mark.REPORTER, gettext_noop("Who, and why, if you want to say"), 200, row=Row.EXPOSED, leaves=STAYS
    )
    answer_how: str = REPORTER.one(
        Mark.REPORTER, gettext_noop("How can we answer you safely?"),
        {"here_only": gettext_noop("Only here"), "safe_time": gettext_noop("At a safe time"),
         "through_someone": gettext_noop("Through someone I trust")},
        default="here_only", row=Row.REACH, leaves=STAYS,
    )  # fmt: skip
    answer_words: str = REPORTER.text(
        Mark.REPORTER, gettext_noop("The time, or the person"), 200, row=Row.REACH, leaves=STAYS
    )
    may_be_named_to: tuple[str, ...] = REPORTER.held(
        Mark.REPORTER, (), row=Row.NAMED_TO, leaves=STAYS,
        answers={"police_or_prosecutor": gettext_noop("Police or prosecutor"),
                 "social_services": gettext_noop("Social services"), "member_org": gettext_noop("Other members")},
    )  # fmt: skip


SCHEMAS: Mapping[str, type[Content]] = {
    "personal": PersonalContent,
    "content": ConcernContent,
    "identity": ChildIdentity,
    "offender": PersonSuspected,
    "reporter": ReporterContent,
}
FIELDS: Mapping[str, Question] = declared((ClearAnswers, *SCHEMAS.values()))
"""Every field of a concern by id; what is asked is on a page."""


def _page(name: str, *asked: str, one_of: OneOf | None = None) -> Page:
    return Page(name, tuple(FIELDS[question] for question in asked), one_of)


PAGES = (
    _page("danger", "danger", "told"),
    _page(
        "what", "what", "words", "how_known", "ongoing", one_of=OneOf(("what", "words"), unless=("danger", ("yes",)))
    ),
    _page("where", "country", "place_type", "place", "when", "when_words"),
    _page("child", "children", "age", "child_is", "child_words", "child_now"),
    _page("adult", "adults", "adult_link", "mobility", "countries", "basis", "leaving", "travel", "adult_words"),
    _page("you", "you", "reply", "reply_contact", "reply_times", "pass_on", "exposure", "exposure_words", "about_us"),
)
CHILD_DOOR = (_page("tell", "happening", "safe_now", "answer_how", "answer_words", "more"),)


@cache
def in_row(row: Row) -> tuple[Question, ...]:
    """What stands in a row of the page of a concern and of a preview, in order."""
    return tuple(sorted((one for one in FIELDS.values() if one.row is row), key=lambda one: one.rank))
