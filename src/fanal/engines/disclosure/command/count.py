"""Count coded rows exactly, for those who hold them: nothing that it says may be published.

Counts of every set of up to three variables are made; shown are those of single variables, or of the variables that
`--table` names. What leaves the organisation is made by `fanal tables protect`.
"""

import argparse
import json
import sys
from itertools import product
from pathlib import Path
from typing import Any

from fanal.engines.commanding import Group, Unusable, grid, say, show
from fanal.engines.disclosure.command.common import add_rows, count_rows, named, read_cube, read_rows
from fanal.engines.disclosure.model import MOST_WAYS, CodedTable, Cube, Margin
from fanal.engines.disclosure.reading import NO_COHORT

CAUTION = "Exact numbers of children. They stay with those who hold the records: not for publication."


def add(commands: Group) -> None:
    """Adds the sub-command to the parser of ``fanal tables``."""
    parser = commands.add_command("count", __doc__, run)
    add_rows(parser, release=False)
    parser.add_argument(
        "--ways", type=int, default=MOST_WAYS, help=f"variables counted together (default: {MOST_WAYS})"
    )
    parser.add_argument(
        "--table",
        type=named,
        action="append",
        default=[],
        metavar="VARIABLE,…",
        help="show these variables together; may be given again",
    )
    parser.add_argument(
        "--write-parquet",
        type=Path,
        metavar="FOLDER",
        help="write the coded rows with record keys there, for a cluster (docs/cluster.md); needs --cohort, --secret",
    )


def run(args: argparse.Namespace) -> int:
    """Reads, counts, shows. Nothing is said or written before all of the input was found to be good."""
    table = _to_be_written(args) if args.write_parquet else None
    cube = count_rows(table, args.ways) if table else read_cube(args, args.ways)
    chosen = _chosen(cube, args)
    if table:
        from fanal.engines.disclosure.ibis_counting import write_parquet

        path = write_parquet(table, args.write_parquet)
        sys.stderr.write(f"Written: {path}. It holds a row for each child: keep it as you keep the case files.\n")
    if args.json:
        say(json.dumps(_value(cube, chosen), ensure_ascii=False, sort_keys=True))
        return 0
    cells = sum(margin.n.size for margin in cube.margins.values())
    say(f"{cube.rows:,} children; {len(cube.margins):,} tables of up to {cube.ways} variables, {cells:,} cells.")
    say(CAUTION)
    for margin in chosen:
        say()
        _show(cube, margin)
    return 0


def _to_be_written(args: argparse.Namespace) -> CodedTable:
    if args.cohort == NO_COHORT or not args.secret:
        raise Unusable("--write-parquet needs --cohort and --secret: rows without them cannot be released later")
    return read_rows(args)


def _chosen(cube: Cube, args: argparse.Namespace) -> list[Margin]:
    """The tables that were named; else all of them for programs, those of single variables for people."""
    if args.table:
        return [cube.margin(*names) for names in args.table]
    return [margin for margin in cube.margins.values() if args.json or len(margin.variables) == 1]


def _show(cube: Cube, margin: Margin) -> None:
    variables = [cube.classes.variables[place] for place in margin.variables]
    rows = product(*(variable.labels for variable in variables))
    lines = ((*words, f"{n:,}") for words, n in zip(rows, margin.n.ravel().tolist(), strict=True))
    title = " × ".join(variable.label for variable in variables)
    show(grid(title, (*(variable.name for variable in variables), "children"), lines, right=len(variables)))


def _value(cube: Cube, margins: list[Margin]) -> dict[str, Any]:
    """Cells of a table in the order of the codes of its variables, the last runs fastest."""
    return {
        "schema": "fanal.counts/1",
        "caution": CAUTION,
        "population": cube.classes.population,
        "classes_sha256": cube.classes.sha256,
        "cohorts": [cohort for cohort in cube.cohorts if cohort != NO_COHORT],
        "rows": cube.rows,
        "ways": cube.ways,
        "codes": {variable.name: list(variable.codes) for variable in cube.classes.variables},
        "tables": [
            {
                "variables": [cube.classes.variables[place].name for place in margin.variables],
                "children": margin.n.ravel().tolist(),
            }
            for margin in margins
        ],
    }
