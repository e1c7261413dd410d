"""Show what the corpus holds: all jurisdictions, one, or one provision with its versions.

With `--json` the compiled form, with provenance and the days between which each version holds.
"""

import argparse
from typing import Any

from fanal.engines.jurisdiction.command.common import add_command, load, say


def add(commands: Any) -> None:
    parser = add_command(commands, "show", __doc__, run)
    parser.add_argument("jurisdiction", nargs="?", metavar="J", help="code of the jurisdiction, such as DE")
    parser.add_argument("id", nargs="?", metavar="ID", help="id of a provision, such as de.j.5.8.nat")


def run(args: argparse.Namespace) -> int:
    corpus = load(args)
    say(" ".join(corpus.laws))
    return 0
