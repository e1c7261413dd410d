"""A column says what it holds where it is defined: models inherit it, migrations do not see it."""

from typing import Any

import pytest
from django.db import models
from django.test.utils import isolate_apps

from fanal import columns
from fanal.columns import ID, column, key_or_none
from fanal.concerns.content import MessageContent
from fanal.vault import Public, Sealed

pytestmark = pytest.mark.once
CODE = Public("S1", "which one")
BODY = Sealed("dialogue", MessageContent)


@isolate_apps("fanal.network")
def _letter() -> type[models.Model]:
    class Numbered(models.Model):
        code = column(models.CharField(max_length=8), CODE)

        class Meta:
            abstract = True
            app_label = "network"

    class Letter(Numbered):
        answers: models.ForeignKey[Any, Any] = key_or_none("self", ID)
        body = column(models.BinaryField(default=bytes), BODY)
        page = models.CharField(max_length=8)

        class Meta:
            app_label = "network"

    return Letter


def test_clear_and_sealed_columns_are_told_apart() -> None:
    """Those of an abstract base, too, and the number that Django adds."""
    letter = _letter()
    assert columns.public(letter) == {"id": ID, "code": CODE, "answers": ID}
    assert columns.sealed(letter) == {"body": BODY} == columns.sealed(letter())


def test_a_column_that_says_nothing_is_named() -> None:
    assert columns.undeclared(_letter()) == ["page"]


def test_migrations_do_not_see_what_a_column_holds() -> None:
    plain = models.CharField(max_length=8)
    assert column(models.CharField(max_length=8), CODE).deconstruct() == plain.deconstruct()
