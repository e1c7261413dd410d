"""The panel's own page: each who sits on it gets a pack and no file, and says in own words what they think; whoever
prepared it reads that, and writes the decision down (docs/cases.md, "What is best for the child")."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotAllowed, NotNow, as_seen, ask, need, open_record
from fanal.cases import duties as files_duties
from fanal.cases.files import apart, record
from fanal.cases.files.files import File
from fanal.cases.interests import interests
from fanal.cases.interests.duties import SAID
from fanal.cases.interests.policy import GIVE_PACK, HEAR
from fanal.cases.models import BestInterests, Case, Seat
from fanal.cases.packed import PackContent, PanelView, SeatPack
from fanal.cases.passing_on import pack
from fanal.cases.seats import seats
from fanal.cases.seats.duties import SEAT
from fanal.cases.seats.policy import SIT, about
from fanal.cases.seats.seats import Sat
from fanal.clocks import api as clocks
from fanal.network.contracts import Actor
from fanal.passing.api import Preview
from fanal.vocabulary.codes import AccessPurpose

NONE, OTHER = "none", "other"
"""What somebody chooses beside the ways that were prepared: none of them, or another one."""
_PURPOSE: Final = AccessPurpose.CASEWORK


# ---- whoever prepares it ----


def leaves(read: File, row: BestInterests, now: datetime) -> Preview[PackContent]:
    """What a panel would get of an open file, with the ways of this very decision (`seats.leaves`)."""
    mine = tuple(one for one in read.of(BestInterests) if one.row.pk == row.pk)
    return seats.leaves(replace(read, rows={**read.rows, BestInterests: mine}), now)


def give(actor: Actor, case_id: UUID, decision_id: UUID, summary: str, seen: str, now: datetime) -> list[Seat]:
    """Each who sits on the panel gets the pack, as it was `seen`. Whoever had one before has none any more. Raises
    `NotHere`, `NotAllowed`, `NotNow`."""

    def made_of(read: File) -> Preview[PackContent]:
        return leaves(read, interests.decision_of(actor, case_id, decision_id), now)

    with seats.giving(actor, case_id, GIVE_PACK, summary, seen, made_of, now) as (case, opened, made):
        row = interests.decision_of(actor, case.pk, decision_id)
        row.case = case
        record.need_now(opened, row)
        _need_panel(row, now)
        ways = opened.read(row, "content").options
        if len(ways) < 2:
            raise NotNow(_("Write two ways or more first."))
        interests.end_seats(row, actor, now)
        items = tuple(one for one in made.leaves if one.field != pack.OPTIONS)
        given = SeatPack(summary.strip(), items, ways)
        return [_seat(actor, row, UUID(one), given, now) for one in row.panel]


def _need_panel(row: BestInterests, now: datetime) -> None:
    sits = {str(one) for one in interests.may_sit(row, now)}
    few = len(set(row.panel)) < interests.PANEL or not set(row.panel) <= sits
    need(
        (row.kind != interests.BID or row.decided_on is not None, _("Nothing waits for a panel here."), ""),
        (few, _("Three people or more decide, without whoever prepared it and without whoever approves it."), ""),
        *seats.ready(row.case, row.panel, now),
    )


def _seat(actor: Actor, row: BestInterests, person: UUID, given: SeatPack, now: datetime) -> Seat:
    hears = [actor.person, row.case.owner_id, row.case.supervisor_id]
    seat = seats.give(actor, row, person, given, GIVE_PACK, now, hears)
    clocks.start(SEAT, row.case.org_id, seat.pk, now=now, person=person)
    return seat


@dataclass(frozen=True, slots=True)
class Heard:
    """What one of the panel thinks. `view`: None while they said nothing, or where it cannot be read."""

    seat: Seat
    view: PanelView | None = field(repr=False)


def heard(actor: Actor, row: BestInterests, now: datetime) -> list[Heard]:
    """What the panel said of a decision, for whoever works with the child or answers for the work. Raises
    `NotAllowed`."""
    ask(actor, HEAR, row.case)
    return [Heard(one, _view(actor, one, now) if one.said_at else None) for one in seats.of(row)]


def _view(actor: Actor, seat: Seat, now: datetime) -> PanelView | None:
    try:
        with open_record(actor, apart.ref(seat), HEAR, purpose=_PURPOSE, now=now, thing=seat) as opened:
            view: PanelView | None = opened.try_read(seat, "dialogue")
            return view
    except NotAllowed:  # somebody who came to the file later has no keys to it
        return None


# ---- whoever sits on it ----


def seat_of(actor: Actor, seat_id: UUID, *, lock: bool = False) -> Seat:
    """One's own seat on a panel. Raises as `seats.seat_of`."""
    return seats.seat_of(actor, seat_id, BestInterests, lock=lock)


def look(actor: Actor, seat_id: UUID, now: datetime) -> Sat:
    """Open what was given to it. Raises as `seats.look`."""
    return seats.look(actor, seat_id, BestInterests, now)


def say(actor: Actor, seat_id: UUID, way: str, words: str, version: int, now: datetime) -> Seat:
    """Say what one thinks: the number of a way, `NONE` or `OTHER`, and why, in own words. It can be said anew until it
    is decided. Raises as `look`, and `NotNow` for what is missing."""
    with transaction.atomic():
        seat = seat_of(actor, seat_id)
        whole = BestInterests.objects.select_for_update().filter(pk=about(seat).pk)
        list(whole.values_list("pk"))  # two last voices
        seat = seat_of(actor, seat_id, lock=True)
        seats.need_time(seat, now)
        as_seen(seat.version == version, seat.version)
        with open_record(actor, apart.ref(seat), SIT, purpose=_PURPOSE, now=now, thing=seat, write=True) as opened:
            need(
                (way not in choices(opened.read(seat, "content")), _("Choose one."), "way"),
                (not words.strip(), _("Write why, in your own words."), "words"),
            )
            opened.write(seat, "dialogue", PanelView(way, words.strip()))
            seat.said_at = now
            seat.version += 1
            seat.save()
            opened.state(seat)
        clocks.stop(seat.pk, SEAT, now=now)
        if not seats.live().filter(decision=seat.decision_id, said_at=None).exists():
            files_duties.begin(SAID, Case.objects.get(pk=seat.case_id), now, SAID.limit, subject=seat.decision_id)
    return seat


def choices(given: SeatPack) -> list[str]:
    """What can be chosen, by code."""
    return [*(str(at) for at, _way in enumerate(given.ways, 1)), NONE, OTHER]
