"""Rows, keys and what is known of test rows are never shown; lists of anybody but children cannot be built."""

import copy
import pickle
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from fanal.engines.linkage.model import (
    ChildRow,
    Declaration,
    EncodedList,
    Histories,
    Interval3,
    LinkageError,
    Quality,
    Revealed,
    RunKey,
    Scheme,
    Weights,
)
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once

YEAR = Interval(date(2024, 1, 1), date(2024, 12, 31))
RUN = UUID(int=7)
ROW = ChildRow(("Amina", "Duarte"), "Rosa", 2011, 4, "f", "North")
KEY = RunKey(b"\x5a" * 32)
REVEALED = Revealed("a", RUN, np.array([3], dtype=np.uint64), np.array([11], dtype=np.uint64))


def declared(**other: Any) -> Declaration:
    given: dict[str, Any] = {
        "subject": "children", "population": "all", "period": YEAR, "rows": 100, "ground": "research_linkage",
    }  # fmt: skip
    return Declaration(**(given | other))


def encoded(rows: int = 100, **other: Any) -> EncodedList:
    scheme = Scheme(bands=2)
    given: dict[str, Any] = {
        "member": "a", "run": RUN, "scheme": scheme, "declared": declared(),
        "tokens": np.arange(2 * rows, dtype=np.uint64).reshape(rows, 2), "handles": np.arange(rows, dtype=np.uint64),
    }  # fmt: skip
    return EncodedList(**(given | other))


class TestNothingIsShown:
    @pytest.mark.parametrize("secret", [ROW, KEY, REVEALED], ids=["row", "key", "revealed"])
    def test_text_forms_say_only_what_it_is(self, secret: object) -> None:
        name = f"<{type(secret).__name__}>"
        assert [repr(secret), str(secret), f"{secret}", f"{secret!r}", repr([secret])[1:-1]] == [name] * 5

    @pytest.mark.parametrize("secret", [ROW, KEY, REVEALED], ids=["row", "key", "revealed"])
    def test_it_is_neither_pickled_nor_copied(self, secret: object) -> None:
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError, match="not to be copied or written"):
                pickle.dumps(secret, protocol)
        with pytest.raises(TypeError, match="not to be copied or written"):
            copy.deepcopy(secret)

    def test_a_row_has_no_place_for_further_facts(self) -> None:
        with pytest.raises((AttributeError, TypeError)):
            ROW.suspect = "somebody"  # type: ignore[attr-defined]

    def test_a_list_shows_counts_only(self) -> None:
        assert repr(encoded()) == "<EncodedList 'a', 100 rows, 2 bands>"


class TestOnlyChildren:
    def test_a_row_has_six_fields_about_the_child(self) -> None:
        assert [one.name for one in fields(ChildRow)] == [
            "names", "guardian", "birth_year", "birth_month", "sex", "place",
        ]  # fmt: skip

    @pytest.mark.parametrize("subject", ["suspects", "offenders", "staff", "reporters", "caregivers", "", "Children"])
    def test_another_subject_is_refused(self, subject: str) -> None:
        with pytest.raises(LinkageError, match="only lists of children are linked"):
            declared(subject=subject)

    @pytest.mark.parametrize("ground", ["statistics", "continuity_search", ""])
    def test_another_ground_is_refused(self, ground: str) -> None:
        with pytest.raises(LinkageError, match="research_linkage"):
            declared(ground=ground)

    def test_a_short_list_is_refused(self) -> None:
        with pytest.raises(LinkageError, match="99 rows; a list of fewer than 100"):
            declared(rows=99)

    @pytest.mark.parametrize("period", [Interval(None, date(2024, 1, 1)), Interval(date(2024, 1, 1)), Interval()])
    def test_a_period_has_two_ends(self, period: Interval) -> None:
        with pytest.raises(LinkageError, match="first and a last day"):
            declared(period=period)

    def test_a_population_is_named(self) -> None:
        with pytest.raises(LinkageError, match="population"):
            declared(population=" ")


class TestRow:
    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("names", "Amina", "tuple of texts"),
            ("names", ("Amina", 3), "tuple of texts"),
            ("guardian", None, "texts"),
            ("place", 4, "texts"),
            ("sex", "F", "sex is"),
            ("birth_year", 11, "birth year"),
            ("birth_month", 0, "month"),
            ("birth_month", 13, "month"),
        ],
    )
    def test_what_is_wrong_is_refused_without_saying_it(self, field: str, value: object, words: str) -> None:
        given: dict[str, Any] = {"names": ("Amina",), field: value}
        with pytest.raises(LinkageError, match=words) as caught:
            ChildRow(**given)
        assert "Amina" not in str(caught.value)

    def test_a_key_has_32_bytes(self) -> None:
        with pytest.raises(LinkageError, match="32 bytes, not 31"):
            RunKey(b"x" * 31)


class TestList:
    def test_up_to_a_tenth_of_test_rows_fits(self) -> None:
        assert len(encoded(111).handles) == 111
        with pytest.raises(LinkageError, match="112 rows where 100 and at most a tenth"):
            encoded(112)

    def test_fewer_rows_than_declared(self) -> None:
        with pytest.raises(LinkageError, match="99 rows where 100 are declared"):
            encoded(99)

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("tokens", np.zeros((100, 3), dtype=np.uint64), "shape"),
            ("tokens", np.zeros((100, 2), dtype=np.int64), "unsigned"),
            ("tokens", np.zeros((100, 2), dtype=np.uint64), "all 100 rows are alike"),
            ("handles", np.zeros((100, 1), dtype=np.uint64), "a row of unsigned"),
            ("handles", np.arange(100, dtype=np.int64), "a row of unsigned"),
            ("handles", np.array([0, 0, *range(98)], dtype=np.uint64), "2 handles are there twice"),
            ("member", "", "no member"),
        ],
    )
    def test_what_is_no_list(self, field: str, value: object, words: str) -> None:
        with pytest.raises(LinkageError, match=words):
            encoded(**{field: value})

    def test_a_handle_of_a_test_row_stands_once(self) -> None:
        two = np.array([1, 1], dtype=np.uint64)
        with pytest.raises(LinkageError, match="1 handles of test rows are there twice"):
            Revealed("a", RUN, np.array([1, 2], dtype=np.uint64), two)
        with pytest.raises(LinkageError, match="1 fictional children are twice"):
            Revealed("a", RUN, two, np.array([1, 2], dtype=np.uint64))


class TestSettings:
    @pytest.mark.parametrize(
        "given",
        [
            {"bands": 0},
            {"bands": 513},
            {"rows": 1},
            {"rows": 17},
            {"cap": 0},
            {"cap": 1001},
            {"version": 1},
            {"version": 3},
        ],
    )
    def test_a_scheme_has_its_bounds(self, given: dict[str, int]) -> None:
        with pytest.raises(LinkageError):
            Scheme(**given)

    @pytest.mark.parametrize("given", [{"name": 0}, {"year": -1}, {"sex": 10}])
    def test_weights_have_theirs(self, given: dict[str, int]) -> None:
        with pytest.raises(LinkageError):
            Weights(**given)

    def test_defaults_are_those_of_the_documentation(self) -> None:
        """docs/linkage.md: what it says of weights, bands and cap."""
        assert Scheme() == Scheme(bands=96, rows=4, cap=10, weights=Weights(1, 1, 3, 3, 3, 3), version=2)


class TestResult:
    RATE = Interval3(0.1, 0.05, 0.2)

    def histories(self, **other: Any) -> Histories:
        given: dict[str, Any] = {
            "lists": ("a", "b"), "counts": np.array([0, 1, 2, 3]), "quality": Quality(self.RATE, self.RATE, (), 9),
            "sizes": (4, 5),
        }  # fmt: skip
        return Histories(**(given | other))

    @pytest.mark.parametrize(
        "given",
        [
            {"counts": np.array([1, 1, 2, 3])},
            {"counts": np.array([0, -1, 2, 3])},
            {"counts": np.array([0, 1, 2])},
            {"counts": np.array([0.0, 1, 2, 3])},
            {"lists": ("a", "a")},
            {"lists": ("a",), "sizes": (1,), "counts": np.array([0, 1])},
            {"sizes": (4,)},
        ],
    )
    def test_what_are_no_histories(self, given: dict[str, Any]) -> None:
        assert self.histories().sizes == (4, 5)
        with pytest.raises(LinkageError):
            self.histories(**given)

    @pytest.mark.parametrize("rate", [(0.1, 0.2, 0.3), (0.1, 0.0, 0.05), (0.5, -0.1, 1.0), (0.5, 0.1, 1.1)])
    def test_a_rate_lies_in_its_interval(self, rate: tuple[float, float, float]) -> None:
        with pytest.raises(LinkageError):
            Interval3(*rate)


def test_a_run_takes_any_name_that_is_none_of_another_run() -> None:
    from fanal.engines.linkage.terms import run_of

    known = "01890a5d-ac96-774b-bcce-b302099a8057"
    assert str(run_of(known)) == known
    assert run_of("spring 2026") == run_of(" spring 2026 ") != run_of("spring 2027")
    with pytest.raises(LinkageError, match="has a name"):
        run_of("  ")
