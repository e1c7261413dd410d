"""The way through the form: what was filled in is judged, kept in the state, and answered with the page that follows.

No redirect stands between pages: they could carry no answers. The address is only a step; which page was filled in
says the field `page`, what is wanted next the button (`go`): next, send, back, stay, called, cannot, page:<id>.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from django.db import DatabaseError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from fanal import vault
from fanal.concerns import texts
from fanal.concerns.answers import Cleaned, FieldError, clean, holds
from fanal.concerns.public import pages
from fanal.concerns.public.asking import question_page
from fanal.concerns.public.frame import Visit, steps
from fanal.concerns.public.guard import guard
from fanal.concerns.public.receive import Told, receive, reporter
from fanal.concerns.public.state import Tampered
from fanal.concerns.public.words import language
from fanal.concerns.questions import Page
from fanal.network.contracts import NetworkError
from fanal.vocabulary.ids import day_id
from fanal.web.filters import MediaRefused

type Posted = Mapping[str, Sequence[str]]

logger = logging.getLogger(__name__)
YES = ("danger", ("yes",))
UNDER_18 = ("you", ("under_18",))


def act(visit: Visit, posted: Posted, *, late: bool) -> HttpResponse:
    """What follows on a form that was sent back. Raises `Tampered` for what no page of ours sends."""
    page_id, go = _one(posted, "page"), _one(posted, "go") or "next"
    if page_id in {"check", "wait"}:
        return _from_check(visit, posted, go, late)
    if page_id == "phone":
        return _from_phone(visit, posted, go, late)
    if page_id not in {*steps(visit.place), "tell"}:
        raise Tampered
    return _from_questions(visit, visit.place.questions.page(page_id), posted, go, late)


def _one(posted: Posted, name: str) -> str:
    return next(iter(posted.get(name, ())), "")


# ---- from a page of questions ----


def _from_questions(visit: Visit, page: Page, posted: Posted, go: str, late: bool) -> HttpResponse:
    try:
        cleaned = cleaned_page(visit, page, posted)
    except MediaRefused:
        return question_page(visit, page.id, notice=_(texts.MEDIA), status=422)
    names = [question.id for question in page.questions]
    visit = visit.now_at(visit.state.with_answers(names, cleaned.answers, cleaned.addresses_removed))
    if late:
        return question_page(visit, page.id, posted=posted, errors=cleaned.errors, notice=time_was_over())
    if go == "back":
        return _show(visit, _before(visit, page.id))
    if go == "stay" or cleaned.errors:  # another language, or something to mend
        return question_page(visit, page.id, posted=posted, errors=() if go == "stay" else cleaned.errors)
    return send(visit, posted) if go == "send" else _onward(visit, page.id)


def cleaned_page(visit: Visit, page: Page, posted: Posted) -> Cleaned:
    """The answers of a page. Raises `MediaRefused`."""
    mine = {question.id for question in page.questions}
    earlier = {name: answer for name, answer in visit.state.answers.items() if name not in mine}
    return clean(page, posted, earlier=earlier, is_receipt=own_code(visit.state.receipt))


def own_code(receipt: str) -> Callable[[str], bool]:
    """Whether a stretch of text is this reporter's code."""

    def is_receipt(text: str) -> bool:
        try:
            return vault.parse_receipt(text).letters == receipt
        except vault.BadReceipt:
            return False

    return is_receipt


def time_was_over() -> str:
    return _("This page was open for more than two hours. We kept what you wrote. Please look at it and go on.")


def _onward(visit: Visit, page_id: str) -> HttpResponse:
    answers = visit.state.answers
    if page_id == "danger" and holds(YES, answers) and not visit.state.review:
        return pages.phone_page(visit)
    if page_id == "you" and holds(UNDER_18, answers) and not visit.state.door:
        return pages.door_page(visit.now_at(replace(visit.state, door=True, review=True)))
    if visit.state.review:
        return _show(visit, "check")
    known = (*steps(visit.place), "check")
    return _show(visit, known[known.index(page_id) + 1])


def _before(visit: Visit, page_id: str) -> str:
    known = (*steps(visit.place), "check")
    return known[max(0, known.index(page_id) - 1)] if page_id in known else known[0]


def _show(visit: Visit, page_id: str) -> HttpResponse:
    if page_id == "check":
        return pages.check_page(visit.now_at(replace(visit.state, review=True)))
    return question_page(visit, page_id)


# ---- from the pages that ask nothing new ----


def _from_check(visit: Visit, posted: Posted, go: str, late: bool) -> HttpResponse:
    visit = visit.now_at(replace(visit.state, review=True))
    if late:
        return pages.check_page(visit, notice=time_was_over())
    if go == "send":
        return send(visit, posted)
    if go == "back":
        return _show(visit, steps(visit.place)[-1])
    kind, _colon, page_id = go.partition(":")
    if kind == "page" and page_id in steps(visit.place):
        return question_page(visit, page_id)
    return pages.check_page(visit)


def _from_phone(visit: Visit, posted: Posted, go: str, late: bool) -> HttpResponse:
    page = visit.place.questions.page("danger")
    cleaned = cleaned_page(visit, page, {**posted, "danger": ["yes"]})
    known = {"danger": "yes", "told": visit.state.answers.get("told", ""), **cleaned.answers}
    if go == "cannot":
        known["told"] = "nobody"
    visit = visit.now_at(visit.state.with_answers(known, {name: found for name, found in known.items() if found}))
    if late:
        return pages.phone_page(visit, notice=time_was_over())
    if go == "send":
        return send(visit, posted)
    if go == "next":
        return _show(visit, "what")
    if go == "back":
        return _show(visit, "danger")
    return pages.phone_page(visit, mode=go if go in {"called", "cannot"} else "")


# ---- sending ----


@dataclass(frozen=True, slots=True)
class _Gap:
    page: str
    error: FieldError


def _gap(visit: Visit) -> _Gap | None:
    """What a complete message lacks: whoever jumps between pages, or sends them in another order, is led there."""
    if visit.state.door:
        return None
    answers = visit.state.answers
    if "danger" not in answers:
        return _Gap("danger", FieldError("danger", "required"))
    if not holds(YES, answers) and not {"what", "words"} & set(answers):
        return _Gap("what", FieldError("what", "one_of"))
    return None


def send(visit: Visit, posted: Posted) -> HttpResponse:
    """Store what was told and show the receipt. Where it cannot be stored, everything stays in the form."""
    if gap := _gap(visit):
        return question_page(visit, gap.page, errors=[gap.error], posted=_as_posted(visit))
    waiting = guard.wait(visit.place, visit.state, _one(posted, "work"), visit.now)
    if waiting is not None:
        return pages.wait_page(visit.now_at(waiting.state), waiting)
    try:
        received = receive(_told(visit, posted))
    except (NetworkError, DatabaseError):
        logger.exception("A concern could not be taken in.")
        return pages.check_page(visit, notice=_not_stored(), status=503)
    return pages.receipt_page(visit, received)


def _told(visit: Visit, posted: Posted) -> Told:
    state = visit.state
    concern = day_id(visit.now.astimezone(UTC).date())
    judged = guard.judge(visit.request, visit.place, state, concern, visit.now, _one(posted, "web"))
    return Told(
        id=concern,
        place=visit.place,
        answers=state.answers,
        language=language(),
        receipt=vault.parse_receipt(state.receipt),
        now=visit.now,
        by=reporter(visit.place.org),
        child_door=state.door,
        practice=bool(state.practice),
        unverified=judged.unverified,
        grouped_with=judged.grouped_with,
        addresses_removed=state.removed,
    )


def _not_stored() -> str:
    return _("We could not take this in just now. Nothing is lost: it is all on this page. Press the button again.")


def _as_posted(visit: Visit) -> Posted:
    return {name: [found] if isinstance(found, str) else list(found) for name, found in visit.state.answers.items()}
