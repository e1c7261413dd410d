"""Statements of reviewers that are gone, were changed, or that nobody made: by the journal."""

import uuid
from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access import stated
from fanal.access.models import ReviewGiven
from fanal.access.reviews import CHAINS, REVIEW, Item
from fanal.journal import api as journal
from fanal.network import api as network


def missing(item: Item) -> str:
    """What people read where a statement was taken away or changed; nothing where none was."""
    told = journal.told(item.chain, {REVIEW}, network.trusted.Signers())
    if told.torn:
        return network.trusted.torn()
    if stated.gone(list(ReviewGiven.objects.filter(item=item.key)), told) is None:
        return ""
    return _(
        "A review of this was taken away or changed in the database. What was stated before it counts no more: whoever "
        "must review it states it anew. Tell your administrator."
    )


def unproved() -> Iterator[str]:
    """Statements that nobody made, and such as are gone or were changed, in words."""
    rows: dict[UUID, list[ReviewGiven]] = {}
    for row in ReviewGiven.objects.order_by("at", "pk"):
        rows.setdefault(uuid.uuid5(CHAINS, row.item), []).append(row)
    chains = {*rows, *journal.records_of({REVIEW})}
    for chain, told in journal.told_of(chains, {REVIEW}, network.trusted.Signers()).items():
        here = rows.get(chain, [])
        if told.torn or stated.gone(here, told) is not None:
            yield f"record {chain}: a review was changed or taken away"
        elif not all(stated.is_said(row, told) for row in here):
            yield f"record {chain}: a review is by nobody"
