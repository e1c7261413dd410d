"""Whether this installation may start: what production refuses (DNH-40), and what must be done first."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import connection

from fanal import vault
from fanal.clocks.api import gateway
from fanal.network import adoption
from fanal.network.models import Organisation
from fanal.site import environment as env
from fanal.site import fitting
from fanal.site.console import Stop
from fanal.vocabulary.countries import country, is_country

if TYPE_CHECKING:
    from django.db.migrations.migration import Migration

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


LOADING, LOADED = "the database is being put in its place\n", "the ledger is to be replayed\n"


def unfinished_restore() -> Path:
    """The flag file of a restore that was not ended: `LOADING`, then `LOADED`."""
    return Path(settings.DATA) / "restore-unfinished"


def stopped_loading() -> bool:
    """Whether a restore stopped before the database was whole."""
    return unfinished_restore().exists() and unfinished_restore().read_text() == LOADING


def not_restored() -> str:
    """What ends a restore that was not ended; empty where there is none."""
    if not unfinished_restore().exists():
        return ""
    return "Run `fanal restore` again." if stopped_loading() else "Run `fanal restore --replay`."


def require(*, bind: str = "") -> None:
    """Raise Stop with every reason why this installation may not start; `bind` is the host that it will listen on."""
    reasons = list(refusals(bind=bind))
    if reasons:
        raise Stop("This site does not start.\n" + "\n".join(f"  - {reason}" for reason in reasons))


def refusals(*, bind: str = "") -> Iterator[str]:
    """Every reason, as a sentence that says what to do."""
    checks: tuple[Callable[[], Iterator[str]], ...] = (_settings, _keyfile, of_database, fitting.misfits, _restore)
    for check in checks:
        yield from check()
    if bind and not settings.PRODUCTION and bind not in LOOPBACK:
        yield "A demonstration listens on this machine only. Set FANAL_BIND to 127.0.0.1 and a port."


def _settings() -> Iterator[str]:
    if settings.DEBUG:
        yield "Debug mode is on: its error pages show what people wrote. Turn it off."
    if settings.PRODUCTION and not settings.ALLOWED_HOSTS:
        yield "No host name is set. Set FANAL_HOSTS to the names of this site, with commas."
    if settings.PRODUCTION and any("*" in host or host.startswith(".") for host in settings.ALLOWED_HOSTS):
        yield "FANAL_HOSTS must name each host. It may not hold a star, or a name that begins with a dot."
    for host in settings.ALLOWED_HOSTS:
        if bare := _more_than_a_name(host):
            yield f"FANAL_HOSTS holds names alone, without https:// and port: write {bare} in place of {host}."
    for name in ("FANAL_WORKERS", "FANAL_THREADS"):
        if not (text := env.read(name)).isdecimal() or int(text) < 1:
            yield f"{name} must be a whole number above zero."
    for defect in gateway.defects():
        yield f"FANAL_NOTICE_HOOK: {defect}."


def _more_than_a_name(host: str) -> str:
    """The name in what is an address; empty for a name. A number of six parts stands in brackets."""
    bare = host.rpartition("://")[2].partition("/")[0]
    bare = bare if bare.endswith("]") else re.sub(r":\d*$", "", bare) if bare.count(":") == 1 else bare
    return bare if bare != host else ""


def _keyfile() -> Iterator[str]:
    path = Path(settings.KEYFILE)
    try:
        mode, keys = path.stat().st_mode, vault.KeyFile.parse(path.read_text())
    except FileNotFoundError:
        yield "There is no key file. On a new machine run `fanal kit setup`, or `fanal restore`."
        return
    except (OSError, UnicodeDecodeError, vault.CannotOpen):
        yield "The key file cannot be read. Check who owns it, or restore it from a backup with the recovery kit."
        return
    if settings.PRODUCTION and stat.S_IMODE(mode) & stat.S_IRWXO:  # systemd's credentials are readable by a group
        yield "Every user of this machine can read the key file. Run `chmod 600` on it."
    if settings.PRODUCTION and keys.demo:
        yield "This is the key file of a demonstration. Run `fanal kit setup` in an empty data folder."
    if not settings.PRODUCTION and not keys.demo:
        yield "These are real keys: FANAL_MODE must be production."


def of_database() -> Iterator[str]:
    """What must be done first with the database."""
    if not database_exists():
        yield "There is no database yet. Run `fanal kit setup`, or `fanal restore` on a new machine."
        return
    if waiting_migrations():
        yield "The database is older than this version. Back it up with the version before, then run `fanal migrate`."
        return
    if Path(settings.KEYFILE).exists() and adoption.waits():
        yield "Keys of an organisation are not taken over yet. Run `fanal migrate` as the owner of the key file."
    if settings.PRODUCTION and has_demonstration_data():
        yield "The database holds the demonstration network. Use an empty database."


def _restore() -> Iterator[str]:
    if todo := not_restored():
        yield f"A restore was not finished: erased records may be back. {todo}"


def database_exists() -> bool:
    """Whether the main database is there. Looking must not make an empty file."""
    return connection.vendor != "sqlite" or Path(str(connection.settings_dict["NAME"])).exists()


def waiting_migrations() -> int:
    """How many migrations of the main database are not applied yet."""
    return 0 if _all_applied() else len(_plan())


def _all_applied() -> bool:
    """Whether the database names every migration that there is. Then none is read: all of them take half a second, and
    memory for as long as the process lives."""
    from django.db.migrations.recorder import MigrationRecorder

    folders = ((app.label, Path(app.path) / "migrations") for app in apps.get_app_configs())
    there = {(label, path.stem) for label, folder in folders for path in folder.glob("[!_]*.py")}
    return there <= MigrationRecorder(connection).applied_migrations().keys()


def newer_migrations() -> int:
    """How many migrations of a newer version of this program the main database has."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("fanal.")}
    unknown = set(loader.applied_migrations or ()) - set(loader.disk_migrations or ())
    return sum(label in ours for label, _name in unknown)


def _plan() -> list[tuple[Migration, bool]]:
    from django.db.migrations.executor import MigrationExecutor

    Path(settings.DATA).mkdir(parents=True, exist_ok=True, mode=0o700)
    executor = MigrationExecutor(connection)
    return list(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def has_demonstration_data() -> bool:
    """Whether an organisation of a fictional country is in the database."""
    rows = Organisation.objects.values_list("country", "mandates")
    codes = {code for seat, mandates in rows for code in (seat, *mandates)}
    return any(country(code).demonstration for code in codes if is_country(code))
