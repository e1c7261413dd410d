"""The cast in an emptied database, for tests that commit: gathered once, and put back as often as wanted."""

from __future__ import annotations

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from fanal.concerns.public.guard import guard
from fanal.concerns.public.place import forget
from tests.people import Cast, gather

_kept: list[tuple[Cast, str]] = []


def cast_anew() -> Cast:
    """Empty the database and put the cast in. Making everybody's keys again each time would take minutes."""
    cache.clear()
    guard.forget()
    call_command("flush", interactive=False, verbosity=0)
    forget()
    if not _kept:
        cast = gather()
        _kept.append((cast, connection.creation.serialize_db_to_string()))
    else:
        connection.creation.deserialize_db_from_string(_kept[0][1])
    kept = _kept[0][0]
    return Cast(dict(kept.founded), dict(kept.seeds))
