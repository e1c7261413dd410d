"""No replicates: the interval of the model alone, said to be so; of several models that of their mixture."""

import json
from math import exp, log, sqrt

import numpy as np
import pytest

from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.fit import fit
from fanal.engines.prevalence.methods import mixed
from fanal.engines.prevalence.result import GIVEN_THE_MODEL, OptionError, Options
from fanal.engines.prevalence.table import CaptureTable
from fanal.site.commands import main
from fanal.vocabulary.corpus import CORPUS

pytestmark = pytest.mark.once
TABLES = CORPUS / "prevalence"


def table(name: str) -> CaptureTable:
    return CaptureTable.from_csv(TABLES / f"{name}.csv")


def test_two_independent_lists_have_the_interval_of_the_hand() -> None:
    """Three lists, `[23,1]` on spina bifida: n_hidden = ab/c of four cells; var(log n_hidden) = 1/a + 1/b + 1/c."""
    asked = {"method": "fixed", "model": "[23,1]", "replicates": 0}
    found = estimate(table("spina_bifida_ny_3"), **asked)
    a, b, c = 112, 244, 265
    hidden, half = a * b / c, 1.959963984540054 * sqrt(1 / a + 1 / b + 1 / c)
    assert found.point == pytest.approx(621 + hidden)
    assert (found.lower, found.upper) == pytest.approx((621 + hidden * exp(-half), 621 + hidden * exp(half)))
    assert (found.scheme, found.replicates, found.mc_error, found.percentile) == (GIVEN_THE_MODEL, 0, None, None)


@pytest.mark.parametrize("method", ["stepwise", "bic", "average", "auto"])
def test_every_choice_has_its_point_as_with_replicates(method: str) -> None:
    korea = table("korea_3")
    none, some = (estimate(korea, method=method, replicates=count, seed=1) for count in (0, 200))
    assert none.point == pytest.approx(some.point)
    assert none.model == some.model
    assert none.lower is not None
    assert none.upper is not None
    assert none.lower < (none.point or 0) < none.upper


def test_a_mixture_of_one_model_is_that_model_and_of_two_lies_between() -> None:
    kosovo = table("kosovo_4")
    one, other = fit(kosovo, "[12,3,4]"), fit(kosovo, "[12,34]")
    assert mixed([one], np.array([0.3]), 0.95) == pytest.approx(one.wald(0.95))
    low, high = mixed([one, other], np.array([0.5, 0.5]), 0.95)
    assert min(one.wald()[0], other.wald()[0]) < low < max(one.wald()[0], other.wald()[0])
    assert min(one.wald()[1], other.wald()[1]) < high < max(one.wald()[1], other.wald()[1])
    assert log(high - kosovo.n) > log(low - kosovo.n)


def test_the_command_says_what_the_interval_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(TABLES / "uk_2013_5.csv")
    assert main(["prevalence", "estimate", path, "--method", "stepwise", "--replicates", "0", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["scheme"], found["status"]) == (GIVEN_THE_MODEL, "estimated")
    assert round(found["point"]) == 11313
    assert main(["prevalence", "estimate", path, "--method", "stepwise", "--replicates", "0"]) == 0
    assert "given the model" in capsys.readouterr().out


def test_a_handful_of_replicates_is_still_refused() -> None:
    with pytest.raises(OptionError, match="or 0"):
        Options(replicates=50)
