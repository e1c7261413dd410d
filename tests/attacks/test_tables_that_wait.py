"""A table of children that waits: what a thief of the database, a colleague and a later session have."""

from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse

from fanal.network import sessions
from fanal.network.models import SessionRow
from fanal.site import dumps
from tests import tables
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.research.planning import give
from tests.rooms.research.records.test_importing import HTCDS, records

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("that_day")]
WORDS = (b"Zorblatt", b"Secretword", b"prs_FirstName", b"Feminine")


def waits(cast: Cast) -> tuple[object, str]:
    """Bao has pasted a table and looked at its rows; the address of those."""
    bao = client_of(cast, "bao")
    begin = reverse("research:record_read", args=[records(cast).pk])
    rows = tables.look(bao, tables.begin(bao, begin, HTCDS))
    assert "Rows that were looked at" in text(bao.get(rows)), "the control: it waits"
    return bao, rows


def test_nothing_of_it_can_be_read_in_the_database(cast: Cast) -> None:
    """Neither in any column, nor in a backup: sessions are in none."""
    waits(cast)
    for row in SessionRow.objects.all():
        assert not [word for word in WORDS if word in bytes(row.payload) + bytes(row.key)]
    assert "network_sessionrow" in dumps._LEFT_OUT
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            said = repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()])
            assert not [word for word in WORDS if word.decode() in said], table


def test_a_colleague_with_its_address_sees_nothing_of_it(cast: Cast) -> None:
    _, rows = waits(cast)
    give(cast, "femi", "research.release_maker")
    femi = client_of(cast, "femi")
    begin = rows.rstrip("/").rpartition("/")[0] + "/"
    for address in (rows, f"{rows}columns/", f"{rows}report/"):
        assert femi.get(address)["Location"] == begin
    assert femi.get(f"{rows}pieces/", {"sent": 1}).json() == {"missing": [0]}


def test_a_row_that_is_moved_to_another_session_does_not_open_there(cast: Cast) -> None:
    """A writer of the database who has a session of their own gives themselves the rows of another."""
    _, rows = waits(cast)
    give(cast, "femi", "research.release_maker")
    SessionRow.objects.update(person=cast["femi"].person)
    assert client_of(cast, "femi").get(rows).status_code == 302


def test_it_ends_with_the_session(cast: Cast) -> None:
    """Signing in anew opens nothing of it; signing out everywhere takes its rows, and so does the hourly job."""
    _, rows = waits(cast)
    assert client_of(cast, "bao").get(rows).status_code == 302
    assert SessionRow.objects.filter(person=cast["bao"].person).count() > 2
    sessions.end_all(UUID(str(cast["bao"].person)))
    assert not SessionRow.objects.filter(person=cast["bao"].person).exists()
