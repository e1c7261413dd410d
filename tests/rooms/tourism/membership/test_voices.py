"""Accounts of a company that end, and how it comes back when nobody is left who speaks for it."""

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotAllowed, NotNow
from fanal.network import api as network
from fanal.network import light
from fanal.network.contracts import NetworkError, PersonState, Role
from fanal.network.models import Invitation, Person
from fanal.tourism.companies import companies
from fanal.tourism.membership import rows, seen, voices
from fanal.tourism.models import Membership
from tests.desk import client_of, text
from tests.people import NOW, PASSWORD, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY, Firm

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def firm(cast: Cast) -> Firm:
    return firms.active(cast)


def _home(client: Client) -> int:
    return client.get(reverse("travel:home")).status_code


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_a_colleague_ends_an_account_and_its_sessions(firm: Firm) -> None:
    rosa, timo = client_of(firm.cast, "rosa"), client_of(firm.cast, "timo")
    assert _home(timo) == 200
    people = text(rosa.get(reverse("travel:people")))
    assert "End the account of Timo" in people
    assert "End the account of Rosa" not in people, "nobody ends the own"
    assert firm.timo
    at = reverse("travel:end_account", args=[firm.timo.person])
    assert "signed out everywhere" in text(rosa.get(at))
    assert "The account has ended" in text(rosa.post(at, {"sure": "on"}, follow=True))
    assert _home(timo) == 302
    assert seen.speakers(firm.org) == [firm.rosa.person]
    assert Person.objects.get(username="timo").state == PersonState.LEFT.value
    assert not Person.objects.get(username="timo").check_password(f"{PASSWORD} timo")
    assert rows.is_believed(firm.row)
    assert network.queries.colleagues(firm.org)[0].name == "Rosa"


def test_nobody_ends_the_own_account_or_that_of_another_company(firm: Firm) -> None:
    other = firms.begun(firm.cast, name="Northway", who="nora")
    with pytest.raises(NetworkError, match="never the person"):
        light.end(firm.rosa, firm.rosa.person, NOW)
    with pytest.raises(NetworkError, match="no such person"):
        light.end(other.rosa, firm.rosa.person, NOW)
    at = reverse("travel:end_account", args=[firm.rosa.person])
    assert client_of(firm.cast, "nora").get(at).status_code == 404
    assert client_of(firm.cast, "tove").get(at).status_code == 403


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_the_last_one_left_and_two_of_the_secretariat_let_somebody_new_in(firm: Firm) -> None:
    cast = firm.cast
    rosa, sol, tove = (client_of(cast, who) for who in ("rosa", "sol", "tove"))
    page = reverse("travel:membership", args=[firm.pk])
    ask, new = (reverse(f"travel:{name}", args=[firm.pk]) for name in ("ask_voice", "new_voice"))
    token = companies.invite(firm.rosa, "Somebody", NOW)
    assert ask in text(sol.get(page))
    assert ask not in text(rosa.get(page))
    sol.post(ask, {"sure": "on"})
    assert new in text(tove.get(page))
    with pytest.raises(NotAllowed, match="somebody else"):
        voices.invite(cast["sol"], firm.pk, "Ana", NOW)
    assert _home(rosa) == 200, "asked alone, nothing has ended"
    shared = voices.invite(cast["tove"], firm.pk, "Ana", NOW)
    assert seen.speakers(firm.org) == []
    assert _home(rosa) == 302
    with pytest.raises(NetworkError, match="used or taken back"):
        network.people.accept(token, "some", f"{PASSWORD} some", NOW)
    person, code = network.people.accept(shared, "ana", f"{PASSWORD} ana", NOW)
    ana = firms.opened("ana", code)
    assert (ana.org, ana.roles) == (firm.org, frozenset({Role.COMPANY_FOCAL_POINT}))
    assert seen.speakers(firm.org) == [person]
    assert rows.is_believed(firm.row)
    assert rows.find(ana, firm.pk).public_code == firm.row.public_code, "what the company is stays"


def test_it_takes_two_who_see_the_membership_as_it_was_left(firm: Firm) -> None:
    cast = firm.cast
    with pytest.raises(NotAllowed):
        voices.invite(cast["tove"], firm.pk, "Ana", NOW)
    for who in ("amara", "rosa"):
        with pytest.raises(NotAllowed):
            voices.ask_for(firm.rosa if who == "rosa" else cast[who], firm.pk, NOW)
    voices.ask_for(cast["sol"], firm.pk, NOW)
    with pytest.raises(NotNow, match="second person decides"):
        voices.ask_for(cast["tove"], firm.pk, NOW)
    voices.leave(cast["tove"], firm.pk, NOW)
    with pytest.raises(NotAllowed):
        voices.invite(cast["tove"], firm.pk, "Ana", NOW)
    voices.ask_for(cast["sol"], firm.pk, NOW + DAY)
    Membership.objects.filter(pk=firm.pk).update(revenue_class="A")
    with pytest.raises(NotAllowed, match="somebody changed it"):
        voices.invite(cast["tove"], firm.pk, "Ana", NOW + DAY)
    assert not Invitation.objects.filter(org_id=firm.org, used_on=None).exists()


def test_an_ended_account_that_somebody_opens_in_the_database_is_none(firm: Firm) -> None:
    assert firm.timo
    light.end(firm.rosa, firm.timo.person, NOW)
    Person.objects.filter(pk=firm.timo.person).update(state=PersonState.ACTIVE.value, left_on=None)
    back = network.open_actor(Person.objects.get(pk=firm.timo.person), firm.cast.seeds["timo"], NOW.date())
    with pytest.raises(NotAllowed):
        companies.invite(back, "Somebody", NOW)
    assert seen.speakers(firm.org) == [firm.rosa.person]
