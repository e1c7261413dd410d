"""The database: settings on which durability, erasure and silence of its log depend."""

import stat
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, connections

from fanal.site import moved
from fanal.site.checks.contracts import Line, fail, ok, warn

_SQLITE = {"journal_mode": ("wal",), "synchronous": (2, 3), "secure_delete": (1,), "temp_store": (2,)}
# What must not reach the server's log: statements with their values. `off` values as PostgreSQL writes them.
_SILENT = {
    "log_statement": ("none",),
    "log_min_duration_statement": ("-1",),
    "log_duration": ("off",),
    "log_parameter_max_length_on_error": ("0",),
    "log_min_error_statement": ("panic", "fatal"),
}
_DURABLE = {"fsync": ("on",), "full_page_writes": ("on",), "synchronous_commit": ("on", "local", "remote_apply")}


def database() -> Iterator[Line]:
    """Lines about the main database."""
    if connection.vendor == "sqlite":
        yield from _sqlite()
    else:
        yield _postgresql("database", _DURABLE, "The server may forget what it said it kept: {}.")
        yield _postgresql("database-log", _SILENT, "The server's log may show what is stored: {}.")
    for old in moved.old():
        words = f"An old copy of everything lies in {old.url}, which this site left on {old.at:%Y-%m-%d}."
        yield warn("database-old", words, "When all is well here, take it away: `fanal move --done`.")


def _sqlite() -> Iterator[Line]:
    for alias in connections:
        wrong = []
        with connections[alias].cursor() as cursor:
            for name, good in _SQLITE.items():
                cursor.execute(f"PRAGMA {name}")
                value = cursor.fetchone()[0]
                if value not in good:
                    wrong.append(f"{name}={value}")
        code = "database" if alias == "default" else f"database-{alias}"
        if wrong:
            yield fail(code, f"SQLite runs with other settings: {', '.join(wrong)}.", "Upgrade SQLite or the disk.")
        else:
            yield ok(code, "SQLite keeps what it acknowledged, and overwrites what is erased.")
        yield _private(code, Path(str(connections[alias].settings_dict["NAME"])))


def _private(code: str, path: Path) -> Line:
    mode = stat.S_IMODE(path.parent.stat().st_mode) & stat.S_IMODE(path.stat().st_mode)
    if mode & stat.S_IRWXO:
        return fail(f"{code}-file", "Every user of this machine can read the database.", f"chmod 700 {path.parent}")
    return ok(f"{code}-file", "Only the service reaches the database file.")


def _postgresql(code: str, wanted: dict[str, tuple[str, ...]], words: str) -> Line:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(wanted)])
        found = dict(cursor.fetchall())
    wrong = [f"{name}={found.get(name)}" for name, good in wanted.items() if found.get(name) not in good]
    if wrong:
        todo = "See PostgreSQL in docs/operating.md: ALTER ROLE fanal SET … does it for this site alone."
        return fail(code, words.format(", ".join(wrong)), todo)
    return ok(code, "PostgreSQL is set as it must be.")
