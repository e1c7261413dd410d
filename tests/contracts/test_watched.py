"""Every request of every test is watched (`tests/watching.py`): that it would notice is shown here."""

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from fanal.journal import api as journal
from fanal.network.keyfile import installation
from fanal.network.models import Organisation, Person
from tests.people import NOW, Cast

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.urls(__name__)]


def lists(request: HttpRequest) -> HttpResponse:
    rows = Person.objects.select_related("org") if "together" in request.GET else Person.objects.all()
    return HttpResponse(", ".join(row.org.name for row in rows))


def alone(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(Person.objects.get(username="amara").org.name)


def renames(request: HttpRequest) -> HttpResponse:
    """Changes a row, and says so where it is asked to; or puts it back."""
    org = Organisation.objects.get(name="Aurora")
    with transaction.atomic():
        Organisation.objects.filter(pk=org.pk).update(time_zone="Europe/Oslo")
        if "said" in request.GET:
            journal.write(org.pk, installation(org.pk), "test.deed", at=NOW)
        transaction.set_rollback("back" in request.GET)
    return HttpResponse("done")


urlpatterns = [path("lists", lists), path("alone", alone), path("renames", renames)]


def test_a_list_that_asks_for_something_of_each_row_fails(cast: Cast, client: Client) -> None:
    """Rows that are fetched with what is needed of them pass, and a row that came alone."""
    with pytest.raises(FieldFetchBlocked, match=r"Person\.org is fetched for one of"):
        client.get("/lists")
    assert client.get("/lists?together").status_code == 200
    assert client.get("/alone").status_code == 200


def test_a_deed_that_writes_no_journal_fails(cast: Cast, client: Client) -> None:
    """What is said in the journal passes, and what was put back."""
    with pytest.raises(AssertionError, match="network_organisation"):
        client.post("/renames")
    assert client.post("/renames?said").status_code == 200
    assert client.post("/renames?back").status_code == 200
