"""Safe tables: count coded rows, protect what leaves, attack it, make synthetic rows; keep the ledger of privacy."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from fanal.engines.disclosure import command
from fanal.engines.disclosure.command import add_arguments

__all__ = ["add_arguments", "run"]


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command. The engine has no clock: the day comes from here unless it was given."""
    if getattr(args, "today", args) is None:
        args.today = datetime.now(UTC).date()
    return command.run(args)
