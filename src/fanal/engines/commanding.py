"""What the commands of the engines share: how they say, show, refuse, and tell how far they are."""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fanal.engines.sheets import WORDS, Fault

if TYPE_CHECKING:  # a site that reads what the engines wrote says nothing on a console
    from rich.console import RenderableType
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
    caught: tuple[type[Exception], ...] = (Unusable, OSError, UnicodeDecodeError, csv.Error, *errors)
    try:
        yield stop
    except caught as error:
        sys.stderr.write(f"fanal {command}: {said(error)}\n")


def said(error: Exception) -> str:
    """What is wrong with an input, in words; of a file that cannot be opened its name and why, without a number."""
    if isinstance(error, FileNotFoundError) and error.filename:
        return f"there is no file or folder {error.filename}"
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror[:1].lower()}{error.strerror[1:]}"
    if isinstance(error, UnicodeDecodeError):
        return WORDS[Fault.ENCODING]
    return WORDS[Fault.NO_CSV] if isinstance(error, csv.Error) else str(error)


class Group:
    """The sub-commands of one command, each a module that has ``add(commands)`` and ``run(args) -> int``.

    What was chosen is `args.subcommand`, and `args.carry_out(args)` does it.
    """

    def __init__(self, parser: argparse.ArgumentParser, exit_codes: str) -> None:
        self._commands = parser.add_subparsers(dest="subcommand", required=True, metavar="COMMAND")
        self._exit_codes = exit_codes

    def add_modules(self, package: str, names: Iterable[str]) -> None:
        """Lets modules of a package add their sub-commands, in this order."""
        for name in names:
            import_module(f"{package}.{name}").add(self)

    def add_command(
        self,
        name: str,
        words: str | None,
        run: Callable[[argparse.Namespace], int],
        exit_codes: str = "",
        *,
        data: bool = False,
        **options: Any,
    ) -> argparse.ArgumentParser:
        """The parser of a sub-command, with `--json` unless its output is `data` for other programs anyway. `words`:
        the docstring of its module, whose first line is its help. `options` go to argparse."""
        words = (words or "").strip()
        parser: argparse.ArgumentParser = self._commands.add_parser(
            name,
            help=words.partition("\n")[0].rstrip("."),
            description=f"{words}\n\n{exit_codes or self._exit_codes}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **options,
        )
        if not data:
            parser.add_argument("--json", action="store_true", help="machine-readable output")
        parser.set_defaults(carry_out=run)
        return parser


STDIN = Path("-")


def content(path: Path) -> bytes:
    """What is in a file; `-` is stdin. Raises `OSError`."""
    return sys.stdin.buffer.read() if path == STDIN else path.read_bytes()


def folder(text: str) -> Path:
    """The type of an option that takes a folder: an empty text is none, not the folder where one happens to be."""
    if not text.strip():
        raise argparse.ArgumentTypeError("name a folder")
    return Path(text)


def day(text: str) -> date:
    """The type of an option that takes a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write YYYY-MM-DD") from None


def number_of(what: str) -> Callable[[str], int]:
    """The type of an option that takes a number from one on."""

    def number(text: str) -> int:
        given = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
        if given < 1:
            raise argparse.ArgumentTypeError(f"{text!r} is no number of {what}; write 1 or more")
        return given

    return number


threads = number_of("threads")


def say(line: str = "") -> None:
    """One line on stdout."""
    sys.stdout.write(f"{line}\n")


def say_json(value: Any) -> None:
    """One JSON value with sorted keys: the same value is always the same bytes."""
    say(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2))


def show(*things: RenderableType, markup: bool = False) -> None:
    """Tables, trees and texts; in colour on a terminal only, and never cut where the output is not one."""
    from rich.console import Console

    console = Console(highlight=False, emoji=False, markup=markup, width=None if sys.stdout.isatty() else 500)
    for thing in things:
        console.print(thing)


def grid(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]], right: int = 1) -> Table:
    """A table with a title in words; columns from `right` on hold numbers."""
    from rich.table import Table

    made = Table(title=title, title_justify="left", box=None, pad_edge=False, title_style="bold")
    for place, head in enumerate(heads):
        made.add_column(head, justify="right" if place >= right else "left")
    for row in rows:
        made.add_row(*row)
    return made


@contextmanager
def progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr once the work takes over two seconds, on a terminal only. Tell it (done, total)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

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
