"""How duties stand for many posts at once, from columns. Equal to `evaluating.evaluate` of each. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from fanal.tourism.days import Days, months_after
from fanal.tourism.duties.evaluating import parents
from fanal.tourism.duties.model import AGES, Completion, Kind, Post, Read, Reason, Repeat, Rule, Status
from fanal.tourism.kinds import FLAGS
from fanal.vocabulary.dates import months_later

type Numbers = np.typing.NDArray[np.int64]
type Marks = np.typing.NDArray[np.bool_]
type Codes = np.typing.NDArray[np.int8]
type Day = np.datetime64
# Names of types are looked up when they are asked for: numbers are loaded by whoever counts, not by each process.

KINDS: Final = tuple(Kind)
REASONS: Final = tuple(Reason)
_NO, _YES, _UNSAID = 0, 1, -1


@dataclass(frozen=True, slots=True)
class Columns:
    """Posts, a row each, and completions, which name theirs by row (`post`). Codes are places in `jurisdictions`,
    `kinds`, `roles`, `courses`. `agency`, `interactive`, `acknowledged` and `flags` (a column a flag): 1 yes, 0 no,
    -1 not said; `rooms` and `minutes`: -1 not said; a day that is not known is NaT."""

    jurisdictions: tuple[str, ...]
    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    courses: tuple[str, ...]
    jurisdiction: Numbers
    kind: Numbers
    role: Numbers
    rooms: Numbers
    agency: Numbers
    flags: Numbers
    start: Days
    end: Days
    post: Numbers
    course: Numbers
    on: Days
    minutes: Numbers
    interactive: Numbers
    acknowledged: Numbers


@dataclass(frozen=True, slots=True)
class Duties:
    """A row a rule, a column a post. `kind` and `reason` are places in `KINDS` and `REASONS`, -1 where there is none;
    `due` is NaT where there is none."""

    kind: Codes
    reason: Codes
    due: Days


def columns(posts: Sequence[Post], completions: Sequence[Iterable[Completion]]) -> Columns:
    """What `duties` takes, from what `evaluating.evaluate` takes."""
    named: dict[str, dict[str, int]] = {"where": {}, "kind": {}, "role": {}, "course": {}}

    def at(what: str, name: str) -> int:
        return named[what].setdefault(name, len(named[what]))

    def said(value: bool | None) -> int:
        return _UNSAID if value is None else int(value)

    rows = [
        (
            at("where", one.site.jurisdiction), at("kind", one.site.kind), at("role", one.role),
            _UNSAID if one.site.rooms is None else one.site.rooms, said(one.agency),
        )
        for one in posts
    ]  # fmt: skip
    flags = [[said(one.site.flags.get(flag)) for flag in FLAGS] for one in posts]
    done = [
        (
            row, at("course", one.course), _UNSAID if one.minutes is None else one.minutes, said(one.interactive),
            said(one.acknowledged),
        )
        for row, some in enumerate(completions)
        for one in some
    ]  # fmt: skip
    where, kind, role, rooms, agency = np.array(rows, "i8").reshape(-1, 5).T
    post, course, minutes, interactive, acknowledged = np.array(done, "i8").reshape(-1, 5).T
    return Columns(
        tuple(named["where"]), tuple(named["kind"]), tuple(named["role"]), tuple(named["course"]),
        where, kind, role, rooms, agency, np.array(flags, "i8").reshape(-1, len(FLAGS)),
        _days(one.start for one in posts), _days(one.end for one in posts),
        post, course, _days(one.on for some in completions for one in some), minutes, interactive, acknowledged,
    )  # fmt: skip


def _never() -> Day:
    return np.datetime64("NaT", "D")


def _days(days: Iterable[date | None]) -> Days:
    return np.array([np.datetime64(day, "D") if day else _never() for day in days], "M8[D]")


def duties(rules: Sequence[Rule], told: Columns, on: date) -> Duties:
    """How each rule stands for each post on a day."""
    size = (len(rules), len(told.role))
    found = Duties(np.empty(size, "i1"), np.empty(size, "i1"), np.empty(size, "M8[D]"))
    for at, rule in enumerate(rules):
        found.kind[at], found.reason[at], found.due[at] = _of(rule, told, on)
    return found


def _of(rule: Rule, told: Columns, on: date) -> tuple[Numbers, Numbers, Days]:
    reason = _reasons(rule, told, on)
    kind = np.where(reason >= 0, np.where(_is_out(reason), _kind(Kind.NOT_APPLICABLE), _kind(Kind.UNKNOWN)), -1)
    due = np.full(len(told.role), _never())
    left = np.flatnonzero(reason < 0)
    if left.size:
        kind[left], reason[left], due[left] = _stands(rule, told, left, on)
    return kind, reason, due


_FIRST_UNKNOWN: Final = REASONS.index(Reason.NOT_READ)


def _is_out(reason: Numbers) -> Marks:
    """Reasons of `Reason` before those of what is not known."""
    return reason < _FIRST_UNKNOWN


def _kind(one: Kind) -> int:
    return KINDS.index(one)


def _reasons(rule: Rule, told: Columns, on: date) -> Numbers:
    """The first reason that holds, in the order in which `evaluating` looks; -1 where none does."""
    where = np.array([rule.jurisdiction in parents(one) for one in told.jurisdictions], bool)
    obliged, open_kind = _among(told.kinds, rule.site_kinds), _among(told.kinds, rule.open_kinds)
    roles = _among(told.roles, rule.roles if rule.roles is not None else told.roles)
    open_role = _among(told.roles, rule.open_roles if rule.roles is not None else ())
    today, flag = np.datetime64(on, "D"), told.flags[:, list(FLAGS).index(rule.condition)] if rule.condition else None
    every = np.ones(len(told.role), bool)
    holds: Mapping[Reason, Any] = {
        Reason.LISTED: rule.status is not Status.IN_FORCE,
        Reason.NOT_IN_FORCE: on < rule.valid_from or (rule.valid_to is not None and rule.valid_to < on),
        Reason.ELSEWHERE: ~where[told.jurisdiction],
        Reason.OTHER_PLACE: ~(obliged | open_kind)[told.kind],
        Reason.TOO_SMALL: (told.rooms >= 0) & (told.rooms < rule.min_rooms),
        Reason.CONDITION_NOT_MET: False if flag is None else flag == _NO,
        Reason.CONDITION_NOT_SAID: False if flag is None else flag == _UNSAID,
        Reason.OTHER_ROLE: ~(roles | open_role)[told.role],
        Reason.LEFT: told.end < today,
        Reason.AGENCY: (told.agency == _YES) & (rule.agency is False),
        Reason.NOT_READ: rule.read is Read.NONE,
        Reason.STALE: months_later(rule.checked_on, AGES[1]) < on,
        Reason.PLACE_OPEN: open_kind[told.kind],
        Reason.ROOMS_NOT_SAID: (told.rooms < 0) & bool(rule.min_rooms),
        Reason.ROLE_OPEN: open_role[told.role],
        Reason.AGENCY_OPEN: (told.agency == _YES) & (rule.agency is None),
        Reason.AGENCY_NOT_SAID: (told.agency == _UNSAID) & (rule.agency is not True),
    }
    found: Numbers = np.select([every & one for one in holds.values()], [REASONS.index(one) for one in holds], -1)
    return found


def _among(names: Sequence[str], wanted: Iterable[str]) -> Marks:
    known = set(wanted)
    return np.array([one in known for one in names], bool)


def _stands(rule: Rule, told: Columns, left: Numbers, on: date) -> tuple[Numbers, Numbers, Days]:
    """Kind, reason and due day of posts that a rule obliges."""
    today = np.datetime64(on, "D")
    done, start = _last(rule, told, today)[left], told.start[left]
    first, end = _first(rule, start), _until(rule, done)
    never, lasting = np.isnat(done), ~np.isnat(done) & np.isnat(end)
    due = np.where(never, first, np.fmax(end, first))
    open_repeat = ~never & (rule.repeat is Repeat.UNKNOWN)
    met = lasting & ~open_repeat | (today <= end)
    unknown = np.select(
        [never & np.isnat(start), never & np.isnat(first), open_repeat],
        [REASONS.index(one) for one in (Reason.START_NOT_SAID, Reason.NO_DAY_IN_LAW, Reason.REPEAT_NOT_READ)],
        -1,
    )
    kind = np.select(
        [unknown >= 0, met, today <= due],
        [_kind(one) for one in (Kind.UNKNOWN, Kind.MET, Kind.DUE)],
        _kind(Kind.OVERDUE),
    )
    return kind, unknown, np.where(unknown >= 0, _never(), np.where(met, end, due))


def _last(rule: Rule, told: Columns, today: Day) -> Days:
    """By post, the day of the newest completion that counts; NaT where there is none."""
    counts = told.on <= today
    if rule.approved_by:
        counts &= _among(told.courses, rule.approved)[told.course] if told.courses else False
    if rule.min_minutes:
        counts &= told.minutes >= rule.min_minutes
    if rule.interactive:
        counts &= told.interactive == _YES
    if rule.acknowledged:
        counts &= told.acknowledged == _YES
    days = np.full(len(told.role), np.iinfo("i8").min)
    np.maximum.at(days, told.post[counts], told.on[counts].astype("i8"))
    return days.astype("M8[D]")


def _first(rule: Rule, start: Days) -> Days:
    if rule.within is None:
        return np.full(len(start), _never())
    number = rule.within.number
    after = months_after(start, number) if rule.within.months else start + np.timedelta64(number, "D")
    return np.maximum(after, np.datetime64(rule.comply_by, "D")) if rule.comply_by else after


def _until(rule: Rule, done: Days) -> Days:
    if rule.repeat is Repeat.ROLLING_MONTHS:
        return months_after(done, rule.every)
    if rule.repeat is Repeat.CALENDAR_YEAR:
        after: Days = (done.astype("M8[Y]") + np.timedelta64(rule.every + 1, "Y")).astype("M8[D]")
        return after - np.timedelta64(1, "D")
    return np.full(len(done), _never())
