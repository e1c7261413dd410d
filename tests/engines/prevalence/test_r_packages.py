"""Numbers of R packages (r_packages.yaml): SparseMSE, MultipleSystemsEstimation, dga, LCMCR and Rcapture on the corpus.

They were computed in R 4.5.0 by the calls that the file names; nothing of the packages is here.
"""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from tests.engines.prevalence.tables import table

from fanal.engines.prevalence import latent, threshold
from fanal.engines.prevalence.bootstrap import Chooser, bootstrap
from fanal.engines.prevalence.fit import fit
from fanal.engines.prevalence.graphs import Grid, chordal, posterior
from fanal.engines.prevalence.heterogeneity import chao
from fanal.engines.prevalence.models import Model, every_model
from fanal.engines.prevalence.result import Options
from fanal.engines.prevalence.search import ModelChooser, rank_models
from fanal.engines.prevalence.stepwise import StepwiseChooser, stepwise
from fanal.engines.prevalence.verdict import check_model

pytestmark = pytest.mark.once


@cache
def said() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "r_packages.yaml").read_text("utf-8"))  # type: ignore[no-any-return]


def rows(part: str) -> pytest.MarkDecorator:
    """Rows of a part as parameters, named by their first two columns."""
    found = said()[part]["rows"]
    if isinstance(found, dict):
        found = [list(pair) for pair in found.items()]
    assert found
    return pytest.mark.parametrize("row", [pytest.param(row, id=f"{row[0]} {row[1]}") for row in found])


def near(part: str, value: float | list[float]) -> Any:
    return pytest.approx(value, rel=said()[part]["tolerance"], abs=1e-6)


@rows("stepwise")
def test_stepwise(row: list[Any]) -> None:
    name, limit, pairs, point = row
    path = stepwise(table(name), limit)
    chosen = sorted("".join(str(place + 1) for place in range(8) if step.pair >> place & 1) for step in path.steps)
    assert ",".join(chosen) == pairs
    assert path.fit.total == near("stepwise", point)


@rows("bca")
def test_bca_limits_of_the_same_samples(row: list[Any]) -> None:
    name, method, count, a, lower, upper = row
    given = table(name)
    chooser: Chooser
    if method == "stepwise":
        made = stepwise(given).fit
        point, chooser = made.total, StepwiseChooser(given, 0.02, made.model)
    else:
        ranking = rank_models(given)
        point, chooser = float(ranking.estimate[0]), ModelChooser(ranking, 20)
    found = bootstrap(given, point, chooser, replicates=count, scheme="conditional", seed=5)
    assert found.acceleration == near("bca", a)
    assert list(found.interval(0.95)[0]) == near("bca", [lower, upper])


@rows("verdicts")
def test_verdicts_on_every_model(row: list[Any]) -> None:
    name, counts = row
    given = table(name)
    found = Counter(check_model(given, model).code for model in every_model(given.k, given.k - 1))
    assert dict(found) == counts


@rows("fixed")
def test_fixed_models(row: list[Any]) -> None:
    name, model, point, bic, aic, deviance, pair = row
    made = fit(table(name), model)
    expected = [near("fixed", value) for value in (point, bic, aic, deviance)]
    assert [made.total, made.bic, made.aic, made.deviance] == expected
    if pair is None:
        assert 3 not in made.coefficients
    else:  # R stops glm.fit where the deviance stands still, so coefficients have fewer digits than the rest
        assert made.coefficients[3] == pytest.approx(pair, abs=1e-5)


@rows("bic")
def test_all_models_by_bic(row: list[Any]) -> None:
    name, order, fine, best = row
    found = rank_models(table(name), order)
    assert len(found.models) == fine
    ours = {model.notation: place for place, model in enumerate(found.models)}
    assert found.bic[: len(best)] == near("bic", [bic for _, bic, _ in best])
    for model, bic, estimate in best:
        assert found.bic[ours[model]] == near("bic", bic)
        assert found.estimate[ours[model]] == near("bic", estimate)


@rows("graphs")
def test_posterior_over_graphs(row: list[Any]) -> None:
    name, delta, last, median, lower, upper, mean, graph, weight = row
    given = table(name)
    found = posterior(given, delta, Grid(np.arange(1.0, last + 1), np.ones(last)))
    assert [given.n + found.quantile(share) for share in (0.5, 0.025, 0.975)] == [median, lower, upper]
    assert float(found.probability @ (given.n + found.grid.unseen)) == near("graphs", mean)
    cliques = [_cliques(steps, given.k) for _, steps in chordal(given.k)]
    assert found.graphs[cliques.index(graph)] == pytest.approx(weight, abs=1e-6)


def _cliques(steps: tuple[tuple[int, int], ...], lists: int) -> str:
    families = [family for family, _ in steps]
    if (1 << lists) - 1 in families:
        return "12345"[:lists]
    return ",".join(sorted(Model.of(lists, families).notation[1:-1].split(",")))


@rows("threshold")
def test_thresholding(row: list[Any]) -> None:
    name, pairs, median, lower, upper = row
    found = threshold.run(table(name), Options(method="threshold", seed=1))
    tolerance = said()["threshold"]["tolerance"]
    kept = [part for part in (found.model or "")[1:-1].split(",") if len(part) == 2]
    assert ",".join(kept) == pairs
    assert found.point == pytest.approx(median, rel=tolerance["point"])
    assert (found.lower, found.upper) == pytest.approx((lower, upper), rel=tolerance["limits"])


@rows("latent")
def test_latent_classes(row: list[Any]) -> None:
    """Within four standard errors of both medians, each taken as π/2 of that of a mean; every table that mixes in R
    must give a result here. Limits, which hang on few draws, within a tenth of the way from n."""
    name, median, lower, upper, _, size = row
    given = table(name)
    run = latent.sample(given, Options(method="latent", seed=1))
    assert run.agreed
    logs = np.log(given.n + run.unseen)
    error = 4 * np.sqrt(np.pi / 2) * float(logs.std()) * np.sqrt(1 / run.size + 1 / size)
    assert abs(float(np.median(logs)) - np.log(median)) < error
    limits = given.n + np.quantile(run.unseen, (0.025, 0.975))
    assert (limits - given.n) == pytest.approx(np.array([lower, upper]) - given.n, rel=0.25, abs=10)


@rows("chao")
def test_chao_lower_bound(row: list[Any]) -> None:
    name, bound = row
    assert chao(table(name)) == near("chao", bound)
