"""Which synthetic rows are refused, what is left out of them, and shadow rows for the attacks."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from tests.engines.disclosure.brute import classes_of, cube_of, stream

from fanal.engines.disclosure.given import Given
from fanal.engines.disclosure.model import ClassSet, CodedTable, DisclosureError, NotReleased, Policy
from fanal.engines.disclosure.synthesis import measure, spends, synthesise
from fanal.engines.disclosure.synthetic_rules import (
    cube_without,
    demand_allowed,
    leave_out,
    shadow,
    table_without,
    without,
)

pytestmark = pytest.mark.once

PUBLIC = Policy(method="dp", rho=Fraction(1, 10))
MEMBERS = replace(PUBLIC, audience="members")


def classes() -> ClassSet:
    """a, b (a place), c (an origin), d; a1 excludes b1 and d1."""
    plain = classes_of(3, 3, 2, 2, impossible=(("a1", "b.b1"), ("a1", "d.d1")))
    a, b, c, d = plain.variables
    kinds = (a, replace(b, kind="place"), replace(c, kind="origin"), d)
    return replace(plain, variables=kinds, reviewed_on=date(2024, 1, 1))


def people(rows: int = 300) -> np.ndarray:
    random = np.random.default_rng(4)
    return np.column_stack([random.integers(0, size, rows) for size in (3, 3, 2, 2)]).astype(np.uint8)


def codes_of(caught: pytest.ExceptionInfo[NotReleased]) -> list[tuple[str, str]]:
    return [(one.code, one.words) for one in caught.value.refusals]


def test_origins_are_never_in_rows_and_places_not_in_public_ones() -> None:
    cube = cube_of(classes(), people())
    assert leave_out(classes()) == ("b", "c")
    assert leave_out(classes(), "members") == ("c",)
    with pytest.raises(NotReleased) as caught:
        demand_allowed(cube, PUBLIC)
    assert [(code, words.partition(":")[0]) for code, words in codes_of(caught)] == [
        ("X7", "Synthetic rows hold b"),
        ("X7", "Synthetic rows hold c"),
    ]
    with pytest.raises(NotReleased, match="X7: Synthetic rows hold c"):
        demand_allowed(cube, MEMBERS)
    demand_allowed(cube_without(cube, ["b", "c"]), PUBLIC)
    demand_allowed(cube_without(cube, ["c"]), MEMBERS)


def test_the_rules_of_tables_hold_too() -> None:
    few = cube_without(cube_of(classes(), people(29)), ["b", "c"])
    with pytest.raises(NotReleased, match="X2"):
        demand_allowed(few, PUBLIC)
    new = cube_without(cube_of(replace(classes(), reviewed_on=None), people()), ["b", "c"])
    with pytest.raises(NotReleased, match="X1"):
        demand_allowed(new, PUBLIC)
    good = cube_without(cube_of(classes(), people()), ["b", "c"])
    with pytest.raises(NotReleased, match="X9"):
        demand_allowed(good, PUBLIC, Given(unmarked=frozenset({"d"})))
    demand_allowed(good, PUBLIC, Given(unmarked=frozenset({"c"})))


@pytest.mark.parametrize("left_out", [["a"], ["b", "c"], ["d", "a"], []])
def test_counts_and_rows_of_fewer_variables(left_out: list[str]) -> None:
    """The same as if the other columns had never been there."""
    rows = people()
    kept = [place for place, name in enumerate("abcd") if name not in left_out]
    cube = cube_without(cube_of(classes(), rows), left_out)
    fewer = cube_of(without(classes(), left_out), np.ascontiguousarray(rows[:, kept]))
    assert set(cube.margins) == set(fewer.margins)
    for places, one in cube.margins.items():
        assert one.variables == places
        assert (one.n == fewer.margins[places].n).all()
    table = table_without(CodedTable(classes(), 2024, rows, np.zeros((300, 2), np.uint32)), left_out)
    assert (table.codes == rows[:, kept]).all()
    assert table.classes == cube.classes == fewer.classes
    assert cube.classes.sha256 == classes().sha256


def test_what_cannot_be_without_a_variable_that_is_gone() -> None:
    assert without(classes(), ["b"]).variables[0].impossible == (("a1", "d.d1"),)
    with pytest.raises(DisclosureError, match="no variable of this class set"):
        without(classes(), ["z"])
    with pytest.raises(DisclosureError, match="keep at least one"):
        without(classes(), "abcd")


def test_fewer_variables_cost_the_same_and_are_nearer() -> None:
    whole, few = (spends(without(classes(), names), (2024,), Fraction(1, 5)) for names in ([], ["b"]))
    assert sum(one.rho for one in whole) == sum(one.rho for one in few) == Fraction(1, 5)
    assert few[0].sigma2 < whole[0].sigma2


def test_shadow_rows_are_made_as_the_published_ones() -> None:
    keys = np.arange(600, dtype=np.uint32).reshape(300, 2)
    half = CodedTable(classes(), 2024, people(), keys)
    made = shadow(Fraction(1, 5), stream("shadow"))(half)
    published = measure(cube_of(classes(), people()), Fraction(1, 5), random := stream("shadow"))
    assert (made == synthesise(published, random).codes).all()
