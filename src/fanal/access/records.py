"""The one door to what is sealed: it asks the policy, opens, and writes the journal in the same call
(docs/access.md, "Opening a record").

There is no way to open without an entry (DNH-34): no other module calls the vault's `open_item` or `open_bundles`;
a test holds that.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from fanal import columns, vault
from fanal.access import stated
from fanal.access.contracts import BadContent, NewerContent, NotAllowed, RecordRef, Unreadable
from fanal.access.policy import may, opens
from fanal.journal import api as journal
from fanal.journal.contracts import Item, Said, Signatory
from fanal.network.api import erasure, records, trusted
from fanal.network.contracts import Actor
from fanal.vocabulary.results import Refused

logger = logging.getLogger(__name__)

_CHUNK = 200  # records whose keys are fetched together
_VERSION = 4  # bytes before each stored item: the version that its place binds
_LOOKS = 3  # a colleague may write between the look at the row and the look at the journal


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
    held: records.Held = field(repr=False)
    written: list[bytes | Item] = field(default_factory=list, repr=False)
    stated: list[models.Model] = field(default_factory=list, repr=False)

    looked: dict[object, Any] | None = field(default=None, repr=False)
    """What was asked of it while it is only looked at; None where it may change meanwhile, and all is asked anew."""

    def once[T](self, what: object, ask: Callable[[], T]) -> T:
        """What `ask` gives; of a record that is only looked at, it is asked once."""
        if self.looked is None:
            return ask()
        if what not in self.looked:
            self.looked[what] = ask()
        found: T = self.looked[what]
        return found

    @property
    def keys(self) -> vault.RecordKeys:
        """The keys of the record that this person holds."""
        return self.held.keys

    def has(self, compartment: str) -> bool:
        """Whether this person's keys open the compartment."""
        return compartment in self.keys.compartments

    def read(self, row: models.Model, name: str) -> Any:
        """The content of a sealed column of a row of this record, or None where nothing was written.

        Raises `vault.NotGranted` when this person's keys do not open its compartment, `Unreadable` where the bytes are
        not what was sealed here last, or not in a shape that this program knows.
        """
        holds = columns.sealed(row)[name]
        stored = self._written_last(row, name)
        if not stored:
            return None
        version = int.from_bytes(stored[:_VERSION])
        try:
            plain = vault.open_item(self.keys, place(self.ref, row, name, version), stored[_VERSION:])
            return holds.schema.from_json(plain.decode())  # type: ignore[attr-defined]
        except NewerContent:
            words = _("A newer version of Fanal wrote this. Ask whoever runs the server to install it again.")
            logger.exception("sealed content was written by a newer version")
            raise Unreadable(words) from None
        except (vault.CannotOpen, BadContent, UnicodeDecodeError):
            logger.exception("sealed content is damaged")
            raise Unreadable(_damaged()) from None

    def try_read(self, row: models.Model, name: str) -> Any:
        """As `read`, and None where it cannot be read: what is damaged must not keep a record with whoever has it."""
        try:
            return self.read(row, name)
        except Unreadable:
            return None

    def write(self, row: models.Model, name: str, content: Content) -> None:
        """Seal content into a column of a row. The caller saves the row in the same transaction."""
        self._adopt(row)
        item = seal_into(self.keys, self.ref, row, name, content)
        self.written.append(item)

    def empty(self, row: models.Model, name: str) -> None:
        """Take the content of a column of a row away: what lay there does not come back. The caller saves the row."""
        self._adopt(row)
        self.written.append(emptied(row, name))

    def _adopt(self, row: models.Model) -> None:
        """A row of 0.1.0 is believed while nothing of it is written anew; from now the journal names it."""
        is_told = not hasattr(row, "stated") or any(one is row for one in self.stated)
        if not is_told and stated.is_before(row, self.held.chain):
            self.state(row)

    def state(self, *rows: models.Model) -> None:
        """Have the entry name these rows, with the plain columns that they have when the record is left."""
        self.stated += rows

    def holds(self, row: models.Model) -> bool:
        """Whether the plain columns of a row are those that the journal names last (`stated`), or that the entry of
        this very deed will name."""
        for _look in range(_LOOKS):
            if self._is_stated(row) or stated.holds(row, self.held.chain):
                return True
            self._look_again()
            if not type(row)._base_manager.filter(pk=row.pk).exists():
                break
            row.refresh_from_db()
        logger.error("a row is not what the journal names")
        return False

    def said(self, deeds: Collection[str]) -> list[Said]:
        """What these deeds named in the chain of the record."""
        return self.held.chain.said(deeds)

    def _is_stated(self, row: models.Model) -> bool:
        last = next((one for one in reversed(self.stated) if type(one) is type(row) and one.pk == row.pk), None)
        return last is not None and (last is row or stated.item(last) == stated.item(row))

    def _look_again(self) -> None:
        self.held.chain = journal.newest([self.ref.id], trusted.Signers())[self.ref.id]

    def _written_last(self, row: models.Model, name: str) -> bytes:
        """The bytes of a column, where they are those that the journal names for it last. Sealed bytes say where they
        belong but not when: without this an older text could be put back, or a text be gone as if nothing was told.
        Raises `Unreadable`."""
        stored, mark = bytes(getattr(row, name) or b""), _mark(row, name)
        for _look in range(_LOOKS):
            if any(isinstance(one, Item) and one.sealed == stored for one in self.written):
                return stored
            if self.held.chain.holds(mark, stored) if stored else not self.held.chain.names(mark):
                return stored
            self._look_again()
            stored = _fresh(row, name)
        logger.error("sealed content is not what the journal names last")
        raise Unreadable(stated.words())

    def freshen(self) -> None:
        """Call before the first write: whoever left since the last one can open nothing of what follows."""
        self.held.freshen()

    def named(self) -> list[bytes | Item]:
        """What the entry of the deed names: what was sealed and decided, and who can open the record now."""
        return [*self.written, *map(stated.item, self.stated), *self.held.changed]


def _damaged() -> str:
    return _("What is stored here is damaged. Ask whoever runs the server to look into a backup.")


def place(ref: RecordRef, row: models.Model, name: str, version: int) -> vault.Place:
    """Where the item in a column of a row belongs."""
    compartment = columns.sealed(row)[name].compartment
    table = f"{row._meta.db_table}.{name}"
    return vault.Place(ref.org, ref.id, compartment, table, UUID(str(row.pk)), version)


def mark(table: type[models.Model] | models.Model, name: str, pk: UUID) -> bytes:
    """The mark of a sealed column of a row in the journal. Another would be missed for ever by whoever looks for all
    that the journal names."""
    if name not in columns.sealed(table):
        raise KeyError(f"{table._meta.label} declares no sealed {name}")
    return vault.place_mark(f"{table._meta.db_table}.{name}", pk)


def _mark(row: models.Model, name: str) -> bytes:
    return mark(row, name, UUID(str(row.pk)))


def emptied(row: models.Model, name: str) -> Item:
    """Take a column of a row away; needs no key. Returns what the entry of the deed must name, so that what lay there
    does not come back. The caller saves the row."""
    setattr(row, name, b"")
    return Item(_mark(row, name), b"")


def _fresh(row: models.Model, name: str) -> bytes:
    """The column as it is in the database now, also in the row at hand."""
    found = type(row)._base_manager.filter(pk=row.pk).values_list(name, flat=True).first()
    setattr(row, name, bytes(found or b""))
    return bytes(found or b"")


def seal_into(keys: vault.RecordKeys, ref: RecordRef, row: models.Model, name: str, content: Content) -> Item:
    """Seal content into a column; needs no private key, so an anonymous request can do it. Returns what the entry of
    the deed must name: nothing opens that no entry names. Raises `Unreadable` over bytes that no version wrote."""
    holds = columns.sealed(row)[name]
    if not isinstance(content, holds.schema):
        raise TypeError(f"{name} holds another kind of content")
    version = int.from_bytes(bytes(getattr(row, name) or b"")[:_VERSION]) + 1
    if version >> (8 * _VERSION):  # no program counts so far: somebody wrote it
        raise Unreadable(_damaged())
    at_least = 4096 if holds.compartment == "content" else 512
    item = vault.seal(keys, place(ref, row, name, version), content.to_json().encode(), at_least=at_least)
    stored = version.to_bytes(_VERSION) + item
    setattr(row, name, stored)
    return Item(_mark(row, name), stored)


@contextmanager
def open_record(
    actor: Actor, ref: RecordRef, deed: str, *, purpose: str, now: datetime, thing: object = None, write: bool = False,
    known: trusted.Signers | None = None,
) -> Iterator[Opened]:  # fmt: skip
    """Open a record for a deed. Raises `NotAllowed` when the policy or the keys refuse. `known`: whom this deed looked
    up already, where it opens more than one.

    One transaction: the journal entry is written with the hashes of what was sealed, or nothing happens at all.
    """
    with open_records(actor, [ref], deed, purpose=purpose, now=now, thing=thing, known=known) as (opened,):
        if write:
            opened.freshen()
        yield opened


@contextmanager
def open_records(
    actor: Actor, refs: Sequence[RecordRef], deed: str, *, purpose: str, now: datetime, thing: object = None,
    known: trusted.Signers | None = None,
) -> Iterator[list[Opened]]:  # fmt: skip
    """Open some records of one organisation for one deed, as `open_record` does one: all of them, or none. `thing`: of
    what the policy is asked in place of each; it is of that organisation. Raises ValueError where it is not so."""
    if len({one.org for one in refs}) != 1 or len({one.id for one in refs}) != len(refs):
        raise ValueError("records of one organisation are opened together, each once")
    if len(refs) > 1 and getattr(thing, "org_id", refs[0].org) != refs[0].org:
        raise ValueError("what the policy is asked about belongs to another organisation than the records")
    for one in [thing] if thing is not None else refs:
        _ask(actor, deed, one)
    with transaction.atomic():
        held = _held(refs, actor.keyring, known)
        opened = [Opened(one, actor.signatory(), purpose, held[one.id]) for one in refs]
        yield opened
        _entered(opened, deed, now)


def _ask(actor: Actor, deed: str, thing: object) -> None:
    if not opens(deed):  # an incident would not count it
        raise ValueError(f"the deed {deed} opens what is sealed and does not say so: allow(…, opens=True)")
    answer = may(actor, deed, thing)
    if not answer:
        raise NotAllowed(answer)


def _entered(opened: Collection[Opened], deed: str, now: datetime) -> None:
    """Write the entry of the deed into the chain of each."""
    one = next(iter(opened))
    items = {each.ref.id: each.named() for each in opened}
    journal.write_each(items, one.by, deed, at=now, purpose=one.purpose)


def _held(
    refs: Sequence[RecordRef], keyring: vault.Keyring, known: trusted.Signers | None = None
) -> dict[UUID, records.Held]:
    found = records.open_many(refs[0].org, [one.id for one in refs], keyring, known)
    for one in refs:
        if one.id not in found:
            raise NotAllowed(_not_opened(one))
    return found


def _not_opened(ref: RecordRef) -> Refused:
    if erasure.among([ref.id]):
        logger.error("an erased record was asked for")
        return Refused("erased", _("This was erased. If it is shown again, tell your administrator."))
    return Refused("not_granted", _("Your keys do not open this. Ask whoever leads the team."))


@contextmanager
def scan_records(
    actor: Actor, about: RecordRef, ids: Sequence[UUID], deed: str, *, purpose: str, now: datetime
) -> Iterator[Iterator[Opened]]:
    """Look through many records of one organisation for the sake of one: the records that open, one after another.

    One entry, in the chain of `about`, binds which records were looked through. A record that is then shown to the
    person gets an entry of its own, which the caller writes. Raises `NotAllowed`.
    """
    _ask(actor, deed, about)
    with transaction.atomic():
        yield _opening(actor, about, ids, purpose)
        looked = b"".join(sorted(one.bytes for one in ids))
        journal.write(about.id, actor.signatory(), deed, at=now, purpose=purpose, items=[looked])


def _opening(actor: Actor, about: RecordRef, ids: Sequence[UUID], purpose: str) -> Iterator[Opened]:
    by, signers = actor.signatory(), trusted.Signers()
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        held = records.open_many(about.org, chunk, actor.keyring, signers)
        for one in chunk:
            if one in held:
                yield Opened(RecordRef(about.org, one, about.kind), by, purpose, held[one])


def fits(ref: RecordRef, keyring: vault.Keyring) -> bool:
    """Whether keys belong to a record. Nothing of it is read, and no entry is written."""
    try:
        records.open_held(ref.org, ref.id, keyring)
    except vault.NotGranted:
        return False
    return True


@contextmanager
def open_as_reporter(
    ref: RecordRef, keyring: vault.Keyring, deed: str, by: Signatory, *, now: datetime, write: bool = False
) -> Iterator[Opened]:
    """Open the dialogue of a record with a receipt. The entry carries the day only. Raises `NotAllowed` where the keys
    do not open it (any more)."""
    with transaction.atomic():
        opened = Opened(ref, by, "dialogue", _held([ref], keyring)[ref.id])
        if write:
            opened.freshen()
        yield opened
        _entered([opened], deed, now)
