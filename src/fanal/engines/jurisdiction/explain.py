"""An answer as data: one canonical JSON form, the same answer always the same bytes (design, sections 4.11 and 5)."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from fanal.engines.jurisdiction.answer import PARTS, Answer, Decisive, Node, Obstacle, Ref, Route, StateAnswer
from fanal.engines.jurisdiction.sentences import NOTICE
from fanal.engines.jurisdiction.values import FACT, LAW, Value


def to_json(answer: Answer, *, trees: bool = False) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8. `trees` adds the steps of every route."""
    return canonical(as_mapping(answer, trees=trees))


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def as_mapping(answer: Answer, *, trees: bool = False) -> dict[str, Any]:
    return {
        "id": answer.id,
        "as_of": answer.as_of.isoformat(),
        "corpus_version": answer.corpus_version,
        "states": [_state(one) for one in answer.states],
        "routes": [_route(one, trees=trees) for one in answer.routes],
        "obstacles": [_obstacle(one) for one in answer.obstacles],
        "decisive": [_decisive(one) for one in answer.decisive],
        "questions": list(answer.questions),
        "assumptions": list(answer.assumptions),
        "coverage": {
            "looked_at": answer.coverage.looked_at,
            "missing": list(answer.coverage.missing),
            "lowest_review": answer.coverage.lowest_review,
        },
        "approximate": answer.approximate,
        "notice": NOTICE,
    }


def unknowns(reasons: Iterable[str]) -> tuple[list[str], list[str]]:
    """What is not known in this case, and what is not in our library: two lists that are never merged."""
    held = sorted(set(reasons))
    return (
        [one.removeprefix(FACT) for one in held if one.startswith(FACT)],
        [one.removeprefix(LAW) for one in held if one.startswith(LAW)],
    )


def _state(state: StateAnswer) -> dict[str, Any]:
    return {
        "state": state.state,
        "verdict": str(state.verdict),
        "earliest_end": _day(state.earliest_end),
        "latest_end": _day(state.latest_end),
        "reasons": sorted(state.reasons),
        "note": state.note,
    }


def _route(route: Route, *, trees: bool) -> dict[str, Any]:
    found = {
        "state": route.state,
        "offence": route.offence,
        "rule": route.rule,
        "basis": str(route.basis),
        "verdict": str(route.verdict),
        "parts": {part: _truth(route.parts[part]) for part in PARTS},
        "reasons": sorted(route.reasons),
        "conditions": [{"kind": one.kind, "who": one.who, "status": one.status} for one in route.conditions],
        "needs_expert": route.needs_expert,
        "provisions": [_provision(ref) for ref in route.provisions],
        "earliest_end": _day(route.limit.earliest),
        "latest_end": _day(route.limit.latest),
        "no_limitation": route.limit.none,
        "lowest_penalty": _years(route.lowest_penalty),
        "notes": list(route.notes),
    }
    return found | {"tree": node_mapping(route.tree)} if trees else found


def node_mapping(node: Node) -> dict[str, Any]:
    """One step with all below it."""
    found: dict[str, Any] = {"id": node.id, "text_key": node.text_key, "value": _truth(node.value)}
    found |= {"params": dict(node.params)} if node.params else {}
    found |= {"reasons": sorted(node.value.reasons)} if node.value.reasons else {}
    found |= {"provision": _provision(node.ref)} if node.ref else {}
    found |= {"facts": list(node.facts)} if node.facts else {}
    found |= {"children": [node_mapping(child) for child in node.children]} if node.children else {}
    return found


def _provision(ref: Ref) -> dict[str, Any]:
    return {
        "id": ref.id,
        "source": ref.source,
        "art": ref.art,
        "version": ref.version,
        "review": str(ref.review.status),
        "needs_expert": ref.review.needs_expert,
        "quote": ref.quote,
    }


def _obstacle(obstacle: Obstacle) -> dict[str, Any]:
    return {
        "state": obstacle.state,
        "text_key": obstacle.text_key,
        "params": dict(obstacle.params),
        "value": _truth(obstacle.value),
        "reasons": sorted(obstacle.value.reasons),
        "duty": obstacle.duty,
    }


def _decisive(one: Decisive) -> dict[str, Any]:
    return {
        "fact": one.fact,
        "routes": list(one.routes),
        "obtainable_from": one.obtainable_from,
        "weight": round(one.weight, 6),
        "one": {"value": one.one[0], "verdict": str(one.one[1])},
        "other": {"value": one.other[0], "verdict": str(one.other[1])},
    }


def _truth(value: Value) -> str:
    return value.truth.name


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _years(years: tuple[float, float] | None) -> list[float | str] | None:
    """Life is the word: JSON has no infinity."""
    return None if years is None else ["life" if one == float("inf") else one for one in years]
