"""The search for reforms of one country: plans of the engine, with patterns by which one sees that it became law."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypedDict

from fanal.engines.jurisdiction.api import Certificate, ReformPlan, country_reforms, evaluate, world_states
from fanal.engines.jurisdiction.contracts import Corpus, Persons, Profile, Verdict, patched, pattern
from fanal.vocabulary.dates import Interval

MOST = 20
"""Plans of one country that are kept: equally small ones differ little."""
SHOWN = 10
"""Patterns that are kept with a plan."""
_OPEN = frozenset({Verdict.OPEN, Verdict.OPEN_ON_CONDITION})

type Step = Callable[[int, int], object]


def plans(law: Corpus, state: str, as_of: date, boxes: Sequence[Certificate], step: Step) -> list[Reform]:
    """All smallest sets of changes of one country's law, as they are kept; none where its law is not in the library.

    Of gaps that are certain; where no change closes one of these, of those where no route is known.
    """
    if not law.parts(state):
        return []
    for certain in (True, False):
        found = country_reforms(law, state, as_of, certain=certain, states=world_states(), step=step)
        useful = [plan for plan in found if plan.atoms]
        if useful:
            return [_kept(law, state, plan, boxes) for plan in useful[:MOST]]
    return []


class Reform(TypedDict):
    """A plan of reforms as it is kept: its changes, and what they would do."""

    atoms: list[dict[str, str]]
    figures: dict[str, Any]


def _kept(law: Corpus, state: str, plan: ReformPlan, boxes: Sequence[Certificate]) -> Reform:
    return {
        "atoms": [{"state": atom.state, "kind": str(atom.kind), "profile": atom.profile} for atom in plan.atoms],
        "figures": {
            "cost": plan.cost,
            "certain": plan.certain,
            "gaps": int(plan.gaps),
            "closable": int(plan.closable),
            "closed": int(plan.closed),
            "examples": _examples(law, state, plan, boxes),
        },
    }


def _examples(law: Corpus, state: str, plan: ReformPlan, boxes: Sequence[Certificate]) -> list[dict[str, Any]]:
    """Patterns that the state does not reach today, and would with the plan."""
    after = patched(law, plan.atoms, law.profiles, plan.as_of)
    examples: list[dict[str, Any]] = []
    for box in boxes:
        pattern = {
            "profile": box.cell.profile,
            "ages": list(box.cell.ages),
            "persons": {name: getattr(box.example, name) for name in Persons.__dataclass_fields__},
        }
        new = not reaches(law, state, plan.as_of, pattern) and reaches(after, state, plan.as_of, pattern)
        if new and pattern not in examples and len(examples) < SHOWN:
            examples.append(pattern)
    return examples


def reaches(law: Corpus, state: str, on: date, one: Mapping[str, Any]) -> bool:
    """Whether a state has a route for a pattern of today, perhaps on a condition."""
    profile = _profile(law, one["profile"])
    if profile is None:
        return False
    low, high = one["ages"]
    facts = pattern(profile, (low, high), Interval(on, on), Persons(**one["persons"]))
    answer = evaluate(law, facts, on, states={state}, decide=False)
    return any(held.verdict in _OPEN for held in answer.states)


def _profile(law: Corpus, wanted: str) -> Profile | None:
    return next((profile for profile in law.profiles if profile.id == wanted), None)
