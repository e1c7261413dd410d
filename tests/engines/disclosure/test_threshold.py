"""Percentages: refused where the whole may be small, and with a range that holds the truth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.engines.disclosure.model import Cell
from fanal.engines.disclosure.threshold import Share, share

pytestmark = pytest.mark.once


def around(value: int) -> Cell:
    return Cell("shown", value, max(value - 7, 10), value + 7)


def test_by_hand() -> None:
    # 35 stands for 28 to 42, 100 for 93 to 107: 28/107 = 26.2 %, 42/93 = 45.2 %
    assert share(around(35), around(100)) == Share(35, 26, 46)
    assert share(Cell("shown", 20, 20, 20), Cell("shown", 40, 40, 40)) == Share(50, 50, 50)


def test_refused_where_the_whole_may_be_fewer_than_30_or_is_hidden() -> None:
    assert share(around(20), around(35)) is None  # 35 stands for 28 to 42
    assert share(around(20), around(40)) is not None
    assert share(Cell("shown", 12, 12, 12), Cell("shown", 29, 29, 29)) is None
    assert share(Cell("shown", 12, 12, 12), Cell("shown", 30, 30, 30)) == Share(40, 40, 40)
    assert share(Cell("fewer_than_k", None, 0, 14), around(100)) is None
    assert share(around(20), Cell("no_data")) is None
    assert share(Cell("shown", 0, 0, 0), Cell("shown", 0, 0, 0)) is None


@given(whole=st.integers(10, 5000), part=st.integers(10, 5000), errors=st.tuples(*[st.integers(-7, 7)] * 2))
def test_the_truth_lies_between_the_limits(whole: int, part: int, errors: tuple[int, int]) -> None:
    part = min(part, whole)
    found = share(around(max(part + errors[0], 10)), around(max(whole + errors[1], 10)))
    if found is not None:
        assert found.lower <= 100 * part / whole <= found.upper
        assert found.lower <= found.percent <= found.upper <= 100
