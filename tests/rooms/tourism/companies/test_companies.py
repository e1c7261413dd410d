"""What a company keeps of itself: profile, brands, places one by one and by table, contacts; and mandates."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotNow
from fanal.network.contracts import Role
from fanal.network.models import Invitation
from fanal.tourism import words
from fanal.tourism.companies import companies, mandates
from fanal.tourism.kinds import SITE_KINDS
from fanal.tourism.models import Contact, Site
from fanal.tourism.policy import mandates as held
from tests import tables
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains
from tests.rooms.tourism import firms

pytestmark = pytest.mark.django_db(databases="__all__")
PLACE = {
    "version": 0, "code": "A1", "name": "Harbour House", "country": "XA", "admin1": "", "kind": "hotel", "rooms": 12,
    "licence": "", "operated": "owned", "brand": None,
}  # fmt: skip
HEAD = "site_code,name,country,admin1,kind,rooms,licence_no,operated,brand\n"


def test_of_two_who_change_the_profile_the_second_is_told(cast: Cast) -> None:
    firm = firms.with_deputy(firms.begun(cast))
    told = {"sectors": ["airline"], "countries": ["XA"], "registrations": [], "unregistered": "new", "website": ""}
    companies.keep(firm.rosa, told | {"listed": False}, 1, NOW)
    assert firm.timo is not None
    with pytest.raises(NotNow, match="takes the place of theirs"):
        companies.keep(firm.timo, told | {"listed": True}, 1, NOW)
    assert companies.company(firm.timo).version == 2


def test_places_stand_under_brands_and_a_code_is_one_place(cast: Cast) -> None:
    firm = firms.begun(cast)
    brand = companies.add_brand(firm.rosa, "Lantern Inns", NOW)
    with pytest.raises(NotNow, match="here already"):
        companies.add_brand(firm.rosa, "lantern inns", NOW)
    row = companies.keep_site(firm.rosa, PLACE | {"brand": brand}, None, NOW)
    with pytest.raises(NotNow, match="has this code"):
        companies.keep_site(firm.rosa, PLACE, None, NOW)
    companies.keep_site(firm.rosa, PLACE | {"version": 1, "rooms": 14}, row, NOW)
    companies.close_site(firm.rosa, row.pk, NOW)
    assert companies.sites(firm.rosa, firm.org) == []


def test_a_table_of_places_comes_in_whole_and_once_more_changes_them(cast: Cast) -> None:
    firm = firms.begun(cast)
    rosa = client_of(cast, "rosa")
    address = reverse("travel:places_in")
    page = tables.through(rosa, address, HEAD + "A1,Harbour,XA,,hotel,12,,owned,Lantern\nA2,Hill,NO,,hostel,,7,,\n")
    assert "The places are here" in page
    assert [(one.code, one.country, one.operated) for one in Site.objects.order_by("code")] == [
        ("A1", "XA", "owned"), ("A2", "NO", "owned"),
    ]  # fmt: skip
    tables.through(rosa, address, HEAD + "A1,Harbour House,XA,,hotel,13,,managed,\n")
    one = Site.objects.get(org_id=firm.org, code="A1")
    assert (one.name, one.rooms, one.operated, one.brand_id) == ("Harbour House", 13, "managed", None)
    assert Site.objects.count() == 2


def test_rows_that_are_wrong_are_told_by_number_and_columns_of_people_are_left_out(cast: Cast) -> None:
    firms.begun(cast)
    rosa = client_of(cast, "rosa")
    table = "site_code,name,country,kind,e-mail\nA1,Harbour,XA,hotel,a@b.example\nA1,Hill,XA,hotel,\nA3,Sea,ZZ,hotel,\n"
    rows = tables.look(rosa, tables.begin(rosa, reverse("travel:places_in"), table + "A4,Sky,XA,palace,\n"))
    page = text(rosa.get(rows))
    assert "holds nothing of people" in page
    assert "stands in the table before" in page
    assert "two letters of a country" in page
    assert "a@b.example" not in page
    tables.take(rosa, rows)
    assert [one.code for one in Site.objects.all()] == ["A1"]


def test_one_person_signs_at_a_time(cast: Cast) -> None:
    firm = firms.begun(cast)
    companies.name_contact(firm.rosa, "signatory", "Rosa", "Director", NOW)
    companies.name_contact(firm.rosa, "signatory", "Timo", "Owner", NOW)
    assert [one.name for one in Contact.objects.filter(until=None)] == ["Timo"]


def test_a_mandate_is_given_to_representatives_for_a_time_and_ends(cast: Cast) -> None:
    firms.office(cast)
    amara, until = cast["amara"].person, NOW.date() + timedelta(days=90)
    with pytest.raises(NotNow, match="represents the programme"):
        mandates.give(cast["tove"], amara, firms.CODE, ["XA"], True, until, NOW)
    gains(amara, Role.LOCAL_CODE_REPRESENTATIVE)
    with pytest.raises(NotAllowed):
        mandates.give(cast["amara"], amara, firms.CODE, ["XA"], True, until, NOW)
    with pytest.raises(NotNow, match="24 months"):
        mandates.give(cast["tove"], amara, firms.CODE, ["XA"], True, NOW.date() + timedelta(days=900), NOW)
    row = mandates.give(cast["tove"], amara, firms.CODE, ["XA"], True, until, NOW)
    assert held(amara, NOW.date()) == [row]
    assert held(amara, until + timedelta(days=1)) == []
    mandates.end(cast["tove"], row.pk, NOW)
    assert held(amara, NOW.date()) == []


def test_a_mandate_that_somebody_wrote_into_the_database_opens_nothing(cast: Cast) -> None:
    firms.represents(cast)
    row = held(cast["amara"].person, NOW.date())[0]
    type(row).objects.filter(pk=row.pk).update(countries=["XA", "XB"])
    assert held(cast["amara"].person, NOW.date()) == []


def test_ten_speak_for_a_company_at_most(cast: Cast) -> None:
    """Each link is an account that comes in at once."""
    firm = firms.begun(cast)
    for number in range(9):
        companies.invite(firm.rosa, f"Deputy {number}", NOW)
    with pytest.raises(NotNow, match="Ten people"):
        companies.invite(firm.rosa, "One more", NOW)


def test_places_and_laws_speak_of_the_same_kinds() -> None:
    """A law finds the places that it is about by these codes."""
    assert set(words.KINDS) == set(SITE_KINDS)


def test_the_name_of_a_deputy_has_a_most(cast: Cast) -> None:
    firms.begun(cast)
    rosa, address = client_of(cast, "rosa"), reverse("travel:invite")
    assert "80" in text(rosa.post(address, {"name": "x" * 300}))
    assert not Invitation.objects.exists()
