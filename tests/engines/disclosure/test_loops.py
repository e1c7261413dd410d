"""Plain and compiled loops give the same sums, also where they pass 2**64; few rows load no compiler."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.engines.disclosure import kernels, loops

pytestmark = pytest.mark.once


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), rows=st.integers(0, 400), shape=st.tuples(*[st.integers(1, 9)] * 3))
def test_the_same_sums(seed: int, rows: int, shape: tuple[int, int, int]) -> None:
    dice = np.random.default_rng(seed)
    codes = [dice.integers(0, size, rows, dtype=np.uint8) for size in shape]
    weight, key = (dice.integers(0, 2**64, rows, dtype=np.uint64) for _ in range(2))
    plain, fast = (np.zeros((*shape, 2), dtype=np.uint64) for _ in range(2))
    loops.plain_tally(*codes, weight, key, plain)
    kernels.tally(*codes, weight, key, fast)
    assert np.array_equal(plain, fast)
    place = dice.integers(0, 4, shape[1])
    coarse, coarser = (np.zeros((shape[0], 4, shape[2], 2), dtype=np.uint64) for _ in range(2))
    loops.plain_fold(plain, place, coarse)
    kernels.fold(fast, place, coarser)
    assert np.array_equal(coarse, coarser)


def test_a_member_counts_without_a_compiler() -> None:
    """And the numbers are those that the compiled loops give."""
    code = """
import sys
from fanal.engines.disclosure.counting import count
from fanal.engines.disclosure.generate import people
table = people(3000, seed=5)
plain = count(table, 2)
assert "numba" not in sys.modules
import fanal.engines.disclosure.kernels
fast = count(table, 2)
for names, margin in plain.margins.items():
    assert (margin.n == fast.margins[names].n).all() and (margin.key == fast.margins[names].key).all()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
