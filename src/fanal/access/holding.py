"""What narrow duties and clearances share: rows of who gave whom what until a day. What a person holds stands in
`network.grants`; such a row, and the entries of its deeds, say why."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from fanal.access import stated
from fanal.access.contracts import NotHere
from fanal.access.models import ClearanceGiven, GrantGiven
from fanal.access.policy import visible
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network import api as network
from fanal.network.contracts import Actor


def one_of[R: (GrantGiven, ClearanceGiven)](actor: Actor, table: type[R], pk: UUID, *, lock: bool = False) -> R:
    """A row that the actor may see. Raises `NotHere`. `lock`: the person first and then their rows, as where somebody
    leaves."""
    rows = visible(actor, table._default_manager.all()).select_related("person", "org").filter(pk=pk)
    found = rows.first()
    if found is not None and lock:
        network.person(found.person_id, lock=True)
        found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise NotHere
    return found


def close[R: (GrantGiven, ClearanceGiven)](
    rows: Iterable[R], by: Signatory, deed: str, is_left: Callable[[R], bool], now: datetime
) -> None:
    """End them. What somebody changed is ended as anything else, and the entry vouches for nothing of it."""
    for row in rows:
        was_left = is_left(row)
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        journal.write(row.pk, by, deed, at=now, items=[stated.whole(row)] if was_left else [])
