"""Follow-ups: how the child is after one, three, six and twelve months, and whenever else somebody asked. Every answer
is one, also that the child did not want to (CM-30; docs/cases.md, "Follow-ups and contact")."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, as_seen, need
from fanal.cases import duties
from fanal.cases.child_side import child_side
from fanal.cases.codes import FollowUpResult, PushState, Status, Wellbeing
from fanal.cases.course import duties as clock
from fanal.cases.course import moving
from fanal.cases.files import files, record
from fanal.cases.follow_ups import duties as alarm
from fanal.cases.follow_ups.policy import FOLLOW_UP, HEARD
from fanal.cases.limits import MILESTONES
from fanal.cases.model.parts import Pair
from fanal.cases.model.sealed import Said
from fanal.cases.models import Case, FollowUp, Goal, Note, PushFactor
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor

AT_ONCE: Final = "urgent_intervention"
GOAL: Final = 0.8
"""The network's goal: results for so many of the follow-ups that were due."""
AFTER: Final = "after_closure"


def row_of(actor: Actor, case_id: UUID, row_id: UUID) -> FollowUp:
    """A follow-up of a file that the person may see. Raises `NotHere`."""
    return files.row_of(actor, FollowUp, case_id, row_id)


def check(said: Said) -> None:
    """Raises `NotNow` with everything that is missing: where the child was met, what was seen; else how it went."""
    met = said.get("result") == FollowUpResult.DONE
    need(
        (said.get("result") in {None, "", FollowUpResult.NOT_DUE}, _("Say how it went."), "result"),
        (met and said.get("child_seen") is None, _("Answer this."), "child_seen"),
        (bool(met and said.get("child_seen")) and said.get("child_seen_alone") is None, _("Answer this."),
         "child_seen_alone"),
        (met and not said.get("situation"), _("Answer this."), "situation"),
    )  # fmt: skip


def stood(case: Case) -> int:
    """A number that is another once a circumstance or a goal of the file is changed, or a new one is there."""
    versions = (table.objects.filter(case=case).values_list("version", flat=True) for table in (PushFactor, Goal))
    return sum(map(sum, versions))


def record_one(
    actor: Actor, case_id: UUID, row_id: UUID | None, said: Said, now: datetime, *, version: int | None = None
) -> FollowUp:
    """What became of a follow-up that is due (`row_id`), or of another contact. It writes how far goals are and what
    pushes the child where they stand, begins the next contact, and ends the file once nothing is due any more. Of a
    child in crisis whoever answers for the work hears at once. `version`: how goals and circumstances stood on the
    page on which they are said anew (`stood`).

    Raises `NotHere`, `NotAllowed`, `NotNow`. That nobody met the child is recorded also without a live ground: nothing
    about the child is in it.
    """
    check(said)
    met = said["result"] == FollowUpResult.DONE
    with record.writing(actor, case_id, FOLLOW_UP, now, grounded=met) as (case, opened):
        row = _row(opened, case, row_id, actor, now)
        if met and version is not None:
            as_seen(version == (now_so := stood(case)), now_so)
        row.result, row.mode = said["result"], said.get("mode") or ""
        row.done_on, row.next_due = network.day_at(case.org_id, now), said.get("next_due")
        kept = {name: value for name, value in said.items() if name not in _CLEAR}
        _save(opened, row, kept if met else {"note": kept.get("note", "")})
        _states(opened, PushFactor, case, said.get("push_factors_review", ()) if met else (), now)
        _states(opened, Goal, case, said.get("goals_review", ()) if met else (), now)
        _clocks(opened, case, row, met=bool(met and said.get("child_seen")), actor=actor, now=now)
        if met and in_crisis(said.get("situation"), said.get("wellbeing", ())):
            alarm.begin(case, row, now)
        if case.status == Status.FOLLOW_UP:
            moving.settle(actor, case, opened, FOLLOW_UP, now)
    return row


def in_crisis(situation: str | None, wellbeing: Iterable[Pair]) -> bool:
    """Whether what was seen asks somebody to act at once: it says so, or a part of the child's life is in crisis."""
    return situation == AT_ONCE or any(pair.value == Wellbeing.IN_CRISIS for pair in wellbeing)


def heard(actor: Actor, case_id: UUID, row_id: UUID, body: str, now: datetime) -> None:
    """Whoever answers for the work heard of a child in crisis, and says what was done. Raises `NotHere`, `NotAllowed`,
    `NotNow`."""
    need((not body.strip(), _("Write what was done."), "body"))
    with record.writing(actor, case_id, HEARD, now, grounded=False) as (case, opened):
        row = row_of(actor, case.pk, row_id)
        if not clocks.stop(row.pk, alarm.CRISIS, now=now):
            raise NotNow(_("This was written down already."))
        record.add(opened, Note(case=case, kind="decision", **record.by(actor, now)), {"body": body})
        if case.status == Status.FOLLOW_UP:
            moving.settle(actor, case, opened, HEARD, now)


_CLEAR: Final = frozenset({"result", "mode", "next_due", "type"})


def _row(opened: Opened, case: Case, row_id: UUID | None, actor: Actor, now: datetime) -> FollowUp:
    """The row of a follow-up that is due, or a new one. Who did it is who writes now."""
    if row_id is None:
        ended = case.status == Status.FOLLOW_UP
        return FollowUp(case=case, type=AFTER if ended else "in_care", **record.by(actor, now))
    row = row_of(actor, case.pk, row_id)
    if not opened.holds(row) or row.result:
        raise NotNow(_("A colleague wrote this down already."))
    return row


def _save(opened: Opened, row: FollowUp, said: Said) -> None:
    if row._state.adding:
        record.add(opened, row, said)
    else:
        record.keep(opened, row, said)


def _states(opened: Opened, table: Any, case: Case, pairs: Iterable[Pair], now: datetime) -> None:
    """Write the states that were said into the rows that they are about, where they are others now."""
    rows = {str(one.pk): one for one in table.objects.filter(case=case)}
    for pair in pairs:
        row = rows.get(pair.key)
        if row is None or not opened.holds(row):
            continue
        held = opened.try_read(row, "content")
        if held is None or (held.state == pair.value and table is PushFactor):
            continue
        today = network.day_at(case.org_id, now)
        if table is PushFactor:
            row.ended_on = today if pair.value == PushState.ENDED else None
        else:
            row.state_on = today
        record.keep(opened, row, {"state": pair.value})


def _clocks(opened: Opened, case: Case, row: FollowUp, *, met: bool, actor: Actor, now: datetime) -> None:
    clocks.stop(row.pk, clock.MILESTONE, now=now)
    if row.milestone and met and case.status == Status.OPEN:
        child_side.offer(case, now)
    if case.status == Status.FOLLOW_UP and not row.milestone:
        clocks.stop(case.pk, clock.AFTER_CARE, now=now)
    if met:
        clocks.stop(case.pk, duties.FIRST_CONTACT, now=now)
    if row.next_due is not None:
        need((row.next_due <= now, _("Choose a day that is still to come."), "next_due"))
        coming = FollowUp(case=case, type=row.type, due=row.next_due, **record.by(actor, now))
        coming.type = "in_care" if row.type == "milestone" else row.type
        record.add(opened, coming, {})
        duties.begin(clock.MILESTONE, case, now, row.next_due - now, subject=coming.pk)


# ---- what was reached ----


@dataclass(frozen=True, slots=True)
class Reached:
    """Of the follow-ups of a cohort: how many were due by now, and how many have a result."""

    due: int
    answered: int

    @property
    def holds(self) -> bool:
        """Whether the goal of the network is reached; where none was due, nobody can say (False)."""
        return self.due > 0 and self.answered >= GOAL * self.due


def cohort(org: UUID, today: date) -> Reached:
    """How the follow-ups of all files of an organisation stand that are not void (CM-30). One counts as due once the
    days are over that it may be late; one that has a result before then counts, too."""
    rows = FollowUp.objects.filter(case__org=org, due__isnull=False).exclude(case__status=Status.VOID)
    has = ~Q(result__in=["", FollowUpResult.NOT_DUE])
    midnight = datetime.combine(today, time(), UTC)
    late = (Q(milestone=one, due__lt=midnight - slack) for one, (_span, slack) in MILESTONES.items())
    counts = rows.filter(milestone__in=[*MILESTONES]).aggregate(
        due=Count("pk", filter=has | reduce(or_, late)), answered=Count("pk", filter=has)
    )
    return Reached(counts["due"], counts["answered"])
