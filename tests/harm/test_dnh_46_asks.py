"""DNH-46, of asks: nothing is sent to an office before a survivor adviser who did not write it said yes to this very
text, and an adviser alone stops it at any time."""

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.progress.asks import asks
from fanal.progress.asks.flow import State
from tests.people import NOW, Cast
from tests.rooms.progress.asks import made
from tests.rooms.progress.asks.made import DAY, reviewed, sent

pytestmark = pytest.mark.django_db(databases="__all__")


def test_nothing_is_sent_before_a_survivor_adviser_said_yes(cast: Cast) -> None:
    held = reviewed(made.advocates(cast))
    letter = (held.row.pk, NOW.date(), "Letter", False, NOW)
    with pytest.raises(NotNow, match="survivor adviser"):
        asks.send(cast["amara"], *letter)
    made.advised(cast, held, yes=False)
    with pytest.raises(NotNow, match="survivor adviser"):
        asks.send(cast["bao"], *letter)
    made.advised(cast, held, NOW + DAY / 24)
    assert asks.send(cast["amara"], *letter).state is State.SENT


def test_an_adviser_alone_stops_one_that_everybody_reads(cast: Cast) -> None:
    held = sent(made.advocates(cast))
    pages = [reverse("asks:ask", args=["en", held.row.pk]), "/en/asks/", "/en/asks.json", "/en/asks.csv"]
    assert b"helpline" in Client().get(pages[0]).content
    asks.stop(cast["dalia"], held.row.pk, NOW + DAY)
    assert Client().get(pages[0]).status_code == 404
    assert [one for one in pages[1:] if b"helpline" in Client().get(one).content] == []
