"""What all processes share for a while, in a table of the database: counts of the sign-in throttle, computed law.

Django's own cache unpickles what lies there, so whoever writes to the database would run code in the process that has
the key file open. Here a row is JSON under the installation's code over its key, its end and its value. A row that
somebody else wrote, moved or lengthened is a miss, as is one of an earlier version.
"""

import hashlib
import json
import math
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction

from fanal import vault
from fanal.network.keyfile import keyfile


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """Cache keys hold names of the sign-in throttle: only a keyed hash of them is stored."""
    plain = f"{key_prefix}:{version}:{key}".encode()
    return hashlib.blake2b(plain, key=hashlib.sha256(settings.SECRET_KEY.encode()).digest(), digest_size=24).hexdigest()


class Cache(DatabaseCache):
    """Django's cache in the database, for plain values: None, booleans, numbers, text, lists and maps of them. What
    went in as a tuple comes back as a list."""

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        names = {self.make_and_validate_key(key, version=version): key for key in keys}
        if not names:
            return {}
        values: dict[Any, Any] = {}
        table, db = self._place(router.db_for_read(self.cache_model_class))
        with connections[db].cursor() as cursor:
            places = ", ".join(["%s"] * len(names))
            cursor.execute(f"SELECT cache_key, value FROM {table} WHERE cache_key IN ({places})", list(names))  # noqa: S608
            for name, text in cursor.fetchall():
                if (value := _opened(name, text)) is None:
                    cursor.execute(f"DELETE FROM {table} WHERE cache_key = %s AND value = %s", [name, text])  # noqa: S608
                else:
                    values[names[name]] = value[0]
        return values

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self.get_many([key], version))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        found = self.get_many([key], version)
        for value in found.values():
            self.set(key, value, timeout, version)
        return bool(found)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        # Looking removes a row that is over, or nobody's, and would be in the way.
        return not self.has_key(key, version) and bool(super().add(key, value, timeout, version))

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        """`set` puts a value in the place of any other, `add` only where there is none: of those who come at the same
        moment, one. Returns whether it was put."""
        until = self.get_backend_timeout(timeout)
        end = math.inf if until is None else until
        column = datetime.max if end == math.inf else datetime.fromtimestamp(end, UTC)  # noqa: DTZ901  only for culling
        meant = "UPDATE SET value = excluded.value, expires = excluded.expires" if mode == "set" else "NOTHING"
        table, db = self._place(router.db_for_write(self.cache_model_class))
        with transaction.atomic(using=db), connections[db].cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608
            if (count := cursor.fetchone()[0]) > self._max_entries:
                self._cull(db, cursor, datetime.now(UTC), count)  # type: ignore[attr-defined]
            cursor.execute(
                f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s) "  # noqa: S608
                f"ON CONFLICT (cache_key) DO {meant}",
                [key, _closed(key, end, value), connections[db].ops.adapt_datetimefield_value(column)],
            )
            return bool(cursor.rowcount)

    def _place(self, db: str) -> tuple[str, str]:
        return connections[db].ops.quote_name(self._table), db  # type: ignore[attr-defined]


def _closed(name: str, end: float, value: Any) -> str:
    """Code, end and value of a row as it lies in the database."""
    text = f"{end!r} {json.dumps(value)}"
    return f"{_code(name, text)} {text}"


def _opened(name: str, row: object) -> tuple[Any] | None:
    """The value of a row, if this installation wrote it under this key and its end is still to come."""
    code, _, text = str(row).partition(" ")
    if not vault.same(code.encode(), _code(name, text).encode()):
        return None
    end, _, value = text.partition(" ")
    return (json.loads(value),) if float(end) > time.time() else None


def _code(name: str, text: str) -> str:
    return keyfile().signing.code("cache", vault.canonical({"key": name, "row": text})).hex()
