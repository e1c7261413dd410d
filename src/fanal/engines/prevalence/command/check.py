"""Look at a capture table before any estimate: how the lists overlap, and what it can carry.

Shows lists, pairs and histories, what forbids an estimate, what speaks against one, and, with `--model`, whether the
table carries that model. The table is CSV with a 0/1 column for each list and the column `count`; lines before its
header may say `# linkage: …`, `# period LIST: 2024-01-01/2024-12-31`, `# kind: children`.
"""

import argparse

from fanal.engines.commanding import Group, grid, say, show
from fanal.engines.prevalence import refusals, warnings
from fanal.engines.prevalence.command.common import add_table, read, say_notices
from fanal.engines.prevalence.models import Model
from fanal.engines.prevalence.result import canonical_json
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.verdict import ModelCheck, check_model


def add(commands: Group) -> None:
    parser = commands.add_command("check", __doc__, run)
    add_table(parser)
    parser.add_argument("--model", metavar="MODEL", help="lists that depend, such as [12,3]; by default none")


def run(args: argparse.Namespace) -> int:
    table = read(args)
    model = check_model(table, Model.of(table.k) if args.model is None else args.model)
    reasons, notices = refusals.of_table(table), tuple(warnings.of_table(table))
    if args.json:
        verdict = {"code": model.code, "model": model.model.notation, "reason": model.reason}
        overlaps = {"observed": table.n, "table_hash": table.digest, "overlaps": table.overlaps()}
        say(canonical_json({**overlaps, "verdict": verdict, "reasons": reasons, "warnings": notices}).rstrip("\n"))
        return 0
    show_overlaps(table)
    say()
    say_verdict(model)
    say_notices("No estimate can be made:", reasons)
    say_notices("Warnings:", notices)
    return 0


def show_overlaps(table: CaptureTable) -> None:
    """Lists, how many lists children are on, and pairs."""
    overlaps = table.overlaps()
    lists = ((name, f"{total:,}", f"{alone:,}") for name, total, alone in overlaps.lists)
    depth = ((str(on), f"{count:,}") for on, count in enumerate(overlaps.depth) if on)
    pairs = ((f"{first} and {second}", f"{both:,}") for first, second, both in overlaps.pairs)
    show(
        grid(f"{table.n:,} children on {table.k} lists", ("list", "children", "on it alone"), lists),
        "",
        grid(f"On two or more lists: {overlaps.on_two_or_more:,}", ("on so many lists", "children"), depth),
        "",
        grid("How the lists overlap", ("lists", "children on both"), pairs),
    )


def say_verdict(found: ModelCheck) -> None:
    say(f"Verdict: {found.code}. {found.reason}")
