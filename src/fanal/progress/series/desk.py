"""The pages of those who bring series in: what is here and what is old, one reading of a series, and its deeds."""

import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import NotNow, may, visible
from fanal.justice import api as justice
from fanal.network.contracts import Actor
from fanal.progress.catalogue import catalogue
from fanal.progress.models import Vintage
from fanal.progress.numbers import words
from fanal.progress.observations import counting, observations
from fanal.progress.observations.policy import CONFIRM, DROP, IMPORT, PROPOSE, WITHDRAWN
from fanal.progress.observations.values import Line, Origin, State
from fanal.progress.policy import READ
from fanal.progress.releases import taking
from fanal.progress.series import importing, tables
from fanal.web import api as web

GAPS: Final = "L03"
"""Acts that no country can prosecute: no row is ever kept of it here."""
STATES = {
    State.DESCRIBED: (lazy("its table is not here yet"), "soon"),
    State.READ: (lazy("read in by a command; nobody looked at it"), "soon"),
    State.PROPOSED: (lazy("waits for a second person"), "soon"),
    State.KNOWN: (lazy("known"), "ok"),
    State.DROPPED: (lazy("dropped"), ""),
}


def url_of(row: Vintage) -> str:
    """The page of one reading of a series."""
    return reverse("progress:vintage", args=[row.pk])


class Mapping(web.Page):
    """Which column is what, and where the series comes from."""

    text = web.Text(
        label=lazy("The map"),
        max_length=importing.MOST_MAP,
        rows=18,
        help_text=lazy("Which column of the table is what, where it comes from, under which licence."),
        strip=False,
    )
    buttons = (web.Button(lazy("Go on to the table")),)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"text": EXAMPLE})


def _came_to(row: Vintage) -> list[tuple[str, object]]:
    """What its table came to; nothing of a release, which has its own page."""
    return [*tables.facts(tables.told(row.report))] if row.report else []


class Because(web.Page):
    """Where it was read that a release is withdrawn."""

    reason = web.StaffText(
        label=lazy("Where does it say so, and why?"), help_text=lazy("No names of persons."), max_length=300, rows=3,
        error_messages={"required": lazy("Write where it says so, and why. Everybody may read this.")},
    )  # fmt: skip
    buttons = (web.Button(lazy("It was withdrawn")),)


EXAMPLE = """schema: fanal.progress.map/1
indicator: V01
version: 1
territory: {column: country, codes: alpha3}
period: year
value: value
unit: "%"
missing: [".."]
source: {title: "", publisher: "", address: "https://", licence: "", shared: false, read_on: 2026-01-01}
"""
SERIES = web.below(lazy("Numbers"), "progress:numbers", guards=True)
SERIES_ACTS = {
    "new_series": web.Act(
        deed=IMPORT,
        title=lazy("A series from elsewhere"),
        lede=lazy("First what it is and where it comes from, then its table. A second person confirms its values."),
        form=lambda request, _actor, _none: Mapping(web.deeds.posted(request)),
        call=lambda actor, _none, data, now: importing.describe(actor, data["text"], now),
        leads=lambda made: reverse("progress:series_in", args=[made.pk]),
        slug="new",
    ),
}
VINTAGES = web.Things(find=importing.vintage, url=url_of, back=lambda row: row.title)
VINTAGE_ACTS = {
    "propose_series": web.Act(
        deed=PROPOSE,
        title=lazy("Propose these values"),
        lede=lazy("You looked at where they come from, and at what differs from before."),
        facts=_came_to,
        button=lazy("Propose them"),
        call=web.plain(importing.propose),
        done=lazy("A second person confirms them."),
        slug="propose",
    ),
    "confirm_series": web.Act(
        deed=CONFIRM,
        title=lazy("Confirm these values"),
        lede=lazy("From now on they are known. What everybody may read stands on public pages."),
        facts=_came_to,
        button=lazy("Confirm them"),
        call=web.plain(importing.confirm),
        done=lazy("They are known."),
        slug="confirm",
    ),
    "withdraw_release": web.Act(
        deed=WITHDRAWN,
        title=lazy("It was withdrawn"),
        lede=lazy("Whoever published it says so. At once: its values stay, with that mark; who cites it looks again."),
        form=lambda request, _actor, _row: Because(web.deeds.posted(request)),
        call=lambda actor, row, data, now: taking.withdraw(actor, row.pk, data["reason"], now),
        done=lazy("Every reader sees it from now on."),
        slug="withdraw",
    ),
    "drop_series": web.Act(
        deed=DROP,
        title=lazy("Drop this reading"),
        lede=lazy("Its values go. That it was here stays in the journal."),
        button=lazy("Drop it"),
        call=web.plain(importing.drop),
        done=lazy("Dropped."),
        slug="drop",
    ),
}
_WHEN = {State.DESCRIBED: ("drop_series",), State.READ: ("propose_series", "drop_series")}
_WHEN |= {State.PROPOSED: ("confirm_series", "drop_series")}


def _acts(actor: Actor, row: Vintage) -> tuple[str, ...]:
    """What can be done with it: with values of a release on the page of the release alone."""
    if row.withdrawn_on is not None or (row.release and row.indicator):
        return ()
    if row.release and row.state == State.KNOWN:
        return ("withdraw_release",) if taking.answers_for(actor, row) else ()
    return _WHEN.get(State(row.state), ())


def _kind(row: Vintage) -> web.tables.Kind:
    if row.state != State.DESCRIBED:
        raise NotNow(_("The table of this series is here already."))
    today = timezone.now().date()
    return tables.kind(importing.mapped(row.mapping["text"], today), today)


def _take(actor: Actor, row: Vintage, taken: web.tables.Taken, _key: UUID, now: datetime) -> object:
    if taken.refused:
        words = _("%(count)s rows cannot be kept, so none is. Mend them in the table, or list them in the map.")
        raise NotNow(words % {"count": web.digits(taken.refused)})
    made = json.loads(taken.made)
    return importing.take(actor, row.pk, json.dumps(made["lines"]).encode(), tables.told(made["report"]), now)


TABLE_IN = web.tables.TableIn(
    deed=PROPOSE,
    address="progress:series_in",
    find=importing.vintage,
    kind=_kind,
    take=_take,
    url=url_of,
    back=lambda row: row.title,
    title=lazy("The table of the series"),
    done=lazy("The values wait for a second person"),
    seal=lazy("Those who do the work of this room can read it; places below a country your organisation alone."),
    hint=lazy("Its columns have the names that stand in the map."),
)


@web.deeds.page(READ)
@require_GET
def numbers(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Each indicator: for how many countries it has a value, how many of them are old; and what waits."""
    today = web.deeds.at(request).date()
    held = observations.coverage()
    rows = []
    for one in catalogue.shipped().indicators.values():
        known = held.get(one.id, {})
        old = sum(observations.is_old(one, period, today) for period in known.values())
        cells = [one.id, one.name, web.digits(len(known)), web.digits(old), _whence(one.id)]
        rows.append({"cells": cells, "url": reverse("progress:number", args=[one.id]), "open": one.name})
    open_ = visible(actor, Vintage.objects.all()).exclude(state__in=[State.KNOWN, State.DROPPED])
    waiting = open_.filter(Q(release="") | Q(indicator="")).order_by("made_at")
    releases = visible(actor, Vintage.objects.all()).filter(origin=Origin.RELEASE, indicator="", state=State.KNOWN)
    context = {
        "rows": rows,
        "columns": [_("Code"), _("Indicator"), _("Countries with a value"), _("Of them old"), _("Values")],
        "waiting": [_row(row) for row in observations.believed(waiting).values()],
        "waiting_columns": [_("Series"), _("Indicator"), _("Read on"), _("State")],
        "releases": [_row(row) for row in observations.believed(releases.order_by("-read_on")[:100]).values()],
        "release_columns": [_("Release"), _("Number"), _("Published"), _("State")],
        "new": reverse("progress:new_series") if may(actor, IMPORT) else "",
    }
    return render(request, "progress/series/numbers.html", context)


def _whence(code: str) -> str:
    """Where values of an indicator come from, and whether its room is here."""
    held = catalogue.shipped().formulas.get(code, ())
    subject = held[-1].subject if held else ""
    room = subject.partition(".")[0]
    if room == "release":
        return _("of releases")
    if not subject:
        return _("imported or assessed")
    if not counting.is_here(subject):
        return _("the room is not here")
    return _("counted here") if subject in counting.COUNTS else _("not counted yet")


def _row(row: Vintage) -> dict[str, Any]:
    cells = [row.title, row.indicator or row.release, web.day_words(row.read_on), _tag(row)]
    return {"cells": cells, "url": url_of(row), "open": row.title}


def _tag(row: Vintage) -> SafeString:
    """How far it is, in a word."""
    if row.withdrawn_on is not None:
        return web.tag(_("withdrawn"), "late")
    return web.tag(*STATES[State(row.state)])


@web.deeds.page(READ)
@require_GET
def number(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """All values of one indicator that are known, and the readings they are of."""
    indicator = importing.indicator(code)
    today = web.deeds.at(request).date()
    found = observations.newest(observations.of_staff(code, actor.org))
    readings = visible(actor, Vintage.objects.all())
    held = observations.believed(readings.filter(indicator=code).order_by("-made_at")[:100])
    context = {
        **_gaps(code, actor, web.deeds.at(request)),
        "indicator": indicator,
        "url": reverse("progress:numbers"),
        "rows": [{"cells": _cells(one, today)} for one in found],
        "columns": [_("Territory"), _("Group"), _("Period"), _("Value"), _("Source")],
        "readings": [_row(row) for row in held.values()],
        "reading_columns": [_("Series"), _("Indicator"), _("Read on"), _("State")],
    }
    return render(request, "progress/series/number.html", context)


def _where(one: Line) -> list[str]:
    """Of what a value is that was brought in."""
    return [one.territory, one.place, one.period, words.group(one.cell)]


def _gaps(code: str, actor: Actor, now: datetime) -> dict[str, Any]:
    """What falls through in countries of one's own, for holders of `law.gaps`: told at each look, kept nowhere."""
    if code != GAPS:
        return {}
    try:
        found = justice.gap_shares(actor, now)
    except NotNow as why:
        return {"limit": why.words}
    rows = [
        {"cells": [one.country, one.words, web.day_words(one.as_of) if one.as_of else ""], "url": one.url,
         "open": one.country}
        for one in found
    ]  # fmt: skip
    return {"gaps": rows, "gap_columns": [_("Country"), _("Falls through"), _("Counted on")]}


def _cells(one: observations.Number, today: Any) -> list[object]:
    """A value as a table of staff has it."""
    return [
        " ".join(filter(None, (words.territory(one.territory), one.place))), words.group(one.cell), one.period,
        words.told(one, today), one.source.title,
    ]  # fmt: skip


@web.deeds.page(READ)
@require_GET
def vintage(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One reading of a series: where it comes from, what it came to, its first values."""
    row = importing.vintage(actor, pk)
    is_believed = row.pk in observations.believed([row])
    acts = [name for name in _acts(actor, row) if may(actor, VINTAGE_ACTS[name].deed, row)]
    facts = [
        (_("Release"), row.release), (_("Withdrawn"), row.mapping.get("reason", "") if row.withdrawn_on else ""),
        (_("Indicator"), row.indicator), (_("Published by"), row.publisher), (_("Address"), row.address),
        (_("Licence"), row.licence),
        (_("Others may have it"), _("Yes") if row.shared else _("No: value and link alone")),
        (_("Published") if row.release else _("Read on"), web.day_words(row.read_on)),
    ]  # fmt: skip
    context = {
        "row": row,
        "url": reverse("progress:numbers"),
        "believed": is_believed,
        "tag": _tag(row),
        "parts": [_row(one) for one in importing.parts_of(row)] if row.release and not row.indicator else [],
        "part_columns": [_("Series"), _("Indicator"), _("Published"), _("State")],
        "facts": [one for one in facts if one[1]],
        "report": _came_to(row),
        "table": reverse("progress:series_in", args=[row.pk]) if row.state == State.DESCRIBED else "",
        "buttons": [
            {"url": reverse(f"progress:{name}", args=[row.pk]), "label": VINTAGE_ACTS[name].title} for name in acts
        ],
        "rows": [
            {"cells": [*_where(one), tables.amount(one.value or one.kind)]} for one in importing.lines(row, actor)
        ],
        "columns": [_("Territory"), _("Place"), _("Period"), _("Group"), _("Value")],
    }
    return render(request, "progress/series/vintage.html", context)
