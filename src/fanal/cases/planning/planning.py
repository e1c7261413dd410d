"""Deeds on the plan of a file. There is one at a time; once it was approved, its goals change by a new one, which has
the next number and takes over what goes on."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, as_seen, need
from fanal.cases.approvals import approvals
from fanal.cases.codes import GoalState
from fanal.cases.files import approving, record
from fanal.cases.files.files import Read, row_of
from fanal.cases.model import days
from fanal.cases.model.sealed import Said
from fanal.cases.models import Approval, Case, Goal, Plan, Service
from fanal.cases.planning import plans
from fanal.cases.planning.plans import Whole
from fanal.cases.planning.policy import PLAN
from fanal.network import api as network
from fanal.network.contracts import Actor

NEEDED: Final = ("domain", "need", "goal", "indicator", "target", "who", "due")
"""What every goal says."""
_CLEAR: Final = ("due", "push_factors")


# ---- the plan ----


def begin(actor: Actor, case_id: UUID, said: Said, now: datetime) -> Plan:
    """Begin the plan, or the next one where one was approved: its goals go on in the new one, and so does the help.
    Raises `NotHere`, `NotAllowed`, `NotNow` where one is being made already."""
    _need_words(said, network.day_at(actor.org, now))
    with record.writing(actor, case_id, PLAN, now) as (case, opened):
        whole = plans.read(opened, case)
        if whole.plan is not None and not was_approved(opened, case, whole.plan.row.pk):
            raise NotNow(_("There is a plan that nobody approved yet. Change that one."))
        row = Plan(case=case, number=_next_number(case), **_days(said), **record.by(actor, now))
        if whole.plan is not None and not opened.has("placement"):
            raise NotNow(_("Your keys do not open the safety plan, which goes on. The worker begins the next plan."))
        safety = {"safety_plan": whole.plan.said["safety_plan"]} if whole.plan else {}
        record.add(opened, row, _sealed(said) | safety)
        if whole.plan is not None:
            _take_over(opened, whole, row, actor, now)
            approvals.touched(opened, case, plans.APPROVED_AS, whole.plan.row.pk, now)
        _wishes(opened, case, said)
    return row


def _next_number(case: Case) -> int:
    """Also where somebody changed the plan before in the database."""
    taken = Plan.objects.filter(case=case).order_by("-number").values_list("number", flat=True).first()
    return (taken or 0) + 1


def _take_over(opened: Opened, whole: Whole, new: Plan, actor: Actor, now: datetime) -> None:
    """The old plan ends and stays as it is; goals that nobody gave up stand anew in the next, with their help."""
    assert whole.plan is not None
    old = whole.plan.row
    old.ended = network.day_at(opened.ref.org, now)
    record.kept(opened, old)
    for one in whole.standing:
        kept = {name: getattr(one.row, name) for name in ("due", "state_on", "push_factors")}
        row = Goal(case_id=new.case_id, plan=new, **kept, **record.by(actor, now))
        record.add(opened, row, {name: value for name, value in one.said.items() if value not in ("", ())})
        for help_ in plans.helps_of(whole, one):
            help_.row.goal = row
            record.kept(opened, help_.row)


def change(actor: Actor, case_id: UUID, said: Said, version: int, now: datetime) -> None:
    """What the child wants, and from when to when. Raises as `begin`, and where somebody was faster."""
    _need_words(said, network.day_at(actor.org, now))
    with record.writing(actor, case_id, PLAN, now) as (case, opened):
        row = _newest(opened, case, version)
        for name, value in _days(said).items():
            setattr(row, name, value)
        record.change(opened, row, _sealed(said))
        _wishes(opened, case, said)
        _changed(opened, case, row, now)


def agree(actor: Actor, case_id: UUID, said: Said, version: int, now: datetime) -> None:
    """What the child and the caregiver say to it. That they do not agree stops nothing: whoever approves sees it.
    Raises as `change` does."""
    need(
        (not said.get("child_agreed"), _("Answer this."), "child_agreed"),
        (
            not said.get("child_agreed_why"),
            _("Write what the child says, or why nobody could ask."),
            "child_agreed_why",
        ),
    )
    with record.writing(actor, case_id, PLAN, now) as (case, opened):
        row = _newest(opened, case, version)
        row.agreed_on = network.day_at(case.org_id, now)
        record.change(opened, row, said)
        _changed(opened, case, row, now)


def set_safety(actor: Actor, case_id: UUID, words: str, version: int, now: datetime) -> None:
    """How the child stays safe: read by whoever works with the child, and by the supervisor. Raises as `change`."""
    with record.writing(actor, case_id, PLAN, now) as (case, opened):
        row = _newest(opened, case, version)
        record.change(opened, row, {"safety_plan": words})
        _changed(opened, case, row, now)


def ask(actor: Actor, case_id: UUID, now: datetime) -> None:
    """Ask the supervisor to approve the plan as it is now. Raises `NotHere`, `NotAllowed`, `NotNow` with all that is
    missing."""
    with record.writing(actor, case_id, PLAN, now) as (case, opened):
        whole = plans.read(opened, case)
        if whole.plan is None:
            raise NotNow(_("There is no plan yet."))
        need(
            (not whole.plan.said["child_agreed"], _("Write down whether the child agrees, and why."), ""),
            (not whole.standing, _("The plan has no goal yet."), ""),
            (bool(unserved(whole)), _("Each goal needs a piece of help, or what child, caregiver or worker do."), ""),
        )
        approvals.ask_within(opened, case, plans.APPROVED_AS, whole.plan.row.pk, actor, now)


def unserved(whole: Whole) -> list[Read]:
    """Goals that nobody does anything for yet."""
    return [one for one in whole.standing if not plans.is_acted_on(whole, one)]


def was_approved(opened: Opened, case: Case, plan_id: UUID) -> bool:
    """Whether a plan was ever approved, also where it was changed since."""
    rows = Approval.objects.filter(case=case, subject=plan_id, decision=approving.APPROVED)
    return any(opened.holds(row) for row in rows)


# ---- goals ----


def goal_of(actor: Actor, case_id: UUID, goal_id: UUID) -> Goal:
    """A goal of a file that the person may see. Raises `NotHere`."""
    return row_of(actor, Goal, case_id, goal_id, "plan")


def add_goal(actor: Actor, case_id: UUID, said: Said, now: datetime) -> Goal:
    """One change wanted. Raises `NotHere`, `NotAllowed`, `NotNow` where the plan was approved: a new one is begun."""
    _need_goal(said, network.day_at(actor.org, now))
    with record.writing(actor, case_id, PLAN, now) as (case, opened):
        whole = plans.read(opened, case)
        plan = _being_made(opened, case, whole)
        need_known(whole, said)
        today = network.day_at(case.org_id, now)
        row = Goal(case=case, plan=plan, state_on=today, **_clear(said), **record.by(actor, now))
        record.add(opened, row, {"state": GoalState.NOT_STARTED.value} | without(said, *_CLEAR))
        approvals.touched(opened, case, plans.APPROVED_AS, plan.pk, now)
    return row


def change_goal(actor: Actor, case_id: UUID, goal_id: UUID, said: Said, version: int, now: datetime) -> None:
    """What it says now. Raises as `add_goal`, and where somebody was faster."""
    _need_goal(said, network.day_at(actor.org, now))
    with record.writing(actor, case_id, PLAN, now) as (case, opened):
        whole = plans.read(opened, case)
        plan = _being_made(opened, case, whole)
        row = held(opened, goal_of(actor, case.pk, goal_id), version)
        if row.plan_id != plan.pk:
            raise NotNow(_("This goal is of an earlier plan, which stays as it was."))
        need_known(whole, said)
        for name, value in _clear(said).items():
            setattr(row, name, value)
        record.change(opened, row, without(said, *_CLEAR))
        _changed(opened, case, row, now)


def say_goal(actor: Actor, case_id: UUID, goal_id: UUID, state: GoalState, version: int, now: datetime) -> None:
    """How far it is. The approval stays: what was agreed is the same. Raises as `change_goal`."""
    with record.writing(actor, case_id, PLAN, now) as (case, opened):
        row = held(opened, goal_of(actor, case.pk, goal_id), version)
        row.state_on = network.day_at(case.org_id, now)
        record.keep(opened, row, {"state": state.value})


# ---- what several share ----


def need_known(whole: Whole, said: Said) -> None:
    """Raises `NotNow` where it answers what is not a circumstance of this file."""
    known = {str(one.row.pk) for one in whole.factors}
    need((not set(said.get("push_factors") or ()) <= known, _("Choose from the list."), "push_factors"))


def without(said: Said, *clear: str) -> dict[str, Any]:
    """What is sealed of it."""
    return {name: value for name, value in said.items() if name not in clear}


def _need_words(said: Said, today: date) -> None:
    need(
        (not said.get("child_words"), _("Write what the child wants, in the child’s words."), "child_words"),
        (not said.get("starts"), _("Answer this."), "starts"),
        *days.lacks("plan", said, today),
    )


def _need_goal(said: Said, today: date) -> None:
    need(*((not said.get(name), _("Answer this."), name) for name in NEEDED), *days.lacks("goal", said, today))


def _clear(said: Said) -> dict[str, Any]:
    return {"due": said["due"], "push_factors": sorted(said.get("push_factors") or ())}


def _days(said: Said) -> dict[str, date | None]:
    return {name: said.get(name) for name in ("starts", "ends_planned")}


def _sealed(said: Said) -> dict[str, Any]:
    return without(said, "starts", "ends_planned")


def _wishes(opened: Opened, case: Case, said: Said) -> None:
    """What the child wants stands on top of the file."""
    record.change(opened, case, {"wishes": said["child_words"]})
    case.version += 1
    case.save(update_fields=["content", "version"])


def _newest(opened: Opened, case: Case, version: int) -> Plan:
    """The newest plan, as the person saw it. Raises `NotNow`."""
    whole = plans.read(opened, case)
    if whole.plan is None:
        raise NotNow(_("There is no plan yet."))
    row: Plan = whole.plan.row
    as_seen(row.version == version, row.version)
    return row


def _being_made(opened: Opened, case: Case, whole: Whole) -> Plan:
    """The newest plan, whose goals may change. Raises `NotNow` once it was approved."""
    if whole.plan is None:
        raise NotNow(_("There is no plan yet. Begin it first."))
    row: Plan = whole.plan.row
    if was_approved(opened, case, row.pk):
        raise NotNow(_("This plan was approved. To change its goals, begin the next plan: it takes over the goals."))
    return row


def held[R: (Goal, Service)](opened: Opened, row: R, version: int) -> R:
    """A row as the person saw it, that nobody changed in the database. Raises `NotNow`."""
    record.need_now(opened, row, version)
    return row


def _changed(opened: Opened, case: Case, row: Any, now: datetime) -> None:
    """A changed row is kept; an approval that does not hold any more is a duty."""
    row.version += 1
    row.save()
    plan = row.plan_id if isinstance(row, Goal) else row.pk
    approvals.touched(opened, case, plans.APPROVED_AS, plan, now)
