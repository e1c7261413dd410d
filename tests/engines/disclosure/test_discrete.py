"""Exact noise: its distribution, and that nothing but whole numbers and the given bytes makes it."""

import ast
import inspect
from fractions import Fraction
from math import exp

import numpy as np
import pytest
from scipy import stats
from tests.engines.disclosure.brute import stream

from fanal.engines.disclosure import discrete
from fanal.engines.disclosure.discrete import gaussian
from fanal.engines.disclosure.model import DisclosureError

pytestmark = pytest.mark.once


def expected(sigma2: float, reach: int) -> np.ndarray:
    """P(-reach) … P(reach), from the definition."""
    weights = np.array([exp(-x * x / (2 * sigma2)) for x in range(-reach, reach + 1)])
    return weights / sum(exp(-x * x / (2 * sigma2)) for x in range(-20 * reach, 20 * reach + 1))


@pytest.mark.parametrize("sigma2", [Fraction(1, 3), Fraction(1), Fraction(5, 2), Fraction(22, 7), Fraction(190)])
def test_draws_follow_the_exact_distribution(sigma2: Fraction) -> None:
    count = 20_000
    reach = int(2.5 * float(sigma2) ** 0.5) + 1
    chances = expected(float(sigma2), reach)
    drawn = gaussian(sigma2, count, stream(f"chi square {sigma2}"))
    seen = np.array([(drawn == x).sum() for x in range(-reach, reach + 1)])
    beyond = 1 - chances.sum()
    inside = chances * count >= 5
    rest = beyond + chances[~inside].sum()
    observed = np.append(seen[inside], count - seen[inside].sum())
    wanted = np.append(chances[inside], rest) * count
    assert stats.chisquare(observed, wanted).pvalue > 0.001


def test_the_check_would_see_another_variance() -> None:
    count, chances = 20_000, expected(2.5, 4)
    drawn = gaussian(Fraction(12, 5), count, stream("chi square of another"))
    seen = np.array([(drawn == x).sum() for x in range(-4, 5)])
    observed, wanted = np.append(seen, count - seen.sum()), np.append(chances, 1 - chances.sum()) * count
    assert stats.chisquare(observed, wanted).pvalue < 0.05


def test_draws_are_independent_of_each_other() -> None:
    drawn = gaussian(Fraction(40), 20_000, stream("independence"))
    assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1]) < 0.03


def test_large_fractions_need_more_than_one_word() -> None:
    sigma2 = Fraction(10**30 + 57, 10**28 + 61)
    drawn = gaussian(sigma2, 5_000, stream("many words"))
    assert abs(drawn.mean()) < 5 * (100 / 5_000) ** 0.5
    assert drawn.var() == pytest.approx(100, rel=0.1)


def test_the_same_bytes_give_the_same_noise_and_others_give_other() -> None:
    one, same, other = (gaussian(Fraction(9), 100, stream(seed)) for seed in ("x", "x", "y"))
    assert (one == same).all()
    assert (one != other).any()


@pytest.mark.parametrize("sigma2", [Fraction(0), Fraction(-1), Fraction(2) ** 101])
def test_no_variance_no_noise(sigma2: Fraction) -> None:
    with pytest.raises(DisclosureError, match="variance"):
        gaussian(sigma2, 1, stream("none"))


def test_a_source_that_runs_dry_is_noticed() -> None:
    with pytest.raises(DisclosureError, match="number of bytes"):
        gaussian(Fraction(1), 1, lambda count: b"\0")


def test_no_float_division_or_other_generator_is_in_the_sampler() -> None:
    tree = ast.parse(inspect.getsource(discrete))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    modules = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names} | {
        str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }
    taken = {name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    assert not [
        node for node in ast.walk(tree) if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div)
    ]
    assert not names & {"float", "pow", "round", "complex"}
    assert not attributes & {"random", "default_rng", "float32", "float64", "normal", "sqrt", "exp"}
    assert "random" not in modules
    assert not taken & {"exp", "sqrt", "log", "pow"}
