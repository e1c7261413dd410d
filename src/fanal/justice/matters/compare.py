"""Two answers side by side: which states changed, in what, and which routes came or went. It reads answers only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

type _Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unraised:
    """A defence that was not ruled out: its kind, and the provision and article that give it."""

    kind: str
    id: str
    art: str
    text_of: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a state stood in one answer. Ends are days as text, empty where there is none; `none`: no limitation."""

    verdict: str
    first: str
    last: str
    none: bool
    unless: tuple[Unraised, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One route that changed: `OFFENCE/RULE`, with its verdict before and after; empty where it was not shown."""

    route: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A state that changed. `before` or `after` None: the answer did not name it."""

    state: str
    before: Standing | None
    after: Standing | None
    routes: tuple[Turn, ...]


def compare(before: _Answer, after: _Answer) -> tuple[Changed, ...]:
    """The states whose verdict, deadline, defences or routes are not the same, by code; none if the answers agree."""
    old, new = _states(before), _states(after)
    old_routes, new_routes = _routes(before), _routes(after)
    changed = []
    for state in sorted(old.keys() | new.keys()):
        was, now = old_routes.get(state, {}), new_routes.get(state, {})
        turns = tuple(
            Turn(route, was.get(route, ""), now.get(route, ""))
            for route in sorted(was.keys() | now.keys())
            if was.get(route) != now.get(route)
        )
        if turns or old.get(state) != new.get(state):
            changed.append(Changed(state, old.get(state), new.get(state), turns))
    return tuple(changed)


def facts_changed(before: _Answer, after: _Answer) -> tuple[str, ...]:
    """Paths of facts that are not the same in both, such as `act.from`."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    return tuple(sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path)))


def _leaves(facts: _Answer) -> list[tuple[str, Any]]:
    parts = ((who, held) for who, held in facts.items() if isinstance(held, Mapping))
    return [(f"{who}.{name}", value) for who, held in parts for name, value in held.items()]


def _states(answer: _Answer) -> dict[str, Standing]:
    return {
        one["state"]: Standing(
            one["verdict"],
            one["first_end"]["day"] or "",
            one["last_end"]["day"] or "",
            one["last_end"]["no_limitation"],
            unraised(one),
        )
        for one in answer["states"]
    }


def unraised(held: _Answer) -> tuple[Unraised, ...]:
    """The defences of a route or of a state of an answer that were not ruled out."""
    refs = ((one["kind"], one["provision"]) for one in held.get("unless", ()))
    return tuple(Unraised(kind, ref["id"], ref["art"], ref.get("text_of", "")) for kind, ref in refs)


def _routes(answer: _Answer) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for one in answer["routes"]:
        found.setdefault(one["state"], {})[f"{one['offence']}/{one['rule']}"] = one["verdict"]
    return found
