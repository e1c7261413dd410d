"""What the commands of the engines share: how they say, show, refuse, and tell how far they are."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

PATIENCE = 2.0
"""Seconds of work after which a terminal shows a bar."""


class Unusable(ValueError):
    """What was given on the command line cannot be used; the message is for the person who gave it."""


@dataclass
class Stop:
    """Holds the exit code of a command: 2 until the command itself says another."""

    code: int = 2


@contextmanager
def refused(command: str, *errors: type[Exception]) -> Iterator[Stop]:
    """Says on stderr why an input cannot be used, whatever part of the engine found out; the code is then 2.

    `command` with its group, such as `law check`. `errors`: what the engine raises for input that cannot be used.
    """
    stop = Stop()
    caught: tuple[type[Exception], ...] = (Unusable, OSError, UnicodeDecodeError, *errors)
    try:
        yield stop
    except caught as error:
        sys.stderr.write(f"fanal {command}: {error}\n")


def add_parser(commands: Any, name: str, words: str, exit_codes: str, **options: Any) -> argparse.ArgumentParser:
    """The parser of a sub-command, with `--json`: `words` is the docstring of its module, whose first line is its
    help. `options` go to argparse."""
    words = words.strip()
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=words.splitlines()[0].rstrip("."),
        description=f"{words}\n\n{exit_codes}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        **options,
    )
    parser.add_argument("--json", action="store_true", help="machine-readable output")
    return parser


def day(text: str) -> date:
    """The type of an option that takes a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write YYYY-MM-DD") from None


def say(line: str = "") -> None:
    """One line on stdout."""
    sys.stdout.write(f"{line}\n")


def say_json(value: Any) -> None:
    """One JSON value with sorted keys: the same value is always the same bytes."""
    say(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2))


def show(*things: RenderableType, markup: bool = False) -> None:
    """Tables, trees and texts; in colour on a terminal only, and never cut where the output is not one."""
    console = Console(highlight=False, emoji=False, markup=markup, width=None if sys.stdout.isatty() else 500)
    for thing in things:
        console.print(thing)


def grid(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]], right: int = 1) -> Table:
    """A table with a title in words; columns from `right` on hold numbers."""
    made = Table(title=title, title_justify="left", box=None, pad_edge=False, title_style="bold")
    for place, head in enumerate(heads):
        made.add_column(head, justify="right" if place >= right else "left")
    for row in rows:
        made.add_row(*row)
    return made


@contextmanager
def progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr once the work takes over two seconds, on a terminal only. Tell it (done, total)."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    bar = Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    began, task = time.monotonic(), bar.add_task(words, total=None)

    def tell(done: int, total: int) -> None:
        if not bar.live.is_started and time.monotonic() - began > PATIENCE:
            bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield tell
    finally:
        bar.stop()
