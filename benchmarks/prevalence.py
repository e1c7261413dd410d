"""What estimates of prevalence cost, beside a direct program and, where it is installed, R.

The direct program writes the method down as it is defined: statsmodels fits, HiGHS decides whether an estimate exists.
It gets the same tables and models, few of them, and must find the same. Ratios are of CPU seconds for each replicate
and each model. R packages are another module (`prevalence_r`).
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks import peers, prevalence_r
from benchmarks.figures import Figure, best_of, middle_of
from fanal.engines.prevalence import resampling
from fanal.engines.prevalence.bootstrap import bootstrap, population
from fanal.engines.prevalence.comparison import compare
from fanal.engines.prevalence.fit import NotEstimable, fit
from fanal.engines.prevalence.heterogeneity import surface
from fanal.engines.prevalence.methods import part
from fanal.engines.prevalence.models import every_model
from fanal.engines.prevalence.result import Options
from fanal.engines.prevalence.search import rank_models
from fanal.engines.prevalence.stepwise import StepwiseChooser, stepwise
from fanal.engines.prevalence.table import CaptureTable
from fanal.site.console import Progress

TITLE = "Prevalence: repeated samples with the choice repeated, and all models by BIC"
CORPUS = Path(__file__).parents[1] / "corpus" / "prevalence"
PEERS = Path(__file__).parent / "prevalence_peers"
TABLES = ("uk_2013_5", "new_orleans_5_n185")
MANY, FEW, MODELS, WHOLE = 1_000, 6, 40, 20_000

type Counts = npt.NDArray[np.int64]


def run(step: Progress) -> list[Figure]:
    """All rows; `step` hears how many parts are done."""
    parts = (_whole, _against_program, prevalence_r.figures, _others)
    figures: list[Figure] = []
    for done, measure in enumerate(parts):
        step(done, len(parts))
        figures += measure()
    step(len(parts), len(parts))
    return figures


def _read(name: str) -> CaptureTable:
    return CaptureTable.from_csv(CORPUS / f"{name}.csv")


def _whole() -> list[Figure]:
    """What one waits for: a stepwise result with its interval, as long as it takes on all cores."""
    table, options = _read("uk_2013_5"), Options(method="stepwise", replicates=WHOLE)
    part(table, Options(method="stepwise", replicates=100))
    return [
        Figure(
            f"UK-5, stepwise, {WHOLE:,} BCa replicates, all cores", middle_of(3, lambda: part(table, options)), "s", 2
        )
    ]


def _against_program() -> list[Figure]:
    tables = {name: _read(name) for name in TABLES}
    samples = {name: _samples(table) for name, table in tables.items()}
    every = every_model(5, 4)
    models = list(every[:: len(every) // MODELS])[:MODELS]
    given = {
        "tables": [
            {"name": name, "lists": tables[name].k, "counts": samples[name][:FEW].tolist()} for name in TABLES
        ],
        "search": {"counts": tables["uk_2013_5"].counts.tolist(), "models": [model.terms for model in models]},
    }  # fmt: skip
    answer = peers.ask(["statsmodels", "scipy", "numpy"], (PEERS / "statsmodels.py.txt").read_text("utf-8"), given)
    if answer is None:
        return [Figure("statsmodels and HiGHS: absent, they could not be installed here", 0, "")]
    figures: list[Figure] = []
    for name in TABLES:
        figures += _stepwise(name, tables[name], samples[name], answer["stepwise"][name])
    return [*figures, *_search(tables["uk_2013_5"], models, answer["search"])]


def _samples(table: CaptureTable) -> Counts:
    """The same repeated samples for both."""
    made = np.empty((MANY, table.counts.size), dtype=np.int64)
    total = population(table, stepwise(table).fit.total, "total")
    resampling.resample(table.counts.copy(), total, np.uint64(1), 0, made)
    return made


def _stepwise(name: str, table: CaptureTable, samples: Counts, theirs: dict[str, Any]) -> list[Figure]:
    chosen = stepwise(table)
    chooser = StepwiseChooser(table, 0.02, chosen.fit.model)
    ours, _ = chooser(samples[:FEW])
    if not np.allclose(ours, theirs["found"], rtol=1e-6):
        raise RuntimeError(f"{name}: the direct program finds {theirs['found']}, not {ours.tolist()}")
    # The whole: samples drawn, chosen and fitted, and the jackknife of BCa, on one thread.
    spent = best_of(3, lambda: bootstrap(table, chosen.fit.total, chooser, replicates=MANY, threads=1)) / MANY
    return [
        Figure(f"{name}: a replicate of stepwise + BCa", spent * 1e6, "µs"),
        Figure("… direct program over it", theirs["direct"] / spent, "×", 1000, False),
        Figure("… the same, pairs checked only until one passes", theirs["thrifty"] / spent, "×"),
    ]


def _search(table: CaptureTable, models: list[Any], theirs: dict[str, Any]) -> list[Figure]:
    for model, bic in zip(models, theirs["bic"], strict=True):
        try:
            ours = fit(table, model).bic
        except NotEstimable:
            ours = None
        if (ours is None) != (bic is None) or (bic is not None and abs(ours - bic) > 1e-5):
            raise RuntimeError(f"{model.notation}: BIC {bic} in the direct program, {ours} here")
    count = len(every_model(5, 4))
    spent = best_of(3, lambda: rank_models(table, 4, threads=1)) / count
    return [
        Figure(f"uk_2013_5: one of {count:,} models by BIC", spent * 1e6, "µs"),
        Figure("… direct program over it", theirs["seconds"] / spent, "×", 200, False),
    ]


def _others() -> list[Figure]:
    """No goal: what the other methods and the surface of two groups take."""
    table = _read("uk_2013_5")
    figures = []
    for method in ("threshold", "graphs", "latent"):
        spent = best_of(1, lambda method=method: compare(table, (method,), threads=1))  # type: ignore[misc]
        figures.append(Figure(f"UK-5, {method}", spent, "s"))
    return [*figures, Figure("UK-5, surface of two groups", best_of(3, lambda: surface(table)), "s")]
