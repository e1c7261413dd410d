"""Files that go through the six steps in tests, with what each step asks for."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from fanal.cases.approvals import approvals
from fanal.cases.closing.closing import ASKED_CHECKS
from fanal.cases.codes import Risk, SafeContact
from fanal.cases.course.moving import move, reported
from fanal.cases.facts import To
from fanal.cases.files import record, writing
from fanal.cases.files.approving import APPROVED
from fanal.cases.follow_ups.follow_ups import record_one
from fanal.cases.model.parts import Pair
from fanal.cases.models import Approval, Assessment, Case, FollowUp, Plan, PushFactor
from fanal.cases.planning import helping, planning
from fanal.cases.policy import WRITE
from tests.people import NOW, Cast

HOUR = timedelta(hours=1)
PUSH: dict[str, Any] = {
    "code": "debt",
    "level": "household",
    "source": "child_said",
    "state": "present",
    "no_action_reason": "waiting_list",
}
MET: dict[str, Any] = {"body": "Met at school"}


def step(cast: Cast, case: UUID, to: To, now: datetime = NOW, **said: Any) -> None:
    move(cast["marek"], case, to, said, now)


def is_met(cast: Cast, case: UUID, now: datetime = NOW) -> None:
    """The child was met, and it was said how they may be reached."""
    writing.add_note(cast["marek"], case, "contact", MET, now, reached=True)
    safe = {"channels_allowed": ("visit_school", "voice_call"), "words_to_use": "the reading club"}
    writing.set_safety(cast["marek"], case, SafeContact.AGREED_TIMES, safe, now)


def is_reported(cast: Cast, case: UUID, now: datetime = NOW) -> None:
    reported(cast["marek"], case, "Told the office", now)


def add(cast: Cast, case: UUID, table: type[Any], said: Mapping[str, Any], now: datetime = NOW, **clear: Any) -> Any:
    """A row of a file, as the deed of its concern leaves it."""
    actor = cast["marek"]
    with record.writing(actor, case, WRITE, now) as (row, opened):
        return record.add(opened, table(case=row, **record.by(actor, now), **clear), said)


def is_assessed(cast: Cast, case: UUID, now: datetime = NOW) -> Assessment:
    today = now.date()
    made: Assessment = add(
        cast, case, Assessment, {"child_views": "To stay in school", "child_present": True}, now,
        kind="initial", started_on=today, completed_on=today, instrument="initial@1", risk="low",
    )  # fmt: skip
    writing.set_risk(cast["marek"], case, Risk.LOW, {"body": "Quiet now"}, now)
    return made


def has_plan(cast: Cast, case: UUID, now: datetime = NOW) -> Plan:
    """An approved plan that answers the one thing that pushes the child."""
    if not PushFactor.objects.filter(case=case).exists():
        writing.add_push(cast["marek"], case, PUSH, now)
    marek, bao = cast["marek"], cast["bao"]
    wants = {"child_words": "Back to school", "starts": now.date()}
    plan = planning.begin(marek, case, wants, now)
    said = {"domain": "education", "need": "school", "goal": "Back in school", "indicator": "goes", "target": "goes",
            "who": "caseworker", "due": now.date()}  # fmt: skip
    goal = planning.add_goal(marek, case, said, now)
    help_ = {"type": "livelihood", "for_whom": "household", "goal": str(goal.pk)}
    helping.add(marek, case, help_ | {"phase": "care_plan", "timeframe": "within_7_days"}, now)
    agreed = {"child_agreed": "agreed", "child_agreed_why": "Yes"}
    planning.agree(marek, case, agreed, Plan.objects.get(pk=plan.pk).version, now)
    planning.ask(marek, case, now)
    asked = Approval.objects.get(case=case, subject=plan.pk, decision="")
    approvals.decide(bao, case, asked.pk, APPROVED, "", now)
    return plan


def acts(cast: Cast, case: Case, now: datetime = NOW) -> None:
    """From an open file to the plan that is acted on."""
    is_met(cast, case.pk, now)
    step(cast, case.pk, To.ASSESSMENT, now)
    is_reported(cast, case.pk, now)
    is_assessed(cast, case.pk, now)
    writing.add_push(cast["marek"], case.pk, PUSH, now)
    step(cast, case.pk, To.PLANNING, now)
    has_plan(cast, case.pk, now)
    step(cast, case.pk, To.IMPLEMENTATION, now)


CLOSES: dict[str, Any] = {
    "reason": "goals_met",
    "finding": "confirmed",
    "child_informed": True,
    "how_to_come_back": "Ask for the reading club, at the library",
}


def closes(after: date | None = None, **said: Any) -> dict[str, Any]:
    """What a worker says who asks to close a file: each check has its yes, but that the risk was low for so long."""
    checks = {one.value: "yes" for one in ASKED_CHECKS} | {"risk_low_for_90_days": "waived"}
    why = {"risk_low_for_90_days": "Her uncle is far away since May"}
    if after is None:
        checks["after_care_date_set"] = "waived"
        why["after_care_date_set"] = "She said no"
    reasons = tuple(Pair(*one) for one in why.items())
    return {
        **CLOSES, "checks": tuple(Pair(*one) for one in checks.items()), "waiver_reasons": reasons,
        "after_care_on": after, **said,
    }  # fmt: skip


def approves(cast: Cast, case: UUID, now: datetime, decision: str = "approved", who: str = "bao") -> None:
    """The supervisor decides on what was asked last."""
    row = Approval.objects.filter(case=case, decision="").latest("made_at")
    approvals.decide(cast[who], case, row.pk, decision, "Something is missing", now)


def follows_up(cast: Cast, case: UUID, now: datetime, result: str = "not_reached") -> None:
    """Each follow-up that is due gets a result."""
    for row in FollowUp.objects.filter(case=case, result=""):
        record_one(cast["marek"], case, row.pk, {"result": result}, now)
