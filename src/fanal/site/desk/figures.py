"""The work of the house in numbers, for whoever leads it: week by week, as picture and table, and to take along.

From the clocks alone: no content, nobody's name. What is taken out of the house says "fewer than 10" for small numbers.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from fanal.access.api import NotHere, staff
from fanal.clocks import weekly
from fanal.clocks.contracts import Target
from fanal.clocks.weekly import Week, Whose
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from fanal.site.desk.agenda import named
from fanal.web import api as web
from fanal.web.api import papers
from fanal.web.figures import Figure, figures

SEE, TAKE = "desk.figures", "desk.take_figures"
WEEKS = 13
LEAST = 10
"""Below it no number leaves the house."""
_ALONE = Target.role(Role.SAFEGUARDING_LEAD)
_WIDTH, _HEIGHT = 26, 60
"""Of one week in the picture, in units of its `viewBox`."""


class Filter(forms.Form):
    """Of which team, or whoever the work falls to."""

    team = web.Narrow(label=gettext_lazy("Whose work"))

    def __init__(self, owners: Sequence[Target], data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        web.offer(self, "team", [("", _("everybody’s")), *((str(one), named(one)) for one in owners)])


def _whose(actor: Actor, figure: Figure, owner: Target | None = None) -> Whose:
    """What concerns our own people is the safeguarding lead's alone, also as a number."""
    but = () if actor.has(Role.SAFEGUARDING_LEAD) else (_ALONE,)
    if figure.subjects is not None:
        return Whose(figure.kinds, subjects=figure.subjects(actor))
    return Whose(figure.kinds, org=actor.org, but=but, owner=owner)


@staff(SEE)
@require_GET
def all_figures(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every kind of work of the last weeks."""
    today = web.deeds.at(request).date()
    ours = [one for one in figures() if one.subjects is None]
    owners = sorted({to for one in ours for to in weekly.owners(_whose(actor, one), today, WEEKS)}, key=str)
    form = Filter(owners, request.GET)
    chosen = form.cleaned_data.get("team", "") if form.is_valid() else ""
    owner = Target.parse(chosen) if chosen else None
    shown = [
        _shown(one, weekly.weeks(_whose(actor, one, owner), today, WEEKS), chosen)
        for one in figures()
        if owner is None or one.subjects is None
    ]
    keys = [("came", _("Came")), ("done", _("Done")), ("waiting", _("Waiting at the end of the week"))]
    context = {"form": form, "figures": shown, "columns": _columns(), "weeks": web.digits(WEEKS), "keys": keys}
    return render(request, "desk/figures.html", context)


def _shown(figure: Figure, weeks: Sequence[Week], team: str) -> dict[str, Any]:
    return {
        "code": figure.code,
        "title": figure.title,
        "team": team,
        "bars": _bars(weeks),
        "width": _WIDTH * len(weeks),
        "top": web.digits(_height(weeks)),
        "rows": [{"cells": _cells(week)} for week in reversed(weeks)],
        "any": any(week.came or week.waiting or week.done for week in weeks),
    }


def _columns() -> list[str]:
    return [_("Week from"), _("Came"), _("Done"), _("Became late"), _("Waiting"), _("Days until done (middle)")]


def _counts(week: Week) -> tuple[int, ...]:
    return week.came, week.done, week.late, week.waiting


def _cells(week: Week, least: int = 0, of_each: Sequence[Week] = ()) -> list[str]:
    """`of_each`: the same week of each team. Where one of them is below `least` none is said: what is left of
    everybody's number would be that one."""
    hidden = _("fewer than {n}").format(n=web.digits(least))
    small = [any(0 < one < least for one in column) for column in zip(*map(_counts, of_each), strict=True)]
    counts = [
        hidden if one < least or (small and small[at]) else web.digits(one) for at, one in enumerate(_counts(week))
    ]
    days = "" if week.days is None or hidden == counts[1] else number_format(week.days)
    return [web.day_words(week.monday), *counts, days or "–"]


def _height(weeks: Sequence[Week]) -> int:
    return max([1, *(max(week.came, week.done, week.waiting) for week in weeks)])


def _bars(weeks: Sequence[Week]) -> list[dict[str, object]]:
    """For each week three bars: came, done, waiting."""
    top = _height(weeks)

    def bar(at: int, place: int, count: int, kind: str) -> dict[str, object]:
        height = round(_HEIGHT * count / top, 1)
        return {"x": at * _WIDTH + 2 + 7 * place, "y": _HEIGHT - height, "height": height, "kind": kind}

    return [
        drawn
        for at, week in enumerate(weeks)
        for drawn in (
            bar(at, 0, week.came, "came"),
            bar(at, 1, week.done, "done"),
            bar(at, 2, week.waiting, "waiting"),
        )
    ]


@staff(TAKE)
@require_POST
def take(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One table as a file. The journal has that it was taken."""
    figure = next((one for one in figures() if one.code == code), None)
    if figure is None:
        raise NotHere
    now: datetime = web.deeds.at(request)
    form = papers.form_of(request.POST.get("form", ""))
    content = papers.made(_table(actor, figure, request.POST.get("team", ""), now), form)
    journal.write(actor.org, actor.signatory(), TAKE, at=now, purpose=code)
    return papers.answer(content, form, f"work-{now.date().isoformat()}")


def _table(actor: Actor, figure: Figure, team: str, now: datetime) -> papers.Table:
    def weeks_of(owner: Target | None) -> list[Week]:
        whose = _whose(actor, figure, owner)
        # Our own people are in no number of everybody's that leaves the house: two such files would tell it.
        return weekly.weeks(whose if owner == _ALONE else replace(whose, but=(_ALONE,)), now.date(), WEEKS)

    owners = {str(one): one for one in weekly.owners(_whose(actor, figure), now.date(), WEEKS)}
    weeks = weeks_of(owners.get(team))
    each = [weeks_of(one) for one in owners.values()] if team in owners else []
    whose = named(owners[team]) if team in owners else _("everybody’s")
    return papers.Table(
        title=str(figure.title),
        columns=_columns(),
        rows=[_cells(week, LEAST, [one[at] for one in each]) for at, week in enumerate(weeks)],
        mark=f"{network.org(actor.org).name} · {now.date().isoformat()}",
        language=web.spoken(),
        notes=[
            _("Whose work: {who}").format(who=whose),
            _("Numbers below {n} do not leave the house. What was erased since is not counted.").format(
                n=web.digits(LEAST)
            ),
        ],
    )
