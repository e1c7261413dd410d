"""One case put to the whole corpus: which states can prosecute, on what, until when, and what is not known.

Every jurisdiction is looked at; those that a fact links to the case, those that were asked for and those with a route
that is not closed are answered for. A linked state without a file is "cannot say", never "no"
(docs/law-rules.md, "Routes and verdicts").
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from fanal.engines.jurisdiction.answer import Answer, Coverage, Route, StateAnswer, Verdict
from fanal.engines.jurisdiction.cases import frame, reach, summaries
from fanal.engines.jurisdiction.facts import Facts
from fanal.engines.jurisdiction.model import Corpus, ReviewStatus
from fanal.engines.jurisdiction.parts.expressions import weigh
from fanal.engines.jurisdiction.parts.index import Rule
from fanal.engines.jurisdiction.parts.links import Forum
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.parts.versions import LADDER

if TYPE_CHECKING:
    from fanal.engines.jurisdiction.deciding.decisive import Decision


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
    frame.in_time(facts, as_of)
    question = frame.question_of(corpus, facts, as_of, min_review=min_review)
    asked = None if states is None else frozenset(states)
    tied = frame.linked_codes(facts)
    forums = _forums(corpus, tied, asked)
    live = _live(question, forums)
    by_law = {forum.law.jurisdiction: frame.routes_of(forum, question, live) for forum in forums}
    shown = tuple(route for code in sorted(by_law) for route in by_law[code])
    named = tied if asked is None else asked | {code for code in tied if _wanted(code, asked)}
    missing = tuple(sorted(code for code in named if not _known(corpus, code)))
    answers = [
        summaries.of_law(corpus.laws[code], tuple(of_code), question)
        for code, of_code in by_law.items()
        if of_code or frame.is_tied(corpus.laws[code], tied) or asked is not None
    ]
    answers += [summaries.missing(code) for code in missing]
    answers += summaries.of_parts(answers, named, corpus)
    answers.sort(key=lambda answer: answer.state)
    coverage = Coverage(len(by_law), missing, lowest_review(shown))
    decision = _decision(question, shown) if decide else None
    return _finished(question, answers, shown, coverage, decision)


def _forums(corpus: Corpus, tied: frozenset[str], states: frozenset[str] | None) -> list[Forum]:
    found = []
    for code, law in sorted(corpus.laws.items()):
        if _wanted(code, states):
            here = frame.is_tied(law, tied)
            found.append(Forum(law, here, here or states is not None))
    return found


def _wanted(code: str, states: frozenset[str] | None) -> bool:
    return states is None or code in states or code.partition("-")[0] in states


def _known(corpus: Corpus, code: str) -> bool:
    return code in corpus.laws or ("-" not in code and bool(corpus.parts(code)))


def _live(question: Question, forums: Iterable[Forum]) -> dict[str, list[Rule]]:
    """For each law of a state that no fact names: its rules that may not be closed.

    To all such states every tie is the same, so that what rules ask for is weighed once (`index`).
    """
    named = {code.partition("-")[0] for code in _named(question.facts)}
    unnamed = [forum.law for forum in forums if not forum.whole and forum.law.state not in named]
    live: dict[str, list[Rule]] = {law.jurisdiction: [] for law in unnamed}
    if not unnamed or question.moments.min_review != ReviewStatus.DRAFTED:
        return {}
    ground = question.ground(unnamed[0], "")
    for whens, rules in question.index.by_links.items():
        if whens is None or not all(weigh(when, ground).is_false for when in whens):
            for rule in rules:
                if rule.code in live:
                    live[rule.code].append(rule)
    first = question.when.first or date.min
    for rule in question.index.unread:
        if (rule.unread >= first or rule.valid < question.as_of) and rule not in live.get(rule.code, [rule]):
            live[rule.code].append(rule)
    return {code: sorted(rules, key=lambda rule: rule.place) for code, rules in live.items()}


def _named(facts: Facts) -> frozenset[str]:
    """All states that the facts name, journeys included."""
    legs = {code for leg in facts.suspect.travel or () for code in (leg.origin, leg.destination)}
    return frame.linked_codes(facts) | legs


# The whole answer.


def _decision(question: Question, shown: tuple[Route, ...]) -> "Decision":
    from fanal.engines.jurisdiction.deciding import decisive  # it evaluates in bulk what this module evaluates once

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
        states=tuple(summaries.decided(state, decision.open, shown) if decision else state for state in states),
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
