"""The form of a country to take along, filled in and brought back: row by row the checks of the page, nothing half."""

import csv
import html
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from fanal.access.api import NotNow
from fanal.clocks import api as clocks
from fanal.progress.assessing import bringing, cells, duties
from fanal.progress.assessing.desk.table import FILLED
from fanal.progress.assessing.standing import board
from fanal.progress.commitments import rubrics
from fanal.progress.models import Cell, CountryAssessment
from fanal.vocabulary.evidence import State
from tests import tables
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.progress import places
from tests.rooms.progress.places import COUNTRY, ITEM, SOURCE, TODAY, where

pytestmark = pytest.mark.django_db(databases="__all__")
IN = f"/desk/progress/countries/{COUNTRY}/in/"
GOOD = {
    "found": "2",
    "as_of": str(TODAY),
    "rationale": "Five of 25 provinces.",
    "citations": SOURCE,
    "confidence": "high",
}


@pytest.fixture(autouse=True)
def _ready(cast: Cast, that_day: None) -> None:
    places.ready(cast)


def along(client: Client, form: str) -> bytes:
    answer = client.get(reverse("progress:country_form", args=[COUNTRY]), {"as": form})
    assert answer.status_code == 200
    return bytes(answer.content)


def filled(client: Client, **rows: dict[str, str]) -> str:
    """The table to fill in as it was taken along, with what somebody wrote by promise (`SA_2a`)."""
    given = list(csv.DictReader(io.StringIO(along(client, "csv").decode("utf-8-sig"), newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(given[0]))
    writer.writeheader()
    writer.writerows({**row, **rows.get(row["item"].replace("-", "_"), {})} for row in given)
    return out.getvalue()


def looked(client: Client, table: str) -> tuple[str, str]:
    """The address of its rows, and what is said of them."""
    rows = tables.begin(client, IN, table)
    return rows, text(client.get(rows))


def test_the_form_has_every_promise_with_its_points_and_room_to_write(cast: Cast) -> None:
    noor = client_of(cast, "noor")
    page = along(noor, "html").decode()
    for one in rubrics.shipped().values():
        assert f' lang="en">{one.id} {html.escape(one.text)}</h3>' in page
    assert page.count('<ul class="ticked"><li dir="auto" lang="en">4/4: ') == 35
    assert page.count("☐ No data:") == page.count("Why?</p>") == 35
    assert page.count('<div class="blank">') >= 35 * 10
    assert "Everybody reads: Not assessed" in page
    pdf = PdfReader(io.BytesIO(along(noor, "pdf")))
    said = " ".join(one.extract_text() for one in pdf.pages)
    assert all(one.id in said for one in rubrics.shipped().values())
    assert said.count("☐") == 35 * (5 + 1 + 3)
    assert "•" not in said, "a box is its own mark"
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]


def test_the_form_says_what_stands_and_what_the_law_does(cast: Cast) -> None:
    places.published(cast)
    page = along(client_of(cast, "noor"), "html").decode()
    assert page.count("Everybody reads: Partial") == 1
    assert page.count("what stood here does not hold any more") == 1
    answer = client_of(cast, "noor").get(reverse("progress:country_form", args=["DE"]), {"as": "html"})
    assert "What the law does of it:" in answer.content.decode()


def test_a_table_begins_with_its_headings_and_has_35_rows(cast: Cast) -> None:
    noor = client_of(cast, "noor")
    content = along(noor, "csv")
    assert content.startswith(b"\xef\xbb\xbfitem,"), "by its mark a spreadsheet knows UTF-8"
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 36
    assert rows[0] == ["item", "commitment", "points", "stands", "law", *FILLED]
    assert along(noor, "xlsx")[:4] == b"PK\x03\x04"


def test_a_filled_table_becomes_drafts_that_a_second_person_reads(cast: Cast) -> None:
    noor = client_of(cast, "noor")
    rows, said = looked(noor, filled(noor, SA_2a=GOOD, SA_4g={**GOOD, "found": "No data", "searched": "Two registers"}))
    assert "New assessments" in said
    assert not CountryAssessment.objects.exists(), "a look keeps nothing"
    assert not Cell.objects.exists()
    assert tables.take(noor, rows).status_code == 302
    assert "A second reader reads them" in text(noor.get(rows))
    found = {one.cell.item: one for one in CountryAssessment.objects.select_related("cell")}
    assert set(found) == {"SA-2a", "SA-4g"}
    assert (found["SA-2a"].state, found["SA-2a"].points, found["SA-2a"].by_id) == ("partial", 2, cast["noor"].person)
    assert found["SA-2a"].citations[0]["ref"] == SOURCE
    assert (found["SA-4g"].state, found["SA-4g"].citations) == ("no_data", [])
    assert all(cells.is_believed(one.cell) for one in found.values())
    assert board(TODAY).state(COUNTRY, ITEM) is State.NOT_ASSESSED, "nobody read it second"
    assert {one.subject for one in clocks.open_duties(kinds=[duties.READ])} == {one.cell_id for one in found.values()}
    places.read(cast)


def test_all_35_rows_of_a_country_come_in_at_once(cast: Cast) -> None:
    noor = client_of(cast, "noor")
    every = {one.replace("-", "_"): GOOD for one in rubrics.shipped()}
    rows, _said = looked(noor, filled(noor, **every))
    tables.take(noor, rows)
    assert CountryAssessment.objects.count() == 35


def test_the_same_table_brought_twice_is_there_once(cast: Cast) -> None:
    noor = client_of(cast, "noor")
    table = filled(noor, SA_2a=GOOD)
    rows, _said = looked(noor, table)
    tables.take(noor, rows)
    tables.take(noor, rows)
    _rows, said = looked(noor, table)
    assert "No row could be used" in said
    rows, said = looked(noor, filled(noor, SA_2a=GOOD, SA_4g=GOOD))
    tables.take(noor, rows)
    assert sorted(one.cell.item for one in CountryAssessment.objects.select_related("cell")) == ["SA-2a", "SA-4g"]


BAD = [
    ({"found": "5"}, "4 · 3 · 2 · 1 · 0 · no_data · not_assessed"),
    ({"found": "mostly"}, "4 · 3 · 2 · 1 · 0 · no_data · not_assessed"),
    ({"found": ""}, "Say what you found, or leave the whole row empty"),
    ({"as_of": "2.12.2026"}, "a day such as 2024-05-31"),
    ({"as_of": "2024"}, "a day such as 2024-05-31"),
    ({"as_of": "2030-01-01"}, "until today"),
    ({"as_of": "1990-01-01"}, "from the Agenda of 1996 on"),
    ({"rationale": ""}, "Write why, in words that everybody can read"),
    ({"rationale": "x" * 1501}, "at most 1500 characters"),
    ({"rationale": "Sok Dara of the ministry said so."}, "Leave out names"),
    ({"citations": ""}, "nobody says this without one"),
    ({"citations": "A report"}, "write title | page | address"),
    ({"citations": "law:KH/nothing"}, "No provision KH/nothing is in the library"),
    ({"confidence": ""}, "Say how sure you are"),
    ({"confidence": "very"}, "high · medium · low"),
    ({"found": "no_data"}, "List where you looked in vain"),
    ({"found": "not_assessed"}, "nothing can be taken back"),
    ({"differs": "Practice differs."}, "No item of the law stands for this promise"),
    ({"ties": "See https://example.org/me"}, "address"),
    ({"item": "SA-9z"}, "the code of a promise, such as SA-4d"),
    ({"item": "SA-2b"}, "stands in a row before"),
    ({"rationale": "", "confidence": ""}, "confidence: Say how sure you are."),
]


@pytest.mark.parametrize(("more", "said"), BAD)
def test_each_wrong_row_is_said_in_a_sentence_and_the_others_come_in(
    cast: Cast, more: dict[str, str], said: str
) -> None:
    noor = client_of(cast, "noor")
    rows, page = looked(noor, filled(noor, SA_2b=GOOD, SA_2c={**GOOD, **more}))
    assert said in page
    assert not CountryAssessment.objects.exists()
    tables.take(noor, rows)
    assert [one.cell.item for one in CountryAssessment.objects.select_related("cell")] == ["SA-2b"]


@pytest.mark.parametrize("table", ["item\nSA-2a\n", "found\n4\n", "", "PK\x03\x04", "a,a\n1,2\n"])
def test_what_is_no_such_table_is_said_and_keeps_nothing(cast: Cast, table: str) -> None:
    noor = client_of(cast, "noor")
    answer = noor.post(IN, {"text": table}, follow=True)
    assert answer.status_code == 200
    page = text(answer)
    assert any(said in page for said in ("No row could be used", "Paste the table", "This ", "Two columns", "workbook"))
    assert 'name="check"' not in page
    assert not Cell.objects.exists()


def test_what_a_colleague_wrote_meanwhile_stops_the_whole_table(cast: Cast) -> None:
    noor = client_of(cast, "noor")
    rows, _said = looked(noor, filled(noor, SA_2b=GOOD, SA_2a=GOOD))
    places.assessed(cast, by="lena")
    page = text(tables.take(noor, rows))
    assert "SA-2a: A colleague changed this meanwhile." in page
    assert "Nothing was kept" in page
    assert [one.cell.item for one in CountryAssessment.objects.select_related("cell")] == ["SA-2a"]
    _rows, said = looked(noor, filled(noor, SA_2a=GOOD))
    assert "A colleague assessed this, and a second reader reads it now." in said


def test_nothing_is_half_kept_where_a_later_row_fails(cast: Cast) -> None:
    told = places.told(where()) | {"as_of": str(TODAY)}
    given = [told | {"item": "SA-2b"}, told | {"item": "SA-2c", "citations": []}]
    with pytest.raises(NotNow, match="SA-2c: Name at least one source"):
        bringing.bring(cast["noor"], COUNTRY, given, NOW)
    assert not Cell.objects.exists()
    assert not CountryAssessment.objects.exists()


def test_what_somebody_changed_in_the_database_takes_no_row(cast: Cast) -> None:
    places.assessed(cast)
    CountryAssessment.objects.update(rationale="Another.")
    noor = client_of(cast, "noor")
    _rows, said = looked(noor, filled(noor, SA_2a={**GOOD, "found": "4"}))
    assert "somebody changed it" in said


@pytest.mark.parametrize(("who", "reads", "brings"), [("noor", 200, 200), ("oda", 200, 403), ("femi", 403, 403)])
def test_the_routes_of_each_role(cast: Cast, who: str, reads: int, brings: int) -> None:
    client = client_of(cast, who)
    assert client.get(reverse("progress:country_form", args=[COUNTRY])).status_code == reads
    assert client.get(IN).status_code == brings
    if reads == 200:
        page = text(client.get(reverse("progress:country", args=[COUNTRY])))
        assert ("Bring a table in" in page) == (brings == 200)
    assert client.get("/desk/progress/countries/QQ/form/").status_code in {403, 404}


def test_what_is_kept_of_a_look_is_what_the_deed_takes(cast: Cast) -> None:
    """What waits in the session is JSON: a day is a text in it, a source as it was typed."""
    noor = client_of(cast, "noor")
    rows, _said = looked(noor, filled(noor, SA_2a={**GOOD, "citations": f"{SOURCE}\n\n Law of 2020 |  art. 3 "}))
    tables.take(noor, rows)
    row = CountryAssessment.objects.get()
    assert [one["ref"] for one in row.citations] == [SOURCE, "Law of 2020 | art. 3"]
    assert row.as_of == TODAY
