"""Small members of the tests. Nordlys says that it is small, and Aurora is its partner: Nils reads and is on duty, Oda
manages and supervises, Pia is safeguarding lead and administers people, Quim is custodian.

And Cirrus, where three people do everything, with Nordlys as partner: Ana manages, keeps keys, reads and is on duty;
Ben supervises, keeps keys, reads and is deputy; Cleo is safeguarding lead, custodian and administrator of people.
"""

from datetime import datetime
from uuid import UUID

from fanal.concerns.models import ReportingPage
from fanal.network import accounts
from fanal.network import api as network
from fanal.network.contracts import Actor, AgreementPurpose, Founder, OrgKind, Profile, Role
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


def turn_small(cast: Cast, now: datetime = NOW) -> None:
    """Nordlys is small, and Aurora is second person for it."""
    gains(cast["pia"].person, Role.MEMBER_ADMIN)
    network.small.choose(cast["pia"], Profile.SMALL, now)


def grows(who: Actor, now: datetime = NOW) -> None:
    """Somebody said a week ago that their organisation is small no more, and that holds now."""
    network.small.choose(who, Profile.FULL, now - network.small.LEAVES)
    assert network.small.settle(now) == 1


def is_partner(cast: Cast, categories: tuple[Cat, ...] = EVERY, now: datetime = NOW) -> UUID:
    """Aurora is second person for Nordlys, and has whom that needs: Edo audits, Celia guards the data."""
    gains(cast["edo"].person, Role.AUDITOR)
    gains(cast["celia"].person, Role.DATA_PROTECTION_OFFICER)
    purpose = AgreementPurpose.SECOND_PERSON
    return agree(cast, categories, purpose=purpose, by="nils", signer="amara", partner=cast.aurora, now=now)


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


def police(cast: Cast, country: str = "XB", by: str = "nils", now: datetime = NOW) -> UUID:
    """A tourist police unit of a country, and an agreement with it."""
    people = [
        Founder(name, name.capitalize(), f"{PASSWORD} {name}", (Role.LIAISON, Role.KEY_KEEPER)) for name in POLICE
    ]
    made = network.organisations.found("Tourist police unit", OrgKind.AUTHORITY, country, people, now)
    for name, code in made.codes.items():
        cast.seeds[name] = accounts.seed_by_code(Person.objects.get(username=name), code)
    agree(cast, EVERY, partner=made.org, by=by, signer="leo", now=now)
    return made.org


def has_partner(cast: Cast, *more: AgreementPurpose, now: datetime = NOW) -> list[UUID]:
    """Nordlys is second person for Cirrus, and has whom that needs. Returns the agreements."""
    gains(cast["oda"].person, Role.AUDITOR)
    gains(cast["quim"].person, Role.DATA_PROTECTION_OFFICER)
    return [
        agree(cast, EVERY, purpose=purpose, by="ana", now=now) for purpose in (AgreementPurpose.SECOND_PERSON, *more)
    ]
