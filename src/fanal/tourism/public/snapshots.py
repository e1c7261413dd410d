"""The register as this installation signs it each night, chained by hash: programs check it without asking us, and see
where it was turned back (`chain`). What is signed is what the register says, not what columns do."""

from datetime import datetime
from typing import Final

from fanal.learning import api as learning
from fanal.tourism.models import RegisterSnapshot
from fanal.tourism.public import chain, entries

KEPT: Final = 31
"""So many stay here: what the register forgot is not told for ever. Whoever wants older ones keeps them."""
_TYPE: Final = "fanal-register+jws"


def take(now: datetime) -> RegisterSnapshot:
    """Sign what the register says now, after the newest that is genuine. Raises `NotNow` where there is no key."""
    last = newest()
    told = chain.said(
        last.number + 1 if last else 1,
        chain.hash_of(last.token) if last else None,
        learning.did(),
        entries.document(now.date())["companies"],
        now,
    )
    made = RegisterSnapshot(number=told["number"], taken_at=now, token=learning.token(told, _TYPE))
    made.save()
    RegisterSnapshot.objects.exclude(number__range=(made.number - KEPT + 1, made.number)).delete()
    return made


def newest() -> RegisterSnapshot | None:
    """The newest that this installation signed: of the numbers that stand in them, whatever the columns say."""
    return next((row for row in RegisterSnapshot.objects.order_by("-number") if _is_genuine(row)), None)


def numbered(number: int) -> RegisterSnapshot | None:
    """One of those that are still here."""
    row = RegisterSnapshot.objects.filter(number=number).first()
    return row if row is not None and _is_genuine(row) else None


def _is_genuine(row: RegisterSnapshot) -> bool:
    try:
        told = learning.opened(row.token)
    except ValueError:
        return False
    return told.get("schema") == chain.SCHEMA and told.get("number") == row.number
