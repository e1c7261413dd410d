"""Make a backup: one archive that opens nothing without the key file or a recovery kit.

It holds the database, the key file sealed to each organisation's recovery key, the erasure ledger and the journal
checkpoints, and lies in FANAL_BACKUPS. Archives older than 35 days are removed. The site may go on serving.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fanal.site.console import Stop, progress, start_django

if TYPE_CHECKING:
    from fanal.site.backups import Archive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--verify", metavar="ARCHIVE", help="check a backup instead; `newest` takes the newest")
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace) -> int:
    start_django()
    from fanal.site import backups

    with progress("Checking the backup" if args.verify else "Making a backup"):
        archive = find(args.verify) if args.verify else backups.make(datetime.now(UTC))
        manifest = backups.verify(archive)
    if args.json:
        print(json.dumps({"path": str(archive.path), "made": manifest["made"], "files": manifest["files"]}))
    else:
        print(f"{archive.path}\nWhole, of {manifest['made']}, {archive.path.stat().st_size:,} bytes.")
        if not args.verify:
            print("Copy it, with the .ledger beside it, to another place.")
    return 0


def find(name: str) -> Archive:
    """The archive of a path, or the newest. Raises Stop."""
    from fanal.site import backups

    archive = backups.newest() if name == "newest" else backups.at(Path(name).resolve())
    if archive is None or not archive.path.exists():
        raise Stop("There is no such backup. Give the path of a fanal-….tar, or `newest`.")
    return archive
