"""Make a backup: one archive that opens nothing without the key file or a recovery kit.

It holds the database, the key file sealed to each organisation's recovery key, the erasure ledger and the journal
checkpoints, and lies in FANAL_BACKUPS. Archives older than 35 days are removed. The site may go on serving. Exit code 1
with a backup made: what it holds of journal and ledger lacks something that an earlier one has.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fanal.site.commands import start_site
from fanal.site.console import Stop, progress, say

if TYPE_CHECKING:
    from fanal.site.backups import Archive

_HELP = "Somebody may have written to the database. See `Keys that nobody signed` in docs/operating.md."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--verify", metavar="ARCHIVE", help="check a backup instead; `newest` takes the newest")
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace) -> int:
    start_site()
    from fanal.site import backups, starting

    if not args.verify and not starting.database_exists():
        raise Stop("There is no database yet. Run `fanal kit setup`, or `fanal restore` on a new machine.")
    if not args.verify and starting.waiting_migrations():
        raise Stop("The database is older than this version. Make the backup with the version that wrote it.")
    with progress("Checking the backup" if args.verify else "Making a backup"):
        archive = find(args.verify) if args.verify else backups.make(datetime.now(UTC))
        manifest = backups.verify(archive)
    refused = [] if args.verify else backups.key_holders()[1]
    if args.json:
        told = {"path": str(archive.path), "made": manifest["made"], "files": manifest["files"], "refused": refused}
        print(json.dumps(told))
    else:
        print(f"{archive.path}\nWhole, of {manifest['made']}, {archive.path.stat().st_size:,} bytes.")
        if not args.verify:
            beside = ", with the .ledger beside it," if archive.sidecar.exists() else ""
            print(f"Copy it{beside} to another place.")
    if refused and not args.json:
        say("\n".join(("The backup is made. The key file is not in it for everybody:", *refused, _HELP)))
    return int(bool(refused) or (not args.verify and _warned()))


def _warned() -> bool:
    """Say what is missing in the files that prove the journal: the archive is whole, but holds them as they are."""
    from fanal.site import proof

    found = list(proof.defects())
    for defect in found:
        print(defect, file=sys.stderr)
    if found:
        print("The backup is made. Something was cut or changed before: see `fanal journal verify`.", file=sys.stderr)
    return bool(found)


def find(name: str) -> Archive:
    """The archive of a path, or the newest of this site. Raises Stop."""
    from fanal.site import backups

    archive = backups.newest(datetime.now(UTC)) if name == "newest" else backups.at(Path(name).resolve())
    if archive is None or not archive.path.exists():
        raise Stop("There is no such backup. Give the path of a fanal-….tar, or `newest`.")
    return archive
