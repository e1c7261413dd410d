"""One case put to the whole corpus: which states can prosecute, on what, until when, and what is not known.

Every jurisdiction is looked at; those that a fact links to the case, those that were asked for and those with a route
that is not closed are answered for. A linked state without a file is "cannot say", never "no" (design, section 4.3).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fanal.engines.jurisdiction import reach, routes, summaries, ties
from fanal.engines.jurisdiction.answer import PARTS, Answer, Coverage, Route, StateAnswer, Verdict
from fanal.engines.jurisdiction.expressions import weigh
from fanal.engines.jurisdiction.facts import Facts, Links, Moments
from fanal.engines.jurisdiction.index import Rule
from fanal.engines.jurisdiction.links import Forum
from fanal.engines.jurisdiction.model import NO_STATE, Corpus, Law, ReviewStatus
from fanal.engines.jurisdiction.offences import ACT_FROM, Question
from fanal.engines.jurisdiction.values import all_of, unknown
from fanal.engines.jurisdiction.versions import LADDER
from fanal.vocabulary.dates import Interval, checked_day

if TYPE_CHECKING:
    from fanal.engines.jurisdiction.decisive import Decision

SHOWN = frozenset({Verdict.OPEN, Verdict.OPEN_ON_CONDITION, Verdict.CANNOT_SAY, Verdict.BARRED})
EARLIEST = date(1900, 1, 1)
NOWHERE = frozenset({NO_STATE, *ties.UNNAMED, *ties.NO_TIE})


class FactsRefused(ValueError):
    """Facts that this engine has no answer for. `code`: child-is-suspect, ends-before-it-begins, act-in-future,
    ends-in-future; `path` of the fact that is in the way."""

    def __init__(self, code: str, path: str, words: str) -> None:
        super().__init__(words)
        self.code, self.path = code, path


def evaluate(
    corpus: Corpus,
    facts: Facts,
    as_of: date,
    *,
    min_review: str = ReviewStatus.DRAFTED,
    states: Iterable[str] | None = None,
    decide: bool = True,
) -> Answer:
    """The answer for one child, one person suspected and one act, by the law as it is known on `as_of`.

    `min_review`: provisions whose review stands below are not known. `states`: only these jurisdictions (a state stands
    for its parts), each with all its routes; otherwise all. `decide`: also look for the unknown facts that decide,
    which takes longer than all else. Raises `FactsRefused` where child and suspect are one, and where the act ends
    before it begins or is later than `as_of`.
    """
    in_time(facts, as_of)
    question = ask(corpus, facts, as_of, min_review=min_review)
    asked = None if states is None else frozenset(states)
    tied = linked_codes(facts)
    forums = _forums(corpus, tied, asked)
    live = _live(question, forums)
    found = {forum.law.jurisdiction: routes_of(forum, question, live) for forum in forums}
    shown = tuple(route for code in sorted(found) for route in found[code])
    named = tied if asked is None else asked | {code for code in tied if _wanted(code, asked)}
    missing = tuple(sorted(code for code in named if not _known(corpus, code)))
    answers = [
        summaries.of_law(corpus.laws[code], tuple(of_code), question)
        for code, of_code in found.items()
        if of_code or is_tied(corpus.laws[code], tied) or asked is not None
    ]
    answers += [summaries.missing(code) for code in missing]
    answers += summaries.of_parts(answers, named, corpus)
    answers.sort(key=lambda one: one.state)
    coverage = Coverage(len(found), missing, lowest_review(shown))
    decision = _decision(question, shown) if decide else None
    return _finished(question, answers, shown, coverage, decision)


def ask(corpus: Corpus, facts: Facts, as_of: date, *, min_review: str = ReviewStatus.DRAFTED) -> Question:
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


def _forums(corpus: Corpus, tied: frozenset[str], states: frozenset[str] | None) -> list[Forum]:
    found = []
    for code, law in sorted(corpus.laws.items()):
        if _wanted(code, states):
            here = is_tied(law, tied)
            found.append(Forum(law, here, here or states is not None))
    return found


def _wanted(code: str, states: frozenset[str] | None) -> bool:
    return states is None or code in states or code.partition("-")[0] in states


def is_tied(law: Law, tied: frozenset[str]) -> bool:
    """Whether a fact names the state or the part, or a part of the state."""
    return (
        law.jurisdiction in tied
        or law.state in tied
        or any(code.partition("-")[0] == law.jurisdiction for code in tied)
    )


def _known(corpus: Corpus, code: str) -> bool:
    return code in corpus.laws or ("-" not in code and bool(corpus.parts(code)))


def _live(question: Question, forums: Iterable[Forum]) -> dict[str, list[Rule]]:
    """For each law of a state that no fact names: its rules that may not be closed.

    To all such states every tie is the same, so that what rules ask for is weighed once (`index`).
    """
    named = {code.partition("-")[0] for code in _named(question.facts)}
    unnamed = [forum.law for forum in forums if not forum.whole and forum.law.state not in named]
    found: dict[str, list[Rule]] = {law.jurisdiction: [] for law in unnamed}
    if not unnamed or question.moments.min_review != ReviewStatus.DRAFTED:
        return {}
    ground = question.ground(unnamed[0], "")
    for whens, rules in question.index.by_links.items():
        if whens is None or not all(weigh(when, ground).is_false for when in whens):
            for rule in rules:
                if rule.code in found:
                    found[rule.code].append(rule)
    first = question.when.first or date.min
    for rule in question.index.unread:
        if (rule.unread >= first or rule.valid < question.as_of) and rule not in found.get(rule.code, [rule]):
            found[rule.code].append(rule)
    return {code: sorted(rules, key=lambda rule: rule.place) for code, rules in found.items()}


def _named(facts: Facts) -> frozenset[str]:
    """All states that the facts name, journeys included."""
    legs = {code for leg in facts.suspect.travel or () for code in (leg.origin, leg.destination)}
    return linked_codes(facts) | legs


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
            one = route if sure else _unsure(route)
            held = best.setdefault((one.rule, one.offence), one)
            if _standing(one) < _standing(held):
                best[one.rule, one.offence] = one
    return [one for one in best.values() if forum.whole or one.verdict in SHOWN]


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
    found = []
    for first, following in zip(starts, [*starts[1:], None], strict=True):
        last = end.last if following is None else following - timedelta(1)
        if first <= last:
            found.append((Interval(first, last), start.last <= first and last <= end.first))
    return found


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


# The whole answer.


def _decision(question: Question, shown: tuple[Route, ...]) -> "Decision":
    from fanal.engines.jurisdiction import decisive  # it evaluates in bulk what this module evaluates once

    return decisive.decide(question, shown)


def _finished(
    question: Question,
    states: list[StateAnswer],
    shown: tuple[Route, ...],
    coverage: Coverage,
    decision: "Decision | None",
) -> Answer:
    pending = [(route.state, route.offence) for route in shown if route.verdict is not Verdict.NONE]
    return Answer(
        id=question.facts.id,
        as_of=question.as_of,
        corpus_version=question.corpus.version,
        states=tuple(summaries.decided(one, decision.open) if decision else one for one in states),
        routes=shown,
        obstacles=reach.obstacles(question, pending),
        decisive=decision.decisive if decision else (),
        questions=decision.questions if decision else (),
        assumptions=summaries.assumptions(question.facts),
        coverage=coverage,
        approximate=decision.approximate if decision else False,
    )


def lowest_review(shown: Iterable[Route]) -> str:
    """The lowest step of the ladder among the provisions that were used; nothing where none was."""
    used = {ref.review.status for route in shown if route.verdict is not Verdict.NONE for ref in route.provisions}
    return min(used, key=LADDER.index, default="")
