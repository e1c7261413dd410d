"""What a whole release costs: count, twelve tables, the attacks, the files; and what attacks find on a bad one.

The children are fictional, so what attacks find can be held against the truth: nobody else ever may. Memory is that of
a process of its own, with everything that it loads.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from secrets import token_bytes

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Figure, middle_of
from fanal.engines.disclosure import bundles, cellkey
from fanal.engines.disclosure.attacks import AttackReport, attack, reconstruction
from fanal.engines.disclosure.attacks.published import exact, seen
from fanal.engines.disclosure.attacks.report import Case
from fanal.engines.disclosure.attacks.system import system
from fanal.engines.disclosure.bundles import About, Bundle, Review, SyntheticFiles
from fanal.engines.disclosure.classes import class_set
from fanal.engines.disclosure.counting import count
from fanal.engines.disclosure.generate import people
from fanal.engines.disclosure.layout import counted, layout
from fanal.engines.disclosure.model import (
    Cell,
    CodedTable,
    Coverage,
    Cube,
    ErrorTable,
    Policy,
    Protected,
    TableSpec,
)
from fanal.engines.disclosure.synthesis import noised, synthesise
from fanal.engines.disclosure.synthetic_rules import cube_without, leave_out, shadow
from fanal.site.console import Progress

TITLE = "A whole release, attacked; and what attacks find"
TABLES, RHO = 12, Fraction(1, 20)
MEMBER, FEW, MANY = 35_000, 10_000, 1_000_000
WORLDS, READ = 38, 50
COVERAGE = Coverage(1, 1, 10, {})
REVIEWS = (Review("ethics_reviewer", date(2025, 1, 1)),)


def run(step: Progress) -> list[Figure]:
    """All rows; `step` hears how many parts are done."""
    parts: tuple[Callable[[], list[Figure]], ...] = (_whole, _memory, _reading, _found)
    figures: list[Figure] = []
    for done, measure in enumerate(parts):
        step(done, len(parts))
        figures += measure()
    step(len(parts), len(parts))
    return figures


def fictional(rows: int) -> CodedTable:
    """Fictional children with a class set that counts as reviewed."""
    table = people(rows, 1)
    plain = table.classes
    reviewed = class_set(plain.population, plain.version, plain.variables, date(2020, 1, 1))
    return replace(table, classes=reviewed)


def specs(table: CodedTable, tables: int = TABLES) -> list[TableSpec]:
    """Tables of three variables each, chosen by lot, with all their sums."""
    rng = np.random.default_rng(3)
    names = [one.name for one in table.classes.variables if one.kind == "plain"]
    chosen = [rng.choice(names, 3, replace=False).tolist() for _ in range(tables)]
    return [TableSpec((one,), (two, three), cohorts=(table.cohort,)) for one, two, three in chosen]


def release(table: CodedTable, cube: Cube, synthetic: SyntheticFiles | None = None) -> Bundle:
    """Twelve tables written and read."""
    protected = cellkey.release(cube, specs(table), Policy())
    about = About("r-1", "Fictional", table.classes.population, "Fictional", "Fictional", date(2025, 1, 1))
    return bundles.read(bundles.bundle(protected, synthetic, COVERAGE, REVIEWS, about))


def whole(rows: int, *, synthetic: bool) -> tuple[float, AttackReport]:
    """(seconds, report) of a release from rows to attacked files."""
    table = fictional(rows)
    begun = time.perf_counter()
    cube = count(table)
    made = None
    if synthetic:
        kept = cube_without(cube, leave_out(cube.classes))
        made = bundles.synthetic_files(synthesise(noised(kept, RHO, token_bytes), token_bytes))
    report = attack(
        release(table, cube, made), (), [table], shadow=shadow(RHO, token_bytes) if synthetic else None,
        lint=lambda _: (),
    )  # fmt: skip
    return time.perf_counter() - begun, report


def _whole() -> list[Figure]:
    whole(FEW, synthetic=True)  # compiled, if it is not yet
    plain, _ = whole(MANY, synthetic=False)
    both, report = whole(MANY, synthetic=True)
    rows = sum(one.state == "passed" for one in report.outcomes if one.code in {"A5", "A6", "A7"})
    return [
        Figure(f"release of {MANY:,} children: count, {TABLES} tables, A1 to A4, files", plain, "s", 60),
        Figure("the same with synthetic rows and A5 to A7", both, "s", 120),
        Figure("of A5 to A7 withstood", rows, "", 3, at_most=False),
    ]


def _memory() -> list[Figure]:
    """Peak memory of a process that makes one release."""
    return [
        Figure(f"memory, member of {MEMBER:,} children", _peak(MEMBER, synthetic=False), "MB", 512),
        Figure(f"memory, {MANY:,} children with synthetic rows", _peak(MANY, synthetic=True), "MB", 2_048),
    ]


def _peak(rows: int, *, synthetic: bool) -> float:
    program = (
        "from pathlib import Path\nfrom benchmarks.disclosure_release import whole\n"
        f"whole({rows}, synthetic={synthetic})\n"
        "print(next(line for line in Path('/proc/self/status').read_text().splitlines() if line.startswith('VmHWM')))"
    )  # the peak by `getrusage` would be that of the parent, where it is larger
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return float(said.stdout.split()[-2]) / 1024


def _reading() -> list[Figure]:
    table = fictional(FEW)
    chosen = [replace(one, columns=one.columns[:1]) for one in specs(table, READ)]
    protected = cellkey.release(count(table), chosen, Policy())
    about = About("r-1", "Fictional", table.classes.population, "Fictional", "Fictional", date(2025, 1, 1))
    packed = bundles.packed(bundles.bundle(protected, None, COVERAGE, REVIEWS, about))
    spent = middle_of(5, lambda: bundles.read(bundles.unpacked(packed)))
    return [Figure(f"a release of {READ} tables read", spent * 1_000, "ms", 100)]


def _found() -> list[Figure]:
    """Hidden cells that reconstruction narrows, with the threshold only and with keyed noise."""
    table = fictional(FEW)
    cube = count(table)
    bare, keyed = [], []
    for spec in specs(table, WORLDS):
        bare.append(_widths(table, _threshold_only(cube, spec)))
        keyed.append(_widths(table, cellkey.release(cube, [spec], Policy())[0]))
    exactly, narrow = np.concatenate(bare), np.concatenate(keyed)
    return [
        Figure("threshold only: hidden cells known exactly", 100 * float((exactly < 0.5).mean()), "%"),
        Figure("threshold only: hidden cells within 5", 100 * float((exactly < 5).mean()), "%"),
        Figure("keyed noise: hidden cells known exactly", 100 * float((narrow < 0.5).mean()), "%", 0),
        Figure("keyed noise: hidden cells within 5", 100 * float((narrow < 5).mean()), "%", 1),
    ]


def _widths(table: CodedTable, protected: Protected) -> NDArray[np.float64]:
    """How wide what can be known of each hidden cell of 1 to 9 children is."""
    found = Bundle({"id": "r", "population": {"name": table.classes.population}}, {}, "", COVERAGE,
                   (protected,), table.classes)  # fmt: skip
    (one,) = seen(found, ())
    case = Case(found, (one,), {table.cohort: count(table)}, ids=("r",))
    n = exact(one, case.truth_of(one))[0]
    made = system(table.classes, [one])
    rows = np.unique(made.row_of[0][one.hidden & (n > 0) & (n < protected.policy.k)])
    return reconstruction.widths(made, rows, protected.policy.k)


def _threshold_only(cube: Cube, spec: TableSpec) -> Protected:
    policy, where = Policy(method="suppress", audience="named"), layout(cube.classes, spec)
    n = counted(cube, where)[0].tolist()
    cells = tuple(Cell("shown", one, one, one) if one >= policy.k else Cell("fewer_than_k") for one in n)
    error = ErrorTable("suppress", 0.0, 0, 1.0, (35, 35, 35))
    return Protected(spec, policy, cube.classes, where.rows, where.columns, cells, error)
