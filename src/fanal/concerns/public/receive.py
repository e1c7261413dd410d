"""Takes in a concern: one transaction in which everything is sealed, granted, journalled and put on the clocks.

Only public keys are needed, so an anonymous request can do it. The receipt's locator is unique: whatever is sent twice
is one concern.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from fanal import vault
from fanal.access.api import RecordRef, seal_into, stated
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.concerns import duties
from fanal.concerns.access_terms import keys_of
from fanal.concerns.form.answers import Answers
from fanal.concerns.form.form import SCHEMAS
from fanal.concerns.form.sorting import ClearFacts, Sorted, sort_answers
from fanal.concerns.models import Concern
from fanal.concerns.public.place import Place
from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind, Item, Signatory
from fanal.network.api import keyfile, records
from fanal.vocabulary.codes import ReportChannel

RECEIVED = "concerns.receive"
PRACTICE_DAYS = timedelta(days=1)
NO_RECORD = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a worker adds who writes a call down: sentences marked as the worker's, and a name that was given freely."""

    worker_words: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    may_be_named_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told, as it is to be stored. `receipt` is None where a code would not be safe (assisted entry).

    `id` tells the day only (`ids.day_id`). `by` signs the journal: the installation for a reporter, else the worker who
    wrote a call down.
    """

    id: UUID
    place: Place
    answers: Answers = field(repr=False)
    language: str
    receipt: vault.Receipt | None = field(repr=False)
    now: datetime
    by: Signatory
    channel: ReportChannel = ReportChannel.WEB_FORM
    child_door: bool = False
    practice: bool = False
    unverified: bool = False
    may_wait: bool = False
    grouped_with: UUID | None = None
    addresses_removed: int = 0
    heard: Heard | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Received:
    """A stored concern. `entry` is the hash of the journal entry that took it in: what the proof is about.

    `due`: by when a person reads it. `first`: this call stored it. `same`: what was sent now is what is stored.
    """

    id: UUID
    org: UUID
    day: date
    entry: bytes
    due: datetime | None = None
    first: bool = True
    same: bool = True


def reporter(org: UUID) -> Signatory:
    """How the journal signs what an anonymous reporter does: with the key of the installation, the day only."""
    return keyfile.installation(org, ActorKind.REPORTER)


def receive(told: Told) -> Received:
    """Store a concern, or find that its receipt has one already. After it returns, the receipt opens the answers."""
    keys = _Receipt.of(told.receipt) if told.receipt else None
    if keys and (known := _known(told, keys)):
        return known
    prepared = _prepare(told, keys)
    try:
        with transaction.atomic():
            return _store(told, prepared)
    except IntegrityError:
        # Sent twice at the same moment: the other one is stored.
        if keys and (known := _known(told, keys)):
            return known
        raise


def received_of(code: vault.Receipt) -> Received | None:
    """What a receipt stands for, if it was sent. Each page of the form asks, and nearly always nothing was."""
    row = _of(code).first() if _of(code).exists() else None
    return _received(row) if row else None


def found_by(code: vault.Receipt) -> Concern | None:
    """The concern of a receipt, whichever pepper it was made under."""
    return _of(code).first()


def _of(code: vault.Receipt) -> QuerySet[Concern]:
    made = {vault.receipt_keys(code, pepper)[0] for pepper in keyfile.keyfile().peppers}
    return Concern.objects.filter(locator__in=made)


@dataclass(frozen=True, slots=True)
class _Receipt:
    locator: bytes
    pepper: int
    seed: vault.Seed

    @classmethod
    def of(cls, receipt: vault.Receipt) -> _Receipt:
        pepper = keyfile.pepper()
        locator, seed = vault.receipt_keys(receipt, pepper)
        return cls(locator, pepper.version, seed)

    @property
    def principal(self) -> vault.Principal:
        return reporter_principal(self.seed)


def reporter_principal(seed: vault.Seed) -> vault.Principal:
    """A reporter as one to whom the dialogue is granted."""
    public = seed.kem().public
    return vault.Principal("reporter", public.id, 1, public)


def _known(told: Told, receipt: _Receipt) -> Received | None:
    row = Concern.objects.filter(locator=receipt.locator).only("id", "org_id", "received_on").first()
    return _received(row, vault.item_hash(_commitment(told, receipt))) if row else None


def _received(row: Concern, commitment: bytes | None = None) -> Received:
    entry, items = journal.written(row.id, 1)
    duty = clocks.next_of([row.id]).get(row.id)
    same = commitment is None or commitment in items
    due = duty.due_at if duty else None
    return Received(row.id, row.org_id, row.received_on, entry.hash, due, first=False, same=same)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Everything sealed, nothing stored yet. Writers of SQLite wait for each other: none holds the others up for longer
    than it takes to write."""

    row: Concern
    bundles: list[Any]
    items: list[bytes | Item]


def _prepare(told: Told, receipt: _Receipt | None) -> _Prepared:
    boxes = _sorted(told)
    row = _row(told, boxes.clear, receipt)
    ref = RecordRef(told.place.org, row.id, "concern")
    ours = [(team, (*SCHEMAS, "dialogue")) for team in keys_of(row)]
    to = [*ours, *([(receipt.principal, {"dialogue"})] if receipt else [])]
    keys, bundles = records.sealed(row.org_id, row.id, (*SCHEMAS, "dialogue"), to)
    items: list[bytes | Item] = [seal_into(keys, ref, row, name, getattr(boxes, name)) for name in SCHEMAS]
    if receipt:
        items.append(_commitment(told, receipt))
    items.append(stated.item(row))
    return _Prepared(row, bundles, items)


def _store(told: Told, prepared: _Prepared) -> Received:
    row = prepared.row
    items = [*prepared.items, *records.store(prepared.bundles)]
    row.save(force_insert=True)
    entry = journal.write(row.id, told.by, RECEIVED, at=told.now, purpose="intake", items=items)
    due = None if told.practice else start_clocks(row, told.place, told.now, may_wait=told.may_wait)
    return Received(row.id, row.org_id, row.received_on, entry.hash, due)


def _sorted(told: Told) -> Sorted:
    boxes = sort_answers(
        told.answers,
        country=told.place.country,
        received_at=told.now,
        language=told.language,
        child_door=told.child_door,
        addresses_removed=told.addresses_removed,
    )
    if told.heard is None:
        return boxes
    heard = told.heard
    content = replace(boxes.content, worker_words=heard.worker_words)
    reporter_ = replace(boxes.reporter, name=heard.name, may_be_named_to=heard.may_be_named_to)
    return replace(boxes, content=content, reporter=reporter_)


def _row(told: Told, clear: ClearFacts, receipt: _Receipt | None) -> Concern:
    return Concern(
        id=told.id,
        org_id=told.place.org,
        team_id=told.place.team,
        received_on=told.place.hours.local(told.now).date(),
        channel=told.channel.value,
        language=told.language,
        danger=clear.danger,
        child_door=clear.child_door,
        time_critical=clear.time_critical,
        critical_reason=clear.critical_reason,
        country_of_harm=clear.country_of_harm,
        imagery_signalled=clear.imagery_signalled,
        restricted=clear.restricted,
        practice=told.practice,
        unverified=told.unverified,
        grouped_with_id=told.grouped_with,
        question_set=told.place.questions.name,
        locator=receipt.locator if receipt else None,
        pepper=receipt.pepper if receipt else 1,
        retention_class="practice" if told.practice else "",
        erase_on=told.now.astimezone(UTC).date() + PRACTICE_DAYS if told.practice else None,
    )


def _commitment(told: Told, receipt: _Receipt) -> bytes:
    """Bytes that only this receipt can make of these answers: they tell a replay from a changed message, and bind the
    proof to what was told without saying anything of it."""
    plain = json.dumps([told.answers, told.child_door], sort_keys=True, ensure_ascii=False).encode()
    key = vault.RecordKeys(told.place.org, NO_RECORD, (vault.CompartmentKey("dialogue", 1, receipt.seed),))
    return vault.mac(key, "dialogue", plain)


# ---- clocks ----


def start_clocks(row: Concern, place: Place, now: datetime, *, may_wait: bool = False) -> datetime:
    """Start the duties of a new concern (docs/concerns-triage.md, "Clocks"); returns the first due time. `may_wait`:
    it looks like part of a flood and has longer.

    Those of a restricted concern go to the safeguarding lead and nobody else.
    """
    urgent = row.danger == "yes" or row.child_door
    to: dict[str, Any] = {"hours": place.hours_of(urgent=urgent)} | duties.owned(row)
    on_duty = urgent and not row.restricted and row.team_id == place.team  # others open nothing of it
    if on_duty and place.duty_person:
        to["person"] = place.duty_person
    if not urgent:
        limit = duties.UNVERIFIED_LIMIT if may_wait else None
        return clocks.start(duties.DECIDE, place.org, row.id, now=now, limit=limit, **to).due_at
    due = clocks.start(duties.DECIDE_URGENT, place.org, row.id, now=now, **to).due_at
    if row.danger != "yes":
        return due
    if place.deputy and on_duty:
        first, *rest = duties.ACKNOWLEDGE.chain
        to["chain"] = (replace(first, to=Target.person(place.deputy)), *rest)
    return clocks.start(duties.ACKNOWLEDGE, place.org, row.id, now=now, **to).due_at
