"""SQLite refuses in tests what PostgreSQL refuses: a text longer than its column or with a NUL in it, a number that
does not fit. So a test that runs on SQLite alone finds them as well. (Django itself lets nothing more be asked in a
transaction after a statement failed, on both.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import DataError, models
from django.db.backends.base.base import BaseDatabaseWrapper

_NUMBERS = {"smallint": 2**15, "integer": 2**31, "bigint": 2**63}
_TYPES = {"AutoField": "integer", "IntegerField": "integer", "PositiveIntegerField": "integer",
          "SmallIntegerField": "smallint", "PositiveSmallIntegerField": "smallint"}  # fmt: skip


def _refuses_text(field: models.Field[Any, Any], value: object) -> None:
    if not isinstance(value, str):
        return
    if "\0" in value:
        raise DataError(f"{field}: PostgreSQL keeps no NUL in a text")
    if field.max_length is not None and len(value) > field.max_length:
        raise DataError(f"{field}: {len(value)} characters, the column has {field.max_length}")


def _refuses_number(field: models.Field[Any, Any], value: object) -> None:
    limit = _NUMBERS[_TYPES.get(field.get_internal_type(), "bigint")]
    if isinstance(value, int) and not -limit <= value < limit:
        raise DataError(f"{field}: {value} does not fit in its column")


def _holds(of: type[models.Field[Any, Any]], refuses: Callable[[models.Field[Any, Any], object], None]) -> None:
    save = of.get_db_prep_save

    def held(self: models.Field[Any, Any], value: Any, connection: BaseDatabaseWrapper) -> Any:
        made = save(self, value, connection)
        refuses(self, made)
        return made

    of.get_db_prep_save = held  # type: ignore[method-assign]


def hold() -> None:
    """From now on."""
    _holds(models.CharField, _refuses_text)
    _holds(models.TextField, _refuses_text)
    _holds(models.IntegerField, _refuses_number)
