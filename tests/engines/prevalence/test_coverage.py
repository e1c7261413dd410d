"""Do intervals hold the truth as often as they say? Simulated populations (docs/prevalence.md, "Methods").

With 100 tables in every run and 300 in the long one, 400 replicates a table; the bounds are widened by
two binomial standard errors of so many tables. `python -m benchmarks prevalence-coverage` does 1,000 tables with 1,000
replicates against the bounds themselves.
"""

from math import sqrt

import pytest
from tests.engines.prevalence.coverage import DEPENDENT, INDEPENDENT, UK, Method, covered
from tests.sizes import sized

pytestmark = [pytest.mark.once, pytest.mark.long]

TABLES, REPLICATES = sized(100, 300), 400


def at_least(share: float, bound: float) -> bool:
    return share >= bound - 2 * sqrt(bound * (1 - bound) / TABLES)


def between(share: float, low: float, high: float) -> bool:
    return at_least(share, low) and share <= high + 2 * sqrt(high * (1 - high) / TABLES)


@pytest.mark.parametrize(("truth", "model"), [(INDEPENDENT, "[1,2,3,4]"), (DEPENDENT, "[12,3,4]")], ids=["free", "dep"])
def test_the_right_fixed_model(truth: str, model: str) -> None:
    """`total` covers as often as it says; `conditional` leaves out the chance in n and covers less."""
    total = covered(truth, Method("fixed", model), TABLES, REPLICATES, "total")
    assert between(total.share(0.95), 0.93, 0.97)
    assert between(total.share(0.80), 0.77, 0.84)
    conditional = covered(truth, Method("fixed", model), TABLES, REPLICATES, "conditional")
    assert conditional.share(0.80) < total.share(0.80)
    assert total.mean_width(0.95) > conditional.mean_width(0.95)


@pytest.mark.parametrize("truth", [INDEPENDENT, DEPENDENT], ids=["free", "dep"])
def test_stepwise(truth: str) -> None:
    assert at_least(covered(truth, Method("stepwise"), TABLES, REPLICATES, "total").share(0.95), 0.94)


def test_stepwise_on_the_sparse_tables_of_the_united_kingdom() -> None:
    """Truth: the stepwise fit of UK-5, N = 11,313. Measured before: at least 90 %, log error about .18, mean 8 %
    high."""
    found = covered(UK, Method("stepwise"), TABLES, REPLICATES, "total")
    assert at_least(found.share(0.95), 0.90)
    assert found.log_error == pytest.approx(0.19, abs=0.04)
    assert 0.02 < found.bias < 0.15


def test_the_wrong_model_never_covers_and_says_so() -> None:
    """Main effects where lists 1 and 2 depend: 0.4 % when it was tried before. The misfit is seen in nearly every
    table."""
    found = covered(DEPENDENT, Method("fixed", "[1,2,3,4]"), sized(40, 100), REPLICATES, "conditional")
    assert found.share(0.95) < 0.05
    assert found.warned >= 0.9
