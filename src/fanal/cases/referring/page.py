"""The one-time page of a provider as a row: which counts, what it was made of, and its end. Key-less (CM-47)."""

import hashlib
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import models, transaction

from fanal.access.api import emptied, stated
from fanal.cases.files.files import ENTITY
from fanal.cases.models import Case, CaseRow, Child, ContactSafety, ProviderPage, Referral
from fanal.cases.referring.policy import PAGE_ENDED
from fanal.columns import sealed
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network.api import keyfile, records
from fanal.vocabulary.codes import TransitionState as State

LASTS: Final = timedelta(hours=72)
VIEWS: Final = 3
"""So often it is opened at most."""
OPEN: Final = (State.OFFERED.value, State.ACCEPTED.value)
"""While what was asked stands so, it may be opened."""
_NEWEST: Final = frozenset({ContactSafety})


def live(referral: UUID) -> list[ProviderPage]:
    """The pages of a referral that have not ended: one at most."""
    rows = ProviderPage.objects.filter(referral=referral, ended_at=None)
    return list(rows.select_related("case", "case__child", "referral").order_by("-made_at", "-pk"))


def end(row: ProviderPage, by: Signatory, now: datetime, *, keep: Collection[str] = ()) -> None:
    """It opens no more, and what it showed goes; `keep`: compartments that stay for whoever asked. What somebody
    changed ends as well, and is not believed after it."""
    good = stated.stands(row)
    row.ended_at = now
    row.version += 1
    items = [*records.take_codes(row.pk), *(emptied(row, box) for box in sealed(row) if box not in keep)]
    row.save()
    journal.write(row.pk, by, PAGE_ENDED, at=now, items=[*items, stated.item(row)] if good else items)


def follow(referral: Referral, now: datetime, *, keep: Collection[str] = ()) -> None:
    """Where nobody is asked any more, nor may be told, the page ends with it, in the same transaction."""
    if referral.state not in OPEN:
        for row in live(referral.pk):
            end(row, keyfile.installation(row.case.org_id), now, keep=keep)


def sweep(now: datetime) -> int:
    """End the pages whose time is over. Returns how many."""
    due = list(ProviderPage.objects.filter(ended_at=None, ends_at__lte=now).values_list("pk", flat=True))
    for pk in due:
        with transaction.atomic():
            rows = ProviderPage.objects.select_for_update(of=("self",)).filter(pk=pk, ended_at=None)
            for row in rows.select_related("case"):
                end(row, keyfile.installation(row.case.org_id), now)
    return len(due)


def made_of(case: Case, entities: Collection[str]) -> bytes:
    """What a page was made of, as it lies in the database: the child, the newest row on how to reach the child, and of
    what was added all rows. It needs no key, and is another once somebody wrote one of them anew."""
    added = {table for table, name in ENTITY.items() if name in entities} - {Child, Case}
    tables: set[type[models.Model]] = {ContactSafety, *added}
    marks = [_row(case.child), f"{case.restricted} {case.country_of_harm}"]
    marks += [_row(case)] if "case" in entities else []
    for table in sorted(tables, key=lambda one: one.__name__):
        marks += map(_row, _rows(case, table))
    return hashlib.sha256("\n".join(marks).encode()).digest()


def _rows(case: Case, table: type[models.Model]) -> Iterator[models.Model]:
    of = {"case": case} if issubclass(table, CaseRow) else {"child": case.child_id}
    rows = table._base_manager.filter(**of).order_by("-made_at", "-pk")
    yield from rows[:1] if table in _NEWEST else rows


def _row(row: models.Model) -> str:
    """A row by what is sealed in it; the child also by whether the name is hidden, and whether it may be reached."""
    clear = (str(getattr(row, name)) for name in (row.stated if isinstance(row, Child) else ()))
    texts = (bytes(getattr(row, name) or b"").hex() for name in sealed(row))
    return " ".join((type(row).__name__, str(row.pk), *clear, *texts))
