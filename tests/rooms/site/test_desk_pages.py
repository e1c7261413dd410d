"""Every page of the desk opens for whom it is for, and for nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from fanal.network import api as network
from fanal.network.contracts import Role
from tests.desk import client_of, person_of, sign_in, text
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db(databases="__all__")

PAGES = {
    "desk:day": ("amara", "edo", "sol", "femi"),
    "desk:account": ("amara", "edo", "sol", "femi"),
    "desk:notices": ("amara", "sol"),
    "desk:people": ("bao", "edo", "dalia"),
    "desk:invite": ("bao", "edo"),
    "desk:agreements": ("amara", "femi", "sol"),
    "desk:propose": ("amara", "sol"),
    "desk:keys": ("amara", "bao", "edo"),
    "desk:drill": ("amara", "bao"),
    "desk:journal": ("bao", "dalia"),
    "mfa_index": ("amara",),
    "mfa_list_webauthn": ("amara",),
}
SHUT = {
    "desk:people": "femi",
    "desk:invite": "amara",
    "desk:propose": "femi",
    "desk:drill": "edo",
    "desk:journal": "edo",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_whom_it_is_for(cast: Cast, name: str) -> None:
    """200, with a heading, a title and the person's own navigation."""
    for username in PAGES[name]:
        response = client_of(cast, username).get(reverse(name))
        assert response.status_code == 200, username
        page = text(response)
        assert page.count("<h1>") == 1
        assert reverse("desk:day") in page


@pytest.mark.parametrize("name", SHUT)
def test_a_page_says_why_it_stays_shut(cast: Cast, name: str) -> None:
    """403, in words, and nothing is changed."""
    response = client_of(cast, SHUT[name]).get(reverse(name))
    assert response.status_code == 403
    assert "Your role does not include this" in text(response)


@pytest.mark.parametrize("name", PAGES)
def test_nobody_who_is_not_signed_in_sees_a_page(name: str) -> None:
    """To the sign-in page, which goes on where they were."""
    response = Client().get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_the_navigation_shows_only_doors_that_open(cast: Cast) -> None:
    """A new intake officer sees no journal, keys or people; a manager does."""
    femi, bao = (
        text(client_of(cast, "femi").get(reverse("desk:day"))),
        text(client_of(cast, "bao").get(reverse("desk:day"))),
    )
    for name in ("desk:people", "desk:keys", "desk:journal"):
        assert f'href="{reverse(name)}"' not in femi
        assert f'href="{reverse(name)}"' in bao


@pytest.mark.parametrize("page", ["person", "admit", "give-role", "reset-link", "sign-out", "end"])
def test_people_of_another_organisation_do_not_exist(cast: Cast, page: str) -> None:
    """404 for a person of Nordlys, whatever the page; the same as for an identifier that nobody has."""
    response = client_of(cast, "bao").get(reverse(f"desk:{page}", args=[person_of("nils")]))
    assert response.status_code == 404


def test_an_agreement_of_others_does_not_exist(cast: Cast) -> None:
    """404 for an organisation that is no party."""
    nordlys = cast["nils"]
    made = network.agreements.propose(
        nordlys, cast.secretariat, [network.agreements.AgreementPurpose.CONCERN_HANDOVER], ["story"],
        NOW.date(), NOW.date(), NOW,
    )  # fmt: skip
    for page in ("agreement", "sign", "end-agreement"):
        assert client_of(cast, "amara").get(reverse(f"desk:{page}", args=[made])).status_code == 404


def test_lists_cost_the_same_with_few_and_with_many(cast: Cast) -> None:
    """The list of people takes as many statements with six as with nine."""
    bao = client_of(cast, "bao")

    def cost() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            assert bao.get(reverse("desk:people")).status_code == 200
        return len(seen)

    cost()  # the first page of a session may write the session
    before = cost()
    for name in ("gita", "hana", "ivo"):
        token = network.people.invite(cast["bao"], name, [Role.INTAKE_OFFICER], NOW)
        network.people.accept(token, name, f"twelve quiet boats {name}", NOW)
    assert cost() == before


def test_a_page_that_changes_things_refuses_what_another_site_sends(cast: Cast) -> None:
    """Without the token of this session nothing happens."""
    client = sign_in("bao", csrf=True)
    response = client.post(reverse("desk:sign-out", args=[person_of("femi")]))
    assert response.status_code == 403
