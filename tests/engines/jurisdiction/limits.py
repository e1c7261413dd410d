"""Small laws of limitation and facts, built by hand for the tests of the walk."""

from datetime import date, timedelta
from typing import Any

from fanal.engines.jurisdiction.facts import Act, Age, Child, Course, Event, Facts, Moments, Suspect
from fanal.engines.jurisdiction.model import (
    Edge,
    Law,
    LimitationText,
    Maybe,
    Provision,
    Review,
    StartTerm,
    Step,
    Switch,
    Version,
    Years,
)
from fanal.vocabulary.dates import Interval, PartialDate

BOTH = {"extends_running": True, "shortens_running": True, "revives_expired": False}
ACT_END = StartTerm("act_end")
DE_TABLE = (Step(10, True, 20), Step(5, True, 10), Step(1, True, 5), Step(0, True, 3))  # StGB § 78(3) Nr. 2-5
SE_TABLE = (Step(8, True, 25), Step(5, True, 15), Step(2, True, 10), Step(1, True, 5), Step(0, True, 2))  # BrB 35:1


def day(text: str) -> date:
    return date.fromisoformat(text)


def days(text: str | None) -> Interval | None:
    return PartialDate.parse(text).interval if text else None


def text(years: int | None = None, start: tuple[StartTerm, ...] = (ACT_END,), **more: Any) -> LimitationText:
    """A rule for all offences that says of everything that there is none, unless told otherwise."""
    said: dict[str, Any] = {
        "offences": None,
        "years": years,
        "start": start,
        "suspended_while": frozenset(),
        "interrupted_by": frozenset(),
        "stopped_by": frozenset(),
        "absolute_cap": None,
    }
    return LimitationText(**said | more)


def edge(first: str | None) -> Edge | None:
    """The change of law on whose day something begins: exact, or `after..by` where it is not known."""
    if first is None:
        return None
    if ".." in first:
        after, by = first.split("..")
        return Edge(day(after) if after else None, day(by) if by else None)
    return Edge(day(first) - timedelta(1), day(first))


def version(
    wording: LimitationText,
    begins: str | None = "1900-01-01",
    until: str | None = None,
    review: Review = Review(),  # noqa: B008 frozen
    *,
    unknown: bool = False,
) -> Version[LimitationText]:
    """`until` is the day on which it no longer holds."""
    return Version(edge(begins), edge(until), wording, None, review, unknown=unknown)


def law(
    rules: dict[str, list[Version[LimitationText]]],
    change: dict[str, bool] | None = None,
    code: str = "XA",
    settings: dict[str, object] | None = None,
    review: Review = Review(),  # noqa: B008 frozen
) -> Law:
    held = {name: Provision(name, code, tuple(versions)) for name, versions in rules.items()}
    groups = {"temporal.limitation_change": Switch(BOTH if change is None else change, None, review)}
    return Law(code, {}, {}, {}, {}, held, groups | ({"settings": Switch(settings)} if settings else {}))


def case(
    act: str | None = "2000-01-01",
    dob: str | None = None,
    *,
    until: str | None = "same",
    age: tuple[int, int] | None = None,
    suspect_age: tuple[int, int] | None = None,
    events: list[Event] | None = None,
    complete: bool = True,
    charge: str | None = None,
) -> Facts:
    """By default it is known that no event happened."""
    happened = tuple(events or ()) if complete or events is not None else None
    return Facts(
        "case",
        Act(("sexual_activity",), days(act), days(act if until == "same" else until)),
        Child(born=days(dob), age=Age(*age) if age else None),
        Suspect(age=Age(*suspect_age) if suspect_age else Age(44, 44)),
        Course(charge_on=days(charge), events=happened, events_complete=complete),
    )


def event(kind: str, on: str | None, until: str | None = None, state: str = "XA") -> Event:
    return Event(state, kind, days(on), days(until))


def moments(facts: Facts, as_of: str, min_review: str = "drafted") -> Moments:
    today = day(as_of)
    return Moments(facts.act.start, facts.course.charge_on or Interval(today, today), today, min_review)


def years(low: float, high: float | None = None) -> Maybe[Years]:
    return Years(low, low if high is None else high)
