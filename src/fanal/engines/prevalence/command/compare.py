"""Ask several methods about one table and show their answers side by side.

There is no single figure. Where no interval meets another the methods contradict each other, and the table carries no
estimate.
"""

import argparse
from typing import Any

from fanal.engines.commanding import Group, Unusable, grid, progress, say, show
from fanal.engines.prevalence.command.check import show_overlaps
from fanal.engines.prevalence.command.common import (
    add_options,
    add_table,
    limits,
    options_of,
    persons,
    prepare,
    read,
    say_notices,
)
from fanal.engines.prevalence.command.picture import add_picture, draw
from fanal.engines.prevalence.comparison import METHODS, REPLICATES, Comparison, MethodRow, compare
from fanal.engines.prevalence.result import Options, canonical_json, marked


def add(commands: Group) -> None:
    parser = commands.add_command("compare", __doc__, run)
    add_table(parser)
    add_options(parser)
    parser.set_defaults(replicates=REPLICATES)
    parser.add_argument("--only", metavar="METHODS", help=f"with commas between them; default: {','.join(METHODS)}")
    add_picture(parser)


def run(args: argparse.Namespace) -> int:
    table = read(args)
    methods = METHODS if args.only is None else tuple(args.only.split(","))
    if args.method != "auto" or args.model is not None:
        raise Unusable("this compares methods; name them with --only")
    for method in methods:
        if method not in (*METHODS, "average"):
            raise Unusable(f"there is no method {method!r} to compare; there are {', '.join((*METHODS, 'average'))}")
    options = options_of(args, methods=methods)
    prepare()
    with progress("Asking each method") as tell:
        result = compare(table, methods, tell=tell, **given(options))
    draw(args.picture, result)
    if args.json:
        say(canonical_json(result).rstrip("\n"))
        return 0
    show_overlaps(table)
    _show(result)
    return 0


def given(options: Options) -> dict[str, Any]:
    """Options as keywords, without those that a comparison sets itself."""
    names = (
        "level", "replicates", "scheme", "seed", "threshold", "order", "top", "delta", "downhill", "allow_thin",
        "threads",
    )  # fmt: skip
    return {name: getattr(options, name) for name in names}


def _show(result: Comparison) -> None:
    rows = [(marked(row), row.model or "–", persons(row.point), *limits(row.lower, row.upper)) for row in result.rows]
    if rows:
        show("", grid("What the methods say", ("method", "model", "estimate", "from", "to"), rows, 2))
    say()
    if result.reasons:
        say_notices("Not estimable:", result.reasons)
    elif result.range:
        low, high = limits(*result.range)
        say(f"All together they say {low} to {high} ({result.level:.0%} intervals).")
    for row in result.rows:
        say_notices(f"{row.method}:", _of(row))
    say_notices("Warnings:", result.warnings)
    say()
    say("All of this rests on assumptions:")
    for assumption in result.assumptions:
        say(f"  {assumption}")
    say(
        f"Seed {result.seed}; {result.replicates:,} replicates; {result.engine_version}; "
        f"table {result.table_hash[:16]}."
    )


def _of(row: MethodRow) -> tuple[Any, ...]:
    return (*row.reasons, *row.warnings)
