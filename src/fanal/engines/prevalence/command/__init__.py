"""``fanal prevalence``: capture tables checked and estimated, one module a sub-command.

Each module has ``add(commands)``, which adds its parser by `common.add_command`, and ``run(args) -> int``. Exit codes:
0 well, also where a table carries no estimate; 2 the input cannot be used.
"""

import argparse
from importlib import import_module

from fanal.engines.commanding import refused
from fanal.engines.prevalence.models import ModelError
from fanal.engines.prevalence.result import OptionError
from fanal.engines.prevalence.table import TableError

# The order of `fanal prevalence --help`: modules of this package.
MODULES = ("check", "estimate", "rank", "compare", "sensitivity", "simulate")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the sub-commands of ``fanal prevalence`` to its parser."""
    commands = parser.add_subparsers(dest="prevalence_command", required=True, metavar="COMMAND")
    for name in MODULES:
        import_module(f"{__name__}.{name}").add(commands)


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command; returns the exit code."""
    with refused(f"prevalence {args.prevalence_command}", TableError, ModelError, OptionError) as stop:
        stop.code = args.prevalence_run(args)
    return stop.code
