"""``fanal tables``: coded rows counted, protected, attacked, made into synthetic rows; one module a sub-command.

Each module has ``add(commands)``, which adds its parser by `common.add_command`, and ``run(args) -> int``. Exit codes:
0 passed; 1 refused by the rules, or an attack succeeded; 2 the input cannot be used.
"""

import argparse
import sys
from importlib import import_module

from fanal.engines.commanding import refused
from fanal.engines.disclosure.model import DisclosureError, NotReleased

# The order of `fanal tables --help`: modules of this package.
MODULES = ("count", "protect", "attack", "synthesise", "ledger", "epsilon", "explain", "export")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the sub-commands of ``fanal tables`` to its parser."""
    commands = parser.add_subparsers(dest="tables_command", required=True, metavar="COMMAND")
    for name in MODULES:
        import_module(f"{__name__}.{name}").add(commands)


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command; returns the exit code."""
    with refused(f"tables {args.tables_command}", DisclosureError) as stop:
        try:
            stop.code = args.tables_run(args)
        except NotReleased as error:
            sys.stderr.write(f"fanal tables {args.tables_command}: not released.\n")
            for one in error.refusals:
                sys.stderr.write(f"  {one.code}  {one.words}\n      {one.advice}\n")
            stop.code = 1
    return stop.code
