"""Programmes that two people published, as everybody reads them: only as the journal names them last."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from fanal.network import api as network
from fanal.progress.models import Cost, Measure, Point, Programme, Remark
from fanal.progress.programmes import grading, iati, measuring, programmes
from fanal.progress.programmes.kinds import PUBLIC
from fanal.progress.programmes.measuring import Shows
from fanal.progress.proved import Proved
from fanal.web import api as web

_OURS: Final = "FANAL-"
_proved: Final = Proved()


@dataclass(frozen=True, slots=True)
class Entry:
    """A programme with what was published of it."""

    row: Programme
    org: str
    beside: list[programmes.AnyPart]
    measures: list[measuring.Measure]
    graded: grading.Graded | None

    @property
    def order(self) -> tuple[int, float, str]:
        """How sure first, then the newest; never by how large an effect is."""
        at = self.row.published_at
        grade = -1 if self.graded is None else int(self.graded.grade)
        return -grade, -(at.timestamp() if at else 0), str(self.row.pk)


def every(country: str = "") -> list[Entry]:
    """All of them, or those of a country, how sure first, then the newest."""
    found = Programme.objects.filter(state__in=PUBLIC).exclude(published_at=None).select_related("org")
    rows = {row.pk: row for row in (found.filter(country=country) if country else found)}
    beside = _beside(rows.values())
    good = _proved.of(
        {pk: [row, *beside[pk]] for pk, row in rows.items()}, lambda pk: programmes.is_believed(rows[pk], beside[pk])
    )
    names = {one.pk: one.name for one in network.vouched.whole({row.org_id: row.org for row in rows.values()}.values())}
    made = [
        _entry(row, names[row.org_id], beside[pk]) for pk, row in rows.items() if pk in good and row.org_id in names
    ]
    return sorted(made, key=lambda one: one.order)


def entry(row: Programme) -> Entry | None:
    """One of them, if two people published it and it is as the last deeds left it."""
    if not programmes.is_public(row):
        return None
    beside = _beside([row])[row.pk]
    if not programmes.is_believed(row, beside):
        return None
    found = _entry(row, network.org(row.org_id).name, beside)
    return found if network.vouched.whole([row.org]) else None


def _entry(row: Programme, org: str, beside: list[programmes.AnyPart]) -> Entry:
    made = programmes.measures(beside, public=True)
    return Entry(row, org, beside, made, programmes.graded(row, made))


def _beside(rows: Iterable[Programme]) -> dict[UUID, list[programmes.AnyPart]]:
    found: dict[UUID, list[programmes.AnyPart]] = defaultdict(list)
    pks = [row.pk for row in rows]
    measures = {one.pk: one for one in Measure.objects.filter(programme__in=pks).order_by("level", "code", "pk")}
    for measure in measures.values():
        found[measure.programme_id].append(measure)
    for point in Point.objects.filter(measure__programme__in=pks).order_by("ends", "at", "pk"):
        if (measure_ := measures.get(point.measure_id)) is not None:  # one row for all its points
            point.measure = measure_
            found[measure_.programme_id].append(point)
    for table in (Cost, Remark):
        for part in table._default_manager.filter(programme__in=pks).order_by("pk"):
            found[part.programme_id].append(part)
    return found


# ---- files ----


def activity(found: Entry) -> iati.Activity:
    """As IATI takes it. An organisation that has no identifier there has one of this site; nobody writes such a one
    themselves, which may be of another."""
    row = found.row
    is_theirs = bool(row.org_ref) and not row.org_ref.upper().startswith(_OURS)
    ref = row.org_ref if is_theirs else f"{_OURS}{row.org_id.hex}"
    costs = [part for part in found.beside if isinstance(part, Cost) and part.published_at and part.named]
    funders = tuple(dict.fromkeys(part.funder for part in costs))
    assert row.published_at is not None
    return iati.Activity(
        f"{ref}-{row.pk.hex}", ref, found.org, row.title, row.approach, row.country, row.starts, row.ends, funders,
        max(at for at in (row.published_at, *(part.published_at for part in found.beside)) if at),
        tuple(found.measures),
    )  # fmt: skip


def as_iati(entries: Iterable[Entry], now: datetime) -> Iterator[bytes]:
    """The file in pieces."""
    for piece in iati.document(map(activity, entries), now, f"{web.papers.CC_BY} · {now.date().isoformat()}"):
        yield piece.encode()


_HEAD: Final = (
    "programme", "organisation", "country", "kind", "starts", "ends", "grade", "measure", "level", "unit", "arm",
    "moment", "period_start", "period_end", "state", "value", "lower", "upper", "hits", "measured", "lost", "target",
    "change", "comment",
)  # fmt: skip


def as_csv(entries: Iterable[Entry], now: datetime) -> bytes:
    """One row a measurement; what is missing is spelled out, and never 0."""
    rows = (row for one in entries for row in _rows(one))
    return web.papers.open_table(f"{web.papers.CC_BY} · {now.date().isoformat()}", _HEAD, rows)


def _lost(point: measuring.Point, seen: measuring.Shown) -> object:
    """How many were lost of a group that may be told of."""
    if point.lost is None:
        return "unknown"
    if seen.measured is None:
        return "not_told"
    return "few" if seen.lost is None else seen.lost


def _rows(found: Entry) -> Iterator[list[object]]:
    row = found.row
    grade = "not_graded" if found.graded is None else str(int(found.graded.grade))
    head: list[object] = [row.title, found.org, row.country, row.kind, row.starts, row.ends or "open", grade]
    if not found.measures:
        yield [*head, *["not_measured"] * (len(_HEAD) - len(head))]
    for measure in found.measures:
        change = measuring.change(measure)
        for point in measure.points:
            seen = measuring.shown(measure, point)
            known = seen.shows is Shows.VALUE
            values = [seen.value, seen.lower, seen.upper, seen.hits, seen.measured]
            told = ["not_told" if one is None else one for one in values] if known else [seen.shows.value] * len(values)
            lost = _lost(point, seen) if known else seen.shows.value
            yield [
                *head, measure.title, measure.level.value, measure.unit.value, point.arm.value, point.moment.value,
                point.starts, point.ends, seen.shows.value, *told, lost, point.target, change.value, point.comment,
            ]  # fmt: skip
