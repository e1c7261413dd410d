"""CM-12: no content without second step, vetting, code of conduct and, for whoever works with children, the course:
every deed that opens a file asks for them."""

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access import api as access
from fanal.access.contracts import UNCLEARED
from fanal.cases.access_terms import CLEARED, SCREENED, WORKERS
from fanal.cases.models import Case
from fanal.cases.policy import LOOK, WRITE
from fanal.network import standing
from fanal.network.contracts import Role
from fanal.network.models import GrantHeld
from tests.desk import client_of, give_app, text
from tests.people import PASSWORD, Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
TAKES_BACK = {
    "cases.withdraw_ground", "cases.decline_file", "cases.take_back_offer", "cases.end_help", "cases.keep_transition",
}  # fmt: skip
"""What only takes something back waits for no clearance, and shows nothing."""


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    return opened(cast_of_file)


def test_each_deed_of_the_room_that_opens_what_is_sealed_asks_for_them() -> None:
    opens = [one for one in access.rules().values() if one.opens and one.deed.startswith("cases.")]
    assert len(opens) > 30
    without = {one.deed for one in opens if not set(SCREENED) <= set(one.needs)}
    assert without == TAKES_BACK
    of_workers = [one for one in opens if one.roles <= {*WORKERS, Role.SAFEGUARDING_LEAD}]
    assert {one.deed for one in of_workers if not set(CLEARED) <= set(one.needs)} == TAKES_BACK
    assert WRITE in {one.deed for one in of_workers}


@pytest.mark.parametrize("code", CLEARED)
def test_without_one_of_them_the_file_says_which_is_missing(cast: Cast, case: Case, code: str) -> None:
    with standing.changing(cast["marek"].person):
        GrantHeld.objects.filter(person=cast["marek"].person, code=code).delete()
    for deed in (LOOK, WRITE):
        answer = access.may(cast["marek"], deed, Case.objects.get())
        assert not answer
        assert answer.reason_code == UNCLEARED
        assert answer.detail == (code,)
    page = client_of(cast, "marek").get(reverse("cases:file", args=[case.pk]))
    assert page.status_code == 403
    assert "Lilo" not in text(page)


def test_with_a_password_alone_nobody_is_in(cast: Cast, case: Case) -> None:
    give_app("marek")
    client, address = Client(), reverse("cases:file", args=[case.pk])
    client.post(reverse("account_login"), {"login": "marek", "password": f"{PASSWORD} marek"})
    answer = client.get(address)
    assert answer.status_code in {302, 403}
    assert "Lilo" not in text(answer)
