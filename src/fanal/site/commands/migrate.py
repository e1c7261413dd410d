"""Bring the database up to date with this version of Fanal, and compile translations and static files.

Run it after each upgrade, after `fanal backup` and before `fanal serve`. Running it twice does no harm.
"""

from __future__ import annotations

import argparse

from fanal.site.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 if something waits")


def run(args: argparse.Namespace) -> int:
    start_django()
    from fanal.site import preparing, starting

    waiting = starting.waiting_migrations()
    if args.check:
        print(f"{waiting} migrations wait." if waiting else "The database is up to date.")
        return int(bool(waiting))
    preparing.migrate()
    preparing.catalogues()
    preparing.static_files()
    print(f"{waiting} migrations applied." if waiting else "The database is up to date.")
    return 0
