"""Each attack has a control: a bad release on which it must succeed, beside a good one that withstands."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.engines.disclosure.by_hand import variable
from tests.engines.disclosure.releases import (
    ABOUT,
    AGE,
    CLASSES,
    COVERAGE,
    children,
    class_set_of,
    cube_of,
    light,
    made,
    release,
    reviewed,
    synthetic_rows,
    threshold_only,
)

from fanal.engines.disclosure import bundles, cellkey, dp, perturbation
from fanal.engines.disclosure.attacks import (
    AttackReport,
    Outcome,
    attack,
    differencing,
    membership,
    reconstruction,
    solver,
    synthetic,
)
from fanal.engines.disclosure.attacks.averaging import chance
from fanal.engines.disclosure.attacks.published import counts, possible, seen
from fanal.engines.disclosure.attacks.report import Case
from fanal.engines.disclosure.attacks.system import system
from fanal.engines.disclosure.bundles import Bundle
from fanal.engines.disclosure.counting import count
from fanal.engines.disclosure.generate import people
from fanal.engines.disclosure.model import Cell, CodedTable, DisclosureError, Policy, Protected, TableSpec
from fanal.engines.disclosure.protect import protect
from fanal.engines.language.api import check_text

pytestmark = pytest.mark.once

WIDE = (TableSpec(("form",), ("age", "care"), cohorts=(2024,)),)


def lint(text: str) -> list[str]:
    return [found.term for found in check_text(text, "en")]


def outcome(report: AttackReport, code: str) -> Outcome:
    return next(one for one in report.outcomes if one.code == code)


def tried(code: str, candidate: Bundle, earlier: Sequence[Bundle] = (), **given: Any) -> Outcome:
    return outcome(attack(candidate, earlier, **given), code)


def test_a_good_release_withstands() -> None:
    truth = children(900)
    report = attack(made([truth]), (), [truth], lint=lint)
    assert [(one.code, one.state) for one in report.outcomes] == [(c, "passed") for c in ("A1", "A2", "A3", "A4", "A9")]
    assert report.passed
    assert report.refusals == ()
    assert report.sha256 == made([truth]).sha256


def test_a_bad_release_is_refused_with_advice() -> None:
    truth = children(300)
    report = attack(threshold_only([truth], WIDE), (), [truth], lint=lint)
    assert not report.passed
    assert {one.code for one in report.refusals} == {"X4"}
    assert all(one.words and one.advice for one in report.refusals)


# A1


def test_threshold_finds_a_small_cell() -> None:
    truth = children(300)
    bare = threshold_only([truth], WIDE)
    (table,) = bare.tables
    n = [int(value) for value in counts_of(truth, table)]
    at = next(at for at, value in enumerate(n) if 0 < value < 10)
    cells = list(table.cells)
    cells[at] = Cell("shown", 10, 10, 10)  # a lie that hides that the cell is small
    found = tried("A1", light([replace(table, cells=tuple(cells))]), (), truth=[truth])
    row, column = divmod(at, len(table.columns))
    assert f"table 1, row {row + 1}, column {column + 1}" in found.places
    assert tried("A1", release(bare.tables), (), truth=[truth]).state == "passed"


def test_threshold_reads_every_file() -> None:
    truth = children(900)
    good = made([truth])
    for name in ("01.csv", "02.sdmx.csv", "01.svg", "02.csv-metadata.json"):
        files = dict(good.files)
        files[name] = files[name].replace(b"5", b"6") if name.endswith(".csv") else files[name] + b" "
        assert tried("A1", replace(good, files=files), (), truth=[truth]).state == "failed"
    assert tried("A1", good, (), truth=[truth]).state == "passed"
    assert tried("A1", good).state == "passed"  # anybody can look at this much


# A2


def counts_of(truth: CodedTable, table: Protected) -> NDArray[np.int64]:
    """Cell by cell, from the rows."""
    names = (*table.spec.rows, *table.spec.columns)
    found = []
    for row, column in product(table.rows, table.columns):
        held = np.ones(truth.rows, dtype=np.bool_)
        for name, code in zip(names, (*row, *column), strict=True):
            place = CLASSES.place(name)
            if code != "total":
                held &= truth.codes[:, place] == CLASSES.variables[place].codes.index(code)
        found.append(int(held.sum()))
    return np.array(found)


def test_reconstruction_of_threshold_only() -> None:
    truth = children(300)
    bad = threshold_only([truth], WIDE)
    found = tried("A2", bad, (), truth=[truth])
    assert found.state == "failed"
    assert found.places
    assert tried("A2", made([truth], WIDE), (), truth=[truth]).state == "passed"


def test_a_solver_that_takes_too_long_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With no time at all every question is too long: neither a good nor a bad release passes."""
    truth = children(300)
    monkeypatch.setattr(solver, "SECONDS", 0.0)
    for candidate in (made([truth], WIDE), threshold_only([truth], WIDE)):
        report = attack(candidate, (), [truth], lint=lint)
        found = outcome(report, "A2")
        assert found.state == "undecided"
        assert "too long" in found.reason
        assert found.advice
        assert not report.passed


def test_the_time_of_earlier_questions_does_not_count() -> None:
    """HiGHS adds up the time of all runs; the limit is that of one."""
    truth = children(300)
    asked = solver.Solver(system(CLASSES, seen(made([truth], WIDE), ())))
    for _ in range(5):
        asked.best(np.ones(asked.columns), largest=True)
    spent = asked.model.getRunTime()
    asked.best(np.ones(asked.columns), largest=True)
    assert spent > 0
    assert asked.model.getOptionValue("time_limit")[1] >= solver.SECONDS + spent


def test_the_solver_writes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Whoever reads what a command says as JSON would choke on a banner."""
    truth = children(300)
    tried("A2", made([truth], WIDE), (), truth=[truth])
    assert capfd.readouterr() == ("", "")


def test_suppression_withstands_reconstruction() -> None:
    truth = children(400)
    policy = Policy(method="suppress", audience="named")
    good = made([truth], [TableSpec(("form",), ("age",), cohorts=(2024,))], policy)
    assert any(cell.state == "held_back" for cell in good.tables[0].cells)
    for code in ("A1", "A2", "A4"):
        assert tried(code, good, (), truth=[truth]).state == "passed"
    # one held-back cell shown after all, and its neighbour can be worked out
    (table,) = good.tables
    n = counts_of(truth, table)
    opened = []
    for at, cell in enumerate(table.cells):
        if cell.state == "held_back" and n[at] >= 10:
            bare = Cell("shown", int(n[at]), int(n[at]), int(n[at]))
            opened.append(replace(table, cells=(*table.cells[:at], bare, *table.cells[at + 1 :])))
    assert opened
    assert any(tried("A2", light([one]), (), truth=[truth]).state == "failed" for one in opened)


TINY = {
    "cellkey": class_set_of(variable("a", "yes"), variable("b", "yes")),
    "suppress": class_set_of(variable("a", "yes"), variable("b", "yes", "no")),
}


@pytest.mark.parametrize("method", ["cellkey", "suppress"])
def test_widths_are_those_of_all_populations(method: str) -> None:
    """Every population that fits what is published, listed one by one, against the programs."""
    rng, classes, widths = np.random.default_rng(9), TINY[method], []
    spec = TableSpec(("a",), ("b",), cohorts=(2024,))
    for _ in range(30):
        places = product(range(2), range(len(classes.variables[1].codes)))
        codes = np.array([cell for cell in places for _ in range(int(rng.integers(0, 24)))], dtype=np.uint8)
        truth = CodedTable(classes, 2024, codes, rng.integers(1, 2**32, size=(len(codes), 2), dtype=np.uint32))
        keyed = method == "cellkey"
        bundle = made_light([truth], [spec], Policy()) if keyed else threshold_only([truth], [spec])
        (table,) = seen(bundle, ())
        made_ = system(classes, [table])
        hidden = np.unique(made_.row_of[0][table.hidden])
        every = populations(table.table, table.least, table.most)
        for row, width in zip(hidden.tolist(), reconstruction.widths(made_, hidden, 10).tolist(), strict=True):
            cell = made_.row_of[0].tolist().index(row)
            true = int(every[:, cell].max() - every[:, cell].min())
            assert min(width, 10) == min(true, 10)
            widths.append(true)
    assert len(widths) > 30
    assert min(widths) < 10


def codes_of(table: Protected) -> list[tuple[str, ...]]:
    return [(*row, *column) for row, column in product(table.rows, table.columns)]


def populations(table: Protected, least: NDArray[np.int64], most: NDArray[np.int64]) -> NDArray[np.int64]:
    """(populations, cells): all that fit the ranges of all cells, sums too."""
    lines = codes_of(table)
    inner = [at for at, line in enumerate(lines) if "total" not in line]
    sums = np.array(
        [[all(b in (a, "total") for a, b in zip(lines[at], line, strict=True)) for at in inner] for line in lines],
        dtype=np.int64,
    )
    worlds = np.zeros((1, 0), dtype=np.int64)
    for place, at in enumerate(inner):
        values = np.arange(least[at], most[at] + 1)
        worlds = np.concatenate([np.repeat(worlds, len(values), axis=0), np.tile(values, len(worlds))[:, None]], axis=1)
        known = worlds @ sums[:, : place + 1].T
        worlds = worlds[np.all(known <= most, axis=1)]
    cells = worlds @ sums.T
    return np.asarray(cells[np.all((cells >= least) & (cells <= most), axis=1)])


def made_light(truth: Sequence[CodedTable], specs: Sequence[TableSpec], policy: Policy) -> Bundle:
    return light(cellkey.release(cube_of(truth), specs, policy))


def test_ranges_of_the_method_hold_the_truth() -> None:
    """What the attacker deduces is never wrong, and no wider than need be."""
    for policy in (Policy(), Policy(k=12, base=3), Policy(base=1), Policy(k=13, base=4, D=3, V=2.0)):
        cells: dict[Cell, set[int]] = {}
        n = np.repeat(np.arange(60), 3000)
        key = np.random.default_rng(4).integers(1, 2**64, size=len(n), dtype=np.uint64)
        noised = cellkey.perturbed(n, key, perturbation.table(policy.D, policy.V))
        values = cellkey.rounded(noised, policy.base)
        shown = (n >= policy.k) & (noised >= policy.k) & (values >= policy.k)
        for true_n, seen_, value in zip(n.tolist(), shown.tolist(), values.tolist(), strict=True):
            cells.setdefault(Cell("shown", value) if seen_ else Cell("fewer_than_k"), set()).add(true_n)
        for cell, true in cells.items():
            low, high = possible(cell, policy)
            assert low <= min(true)
            assert max(true) <= high
            if cell.value is None or cell.value < 40:
                assert (low, high) == (min(true), max(true))


def test_reconstruction_over_two_releases() -> None:
    """Neither gives anything away alone: one has the parts, the other the sums."""
    truth = children(400)
    parts = TableSpec(("form",), ("age",), cohorts=(2024,), totals=False)
    sums = TableSpec(("form",), cohorts=(2024,), totals=False)
    one, other = threshold_only([truth], [parts]), threshold_only([truth], [sums], id="r-0")
    assert any(cell.state != "shown" for cell in one.tables[0].cells)
    for alone in (one, other):
        assert tried("A2", alone, (), truth=[truth]).state == "passed"
    assert tried("A2", one, [other], truth=[truth]).state == "failed"
    assert tried("A2", other, [one], truth=[truth]).state == "failed"


def test_exact_parts_without_sums_have_no_upper_limit() -> None:
    truth = children(400)
    spec = TableSpec(("form",), ("age",), cohorts=(2024,), totals=False)
    bare = threshold_only([truth], [spec]).tables[0]
    held = tuple(cell if cell.state == "shown" else Cell("held_back") for cell in bare.cells)
    assert any(cell.state == "held_back" for cell in held)
    assert tried("A2", light([replace(bare, cells=held)]), (), truth=[truth]).state == "passed"


def test_numbers_that_no_population_fits_decide_nothing() -> None:
    truth = children(300)
    (table,) = made_light([truth], WIDE, Policy()).tables
    wrong = replace(table, cells=(*table.cells[:-1], Cell("shown", 20, 13, 27)))  # 300 children in its parts
    found = tried("A2", light([wrong]), (), truth=[truth])
    assert found.state == "undecided"
    assert "no population fits" in found.reason


def test_cohorts_that_nothing_joins_are_left_out() -> None:
    truth = [children(900, cohort=year) for year in (2021, 2022, 2023, 2024)]
    spec = TableSpec(("age",), ("sex",))

    def made_of(*years: int) -> Bundle:
        chosen = [one for one in truth if one.cohort in years]
        return made_light(chosen, [replace(spec, cohorts=years)], Policy())

    earlier = [made_of(2021), made_of(2022, 2023), made_of(2023, 2024)]
    assert [table.cohorts for table in seen(made_of(2024), earlier)] == [(2024,), (2022, 2023), (2023, 2024)]


# A3


def rekeyed(truth: CodedTable, seed: int) -> CodedTable:
    keys = np.random.default_rng(seed).integers(1, 2**32, size=truth.keys.shape, dtype=np.uint32)
    return replace(truth, keys=keys)


def test_fresh_noise_averages_out_and_keyed_noise_does_not() -> None:
    truth = children(3000)
    spec = [TableSpec(("form",), ("age",), cohorts=(2024,))]
    fresh = [made_light([rekeyed(truth, seed)], spec, Policy()) for seed in range(60)]
    found = tried("A3", fresh[0], fresh[1:], truth=[truth])
    assert found.state == "failed"
    keyed = [made_light([truth], spec, Policy()) for _ in range(60)]
    assert tried("A3", keyed[0], keyed[1:], truth=[truth]).state == "passed"
    assert tried("A4", keyed[0], keyed[1:], truth=[truth]).state == "passed"
    assert tried("A3", keyed[0], keyed[1:]).state == "undecided"


def test_chance_of_the_exact_number() -> None:
    """By drawing: one release shows the exact number as often as the perturbation table says."""
    n = np.repeat(np.arange(20, 30), 40_000)
    key = np.random.default_rng(5).integers(1, 2**64, size=len(n), dtype=np.uint64)
    right = cellkey.rounded(cellkey.perturbed(n, key, perturbation.table(5, 4.0)), 5) == n
    assert float(chance(n, Policy()).mean()) == pytest.approx(float(right.mean()), abs=0.005)


# A4


def few_in(cohort: int, rows: int = 400) -> CodedTable:
    """A cohort in which seven children only are boys in care."""
    truth = children(rows, cohort=cohort)
    codes = truth.codes.copy()
    codes[:, 1], codes[:, 3] = 1, 2
    codes[:7, 1], codes[:7, 3] = 2, 1
    return replace(truth, codes=codes)


def period(truth: Sequence[CodedTable], first: int, last: int) -> Protected:
    chosen = [one for one in truth if first <= one.cohort <= last]
    spec = TableSpec(("care",), ("sex",), cohorts=tuple(one.cohort for one in chosen))
    (table,) = cellkey.release(cube_of(chosen), [spec], Policy())
    return table


def test_overlapping_periods() -> None:
    """Periods that begin in different years and end with and without 2024: its boys in care from three pairs."""
    truth = [children(500, cohort=year) for year in (2021, 2022, 2023)]
    truth.append(few_in(2024))
    tables = [period(truth, first, last) for first in (2021, 2022, 2023) for last in (2023, 2024)]
    found = tried("A4", light(tables), (), truth=truth)
    assert found.state == "failed"
    assert any("row 2, column 3" in place for place in found.places)
    two = [period(truth, first, last) for first in (2022, 2023) for last in (2023, 2024)]
    assert tried("A4", light(two), (), truth=truth).state == "passed"
    # spread over releases it is the same
    candidate, *earlier = [light([table], id=f"r-{at}") for at, table in enumerate(tables)]
    assert tried("A4", candidate, earlier, truth=truth).state == "failed"


def test_exact_numbers_of_two_periods() -> None:
    truth = [children(500, cohort=2023), few_in(2024)]
    spec = TableSpec(("care",), ("sex",), cohorts=(2023, 2024))
    both = threshold_only(truth, [spec])
    before = threshold_only(truth[:1], [replace(spec, cohorts=(2023,))], id="r-0")
    found = tried("A4", both, [before], truth=truth)
    assert found.state == "failed"
    assert any("release r-0" in place for place in found.places)


@pytest.mark.parametrize("known", [True, False])
def test_a_correction_that_takes_out_one_child(known: bool) -> None:
    """Keyed noise shows in which cells the child was: with the counts of that time, and without."""
    then = children(2000)
    now = replace(then, codes=then.codes[1:], keys=then.keys[1:])
    old, new = made_light([then], WIDE, Policy()), light(made_light([now], WIDE, Policy()).tables, id="r-2")
    before = {"r-1": [then]} if known else None
    assert tried("A4", new, [old], truth=[now], before=before).state == "failed"
    assert tried("A4", new, [light(new.tables, id="r-1")], truth=[now]).state == "passed"


def test_no_pair_of_releases_that_brute_force_breaks_passes() -> None:
    """500 pairs of releases with exact numbers, over cohorts, limits and classes, many with small groups."""
    rng = np.random.default_rng(11)
    broken = withstood = 0
    for seed in range(500):
        truth = [children(int(rng.integers(15, 160)), seed=seed, cohort=year) for year in (2023, 2024)]
        cubes = [count(one) for one in truth]
        one, other = (threshold_only(cubes, [random_spec(rng)], id=name) for name in ("r-1", "r-2"))
        case = Case(one, seen(one, [other]), counts(cubes), ids=("r-1", "r-2"))
        state = differencing.attack(case).state
        joined = set(one.tables[0].spec.cohorts) & set(other.tables[0].spec.cohorts)
        if brute(truth, [*one.tables, *(other.tables if joined else ())]):
            broken += 1
            assert state == "failed"
        else:
            withstood += state == "passed"
    assert broken > 100
    assert withstood > 100


def random_spec(rng: np.random.Generator) -> TableSpec:
    names = [str(name) for name in rng.permutation(["age", "sex", "care"])]
    cohorts = ((2023,), (2024,), (2023, 2024))[int(rng.integers(3))]
    where = {}
    if rng.random() < 0.5:
        codes = CLASSES.variables[CLASSES.place(names[2])].codes
        chosen = rng.permutation(len(codes))[: int(rng.integers(1, len(codes)))]
        where = {names[2]: tuple(codes[at] for at in sorted(chosen.tolist()))}
    columns = (names[1],) if rng.random() < 0.5 else ()
    return TableSpec((names[0],), columns, where=where, cohorts=cohorts, totals=bool(rng.random() < 0.5))


def brute(truth: Sequence[CodedTable], tables: Sequence[Protected]) -> bool:
    """Whether two shown cells, one inside the other, differ by 1 to 9 children: all pairs, as sets of combinations."""
    universe = list(product((2023, 2024), range(4), range(3), range(4), range(3)))
    times: dict[tuple[int, ...], int] = {}
    for one in truth:
        for row in one.codes.tolist():
            times[one.cohort, *row] = times.get((one.cohort, *row), 0) + 1
    shown = []
    for table in tables:
        for line, cell in zip(codes_of(table), table.cells, strict=True):
            if cell.state == "shown":
                shown.append(frozenset(one for one in universe if counts_in(table, line, one)))
    size = {cell: sum(times.get(one, 0) for one in cell) for cell in shown}
    return any(1 <= size[b] - size[a] <= 9 for a in shown for b in shown if a < b)


def counts_in(table: Protected, line: tuple[str, ...], combination: tuple[int, ...]) -> bool:
    cohort, *codes = combination
    held = {one.name: one.codes[code] for one, code in zip(CLASSES.variables, codes, strict=True)}
    names = (*table.spec.rows, *table.spec.columns)
    fits = all(code in ("total", held[name]) for name, code in zip(names, line, strict=True))
    return fits and cohort in table.spec.cohorts and all(held[name] in some for name, some in table.spec.where.items())


# Differential privacy


def test_differential_privacy_is_covered_by_what_was_spent() -> None:
    truth = children(3000)
    policy = Policy(method="dp", rho=Fraction(1, 10))
    tables = dp.release(cube_of([truth]), WIDE, policy, random=np.random.default_rng(1).bytes)
    good = release(tables)
    report = attack(good, (), None, lint=lint)
    assert report.passed
    unspent = light([replace(tables[0], spent=())])
    assert tried("A2", unspent).state == "undecided"
    dear = replace(tables[0], policy=replace(policy, rho=Fraction(1, 20)))
    assert tried("A2", light([dear])).state == "failed"


# A5 to A7


def with_rows(truth: CodedTable) -> Bundle:
    policy = Policy(method="dp", rho=Fraction(1, 10))
    spec = [TableSpec(("sex",), ("age_band",), cohorts=(truth.cohort,))]
    tables = protect(cube_of([truth]), spec, policy, random=np.random.default_rng(1).bytes)
    about = replace(ABOUT, population=truth.classes.population)
    rows = synthetic_rows([one.name for one in truth.classes.variables if one.kind != "origin"])
    return release(tables, rows, COVERAGE, about)


@cache
def many() -> CodedTable:
    return reviewed(people(6_000, 3))


def column_by_column(table: CodedTable) -> NDArray[np.uint8]:
    """Rows that keep nothing but each column by itself: they cannot give any child away."""
    rng = np.random.default_rng(8)
    return np.stack([rng.permutation(table.codes[:, at]) for at in range(table.codes.shape[1])], axis=1)


def test_copied_rows_are_caught_and_independent_rows_pass() -> None:
    truth = many()
    candidate = with_rows(truth)
    copied = attack(candidate, (), [truth], shadow=lambda half: half.codes)
    assert {code: outcome(copied, code).state for code in ("A5", "A6", "A7")} == dict.fromkeys(
        ("A5", "A6", "A7"), "failed"
    )
    apart = attack(candidate, (), [truth], shadow=column_by_column)
    assert {code: outcome(apart, code).state for code in ("A5", "A6", "A7")} == dict.fromkeys(
        ("A5", "A6", "A7"), "passed"
    )
    missing = attack(candidate, (), [truth])
    assert {outcome(missing, code).state for code in ("A5", "A6", "A7")} == {"undecided"}


def test_shadow_is_made_from_half_of_the_children_only() -> None:
    truth = many()
    heard: list[CodedTable] = []

    def shadow(half: CodedTable) -> NDArray[np.uint8]:
        heard.append(half)
        return half.codes

    trial = synthetic.trial([truth], shadow)
    (half,) = heard
    assert 2_700 < half.rows < 3_300
    assert trial.fitted.shape[0] == half.rows
    assert trial.held_out.shape[0] == 6_000 - half.rows
    with pytest.raises(DisclosureError, match="too few children"):
        synthetic.trial([replace(truth, codes=truth.codes[:150], keys=truth.keys[:150])], shadow)
    with pytest.raises(DisclosureError, match="other columns"):
        synthetic.trial([truth], lambda half: half.codes[:, 1:])


def test_area_under_the_curve_by_hand() -> None:
    used, unused = np.array([0, 1, 1]), np.array([1, 2])
    pairs = [1.0 if a < b else 0.5 if a == b else 0.0 for a in used for b in unused]
    assert membership.auc(used, unused) == pytest.approx(sum(pairs) / 6)
    rows = np.array([[0, 0, 0], [1, 2, 3]], dtype=np.uint8)
    assert membership.nearest(np.array([[0, 0, 1], [1, 2, 3], [9, 9, 9]], dtype=np.uint8), rows).tolist() == [1, 0, 3]


def test_variables_that_the_synthetic_rows_do_not_have_are_left_out() -> None:
    truth = many()
    whole = with_rows(truth)
    head = (whole.synthetic or b"").replace(b"synthetic_country,", b"")
    candidate = replace(whole, files={**whole.files, "synthetic.csv": head})
    heard: list[CodedTable] = []

    def shadow(half: CodedTable) -> NDArray[np.uint8]:
        heard.append(half)
        return column_by_column(half)

    report = attack(candidate, (), [truth], shadow=shadow)
    assert [outcome(report, code).state for code in ("A5", "A6", "A7")] == ["passed"] * 3
    assert [one.name for one in heard[0].classes.variables] == [
        one.name for one in truth.classes.variables if one.name not in {"country", "region_of_citizenship"}
    ]


# A8


def test_one_member_holds_nearly_all() -> None:
    truth = children(2000)
    policy = Policy(method="dp", rho=Fraction(1, 5))
    tables = dp.release(cube_of([truth]), WIDE, policy, random=np.random.default_rng(2).bytes)
    pooled = release(tables, coverage=replace(COVERAGE, members_asked=3, members_in=3))
    big = replace(truth, codes=truth.codes[:1_999], keys=truth.keys[:1_999])
    found = tried("A8", pooled, own=[big])
    assert found.state == "failed"
    assert "table 1, row" in found.places[0]
    small = replace(truth, codes=truth.codes[:20], keys=truth.keys[:20])
    assert tried("A8", pooled, own=[small]).state == "passed"
    assert tried("A8", pooled).state == "undecided"
    assert tried("A8", pooled, objections=1).state == "failed"
    assert tried("A8", pooled, objections=0).state == "passed"


# A9


PLANTED = (
    ("title", "What happened in Oldharbour", "a place"),
    ("title", "Children known to Zelda", "a known name"),
    ("notes", "The file of ZÉLDA was left out", "a known name"),
    ("notes", "It was told by our colleague Marta Rossini", "what looks like a name"),
    ("notes", "Only three of the girls were in school", "a small number"),
    ("notes", "Il s'agit de deux enfants", "a small number"),
    ("notes", "Son cuatro niñas de la misma familia", "a small number"),
    ("notes", "هؤلاء ثلاثة أطفال", "a small number"),
    ("notes", "There are 2 siblings among them", "a small number"),
    ("notes", "She was the only child from there", "a small number"),
    ("reason", "Corrected on 3 May 2024", "an exact day"),
    ("reason", "Corrected after 2024-05-03", "an exact day"),
    ("notes", "Ask desk@example.org", "an address"),
    ("notes", "Call +41 22 555 01 99", "an address"),
    ("notes", "Seen at 46.20439, 6.14316", "an address"),
    ("title", "Concerns in northfield district", "what looks like a place"),
    ("definition", "Children of the town of northfield", "what looks like a place"),
    ("notes", "Counted in District 4 only", "what looks like a place"),
    ("notes", "Enfants de la province de Valmer", "what looks like a place"),
    ("notes", "Enfants du département de l’Orle", "what looks like a place"),
    ("notes", "Niños del barrio San Telmo de la Costa", "what looks like a place"),
    ("notes", "Niños de un pueblo llamado valmer", "what looks like a place"),
    ("notes", "Figures on child " + "prosti" + "tutes", "a term to avoid"),
)


def planted(bundle: Bundle, field: str, text: str) -> Bundle:
    value = [text] if field == "notes" else text
    return replace(bundle, document={**bundle.document, field: value})


@pytest.mark.parametrize(("field", "text", "words"), PLANTED)
def test_planted_text(field: str, text: str, words: str) -> None:
    good = made([children(900)])
    given: dict[str, Any] = {"lint": lint, "names": ["Zelda"], "places": ["Oldharbour"]}
    assert tried("A9", good, **given).state == "passed"
    found = tried("A9", planted(good, field, text), **given)
    assert found.state == "failed"
    assert any(words in place for place in found.places)
    assert not any("Zelda" in place or "Oldharbour" in place for place in found.places)


@pytest.mark.parametrize(
    "text",
    [
        "Children aged 10 to 14 were asked in 2023 and 2024. Numbers are rounded to a multiple of five.",
        "Online contact means any contact by telephone or network. Years 2021-2023.",
        "Fewer than ten children are never shown. See the table of 2023/2024 for the years before.",
        "A town in the west; in each rural district, by town of birth. Provinces and towns are not shown.",
        "La ville de naissance et le village de l’enfant ne sont pas comptés. Ni ciudad de origen, ni un pueblo.",
        "Pour chaque enfant, une forme est comptée. Les chiffres de Sierra Leone et du Burkina Faso viennent après.",
    ],
)
def test_plain_text_passes(text: str) -> None:
    assert tried("A9", planted(made([children(900)]), "notes", text), lint=lint).state == "passed"


def test_where_the_statistician_works_is_read_too() -> None:
    """Their name stands there on purpose, though it is one of the names that no text may have."""
    good = made([children(900)])

    def state(affiliation: str) -> str:
        who = {"name": "Ann Example", "affiliation": affiliation, "signature": "ed25519:00"}
        document = {**good.document, "statistician": who}
        return tried("A9", replace(good, document=document), lint=lint, names=["Ann Example"]).state

    assert state("Royal University of Phnom Penh") == "passed"
    for wrong in ("Institute of Dr. Marta Rossini, Kampong Speu", "Desk of Ann Example"):
        assert state(wrong) == "failed"


def test_a_picture_from_outside_is_read_too() -> None:
    good = made([children(900)])
    files = {**good.files, "01.svg": good.files["01.svg"].replace(b"Age and sex", b"Zelda")}
    assert tried("A9", replace(good, files=files), lint=lint, names=["zelda"]).state == "failed"
    assert tried("A9", good).state == "undecided"  # nobody looked for terms


# The whole


def test_a_release_that_names_fewer_attacks_is_refused() -> None:
    good = made([children(900)])
    fewer = replace(good, document={**good.document, "attacks": good.document["attacks"][1:]})
    with pytest.raises(DisclosureError, match="does not name the attacks"):
        attack(fewer)


def test_other_classes_need_differential_privacy() -> None:
    truth = children(900)
    other = class_set_of(replace(AGE, codes=("missing", "0-8", "9-17")))
    wrong = children(900, classes=other)
    earlier = light(cellkey.release(cube_of([wrong]), [TableSpec(("age",), cohorts=(2024,))], Policy()), id="r-0")
    with pytest.raises(DisclosureError, match="one class set for ever"):
        attack(made([truth]), [earlier], [truth])


def test_missing_cohort_decides_nothing() -> None:
    truth = children(900)
    assert tried("A3", made([truth]), truth=[children(900, cohort=2023)]).state == "undecided"


def test_report_has_no_scores() -> None:
    """Neither what is published nor what the maker reads has a number of the truth."""
    truth = children(40_021)
    report = attack(made([truth]), (), [truth], lint=lint)
    words = " ".join([*(one.reason for one in report.outcomes), *(one.limit for one in report.outcomes)])
    assert not any(str(n) in words for n in (40_021, int((truth.codes[:, 0] == 1).sum())))
    assert set(report.to_json()["attacks"][0]) == {"code", "name", "limit", "state", "reason", "places", "advice"}
    document = bundles.canonical_json(made([truth]).document)
    assert b"passed" not in document
