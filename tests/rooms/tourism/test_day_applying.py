"""What travel adds to *My day*: of who applies, and of whoever looks at it."""

from datetime import datetime

import pytest

from fanal.network.contracts import Actor
from fanal.tourism import day
from fanal.tourism.membership import applying
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY

pytestmark = pytest.mark.django_db(databases="__all__")
LOOK, REPORT = "Look at the application of a company", "Read the yearly report of a company"


def _waits(actor: Actor, now: datetime = NOW) -> list[str]:
    return [str(one.words) for one in day.waits(actor, now).rows]


def test_an_application_waits_for_the_representative_of_its_country_until_they_said_yes(cast: Cast) -> None:
    firms.represents(cast)
    firm = firms.submitted(cast)
    firms.submitted(cast, name="Hotel Reef", country="XB", who="mina")
    rows = day.waits(cast["amara"], NOW).rows
    assert [str(one.words) for one in rows] == [LOOK]
    assert "Hotel Lantern" in str(rows[0].note)
    assert rows[0].url.endswith(f"/{firm.pk}/")
    assert rows[0].due is not None
    assert rows[0].due.date() == NOW.date() + 14 * DAY, "the clock of the secretariat"
    page = text(client_of(cast, "amara").get("/desk/day/"))
    assert LOOK in page
    assert "Hotel Lantern" in page
    assert "Hotel Reef" not in page
    applying.take_up(cast["tove"], firm.pk, False, NOW)
    assert _waits(cast["amara"]) == [LOOK]
    applying.approve(cast["amara"], firm.pk, False, NOW)
    assert _waits(cast["amara"]) == [], "the others say yes now"
    assert _waits(cast["edo"]) == [], "of a member, and represents nothing"


def test_a_company_goes_on_with_its_application(cast: Cast) -> None:
    firm = firms.begun(cast)
    assert _waits(firm.rosa) == ["Go on with your application"]
    page = text(client_of(cast, "rosa").get("/desk/day/"))
    assert "Go on with your application" in page
    assert "What the company does, and where" in page


def test_an_application_that_lacks_nothing_is_sent_in(cast: Cast) -> None:
    firm = firms.planned(firms.ready(cast))
    assert _waits(firm.rosa) == ["Send your application in"]
    applying.submit(firm.rosa, firm.pk, NOW)
    assert _waits(firm.rosa) == []
