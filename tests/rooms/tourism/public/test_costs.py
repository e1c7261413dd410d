"""What public pages of the register ask of the database: as much of a company with many places as of one with few."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fanal.tourism.companies import companies
from tests.people import NOW, Cast
from tests.rooms.tourism import firms

pytestmark = pytest.mark.django_db(databases="__all__")
PLACE = {"name": "Lantern", "country": "XA", "admin1": "", "kind": "hotel", "rooms": 1, "licence": "", "brand": ""}


def _asked(path: str) -> int:
    Client().get(path)  # what is kept of the first reading is not counted
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(path).status_code == 200
    return len(queries)


def test_a_company_with_many_places_costs_no_more_queries(cast: Cast) -> None:
    firm = firms.active(cast)
    pages = (
        f"/en/travel/register/{firm.row.public_code}/", "/en/travel/register/", "/en/travel/register/?q=lantern",
        "/api/public/register.json",
    )  # fmt: skip
    found = []
    for number in (2, 120):
        given = [PLACE | {"code": f"P{at:03}", "operated": "owned"} for at in range(number)]
        companies.take_sites(firm.rosa, given, NOW)
        found.append([_asked(path) for path in pages])
    assert found[0] == found[1]
    assert max(found[1]) <= 20
    assert found[1][-1] <= 5, "programs read what is kept"
