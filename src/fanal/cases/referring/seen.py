"""What would leave of a file for the provider of one piece of help, and what is in the way (CM-27, CM-43, CM-44)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow
from fanal.cases.directory import keeping
from fanal.cases.files.files import File, Read
from fanal.cases.ground import Recipient
from fanal.cases.grounds import asked as whom
from fanal.cases.models import Provider, Referral, Service
from fanal.cases.packed import PackContent, PackItem
from fanal.cases.passing_on import pack, preview
from fanal.cases.passing_on.pack import PackKind
from fanal.cases.passing_on.preview import Asked, Leaves
from fanal.network import api as network
from fanal.passing.api import Addition
from fanal.vocabulary.codes import DataCategory, RecipientCategory
from fanal.vocabulary.results import Answer, Refused

WRITTEN: Final = ("need", "told_child", "our_contact")
"""What is written for this very recipient."""


@dataclass(frozen=True, slots=True)
class Seen:
    """`help`: what is asked for. `usable`: whether data may go to this provider at all."""

    help: Read
    provider: Provider
    to: Recipient
    made: Leaves
    usable: Answer

    @property
    def why_not(self) -> list[str]:
        """What must be there first."""
        answers = (self.usable, self.made.ground, self.made.agreement)
        return [_(one.words) for one in answers if isinstance(one, Refused)]

    @property
    def categories(self) -> frozenset[DataCategory]:
        """What the pack holds."""
        return frozenset(pack.category_of(one.field) for one in self.made.pack.leaves)


def recipient(provider: Provider) -> Recipient:
    """As the ledger names a provider: an organisation of the network by name, any other as a provider of help."""
    org = provider.organisation
    if org is None:
        return Recipient(RecipientCategory.SERVICE_PROVIDER)
    ref = network.org(org.pk)
    return Recipient(whom.KINDS[ref.kind], str(ref.id))


def named(to: Recipient) -> str:
    """A recipient as a row holds it."""
    return f"{to.category.value}:{to.org}" if to.org else to.category.value


def named_by(text: str) -> Recipient:
    """The recipient that a row names."""
    category, _colon, identifier = text.partition(":")
    return Recipient(RecipientCategory(category), identifier) if identifier else Recipient(RecipientCategory(category))


def seen(
    found: File, help_id: UUID, said: dict[str, Any], additions: Iterable[Addition], now: datetime, *, urgent: bool
) -> Seen:
    """What would leave of an open file now. Raises `NotHere`, `NotAddable`; `NotNow` where nobody is chosen for this
    help."""
    help_ = found.one(Service, help_id)
    provider = _provider(found, help_)
    org = network.org(provider.organisation_id) if provider.organisation_id else None
    written = tuple(PackItem(f"referral.{name}", text=said[name]) for name in WRITTEN if said.get(name))
    asks = Asked(help_.said["type"], urgent, tuple(additions), written)
    to = recipient(provider)
    made = preview.leaves(found, PackKind.REFERRAL, to, org, now, asks)
    usable = keeping.usable(found.case.org_id, provider.pk, network.day_at(found.case.org_id, now))
    return Seen(help_, provider, to, made, usable)


def _provider(found: File, help_: Read) -> Provider:
    if not help_.said["provider"]:
        raise NotNow(_("Nobody is chosen for this help. Change it in the plan, and say who gives it."))
    rows = Provider.objects.filter(org=found.case.org_id, pk=help_.said["provider"]).select_related("organisation")
    row = rows.first()
    if row is None:
        raise NotHere
    return row


def again(found: File, row: Referral, said: dict[str, Any], now: datetime) -> Seen:
    """What would leave now of a referral that was drafted. Raises `NotNow` where something is not as it was."""
    try:
        made = seen(found, row.service_id, said, added(said["pack"]), now, urgent=row.urgent)
    except ValueError:  # `NotAddable`: what was added may not go any more
        raise NotNow(changed()) from None
    if str(made.provider.pk) != str(said["provider"]):
        raise NotNow(changed())
    return made


def changed() -> str:
    """What people read where the pack is not what they saw."""
    return _("What may leave is not what you saw any more. Take it back, and begin anew.")


def added(stored: str) -> list[Addition]:
    """What was added to a stored pack, with the reasons."""
    reasons = {one.field: one.reason for one in items(stored) if one.reason}
    return [Addition(field, reason) for field, reason in reasons.items()]


def items(stored: str) -> Collection[PackItem]:
    """A stored pack."""
    return PackContent.from_json(stored).items if stored else ()


def stored(made: Seen) -> str:
    """A pack as it is sealed."""
    return PackContent(made.made.pack.leaves).to_json()
