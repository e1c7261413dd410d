"""Why not: the smallest sets of leaves, at most three, whose change would open a route
(docs/law-rules.md, "Why not").

Candidates are the leaves that stand in the way (`changes`), each labelled fact, gap of the library, law, decision or
time. Every set that is given was applied to facts and corpus and evaluated anew by the tree evaluator, and none of its
proper subsets opens the route. The candidates are what the language of provisions can say; a reform of another kind is
not among them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations

from fanal.engines.jurisdiction.answer import PARTS, Answer, Route, Verdict
from fanal.engines.jurisdiction.cases import frame
from fanal.engines.jurisdiction.deciding.changes import NEEDS, Change, ChangeKind, Claim, changes
from fanal.engines.jurisdiction.deciding.edits import Case
from fanal.engines.jurisdiction.deciding.vector import VERDICTS
from fanal.engines.jurisdiction.facts import Facts
from fanal.engines.jurisdiction.model import Corpus, Law
from fanal.engines.jurisdiction.parts import criminality
from fanal.engines.jurisdiction.parts.conditions import refused
from fanal.engines.jurisdiction.parts.links import Forum, basis_of
from fanal.engines.jurisdiction.parts.offences import Question

MOST_CHANGES, MOST_SETS, MOST_ROUTES = 3, 20, 24
OPEN = frozenset({Verdict.OPEN, Verdict.OPEN_ON_CONDITION})
_ORDER = (ChangeKind.DECISION, ChangeKind.FACT, ChangeKind.GAP, ChangeKind.LAW, ChangeKind.TIME)


class NoSuchRoute(ValueError):
    """The corpus has no route of that name for this conduct."""


@dataclass(frozen=True, slots=True)
class FlipSet:
    """Changes that together, and not without one of them, give a route this verdict."""

    state: str
    offence: str
    rule: str
    changes: tuple[Change, ...]
    verdict: Verdict


def why_not(
    corpus: Corpus, facts: Facts, answer: Answer, route_or_state: str, *, min_review: str = "drafted"
) -> list[FlipSet]:
    """For a route (`OFFENCE/RULE`) all such sets, smallest first; for a state the smallest of any of its routes, and of
    each other ground on which it may act those that need one change more.

    A route that is open on a condition is to be open; every other one that is not open is to be one of both. Of a state
    those routes are looked at in which the fewest parts stand in the way. Raises `NoSuchRoute`.
    """
    question = frame.question_of(corpus, facts, answer.as_of, min_review=min_review)
    claims = sorted(_claims(question, route_or_state), key=lambda claim: len(_bad(claim)))
    if "/" in route_or_state:
        return _shown(flips for claim in claims for size in range(1, MOST_CHANGES + 1) for flips in _sets(claim, size))
    best = max((claim.route.verdict for claim in claims if claim.route), key=VERDICTS.index, default=Verdict.NONE)
    if best in OPEN:
        claims = [claim for claim in claims if claim.route and claim.route.verdict is best]
    for size in range(1, MOST_CHANGES + 1):
        sets = [(claim, flips) for claim in claims[:MOST_ROUTES] for flips in _sets(claim, size)]
        if sets:
            reached = {basis_of(claim.rule) for claim, _ in sets}
            others = [claim for claim in claims if basis_of(claim.rule) not in reached] if size < MOST_CHANGES else []
            enough = [_leaves(flips) for _, flips in sets]
            wider = (flips for claim in others[:MOST_ROUTES] for flips in _sets(claim, size + 1))
            more = [flips for flips in wider if not any(held <= _leaves(flips) for held in enough)]
            return [*_shown(flips for _, flips in sets), *_shown(more)][:MOST_SETS]
    return []


def _leaves(found: FlipSet) -> frozenset[tuple[str, str, str]]:
    """What a set changes: one that holds all of another says nothing more about the state."""
    return frozenset((one.kind, one.leaf, str(sorted(one.params.items()))) for one in found.changes)


def _shown(found: Iterable[FlipSet]) -> list[FlipSet]:
    ordered = sorted(found, key=lambda one: (len(one.changes), [_ORDER.index(change.kind) for change in one.changes]))
    return ordered[:MOST_SETS]


def _claims(question: Question, route_or_state: str) -> list[Claim]:
    offence, slash, rule = route_or_state.partition("/")
    claims = []
    for law in question.corpus.laws.values():
        if slash and not (offence in law.offences and rule in law.rules):
            continue
        if not slash and route_or_state not in {law.jurisdiction, law.state}:
            continue
        held = {(route.offence, route.rule): route for route in _routes(law, question)}
        for charged in criminality.covering(law, question.facts.act.conduct):
            for covering in law.rules.values():
                listed = [version.text.offences for version in covering.versions]
                if any(ids is None or charged.id in ids for ids in listed):
                    claims.append(Claim(question, law, covering, charged, held.get((charged.id, covering.id))))
    if slash:
        claims = [claim for claim in claims if (claim.offence.id, claim.rule.id) == (offence, rule)]
    if not claims:
        raise NoSuchRoute(f"no rule and offence of the corpus cover this act as {route_or_state}")
    return claims


def _routes(law: Law, question: Question) -> list[Route]:
    tied = frame.is_tied(law, frame.linked_codes(question.facts))
    return frame.routes_of(Forum(law, tied, True), question)


def _bad(claim: Claim) -> frozenset[str]:
    """The parts that stand in the way, with the decisions that do."""
    parts = {part for part in PARTS if claim.bad(part)}
    verdict = claim.route.verdict if claim.route else Verdict.NONE
    stopped = claim.route is not None and refused(claim.route.conditions)
    return frozenset(parts | ({NEEDS} if stopped or verdict is Verdict.OPEN_ON_CONDITION else set()))


def _sets(claim: Claim, size: int) -> Iterator[FlipSet]:
    """The sets of exactly this size that open the route, and of which no proper subset does."""
    verdict = claim.route.verdict if claim.route else Verdict.NONE
    wanted = frozenset({Verdict.OPEN}) if verdict is Verdict.OPEN_ON_CONDITION else OPEN
    if verdict is Verdict.OPEN:
        return
    candidates, bad = changes(claim), _bad(claim)
    opened: dict[tuple[int, ...], Verdict | None] = {}

    def opens(chosen: tuple[int, ...]) -> Verdict | None:
        if chosen not in opened:
            tried = tuple(candidates[number] for number in chosen)
            result = outcome(claim, tried) if _worth_trying(tried, bad) else None
            opened[chosen] = result if result in wanted else None
        return opened[chosen]

    for chosen in combinations(range(len(candidates)), size):
        smaller = (subset for count in range(1, size) for subset in combinations(chosen, count))
        if not any(opens(subset) for subset in smaller):
            result = opens(chosen)
            if result:
                tried = tuple(candidates[number] for number in chosen)
                yield FlipSet(claim.law.jurisdiction, claim.offence.id, claim.rule.id, tried, result)


def _worth_trying(chosen: Sequence[Change], bad: frozenset[str]) -> bool:
    """Not two values of one leaf, and not where a part stands in the way that none of the changes reaches."""
    reached = frozenset().union(*(change.parts for change in chosen))
    return bad <= reached and len({change.leaf for change in chosen}) == len(chosen)


def outcome(claim: Claim, chosen: Sequence[Change]) -> Verdict:
    """The verdict of the route with these changes applied, by the tree evaluator."""
    case: Case = (claim.question.corpus, claim.facts)
    corpus, facts = reduce(lambda held, change: change.apply(held), chosen, case)
    moments = claim.question.moments
    question = frame.question_of(corpus, facts, moments.as_of, min_review=moments.min_review)
    law = corpus.laws[claim.law.jurisdiction]
    rule, offence = law.rules[claim.rule.id], law.offences[claim.offence.id]
    alone = replace(law, rules={rule.id: rule}, offences={offence.id: offence})  # the place still has its whole law
    found = _routes(alone, question)
    return found[0].verdict if found else Verdict.NONE
