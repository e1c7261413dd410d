"""Asking a provider for help: what may be told before and after their yes, what stays and why; then one referral, step
by step."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.cases.directory.desk.pages import figures
from fanal.cases.files import files
from fanal.cases.files.desk import filled
from fanal.cases.files.files import File, Read, case_of
from fanal.cases.model import words
from fanal.cases.models import ProviderPage, Referral
from fanal.cases.passing_on.desk import adding, leaves
from fanal.cases.referring import duties, once, referring, seen
from fanal.cases.referring.desk import acts
from fanal.cases.referring.policy import ANSWER, COMPLETE, PAGE, PURGED, REFER, REVOKE, SEE, TAKE_BACK
from fanal.cases.referring.seen import Seen
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.passing.api import page
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Allowed
from fanal.web import api as web

_FIELDS = ("need", "told_child", "our_contact", "urgent")
_MAY = {
    "offer": REFER, "page": PAGE, "answer": ANSWER, "take_back": TAKE_BACK, "complete": COMPLETE, "revoke": REVOKE,
    "purged": PURGED,
}  # fmt: skip
_NO_YES = (State.DECLINED, State.EXPIRED)


# ---- asking ----


@web.deeds.page(REFER)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, actor: Actor, case_id: UUID, help_id: UUID) -> HttpResponse:
    """Ask the provider of a piece of help. What is kept from here is shown once more before anybody rings."""
    case = case_of(actor, case_id)
    access.ask(actor, REFER, case)
    now = web.deeds.at(request)
    context: dict[str, object] = {"case": case}
    with files.looking(actor, case_id, now) as found:
        try:
            made = seen.seen(found, help_id, {}, (), now, urgent=case.risk == "critical")
        except NotNow as why:
            return render(request, "cases/referring/ask.html", context | {"nobody": str(why)})
    form = _form(request, made, urgent=case.risk == "critical")
    if request.method == "POST" and form.is_valid():
        with web.deeds.telling(form), page.saying(adding.ADD):
            row = filled.named(_keep)(actor, (case_id, help_id), adding.filled(form), now)
            return HttpResponseRedirect(acts.url_of(row))
    context |= _shown(made, actor, now) | {"form": form, "help": words.code("service_type", made.help.said["type"])}
    return render(request, "cases/referring/ask.html", context)


def _keep(actor: Actor, where: tuple[UUID, UUID], data: dict[str, Any], now: datetime) -> Referral:
    return referring.draft(actor, *where, filled.of("referral", data), data["added"], data["request_key"], now)


def _form(request: HttpRequest, made: Seen, *, urgent: bool) -> filled.Filled:
    form = filled.form(
        lazy("See it once more before you ring"), filled.fields("referral", *_FIELDS), web.deeds.posted(request),
        held={"referral.urgent": urgent}, required=[f"referral.{name}" for name in seen.WRITTEN],
    )  # fmt: skip
    adding.ask(form, made.made.pack.stays)
    return form


def _shown(made: Seen, actor: Actor, now: datetime) -> dict[str, object]:
    return leaves.shown(made.made) | {
        "to": made.provider.name,
        "contact": made.provider.contact,
        "why_not": made.why_not,
        "allows": [*leaves.ground_until(made.made), *_checked(made)],
        "answers": figures(made.provider.pk, network.day_at(actor.org, now)),
    }


def _checked(made: Seen) -> list[str]:
    said = _("The provider is checked and has an agreement, until %(day)s")
    return [said % {"day": web.day_words(made.usable.until)}] if isinstance(made.usable, Allowed) else []


# ---- one referral ----


@web.deeds.page(SEE)
@require_safe
def referral(request: HttpRequest, actor: Actor, row_id: UUID) -> HttpResponse:
    """One referral: what may be said now, and what comes next."""
    row = referring.referral_of(actor, row_id)
    access.ask(actor, SEE, row)
    now = web.deeds.at(request)
    with files.looking(actor, row.case_id, now) as found:
        read = found.one(Referral, row.pk)
        context = _one(actor, found, read, now)
    return render(request, "cases/referring/referral.html", context)


def _one(actor: Actor, found: File, read: Read, now: datetime) -> dict[str, object]:
    row, said = read.row, read.said
    names = acts.names_of(read.row.case, [read])
    told: dict[str, object] = {
        "case": found.case,
        "row": row,
        "to": names.get(said["provider"], ""),
        "state": words.code("referral_state", row.state),
        "is": {row.state: True},
        "back": row.state in _NO_YES,
        "facts": list(_facts(read)),
        "pack": leaves.pack_facts(seen.items(said["pack"])),
        "may": {name: bool(access.may(actor, deed, row)) for name, deed in _MAY.items()},
        "due": web.due_tag(row.answer_due, now) if row.state == State.OFFERED and row.answer_due else "",
        "problem": read.unreadable,
    }
    if (last := once.newest(row)) is not None:
        told |= _page(actor, row, last, now)
    if row.state in {State.DRAFT, State.OFFERED} and not read.unreadable:
        told |= _now(actor, found, read, now)
    return told


def _page(actor: Actor, row: Referral, last: ProviderPage, now: datetime) -> dict[str, object]:
    """How the page stands that a code opens, and why they said no on it."""
    why = once.reason(actor, last, now) if row.state == State.DECLINED and last.ended_at else ""
    open_ = last.ended_at is None and now < last.ends_at
    return {
        "page_open": last if open_ else None,
        "page_over": not open_ and row.state == State.OFFERED,
        "views": web.digits(last.views) if last.views else "",
        "why_no": words.code("referral_declined", why) if why else "",
    }


def _now(actor: Actor, found: File, read: Read, now: datetime) -> dict[str, object]:
    """What would leave now."""
    try:
        made = seen.again(found, read.row, read.said, now)
    except NotNow as why:
        return {"why_not": [str(why)]}
    if seen.stored(made) != read.said["pack"]:
        return {"why_not": made.why_not or [seen.changed()]}
    hours = duties.time_to_answer(made.provider, urgent=read.row.urgent).total_seconds() / 3600
    return _shown(made, actor, now) | {"hours": web.digits(round(hours))}


def _facts(read: Read) -> Iterator[tuple[str, str]]:
    fields = filled.fields("referral", "spoken_to", "declined_because", "agreed", "outcome", "receipt")
    yield from ((words.label(one), words.told(one, read.said[one.name])) for one in fields if read.said[one.name])
