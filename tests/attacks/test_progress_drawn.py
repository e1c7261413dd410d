"""Words that somebody writes, inside pictures and lists for everybody."""

import csv
from contextlib import suppress
from decimal import Decimal

import pytest
from django.test import Client

from fanal.access.api import NotNow
from fanal.progress.observations.values import Line
from fanal.progress.programmes import programmes
from tests.people import NOW, Cast
from tests.rooms.progress import places
from tests.rooms.progress.asks import made as asks_made
from tests.rooms.progress.composing import made as documents_made
from tests.rooms.progress.programmes import made as programmes_made

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("that_day")]


def test_an_organisation_speaks_for_itself_in_iati(cast: Cast) -> None:
    """Aurora writes the identifier that this site gives to Nordlys: the file of everybody would say that Nordlys
    reports it."""
    from fanal.access.api import NotAllowed

    with suppress(NotNow, NotAllowed):
        programmes_made.published(cast, org_ref=f"FANAL-{cast.nordlys.hex}")
    body = Client().get("/prevention/programmes.iati.xml").content.decode()
    assert f'reporting-org ref="FANAL-{cast.nordlys.hex}"' not in body
    assert f'reporting-org ref="FANAL-{cast.aurora.hex}"' in body


def test_a_title_in_persian_keeps_its_joiners(cast: Cast) -> None:
    """Without U+200C, or with a space for it, it is another word."""
    programmes_made.published(cast, title="Debt Advice می\u200cخواهم")
    assert "می\u200cخواهم" in Client().get("/prevention/programmes.iati.xml").content.decode()


@pytest.mark.parametrize("field", ["title", "addressee"])
def test_an_ask_is_no_formula_in_a_table(cast: Cast, field: str) -> None:
    asks_made.advocates(cast)
    asks_made.sent(cast, **{field: "=HYPERLINK(1)"})
    table = Client().get("/en/asks.csv").content.decode().splitlines()[1:]
    assert any("HYPERLINK" in line for line in table)
    assert not any(cell.startswith(("=", "+", "@")) for line in csv.reader(table) for cell in line)


@pytest.mark.parametrize("column", ["title", "publisher", "licence"])
def test_a_source_is_no_formula_in_a_table(cast: Cast, column: str) -> None:
    documents_made.keep("V02", Line("XA", "2024", value="12.5000", n=800))
    from fanal.network.api import keyfile
    from fanal.progress.models import Vintage
    from fanal.progress.observations import storing
    from fanal.progress.observations.policy import COUNTED

    held = Vintage.objects.get(indicator="V02")
    setattr(held, column, "=1+1")
    storing.write(held, keyfile.installation(), COUNTED, NOW)
    table = Client().get("/en/numbers/V02.csv").content.decode().splitlines()[1:]
    assert any("1+1" in line for line in table)
    assert not any(cell.startswith(("=", "+", "@")) for line in csv.reader(table) for cell in line)


# ---- what stays inside ----


def test_a_funder_who_is_not_named_stands_in_no_file(cast: Cast) -> None:
    row, _one = programmes_made.whole(cast)
    cost = {"year": 2024, "funder": "Secret Trust XYZZY", "named": False, "amount": Decimal(9000), "currency": "EUR"}
    programmes.add_cost(cast["amara"], row.pk, cost, NOW)
    programmes.propose(cast["amara"], row.pk, NOW)
    programmes.publish(cast["bao"], row.pk, NOW)
    paths = (
        "/prevention/programmes.iati.xml",
        "/prevention/programmes.csv",
        f"/en/prevention/{row.pk}/",
        "/en/prevention/",
    )
    for path in (*paths, "/en/country/XA/"):
        page = Client().get(path).content.decode()
        assert "Debt Advice" in page
        assert "XYZZY" not in page, path


def test_the_words_of_a_step_stay_inside(cast: Cast) -> None:
    from fanal.progress.asks import asks

    held = asks_made.sent(asks_made.advocates(cast))
    asks.note(cast["amara"], held.row.pk, "acknowledged", NOW.date(), "Letter", "They fear the press XYZZY.", NOW)
    asks.withdraw(cast["amara"], held.row.pk, "Our reason XYZZY.", NOW)
    for path in (f"/en/asks/{held.row.pk}/", "/en/asks/", "/en/asks.csv", "/en/asks.json", "/en/country/KH/"):
        page = Client().get(path).content.decode()
        assert "XYZZY" not in page, path


@pytest.mark.parametrize("text", ["\u200b", "\u2060\u200b", "\u3164", "\u2800"])
def test_words_that_nobody_sees_are_no_words(cast: Cast, text: str) -> None:
    """A reason of signs that nobody sees is none."""
    places.ready(cast)
    with pytest.raises(NotNow):
        places.assessed(cast, rationale=text)
