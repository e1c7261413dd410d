"""What the code of a concern opens: a status, the messages and a box to write in. Nothing is kept on the device."""

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotAllowed
from fanal.concerns.form import texts
from fanal.concerns.public import state as states
from fanal.concerns.public import words
from fanal.concerns.public.around import around
from fanal.concerns.public.dialogue import Thread, TooMany, look, reply
from fanal.concerns.public.forms import ReplyForm
from fanal.concerns.public.place import Place, place_before
from fanal.concerns.public.receive import found_by
from fanal.concerns.public.state import State, Tampered, TooOld
from fanal.concerns.public.walk import not_stored, own_code
from fanal.network.contracts import NetworkError
from fanal.vocabulary.filters import MediaRefused, ReceiptInText, filter_text, tidy, without_media
from fanal.vocabulary.ids import day_id
from fanal.web import api as web
from fanal.web.api import codes, day_words, digits

logger = logging.getLogger(__name__)

PAGE: Final = "talk"
LONGEST = 2000
MINUTES = states.TALK_SECONDS // 60


@dataclass(frozen=True, slots=True)
class _Talk:
    request: HttpRequest
    state: State
    now: datetime

    @property
    def receipt(self) -> vault.Receipt:
        return vault.parse_receipt(self.state.receipt)


def open_doors() -> None:
    """Let codes of concerns open their page; called once when the room starts."""
    codes.register(codes.Door(page=PAGE, has=_is_of_concern, show=_with_code, go_on=_with_state))


def _is_of_concern(code: vault.Receipt) -> bool:
    return found_by(code) is not None


def _with_code(request: HttpRequest, receipt: vault.Receipt) -> HttpResponse:
    now = web.deeds.at(request)
    state = State(PAGE, "", int(now.timestamp()), receipt.letters, token=_new_message(now))
    return _show(_Talk(request, state, now), draft=request.POST.get("text", ""))


def _new_message(now: datetime) -> str:
    return str(day_id(now.astimezone(UTC).date()))


def _with_state(request: HttpRequest) -> HttpResponse:
    now, draft = web.deeds.at(request), request.POST.get("text", "")
    try:
        opened = states.unwrap(request.POST.get("state", ""), PAGE, now)
    except Tampered as error:
        raise codes.AskAgain(_tampered(error), draft, 400) from None
    talk = _Talk(request, opened.state, now)
    if opened.late:
        over = _("This page closed after {n} minutes. What you wrote is kept here. Type your code again.")
        raise codes.AskAgain(over.format(n=digits(MINUTES)), draft)
    if request.POST.get("go") != "send":
        return _show(talk, draft=draft)
    return _send(talk, draft)


def _tampered(error: Tampered) -> str:
    if isinstance(error, TooOld):
        return _("This page was open for more than a day. What you wrote is kept here. Type your code again.")
    return changed()


def changed() -> str:
    """What somebody reads whose form was changed on its way."""
    return _("This page was changed on its way to us. What you wrote is kept here. Type your code again.")


def _send(talk: _Talk, draft: str) -> HttpResponse:
    used = len(tidy(draft, lines=True))
    if used > LONGEST:
        return _show(talk, draft, wrong=words.error("too_long", {"limit": LONGEST, "over": used - LONGEST}))
    try:
        filtered = filter_text(draft, lines=True, is_receipt=own_code(talk.state.receipt))
    except MediaRefused:
        return _show(talk, without_media(draft), wrong=_(texts.MEDIA), status=422)
    except ReceiptInText:
        return _show(talk, draft, wrong=words.error("receipt", {}))
    if not filtered.text:
        return _show(talk, wrong=_("Write something first."))
    thread = look(talk.receipt, talk.now)
    place = place_before(thread.org, talk.now)
    try:
        reply(talk.receipt, UUID(talk.state.token), filtered.text, filtered.removed, place, talk.now)
    except (TooMany, NetworkError, NotAllowed) as why:
        return _show(talk, draft, wrong=_not_taken(why), status=200 if isinstance(why, TooMany) else 503)
    state = replace(talk.state, token=_new_message(talk.now))
    return _show(replace(talk, state=state), done=True, removed=filtered.removed)


def _not_taken(why: Exception) -> str:
    if isinstance(why, TooMany):
        return _("Many messages of yours wait to be read. Write again when you have an answer.")
    logger.error("A reply could not be taken in.", exc_info=why)
    return not_stored()


def _show(
    talk: _Talk, draft: str = "", *, wrong: str = "", done: bool = False, removed: int = 0, status: int = 200
) -> HttpResponse:
    thread = look(talk.receipt, talk.now)
    place = place_before(thread.org, talk.now)
    form = ReplyForm({"text": draft}, wrong=wrong)
    context = {
        "thread": replace(thread, lines=tuple(replace(line, text=words.shown(line.text)) for line in thread.lines)),
        "member": place.member if place else "",
        "status": status_words(thread),
        "form": form,
        "state": states.wrap(talk.state, talk.now),
        "minutes": digits(MINUTES),
        "done": done,
        "removed": _removed(place, talk.now) if removed else "",
        "practice": thread.practice,
        "keeps": True,
    }
    return render(talk.request, "concerns/public/talk.html", context, status=status)


def status_words(thread: Thread) -> str:
    """The neutral sentence of a status (DNH-15)."""
    day = day_words(thread.until) if thread.until else _("further notice")
    return _(texts.STATUS[thread.status]).format(day=day)


def _removed(place: Place | None, now: datetime) -> str:
    hotline = around(place.country, place.member, now.date()).hotline if place else _(texts.NO_HOTLINE)
    return words.filled(_(texts.ADDRESS_REMOVED), hotline=hotline)
