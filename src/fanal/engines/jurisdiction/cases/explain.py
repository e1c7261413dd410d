"""An answer as data: one canonical JSON form, the same answer always the same bytes (docs/law.md, "What is normative").

`fanal.answer/2` gives each state two ends of time. The form before it had no name, and one end with the latest day of
the same route; `read` brings it up to date from the routes that it holds.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fanal.engines.jurisdiction.answer import (
    PARTS,
    Answer,
    Decisive,
    Defence,
    End,
    Node,
    Obstacle,
    Ref,
    Route,
    StateAnswer,
    Verdict,
)
from fanal.engines.jurisdiction.cases import ends
from fanal.engines.jurisdiction.cases.sentences import NOTICE
from fanal.engines.jurisdiction.values import FACT, LAW, Value

FORMAT = "fanal.answer/2"


class UnknownForm(ValueError):
    """An answer in a form that this version does not know: a newer one wrote it, or it is damaged."""


def to_json(answer: Answer, *, trees: bool = False) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8. `trees` adds the steps of every route."""
    return canonical(as_mapping(answer, trees=trees))


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def as_mapping(answer: Answer, *, trees: bool = False) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "id": answer.id,
        "as_of": answer.as_of.isoformat(),
        "corpus_version": answer.corpus_version,
        "states": [_state(state) for state in answer.states],
        "routes": [_route(route, trees=trees) for route in answer.routes],
        "obstacles": [_obstacle(obstacle) for obstacle in answer.obstacles],
        "decisive": [_decisive(decisive) for decisive in answer.decisive],
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
    mapping = {
        "state": state.state,
        "verdict": str(state.verdict),
        "first_end": _end(state.first_end),
        "last_end": _end(state.last_end),
        "reasons": sorted(state.reasons),
        "note": state.note,
    }
    return mapping | _unless(state.unless)


def _unless(held: Iterable[Defence]) -> dict[str, Any]:
    """Defences that were not ruled out; where there are none the key is not there, as in answers kept before."""
    found = [{"kind": one.kind, "facts": list(one.facts), "provision": _provision(one.ref)} for one in held]
    return {"unless": found} if found else {}


def _end(end: End) -> dict[str, Any]:
    return {"day": _day(end.day), "route": end.route, "no_limitation": end.none}


def read(data: bytes) -> dict[str, Any]:
    """An answer as it was written, of any form there ever was, in that of today. Raises `UnknownForm`."""
    try:
        answer: dict[str, Any] = json.loads(data)
        form = answer.get("format", "")
    except (ValueError, AttributeError):
        raise UnknownForm("this is no answer") from None
    if form == FORMAT:
        return answer
    if form:
        raise UnknownForm(f"the answer has the form {form}; this version reads up to {FORMAT}")
    try:
        return _of_today(answer)
    except (KeyError, TypeError, ValueError):
        raise UnknownForm("this is no answer") from None


def _of_today(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer of the form before it had a name."""
    as_of, ways = date.fromisoformat(answer["as_of"]), ways_of(answer)
    for state in answer["states"]:
        first, last = ends.of(ways.get(state["state"], ()), Verdict(state["verdict"]), as_of)
        state |= {"first_end": _end(first), "last_end": _end(last)}
        del state["earliest_end"], state["latest_end"]
    return answer | {"format": FORMAT}


def ways_of(answer: Mapping[str, Any]) -> dict[str, list[ends.Way]]:
    """The routes of an answer as data, by jurisdiction and by state."""
    found: dict[str, list[ends.Way]] = {}
    for route in answer["routes"]:
        for code in {route["state"], route["state"].partition("-")[0]}:
            found.setdefault(code, []).append(way_of(route))
    return found


def way_of(route: Mapping[str, Any]) -> ends.Way:
    earliest, latest = (route[name] and date.fromisoformat(route[name]) for name in ("earliest_end", "latest_end"))
    key, verdict = f"{route['offence']}/{route['rule']}", Verdict(route["verdict"])
    settling = {FACT + fact for one in route.get("unless", ()) for fact in one["facts"]}
    unknown = tuple(sorted({*route["reasons"], *settling}))
    return ends.Way(key, verdict, unknown, earliest, latest, route["no_limitation"])


def _route(route: Route, *, trees: bool) -> dict[str, Any]:
    mapping = {
        "state": route.state,
        "offence": route.offence,
        "rule": route.rule,
        "basis": str(route.basis),
        "verdict": str(route.verdict),
        "parts": {part: _truth(route.parts[part]) for part in PARTS},
        "reasons": sorted(route.reasons),
        "conditions": [
            {"kind": condition.kind, "who": condition.who, "status": condition.status} for condition in route.conditions
        ],
        "needs_expert": route.needs_expert,
        "provisions": [_provision(ref) for ref in route.provisions],
        "earliest_end": _day(route.limit.earliest),
        "latest_end": _day(route.limit.latest),
        "no_limitation": route.limit.none,
        "lowest_penalty": _years(route.lowest_penalty),
        "notes": list(route.notes),
    } | _unless(route.unless)
    return mapping | {"tree": node_mapping(route.tree)} if trees else mapping


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
    found = {
        "id": ref.id,
        "source": ref.source,
        "art": ref.art,
        "version": ref.version,
        "review": str(ref.review.status),
        "needs_expert": ref.review.needs_expert,
        "quote": ref.quote,
    }
    return found | {"text_of": ref.text_of} if ref.text_of else found


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
