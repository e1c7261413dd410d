"""At the unit: take the test rows out, choose the threshold, count, and say how good the links are.

Writes the result, and with `--table` a capture table that `fanal prevalence` reads, its quality in the first lines.
Refuses where more than 30 % of further records are missed, or false links are more than 2 % of persons: no estimate
bears that. Small counts go to the study's statistician and are never published.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from fanal.engines.commanding import Group, grid, say, say_json, show
from fanal.engines.linkage.command.common import (
    add_agreement,
    add_deletion,
    add_out,
    agreed,
    check_deletion,
    check_places,
    destroy,
    put,
)

if TYPE_CHECKING:
    from fanal.engines.linkage.histories import Counted

AROUND = 8
"""Thresholds are shown up to so many bands from the chosen one; the result has them all."""


def add(commands: Group) -> None:
    parser = commands.add_command("report", __doc__, run)
    add_agreement(parser)
    parser.add_argument("links", type=Path, help="what `run` has found")
    parser.add_argument("commitment", type=Path, help="what was committed to")
    parser.add_argument("revealed", type=Path, nargs="+", help="the test rows of each member")
    add_out(parser, "--out", "where the result is written")
    add_out(parser, "--table", "where the capture table is written", required=False)
    parser.add_argument("--threshold", type=int, help="equal bands from which records are linked; test rows choose")
    add_deletion(parser)


def run(args: argparse.Namespace) -> int:
    from fanal.engines.linkage.files import read_links, read_revealed
    from fanal.engines.linkage.reporting import capture_csv
    from fanal.engines.linkage.run import Commitment, close, read_result

    check_places(args.out, args.table, args.receipt)
    check_deletion(args)
    agreement, links = agreed(args), read_links(args.links.read_bytes())
    committed = Commitment.read(args.commitment.read_bytes())
    revealed = [read_revealed(path.read_bytes()) for path in args.revealed]
    result = close(agreement, links, committed, revealed, args.on, args.threshold).to_bytes()
    given, counted = read_result(result)
    files = {args.out: result}
    if args.table:
        files[args.table] = capture_csv(given, counted).encode()
    put(files)
    if args.json:
        say_json(given)
    else:
        tell(counted)
    destroy(args, agreement, agreement.unit)
    return 0


def tell(counted: "Counted") -> None:
    """Histories, then how good they are."""
    from fanal.engines.linkage.reporting import notices, rate_words

    seen, quality = counted.histories, counted.histories.quality
    masks = sorted(range(1, len(seen.counts)), key=lambda mask: (mask.bit_count(), mask))
    rows = [
        (", ".join(name for place, name in enumerate(seen.lists) if mask >> place & 1), f"{seen.counts[mask]:,}")
        for mask in masks
    ]
    sizes = [(name, f"{size:,}") for name, size in zip(seen.lists, seen.sizes, strict=True)]
    show(grid("Lists", ("list", "children"), sizes), "")
    show(grid(f"{int(seen.counts.sum()):,} children", ("exactly on", "children"), rows), "")
    say(f"Linked from {counted.threshold} equal bands on. Of {quality.test_rows} test rows:")
    say(f"  missed: {rate_words(quality.missed)} of further records left their child;")
    say(f"  false: {rate_words(quality.false)} false links a person.")
    for words in notices(counted):
        say(f"  Mind: {words}")
    say()
    curve = [
        (str(point.threshold), f"{point.precision:.3f}", f"{point.recall:.3f}")
        for point in quality.curve
        if abs(point.threshold - counted.threshold) < AROUND
    ]
    show(grid("Thresholds", ("equal bands", "precision", "recall"), curve, 0))
    say()
    say("Small counts are never published: what may be released is the estimate with its interval.")
