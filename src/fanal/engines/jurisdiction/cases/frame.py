"""The frame of a case: the question that all parts work on, whom the facts name, and the routes of one law.

An act over a period is put to each stretch of unchanged law.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from fanal.engines.jurisdiction.answer import PARTS, Route, Verdict
from fanal.engines.jurisdiction.cases import routes, summaries
from fanal.engines.jurisdiction.facts import Facts, Links, Moments
from fanal.engines.jurisdiction.model import NO_STATE, Corpus, Law, ReviewStatus
from fanal.engines.jurisdiction.parts import ties
from fanal.engines.jurisdiction.parts.index import Rule
from fanal.engines.jurisdiction.parts.links import Forum
from fanal.engines.jurisdiction.parts.offences import ACT_FROM, Question
from fanal.engines.jurisdiction.values import all_of, unknown
from fanal.vocabulary.dates import Interval, checked_day

SHOWN = frozenset({Verdict.OPEN, Verdict.OPEN_ON_CONDITION, Verdict.CANNOT_SAY, Verdict.BARRED})
EARLIEST = date(1900, 1, 1)
NOWHERE = frozenset({NO_STATE, *ties.UNNAMED, *ties.NO_TIE})


class FactsRefused(ValueError):
    """Facts that this engine has no answer for. `code`: child-is-suspect, ends-before-it-begins, act-in-future,
    ends-in-future; `path` of the fact that is in the way."""

    def __init__(self, code: str, path: str, words: str) -> None:
        super().__init__(words)
        self.code, self.path = code, path


def question_of(corpus: Corpus, facts: Facts, as_of: date, *, min_review: str = ReviewStatus.DRAFTED) -> Question:
    """The question that all parts of the engine work on. Raises `FactsRefused`, `TypeError` for what is no day."""
    checked_day(as_of, "as_of")
    if facts.child.id and facts.child.id == facts.suspect.id:
        words = "A child is never looked at as the person suspected: child and suspect have the same id."
        raise FactsRefused("child-is-suspect", "suspect.id", words)
    act = act_days(facts)
    charge = facts.course.charge_on or Interval(as_of, as_of)
    moments = Moments(act, charge, as_of, min_review)
    return Question(corpus, facts, moments, act or Interval(None, as_of))


def in_time(facts: Facts, as_of: date) -> None:
    """Raises `FactsRefused` where the act surely ends before it begins, is later than the day of the answer, or begins
    before any law that was read here."""
    checked_day(as_of, "as_of")
    start, end = facts.act.start, facts.act.end
    if any(day and day.first and day.first < EARLIEST for day in (start, end)):
        words = f"The act begins before {EARLIEST.year}, of which no law was read: mend `act.from` or `act.to`."
        raise FactsRefused("act-too-early", "act.from", words)
    if start and end and start.first and end.last and end.last < start.first:
        words = "The act ends before it begins: mend `act.from` or `act.to`."
        raise FactsRefused("ends-before-it-begins", "act.to", words)
    if start and start.first and start.first > as_of:
        words = f"The act is later than the day of the answer, {as_of}: mend `act.from`, or take a later day."
        raise FactsRefused("act-in-future", "act.from", words)
    if end and end.first and end.first > as_of:
        words = (
            f"The act ends later than the day of the answer, {as_of}: mend `act.to`, or take a later day. Of one that "
            "still goes on the day of the answer is the last."
        )
        raise FactsRefused("ends-in-future", "act.to", words)


def act_days(facts: Facts) -> Interval | None:
    """From the first day on which the act may have begun to the last on which it may have ended."""
    start, end = facts.act.start, facts.act.end
    if start is None:
        return Interval(None, end.last) if end else None
    last = start.last if end is None else end.last
    return Interval(start.first, last)


def linked_codes(facts: Facts) -> frozenset[str]:
    """States and parts that the facts name as place, nationality, residence, presence or flag."""
    act, child, suspect = facts.act, facts.child, facts.suspect
    held: tuple[Links | None, ...] = (
        child.nationality, child.residence, suspect.nationality, suspect.residence, suspect.permanent_residence,
        suspect.presence, act.principal_nationality,
    )  # fmt: skip
    codes = {link.state for links in held if links for link in links.links}
    codes |= {place.state for place in act.places or ()}
    codes |= {act.vessel.flag} if act.vessel else set()
    return frozenset(codes - NOWHERE)


def is_tied(law: Law, tied: frozenset[str]) -> bool:
    """Whether a fact names the state or the part, or a part of the state."""
    return (
        law.jurisdiction in tied
        or law.state in tied
        or any(code.partition("-")[0] == law.jurisdiction for code in tied)
    )


# Acts over a period.


def routes_of(forum: Forum, question: Question, live: Mapping[str, list[Rule]] | None = None) -> list[Route]:
    """The routes of one law. Of an act over a period each stretch of unchanged law is tried; the best stands (T1)."""
    rules = live.get(forum.law.jurisdiction) if live else None
    if rules == []:
        return []
    cuts = stretches_of(forum.law, question)
    if cuts is None:
        return routes.routes(forum, question, rules)
    best: dict[tuple[str, str], Route] = {}
    for days, sure in cuts:
        part = replace(question, when=days, kept={})
        for route in routes.routes(Forum(forum.law, forum.linked, True), part, rules):
            read = route if sure else _unsure(route)
            held = best.setdefault((read.rule, read.offence), read)
            if _standing(read) < _standing(held):
                best[read.rule, read.offence] = read
    return [route for route in best.values() if forum.whole or route.verdict in SHOWN]


def _standing(route: Route) -> tuple[int, ...]:
    """Best first: of stretches with the same verdict that in which more of the route holds is told."""
    return summaries.rank(route.verdict), *(-route.parts[part].truth for part in PARTS)


def stretches_of(law: Law, question: Question) -> list[tuple[Interval, bool]] | None:
    """The stretches of a period between changes of this law, and whether the act surely went on in them.

    None where the act may have been on one day: then its date is not known, which is another thing.
    """
    start, end = question.facts.act.start, question.facts.act.end
    if not (start and end and start.first and start.last and end.first and end.last and start.last < end.first):
        return None
    days = {edge_day for edge_day in _changes(law) if start.first < edge_day <= end.last}
    if not days:
        return None
    starts = sorted(days | {start.first, start.last, end.first + timedelta(1)})
    stretches = []
    for first, following in zip(starts, [*starts[1:], None], strict=True):
        last = end.last if following is None else following - timedelta(1)
        if first <= last:
            stretches.append((Interval(first, last), start.last <= first and last <= end.first))
    return stretches


def _changes(law: Law) -> Iterable[date]:
    for provision in (*law.offences.values(), *law.rules.values()):
        for version in provision.versions:
            for edge in (version.start, version.end):
                if edge and edge.after:
                    yield edge.after + timedelta(1)
                if edge and edge.by:
                    yield edge.by


def _unsure(route: Route) -> Route:
    """A route by the law of days on which it is not known whether the act went on."""
    if route.verdict is Verdict.NONE:
        return route
    parts = {**route.parts, "E": all_of((route.parts["E"], unknown(ACT_FROM)))}
    reasons = route.reasons | {ACT_FROM}
    return replace(route, parts=parts, reasons=reasons, verdict=routes.verdict(parts, route.conditions))
