"""The directory over the real pages: added, found, looked at again, stopped."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fanal.cases.directory import duties
from fanal.cases.models import Provider
from fanal.clocks import api as clocks
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.directory.scenes import a_provider, keeper

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("that_day")]
POSTED = {
    "name": "Riverside School", "services": ["education", "school_return"], "areas": "Harbour\nHill", "age_from": "6",
    "age_to": "17", "languages": "Spanish", "hours_mon": "08:00-12:00", "answer_hours_urgent": "24",
    "answer_hours": "72", "vetted_until": "2027-09-01", "source": "visit", "organisation": "", "version": "",
}  # fmt: skip


@pytest.fixture
def femi(cast: Cast) -> Client:
    keeper(cast)
    return client_of(cast, "femi")


def test_a_provider_is_added_found_and_looked_at_again(cast: Cast, femi: Client) -> None:
    add = reverse("cases:provider_add")
    assert "This needs an answer." in text(femi.post(add, {"name": "Riverside School"}))
    assert "Write times such as" in text(femi.post(add, POSTED | {"hours_mon": "morning"}))
    done = femi.post(add, POSTED)
    row = Provider.objects.get()
    address = reverse("cases:provider", args=[row.pk])
    assert done["Location"] == address
    assert (row.areas, row.languages, row.hours) == (["Harbour", "Hill"], ["spa"], {"mon": ["08:00-12:00"]})
    page = text(femi.get(address))
    assert "There is no agreement on data" in page
    assert "08:00-12:00" in page
    assert "Wrote in the directory" in page
    marek = client_of(cast, "marek")
    assert "Riverside School" in text(marek.get(reverse("cases:directory")))
    assert add not in text(marek.get(reverse("cases:directory")))
    find = reverse("cases:find_help")
    sent = {"service": "education", "area": "Hill", "age": "13", "languages": "Spanish"}
    found = text(marek.post(find, sent))
    assert found.index("in this area") < found.index("takes this age") < found.index("answers within 72 hours")
    assert "Nobody in the directory" in text(marek.post(find, sent | {"service": "medical"}))
    femi.post(reverse("cases:provider_checked", args=[row.pk]), {"source": "rang", "version": "1"})
    assert Provider.objects.get().source == "rang"
    assert femi.post(reverse("cases:provider_end", args=[row.pk]), {"version": "2"}).status_code == 302
    assert "no longer there" in text(marek.get(reverse("cases:directory")))


def test_what_was_typed_for_a_shelter_is_not_lost(femi: Client) -> None:
    page = text(femi.post(reverse("cases:provider_add"), POSTED | {"services": ["safe_shelter"], "public": "on"}))
    assert "is never shown to everybody" in page
    assert "Riverside School" in page


def test_the_safeguarding_lead_stops_a_provider_at_one_press(cast: Cast) -> None:
    row = a_provider(cast)
    dalia = client_of(cast, "dalia")
    dalia.post(reverse("cases:provider_suspend", args=[row.pk]))
    assert "not used for the time being" in text(dalia.get(reverse("cases:provider", args=[row.pk])))
    assert client_of(cast, "marek").post(reverse("cases:provider_allow", args=[row.pk])).status_code == 403
    assert client_of(cast, "oda").get(reverse("cases:provider", args=[row.pk])).status_code == 404


@pytest.mark.parametrize(("agreed", "days"), [(None, 0), (date(2027, 3, 31), 0), (NOW.date() + timedelta(days=20), 20)])
def test_an_agreement_that_ends_first_is_looked_at_in_time(cast: Cast, agreed: date | None, days: int) -> None:
    row = a_provider(cast, agreement_until=agreed)
    due = clocks.open_duties(org=cast.aurora, subjects=[row.pk], kinds=[duties.VETTING])
    assert [timedelta(days - 1) < one.due_at - NOW < timedelta(days + 2) for one in due] == [True] * bool(days)
    assert [one.subject for one in duties.of_providers(NOW)] == [row.pk] * bool(days)
    soon = row.vetted_until if agreed is None else min(agreed, row.vetted_until)
    later = datetime.combine(soon, NOW.timetz()) - timedelta(days=29)
    assert [one.subject for one in duties.of_providers(later)] == [row.pk]
