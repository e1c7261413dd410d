"""What a file is judged by when it may move: facts, read from its rows (`facts`, `flow`).

A row that somebody changed past Fanal, or that cannot be read, says nothing here.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from fanal.access.api import Opened
from fanal.cases import duties
from fanal.cases.assessing import known
from fanal.cases.codes import CheckAnswer, ClosureCheck, Milestone, Risk, SafeContact, Stage, Standing, Status
from fanal.cases.codes_work import ClosureReason
from fanal.cases.facts import Cause, Facts
from fanal.cases.files import ledger, rows
from fanal.cases.files.files import content
from fanal.cases.interests.interests import determination_open
from fanal.cases.models import Approval, Case, CaseLink, Closure, ContactSafety, FollowUp, Note
from fanal.cases.planning.facts import plan_facts
from fanal.cases.planning.plans import said as said_of
from fanal.contacts.api import country_info
from fanal.contacts.contracts import OUR_ROLE
from fanal.network import api as network
from fanal.network.contracts import OrgRef
from fanal.vocabulary.codes import DutyKind, Finding, YesNoUnknown

_KINDS = frozenset(DutyKind)


def facts(
    case: Case,
    of_child: Opened,
    of_case: Opened,
    now: datetime,
    said: Mapping[str, Any] | None = None,
    closure: Closure | None = None,
) -> Facts:
    """The facts of a file. `said`: what whoever moves it says besides (`cause`, `not_seen_why`). `closure`: the request
    to end it that is being written; else the newest."""
    told = said or {}
    closure = closure or next(iter(rows.of(of_case, Closure, case)), None)
    today = _org(of_case, case).day(now)
    follow_ups = rows.of(of_case, FollowUp, case)
    return Facts(
        child_seen=seen(of_case, case),
        not_seen_why=bool(told.get("not_seen_why")),
        cause=Cause(told["cause"]) if told.get("cause") else None,
        report_by_law=YesNoUnknown.YES if report_law(of_case, case, now) else YesNoUnknown.UNKNOWN,
        milestones=frozenset(Milestone(one.milestone) for one in follow_ups if one.milestone),
        open=_open(of_case, case, _pending(case, closure)),
        best_interests_open=determination_open(of_case, case),
        linked=any(one.undone_at is None for one in rows.of(of_case, CaseLink, case)),
        **_of_case(case, of_child, of_case, now, today),
        **asdict(known.facts(of_case, case)),
        **asdict(plan_facts(of_case, case, said_of(of_child, case.child), today)),
        **_of_closure(of_case, closure),
    )


def _of_case(case: Case, of_child: Opened, of_case: Opened, now: datetime, today: date) -> dict[str, Any]:
    """Where the file stands, who works on it, and on what ground."""
    return {
        "today": today,
        "stage": Stage(case.stage),
        "status": Status(case.status),
        "owner": case.owner_id,
        "supervisor": case.supervisor_id,
        "risk": Risk(case.risk) if case.risk else None,
        "ground": ledger.works(ledger.read(of_child, case.child), now),
        "safe_to_contact": SafeContact(case.child.safe_to_contact),
        "standing": _standing(of_case, case),
        "contact_checked": any(one.next_check >= today for one in rows.of(of_child, ContactSafety, case.child)[:1]),
    }


def _open(of_case: Opened, case: Case, pending: Collection[Any]) -> frozenset[DutyKind]:
    found = duties.due(case, opened=of_case)
    return frozenset(DutyKind(one.kind) for one in found if one.kind in _KINDS and one.subject not in pending)


def report_law(of_case: Opened, case: Case, now: datetime) -> Any:
    """The reviewed text on our duty to report, of the country where we work; None where nobody knows it."""
    return of_case.once(_law, lambda: _law(_org(of_case, case), now))


def _org(of_case: Opened, case: Case) -> OrgRef:
    return of_case.once(network.org, lambda: network.org_of(case.org))


def _law(org: OrgRef, now: datetime) -> Any:
    info = country_info(org.country)
    return info.duty_to_report(OUR_ROLE, org.day(now)) if info else None


def seen(of_case: Opened, case: Case) -> bool:
    """Whether somebody of us met the child."""
    if rows.of(of_case, Note, case, reached=True):
        return True
    return any(content(of_case, one, "personal").child_seen for one in rows.of(of_case, FollowUp, case))


def _standing(of_case: Opened, case: Case) -> Standing | None:
    said = content(of_case, case, "personal").standing
    return Standing(said) if said else None


def _pending(case: Case, closure: Closure | None) -> frozenset[Any]:
    """The duty to look at the end itself does not stand in its way."""
    if closure is None:
        return frozenset()
    return frozenset(Approval.objects.filter(case=case, subject=closure.pk, decision="").values_list("pk", flat=True))


def _of_closure(of_case: Opened, row: Closure | None) -> dict[str, Any]:
    """What the newest request to end says. Whether it is approved, the deed that approves it knows."""
    if row is None:
        return {}
    told = content(of_case, row, "content")
    answers = {ClosureCheck(check): CheckAnswer(answer) for check, answer in row.checks.items()}
    return {
        "reason": ClosureReason(row.reason),
        "finding": Finding(told.finding) if told.finding else None,
        "evidence": bool(told.evidence),
        "checks": answers | {ClosureCheck.SUPERVISOR_AGREES: CheckAnswer.YES},
        "waived_why": frozenset(ClosureCheck(one.key) for one in told.waiver_reasons),
    }
