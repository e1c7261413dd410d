"""Programmes as activities of IATI 2.03, with their results. Pure.

What is missing or hidden is a period without `actual`, and a comment that says which; never 0. Order of elements and
codes: iati-activities-schema.xsd and the code lists of 2.03 (activity status, date type, organisation role and type,
result type, indicator measure).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from fanal.progress.programmes.kinds import Arm, Level, Moment, Unit
from fanal.progress.programmes.measuring import Measure, Point, Shows, shown

VERSION: Final = "2.03"
_RESULT: Final = {Level.OUTPUT: "1", Level.OUTCOME: "2", Level.IMPACT: "3"}
_MEASURE: Final = {Unit.NUMBER: "1", Unit.MEAN: "1", Unit.SHARE: "2", Unit.WORDS: "5"}
_PIPELINE, _IMPLEMENTATION, _CLOSED = "1", "2", "4"
_PLANNED_START, _START, _PLANNED_END, _END = "1", "2", "3", "4"
_FUNDING, _IMPLEMENTING, _OTHER_KIND = "1", "4", "90"
_SAID: Final = {
    Shows.HIDDEN: "Hidden: the groups are small.",
    Shows.MISSING: "No value was told for this period.",
}


@dataclass(frozen=True, slots=True)
class Activity:
    """What of a programme stands beside its results. `org_ref`: how IATI knows the organisation, if it does."""

    identifier: str
    org_ref: str
    org_name: str
    title: str
    description: str
    country: str
    starts: date
    ends: date | None
    funders: tuple[str, ...]
    updated: datetime
    measures: tuple[Measure, ...]
    language: str = "en"


def document(activities: Iterable[Activity], now: datetime, licence: str) -> Iterator[str]:
    """The file in pieces, as it is sent. It needs an activity at least."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<!-- {escape(licence).replace('--', '- ')} -->\n"
        f'<iati-activities version="{VERSION}" generated-datetime="{_instant(now)}">\n'
    )
    for one in activities:
        yield from _activity(one, now.date())
    yield "</iati-activities>\n"


def _instant(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()


def _plain(words: str) -> str:
    """Without what XML has no place for; with the joiners that Persian and Indic scripts are written with."""
    return "".join(sign if sign.isprintable() or sign in "\u200c\u200d" else " " for sign in words)


def _said(name: str, *texts: str, attributes: str = "") -> str:
    inner = "".join(f"<narrative>{escape(_plain(one))}</narrative>" for one in texts if one)
    return f"<{name}{attributes}>{inner}</{name}>"


def _activity(one: Activity, today: date) -> Iterator[str]:
    updated, language = _instant(one.updated), quoteattr(one.language)
    yield f'<iati-activity last-updated-datetime="{updated}" xml:lang={language}>'
    yield f"<iati-identifier>{escape(one.identifier)}</iati-identifier>"
    ref = f" ref={quoteattr(one.org_ref)}"
    yield _said("reporting-org", one.org_name, attributes=f'{ref} type="{_OTHER_KIND}"')
    yield _said("title", one.title)
    yield _said("description", one.description, attributes=' type="1"')
    for funder in one.funders:
        yield _said("participating-org", funder, attributes=f' role="{_FUNDING}"')
    yield _said("participating-org", one.org_name, attributes=f'{ref} role="{_IMPLEMENTING}"')
    is_over = one.ends is not None and one.ends < today
    status = _CLOSED if is_over else _PIPELINE if one.starts > today else _IMPLEMENTATION
    yield f'<activity-status code="{status}"/>'
    yield _dated(one.starts, today, _PLANNED_START, _START)
    if one.ends is not None:
        yield _dated(one.ends, today, _PLANNED_END, _END)
    yield f"<recipient-country code={quoteattr(one.country)}/>"
    for measure in one.measures:
        yield from _result(measure)
    yield "</iati-activity>\n"


def _dated(day: date, today: date, planned: str, actual: str) -> str:
    return f'<activity-date type="{actual if day <= today else planned}" iso-date="{day.isoformat()}"/>'


def _result(measure: Measure) -> Iterator[str]:
    adds_up = "true" if measure.unit is Unit.NUMBER else "false"
    yield f'<result type="{_RESULT[measure.level]}" aggregation-status="{adds_up}">'
    yield _said("title", measure.title)
    ascending = "true" if measure.up else "false"
    yield (
        f'<indicator measure="{_MEASURE[measure.unit]}" ascending="{ascending}" aggregation-status="{adds_up}">'
        f"{_said('title', measure.title)}{_said('description', measure.what) if measure.what else ''}"
    )
    if first := measure.at(Arm.PROGRAMME, Moment.BASELINE):
        yield _baseline(measure, first)
    for point in measure.points:
        if point.moment is not Moment.BASELINE and point.arm is Arm.PROGRAMME:
            yield _period(measure, point)
    yield "</indicator></result>"


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _actual(measure: Measure, point: Point) -> tuple[str, str]:
    """The attribute of the value, and what is said of it."""
    seen = shown(measure, point, interval=False)
    if seen.shows is not Shows.VALUE:
        return "", _SAID[seen.shows]
    if measure.unit is Unit.WORDS:
        return "", point.comment
    if seen.value is None:
        return "", f"{seen.hits} of {seen.measured}: a share is told from 30 on."
    group = f"{seen.measured} measured." if seen.measured is not None else ""
    return f' value="{_number(seen.value)}"', " ".join(one for one in (group, point.comment) if one)


def _comment(words: str) -> str:
    return _said("comment", words) if words else ""


def _baseline(measure: Measure, point: Point) -> str:
    value, words = _actual(measure, point)
    at = f'iso-date="{point.ends.isoformat()}" year="{point.ends.year}"'
    return f"<baseline {at}{value}>{_comment(words)}</baseline>"


def _period(measure: Measure, point: Point) -> str:
    value, words = _actual(measure, point)
    starts, ends = point.starts.isoformat(), point.ends.isoformat()
    dimension = f"<dimension name={quoteattr('moment')} value={quoteattr(point.moment)}/>"
    aim = f' value="{_number(point.target)}"' if point.target is not None else ""
    is_there = bool(value) or (measure.unit is Unit.WORDS and measure.has_actual(point))
    target = f"<target{aim}>{dimension}{'' if is_there else _comment(words)}</target>"
    actual = f"<actual{value}>{dimension}{_comment(words)}</actual>" if is_there else ""
    return (
        f'<period><period-start iso-date="{starts}"/><period-end iso-date="{ends}"/>'
        f"{target if aim or not is_there else ''}{actual}</period>"
    )
