"""The six steps of a file: the one place where a stage or a status changes (CM-15). What a move needs says `flow`, from
facts that `reading` finds; nothing here decides for a person."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, need, open_record
from fanal.cases import duties, flow
from fanal.cases.access_terms import child_ref
from fanal.cases.codes import Milestone, Standing, Status
from fanal.cases.codes_work import ClosureReason
from fanal.cases.course import duties as clock
from fanal.cases.course import reading
from fanal.cases.course.policy import MOVE, READ_CONCERN, REPORTED
from fanal.cases.facts import Cause, Facts, To
from fanal.cases.files import files, record, rows
from fanal.cases.flow import Moved
from fanal.cases.keeping import keeping
from fanal.cases.model.sealed import Said
from fanal.cases.models import Case, Closure, FollowUp, Note, Plan
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose, DutyKind
from fanal.vocabulary.words import gettext_noop

STEPS: Final = (To.ASSESSMENT, To.PLANNING, To.IMPLEMENTATION, To.REVIEW)
"""Where whoever works with the child moves a file to."""
CAUSES: Final[Mapping[Cause, str]] = {
    Cause.NEW_CONCERN: gettext_noop("Somebody told us something new"),
    Cause.NEW_ACT: gettext_noop("The child was harmed again, or told of more"),
    Cause.PLACEMENT: gettext_noop("The child lives somewhere else now"),
    Cause.RISK_RAISED: gettext_noop("The risk is greater"),
}
"""Why a child is looked at anew; the worker says which."""
_FIELDS: Final = {"child_seen": "not_seen_why"}
"""By what is missing, the field of `Said` that answers it, where its name is another."""


def move(actor: Actor, case_id: UUID, to: To, said: Said, now: datetime) -> None:
    """Move a file to its next step. `said`: `cause` of looking anew, or `not_seen_why` where the child could not be
    seen. Raises `NotHere`, `NotAllowed`, and `NotNow` with everything that is missing."""
    need((to not in STEPS, _("From where the file stands it does not go there."), ""))
    with record.writing(actor, case_id, MOVE, now, grounded=False) as (case, opened):
        facts = facts_of(actor, case, opened, MOVE, now, said)
        go(opened, case, facts, to, now)
        if body := _why(said):
            record.add(opened, Note(case=case, kind="decision", **record.by(actor, now)), {"body": body})
        if facts.cause is Cause.NEW_CONCERN:
            clocks.stop(case.pk, duties.NEW_CONCERN, now=now)


def _why(said: Said) -> str:
    cause = _(CAUSES[Cause(said["cause"])]) if said.get("cause") else ""
    return "\n".join(filter(None, (cause, said.get("not_seen_why", ""))))


def facts_of(actor: Actor, case: Case, of_case: Opened, deed: str, now: datetime, said: Said | None = None) -> Facts:
    """The facts of a file that is open to be written: the child's record is opened beside it."""
    return known(actor, case, of_case, deed, now, said)[0]


def known(
    actor: Actor,
    case: Case,
    of_case: Opened,
    deed: str,
    now: datetime,
    said: Said | None = None,
    closure: Closure | None = None,
) -> tuple[Facts, int | None]:
    """As `facts_of`, with the age of the child now. `closure`: the request to end the file that is being written."""
    purpose = AccessPurpose.CASEWORK
    with open_record(actor, child_ref(case.child), deed, purpose=purpose, now=now, thing=case) as of_child:
        facts = reading.facts(case, of_child, of_case, now, said, closure)
        age = files.content(of_child, case.child, "personal").age_at_intake
        return facts, None if age is None else age + (facts.today - case.opened_on).days // 365


def go(opened: Opened, case: Case, facts: Facts, to: To, now: datetime, age: int | None = None) -> Moved:
    """Make a move of a file, inside `record.writing`, with the duties that end and begin; one that ends has its last
    day, for which `age` is needed. Raises `NotNow` with everything that is missing."""
    lacks = flow.missing(facts, to)
    need(*((True, _(one.words), _FIELDS.get(one.code, one.code)) for one in lacks))
    moved = flow.move(facts, to)
    case.stage, case.status = moved.stage.value, moved.status.value
    case.version += 1
    if to in {To.CLOSURE, To.TRANSFERRED, To.VOID}:
        whole = to is not To.VOID or facts.reason is ClosureReason.DUPLICATE
        keeping.time_out(case, facts.standing or Standing.AT_RISK, age, facts.today, whole=whole)
    opened.state(case)
    case.save(update_fields=["stage", "status", "version", *_ENDS])
    duties.follow(
        case, moved, now, at=_days(opened, case, now), milestones=_follow_ups(opened, case, moved, now),
        done=to is not To.VOID and facts.reason is not ClosureReason.DIED,
    )  # fmt: skip
    return moved


def back(opened: Opened, case: Case, status: Status, kept: tuple[str, date | None], now: datetime) -> None:
    """A file that was joined into another is again what it was: the one way back from void, inside `record.writing`.
    `kept`: until when it was kept, and as what. Which duties begin again, the caller knows."""
    need((case.status != Status.VOID, _("From where the file stands it does not go there."), ""))
    case.status, (case.retention_class, case.erase_on) = status.value, kept
    case.version += 1
    opened.state(case)
    case.save(update_fields=["status", "version", *_ENDS])
    clocks.stop(case.pk, clocks.kind(DutyKind.RETENTION_ACTION), now=now, done=False)


_ENDS: Final = ("retention_class", "erase_on")
"""Until when a file that ends is kept."""


def _days(opened: Opened, case: Case, now: datetime) -> dict[DutyKind, datetime]:
    """When duties are due that a day decides."""
    closure = next(iter(rows.of(opened, Closure, case)), None)
    days = {
        DutyKind.AFTER_CARE_CONTACT: closure.after_care_on if closure else None,
        DutyKind.RETENTION_ACTION: case.erase_on,
    }
    return {kind: datetime.combine(day, now.timetz()) for kind, day in days.items() if day}


def _follow_ups(opened: Opened, case: Case, moved: Moved, now: datetime) -> dict[Milestone, duties.Follow]:
    """A row for each follow-up that begins, counted from the day on which the plan begins."""
    starts = next((one.starts for one in _plans(opened, case) if one.starts), network.day_at(case.org_id, now))
    made: dict[Milestone, duties.Follow] = {}
    for one in moved.begins:
        if one.milestone and one.span:
            due = one.span.after(datetime.combine(starts, now.timetz()))
            by = {"made_by_id": opened.by.actor, "made_at": now}
            row = FollowUp(case=case, type="milestone", milestone=one.milestone.value, due=due, **by)
            made[one.milestone] = (record.add(opened, row, {}).pk, due)
    return made


def _plans(opened: Opened, case: Case) -> list[Plan]:
    return sorted(rows.of(opened, Plan, case), key=lambda one: one.number, reverse=True)


def settle(actor: Actor, case: Case, opened: Opened, deed: str, now: datetime) -> None:
    """A file that is followed up is closed once nothing of it is due any more. Inside `record.writing`."""
    facts = facts_of(actor, case, opened, deed, now)
    if not flow.missing(facts, To.CLOSED):
        go(opened, case, facts, To.CLOSED, now)


# ---- beside the steps ----


def reported(actor: Actor, case_id: UUID, body: str, now: datetime) -> None:
    """What was done about the duty to report: to whom, or what a lawyer said. Raises as `move` does, and `NotNow` where
    nothing of it is due."""
    need((not body, _("Write what was done."), "body"))
    with record.writing(actor, case_id, REPORTED, now, grounded=False) as (case, opened):
        if not clocks.stop(case.pk, clock.MANDATED_REPORT, now=now):
            raise NotNow(_("This was written down already."))
        record.add(opened, Note(case=case, kind="decision", **record.by(actor, now)), {"body": body})


def read_concern(actor: Actor, case_id: UUID, body: str, now: datetime) -> None:
    """Somebody read a concern that came to an open file, and says what follows. Raises as `reported` does."""
    need((not body, _("Write what follows from it."), "body"))
    with record.writing(actor, case_id, READ_CONCERN, now, grounded=False) as (case, opened):
        if not clocks.stop(case.pk, duties.NEW_CONCERN, now=now):
            raise NotNow(_("A colleague read it already."))
        record.add(opened, Note(case=case, kind="decision", **record.by(actor, now)), {"body": body})
