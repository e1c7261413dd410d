"""Simulated populations and how often intervals hold their true number; for tests and for benchmarks."""

from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np
from tests.engines.prevalence.tables import table

from fanal.engines.prevalence.bootstrap import Bootstrap, bootstrap
from fanal.engines.prevalence.fit import fit
from fanal.engines.prevalence.methods import choose, misfit
from fanal.engines.prevalence.result import Options
from fanal.engines.prevalence.table import CaptureTable

INDEPENDENT, DEPENDENT, UK = "independent", "dep", "uk_2013_5"
POPULATION, CHANCES = 2000, (0.12, 0.18, 0.10, 0.15)


class Method(NamedTuple):
    """A method of the engine, with a model where that is fixed."""

    name: str
    model: str | None = None


@dataclass(frozen=True)
class Coverage:
    """Of many tables: point and jackknife with replicates, the truth, and the share that was warned of."""

    truth: float
    runs: tuple[Bootstrap, ...]
    warned: float

    def share(self, level: float) -> float:
        """How often the interval of this level holds the truth."""
        limits = [run.interval(level)[0] for run in self.runs]
        return float(np.mean([low <= self.truth <= high for low, high in limits]))

    def mean_width(self, level: float) -> float:
        limits = [run.interval(level)[0] for run in self.runs]
        return float(np.mean([high - low for low, high in limits if np.isfinite(high)]))

    @property
    def log_error(self) -> float:
        """Root mean square of log(N̂ / N)."""
        return float(np.sqrt(np.mean([log(run.point / self.truth) ** 2 for run in self.runs])))

    @property
    def bias(self) -> float:
        """Mean of N̂ / N − 1."""
        return float(np.mean([run.point / self.truth - 1 for run in self.runs]))


def chances(truth: str) -> tuple[tuple[str, ...], np.ndarray, int]:
    """Names of lists, the probability of each history (none among them), and the population."""
    if truth == UK:
        made = fit(table(UK), "[12,13,24,25,35,45]")
        return table(UK).names, made.fitted / made.fitted.sum(), round(made.total)
    masks = np.arange(16)
    cells = np.ones(16)
    for place, chance in enumerate(CHANCES):
        cells *= np.where(masks >> place & 1, chance, 1 - chance)
    if truth == DEPENDENT:
        cells = np.where(masks & 3 == 3, cells * np.exp(1.2), cells)
    return tuple("ABCD"), cells / cells.sum(), POPULATION


def covered(truth: str, method: Method, tables: int, replicates: int, scheme: str) -> Coverage:
    """Draws tables of the truth with a fixed seed, and estimates each."""
    names, cells, population = chances(truth)
    rng = np.random.default_rng(20_260_101)
    runs, warned = [], 0
    for number in range(tables):
        counts = rng.multinomial(population, cells)
        counts[0] = 0
        given = CaptureTable.from_masks(names, counts)
        options = Options(method=method.name, model=method.model)
        choice = choose(given, options, ranked=False)
        warned += bool(list(misfit(choice.fit)))
        runs.append(
            bootstrap(given, choice.point, choice.chooser, replicates=replicates, scheme=scheme, seed=number, threads=1)
        )
    return Coverage(population, tuple(runs), warned / tables)
