"""What routing takes and gives: facts that a person confirmed, who is there, and proposals with their reasons. And who
takes on a case."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, Protocol
from uuid import UUID

from fanal.concerns.content import PersonCountry
from fanal.network.contracts import AgreementPurpose, OrgRef
from fanal.vocabulary.codes import DataCategory
from fanal.vocabulary.results import Allowed, Refused

__all__ = [
    "BASE",
    "MEMBER",
    "Agreements",
    "Care",
    "ConcernFacts",
    "Directory",
    "LegalAnswer",
    "Note",
    "OpenCase",
    "OrgRef",
    "PayloadClass",
    "PersonCountry",
    "Proposal",
    "Provision",
    "Reason",
    "Role",
    "Takers",
    "Verdict",
]

type Role = Literal["keep", "place", "sending", "child_home", "authority", "hotline_signpost"]
MEMBER = "member"
"""As what a handover to the child's home country is kept: where that is stands sealed in the file of the child."""

NOWHERE = frozenset({"ship_or_aircraft", "online", "unknown"})
"""Answers to "where" that name no country."""


BASE = frozenset({DataCategory.EXISTENCE, DataCategory.LOCATION, DataCategory.STORY})
"""Data categories of the default payload."""


class PayloadClass(StrEnum):
    """Which facts go by default (`payload.py` says which fields these are)."""

    NOTHING = "nothing"  # we keep it, or somebody is only pointed to a service
    DEFAULT = "default"
    WITH_ADULT_WORDS = "with_adult_words"  # the words on the adult belong to it: authority, or agreement names them


class LegalAnswer(StrEnum):
    """Whether a state can act. Shown as a reason; it never decides."""

    OPEN = "open"
    OPEN_ON_CONDITION = "open_on_condition"
    CANNOT_SAY = "cannot_say"
    BARRED = "barred"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Provision:
    """What a verdict rests on: citation, the words that carry it, when a lawyer of the country reviewed it (None:
    nobody has, or that has ended), and where it can be read. `articles`: its act counts articles, not sections."""

    citation: str
    words: str
    reviewed: date | None
    url: str = ""
    articles: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Can `state` act? `words` is the message id of the reason why not, or of the condition."""

    state: str
    answer: LegalAnswer
    words: str = ""
    provisions: tuple[Provision, ...] = ()


@dataclass(frozen=True, slots=True)
class ConcernFacts:
    """What routing may know. Countries are ISO 3166-1 alpha-2 codes.

    `place` is the country where it happened or a code of `NOWHERE`. `adult_countries` are those that a trained person
    confirmed; `adult_nationalities` may be known to a case, and yields nothing. `case_open`: a case is open, whose file
    names `child_home`; `child_ground`: the organisations for which a live ground for passing facts on exists.
    `legal_duty`: law makes `own` report to an authority in `place`.
    """

    own: OrgRef
    day: date
    place: str
    adult_countries: tuple[PersonCountry, ...] = ()
    adult_nationalities: tuple[str, ...] = ()
    child_home: str = ""
    case_open: bool = False
    child_ground: frozenset[UUID] = frozenset()
    legal_duty: bool = False
    online: bool = False

    @property
    def country(self) -> str:
        """The country of the place, empty where none is known."""
        return "" if self.place in NOWHERE else self.place


@dataclass(frozen=True, slots=True)
class Takers:
    """Who takes on a case and who answers for the work, in which casework team (None: the main one). `restricted`: our
    own people may be concerned, and only the two and the safeguarding lead may know."""

    worker: UUID
    supervisor: UUID
    team: UUID | None
    restricted: bool


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that is open, and who works on it."""

    id: UUID
    hands: Takers


@dataclass(frozen=True, slots=True)
class Care:
    """What the file to which a concern went says to routing. `home`: the country of the child's home. `grounds`: the
    organisations that may be told by a live ground of the child."""

    home: str
    grounds: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Note:
    """Something to read before sending. `missing`: it should exist and does not, which blocks."""

    kind: Literal["authority", "law"]
    country: str
    words: str
    reviewed: date | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Directory:
    """Who is there. `authority_notes` and `law_notes` are by country; so are `hotlines`, by name."""

    organisations: tuple[OrgRef, ...]
    authority_notes: Mapping[str, Note] = field(default_factory=dict)
    law_notes: Mapping[str, Note] = field(default_factory=dict)
    hotlines: Mapping[str, str] = field(default_factory=dict)


class Agreements(Protocol):
    """`network.api` has this shape."""

    def check(
        self, sender: UUID, recipient: UUID, purpose: AgreementPurpose, categories: Collection[str], day: date
    ) -> Allowed | Refused: ...


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a proposal stands here: the rule (a key of `routing.texts.ROUTING`), its country, facts used, the law."""

    rule: str
    country: str = ""
    facts: tuple[str, ...] = ()
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to act. `recipient` None: nobody is there, said in words and never replaced by a neighbour."""

    recipient: OrgRef | None
    role: Role
    reasons: tuple[Reason, ...]
    agreement: Allowed | Refused
    payload: PayloadClass
    must_read: tuple[Note, ...] = ()
    signpost: str = ""

    @property
    def country(self) -> str:
        return self.reasons[0].country

    @property
    def sendable(self) -> bool:
        """Whether a person may draft a handover from it at all; notes must still be read."""
        there = self.recipient is not None and self.payload is not PayloadClass.NOTHING
        return there and bool(self.agreement) and not any(note.missing for note in self.must_read)
