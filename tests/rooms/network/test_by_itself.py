"""A company founds itself: one person, at once, and nothing that could be sealed to it."""

import pytest

from fanal import vault
from fanal.network import accounts, trusted, vouched
from fanal.network import api as network
from fanal.network.contracts import LIGHT, NetworkError, OrgKind, PersonState, Role
from fanal.network.models import Organisation, Person, RingSeal, Team
from tests.people import NOW, PASSWORD, Cast

pytestmark = pytest.mark.django_db(databases="__all__")


def _found(name: str = "Hotel Lantern", who: str = "rosa", password: str = "") -> str:
    return network.by_itself.found(name, "XA", "Rosa", who, password or f"{PASSWORD} {who}", NOW)[2]


def test_one_person_founds_it_and_works_at_once(cast: Cast) -> None:
    code = _found()
    org, row = Organisation.objects.get(name="Hotel Lantern"), Person.objects.select_related("org").get(username="rosa")
    assert org.kind == OrgKind.COMPANY
    assert OrgKind.COMPANY in LIGHT
    assert (row.state, row.email) == (PersonState.ACTIVE, "")
    assert network.person(row.pk).roles == {Role.COMPANY_FOCAL_POINT}
    assert trusted.among([row]) == {row.pk}
    assert vouched.is_whole(org)
    assert not Team.objects.filter(org=org).exists()
    actor = network.open_actor(row, accounts.seed_by_code(row, code), NOW.date())
    assert actor.org == org.pk


def test_a_deputy_joins_by_a_link_and_nobody_lets_them_in(cast: Cast) -> None:
    code = _found()
    row = Person.objects.select_related("org").get(username="rosa")
    rosa = network.open_actor(row, accounts.seed_by_code(row, code), NOW.date())
    token = network.people.invite(rosa, "Timo", (Role.COMPANY_FOCAL_POINT,), NOW)
    person, _code = network.people.accept(token, "timo", f"{PASSWORD} timo", NOW)
    timo = Person.objects.select_related("org").get(pk=person)
    assert timo.state == PersonState.ACTIVE
    assert trusted.among([timo]) == {timo.pk}
    assert not RingSeal.objects.filter(person=timo).exists()
    with pytest.raises(NetworkError):
        network.people.accept(token, "uma", f"{PASSWORD} uma", NOW)


def test_somebody_who_joins_a_member_waits_as_before(cast: Cast) -> None:
    token = network.people.invite(cast["bao"], "Gita", (Role.INTAKE_OFFICER,), NOW)
    person, _code = network.people.accept(token, "gita", f"{PASSWORD} gita", NOW)
    assert network.person(person).state is PersonState.WAITING


def test_names_that_are_taken_and_weak_passwords_found_nothing(cast: Cast) -> None:
    before = Organisation.objects.count()
    with pytest.raises(NetworkError, match="is called aurora already"):
        _found("aurora")
    with pytest.raises(NetworkError, match="sign-in name is taken"):
        _found(who="amara")
    with pytest.raises(vault.WeakPassword):
        _found(password="short")
    assert Organisation.objects.count() == before


def test_a_machine_that_founds_companies_is_stopped_on_its_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network.by_itself, "A_DAY", 2)
    _found("One", "one")
    _found("Two", "two")
    with pytest.raises(NetworkError, match="Come back tomorrow"):
        _found("Three", "three")
