"""``fanal tables``: coded rows counted, protected, attacked, made into synthetic rows; one module a sub-command."""

import argparse
import sys

from fanal.engines.commanding import Group, refused
from fanal.engines.disclosure.model import DisclosureError, NotReleased

# The order of `fanal tables --help`: modules of this package.
MODULES = ("count", "protect", "attack", "synthesise", "ledger", "epsilon", "explain", "export")
EXIT_CODES = "Exit codes: 0 passed; 1 refused by the rules, or an attack succeeded; 2 the input cannot be used."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the sub-commands of ``fanal tables`` to its parser."""
    Group(parser, EXIT_CODES).add_modules(__name__, MODULES)


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command; returns the exit code."""
    with refused(f"tables {args.subcommand}", DisclosureError) as stop:
        try:
            stop.code = args.carry_out(args)
        except NotReleased as error:
            sys.stderr.write(f"fanal tables {args.subcommand}: not released.\n")
            for one in error.refusals:
                sys.stderr.write(f"  {one.code}  {one.words}\n      {one.advice}\n")
            stop.code = 1
    return stop.code
