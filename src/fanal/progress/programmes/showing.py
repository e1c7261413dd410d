"""What of a programme is shown, inside and outside: the same parts for both, so that no page says more than another."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from fanal.progress.models import Cost, Programme
from fanal.progress.programmes import grading, measuring, theory, words
from fanal.progress.programmes.kinds import Arm, Level, Unit
from fanal.progress.programmes.measuring import Change, Measure, Point, Shown, Shows
from fanal.vocabulary.countries import country_name
from fanal.web import api as web


def number(value: Decimal | None) -> str:
    """As the language of the page writes it, without zeros behind."""
    if value is None:
        return ""
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return number_format(plain, decimal_pos=places, force_grouping=True)


def value_words(measure: Measure, seen: Shown, comment: str) -> str:
    """What a measurement shows, in words; what is missing says so."""
    if seen.shows is Shows.MISSING:
        return _("not told yet")
    if seen.shows is Shows.HIDDEN:
        return _("hidden: few are concerned, or nearly all")
    if measure.unit is Unit.WORDS:
        return comment
    if measure.unit is Unit.SHARE and seen.value is None:
        return _("%(hits)s of %(measured)s") % {"hits": web.digits(seen.hits), "measured": web.digits(seen.measured)}
    said = number(seen.value)
    if measure.unit is Unit.SHARE:
        said = _("%(share)s %%") % {"share": said}
    if seen.lower is not None and seen.upper is not None:
        interval = _("%(lower)s to %(upper)s") % {"lower": number(seen.lower), "upper": number(seen.upper)}
        said = _("%(value)s (95 %% interval %(interval)s)") % {"value": said, "interval": interval}
    return said


def _group(measure: Measure, point: Point, seen: Shown) -> str:
    if seen.shows is not Shows.VALUE or seen.measured is None:
        return ""
    lost = _("lost: unknown") if point.lost is None else _("lost: few") if seen.lost is None else ""
    lost = lost or _("lost: %(count)s") % {"count": web.digits(seen.lost)}
    return web.dots(_("measured: %(count)s") % {"count": web.digits(seen.measured)}, lost)


def columns() -> list[str]:
    """Of the table of what was measured."""
    return [_("When"), _("Of whom"), _("What was measured"), _("Group"), _("Target"), _("Comment")]


def cells(measure: Measure, point: Point) -> list[str]:
    """One row of it."""
    seen = measuring.shown(measure, point)
    target = number(point.target)
    if target and measure.unit is Unit.SHARE:
        target = _("%(share)s %%") % {"share": target}
    return [
        web.dots(str(words.MOMENTS[point.moment]), web.day_words(point.ends)),
        str(words.ARMS[point.arm]),
        value_words(measure, seen, point.comment),
        _group(measure, point, seen),
        target,
        point.comment if measure.unit is not Unit.WORDS else "",
    ]


def results(made: Iterable[Measure]) -> list[dict[str, Any]]:
    """Each measure with its rows, and what can be told of it."""
    return [
        {
            "measure": one,
            "level": words.LEVELS[one.level],
            "change": web.tag(*words.CHANGES[measuring.change(one)]) if one.level is not Level.OUTPUT else "",
            "is_null": measuring.change(one) in {Change.NONE, Change.WORSE},
            "rows": [{"cells": cells(one, point)} for point in one.points],
            "compared": one.at(Arm.COMPARISON, last.moment) is not None if (last := one.last()) else False,
        }
        for one in made
    ]


def grade(found: grading.Graded | None) -> dict[str, Any]:
    """How sure one may be: the word, what it means, what holds it down. It does not say how good."""
    if found is None:
        return {"word": _("Not graded: there is no theory of change that holds"), "means": "", "caps": []}
    word, means = words.GRADES[found.grade]
    return {
        "number": web.digits(int(found.grade)),
        "word": word,
        "means": means,
        "caps": [words.CAPS[cap] for cap in found.caps],
    }


def faults(row: Programme, codes: list[str]) -> list[dict[str, Any]]:
    """What is wrong with the outline, by line."""
    made = theory.read(row.theory)
    found = sorted([*made.faults, *made.lacking(codes)], key=lambda one: one.line)
    return [{"line": web.digits(one.line) if one.line else "", "words": words.fault(one)} for one in found]


def about(row: Programme, *, inside: bool) -> list[tuple[str, object]]:
    """What it is. The region stays inside."""
    found: list[tuple[str, object]] = [
        (_("What it is"), words.KINDS[row.kind]),
        (_("Country"), country_name(row.country, web.spoken())),
        (_("Region, inside"), row.admin1 if inside else ""),
        (_("Period"), web.dots(web.day_words(row.starts), web.day_words(row.ends) if row.ends else "")),
        (_("Whom it reaches"), row.reaches),
        (_("How old they are"), web.listed([str(words.AGES[one]) for one in row.ages])),
        (_("Where"), web.listed([str(words.SETTINGS[one]) for one in row.settings])),
        (_("Against what"), web.listed([str(words.PUSH[one]) for one in row.push])),
        (_("Who answers for the safety of children in it"), row.lead),
        (_("Harm that was looked for"), row.adverse),
    ]
    return [line for line in found if line[1]]


def costs(rows: Iterable[Cost], *, inside: bool) -> list[dict[str, Any]]:
    """By year and funder. One who does not wish to be named is not."""
    return [
        {"cells": [str(one.year), _funder(one, inside), f"{number(one.amount)} {one.currency}"]} for one in rows
    ]  # fmt: skip


def _funder(one: Cost, inside: bool) -> str:
    if one.named:
        return one.funder
    return _("%(name)s (not named outside)") % {"name": one.funder} if inside else _("not named")


def total(rows: Iterable[Cost]) -> dict[str, Decimal]:
    """What it cost, by currency."""
    found: dict[str, Decimal] = {}
    for one in rows:
        found[one.currency] = found.get(one.currency, Decimal(0)) + one.amount
    return found


def each(rows: Iterable[Cost], made: Iterable[Measure]) -> Iterator[str]:
    """What one person cost for whom it came out well, with its interval."""
    cost = total(rows)
    for one in made:
        if one.level is not Level.OUTPUT and (found := measuring.cost_of_each(cost, one)):
            currency, value, least, most = found
            yield _("%(title)s: %(value)s %(currency)s each (%(least)s to %(most)s)") % {
                "title": one.title, "value": number(value.quantize(Decimal(1))), "currency": currency,
                "least": number(least.quantize(Decimal(1))), "most": number(most.quantize(Decimal(1))),
            }  # fmt: skip
