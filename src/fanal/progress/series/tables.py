"""A table of a series that somebody pastes or picks (`web.tables`): its columns are those of the map, its rows are read
as the command reads them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Final

from django.utils.translation import gettext as _

from fanal.progress.numbers import words
from fanal.progress.observations.values import Kind
from fanal.progress.series import importing
from fanal.progress.series.checking import SUBGROUPS, Wrong
from fanal.progress.series.maps import Map
from fanal.progress.series.reports import Problem, Report
from fanal.web import api as web

TOLD: Final = 20
"""So many of a kind are named; of more, how many there are."""


class Reading:
    """The values of a table, in memory, and what it came to."""

    def __init__(self, found: Map, today: date) -> None:
        self._map, self._reader = found, importing.reader(found, today)
        self._lines: list[tuple[object, ...]] = []
        self._ended = False

    def take(self, rows: Sequence[web.tables.Row]) -> None:
        """One value a row."""
        for row in rows:
            cells = {name: row.value(name) or "" for name in self._map.columns}
            try:
                made = self._reader.accept(0, cells)
            except Wrong as wrong:
                raise web.tables.Wrong(_(wrong.words), wrong.column) from None
            if made is not None:
                self._lines.append(astuple(made))

    def facts(self) -> list[tuple[str, str]]:
        """What the rows came to."""
        return facts(self._report())

    def kept(self) -> bytes:
        """The values; nothing where the groups of one territory do not fit their whole."""
        report = self._report()
        if report.refused or not self._lines:
            return b""
        return json.dumps({"lines": self._lines, "report": asdict(report)}).encode()

    def _report(self) -> Report:
        if not self._ended:
            self._reader.end()
            self._ended = True
        return self._reader.report


def facts(report: Report) -> list[tuple[str, str]]:
    """What a table came to, for whoever decides."""
    found = [
        (_("Values"), web.digits(report.taken - report.missing - report.suppressed)),
        (_("No data"), web.digits(report.missing)),
        (_("Known and not told"), web.digits(report.suppressed)),
        (_("Territories"), web.digits(report.territories)),
        (_("Left out"), web.digits(report.left_out)),
    ]
    if report.changed_count:
        found.append((_("Differ much from what was known"), _those(report.changed_count, report.changed)))
    if report.revised_count:
        found.append((_("Other values than those known"), _those(report.revised_count, map(_revised, report.revised))))
    if report.zeros_count:
        hint = _("Where a value is missing, 0 is wrong: then drop this, and write what is missing as the map says.")
        found.append((_("Zeros"), f"{_those(report.zeros_count, report.zeros)}. {hint}"))
    if report.absent:
        found.append((_("Known before and not here"), web.listed(report.absent[:60])))
    if any(one.words == SUBGROUPS for one in report.problems):
        count = sum(one.words == SUBGROUPS for one in report.problems)
        found.append((_("Cannot be"), f"{web.digits(count)}: {_(SUBGROUPS)}"))
    return found


def _those(count: int, which: Iterable[str]) -> str:
    """How many, and the first of them."""
    said = {"count": web.digits(count), "which": web.listed(islice(which, TOLD))}
    return _("%(count)s: %(which)s") % said if said["which"] else said["count"]


def _revised(one: Sequence[str]) -> str:
    where, before, now = one
    said = {"where": where, "before": amount(before), "now": amount(now)}
    return _("%(where)s %(now)s (known: %(before)s)") % said


def amount(text: str) -> str:
    """A value as it is kept, or the kind that stands in its place, as people read it."""
    return str(words.KINDS[Kind(text)]) if text in set(Kind) else words.plain(Decimal(text))


def told(held: dict[str, object]) -> Report:
    """A report as it was kept."""
    made = Report(**{name: value for name, value in held.items() if name != "problems"})  # type: ignore[arg-type]
    made.problems = [Problem(**one) for one in held.get("problems", [])]  # type: ignore[attr-defined]
    return made


def kind(found: Map, today: date) -> web.tables.Kind:
    """The kind of a table of this map."""
    columns = tuple(web.tables.Column(name) for name in found.columns)
    return web.tables.Kind(name="progress.series", columns=columns, reading=lambda: Reading(found, today), fixed=True)
