"""A company that is deleted before it was a member, and one for which one person alone speaks."""

import pytest
from django.urls import reverse

from fanal.clocks import api as clocks
from fanal.tourism.leaving import leaving, removal
from fanal.tourism.leaving.duties import VOUCHED
from fanal.tourism.models import Company, Membership
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY

THEN = NOW + 14 * DAY
NAME = "Hotel Lantern"
pytestmark = pytest.mark.django_db(databases="__all__")


def test_one_who_is_alone_asks_the_secretariat(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.begun(cast)
    leaving.ask_for(firm.rosa, NAME, NOW)
    assert {one.kind for one in clocks.open_duties(subjects=[firm.org])} == {VOUCHED.code}
    page = text(client_of(cast, "tove").get(reverse("leaving:office", args=[firm.org])))
    assert "Say yes" in page
    leaving.vouch(cast["tove"], firm.org, NOW)
    assert removal.look(THEN) == 1
    assert not Membership.objects.filter(org_id=firm.org).exists(), "an application of which nothing was decided"
    company = Company.objects.get(pk=firm.org)
    assert (company.countries, company.registrations) == ([], [])


def test_an_open_application_goes_and_its_documents(cast: Cast) -> None:
    firms.represents(cast)
    firm = firms.in_review(cast)
    assert firm.timo
    leaving.ask_for(firm.rosa, NAME, NOW)
    leaving.agree(firm.timo, NOW)
    assert removal.look(THEN) == 1
    assert not Membership.objects.filter(org_id=firm.org).exists()
    assert not clocks.open_duties(subjects=[firm.pk])
    assert client_of(cast, "tove").get(reverse("travel:office")).status_code == 200
