"""Draws the pages of the public form. A page that holds nothing of its reader is drawn once and kept.

Kept are only blank questions in one language; whatever carries an answer is drawn for its reader alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fanal import vault
from fanal.concerns import texts
from fanal.concerns.answers import FieldError
from fanal.concerns.public import child, proof, qr, words
from fanal.concerns.public import state as states
from fanal.concerns.public.around import Around
from fanal.concerns.public.forms import KeptForm, QuestionForm, values_of
from fanal.concerns.public.guard import Waiting
from fanal.concerns.public.place import Place
from fanal.concerns.public.receive import Received
from fanal.concerns.public.state import State
from fanal.concerns.questions import Page
from fanal.web.api import Answer, digits

_STATE = "@state@"  # stands in a kept page where the sealed state goes
FOLDED = frozenset({"told"})  # questions of the first page that wait until they are wanted
ONE_SUBJECT = frozenset({"danger", "what"})  # pages whose first question is their heading

HEADINGS: Mapping[str, str] = {
    "danger": gettext_noop("Something worries you about a child?"),
    "what": gettext_noop("What did you see, hear or learn?"),
    "where": gettext_noop("Where and when"),
    "child": gettext_noop("The child"),
    "adult": gettext_noop("The adult"),
    "you": gettext_noop("You"),
    "tell": gettext_noop("Tell us what you want to tell"),
}
OTHER_HEADING = gettext_noop("Some more questions")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one reporter: where they are, what they have answered, and when it is."""

    request: HttpRequest
    place: Place
    around: Around
    state: State
    now: datetime

    def now_at(self, state: State) -> Visit:
        """The same visit with a newer state."""
        return replace(self, state=state)


def draw(visit: Visit, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the form in its frame."""
    place, state = visit.place, visit.state
    context |= {
        "place": place,
        "around": visit.around,
        "country": words.name_of_country(place.country),
        "leave": address("leave_country", place.country),
        "practice": bool(state.practice),
        "door": state.door,
        "state": states.wrap(state, visit.now),
    }
    return HttpResponse(render_to_string(f"concerns/public/{template}.html", context, visit.request), status=status)


def address(name: str, country: str = "", **parts: object) -> str:
    """The address of a page of the form in the language of the page."""
    given = {"lang": words.language(), **parts} | ({"cc": country.lower()} if country else {})
    return reverse(f"public:{name}", kwargs=given)


def steps(place: Place) -> tuple[str, ...]:
    """The pages of questions in their order."""
    return tuple(page.id for page in place.questions.pages)


def step_address(place: Place, page_id: str) -> str:
    """Where a page stands: the first one is the entry, the check page follows the last."""
    known = (*steps(place), "check")
    if page_id in known:
        at = known.index(page_id) + 1
        return address("entry", place.country) if at == 1 else address("step", place.country, n=at)
    return {
        "tell": lambda: address("door_form", place.country),
        "phone": lambda: address("phone", place.country),
        "sent": lambda: address("sent", place.country),
    }[page_id]()


# ---- pages of questions ----


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
    place = visit.place
    page = place.questions.page(page_id)
    travelling = visit.now_at(visit.state.without(question.id for question in page.questions))
    errors = tuple(errors)
    values = {q.id: list(posted.get(q.id, ())) for q in page.questions} if posted is not None else None
    if values is None:
        values = values_of(page.questions, {"country": place.country, **visit.state.answers})
    blank = not errors and values == values_of(page.questions, {"country": place.country})
    if blank:
        form = _blank(words.language(), get_script_prefix(), place, visit.around, page_id, visit.state.review)
    else:
        form = _form(place, visit.around, page, values, errors, visit.state.review)
    sealed = states.wrap(travelling.state, visit.now)
    context = {"form": mark_safe(form.replace(_STATE, sealed)), "notice": notice}  # noqa: S308 - drawn by a template
    if page_id == steps(place)[0]:
        return draw(travelling, "entry", status, **context, **entry_texts(visit))
    return draw(travelling, "question", status, keeps=True, **context, **_progress(place, page_id))


@lru_cache(maxsize=256)
def _blank(_lang: str, _prefix: str, place: Place, around: Around, page_id: str, review: bool) -> str:
    page = place.questions.page(page_id)
    return _form(place, around, page, values_of(page.questions, {"country": place.country}), (), review)


def _form(
    place: Place,
    around: Around,
    page: Page,
    values: Mapping[str, Sequence[str]],
    errors: Sequence[FieldError],
    review: bool,
) -> str:
    form = QuestionForm(page.questions, place.questions, place.member, values, errors)
    first = page.id == steps(place)[0]
    context = {
        "form": form,
        "page_id": page.id,
        "state": _STATE,
        "action": step_address(place, _following(place, page.id)),
        "send_action": "" if first else step_address(place, "sent"),
        "heading": "" if page.id in ONE_SUBJECT else _(HEADINGS.get(page.id, OTHER_HEADING)),
        "lead": page.id in ONE_SUBJECT,
        "lead_is_title": not first,
        "folded": FOLDED,
        "repeated": () if first else child.repeated(place, around) if page.id == "tell" else repeated(place, around),
        "back": page.id not in {steps(place)[0], "tell"},
        "review": review,
        "outside": place.outside_address if page.id == "you" else "",
        "always": child.always() if page.id == "tell" else [],
    }
    return render_to_string("concerns/public/form.html", context)


def _following(place: Place, page_id: str) -> str:
    """The page that comes after one: its address is where the form goes."""
    if page_id == "tell":
        return "sent"
    known = (*steps(place), "check")
    return known[known.index(page_id) + 1]


def _progress(place: Place, page_id: str) -> dict[str, Any]:
    known = (*steps(place), "check")
    if page_id not in known:
        return {"step": None}
    at = known.index(page_id) + 1
    return {"step": at, "of": len(known)}


# ---- texts around the questions ----


def entry_texts(visit: Visit) -> dict[str, Any]:
    """What stands before the first field (`concerns.md` §3.2); the contacts stand before all of it."""
    place, around = visit.place, visit.around
    limit = words.reading_limit(place.hours, timedelta(hours=24), visit.now)
    careful = words.before("child_first_careful") if around.careful else ""
    lines = (
        words.before("anonymous", how_to_remove=around.trace),
        who_reads(place),
        words.joined(words.before("no_accusation"), words.before("child_first"), careful),
        no_pictures(around),
        words.before("no_investigation"),
        law(around),
        words.joined(words.before("staff"), around.retaliation),
    )
    return {
        "heading": _(HEADINGS["danger"]),
        "unsure": words.before("unsure"),
        "lines": [words.lead_in(line) for line in lines],
        "next": words.before("next", limit=limit),
        "hours": words.before(
            "hours", hours=words.hours_words(place.hours), time=words.time_there(place.hours, visit.now)
        ),
        "any_language": words.before("any_language"),
        "door_address": address("door", place.country),
    }


def who_reads(place: Place) -> SafeString:
    """Who can open what is told."""
    country = words.name_of_country(place.country)
    return words.before("who_reads", member=place.member, country=country, n=digits(place.readers))


def no_pictures(around: Around) -> SafeString:
    return words.before("no_pictures", hotline=around.hotline)


def law(around: Around) -> SafeString:
    return words.before("law", law=around.law)


def repeated(place: Place, around: Around) -> list[SafeString]:
    """The three texts that stand again wherever something can be sent."""
    return [words.lead_in(text) for text in (law(around), no_pictures(around), who_reads(place))]


# ---- pages that ask nothing new ----


def phone_page(visit: Visit, *, mode: str = "", notice: str = "") -> HttpResponse:
    """A child is in danger now: whom to call and what to say. `mode`: "called" or "cannot" once that is known."""
    place, around = visit.place, visit.around
    told = place.questions.question("told")
    values = values_of((told,), visit.state.answers)
    context: dict[str, Any] = {
        "mode": mode,
        "notice": notice,
        "sentences": [_(line) for line in texts.ON_THE_PHONE],
        "told": QuestionForm((told,), place.questions, place.member, values) if mode == "called" else None,
        "limit": words.reading_limit(place.hours, timedelta(minutes=60), visit.now),
        "action": step_address(place, "phone"),
        "send_action": step_address(place, "sent"),
        "more_action": step_address(place, "what"),
        "repeated": repeated(place, around),
    }
    return draw(visit, "phone", keeps=True, **context)


def check_page(visit: Visit, *, notice: str = "", status: int = 200) -> HttpResponse:
    """Everything once more, before it leaves."""
    place, state = visit.place, visit.state
    context = {
        "notice": notice,
        "answers": list(_answers(place, state)),
        "removed": words.filled(_(texts.ADDRESS_REMOVED), hotline=visit.around.hotline) if state.removed else "",
        "images": "came_upon_images" in state.answers.get("what", ()),
        "no_pictures": no_pictures(visit.around),
        "action": step_address(place, "sent"),
        "repeated": repeated(place, visit.around),
        "step": len(steps(place)) + 1,
    }
    return draw(visit, "check", status, keeps=True, **context)


def _answers(place: Place, state: State) -> Iterator[Answer]:
    for page in place.questions.pages:
        for question in page.questions:
            found = state.answers.get(question.id)
            if found:
                asked = words.label(question, place.questions, place.member)
                shown = words.answer(question, place.questions, place.member, found)
                yield Answer(asked, shown, name="go", value=f"page:{page.id}")


def wait_page(visit: Visit, waiting: Waiting) -> HttpResponse:
    """The flood shield is up: work for the browser, or some seconds of patience. Nothing is refused."""
    return draw(visit, "wait", keeps=True, action=step_address(visit.place, "sent"), waiting=waiting)


def door_page(visit: Visit) -> HttpResponse:
    """The child door. Whoever comes from the form keeps what they wrote, and can go on with it."""
    place, around = visit.place, visit.around
    written = bool(visit.state.answers)
    more = step_address(place, "check" if written else "tell")
    return draw(visit, "door", written=written, keeps=written, more=more, **child.door(place, around))


def receipt_page(visit: Visit, received: Received, *, kept: KeptForm | None = None) -> HttpResponse:
    """The code in letters, digits and as a picture; what comes next; the proof. A reload shows the same page."""
    receipt = vault.parse_receipt(visit.state.receipt)
    answers = visit.state.answers
    context: dict[str, Any] = {
        "form": kept or KeptForm(),
        "letters": receipt.letters,
        "digits": [digits(group) for group in receipt.digits.split("-")],
        "qr": qr.svg(receipt.letters, _("Your code, for a camera")),
        "path": _next_steps(visit, received),
        "changed": not received.same,
        "proof": proof.make(proof.Proof(received.org, received.day, received.entry)),
        "images": "came_upon_images" in answers.get("what", ()),
        "no_pictures": no_pictures(visit.around),
        "action": step_address(visit.place, "sent"),
        "code_address": address("code"),
    }
    kept_answers = {name: answers[name] for name in ("what",) if name in answers}
    return draw(visit.now_at(replace(visit.state, kind="sent", answers=kept_answers)), "receipt", **context)


def _next_steps(visit: Visit, received: Received) -> list[dict[str, Any]]:
    read = words.by_when(visit.place.hours, received.due, visit.now, visit.place.country) if received.due else ""
    if visit.state.door:
        coming: tuple[tuple[str, str], ...] = (
            (child.text("read"), read),
            (child.text("asked"), child.text("asked_note")),
            (child.text("act"), ""),
        )
    else:
        coming = (
            (_("A person reads it"), read),
            (_("They may ask you a question"), _("only here, with your code")),
            (_("They act with the child in mind"), _("you will see: read, question, working, finished")),
        )
    return [{"title": _("We have it"), "note": "", "done": True}] + [
        {"title": title, "note": note, "done": False} for title, note in coming
    ]


def finished_page(visit: Visit) -> HttpResponse:
    """The end of a visit."""
    return draw(visit, "finished", code_address=address("code"))
