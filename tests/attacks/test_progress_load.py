"""What one stranger costs: how much a page for everybody does for one request, and after one deed of one person."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fanal.progress.asks import shown
from tests.people import Cast
from tests.rooms.progress.asks import made as asks_made
from tests.rooms.progress.programmes import made as programmes_made

pytestmark = pytest.mark.django_db(databases="__all__")


def _cost(path: str) -> tuple[int, float]:
    client, begun = Client(), time.perf_counter()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(seen), time.perf_counter() - begun


def _asks(cast: Cast, count: int) -> list[Any]:
    asks_made.advocates(cast)
    return [
        asks_made.sent(cast, again=True, addressee=f"Ministry number {n}", title=f"Ask {chr(65 + n)}")
        for n in range(count)
    ]


def test_one_step_of_one_ask_has_no_other_ask_looked_into(cast: Cast, that_day: None) -> None:
    """As of the board (`standing`): what reads the same was looked into before."""
    every = _asks(cast, 12)
    shown._known.mark = None
    _cost("/en/asks/")
    warm, _took = _cost("/en/asks/")
    asks_made.noted(cast, every[0], "acknowledged")
    after, _took = _cost("/en/asks/")
    assert after - warm < 12, (warm, after)


def test_a_file_of_programmes_is_not_proved_anew_for_each_stranger(cast: Cast, that_day: None) -> None:
    for n in range(8):
        programmes_made.published(cast, title=f"Debt Advice {chr(65 + n)}")
    _cost("/prevention/programmes.csv")
    second, _took = _cost("/prevention/programmes.csv")
    assert second < 8, "each request reads the chain of each programme, and vouches for its organisation"


@pytest.mark.parametrize("path", ["/en/progress.csv", "/en/progress.json", "/en/asks.json", "/en/progress/"])
def test_a_page_of_nothing_costs_little(cast: Cast, that_day: None, path: str) -> None:
    _cost(path)
    queries, took = _cost(path)
    assert queries <= 12
    assert took < 0.5


def test_a_country_asks_once_what_is_asked_there(cast: Cast, that_day: None) -> None:
    """Which asks are open is the same in each chapter; the mark of them is a sum over all asks."""
    _asks(cast, 1)
    _cost("/en/country/KH/")
    with CaptureQueriesContext(connection) as seen:
        Client().get("/en/country/KH/")
    marks = [one["sql"] for one in seen if 'FROM "progress_ask"' in one["sql"] and "COUNT(" in one["sql"]]
    assert len(marks) <= 2, len(marks)
