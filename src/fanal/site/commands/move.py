"""Move the whole database to another one: from SQLite to PostgreSQL, or back.

Stop `fanal serve` first, and make a backup. The other database must be empty: `postgresql://user@host/name`, or
`sqlite:////path/of/a/file` (`sqlite:///` alone is the file in FANAL_DATA). Leave the password out: it is asked for.
Everything goes but staff sessions and what is only kept for a while. Then all of it is compared, row by row, and the
journal is verified there; `--with-kit` opens the keys of all records there with shares of recovery kits. Until that is
done the site stays where it is, whatever happens; run the same command again after a stop. The old database is left as
it is, with a mark that the site is no longer in it, so that nothing starts on it by mistake. `--done` takes it away.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from fanal.site.console import Stop, say, start_django

if TYPE_CHECKING:
    from fanal.site.moving.moving import Moved


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", nargs="?", default="", metavar="URL", help="an empty database, without its password")
    parser.add_argument("--with-kit", action="store_true", help="open the keys of records there with recovery kits")
    parser.add_argument("--done", action="store_true", help="take the old database away, once a backup was made")


def run(args: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings

    from fanal.site.locking import held
    from fanal.site.moving import moving, place

    if args.done == bool(args.url):
        raise Stop("Say where to: `fanal move URL`. Or, when all is well there: `fanal move --done`.")
    if args.done:
        return _done()
    with held(settings.DATA, alone=True):
        moving.check_source()
        with place.opened(args.url) as to:
            moving.check_target(to)
            shares = _shares() if args.with_kit else {}
            _tell(moving.move(to, datetime.now(UTC), shares))
    return 0


def _tell(done: Moved) -> None:
    from fanal.site import moved

    if done.rows:
        print(f"{done.rows:,} rows are the same on both sides, and the journal holds there as it does here.")
    for words in done.before:
        print(f"As before the move: {words}")
    if done.opened is not None:
        print(f"The keys of {done.opened:,} records open there with the kit.")
    print("Staff sign in anew. Now, in /etc/fanal/fanal.env, or wherever your service has its settings:\n")
    print(f"  FANAL_DATABASE_URL={done.url}\n")
    print("Start the site, run `fanal check`, then `fanal backup`.")
    for old in moved.old():
        print(f"The old database stays as it is, and nothing starts on it: {old.url}")
    print("An old copy of everything is a risk. When all is well: `fanal move --done`.")


def _shares() -> dict[UUID, Sequence[str]]:
    """Shares of each organisation that has a kit, which open here. Raises Stop."""
    from fanal.network import kit
    from fanal.network.contracts import LIGHT, NetworkError
    from fanal.network.models import Organisation
    from fanal.site.commands.kit import shares_of

    found: dict[UUID, Sequence[str]] = {}
    for org in Organisation.objects.exclude(kind__in=LIGHT).order_by("name"):
        say(f"{org.name}: shares of its recovery kit, or an empty line to leave it out.")
        if shares := shares_of(org, may_skip=True):
            try:
                kit.prove(org, shares)
            except NetworkError as why:
                raise Stop(str(why)) from None
            found[org.pk] = shares
    return found


def _done() -> int:
    from fanal.site import fitting, moved
    from fanal.site.moving import moving

    fitting.require()
    left = moved.old()
    if not left:
        print("No old database is known here. Nothing was changed.")
    for old in left:
        more = moving.take_away(old, datetime.now(UTC))
        print(f"{old.url} is gone.")
        if more:
            print(more)
    return 0
