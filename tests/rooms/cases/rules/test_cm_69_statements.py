"""CM-69: what a page asks of the database does not grow with what is in it: the list, and the file."""

import re
from collections import Counter
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fanal.cases.files import files, record, rows, writing
from fanal.cases.models import Act, Case, Note
from fanal.cases.policy import WRITE
from tests.desk import client_of
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.planning.scenes import PUSH

pytestmark = pytest.mark.django_db(databases="__all__")
MOST_OF_A_LIST, MOST_OF_A_FILE, MOST_OF_A_NOTE = 14, 26, 40
"""Of a page with the eight that open the session, of a deed without; of a file beside one for each kind of rows that it
has. The design hoped for 25 of a file (docs/benchmarks.md, "Cases")."""


@pytest.fixture(scope="module")
def file_id(cast_of_file: Cast) -> UUID:
    made = opened(cast_of_file).pk
    more(cast_of_file, made, 1)
    return made


def more(cast: Cast, case: UUID, times: int) -> None:
    for _each in range(times):
        writing.add_note(cast["marek"], case, "contact", {"body": "Met"}, NOW)
        writing.add_push(cast["marek"], case, PUSH, NOW)


def asked(client: Client, address: str) -> Counter[str]:
    """How often a page asks each table, once it is warm."""
    client.get(address)
    with CaptureQueriesContext(connections["default"]) as found:
        assert client.get(address).status_code == 200
    return Counter(one["sql"].split()[0] for one in found)


def test_a_list_asks_the_same_for_one_file_and_for_six(cast: Cast, file_id: UUID) -> None:
    client, address = client_of(cast, "marek"), reverse("cases:mine")
    one = asked(client, address)
    for _each in range(5):
        opened(cast)
    six = asked(client, address)
    assert six == one
    assert one.total() <= MOST_OF_A_LIST


def test_a_file_asks_the_same_for_two_rows_and_for_twenty(cast: Cast, file_id: UUID) -> None:
    client, address = client_of(cast, "marek"), reverse("cases:file", args=[file_id])
    two = asked(client, address)
    more(cast, file_id, 9)
    twenty = asked(client, address)
    assert twenty["SELECT"] == two["SELECT"]
    assert twenty["INSERT"] == two["INSERT"] <= 3, "the journal of the opening"
    assert two.total() <= MOST_OF_A_FILE + len(of_its_own(client, address))


def of_its_own(client: Client, address: str) -> Counter[str]:
    """How often the page of a file asks for rows of each kind."""
    with CaptureQueriesContext(connections["default"]) as found:
        client.get(address)
    tables = {table._meta.db_table for table in files.READS}
    named = (re.match(r'SELECT "(\w+)"', one["sql"]) for one in found)
    return Counter(one[1] for one in named if one and one[1] in tables)


def test_a_file_asks_once_for_each_kind_of_rows_that_it_has(cast: Cast, file_id: UUID) -> None:
    """And for no other; a kind of which it gets the first row is there at once."""
    client, address = client_of(cast, "marek"), reverse("cases:file", args=[file_id])
    there = {
        table._meta.db_table for table in files.READS if rows.there(Case.objects.get(pk=file_id), [rows.kind(table)])
    }
    assert of_its_own(client, address) == Counter(there)
    assert Act._meta.db_table not in there
    with record.writing(cast["marek"], file_id, WRITE, NOW) as (case, opened):
        record.add(opened, Act(case=case, **record.by(cast["marek"], NOW)), {})
    assert of_its_own(client, address) == Counter({*there, Act._meta.db_table})


def test_what_is_only_looked_at_is_read_once_and_what_is_written_anew(cast: Cast, file_id: UUID) -> None:
    marek = cast["marek"]
    with files.looking(marek, file_id, NOW) as found:
        before = rows.of(found.of_case, Note, found.case)
        with CaptureQueriesContext(connections["default"]) as asked:
            assert rows.of(found.of_case, Note, found.case) == before
            assert rows.of(found.of_case, Note, found.case, kind="none") == []
            assert [one.pk for one in before] == [one.row.pk for one in found.of(Note)]
        assert not asked.captured_queries
    with record.writing(marek, file_id, WRITE, NOW) as (case, opened):
        assert len(rows.of(opened, Note, case)) == len(before)
        record.add(opened, Note(case=case, kind="contact", **record.by(marek, NOW)), {"body": "Met again"})
        assert len(rows.of(opened, Note, case)) == len(before) + 1


def test_a_deed_looks_up_once_who_signed(cast: Cast, file_id: UUID) -> None:
    marek = cast["marek"]
    with CaptureQueriesContext(connections["default"]) as found:
        writing.add_note(marek, file_id, "contact", {"body": "Met"}, NOW)
    keys = [one["sql"] for one in found if 'FROM "network_personkey"' in one["sql"] and " DESC" in one["sql"]]
    assert len(keys) == 1
    assert len(found) <= MOST_OF_A_NOTE
