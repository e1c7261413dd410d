"""The way through the form: what was filled in is judged, kept in the state, and answered with the page that follows.

No redirect stands between pages: they could carry no answers. The address is only a step; which page was filled in
says the field `page`, what is wanted next the button (`go`): next, send, back, stay, called, cannot, page:<id>.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from fanal import vault
from fanal.concerns.form import texts
from fanal.concerns.form.answers import Cleaned, FieldError, clean, holds
from fanal.concerns.form.asked import Page
from fanal.concerns.public import child, pages
from fanal.concerns.public.asking import question_page
from fanal.concerns.public.frame import Visit, steps
from fanal.concerns.public.guard import Judged, guard, presses
from fanal.concerns.public.receive import Told, receive, received_of, reporter
from fanal.concerns.public.state import Tampered
from fanal.concerns.public.words import language
from fanal.network.contracts import NetworkError
from fanal.vocabulary.filters import MediaRefused, without_media
from fanal.vocabulary.ids import day_id

type Posted = Mapping[str, Sequence[str]]

logger = logging.getLogger(__name__)
YES = ("danger", ("yes",))
UNDER_18 = ("you", ("under_18",))


def act(visit: Visit, posted: Posted, *, late: bool) -> HttpResponse:
    """What follows on a form that was sent back. Raises `Tampered` for what no page of ours sends."""
    page_id, go = _one(posted, "page"), _one(posted, "go") or "next"
    if go != "send" and (received := received_of(vault.parse_receipt(visit.state.receipt))):
        # Sent before: whoever comes back to a page of the form finds the code, and no answer.
        typed = typed_on(visit, posted)
        return pages.receipt_page(visit, replace(received, same=not typed), typed=typed)
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
        return question_page(visit, page.id, posted=without_files(page, posted), notice=_(texts.MEDIA), status=422)
    names = [question.id for question in page.questions]
    visit = visit.now_at(visit.state.with_answers(names, cleaned.answers, cleaned.addresses_removed))
    if late:
        return question_page(visit, page.id, posted=posted, errors=cleaned.errors, notice=time_was_over())
    if go == "back" and not _typed_in_vain(cleaned, posted):
        return pages.door_page(visit) if page.id == "tell" else _show(visit, _before(visit, page.id))
    if go == "stay" or cleaned.errors:  # another language, or something to mend
        return question_page(visit, page.id, posted=posted, errors=() if go == "stay" else cleaned.errors)
    return send(visit, posted) if go == "send" else _onward(visit, page.id)


def without_files(page: Page, posted: Posted) -> Posted:
    """What was typed on a page, without files in disguise: it is given back, and nothing of it is kept."""
    texts_of = {question.id for question in page.questions if question.kind == "text"}
    return {
        name: [without_media(value) for value in values] if name in texts_of else values
        for name, values in posted.items()
    }


def typed_on(visit: Visit, posted: Posted) -> str:
    """The words that were typed on the page that was sent, without files in disguise."""
    found = (_one(posted, question.id) for question in visit.place.questions.questions if question.kind == "text")
    return "\n\n".join(without_media(one).strip() for one in found if one.strip())


def _typed_in_vain(cleaned: Cleaned, posted: Posted) -> bool:
    """Whether something was typed that could not be taken: turning the page would lose it."""
    return any("".join(posted.get(wrong.question, ())).strip() for wrong in cleaned.errors)


def cleaned_page(visit: Visit, page: Page, posted: Posted) -> Cleaned:
    """The answers of a page. Raises `MediaRefused`."""
    mine = {question.id for question in page.questions}
    earlier = {name: answer for name, answer in visit.state.answers.items() if name not in mine}
    return clean(page, posted, earlier=earlier, is_receipt=own_code(visit.state.receipt))


def own_code(receipt: str) -> Callable[[str], bool]:
    """Whether a stretch of text is this reporter's code."""
    return vault.parse_receipt(receipt).reader()


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
    if kind == "page" and page_id in {*steps(visit.place), "tell"}:
        return question_page(visit, page_id)
    return pages.check_page(visit)


def _from_phone(visit: Visit, posted: Posted, go: str, late: bool) -> HttpResponse:
    page = visit.place.questions.page("danger")
    cleaned = cleaned_page(visit, page, {**posted, "danger": ["yes"]})
    known = {"danger": "yes", "told": visit.state.answers.get("told", ""), **cleaned.answers}
    if go == "cannot":
        known["told"] = "nobody"
    visit = visit.now_at(visit.state.with_answers(known, {name: answer for name, answer in known.items() if answer}))
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
    if visit.state.door and not visit.state.review and not _says_something(visit):
        asked = visit.now_at(replace(visit.state, review=True))
        return question_page(asked, "tell", posted=_as_posted(visit), notice=child.text("empty"))
    waiting = guard.wait(visit.place, visit.state, _one(posted, "work"), visit.now)
    if waiting is not None:
        return pages.wait_page(visit.now_at(waiting.state), waiting)
    concern = day_id(visit.now.astimezone(UTC).date())
    try:
        judged = guard.judge(visit.request, visit.place, visit.state, concern, visit.now, _one(posted, "web"))
        if judged.no_room and received_of(vault.parse_receipt(visit.state.receipt)) is None:
            return pages.check_page(visit, notice=_no_room(pressing=presses(visit.state)), status=503)
        received = receive(_told(visit, concern, judged))
    except (NetworkError, DatabaseError):
        logger.exception("A concern could not be taken in.")
        return pages.check_page(visit, notice=not_stored(), status=503)
    return pages.receipt_page(visit, received, typed="" if received.same else typed_on(visit, posted))


def _says_something(visit: Visit) -> bool:
    """Whether anything was answered that does not stand ticked by itself."""
    known = {question.id: question.default for question in visit.place.questions.questions}
    return any(found != known.get(name) for name, found in visit.state.answers.items())


def _told(visit: Visit, concern: UUID, judged: Judged) -> Told:
    state = visit.state
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
        may_wait=judged.may_wait,
        grouped_with=judged.grouped_with,
        addresses_removed=state.removed,
    )


def not_stored() -> str:
    """What is said where nothing could be stored: everything stays on the page."""
    return _("We could not take this in just now. Nothing is lost: it is all on this page. Press the button again.")


def _no_room(*, pressing: bool) -> str:
    if pressing:
        return _(
            "Call now, if you can do so safely. Very many messages come in just now, and we could not take this one in."
            " Nothing is lost: it is all on this page. Press the button again in a minute. A shorter text goes first."
        )
    return _(
        "Very many messages come in just now, and we could not take this one in. Nothing is lost: it is all on this"
        " page. Wait ten minutes, then press the button again. If a child is in danger now, call."
    )


def _as_posted(visit: Visit) -> Posted:
    return {name: [found] if isinstance(found, str) else list(found) for name, found in visit.state.answers.items()}
