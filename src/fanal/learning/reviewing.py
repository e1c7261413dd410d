"""The reviews of courses (docs/reviews.md): each in the language in which it was written by four people who know four
things, each translation by a native speaker. Outside of the demonstration nothing is played that nobody reviewed.

Wordings are of the course as it was read: a text, an act or a drawing that is changed asks for the reviews anew. A
translation is reviewed with the sources of which it is one, so that a text that is worded anew shows as stale instead
of taking the whole translation back (docs/courses.md, "Translations").
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import reviews
from fanal.learning import words
from fanal.learning.courses import library
from fanal.learning.courses.model import Course
from fanal.learning.courses.translating import Translation
from fanal.network import api as network
from fanal.network.contracts import OrgKind
from fanal.vocabulary.languages import language_name
from fanal.web import api as web

COURSES, TEXTS = "courses", "course-texts"
STALE_DAYS: Final = timedelta(days=14)
"""So long after a new version a translation is offered in which a text is stale on which somebody's safety rests."""


def course_item(course: Course) -> reviews.Item:
    """A course as something to review, in the language in which it was written."""
    return reviews.Item(COURSES, course.code, course.texts["title"], course.wording, lambda: _shown(course))


def texts_item(said: Translation) -> reviews.Item:
    """A translation as something to review."""
    title = f"{said.course.texts['title']}: {language_name(said.language, web.spoken())}"
    name = f"{said.course.code}-{said.language}"
    return reviews.Item(TEXTS, name, title, said.wording, lambda: _beside(said), _unready(said))


def _unready(said: Translation) -> str:
    if said.turned:
        words = _("Signs that nobody sees turn the direction of writing in: %(places)s. Have them taken out.")
        return words % {"places": ", ".join(said.turned[:5])}
    return _("Texts are missing in this translation.") if said.missing else ""


def given(org: UUID, today: date) -> Mapping[str, tuple[str, ...]]:
    """By code, the courses that an organisation gives today, each with its languages; to those of a company, which
    gives none, what members do."""
    return _given(reviews.mark(), org, today)


def title(org: UUID, code: str, today: date) -> str:
    """A course that an organisation gives, as it is called in the language of the page; empty where it does not."""
    return texts(org, library.shipped()[code], today)["title"] if code in given(org, today) else ""


def texts(org: UUID, course: Course, today: date) -> Mapping[str, str]:
    """The texts of a course in the language of the page, where an organisation gives it in it; else in its own."""
    here = web.spoken()
    spoken = here if here in given(org, today).get(course.code, ()) else course.language
    return library.spoken(course.code, spoken).texts


def nearest(wanted: str, there: Sequence[str]) -> str:
    """In which of these languages somebody reads a course: the one that they want, else the first."""
    return wanted if wanted in there else there[0]


@lru_cache(maxsize=512)  # more than there are members: a page for everybody asks it of each
def _given(_mark: object, org: UUID, today: date) -> Mapping[str, tuple[str, ...]]:
    """Kept until somebody states a review: what a page asks for is asked of the journal once."""
    if network.org(org).kind is OrgKind.COMPANY:
        return offered(today)
    courses = [course for course in library.shipped().values() if course.playable]
    return {course.code: said for course in courses if (said := live(org, course, today))}


def live(org: UUID, course: Course, today: date) -> tuple[str, ...]:
    """In which languages a course can be given today: in none where it is not reviewed."""
    others = [library.spoken(course.code, language) for language in library.languages(course.code)[1:]]
    items = [course_item(course), *map(texts_item, others)]
    good = [found.state in reviews.GOOD for _item, found in reviews.standings(org, items, today)]
    if not good[0]:
        return ()
    said = (one.language for one, holds in zip(others, good[1:], strict=True) if holds and is_whole(one, today))
    return (course.language, *said)


def is_whole(said: Translation, today: date) -> bool:
    """Whether a translation can be offered: nothing is missing or hides what it says, and no text on which safety rests
    is stale for long."""
    late = today > said.course.since + STALE_DAYS
    return not (said.missing or said.turned) and not (late and set(said.stale) & said.course.safety)


# ---- what a reviewer sees ----


def _shown(course: Course) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    """Every text, by its key; of a situation what it is and in which form, of a choice its act and what it is worth, of
    an answer whether it is right; then the drawings."""
    beside: dict[str, object] = {}
    for one in course.scenarios:
        beside[one.vignette] = web.dots(str(words.TRUTHS[one.truth]), one.form, *one.cues)
        for made in one.choices:
            beside[made.say] = web.dots(str(words.JUDGEMENTS[made.value][0]), made.act, made.next)
    for question in course.questions:
        for option in question.options:
            beside[option.say] = option.place or (_("right") if option.right else "")
    lines: list[Sequence[object]] = [(key, said, beside.get(key, "")) for key, said in course.texts.items()]
    lines += [(name, svg, _("drawing")) for name, svg in course.drawings.items()]
    return (_("Place"), _("Wording"), _("What it is")), lines


def _beside(said: Translation) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    """Source and translation, by key."""
    rows = [
        (key, source, said.texts[key] if key in said.entries else "", words.TEXT_STATES[said.state(key)][0])
        for key, source in said.course.texts.items()
    ]
    return (_("Place"), _("Source"), _("Translation"), _("State")), rows


def _courses() -> Iterator[reviews.Item]:
    return (course_item(course) for course in library.shipped().values() if course.playable)


def _texts() -> Iterator[reviews.Item]:
    for course in library.shipped().values():
        if course.playable:
            yield from (texts_item(library.spoken(course.code, one)) for one in library.languages(course.code)[1:])


def declare() -> None:
    """Called once when the room starts."""
    reviews.declare_source(
        reviews.Source(
            name=COURSES,
            title=lazy("Courses"),
            asks=lazy(
                "Is it true, plain and without blame? Does each sign have reasons that are harmless, and does every "
                "act that can do harm say so? Would it help a child, and hurt nobody who learns?"
            ),
            needs=(
                reviews.Reviewer.SURVIVOR,
                reviews.Reviewer.CLINICAL,
                reviews.Reviewer.LAWYER,
                reviews.Reviewer.PRACTITIONER,
            ),
            items=_courses,
        )
    )
    reviews.declare_source(
        reviews.Source(
            name=TEXTS,
            title=lazy("Translations of courses"),
            asks=lazy("Does it say the same, in words that people who work there use, without blame?"),
            needs=(reviews.Reviewer.NATIVE,),
            items=_texts,
        )
    )


_vouching: list[Callable[[UUID], bool]] = []


def vouches(look: Callable[[UUID], bool]) -> None:
    """A room says here of which companies somebody of the network looked at who they are. Call it when it starts."""
    _vouching.append(look)


def is_vouched_for(org: UUID) -> bool:
    """Whether certificates are given to people of an organisation. Whoever founds a company by the public page could
    sit down as its people: a member gives none in its name before somebody of the network looked at it."""
    return network.org(org).kind is not OrgKind.COMPANY or any(look(org) for look in _vouching)


def giver(org: UUID, code: str, language: str, today: date) -> UUID:
    """Who gives a course to somebody who learns in an organisation: itself, and never an employer, but a member that
    gives it, in their language and in the country of the company where there is one."""
    here = network.org(org)
    if here.kind is not OrgKind.COMPANY:
        return org
    mark = reviews.mark()
    found = [(_given(mark, one.id, today).get(code, ()), one) for one in network.orgs(OrgKind.MEMBER)]
    nearest = (
        (language not in said, here.country not in one.mandates, one.name, one.id) for said, one in found if said
    )
    return min(nearest)[-1]


# ---- for everybody ----


def offered(today: date) -> Mapping[str, tuple[str, ...]]:
    """By code, the courses that some member gives today, each with the languages in which it does."""
    found: dict[str, tuple[str, ...]] = {}
    mark = reviews.mark()
    for org in network.orgs(OrgKind.MEMBER):
        for code, languages in _given(mark, org.id, today).items():
            found[code] = tuple(dict.fromkeys((*found.get(code, ()), *languages)))
    return found
