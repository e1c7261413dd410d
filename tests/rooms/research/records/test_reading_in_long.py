"""A long table is looked at beside the requests: the page shows how far it is, and goes on after it was cut off."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from fanal.network.models import SessionRow
from fanal.research.models import ImportedTable
from fanal.web.tables import held
from tests import tables
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.research.records.test_importing import HTCDS, records

pytestmark = pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))


@pytest.fixture(autouse=True)
def every_table_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "AT_ONCE", 0)
    monkeypatch.setattr(held, "PATIENCE", 60.0)


def test_a_long_table_is_looked_at_beside_the_request_and_taken_in(people: Cast) -> None:
    bao, begin = client_of(people, "bao"), reverse("research:record_read", args=[records(people).pk])
    assert "The table is read in" in tables.through(bao, begin, HTCDS)
    assert ImportedTable.objects.count() == 1


def test_how_far_it_is_keeps_no_session_alive(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """And where the process ended, the moment passes and the page says what to do."""
    bao, begin = client_of(people, "bao"), reverse("research:record_read", args=[records(people).pk])
    monkeypatch.setattr(held.Held, "_beside", lambda *_: None)
    rows = tables.look(bao, tables.begin(bao, begin, HTCDS))
    asked = text(bao.get(rows)).partition('data-goes-on="')[2].partition('"')[0]
    ends = timezone.now() + timedelta(minutes=5)
    SessionRow.objects.update(idle_until=ends)
    assert "<progress" in text(bao.get(asked))
    assert set(SessionRow.objects.values_list("idle_until", flat=True)) == {ends}
    monkeypatch.setattr(held, "LEASE", timedelta(0))
    assert "<progress" not in text(bao.get(asked))
    assert "was cut off" in text(bao.get(rows))
