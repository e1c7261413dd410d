"""The file of XA as people of Aurora type and confirm it."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any

from fanal.contacts import keeping
from fanal.contacts.models import CountryVersion
from fanal.contacts.standing import _kept
from fanal.network.contracts import Actor
from tests.people import NOW, Cast

type Document = dict[str, Any]


def with_number(number: str, contact: str = "xa-helpline") -> Callable[[Document], None]:
    """A change: another number of one contact."""

    def change(document: Document) -> None:
        next(one for one in document["contacts"] if one["id"] == contact)["number"] = number

    return change


def typed(actor: Actor, change: Callable[[Document], None], now: datetime = NOW, country: str = "XA") -> CountryVersion:
    """Somebody types a change into the newest text."""
    file = keeping.file_of(actor, country)
    assert file.document is not None
    document = deepcopy(file.document)
    change(document)
    return keeping.write(actor, country, document, file.standing.newest, now)


def confirmed(cast: Cast, number: str, now: datetime = NOW) -> CountryVersion:
    """Amara types another number of the helpline, and Bao confirms it."""
    row = typed(cast["amara"], with_number(number), now)
    return keeping.confirm(cast["bao"], row.pk, now)


def forget() -> None:
    """Another process: nothing was read yet."""
    _kept.clear()
