"""What the sub-commands of ``fanal prevalence`` share: their options, the table, output, and how they refuse."""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from fanal.engines.commanding import Unusable, content, number_of, say, threads
from fanal.engines.prevalence.result import METHODS, SCHEMES, Notice, Options, whole
from fanal.engines.prevalence.table import CaptureTable


def add_table(parser: argparse.ArgumentParser) -> None:
    """The options that name a capture table."""
    parser.add_argument("table", type=Path, help="CSV: a 0/1 column for each list, and the column count; - is stdin")
    parser.add_argument(
        "--sum-over", action="append", default=[], metavar="COLUMN",
        help="a column that is no list, to be summed out; may be given again",
    )  # fmt: skip


_CHOOSES, _FITS = ("auto", "bic", "average"), ("auto", "bic", "average", "stepwise", "fixed")
OF_METHODS: Mapping[str, Sequence[str]] = {
    "scheme": _FITS, "threshold": ("auto", "stepwise"), "top": _CHOOSES, "delta": ("graphs",), "order": _FITS,
    "downhill": _FITS,
}  # fmt: skip
"""Options that some methods take, by the name of the option."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of an estimate. Those of some methods have no default here: what was given is told apart."""
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
    parser.add_argument("--scheme", choices=SCHEMES, help=f"of replicates (default: {base.scheme})")
    parser.add_argument("--seed", type=int, default=base.seed, help=f"of the random numbers (default: {base.seed})")
    parser.add_argument(
        "--threshold", type=float, help=f"with --method stepwise: of the choice (default: {base.threshold})"
    )
    parser.add_argument(
        "--top", type=number_of("models"), help=f"with --method bic or average: models in replicates ({base.top})"
    )
    parser.add_argument("--delta", type=float, help="with --method graphs: prior persons in a cell (default: 2^-lists)")
    parser.add_argument("--allow-thin", action="store_true", help="estimate from fewer than ten children on two lists")
    parser.add_argument("--threads", type=threads, help="default: as many as there are cores; changes no figure")
    add_search(parser)


def add_search(parser: argparse.ArgumentParser) -> None:
    """The options of a search among models."""
    parser.add_argument(
        "--order", type=number_of("lists"), help="the largest number of lists that depend on each other"
    )
    parser.add_argument("--downhill", action="store_true", help="do not try all models; go to better ones only")


def options_of(
    args: argparse.Namespace, tell: Callable[[int, int], None] | None = None, methods: Sequence[str] = ()
) -> Options:
    """`methods`: of a comparison. Raises `OptionError`; `Unusable` for an option that none of the methods takes."""
    method = "fixed" if args.model is not None and args.method == "auto" else args.method
    given = {name: value for name in OF_METHODS if (value := getattr(args, name)) not in (None, False)}
    check_methods(given, methods or [method])
    if "scheme" in given and not args.replicates:
        raise Unusable("--scheme is of replicates, and there are none with --replicates 0")
    return Options(
        method=method,
        model=args.model,
        level=args.level,
        replicates=args.replicates,
        seed=args.seed,
        allow_thin=args.allow_thin,
        threads=args.threads,
        tell=tell,
        **given,
    )


def check_methods(given: Iterable[str], methods: Sequence[str]) -> None:
    """Raises `Unusable` for an option that none of the methods takes: it would be passed over in silence."""
    for name in given:
        if not set(OF_METHODS[name]) & set(methods):
            raise Unusable(f"--{name} belongs to --method {' or '.join(OF_METHODS[name])}, not to {', '.join(methods)}")


def read(args: argparse.Namespace) -> CaptureTable:
    """The table that was named; raises `TableError`, `OSError`."""
    return CaptureTable.from_csv(content(args.table), args.sum_over)


def prepare() -> None:
    """Says on stderr that compiling comes first, where it does."""
    from fanal.engines.compiled import prepared
    from fanal.engines.prevalence.selection import best_many, fit_many, stepwise_many

    if not all(prepared(function) for function in (stepwise_many, best_many, fit_many)):
        sys.stderr.write("The calculation is being compiled. This happens once and takes up to a minute.\n")
        sys.stderr.flush()


def persons(value: float | None, name: str = "") -> str:
    """A number of persons as it is shown: three figures are more than it carries, but it must be found again. `name`:
    what it is, for a limit."""
    if value is None:
        return "–"
    return whole(value, name) if value < float("inf") else "unlimited"


def limits(lower: float | None, upper: float | None) -> tuple[str, str]:
    """An interval as it is shown."""
    return persons(lower, "lower"), persons(upper, "upper")


def say_notices(title: str, notices: Iterable[Notice]) -> None:
    """Each with its advice; nothing where there are none."""
    found = list(notices)
    if found:
        say()
        say(title)
    for notice in found:
        say(f"  {notice.code}  {notice.text}")
        say(f"      {notice.advice}")
