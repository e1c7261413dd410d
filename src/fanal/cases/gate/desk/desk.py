"""The list before the first file: how each line stands, statements to sign, on and off."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import keeping, may
from fanal.cases.gate import gate, switching
from fanal.cases.readiness import LAPSES_AFTER, ROOM, row_of
from fanal.network.contracts import Actor
from fanal.web import api as web

_ELSEWHERE: tuple[tuple[str, str, web.Words, tuple[str, ...]], ...] = (
    (
        "desk.people",
        "desk:people",
        lazy("People"),
        ("casework", "supervisors", "cleared", "safeguarding_lead", "dpo", "on_call"),
    ),
    ("desk.keys", "desk:keys", lazy("Keys"), ("kit",)),
    (keeping.LIST, "desk:keeping", lazy("Times of keeping"), ("retention",)),
)
"""Where lines are answered: for whom the policy lets do what, the page, its words."""


@web.deeds.page(switching.SEE)
@require_GET
def readiness(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How each line stands, and what this person can do about it."""
    row, today = row_of(actor.org), web.deeds.at(request).date()
    elsewhere = {
        code: (reverse(name), words) for deed, name, words, codes in _ELSEWHERE if may(actor, deed) for code in codes
    }
    lines = gate.look(actor.org, "", today)
    context = {
        "row": row,
        "gate": web.gates.shown(
            actor, ROOM, row, lines, lambda item: reverse("cases:readiness_sign", args=[item]), elsewhere
        ),
        "ends": row.lapsed_on + LAPSES_AFTER if row is not None and row.lapsed_on else None,
        "may_begin": row is None and bool(may(actor, switching.BEGIN)),
        "may_switch": row is not None and bool(may(actor, switching.ON)),
    }
    return render(request, "cases/gate/readiness.html", context)


def _press(deed: str, call: Any, done: web.Words) -> web.Act:
    def pressed(actor: Actor, _thing: object, _data: dict[str, Any], now: datetime) -> object:
        return call(actor, now)

    return web.Act(deed=deed, form=None, call=pressed, done=done)


_BACK = lazy("Care of children")
ROOMS = web.Things(find=lambda _actor: None, url=lambda _thing: reverse("cases:readiness"), back=_BACK)
ACTS = {
    "begin": _press(switching.BEGIN, switching.begin, lazy("Begun. Each line says what to do.")),
    "on": _press(switching.ON, switching.switch_on, lazy("On. Files of children may be opened now.")),
    "off": web.Act(
        deed=switching.OFF,
        title=_BACK,
        heading=lazy("Open no more files?"),
        points=(
            lazy("What is open is read and worked on as before."),
            lazy("Concerns can still be decided as “open a case”; the file waits until this is on again."),
        ),
        button=lazy("Open no more files"),
        call=lambda actor, _thing, _data, now: switching.switch_off(actor, now),
        done=lazy("Off. No new file is opened."),
    ),
}
STATING, SIGN = web.gates.signing(
    ROOM,
    switching.STATE,
    title=_BACK,
    find=switching.mine,
    url=lambda _row: reverse("cases:readiness"),
    back=lambda _row: _("Care of children"),
)
