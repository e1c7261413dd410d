"""The end of a file: the worker asks with every check answered, a supervisor approves that very content, and the file
is followed up or closed. One that was opened by mistake is void by two people (docs/cases.md, "Closing")."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, need
from fanal.cases import duties, flow
from fanal.cases.approvals.policy import DECIDE
from fanal.cases.child_side.duties import OFFER
from fanal.cases.closing import history
from fanal.cases.closing.policy import ASK_CLOSE, ASK_VOID
from fanal.cases.codes import CheckAnswer, ClosureCheck, Status
from fanal.cases.codes_work import ClosureReason
from fanal.cases.course import moving
from fanal.cases.facts import To
from fanal.cases.files import approving, files, record
from fanal.cases.files.approving import APPROVED
from fanal.cases.model.sealed import Said
from fanal.cases.models import Approval, Case, Closure, Note
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import Finding
from fanal.web.api import apart

CLOSURE, VOID = "closure", "void"
"""As approvals name them."""
ASKED_CHECKS: Final = tuple(one for one in ClosureCheck if one is not ClosureCheck.SUPERVISOR_AGREES)
"""What the worker answers; the last check is the approval."""
_CLEAR: Final = frozenset({"reason", "checks", "after_care_on"})


# ---- closing ----


def ask_to_close(actor: Actor, case_id: UUID, said: Said, now: datetime) -> Closure:
    """The worker asks to close a file. `said`: the fields of `closure`, its maps as pairs. Nothing but the approval may
    be missing. Raises `NotHere`, `NotAllowed`, `NotNow` with everything that is missing."""
    _check(said)
    with record.writing(actor, case_id, ASK_CLOSE, now, grounded=False) as (case, opened):
        _need_low(case, said, network.day_at(case.org_id, now))
        row = _add(opened, case, said, actor, now)
        facts, _age = moving.known(actor, case, opened, ASK_CLOSE, now, closure=row)
        lacks = flow.missing(replace(facts, closure_approved=True), To.CLOSURE)
        need(*((True, _words(one), _FIELDS.get(one.code, "")) for one in lacks))
        approving.ask(opened, case, CLOSURE, row.pk, _content(opened, case, row), actor, now)
    return row


def _need_low(case: Case, said: Said, today: date) -> None:
    """That the risk has been low so long is not believed where the file says something else. Raises `NotNow`."""
    answers = {pair.key: pair.value for pair in said["checks"]}
    early = case.low_since is None or case.low_since > today - history.LOW_FOR
    words = _("The file says that the risk was not low for 90 days. Leave it out, with the reason.")
    need((answers.get(ClosureCheck.RISK_LOW_FOR_90_DAYS) == CheckAnswer.YES and early, words,
          f"checks_{ClosureCheck.RISK_LOW_FOR_90_DAYS}"))  # fmt: skip


_FIELDS: Final = {"closure_reason": "reason", "own_way": "reason", "too_early": "reason", "finding": "finding",
                  "evidence": "evidence", "checks": "checks"}  # fmt: skip


def _words(one: flow.Missing) -> str:
    """What is missing; of tasks which, but what a child said past the worker."""
    tasks = [_(clocks.kind(code).words) for code in one.detail if one.code == "duties" and code not in duties.FOR_FEW]
    return f"{_(one.words)} {apart(tasks)}".strip()


def _check(said: Said) -> None:
    answers = {pair.key: pair.value for pair in said.get("checks", ())}
    reasons = {pair.key for pair in said.get("waiver_reasons", ())}
    date_set = answers.get(ClosureCheck.AFTER_CARE_DATE_SET) == CheckAnswer.YES
    need(
        (not said.get("reason"), _("Say why the file ends."), "reason"),
        (not said.get("finding"), _("Say what was found."), "finding"),
        (said.get("finding") == Finding.BAD_FAITH and not said.get("evidence"),
         _("That somebody spoke in bad faith needs evidence."), "evidence"),
        *((not answers.get(one), _("Answer this."), f"checks_{one}") for one in ASKED_CHECKS),
        *((answers.get(one) == CheckAnswer.WAIVED and one not in reasons, _("Write why this is left out."),
           f"waiver_reasons_{one}") for one in ASKED_CHECKS),
        (date_set and not said.get("after_care_on"), _("Choose the day on which we ask again."), "after_care_on"),
        (said.get("child_informed") is None, _("Answer this."), "child_informed"),
        (not said.get("how_to_come_back"), _("Write how the child can come back."), "how_to_come_back"),
    )  # fmt: skip


def _add(opened: Opened, case: Case, said: Said, actor: Actor, now: datetime) -> Closure:
    row = Closure(
        case=case, reason=ClosureReason(said["reason"]).value, requested_on=network.day_at(case.org_id, now),
        checks={pair.key: pair.value for pair in said.get("checks", ())}, **record.by(actor, now),
    )  # fmt: skip
    day: Any = said.get("after_care_on")
    row.after_care_on = day
    return record.add(opened, row, {name: value for name, value in said.items() if name not in _CLEAR})


def content(opened: Opened, case: Case, subject: UUID) -> Mapping[str, Any] | None:
    """All that is approved of a request to end a file; None where there is none."""
    row = Closure.objects.filter(pk=subject, case=case).first()
    return _content(opened, case, row) if row is not None and opened.holds(row) else None


def _content(opened: Opened, case: Case, row: Closure) -> Mapping[str, Any]:
    told, kept = files.content(opened, row, "content"), files.content(opened, row, "personal")
    return {
        "reason": row.reason,
        "checks": row.checks,
        "after_care_on": row.after_care_on,
        "finding": told.finding,
        "evidence": told.evidence,
        "waiver_reasons": {one.key: one.value for one in told.waiver_reasons},
        "outcomes": {one.key: one.value for one in told.outcomes},
        "child_informed": kept.child_informed,
        "how_to_come_back": kept.how_to_come_back,
        "risks": [[day.isoformat(), risk, str(who or "")] for day, risk, who in history.risks(opened, case)],
        "crises": [day.isoformat() for day in history.crises(opened, case)],
    }


def closed(opened: Opened, case: Case, row: Approval, actor: Actor, now: datetime) -> None:
    """What follows where a supervisor approved the end. Raises `NotNow` where something came up meanwhile."""
    if row.decision == APPROVED:
        closure = Closure.objects.get(pk=row.subject)
        facts, age = moving.known(actor, case, opened, DECIDE, now, closure=closure)
        moving.go(opened, case, replace(facts, closure_approved=True), To.CLOSURE, now, age)
        _ended(opened, closure, now)


def _ended(opened: Opened, closure: Closure, now: datetime) -> None:
    closure.closed_on = network.day_at(closure.case.org_id, now)
    opened.state(closure)
    closure.save(update_fields=["closed_on"])
    clocks.stop(closure.case_id, OFFER, now=now, done=False)  # asked before it ended: a check of its own


# ---- opened by mistake ----


def ask_to_void(actor: Actor, case_id: UUID, why: str, now: datetime) -> Closure:
    """Worker or supervisor asks to end a file that was opened by mistake; a second person confirms it. Where the child
    has another file the two are joined (`merging`). Raises `NotHere`, `NotAllowed`, `NotNow`."""
    need((not why.strip(), _("Write what happened."), "why"))
    with record.writing(actor, case_id, ASK_VOID, now, grounded=False, ended=True) as (case, opened):
        if case.status == Status.VOID:
            raise NotNow(_("This file is void already."))
        record.add(opened, Note(case=case, kind="decision", **record.by(actor, now)), {"body": why})
        row = _add(opened, case, {"reason": ClosureReason.OTHER}, actor, now)
        approving.ask(opened, case, VOID, row.pk, _content(opened, case, row), actor, now)
    return row


def voided(opened: Opened, case: Case, row: Approval, actor: Actor, now: datetime) -> None:
    """What follows where a second person confirmed the mistake."""
    if row.decision == APPROVED:
        closure = Closure.objects.get(pk=row.subject)
        make_void(opened, case, actor, DECIDE, now, closure=closure)
        _ended(opened, closure, now)


def make_void(
    opened: Opened, case: Case, actor: Actor, deed: str, now: datetime, *, closure: Closure | None = None
) -> flow.Moved:
    """End a file that two people want void: what waits for approval waits no more. Without `closure` it was joined into
    another file, to which a link stands in it."""
    for other in Approval.objects.filter(case=case, decision=""):
        clocks.stop(other.pk, duties.APPROVAL, now=now, done=False)
    facts, age = moving.known(actor, case, opened, deed, now, closure=closure)
    reason = facts.reason if closure else ClosureReason.DUPLICATE
    moved = moving.go(opened, case, replace(facts, two_people=True, reason=reason), To.VOID, now, age)
    clocks.stop(case.pk, OFFER, now=now, done=False)
    return moved
