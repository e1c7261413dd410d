"""What the routes of a state come to: its best verdict, its two ends of time, and what silence of its file means.

Where no drafted route is open and nobody declared the file complete for the conduct at that date, the state is
"cannot say" and never "none" (docs/law-rules.md, "Routes and verdicts").
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from fanal.engines.jurisdiction.answer import Defence, End, Route, StateAnswer, Verdict
from fanal.engines.jurisdiction.cases import ends
from fanal.engines.jurisdiction.cases.ends import OPEN, ORDER
from fanal.engines.jurisdiction.facts import Facts
from fanal.engines.jurisdiction.model import Corpus, Law
from fanal.engines.jurisdiction.parts import criminality
from fanal.engines.jurisdiction.parts.offences import Question

IN_EVERY_COMPLETION = "law.open_in_every_completion"


def rank(verdict: Verdict) -> int:
    """0 is the best."""
    return ORDER.index(verdict)


def of_law(law: Law, routes: tuple[Route, ...], question: Question) -> StateAnswer:
    best = min((route.verdict for route in routes), key=rank, default=Verdict.NONE)
    ways = [ends.way(route) for route in routes]
    if best in OPEN:
        unless = _unless(route for route in routes if route.verdict is best)
        return StateAnswer(law.jurisdiction, best, *ends.of(ways, best, question.as_of), frozenset(), "", unless)
    reasons = {reason for route in routes if route.verdict is Verdict.CANNOT_SAY for reason in route.reasons}
    reasons |= criminality.silence(law, question.facts.act.conduct, question).reasons
    verdict = Verdict.CANNOT_SAY if reasons else best
    return StateAnswer(law.jurisdiction, verdict, *ends.of(ways, verdict, question.as_of), frozenset(reasons), "")


def _unless(routes: Iterable[Route]) -> tuple[Defence, ...]:
    """The defences that were not ruled out, where none of the routes is free of them."""
    held = [route.unless for route in routes]
    return tuple(dict.fromkeys(one for unless in held for one in unless)) if all(held) else ()


def decided(
    state: StateAnswer, opened: Mapping[str, tuple[Verdict, tuple[str, ...]]], routes: Iterable[Route]
) -> StateAnswer:
    """Open though no single route is certain: in every completion of the unknown facts some route is.

    `opened`: such states, with the least verdict there and the facts that decide between the offences; `routes`: those
    of the answer.
    """
    if state.verdict is not Verdict.CANNOT_SAY or state.state not in opened:
        return state
    verdict, facts = opened[state.state]
    note = f"{IN_EVERY_COMPLETION}:{','.join(facts)}"
    unsure = [one for one in routes if one.state == state.state and one.verdict is Verdict.CANNOT_SAY]
    unless = tuple(dict.fromkeys(defence for route in unsure for defence in route.unless))
    return replace(state, verdict=verdict, reasons=frozenset(), note=note, unless=unless)


def missing(code: str) -> StateAnswer:
    """A state that the facts name and that has no file."""
    reasons = frozenset({f"law:{code}/not_in_corpus"})
    return StateAnswer(code, Verdict.CANNOT_SAY, End(), End(), reasons, "")


def of_parts(answers: list[StateAnswer], tied: frozenset[str], corpus: Corpus) -> list[StateAnswer]:
    """A state that the facts name and of which only parts have a file: open if one part is, else not known."""
    by_code = {answer.state: answer for answer in answers}
    wholes = []
    for code in sorted(tied - set(by_code)):
        parts = [by_code[law.jurisdiction] for law in corpus.parts(code) if law.jurisdiction in by_code]
        best = min(parts, key=lambda part: rank(part.verdict), default=None)
        if best is None:
            continue
        if best.verdict in OPEN:
            wholes.append(replace(best, state=code, reasons=frozenset(), note="law.by_part"))
        else:
            reasons = frozenset({f"law:{code}/not_in_corpus"}).union(*(part.reasons for part in parts))
            wholes.append(StateAnswer(code, Verdict.CANNOT_SAY, End(), End(), reasons, "law.by_part"))
    return wholes


def assumptions(facts: Facts) -> tuple[str, ...]:
    """What the facts do not say and the answer presumes (docs/law-rules.md, "Facts"): paths, each with what is
    presumed."""
    course, act = facts.course, facts.act
    presumed = {
        "course.judgments=none": course.judgments is None,
        "suspect.immunity=none": facts.suspect.immunity is None,
        "course.extradition=none": course.extradition is None,
        "course.conditions=not_asked": course.conditions is None,
        "course.events=none_suspending": course.events is None or not course.events_complete,
        "act.role=principal": act.role is None,
        "act.vessel=none": act.on_land,
        "act.to=act.from": act.end is None and act.start is not None and act.start.first == act.start.last,
    }
    return tuple(name for name, holds in presumed.items() if holds)
