"""``fanal law``: the law corpus checked, shown and asked, one module a sub-command."""

import argparse

from fanal.engines.commanding import Group
from fanal.engines.jurisdiction.command.common import refused

# The order of `fanal law --help`: modules of this package, whose sub-command may have a dash in its name.
MODULES = ("check", "show", "export", "evaluate", "why_not", "gaps", "diff", "reform", "importing", "benchmark")
EXIT_CODES = "Exit codes: 0 well, 1 something was found, 2 the input cannot be used."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the sub-commands of ``fanal law`` to its parser."""
    Group(parser, EXIT_CODES).add_modules(__name__, MODULES)


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command; returns the exit code."""
    with refused(args.subcommand) as stop:
        stop.code = args.carry_out(args)
    return stop.code
