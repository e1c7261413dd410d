"""What the network takes and gives."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fanal import vault
from fanal.journal.contracts import ActorKind, Signatory
from fanal.vocabulary.results import NotDone


class OrgKind(StrEnum):
    """What an organisation is in the network. An office counts encoded lists for others: no concern and no case reaches
    it, and it is no authority (decision 6). A company and a provider of services are light: see `LIGHT`."""

    MEMBER = "member"
    SECRETARIAT = "secretariat"
    AUTHORITY = "authority"
    OFFICE = "office"
    COMPANY = "company"
    PROVIDER = "provider"


class Profile(StrEnum):
    """How the people of a member share its work. A small one has three to five, and a partner as second person
    (`small`)."""

    FULL = "full"
    SMALL = "small"


LIGHT = frozenset({OrgKind.COMPANY, OrgKind.PROVIDER})
"""Organisations of people with two steps and nothing else: no identity, no team, no recovery kit, and nothing is sealed
to them (docs/network.md, "Light organisations")."""
KEYED = tuple(kind for kind in OrgKind if kind not in LIGHT)
"""All others."""


class Role(StrEnum):
    """A role says what a person may do; a team says what their keys open (docs/access.md, "Rules")."""

    INTAKE_OFFICER = "intake_officer"
    DUTY_PERSON = "duty_person"
    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    CUSTODIAN = "custodian"
    LAWYER = "lawyer"
    LEGAL_ADVOCATE = "legal_advocate"
    PANEL_MEMBER = "panel_member"
    PROVIDER_WORKER = "provider_worker"
    DIRECTORY_KEEPER = "directory_keeper"
    AUDITOR = "auditor"
    MEMBER_ADMIN = "member_admin"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    KEY_KEEPER = "key_keeper"
    CAREGIVER_TRAINER = "caregiver_trainer"
    SYSADMIN = "sysadmin"
    ANALYST = "analyst"
    REFERRAL_DESK = "referral_desk"
    CORPUS_EDITOR = "corpus_editor"
    SURVIVOR_ADVISER = "survivor_adviser"
    ETHICS_REVIEWER = "ethics_reviewer"
    LANGUAGE_REVIEWER = "language_reviewer"
    COMPANY_FOCAL_POINT = "company_focal_point"
    SITE_TRAINER = "site_trainer"
    TRAINEE = "trainee"
    LOCAL_CODE_REPRESENTATIVE = "local_code_representative"
    LIAISON = "liaison"
    RESEARCHER = "researcher"
    GOVERNMENT_READER = "government_reader"


class RingKind(StrEnum):
    """Teams that hold a ring."""

    INTAKE = "intake"
    CASEWORK = "casework"
    ONCALL = "oncall"
    SUPERVISORS = "supervisors"
    SAFEGUARDING = "safeguarding"
    CUSTODIAN = "custodian"
    LEGAL = "legal"
    FEEDBACK = "feedback"
    STATISTICS = "statistics"
    KEEPERS = "keepers"


NAMED = (RingKind.INTAKE, RingKind.CASEWORK)
"""Kinds of which an organisation may have further teams, each by its name, beside the main one."""
# Which rings a role needs in order to do its work. Everything else stays shut: a member_admin, an auditor or a
# sysadmin opens nothing.
ROLE_RINGS: dict[Role, tuple[RingKind, ...]] = {
    Role.INTAKE_OFFICER: (RingKind.INTAKE,),
    Role.DUTY_PERSON: (RingKind.INTAKE, RingKind.ONCALL),
    Role.CASEWORKER: (RingKind.CASEWORK,),
    Role.SUPERVISOR: (RingKind.SUPERVISORS, RingKind.INTAKE, RingKind.CASEWORK, RingKind.FEEDBACK),
    Role.CUSTODIAN: (RingKind.CUSTODIAN,),
    Role.SAFEGUARDING_LEAD: (RingKind.SAFEGUARDING, RingKind.FEEDBACK),
    Role.LAWYER: (RingKind.LEGAL,),
    Role.KEY_KEEPER: (RingKind.KEEPERS,),
    Role.ANALYST: (RingKind.STATISTICS,),
    Role.LIAISON: (RingKind.INTAKE,),
    Role.MANAGER: (RingKind.STATISTICS,),
}


type Which = RingKind | UUID
"""A team of an organisation: the main one of a kind, or one by its identifier."""


@dataclass(frozen=True, slots=True, order=True)
class TeamRef:
    """A team as other rooms see it. The main one of its kind has no name."""

    kind: RingKind
    name: str
    id: UUID


class PersonState(StrEnum):
    """Where an account stands. Only an active person's keys open anything."""

    WAITING = "waiting"  # made slots, or lost every key: a colleague must seal the rings
    ACTIVE = "active"
    LEFT = "left"


class AgreementPurpose(StrEnum):
    """What an agreement between two organisations may serve."""

    CONCERN_HANDOVER = "concern_handover"
    CONFLICT_OF_INTEREST = "conflict_of_interest"  # the partner hears concerns about the other's safeguarding lead
    REFERRAL = "referral"  # a child is referred to a service
    CASE_TRANSFER = "case_transfer"  # another member takes over the care of a child
    CONTINUITY_OF_CARE = "continuity_of_care"  # one asks whether the other knows a child
    REPORT_TO_AUTHORITY = "report_to_authority"
    SECOND_PERSON = "second_person"  # the partner is what a small member has nobody for (`small`)
    LINKAGE_COUNTING = "linkage_counting"  # a unit counts children over lists that were encoded for one run


class Standing(StrEnum):
    """How an agreement stands on a day, for one of its parties."""

    IN_FORCE = "in_force"
    EXPIRING = "expiring"  # in force, for sixty days at most
    NOT_STARTED = "not_started"
    YOURS_TO_SIGN = "yours_to_sign"
    THEIRS_TO_SIGN = "theirs_to_sign"
    EXPIRED = "expired"
    ENDED = "ended"
    FORGED = "forged"
    CHANGED = "changed"  # what is stored about one of the two is not as it was left
    TORN = "torn"  # nobody knows whether it was ended


@dataclass(frozen=True, slots=True)
class OrgRef:
    """An organisation as other rooms see it. `mandates` are ISO 3166-1 alpha-2 codes of the countries it works in."""

    id: UUID
    name: str
    kind: OrgKind
    country: str
    mandates: frozenset[str]
    time_zone: str
    languages: tuple[str, ...]
    profile: Profile = Profile.FULL

    def day(self, at: datetime) -> date:
        """The day of an instant on its clocks."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person as colleagues see them."""

    id: UUID
    org: UUID
    name: str
    roles: frozenset[Role]
    state: PersonState


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in person of a request, with open keys. Lives in memory for one request and is never stored."""

    person: UUID
    org: UUID
    org_kind: OrgKind
    org_name: str
    name: str
    roles: frozenset[Role]
    grants: frozenset[str]
    time_zone: str
    keyring: vault.Keyring = field(repr=False)
    signer: vault.Signer = field(repr=False)
    teams: frozenset[TeamRef] = frozenset()

    def in_team(self, kind: RingKind, team: UUID | None) -> bool:
        """Whether the person works on what a team of this kind has, the main one where none is named. Whoever is in no
        team of the kind stands with the main one: their keys open nothing of it."""
        mine = [one for one in self.teams if one.kind is kind]
        return any(one.id == team if team else not one.name for one in mine) or (team is None and not mine)

    def signatory(self) -> Signatory:
        """How the journal signs for this person."""
        return Signatory(ActorKind.PERSON, self.person, self.org, self.signer)

    def has(self, *roles: Role) -> bool:
        """Whether the person holds at least one of the roles."""
        return bool(self.roles.intersection(roles))


@dataclass(frozen=True, slots=True)
class System(Actor):
    """A program of an organisation, which does what one of its people let it do while nobody is signed in: it opens
    nothing, and the journal has what it did from the installation."""

    def signatory(self) -> Signatory:
        """How the journal signs for it."""
        return Signatory(ActorKind.SYSTEM, None, self.org, self.signer)


@dataclass(frozen=True, slots=True)
class AgreementRef:
    """An agreement in words that a screen shows: parties, purposes, data categories, days (inclusive)."""

    id: UUID
    a: UUID
    b: UUID
    purposes: frozenset[AgreementPurpose]
    categories: frozenset[str]
    starts: date
    ends: date


SIGN_IN_NAME: Final = r"[\w.@+-]{2,60}"
"""How people sign in: letters and digits, no spaces."""


@dataclass(frozen=True, slots=True)
class Founder:
    """One of the first people of an organisation."""

    username: str
    name: str
    password: str = field(repr=False)
    roles: tuple[Role, ...] = ()
    email: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class NewOrg:
    """An organisation that is to be founded."""

    name: str
    kind: OrgKind
    country: str
    mandates: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Founded:
    """A new organisation, its recovery shares and the recovery codes of its people: printed once, kept nowhere."""

    org: UUID
    people: dict[str, UUID]
    shares: tuple[str, ...] = field(repr=False)
    codes: dict[str, str] = field(repr=False)


class NetworkError(NotDone):
    """A deed of the network that cannot be done; the message is a sentence for the person, without personal data."""
