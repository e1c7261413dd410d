"""What the routes of a state come to: its best verdict, its earliest deadline, and what silence of its file means.

Where no drafted route is open and nobody declared the file complete for the conduct at that date, the state is
"cannot say" and never "none" (design, section 4.3).
"""

from collections.abc import Iterable, Mapping
from datetime import date

from fanal.engines.jurisdiction import criminality
from fanal.engines.jurisdiction.answer import Route, StateAnswer, Verdict
from fanal.engines.jurisdiction.facts import Facts
from fanal.engines.jurisdiction.model import Corpus, Law
from fanal.engines.jurisdiction.offences import Question

ORDER = tuple(Verdict)
IN_EVERY_COMPLETION = "law.open_in_every_completion"
OPEN = frozenset({Verdict.OPEN, Verdict.OPEN_ON_CONDITION})


def rank(verdict: Verdict) -> int:
    """0 is the best."""
    return ORDER.index(verdict)


def of_law(law: Law, routes: tuple[Route, ...], question: Question) -> StateAnswer:
    best = min((route.verdict for route in routes), key=rank, default=Verdict.NONE)
    if best in OPEN:
        earliest, latest = _deadline(route for route in routes if route.verdict in OPEN)
        return StateAnswer(law.jurisdiction, best, earliest, latest, frozenset(), "")
    reasons = {reason for route in routes if route.verdict is Verdict.CANNOT_SAY for reason in route.reasons}
    reasons |= criminality.silence(law, question.facts.act.conduct, question).reasons
    verdict = Verdict.CANNOT_SAY if reasons else best
    earliest, latest = _deadline(route for route in routes if route.verdict is verdict)
    return StateAnswer(law.jurisdiction, verdict, earliest, latest, frozenset(reasons), "")


def _deadline(routes: Iterable[Route]) -> tuple[date | None, date | None]:
    """The earliest last day among the routes, with the latest of that route beside it."""
    ends = [(route.limit.earliest, route.limit.latest) for route in routes if route.limit.earliest]
    found = min(ends, key=lambda one: (one[0] or date.max, one[1] or date.max), default=None)
    return found or (None, None)


def decided(state: StateAnswer, opened: Mapping[str, tuple[Verdict, tuple[str, ...]]]) -> StateAnswer:
    """Open though no single route is certain: in every completion of the unknown facts some route is.

    `opened`: such states, with the least verdict there and the facts that decide between the offences.
    """
    if state.verdict is not Verdict.CANNOT_SAY or state.state not in opened:
        return state
    verdict, facts = opened[state.state]
    note = f"{IN_EVERY_COMPLETION}:{','.join(facts)}"
    return StateAnswer(state.state, verdict, state.earliest_end, state.latest_end, frozenset(), note)


def missing(code: str) -> StateAnswer:
    """A state that the facts name and that has no file."""
    reasons = frozenset({f"law:{code}/not_in_corpus"})
    return StateAnswer(code, Verdict.CANNOT_SAY, None, None, reasons, "")


def of_parts(answers: list[StateAnswer], tied: frozenset[str], corpus: Corpus) -> list[StateAnswer]:
    """A state that the facts name and of which only parts have a file: open if one part is, else not known."""
    by_code = {one.state: one for one in answers}
    found = []
    for code in sorted(tied - set(by_code)):
        parts = [by_code[law.jurisdiction] for law in corpus.parts(code) if law.jurisdiction in by_code]
        best = min(parts, key=lambda one: rank(one.verdict), default=None)
        if best is None:
            continue
        if best.verdict in OPEN:
            found.append(
                StateAnswer(code, best.verdict, best.earliest_end, best.latest_end, frozenset(), "law.by_part")
            )
        else:
            reasons = frozenset({f"law:{code}/not_in_corpus"}).union(*(one.reasons for one in parts))
            found.append(StateAnswer(code, Verdict.CANNOT_SAY, None, None, reasons, "law.by_part"))
    return found


def assumptions(facts: Facts) -> tuple[str, ...]:
    """What the facts do not say and the answer presumes (section 4.1): paths of facts, each with what is presumed."""
    course, act = facts.course, facts.act
    presumed = {
        "course.judgments=none": course.judgments is None,
        "suspect.immunity=none": facts.suspect.immunity is None,
        "course.extradition=none": course.extradition is None,
        "course.conditions=not_asked": course.conditions is None,
        "course.events=none_suspending": course.events is None or not course.events_complete,
        "act.role=principal": act.role is None,
        "act.vessel=none": act.on_land,
        "act.to=act.from": act.end is None and act.start is not None,
    }
    return tuple(name for name, holds in presumed.items() if holds)
