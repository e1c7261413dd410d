"""What is asked for each purpose of a ground: to whom, of what, and on what it may rest. Pure."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from fanal.cases.codes import Basis, ConsentPurpose
from fanal.cases.ground import NEEDS
from fanal.network.contracts import OrgKind
from fanal.vocabulary.codes import DataCategory, RecipientCategory

_US: Final = (RecipientCategory.NONE,)
TO: Final[Mapping[ConsentPurpose, tuple[RecipientCategory, ...]]] = {
    ConsentPurpose.CASE_MANAGEMENT: _US,
    ConsentPurpose.REFERRAL: (RecipientCategory.SERVICE_PROVIDER, RecipientCategory.MEMBER_ORG),
    ConsentPurpose.TRANSFER: (RecipientCategory.MEMBER_ORG,),
    ConsentPurpose.REPORT_TO_AUTHORITY: (
        RecipientCategory.POLICE_OR_PROSECUTOR, RecipientCategory.COURT, RecipientCategory.SOCIAL_SERVICES,
    ),
    ConsentPurpose.LEGAL_ACTION: _US,
    ConsentPurpose.FAMILY_TRACING: (
        RecipientCategory.FAMILY, RecipientCategory.MEMBER_ORG, RecipientCategory.SOCIAL_SERVICES,
        RecipientCategory.UNHCR, RecipientCategory.EMBASSY,
    ),
    ConsentPurpose.STATISTICS: _US,
    ConsentPurpose.RESEARCH_LINKAGE: (RecipientCategory.RESEARCHER,),
    ConsentPurpose.CONTINUITY_SEARCH: (RecipientCategory.MEMBER_ORG,),
    ConsentPurpose.AFTER_CARE_CONTACT: _US,
}  # fmt: skip
"""Who may be named for each; one alone is not asked."""
SHARES: Final = frozenset(
    {
        ConsentPurpose.REFERRAL,
        ConsentPurpose.TRANSFER,
        ConsentPurpose.REPORT_TO_AUTHORITY,
        ConsentPurpose.FAMILY_TRACING,
        ConsentPurpose.LEGAL_ACTION,
    }
)
"""For these the child says which kinds of facts."""
KINDS: Final[Mapping[OrgKind, RecipientCategory]] = {
    OrgKind.MEMBER: RecipientCategory.MEMBER_ORG,
    OrgKind.PROVIDER: RecipientCategory.SERVICE_PROVIDER,
}
"""As what an organisation of the network is named."""
ALL: Final = frozenset(DataCategory)
_WORK: Final = ALL - {DataCategory.OFFENDER}


def always(purpose: ConsentPurpose) -> frozenset[DataCategory]:
    """The kinds of facts without which the purpose cannot be served."""
    return frozenset().union(*(need.always for need in NEEDS.values() if need.purpose is purpose))


def bases(purpose: ConsentPurpose) -> frozenset[Basis]:
    """On what a ground for it may rest."""
    return frozenset().union(*(need.bases for need in NEEDS.values() if need.purpose is purpose))


def everybody(purpose: ConsentPurpose) -> frozenset[str]:
    """All who can be named for it, as categories: whoever says no says it to each."""
    return frozenset(one.value for one in TO[purpose])


def recipients(purpose: ConsentPurpose, said: Mapping[str, Any]) -> Collection[str]:
    """To whom a ground is given that was filled in so."""
    return said.get("recipients") or () if len(TO[purpose]) > 1 or is_named(purpose) else everybody(purpose)


def is_named(purpose: ConsentPurpose) -> bool:
    """Whether single organisations can be named for it."""
    return bool(set(TO[purpose]) & set(KINDS.values())) and purpose in SHARES


def categories(purpose: ConsentPurpose, said: Mapping[str, Any]) -> Collection[str]:
    """The kinds of facts that it covers."""
    if purpose is ConsentPurpose.CASE_MANAGEMENT:
        return _WORK
    return said.get("categories") or () if purpose in SHARES else always(purpose)
