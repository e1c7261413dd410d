"""Capture tables and results go out as data frames, and tables come in from them, as a file does."""

import pytest
from tests.engines.prevalence.tables import table

from fanal.engines.prevalence import frames
from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.faults import TableError

pandas = pytest.importorskip("pandas")
arrow = pytest.importorskip("pyarrow")


def test_a_table_comes_back_as_it_went() -> None:
    given = table("uk_2013_5")
    frame = frames.to_pandas(given)
    assert list(frame.columns) == [*given.names, "count"]
    assert int(frame["count"].sum()) == given.n
    assert frames.from_pandas(frame) == given
    assert frames.from_arrow(frames.to_arrow(given)) == given
    assert frames.from_pandas(frame.astype(float)) == given, (
        "floats that are whole numbers, as a missing cell makes them"
    )


def test_a_frame_that_is_no_table_is_refused_like_a_file() -> None:
    for frame, words in (
        (pandas.DataFrame({"A": [1, 0], "B": [0, 2], "count": [5, 7]}), "row 3, column 'B': '2' is neither 0 nor 1"),
        (pandas.DataFrame({"A": [1], "B": [0], "count": [float("nan")]}), "the count is missing"),
        (pandas.DataFrame({"A": [1], "B": [0], "count": [1.5]}), "'1.5' is no whole number"),
        (pandas.DataFrame({"name": ["x"], "count": [1]}), "1 lists"),
        (pandas.DataFrame(), "the table is empty"),
    ):
        with pytest.raises(TableError, match=words):
            frames.from_pandas(frame)


def test_a_result_has_no_figure_without_its_limits() -> None:
    found = estimate(table("korea_3"), method="fixed", model="[12,3]", replicates=200, diagnostics=False)
    for frame in (frames.to_pandas(found), frames.to_arrow(found).to_pandas()):
        assert {"lower", "upper"} <= set(frame.columns)
        assert found.lower in frame["lower"].tolist()
        assert found.upper in frame["upper"].tolist()
