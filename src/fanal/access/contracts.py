"""What the policy takes and gives."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from fanal.access.content import BadContent, Content, NewerContent, field_of
from fanal.access.deciding import Line, LineState, Seat, Voice
from fanal.network.contracts import Actor, OrgKind, Role
from fanal.vocabulary.results import Allowed, NotDone, Refused

__all__ = [
    "UNCLEARED",
    "BadContent",
    "Check",
    "Content",
    "Line",
    "LineState",
    "NewerContent",
    "NotAllowed",
    "NotHere",
    "RecordRef",
    "Rule",
    "Seat",
    "Unreadable",
    "Voice",
    "field_of",
]

UNCLEARED = "clearance"
"""Why somebody is refused who lacks nothing but clearances; the detail of the refusal names them."""

type Check = Callable[[Actor, object], Allowed | Refused]


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do one deed: holders of one of the roles (or of one of the grants), in organisations of these kinds, on
    things of their own, who hold every clearance that it needs.

    `check` looks at the thing itself and may refuse with a reason; it is asked only when the rest holds. `opens`:
    whether it opens what is sealed, or shows what another deed opened; no other deed can.
    """

    deed: str
    roles: frozenset[Role]
    kinds: frozenset[OrgKind]
    grant: str
    own_only: bool
    check: Check | None
    grants: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    opens: bool = False


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A sealed record: whose it is, which, and what kind of record (`concern`, `handover`)."""

    org: UUID
    id: UUID
    kind: str

    @property
    def org_id(self) -> UUID:
        """The owner, under the name that the policy looks for."""
        return self.org


class NotAllowed(NotDone):
    """A deed that the policy refuses. Carries the refusal; the text is a sentence for the person."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__(refusal.words)
        self.refusal = refusal


class NotHere(NotDone):
    """What the person may not see does not exist for them."""


class Unreadable(Exception):
    """What is stored is damaged, or a newer version wrote it. The text is a sentence for the person."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words
