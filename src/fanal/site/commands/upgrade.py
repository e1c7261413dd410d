"""Bring this site to the next release, from one archive; `--back` undoes it for 14 days. Run it as root.

Two of the maintainers must have signed the archive with keys that `--trusted` holds. It is unpacked beside the release
that runs, gets its packages, a backup is made, and the database is brought up to date, all while the site serves. Then
the service stops and starts again. If anything fails, down to the first page, the release before runs again by itself.
Nothing is fetched but packages that the lock names and that are not here yet.
"""

import argparse
import os
from pathlib import Path

from fanal.site.console import Stop


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("archive", nargs="?", type=Path, help="path of a fanal-X.Y.Z.tar")
    parser.add_argument("--back", action="store_true", help="the release before the last upgrade runs again")
    parser.add_argument(
        "--trusted", type=Path, default=Path("/etc/fanal/maintainers"), metavar="FILE",
        help="public keys of the maintainers, as OpenSSH's allowed signers; by default /etc/fanal/maintainers",
    )  # fmt: skip
    parser.add_argument(
        "--code", type=Path, default=Path("/opt/fanal"), help="where the code is; by default /opt/fanal"
    )
    parser.add_argument("--run", default="/usr/local/sbin/fanal", help="what runs a command as the user of the service")
    parser.add_argument("--service", default="systemctl", help="what stops and starts the service")
    parser.add_argument("--wait", type=float, default=60, metavar="SECONDS", help="for the first page; by default 60")


def run(args: argparse.Namespace) -> int:
    from fanal.site import upgrading

    if bool(args.archive) == args.back:
        raise Stop("Give the path of a fanal-X.Y.Z.tar, or --back.")
    if not (args.code / "src/fanal").is_dir():
        raise Stop(f"There is no Fanal in {args.code}. Name its folder: --code FOLDER.")
    if not os.access(args.code.parent, os.W_OK):
        raise Stop(f"Nothing may be written beside {args.code}. Run this as root.")
    os.umask(0o022)  # the service reads what is placed
    site = upgrading.Site(args.code, args.run.split(), args.service.split(), args.wait)
    if args.back:
        upgrading.back(site)
    else:
        upgrading.upgrade(site, args.archive, args.trusted)
    return 0
