"""All checks, in the order in which they are shown."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import Error

from fanal.access.api import languages
from fanal.site import environment as env
from fanal.site import starting
from fanal.site.checks import database, learning, proxy, system, upkeep
from fanal.site.checks.contracts import Line, fail
from fanal.web import api as web


def every(now: datetime) -> Iterator[Line]:
    """Every line of `fanal check`. What needs the database is left out where it does not answer."""
    yield from _machine()
    if not starting.database_exists():
        yield upkeep.organisations()
        yield fail("database", "There is no database yet.", "Run `fanal kit setup`, or `fanal restore`.")
        return
    try:
        yield upkeep.organisations()
        waiting = starting.waiting_migrations()
        if waiting:
            todo = "Back it up with the version that wrote it, then run `fanal migrate`."
            yield fail("migrations", f"{waiting} migrations wait.", todo)
            return
        yield from database.database()
        yield from _upkeep(now)
    except Error as error:
        words = f"The database does not answer ({type(error).__name__})."
        yield fail("database", words, "Check FANAL_DATABASE_URL and that the server runs.")


def _machine() -> Iterator[Line]:
    hosts = [host for host in settings.ALLOWED_HOSTS if settings.PRODUCTION or host != "testserver"]
    yield upkeep.mode()
    yield upkeep.starts()
    yield system.keyfile(settings.KEYFILE, production=settings.PRODUCTION)
    offered = languages.offered() if starting.database_exists() else settings.LANGUAGES_REVIEWED
    in_front = env.read("FANAL_PROXY_CONFIG"), hosts, offered
    yield proxy.proxy(*in_front)
    yield from proxy.tokens(*in_front[:2])
    yield from proxy.buffering(*in_front)
    yield from proxy.sizes(*in_front, least=web.REPORTER_BYTES)
    yield learning.host()
    yield system.swap()
    yield system.disk(settings.DATA)
    yield from system.spaces(settings.DATA, env.backups_folder())
    yield system.clock(system.clock_state())
    if "sessions" in settings.DATABASES:
        yield system.sessions_file(env.sessions_path())
    yield upkeep.mail()
    yield upkeep.messages()
    yield upkeep.corpus()


def _upkeep(now: datetime) -> Iterator[Line]:
    yield from upkeep.demonstration()
    yield upkeep.restore_finished()
    yield upkeep.backup(now)
    if settings.KEYFILE.exists():
        yield from upkeep.backup_of_the_future(now)
    yield upkeep.restore_drill(now.date())
    yield from upkeep.kit_drills(now.date())
    yield upkeep.checkpoint(now.date())
    if settings.KEYFILE.exists():  # without it nothing can be compared; `organisations` says so
        yield from upkeep.keys_held()
        yield upkeep.proof_whole()
        yield upkeep.records_there()
        yield upkeep.law()
        yield upkeep.clearances(now.date())
        yield upkeep.reviews(now.date())
        yield upkeep.keeping(now.date())
        yield upkeep.statements(now.date())
        yield upkeep.countries(now.date())
        yield from upkeep.jobs(now)
    yield upkeep.evidence()
    yield upkeep.volume()
