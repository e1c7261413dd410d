"""``fanal link``: a linkage run step by step, one module a sub-command."""

import argparse
import sys

from fanal.engines.commanding import Group, refused, say_json
from fanal.engines.linkage.model import LinkageError, Refused

# The order of `fanal link --help`: modules of this package. That of `run` has another name, which hides no function.
MODULES = ("keys", "encode", "join", "reveal", "report", "verify")
EXIT_CODES = "Exit codes: 0 a result; 1 refused, and why; 2 the input cannot be used."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the sub-commands of ``fanal link`` to its parser."""
    Group(parser, EXIT_CODES).add_modules(__name__, MODULES)


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command; returns the exit code."""
    with refused(f"link {args.subcommand}", LinkageError) as stop:
        try:
            stop.code = args.carry_out(args)
        except Refused as error:
            stop.code = 1
            if args.json:
                say_json({"status": "refused", "reason": str(error)})
            sys.stderr.write(f"fanal link {args.subcommand}: refused: {error}\n")
    return stop.code
