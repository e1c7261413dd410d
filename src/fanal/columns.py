"""What a column holds, said where it is defined: sealed in a compartment, or clear for a reason.

Every column of every model of this program says it; `tests/contracts/test_models.py` names those that do not. Rooms
keep reasons of their own beside their models; here are those that more rooms than one need.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from fanal.vault import Public, Sealed

ID = Public("S1", "identifier")
DAY = Public("S1", "when; the day only")
AT = Public("S1", "when")
WHO = Public("S1", "who of the staff did it")
VERSION = Public("S1", "compare-and-set: two people cannot write at once")
TOKEN = Public("S1", "hash of 256 random bits")


def column[F: models.Field[Any, Any]](field: F, holds: Public | Sealed) -> F:
    """A column with what it holds. Models inherit it with the field; migrations do not see it."""
    field.holds = holds  # type: ignore[attr-defined]
    return field


def key[M: models.Model](
    to: type[M] | str,
    holds: Public,
    on_delete: Any = models.PROTECT,
    *,
    related_name: str = "+",
    indexed: bool = True,
) -> models.ForeignKey[M, M]:
    """A key to a row, which is kept while something points to it. By `column` alone mypy would not know of what.
    `indexed`: not where another index of the table begins with it."""
    return column(models.ForeignKey(to, on_delete=on_delete, related_name=related_name, db_index=indexed), holds)


def key_or_none[M: models.Model](
    to: type[M] | str,
    holds: Public,
    on_delete: Any = models.PROTECT,
    *,
    related_name: str = "+",
    indexed: bool = True,
) -> models.ForeignKey[M | None, M | None]:
    """A key that may be empty: of what is done later, or not by everybody, or of what may go. `indexed`: not where
    rows are never looked for by it."""
    made = models.ForeignKey(
        to, on_delete=on_delete, null=True, blank=True, related_name=related_name, db_index=indexed
    )  # fmt: skip
    return column(made, holds)


def tables() -> list[type[models.Model]]:
    """The models of this program; those of libraries declare nothing."""
    return [model for model in apps.get_models() if model.__module__.startswith("fanal.")]


def undeclared(model: type[models.Model]) -> list[str]:
    """The columns of a model that say nothing of what they hold."""
    return [field.name for field in model._meta.concrete_fields if _holds(field) is None]


def public(model: type[models.Model]) -> dict[str, Public]:
    """The clear columns of a model, its primary key first."""
    fields = sorted(model._meta.concrete_fields, key=lambda field: not field.primary_key)
    return {field.name: how for field in fields if isinstance(how := _holds(field), Public)}


def sealed(model: type[models.Model] | models.Model) -> Mapping[str, Sealed]:
    """The sealed columns of a model, or of a row."""
    return _sealed(model._meta.model)


@cache
def _sealed(model: type[models.Model]) -> Mapping[str, Sealed]:
    return {field.name: how for field in model._meta.concrete_fields if isinstance(how := _holds(field), Sealed)}


def _holds(field: models.Field[Any, Any]) -> Public | Sealed | None:
    """A number that Django adds as a primary key is defined nowhere; it is an identifier."""
    return ID if field.auto_created else getattr(field, "holds", None)
