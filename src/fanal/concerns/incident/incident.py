"""After an account, a device or a team's key may have fallen into other hands: who is affected, by class (DNH-39).

It is answered at once and without opening anything: from which keys open which records, and from the journal.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fanal.access.api import NotHere, ask
from fanal.concerns.models import Concern, Handover, HandoverMessage
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, Which

INCIDENT = "concerns.incident"
OPENINGS = (
    "concerns.open",
    "concerns.decide",
    "concerns.confirm",
    "concerns.write",
    "concerns.confirm_countries",
    "concerns.open_reporter",
    "concerns.copy_facts",
    "concerns.mark_conflict",
    "concerns.clear_conflict",
    "concerns.preview_handover",
    "concerns.hand_over",
    "concerns.open_handover",
    "concerns.read_handover_words",
    "concerns.offer_handover",
    "concerns.accept_handover",
    "concerns.complete_handover",
    "concerns.release_handover",
    "concerns.found",
)
"""Deeds with which a person reads what is sealed."""
CLASSES: Mapping[str, str] = {
    "reporter": "S5",
    "offender": "S5",
    "content": "S4",
    "dialogue": "S4",
    "identity": "S3",
    "personal": "S2",
}
"""Compartments of concerns and handovers by class, the gravest first."""


@dataclass(frozen=True, slots=True)
class Affected:
    """One record: what kind, of which day, which country, and which of its compartments."""

    id: UUID
    kind: str
    day: date
    country: str
    compartments: tuple[str, ...]
    opened: bool
    partner: UUID | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Who is affected. `could`: records that the keys open; `opened`: those that the account opened in the period."""

    records: tuple[Affected, ...]

    def counts(self, compartment: str) -> tuple[int, int]:
        """(could be opened, were opened) of one compartment."""
        having = [one for one in self.records if compartment in one.compartments]
        return len(having), sum(one.opened for one in having)

    @property
    def opened(self) -> int:
        return sum(one.opened for one in self.records)

    @property
    def partners(self) -> tuple[UUID, ...]:
        """The partners who must hear of it: what they sent, or were sent, is among it."""
        return tuple(sorted({one.partner for one in self.records if one.partner}))


def of_account(actor: Actor, person: UUID, since: date, now: datetime) -> Report:
    """What an account, or a device on which somebody was signed in, could open and did open since a day.

    Raises `NotAllowed`, and `NotHere` for nobody of this organisation.
    """
    with transaction.atomic():
        ask(actor, INCIDENT, None)
        if network.person(person).org != actor.org:
            raise NotHere
        held = network.reach.teams_of(person)
        lines = journal.read_org(actor.org, actor=person, deeds=OPENINGS, limit=100_000)
        opened = {line.record for line in lines if line.at.date() >= since}
        last = [membership.until for membership in held]
        until = None if None in last else max((day for day in last if day), default=now.date())
        report = _report(actor.org, network.reach.of_person(person), opened, until)
        journal.write(actor.org, actor.signatory(), INCIDENT, at=now, purpose=str(person))
    return report


def of_team(actor: Actor, which: Which, since: date, now: datetime) -> Report:
    """What the key of a team could open, and what people opened since a day."""
    with transaction.atomic():
        ask(actor, INCIDENT, None)
        lines = journal.read_org(actor.org, deeds=OPENINGS, limit=100_000)
        opened = {line.record for line in lines if line.at.date() >= since}
        found = _report(actor.org, network.reach.granted(network.reach.teams(actor.org, which)), opened, None)
        journal.write(actor.org, actor.signatory(), INCIDENT, at=now, purpose=f"team:{which}")
    return found


def _report(org: UUID, granted: Mapping[UUID, frozenset[str]], opened: Collection[UUID], until: date | None) -> Report:
    """The records that the keys open and that were there by the last day, newest first."""
    found = [*_concerns(granted, opened), *_handovers(org, granted, opened)]
    there = [one for one in found if until is None or one.day <= until]
    return Report(tuple(sorted(there, key=lambda one: (one.day, str(one.id)), reverse=True)))


def _concerns(granted: Mapping[UUID, frozenset[str]], opened: Collection[UUID]) -> list[Affected]:
    rows = Concern.objects.filter(pk__in=list(granted), practice=False)
    return [
        Affected(pk, "concern", day, place, _ordered(granted[pk]), pk in opened)
        for pk, day, place in rows.values_list("pk", "received_on", "country_of_harm")
    ]


def _handovers(org: UUID, granted: Mapping[UUID, frozenset[str]], opened: Collection[UUID]) -> list[Affected]:
    texts = HandoverMessage.objects.filter(pk__in=list(granted)).values_list("step__handover", "pk")
    granted = {about: granted[text] for about, text in texts} | dict(granted)
    rows = Handover.objects.filter(pk__in=list(granted)).exclude(offered_at=None)
    return [
        Affected(
            row.pk,
            "sent" if row.org_id == org else "received",
            row.offered_at.date(),
            row.country_from,
            _ordered(granted[row.pk]),
            row.pk in opened,
            row.recipient_id if row.org_id == org else row.org_id,
        )
        for row in rows
        if row.offered_at is not None
    ]


def _ordered(names: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in CLASSES if name in names)
