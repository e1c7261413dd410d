"""What synthetic rows cost and how near they are, beside pac-synth; noise, and members that are added up.

The children are fictional, so counts of synthetic rows can be held against the truth: nobody else ever may. Errors are
mean absolute errors over all cells of all tables of two, and of three, of 20 variables, at equal epsilon and delta.
"""

import secrets
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks import peers
from benchmarks.figures import Figure, best_of
from fanal.engines.disclosure import pooled
from fanal.engines.disclosure.accounting import DELTA, epsilon
from fanal.engines.disclosure.counting import count
from fanal.engines.disclosure.discrete import gaussian
from fanal.engines.disclosure.generate import people
from fanal.engines.disclosure.model import CodedTable, Cube, Policy, TableSpec
from fanal.engines.disclosure.synthesis import Synthetic, noised, synthesise
from fanal.site.console import Progress

TITLE = "Synthetic rows at epsilon 4, noise, and pooled tables"
PEERS = Path(__file__).parent / "disclosure_peers"
RHO = Fraction(31, 100)
"""epsilon 3.9924 at delta 10^-6."""
FEW, GROWTH = 10_000, (100_000, 1_000_000)
CELLS, MEMBERS = 155_905, 8
PEER_SECONDS = 600

type Cells = npt.NDArray[np.int64]
type Counts = dict[tuple[int, ...], Cells]


def run(step: Progress) -> list[Figure]:
    """All rows; `step` hears how many parts are done."""
    parts: tuple[Callable[[], list[Figure]], ...] = (_noise, _pooled, _beside_pac_synth, _growth)
    figures: list[Figure] = []
    for done, measure in enumerate(parts):
        step(done, len(parts))
        figures += measure()
    step(len(parts), len(parts))
    return figures


def _noise() -> list[Figure]:
    spent = best_of(3, lambda: gaussian(Fraction(6750), 20_000, secrets.token_bytes)) / 20_000
    return [Figure("a draw of exact noise", spent * 1e6, "µs", 8)]


def _pooled() -> list[Figure]:
    """As many cells as all tables of up to three of 20 variables have, masked at eight members and added."""
    counts = count(people(FEW, 1))
    names = [one.name for one in counts.classes.variables]
    specs = tuple(
        TableSpec((a, b), (c,), cohorts=counts.cohorts)
        for at, a in enumerate(names)
        for b, c in zip(names[at + 1 :], names[at + 2 :], strict=False)
    )
    members = tuple(f"member {number}" for number in range(MEMBERS))
    run_ = pooled.Run("benchmark", members, counts.classes, counts.cohorts, specs, Policy(method="dp", rho=RHO))
    size = sum(run_.sizes())
    digest, random = run_.digest, np.random.default_rng(0)
    shares = {one: pooled.Shares(digest, random.integers(0, 10**6, size)) for one in members}
    seeds = {a: {b: bytes(sorted((i, j))) * 16 for j, b in enumerate(members) if b != a} for i, a in enumerate(members)}

    def masked() -> dict[str, bytes]:
        return {one: pooled.mask(shares[one], one, seeds[one], run_) for one in members}

    sent = masked()
    mask_seconds = best_of(3, masked) * CELLS / size
    add_seconds = best_of(3, lambda: pooled.add(sent, run_)) * CELLS / size
    return [
        Figure(f"{MEMBERS} members × {CELLS:,} cells: masked", mask_seconds, "s", 0.2),
        Figure("… added, with states and ranges of all cells", add_seconds, "s"),
        Figure("… sent by each member", 8 * CELLS / 1e6, "MB"),
    ]


def _beside_pac_synth() -> list[Figure]:
    table = people(FEW, 1)
    cube = count(table)
    made, cpu, wall = _made(cube)
    pairs, triples = (error(cube, counts_of(made), ways) for ways in (2, 3))
    figures = [
        Figure(f"{FEW:,} children: synthetic rows, measured and made", wall, "s"),
        Figure(f"… error of 2-way counts (mean {mean(cube, 2):,.0f})", pairs, "children", 15.4 / 310 * mean(cube, 2)),
        Figure(f"… error of 3-way counts (mean {mean(cube, 3):,.0f})", triples, "children", 9.0 / 64 * mean(cube, 3)),
    ]
    given = {"rows": table.codes.tolist(), "epsilon": epsilon(RHO), "delta": DELTA}
    program = (PEERS / "pac_synth_rows.py.txt").read_text("utf-8")
    answer = peers.ask(["pac-synth==0.0.8"], program, given, PEER_SECONDS)
    if answer is None:
        return [*figures, Figure("pac-synth: absent, it could not be installed here", 0, "")]
    return [*figures, *_ratios(cube, answer, pairs, triples, cpu)]


def _ratios(cube: Cube, answer: dict[str, Any], pairs: float, triples: float, cpu: float) -> list[Figure]:
    theirs = np.array(answer["rows"], dtype=np.int64)
    found = {places: _plain(theirs, places, one.n.shape) for places, one in cube.margins.items()}
    two, three = (error(cube, found, ways) for ways in (2, 3))
    return [
        Figure("… pac-synth: CPU seconds over ours", answer["cpu"] / cpu, "×", 20, False),
        Figure("… pac-synth: 2-way error over ours", two / pairs, "×", 2, False),
        Figure("… pac-synth: 3-way error over ours", three / triples, "×", 2, False),
        Figure("… pac-synth: rows", len(theirs), ""),
    ]


def _growth() -> list[Figure]:
    figures = []
    for rows, (two, three) in zip(GROWTH, ((58 / 1963, 46 / 289), (482 / 29_243, 424 / 5_087)), strict=True):
        cube = count(people(rows, 1))
        made, _, wall = _made(cube)
        found, pairs, triples = counts_of(made), mean(cube, 2), mean(cube, 3)
        off = error(cube, found, 2), error(cube, found, 3)
        figures += [
            Figure(f"{rows:,} children: synthetic rows, measured and made", wall, "s"),
            Figure(f"… error of 2-way counts (mean {pairs:,.0f})", off[0], "children", two * pairs),
            Figure(f"… error of 3-way counts (mean {triples:,.0f})", off[1], "children", three * triples),
        ]
    return figures


def _made(cube: Cube) -> tuple[Synthetic, float, float]:
    """Synthetic rows with the CPU and wall-clock seconds of noise and rows, after a first run that compiles."""
    synthesise(noised(cube, RHO, secrets.token_bytes), secrets.token_bytes)
    begun, spent = time.perf_counter(), time.process_time()
    made = synthesise(noised(cube, RHO, secrets.token_bytes), secrets.token_bytes)
    return made, time.process_time() - spent, time.perf_counter() - begun


def mean(cube: Cube, ways: int) -> float:
    """Children in a cell of the tables of so many variables."""
    some = [one.n for places, one in cube.margins.items() if len(places) == ways]
    return float(sum(n.sum() for n in some) / sum(n.size for n in some))


def counts_of(made: Synthetic) -> Counts:
    """All margins of the rows, by the engine's own counting, which elsewhere is held against others."""
    keys = np.zeros((made.rows, 2), dtype=np.uint32)
    found = count(CodedTable(made.classes, made.cohorts[0], made.codes, keys))
    return {places: one.n for places, one in found.margins.items()}


def _plain(codes: Cells, places: tuple[int, ...], shape: tuple[int, ...]) -> Cells:
    """One margin of the rows; a code of -1 counts nowhere."""
    chosen = codes[:, places]
    known = chosen[(chosen >= 0).all(axis=1)]
    place = np.ravel_multi_index(tuple(known.T), shape) if places else np.zeros(len(known), np.int64)
    return np.bincount(place, minlength=int(np.prod(shape))).reshape(shape)


def error(cube: Cube, found: Counts, ways: int) -> float:
    """Mean absolute error of counts over all cells of all margins of so many variables."""
    some = [(one.n, found[places]) for places, one in cube.margins.items() if len(places) == ways]
    return float(sum(np.abs(n - made).sum() for n, made in some) / sum(n.size for n, _ in some))
