"""What the sub-commands of ``fanal law`` share: their options, loading, output, and how they refuse."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from fanal.engines.jurisdiction.canonical import CanonicalError, NoSuchVersion, open_version
from fanal.engines.jurisdiction.corpus import LAW, CorpusError, load_corpus
from fanal.engines.jurisdiction.model import Corpus
from fanal.engines.jurisdiction.reading import ReadingError

EXIT_CODES = "Exit codes: 0 well, 1 something was found, 2 the input cannot be used."
PATIENCE = 2.0
"""Seconds of work after which a terminal shows a bar."""


class Unusable(ValueError):
    """What was given on the command line cannot be used; the message is for the person who gave it."""


@dataclass
class Stop:
    code: int = 2


@contextmanager
def refused(command: str) -> Iterator[Stop]:
    """Says on stderr why an input cannot be used, whatever part of the engine found out; the code is then 2."""
    stop = Stop()
    try:
        yield stop
    except CorpusError as error:
        found = [defect for defect in error.defects if defect.severity == "error"]
        sys.stderr.write("".join(f"{defect}\n" for defect in found))
        sys.stderr.write(f"fanal law {command}: the corpus has {len(found)} errors and was not used.\n")
    except ReadingError as error:
        sys.stderr.write(f"{error}\n")
    except (Unusable, CanonicalError, NoSuchVersion, OSError) as error:
        sys.stderr.write(f"fanal law {command}: {error}\n")


def add_command(
    commands: Any, name: str, words: str, run: Callable[[argparse.Namespace], int], *, kept: bool = True
) -> argparse.ArgumentParser:
    """The parser of a sub-command: `words` is the docstring of its module, whose first line is its help.

    With `kept` its corpus can also be one that was compiled before.
    """
    words = words.strip()
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=words.splitlines()[0].rstrip("."),
        description=f"{words}\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(law_run=run)
    parser.add_argument("--corpus", type=Path, default=LAW, metavar="DIR", help="folder of the law corpus")
    parser.add_argument(
        "--extra", type=Path, action="append", default=[], metavar="DIR",
        help="a further folder (or file) of law, read beside the corpus; may be given again",
    )  # fmt: skip
    if kept:
        parser.add_argument(
            "--store", type=Path, metavar="DIR", help="folder that keeps compiled corpora by version, and opens them"
        )
        parser.add_argument(
            "--corpus-version", metavar="SHA256", help="use the corpus of this version, kept in --store, not the files"
        )
    parser.add_argument("--json", action="store_true", help="machine-readable output")
    return parser


def load(args: argparse.Namespace) -> Corpus:
    """The corpus that the options name; raises `CorpusError`, `NoSuchVersion`, `CanonicalError`, `Unusable`."""
    if args.corpus_version and not args.store:
        raise Unusable("--corpus-version needs --store, the folder that keeps compiled corpora")
    if args.corpus_version:
        return open_version(args.store, args.corpus_version)
    with progress("Reading the law") as tell:
        return load_corpus(args.corpus, args.extra, cache=args.store, tell=tell)


def day(text: str) -> date:
    """The type of an option that takes a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write YYYY-MM-DD") from None


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")


def say_json(value: Any) -> None:
    """One JSON value with sorted keys: the same value is always the same bytes."""
    say(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2))


def show(*things: RenderableType) -> None:
    """Tables, trees and texts; in colour on a terminal only, and never cut where the output is not one."""
    console = Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else 500)
    for thing in things:
        console.print(thing)


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
