"""Cells of a release as values of indicators. Pure.

A value is made of cells that are shown; where one that it needs is hidden, it is suppressed, and where one is missing,
there is no data. Its limits are those of the truth behind the noise, widened by Wilson's interval where the formula has
one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fanal.engines.disclosure.contracts import MISSING, TOTAL, Bundle, Cell, Protected, cell_lines
from fanal.progress.catalogue.cells import Rule
from fanal.progress.catalogue.model import Formula, Interval, Kind, Where
from fanal.progress.observations.values import WORLD, Line, cell_of, is_code, number
from fanal.progress.observations.values import Kind as Says
from fanal.vocabulary.countries import is_country

_COUNTRIES: Final = re.compile(r"Countries: ([A-Z]{2}(?:, [A-Z]{2})*)\.")
_MISSING: Final = {"no_data": Says.NO_DATA, "not_assessed": Says.NOT_ASSESSED}
"""States of a cell of which nobody knows a number; of every other that is not shown somebody does."""
_COUNTRY: Final = "country"
_KINDS: Final = frozenset({Kind.RATIO, Kind.COUNT})
_INTERVALS: Final = frozenset({Interval.NONE, Interval.WILSON, Interval.BOUNDS})

type _Row = tuple[Mapping[str, bool | str | None], Cell]
"""A cell with what it is of, field by field; None where that is not known."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """How many: as shown, and at least and at most."""

    value: int
    lower: int
    upper: int


def values(bundle: Bundle, rules: Sequence[Rule], formulas: Iterable[Formula]) -> list[tuple[Formula, list[Line]]]:
    """With each formula what the tables of a release say of it; nothing where they say none of its fields. The first
    table that says something counts."""
    where = countries(bundle)
    if bundle.classes is None or not where:
        return []
    population = bundle.classes.population
    made = []
    for formula in formulas:
        found: dict[object, Line] = {}
        for rule in rules:
            if (rule.population, rule.subject) != (population, formula.subject) or not _says(rule, formula):
                continue
            for table in bundle.tables:
                for line in _of_table(table, rule, formula, where):
                    found.setdefault(line.key, line)
        if found:
            made.append((formula, list(found.values())))
    return made


def countries(bundle: Bundle) -> tuple[str, ...]:
    """Of which countries the children are, as the signed notes say it; none where they do not, or one is unknown."""
    for note in bundle.document["notes"]:
        if said := _COUNTRIES.fullmatch(note):
            codes = tuple(said[1].split(", "))
            return codes if all(map(is_country, codes)) else ()
    return ()


def _says(rule: Rule, formula: Formula) -> bool:
    asked = formula.fields - {_COUNTRY}
    return formula.kind in _KINDS and formula.interval in _INTERVALS and asked <= {*rule.every, *rule.fields}


def _period(table: Protected) -> str:
    """The year or two years of a table; empty where it is of more, or of years apart."""
    years = sorted(table.spec.cohorts)
    if len(years) == 1:
        return str(years[0])
    return f"{years[0]}/{years[1]}" if len(years) == 2 and years[1] == years[0] + 1 else ""


def _of_table(table: Protected, rule: Rule, formula: Formula, where: Sequence[str]) -> Iterator[Line]:
    """The values of one table, one a group."""
    period, spec = _period(table), table.spec
    asked = [name for name in formula.fields if name in rule.fields]
    needed = {rule.fields[name].variable for name in asked}
    there = {*spec.rows, *spec.columns}
    if not period or spec.where or spec.bound != 1 or not needed <= there:
        return
    groups: dict[tuple[tuple[str, str], ...], list[_Row]] = defaultdict(list)
    for line in cell_lines(table):
        group = _group(line.codes, rule, needed)
        if group is None:
            continue
        fields: dict[str, bool | str | None] = dict(rule.every)
        fields |= {name: rule.fields[name].codes.get(line.codes[rule.fields[name].variable]) for name in asked}
        by = [(name, str(fields[name])) for name in formula.by if name in rule.fields]
        if all(fields[name] is not None for name, _said in by) and _may_hold(fields, formula.where):
            groups[*sorted([*group, *by])].append((fields, line.cell))
    territory, beside = (where[0], ()) if len(where) == 1 else (WORLD, (("countries", " ".join(where)),))
    for said, rows in sorted(groups.items()):
        yield _made(formula, rows, territory, period, cell_of(dict([*said, *beside])))


def _group(codes: Mapping[str, str], rule: Rule, needed: set[str]) -> list[tuple[str, str]] | None:
    """Of which group a cell is; None where it is a sum over what is asked, or of something that no group is made of."""
    named = {variable: name for name, variable in rule.groups.items()}
    group = []
    for variable, code in codes.items():
        if variable in needed:
            if code == TOTAL:
                return None
        elif code != TOTAL:
            if variable not in named or code == MISSING or not is_code(code):
                return None
            group.append((named[variable], code))
    return group


def _may_hold(fields: Mapping[str, bool | str | None], where: Where) -> bool:
    return all(_holds(fields.get(name), term) for name, term in where.items())


def _holds(said: bool | str | None, term: object) -> bool:
    return said in term if isinstance(term, tuple) else said == term


def _made(formula: Formula, rows: Sequence[_Row], territory: str, period: str, cell: str) -> Line:
    """A value of rows of which the conditions of the whole hold. Those of which nobody knows the rest are left out."""
    known = [row for row in rows if all(row[0][name] is not None for name in (*formula.added, *formula.lost))]
    states = {one.state for _fields, one in known}
    if states - {"shown", *_MISSING}:
        return Line(territory, period, Says.SUPPRESSED, cell=cell)
    if not known or states != {"shown"}:
        missing = _MISSING["not_assessed" if states == {"not_assessed"} else "no_data"]
        return Line(territory, period, missing, cell=cell)
    whole = _sum(known)
    if formula.kind is Kind.COUNT:
        return _line(territory, period, (whole.value, whole.lower, whole.upper), whole.value, cell)
    part = _sum(row for row in known if _may_hold(row[0], formula.added))
    rest = _sum(row for row in known if not _may_hold(row[0], formula.added))
    lost = _sum(row for row in known if formula.lost and _may_hold(row[0], formula.lost))
    said = _share(formula, part, rest, lost)
    if said is None:
        return Line(territory, period, Says.NO_DATA, n=whole.value, cell=cell)
    return _line(territory, period, said, whole.value, cell)


def _line(territory: str, period: str, said: tuple[float, float, float], n: int, cell: str) -> Line:
    value, lower, upper = map(number, said)
    return Line(territory, period, Says.VALUE, value, lower, upper, n, cell)


def _sum(rows: Iterable[_Row]) -> _Sum:
    cells = [cell for _fields, cell in rows]
    return _Sum(*(sum(max(getattr(one, name) or 0, 0) for one in cells) for name in ("value", "lower", "upper")))


def _share(formula: Formula, part: _Sum, rest: _Sum, lost: _Sum) -> tuple[float, float, float] | None:
    """The share and its limits; None where there is nobody to divide by."""
    of, scale = part.value + rest.value, formula.scale
    least, most = (part.lower, part.lower + rest.upper), (part.upper, part.upper + rest.lower)
    if formula.interval is Interval.BOUNDS:
        seen, least_seen = of - lost.value, part.upper + max(rest.lower - lost.upper, 0)
        if seen <= 0 or not least[1]:
            return None
        upper = part.upper / least_seen if least_seen else 1.0
        return scale * part.value / seen, scale * least[0] / least[1], scale * min(upper, 1.0)
    if not of or not least[1] or not most[1]:
        return None
    if formula.interval is Interval.NONE:
        return scale * part.value / of, scale * least[0] / least[1], scale * most[0] / most[1]
    from fanal.engines import intervals  # brings NumPy with it

    low, high = intervals.share(*least).lower, intervals.share(*most).upper
    return scale * part.value / of, scale * low, scale * high
