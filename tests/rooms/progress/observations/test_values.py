"""How values are kept: what is missing is no number, in sums, on charts, in the database."""

import tracemalloc
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from fanal.progress.models import Observation, Vintage
from fanal.progress.observations import storing, values
from fanal.progress.observations.values import Line
from tests.people import NOW


@given(st.decimals(-(10**11) + 1, 10**11 - 1, allow_nan=False, places=4))
def test_a_number_is_kept_as_it_is(value: Decimal) -> None:
    kept = values.number(value)
    assert kept is not None
    assert Decimal(kept) == value
    assert values.number(Decimal(kept)) == kept
    assert f"{float(kept):.4f}" == kept or value == 0, "fifteen digits are exact in any database"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e11, -1e11])
def test_what_is_no_number_is_not_kept(value: float) -> None:
    with pytest.raises(ValueError, match="no number"):
        values.number(value)


def test_nothing_is_nothing_and_zero_has_one_form() -> None:
    assert values.number(None) is None
    assert values.number(-0.00001) == values.number(0) == "0.0000"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("2024", True), ("2024-05", True), ("2023/2024", True), ("2024/2023", False), ("2024-13", False), ("24", False),
        ("1899", False), ("2024-05-01", False), ("٢٠٢٤", False), ("2024\n", False),
    ],
)  # fmt: skip
def test_periods(text: str, is_one: bool) -> None:
    assert values.is_period(text) is is_one


def test_a_chart_has_gaps_and_breaks() -> None:
    """A missing year and a value that is missing are gaps; no line leads from one version to the next."""
    found = list(
        values.points(
            [
                ("2018", 1, 1.0, None, None), ("2019", 1, 2.0, None, None), ("2021", 1, 3.0, None, None),
                ("2022", 1, None, None, None), ("2023", 1, 4.0, None, None), ("2024", 2, 9.0, None, None),
                ("2025", 2, 9.5, None, None),
            ]
        )
    )  # fmt: skip
    assert [(one.period, one.value, one.breaks) for one in found] == [
        ("2018", 1.0, False), ("2019", 2.0, False), ("2020", None, False), ("2021", 3.0, False), ("2022", None, False),
        ("2023", 4.0, False), ("2024", 9.0, True), ("2025", 9.5, False),
    ]  # fmt: skip
    assert [[one.period for one in run] for run in values.runs(found)] == [
        ["2018", "2019"], ["2021"], ["2023"], ["2024", "2025"],
    ]  # fmt: skip


_LINES = st.lists(
    st.builds(
        Line, st.sampled_from(["KH", "TH"]), st.sampled_from(["2023", "2024"]),
        value=st.none() | st.sampled_from(["1.0000", "11.0000"]), n=st.none() | st.integers(0, 20),
        cell=st.sampled_from(["", "sex=f"]), place=st.sampled_from(["", "a"]),
    ),
    min_size=1, max_size=5,
)  # fmt: skip


@given(_LINES, _LINES)
def test_other_values_have_another_hash(one: list[Line], other: list[Line]) -> None:
    by_territory = [
        [[line for line in lines if line.territory == code] for code in ("KH", "TH")] for lines in (one, other)
    ]
    assert (values.digests(one).whole() == values.digests(other).whole()) == (by_territory[0] == by_territory[1])


@pytest.mark.django_db(databases="__all__")
def test_the_database_itself_keeps_no_number_for_what_is_missing() -> None:
    vintage = Vintage.objects.create(indicator="V01", version=1, read_on=NOW.date(), made_at=NOW, state="known")

    def keep(kind: str, value: str | None) -> None:
        with transaction.atomic():
            Observation.objects.create(
                vintage=vintage, indicator="V01", version=1, territory="KH", period="2024", kind=kind, value=value
            )

    for kind, value in (("no_data", "0"), ("suppressed", "0"), ("not_assessed", "3"), ("value", None)):
        with pytest.raises(IntegrityError):
            keep(kind, value)
    keep("no_data", None)


def test_a_month_that_is_missing_is_a_gap() -> None:
    rows = [("2025-11", 1, 3.0, None, None), ("2026-02", 1, 4.0, None, None), ("2026-03", 1, 4.5, None, None)]
    found = list(values.points(rows))
    assert [(one.period, one.value) for one in found] == [
        ("2025-11", 3.0), ("2025-12", None), ("2026-01", None), ("2026-02", 4.0), ("2026-03", 4.5),
    ]  # fmt: skip
    assert [[one.period for one in run] for run in values.runs(found)] == [["2025-11"], ["2026-02", "2026-03"]]


@pytest.mark.django_db(databases="__all__")
def test_many_values_are_written_as_they_come() -> None:
    """No more memory is taken for 40,000 than for some of them."""
    row = Vintage.objects.create(indicator="V01", version=1, origin="imported", title="t", publisher="p", licence="l",
                                 shared=True, read_on=NOW.date(), state="read", made_at=NOW)  # fmt: skip
    lines = (Line("XA", "2024", value="1.0000", n=1, cell=f"region={n}") for n in range(40_000))
    tracemalloc.start()
    try:
        storing.store(row, lines)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 3_000_000, most
    assert row.rows == Observation.objects.filter(vintage=row).count() == 40_000
