"""CM-57: what cannot be looked up is an error page, never an empty result; what is too much is said, never cut."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from fanal.cases.models import Case, SearchCard, SearchToken
from fanal.cases.search import search
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
NOTHING = "No file of yours fits."


def failing(table: str) -> Callable[..., Any]:
    """Statements that read a table fail, as where the disk is full or the server went away."""

    def execute(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if f'"{table}"' in sql:
            raise OperationalError("gone")
        return execute(sql, params, many, context)

    return execute


@pytest.mark.parametrize("table", [SearchToken, SearchCard, Case])
def test_a_failing_database_is_an_error_page(cast: Cast, table: Any) -> None:
    case = opened(cast)
    marek, address = client_of(cast, "marek"), reverse("cases:find")
    assert case.number in text(marek.post(address, {"name": "Lilo"}))
    with connection.execute_wrapper(failing(table._meta.db_table)):
        response = marek.post(address, {"name": "Lilo"})
    assert response.status_code == 503
    assert "That nothing is shown does not mean that there is nothing." in text(response)
    assert NOTHING not in text(response)


def test_nothing_found_is_said_as_such(cast: Cast) -> None:
    opened(cast)
    assert NOTHING in text(client_of(cast, "marek").post(reverse("cases:find"), {"name": "Zaza"}))


def test_too_many_are_never_cut(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three namesakes where two are an answer: none is shown; with another fact, those that have it are, and the page
    says that there are others."""
    monkeypatch.setattr(search, "MOST", 2)
    for year in ("2011", "2013", "2015"):
        opened(cast, child__birth_date=year)
    many = search.find(cast["marek"], search.Asked(name="Lilo Anders"), NOW)
    assert many == search.Found(too_many=True)
    one = search.find(cast["marek"], search.Asked(name="Lilo Anders", year=2013), NOW)
    assert len(one.hits) == 1
    assert one.fewer
    page = text(client_of(cast, "marek").post(reverse("cases:find"), {"name": "Lilo Anders"}))
    assert "Add another fact" in page
    assert NOTHING not in page


def test_more_cards_than_are_opened_are_not_passed_over_in_silence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_OPENED", 1)
    both = opened(cast)
    opened(cast, child__family_name="Berg")
    found = search.find(cast["marek"], search.Asked(name="Lilo Anders"), NOW)
    assert [one.case.pk for one in found.hits] == [both.pk]
    assert found.fewer


def test_a_search_without_anything_to_look_for_is_none(cast: Cast) -> None:
    marek = client_of(cast, "marek")
    for empty in ({}, {"year": "2013"}, {"sex": "female"}, {"name": "  "}):
        assert "Write a number, an address or a name." in text(marek.post(reverse("cases:find"), empty))
