"""One decision on a page, for whoever reads the file and for whoever approves it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import may
from fanal.cases.approvals.approvals import Facts, Shown
from fanal.cases.files import approving, files
from fanal.cases.files.files import File, Read, ReasonFirst
from fanal.cases.interests import interests, panel
from fanal.cases.interests.panel import NONE, OTHER
from fanal.cases.interests.policy import GIVE_PACK, HEAR, INTERESTS
from fanal.cases.model.declared import model
from fanal.cases.model.parts import Option
from fanal.cases.model.words import code, label
from fanal.cases.models import BestInterests, Case
from fanal.cases.policy import LOOK
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

_FIELDS = model().entities[interests.KIND].fields


@web.deeds.page(LOOK)
@require_GET
def decision(request: HttpRequest, actor: Actor, case_id: UUID, decision_id: UUID) -> HttpResponse:
    """What was prepared or decided, with its ways."""
    row = interests.decision_of(actor, case_id, decision_id)
    try:
        with files.looking(actor, case_id, web.deeds.at(request)) as found:
            read = found.one(BestInterests, row.pk)
            return render(request, "cases/interests/decision.html", _shown(actor, found, read, web.deeds.at(request)))
    except ReasonFirst:
        return HttpResponseRedirect(reverse("cases:file", args=[case_id]))


def _shown(actor: Actor, found: File, read: Read, now: datetime) -> dict[str, Any]:
    row, said = read.row, read.said
    return {
        "case": found.case,
        "row": row,
        "kind": code("best_interests_kind", row.kind),
        "shown": shown(found.case, approving.plain(_plain(read))),
        "told": said["child_told_on"],
        "review": said["review"],
        "unreadable": read.unreadable,
        "may": bool(may(actor, INTERESTS, found.case)) and found.grounded and not row.reviewed_on,
        "panel": _panel(actor, found, read, now),
        "may_give": found.grounded and _waits(found, row) and bool(may(actor, GIVE_PACK, found.case)),
    }


def _waits(found: File, row: BestInterests) -> bool:
    """Whether a panel can still be asked."""
    return row.kind == interests.BID and row.decided_on is None and not found.case.restricted


def _panel(actor: Actor, found: File, read: Read, now: datetime) -> list[dict[str, Any]]:
    """Who sits on it, and what they think, for whoever works with the child or answers for it."""
    if read.row.kind != interests.BID or not may(actor, HEAR, found.case):
        return []
    return [
        {
            "name": one.seat.person.name,
            "said": one.seat.said_at,
            "over": one.seat.ended_at,
            "way": way_words(one.view.way, read.said["options"]) if one.view else "",
            "words": one.view.words if one.view else "",
        }
        for one in panel.heard(actor, read.row, now)
    ]


def _plain(read: Read) -> Mapping[str, Any]:
    row, said = read.row, read.said
    clear = {name: getattr(row, name) for name in ("kind", "panel", "decided_on", "review_on")}
    return {**clear, **{name: said[name] for name in ("trigger", "options", "decision", "dissent")}}


def shown(_case: Case, said: Mapping[str, Any]) -> Shown:
    """Such a content for people: the decision, who decided, and each way."""
    options = [Option(**one) for one in said["options"]]
    names = network.names(map(UUID, said["panel"]))
    about = [
        (label(_FIELDS["kind"]), code("best_interests_kind", said["kind"])),
        (label(_FIELDS["trigger"]), code("best_interests_trigger", said["trigger"])),
        (label(_FIELDS["decision"]), said["decision"]),
        (label(_FIELDS["dissent"]), said["dissent"]),
        (label(_FIELDS["panel"]), web.listed(names.get(UUID(one), one) for one in said["panel"])),
        *((label(_FIELDS[name]), _day(said[name])) for name in ("decided_on", "review_on")),
    ]
    ways = [(way(at), option(one)) for at, one in enumerate(options, 1)]
    views = [one.child_view for one in options if one.child_view]
    return Shown([(_("The decision"), [one for one in about if one[1]]), *ways], child="\n".join(views))


def _day(said: Any) -> str:
    return web.day_words(date.fromisoformat(said)) if said else ""


def way(at: int) -> str:
    """The number of a way."""
    return _("Way {n}").format(n=web.digits(at))


def way_words(code: str, ways: Sequence[Option] = ()) -> str:
    """What somebody chose, in words."""
    if code in {NONE, OTHER}:
        return _("None of these") if code == NONE else _("Another way")
    named = ways[int(code) - 1].option if code.isdecimal() and 0 < int(code) <= len(ways) else ""
    return web.dots(way(int(code)), named) if code.isdecimal() else ""


def option(one: Option) -> Facts:
    """A way in words."""
    return [
        (_("What could be done"), one.option),
        (_("What speaks for it"), one.pro),
        (_("What speaks against it"), one.contra),
        (_("What the child thinks of it"), one.child_view),
    ]


def url_of(row: BestInterests) -> str:
    """The page of one."""
    return reverse("cases:interests", args=[row.case_id, row.pk])
