"""A child of Aurora for whom Nordlys is asked, as workers do it."""

from typing import Any
from uuid import uuid4

from fanal.cases.codes import ConsentPurpose, SafeContact
from fanal.cases.codes_work import Passed
from fanal.cases.files import writing
from fanal.cases.grounds import grounds
from fanal.cases.members import arriving, members
from fanal.cases.members.kind import KINDS
from fanal.cases.members.seen import Wanted
from fanal.cases.models import Case, Consent, Service, Transition
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, Role
from fanal.passing.api import receiving
from fanal.vocabulary.codes import DataCategory as Cat
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import opened
from tests.rooms.cases.grounds.care import BOTH
from tests.rooms.cases.planning.scenes import helped
from tests.rooms.concerns.passing import agree

COVERED = (Cat.EXISTENCE, Cat.CONTACT, Cat.SERVICES, Cat.STORY, Cat.HEALTH, Cat.IDENTITY)
SAID: dict[str, Any] = {
    "need": "Somebody to talk to, each week, in Spanish",
    "told_child": "A person to talk to; I can stop",
    "our_contact": "Marek, the desk telephone",
}
WAY = {"channels_allowed": ("through_safe_person",), "safe_person": "the school counsellor"}
SECRETS = ("Lilo", "Anders", "the school counsellor", SAID["need"], SAID["told_child"])
"""What no card says."""
YES: dict[str, Any] = {**BOTH, "recipients": ("member_org",), "categories": ("contact", "services", "existence")}


def a_help(cast: Cast) -> Service:
    """A file with a yes of the child to help by members, an agreement with Nordlys, and a piece of help in the plan."""
    agree(cast, COVERED, purpose=AgreementPurpose.REFERRAL)
    case = opened(cast)
    writing.set_safety(cast["marek"], case.pk, SafeContact.AGREED_TIMES, WAY, NOW)
    row = helped(cast, case, type="psychosocial", for_whom="child")
    grounds.give(cast["marek"], case.pk, ConsentPurpose.REFERRAL, YES, NOW)
    return row


def wish(cast: Cast, help_: Service, **more: Any) -> Wanted:
    """Nordlys is asked for it."""
    return Wanted(Passed.REFERRAL, more.pop("org", cast.nordlys), help=help_.pk, **more)


def drafted(cast: Cast, help_: Service, by: str = "marek", **more: Any) -> Transition:
    """What may leave, kept before it is sent."""
    key, now = more.pop("key", None) or uuid4(), more.pop("now", NOW)
    return members.draft(cast[by], help_.case_id, wish(cast, help_, **more), SAID, key, now)


def shown(cast: Cast, row: Transition, by: str = "marek", now: Any = NOW) -> str:
    """What the page shows as the hash of the preview."""
    return members.look_again(cast[by], row.pk, now)[0].preview.hash


def offered(cast: Cast, help_: Service, **more: Any) -> Transition:
    """It is on its way to Nordlys."""
    row = drafted(cast, help_, **more)
    return members.confirm(cast["marek"], row.pk, shown(cast, row), NOW)


def accepted(cast: Cast, help_: Service, **more: Any) -> Transition:
    """Oda said yes."""
    row = offered(cast, help_, **more)
    return receiving.accept(KINDS[row.role], cast["oda"], row.pk, NOW)


def released(cast: Cast, help_: Service, **more: Any) -> Transition:
    """They have what they may know."""
    row = accepted(cast, help_, **more)
    return members.release(cast["marek"], row.pk, NOW)


def given(case: Case, purpose: ConsentPurpose) -> Consent:
    """The yes of the child for a purpose."""
    return Consent.objects.get(child=case.child_id, purpose=purpose, act="give")


# ---- a child who goes to Nordlys ----

ALLOWED: dict[str, Any] = {
    **BOTH,
    "recipients": ("member_org",),
    "categories": ("existence", "contact", "services", "story", "identity"),
}


def taker(cast: Cast) -> None:
    """Nils works with children at Nordlys, too; Oda answers for the work."""
    network.people.give_roles(cast["oda"], cast["nils"].person, [Role.DUTY_PERSON, Role.CASEWORKER], NOW)
    are_cleared([cast["nils"].person])


def a_child(cast: Cast) -> Case:
    """A file with a yes of the child to go to another member, and an agreement for it with Nordlys."""
    agree(cast, COVERED, purpose=AgreementPurpose.CASE_TRANSFER)
    taker(cast)
    case = opened(cast)
    writing.set_safety(cast["marek"], case.pk, SafeContact.AGREED_TIMES, WAY, NOW)
    grounds.give(cast["marek"], case.pk, ConsentPurpose.TRANSFER, ALLOWED, NOW)
    return case


def drafted_transfer(cast: Cast, case: Case, **more: Any) -> Transition:
    """Kept before it is sent."""
    wanted = Wanted(Passed.TRANSFER, cast.nordlys, **more)
    return members.draft(cast["marek"], case.pk, wanted, SAID, uuid4(), NOW)


def offered_transfer(cast: Cast, case: Case) -> Transition:
    """Worker and supervisor confirmed it."""
    row = drafted_transfer(cast, case)
    members.confirm(cast["marek"], row.pk, shown(cast, row), NOW)
    return members.confirm(cast["bao"], row.pk, shown(cast, row, "bao"), NOW)


def taken_over(cast: Cast, case: Case) -> Transition:
    """Oda said yes: Nils takes the work on."""
    row = offered_transfer(cast, case)
    return arriving.accept(cast["oda"], row.pk, cast["nils"].person, cast["oda"].person, NOW)


def named(cast: Cast, case: Case) -> Transition:
    """They have the pack, and know who the child is."""
    row = taken_over(cast, case)
    members.release(cast["marek"], row.pk, NOW)
    _row, _made, seen_ = arriving.look_at_names(cast["marek"], row.pk, NOW)
    return arriving.send_names(cast["marek"], row.pk, seen_, NOW)
