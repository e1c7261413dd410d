"""A table of children that waits: what a thief of the database, a colleague and a later session have."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from fanal.network import sessions
from fanal.network.models import SessionRow
from fanal.site import dumps
from fanal.web.tables import held
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
    assert "network_sessionrow" in dumps.LEFT_OUT
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


# ---- one person who presses again and again ----


def _long(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> tuple[Client, str, dict[str, str], list[Any]]:
    """A table that counts as long, with its columns named and sent once: the looks that began, none at work yet."""
    monkeypatch.setattr(held, "AT_ONCE", 0)
    looks: list[Any] = []
    monkeypatch.setattr(held.Held, "_beside", lambda self, work, head: looks.append((self, work, head)))
    bao = client_of(cast, "bao")
    columns = tables.begin(bao, reverse("research:record_read", args=[records(cast).pk]), HTCDS)
    chosen = tables.chosen(text(bao.get(columns)))
    assert bao.post(columns, chosen).status_code == 302
    return bao, columns, chosen, looks


def test_a_long_table_is_looked_at_once_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at 500,000 rows takes 42 s and 324 MB."""
    bao, columns, chosen, looks = _long(cast, monkeypatch)
    for _press in range(7):
        assert bao.post(columns, chosen).status_code == 302
    assert len(looks) == 1
    looks[0][1]()
    assert "Rows that were looked at" in text(bao.get(columns.removesuffix("columns/"))), "the control: it is done"
    bao.post(columns, chosen)
    assert len(looks) == 2, "and may be asked for again"


def test_a_look_ends_where_other_columns_are_chosen(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    bao, columns, chosen, looks = _long(cast, monkeypatch)
    other = next(name for name, place in reversed(chosen.items()) if place)
    bao.post(columns, chosen | {other: ""})
    assert len(looks) == 2
    looks[0][1]()
    assert looks[0][0].found() is None, "the first ended before it read a row"
    looks[1][1]()
    assert "Rows that were looked at" in text(bao.get(columns.removesuffix("columns/")))


def test_what_is_looked_at_is_what_was_sent_first(cast: Cast) -> None:
    """A piece that comes once more when the columns were named had fewer columns: an error in place of a sentence."""
    bao, population = client_of(cast, "bao"), records(cast)
    columns = tables.begin(bao, reverse("research:record_read", args=[population.pk]), HTCDS)
    chosen = tables.chosen(text(bao.get(columns)))
    table = columns.rstrip("/").split("/")[-2]
    piece = reverse("research:record_read_piece", args=[population.pk, table, 0])
    again = bao.post(piece, b"one\nword\n", content_type="text/plain")
    assert (again.status_code, "complete" in again.json()["words"]) == (400, True)
    assert bao.post(columns, chosen).status_code == 302
    assert "Rows that were looked at" in text(bao.get(columns.removesuffix("columns/")))
