"""Put a backup in the place of the database, and erase again what was erased since.

Stop `fanal serve` first. Without a key file it asks for shares of a recovery kit, one a line. Then it says what will
go, and asks: `--force` answers yes. Lines of the erasure ledger that version 0.1.0 wrote have no signature: where no
signed one knows of the record, it asks about each restore, or does what `--unsigned` says. A key file that the shares
open is used if the backup proves that it is theirs; else it asks, or goes on with `--unproved`. Until the ledger is
replayed the site does not start; if the restore was interrupted, `--replay` ends it. `--drill` tries all this in a
folder of its own, leaves the site as it is, and notes the day. Where several machines serve one site, one restores and
the others run `--elsewhere`: it says of which restore the files here do not know, and goes on from there once you say
that you do. Run twice it does nothing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fanal.site.console import Stop, progress, start_django

if TYPE_CHECKING:
    from fanal.site.backups import Archive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("archive", nargs="?", default="newest", help="path of a fanal-….tar; by default the newest")
    parser.add_argument(
        "--force", action="store_true", help="do not ask: replace what is there, erase what was erased since"
    )
    parser.add_argument(
        "--unsigned", choices=("erase", "keep"), default="", help="records of lines without a signature"
    )
    parser.add_argument(
        "--unproved", action="store_true", help="use a key file that the shares open, though nothing proves it is yours"
    )
    parser.add_argument("--replay", action="store_true", help="only replay the erasure ledger")
    parser.add_argument("--elsewhere", action="store_true", help="another machine of this site restored: go on from it")
    parser.add_argument("--drill", action="store_true", help="try it in a folder of its own")
    parser.add_argument("--with-kit", action="store_true", help="drill: open the keys with the recovery kit as well")
    parser.add_argument("--into", metavar="URL", default="", help="drill: an empty PostgreSQL database of its own")


def run(args: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings

    from fanal.site import restoring
    from fanal.site.commands.backup import find
    from fanal.site.locking import held

    if args.drill:
        return _drill(find(args.archive), args)
    if args.elsewhere:
        return _elsewhere(force=args.force)
    now = datetime.now(UTC)
    with held(settings.DATA, alone=True), progress("Replaying the erasure ledger") as step:
        if args.replay:
            again = restoring.replay(now, step)
        else:
            again = restoring.restore(
                find(args.archive).path, now, step, force=args.force, unsigned=args.unsigned, unproved=args.unproved
            )
    print(f"Restored. {again} erased records were erased again. The site may start.")
    return 0


def _elsewhere(*, force: bool) -> int:
    """Take up a restore that another machine made."""
    from fanal.site import elsewhere, fitting, starting
    from fanal.site.console import agree, say

    if todo := starting.not_restored():
        raise Stop(todo)
    fitting.require(but=fitting.Misfit.LACKING)  # what was founded after that backup
    at = elsewhere.not_taken_up()
    if at is None:
        print("This machine knows of every restore. Nothing was changed.")
        return 0
    say(
        f"Another machine of this site put a backup in the place of the database: {at:%Y-%m-%d %H:%M} UTC. The files "
        "here still know what was newer, so people, keys and pages are called changed. From now on what the database "
        "holds counts here, too."
    )
    if not force and not agree("Do you know of this restore? (--force: yes)"):
        raise Stop("Nothing was changed.")
    elsewhere.take_up(at)
    print("This machine goes on from there.")
    return 0


def _drill(archive: Archive, args: argparse.Namespace) -> int:
    """Restore into a folder of its own, in processes of their own, and verify the journal there."""
    from django.conf import settings
    from django.db import connection

    from fanal.network.keyfile import keyfile
    from fanal.site import backups, keyfiles

    if connection.vendor != "sqlite" and not args.into:
        raise Stop("Give an empty PostgreSQL database for the drill: --into postgresql://…")
    backups.carry_ledger()
    with tempfile.TemporaryDirectory(prefix="drill-", dir=settings.DATA) as name:
        keys = Path(name) / "keyfile.json"
        if not args.with_kit:
            keyfiles.make(keys, keyfile())
        env = os.environ | {
            "FANAL_DATA": name,
            "FANAL_KEYFILE": str(keys),
            "FANAL_SESSIONS": f"{name}/sessions.sqlite3",
            "FANAL_DATABASE_URL": args.into,
            "FANAL_BACKUPS": str(archive.path.parent),
        }
        unproved = ["--unproved"] if args.unproved else []
        restore = ["restore", str(archive.path), "--force", "--unsigned", "keep", *unproved]
        for command in (restore, ["journal", "verify"]):
            here = [sys.executable, "-m", "fanal", *command]
            if subprocess.run(here, env=env, check=False).returncode:  # noqa: S603  our own command
                raise Stop("The drill failed. Nothing of the site was touched.")
    backups.note_drill(datetime.now(UTC).date())
    print("The drill worked. Nothing of the site was touched.")
    return 0
