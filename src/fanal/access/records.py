"""The one door to what is sealed (`vault.md` §8): it asks the policy, opens, and writes the journal in the same call.

There is no way to open without an entry (DNH-34): no other module calls the vault's `open_item` or `open_bundles`;
a test holds that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.contracts import NotAllowed, RecordRef
from fanal.access.policy import may
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network.api import records
from fanal.network.contracts import Actor
from fanal.vocabulary.results import Refused

_CHUNK = 200  # records whose keys are fetched together
_VERSION = 4  # bytes before each stored item: the version that its place binds


@runtime_checkable
class Content(Protocol):
    """A frozen dataclass that can be sealed."""

    def to_json(self) -> str: ...

    @classmethod
    def from_json(cls, text: str) -> Any: ...


@dataclass(slots=True)
class Opened:
    """An open record. Lives inside a `with`; what it gave must go nowhere but onto the page."""

    ref: RecordRef
    by: Signatory
    purpose: str
    keys: vault.RecordKeys = field(repr=False)
    written: list[bytes] = field(default_factory=list, repr=False)

    def has(self, compartment: str) -> bool:
        """Whether this person's keys open the compartment."""
        return compartment in self.keys.compartments

    def read(self, row: models.Model, name: str) -> Any:
        """The content of a sealed column of a row of this record, or None where nothing was written.

        Raises `vault.NotGranted` when this person's keys do not open its compartment.
        """
        declared = _sealed(row, name)
        stored = bytes(getattr(row, name) or b"")
        if not stored:
            return None
        version = int.from_bytes(stored[:_VERSION])
        plain = vault.open_item(self.keys, place(self.ref, row, name, version), stored[_VERSION:])
        return declared.schema.from_json(plain.decode())  # type: ignore[attr-defined]

    def write(self, row: models.Model, name: str, content: Content) -> None:
        """Seal content into a column of a row. The caller saves the row in the same transaction."""
        item = seal_into(self.keys, self.ref, row, name, content)
        self.written.append(item)

    def freshen(self) -> None:
        """Call before the first write: whoever left since the last one can open nothing of what follows."""
        self.keys = records.freshen(self.keys)


def _sealed(row: models.Model, name: str) -> vault.Sealed:
    declared: vault.Declared = row.declared  # type: ignore[attr-defined]
    return declared.sealed[name]


def place(ref: RecordRef, row: models.Model, name: str, version: int) -> vault.Place:
    """Where the item in a column of a row belongs."""
    compartment = _sealed(row, name).compartment
    table = f"{row._meta.db_table}.{name}"
    return vault.Place(ref.org, ref.id, compartment, table, UUID(str(row.pk)), version)


def seal_into(keys: vault.RecordKeys, ref: RecordRef, row: models.Model, name: str, content: Content) -> bytes:
    """Seal content into a column; needs no private key, so an anonymous request can do it. Returns the stored bytes."""
    declared = _sealed(row, name)
    if not isinstance(content, declared.schema):
        raise TypeError(f"{name} holds another kind of content")
    version = int.from_bytes(bytes(getattr(row, name) or b"")[:_VERSION]) + 1
    at_least = 4096 if declared.compartment == "content" else 512
    item = vault.seal(keys, place(ref, row, name, version), content.to_json().encode(), at_least=at_least)
    stored = version.to_bytes(_VERSION) + item
    setattr(row, name, stored)
    return stored


@contextmanager
def open_record(
    actor: Actor, ref: RecordRef, deed: str, *, purpose: str, now: datetime, thing: object = None, write: bool = False
) -> Iterator[Opened]:
    """Open a record for a deed. Raises `NotAllowed` when the policy or the keys refuse.

    One transaction: the journal entry is written with the hashes of what was sealed, or nothing happens at all.
    """
    answer = may(actor, deed, thing if thing is not None else ref)
    if not answer:
        raise NotAllowed(answer)
    with transaction.atomic():
        try:
            keys = records.open_keys(ref.org, ref.id, actor.keyring)
        except vault.NotGranted:
            raise NotAllowed(
                Refused("not_granted", _("Your keys do not open this. Ask whoever leads the team."))
            ) from None
        opened = Opened(ref, actor.signatory(), purpose, keys)
        if write:
            opened.freshen()
        yield opened
        journal.write(ref.id, opened.by, deed, at=now, purpose=purpose, items=opened.written)


@contextmanager
def scan_records(
    actor: Actor, about: RecordRef, ids: Sequence[UUID], deed: str, *, purpose: str, now: datetime
) -> Iterator[Iterator[Opened]]:
    """Look through many records of one organisation for the sake of one: the records that open, one after another.

    One entry, in the chain of `about`, binds which records were looked through. A record that is then shown to the
    person gets an entry of its own, which the caller writes. Raises `NotAllowed`.
    """
    answer = may(actor, deed, about)
    if not answer:
        raise NotAllowed(answer)
    with transaction.atomic():
        yield _opening(actor, about, ids, purpose)
        looked = b"".join(sorted(one.bytes for one in ids))
        journal.write(about.id, actor.signatory(), deed, at=now, purpose=purpose, items=[looked])


def _opening(actor: Actor, about: RecordRef, ids: Sequence[UUID], purpose: str) -> Iterator[Opened]:
    by = actor.signatory()
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        held = records.open_many(about.org, chunk, actor.keyring)
        for one in chunk:
            if one in held:
                yield Opened(RecordRef(about.org, one, about.kind), by, purpose, held[one])


@contextmanager
def open_as_reporter(
    ref: RecordRef, keyring: vault.Keyring, deed: str, by: Signatory, *, now: datetime, write: bool = False
) -> Iterator[Opened]:
    """Open the dialogue of a record with a receipt. The entry carries the day only."""
    with transaction.atomic():
        opened = Opened(ref, by, "dialogue", records.open_keys(ref.org, ref.id, keyring))
        if write:
            opened.freshen()
        yield opened
        journal.write(ref.id, by, deed, at=now, purpose="dialogue", items=opened.written)
