"""What the policies of this room share: who reads, who advises, and what somebody did already. Nobody acts in two
capacities in one thing; whoever may stop it always may.

Rows are opened by holders of the grant `research.release_maker` at the member that holds them, and by nobody else.
"""

from collections.abc import Mapping
from uuid import UUID

from fanal.access import api as access
from fanal.network.contracts import Actor, OrgKind, Role
from fanal.research.contracts import MAKER, REVIEWER, Stage
from fanal.research.models import Decision

HOUSES = (OrgKind.MEMBER, OrgKind.SECRETARIAT)
READERS = (
    Role.MANAGER,
    Role.ANALYST,
    Role.DATA_PROTECTION_OFFICER,
    Role.SURVIVOR_ADVISER,
    Role.ETHICS_REVIEWER,
    Role.KEY_KEEPER,
    Role.AUDITOR,
)
BOTH = (MAKER, REVIEWER)
GATE_ROLES = (Role.ETHICS_REVIEWER, Role.SURVIVOR_ADVISER, Role.DATA_PROTECTION_OFFICER)
ASSENT_ROLES = (Role.SURVIVOR_ADVISER, Role.ETHICS_REVIEWER)
POPULATIONS = "research.populations"
"""Opens the pages of records, and of the classes in which children are counted."""
access.allow(POPULATIONS, *READERS, grants=BOTH, kinds=HOUSES, own_only=False)


def reads_all(actor: Actor) -> bool:
    """Reviewers of the secretariat look at plans of every member: plans hold no record."""
    return actor.org_kind is OrgKind.SECRETARIAT and actor.has(*ASSENT_ROLES)


def acted(subject: UUID, person: UUID, parts: Mapping[str, bool]) -> set[str]:
    """In which roles a person decided about something, and which other parts they had in it.

    An objection, like a stop, is no approval: it takes nothing from anybody.
    """
    said = Decision.objects.filter(subject=subject, person_id=person).exclude(stage=Stage.OBJECTION)
    return {*said.values_list("role", flat=True), *(name for name, had in parts.items() if had)}
