"""A gate opens on what its people signed: not on what somebody wrote into the database, nor on another's word."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, Statement, gate
from fanal.concerns.gate import pages
from fanal.concerns.gate.gate import holds, look
from fanal.concerns.models import ReportingPage
from fanal.concerns.retention import ROOM
from fanal.network.contracts import NetworkError
from tests.desk import client_of
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()


@pytest.fixture
def page(cast: Cast) -> ReportingPage:
    """With one statement of Bao's."""
    made = pages.make(cast["bao"], "XA", NOW)
    gate.sign(cast["bao"], ROOM, "XA", "dpia", "Shelf 4", NOW)
    made.refresh_from_db()
    assert holds(made)
    return made


def _planted(cast: Cast) -> object:
    return Statement.objects.create(
        org_id=cast.aurora, room=ROOM, country="XA", item="safeguarding", words="Act 5", by_id=cast["edo"].person,
        stated_on=TODAY, holds_until=TODAY,
    )  # fmt: skip


_WRITTEN: dict[str, Callable[[Cast], object]] = {
    "a statement that nobody made": _planted,
    "held longer": lambda _cast: Statement.objects.update(holds_until=TODAY + timedelta(days=3000)),
    "by another person": lambda cast: Statement.objects.update(by_id=cast["dalia"].person),
    "of another item": lambda _cast: Statement.objects.update(item="safeguarding"),
    "with other words": lambda _cast: Statement.objects.update(words="Shelf 5"),
    "moved to another country": lambda _cast: Statement.objects.update(country="XE"),
    "moved to another gate": lambda _cast: Statement.objects.update(room="cases"),
    "moved to another organisation": lambda cast: Statement.objects.update(org_id=cast.nordlys),
    "taken out": lambda _cast: Statement.objects.all().delete(),
}


@pytest.mark.parametrize("how", _WRITTEN)
def test_what_was_written_past_fanal_opens_nothing(cast: Cast, page: ReportingPage, how: str) -> None:
    """The gate says that somebody changed the page, and no deed goes on from there."""
    _WRITTEN[how](cast)
    assert "whole" in {line.code for line in look(cast.aurora, "XA", TODAY) if not line.ok}
    with pytest.raises(NetworkError):
        gate.sign(cast["bao"], ROOM, "XA", "proxy_log", "Looked", NOW)
    assert not holds(page)


def test_nobody_signs_for_another_organisation(cast: Cast, page: ReportingPage) -> None:
    """Oda leads Nordlys, which has no page for XA; that of Aurora does not exist for her. The control: Bao signs."""
    with pytest.raises(NotHere):
        gate.sign(cast["oda"], ROOM, "XA", "proxy_log", "Looked", NOW)
    with pytest.raises(NotAllowed):
        gate.sign(cast["amara"], ROOM, "XA", "proxy_log", "Looked", NOW)
    here, asked = reverse("concerns:page_sign", args=[page.pk, "proxy_log"]), {"sure": "on"}
    assert client_of(cast, "oda").post(here, asked).status_code == 404
    assert Statement.objects.count() == 1
    assert client_of(cast, "bao").post(here, asked).status_code == 302
    assert Statement.objects.filter(item="proxy_log", org_id=cast.aurora, by_id=cast["bao"].person).count() == 1


@pytest.mark.parametrize("item", ["another", "hours", "whole", "contact"])
def test_what_nobody_signs_has_no_page(cast: Cast, page: ReportingPage, item: str) -> None:
    client = client_of(cast, "bao")
    assert client.get(reverse("concerns:page_sign", args=[page.pk, item])).status_code == 404
    assert client.get(reverse("concerns:page_sign", args=[page.pk, "dpia"])).status_code == 200
