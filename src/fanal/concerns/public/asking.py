"""Pages of questions. A page that holds nothing of its reader is drawn once and kept.

Kept are only blank questions in one language; whatever carries an answer is drawn for its reader alone.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fanal.concerns.form.answers import FieldError
from fanal.concerns.form.asked import Page
from fanal.concerns.public import child, frame, words
from fanal.concerns.public import state as states
from fanal.concerns.public.forms import QuestionForm, values_of
from fanal.concerns.public.frame import Visit, address, step_address, steps
from fanal.concerns.public.place import Place

STATE = frame.blank("state")
FOLDED = frozenset({"told"})  # questions of the first page that wait until they are wanted
ONE_SUBJECT = frozenset({"danger", "what"})  # pages whose first question is their heading

FIRST_HEADING = gettext_noop("Something worries you about a child?")
HEADINGS: Mapping[str, str] = {
    "danger": FIRST_HEADING,
    "what": gettext_noop("What did you see, hear or learn?"),
    "where": gettext_noop("Where and when"),
    "child": gettext_noop("The child"),
    "adult": gettext_noop("The adult"),
    "you": gettext_noop("You"),
    "tell": gettext_noop("Tell us what you want to tell"),
}
OTHER_HEADING = gettext_noop("Some more questions")


def question_page(
    visit: Visit,
    page_id: str,
    *,
    posted: Mapping[str, Sequence[str]] | None = None,
    errors: Iterable[FieldError] = (),
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page of questions, with what was answered before, or with what was just sent and what is wrong with it."""
    page = visit.place.questions.page(page_id)
    asked = page.questions
    blank = values_of(asked, {"country": visit.place.country})
    if posted is not None:
        values = {question.id: list(posted.get(question.id, ())) for question in asked}
    else:
        values = values_of(asked, {"country": visit.place.country, **visit.state.answers})
    errors = tuple(errors)

    def make() -> str:
        return _drawn(visit, page, values, errors, notice)

    own = bool(errors or notice or values != blank)
    html = make() if own else frame.keep(_key(visit, page_id), make)
    travelling = visit.state.without(question.id for question in asked)
    response = HttpResponse(html.replace(STATE, states.wrap(travelling, visit.now)), status=status)
    return response if own else frame.for_back(visit, response)


def _key(visit: Visit, page_id: str) -> Hashable:
    """All that a blank page depends on. The first one says what time it is."""
    minute = visit.now.replace(second=0, microsecond=0) if page_id == steps(visit.place)[0] else None
    return frame.same_for_all(visit), page_id, visit.state.review, minute


def _drawn(
    visit: Visit, page: Page, values: Mapping[str, Sequence[str]], errors: Sequence[FieldError], notice: str
) -> str:
    place, around = visit.place, visit.around
    first = page.id == steps(place)[0]
    context: dict[str, Any] = {
        "form": QuestionForm(page.questions, place.member, values, errors),
        "notice": notice,
        "page_id": page.id,
        "state": STATE,
        "action": step_address(place, _following(place, page.id)),
        "send_action": "" if first else step_address(place, "sent"),
        "heading": "" if page.id in ONE_SUBJECT else _(HEADINGS.get(page.id, OTHER_HEADING)),
        "lead": page.id in ONE_SUBJECT,
        "lead_is_title": not first,
        "folded": FOLDED,
        "back": not first,
        "outside": place.outside_address if page.id == "you" else "",
    }
    if first:
        return frame.drawn(visit, "entry", context | entry_texts(visit) | {"answered": bool(visit.state.answers)})
    if page.id == "tell":
        context |= {"repeated": child.repeated(place, around), "always": child.always()}
    else:
        context |= {"repeated": frame.repeated(place, around), **_progress(place, page.id)}
    return frame.drawn(visit, "question", context | {"keeps": True})


def _following(place: Place, page_id: str) -> str:
    """The page that comes after one: its address is where the form goes."""
    if page_id == "tell":
        return "sent"
    known = (*steps(place), "check")
    return known[known.index(page_id) + 1]


def _progress(place: Place, page_id: str) -> dict[str, Any]:
    return {"step": steps(place).index(page_id) + 1}


def entry_texts(visit: Visit) -> dict[str, Any]:
    """What stands before the first field (DNH-03, DNH-14); the contacts stand before all of it."""
    place, around = visit.place, visit.around
    limit = words.reading_limit(place.hours, place.decided_within, visit.now)
    careful = words.before("child_first_careful") if around.careful else ""
    hours = words.before("hours", hours=words.hours_words(place.hours), time=words.time_there(place.hours, visit.now))
    folded = (
        words.before("next", limit=limit),
        hours,
        words.joined(words.before("no_accusation"), words.before("child_first"), careful),
        frame.law(around),
        words.joined(words.before("staff"), around.retaliation),
        frame.no_pictures(around),
        words.before("no_investigation"),
        words.before("trace", how_to_remove=around.trace),
        words.before("any_language"),
    )
    return {
        "title": _(FIRST_HEADING),
        "unsure": words.before("unsure"),
        "lines": [words.before("anonymous"), frame.who_reads(place), words.before("neither")],
        "folded_lines": [words.lead_in(line) for line in folded],
        "door_address": address("door", place.country),
    }
