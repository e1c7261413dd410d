"""Whether what the journal names is there: each text and each decided row as it was written last, each record.

Opening a record asks this of what it opens (`access.stated`, `access.records`). What is gone is asked for by nobody,
and lists and clocks read rows that nobody opens. So `fanal check` and `fanal journal verify` look through all of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from fanal import columns, vault
from fanal.access import api as access
from fanal.journal import api as journal
from fanal.justice.gaps.policy import DROP_REFORM
from fanal.network import bundles, erasure, trusted

_BATCH = 500
_ROW = 7
_NOTHING = vault.item_hash(b"")
_ENDS = (DROP_REFORM,)
"""Deeds after which a row is gone, and nothing of it was erased."""


@dataclass(slots=True)
class _Look:
    """What the journal names, and of it what was not found yet. Keys are looked at elsewhere (`network.bundles`)."""

    named: dict[bytes, tuple[UUID, bytes]]
    bare: Mapping[bytes, UUID]
    known: trusted.Signers

    @classmethod
    def now(cls) -> _Look:
        return cls(*journal.places(), trusted.Signers())

    def defects(self) -> Iterator[tuple[UUID, str]]:
        """All that is in the database and is not as the journal names it last: which row, and what."""
        for model in columns.tables():
            key = model._meta.pk
            if not isinstance(getattr(key, "target_field", key), models.UUIDField):  # its own, or that of another row
                continue
            sealed = columns.sealed(model)
            if sealed or hasattr(model, "stated"):
                for row in model._base_manager.iterator(200):
                    for words in self._row(row, sealed):
                        yield row.pk, f"{row._meta.label} {row.pk}: {words}"
            if isinstance(getattr(model, "whole", None), tuple):
                self._whole(model)

    def _row(self, row: models.Model, sealed: Mapping[str, Any]) -> Iterator[str]:
        """The journal was read before the rows, and people go on working: what seems wrong is looked at anew."""
        stored = {access.mark(row, name, row.pk): bytes(getattr(row, name) or b"") for name in sealed}
        records = {row.pk, *(self.bare.get(vault.item_hash(text), row.pk) for text in stored.values())}
        is_stated = hasattr(row, "stated")
        if is_stated:
            now = access.stated.item(row)
            stored[now.place] = now.sealed
            records |= _about(row)
        seems = False
        for mark, text in stored.items():
            record, digest = self.named.pop(mark, (row.pk, None))
            records.add(record)
            is_missed = is_stated and mark == now.place
            seems |= is_missed if digest is None else not vault.same(digest, vault.item_hash(text))
        if seems:
            yield from self._anew(row, sealed, records)

    def _anew(self, row: models.Model, sealed: Mapping[str, Any], records: Collection[UUID]) -> Iterator[str]:
        fresh = type(row)._base_manager.filter(pk=row.pk).first()
        if fresh is not None:
            yield from _faults(fresh, sealed, journal.newest(records, self.known).values())

    def _whole(self, model: Any) -> None:
        """Rows that a deed names whole are looked at where they are believed: here, whether they are there."""
        for pk in model._base_manager.values_list("pk", flat=True).iterator(1000):
            self.named.pop(access.stated.place(model, pk), None)

    def gone(self) -> frozenset[UUID]:
        """The records of which something is named that was not found. Call it when all rows were looked at."""
        left = ((mark, record) for mark, (record, digest) in self.named.items() if digest != _NOTHING)
        return frozenset(record for mark, record in left if mark not in bundles.marks(record))


def _faults(row: models.Model, sealed: Iterable[str], chains: Collection[journal.Newest]) -> Iterator[str]:
    """What of a row is not as these chains name it last: as opening asks it."""
    for name in sealed:
        mark, text = access.mark(row, name, row.pk), bytes(getattr(row, name) or b"")
        for chain in chains:
            if chain.every(mark, sure=False) and not (chain.holds(mark, text) if text else not chain.names(mark)):
                put_back = text and not chain.names(mark)
                words = "was emptied, and somebody put it back" if put_back else "is not what was written last"
                yield f"`{name}` {words}"
    if hasattr(row, "stated") and not any(access.stated.holds(row, chain) for chain in chains):
        yield "it is not what was decided last"


def _about(row: models.Model) -> set[UUID]:
    """The records that a row belongs to: those that it points to."""
    columns = [one for one in row._meta.concrete_fields if hasattr(one.related_model, "stated")]
    return {key for one in columns if (key := getattr(row, one.attname)) is not None}


def defects() -> Iterator[str]:
    """All that is changed, and all that is gone and that nobody erased, in words. Reads all sealed rows."""
    told, look = journal.records_of(), _Look.now()
    changed = list(look.defects())
    lives = set(_not_erased({row for row, _words in changed}))
    yield from (words for row, words in changed if row in lives)
    for record in _not_erased(look.gone()):
        yield f"record {record}: something that the journal names is gone"
    for record in _not_erased(_without_row(told)):
        yield f"record {record}: it is gone, and nobody erased it"


def _without_row(records: Iterable[UUID]) -> Collection[UUID]:
    """Those of these records that no table holds. Rows have identifiers of version 7 (`vocabulary.ids`); a chain whose
    name is made from a text (a provision, a class set, the installation) has no row."""
    told = {record for record in records if record.version == _ROW} - journal.records_of(_ENDS)
    for model in apps.get_models():
        if isinstance(model._meta.pk, models.UUIDField):
            for some in batched(sorted(told), _BATCH, strict=False):
                told.difference_update(model._base_manager.filter(pk__in=some).values_list("pk", flat=True))
    return told


def _not_erased(records: Collection[UUID]) -> Iterator[UUID]:
    for some in batched(sorted(records), _BATCH, strict=False):
        yield from sorted(set(some) - erasure.among(some))
