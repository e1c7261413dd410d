"""What the sub-commands of ``fanal tables`` share: their options, the rows that were named, the secret, the counts."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from fanal.engines.commanding import Unusable, day, progress, say
from fanal.engines.disclosure.classes import SECRET_BYTES, read_classes
from fanal.engines.disclosure.model import MOST_WAYS, ClassSet, CodedTable, Cube
from fanal.engines.disclosure.reading import ID, NO_COHORT, notices, read_coded

PARQUET = ".parquet"


def add_rows(parser: argparse.ArgumentParser, *, release: bool) -> None:
    """The options that name coded rows. For a `release` their cohort is needed, and of CSV the population's secret."""
    parser.set_defaults(rows_for_release=release)
    parser.add_argument(
        "rows", type=Path,
        help="CSV: a column for each variable, a row for each child; or Parquet as written by `fanal tables count`",
    )  # fmt: skip
    parser.add_argument("--classes", type=Path, required=True, metavar="FILE", help="the class set (YAML)")
    parser.add_argument(
        "--cohort", type=year, default=NO_COHORT, required=release, metavar="YEAR",
        help="the year in which the files of these children were first opened",
    )  # fmt: skip
    parser.add_argument(
        "--secret", type=Path, metavar="FILE",
        help=f"the secret of the population: {SECRET_BYTES} bytes, or as many in hexadecimal",
    )  # fmt: skip
    parser.add_argument("--id", default=ID, metavar="COLUMN", help=f"what tells children apart (default: {ID})")
    parser.add_argument(
        "--today", type=day, metavar="DAY", help="the last six full months before it never enter (default: today)"
    )


def read_class_set(path: Path) -> ClassSet:
    """The class set of a file; raises `ClassesError`, `OSError`."""
    return read_classes(path.read_bytes())


def read_secret(path: Path) -> bytes:
    """The secret in a file: raw, or in hexadecimal; raises `Unusable`, which never shows it, or `OSError`."""
    content = path.read_bytes()
    if len(content) == SECRET_BYTES:
        return content
    try:
        secret = bytes.fromhex(content.decode("ascii"))
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise Unusable(f"{path}: a secret has {SECRET_BYTES} bytes, or {2 * SECRET_BYTES} digits in hexadecimal")
    return secret


def read_rows(args: argparse.Namespace) -> CodedTable:
    """The rows that were named; what must be known of them goes to stderr. Raises `DisclosureError`, `OSError`."""
    if getattr(args, "rows_for_release", False) and not args.secret:
        raise Unusable("--secret is needed: from it and the identifiers come the record keys")
    secret = read_secret(args.secret) if args.secret else None
    table = read_coded(
        args.rows, read_class_set(args.classes), args.cohort, secret, today=args.today, id_column=args.id
    )
    for notice in notices(table):
        sys.stderr.write(f"{notice}\n")
    return table


def read_cube(args: argparse.Namespace, ways: int = MOST_WAYS) -> Cube:
    """The counts of the rows that were named: of CSV in memory, of Parquet by DuckDB, with equal results."""
    if args.rows.suffix == PARQUET or args.rows.is_dir():
        return _count_parquet(args, ways)
    return count_rows(read_rows(args), ways)


def count_rows(table: CodedTable, ways: int = MOST_WAYS) -> Cube:
    """The counts of rows in memory, with a bar where it takes long."""
    from fanal.engines.disclosure.counting import count
    from fanal.engines.disclosure.loops import FEW

    if table.rows > FEW:
        _prepare()
    with progress("Counting") as tell:
        return count(table, ways, tell=tell)


def _count_parquet(args: argparse.Namespace, ways: int) -> Cube:
    from fanal.engines.disclosure import ibis_counting

    if args.secret:
        raise Unusable("Parquet files hold record keys already; --secret is for CSV files only")
    rows = ibis_counting.parquet_rows(args.rows)
    if args.cohort == NO_COHORT and ibis_counting.COHORT in rows.columns:
        raise Unusable("the files hold cohorts; say which with --cohort")
    keyed = set(ibis_counting.KEYS) <= set(rows.columns)
    with progress("Counting") as tell:
        return ibis_counting.count(
            rows, read_class_set(args.classes), args.cohort, ways, keyed=keyed, today=args.today, tell=tell
        )


def _prepare() -> None:
    """Says on stderr that compiling comes first, where it does."""
    from fanal.engines.compiled import prepared
    from fanal.engines.disclosure.kernels import fold, tally

    if not (prepared(fold) and prepared(tally)):
        sys.stderr.write("The counting is being compiled. This happens once and takes a few seconds.\n")
        sys.stderr.flush()


def year(text: str) -> int:
    """The type of a cohort."""
    if not (text.isascii() and text.isdigit() and len(text) == len("2024")):
        raise argparse.ArgumentTypeError(f"{text!r} is no year; write it with four digits")
    return int(text)


def named(text: str) -> tuple[str, ...]:
    """The type of an option that takes names with commas between them."""
    names = tuple(name.strip() for name in text.split(","))
    if not all(names):
        raise argparse.ArgumentTypeError("a name is empty; write names with commas between them")
    return names


def say_lines(title: str, lines: Iterable[str]) -> None:
    """A title and its lines, each set in; nothing where there are none."""
    found = list(lines)
    if found:
        say(title)
    for line in found:
        say(f"  {line}")
