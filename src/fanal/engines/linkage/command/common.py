"""What the sub-commands of ``fanal link`` share: the agreement, the day, files read, written and destroyed."""

import argparse
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fanal.engines.commanding import Unusable, day, say
from fanal.vocabulary import whole

if TYPE_CHECKING:
    from fanal.engines.linkage.model import RunKey
    from fanal.engines.linkage.terms import RunAgreement


def add_agreement(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("agreement", type=Path, help="JSON: what members and unit agreed on for this run")
    parser.add_argument(
        "--on", type=day, required=True, metavar="DAY", help="the day on which this is done: after the end of the "
        "agreement nothing is",
    )  # fmt: skip


def add_out(parser: argparse.ArgumentParser, option: str, words: str, *, required: bool = True) -> None:
    parser.add_argument(option, type=Path, required=required, metavar="FILE", help=words)


def add_deletion(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--delete", type=Path, action="append", default=[], metavar="FILE", help="destroy this file in the end; may be "
        "given again",
    )  # fmt: skip
    parser.add_argument("--receipt", type=Path, metavar="FILE", help="where to say what was destroyed, to be signed")


def agreed(args: argparse.Namespace) -> "RunAgreement":
    """The agreement, if it is not over. Raises LinkageError, OSError."""
    from fanal.engines.linkage.terms import RunAgreement

    agreement = RunAgreement.read(args.agreement.read_bytes())
    agreement.check_day(args.on)
    return agreement


def key_from(agreement: "RunAgreement", files: Iterable[Path], on: date) -> "RunKey":
    """The key of the run from the files of all parts. Raises LinkageError, OSError."""
    from fanal.engines.linkage.member import key_of, read_part
    from fanal.engines.linkage.model import LinkageError

    parts: dict[str, bytes] = {}
    for number, path in enumerate(files, 1):
        run, member, part = read_part(path.read_bytes())
        if run != agreement.run or member in parts:
            raise LinkageError(f"part {number} of the key is of another run, or there twice")
        parts[member] = part
    return key_of(agreement, parts, on)


def check_places(*paths: Path | None) -> None:
    """Before anything is done: each file can be written, and none is written over. Raises Unusable."""
    given = [path for path in paths if path]
    if len({path.resolve() for path in given}) < len(given):
        raise Unusable("two of the files to be written are the same")
    for path in given:
        if path.exists():
            raise Unusable(f"{path} is there already; nothing is written over")
        if not path.parent.is_dir():
            raise Unusable(f"there is no folder {path.parent}")


def put(contents: Mapping[Path, bytes]) -> None:
    """Writes all these files, or none. Raises Unusable, OSError."""
    check_places(*contents)
    written: list[Path] = []
    try:
        for path, content in contents.items():
            whole.put(path, content)
            written.append(path)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def check_deletion(args: argparse.Namespace) -> None:
    """Before anything is done: what is to be destroyed is there, and there is a place for the receipt."""
    if bool(args.delete) != bool(args.receipt):
        raise Unusable("--delete and --receipt go together")
    if len({path.name for path in args.delete}) < len(args.delete):
        raise Unusable("two files to be destroyed have one name, by which the receipt tells them")
    for path in args.delete:
        if not path.is_file():
            raise Unusable(f"{path} is to be destroyed and is not there")


def destroy(args: argparse.Namespace, agreement: "RunAgreement", by: str) -> None:
    """Removes files and writes the receipt of it. Backups and what a disk keeps behind a file are the house's care."""
    from fanal.engines.linkage.files import digest
    from fanal.engines.linkage.run import receipt

    if not args.delete:
        return
    told = receipt(agreement, {path.name: digest(path.read_bytes()) for path in args.delete}, by, args.on)
    for path in args.delete:
        path.unlink()
    put({args.receipt: told})
    if not args.json:
        say(f"Destroyed {len(args.delete)} files; the receipt is to be signed.")
