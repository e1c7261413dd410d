"""Help that is asked for of a clinic, as a worker does it."""

from typing import Any
from uuid import uuid4

from fanal.cases.codes import ConsentPurpose, SafeContact
from fanal.cases.files import writing
from fanal.cases.grounds import grounds
from fanal.cases.models import Case, Referral, Service
from fanal.cases.referring import referring
from fanal.network.contracts import Actor
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.directory.scenes import a_provider
from tests.rooms.cases.grounds.care import CLINIC
from tests.rooms.cases.planning.scenes import helped

SAID: dict[str, Any] = {
    "need": "Somebody to talk to, each week, in Spanish",
    "told_child": "A person to talk to; I can stop",
    "our_contact": "Marek, the desk telephone",
    "urgent": False,
}
WAY = {"channels_allowed": ("through_safe_person",), "safe_person": "the school counsellor"}
RANG = {"spoken_to": "the receptionist"}
YES = RANG | {"state": "accepted", "agreed": "First talk on Tuesday"}
NO = RANG | {"state": "declined", "declined_because": "no_capacity"}


def a_help(cast: Cast) -> Service:
    """A file with a yes of the child to help by others, and a piece of help by the Old Harbour Clinic."""
    case = opened(cast)
    writing.set_safety(cast["marek"], case.pk, SafeContact.AGREED_TIMES, WAY, NOW)
    provider = a_provider(cast)
    row = helped(cast, case, type="psychosocial", for_whom="child", provider=str(provider.pk))
    allowed(cast, case)
    return row


def allowed(cast: Cast, case: Case) -> None:
    """The child and the guardian say yes to a provider of help."""
    grounds.give(cast["marek"], case.pk, ConsentPurpose.REFERRAL, CLINIC, NOW)


def drafted(by: Actor, help_: Service, **more: Any) -> Referral:
    """What may be told, kept before the call."""
    said = SAID | more
    added, key = said.pop("added", ()), said.pop("key", None) or uuid4()
    return referring.draft(by, help_.case_id, help_.pk, said, added, key, said.pop("now", NOW))


def offered(by: Actor, help_: Service, **more: Any) -> Referral:
    """They were told the card."""
    return referring.offer(by, drafted(by, help_, **more).pk, RANG, NOW)
