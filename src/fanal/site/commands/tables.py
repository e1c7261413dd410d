"""Safe tables: count coded rows, protect what leaves, attack it, make synthetic rows; keep the ledger of privacy."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from fanal.engines.disclosure import command
from fanal.engines.disclosure.command import add_arguments

__all__ = ["add_arguments", "run"]


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command. The engine has no clock and knows no other engine: the day, unless it was
    given, and the linter of terms come from here."""
    if getattr(args, "today", args) is None:
        args.today = datetime.now(UTC).date()
    if hasattr(args, "lint"):
        args.lint = _lint
    return command.run(args)


def _lint(text: str, language: str) -> list[str]:
    from fanal.engines.language import check_text

    return [found.term for found in check_text(text, language)]
