"""The space of all acts: exact count, single patterns, maps; and what peers need for a cell
(docs/benchmarks.md, "The law").

The law is synthetic: arrays of yes and no from a seed, which say nothing about the world. Peers answer about one cell
of the same arrays and must find the same. CPU seconds.
"""

from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import peers
from benchmarks.figures import Figure, best_of
from fanal.engines.jurisdiction.counting.coupled import ELSEWHERE, HERE, NOWHERE
from fanal.engines.jurisdiction.counting.maps import NONE, are_gaps, place_by_nationality
from fanal.engines.jurisdiction.counting.space import Predicates, SpaceCell, World, gaps
from fanal.engines.jurisdiction.values import Truth
from fanal.site.console import Progress

TITLE = "Every act at once: 195 states, 672 cells of synthetic law"
STATES, CELLS, PROFILES = 195, 672, 12
PATTERNS = STATES * (STATES + 1) ** 3 * STATES * CELLS
SAMPLE = 2_000_000
_HERE = Path(__file__).parent / "law_space_peers"
type Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Plain:
    """The predicates with nothing unknown; the first axis of an, hr, pp, un is the place."""

    pun: Bools
    an: Bools
    hr: Bools
    pp: Bools
    un: Bools
    pr: Bools  # [place, nationality, P, C]
    reach: Bools  # [nationality, P, S]


def run(step: Progress) -> list[Figure]:
    """All rows; `step` hears how many of them are done."""
    steps = (_counting, _single, _one_cell)
    law = plain()
    world = predicates(law).at(Truth.T)
    figures: list[Figure] = []
    for done, part in enumerate(steps):
        step(done, len(steps))
        figures += part(law, world)
    step(len(steps), len(steps))
    return figures


def plain(seed: int = 1) -> Plain:
    """Synthetic law: where a state has a route for an act abroad, it punishes the act at home."""
    draw = np.random.default_rng(seed)
    pun = draw.random((STATES, CELLS)) < 0.8

    def pair(without: float, more: float) -> Bools:
        first = draw.random((STATES, CELLS)) < without
        return np.stack([first & pun, (first | (draw.random((STATES, CELLS)) < more)) & pun])

    presence = np.stack([pair(0.1, 0.1), pair(0.2, 0.1)], axis=1)
    reach = draw.random((2, STATES, STATES)) < 0.5
    reach[:, range(STATES), range(STATES)] = True
    return Plain(pun, pair(0.3, 0.3), pair(0.2, 0.3), pair(0.1, 0.2), pair(0.002, 0.001), presence, reach)


def predicates(law: Plain) -> Predicates:
    """The same in the form that the engine counts."""
    abroad = np.zeros((2, 2, 2, 3, 2, STATES, CELLS), np.int8)
    for there, of, lives, tied in product((0, 1), (0, 1), (NOWHERE, ELSEWHERE, HERE), (0, 1)):
        held = [law.un]
        held += [found for linked, found in ((of, law.an), (lives == HERE, law.hr), (tied, law.pp)) if linked]
        held += [law.pr[:, of]] if there else []
        abroad[:, there, of, lives, tied] = 2 * np.logical_or.reduce(held)
    cell = SpaceCell("synthetic", (0, 17), date(2000, 1, 1), date(2000, 1, 1))
    punishes = 2 * law.pun.astype(np.int8)
    reach = np.repeat(2 * law.reach.astype(np.int8)[None, :, None], 2, axis=2)
    names = tuple(f"S{number}" for number in range(STATES))
    layers, surrender = np.zeros(CELLS, np.intp), np.full((STATES, CELLS), 2, np.int8)
    return Predicates(names, (cell,) * CELLS, punishes, punishes, abroad, reach, layers, surrender)


def _counting(law: Plain, world: World) -> list[Figure]:
    counted, formula = int(gaps(world).sum()), int(by_formula(law).sum())
    if counted != formula:
        raise RuntimeError(f"the count ({counted}) is not that of the formula ({formula})")
    ours, bound = best_of(5, lambda: gaps(world)), best_of(5, lambda: by_formula(law))
    compiled = best_of(3, lambda: gaps(predicates(law).at(Truth.T)))
    return [
        Figure(f"whole space, {PATTERNS:.3g} patterns, exact", ours * 1000, "ms", 100),
        Figure("… with making the predicates", compiled, "s", 1),
        Figure("… bound: plain NumPy, separate rules only", bound * 1000, "ms"),
    ]


def by_formula(law: Plain) -> NDArray[np.int64]:
    """The formula as it stands (docs/law-rules.md, "Every act at once"): gaps of each cell. Only for separate rules
    that a place with a rule at home has."""
    found = np.zeros(CELLS, np.int64)
    for there, national in product((0, 1), (0, 1)):
        reach = law.reach[national].astype(np.float32)

        def reached(rows: Bools, reach: NDArray[np.float32] = reach) -> NDArray[np.int64]:
            return (reach @ rows.astype(np.float32)).astype(np.int64)

        punished = law.pun.sum(axis=0, dtype=np.int64)
        places = punished - reached(law.pun) if there else np.broadcast_to(STATES - punished, (STATES, CELLS))
        own = law.an[there].astype(np.int64)
        nationals = 1 - own if national else STATES - reached(law.an[there]) + own
        lives, tied = (STATES + 1 - reached(rows[there]) for rows in (law.hr, law.pp))
        free = ~law.pr[there, national] & (reached(law.un[there]) == 0)
        found += (places * nationals * lives * tied * free).sum(axis=0)
    return found


def _single(_law: Plain, world: World) -> list[Figure]:
    some = np.arange(STATES)
    home, place, profile = np.meshgrid(some, some, np.arange(PROFILES), indexing="ij")

    def travellers() -> None:
        """Suspect of X, child of Y, place Y: found in X, and found in Y."""
        for found in (home, place):
            are_gaps(world, place, home, home, place, found, profile)

    draw = np.random.default_rng(2)
    tuples = [draw.integers(low, STATES, SAMPLE) for low in (0, NONE, NONE, NONE, 0)]
    cells = draw.integers(0, CELLS, SAMPLE)
    rate = SAMPLE / best_of(2, lambda: are_gaps(world, *tuples, cells))
    maps = best_of(3, lambda: place_by_nationality(world))
    return [
        Figure("456,300 patterns (195 × 195 × 12), found at home and away", best_of(3, travellers), "s", 0.5),
        Figure(f"all {CELLS} place × nationality maps, packed bits", maps * 1000, "ms", 150),
        Figure("tuple by tuple, vectorised", rate / 1e6, "M/s"),
        Figure("… the whole space so", PATTERNS / rate / 86_400 / 365.25, "years"),
    ]


def _one_cell(law: Plain, world: World) -> list[Figure]:
    one = world.part(slice(0, 1))
    at_home = best_of(20, lambda: nationals_at_home(one))
    found = [
        Figure("195 × 195 gaps of one cell: nationals found at home", at_home * 1000, "ms", 10),
        Figure("… found anywhere", best_of(20, lambda: place_by_nationality(one)) * 1000, "ms", 10),
        Figure("is there any gap in one cell (five roles)", best_of(20, lambda: gaps(one).any()) * 1000, "ms", 10),
    ]
    given = _for_peers(law)
    expected = {"gaps": int(nationals_at_home(one).sum()), "any": bool(gaps(one).any())}
    for name, package in (("clingo", "clingo"), ("z3", "z3-solver")):
        found += _peer(name, package, given, expected)
    return found


def nationals_at_home(one: World) -> Bools:
    """[N, W] of one cell: a national of N who is found in N, lives nowhere and meets a child without a tie."""
    some, none = np.arange(STATES), np.array(NONE)
    return are_gaps(one, some[None], some[:, None], none, none, some[:, None], np.array(0))


def _for_peers(law: Plain) -> dict[str, Any]:
    first = replace(law, **{name: getattr(law, name)[..., 0] for name in ("pun", "an", "hr", "pp", "un", "pr")})
    return {name: getattr(first, name).astype(int).tolist() for name in Plain.__dataclass_fields__}


def _peer(name: str, package: str, given: dict[str, Any], expected: dict[str, Any]) -> list[Figure]:
    try:
        answer = peers.ask([package], (_HERE / f"{name}.py.txt").read_text("utf-8"), given)
    except TimeoutError as error:
        return [Figure(f"{name}: {error}", 0, "")]
    if answer is None:
        return [Figure(f"{name}: absent, it could not be installed here", 0, "")]
    for question, told in expected.items():
        if answer.get(question, told) != told:
            raise RuntimeError(f"{name} finds {answer[question]} for {question}, not {told}")
    version = answer["version"]
    return [Figure(f"{name} {version}: {words}", value * 1000, "ms") for words, value in answer["seconds"].items()]
