"""Seats: one record for each who sits on a panel or attends a conference, with the pack that was made for them
(docs/cases.md, "Panels and conferences"). How one is given, read, and how it ends."""

import hmac
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, Opened, ask, emptied, found, need, open_record, stated
from fanal.cases.access_terms import SCREENED, helping
from fanal.cases.codes import ENDED, ConsentPurpose
from fanal.cases.files import apart, files, ledger, record
from fanal.cases.files.files import File
from fanal.cases.ground import OURSELVES, Row, effective
from fanal.cases.models import BestInterests, Case, Conference, Seat
from fanal.cases.packed import PackContent, PanelView, SeatPack
from fanal.cases.passing_on import pack, preview
from fanal.cases.passing_on.pack import Allows, PackKind
from fanal.cases.passing_on.policy import ACCEPT, END_HELP
from fanal.cases.passing_on.unnamed import need_unnamed
from fanal.cases.seats.duties import SEAT
from fanal.cases.seats.policy import LEFT, ROLES, SIT, About, about
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network import api as network
from fanal.network.api import keyfile, records
from fanal.network.contracts import Actor, PersonState
from fanal.passing.api import Preview
from fanal.vocabulary.codes import AccessPurpose, DataCategory

LASTS: Final = timedelta(days=14)
"""So long a pack opens."""
_TOLD: Final = frozenset({DataCategory.STORY})
"""Of what is written for them, and of the ways of a panel."""
_PURPOSE: Final = AccessPurpose.CASEWORK


# ---- who can sit there ----


def fits(case: Case, but: Collection[UUID]) -> dict[UUID, str]:
    """Staff who work with children or answer for it, by name, without some."""
    people = (one for one in network.persons(case.org_id) if one.roles & {*ROLES} and one.state is PersonState.ACTIVE)
    return {one.id: one.name for one in people if one.id not in but}


def cleared(org: UUID, now: datetime) -> frozenset[UUID]:
    """Who holds all that opens what is told of a child (CM-12)."""
    day = network.day_at(org, now)
    return frozenset.intersection(*(network.grants.holders(kind, day, [org]) for kind in SCREENED))


def may_sit(case: Case, but: Collection[UUID], named: Iterable[str], now: datetime) -> dict[UUID, str]:
    """Of those who fit, who is vetted and signed the code of conduct, else they could open nothing of it; and who was
    `named` before and lost that since."""
    able = cleared(case.org_id, now) | {*map(UUID, named)}
    return {one: name for one, name in fits(case, but).items() if one in able}


# ---- giving ----


def leaves(read: File, now: datetime) -> Preview[PackContent]:
    """What they would get of an open file: age, sex, what the child wants, assessment, plan, ways. Never who the child
    is, how to reach it, nor a place below the country."""
    live = _live(ledger.read(read.of_child, read.case.child), now)
    return pack.pack(PackKind.OPINION, dict(preview.facts(read, PackKind.OPINION)), Allows(live))


def _live(rows: Collection[Row], now: datetime) -> frozenset[DataCategory]:
    work = ConsentPurpose.CASE_MANAGEMENT
    return frozenset(one for one in DataCategory if effective(rows, work, OURSELVES, one, now) is not None)


@contextmanager
def giving(
    actor: Actor, case_id: UUID, deed: str, summary: str, seen: str, made_of: Callable[[File], Preview[PackContent]],
    now: datetime,
) -> Iterator[tuple[Case, Opened, Preview[PackContent]]]:  # fmt: skip
    """The file, open to be written, and what leaves of it: that is what was `seen`. The `summary` tells what happened,
    so that needs a ground of its own, too. Raises `NotHere`, `NotAllowed`,
    `NotNow`."""
    ask(actor, deed, files.case_of(actor, case_id))
    need((not summary.strip(), _("Write what has to be known, without names and places."), "summary"))
    with transaction.atomic():
        with files.looking(actor, case_id, now) as read:
            need_unnamed(read, {"summary": summary}, "summary")
            made, live = made_of(read), _live(ledger.read(read.of_child, read.case.child), now)
        if not hmac.compare_digest(seen.encode(), made.hash.encode()):
            raise NotNow(_("What they would get is not what you saw any more. Look once more."))
        if not _TOLD.issubset(live):
            raise NotNow(_("What you write stays here: there is no ground to tell them what happened. Ask the child."))
        with record.writing(actor, case_id, deed, now) as (case, opened):
            yield case, opened, made


def ready(case: Case, people: Iterable[str], now: datetime) -> list[tuple[bool, str, str]]:
    """What is asked of each who gets something, for `need`."""
    return [
        (
            case.restricted,
            _("This file opens for named people only: a panel or a conference gets nothing of it."),
            "",
        ),
        (
            not {*map(UUID, people)} <= cleared(case.org_id, now),
            _("Vetting or code of conduct of somebody who sits there is missing or has ended: they could not open it."),
            "",
        ),
    ]


def give(
    actor: Actor, row: About, person: UUID, given: SeatPack, deed: str, now: datetime, hears: Collection[UUID] = ()
) -> Seat:
    """One seat, sealed to whoever sits there. `hears`: who reads what is said from it; nothing is, where there is
    nobody."""
    case, way = row.case, {"decision" if isinstance(row, BestInterests) else "conference": row}
    seat = Seat(case=case, person_id=person, categories=_categories(given), **way, **record.by(actor, now))
    boxes = ("content", "dialogue") if hears else ("content",)
    to = [*records.to_people(case.org_id, [person], boxes)]
    if hears:
        to += records.to_people(case.org_id, dict.fromkeys(hears), {"dialogue"})
    apart.put(seat, boxes, {"content": given}, to, actor.signatory(), deed, now)
    return seat


def _categories(given: SeatPack) -> list[str]:
    return sorted(_TOLD | {pack.category_of(one.field) for one in given.items})


# ---- reading ----


@dataclass(frozen=True, slots=True)
class Sat:
    """A seat, open: its pack, and what was said from it."""

    seat: Seat
    given: SeatPack = field(repr=False)
    view: PanelView = field(repr=False)


def seat_of(actor: Actor, seat_id: UUID, of: type[About], *, lock: bool = False) -> Seat:
    """One's own seat of such a kind. Raises `NotHere`; `NotAllowed` where somebody changed it, or who sits there."""
    seat = found(actor, Seat, seat_id, "case__child", "decision", "conference", lock=lock)
    if not isinstance(about(seat), of):
        raise NotHere
    stated.need(seat.pk, seat)
    stated.need(seat.case_id, about(seat), seat.case)
    return seat


def look(actor: Actor, seat_id: UUID, of: type[About], now: datetime) -> Sat:
    """Open what was given to one's own seat. Raises as `seat_of`, and `NotNow` once its days are over."""
    seat = seat_of(actor, seat_id, of)
    need_time(seat, now)
    if not {*seat.categories} <= _live(ledger.unread(seat.case.child), now):  # whoever hid it then does not show it now
        raise NotHere
    with open_record(actor, apart.ref(seat), SIT, purpose=_PURPOSE, now=now, thing=seat) as opened:
        said = opened.try_read(seat, "dialogue") if seat.said_at else None
        return Sat(seat, opened.read(seat, "content"), said or PanelView())


def need_time(seat: Seat, now: datetime) -> None:
    """Raises `NotNow` once its days are over."""
    if now > seat.made_at + LASTS:
        raise NotNow(_("The two weeks for this are over. Ask whoever prepared it."))


def mine(actor: Actor, now: datetime) -> list[Seat]:
    """One's own seats at conferences that open now."""
    rows = live().filter(
        person=actor.person, case__org=actor.org, case__restricted=False, made_at__gte=now - LASTS,
        conference__held_on=None, conference__called_off_on=None,
    ).exclude(conference=None)  # fmt: skip
    seats = (one for one in rows.order_by("conference__planned_for", "pk") if stated.stands(one))
    held = [one for one in seats if stated.kept(one.case_id, [about(one)])]
    return [one for one in held if str(actor.person) in one.conference.attendees]  # type: ignore[union-attr]


# ---- ending ----


def live() -> QuerySet[Seat]:
    """Seats that have not ended."""
    return Seat.objects.filter(ended_at=None).select_related("case", "decision", "conference", "person")


def of(row: About) -> list[Seat]:
    """All seats that something ever had and that hold, in the order of names."""
    every = _about(Seat.objects.all(), row).select_related("case", "person").order_by("person__name", "pk")
    return [one for one in every if stated.stands(one)]


def _about(rows: QuerySet[Seat], row: About) -> QuerySet[Seat]:
    return rows.filter(conference=row) if isinstance(row, Conference) else rows.filter(decision=row)


def end(seats: Iterable[Seat], by: Signatory, now: datetime) -> None:
    """The pack of these goes, and the keys of whoever sat there; what they think stays for whoever works with the
    child. Needs no key."""
    for pk in sorted(one.pk for one in seats):
        _end(pk, by, now)


@transaction.atomic
def _end(pk: UUID, by: Signatory, now: datetime) -> None:
    """One of them, held; one that ended meanwhile ended once."""
    rows = live().select_for_update(of=("self",)).filter(pk=pk)
    for seat in rows:
        gone = [emptied(seat, "content"), *records.take_from(seat.pk, seat.person_id)]
        seat.ended_at = now
        seat.version += 1
        seat.save()
        journal.write(seat.pk, by, LEFT, at=now, items=[*gone, stated.item(seat)])
        clocks.stop(seat.pk, SEAT, now=now, done=seat.said_at is not None)


def end_of(row: About, by: Signatory, now: datetime) -> None:
    """All seats of it end: it is over, or others sit there."""
    end(_about(live(), row), by, now)


def end_due(now: datetime) -> None:
    """Whose days are over, or whose file is for nobody else any more; and the keys of whose help with the file ended.
    Key-less."""
    for seat in live().filter(Q(made_at__lt=now - LASTS) | Q(case__restricted=True) | Q(case__status__in=ENDED)):
        end([seat], keyfile.installation(seat.case.org_id), now)
    for seat in live():
        with transaction.atomic():
            keep_from([seat], keyfile.installation(seat.case.org_id), END_HELP, now)


def after(
    actor: Actor, case: Case, _opened: Opened | None, deed: str, now: datetime, _beside: Opened | None = None
) -> None:
    """Hears of each deed on a file: nobody sits for one that ended, or that is for named people only."""
    if case.restricted or case.status in ENDED:
        end(live().filter(case=case), actor.signatory(), now)
    elif deed in {ACCEPT, END_HELP}:
        keep_from(live().filter(case=case), actor.signatory(), deed, now)


def on_taken_back(
    sender: object, *, by: Signatory, case: Case, rows: Collection[Row], now: datetime, **_more: object
) -> None:
    """What the child does not let be told any more, nobody reads in their seat either (CM-39)."""
    allowed = _live(rows, now)
    end([one for one in live().filter(case=case) if not {*one.categories} <= allowed], by, now)


def keep_from(seats: Iterable[Seat], by: Signatory, deed: str, now: datetime) -> None:
    """What is said there is for whoever works with the child now: the keys by name of who did before, or helped, go.
    Needs no key."""
    for seat in seats:
        case = seat.case
        named = {UUID(bytes=who) for kind, who, *_more in records.holders(seat.pk) if kind == "user"}
        over = named - {seat.person_id, case.owner_id, case.supervisor_id}
        gone = [item for one in sorted(over) if helping(case, one) is None for item in records.take_from(seat.pk, one)]
        if gone:
            journal.write(seat.pk, by, deed, at=now, items=gone)
