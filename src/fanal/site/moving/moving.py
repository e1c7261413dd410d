"""The move of a founded site: what refuses it, the copy, its proof, and the end of the old database.

Nobody writes to the database that is left, from the first row that is read until its mark (`moved`) is committed, and
with the mark it takes nothing any more.
Whatever happens before that, it is the site's as it was; whatever happens after it, the same command ends the move.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import Error, connection, transaction

from fanal.network.keyfile import NoKeyFile, keyfile
from fanal.network.models import Organisation
from fanal.site import backups, databases, dumps, fitting, moved, starting
from fanal.site import environment as env
from fanal.site.console import Progress, Stop, agree, progress, say
from fanal.site.moving import copying, place, within
from fanal.site.moving.place import Place
from fanal.vocabulary.room import is_full

type Shares = Mapping[UUID, Sequence[str]]
_SHOWN = 5
_ENDING = 3.0
"""Seconds after which the server has noticed that a process of our own ended."""
_WITHIN = (sys.executable, "-m", within.__name__)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did. `url`: with a place for the password; `rows`: of all tables, none where it only ended one;
    `before`: what did not hold of the journal, and did not in the old database either; `opened`: records whose keys the
    kit opens."""

    url: str
    rows: int = 0
    before: tuple[str, ...] = ()
    opened: int | None = None


def check_source() -> None:
    """Raise Stop where what is there cannot be moved."""
    if not starting.database_exists():
        raise Stop(next(starting.of_database()))
    fitting.require(but=fitting.Misfit.LEFT)
    if todo := starting.not_restored():
        raise Stop(f"A restore was not finished: erased records may be back. {todo}")
    if reasons := list(starting.of_database()):
        raise Stop("\n".join(reasons))
    if starting.newer_migrations():
        raise Stop("A newer version of Fanal wrote this database. Install that version, and move it with that one.")
    with suppress(NoKeyFile):
        if keyfile() and Organisation.objects.exists():
            return
    raise Stop("No organisation is founded here, so there is nothing to move: set FANAL_DATABASE_URL, and found it.")


def check_target(to: Place) -> None:
    """Raise Stop where the site cannot go there. Writes nothing."""
    if to.is_the_present_one():
        raise Stop("This is the database that the site has. Nothing was moved.")
    to.check_fit()
    source, there = moved.read(), to.mark()
    if source is not None and source.state is moved.State.LEFT and not _is_same(source, there):
        fitting.require()
    if there is not None and there.state is moved.State.LEFT:
        raise Stop(f"This site left that database on {there.at:%Y-%m-%d}. `fanal move --done` takes it away.")
    if there is None and not to.is_empty():
        raise Stop("That database is not empty. Nothing was touched. Give an empty one.")
    if source is None:
        to.check_room(2 * place.size(connection))


def move(to: Place, now: datetime, shares: Shares) -> Moved:
    """Move the site. Raises Stop, with the site as it was and nothing left in the other database; where the process is
    killed, the next run begins or ends it. `shares`: of the kits that are to open the keys of records there."""
    check_target(to)
    source, there = moved.read(), to.mark()
    if source is not None and _is_same(source, there):
        return _ended(to, Moved(to.shown_url), source)
    if there is not None:
        say("What a move that was not ended left there is taken out.")
        to.clear()
    mark = moved.Mark(moved.State.HALF, uuid4().hex, place.present_url(), now, moved.which(connection))
    with transaction.atomic():
        _hold_still()
        try:
            done = _filled(to, mark, shares)
            _need_alone(_ENDING)  # who came meanwhile read no mark, and would go on here
            left = moved.Mark(moved.State.LEFT, mark.token, to.url, now, moved.which(to.db))
            moved.write(left)
            moved.close(model._meta.db_table for model in copying.tables())
        except BaseException:
            with suppress(Error, OSError):
                to.clear()
            raise
    return _ended(to, done, left)


def _is_same(source: moved.Mark, there: moved.Mark | None) -> bool:
    """Whether two marks are of one move that was stopped at the last moment, when all was verified."""
    states = (moved.State.LEFT, moved.State.HALF)
    return there is not None and (source.state, there.state) == states and source.token == there.token


def _hold_still() -> None:
    """Nobody writes to the main database until the transaction ends: on SQLite that is so by its beginning. Raises
    Stop."""
    if connection.vendor == "sqlite":
        return
    _need_alone()
    names = [connection.ops.quote_name(model._meta.db_table) for model in copying.tables()]
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(names)} IN SHARE MODE NOWAIT")
    except Error:
        raise Stop("Somebody is writing to the database. Stop every process of Fanal, and try again.") from None


def _need_alone(within_seconds: float = 0.0) -> None:
    """Raise Stop where another process is connected to the main database, and stays so for this long."""
    end = time.monotonic() + within_seconds
    while place.others(connection):
        if time.monotonic() >= end:
            raise Stop(
                "Another process of Fanal uses the database, here or on another machine. Stop all of them first."
            )
        time.sleep(0.1)


def _filled(to: Place, mark: moved.Mark, shares: Shares) -> Moved:
    """Make the tables, copy, and prove what is there. Raises Stop."""
    try:
        if to.is_file:
            to.make()
        moved.write(mark, to.db)
        _make_tables(to)
        for table in copying.unknown("default"):
            say(f"Not moved, since this version knows no such table: {table}.")
        with progress("Moving") as step:
            told = copying.copy("default", place.ALIAS, step)
    except (Error, OSError) as error:
        if not is_full(error):
            raise
        raise Stop("There is no room where the other database lies. Nothing was moved. Free space there.") from None
    with progress("Comparing") as step:
        _compare(told, step)
    if not to.is_file:
        with to.db.cursor() as cursor:
            cursor.execute("ANALYZE")
    to.db.close()  # on SQLite, what is in its log goes into the file: another process looks now
    return Moved(to.shown_url, sum(one.rows for one in told.values()), _faults(to), _opened(to, shares))


def _make_tables(to: Place) -> None:
    say("Making the tables: a minute or two.")
    folder = Path(settings.DATA) / "move.part"
    shutil.rmtree(folder, ignore_errors=True)  # of one that was killed
    apart = {"FANAL_DATA": folder, "FANAL_KEYFILE": folder / "none", "FANAL_SESSIONS": folder / "sessions"}
    with progress("Making the tables"):
        done = _run([*_WITHIN, "tables", str(os.getpid())], to.whole_url, apart)
    shutil.rmtree(folder, ignore_errors=True)
    if done.returncode:
        raise Stop("The tables could not be made there. Nothing was moved.")


def _compare(told: Mapping[str, copying.Told], step: Progress) -> None:
    there = copying.told_by(place.ALIAS, step)
    if wrong := sorted(table for table, one in told.items() if there[table] != one):
        raise Stop(f"Not the same on both sides: {' · '.join(wrong)}. Nothing was moved. Tell whoever wrote Fanal.")


def _faults(to: Place) -> tuple[str, ...]:
    """What does not hold of the journal, the keys and the records there, as `fanal journal verify` finds it. Raises
    Stop for what holds in the old database."""
    found = _verified(to.whole_url)
    if not found:
        return ()
    before = set(_verified(_present()))
    if new := [one for one in found if one not in before]:
        shown = "\n".join(new[:_SHOWN])
        raise Stop(f"What was moved does not hold there, so nothing was moved:\n{shown}")
    return tuple(found)


def _verified(url: str) -> list[str]:
    done = _run([sys.executable, "-m", "fanal", "journal", "verify", "--json"], url, {})
    try:
        return [str(one) for one in json.loads(done.stdout)["defects"]]
    except ValueError:
        raise Stop("The journal could not be verified. Nothing was moved.") from None


def _opened(to: Place, shares: Shares) -> int | None:
    """How many records' keys open with the shares. Raises Stop where it is another number than in the old database."""
    if not shares:
        return None
    given = json.dumps({str(org): list(words) for org, words in shares.items()})
    with progress("Opening the keys of records"):
        done, here = _run([*_WITHIN, "kit", str(os.getpid())], to.whole_url, {}, given), within.kit(shares)
    if done.returncode or int(done.stdout) != here:
        raise Stop("The kit does not open there what it opens here. Nothing was moved.")
    return here


def _run(
    command: Sequence[str], url: str, more: Mapping[str, object], given: str = ""
) -> subprocess.CompletedProcess[str]:
    """A process with the other database as its main one. Passwords and shares go where nobody else reads them."""
    mine = {"FANAL_DATA": settings.DATA, "FANAL_KEYFILE": settings.KEYFILE, "FANAL_SESSIONS": env.sessions_path()}
    named = os.environ | {name: str(value) for name, value in {**mine, **more, "FANAL_DATABASE_URL": url}.items()}
    return subprocess.run(  # noqa: S603  our own commands
        list(command), env=named, input=given, check=False, stdout=subprocess.PIPE, text=True
    )


def _present() -> str:
    return databases.url_of(connection.settings_dict, password=str(connection.settings_dict["PASSWORD"]))


def _ended(to: Place, done: Moved, left: moved.Mark) -> Moved:
    moved.note(moved.Old(place.present_url(), left.at))
    moved.take_off(to.db)
    return done


# ---- the old one ----


def take_away(old: moved.Old, now: datetime) -> str:
    """Take away a database that the site left. Returns what is left to do by hand, in words. Raises Stop."""
    newest = backups.newest(now)
    if newest is None or newest.made <= old.at:
        raise Stop("There is no backup since the move yet. Run `fanal backup`, then this again.")
    try:
        with place.opened(old.url) as there:
            return _taken_away(there, old)
    except place.Unreachable as why:
        if not agree(f"{why}\nIs it gone for good?"):
            raise Stop("Nothing was changed.") from None
        moved.forget(old)
        return ""


def _taken_away(there: Place, old: moved.Old) -> str:
    is_gone = there.is_empty()
    mark = there.mark()
    if not is_gone and (there.is_the_present_one() or mark is None or mark.state is not moved.State.LEFT):
        raise Stop(f"{old.url} is not the database that this site left. Nothing was changed.")
    if not is_gone and not agree(f"Take away the old database, {old.url}, with all that is in it?"):
        raise Stop("Nothing was changed.")
    there.clear()
    moved.forget(old)
    if there.is_file:
        if connection.vendor != "sqlite":
            dumps.remove_file(Path(env.sessions_path()))
        return ""
    name = there.db.settings_dict["NAME"]
    return f'Its tables are gone. As the superuser of PostgreSQL, drop the rest: DROP DATABASE "{name}";'
