"""``fanal law``: the law corpus checked, shown and asked, one module a sub-command.

Each module has ``add(commands)``, which adds its parser by `common.add_command`, and ``run(args) -> int``. Exit codes:
0 well, 1 something was found, 2 the input cannot be used.
"""

import argparse
from importlib import import_module

from fanal.engines.jurisdiction.command.common import refused

# The order of `fanal law --help`: modules of this package, whose sub-command may have a dash in its name.
MODULES = ("check", "show", "evaluate", "why_not", "gaps", "diff", "reform", "importing", "benchmark")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the sub-commands of ``fanal law`` to its parser."""
    commands = parser.add_subparsers(dest="law_command", required=True, metavar="COMMAND")
    for name in MODULES:
        import_module(f"{__name__}.{name}").add(commands)


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command; returns the exit code."""
    with refused(args.law_command) as stop:
        stop.code = args.law_run(args)
    return stop.code
