"""A small member of the tests: Cirrus in XD, where three people do everything, with Nordlys as partner.

Ana manages, keeps keys, reads and is on duty; Ben supervises, keeps keys, reads and is deputy; Cleo is safeguarding
lead, custodian and administrator of people.
"""

from datetime import datetime
from uuid import UUID

from fanal.concerns.models import ReportingPage
from fanal.network import accounts
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, Founder, OrgKind, Profile, Role
from fanal.network.models import Person
from fanal.vocabulary.codes import DataCategory as Cat
from tests.people import FOUNDED, NOW, PASSWORD, Cast, are_trained, gains
from tests.rooms.concerns.passing import agree
from tests.rooms.concerns.reporter import publish

THREE = {
    "ana": (Role.MANAGER, Role.KEY_KEEPER, Role.INTAKE_OFFICER, Role.DUTY_PERSON),
    "ben": (Role.SUPERVISOR, Role.KEY_KEEPER, Role.INTAKE_OFFICER),
    "cleo": (Role.SAFEGUARDING_LEAD, Role.CUSTODIAN, Role.MEMBER_ADMIN),
}
POLICE = ("leo", "mira")
EVERY = (Cat.EXISTENCE, Cat.LOCATION, Cat.STORY, Cat.OFFENDER)


def found(cast: Cast, country: str = "XD", now: datetime = NOW) -> UUID:
    """Cirrus, which says that it is small."""
    people = [Founder(name, name.capitalize(), f"{PASSWORD} {name}", roles) for name, roles in THREE.items()]
    made = network.organisations.found("Cirrus", OrgKind.MEMBER, country, people, FOUNDED, mandates=[country])
    cast.founded["Cirrus"] = made
    for name, code in made.codes.items():
        cast.seeds[name] = accounts.seed_by_code(Person.objects.get(username=name), code)
    are_trained(made.people.values())
    network.small.choose(cast["cleo"], Profile.SMALL, now)
    return made.org


def opens_form(cast: Cast, country: str = "XD") -> ReportingPage:
    """The public form of Cirrus, open day and night, past its gate."""
    ana, ben = Person.objects.get(username="ana"), Person.objects.get(username="ben")
    return publish(cast, country, org_id=cast.founded["Cirrus"].org, duty_person=ana, deputy=ben)


def police(cast: Cast, country: str = "XD", now: datetime = NOW) -> UUID:
    """A tourist police unit where Cirrus is, and an agreement with it."""
    people = [
        Founder(name, name.capitalize(), f"{PASSWORD} {name}", (Role.LIAISON, Role.KEY_KEEPER)) for name in POLICE
    ]
    made = network.organisations.found("Tourist police unit", OrgKind.AUTHORITY, country, people, now)
    for name, code in made.codes.items():
        cast.seeds[name] = accounts.seed_by_code(Person.objects.get(username=name), code)
    agree(cast, EVERY, partner=made.org, by="ana", signer="leo", now=now)
    return made.org


def has_partner(
    cast: Cast, *more: AgreementPurpose, categories: tuple[Cat, ...] = EVERY, now: datetime = NOW
) -> list[UUID]:
    """Nordlys is second person for Cirrus, and has whom that needs. Returns the agreements."""
    gains(cast["oda"].person, Role.AUDITOR)
    gains(cast["quim"].person, Role.DATA_PROTECTION_OFFICER)
    return [
        agree(cast, categories, purpose=purpose, by="ana", now=now)
        for purpose in (AgreementPurpose.SECOND_PERSON, *more)
    ]
