"""`python -m benchmarks`: run all benchmarks, or those that are named, and print their tables.

`--json` prints one JSON document instead: of `concerns` alone the list of its rows, else an object by name. Progress is
shown on a terminal. Measure on a machine that does nothing else; `nproc` and load stand at the head of the table.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks import (
    cases,
    concerns,
    disclosure,
    disclosure_release,
    disclosure_synthesis,
    house,
    law_benchmark,
    law_bulk,
    law_corpus,
    law_reform,
    law_space,
    learning,
    linkage,
    memory,
    office,
    prevalence,
    prevalence_coverage,
    slow,
    tables,
    tourism,
    triage,
    vault,
)
from benchmarks import progress as of_progress
from benchmarks.figures import Figure, show
from benchmarks.scene import DATABASES, Failed
from fanal.site.console import Progress, progress

# Those that need nothing but themselves: `TITLE` and `run(step) -> list[Figure]`.
PLAIN = {
    "vault": vault,
    "law-corpus": law_corpus,
    "law-benchmark": law_benchmark,
    "law-space": law_space,
    "law-bulk": law_bulk,
    "law-reform": law_reform,
    "prevalence": prevalence,
    "prevalence-coverage": prevalence_coverage,
    "disclosure-release": disclosure_release,
    "disclosure-synthesis": disclosure_synthesis,
    "linkage": linkage,
    "disclosure": disclosure,
    "memory": memory,
    "tables": tables,
    "office": office,
}
# Those that measure an installation, each on the databases that are named.
STORED = {
    "house": house,
    "learning": learning,
    "progress": of_progress,
    "slow": slow,
    "tourism": tourism,
    "triage": triage,
}
SMALL = {"progress": of_progress, "tourism": tourism}
NAMES = (
    "vault",
    "law-corpus",
    "law-benchmark",
    "law-space",
    "law-bulk",
    "law-reform",
    "prevalence",
    "prevalence-coverage",
    "disclosure-release",
    "disclosure-synthesis",
    "linkage",
    "disclosure",
    "memory",
    "tables",
    "tourism",
    "office",
    "house",
    "learning",
    "progress",
    "triage",
    "concerns",
    "cases",
    "slow",
)


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    made = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Figures of Fanal, as ratios and as they are."
    )
    made.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(NAMES)} (by default all)")
    made.add_argument("--json", action="store_true", help="machine-readable output")
    made.add_argument("--database", choices=DATABASES, action="append", help="only this one (may be given twice)")
    made.add_argument("--clients", type=int, action="append", help="concerns: only with so many (may be given twice)")
    made.add_argument("--seconds", type=float, default=5.0, help="concerns: length of each run (default: 5)")
    made.add_argument("--repeats", type=int, default=3, help="concerns: how often each is run (default: 3)")
    made.add_argument("--rows", type=int, default=10_000, help="triage: concerns in the queue (default: 10000)")
    made.add_argument("--quick", action="store_true", help="cases, progress, tourism: a small part of the size")
    made.add_argument("--large", action="store_true", help="cases: PostgreSQL with a million besides; takes hours")
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run the named benchmarks. Returns 1 where one could not be run."""
    args = parser().parse_args(argv)
    names = args.names or list(NAMES)
    if unknown := set(names) - set(NAMES):
        print(f"There is no benchmark called {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    if not args.json:
        print(f"{platform.system()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the beginning\n")
    made: dict[str, Any] = {}
    try:
        for name in names:
            made[name] = _one(name, args)
    except Failed as failed:
        print(failed, file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(made[names[0]] if names == ["concerns"] else made, indent=1))
    return 0


def _one(name: str, args: argparse.Namespace) -> Any:
    databases = args.database or DATABASES
    with progress(name) as step:
        if name == "concerns":
            found = concerns.run(_plan(args), step)
        elif name == "cases":
            of_cases = cases.run(databases, step, quick=args.quick, large=args.large)
        else:
            figures = _figures(name, args, databases, step)
    if name == "concerns":
        if not args.json:
            concerns.print_table(found)
        return concerns.as_json(found)
    if name == "cases":
        if not args.json:
            cases.print_table(of_cases)
        return cases.as_json(of_cases)
    if not args.json:
        show(
            {**PLAIN, **STORED}[name].TITLE,
            figures,
        )
    return [figure.as_json() for figure in figures]


def _figures(name: str, args: argparse.Namespace, databases: Sequence[str], step: Progress) -> list[Figure]:
    if name == "triage":
        return triage.run(databases, args.rows, step)
    if name == "slow":
        return slow.run(databases, args.seconds, step)
    if name in SMALL:
        return SMALL[name].run(databases, step, quick=args.quick)  # type: ignore[no-any-return]
    if name in STORED:
        return STORED[name].run(databases, step)  # type: ignore[no-any-return]
    found: list[Figure] = PLAIN[name].run(step)
    return found


def _plan(args: argparse.Namespace) -> concerns.Plan:
    return concerns.Plan(
        databases=args.database or DATABASES,
        clients=args.clients or concerns.CLIENTS,
        seconds=args.seconds,
        repeats=args.repeats,
    )


if __name__ == "__main__":
    sys.exit(main())
