"""Telling an authority: whom, the note that is read first, what would be told and what stays; then one report, step by
step, and its paper."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.cases.acts import suspects
from fanal.cases.approvals import approvals
from fanal.cases.files.approving import Stand
from fanal.cases.files.desk import filled
from fanal.cases.files.files import File, Read, case_of
from fanal.cases.grounds.desk.ledger import CATEGORIES
from fanal.cases.model import inputs, words
from fanal.cases.models import Approval, Case, Report
from fanal.cases.packed import PackItem
from fanal.cases.passing_on import pack, preview
from fanal.cases.passing_on.desk import adding, leaves
from fanal.cases.reporting import policy, reporting, seen
from fanal.cases.reporting.desk.acts import url_of
from fanal.cases.reporting.seen import Second, Seen
from fanal.contacts.api import country_info
from fanal.contacts.contracts import ContactKind
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.passing.api import page
from fanal.web import api as web

_FIELDS = ("authority", "asked", "account", "our_contact", "told_child")
_MAY = {
    "note": policy.READ_NOTE, "confirm": policy.CONFIRM, "paper": policy.PAPER, "sent": policy.SENT,
    "answered": policy.ANSWERED, "take_back": policy.TAKE_BACK, "told_them": policy.TOLD_THEM,
}  # fmt: skip


# ---- preparing ----


class Whom(forms.Form):
    """Whom, and of which country."""

    to = forms.ChoiceField(label=lazy("Whom do you tell?"))

    def __init__(self, case: Case, data: Any) -> None:
        super().__init__(data, initial={"country": case.country_of_harm})
        web.offer(self, "to", [(one.value, CATEGORIES[one.value]) for one in seen.TO])
        self.fields["country"] = inputs.country((case.country_of_harm,), label=_("In which country?"))


@web.deeds.page(policy.PREPARE)
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """What an authority would be told. What is kept from here is looked at once more before it goes."""
    case = case_of(actor, case_id)
    access.ask(actor, policy.PREPARE, case)
    whom, now = Whom(case, request.GET or None), web.deeds.at(request)
    context: dict[str, object] = {"case": case, "whom": whom}
    if whom.is_valid():
        said = {"recipient": whom.cleaned_data["to"], "country": whom.cleaned_data["country"]}
        with reporting.looking(actor, case_id, now, policy.PREPARE) as found:
            made = seen.seen(found, said, (), now)
            unit = seen.unit(found, said["country"], now)
            form = _form(request, made, unit.name if unit else "")
            context |= _shown(made, said["country"], now)
            context |= {"form": form, "unit": unit, "to": CATEGORIES[said["recipient"]]}
        if request.method == "POST" and form.is_valid():
            with web.deeds.telling(form), page.saying(adding.ADD):
                data = adding.filled(form)
                data["asked"] |= {f"report.{name}": one for name, one in said.items()}
                return HttpResponseRedirect(url_of(filled.named(_keep)(actor, case_id, data, now)))
    return render(request, "cases/reporting/prepare.html", context)


def _keep(actor: Actor, case_id: UUID, data: dict[str, Any], now: datetime) -> Report:
    return reporting.prepare(actor, case_id, filled.of("report", data), data["added"], data["request_key"], now)


def _form(request: HttpRequest, made: Seen, unit: str) -> filled.Filled:
    form = filled.form(
        lazy("See it once more before it goes"), filled.fields("report", *_FIELDS), web.deeds.posted(request),
        held={"report.authority": unit}, required=[f"report.{name}" for name in reporting.NEEDED if name != "country"],
    )  # fmt: skip
    adding.ask(form, made.made.stays)
    return form


def _shown(made: Seen, country: str, now: datetime) -> dict[str, object]:
    return {
        "country": words.country(country),
        "note": seen.note_words(made.note) if made.note else "",
        "reviewed": made.note.reviewed.on if made.note else None,
        "leaves": leaves.pack_facts(made.made.leaves),
        "stays": leaves.stay_facts(made.made.stays),
        "why_not": made.why_not,
        "missing": web.listed(words.code("data_category", one) for one in made.missing),
        "second": {made.second.value: made.second is not Second.NO},
        "ring": _ring(country, now),
    }


def _ring(country: str, now: datetime) -> str:
    """Whom one rings in danger."""
    info = country_info(country)
    found = info.shown(now.date(), (ContactKind.EMERGENCY_POLICE,)) if info else ()
    return found[0].number if found else ""


# ---- one report ----


@web.deeds.page(policy.SEE)
@require_safe
def report(request: HttpRequest, actor: Actor, row_id: UUID) -> HttpResponse:
    """One report: how it stands, and what comes next."""
    row = reporting.report_of(actor, row_id)
    access.ask(actor, policy.SEE, row)
    now = web.deeds.at(request)
    with reporting.looking(actor, row.case_id, now, policy.SEE) as found:
        context = _one(actor, found, found.one(Report, row.pk), now)
    return render(request, "cases/reporting/report.html", context)


def _one(actor: Actor, found: File, read: Read, now: datetime) -> dict[str, object]:
    row, said = read.row, read.said
    live = row.state in {"draft", "ready"}
    told: dict[str, object] = {
        "case": found.case,
        "row": row,
        "to": CATEGORIES[row.recipient],
        "country": words.country(said["country"]),
        "authority": said["authority"],
        "state": words.code("report_state", row.state),
        "is": {row.state: True},
        "live": live,
        "facts": list(_facts(read)),
        "pack": leaves.pack_facts(seen.items(said)),
        "may": {name: bool(access.may(actor, deed, row)) for name, deed in _MAY.items()},
        "problem": read.unreadable,
        "confirmed": row.confirmed_by,
        "own": row.made_by_id == actor.person,
        "note_read": reporting.note_read(row, actor.person, now),
    }
    if live and not read.unreadable:
        told |= _now(actor, found, read, now)
    return told


def _now(actor: Actor, found: File, read: Read, now: datetime) -> dict[str, object]:
    """What is in the way, and whose turn it is."""
    note = seen.note_of(read.said["country"], found, now)
    where = approvals.stand(found.of_case, found.case, reporting.KIND, read.row.pk)
    waiting = Approval.objects.filter(kind=reporting.KIND, subject=read.row.pk, case=found.case, decision="").first()
    told: dict[str, object] = {
        "note": seen.note_words(note) if note else "",
        "reviewed": note.reviewed.on if note else None,
        "signed": where is Stand.APPROVED,
        "waits": where is Stand.ASKED,
        "sent_back": where is Stand.SENT_BACK,
        "sign": waiting if waiting and actor.person not in reporting.own_work(found.case, read.row.pk) else None,
        "ring": _ring(read.said["country"], now),
    }
    try:
        made = reporting.same(found, read, now)
    except NotNow as why:
        return told | {"why_not": [str(why)]}
    return told | {"second": {made.second.value: made.second is not Second.NO}}


def _facts(read: Read) -> Iterator[tuple[str, str]]:
    names = ("told_child", "handed_how", "spoken_to", "reference", "answered_on", "outcome", "answer", "told_them")
    fields = filled.fields("report", *names)
    yield from ((words.label(one), words.told(one, read.said[one.name])) for one in fields if read.said[one.name])


# ---- the paper ----


@web.deeds.page(policy.PAPER)
@require_safe
def paper(request: HttpRequest, actor: Actor, row_id: UUID) -> HttpResponse:
    """What is handed over, to print: exactly what was seen, and nothing of ours."""
    now = web.deeds.at(request)
    try:
        read = reporting.paper(actor, row_id, now)
    except NotNow as why:
        messages.error(request, why.words)
        return HttpResponseRedirect(url_of(reporting.report_of(actor, row_id)))
    row, said = read.row, read.said
    own = {one.field: one.text for one in seen.items(said) if one.field.startswith("report.")}
    context = {
        "row": row,
        "from": network.org(row.case.org_id).name,
        "to": said["authority"],
        "country": words.country(said["country"]),
        "day": network.day_at(row.case.org_id, row.sent_at or now),
        "asked": own["report.asked"],
        "account": own.get("report.account", ""),
        "contact": own["report.our_contact"],
        "sections": list(_sections(one for one in seen.items(said) if not one.field.startswith("report."))),
    }
    return render(request, "cases/reporting/paper.html", context)


_TITLES: dict[str, web.Words] = {
    "child": lazy("The child"), "act": lazy("What happened"), "contact_safety": lazy("Reaching the child"),
}  # fmt: skip


def _sections(items: Iterable[PackItem]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What is told, one act and one person at a time."""
    of: dict[tuple[str, str], list[PackItem]] = {}
    for one in items:
        entity, row = pack.field_at(one.field).entity, pack.row_of(one.field)
        of.setdefault((entity, row), []).append(one)
    numbers = leaves.numbers(one.field for held in of.values() for one in held)
    for (entity, row), held in of.items():
        title = _person(held) if entity == pack.PERSON else str(_TITLES.get(entity, _("More about the child")))
        named = f"{title} ({web.digits(numbers[row])})" if row in numbers else title
        yield named, [(words.label(pack.field_at(one.field)), preview.told(one)) for one in held]


def _person(items: Iterable[PackItem]) -> str:
    status = next((one.codes[0] for one in items if one.field.startswith(seen.STATUS) and one.codes), "")
    return suspects.word(status)
