"""Bring the database up to date with this version of Fanal, and make translations, static files, the shipped law and
calculations ready.

Make a backup with the version that is there, then upgrade, then run this, before `fanal serve`: no version backs up a
database that it has not brought up to date. Running it twice does no harm. The release before may serve meanwhile.
"""

import argparse

from fanal.site.commands import start_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 if something waits")


def run(args: argparse.Namespace) -> int:
    start_site()
    from fanal.justice import api as justice
    from fanal.site import preparing, starting

    waiting = starting.waiting_migrations()
    if args.check:
        print(f"{waiting} migrations wait." if waiting else "The database is up to date.")
        return int(bool(waiting))
    adopted = preparing.migrate()
    preparing.catalogues()
    preparing.static_files()
    justice.make_law_ready()
    preparing.calculations()
    print(f"{waiting} migrations applied." if waiting else "The database is up to date.")
    if adopted:
        print(f"Keys taken over as they were found: {', '.join(adopted)}.")
        print("Now let a key keeper of each test the recovery kit, on the page Keys: that proves them.")
        print("Links to join or to a new password that were open were taken back: make them anew.")
    return 0
