"""The two ends of time of a state, and the order in which its routes are read
(docs/law-rules.md, "Routes and verdicts").

The first way closes on the earliest last day among the routes of its verdict, the last way on the latest; each end
comes with its route. The route that stands first is the one that a lawyer would follow.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from fanal.engines.jurisdiction.answer import End, Route, Verdict
from fanal.engines.jurisdiction.values import FACT

ORDER = tuple(Verdict)
OPEN = frozenset({Verdict.OPEN, Verdict.OPEN_ON_CONDITION})
UNENDING = date.max


class Way(NamedTuple):
    """What of a route says when it closes and how surely it is open; read from a route or from a stored answer.

    `reasons`: all that is not known about it (`unknowns`).
    """

    route: str
    verdict: Verdict
    reasons: tuple[str, ...]
    earliest: date | None
    latest: date | None
    none: bool


def way(route: Route) -> Way:
    limit = route.limit
    reasons = tuple(sorted(unknowns(route)))
    return Way(f"{route.offence}/{route.rule}", route.verdict, reasons, limit.earliest, limit.latest, limit.none)


def unknowns(route: Route) -> frozenset[str]:
    """All that is not known about a route: the reasons of its parts, and the facts that would settle a defence."""
    return route.reasons | {FACT + fact for defence in route.unless for fact in defence.facts}


def followed(one: Way) -> tuple[int, int, int, int, str]:
    """A key for sorting: verdict, fewest unknown facts, fewest unknown laws, the later end."""
    facts = sum(reason.startswith(FACT) for reason in one.reasons)
    end = UNENDING if one.none else one.earliest or date.min
    return ORDER.index(one.verdict), facts, len(one.reasons) - facts, -end.toordinal(), one.route


def of(ways: Iterable[Way], verdict: Verdict, as_of: date) -> tuple[End, End]:
    """The first and the last end among the routes of that verdict.

    A day before `as_of` is no deadline of a state that is open or may be: proceedings began in time, or the law of
    limitation was not read.
    """
    ends = [one for one in ways if one.verdict is verdict or (verdict in OPEN and one.verdict in OPEN)]
    closing = [one for one in ends if one.earliest and (verdict is Verdict.BARRED or one.earliest >= as_of)]
    first = min(closing, key=lambda one: one.earliest or UNENDING, default=None)
    last = max(ends, key=_latest, default=None)
    return (
        End(first.earliest, first.route) if first else End(),
        End(last.latest, last.route, last.none) if last else End(),
    )


def _latest(one: Way) -> tuple[bool, date]:
    return one.none, one.latest or UNENDING
