"""What the journal takes and gives."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from fanal import vault


class ActorKind(StrEnum):
    """Who did a deed: a person of an organisation, an anonymous reporter, or the installation itself."""

    PERSON = "person"
    REPORTER = "reporter"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs an entry: with the person's own key, or the installation's for reporters and the system."""

    kind: ActorKind
    actor: UUID | None
    org: UUID | None
    signer: vault.Signer = field(repr=False)


@dataclass(frozen=True, slots=True)
class Item:
    """A ciphertext that a deed wrote, and the mark of the column and row that it lies in (`vault.place_mark`)."""

    place: bytes
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class EntryRef:
    """One written entry: its chain, place in it, hash (32 bytes)."""

    record: UUID
    seq: int
    hash: bytes


type Mark = tuple[datetime, UUID, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as people read it: who did what, when (day only for reporters), for which purpose."""

    record: UUID
    seq: int
    kind: ActorKind
    actor: UUID | None
    org: UUID | None
    deed: str
    purpose: str
    at: datetime

    @property
    def mark(self) -> Mark:
        """Its place among all lines: where the next page goes on."""
        return self.at, self.record, self.seq


type Said = tuple[Line, frozenset[bytes]]
"""An entry that holds, and the hashes of what it names; placed ones with their mark."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a chain says of some deeds: `said`, oldest first. `torn`: an entry of the chain was made bad, is not of this
    installation, or is gone from between the others. What else was done, and what ended, is not known then."""

    said: tuple[Said, ...] = ()
    torn: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """Who did what, without what was named."""
        return tuple(line for line, _items in self.said)


@dataclass(frozen=True, slots=True)
class Defect:
    """The first entry of a chain that does not hold, and why, in words."""

    record: UUID
    seq: int
    why: str
