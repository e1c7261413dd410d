"""Values as they are known on a day: the door of this folder to pages, boards and exports.

Of one thing that several vintages say something of, the newest that was known counts. What somebody wrote into the
database otherwise is not shown: the journal names each vintage with a hash of the values of each territory.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q

from fanal.access.api import stated
from fanal.journal import api as journal
from fanal.network.api import trusted
from fanal.progress.catalogue import catalogue
from fanal.progress.catalogue.model import Indicator, Publication
from fanal.progress.models import Observation, Vintage
from fanal.progress.observations.policy import DEEDS
from fanal.progress.observations.values import Kind, Line, Origin, State, digests, ends
from fanal.vocabulary.dates import months_later

LEAST_IN_ARM: Final = 30
"""`release_n30`: so many people at least."""
_OF_ITS_VINTAGE: Final = Q(indicator=F("vintage__indicator"), version=F("vintage__version"))
"""The journal names of which indicator a vintage is: a row that says otherwise is none of ours."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from. `shared`: its licence lets others have it; `release`: the one that holds it,
    `here`: it was published on this site, `withdrawn_on`: since when that counts no more."""

    vintage: UUID
    origin: Origin
    title: str
    publisher: str
    address: str
    licence: str
    shared: bool
    read_on: date
    known_at: datetime
    release: str
    here: bool
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True)
class Number:
    """One value as it is known. `id`: by which an assessment cites it."""

    id: int
    indicator: Indicator
    version: int
    territory: str
    place: str
    period: str
    cell: str
    kind: Kind
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    n: int | None
    source: Source

    @property
    def may_leave(self) -> bool:
        """Whether its value may be handed on: others are shown with a link to where they stand."""
        return self.source.shared or self.source.origin is not Origin.IMPORTED

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it: never what is below a country, never what members know without a release."""
        if self.place:
            return False
        match self.indicator.publication:
            case Publication.PUBLIC:
                return True
            case Publication.RELEASE:
                return self.source.origin is Origin.RELEASE
            case Publication.RELEASE_N30:
                return self.source.origin is Origin.RELEASE and (self.n or 0) >= LEAST_IN_ARM
        return False


def of_country(territory: str, known_on: datetime | None = None) -> list[Number]:
    """All that everybody may read of a country, by indicator and period, the newest first."""
    rows = Observation.objects.filter(territory=territory)
    found = [one for one in _read(rows, known_on) if one.is_public]
    found.sort(key=lambda one: (one.cell, one.version))
    found.sort(key=lambda one: ends(one.period), reverse=True)
    return sorted(found, key=lambda one: one.indicator.id)


def coverage(*, public: bool = False) -> dict[str, dict[str, str]]:
    """By indicator the last period with a value of each territory: for an overview, which reads no value itself.
    `public`: only of what everybody may read."""
    known = believed(Vintage.objects.filter(state=State.KNOWN))
    rows = Observation.objects.filter(_OF_ITS_VINTAGE, vintage__in=list(known), place="", kind=Kind.VALUE)
    if public:
        rows = rows.filter(_public())
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for code, territory, period in rows.order_by().values_list("indicator", "territory", "period").distinct():
        if ends(period) > ends(found[code].get(territory, "")):
            found[code][territory] = period
    return found


def _public() -> Q:
    """The same as `Number.is_public` of rows."""
    of: dict[Publication, list[str]] = defaultdict(list)
    for one in catalogue.shipped().indicators.values():
        of[one.publication].append(one.id)
    released = Q(vintage__origin=Origin.RELEASE)
    return (
        Q(indicator__in=of[Publication.PUBLIC])
        | (released & Q(indicator__in=of[Publication.RELEASE]))
        | (released & Q(indicator__in=of[Publication.RELEASE_N30], n__gte=LEAST_IN_ARM))
    )


def of_indicator(indicator: str, known_on: datetime | None = None) -> list[Number]:
    """All that everybody may read of an indicator, by territory and period."""
    rows = Observation.objects.filter(indicator=indicator)
    return _in_order(one for one in _read(rows, known_on) if one.is_public)


def of_staff(indicator: str, org: UUID, known_on: datetime | None = None) -> list[Number]:
    """What those who do the work read: also what does not leave; what is an organisation's own is its own."""
    rows = Observation.objects.filter(indicator=indicator)
    owners = dict(Vintage.objects.filter(indicator=indicator).values_list("pk", "org_id"))
    found = _read(rows, known_on)
    return _in_order(
        one for one in found if not is_own(one.indicator.id, one.place) or owners.get(one.source.vintage) == org
    )


def is_own(indicator: str, place: str) -> bool:
    """Whether a value is its owner's alone: below a country, or where the organisation decides who reads it."""
    held = catalogue.shipped().indicators.get(indicator)
    return bool(place) or (held is not None and held.publication is Publication.PROGRAMME_CHOICE)


def cited(pk: int) -> Number | None:
    """The value that something cites, as it was then; None where it is not here or not believed."""
    row = Observation.objects.filter(pk=pk).first()
    if row is None:
        return None
    same = Observation.objects.filter(vintage=row.vintage_id, territory=row.territory)
    return next((one for one in _numbers(same, _known_vintages([row.vintage_id], None)) if one.id == pk), None)


def newer(one: Number) -> Number | None:
    """What is known of the same today, where that is another value than the cited one."""
    rows = Observation.objects.filter(indicator=one.indicator.id, territory=one.territory)
    same = (row for row in _read(rows, None) if _key(row) == _key(one))
    return next((row for row in same if row.id != one.id), None)


def is_stale(one: Number, today: date) -> bool:
    """Whether the period of a value is longer past than its indicator lets it be."""
    return is_old(one.indicator, one.period, today)


def is_old(indicator: Indicator, period: str, today: date) -> bool:
    """The same of any period."""
    year, month = int(ends(period)[:4]), int(ends(period)[5:] or 12)
    return months_later(date(year, month, 1), indicator.stale_months + 1) <= today


def newest(found: Iterable[Number]) -> list[Number]:
    """Of each territory, indicator and group the value of the last period."""
    held: dict[object, Number] = {}
    for one in sorted(found, key=lambda one: (ends(one.period), one.version)):
        held[one.territory, one.indicator.id, one.cell, one.place] = one
    return _in_order(held.values())


def _in_order(found: Iterable[Number]) -> list[Number]:
    return sorted(found, key=lambda one: (one.territory, one.place, one.cell, ends(one.period), one.version))


def _key(one: Number) -> tuple[object, ...]:
    return one.indicator.id, one.version, one.territory, one.place, one.period, one.cell


def _read(rows: Any, known_on: datetime | None) -> list[Number]:
    """Of each thing what the newest vintage says that was known then."""
    pks = rows.order_by().values_list("vintage", flat=True).distinct()
    found: dict[tuple[object, ...], Number] = {}
    for one in _numbers(rows, _known_vintages(list(pks), known_on)):
        before = found.get(_key(one))
        if before is None or (before.source.known_at, before.id) < (one.source.known_at, one.id):
            found[_key(one)] = one
    return list(found.values())


def _known_vintages(pks: Collection[UUID], known_on: datetime | None) -> dict[UUID, Vintage]:
    rows = Vintage.objects.filter(pk__in=pks, state=State.KNOWN).exclude(known_at=None)
    if known_on is not None:
        rows = rows.filter(known_at__lte=known_on)
    return believed(rows)


_kept: dict[UUID, tuple[object, bool]] = {}
"""Of each vintage whether the journal names it as it stands, beside what that was read from."""
_MOST_KEPT: Final = 20_000


def believed(rows: Iterable[Vintage]) -> dict[UUID, Vintage]:
    """Those that are as the last deed left them. Reading a chain takes a millisecond: what did not change since is not
    read again."""
    every = {row.pk: row for row in rows}
    lengths = journal.lengths(list(every)) if every else {}
    now = {pk: (lengths.get(pk), *(str(getattr(row, name)) for name in _columns())) for pk, row in every.items()}
    late = [pk for pk in every if _kept.get(pk, (None, False))[0] != now[pk]]
    if len(_kept) > _MOST_KEPT:
        _kept.clear()
    if late:
        said = journal.told_of(late, set(DEEDS), trusted.Signers())
        for pk in late:
            _kept[pk] = now[pk], stated.is_last(every[pk], said[pk]) is True
    return {pk: row for pk, row in every.items() if _kept.get(pk, (None, False)) == (now[pk], True)}


def _columns() -> list[str]:
    return [one.attname for one in Vintage._meta.concrete_fields if one.name in Vintage.whole]


def _numbers(rows: Any, known: Mapping[UUID, Vintage]) -> list[Number]:
    """The values of vintages that are believed, of those territories whose hash is the one that the journal names."""
    parts: dict[tuple[UUID, str], list[Observation]] = defaultdict(list)
    for row in rows.filter(_OF_ITS_VINTAGE, vintage__in=list(known)).order_by("pk"):
        parts[row.vintage_id, row.territory].append(row)
    sources = {pk: _source(row) for pk, row in known.items()}
    found: list[Number] = []
    for (pk, territory), held in parts.items():
        if digests(map(line, held)).parts().get(territory) == known[pk].parts.get(territory):
            found += [one for row in held if (one := _number(row, sources[pk])) is not None]
    return found


def line(row: Observation) -> Line:
    """A row as it was written."""
    value, lower, upper = (None if one is None else str(one) for one in (row.value, row.lower, row.upper))
    return Line(row.territory, row.period, row.kind, value, lower, upper, row.n, row.cell, row.place)


def _source(row: Vintage) -> Source:
    assert row.known_at is not None
    return Source(
        row.pk, Origin(row.origin), row.title, row.publisher, row.address, row.licence, row.shared, row.read_on,
        row.known_at, row.release, row.mapping.get("here") is True, row.withdrawn_on,
    )  # fmt: skip


def _number(row: Observation, source: Source) -> Number | None:
    indicator = catalogue.shipped().indicators.get(row.indicator)
    if indicator is None:
        return None
    return Number(
        row.pk, indicator, row.version, row.territory, row.place, row.period, row.cell, Kind(row.kind), row.value,
        row.lower, row.upper, row.n, source,
    )  # fmt: skip


def digest_of(row: Vintage) -> str:
    """The hash of the values of a vintage as they lie there now."""
    held = row.observations.order_by("pk").iterator(chunk_size=5_000)
    return digests(map(line, held)).whole()


def counted_of(rows: Any) -> list[Line]:
    """What was counted here and is known, of each thing the newest."""
    return _lines(rows, Origin.COUNTED)


def imported_of(rows: Any) -> list[Line]:
    """What was imported and is known, of each thing the newest."""
    return _lines(rows, Origin.IMPORTED)


def _lines(rows: Any, origin: Origin) -> list[Line]:
    known = believed(Vintage.objects.filter(pk__in=rows.order_by().values("vintage"), state=State.KNOWN, origin=origin))
    order = sorted(known, key=lambda pk: (known[pk].known_at, pk))
    found: dict[tuple[str, str, str, str], Line] = {}
    for pk in order:
        held = rows.filter(_OF_ITS_VINTAGE, vintage=pk).order_by("pk").iterator(chunk_size=5_000)
        found |= {one.key: one for one in map(line, held)}
    return list(found.values())
