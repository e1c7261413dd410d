"""``fanal link``: a linkage run step by step, one module a sub-command.

Each module has ``add(commands)``, which adds its parser by `common.add_command`, and ``run(args) -> int``. Exit codes:
0 a result; 1 refused, and why; 2 the input cannot be used.
"""

import argparse
import sys
from importlib import import_module

from fanal.engines.commanding import refused, say_json
from fanal.engines.linkage.model import LinkageError, Refused

# The order of `fanal link --help`: modules of this package. That of `run` has another name, which hides no function.
MODULES = ("keys", "encode", "join", "reveal", "report", "verify")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the sub-commands of ``fanal link`` to its parser."""
    commands = parser.add_subparsers(dest="link_command", required=True, metavar="COMMAND")
    for name in MODULES:
        import_module(f"{__name__}.{name}").add(commands)


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command; returns the exit code."""
    with refused(f"link {args.link_command}", LinkageError) as stop:
        try:
            stop.code = args.link_run(args)
        except Refused as error:
            stop.code = 1
            if args.json:
                say_json({"status": "refused", "reason": str(error)})
            sys.stderr.write(f"fanal link {args.link_command}: refused: {error}\n")
    return stop.code
