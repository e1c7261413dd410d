"""A child who goes to another member: the two who take the work on there, who the child is, the new file, the arrival,
and the end of the sender's file (CM-40, CM-45; docs/cases.md, "Other members")."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, ask, need, open_record, stated, visible
from fanal.cases import duties as of_files
from fanal.cases.access_terms import WORKERS
from fanal.cases.codes import WORKED_ON, Status
from fanal.cases.codes_work import Passed
from fanal.cases.course import moving
from fanal.cases.facts import To
from fanal.cases.files import files, record
from fanal.cases.files.files import case_of
from fanal.cases.members import clock, duties, seen
from fanal.cases.members.kind import TRANSFERS
from fanal.cases.members.members import transition_of
from fanal.cases.members.policy import ARRIVED, CLOSE, NAMES, OPEN_TAKEN
from fanal.cases.models import Case, Note, TakenOver, Transition
from fanal.cases.opening import opening
from fanal.cases.opening.opening import Answers, Left
from fanal.cases.packed import PackContent
from fanal.cases.passing_on import pack
from fanal.cases.passing_on.preview import Leaves
from fanal.cases.policy import LOOK
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, PersonState, RingKind, Role
from fanal.passing.api import Preview, Read, receiving, steps
from fanal.vocabulary.codes import HandoverOutcome
from fanal.vocabulary.results import Refused


def _row_of(actor: Actor, row_id: UUID, deed: str) -> Transition:
    """A transfer, held, of which the policy was asked. Raises `NotHere`, `NotAllowed`."""
    row = TRANSFERS.row_of(actor, transition_of(actor, row_id).pk, lock=True)
    ask(actor, deed, row)
    return row


# ---- their yes ----


def workers(org: UUID) -> list[UUID]:
    """Who can take it on: of the main casework team."""
    found = {person for role in WORKERS for person in network.role_people(org, role)}
    return _active(found & set(network.team_people(org, RingKind.CASEWORK)))


def supervisors(org: UUID) -> list[UUID]:
    """Who can answer for the work."""
    return _active(network.role_people(org, Role.SUPERVISOR))


def _active(people: Iterable[UUID]) -> list[UUID]:
    return sorted(one for one in people if network.person(one).state is PersonState.ACTIVE)


@transaction.atomic
def accept(actor: Actor, row_id: UUID, worker: UUID, supervisor: UUID, now: datetime) -> Transition:
    """Take the child over, with the two who take the work on. Raises as `receiving.accept`, and `NotNow` for people who
    cannot."""
    need(
        (worker not in workers(actor.org), _("Choose a worker of your main team."), "worker"),
        (supervisor not in supervisors(actor.org), _("Choose a supervisor."), "supervisor"),
        (worker == supervisor, _("Worker and supervisor are two people."), "supervisor"),
    )
    row = receiving.accept(TRANSFERS, actor, row_id, now)
    if not visible(actor, TakenOver.objects.filter(transition=row)).exists():
        taken = TakenOver.objects.create(
            transition=row, org_id=row.recipient_id, worker_id=worker, supervisor_id=supervisor,
            accepted_on=network.day_at(row.recipient_id, now),
        )  # fmt: skip
        _state(actor, taken, TRANSFERS.deed("accept"), now)
    return row


def _state(actor: Actor, taken: TakenOver, deed: str, now: datetime) -> None:
    journal.write(taken.transition_id, actor.signatory(), deed, at=now, items=[stated.item(taken)])


def taken_of(actor: Actor, row_id: UUID, *, lock: bool = False) -> TakenOver:
    """Who of ours takes a child over. Raises `NotHere`; `NotAllowed` where somebody changed it."""
    rows = TakenOver.objects.select_for_update(of=("self",)) if lock else TakenOver.objects.all()
    row = visible(actor, rows).select_related("transition", "worker", "supervisor").filter(transition=row_id).first()
    if row is None:
        raise NotHere
    stated.need(row.transition_id, row)
    return row


# ---- who the child is ----


def look_at_names(actor: Actor, row_id: UUID, now: datetime) -> tuple[Transition, Leaves, str]:
    """Who the child is, as it would go now, and its hash. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = transition_of(actor, row_id)
    ask(actor, NAMES, row)
    if row.case_id is None:
        raise NotNow(_("The file is erased. Nothing can be sent."), code="too_late")
    with files.looking(actor, row.case_id, now) as file:
        made = seen.names(file, row.recipient_id, now)
    return row, made, _names(made).hash


def _names(made: Leaves) -> Preview[PackContent]:
    return Preview(PackContent(made.pack.leaves), PackContent())


def send_names(actor: Actor, row_id: UUID, shown: str, now: datetime) -> Transition:
    """Tell them who the child is: the second confirmation, of exactly what was seen. A replay sends nothing. Raises as
    `look_at_names`, and `PreviewChanged`."""
    with transaction.atomic():
        row = _row_of(actor, row_id, NAMES)
        if bytes(row.names):
            return row
        if row.state not in clock.TOLD or not row.released:
            raise NotNow(_("They have not said yes, or what they may know was not sent yet."), code="too_late")
        _row, made, _hash = look_at_names(actor, row_id, now)
        answers = (made.ground, made.agreement, TRANSFERS.covered(row, now.date(), _data(made)))
        for answer in answers:
            if isinstance(answer, Refused):
                raise NotNow(_(answer.words), code=answer.reason_code)
        _names(made).confirm(shown)
        ref = TRANSFERS.record_of(row)
        with open_record(actor, ref, NAMES, purpose=steps.PURPOSE, now=now, thing=row, write=True) as opened:
            opened.write(row, "names", PackContent(made.pack.leaves))
            steps.let_in(TRANSFERS, opened, row, {TRANSFERS.later["names"]})
            row.categories = sorted({*row.categories, *_data(made)})
            opened.state(row)
        clocks.stop(row.pk, duties.NAMES, now=now)
        steps.news(TRANSFERS, row, row.recipient_id, now)
        _to_open(row, now)
        steps.note(TRANSFERS, row, "names", now, person=actor.person)
    return row


def _data(made: Leaves) -> set[str]:
    return {str(pack.category_of(one.field)) for one in made.pack.leaves}


def _to_open(row: Transition, now: datetime) -> None:
    """Whoever takes it on opens the file."""
    taken = TakenOver.objects.filter(transition=row, case=None).first()
    if taken is not None:
        to = steps.owned(TRANSFERS, row, row.recipient_id) | {"person": taken.worker_id}
        clocks.start(duties.OPEN, row.recipient_id, row.pk, now=now, **to)


# ---- the new file ----


def came(actor: Actor, row_id: UUID, now: datetime) -> Read[PackContent]:
    """What came, for whoever opens the file. Raises `NotHere`, `NotAllowed`, `NotNow` before it was sent."""
    row = transition_of(actor, row_id)
    if row.state not in clock.TOLD:
        raise NotNow(_("This handover has ended. Ask the other member."), code="too_late")
    read: Read[PackContent] = receiving.read(TRANSFERS, actor, row.pk, now)
    if read.additions is None:
        raise NotNow(_("The sender has more for you and was asked to send it."))
    return read


def open_file(actor: Actor, row_id: UUID, answers: Answers, told: Iterable[str], now: datetime) -> Case:
    """Open the file of the child, with a number of its own, by the form that opens each file. No ground is copied: for
    the first days the sender's carries the work. `told`: what came, in words, kept as entries. Raises as
    `opening.open_file`."""
    with transaction.atomic():
        taken = taken_of(actor, row_id, lock=True)
        ask(actor, OPEN_TAKEN, taken)
        if taken.case_id is not None:
            raise NotNow(_("A colleague opened this file already. It stands in “My files”."), code="opened")
        case = opening.open_taken(actor, taken, answers, list(_left(came(actor, row_id, now))), now)
        _tie(actor, taken, case, now)
    _keep_told(actor, case, told, now)
    return case


def _left(read: Read[PackContent]) -> Iterator[Left]:
    for one in read.additions.items if read.additions else ():
        if one.field == pack.LEFT:
            which, day = one.codes
            yield which, date.fromisoformat(day)


def _tie(actor: Actor, taken: TakenOver, case: Case, now: datetime) -> None:
    taken.case, taken.opened_at = case, now
    taken.save(update_fields=["case", "opened_at"])
    _state(actor, taken, OPEN_TAKEN, now)
    clock.keep_with_file(case, now, actor)
    clocks.stop(taken.transition_id, duties.OPEN, now=now)


def _keep_told(actor: Actor, case: Case, told: Iterable[str], now: datetime) -> None:
    """What the other member told stands in the file, also after their copy is erased. Written by whoever works with the
    child; a supervisor who opened it leaves it to them."""
    if actor.person != case.owner_id:
        return
    with record.writing(actor, case.pk, "cases.write", now) as (held, opened):
        for text in record.in_entries(told):
            record.add(opened, Note(case=held, kind="handover", **record.by(actor, now)), {"body": text})


def add_to(actor: Actor, row_id: UUID, case_id: UUID, now: datetime) -> Case:
    """The child has a file here already: the handover belongs to it. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    with transaction.atomic():
        taken = taken_of(actor, row_id, lock=True)
        ask(actor, OPEN_TAKEN, taken)
        case = case_of(actor, case_id, lock=True)
        ask(actor, LOOK, case)
        if taken.case_id is not None or case.status != Status.OPEN:
            raise NotNow(_("This file changed meanwhile. Look once more."))
        _tie(actor, taken, case, now)
        of_files.begin(of_files.NEW_CONCERN, case, now)
    return case


# ---- the arrival ----


def arrived(actor: Actor, row_id: UUID, now: datetime) -> Transition:
    """They met the child: from now on they are responsible, and the sender ends the file. Raises `NotHere`,
    `NotAllowed`, `NotNow`. A replay changes nothing."""
    with transaction.atomic():
        row = _row_of(actor, row_id, ARRIVED)
        return receiving.complete(TRANSFERS, actor, row.pk, HandoverOutcome.HELPED, now)


def close(actor: Actor, row_id: UUID, now: datetime) -> None:
    """End the sender's file as transferred, after the other member met the child. Raises `NotHere`, `NotAllowed`,
    `NotNow`."""
    row = transition_of(actor, row_id)
    ask(actor, CLOSE, row)
    if row.case_id is None:
        raise NotHere
    with record.writing(actor, row.case_id, CLOSE, now, grounded=False) as (case, opened):
        row = _row_of(actor, row_id, CLOSE)
        facts, age = moving.known(actor, case, opened, CLOSE, now)
        yes = bool(may_end(row))
        moving.go(opened, case, replace(facts, accepted=yes, arrived=yes), To.TRANSFERRED, now, age)
        clocks.stop(row.pk, duties.CLOSE, now=now)


def may_end(row: Transition) -> bool:
    """Whether the sender's file can end as transferred: they met the child."""
    is_open = row.case is not None and row.case.status in WORKED_ON
    return is_open and row.role == Passed.TRANSFER and row.outcome == HandoverOutcome.HELPED
