"""Synthetic rows for trying out analyses, made only from noised counts: no row is a child.

    fanal tables synthesise children.csv --classes variables.yaml --cohort 2024 --secret FILE \\
        --rho 0.1 --ledger ledger.jsonl --release 2024-a --out release

The price is written into the ledger first. Variables of origin are left out, and for the public places below a country.
The attacks come after this: `fanal tables attack`.
"""

import argparse
from pathlib import Path
from secrets import token_bytes

from fanal.engines.commanding import Group, Unusable, folder, grid, progress, say, show
from fanal.engines.disclosure.command.common import add_rows, read_cube
from fanal.engines.disclosure.command.epsilon import rho
from fanal.engines.disclosure.command.ledger_file import take
from fanal.engines.disclosure.model import Policy

ERRORS = "synthetic-error.json"


def add(commands: Group) -> None:
    """Adds the sub-command to the parser of ``fanal tables``."""
    parser = commands.add_command("synthesise", __doc__, run)
    add_rows(parser, release=True)
    parser.add_argument("--rho", type=rho, required=True, help="privacy loss, such as 0.1 or 1/20")
    parser.add_argument("--ledger", type=Path, required=True, metavar="FILE", help="where the loss is written first")
    parser.add_argument("--release", required=True, metavar="ID", help="under which name")
    parser.add_argument("--audience", choices=("public", "members"), default="public", help="default: public")
    parser.add_argument(
        "--without", action="append", default=[], metavar="VARIABLE", help="leave it out; may be given again"
    )
    parser.add_argument("--count", type=int, metavar="N", help="rows (default: the noised number of children)")
    parser.add_argument("--out", type=folder, required=True, metavar="FOLDER", help="a new or empty folder")


def run(args: argparse.Namespace) -> int:
    """Reads, counts, spends, makes noise, draws, writes."""
    from fanal.engines.disclosure import synthesis, synthetic_files, synthetic_rules

    if args.count is not None and not 0 <= args.count <= synthesis.MOST_ROWS:  # before anything is spent
        raise Unusable(f"a number of rows lies from 0 to {synthesis.MOST_ROWS:,}")
    args.out.mkdir(parents=True, exist_ok=True)
    if any(args.out.iterdir()):
        raise Unusable(f"{args.out} is not empty; old files beside the new ones could be taken for theirs")
    whole = read_cube(args)
    left_out = sorted({*args.without, *synthetic_rules.leave_out(whole.classes, args.audience)})
    cube = synthetic_rules.cube_without(whole, left_out)
    policy = Policy(method="dp", rho=args.rho, audience=args.audience)
    synthetic_rules.demand_allowed(cube, policy)
    take(args.ledger, synthesis.spends(cube.classes, cube.cohorts, args.rho), args.release)
    with progress("Drawing rows") as tell:
        tell(0, 2)
        measured = synthesis.measure(cube, args.rho, token_bytes)
        tell(1, 2)
        made = synthesis.synthesise(measured, token_bytes, args.count)
    error = synthetic_files.error_json(made)
    (args.out / synthetic_files.NAME).write_bytes(synthetic_files.to_csv(made))
    (args.out / ERRORS).write_bytes(error)
    if args.json:
        say(error.decode())
        return 0
    say(f"{made.rows:,} synthetic rows: {args.out / synthetic_files.NAME}")
    if left_out:
        say(f"Left out: {', '.join(left_out)}.")
    say(synthetic_files.CAUTION)
    say()
    rows = (
        (str(row.ways), str(row.margins), *(f"{number:,.1f}" for number in (row.count, row.difference, row.noise)))
        for row in made.errors
    )
    heads = ("variables", "tables", "children in a cell", "off from noised", "noise")
    show(grid("In the mean over all cells of the noised tables", heads, rows, right=0))
    return 0
