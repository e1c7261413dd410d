"""Clocks of files (docs/cases.md): what is due, for how long, and who hears of it then."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from fanal.access.api import Opened
from fanal.cases import limits
from fanal.cases.codes import Milestone, Risk
from fanal.cases.flow import Moved
from fanal.cases.models import Case
from fanal.cases.sight_table import Eye
from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind, Own, register
from fanal.clocks.contracts import DutyRef, Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary import codes
from fanal.vocabulary.words import gettext_noop

_AT_ONCE, _HOUR, _DAY = timedelta(0), timedelta(hours=1), timedelta(days=1)
_TEAM = Target.team(RingKind.CASEWORK)
_LEAD, _MANAGER = Target.role(Role.SUPERVISOR), Target.role(Role.MANAGER)
_SAFEGUARDING = Target.role(Role.SAFEGUARDING_LEAD)
CHAIN_A = (Step(_AT_ONCE, _LEAD), Step(_HOUR, _SAFEGUARDING, share=25), Step(4 * _HOUR, _MANAGER, share=50))
CHAIN_B = (Step(_DAY, _LEAD), Step(7 * _DAY, _MANAGER))

_MOST = 1000


def due(case: Case, *kinds: DutyKind, opened: Opened | None = None) -> list[DutyRef]:
    """What is due of a file, or what of it is of these kinds. `opened`: its record, where it is open."""

    def every() -> list[DutyRef]:
        return clocks.open_duties(org=case.org_id, files=[case.pk], limit=_MOST)

    codes = {kind.code for kind in kinds}
    found = every() if opened is None else opened.once(due, every)
    return [one for one in found if not codes or one.kind in codes]


FIRST_CONTACT = register(
    DutyKind("first_contact", gettext_noop("Reach the child for the first time"), _DAY, _TEAM, CHAIN_A, own=Own.SHORTER)
)
SIGN_GROUND = register(
    DutyKind(
        "sign_ground", gettext_noop("Look at why we work without consent, and sign it or not"), _DAY,
        Target.team(RingKind.SUPERVISORS), (Step(_AT_ONCE, _SAFEGUARDING), Step(4 * _HOUR, _MANAGER)),
        own=Own.SHORTER,
    )
)  # fmt: skip
CONTACT_SAFETY = register(
    DutyKind(
        "contact_safety_check", gettext_noop("Check how the child may safely be reached"), 30 * _DAY, _TEAM, CHAIN_B,
        calendar=True, own=Own.SHORTER,
    )
)  # fmt: skip
RISK_REVIEW = register(
    DutyKind("risk_review", gettext_noop("Look at the risk again"), 7 * _DAY, _TEAM, CHAIN_B, own=Own.SHORTER)
)
LOOKED_AT = register(
    DutyKind(
        "file_looked_at", gettext_noop("A colleague read a file that is not theirs: see who, and why"), 7 * _DAY,
        Target.team(RingKind.SUPERVISORS), (Step(_AT_ONCE, _SAFEGUARDING),),
    )
)  # fmt: skip
OPENED_ON_CALL = register(
    DutyKind(
        "file_opened_on_call", gettext_noop("Somebody on call opened a file: see who, and why"), 7 * _DAY,
        Target.team(RingKind.SUPERVISORS), (Step(_AT_ONCE, _SAFEGUARDING),), alert=True,
    )
)  # fmt: skip
NEW_CONCERN = register(
    DutyKind("case_new_concern", gettext_noop("A new concern came to a file: read it"), _DAY, _TEAM, CHAIN_A)
)
OPEN_AGAIN = register(
    DutyKind(
        "file_open_again", gettext_noop("A child may have come back: see whether to open the file again"), _DAY,
        Target.team(RingKind.SUPERVISORS), CHAIN_A,
    )
)  # fmt: skip
CONSENT_RENEWAL = register(
    DutyKind(
        "consent_renewal", gettext_noop("Renew the ground on which we work with the child"), 7 * _DAY, _TEAM, CHAIN_B,
        own=Own.SHORTER,
    )
)  # fmt: skip
APPROVAL = register(
    DutyKind(
        "approval_answer", gettext_noop("Look at what a worker asks you to approve"), _DAY,
        Target.team(RingKind.SUPERVISORS), CHAIN_B, own=Own.SHORTER,
    )
)  # fmt: skip
LAPSED = register(
    DutyKind(
        "approval_lapsed", gettext_noop("What was approved has changed: ask for approval again"), _DAY, _TEAM, CHAIN_B,
        own=Own.SHORTER,
    )
)  # fmt: skip
EACH_OTHER = register(
    DutyKind(
        "approved_each_other", gettext_noop("Two people approve each other’s work: look at it"), 7 * _DAY, _MANAGER,
        (Step(7 * _DAY, _SAFEGUARDING),),
    )
)  # fmt: skip
"""Told to the manager, who sees no file: it is about two people."""
CONNECTED = register(
    DutyKind(
        "file_about_us", gettext_noop("A file may be about our own people: see that it is safe"), _DAY, _SAFEGUARDING,
        (Step(_DAY, _SAFEGUARDING),), alert=True,
    )
)  # fmt: skip
CAN_REACH = register(
    DutyKind(
        "can_reach_children", gettext_noop("Somebody may reach children now: see that they are safe"), _DAY,
        _SAFEGUARDING, (Step(_DAY, _SAFEGUARDING),), alert=True,
    )
)  # fmt: skip
ALARMS = (CONNECTED, CAN_REACH)
"""The safeguarding lead hears of them, past whoever leads the worker."""
FOR_FEW: Final[dict[str, frozenset[Eye]]] = {one.code: frozenset({Eye.SAFEGUARDING}) for one in ALARMS}
"""Duties that stand on the page of a file for these alone, and in no list: an alarm, and what a child says of whoever
works with it (`for_few`)."""
ALL = (
    *ALARMS,
    APPROVAL,
    LAPSED,
    LOOKED_AT,
    OPENED_ON_CALL,
    NEW_CONCERN,
    OPEN_AGAIN,
    CONSENT_RENEWAL,
    FIRST_CONTACT,
    SIGN_GROUND,
    CONTACT_SAFETY,
    RISK_REVIEW,
)


def for_few(kinds: Iterable[DutyKind], *eyes: Eye) -> None:
    """Show duties of these kinds on the page of a file to these alone. Called once when the room starts."""
    FOR_FEW.update((one.code, frozenset(eyes)) for one in kinds)


def begin(
    kind: DutyKind,
    case: Case,
    now: datetime,
    limit: timedelta | None = None,
    *,
    subject: UUID | None = None,
    urgent: bool = False,
) -> None:
    """A duty on a file, held by its worker; what a supervisor looks at, by the supervisor. Without a limit it has that
    of its kind for the risk that is known. `subject`: the row that it is about, where it is not the file itself.
    `urgent`: people are told at once."""
    to = held(case.team_id, case.owner_id, case.supervisor_id, restricted=case.restricted)
    if kind in {SIGN_GROUND, LOOKED_AT, OPENED_ON_CALL, APPROVAL, OPEN_AGAIN}:
        to = {**to, "owner": _SAFEGUARDING if case.restricted else kind.owner, "person": case.supervisor_id}
    if kind in ALARMS:
        to = {}
    timed = (
        kind not in {SIGN_GROUND, LOOKED_AT, OPENED_ON_CALL, NEW_CONCERN, OPEN_AGAIN, LAPSED, *ALARMS}
        and kind.code not in limits.BEFORE
    )
    if limit is None and timed:
        limit = limits.span(codes.DutyKind(kind.code), Risk(case.risk) if case.risk else None).after(now) - now
    clocks.start(kind, case.org_id, subject or case.pk, about=case.pk, now=now, limit=limit, urgent=urgent, **to)


SOONEST = timedelta(minutes=15)
"""A duty that is due already has so long still."""
type Follow = tuple[UUID, datetime]
"""The row that a follow-up is about, and when it is due."""


def follow(
    case: Case,
    moved: Moved,
    now: datetime,
    *,
    at: Mapping[codes.DutyKind, datetime] | None = None,
    milestones: Mapping[Milestone, Follow] | None = None,
    done: bool = True,
) -> None:
    """What a move of a file ends (`done`: as done, or as no longer needed) and begins. `at`: when a duty is due that a
    day decides."""
    for one in clocks.open_duties(org=case.org_id, files=[case.pk]):
        if one.kind in moved.ends:
            clocks.stop(one.subject, clocks.kind(one.kind), now=now, done=done, org=case.org_id)
    for begun in moved.begins:
        subject, due = begun.subject, (at or {}).get(begun.kind)
        if begun.milestone:
            subject, due = (milestones or {})[begun.milestone]
        elif due is None and begun.span:
            due = begun.span.after(now)
        begin(clocks.kind(begun.kind), case, now, max(due - now, SOONEST) if due else None, subject=subject)


def sooner(kind: DutyKind, case: Case, now: datetime) -> None:
    """An open duty of a file has the time of the risk that is known now, where that is shorter than what is left."""
    limit = limits.span(codes.DutyKind(kind.code), Risk(case.risk)).after(now) - now
    open_ = clocks.open_duties(org=case.org_id, files=[case.pk], kinds=[kind])
    if any(one.due_at > now + limit for one in open_):
        clocks.stop(case.pk, kind, now=now, done=False)
        begin(kind, case, now, limit)


def hand_on(case: Case, now: datetime) -> None:
    """What is due of a file that became one for named people only is theirs: nobody else hears of it from now on."""
    for one in clocks.open_duties(org=case.org_id, files=[case.pk]):
        kind = clocks.kind(one.kind)
        if kind in ALARMS:
            continue
        chain = (Step(_AT_ONCE, Target.person(case.supervisor_id)),)
        clocks.move(one.subject, kind, _SAFEGUARDING, now=now, chain=chain, org=case.org_id)
        clocks.move(one.subject, kind, Target.person(one.person or case.owner_id), now=now, org=case.org_id)


def held(team: UUID | None, worker: UUID, supervisor: UUID, *, restricted: bool) -> dict[str, Any]:
    """Owner, holder and chain of a duty on a file: the worker holds it for the team, and the chain of its
    kind hears. Of a restricted one the supervisor of that very file, and the safeguarding lead."""
    if restricted:
        return {"owner": _SAFEGUARDING, "person": worker, "chain": (Step(_AT_ONCE, Target.person(supervisor)),)}
    return {"owner": Target.team(team) if team else _TEAM, "person": worker}
