"""A table that is read in through the pages: each step, what comes in pieces, two tabs, twice, back."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fanal.journal import api as journal
from fanal.network.models import SessionRow
from fanal.research.models import ImportedTable, Population
from fanal.research.records import importing, populations
from fanal.web.tables import held
from tests import tables
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.research import planning
from tests.rooms.research.records.test_importing import CTDC, HTCDS, records

pytestmark = pytest.mark.django_db(databases="__all__")
TABLE = "01975f2e-1111-4222-8333-444455556666"
WORDS = ("Zorblatt", "Quexley", "Secretword", "Maria Lopez")


def at(population: Population, step: str = "", *more: object) -> str:
    return reverse(f"research:record_read{step}", args=[population.pk, *more])


def send(client: Client, population: Population, number: int, piece: str, table: str = TABLE) -> int:
    address = at(population, "_piece", table, number)
    return client.post(address, piece.encode(), content_type="text/plain;charset=utf-8").status_code


def waiting() -> int:
    """Rows in which something waits, sessions among them."""
    return SessionRow.objects.count()


def test_each_step_says_what_comes_and_nothing_of_the_text_stays(cast: Cast) -> None:
    population = records(cast)
    bao = client_of(cast, "bao")
    sessions = waiting()
    columns = tables.begin(bao, at(population), HTCDS)
    page = text(bao.get(columns))
    assert "prs_FirstName" in page, "whoever pasted it sees the headings"
    rows = tables.look(bao, columns)
    page = text(bao.get(rows))
    assert not ImportedTable.objects.exists(), "so far it was looked at"
    assert "prs_Gender" in page
    assert "a name" in page
    assert not [word for word in WORDS if word in page]
    assert tables.take(bao, rows).status_code == 302
    page = text(bao.get(rows))
    assert "The table is read in" in page
    assert not [word for word in WORDS if word in page]
    row = ImportedTable.objects.get()
    assert (row.shape, row.report["cohorts"]) == ("htcds", {"2024": 0})
    assert waiting() == sessions + 2, "what was said of it: the head, and the report"
    assert not [word for word in WORDS for one in SessionRow.objects.all() if word.encode() in bytes(one.payload)]


def test_twice_sent_is_once_done(cast: Cast) -> None:
    population = records(cast)
    bao = client_of(cast, "bao")
    rows = tables.look(bao, tables.begin(bao, at(population), HTCDS))
    check = tables.check_of(bao.get(rows))
    for _ in range(2):
        assert bao.post(rows, {"check": check}).status_code == 302
    assert ImportedTable.objects.count() == 1
    (imported,) = ImportedTable.objects.all()
    assert [one.deed for one in journal.read(imported.pk)].count("research.read_in") == 1


def test_the_deed_itself_is_done_once_for_a_request_key(cast: Cast) -> None:
    """Two that come at once both have the codes; the second finds the first."""
    population = records(cast)
    bao = client_of(cast, "bao")
    rows = tables.look(bao, tables.begin(bao, at(population), HTCDS))
    table = held.Held(held.waiting.Waiting(bao.session, cast["bao"].person, UUID(rows.rstrip("/").rpartition("/")[2])))
    assert table.head is not None
    key = UUID(table.head.request_key)
    made = [importing.take_in(cast["bao"], population.pk, table.taken(), key, planning.NOW) for _ in range(2)]
    assert made[0].pk == made[1].pk == key


def test_it_is_taken_back_while_nothing_was_counted(cast: Cast) -> None:
    population = records(cast)
    bao = client_of(cast, "bao")
    page = tables.through(bao, at(population), HTCDS)
    imported = ImportedTable.objects.get()
    erase = reverse("research:record_erase", args=[population.pk, imported.pk])
    assert erase in page
    assert bao.post(erase).status_code == 302
    assert not ImportedTable.objects.exists()


def test_what_was_counted_is_not_offered_to_be_taken_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    population = records(cast)
    bao = client_of(cast, "bao")
    rows = tables.look(bao, tables.begin(bao, at(population), HTCDS))
    tables.take(bao, rows)
    erase = reverse("research:record_erase", args=[population.pk, ImportedTable.objects.get().pk])
    assert erase in text(bao.get(rows))
    monkeypatch.setattr(importing, "in_use", lambda _row: True)
    assert erase not in text(bao.get(rows))


def test_a_column_of_another_name_is_chosen_and_known_the_next_time(cast: Cast) -> None:
    population = records(cast, "ctdc")
    bao = client_of(cast, "bao")
    named = CTDC.replace("yearOfRegistration", "Année").replace("gender", "Sexe")
    columns = tables.begin(bao, at(population), named)
    kind = importing.kind_of(population)
    year, sex = ([one.name for one in kind.columns].index(name) for name in ("yearOfRegistration", "gender"))
    suggested = tables.chosen(text(bao.get(columns)))
    assert (suggested[f"c{year}"], suggested[f"c{sex}"]) == ("", "")
    assert bao.post(columns, suggested).status_code == 200, "a year must be there"
    twice = suggested | {f"c{year}": "0", f"c{sex}": "0"}
    assert "chosen twice" in text(bao.post(columns, twice))
    rows = tables.look(bao, columns, **{f"c{year}": "0", f"c{sex}": "1"})
    assert tables.take(bao, rows).status_code == 302
    importing.erase(cast["bao"], ImportedTable.objects.get().pk, planning.NOW)
    again = tables.chosen(text(bao.get(tables.begin(bao, at(population), named))))
    assert (again[f"c{year}"], again[f"c{sex}"]) == ("0", "1")


def test_pieces_may_come_twice_and_in_any_order(cast: Cast) -> None:
    population = records(cast)
    bao = client_of(cast, "bao")
    parts = [HTCDS[at : at + 250] for at in range(0, len(HTCDS), 250)]
    for number in (*reversed(range(len(parts))), 1, 1):
        assert send(bao, population, number, parts[number]) == 200
    answer = bao.get(at(population, "_pieces", TABLE), {"sent": len(parts)})
    assert answer.json() == {"missing": []}
    answer = bao.post(at(population), {"text": "", "table": TABLE, "pieces": len(parts)})
    rows = tables.look(bao, answer["Location"])
    assert tables.take(bao, rows).status_code == 302
    assert "Rows that were looked at" in text(bao.get(rows))
    assert ImportedTable.objects.count() == 1


def test_a_piece_that_is_lost_is_named_and_sent_again(cast: Cast) -> None:
    population = records(cast)
    bao = client_of(cast, "bao")
    for number in (0, 2):
        send(bao, population, number, HTCDS)
    assert bao.get(at(population, "_pieces", TABLE), {"sent": 3}).json() == {"missing": [1]}
    page = text(bao.post(at(population), {"text": "", "table": TABLE, "pieces": 3}))
    assert "A part of the table did not arrive." in page


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("PK\x03\x04\x14\x00\x06", "This is a workbook"),
        ("n\x00a\x00m\x00e\x00", "not in UTF-8"),
        ("", "Paste the table."),
        ("a,b\n1,2\n" * 60_000, "too long for this page"),
    ],
    ids=["a workbook", "UTF-16", "nothing", "more than the page takes"],
)
def test_what_is_no_table_is_told_where_it_was_pasted(cast: Cast, pasted: str, words: str) -> None:
    page = text(client_of(cast, "bao").post(at(records(cast)), {"text": pasted}))
    assert words in page


@pytest.mark.parametrize(
    ("piece", "words"),
    [
        (b"PK\x03\x04\x14", "workbook"),
        (b"\xff\xfen\x00", "UTF-8"),
        (b"n\x00a\x00", "UTF-8"),
        (b"\xff\xd8\xff", "UTF-8"),
    ],
    ids=["a workbook", "UTF-16 with its mark", "UTF-16 without", "a picture"],
)
def test_a_piece_that_is_no_text_is_refused(cast: Cast, piece: bytes, words: str) -> None:
    population = records(cast)
    bao = client_of(cast, "bao")
    sessions = waiting()
    answer = bao.post(at(population, "_piece", TABLE, 0), piece, content_type="text/plain")
    assert answer.status_code == 400
    assert words in json.loads(answer.content)["words"]
    assert waiting() == sessions


def test_a_request_with_a_file_stays_refused(cast: Cast) -> None:
    population = records(cast)
    bao = client_of(cast, "bao")
    file = SimpleUploadedFile("children.csv", HTCDS.encode(), "text/csv")
    for address in (at(population), at(population, "_piece", TABLE, 0)):
        assert bao.post(address, {"text": file}).status_code == 415


def test_a_second_tab_that_chose_other_columns_is_told(cast: Cast) -> None:
    population = records(cast)
    bao = client_of(cast, "bao")
    columns = tables.begin(bao, at(population), HTCDS)
    rows = tables.look(bao, columns)
    seen = tables.check_of(bao.get(rows))
    tables.look(bao, columns)
    page = text(bao.post(rows, {"check": seen}))
    assert "in another tab" in page
    assert not ImportedTable.objects.exists()
    other = tables.look(bao, tables.begin(bao, at(population), HTCDS))
    assert other != rows, "two tables of two tabs know nothing of each other"


def test_a_table_that_waits_no_longer_is_pasted_once_more(cast: Cast) -> None:
    population = records(cast)
    bao = client_of(cast, "bao")
    columns = tables.begin(bao, at(population), HTCDS)
    rows = tables.look(bao, columns)
    SessionRow.objects.update(dies_at=planning.NOW - timedelta(days=900))
    bao = client_of(cast, "bao")
    for address in (columns, rows):
        answer = bao.get(address)
        assert answer["Location"] == at(population)
    assert "not here any more" in text(bao.get(at(population)))


def test_a_table_of_one_population_is_not_taken_in_for_another(cast: Cast) -> None:
    population = records(cast)
    planning.classes_reviewed(cast, "ctdc")
    other = populations.open_population(cast["bao"], "import", "Files of partners", "ctdc", planning.NOW)
    bao = client_of(cast, "bao")
    rows = tables.look(bao, tables.begin(bao, at(population), HTCDS))
    table = rows.rstrip("/").rpartition("/")[2]
    assert bao.post(at(other, "_table", table), {"check": tables.check_of(bao.get(rows))})["Location"] == at(other)
    assert not ImportedTable.objects.exists()


def test_all_rows_that_cannot_be_used_are_taken_along(cast: Cast) -> None:
    """A hundred are shown; the CSV has all, each with whose it is, and nothing of what stands in the table."""
    population = records(cast, "ctdc")
    bao = client_of(cast, "bao")
    wrong = "".join(f"2024;=HYPERLINK{number};9--17;XQZ;1;0;1\n" for number in range(120))
    rows = tables.look(bao, tables.begin(bao, at(population), CTDC + wrong))
    page = text(bao.get(rows))
    assert "The first 100 are shown." in page
    answer = bao.get(f"{rows}report/")
    lines = answer.content.decode().splitlines()
    assert len([line for line in lines if "gender" in line]) == 120
    assert "HYPERLINK" not in page + answer.content.decode()


def test_too_much_that_waits_is_refused_in_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    population = records(cast)
    bao = client_of(cast, "bao")
    monkeypatch.setattr(held.waiting, "MOST_ROWS", 2)
    assert "Too many tables" in text(bao.post(at(population), {"text": HTCDS}))


def test_who_may_not_read_in_has_no_step(cast: Cast) -> None:
    population = records(cast)
    dalia = client_of(cast, "dalia")
    assert dalia.get(at(population)).status_code == 403
    assert send(dalia, population, 0, HTCDS) == 403
    assert send(client_of(cast, "oda"), population, 0, HTCDS) in (403, 404)
