"""Two deeds that meet: on PostgreSQL, each on a connection of its own.

A third connection holds a row until all of them wait; whoever began first has it then. So they meet in the same order
each time, and if they take rows in different orders PostgreSQL undoes one of them.
"""

from collections.abc import Callable
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, models, transaction

ONLY_POSTGRESQL = pytest.mark.skipif(
    "postgresql" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite lets one write at a time"
)
_PATIENCE = 20.0


def meet(row: models.Model, *deeds: Callable[[], object]) -> list[Any]:
    """The deeds, each on a connection of its own and begun in this order, while somebody holds the row until all of
    them wait: what each gave, or its error."""
    return after(lambda: type(row)._default_manager.select_for_update().get(pk=row.pk), *deeds)


def after(first: Callable[[], object], *deeds: Callable[[], object]) -> list[Any]:
    """The same, while the first deed, which is done already, is not yet for others to see."""
    results: list[Any] = [None] * len(deeds)

    def run(n: int) -> None:
        try:
            results[n] = deeds[n]()
        except Exception as error:  # the test asserts on it
            results[n] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(n,)) for n in range(len(deeds))]
    with transaction.atomic():
        first()
        for count, thread in enumerate(threads, 1):
            thread.start()
            _until_waiting(count, results)
    for thread in threads:
        thread.join()
    return results


def _until_waiting(count: int, results: list[Any]) -> None:
    end = monotonic() + _PATIENCE
    while _waiting() < count and monotonic() < end:
        sleep(0.02)
    assert _waiting() == count, f"somebody does not wait: {results}"


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees the same activity until then
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return int(cursor.fetchone()[0])
