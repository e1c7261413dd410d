"""Make the demonstration network, all fictional, and serve it on this machine.

The first run makes keys, database and people; later runs keep them. It never touches real data: its keys are marked,
and FANAL_MODE is demo. It lies in the folder that FANAL_DATA names (else .data/demo) and listens on FANAL_BIND (else
127.0.0.1:8000, or the next port that is free).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fanal.site import environment as env
from fanal.site import loaded
from fanal.site.commands import start_site
from fanal.site.console import Stop, progress

if TYPE_CHECKING:
    from fanal.site.serving import Address

_DONE = "demonstration"  # the file that says that loading came to its end
_LEFT = (
    "fanal.sqlite3", "sessions.sqlite3", "keyfile.json", "erased.ledger", "checkpoints.jsonl", "keys.jsonl",
    "journal.tail.*", "sessions.ended.*", _DONE,
)  # fmt: skip
_PORTS_TRIED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--serve", action="store_true", help="serve it on loopback until Ctrl+C")
    parser.add_argument(
        "--cases",
        type=int,
        default=0,
        metavar="N",
        help="load so many files of children of the years before more (twenty a second)",
    )
    parser.add_argument("--reset", action="store_true", help="throw the demonstration away and start anew")


def run(args: argparse.Namespace) -> int:
    os.environ.setdefault("FANAL_MODE", "demo")
    os.environ.setdefault("FANAL_DATA", ".data/demo")
    if env.read("FANAL_MODE") != "demo":
        raise Stop("FANAL_MODE is not demo. The demonstration loads nothing into another installation.")
    data = env.data_folder()
    if args.serve and (args.reset or not (data / _DONE).exists()):
        # What loading takes of memory ends with the process that loads: a laptop of 2 GB shows the product.
        alone = [sys.executable, "-m", "fanal", "demo", f"--cases={args.cases}"]
        alone += ["--reset"] if args.reset else []
        if code := subprocess.run(alone, stdout=subprocess.DEVNULL, check=False).returncode:  # noqa: S603 ourselves
            return code
        args.reset = False
    loaded.sparing()
    _clear(data, wanted=args.reset)
    start_site()
    _make_keys(env.keyfile_path())
    from fanal.site import demo, preparing, starting

    preparing.migrate()
    starting.require()
    done = data / _DONE
    if not done.exists():
        from fanal.site.demo.loading import load

        with progress("Making the demonstration network") as step:
            load(datetime.now(UTC), step, more=args.cases)
        done.touch()
    if args.serve:
        _serve("\n".join(demo.who()))
    else:
        print("The demonstration is ready. `fanal demo --serve` serves it.\n" + "\n".join(demo.who()))
    return 0


def _serve(who: str) -> None:
    from fanal.site import preparing, serving
    from fanal.site.commands.serve import serve
    from fanal.site.locking import held

    address = _free(serving.Address.parse(env.read("FANAL_BIND")))
    preparing.catalogues()
    preparing.static_files()
    with held(env.data_folder()):
        serve(address, f"\nThe demonstration is at {address}\n\n{who}\n\nCtrl+C ends it.")


def _clear(data: Path, *, wanted: bool) -> None:
    """Remove what a reset, or a loading that was cut short, must not leave behind."""
    begun, whole = (data / "fanal.sqlite3").exists(), (data / _DONE).exists()
    if not wanted and (whole or not begun):
        return
    if env.read("FANAL_DATABASE_URL"):
        raise Stop("Only an SQLite demonstration can start anew here. Empty the PostgreSQL database yourself.")
    there = begun or env.keyfile_path().exists()
    if there and not _is_demonstration(env.keyfile_path()):  # a loading that was cut short has made its keys before
        raise Stop(
            f"Something stands in {data}, and {env.keyfile_path()} is no key file of a demonstration. Nothing was "
            "removed: it may be an installation. Name another folder (FANAL_DATA), or put the key file back."
        )
    for path in _remains(data):
        path.unlink()
    shutil.rmtree(data / "mail", ignore_errors=True)


def _remains(data: Path) -> Iterator[Path]:
    for name in _LEFT:
        yield from (path for end in ("", "-wal", "-shm") for path in data.glob(f"{name}{end}"))


def _is_demonstration(keyfile: Path) -> bool:
    from fanal import vault

    try:
        return vault.KeyFile.parse(keyfile.read_text()).demo
    except (vault.CannotOpen, FileNotFoundError):
        return False


def _make_keys(keyfile: Path) -> None:
    from fanal import vault
    from fanal.site.keyfiles import make

    if not keyfile.exists():
        make(keyfile, vault.KeyFile.new(demo=True))


def _free(address: Address) -> Address:
    """The wanted address, or the same host with the next port that nobody uses."""
    for port in range(address.port, min(address.port + _PORTS_TRIED, 65536)):
        candidate = replace(address, port=port)
        try:
            candidate.check_free()
        except Stop:
            continue
        return candidate
    raise Stop("No port is free. Set FANAL_BIND to another address and port.")
