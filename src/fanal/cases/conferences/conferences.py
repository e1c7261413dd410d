"""Case conferences: planned for a day, each of the staff who attends reads what was made for them and no file, and
afterwards whoever works with the child writes down what was decided (docs/cases.md, "Panels and conferences")."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, need, stated, visible
from fanal.cases.codes import ENDED
from fanal.cases.conferences.policy import CALL_OFF, GIVE, HELD, PLAN
from fanal.cases.files import record
from fanal.cases.files.files import File, row_of
from fanal.cases.model.sealed import Said
from fanal.cases.models import Case, Conference, Seat
from fanal.cases.packed import PackContent, SeatPack
from fanal.cases.seats import seats
from fanal.cases.seats.policy import over
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.passing.api import Preview

FEWEST: Final = 2
"""So many meet at least."""


def conference_of(actor: Actor, case_id: UUID, conference_id: UUID) -> Conference:
    """One of a file that the person may see. Raises `NotHere`."""
    return row_of(actor, Conference, case_id, conference_id, "case__owner", "case__supervisor", "made_by")


def may_attend(case: Case, row: Conference | None, now: datetime) -> dict[UUID, str]:
    """Who can be given something, by name (`seats.may_sit`): not the two who open the file as it is."""
    return seats.may_sit(case, _two(case), row.attendees if row else (), now)


def may_have_come(row: Conference, now: datetime) -> dict[UUID, str]:
    """Who can have been there, by name: the same, and the two."""
    return {**network.names(_two(row.case)), **may_attend(row.case, row, now)}


def _two(case: Case) -> set[UUID]:
    return {case.owner_id, case.supervisor_id}


# ---- before it ----


def plan(actor: Actor, case_id: UUID, said: Said, who: Collection[UUID], now: datetime) -> Conference:
    """Plan one: for which day, who of the staff attends, which guests. One at a time, so that the same form sent twice
    makes one (own). Raises `NotHere`, `NotAllowed`, `NotNow`."""
    with record.writing(actor, case_id, PLAN, now) as (case, opened):
        rows = Conference.objects.filter(case=case, held_on=None, called_off_on=None)
        if any(opened.holds(one) for one in rows):
            raise NotNow(_("A conference is planned already: change it, or call it off."))
        _need_plan(case, None, said, who, now)
        row = Conference(case=case, planned_for=said["planned_for"], attendees=_sorted(who), **record.by(actor, now))
        return record.add(opened, row, {"guests": tuple(said.get("guests") or ())})


def change(
    actor: Actor, case_id: UUID, conference_id: UUID, said: Said, who: Collection[UUID], version: int, now: datetime
) -> Conference:
    """Another day, others who attend, other guests. Where others attend, nobody reads what was given before. Raises as
    `plan`."""
    with _changing(actor, case_id, conference_id, PLAN, version, now) as (opened, row):
        _need_plan(row.case, row, said, who, now)
        before, row.attendees = row.attendees, _sorted(who)
        row.planned_for = said["planned_for"]
        record.change(opened, row, {"guests": tuple(said.get("guests") or ())})
        if row.attendees != before:
            seats.end_of(row, actor.signatory(), now)
    return row


def _need_plan(case: Case, row: Conference | None, said: Said, who: Collection[UUID], now: datetime) -> None:
    day: date | None = said.get("planned_for")
    before = row.planned_for if row else None
    past = day is not None and day != before and day < network.day_at(case.org_id, now)
    need(
        (day is None or past, _("Choose the day: today, or a day to come."), "planned_for"),
        (bool({*who} - {*may_attend(case, row, now)}), _("Choose people of the list: who is vetted."), "attendees"),
        (not who and not said.get("guests"), _("Say who attends: of the staff, or guests."), "attendees"),
    )


def _sorted(who: Collection[UUID]) -> list[str]:
    return sorted({str(one) for one in who})


@contextmanager
def _changing(
    actor: Actor, case_id: UUID, conference_id: UUID, deed: str, version: int, now: datetime, *, grounded: bool = True
) -> Iterator[tuple[Opened, Conference]]:
    with record.writing(actor, case_id, deed, now, grounded=grounded) as (case, opened):
        row = conference_of(actor, case.pk, conference_id)
        row.case = case
        _need_open(opened, row, version)
        yield opened, row
        row.version += 1
        row.save()


def _need_open(opened: Opened, row: Conference, version: int | None = None) -> None:
    record.need_now(opened, row, version)
    if over(row):
        raise NotNow(_("This conference is over, and stays as it is. Plan another one."))


def leaves(read: File, now: datetime) -> Preview[PackContent]:
    """What each who attends would get of an open file (`seats.leaves`)."""
    return seats.leaves(read, now)


def give(actor: Actor, case_id: UUID, conference_id: UUID, summary: str, seen: str, now: datetime) -> list[Seat]:
    """Each of the staff who attends gets the pack, as it was `seen`. Whoever had one before has none any more. Raises
    as `plan`."""

    def made_of(read: File) -> Preview[PackContent]:
        return leaves(read, now)

    with seats.giving(actor, case_id, GIVE, summary, seen, made_of, now) as (case, opened, made):
        row = conference_of(actor, case.pk, conference_id)
        row.case = case
        _need_open(opened, row)
        able = {str(one) for one in may_attend(case, row, now)}
        need(
            (not row.attendees, _("Nobody of the staff attends: guests get nothing in writing."), ""),
            (
                not {*row.attendees} <= able,
                _("Somebody who attends opens the file now, or works here no more. Choose anew."),
                "",
            ),
            *seats.ready(case, row.attendees, now),
        )
        seats.end_of(row, actor.signatory(), now)
        given = SeatPack(summary.strip(), tuple(made.leaves))
        return [seats.give(actor, row, UUID(one), given, GIVE, now) for one in row.attendees]


# ---- after it ----


def held(
    actor: Actor, case_id: UUID, conference_id: UUID, said: Said, who: Collection[UUID], version: int, now: datetime
) -> Conference:
    """It was held: on which day, who came, how the child took part, what was decided. Seats end. Raises as `plan`."""
    with _changing(actor, case_id, conference_id, HELD, version, now) as (opened, row):
        _need_held(row, said, who, now)
        row.held_on, row.attendees = said["held_on"], _sorted(who)
        names = ("guests", "child_part", "child_views", "decisions")
        record.change(opened, row, {name: said[name] for name in names if name in said})
        seats.end_of(row, actor.signatory(), now)
    return row


def _need_held(row: Conference, said: Said, who: Collection[UUID], now: datetime) -> None:
    case, day, came = row.case, said.get("held_on"), {*who}
    first, last = network.day_at(case.org_id, row.made_at), network.day_at(case.org_id, now)
    need(
        (
            day is None or not first <= day <= last,
            _("Write the day on which it was held: not before it was planned, and not after today."),
            "held_on",
        ),
        (bool(came - {*may_have_come(row, now)}), _("Choose people of the list."), "attendees"),
        (len(came) + len(said.get("guests") or ()) < FEWEST, _("Say who came: two people or more."), "attendees"),
        (not said.get("child_part"), _("Choose how the child took part."), "child_part"),
        (
            not said.get("child_views"),
            _("Write what the child thinks and wants, or why the child was not asked."),
            "child_views",
        ),
        (not said.get("decisions"), _("Write what was decided."), "decisions"),
    )


def call_off(actor: Actor, case_id: UUID, conference_id: UUID, version: int, now: datetime) -> None:
    """It is not held; seats end. Raises as `plan`."""
    with _changing(actor, case_id, conference_id, CALL_OFF, version, now, grounded=False) as (opened, row):
        row.called_off_on = network.day_at(row.case.org_id, now)
        opened.state(row)
        seats.end_of(row, actor.signatory(), now)


# ---- the day of whoever works with the child ----


def to_write_down(actor: Actor, now: datetime) -> list[Conference]:
    """Conferences of one's own files whose day has come, and of which nothing is written down."""
    mine = visible(actor, Case.objects.all()).filter(owner=actor.person).exclude(status__in=ENDED)
    rows = Conference.objects.filter(
        case__in=mine, held_on=None, called_off_on=None, planned_for__lte=network.day_at(actor.org, now)
    ).select_related("case")
    return [one for one in rows.order_by("planned_for", "pk") if stated.kept(one.case_id, [one])]
