"""What leaves under `cellkey`: the threshold, the rounding, lasting noise, declared states, and every refusal."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.engines.disclosure.by_hand import class_set, cube, filled, keys, spec, variable

from fanal.engines.disclosure import cellkey
from fanal.engines.disclosure.given import Given, unmarked
from fanal.engines.disclosure.model import (
    TOTAL,
    Cell,
    ClassSet,
    Cube,
    DisclosureError,
    NotReleased,
    Policy,
    Protected,
    TableSpec,
)
from fanal.engines.disclosure.perturbation import table
from fanal.engines.disclosure.protect import check_policy, protect
from fanal.engines.disclosure.refusals import TEXTS

pytestmark = pytest.mark.once

AGE = variable("age", "0-9", "10-14", "15-17")
SEX = variable("sex", "girl", "boy")
CLASSES = class_set(AGE, SEX)


def random_cube(rows: int, seed: int, classes: ClassSet = CLASSES) -> Cube:
    rng = np.random.default_rng(seed)
    codes = np.stack([rng.integers(0, len(one.codes), size=rows) for one in classes.variables], axis=1)
    return cube(classes, codes.tolist(), keys(rows, seed))


def shown(found: Protected) -> dict[tuple[str, ...], Cell]:
    lines = [(*row, *column) for row in found.rows for column in found.columns]
    return dict(zip(lines, found.cells, strict=True))


def test_noise_by_hand() -> None:
    """The whole way of one cell, from the cell key to what is shown, with the table of changes alone."""
    rows = filled([((1, 1), 40), ((2, 2), 3), ((3, 1), 60)])
    made = cube(CLASSES, rows, keys(len(rows)))
    (found,) = protect(made, [spec("age", columns=("sex",))], Policy())
    u = sum(keys(len(rows))[:40]) % 2**64 >> 11
    d = next(d for d in range(-5, 6) if u < table(5, 4.0).cumulative[5, d + 5])
    value = (40 + d + 2) // 5 * 5
    assert shown(found)["0-9", "girl"] == Cell("shown", value, value - 7, value + 7)
    assert shown(found)["10-14", "boy"] == Cell("fewer_than_k", None, 0, 14)
    assert shown(found)["missing", "missing"] == Cell("fewer_than_k", None, 0, 14)  # nobody: the same as three
    assert found.error.example == (35, 28, 42)
    assert found.error.standard_error == pytest.approx(np.sqrt(6))  # 4, and 2 of rounding to base 5


def with_totals(n: NDArray[np.int64]) -> list[int]:
    for axis in range(n.ndim):
        n = np.concatenate([n, n.sum(axis=axis, keepdims=True)], axis=axis)
    return [int(one) for one in n.ravel()]


@settings(max_examples=30, deadline=None)
@given(
    rows=st.integers(30, 400),
    seed=st.integers(0, 2**32),
    k=st.integers(10, 23),
    base=st.integers(1, 9),
)
def test_nothing_below_k_is_shown_and_the_truth_lies_between_the_limits(
    rows: int, seed: int, k: int, base: int
) -> None:
    made = random_cube(rows, seed)
    policy = Policy(k=k, base=base)
    tables = cellkey.release(made, [spec("age", columns=("sex",)), spec("sex")], policy)
    for found, truth in zip(tables, (made.margin("age", "sex").n, made.margin("sex").n), strict=True):
        for cell, n in zip(found.cells, with_totals(truth), strict=True):
            assert cell.lower is not None
            assert cell.upper is not None
            assert cell.lower <= n <= cell.upper
            if cell.state == "shown":
                assert n >= k
                assert cell.value is not None
                assert cell.value >= k
                assert cell.value % base == 0
            else:
                assert cell.value is None


def test_the_same_children_get_the_same_noise_in_every_table_and_order() -> None:
    """Girls alone, as a row, as a column, as a limit of a table, and with the children told in another order."""
    made = random_cube(2000, 11)
    rng = np.random.default_rng(11)
    codes = np.stack([rng.integers(0, len(one.codes), size=2000) for one in CLASSES.variables], axis=1)
    order = np.random.default_rng(0).permutation(2000)
    again = cube(CLASSES, codes[order].tolist(), [keys(2000, 11)[at] for at in order])
    policy = Policy(base=1)
    rows, columns, alone = protect(
        made, [spec("sex", columns=("age",)), spec("age", columns=("sex",)), spec("sex")], policy
    )
    (limited,) = protect(again, [spec("age", where={"sex": ("girl",)})], policy)
    for code in (*AGE.codes, TOTAL):
        assert shown(rows)["girl", code] == shown(columns)[code, "girl"] == shown(limited)[code,]
    assert shown(rows)["girl", TOTAL] == shown(alone)["girl",]
    assert protect(again, [rows.spec], policy)[0].cells == rows.cells


def test_totals_are_changed_on_their_own() -> None:
    """Were totals sums of changed cells, the noise of the total would grow with the number of cells."""
    made = random_cube(5000, 2)
    (found,) = protect(made, [spec("age", columns=("sex",))], Policy(base=1))
    cells = shown(found)
    inside = sum(cells[age, sex].value or 0 for age in AGE.codes for sex in SEX.codes)
    total = cells[TOTAL, TOTAL].value or 0
    assert abs(total - 5000) <= 5
    assert inside != total


def test_a_combination_that_cannot_be_is_0_and_one_that_has_children_all_the_same_is_refused() -> None:
    way = variable("online", "no", "yes", impossible=(("yes", "age.0-9"),))
    classes = class_set(AGE, way)
    good = cube(classes, filled([((1, 1), 40), ((2, 2), 40), ((3, 1), 40), ((3, 2), 40)]), keys(160))
    (found,) = protect(good, [spec("age", columns=("online",))], Policy())
    assert shown(found)["0-9", "yes"] == Cell("shown", 0, 0, 0)
    bad = cube(classes, filled([((1, 2), 1), ((2, 2), 40)]), keys(41))
    with pytest.raises(DisclosureError, match=r"row 2, column 3 .* impossible"):
        protect(bad, [spec("age", columns=("online",))], Policy())


def test_what_nobody_asks_or_records_is_declared_and_never_taken_from_counts() -> None:
    way = variable("online", "no", "yes")
    classes = class_set(AGE, way)
    made = cube(classes, filled([((1, 0), 40), ((3, 0), 50)]), keys(90))
    table_ = spec("age", columns=("online",))
    with pytest.raises(NotReleased, match="X5"):
        protect(made, [table_], Policy())
    declared = Given(not_assessed=frozenset({"online"}), no_data=frozenset({("age", "10-14")}))
    (found,) = protect(made, [table_], Policy(), given=declared)
    assert shown(found)["0-9", "yes"] == shown(found)[TOTAL, "no"] == Cell("not_assessed")
    assert shown(found)["10-14", "missing"] == shown(found)["10-14", "yes"] == Cell("no_data")
    assert shown(found)["0-9", "missing"].state == shown(found)["0-9", TOTAL].state == "shown"
    with pytest.raises(DisclosureError, match="row 2, column 1 is declared not to be recorded"):
        protect(made, [table_], Policy(), given=replace(declared, no_data=frozenset({("age", "0-9")})))


def codes_of(error: pytest.ExceptionInfo[NotReleased]) -> list[str]:
    return [one.code for one in error.value.refusals]


def test_x1_a_class_set_that_nobody_reviewed_and_other_edges() -> None:
    with pytest.raises(NotReleased) as error:
        protect(random_cube(500, 1, class_set(AGE, SEX, reviewed=False)), [spec("age")], Policy())
    assert codes_of(error) == ["X1"]
    made = random_cube(500, 1)
    with pytest.raises(NotReleased) as error:
        protect(made, [spec("age")], Policy(), given=Given(other_classes=frozenset({"cd" * 32})))
    assert codes_of(error) == ["X1"]
    assert protect(made, [spec("age")], Policy(), given=Given(other_classes=frozenset({CLASSES.sha256})))


def test_x2_fewer_than_30_children_and_none() -> None:
    for rows in (29, 0):
        with pytest.raises(NotReleased) as error:
            protect(random_cube(rows, 1), [spec("age")], Policy())
        assert codes_of(error) == ["X2"]
        assert str(rows) not in str(error.value).replace("30", "")
    rows = filled([((1, 1), 15), ((2, 2), 15)])
    assert protect(cube(CLASSES, rows, keys(30)), [spec("sex")], Policy())


def test_x5_a_table_that_would_mostly_be_hidden_names_codes_to_join() -> None:
    # 8 of 12 cells and totals are below 10. Joined 10-14 with 15-17: 4 of 9; 0-9 with 10-14: 5 of 9; the sexes: half
    rows = filled([((1, 1), 30), ((2, 1), 5), ((3, 1), 3), ((1, 2), 3), ((2, 2), 4), ((3, 2), 2)])
    with pytest.raises(NotReleased) as error:
        protect(cube(CLASSES, rows, keys(len(rows))), [spec("age", columns=("sex",))], Policy())
    assert codes_of(error) == ["X5"]
    (only,) = error.value.refusals
    assert "Join 10-14 with 15-17 (age)" in only.advice


def test_x5_names_further_cohorts_where_joining_does_not_help() -> None:
    rows = filled([((0, 1), 35), ((1, 0), 2)])  # of two children alone the age is known
    with pytest.raises(NotReleased, match="X5") as error:
        protect(cube(CLASSES, rows, keys(37)), [spec("age", totals=False)], Policy())
    assert error.value.refusals[0].advice == "Tell of several cohorts together."


def test_x6_a_group_that_shares_a_code() -> None:
    harm = variable("harm", "no", "yes", sensitive=True)
    classes = class_set(AGE, harm)
    nearly = filled([((1, 1), 40), ((1, 2), 40), ((2, 2), 57), ((2, 1), 3), ((3, 1), 40), ((3, 2), 5)])
    made = cube(classes, nearly, keys(len(nearly)))
    table_ = [spec("age", columns=("harm",))]
    with pytest.raises(NotReleased) as error:
        protect(made, table_, Policy())
    assert codes_of(error) == ["X6"]
    assert "row 3, column 3" in error.value.refusals[0].words
    both = frozenset({"ethics_reviewer", "survivor_adviser"})
    assert protect(made, table_, Policy(), given=Given(assents=both))
    for one in both:
        with pytest.raises(NotReleased):
            protect(made, table_, Policy(), given=Given(assents=frozenset({one})))


def test_x6_by_hand_56_of_60_is_not_nearly_all_and_no_is_no_harm() -> None:
    harm = variable("harm", "no", "yes", sensitive=True)
    rows = filled([((1, 1), 40), ((2, 2), 56), ((2, 1), 4), ((3, 1), 60)])
    made = cube(class_set(AGE, harm), rows, keys(len(rows)))
    assert protect(made, [spec("age", columns=("harm",))], Policy())


def test_x6_children_who_were_not_asked_do_not_hide_that_all_others_share_a_code() -> None:
    harm = variable("harm", "no", "yes", sensitive=True)
    rows = filled([((1, 1), 40), ((2, 0), 100), ((2, 2), 30), ((3, 1), 60)])
    with pytest.raises(NotReleased, match="X6"):
        protect(cube(class_set(AGE, harm), rows, keys(len(rows))), [spec("age", columns=("harm",))], Policy())


def test_x6_a_table_of_one_sensitive_code_says_it_of_a_group_that_another_table_counts() -> None:
    harm = variable("harm", "no", "yes", sensitive=True)
    rows = filled([((1, 1), 40), ((2, 2), 57), ((2, 1), 3), ((3, 1), 40), ((3, 2), 15)])
    made = cube(class_set(AGE, harm), rows, keys(len(rows)))
    with pytest.raises(NotReleased) as error:
        protect(made, [spec("age", where={"harm": ("yes",)})], Policy())
    assert codes_of(error) == ["X6"]
    assert "row 3, column 1" in error.value.refusals[0].words
    assert protect(made, [spec("age", where={"harm": ("no",)})], Policy())
    assert protect(made, [spec("age", where={"harm": ("no", "yes")})], Policy())  # whoever was asked


UNKNOWN_AGE = (((0, 1), 300), ((0, 2), 100))


@pytest.mark.parametrize(
    "group",
    [
        [spec("age", where={"harm": ("no", "yes")})],
        [spec("age")],
        [spec("age", where={"harm": ("no",)})],
    ],
)
def test_x6_under_noise_a_table_of_one_code_is_held_against_all_other_tables(group: list[TableSpec]) -> None:
    """Variance 10: of the children of 10-14 about 5,700 of 5,800, of 15-17 about 150 of 550. Noise that decides
    otherwise is more than 20 standard deviations away, also for children whose age is not known: of an empty row it
    would be three."""
    harm = variable("harm", "no", "yes", sensitive=True)
    rows = filled(
        [*UNKNOWN_AGE, ((1, 1), 400), ((1, 2), 90), ((2, 2), 5700), ((2, 1), 100), ((3, 1), 400), ((3, 2), 150)]
    )
    made = cube(class_set(AGE, harm), rows, keys(len(rows)))
    policy, part = Policy(method="dp", rho=Fraction(1, 5)), spec("age", where={"harm": ("yes",)})
    with pytest.raises(NotReleased) as error:
        protect(made, [part, *group], policy)
    assert [one.code for one in error.value.refusals] == ["X6"]
    assert "Table 1, row 3, column 1" in error.value.refusals[0].words
    both = frozenset({"ethics_reviewer", "survivor_adviser"})
    assert len(protect(made, [part, *group], policy, given=Given(assents=both))) == 1 + len(group)
    assert protect(made, [part], policy), "how large the group is stands nowhere"


def test_x6_under_noise_a_part_of_a_group_passes() -> None:
    harm = variable("harm", "no", "yes", sensitive=True)
    rows = filled(
        [*UNKNOWN_AGE, ((1, 1), 400), ((1, 2), 90), ((2, 2), 500), ((2, 1), 80), ((3, 1), 400), ((3, 2), 150)]
    )
    made = cube(class_set(AGE, harm), rows, keys(len(rows)))
    specs = [spec("age", where={"harm": ("yes",)}), spec("age"), spec("age", where={"harm": ("no",)})]
    assert protect(made, specs, Policy(method="dp", rho=Fraction(1, 5)))


def test_x7_places_and_origin() -> None:
    place = variable("district", "north", "south", kind="place")
    origin = variable("nationality", "a", "b", kind="origin")
    made = random_cube(900, 4, class_set(AGE, place, origin))
    with pytest.raises(NotReleased) as error:
        protect(made, [spec("district")], Policy())
    assert codes_of(error) == ["X7"]
    assert protect(made, [spec("district")], Policy(audience="members"))
    assert protect(made, [spec("nationality")], Policy())
    for crossed in (spec("nationality", columns=("age",)), spec("age", where={"nationality": ("a",)})):
        for audience in ("public", "members"):
            with pytest.raises(NotReleased) as error:
                protect(made, [crossed], Policy(audience=audience))  # type: ignore[arg-type]
            assert codes_of(error) == ["X7"]


def test_x9_a_sealed_field_that_is_not_for_statistics() -> None:
    with pytest.raises(NotReleased) as error:
        protect(random_cube(500, 1), [spec("age"), spec("sex")], Policy(), given=Given(unmarked=frozenset({"sex"})))
    assert codes_of(error) == ["X9"]
    assert "sex" in error.value.refusals[0].words


def test_x9_which_variables_come_from_no_marked_field() -> None:
    fields = {"age": "child.age_at_intake", "sex": "alleged_offender.persons"}
    assert unmarked(CLASSES, fields, {"child.age_at_intake", "child.sex"}) == {"sex"}
    assert unmarked(CLASSES, {}, {"child.sex"}) == {"age", "sex"}


def test_all_that_speaks_against_it_is_said_at_once() -> None:
    with pytest.raises(NotReleased) as error:
        protect(
            random_cube(3, 1, class_set(AGE, SEX, reviewed=False)),
            [spec("age")],
            Policy(),
            given=Given(unmarked=frozenset({"age"})),
        )
    assert codes_of(error) == ["X1", "X2", "X9"]


def test_every_refusal_has_a_text_and_says_what_would_help() -> None:
    assert list(TEXTS) == [f"X{number}" for number in range(1, 10)]
    assert all(advice for _, advice in TEXTS.values())


@pytest.mark.parametrize(
    "policy",
    [
        Policy(k=9),
        Policy(k=0),
        Policy(delay_months=5),
        Policy(D=1, V=0.5),
        Policy(D=11),
        Policy(V=0.5),
        Policy(V=11.0),
        Policy(base=0),
        Policy(method="dp"),
        Policy(method="suppress"),
        Policy(method="suppress", audience="members"),
        Policy(method="none"),  # type: ignore[arg-type]
        Policy(audience="everybody"),  # type: ignore[arg-type]
    ],
)
def test_policies_that_protect_less_are_refused(policy: Policy) -> None:
    with pytest.raises(DisclosureError):
        protect(random_cube(500, 1), [spec("age")], policy)


def test_policies_that_protect_more_are_taken() -> None:
    check_policy(Policy(k=25, D=10, V=16.0, base=10, delay_months=12))


def test_a_thirteenth_table_and_another_cohort_are_refused() -> None:
    made = random_cube(500, 1)
    with pytest.raises(DisclosureError, match="12 tables"):
        protect(made, [spec("age")], Policy(), given=Given(tables_before=12))
    with pytest.raises(DisclosureError, match="other cohorts"):
        protect(made, [replace(spec("age"), cohorts=(2023,))], Policy())


@pytest.mark.parametrize(
    "wrong",
    [
        Given(not_assessed=frozenset({"height"})),
        Given(no_data=frozenset({("age", "18-20")})),
        Given(no_data=frozenset({("height", "tall")})),
        Given(tables_before=-12),
    ],
)
def test_what_is_declared_of_something_else_is_refused(wrong: Given) -> None:
    with pytest.raises(DisclosureError):
        protect(random_cube(500, 1), [spec("age")], Policy(), given=wrong)


def test_no_message_tells_a_count() -> None:
    """Canary: 137 children in one cell; whatever is refused, the number is in no message."""
    harm = variable("harm", "no", "yes", sensitive=True)
    classes = class_set(AGE, harm)
    rows = filled([((2, 2), 137)])
    made = cube(classes, rows, keys(len(rows)))
    for table_ in (spec("age", columns=("harm",)), spec("harm", columns=("age",)), spec("harm")):
        with pytest.raises(NotReleased) as error:
            protect(made, [table_], Policy())
        assert "137" not in str(error.value)
    assert "137" not in repr(made)
