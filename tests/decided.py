"""Rows as a deed would have left them, for tests that need a day or a state and not the way there."""

from typing import Any

from fanal.access.api import stated
from fanal.journal import api as journal
from fanal.network.api import keyfile
from tests.people import NOW


def decided_as(row: Any, **columns: Any) -> None:
    """A record with other columns, and the journal naming them."""
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    journal.write(row.pk, keyfile.installation(row.org_id), "tests.decided", at=NOW, items=[stated.item(row)])
