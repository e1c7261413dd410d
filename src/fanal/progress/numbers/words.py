"""How values are told: a value never without its year, what is missing never as a number."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.progress.observations import observations
from fanal.progress.observations.observations import Number
from fanal.progress.observations.values import WORLD, Kind, Origin
from fanal.vocabulary.countries import UnknownCountry, country_name
from fanal.web import api as web

_TENTH = Decimal("0.1")
KINDS = {
    Kind.SUPPRESSED: lazy("known, and not told: too few"),
    Kind.NO_DATA: lazy("No data"),
    Kind.NOT_ASSESSED: lazy("Not assessed"),
}


def territory(code: str) -> str:
    """The name of a country in the language of the reader."""
    if code == WORLD:
        return _("all countries looked at")
    try:
        return country_name(code, web.spoken())
    except UnknownCountry:
        return code


def group(cell: str) -> str:
    """Of whom: all, or one group."""
    return cell.replace("=", ": ").replace("_", " ").replace(";", "; ") if cell else _("all")


def plain(value: object) -> str:
    """A number without zeros behind it that say nothing."""
    return web.digits(f"{value:f}".rstrip("0").rstrip(".")) if value is not None else ""


def figure(one: Number, value: Decimal | None, rounding: str = ROUND_HALF_UP) -> str:
    """A number of a value as pages and papers tell it: as its source has it, and what is reckoned here to a tenth, but
    never as none or all where it is nearly that. Files have all digits."""
    if value is None or one.source.origin is Origin.IMPORTED:
        return plain(value)
    near = value.quantize(_TENTH, rounding)
    return plain(value if rounding == ROUND_HALF_UP and near in {0, 100} else near)


def of_interval(one: Number) -> dict[str, str]:
    """The two ends of an interval, rounded outwards."""
    return {"low": figure(one, one.lower, ROUND_FLOOR), "high": figure(one, one.upper, ROUND_CEILING)}


def told(one: Number, today: date) -> str:
    """A value with its unit and interval, or the words for what is missing; and what is wrong with it by now."""
    said = f"{figure(one, one.value)} {unit(one)}".strip() if one.kind is Kind.VALUE else str(KINDS[one.kind])
    if one.lower is not None and one.upper is not None:
        said = _("%(value)s (%(low)s to %(high)s)") % {"value": said, **of_interval(one)}
    return web.apart([said, *marks(one, today)])


def unit(one: Number) -> str:
    """The unit, where it is a sign."""
    return one.indicator.units[0] if one.indicator.units[0] in {"%", "EUR"} else ""


def marks(one: Number, today: date) -> list[str]:
    """What a reader must know of a value beside it."""
    found = []
    if one.n is not None:
        found.append(_("of %(count)s") % {"count": web.digits(one.n)})
    if one.source.withdrawn_on is not None:
        found.append(_("withdrawn on %(day)s") % {"day": web.day_words(one.source.withdrawn_on)})
    elif observations.is_stale(one, today):
        found.append(_("old: nobody brought a newer value"))
    return found


def source(one: Number) -> SafeString | str:
    """Where a value comes from, with a link to it."""
    named = (
        f"{one.source.title}, {one.source.publisher}" if one.source.publisher != one.source.title else one.source.title
    )
    if one.source.here and (page := release_page(one.source.release)):
        return format_html('<a href="{}" dir="auto">{}</a>', page, named)
    if not one.source.address:
        return named
    return format_html('<a href="{}" rel="noreferrer external" dir="auto">{}</a>', one.source.address, named)


def release_page(code: str) -> str:
    """The page of a release of this site, in the language of the reader; empty where it has none."""
    number, _version, version = code.rpartition("-v")
    return web.elsewhere("evidence:release_version", number, version) if version.isdecimal() else ""
