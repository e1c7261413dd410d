"""The fees of a year over all companies, for whoever keeps the books of a programme: what is due, waived, paid. Nothing
here pays, and no bank is named."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from fanal.access.api import stated, visible
from fanal.journal import api as journal
from fanal.network.api import trusted
from fanal.network.contracts import Actor
from fanal.tourism.desk.acts import url_of
from fanal.tourism.membership.flow import Move
from fanal.tourism.membership.policy import WAIVE, deed_of
from fanal.tourism.models import FeeRecord
from fanal.tourism.policy import OFFICE_READ, TAKE_FEES
from fanal.tourism.said import programme_name
from fanal.tourism.words import FEES, price
from fanal.web import api as web
from fanal.web.api import papers

_DEEDS = (deed_of(Move.INVOICE), WAIVE, deed_of(Move.PAY))
"""What names a fee."""
_FORMS = (papers.Form.CSV, papers.Form.XLSX)


class Find(forms.Form):
    """The year, and where the fee stands. Both stand in the address."""

    year = web.Narrow(label=lazy("Year"))
    state = web.Narrow(label=lazy("State"))


@dataclass(frozen=True, slots=True)
class Line:
    """A fee, and whether it is as a deed left it: whoever writes to the database pays for nobody."""

    row: FeeRecord
    is_believed: bool


def lines(actor: Actor, year: int, state: str = "") -> list[Line]:
    """The fees of a year that somebody sees, by company."""
    found = visible(actor, FeeRecord.objects.filter(year=year)).select_related("membership__org")
    rows = list(found.filter(state=state) if state else found)
    rows.sort(key=lambda one: (one.membership.org.name.casefold(), one.membership.programme))
    told = journal.told_of({one.membership_id for one in rows}, _DEEDS, trusted.Signers())
    return [Line(one, stated.is_as_told(one, told[one.membership_id]) is True) for one in rows]


def sums(found: Iterable[Line]) -> list[tuple[str, str]]:
    """By state, how many fees there are and what they come to, a currency at a time. What was changed counts
    nowhere."""
    good = [one.row for one in found if one.is_believed]
    told = []
    for state, label in FEES.items():
        money: Counter[str] = Counter()
        rows = [row for row in good if row.state == state]
        for row in rows:
            money[row.currency] += int(row.amount)
        if rows:
            told.append(
                (str(label), web.dots(web.digits(len(rows)), *(price(money[one], one) for one in sorted(money))))
            )
    return told


@web.deeds.page(OFFICE_READ)
@require_GET
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The fees of a year, with what they come to."""
    form, year, state = _asked(request.GET, actor, web.deeds.at(request))
    found = lines(actor, year, state)
    here = f"{reverse('travel:fees')}?{urlencode({'year': year, 'state': state})}"
    shown, first, following = web.paged(request, here, found)
    several = len({one.row.membership.programme for one in found}) > 1
    context = {
        "form": form,
        "year": year,
        "state": state,
        "facts": sums(found),
        "columns": [_("Company"), *([_("Programme")] if several else []), *_columns()[2:]],
        "rows": [
            {"cells": _cells(one, several=several), "url": url_of(one.row.membership),
             "open": one.row.membership.org.name}
            for one in shown
        ],
        "first": first,
        "following": following,
    }  # fmt: skip
    return render(request, "tourism/desk/fees.html", context)


@web.deeds.page(TAKE_FEES)
@require_POST
@transaction.atomic
def take(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same list as a file. The journal has that it was taken."""
    _form, year, state = _asked(request.POST, actor, web.deeds.at(request))
    now: datetime = web.deeds.at(request)
    form = papers.form_of(request.POST.get("form", ""), _FORMS)
    found = lines(actor, year, state)
    table = papers.Table(
        _("Fees of %(year)s") % {"year": year},
        [*_columns(), _("Currency"), _("On"), _("Reason")],
        [_row(one) for one in found],
        f"{actor.org_name} · {now.date().isoformat()}",
        web.spoken(),
        [f"{label}: {told}" for label, told in sums(found)],
    )
    content = papers.made(table, form)
    journal.write(actor.org, actor.signatory(), TAKE_FEES, at=now, purpose=str(year))
    return papers.answer(content, form, f"fees-{year}")


def _asked(said: QueryDict, actor: Actor, now: datetime) -> tuple[Find, int, str]:
    """What the list is narrowed to. The year is this one, where none is named that has a fee."""
    years = visible(actor, FeeRecord.objects.order_by()).values_list("year", flat=True).distinct()
    form = Find({"year": said.get("year") or str(now.year), "state": said.get("state", "")})
    form.fields["year"].choices = [(str(year), str(year)) for year in sorted({*years, now.year}, reverse=True)]  # type: ignore[attr-defined]
    form.fields["state"].choices = [("", _("All fees")), *FEES.items()]  # type: ignore[attr-defined]
    form.is_valid()
    return form, int(form.cleaned_data["year"] or now.year), form.cleaned_data["state"]


def _columns() -> list[str]:
    return [_("Company"), _("Programme"), _("Fee"), _("State"), _("Reference")]


def _state(one: Line) -> str:
    return str(FEES[one.row.state]) if one.is_believed else _("somebody changed it")


def _cells(one: Line, *, several: bool) -> list[Any]:
    row = one.row
    kind = {"due": "soon", "paid": "ok"}.get(row.state, "") if one.is_believed else "danger"
    told = _("%(state)s, %(day)s") % {"state": _state(one), "day": web.day_words(row.on)}
    return [
        row.membership.org.name, *([programme_name(row.membership.programme)] if several else []),
        price(row.amount, row.currency), web.tag(told, kind), row.reference or row.reason,
    ]  # fmt: skip


def _row(one: Line) -> list[str]:
    """Plain values, which a program of the books reads: an amount without its currency, a day as ISO writes it."""
    row = one.row
    return [
        row.membership.org.name, str(programme_name(row.membership.programme)), str(row.amount), _state(one),
        row.reference, row.currency, row.on.isoformat(), row.reason,
    ]  # fmt: skip
