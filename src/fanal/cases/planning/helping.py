"""Deeds on the help in a plan: what, for whom, by when, by whom; whether it was given, and whether it helped."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, Opened, need
from fanal.cases import push
from fanal.cases.approvals import approvals
from fanal.cases.codes import NoAction, ServiceState
from fanal.cases.directory import keeping
from fanal.cases.files import record
from fanal.cases.files.files import row_of
from fanal.cases.model import days
from fanal.cases.model.sealed import Said
from fanal.cases.models import Case, Goal, Service
from fanal.cases.planning import duties, plans
from fanal.cases.planning.facts import TO_COME
from fanal.cases.planning.planning import held, need_known, without
from fanal.cases.planning.plans import Whole
from fanal.cases.planning.policy import HELP
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import TransitionState as State

NEEDED: Final = ("type", "for_whom", "phase", "timeframe")
GIVEN: Final = (ServiceState.DELIVERED, ServiceState.PARTLY_DELIVERED, ServiceState.MISSED)
NOT_GIVEN: Final = (
    ServiceState.DECLINED_BY_CHILD,
    ServiceState.DECLINED_BY_PROVIDER,
    ServiceState.UNAVAILABLE,
    ServiceState.RECEIVED_ELSEWHERE,
    ServiceState.NOT_APPLICABLE,
    ServiceState.CANCELLED,
)
"""Why help does not come any more; what others give still counts as an answer (`push.NO_ANSWER`)."""
ASKED: Final = frozenset({ServiceState.REFERRED, ServiceState.ACCEPTED})
"""While somebody is asked, or said yes, the help is not changed to somebody else."""
CHANGED: Final = frozenset({ServiceState.MISSED, ServiceState.NO_ANSWER, ServiceState.DECLINED_BY_PROVIDER})
"""What did not come, and can be asked of somebody else."""
ASKABLE: Final = CHANGED | {ServiceState.PLANNED, ServiceState.SCHEDULED}
"""What somebody can be asked for."""
LIVE: Final = (State.DRAFT.value, State.OFFERED.value, State.ACCEPTED.value)
"""States in which somebody is asked, or helps."""
TO_CHANGE: Final = TO_COME | CHANGED
"""What can be planned otherwise."""
OPEN: Final = TO_CHANGE | {ServiceState.PARTLY_DELIVERED}
"""Help of which something can still come."""
_CLEAR: Final = ("goal", "phase", "timeframe", "state", "delivered_on", "push_factors")


def help_of(actor: Actor, case_id: UUID, help_id: UUID) -> Service:
    """A piece of help of a file that the person may see. Raises `NotHere`."""
    return row_of(actor, Service, case_id, help_id, "goal")


def need_askable(help_: Service, *, live: bool = False) -> None:
    """Raises `NotNow` where nobody can be asked for it now; `live`: whether somebody is asked already."""
    if live or help_.state not in ASKABLE:
        raise NotNow(_("This help is asked for already, or over."))


def add(actor: Actor, case_id: UUID, said: Said, now: datetime) -> Service:
    """Plan a piece of help. Raises `NotHere`, `NotAllowed`, `NotNow` for what is missing, and for a provider to whom
    nobody may be sent."""
    _need(said)
    with record.writing(actor, case_id, HELP, now) as (case, opened):
        whole = plans.read(opened, case)
        row = Service(case=case, state=_planned(said), **record.by(actor, now))
        _fill(row, said, _goal(whole, said))
        need_known(whole, said)
        _need_provider(actor, said, now)
        if duties.runs(case, row):
            row.due = said.get("appointment")
            duties.begin(case, row, now)
        record.add(opened, row, without(said, *_CLEAR))
        _touched(opened, case, whole, now)
    return row


def change(actor: Actor, case_id: UUID, help_id: UUID, said: Said, version: int, now: datetime) -> None:
    """What is planned now; its clock begins anew where the time or the day is another. Raises as `add` does, and where
    somebody was faster."""
    _need(said)
    with record.writing(actor, case_id, HELP, now) as (case, opened):
        whole = plans.read(opened, case)
        row = held(opened, help_of(actor, case.pk, help_id), version)
        _need_among(row, TO_CHANGE)
        before = plans.said(opened, row)
        is_other = said.get("provider") != before["provider"]
        if is_other and row.transition and row.state in ASKED:
            raise NotNow(_("They are asked for this help. Take it back there first."), "provider")
        goal = _goal(whole, said) if str(row.goal_id or "") != said.get("goal") else row.goal
        need_known(whole, said)
        if is_other:
            _need_provider(actor, said, now)
        is_other_day = (row.timeframe, before["appointment"]) != (said["timeframe"], said.get("appointment"))
        _fill(row, said, goal)
        if is_other or row.state in {ServiceState.PLANNED, ServiceState.SCHEDULED, ServiceState.MISSED}:
            row.state = _planned(said)
        if duties.runs(case, row) and (is_other_day or row.due is None):
            row.due = said.get("appointment")
            duties.begin(case, row, now)
        record.keep(opened, row, without(said, *_CLEAR))
        _touched(opened, case, whole, now)


def give(actor: Actor, case_id: UUID, help_id: UUID, said: Said, version: int, now: datetime) -> None:
    """It was given, in part, or did not take place; whether it helped. Raises as `change` does."""
    need(
        (said.get("state") not in set(GIVEN), _("Answer this."), "state"),
        (
            said.get("state") == ServiceState.DELIVERED and not said.get("delivered_on"),
            _("Say on which day."),
            "delivered_on",
        ),
        *days.lacks("service", said, network.day_at(actor.org, now)),
    )
    with record.writing(actor, case_id, HELP, now) as (case, opened):
        row = held(opened, help_of(actor, case.pk, help_id), version)
        _need_among(row, OPEN)
        row.state = said["state"]
        day: Any = said.get("delivered_on")
        row.delivered_on = day
        if row.state == ServiceState.DELIVERED:
            clocks.stop(row.pk, duties.SERVICE_DUE, now=now)
        record.keep(opened, row, without(said, *_CLEAR))


def end(actor: Actor, case_id: UUID, help_id: UUID, said: Said, version: int, now: datetime) -> None:
    """It will not be given, and why. Raises as `change` does."""
    need((said.get("state") not in set(NOT_GIVEN), _("Say why."), "state"))
    with record.writing(actor, case_id, HELP, now) as (case, opened):
        row = held(opened, help_of(actor, case.pk, help_id), version)
        _need_among(row, OPEN)
        row.state = said["state"]
        clocks.stop(row.pk, duties.SERVICE_DUE, now=now, done=row.state == ServiceState.RECEIVED_ELSEWHERE)
        record.keep(opened, row, without(said, *_CLEAR))


def lacking(actor: Actor, case_id: UUID, said: Said, now: datetime) -> Service:
    """No such help exists here: counted by its kind, and the reason at each circumstance that nothing else answers.
    Raises as `add` does."""
    need(*((not said.get(name), _("Answer this."), name) for name in ("type", "for_whom")))
    with record.writing(actor, case_id, HELP, now) as (case, opened):
        whole = plans.read(opened, case)
        need_known(whole, said)
        named = sorted(said.get("push_factors") or ())
        row = Service(case=case, state=ServiceState.UNAVAILABLE.value, push_factors=named, **record.by(actor, now))
        record.add(opened, row, without(said, *_CLEAR))
        for one in whole.factors:
            factor = next(factor for factor in plans.factors(whole) if factor.id == one.row.pk)
            if str(one.row.pk) in named and not push.answered_by(factor, plans.actions(whole)):
                record.keep(opened, one.row, {"no_action_reason": NoAction.NO_SERVICE_EXISTS.value})
        _touched(opened, case, whole, now)
    return row


def give_reason(
    actor: Actor, case_id: UUID, factor_id: UUID, reason: NoAction | None, version: int, now: datetime
) -> None:
    """Why nothing answers a circumstance: only while nothing does. None takes the reason away. Raises as `change`."""
    with record.writing(actor, case_id, HELP, now) as (case, opened):
        whole = plans.read(opened, case)
        one = next((one for one in whole.factors if one.row.pk == factor_id), None)
        factor = next((factor for factor in plans.factors(whole) if factor.id == factor_id), None)
        if one is None or factor is None:
            raise NotHere
        if reason and push.answered_by(factor, plans.actions(whole)):
            raise NotNow(_("Something in the plan answers this already."))
        held(opened, one.row, version)
        record.keep(opened, one.row, {"no_action_reason": reason.value if reason else ""})


def _need(said: Said) -> None:
    need(*((not said.get(name), _("Answer this."), name) for name in NEEDED))


def _need_among(row: Service, states: Collection[ServiceState]) -> None:
    need((row.state not in states, _("This help is over. Plan another."), ""))


def _need_provider(actor: Actor, said: Said, now: datetime) -> None:
    """Nobody is planned who is not in the directory, must not be used now, or does not give this help. Whether data may
    go there is another question (CM-27)."""
    if said.get("provider"):
        answer = keeping.may_help(actor.org, said["provider"], said["type"], network.day_at(actor.org, now))
        need((not answer, answer.words, "provider"))


def _goal(whole: Whole, said: Said) -> Goal | None:
    chosen = said.get("goal")
    found = next((one.row for one in whole.standing if str(one.row.pk) == chosen), None)
    need((bool(chosen) and found is None, _("Choose from the list."), "goal"))
    return found


def _planned(said: Said) -> str:
    return (ServiceState.SCHEDULED if said.get("appointment") else ServiceState.PLANNED).value


def _fill(row: Service, said: Said, goal: Goal | None) -> None:
    row.goal, row.phase, row.timeframe = goal, said["phase"], said["timeframe"]
    row.push_factors = sorted(said.get("push_factors") or ())


def _touched(opened: Opened, case: Case, whole: Whole, now: datetime) -> None:
    """An approval that does not hold any more is a duty."""
    if whole.plan is not None:
        approvals.touched(opened, case, plans.APPROVED_AS, whole.plan.row.pk, now)
