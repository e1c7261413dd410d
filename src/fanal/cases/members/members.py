"""The sender's side: what another member is offered, from the draft until it is answered (CM-42 to CM-45). What all
kinds of passing on share is in `fanal.passing.sending`; here is what an offer is drafted from."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, ask, found, need, open_record, stated
from fanal.cases import ground
from fanal.cases.codes import WORKED_ON
from fanal.cases.codes_work import Passed
from fanal.cases.files import files, ledger
from fanal.cases.files.files import case_of
from fanal.cases.members import asking, duties, seen
from fanal.cases.members.kind import KINDS, kind_of, wanted
from fanal.cases.members.policy import PASS_ON
from fanal.cases.members.seen import WRITTEN, Seen, Wanted
from fanal.cases.model.sealed import Said
from fanal.cases.models import Case, Service, Transition
from fanal.cases.packed import PackContent
from fanal.cases.passing_on.unnamed import need_unnamed
from fanal.cases.planning import helping
from fanal.cases.planning.helping import LIVE
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.passing.api import ending, sending, steps
from fanal.vocabulary.codes import DataCategory
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.ids import new_id
from fanal.vocabulary.results import Refused


def transition_of(actor: Actor, row_id: UUID) -> Transition:
    """One that the person may see. Raises `NotHere`."""
    return found(actor, Transition, row_id, "org", "recipient", "case", "case__child", "service")


def draft(actor: Actor, case_id: UUID, wish: Wanted, said: Said, request_key: UUID, now: datetime) -> Transition:
    """Keep what would leave, sealed to the sender only. The same key makes one (CM-42). Raises `NotHere`, `NotAllowed`,
    `NotAddable`, `NotNow` for what is missing or in the way."""
    need(*((not said.get(name), _("Answer this."), name) for name in WRITTEN))
    wish = replace(wish, said=seen.written({name: said[name] for name in WRITTEN}))
    try:
        with transaction.atomic():
            case = case_of(actor, case_id, lock=True)
            if (known := _known(case, wish, request_key)) is not None:
                return known
            ask(actor, PASS_ON, case)
            _need_open(case)
            with files.looking(actor, case_id, now) as file:
                need_unnamed(file, said, "need", "told_child")
                made = seen.seen(file, wish, now)
            row = _new(case, wish, made, request_key)
            return sending.store(KINDS[wish.role], actor, row, made.leaving, now)
    except IntegrityError:  # sent twice at the same moment: the other one is stored
        known = _known(case, wish, request_key)
        if known is None:
            raise
        return known


def _known(case: Case, wish: Wanted, request_key: UUID) -> Transition | None:
    row = Transition.objects.filter(request_key=request_key).first()
    if row is not None and (row.case_id, row.recipient_id, row.role) != (case.pk, wish.org, wish.role):
        raise NotHere  # somebody else's key tells nothing
    return row


def _need_open(case: Case) -> None:
    if case.status not in WORKED_ON:
        raise NotNow(_("This file is closed: nobody else is asked for it."))


def _new(case: Case, wish: Wanted, made: Seen, request_key: UUID) -> Transition:
    if made.help is not None:
        asked = Transition.objects.filter(service=made.help.row, state__in=LIVE)
        helping.need_askable(made.help.row, live=asked.exists())
    elif Transition.objects.filter(case=case, role=wish.role, state__in=LIVE).exists():
        raise NotNow(_("Another member is asked to take this child over already."))
    return Transition(
        id=new_id(), org_id=case.org_id, recipient_id=wish.org, case=case, service_id=wish.help, role=wish.role.value,
        restricted=case.restricted, team_id=case.team_id, request_key=request_key, categories=made.categories,
        country_from=case.country_of_harm or network.org(case.org_id).country, country_to=made.to.country,
    )  # fmt: skip


def look_again(actor: Actor, row_id: UUID, now: datetime) -> tuple[Seen, bool]:
    """What would leave of a draft now, and whether it is just that which was kept. Raises as `draft` does."""
    with transaction.atomic():
        row = transition_of(actor, row_id)
        kind = kind_of(row)
        ask(actor, PASS_ON, row)
        ref, deed = kind.record_of(row), kind.deed("draft")
        with open_record(actor, ref, deed, purpose=steps.PURPOSE, now=now, thing=row) as opened:
            stored = opened.read(row, "additions") or PackContent()
            if row.case_id is None:
                raise NotNow(_("The file is erased. Nothing can be sent."), code="too_late")
            with files.looking(actor, row.case_id, now) as file:
                made = seen.seen(file, wanted(row, stored), now)
            return made, steps.is_same(opened, row, made.preview)


def redraft(actor: Actor, row_id: UUID, now: datetime) -> Transition:
    """Take over what would leave now, with what was written and added. A confirmation before it no longer counts.
    Raises as `draft` does."""
    with transaction.atomic():
        made, _same = look_again(actor, row_id, now)
        row = kind_of(transition_of(actor, row_id)).row_of(actor, row_id, lock=True)
        sending.need_draft(row)
        row.categories = made.categories
        sending.redraft(kind_of(row), actor, row, made.leaving, now)
    return row


def confirm(actor: Actor, row_id: UUID, shown: str, now: datetime) -> Transition:
    """Send what was seen, named by its hash; of a transfer the first of two confirms. A replay changes nothing. Raises
    `PreviewChanged`, `NotHere`, `NotAllowed`, `NotNow`."""
    with transaction.atomic():
        row = transition_of(actor, row_id)
        kind = kind_of(row)
        kind.hold(row.pk)
        is_new = Transition.objects.filter(pk=row.pk, state=State.DRAFT).exists()
        if is_new and row.case is not None:
            _need_open(case_of(actor, row.case.pk, lock=True))
            _need_help(row)
        row = sending.confirm(kind, actor, row_id, shown, now)
        if is_new and row.state == State.OFFERED:
            kind.helped(row, actor.signatory(), now)
            if row.role == Passed.TRANSFER:
                asking.offered(actor, row.recipient_id, now)
    return row


def _need_help(row: Transition) -> None:
    if row.service_id is None:
        return
    help_ = Service.objects.get(pk=row.service_id)
    stated.need(help_.case_id, help_)
    helping.need_askable(help_)


# ---- after their yes ----


def release(actor: Actor, row_id: UUID, now: datetime) -> Transition:
    """Send what they may know, exactly as it was seen, where the child allows it still and nothing of it changed.
    Raises as `confirm` does."""
    with transaction.atomic():
        row = _allowed(actor, row_id, "release", now)
        kind = kind_of(row)
        if row.case_id is not None and case_of(actor, row.case_id, lock=True).status not in WORKED_ON:
            raise NotNow(_("This file is closed. Nothing more is sent: end their access."))
        before, row = row.released, ending.release(kind, actor, row.pk, now)
        if not before and row.role == Passed.TRANSFER:  # who the child is goes by a confirmation of its own
            to = {**steps.owned(kind, row, row.org_id), "person": actor.person}
            clocks.start(duties.NAMES, row.org_id, row.pk, now=now, **to)
        return row


def renew(actor: Actor, row_id: UUID, reason: str, now: datetime) -> Transition:
    """Ninety days more, where the child allows it still. Raises as `confirm` does."""
    with transaction.atomic():
        row = _allowed(actor, row_id, "renew", now)
        return ending.renew(kind_of(row), actor, row.pk, reason, now)


def _allowed(actor: Actor, row_id: UUID, verb: str, now: datetime) -> Transition:
    row = transition_of(actor, row_id)
    kind = kind_of(row)
    kind.hold(row.pk)
    ask(actor, kind.deed(verb), row)
    if row.case_id is None:
        raise NotNow(_("The file is erased. Nothing can be sent."), code="too_late")
    with files.looking(actor, row.case_id, now) as file:
        rows = ledger.read(file.of_child, file.case.child)
    categories = [DataCategory(one) for one in row.categories]
    answer = ground.allows(rows, seen.USES[Passed(row.role)], seen.recipient(row.recipient_id), categories, now)
    if isinstance(answer, Refused):
        raise NotNow(_(answer.words), code=answer.reason_code)
    return row
