"""Small fictional releases for the tests of bundles and attacks."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from tests.engines.disclosure.by_hand import variable

from fanal.engines.disclosure import bundles
from fanal.engines.disclosure.attack_limits import required
from fanal.engines.disclosure.bundles import About, Bundle, Review, SyntheticFiles
from fanal.engines.disclosure.classes import class_set
from fanal.engines.disclosure.counting import count
from fanal.engines.disclosure.cube import combine
from fanal.engines.disclosure.layout import counted, layout
from fanal.engines.disclosure.model import (
    Cell,
    ClassSet,
    CodedTable,
    Coverage,
    Cube,
    ErrorTable,
    Policy,
    Protected,
    TableSpec,
    Variable,
)
from fanal.engines.disclosure.protect import protect

AGE = variable("age", "0-9", "10-14", "15-17", label="Age of the child")
SEX = variable("sex", "girl", "boy", label="Sex of the child")
FORM = variable("form", "online", "travel", "family", label="Form of exploitation", sensitive=True)
CARE = variable("care", "yes", "no", label="Lived in care before", sensitive=True)
CLASSES = class_set("Fictional children with a case file", 1, (AGE, SEX, FORM, CARE), date(2024, 1, 1))
COVERAGE = Coverage(1, 1, 10, {"age": 5, "sex": 5, "form": 10, "care": None})
REVIEWS = (Review("ethics_reviewer", date(2025, 8, 1)), Review("survivor_adviser", date(2025, 8, 2)))
ABOUT = About(
    id="r-1",
    title="Who the children are",
    population="Fictional children with a case file",
    definition="Children whose case file was opened in the year, whatever became of it",
    publisher="Fictional member",
    published_on=date(2025, 9, 1),
)
SPECS = (
    TableSpec(("age",), ("sex",), cohorts=(2024,), title="Age and sex"),
    TableSpec(("form",), ("sex",), cohorts=(2024,)),
)


def children(rows: int, seed: int = 1, cohort: int = 2024, classes: ClassSet = CLASSES) -> CodedTable:
    """Fictional children: skewed codes, a few missing, random record keys."""
    rng = np.random.default_rng([seed, cohort])
    columns = []
    for variable_ in classes.variables:
        weights = 0.55 ** np.arange(len(variable_.codes))
        weights[0] = 0.12
        columns.append(rng.choice(len(variable_.codes), size=rows, p=weights / weights.sum()))
    keys = rng.integers(1, 2**32, size=(rows, 2), dtype=np.uint32)
    codes = np.stack(columns, axis=1).astype(np.uint8) if columns else np.zeros((rows, 0), dtype=np.uint8)
    return CodedTable(classes, cohort, codes, keys)


def cube_of(truth: Sequence[CodedTable]) -> Cube:
    return combine([count(one) for one in truth])


def release(
    tables: Sequence[Protected],
    synthetic: SyntheticFiles | None = None,
    coverage: Coverage = COVERAGE,
    about: About = ABOUT,
) -> Bundle:
    """A reviewed release of these tables, written and read."""
    return bundles.read(bundles.bundle(tables, synthetic, coverage, REVIEWS, about))


def made(
    truth: Sequence[CodedTable],
    specs: Sequence[TableSpec] = SPECS,
    policy: Policy | None = None,
    id: str = "r-1",
) -> Bundle:
    """A release by the method itself."""
    return release(protect(cube_of(truth), specs, policy or Policy()), about=replace(ABOUT, id=id))


def light(tables: Sequence[Protected], id: str = "r-1") -> Bundle:
    """A release with its tables alone, for attacks that look at nothing else."""
    method, pooled = tables[0].policy.method, False
    document = {
        "id": id, "kind": "tables", "population": {"name": tables[0].classes.population},
        "attacks": [{"code": code} for code in required(method, synthetic=False, pooled=pooled)],
    }  # fmt: skip
    return Bundle(document, {}, "0" * 64, COVERAGE, tuple(tables), tables[0].classes)


def threshold_only(truth: Sequence[CodedTable | Cube], specs: Sequence[TableSpec], id: str = "r-1") -> Bundle:
    """The bad way: exact numbers with totals, and only what is below the threshold is hidden."""
    policy, tables = Policy(method="suppress", audience="named"), []
    for spec in specs:
        cubes = [one if isinstance(one, Cube) else count(one) for one in truth]
        cube = combine([one for one in cubes if one.cohorts[0] in spec.cohorts])
        where = layout(cube.classes, spec)
        n = counted(cube, where)[0].tolist()
        cells = tuple(Cell("shown", one, one, one) if one >= policy.k else Cell("fewer_than_k") for one in n)
        error = ErrorTable("suppress", 0.0, 0, 1.0, (35, 35, 35))
        tables.append(Protected(spec, policy, cube.classes, where.rows, where.columns, cells, error))
    return light(tables, id)


def class_set_of(*variables: Variable) -> ClassSet:
    """Another class set of the same population."""
    return class_set(CLASSES.population, 2, variables, date(2024, 1, 1))


def reviewed(table: CodedTable) -> CodedTable:
    """The same children with a class set that was reviewed."""
    old = table.classes
    return replace(table, classes=class_set(old.population, old.version, old.variables, date(2024, 1, 1)))


def synthetic_rows(names: Sequence[str], *rows: Sequence[str]) -> SyntheticFiles:
    """Synthetic rows as files, with an error table of two lines."""
    lines = [",".join(f"synthetic_{name}" for name in names), *(",".join(row) for row in rows)]
    off = {"count": 310.0, "difference": 3.5, "noise": 12.0, "at_most": 15.5}
    error = {
        "schema": "fanal.synthetic/1", "caution": "No row is a child.", "rows": len(rows),
        "errors": [{"ways": 1, **off, "at_most": 2.5}, {"ways": 2, **off}],
    }  # fmt: skip
    return SyntheticFiles("".join(f"{line}\n" for line in lines).encode(), json.dumps(error).encode())
