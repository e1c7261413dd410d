"""Approvals: what of a file a second person looks at and approves, or sends back (CM-64; docs/cases.md, "Approvals").

Concerns above register what they have approved (`register`). An approval holds for one exact content; whoever changes
it says so (`touched`), and it has lapsed at once. Nobody approves own work, and there is none for several at once.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, Opened, ask, visible
from fanal.cases import duties
from fanal.cases.approvals.policy import ASK, DECIDE, EACH_OTHER
from fanal.cases.codes import WORKED_ON
from fanal.cases.files import approving, record
from fanal.cases.files.approving import APPROVED, SENT_BACK, Stand
from fanal.cases.models import Approval, Case
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, Role

type Content = Mapping[str, Any]
"""All that is approved, as plain values (also sets, dates, codes, parts of the model): what is not in it can change
and the approval still holds. Nothing of a compartment that a supervisor has no keys for (`placement`): `mark_of`."""
type Facts = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A content for whoever decides, in the language of the reader. `child`: what the child says to it, in the child's
    words; `against`: what was chosen, beside what asks for something else; `sections`: everything, title by title."""

    sections: Sequence[tuple[str, Facts]]
    child: str = ""
    against: Facts = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of approval: a code of the list `approval_kind`.

    `content`: what a row holds now, from the open record of the case; None where there is nothing to approve. `shown`:
    such a content of a case for people, also one of an earlier day (as plain values: text, yes or no, lists, maps).
    `url`: where it is worked on. `by`: whose work it is, beside whoever asks and the worker of the file. `decided`:
    what follows, in the same transaction. `grounded`, `ended`: as `record.writing` takes them.
    """

    code: str
    content: Callable[[Opened, Case, UUID], Content | None]
    shown: Callable[[Case, Any], Shown]
    url: Callable[[Case, UUID], str]
    by: Callable[[Case, UUID], Collection[UUID | None]] = lambda _case, _subject: ()
    decided: Callable[[Opened, Case, Approval, Actor, datetime], object] = field(default=lambda *_all: None)
    grounded: bool = True
    ended: bool = False


KINDS: Final[dict[str, Kind]] = {}


def register(
    kind: str, *, content: Callable[[Opened, Case, UUID], Content | None], shown: Callable[[Case, Any], Shown],
    url: Callable[[Case, UUID], str], **more: Any,
) -> None:  # fmt: skip
    """Say what a kind of approval is about (see `Kind`). Called once when the room starts."""
    KINDS[kind] = Kind(kind, content, shown, url, **more)


def mark_of(row: Any, box: str) -> str:
    """What stands in a content for a compartment that not everybody opens who decides: it is another after each
    writing."""
    return bytes(getattr(row, box) or b"")[-16:].hex()


# ---- whoever asks ----


def ask_approval(actor: Actor, case_id: UUID, kind: str, subject: UUID, now: datetime) -> Approval:
    """The worker asks for the content as it is now. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    with record.writing(actor, case_id, ASK, now) as (case, opened):
        return ask_within(opened, case, kind, subject, actor, now)


def ask_within(opened: Opened, case: Case, kind: str, subject: UUID, actor: Actor, now: datetime) -> Approval:
    """As `ask_approval`, inside another deed on the open record of the case."""
    content = KINDS[kind].content(opened, case, subject) if kind in KINDS else None
    if content is None:
        raise NotHere
    return approving.ask(opened, case, kind, subject, content, actor, now)


def stand(opened: Opened, case: Case, kind: str, subject: UUID, rows: Any = None) -> Stand:
    """Where the approval of a row stands now. `rows`: the approvals of the file, where they were read already."""
    content = KINDS[kind].content(opened, case, subject)
    if content is None:
        return Stand.NOT_ASKED
    rows = Approval.objects.filter(case=case, kind=kind, subject=subject) if rows is None else rows
    return approving.stand(opened, rows, kind, subject, content)


def touched(opened: Opened, case: Case, kind: str, subject: UUID, now: datetime) -> None:
    """Whoever changed a row says so, after it is saved: an approval that does not hold any more becomes a duty of the
    worker, and what was asked is not asked any more."""
    waiting = Approval.objects.filter(case=case, kind=kind, subject=subject, decision="")
    where = stand(opened, case, kind, subject)
    if where is Stand.LAPSED:
        for row in waiting:
            clocks.stop(row.pk, duties.APPROVAL, now=now, done=False)
        duties.begin(duties.LAPSED, case, now, subject=subject)
    else:
        clocks.stop(subject, duties.LAPSED, now=now, done=False)
        for row in waiting if where is Stand.ASKED else ():
            duties.begin(duties.APPROVAL, case, now, subject=row.pk)


# ---- whoever decides ----


def waiting(actor: Actor) -> Any:
    """What waits for a supervisor: of the files that they see and do not work on, but what they asked themselves."""
    cases = visible(actor, Case.objects.all()).filter(status__in=WORKED_ON)
    rows = Approval.objects.filter(case__in=cases.exclude(owner=actor.person), decision="")
    return rows.exclude(made_by=actor.person).select_related("case", "made_by")


def approval_of(actor: Actor, case_id: UUID, approval_id: UUID) -> Approval:
    """An approval of a file that the person may see. Raises `NotHere`."""
    rows = Approval.objects.filter(case__in=visible(actor, Case.objects.all()), kind__in=list(KINDS))
    row = rows.filter(pk=approval_id, case=case_id).select_related("case", "made_by").first()
    if row is None:
        raise NotHere
    return row


def decide(actor: Actor, case_id: UUID, approval_id: UUID, decision: str, note: str, now: datetime) -> Approval:
    """Approve it as it is now, or send it back with the reason. Raises `NotHere`, `NotAllowed`, `NotNow` for own work,
    for what changed since it was asked, or where a colleague was faster."""
    if decision not in {APPROVED, SENT_BACK}:
        raise NotNow(_("Approve it, or send it back."))
    of = KINDS[approval_of(actor, case_id, approval_id).kind]
    with record.writing(
        actor, case_id, DECIDE, now, grounded=of.grounded, ended=of.ended
    ) as (case, opened):  # fmt: skip
        row = approval_of(actor, case.pk, approval_id)
        row.case = case
        kind = KINDS[row.kind]
        if actor.person in kind.by(case, row.subject):
            raise NotNow(_("Nobody approves their own work. Ask another supervisor."))
        content = kind.content(opened, case, row.subject)
        if content is None and decision == APPROVED:
            raise NotNow(_("There is nothing to approve any more. Send it back."))
        approving.decide(opened, row, content or {}, decision, note, actor, now)
        if decision == APPROVED:
            _tell_of_each_other(actor, row, now)
        kind.decided(opened, case, row, actor, now)
    return row


def _tell_of_each_other(actor: Actor, row: Approval, now: datetime) -> None:
    """Two people who approve each other's work in one month: the manager hears of it in the same transaction; of a
    manager's own, the safeguarding lead."""
    org, month = row.case.org_id, network.day_at(row.case.org_id, now).replace(day=1)
    theirs = Approval.objects.filter(
        case__org=org, decision=APPROVED, made_by=actor.person, decided_by=row.made_by_id,
        decided_at__gte=now - timedelta(days=31),
    )  # fmt: skip
    days = [network.day_at(org, at) for at in theirs.values_list("decided_at", flat=True) if at]
    if any(day.replace(day=1) == month for day in days):
        others = set(network.role_people(org, Role.MANAGER)) - {actor.person, row.made_by_id}
        owner = Target.role(Role.MANAGER if others else Role.SAFEGUARDING_LEAD)
        clocks.start(duties.EACH_OTHER, org, row.pk, now=now, owner=owner)


def each_other(actor: Actor) -> list[Approval]:
    """The approvals of which the manager has not said yet that they looked: clear columns, no file."""
    found = clocks.open_duties(org=actor.org, kinds=[duties.EACH_OTHER])
    rows = Approval.objects.filter(pk__in=[one.subject for one in found], case__org=actor.org)
    return list(rows.select_related("made_by", "decided_by").order_by("decided_at"))


@transaction.atomic
def noted(actor: Actor, approval_id: UUID, now: datetime) -> None:
    """The manager looked at it. Raises `NotHere`, `NotAllowed`."""
    ask(actor, EACH_OTHER)
    row = next((one for one in each_other(actor) if one.pk == approval_id), None)
    if row is None:
        raise NotHere
    if actor.person in {row.made_by_id, row.decided_by_id}:
        raise NotNow(_("This is about you: somebody else looks at it."))
    clocks.stop(row.pk, duties.EACH_OTHER, now=now)
    journal.write(row.case_id, actor.signatory(), EACH_OTHER, at=now)
