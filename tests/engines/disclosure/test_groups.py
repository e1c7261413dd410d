"""X6 over releases: what two releases say together is refused like what one says. Numbers are made by hand; no noise
is drawn, so nothing here depends on chance."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.disclosure import releases
from tests.engines.disclosure.by_hand import class_set, cube, filled, keys, spec, variable

from fanal.engines.disclosure import dp, groups, refusals
from fanal.engines.disclosure.given import Given
from fanal.engines.disclosure.groups import Said, said
from fanal.engines.disclosure.model import Cube, NotReleased, Policy, Protected, TableSpec
from fanal.engines.disclosure.protect import protect

pytestmark = pytest.mark.once

AGE = variable("age", "0-9", "10-14", "15-17")
SEX = variable("sex", "girl", "boy")
HARM = variable("harm", "no", "yes", sensitive=True)
CLASSES = class_set(AGE, SEX, HARM)
EMPTY = Cube(CLASSES, (2024,), 0, 0, {})
NOISE = Policy(method="dp", rho=Fraction(1, 10))
YES, NO = {"harm": ("yes",)}, {"harm": ("no",)}
BOTH = frozenset({"ethics_reviewer", "survivor_adviser"})

BY_AGE = spec("age")
YES_BY_AGE = spec("age", where=YES)


def told(one: TableSpec, *values: int, sigma2: int = 1) -> Protected:
    """A table with noise that shows these numbers: from 10 on, cells in their order, sums last."""
    numbers = np.array(values, dtype=np.int64)
    return dp.protected(one, NOISE, CLASSES, numbers, Fraction(sigma2), ())


PART = told(YES_BY_AGE, 0, 30, 58, 40, 128)  # missing, 0-9, 10-14, 15-17, all
GROUP = told(BY_AGE, 20, 90, 60, 80, 250)


def test_by_hand_58_of_60_in_one_release_and_over_two() -> None:
    """Children of 10 to 14: 58 of 60 is 97 %. Row 3 is theirs."""
    assert said(EMPTY, [PART, GROUP]) == [Said(0, 2, "harm")]
    assert said(EMPTY, [GROUP, PART]) == [Said(1, 2, "harm")]
    assert said(EMPTY, [PART]) == said(EMPTY, [GROUP]) == []
    assert said(EMPTY, [PART], [("r-1", GROUP)]) == [Said(0, 2, "harm", ("r-1",))]
    assert said(EMPTY, [GROUP], [("r-1", PART)]) == [Said(0, 2, "harm", ("r-1",))]


def test_56_of_60_is_not_nearly_all_over_two_releases_either() -> None:
    part = told(YES_BY_AGE, 0, 30, 56, 40, 126)
    assert said(EMPTY, [part], [("r-1", GROUP)]) == said(EMPTY, [GROUP], [("r-1", part)]) == []


def test_the_refusal_names_the_earlier_release() -> None:
    sex = told(spec("sex"), 10, 90, 80, 180)
    (only,) = refusals.after(EMPTY, [sex, PART], Given(earlier=[("XA-2025-0001-v1", GROUP)]))
    assert only.code == "X6"
    assert "Table 2, row 3, column 1, together with release XA-2025-0001-v1, would say" in only.words
    assert not any(number in only.words for number in ("58", "60"))
    (alone,) = refusals.after(EMPTY, [PART, GROUP])
    assert "together" not in alone.words


def test_two_written_assents_let_it_pass_over_releases_too() -> None:
    earlier = [("r-1", GROUP)]
    assert refusals.after(EMPTY, [PART], Given(earlier=earlier, assents=BOTH)) == ()
    for one in BOTH:
        assert refusals.after(EMPTY, [PART], Given(earlier=earlier, assents=frozenset({one})))


def test_what_was_published_with_assent_stops_no_table_about_something_else() -> None:
    earlier = [("r-1", PART), ("r-1", GROUP)]
    assert said(EMPTY, [told(spec("sex"), 10, 90, 80, 180)], earlier) == []
    assert said(EMPTY, [PART], earlier) == [Said(0, 2, "harm", ("r-1",))], "said again, it is asked again"


def test_a_group_that_a_third_release_completes_code_by_code() -> None:
    """Yes 58, no 2 of 60, the second too few to be shown; each in a release of its own. 15-17: 40 of 80."""
    no = told(spec("age", where=NO), 15, 60, 2, 40, 117)
    assert said(EMPTY, [no], [("r-1", PART)]) == [Said(0, 2, "harm", ("r-1",))]
    assert said(EMPTY, [PART], [("r-1", no)]) == [Said(0, 2, "harm", ("r-1",))]
    assert said(EMPTY, [told(spec("age", where=NO), 15, 60, 12, 40, 127)], [("r-1", PART)]) == []


def test_of_several_numbers_of_a_group_the_smallest_counts_and_its_release_is_named() -> None:
    larger = told(BY_AGE, 20, 90, 64, 80, 254)
    assert said(EMPTY, [PART], [("r-1", larger)]) == []
    assert said(EMPTY, [PART], [("r-1", larger), ("r-2", GROUP)]) == [Said(0, 2, "harm", ("r-2",))]
    three = said(EMPTY, [GROUP], [("r-1", larger), ("r-2", PART)])
    assert three == [Said(0, 2, "harm", ("r-2",))]


def test_a_table_without_sums_is_added_up() -> None:
    """Girls 40 and boys 19 of 10-14, none unknown: 59, and 58 of them. By sex nobody can say it of 0-9: 90."""
    crossed = spec("age", columns=("sex",), totals=False)
    values = (0, 10, 10, 0, 45, 45, 0, 40, 19, 0, 40, 40)  # missing, girl, boy of missing, 0-9, 10-14, 15-17
    found = said(EMPTY, [PART], [("r-1", told(crossed, *values))])
    assert found == []  # the hidden number of unknown sex may be up to 9: 68
    seen = (0, 10, 10, 0, 45, 45, 10, 31, 19, 0, 40, 40)
    assert said(EMPTY, [PART], [("r-1", told(crossed, *seen))]) == [Said(0, 2, "harm", ("r-1",))]
    assert said(EMPTY, [told(crossed, *seen)], [("r-1", PART)]) == [Said(0, 6, "harm", ("r-1",))]
    assert said(EMPTY, [PART, told(crossed, *seen)]) == [Said(0, 2, "harm")]


def test_the_parts_of_a_table_without_sums_are_added_up_too() -> None:
    """By age nobody knows how large the groups are, but all children are 130, and 30 + 58 + 40 of them are parts."""
    part = told(spec("age", where=YES, totals=False), 0, 30, 58, 40)
    by_sex = told(spec("sex"), 10, 60, 60, 130)
    assert said(EMPTY, [by_sex], [("r-1", part)]) == [Said(0, 3, "harm", ("r-1",))]
    assert said(EMPTY, [told(spec("sex"), 10, 70, 60, 140)], [("r-1", part)]) == []


def years(table: Protected, *cohorts: int) -> Protected:
    return replace(table, spec=replace(table.spec, cohorts=cohorts))


def test_years_are_added_up_over_releases() -> None:
    """58 of 60 in 2023 and 2024 together: the group of each year is 30."""
    half = told(BY_AGE, 10, 45, 30, 40, 125)
    earlier = [("r-23", years(half, 2023)), ("r-24", years(half, 2024))]
    both = years(PART, 2023, 2024)
    assert said(EMPTY, [both], earlier) == [Said(0, 2, "harm", ("r-23", "r-24"))]
    assert said(EMPTY, [both], earlier[:1]) == [], "half of the group stands nowhere"
    assert said(EMPTY, [years(PART, 2022)], earlier) == [], "other children"


def test_parts_of_each_year_and_a_group_of_both() -> None:
    part = told(YES_BY_AGE, 0, 15, 29, 20, 64)
    earlier = [("r-23", years(part, 2023)), ("r-24", years(part, 2024))]
    assert said(EMPTY, [years(GROUP, 2023, 2024)], earlier) == [Said(0, 2, "harm", ("r-23", "r-24"))]
    assert said(EMPTY, [years(GROUP, 2022, 2023)], earlier) == []


def test_other_classes_are_not_compared() -> None:
    other = replace(GROUP, classes=replace(CLASSES, sha256="cd" * 32))
    assert said(EMPTY, [PART], [("r-1", other)]) == []


def counted(yes: int, no: int) -> Cube:
    """Children of 10 to 14, and as many others as make the rest of a table."""
    rows = filled([((1, 1, 1), 200), ((1, 1, 2), 60), ((2, 1, 1), no), ((2, 2, 2), yes), ((3, 2, 1), 150)])
    return cube(CLASSES, rows, keys(len(rows)))


def test_exact_tables_are_held_against_earlier_noise() -> None:
    """An earlier release with noise showed the part, which one may; the group comes by cell keys: 60, shown 55 to 65.

    The truth is 40 of 60, but 70 was shown: whoever reads both would say it of all.
    """
    group = spec("age")
    made = counted(40, 20)
    part = told(YES_BY_AGE, 0, 60, 70, 0, 130)
    with pytest.raises(NotReleased, match="together with release r-1") as error:
        protect(made, [group], Policy(), given=Given(earlier=[("r-1", part)]))
    assert [one.code for one in error.value.refusals] == ["X6"]
    assert protect(made, [group], Policy())
    exact = Policy(method="suppress", audience="named")
    with pytest.raises(NotReleased, match="together with release r-1"):
        protect(made, [group], exact, given=Given(earlier=[("r-1", part)]))


def test_noise_is_held_against_earlier_exact_tables() -> None:
    (exact,) = protect(counted(56, 4), [BY_AGE], Policy())
    part = told(YES_BY_AGE, 0, 30, 65, 0, 95)
    assert said(EMPTY, [part], [("r-1", exact)]) == [Said(0, 2, "harm", ("r-1",))]


@pytest.mark.parametrize("policy", [Policy(), Policy(method="suppress", audience="named")])
def test_exact_tables_split_over_two_releases_say_no_more(policy: Policy) -> None:
    """58 of 60: the part is refused alone, whether its group is published or not, before or after."""
    made = counted(58, 2)
    for tables in ([YES_BY_AGE], [YES_BY_AGE, BY_AGE]):
        with pytest.raises(NotReleased, match="X6"):
            protect(made, tables, policy)
    fewer = counted(50, 10)
    first = protect(fewer, [YES_BY_AGE], policy)
    assert protect(fewer, [BY_AGE], policy, given=Given(earlier=[("r-1", first[0])]))


def test_tables_of_a_release_come_with_its_years() -> None:
    """A release says its cohorts once; a table of it is of these."""
    bundle = releases.made([releases.children(2_000)])
    bare = replace(bundle, tables=tuple(replace(one, spec=replace(one.spec, cohorts=())) for one in bundle.tables))
    assert [(name, one.spec.cohorts) for name, one in groups.published([bundle])] == [("r-1", (2024,))] * 2
    assert [one.spec.cohorts for _, one in groups.published([bare])] == [(2024,)] * 2


SPECS = (
    YES_BY_AGE,
    spec("age", where=YES, totals=False),
    spec("sex", where=YES),
    spec("age", where=NO),
    spec("age", where={"harm": ("no", "yes")}),
    BY_AGE,
    spec("age", totals=False),
    spec("sex"),
    spec("age", columns=("harm",), totals=False),
    spec("sex", columns=("age",), totals=False),
)
NUMBERS = st.sampled_from((0, 4, 12, 20, 21, 40, 58, 60))


@st.composite
def tables(draw: st.DrawFn) -> list[Protected]:
    made = []
    for one in draw(st.lists(st.sampled_from(SPECS), min_size=2, max_size=4)):
        cells = dp.cells(CLASSES, one)
        made.append(told(one, *draw(st.lists(NUMBERS, min_size=cells, max_size=cells))))
        made[-1] = years(made[-1], *draw(st.sampled_from(((2023,), (2024,), (2023, 2024)))))
    return made


def before(many: Sequence[Protected]) -> list[tuple[str, Protected]]:
    return [(f"r-{number}", one) for number, one in enumerate(many)]


@settings(max_examples=300, deadline=None)
@given(tables(), st.data())
def test_splitting_tables_over_two_releases_lets_nothing_through(made: list[Protected], data: st.DataObject) -> None:
    """Whatever goes first: where one release would be refused, one of two is."""
    order = data.draw(st.permutations(made))
    first = data.draw(st.integers(1, len(made) - 1))
    if said(EMPTY, made):
        assert said(EMPTY, order[:first]) or said(EMPTY, order[first:], before(order[:first]))
