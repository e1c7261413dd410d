"""``fanal prevalence``: capture tables checked and estimated, one module a sub-command."""

import argparse

from fanal.engines.commanding import Group, refused
from fanal.engines.prevalence.faults import TableError
from fanal.engines.prevalence.models import ModelError
from fanal.engines.prevalence.result import OptionError

# The order of `fanal prevalence --help`: modules of this package.
MODULES = ("check", "estimate", "rank", "compare", "sensitivity", "simulate")
EXIT_CODES = "Exit codes: 0 well, also where the table carries no estimate; 2 the input cannot be used."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the sub-commands of ``fanal prevalence`` to its parser."""
    Group(parser, EXIT_CODES).add_modules(__name__, MODULES)


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command; returns the exit code."""
    with refused(f"prevalence {args.subcommand}", TableError, ModelError, OptionError) as stop:
        stop.code = args.carry_out(args)
    return stop.code
