"""One decision on a page, for whoever reads the file and for whoever approves it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import NotHere, may
from fanal.cases.approvals.approvals import Facts, Shown
from fanal.cases.files import approving, files
from fanal.cases.files.files import File, Read, ReasonFirst
from fanal.cases.interests import interests
from fanal.cases.interests.policy import INTERESTS
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
            read = next((one for one in found.of(BestInterests) if one.row.pk == row.pk), None)
            if read is None:
                raise NotHere
            return render(request, "cases/interests/decision.html", _shown(actor, found, read))
    except ReasonFirst:
        return HttpResponseRedirect(reverse("cases:file", args=[case_id]))


def _shown(actor: Actor, found: File, read: Read) -> dict[str, Any]:
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
    }


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
    ways = [(_way(at), _option(one)) for at, one in enumerate(options, 1)]
    views = [one.child_view for one in options if one.child_view]
    return Shown([(_("The decision"), [one for one in about if one[1]]), *ways], child="\n".join(views))


def _day(said: Any) -> str:
    return web.day_words(date.fromisoformat(said)) if said else ""


def _way(at: int) -> str:
    return _("Way {n}").format(n=web.digits(at))


def _option(one: Option) -> Facts:
    return [
        (_("What could be done"), one.option),
        (_("What speaks for it"), one.pro),
        (_("What speaks against it"), one.contra),
        (_("What the child thinks of it"), one.child_view),
    ]


def url_of(row: BestInterests) -> str:
    """The page of one."""
    return reverse("cases:interests", args=[row.case_id, row.pk])
