"""A database beside the main one, by its URL: where a move goes to, or one that was left."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage
from typing import Any

from django.conf import settings
from django.db import Error, NotSupportedError, connection, connections
from django.db.utils import load_backend

from fanal.site import databases, dumps, moved
from fanal.site.console import Stop, prompt

ALIAS = "move"
_OTHERS = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'fanal'"""
_THINGS = """SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind IN ('r', 'v', 'm', 'S', 'f', 'p') AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"""
_WHICH = "SELECT current_database(), pg_postmaster_start_time()"


class Unreachable(Stop):
    """Nothing answers at the URL, or it lets nobody in."""


@dataclass(frozen=True, slots=True)
class Place:
    """A database that is open under `ALIAS`. `url`: without its password; `whole_url`: for a process of our own;
    `shown_url`: with a place for the password, where it takes one."""

    url: str
    whole_url: str
    shown_url: str

    @property
    def db(self) -> Any:
        """The connection."""
        return connections[ALIAS]

    @property
    def is_file(self) -> bool:
        """Whether it is SQLite."""
        return bool(self.db.vendor == "sqlite")

    @property
    def path(self) -> Path:
        """Of its file, where it is one."""
        return Path(str(self.db.settings_dict["NAME"]))

    def is_the_present_one(self) -> bool:
        """Whether it is the site's main database."""
        if self.db.vendor != connection.vendor:
            return False
        if self.is_file:
            ours = Path(str(connection.settings_dict["NAME"]))
            return ours.exists() and self.path.exists() and ours.samefile(self.path)
        return _asked(connection, _WHICH) == _asked(self.db, _WHICH)

    def is_empty(self) -> bool:
        """Whether nothing is in it. Raises Stop for a file that is none of SQLite."""
        return not self._names() if self.is_file else not _asked(self.db, _THINGS)[0]

    def mark(self) -> moved.Mark | None:
        """Its mark, if this installation wrote one there."""
        return moved.read(self.db) if not self.is_file or moved.TABLE in self._names() else None

    def _names(self) -> set[str]:
        """What is in its file, which may be anybody's: looking makes none, and changes none."""
        if not self.path.exists():
            return set()
        try:
            with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)) as file:
                return {name for (name,) in file.execute("SELECT name FROM sqlite_schema")}
        except sqlite3.Error:
            raise Stop(f"{self.path} is there, and is no database of SQLite. Give another name.") from None

    def make(self) -> None:
        """The file of it, for nobody else, also where an empty one lies there."""
        self.path.touch(0o600)
        self.path.chmod(0o600)

    def clear(self) -> None:
        """Take everything out of it."""
        self.db.close()
        if self.is_file:
            dumps.remove_file(self.path)
        else:
            dumps.drop_tables(self.db)

    def check_fit(self) -> None:
        """Raise Stop unless it is of a kind that this program uses and may be written."""
        if self.is_file:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            return
        if _asked(self.db, "SHOW server_encoding")[0] != "UTF8":
            raise Stop("This database keeps no UTF-8. Make one as docs/operating/postgresql.sql does.")
        if not _asked(self.db, "SELECT has_schema_privilege(current_schema(), 'CREATE')")[0]:
            raise Stop("This role may not make tables there. Make role and database by docs/operating/postgresql.sql.")
        if others(self.db):
            raise Stop("Another process of Fanal is connected to this database. Stop it, or wait until it has ended.")

    def check_room(self, needed: int) -> None:
        """Raise Stop where the disk of a file has less room than so many bytes. What PostgreSQL has, it does not tell
        to whoever is no superuser; where it has too little, it says so and keeps nothing."""
        if self.is_file and (free := disk_usage(self.path.parent).free) < needed:
            words = f"It needs {needed // 1_000_000:,} MB, and {free // 1_000_000:,} MB are free."
            raise Stop(f"There is no room for the database where {self.path.parent} is. {words} Free space.")


@contextmanager
def opened(url: str) -> Iterator[Place]:
    """The database of a URL; its password is asked for where it takes one. Raises Stop."""
    entry = _entry(url)
    _use(entry)
    try:
        yield _connected(entry)
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]


def _entry(url: str) -> dict[str, Any]:
    """As Django has it. Raises Stop."""
    if not re.match(r"sqlite:///|postgres(ql)?://", url):
        raise Stop("Give a URL: postgresql://user@host/name, or sqlite:/// and the path of a file.")
    if not url.startswith("sqlite:") and databases.has_password(url):
        raise Stop(
            "Leave the password out of the URL: everybody on this machine reads what commands are given. It is asked "
            "for where the server wants one. Change this one if others work here."
        )
    try:
        entry: dict[str, Any] = databases.configured(url, Path(settings.DATA))
    except ValueError as why:
        raise Stop(f"The URL {why}") from None
    if entry["ENGINE"] == databases.SQLITE:
        entry["NAME"] = str(Path(entry["NAME"]).resolve())
    return entry


def _connected(entry: dict[str, Any]) -> Place:
    told = databases.url_of({"HOST": "", "PORT": "", "USER": ""} | entry)
    if entry["ENGINE"] == databases.SQLITE:  # opened when it is written: looking makes no empty file
        return Place(told, told, told)
    try:
        connections[ALIAS].ensure_connection()
    except Error as error:
        if "no password supplied" not in str(error):
            raise _refused(told, error) from None
        connections[ALIAS].close()
        _use(entry | {"PASSWORD": prompt(f"Password of {entry['USER']}:", secret=True)})
    try:
        connections[ALIAS].ensure_connection()
        connections[ALIAS].check_database_version_supported()
    except Error as error:
        raise _refused(told, error) from None
    password = str(connections[ALIAS].settings_dict["PASSWORD"])
    whole, shown = (databases.url_of(entry, password=one) for one in (password, "PASSWORD" if password else ""))
    return Place(told, whole, shown)


def _use(entry: dict[str, Any]) -> None:
    whole = connections.configure_settings({"default": entry})["default"]
    connections[ALIAS] = load_backend(whole["ENGINE"]).DatabaseWrapper(whole, ALIAS)


def _refused(url: str, error: Error) -> Stop:
    if isinstance(error, NotSupportedError):
        return Stop(f"{url} is too old: {str(error).strip().partition(chr(10))[0]}")
    return Unreachable(f"{url} cannot be reached: {str(error).strip().partition(chr(10))[0]}")


def others(db: Any) -> int:
    """How many other processes of Fanal are connected to a database of PostgreSQL. Of SQLite the lock of the data
    folder says it."""
    if db.vendor == "sqlite":
        return 0
    _asked(db, "SELECT pg_stat_clear_snapshot()")  # a transaction is told who was there when it first asked
    return int(_asked(db, _OTHERS)[0])


def size(db: Any) -> int:
    """Bytes of a database."""
    if db.vendor != "sqlite":
        return int(_asked(db, "SELECT pg_database_size(current_database())")[0])
    path = Path(str(db.settings_dict["NAME"]))
    return sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*") if one.is_file())


def present_url() -> str:
    """Of the main database, without its password."""
    return databases.url_of(connection.settings_dict)


def _asked(db: Any, question: str) -> tuple[Any, ...]:
    with db.cursor() as cursor:
        cursor.execute(question)
        row: tuple[Any, ...] = cursor.fetchone()
    return row
