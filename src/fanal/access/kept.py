"""Records that end on a day: what stops that, and who ends one before it (docs/keeping.md, "What ends a record").

A record that ends is a row with the columns of `Kept`. A room says once what its deeds need (`Keeper`), and what goes
next (`goes`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from fanal.access import stated
from fanal.access.acting import NotNow, ask, need, need_second
from fanal.access.contracts import RecordRef
from fanal.access.models import Kept
from fanal.access.records import Opened, open_record
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.vocabulary.results import Allowed, Answer, Refused

LONGEST_HOLD = timedelta(days=366)
AHEAD = timedelta(days=60)
"""So long before it goes a record stands in the list of what goes next."""


def may_erase(erase_on: date | None, today: date, *, held_until: date | None = None, people: int = 0) -> Answer:
    """Whether the record may be erased today. A legal hold stops even two people; before its day it takes two."""
    if held_until is not None and today <= held_until:
        return Refused("hold", _("A legal hold keeps this until its last day."))
    if erase_on is not None and today >= erase_on:
        return Allowed("expired")
    if people >= 2:
        return Allowed("two_people")
    return Refused("not_due", _("Erasing this early needs two people."))


def need_may_go(row: Kept, now: datetime, *, people: int) -> None:
    """Raises `NotNow` where the record may not be erased by so many people."""
    answer = may_erase(row.erase_on, now.date(), held_until=row.hold_until, people=people)
    if not answer:
        raise NotNow(answer.words)


def free(today: date) -> Q:
    """Which records no hold keeps."""
    return Q(hold_until=None) | Q(hold_until__lt=today)


def due[R: Kept](table: type[R], today: date) -> QuerySet[R]:
    """The records that have run out and are not held. Before one goes, the journal is asked whether somebody decided
    that day."""
    return table._default_manager.filter(free(today), erase_on__lte=today)


class Keeper[R: Kept]:
    """What a room says of its records that end: the names of the deeds, and what each deed needs of the room."""

    hold_deed = release_deed = ask_deed = erase_deed = ""
    back: tuple[str, ...] = ()
    """Deeds after which nobody asks any more to erase it."""

    def to_change(self, actor: Actor, pk: UUID) -> R:
        """The record, held until the deed is done, as the journal says it is. Raises `NotHere`, `NotAllowed`."""
        raise NotImplementedError

    def ref(self, row: R) -> RecordRef:
        """The sealed record."""
        raise NotImplementedError

    def purpose(self, row: R) -> str:
        """Why staff open it."""
        raise NotImplementedError

    def note(self, opened: Opened, row: R, actor: Actor, reason: str, now: datetime) -> Iterable[Model]:
        """Seal why it is held, and save where; the rows beside the record that the journal must name."""
        raise NotImplementedError

    def timed(self, row: R, now: datetime) -> None:
        """A hold began, is another, or ended: its clock."""
        raise NotImplementedError

    # ---- deeds ----

    @transaction.atomic
    def hold(self, actor: Actor, pk: UUID, until: date, reason: str, now: datetime) -> None:
        """Keep a record until a day whatever else runs out. The person answers for it; the reason is sealed.

        Raises `NotHere`, `NotAllowed`, and `NotNow` without a reason or for a day that is not within a year.
        """
        is_within = now.date() < until <= now.date() + LONGEST_HOLD
        need(
            (not is_within, _("Choose a day within a year from now. A hold can be renewed."), "until"),
            (not reason.strip(), _("Write the reason of the hold."), "reason"),
        )
        row = self.to_change(actor, pk)
        row.hold_owner_id, row.hold_until = actor.person, until
        with open_record(
            actor, self.ref(row), self.hold_deed, purpose=self.purpose(row), now=now, thing=row, write=True
        ) as opened:
            opened.state(row, *self.note(opened, row, actor, reason, now))
        row.save(update_fields=["hold_owner", "hold_until"])
        self.timed(row, now)

    @transaction.atomic
    def release(self, actor: Actor, pk: UUID, now: datetime) -> None:
        """End a hold before its day. Raises `NotHere`, `NotAllowed`."""
        row = self.to_change(actor, pk)
        ask(actor, self.release_deed, row)
        row.hold_owner_id = row.hold_until = None
        row.save(update_fields=["hold_owner", "hold_until"])
        self.timed(row, now)
        said = [stated.item(row)]
        journal.write(row.pk, actor.signatory(), self.release_deed, at=now, purpose=self.purpose(row), items=said)

    def need_second(self, actor: Actor, row: R) -> None:
        """Raises `NotAllowed` where this person is not the second, or nobody asks to erase it early."""
        ask(actor, self.erase_deed, row)
        need_second(actor, row.pk, self.ask_deed, *self.back)


# ---- what goes next ----


@dataclass(frozen=True, slots=True)
class Going:
    """A record, or a part of one, that goes soon: clear columns only. `url`: where a hold or an early erasure is done;
    empty for whoever may not."""

    what: str
    country: str
    day: date
    held_until: date | None = None
    url: str = ""
    number: str = ""
    """What staff know it by; empty where it has none."""


type Goes = Callable[[Actor, date], Iterable[Going]]
_goes: list[Goes] = []


def goes(look: Goes) -> Goes:
    """Let a room say what of the actor's organisation goes until a day. Said once, at start-up."""
    if look not in _goes:
        _goes.append(look)
    return look


def next_to_go(actor: Actor, until: date) -> Iterator[Going]:
    """What goes until a day, the first to go first."""
    yield from sorted((one for look in _goes for one in look(actor, until)), key=lambda one: (one.day, one.what))
