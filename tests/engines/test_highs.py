"""Engines share the threads of HiGHS, whichever of them comes first in a process."""

import subprocess
import sys

import pytest

from fanal.engines import highs

LAW_FIRST = """
import numpy as np
from fanal.engines.disclosure.linear import Equation, Program
from fanal.engines.jurisdiction.reform import milp
from fanal.engines.jurisdiction.reform.cover import NONE, Clauses
one = np.array([[0]])
none = np.full((1, 1, 2), NONE)
clauses = Clauses(singles=one, pairs=none, weight=np.array([1.0]), cost=np.array([1.0]))
print(milp.Program(clauses, every=True).cheapest())
least = Program(np.zeros(2), np.full(2, 9.0), [Equation((0, 1), (1.0, 1.0), 7.0)]).least(np.array([1.0, 2.0]))
print(least.tolist())
"""


def test_tables_are_checked_as_well_after_a_reform_was_computed() -> None:
    """In a process of their own: what one asked of HiGHS first decided what the other got, which was zeros."""
    told = subprocess.run([sys.executable, "-c", LAW_FIRST], capture_output=True, text=True, check=True)
    assert told.stdout.split("\n")[:2] == ["[0]", "[7.0, 0.0]"]


def test_a_program_that_does_not_run_is_no_answer() -> None:
    first, other = highs.program({}), highs.program({})
    for made in (first, other):
        made.addVar(2.0, 5.0)
    highs.run(first)
    other.setOptionValue("threads", 2)
    with pytest.raises(RuntimeError, match="did not run"):
        highs.run(other)
