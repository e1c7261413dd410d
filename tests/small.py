"""A small member of the tests: Cirrus in XD, where three people do everything, with Nordlys as partner.

Ana manages, keeps keys, reads and is on duty; Ben supervises, keeps keys, reads and is deputy; Cleo is safeguarding
lead, custodian and administrator of people.
"""

from datetime import datetime
from uuid import UUID

from fanal.network import accounts
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, Founder, OrgKind, Profile, Role
from fanal.network.models import Person
from fanal.vocabulary.codes import DataCategory as Cat
from tests.people import FOUNDED, NOW, PASSWORD, Cast, are_trained, gains
from tests.rooms.concerns.passing import agree

THREE = {
    "ana": (Role.MANAGER, Role.KEY_KEEPER, Role.INTAKE_OFFICER, Role.DUTY_PERSON),
    "ben": (Role.SUPERVISOR, Role.KEY_KEEPER, Role.INTAKE_OFFICER),
    "cleo": (Role.SAFEGUARDING_LEAD, Role.CUSTODIAN, Role.MEMBER_ADMIN),
}
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


def has_partner(cast: Cast, *more: AgreementPurpose, now: datetime = NOW) -> list[UUID]:
    """Nordlys is second person for Cirrus, and has whom that needs. Returns the agreements."""
    gains(cast["oda"].person, Role.AUDITOR)
    gains(cast["quim"].person, Role.DATA_PROTECTION_OFFICER)
    return [
        agree(cast, EVERY, purpose=purpose, by="ana", now=now) for purpose in (AgreementPurpose.SECOND_PERSON, *more)
    ]
