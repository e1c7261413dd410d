"""What a worker sees that may be told to somebody outside: the ground, the agreement and the list decide."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fanal.cases.codes import ConsentPurpose, SafeContact
from fanal.cases.files import files, writing
from fanal.cases.ground import Recipient
from fanal.cases.grounds import grounds
from fanal.cases.models import Case, Consent
from fanal.cases.passing_on import preview
from fanal.cases.passing_on.pack import PackKind
from fanal.cases.passing_on.preview import Leaves
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose
from fanal.vocabulary.codes import RecipientCategory
from fanal.vocabulary.results import Refused
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.grounds.care import CLINIC

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=1)
PROVIDER = Recipient(RecipientCategory.SERVICE_PROVIDER)


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    case = opened(cast_of_file)
    way = {"channels_allowed": ("through_safe_person",), "safe_person": "the school counsellor"}
    writing.set_safety(cast_of_file["marek"], case.pk, SafeContact.AGREED_TIMES, way, NOW)
    return case


def looked(cast: Cast, case: Case, to: Recipient = PROVIDER, org: object = None) -> Leaves:
    with files.looking(cast["marek"], case.pk, LATER) as found:
        return preview.leaves(found, PackKind.REFERRAL, to, org, LATER)  # type: ignore[arg-type]


def paths(made: Leaves) -> set[str]:
    return {one.field for one in made.pack.leaves}


def test_nothing_leaves_without_a_yes_and_only_that_with_one(cast: Cast, case: Case) -> None:
    made = looked(cast, case)
    assert isinstance(made.ground, Refused)
    assert paths(made) == set()
    grounds.give(cast["marek"], case.pk, ConsentPurpose.REFERRAL, CLINIC, NOW)
    made = looked(cast, case)
    assert made.ground
    assert paths(made) == {
        "child.age_at_intake", "child.sex", "child.languages", "child.interpreter_needed", "child.safe_to_contact",
        "contact_safety.channels_allowed", "contact_safety.safe_person",
    }  # fmt: skip
    stays = {one.field for one in made.pack.stays}
    assert {"reporter", "child.given_name", "case.standing"} <= stays
    grounds.withdraw(cast["marek"], case.pk, Consent.objects.get(purpose="referral").pk, {"given_by": "child"}, NOW)
    assert paths(looked(cast, case)) == set()


def test_an_organisation_gets_what_its_agreement_names_and_none_gets_nothing(cast: Cast, case: Case) -> None:
    nordlys = network.org(cast.nordlys)
    to = Recipient(RecipientCategory.MEMBER_ORG, str(nordlys.id))
    said = CLINIC | {"recipients": (str(nordlys.id),)}
    grounds.give(cast["marek"], case.pk, ConsentPurpose.REFERRAL, said, NOW)
    made = looked(cast, case, to, nordlys)
    assert isinstance(made.agreement, Refused)
    assert paths(made) == set()
    last = NOW.date() + timedelta(days=300)
    purposes, kinds = [AgreementPurpose.REFERRAL], ["existence", "services"]
    first = network.agreements.propose(cast["bao"], nordlys.id, purposes, kinds, NOW.date(), last, NOW)
    network.agreements.sign(cast["oda"], first, NOW)
    made = looked(cast, case, to, nordlys)
    assert made.agreement
    assert paths(made) == {"child.age_at_intake", "child.sex"}, "how to reach the child is not in the agreement"


def test_the_page_shows_the_card_the_pack_and_what_stays(cast: Cast, case: Case) -> None:
    marek, address = client_of(cast, "marek"), reverse("cases:what_leaves", args=[case.pk])
    assert address in text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "Nothing is sent from here." in text(marek.get(address))
    asked = {"kind": "referral", "to": "service_provider"}
    page = text(marek.get(address, asked))
    assert "There is no ground for this." in page
    assert "10 to 14" in page
    assert "the school counsellor" not in page
    grounds.give(cast["marek"], case.pk, ConsentPurpose.REFERRAL, CLINIC, NOW)
    page = text(marek.get(address, asked))
    assert "the school counsellor" in page
    assert "The child has not agreed to this." in page
    assert "Lilo" not in page
    assert "10 to 14" not in text(marek.get(address, {"kind": "gossip", "to": "somebody"}))
    for who in ("oda", "amara", "edo", "dalia", "lena"):
        answer = client_of(cast, who).get(address, asked)
        assert answer.status_code in {403, 404}, who
