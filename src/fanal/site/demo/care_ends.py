"""How files of the demonstration end: goals are met, a child has had enough, a mistake; one comes back."""

from datetime import datetime, timedelta
from typing import Any

from fanal.cases.closing import closing, reopening
from fanal.cases.codes import CheckAnswer, ClosureCheck, GoalState, PushState, Risk, Status
from fanal.cases.codes_work import ClosureReason
from fanal.cases.course import moving
from fanal.cases.files import writing
from fanal.cases.follow_ups import follow_ups
from fanal.cases.model.parts import Pair
from fanal.cases.models import PushFactor, Service
from fanal.cases.planning import helping
from fanal.clocks import api as clocks
from fanal.site.demo import care_words as words
from fanal.site.demo.care_steps import Walk, say_goals, supervisor_reads
from fanal.vocabulary.codes import Finding

_SOON = timedelta(minutes=5)
_AFTER = timedelta(days=85)


def all_is_reached(walk: Walk, now: datetime) -> None:
    """In the review: goals are met, help is given, nothing pushes any more, the risk is low."""
    worker, case = walk.worker(), walk.case
    writing.add_note(worker, case, "contact", {"body": walk.one_of(words.MET)}, now, reached=True)
    say_goals(walk, GoalState.MET, now + _SOON)
    for help_ in Service.objects.filter(case=case, state__in=("planned", "partly_delivered")):
        said = {"state": "delivered", "delivered_on": now.date(), "outcome": "need_met"}
        helping.give(worker, case, help_.pk, said, help_.version, now + _SOON)
    for push in PushFactor.objects.filter(case=case):
        writing.change_push(worker, case, push.pk, {"state": PushState.ENDED.value}, push.version, now + 2 * _SOON)
    writing.set_risk(walk.supervisor(), case, Risk.LOW, {"body": words.QUIETER}, now + 3 * _SOON)
    supervisor_reads(walk, now + 4 * _SOON)
    if clocks.open_duties(files=[case], kinds=[clocks.kind("case_new_concern")]):
        moving.read_concern(worker, case, words.QUIETER, now + 4 * _SOON)


def asks_to_close(walk: Walk, now: datetime) -> None:
    closing.ask_to_close(walk.worker(), walk.case, _said(ClosureReason.GOALS_MET, now), now)


def _said(reason: ClosureReason, now: datetime) -> dict[str, Any]:
    checks = dict.fromkeys(closing.ASKED_CHECKS, CheckAnswer.YES)
    checks[ClosureCheck.RISK_LOW_FOR_90_DAYS] = CheckAnswer.WAIVED
    waived: tuple[Pair, ...] = (Pair(ClosureCheck.RISK_LOW_FOR_90_DAYS.value, words.QUIETER),)
    if reason is ClosureReason.CHILD_WITHDREW:
        for one in (ClosureCheck.GOALS_REVIEWED, ClosureCheck.AFTER_CARE_DATE_SET):
            checks[one] = CheckAnswer.WAIVED
            waived += (Pair(one.value, words.NO_MORE),)
    after = checks[ClosureCheck.AFTER_CARE_DATE_SET] is CheckAnswer.YES
    return {
        "reason": reason.value, "finding": Finding.CONFIRMED.value, "child_informed": True,
        "how_to_come_back": words.COMES_BACK, "waiver_reasons": waived,
        "checks": tuple(Pair(one.value, answer.value) for one, answer in checks.items()),
        "after_care_on": (now + _AFTER).date() if after else None,
        "outcomes": (Pair("safety", "holding"), Pair("education", "doing_well")),
    }  # fmt: skip


def last_contact(walk: Walk, now: datetime) -> None:
    """The contact after the end: once nothing is due any more, the file is closed by it."""
    if walk.row().status == Status.FOLLOW_UP:
        follow_ups.record_one(walk.worker(), walk.case, None, {"result": "child_declined"}, now)


def withdraws(walk: Walk, now: datetime) -> None:
    """The child has had enough of us: help that goes on is said, and the file ends early."""
    for help_ in Service.objects.filter(case=walk.case, state__in=("planned", "partly_delivered")):
        said = {"state": "declined_by_child"}
        helping.end(walk.worker(), walk.case, help_.pk, said, help_.version, now - _SOON)
    supervisor_reads(walk, now - _SOON)
    closing.ask_to_close(walk.worker(), walk.case, _said(ClosureReason.CHILD_WITHDREW, now), now)


def was_a_mistake(walk: Walk, now: datetime) -> None:
    closing.ask_to_void(walk.worker(), walk.case, words.MISTAKE, now)


def comes_back(walk: Walk, now: datetime) -> None:
    """A further file of the same child, with the same two people."""
    case = walk.row()
    said = {
        "worker": case.owner_id, "supervisor": case.supervisor_id, "risk": Risk.MEDIUM.value, "why": words.CAME_BACK,
    }  # fmt: skip
    reopening.reopen(walk.supervisor(), case.pk, said, now)
