"""What says that a database is not the site's, or not yet: a mark in it, and here a list of those that were left.

A move writes one row into a table of its own: `half` into the database that it fills, until all of it is there and
verified, and `left` into the one that the site leaves, in the transaction that kept it as it was meanwhile. So there is
never more than one database in which the site goes on, on whichever machine somebody tries. A row counts under the code
of the installation only, in a database of the kind for which it was written, and never in the other one that it names:
who writes to the database to which the site went must not stop the site with the row that stands in the old one. In a
copy of the old one it counts.

The database that is left takes no row any more (`close`): whoever came while the move went on read no mark, and waited
to write.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from fanal import vault
from fanal.network.keyfile import NoKeyFile, keyfile
from fanal.site import databases
from fanal.vocabulary import whole

TABLE = "fanal_move"
_LEFT = "fanal_left"
_SAID = "The site was moved to another database; this one takes nothing any more."
_REFUSES = f"""CREATE OR REPLACE FUNCTION {_LEFT}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_SAID}'; END $$"""
_COLUMNS = ("state", "token", "other", "at", "kind", "there", "code")
_WHICH = "SELECT system_identifier, current_database() FROM pg_control_system()"


class State(StrEnum):
    """What a mark says of its database."""

    HALF = "half"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Mark:
    """`token`: of one move, the same in both databases; `other`: the URL of the other one, without a password; `there`:
    which database that is (`which`), empty in marks of before 1 December 2026."""

    state: State
    token: str
    other: str
    at: datetime
    there: str = ""


def read(db: Any = connection) -> Mark | None:
    """The mark of a database, if this installation wrote it."""
    if db.vendor == "sqlite" and not Path(str(db.settings_dict["NAME"])).exists():
        return None  # looking makes no empty file
    if TABLE not in db.introspection.table_names():
        return None
    with db.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {TABLE}")  # noqa: S608  our own name
        names, rows = [column[0] for column in cursor.description], cursor.fetchmany(2)
    try:
        (row,) = (dict(zip(names, values, strict=True)) for values in rows)
        at, there, kind = datetime.fromisoformat(row["at"]), row.get("there", ""), row.get("kind", "")
        mark = Mark(State(row["state"]), row["token"], row["other"], at, there)
        is_other = there == which(db) if there else mark.other == databases.url_of(db.settings_dict)
        is_ours = vault.same(str(row["code"]).encode(), _code(mark, kind).encode())
        return mark if is_ours and not is_other and kind in {"", db.vendor} else None
    except (ValueError, TypeError, KeyError, NoKeyFile):
        return None


def which(db: Any) -> str:
    """Which database this is, by whatever address it was reached."""
    if db.vendor == "sqlite":
        return str(Path(str(db.settings_dict["NAME"])).resolve())
    with db.cursor() as cursor:
        cursor.execute(_WHICH)
        return " ".join(map(str, cursor.fetchone()))


def write(mark: Mark, db: Any = connection) -> None:
    """Mark a database, in the place of any mark that is there."""
    values = [*_told(mark, db.vendor).values(), _code(mark, db.vendor)]
    with db.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TABLE {TABLE} ({' text NOT NULL, '.join(_COLUMNS)} text NOT NULL)")
        cursor.execute(f"INSERT INTO {TABLE} VALUES ({', '.join(['%s'] * len(values))})", values)  # noqa: S608  our own name


def close(tables: Iterable[str]) -> None:
    """From the end of this transaction on, these tables of the main database keep what they hold, whoever writes."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(_REFUSES)
        for table in tables:
            on = connection.ops.quote_name(table)
            if connection.vendor != "sqlite":
                what = "INSERT OR UPDATE OR DELETE OR TRUNCATE"
                cursor.execute(
                    f"CREATE TRIGGER {_LEFT} BEFORE {what} ON {on} FOR EACH STATEMENT EXECUTE FUNCTION {_LEFT}()"
                )
                continue
            for what in ("INSERT", "UPDATE", "DELETE"):
                name = connection.ops.quote_name(f"{_LEFT}_{what}_{table}")
                cursor.execute(f"CREATE TRIGGER {name} BEFORE {what} ON {on} BEGIN SELECT RAISE(ABORT, '{_SAID}'); END")


def take_off(db: Any) -> None:
    """From now on the database is the site's."""
    with db.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        if db.vendor != "sqlite":
            cursor.execute(f"DROP FUNCTION IF EXISTS {_LEFT} CASCADE")
            return
        cursor.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE %s", [f"{_LEFT}_%"])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {db.ops.quote_name(name)}")


def _told(mark: Mark, kind: str) -> dict[str, str]:
    told = {"state": mark.state.value, "token": mark.token, "other": mark.other, "at": mark.at.isoformat()}
    return told | ({"kind": kind, "there": mark.there} if kind else {})


def _code(mark: Mark, kind: str) -> str:
    return keyfile().signing.code("move", vault.canonical(_told(mark, kind))).hex()


# ---- what lies about since ----


@dataclass(frozen=True, slots=True)
class Old:
    """A database that this site left, by its URL without a password."""

    url: str
    at: datetime


def _list() -> Path:
    return Path(settings.DATA) / "moved.json"


def old() -> list[Old]:
    """The databases that were left and are still there, as far as this machine knows."""
    try:
        rows = json.loads(_list().read_text())
    except FileNotFoundError:
        return []
    return [Old(row["url"], datetime.fromisoformat(row["at"])) for row in rows]


def note(left: Old) -> None:
    """A database was left, and is still there."""
    _keep([*(one for one in old() if one.url != left.url), left])


def forget(gone: Old) -> None:
    """A database is no longer there."""
    _keep([one for one in old() if one != gone])


def _keep(rows: Iterable[Old]) -> None:
    if not (told := [asdict(row) | {"at": row.at.isoformat()} for row in rows]):
        _list().unlink(missing_ok=True)
        return
    whole.put(_list(), json.dumps(told, indent=1).encode())
