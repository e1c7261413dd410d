"""Safe tables: count coded rows, protect what leaves, attack it, make synthetic rows; keep the ledger of privacy."""

import argparse
from datetime import UTC, datetime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sub-commands are the engine's, which is loaded when they are asked for."""
    from fanal.engines.disclosure import command

    command.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command. The engine has no clock and knows no other engine: the day, unless it was
    given, and the linter of terms come from here."""
    from fanal.engines.disclosure import command

    if getattr(args, "today", args) is None:
        args.today = datetime.now(UTC).date()
    if hasattr(args, "lint") and args.language in _languages():  # of others nobody knows the terms: A9 is undecided
        args.lint = _lint
    return command.run(args)


def _languages() -> tuple[str, ...]:
    from fanal.engines.language.rules import LANGUAGES

    return LANGUAGES


def _lint(text: str, language: str) -> list[str]:
    from fanal.engines.language.api import check_text

    return [found.term for found in check_text(text, language)]
