"""What must lie ready before a site serves: the session table, compiled catalogues, collected static files."""

import hashlib
import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, router
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from fanal.access import api as access
from fanal.engines import ahead, extra
from fanal.network import adoption, marks, unbelieved
from fanal.network.keyfile import NoKeyFile
from fanal.site import ledger, starting
from fanal.site.console import Stop, say

_log = logging.getLogger(__name__)
_TAKEN = {"55P03", "SQLITE_BUSY"}  # of PostgreSQL: lock_not_available


def migrate() -> list[str]:
    """Bring every database up to date, and keep session rows of PostgreSQL out of its log and its dumps.

    Returns the organisations of 0.1.0 whose keys were taken over as they were found. Raises Stop.
    """
    data = Path(settings.DATA)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if access.ClearanceGiven._meta.db_table not in connection.introspection.table_names():
        _without_clearances().touch()
    if not connection.introspection.table_names():
        _tables()
    _bring_up_to_date()
    sessions()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'network_sessionrow'")
            if cursor.fetchone() == ("p",):
                cursor.execute("ALTER TABLE network_sessionrow SET UNLOGGED")
    adopted = _adopted()
    marks.bring_up(unbelieved.newest())
    begin_clearances()
    return adopted


def _bring_up_to_date() -> None:
    """Apply what waits, beside a site that may serve: whoever waits for a table keeps all others from it, so that none
    is waited for longer than they would wait."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10s'")
    try:
        call_command("migrate", database="default", verbosity=0, interactive=False)
    except OperationalError as error:
        if {getattr(error.__cause__, name, "") for name in ("sqlstate", "sqlite_errorname")}.isdisjoint(_TAKEN):
            raise
        raise Stop(
            "Something else holds the database, such as a backup. Wait for its end, and run this again."
        ) from None


def _tables() -> None:
    """Make the tables of an empty database as they are now, and note the migrations that lead there: a second, where to
    go through them all takes half a minute on a small machine. `tests/rooms/site/test_migrated.py` holds both equal."""
    with connection.schema_editor() as editor:  # one transaction: all of it, or the database stays empty
        for app in apps.get_app_configs():
            for model in router.get_migratable_models(app, connection.alias):
                editor.create_model(model)
        call_command("createcachetable", database=connection.alias, verbosity=0)
        note_migrations()


def note_migrations() -> None:
    """The tables are as they are now: no migration is left to do."""
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in MigrationLoader(None).disk_migrations:
        recorder.record_applied(app, name)


def _without_clearances() -> Path:
    """The flag file of a database in which nobody was given a clearance yet. It outlives a stop between the tables and
    what is given; whoever writes to the database alone cannot make it."""
    return Path(settings.DATA) / "without-clearances"


def begin_clearances() -> None:
    """Give clearances to whoever does the work already, once. A restore must have ended: until then nobody is whole."""
    if _without_clearances().exists() and not starting.not_restored():
        with suppress(NoKeyFile):
            access.clearing.begin(datetime.now(UTC))
            _without_clearances().unlink()


def _adopted() -> list[str]:
    try:
        adopted = adoption.adopt()
        ledger.reconcile()  # what version 0.1.0 wrote gets its signature
        return adopted
    except NoKeyFile:
        return []
    except OSError:
        raise Stop("The key file cannot be written. Run this as its owner, with FANAL_KEYFILE set to it.") from None


def sessions() -> None:
    """Make the file of staff sessions anew: a memory file system forgets it at each start of the machine.

    Its one table is of `network`; to go through what changed in all rooms takes as long as for the main database.
    """
    if "sessions" in settings.DATABASES:
        path = Path(str(settings.DATABASES["sessions"]["NAME"]))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        call_command("migrate", "network", database="sessions", verbosity=0, interactive=False)


def catalogues() -> list[Path]:
    """Compile the translations that are newer than what was compiled. Read-only code is left as it was installed."""
    from fanal.engines.language.command import PACKAGE, compile_catalogues

    try:
        return compile_catalogues(PACKAGE)
    except OSError:
        _log.warning("Translations are not compiled and cannot be written. Run `fanal migrate` as owner of the code.")
        return []


def calculations() -> None:
    """Compile what an estimate needs, unless it was done: in a process that ends, since it takes much memory."""
    if extra.left_out():
        say(f"The programs that count and estimate were left out here; `{extra.INSTALL}` installs them.")
        return
    if ahead.ready():
        return
    say("The calculations are being compiled. This happens once and takes up to a minute.")
    if subprocess.run([sys.executable, "-m", "fanal.engines.ahead"], check=False).returncode:
        say("They could not be compiled here. Estimates will not work until they can.")


def static_files() -> bool:
    """Collect static files if a source changed since the last time. Returns whether it did."""
    if settings.STATIC_ROOT is None:
        return False
    root = Path(settings.STATIC_ROOT)
    stamp, now = root / ".sources", _sources()
    if stamp.exists() and stamp.read_text() == now:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=root.exists())
    stamp.write_text(now)
    return True


def forget_static_files() -> None:
    """Remove those of other versions, which nobody serves any more; a release that comes back makes its own anew."""
    if settings.STATIC_ROOT is not None:
        for path in Path(settings.STATIC_ROOT).parent.iterdir():
            if path != Path(settings.STATIC_ROOT):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _sources() -> str:
    lines = "\n".join(sorted(_source_lines()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _source_lines() -> Iterator[str]:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            yield f"{path} {stat.st_size} {stat.st_mtime_ns}"
