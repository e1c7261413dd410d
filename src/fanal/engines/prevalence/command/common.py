"""What the sub-commands of ``fanal prevalence`` share: their options, the table, output, and how they refuse."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from fanal.engines.commanding import add_parser, say
from fanal.engines.prevalence.result import METHODS, SCHEMES, Notice, Options
from fanal.engines.prevalence.table import CaptureTable

EXIT_CODES = "Exit codes: 0 well, also where the table carries no estimate; 2 the input cannot be used."


def add_command(
    commands: Any,
    name: str,
    words: str,
    run: Callable[[argparse.Namespace], int],
    *,
    table: bool = True,
    aliases: Sequence[str] = (),
) -> argparse.ArgumentParser:
    """The parser of a sub-command: `words` is the docstring of its module, whose first line is its help."""
    parser = add_parser(commands, name, words, EXIT_CODES, aliases=aliases)
    parser.set_defaults(prevalence_run=run)
    if table:
        parser.add_argument("table", type=Path, help="CSV: a 0/1 column for each list, and the column count")
        parser.add_argument(
            "--sum-over", action="append", default=[], metavar="COLUMN",
            help="a column that is no list, to be summed out; may be given again",
        )  # fmt: skip
    return parser


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of an estimate."""
    base = Options()
    parser.add_argument("--method", choices=METHODS, default=base.method, help=f"default: {base.method}")
    parser.add_argument("--model", metavar="MODEL", help="with --method fixed: lists that depend, such as [12,3]")
    parser.add_argument("--level", type=float, default=base.level, help=f"of the interval (default: {base.level})")
    parser.add_argument(
        "--replicates",
        type=int,
        default=base.replicates,
        help=f"default: {base.replicates}; 0: the interval given the model",
    )
    parser.add_argument("--scheme", choices=SCHEMES, default=base.scheme, help=f"default: {base.scheme}")
    parser.add_argument("--seed", type=int, default=base.seed, help=f"of the random numbers (default: {base.seed})")
    parser.add_argument(
        "--threshold", type=float, default=base.threshold, help=f"of the stepwise choice (default: {base.threshold})"
    )
    parser.add_argument("--top", type=int, default=base.top, help=f"models searched in replicates ({base.top})")
    parser.add_argument("--delta", type=float, help="with --method graphs: prior persons in a cell (default: 2^-lists)")
    parser.add_argument("--allow-thin", action="store_true", help="estimate from fewer than ten children on two lists")
    parser.add_argument("--threads", type=int, help="default: as many as there are cores; changes no figure")
    add_search(parser)


def add_search(parser: argparse.ArgumentParser) -> None:
    """The options of a search among models."""
    parser.add_argument("--order", type=int, help="the largest number of lists that depend on each other")
    parser.add_argument("--downhill", action="store_true", help="do not try all models; go to better ones only")


def options_of(args: argparse.Namespace, tell: Callable[[int, int], None] | None = None) -> Options:
    """Raises `OptionError`."""
    return Options(
        method="fixed" if args.model and args.method == "auto" else args.method,
        model=args.model,
        level=args.level,
        replicates=args.replicates,
        scheme=args.scheme,
        seed=args.seed,
        threshold=args.threshold,
        order=args.order,
        top=args.top,
        delta=args.delta,
        downhill=args.downhill,
        allow_thin=args.allow_thin,
        threads=args.threads,
        tell=tell,
    )


def read(args: argparse.Namespace) -> CaptureTable:
    """The table that was named; raises `TableError`, `OSError`."""
    return CaptureTable.from_csv(args.table, args.sum_over)


def prepare() -> None:
    """Says on stderr that compiling comes first, where it does."""
    from fanal.engines.compiled import prepared
    from fanal.engines.prevalence.selection import best_many, fit_many, stepwise_many

    if not all(prepared(function) for function in (stepwise_many, best_many, fit_many)):
        sys.stderr.write("The calculation is being compiled. This happens once and takes up to a minute.\n")
        sys.stderr.flush()


def persons(value: float | None) -> str:
    """A number of persons as it is shown: three figures are more than it carries, but it must be found again."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value < float("inf") else "unlimited"


def say_notices(title: str, notices: Iterable[Notice]) -> None:
    """Each with its advice; nothing where there are none."""
    found = list(notices)
    if found:
        say()
        say(title)
    for notice in found:
        say(f"  {notice.code}  {notice.text}")
        say(f"      {notice.advice}")
