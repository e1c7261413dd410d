"""A release of a million children withstands every attack on tables; the same numbers without protection do not."""

from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest

from fanal.engines.disclosure import bundles
from fanal.engines.disclosure.attacks import attack
from fanal.engines.disclosure.bundles import About, Bundle, Review
from fanal.engines.disclosure.classes import class_set
from fanal.engines.disclosure.counting import count
from fanal.engines.disclosure.generate import people
from fanal.engines.disclosure.layout import counted, layout
from fanal.engines.disclosure.model import Cell, CodedTable, Coverage, Cube, Policy, Protected, TableSpec
from fanal.engines.disclosure.protect import protect

pytestmark = pytest.mark.once
ROWS, TABLES = 1_000_000, 12


@pytest.fixture(scope="module")
def table() -> CodedTable:
    made = people(ROWS, 1)
    plain = made.classes
    return replace(made, classes=class_set(plain.population, plain.version, plain.variables, date(2020, 1, 1)))


@pytest.fixture(scope="module")
def cube(table: CodedTable) -> Cube:
    return count(table, 3)


@pytest.fixture(scope="module")
def tables(table: CodedTable, cube: Cube) -> tuple[Protected, ...]:
    dice = np.random.default_rng(3)
    names = [one.name for one in table.classes.variables if one.kind == "plain" and not one.sensitive]
    pairs = list(combinations(names, 2))
    chosen = [pairs[place] for place in dice.choice(len(pairs), TABLES, replace=False)]
    return protect(cube, [TableSpec((one,), (two,), cohorts=(table.cohort,)) for one, two in chosen], Policy())


def released(tables: tuple[Protected, ...]) -> Bundle:
    classes = tables[0].classes
    about = About("XA-2026-0001", "Fictional", classes.population, "Fictional children", "Nobody", date(2026, 11, 25))
    reviews = (Review("ethics_reviewer", date(2026, 11, 1)),)
    return bundles.read(bundles.bundle(tables, None, Coverage(1, 1, 0, {}), reviews, about))


def test_no_attack_on_tables_succeeds(table: CodedTable, tables: tuple[Protected, ...]) -> None:
    report = attack(released(tables), (), [table], lint=lambda text: [])
    found = {one.code: one.state for one in report.outcomes}
    assert found == {"A1": "passed", "A2": "passed", "A3": "passed", "A4": "passed", "A9": "passed"}


def test_exact_numbers_under_the_name_of_noise_are_caught(
    table: CodedTable, cube: Cube, tables: tuple[Protected, ...]
) -> None:
    """The control: whoever leaves the noise out, with a threshold alone, is found out by averaging."""
    bad = []
    for one in tables:
        n, _key = counted(cube, layout(one.classes, one.spec))
        cells = tuple(
            Cell("shown", int(value), max(int(value) - 7, 0), int(value) + 7) if value >= 10 else Cell("fewer_than_k")
            for value in n
        )
        bad.append(replace(one, cells=cells))
    report = attack(released(tuple(bad)), (), [table], lint=lambda text: [])
    assert not report.passed
