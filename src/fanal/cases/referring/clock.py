"""What happens to a referral without whoever asked: its time is over, the child takes the yes back, the help ends.
Key-less: what stands in clear columns decides (CM-19, CM-29, CM-39)."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fanal.access.api import Opened, stated
from fanal.cases import duties as of_files
from fanal.cases import ground
from fanal.cases.codes import ServiceState
from fanal.cases.ground import Row, Use
from fanal.cases.models import Case, Referral, Service
from fanal.cases.planning.helping import CHANGED, LIVE, NOT_GIVEN
from fanal.cases.planning.policy import HELP
from fanal.cases.referring import duties, page, seen
from fanal.cases.referring.policy import EXPIRE, REVOKE, TAKE_BACK
from fanal.cases.referring.referring import TOLD, ended, withdraw
from fanal.clocks import api as clocks
from fanal.clocks.contracts import DutyRef
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network.api import keyfile
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import DataCategory
from fanal.vocabulary.codes import TransitionState as State

_WAITS = (State.DRAFT.value, State.OFFERED.value)


def listen() -> None:
    """Called once when the room starts."""
    clocks.duty_coming.connect(_first, sender=duties.ANSWER, dispatch_uid="cases.referral_held")
    clocks.duty_late.connect(expire, sender=duties.ANSWER, dispatch_uid="cases.referral_expires")


def _first(_sender: object = None, *, subject: UUID, **_more: Any) -> None:
    """Take the file before the duty, as deeds of people do."""
    rows = Referral.objects.filter(pk=subject).values("case")
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=rows).values_list("pk"))


def expire(_sender: object = None, *, duty: DutyRef, now: datetime, **_more: Any) -> None:
    """Nobody answered in time: it is back with whoever works with the child, who looks for another way."""
    with transaction.atomic():
        _first(subject=duty.subject)
        row = _rows().filter(pk=duty.subject, state=State.OFFERED).first()
        if row is None:
            return
        by = keyfile.installation(row.case.org_id)
        help_ = ServiceState.NO_ANSWER if row.service.state == ServiceState.REFERRED else None
        move(row, State.EXPIRED, help_, by, EXPIRE, now)
        clocks.stop(row.pk, duties.ANSWER, now=now, done=False)
        of_files.begin(duties.BACK, row.case, now, subject=row.pk)


def on_taken_back(
    sender: object, *, by: Signatory, case: Case, rows: Collection[Row], now: datetime, **_more: Any
) -> None:
    """Where the ledger does not allow any more what a pack holds, it ends at once: what was only asked is taken back,
    what was told must be deleted there (CM-39)."""
    for row in _rows().filter(case=case, state__in={*LIVE, *TOLD}):
        categories = [DataCategory(one) for one in row.categories]
        if ground.allows(rows, Use.REFER, seen.named_by(row.recipient), categories, now):
            continue
        if row.state in _WAITS:
            help_ = ServiceState.PLANNED if row.service.state == ServiceState.REFERRED else None
            move(row, State.WITHDRAWN, help_, by, TAKE_BACK, now)
            clocks.stop(row.pk, duties.ANSWER, now=now, done=False)
        else:
            help_ = ServiceState.PLANNED if row.service.state == ServiceState.ACCEPTED else None
            move(row, State.REVOKED, help_, by, REVOKE, now)
            ended(case, row, now)


def after(_actor: Actor, case: Case, opened: Opened | None, deed: str, now: datetime, _of_child: Opened | None) -> None:
    """Help that ends asks nobody any more; help for which another is chosen is no duty any more."""
    if deed != HELP or opened is None:
        return
    for row in _rows().filter(case=case, state__in=_WAITS, service__state__in=NOT_GIVEN):
        withdraw(opened, row, now)
    back = clocks.open_duties(org=case.org_id, files=[case.pk], kinds=[duties.BACK])
    for pk in (
        _rows().filter(pk__in=[one.subject for one in back]).exclude(service__state__in=CHANGED).values_list("pk")
    ):
        clocks.stop(pk[0], duties.BACK, now=now)


def _rows() -> Any:
    return Referral.objects.select_related("case", "case__child", "service").order_by("pk")


def move(
    row: Referral, state: State, help_: ServiceState | None, by: Signatory, deed: str, now: datetime, *,
    then: Callable[[], object] = lambda: None, keep: Collection[str] = (),
) -> None:  # fmt: skip
    """Change what holds; what somebody changed by hand ends all the same, and is not believed afterwards either.
    `then`: what else changes of the two rows; `keep`: what stays of a page that ends by it."""
    if row.service.transition != row.pk:  # it is asked of somebody else meanwhile
        help_ = None
    changed: list[Referral | Service] = [row]
    if help_ is not None:
        changed.append(row.service)
    good = stated.kept(row.case_id, changed)
    row.state = state.value
    if help_ is not None:
        row.service.state = help_.value
    then()
    for one in changed:
        one.version += 1
        one.save()
    if good:
        journal.write(row.case_id, by, deed, at=now, items=[stated.item(one) for one in good])
    page.follow(row, now, keep=keep)
