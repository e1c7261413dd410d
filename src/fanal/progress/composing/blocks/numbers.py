"""A value that everybody may read: of a published series, of a count of this house, or of what a release says of an
indicator."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fanal.progress.composing.blocks.about import About, Offer, address
from fanal.progress.composing.kinds import Cell, Kind, Mark, Piece, Source, digest
from fanal.progress.numbers import words
from fanal.progress.observations import observations
from fanal.progress.observations.observations import Number
from fanal.progress.observations.values import Kind as Says
from fanal.web import api as web


def offered(about: About) -> Iterator[Offer]:
    """The values of the country that may be handed on, the newest first of each indicator."""
    for one in about.numbers.values():
        if one.kind is Says.VALUE and one.may_leave and one.source.withdrawn_on is None:
            yield Offer(str(one.id), titled(one), words.told(one, about.on))


def titled(one: Number) -> str:
    """What it is of."""
    parts = [one.indicator.name, words.territory(one.territory), words.group(one.cell) if one.cell else "", one.period]
    return web.listed(part for part in parts if part)


def piece(about: About, ref: str) -> Piece | None:
    """A value with its interval, of how many it is, how to read it; marked where a newer one is known, or where its
    release was withdrawn."""
    one = found(about, ref)
    if one is None:
        return None
    newer = observations.newer(one) if one.id not in about.numbers else None
    how = _("How to read it: %(definition)s. Unit: %(unit)s.") % {
        "definition": one.indicator.definition, "unit": one.indicator.unit,
    }  # fmt: skip
    source = one.source
    here = address("numbers:country", one.indicator.id, one.territory)
    return Piece(
        Kind.NUMBER, ref, titled(one),
        Source(source.title, source.publisher, source.address or here, source.licence, source.read_on.isoformat()),
        digest(
            "number", one.id, one.version, one.kind, one.value, one.lower, one.upper, one.n, one.cell, one.period,
            source.withdrawn_on, newer.id if newer else None,
        ),
        said=(_value(one), how, *([_("Release %(name)s") % {"name": source.release}] if source.release else [])),
        marks=tuple(_marks(about, one, newer)),
        cell=cell(one),
    )  # fmt: skip


def found(about: About, ref: str) -> Number | None:
    """The value, if everybody may read it and it may be handed on."""
    if not (ref.isascii() and ref.isdecimal() and len(ref) < 19):
        return None
    one = about.numbers.get(int(ref)) or observations.cited(int(ref))
    if one is None or one.territory != about.country or not (one.is_public and one.may_leave):
        return None
    return one if one.kind is Says.VALUE else None


def _value(one: Number) -> str:
    said = f"{words.figure(one, one.value)} {words.unit(one)}".strip()
    if one.lower is not None and one.upper is not None:
        said = _("%(value)s (%(low)s to %(high)s)") % {"value": said, **words.of_interval(one)}
    return said if one.n is None else web.apart([said, _("of %(count)s") % {"count": web.digits(one.n)}])


def _marks(about: About, one: Number, newer: Number | None) -> Iterator[tuple[Mark, str]]:
    if one.source.withdrawn_on is not None:
        yield (
            Mark.WITHDRAWN,
            _("Its release was withdrawn on %(day)s.") % {"day": web.day_words(one.source.withdrawn_on)},
        )
    if newer is not None:
        yield Mark.NEWER, _("A newer value is known: %(value)s") % {"value": words.told(newer, about.on)}
    elif observations.is_stale(one, about.on):
        yield Mark.STALE, _("Old: nobody brought a newer value.")


def cell(one: Number) -> Cell:
    """What it counts: in which months, of which group. Cells of one table can be put together."""
    groups = (part.partition("=") for part in one.cell.split(";") if part)
    parts = {name: frozenset({code}) for name, _sign, code in groups}
    return Cell((one.indicator.id, str(one.version), one.territory), {**parts, "": frozenset(_months(one.period))})


def _months(period: str) -> Iterator[str]:
    """2024, 2024-05, 2023/2024."""
    if "-" in period:
        yield period
        return
    first, _stroke, last = period.partition("/")
    for year in range(int(first), int(last or first) + 1):
        yield from (f"{year}-{month:02}" for month in range(1, 13))
