"""What the sub-commands of ``fanal law`` share: their options, loading, output, and how they refuse."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial

from fanal.engines import commanding
from fanal.engines.commanding import Stop, Unusable, day, folder, progress
from fanal.engines.jurisdiction.files.canonical import CanonicalError, NoSuchVersion, open_version
from fanal.engines.jurisdiction.files.corpus import LAW, CorpusError, load_corpus
from fanal.engines.jurisdiction.files.reading import ReadingError
from fanal.engines.jurisdiction.model import Corpus

show = partial(commanding.show, markup=True)
"""Tables, trees and texts with Rich's markup."""
FIRST_YEAR, LAST_YEAR = 1900, 2100


@contextmanager
def refused(command: str) -> Iterator[Stop]:
    """Says on stderr why an input cannot be used, whatever part of the engine found out; the code is then 2."""
    with commanding.refused(f"law {command}", CanonicalError, NoSuchVersion) as stop:
        try:
            yield stop
        except CorpusError as error:
            found = [defect for defect in error.defects if defect.severity == "error"]
            sys.stderr.write("".join(f"{defect}\n" for defect in found))
            sys.stderr.write(f"fanal law {command}: the corpus has {len(found)} errors and was not used.\n")
        except ReadingError as error:
            sys.stderr.write(f"{error}\n")


def add_corpus(parser: argparse.ArgumentParser, *, kept: bool = True) -> None:
    """The options that name the law. With `kept` it can also be a corpus that was compiled before."""
    parser.add_argument("--corpus", type=folder, default=LAW, metavar="DIR", help="folder of the law corpus")
    parser.add_argument(
        "--extra", type=folder, action="append", default=[], metavar="DIR",
        help="a further folder (or file) of law, read beside the corpus; may be given again",
    )  # fmt: skip
    if kept:
        parser.add_argument(
            "--store", type=folder, metavar="DIR", help="folder that keeps compiled corpora by version, and opens them"
        )
        parser.add_argument(
            "--corpus-version", metavar="SHA256", help="use the corpus of this version, kept in --store, not the files"
        )


def law_day(text: str) -> date:
    """The type of an option that takes a day of the law."""
    found = day(text)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(
            f"{text} lies outside what this library holds; write a year from {FIRST_YEAR} to {LAST_YEAR}"
        )
    return found


def load(args: argparse.Namespace) -> Corpus:
    """The corpus that the options name; raises `CorpusError`, `NoSuchVersion`, `CanonicalError`, `Unusable`."""
    if args.corpus_version and not args.store:
        raise Unusable("--corpus-version needs --store, the folder that keeps compiled corpora")
    if args.corpus_version:
        return open_version(args.store, args.corpus_version)
    with progress("Reading the law") as tell:
        return load_corpus(args.corpus, args.extra, cache=args.store, tell=tell)
