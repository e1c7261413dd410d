"""What the cells of a table mean: states and ranges in words, from the CSV file of a release alone.

fanal tables explain release/01.csv
"""

import argparse
from collections import Counter
from pathlib import Path

from fanal.engines.commanding import Group, grid, say, say_json, show


def add(commands: Group) -> None:
    """Adds the sub-command to the parser of ``fanal tables``."""
    parser = commands.add_command("explain", __doc__, run)
    parser.add_argument("table", type=Path, metavar="NN.csv", help="a table of a release")


def run(args: argparse.Namespace) -> int:
    """Reads the table and says each cell in a sentence."""
    from fanal.engines.disclosure.tables import read_csv
    from fanal.engines.disclosure.words import STATES, explained

    lines = read_csv(args.table.read_bytes())
    states = Counter(line.cell.state for line in lines)
    if args.json:
        cells = [{"codes": dict(line.codes), "state": line.cell.state, "words": explained(line.cell)} for line in lines]
        say_json({"cells": cells, "states": {state: STATES[state] for state in states}})
        return 0
    if lines:
        names = tuple(lines[0].codes)
        rows = ((*line.codes.values(), explained(line.cell)) for line in lines)
        show(grid(args.table.name, (*names, "what it means"), rows, right=len(names) + 1), "")
    for state, words in STATES.items():
        if states[state]:
            say(f"{states[state]:,} cells {state}: {words}")
    return 0
