"""How a duty stands for one post, or at one place, on a day (docs/tourism-data.md, "A duty"). Pure.

`many` finds the same for many posts at once.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from fanal.tourism.duties.model import (
    AGES,
    SOON,
    Completion,
    Duty,
    Kind,
    Lack,
    Law,
    Post,
    Posted,
    Read,
    Reason,
    Repeat,
    Rule,
    Sign,
    Site,
    Status,
    Warned,
)
from fanal.vocabulary.dates import months_later


def parents(jurisdiction: str) -> tuple[str, ...]:
    """A jurisdiction, and the country in which it lies: US-FL, US."""
    country = jurisdiction.partition("-")[0]
    return (jurisdiction,) if country == jurisdiction else (jurisdiction, country)


def evaluate(rule: Rule, post: Post, completions: Iterable[Completion], on: date) -> Duty:
    """How a duty to train stands for somebody."""
    if reason := _excluded(rule, post.site, on) or _excluded_post(rule, post, on):
        return Duty(rule, Kind.NOT_APPLICABLE, reason)
    warnings = warned(rule, on)
    if reason := _unread(rule, post.site, on) or _unsaid(rule, post):
        return Duty(rule, Kind.UNKNOWN, reason, warnings=warnings)
    counted: Completion | None = None
    others: list[tuple[Completion, tuple[Lack, ...]]] = []
    for one in sorted((each for each in completions if each.on <= on), key=lambda each: (each.on, each.course)):
        if lacks := _lacks(rule, one):
            others.append((one, lacks))
        else:
            counted = one
    first = first_due(rule, post.start)
    kind, reason, due = _stands(rule, post, first, counted.on if counted else None, on)
    return Duty(rule, kind, reason, due, is_soon(kind, due, on), warnings, first, counted, tuple(others))


def is_soon(kind: Kind, due: date | None, on: date) -> bool:
    """Whether the day of a duty is near."""
    return due is not None and kind in {Kind.MET, Kind.DUE} and due - on <= timedelta(SOON)


def first_due(rule: Rule, start: date | None) -> date | None:
    """The day by which somebody who began on a day must first be trained; None where that is not known."""
    if start is None or rule.within is None:
        return None
    number = rule.within.number
    after = months_later(start, number) if rule.within.months else start + timedelta(number)
    return max(after, rule.comply_by) if rule.comply_by else after


def until(rule: Rule, done: date) -> date | None:
    """The last day on which a training of that day suffices; None for ever."""
    if rule.repeat is Repeat.ROLLING_MONTHS:
        return months_later(done, rule.every)
    if rule.repeat is Repeat.CALENDAR_YEAR:
        return date(done.year + rule.every, 12, 31)
    return None


def warned(law: Law, on: date) -> tuple[Warned, ...]:
    """What is said beside every state of a law."""
    found = {
        Warned.UNREVIEWED: not law.reviewed,
        Warned.AGED: months_later(law.checked_on, AGES[0]) < on,
        Warned.SUMMARY: law.read is Read.SUMMARY,
    }
    return tuple(one for one, holds in found.items() if holds)


def _excluded(law: Law, site: Site, on: date) -> Reason | None:
    """Why a law does not oblige a place."""
    flag = site.flags.get(law.condition) if law.condition else True
    return _first_of(
        {
            Reason.LISTED: law.status is not Status.IN_FORCE,
            Reason.NOT_IN_FORCE: on < law.valid_from or (law.valid_to is not None and law.valid_to < on),
            Reason.ELSEWHERE: law.jurisdiction not in parents(site.jurisdiction),
            Reason.OTHER_PLACE: site.kind not in law.site_kinds and site.kind not in law.open_kinds,
            Reason.TOO_SMALL: site.rooms is not None and site.rooms < law.min_rooms,
            Reason.CONDITION_NOT_MET: flag is False,
            Reason.CONDITION_NOT_SAID: flag is None,
        }
    )


def _first_of(holds: Mapping[Reason, bool]) -> Reason | None:
    return next((reason for reason, one in holds.items() if one), None)


def _excluded_post(rule: Rule, post: Post, on: date) -> Reason | None:
    if rule.roles is not None and post.role not in rule.roles | rule.open_roles:
        return Reason.OTHER_ROLE
    if post.end and post.end < on:
        return Reason.LEFT
    return Reason.AGENCY if post.agency and rule.agency is False else None


def _unread(law: Law, site: Site, on: date) -> Reason | None:
    """What is not known of a law, or of a place."""
    if law.read is Read.NONE:
        return Reason.NOT_READ
    if months_later(law.checked_on, AGES[1]) < on:
        return Reason.STALE
    if site.kind in law.open_kinds:
        return Reason.PLACE_OPEN
    return Reason.ROOMS_NOT_SAID if law.min_rooms and site.rooms is None else None


def _unsaid(rule: Rule, post: Post) -> Reason | None:
    if rule.roles is not None and post.role in rule.open_roles:
        return Reason.ROLE_OPEN
    if post.agency and rule.agency is None:
        return Reason.AGENCY_OPEN
    return Reason.AGENCY_NOT_SAID if post.agency is None and rule.agency is not True else None


def _lacks(rule: Rule, one: Completion) -> tuple[Lack, ...]:
    found = {
        Lack.NOT_APPROVED: bool(rule.approved_by) and one.course not in rule.approved,
        Lack.TOO_SHORT: bool(rule.min_minutes) and (one.minutes or 0) < rule.min_minutes,
        Lack.NOT_INTERACTIVE: rule.interactive and not one.interactive,
        Lack.NOT_ACKNOWLEDGED: rule.acknowledged and not one.acknowledged,
    }
    return tuple(lack for lack, holds in found.items() if holds)


def _stands(
    rule: Rule, post: Post, first: date | None, done: date | None, on: date
) -> tuple[Kind, Reason | None, date | None]:
    if done is None:
        if post.start is None:
            return Kind.UNKNOWN, Reason.START_NOT_SAID, None
        return _by(first, on) if first else (Kind.UNKNOWN, Reason.NO_DAY_IN_LAW, None)
    if rule.repeat is Repeat.UNKNOWN:
        return Kind.UNKNOWN, Reason.REPEAT_NOT_READ, None
    end = until(rule, done)
    if end is None or on <= end:
        return Kind.MET, None, end
    return _by(max(end, first) if first else end, on)


def _by(due: date, on: date) -> tuple[Kind, Reason | None, date]:
    return (Kind.DUE if on <= due else Kind.OVERDUE), None, due


# ---- signs ----


def hangs(sign: Sign, site: Site, posted: Posted | None, on: date) -> Duty:
    """How a duty to post stands at a place."""
    if reason := _excluded(sign, site, on):
        return Duty(sign, Kind.NOT_APPLICABLE, reason)
    warnings = warned(sign, on)
    if reason := _unread(sign, site, on):
        return Duty(sign, Kind.UNKNOWN, reason, warnings=warnings)
    lacking = _missing(sign, posted) if posted and posted.on <= on else ()
    if posted and posted.on <= on and not lacking:
        return Duty(sign, Kind.MET, warnings=warnings)
    due = sign.by or sign.valid_from
    kind, _reason, due = _by(due, on)
    return Duty(sign, kind, None, due, is_soon(kind, due, on), warnings, lacking=lacking)


def _missing(sign: Sign, posted: Posted) -> tuple[Lack, ...]:
    sides = sorted(posted.mm or (0, 0))
    found = {
        Lack.LANGUAGE: bool(set(sign.languages) - set(posted.languages)),
        Lack.SIZE: sign.min_mm is not None and any(a < b for a, b in zip(sides, sign.min_mm, strict=True)),
        Lack.TYPE: (posted.pt or 0) < sign.min_pt,
    }
    return tuple(lack for lack, holds in found.items() if holds)
