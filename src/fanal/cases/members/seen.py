"""What would leave of a file for another member: the card, the pack, and what stays, with why (CM-43, CM-44)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow
from fanal.cases import ground, readiness
from fanal.cases.codes_work import Passed
from fanal.cases.files import ledger
from fanal.cases.files.files import File, Read
from fanal.cases.ground import Recipient, Use
from fanal.cases.models import FollowUp, Service, Transition
from fanal.cases.packed import PackContent, PackItem
from fanal.cases.passing_on import pack, preview
from fanal.cases.passing_on.pack import PackKind
from fanal.cases.passing_on.preview import Asked, Leaves
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, OrgKind, OrgRef
from fanal.passing.api import Addition, Leaving, Preview
from fanal.vocabulary.codes import DataCategory, RecipientCategory
from fanal.vocabulary.results import Allowed, Answer, Refused

WRITTEN: Final = ("need", "told_child", "our_contact")
"""What is written for this very recipient, in place of what happened: fields of `referral`."""
PURPOSES: Final = {
    Passed.REFERRAL: AgreementPurpose.REFERRAL,
    Passed.TRANSFER: AgreementPurpose.CASE_TRANSFER,
    Passed.REQUEST: AgreementPurpose.CASE_TRANSFER,
}
USES: Final = {Passed.REFERRAL: Use.REFER, Passed.TRANSFER: Use.TRANSFER}
_KINDS: Final = {Passed.REFERRAL: PackKind.REFERRAL, Passed.TRANSFER: PackKind.TRANSFER}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is offered to whom: `help` of the plan, where it is one piece of help. `said`: by `WRITTEN`."""

    role: Passed
    org: UUID
    urgent: bool = False
    help: UUID | None = None
    said: tuple[PackItem, ...] = ()
    additions: tuple[Addition, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What would leave now. `help`: what is asked for, where one piece of help is."""

    to: OrgRef
    made: Leaves
    help: Read | None
    urgent: bool
    ready: Answer = field(default_factory=Allowed)
    """Whether they open files at all, where they would take a child over."""

    @property
    def preview(self) -> Preview[PackContent]:
        """As it is sealed: the card from the offer, all else after their yes."""
        return Preview(self.made.card, PackContent(self.made.pack.leaves), self.made.pack.stays)

    @property
    def refusals(self) -> list[Refused]:
        """What is in the way."""
        answers = (self.made.ground, self.made.agreement, self.ready)
        return [one for one in answers if isinstance(one, Refused)]

    @property
    def categories(self) -> list[str]:
        """Which kinds of facts would leave."""
        return sorted({str(pack.category_of(one.field)) for one in self.made.pack.leaves})

    @property
    def leaving(self) -> Leaving:
        """As passing on judges it. Raises `NotNow` where nothing may go."""
        if self.refusals:
            raise NotNow(_(self.refusals[0].words), code=self.refusals[0].reason_code)
        assert self.made.agreement is not None
        return Leaving(self.preview, self.made.agreement, self.urgent, to_authority=False)


def member(org: UUID) -> OrgRef:
    """A member of the network. Raises `NotHere`."""
    found = next((one for one in network.orgs(OrgKind.MEMBER) if one.id == org), None)
    if found is None:
        raise NotHere
    return found


def recipient(org: UUID) -> Recipient:
    """A member as the ledger names it."""
    return Recipient(RecipientCategory.MEMBER_ORG, str(org))


def agreed(own: UUID, org: UUID, role: Passed, now: datetime, data: Collection[str] = ()) -> Answer:
    """Whether an agreement in force carries it, with these kinds of facts."""
    return network.agreements.check(own, org, PURPOSES[role], data, network.day_at(own, now))


def grounded(row: Transition, answer: Answer, day: date) -> Answer:
    """As the agreement answers, and only as long as the child's ground holds, by the clear columns of the ledger: also
    the member that answers, and the clock, have no keys to it. A file that is gone has ended all that is not over."""
    use = USES.get(Passed(row.role))
    if use is None or row.case is None:
        return answer
    categories = [DataCategory(one) for one in row.categories if one in set(DataCategory)]
    held = ledger.unread_allows(row.case.child, use, recipient(row.recipient_id), categories, day)
    return ground.within(answer, held)


def partners(own: UUID, now: datetime) -> list[tuple[OrgRef, dict[Passed, Answer]]]:
    """The other members with whom there is any agreement about children, each with what it carries now."""
    ours = network.agreements.others(own)
    found = [
        (one, {role: agreed(own, one.id, role, now) for role in PURPOSES})
        for one in network.orgs(OrgKind.MEMBER)
        if one.id in ours
    ]
    return [(one, roles) for one, roles in found if any(_there(answer) for answer in roles.values())]


def _there(answer: Answer) -> bool:
    return isinstance(answer, Allowed) or answer.reason_code != "no_agreement"


def seen(file: File, wanted: Wanted, now: datetime) -> Seen:
    """What would leave of an open file (`files.looking`). Raises `NotHere`, `NotAddable`."""
    to, help_ = member(wanted.org), None
    if wanted.role is Passed.REFERRAL:
        help_ = next((one for one in file.of(Service) if one.row.pk == wanted.help and not one.unreadable), None)
        if help_ is None:
            raise NotHere
    said = (*wanted.said, *_left(file, wanted, now))
    asked = Asked(help_.said["type"] if help_ else "", wanted.urgent, wanted.additions, said)
    made = preview.leaves(file, _KINDS[wanted.role], recipient(wanted.org), to, now, asked)
    return Seen(to, made, help_, wanted.urgent, _ready(wanted, now))


def _ready(wanted: Wanted, now: datetime) -> Answer:
    if wanted.role is not Passed.TRANSFER or readiness.may_open(wanted.org, now.date()):
        return Allowed()
    return Refused("gate", _("This member opens no files of children now."))


def _left(file: File, wanted: Wanted, now: datetime) -> Iterator[PackItem]:
    """The follow-ups that are still to come, which whoever takes over does; only where the child allows it."""
    if wanted.role is not Passed.TRANSFER or not _allows(file, wanted, DataCategory.SERVICES, now):
        return
    rows = [one.row for one in file.of(FollowUp) if one.row.milestone and not one.row.done_on and not one.unreadable]
    for row in sorted(rows, key=lambda one: one.due):
        yield PackItem(pack.LEFT, codes=(row.milestone, row.due.date().isoformat()))


def _allows(file: File, wanted: Wanted, category: DataCategory, now: datetime) -> bool:
    to = member(wanted.org)
    made = preview.allowed(file, _KINDS[wanted.role], recipient(wanted.org), to, now)
    return category in made.grounds and (made.agreement is None or category in made.agreement)


def names(file: File, org: UUID, now: datetime) -> Leaves:
    """Who the child is, as it would go now, after their yes."""
    return preview.leaves(file, PackKind.NAMES, recipient(org), member(org), now)


def written(said: dict[str, str]) -> tuple[PackItem, ...]:
    """What was written for this very recipient, as facts of the pack."""
    return tuple(PackItem(f"referral.{name}", text=said[name]) for name in WRITTEN if said.get(name))


def stored(items: Iterable[PackItem]) -> tuple[tuple[PackItem, ...], tuple[Addition, ...]]:
    """What was written and what was added, of a stored pack."""
    every = list(items)
    said = tuple(one for one in every if one.field.startswith("referral."))
    reasons = {one.field: one.reason for one in every if one.reason}
    return said, tuple(Addition(field, reason) for field, reason in reasons.items())
