"""One file, and every way in which something of it goes to somebody else: for rules that hold for all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from django.db.models import Model

from fanal.cases.acts import acts, suspects
from fanal.cases.codes import ConsentPurpose, SafeContact
from fanal.cases.codes_work import HandOnKind, Passed
from fanal.cases.continuity import continuity
from fanal.cases.exchange import exporting
from fanal.cases.files import writing
from fanal.cases.grounds import grounds
from fanal.cases.members import asking, members
from fanal.cases.members.seen import Wanted
from fanal.cases.models import Case, Export, HandOn, NetworkSearch, Referral, Report, Service, Transition
from fanal.cases.passing_on import inside
from fanal.cases.referring import referring
from fanal.cases.reporting import reporting
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, Role
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.acts.filed import PERSON
from tests.rooms.cases.care import opened
from tests.rooms.cases.continuity.asking import ALL as FACTS
from tests.rooms.cases.directory.scenes import a_provider
from tests.rooms.cases.grounds.care import CLINIC
from tests.rooms.cases.members import scenes as of_members
from tests.rooms.cases.planning.scenes import helped
from tests.rooms.cases.referring.scenes import SAID as TO_CLINIC
from tests.rooms.cases.reporting.scenes import SAID as TO_POLICE
from tests.rooms.cases.reporting.scenes import WENT, confirmed
from tests.rooms.cases.reporting.scenes import YES as POLICE
from tests.rooms.concerns.passing import agree

HELP: Final[dict[str, Any]] = {"type": "psychosocial", "for_whom": "child"}
HANDED: Final = {
    "situation": "She goes to school again", "next_duties": "Ring the school", "safety_now": "Through the counsellor",
    "told_child": "That a colleague comes",
}  # fmt: skip
OUT: Final = {"purpose": "referral", "recipient": "service_provider", "reason": "They plan for her"}


def agreements(cast: Cast) -> None:
    """Aurora and Nordlys have signed one for everything; Nils and Oda work with children there, Noor here."""
    of_members.taker(cast)
    network.people.give_roles(cast["bao"], cast["noor"].person, [Role.CASEWORKER], NOW)
    are_cleared([cast["noor"].person])
    for purpose in (AgreementPurpose.REFERRAL, AgreementPurpose.CASE_TRANSFER, continuity.CARE):
        agree(cast, of_members.COVERED, purpose=purpose)


def a_file(cast: Cast) -> Case:
    """An act, a person suspected, a help by a clinic and one by a member; nobody may be told anything yet."""
    case = opened(cast)
    writing.set_safety(cast["marek"], case.pk, SafeContact.AGREED_TIMES, of_members.WAY, NOW)
    acts.add(cast["marek"], case.pk, {"kind": "exploitation", "happened_from": "2026-10", "country": "XA"}, NOW)
    suspects.add(cast["marek"], case.pk, PERSON, NOW)
    helped(cast, case, **HELP, provider=str(a_provider(cast).pk))
    helped(cast, case, **HELP)
    return Case.objects.select_related("child").get(pk=case.pk)


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    agreements(cast_of_file)
    return a_file(cast_of_file)


@pytest.fixture
def case(case_of_file: Case, cast: Cast) -> Case:
    """The file, with the agreements, and no yes of the child to any of it."""
    return Case.objects.select_related("child").get(pk=case_of_file.pk)


GROUNDS: Final[Mapping[str, tuple[ConsentPurpose, dict[str, Any]]]] = {
    "clinic": (ConsentPurpose.REFERRAL, CLINIC),
    "member": (ConsentPurpose.REFERRAL, of_members.YES),
    "takes over": (ConsentPurpose.TRANSFER, of_members.ALLOWED),
    "police": (ConsentPurpose.REPORT_TO_AUTHORITY, POLICE),
}


def allowed(cast: Cast, case: Case, now: Any = NOW) -> None:
    """The child and the guardian say yes to all of it."""
    for purpose, said in GROUNDS.values():
        grounds.give(cast["marek"], case.pk, purpose, said, now)


@dataclass(frozen=True)
class Way:
    """`send`: keeps what would leave. `yes`: it needs one of the child. `agreed`: it needs an agreement."""

    send: Callable[[Cast, Case, UUID], Model]
    table: type[Model]
    yes: bool = True
    agreed: bool = False
    keyed: bool = True


def help_of(case: Case, *, rung: bool) -> UUID:
    """The help that a clinic is rung for, or that of a member."""
    first, last = Service.objects.filter(case=case).order_by("made_at", "pk").values_list("pk", flat=True)
    return first if rung else last


def _member(cast: Cast, case: Case, key: UUID, wish: Wanted) -> Transition:
    return members.draft(cast["marek"], case.pk, wish, of_members.SAID, key, NOW)


WAYS: Final[dict[str, Way]] = {
    "a colleague": Way(
        lambda cast, case, key: inside.offer(
            cast["marek"], case.pk, HandOnKind.ASSIGN, cast["noor"].person, HANDED, key, NOW
        ),
        HandOn, yes=False,
    ),
    "a provider": Way(
        lambda cast, case, key: referring.draft(
            cast["marek"], case.pk, help_of(case, rung=True), TO_CLINIC, (), key, NOW
        ),
        Referral,
    ),
    "help of a member": Way(
        lambda cast, case, key: _member(
            cast, case, key, Wanted(Passed.REFERRAL, cast.nordlys, help=help_of(case, rung=False))
        ),
        Transition, agreed=True,
    ),
    "a member takes over": Way(
        lambda cast, case, key: _member(cast, case, key, Wanted(Passed.TRANSFER, cast.nordlys)),
        Transition, agreed=True,
    ),
    "a member is asked for a child": Way(
        lambda cast, case, key: asking.send(
            cast["bao"], cast.nordlys, {"need": "The child of whom we spoke", "our_contact": "Bao"}, key, NOW
        ),
        Transition, yes=False, agreed=True,
    ),
    "whether a member knows": Way(
        lambda cast, case, key: continuity.ask_member(
            cast["marek"], case.pk, continuity.Wanted(cast.nordlys, FACTS, "came"), NOW
        ),
        NetworkSearch, yes=False, agreed=True, keyed=False,
    ),
    "an authority": Way(
        lambda cast, case, key: reporting.prepare(cast["marek"], case.pk, TO_POLICE, (), key, NOW), Report
    ),
    "data taken out": Way(
        lambda cast, case, key: exporting.one(cast["marek"], case.pk, "htcds", OUT, NOW), Export, keyed=False
    ),
}  # fmt: skip


def sent(cast: Cast, case: Case, way: str, key: UUID | None = None) -> Model:
    return WAYS[way].send(cast, case, key or uuid4())


def out(cast: Cast, way: str, row: Any) -> None:
    """What was kept goes, each time by whoever must confirm it; a second time it changes nothing."""
    if way in {"help of a member", "a member takes over"} and row.state == "draft":
        two = ("marek", "bao") if way == "a member takes over" else ("marek",)
        for who, seen in [(who, of_members.shown(cast, row, who)) for who in two]:
            for _again in range(3):
                members.confirm(cast[who], row.pk, seen, NOW)
    elif way == "a provider":
        referring.offer(cast["marek"], row.pk, {"spoken_to": "the receptionist"}, NOW)
    elif way == "an authority":
        if row.state == "draft":
            confirmed(cast["marek"], row)
        reporting.sent(cast["marek"], row.pk, WENT, NOW)
