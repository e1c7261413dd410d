"""The cast of the session, kept as text: put back in a database that a test emptied. Making everybody's keys again
each time would take minutes."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.management import create_contenttypes
from django.core import serializers
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models.signals import post_migrate
from django.test import override_settings

from fanal.cases.models import Readiness
from fanal.concerns.public.guard import guard
from fanal.concerns.public.place import forget
from fanal.journal import tail
from fanal.network import marks, unbelieved
from fanal.network.models import Person, SessionRow
from tests.people import NOW, Cast, gather

_kept: list[tuple[Cast, str]] = []
_data: list[str] = []


def keep() -> None:
    """Gather the cast in the new database of the session, and keep a copy of it. What Django notes of our tables, once
    one was emptied, nobody asks for: it took most of the time of emptying."""
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    _data.append(settings.DATA)
    _kept.append((gather(), serializers.serialize("json", _rows())))


def _rows() -> Iterator[models.Model]:
    for label in ("network", "journal"):
        for model in apps.get_app_config(label).get_models():
            if model is not SessionRow:
                yield from model._default_manager.order_by("pk")
    yield from Readiness.objects.order_by("pk")


def _put_back() -> None:
    with transaction.atomic():  # foreign keys are checked at its end, so that order does not matter
        kept = (row.object for row in serializers.deserialize("json", _kept[0][1]))
        for model, rows in groupby(kept, type):
            model._default_manager.bulk_create(rows)
        _count_on()


def _count_on() -> None:
    """Rows that bring their numbers leave the counters of PostgreSQL where a flush put them: at one."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


def present() -> Cast:
    """The cast, put back first where an earlier test took it away."""
    if not Person.objects.filter(username="amara").exists():
        _put_back()
    with override_settings(DATA=_data[0]):  # marks of a test whose rows are gone; this one may have a folder of its own
        marks.file().path.unlink(missing_ok=True)
    return _copy()


def cast_anew() -> Cast:
    """Empty the database and put the cast in, for tests that commit."""
    cache.clear()
    guard.forget()
    call_command("flush", interactive=False, verbosity=0)
    tail.forget()
    for name in ("checkpoints.jsonl", "erased.ledger"):  # of tests whose rows are gone
        (Path(settings.DATA) / name).unlink(missing_ok=True)
    forget()
    _put_back()
    marks.restored(unbelieved.newest(), NOW)
    return _copy()


def _copy() -> Cast:
    kept = _kept[0][0]
    return Cast(dict(kept.founded), dict(kept.seeds))
