"""The panel's own page: each who sits on it gets a pack and no file, and says in own words what they think; whoever
prepared it reads that, and writes the decision down (docs/cases.md, "What is best for the child")."""

import hmac
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotAllowed, NotNow, as_seen, ask, found, need, open_record, stated
from fanal.cases import duties as files_duties
from fanal.cases.codes import ConsentPurpose
from fanal.cases.files import apart, files, ledger, record
from fanal.cases.files.files import File
from fanal.cases.ground import OURSELVES, effective
from fanal.cases.interests import interests, seats
from fanal.cases.interests.duties import SAID, SEAT
from fanal.cases.interests.policy import GIVE_PACK, HEAR, SIT
from fanal.cases.models import BestInterests, Case, PanelSeat
from fanal.cases.packed import PackContent, PanelPack, PanelView
from fanal.cases.passing_on import pack, preview
from fanal.cases.passing_on.pack import Allows, PackKind
from fanal.clocks import api as clocks
from fanal.network.api import records
from fanal.network.contracts import Actor
from fanal.passing.api import Preview
from fanal.vocabulary.codes import AccessPurpose, DataCategory

NONE, OTHER = "none", "other"
"""What somebody chooses beside the ways that were prepared: none of them, or another one."""
_PURPOSE: Final = AccessPurpose.CASEWORK


# ---- whoever prepares it ----


def leaves(read: File, row: BestInterests, now: datetime) -> Preview[PackContent]:
    """What a panel would get of an open file: age, sex, what the child wants, assessment, plan, and the ways of this
    very decision. Never who the child is, how to reach it, nor a place below the country."""
    rows = ledger.read(read.of_child, read.case.child)
    work = ConsentPurpose.CASE_MANAGEMENT
    live = frozenset(one for one in DataCategory if effective(rows, work, OURSELVES, one, now) is not None)
    mine = tuple(one for one in read.of(BestInterests) if one.row.pk == row.pk)
    this = replace(read, rows={**read.rows, BestInterests: mine})
    return pack.pack(PackKind.OPINION, dict(preview.facts(this, PackKind.OPINION)), Allows(live))


def give(actor: Actor, case_id: UUID, decision_id: UUID, summary: str, seen: str, now: datetime) -> list[PanelSeat]:
    """Each who sits on the panel gets the pack, as it was `seen`. Whoever had one before has none any more. Raises
    `NotHere`, `NotAllowed`, `NotNow`."""
    ask(actor, GIVE_PACK, files.case_of(actor, case_id))
    need((not summary.strip(), _("Write what has to be known, without names and places."), "summary"))
    with transaction.atomic():
        with files.looking(actor, case_id, now) as read:
            made = leaves(read, interests.decision_of(actor, case_id, decision_id), now)
        if not hmac.compare_digest(seen.encode(), made.hash.encode()):
            raise NotNow(_("What they would get is not what you saw any more. Look once more."))
        with record.writing(actor, case_id, GIVE_PACK, now) as (case, opened):
            row = interests.decision_of(actor, case.pk, decision_id)
            row.case = case
            if not opened.holds(row):
                raise NotNow(stated.words())
            _need_panel(row, now)
            if len(opened.read(row, "content").options) < 2:
                raise NotNow(_("Write two ways or more first."))
            seats.end_of(row, actor.signatory(), now)
            items = tuple(one for one in made.leaves if one.field != pack.OPTIONS)
            if len(items) == len(made.leaves):
                raise NotNow(_("The ways stay here: there is no ground to tell a panel what happened. Ask the child."))
            given = PanelPack(summary.strip(), items, opened.read(row, "content").options)
            return [_seat(actor, row, UUID(one), given, now) for one in row.panel]


def _need_panel(row: BestInterests, now: datetime) -> None:
    sits = {str(one) for one in interests.may_sit(row, now)}
    opens = {str(one) for one in interests.cleared(row.case.org_id, now)}
    need(
        (row.kind != interests.BID or row.decided_on is not None, _("Nothing waits for a panel here."), ""),
        (row.case.restricted, _("This file opens for named people only: a panel gets nothing of it."), ""),
        (
            len(set(row.panel)) < interests.PANEL or not set(row.panel) <= sits,
            _("Three people or more decide, without whoever prepared it and without whoever approves it."),
            "",
        ),
        (
            not set(row.panel) <= opens,
            _("Vetting or code of conduct of somebody on the panel is missing or has ended: they could not open it."),
            "",
        ),
    )


def _seat(actor: Actor, row: BestInterests, person: UUID, given: PanelPack, now: datetime) -> PanelSeat:
    case = row.case
    seat = PanelSeat(case=case, decision=row, person_id=person, **record.by(actor, now))
    hear = dict.fromkeys([actor.person, case.owner_id, case.supervisor_id])
    to = [
        *records.to_people(case.org_id, [person], {"content", "dialogue"}),
        *records.to_people(case.org_id, hear, {"dialogue"}),
    ]
    apart.put(seat, ("content", "dialogue"), {"content": given}, to, actor.signatory(), GIVE_PACK, now)
    clocks.start(SEAT, case.org_id, seat.pk, now=now, person=person)
    return seat


@dataclass(frozen=True, slots=True)
class Heard:
    """What one of the panel thinks. `view`: None while they said nothing, or where it cannot be read."""

    seat: PanelSeat
    view: PanelView | None = field(repr=False)


def heard(actor: Actor, row: BestInterests, now: datetime) -> list[Heard]:
    """What the panel said of a decision, for whoever works with the child or answers for the work. Raises
    `NotAllowed`."""
    ask(actor, HEAR, row.case)
    return [Heard(one, _view(actor, one, now) if one.said_at else None) for one in seats.of(row)]


def _view(actor: Actor, seat: PanelSeat, now: datetime) -> PanelView | None:
    try:
        with open_record(actor, apart.ref(seat), HEAR, purpose=_PURPOSE, now=now, thing=seat) as opened:
            view: PanelView | None = opened.try_read(seat, "dialogue")
            return view
    except NotAllowed:  # somebody who came to the file later has no keys to it
        return None


# ---- whoever sits on it ----


@dataclass(frozen=True, slots=True)
class Sat:
    """A seat, open: its pack, and what was said from it."""

    seat: PanelSeat
    given: PanelPack = field(repr=False)
    view: PanelView = field(repr=False)


def seat_of(actor: Actor, seat_id: UUID, *, lock: bool = False) -> PanelSeat:
    """One's own seat. Raises `NotHere`; `NotAllowed` where somebody changed it, or who sits on the panel."""
    seat = found(actor, PanelSeat, seat_id, "case", "decision", lock=lock)
    stated.need(seat.pk, seat)
    stated.need(seat.case_id, seat.decision, seat.case)
    return seat


def look(actor: Actor, seat_id: UUID, now: datetime) -> Sat:
    """Open what was given to one's own seat. Raises as `seat_of`, and `NotNow` once its days are over."""
    seat = seat_of(actor, seat_id)
    _need_time(seat, now)
    with open_record(actor, apart.ref(seat), SIT, purpose=_PURPOSE, now=now, thing=seat) as opened:
        return Sat(seat, opened.read(seat, "content"), opened.try_read(seat, "dialogue") or PanelView())


def say(actor: Actor, seat_id: UUID, way: str, words: str, version: int, now: datetime) -> PanelSeat:
    """Say what one thinks: the number of a way, `NONE` or `OTHER`, and why, in own words. It can be said anew until it
    is decided. Raises as `look`, and `NotNow` for what is missing."""
    with transaction.atomic():
        seat = seat_of(actor, seat_id)
        list(BestInterests.objects.select_for_update().filter(pk=seat.decision_id).values_list("pk"))  # two last voices
        seat = seat_of(actor, seat_id, lock=True)
        _need_time(seat, now)
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
        if not seats.live().filter(decision=seat.decision, said_at=None).exists():
            files_duties.begin(SAID, Case.objects.get(pk=seat.case_id), now, SAID.limit, subject=seat.decision_id)
    return seat


def _need_time(seat: PanelSeat, now: datetime) -> None:
    if now > seat.made_at + seats.LASTS:
        raise NotNow(_("The two weeks for this are over. Ask whoever prepared it."))


def choices(given: PanelPack) -> list[str]:
    """What can be chosen, by code."""
    return [*(str(at) for at, _way in enumerate(given.ways, 1)), NONE, OTHER]
