"""What a chain says of some deeds, and whether all of the chain is there."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from fanal import vault
from fanal.journal.contracts import Line, Said, Told
from fanal.journal.models import Entry
from fanal.journal.proof import Known, fault_of_signer, hash_of, is_ours, line_of

START = vault.GENESIS


def told(record: UUID, deeds: Collection[str], known: Known) -> Told:
    """What the chain of a record says of these deeds (of all, where none is named). An entry counts that holds by
    itself and is signed by whom it names. Whether one was cut from the end is not looked at."""
    return _told(Entry.objects.filter(record=record).order_by("seq"), deeds, known)


def last(record: UUID, deeds: Collection[str], known: Known) -> Line | None:
    """The last of the entries that `told` gives of these deeds."""
    entries = Entry.objects.filter(record=record, deed__in=deeds).order_by("seq")
    return next(reversed(_told(entries, deeds, known).lines), None)


def told_of(records: Collection[UUID], deeds: Collection[str], known: Known) -> dict[UUID, Told]:
    """The same of several chains, in one query."""
    entries = Entry.objects.filter(record__in=records).order_by("record", "seq").iterator(1000)
    found = {record: _told(some, deeds, known) for record, some in groupby(entries, lambda entry: entry.record)}
    return {record: found.get(record, Told()) for record in records}


def everywhere(deeds: Collection[str], known: Known, also: Collection[UUID] = ()) -> dict[UUID, Told]:
    """The same of all chains that have such a deed, and of others: for rare deeds of which all count, since it looks
    through all."""
    with_deeds = Entry.objects.filter(deed__in=deeds).values_list("record", flat=True).distinct().order_by()
    return told_of({*with_deeds, *also}, deeds, known)


def lying(rows: QuerySet[Any, Any]) -> Iterator[tuple[Any, ...]]:
    """The values of rows as the database gives them, of which nothing is made: to see whether anything is another than
    it was. In no order."""
    with suppress(EmptyResultSet), connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        yield from cursor


def digests(records: Collection[UUID]) -> dict[UUID, bytes]:
    """Of each of these chains a digest of all its entries, as they lie there."""
    found: dict[UUID, list[bytes]] = {}
    columns = [one.attname for one in Entry._meta.concrete_fields if one.attname != "record"]
    for record, *row in lying(Entry.objects.filter(record__in=records).order_by().values_list("record", *columns)):
        found.setdefault(record, []).append(sha256(repr(row).encode()).digest())
    return {_id(record): sha256(b"".join(sorted(parts))).digest() for record, parts in found.items()}


def _id(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _told(entries: Iterable[Entry], deeds: Collection[str], known: Known) -> Told:
    said: list[Said] = []
    prev, torn = START, False
    for entry in entries:
        # The hash of each: a deed that somebody gave another name is missed as well.
        whole = is_ours(entry) and bytes(entry.hash) == hash_of(entry)
        torn |= not whole or bytes(entry.prev) != prev
        prev = bytes(entry.hash) if whole else prev
        if whole and (not deeds or entry.deed in deeds):
            if fault_of_signer(entry, known):
                torn = True
            else:
                said.append((line_of(entry), frozenset(map(bytes.fromhex, entry.items))))
    return Told(tuple(said), torn)
