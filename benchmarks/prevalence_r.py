"""The R packages beside the engine, where `Rscript` and they are installed (`R_LIBS_USER` says where): what they take,
in CPU seconds of one thread, and that they say the same. A package that is not there is said to be absent.

Stepwise with BCa: SparseMSE and MultipleSystemsEstimation draw as many samples as we do, under the same scheme
(`conditional`), with the jackknife. Estimate and acceleration must be ours, and so must the estimates of the samples
that both are given; limits hang on chance. BIC: the same models, and the best twenty must be ours.
"""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure, best_of
from fanal.engines.prevalence import resampling
from fanal.engines.prevalence.bootstrap import acceleration, bootstrap, jackknife
from fanal.engines.prevalence.drawing import LATENT, generator
from fanal.engines.prevalence.graphs import Grid, posterior
from fanal.engines.prevalence.latent_kernel import walk
from fanal.engines.prevalence.search import rank_models
from fanal.engines.prevalence.stepwise import StepwiseChooser, stepwise
from fanal.engines.prevalence.table import CaptureTable

CORPUS = Path(__file__).parents[1] / "corpus" / "prevalence"
PROGRAM = Path(__file__).parent / "prevalence_peers" / "packages.R.txt"
SECONDS = 1_800
SAMPLES = 20
# Table, samples that are drawn again, goal.
STEPWISE = (
    ("uk_2013_5", 100, 1000),
    ("new_orleans_5_n185", 100, 1000),
    ("new_orleans_8_n185", 20, None),
    ("uk_2013_6", 20, None),
)
BIC = (("uk_2013_5", 4, 200), ("uk_2013_6", 2, 200))
GRAPHS, UNSEEN = "uk_2013_5", 20_000
LATENT_STEPS = 5_000

type Answer = dict[str, list[float]]


def figures() -> list[Figure]:
    """All rows, those that are absent in words."""
    program = shutil.which("Rscript")
    if program is None:
        return [Figure("R: absent", 0, "")]
    return [*_stepwise(program), *_bic(program), *_graphs(program), *_latent(program)]


def _read(name: str) -> CaptureTable:
    return CaptureTable.from_csv(CORPUS / f"{name}.csv")


def _asked(program: str, *task: object) -> Answer | None:
    """What R says, by word; None where the package is absent. Raises `RuntimeError` where R fails."""
    command = [program, str(PROGRAM), *map(str, task)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    lines = [line.split() for line in done.stdout.splitlines() if line.split()]
    if any(words[0] == "absent" for words in lines):
        return None
    if done.returncode or not lines:
        raise RuntimeError(f"R: {task[0]} on {task[1]}: {done.stderr[-300:]}")
    return {words[0]: [float(number) for number in words[1:]] for words in lines}


def _same(what: str, theirs: object, ours: object, exact: float = 1e-6) -> None:
    if not np.allclose(np.asarray(theirs, float), np.asarray(ours, float), rtol=exact, atol=1e-9, equal_nan=True):
        raise RuntimeError(f"{what}: {theirs} in R, {ours} here")


def _stepwise(program: str) -> Iterator[Figure]:
    for name, count, goal in STEPWISE:
        table = _read(name)
        made = stepwise(table).fit
        chooser = StepwiseChooser(table, 0.02, made.model)
        ours = best_of(3, _replicates(table, made.total, chooser, count))
        known = [made.total], [acceleration(*jackknife(table, chooser)) or 0.0]
        samples = np.empty((SAMPLES, table.counts.size), dtype=np.int64)
        resampling.resample(table.counts.copy(), 0, np.uint64(1), 0, samples)
        expected, _ = chooser(samples)
        for package in ("SparseMSE", "MultipleSystemsEstimation"):
            theirs = _with_samples(program, package, table, name, count, samples)
            if theirs is None:
                yield Figure(f"R: {package} is absent", 0, "")
                continue
            _same(f"{package} on {name}", theirs["point"], known[0])
            _same(f"{package} on {name}, acceleration", theirs["acceleration"], known[1], 1e-4)
            if "samples" in theirs:
                _same(f"{package} on samples of {name}", theirs["samples"], expected)
            words = f"{name}: stepwise + BCa, {count} replicates, {package} over ours"
            yield Figure(words, theirs["seconds"][0] / ours, "×", goal, False)


def _replicates(table: CaptureTable, point: float, chooser: StepwiseChooser, count: int) -> Callable[[], object]:
    return lambda: bootstrap(table, point, chooser, replicates=count, scheme="conditional", threads=1)


def _with_samples(
    program: str, package: str, table: CaptureTable, name: str, count: int, samples: resampling.Whole
) -> Answer | None:
    """The samples go to R as counts of the rows of the table's file."""
    masks = [sum(int(bit) << place for place, bit in enumerate(row)) for row in _histories(name)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "samples.txt"
        path.write_text("\n".join(" ".join(map(str, row[masks].tolist())) for row in samples), encoding="utf-8")
        return _asked(program, package, CORPUS / f"{name}.csv", count, path)


def _histories(name: str) -> list[list[str]]:
    lines = (CORPUS / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.split(",")[:-1] for line in lines if line]


def _bic(program: str) -> Iterator[Figure]:
    for name, order, goal in BIC:
        theirs = _asked(program, "bic", CORPUS / f"{name}.csv", order)
        if theirs is None:
            continue  # said above
        table = _read(name)
        found = rank_models(table, order, threads=1)
        _same(f"models of {name}", theirs["models"], [len(found.models)])
        _same(f"BIC of {name}", theirs["bic"], found.bic[:20], 1e-8)
        _same(f"estimates of {name}", theirs["estimate"], found.estimate[:20])
        ours = best_of(3, lambda table=table, order=order: rank_models(table, order, threads=1))  # type: ignore[misc]
        every = sum(count for _, count in found.verdicts)
        words = f"{name}: {every:,} models by BIC, MultipleSystemsEstimation over ours"
        yield Figure(words, theirs["seconds"][0] / ours, "×", goal, False)


def _graphs(program: str) -> Iterator[Figure]:
    theirs = _asked(program, "graphs", CORPUS / f"{GRAPHS}.csv", UNSEEN)
    if theirs is None:
        yield Figure("R: dga is absent", 0, "")
        return
    table, grid = _read(GRAPHS), Grid(np.arange(1.0, UNSEEN + 1), np.ones(UNSEEN))
    delta = 2.0**-table.k
    found = posterior(table, delta, grid)
    _same("graphs", theirs["limits"], [table.n + found.quantile(share) for share in (0.025, 0.5, 0.975)])
    ours = best_of(2, lambda: posterior(table, delta, grid))
    yield Figure(f"{GRAPHS}: 822 graphs × {UNSEEN:,} numbers, dga over ours", theirs["seconds"][0] / ours, "×")
    own = best_of(2, lambda: posterior(table, delta))
    yield Figure("… over our own grid, which has no end", theirs["seconds"][0] / own, "×")


def _latent(program: str) -> Iterator[Figure]:
    """One chain of as many steps; what chains say is chance, and the tests compare it."""
    theirs = _asked(program, "latent", CORPUS / f"{GRAPHS}.csv", LATENT_STEPS)
    if theirs is None:
        yield Figure("R: LCMCR is absent", 0, "")
        return
    table = _read(GRAPHS)
    occupied = np.flatnonzero(table.counts)
    masks, counts = (np.concatenate(([0], part)).astype(np.int64) for part in (occupied, table.counts[occupied]))
    counts[0] = table.n
    chances, random = np.full((10, table.k), 0.1), generator(1, LATENT)
    state = np.full(10, -np.log(10)), chances, np.ones(1)
    walk(masks, counts, 20 * table.n, *state, np.zeros(10, np.int64), random)
    begun = time.process_time()
    walk(masks, counts, 20 * table.n, *state, np.zeros(LATENT_STEPS, np.int64), random)
    ours = time.process_time() - begun
    yield Figure(
        f"{GRAPHS}: {LATENT_STEPS:,} steps of latent classes, LCMCR over ours", theirs["seconds"][0] / ours, "×"
    )
