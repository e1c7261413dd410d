"""A table of 3,000 rows is pasted, wrong rows are told, it is corrected, read in and taken back; a file in pieces;
without JavaScript; in Arabic on a phone."""

import csv
from datetime import datetime
from io import BytesIO, StringIO

import pytest
from django.conf import settings
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from fanal.network.models import SessionRow
from fanal.research.models import ImportedTable
from fanal.research.records import populations
from tests.browser import check_all
from tests.journeys.scene import World, heading, press
from tests.people import NOW
from tests.rooms.research import planning

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
ROWS = 3_000
YEAR = 2019
HEADING = "yearOfRegistration\tSexe\tageBroad\tfullName\n"


def table(wrong: int = 0) -> str:
    """Cells as a spreadsheet gives them; one heading is not the format's, and some rows cannot be used."""
    rows = [f"{YEAR}\t{'Female' if number % 3 else 'Male'}\t9--17\tName {number}\n" for number in range(ROWS - wrong)]
    return HEADING + "".join(rows) + f"{YEAR}\tMartian\t9--17\tSomebody Else\n" * wrong


def begin(world: World, page: Page) -> None:
    planning.people(world.cast)
    planning.classes_reviewed(world.cast, "ctdc")
    found = populations.open_population(world.cast["bao"], "import", "Children in files of Aurora", "ctdc", NOW)
    page.goto(f"/desk/research/records/{found.pk}/read/")


def paste(page: Page, text: str) -> None:
    """As from the clipboard."""
    box = page.locator("[name=text]")
    box.evaluate("(box, text) => { box.value = text; box.dispatchEvent(new Event('input', { bubbles: true })); }", text)


def columns(page: Page) -> None:
    """The heading that is not the format's is chosen by hand."""
    expect(page.get_by_text("Which column is which?")).to_be_visible(timeout=15_000)  # pieces were sent first
    expect(page.get_by_label("yearOfRegistration")).to_have_value("0")
    page.get_by_label("gender").select_option("1")


def test_a_table_is_pasted_corrected_read_in_and_taken_back(world: World) -> None:
    bao = world.desk("bao")
    begin(world, bao)
    heading(bao, "Read a table in")
    check_all(bao)
    paste(bao, table(wrong=120))
    press(bao, "Go on")
    columns(bao)
    check_all(bao)
    press(bao, "Look at the rows")
    expect(bao.get_by_text("The first 100 are shown.")).to_be_visible()
    expect(bao.get_by_role("cell", name="2,882")).to_be_visible()
    assert "Somebody" not in bao.content()
    check_all(bao)
    with bao.expect_download() as download:
        bao.get_by_role("link", name="All of them as CSV").click()
    assert download.value.path().read_text().count(",gender,") == 120
    bao.get_by_role("link", name="Paste it once more").click()
    paste(bao, table())
    press(bao, "Go on")
    expect(bao.get_by_label("gender")).to_have_value("1")
    press(bao, "Look at the rows")
    expect(bao.get_by_role("button", name="Take it in")).to_be_visible()
    expect(bao.get_by_role("heading", name="What cannot be used")).to_have_count(0)
    press(bao, "Take it in")
    heading(bao, "The table is read in")
    check_all(bao)
    bao.get_by_role("link", name="Erase what was read in").click()
    heading(bao, "Erase what was read in?")
    press(bao, "Erase it")
    expect(bao.get_by_text("Erased. It cannot be counted any more.")).to_be_visible()
    assert not ImportedTable.objects.exists()


def test_a_file_is_read_in_the_browser_and_comes_in_pieces(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One piece is lost on its way and comes again; a workbook and UTF-16 are told before anything is sent."""
    bao = world.desk("bao")
    begin(world, bao)
    heading(bao, "Read a table in")
    file, said = bao.get_by_label("Choose a file"), bao.locator("#table_file_said")
    unread = ((b"PK\x03\x04\x14\x00", "This workbook"), (b"\xff\xfen\x00", "not in UTF-8"), (b"", "The file is empty"))
    for content, words in unread:
        file.set_input_files({"name": "children.csv", "mimeType": "text/csv", "buffer": content})
        bao.get_by_role("button", name="Go on").click()
        expect(said).to_contain_text(words)
    many = table() + "".join(f"{YEAR}\tFemale\t9--17\tMany more {number:06}\n" for number in range(20_000))
    file.set_input_files({"name": "children.csv", "mimeType": "text/csv", "buffer": many.encode()})
    lost: list[str] = []

    def lose(route: object) -> None:
        if lost:
            route.continue_()  # type: ignore[attr-defined]
        else:
            lost.append("once")
            route.abort()  # type: ignore[attr-defined]

    bao.route("**/pieces/1/", lose)
    press(bao, "Go on")
    columns(bao)
    assert lost
    press(bao, "Look at the rows")
    expect(bao.get_by_role("button", name="Take it in")).to_be_visible()
    expect(bao.get_by_text("23,000").first).to_be_visible()
    press(bao, "Take it in")
    heading(bao, "The table is read in")
    assert ImportedTable.objects.get().report["cohorts"] == {str(YEAR): 23_000}
    assert SessionRow.objects.filter(person=world.cast["bao"].person).count() == 3, "the session, and what was said"


_TEXT_OF = """async (bytes) => (await fanalWorkbook(new Blob([new Uint8Array(bytes)]), new Error())).text()"""


def test_a_workbook_is_read_in_the_browser(world: World) -> None:
    """Cells of each kind as openpyxl writes them; what it holds is taken in as a table is."""
    bao = world.desk("bao")
    begin(world, bao)
    heading(bao, "Read a table in")
    book = Workbook()
    then = datetime.fromisoformat("2019-03-01T14:30")
    for row in (['say "x", y\nz', None, 12.5, True, then.date(), then, "=1+1", "مرحبا"], [], ["€"]):
        book.worksheets[0].append(row)
    book.worksheets[0]["A3"].number_format = '0 "days"'
    said = [['say "x", y\nz', "", "12.5", "TRUE", "2019-03-01", "2019-03-01T14:30", "=1+1", "مرحبا"], [], ["€"]]
    assert list(csv.reader(StringIO(bao.evaluate(_TEXT_OF, list(saved(book)))))) == said
    rows = [line.split("\t") for line in table().splitlines()]
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = {"name": "children.xlsx", "mimeType": "application/octet-stream", "buffer": saved(book)}
    bao.get_by_label("Choose a file").set_input_files(file)
    press(bao, "Go on")
    columns(bao)
    press(bao, "Look at the rows")
    press(bao, "Take it in")
    heading(bao, "The table is read in")
    assert ImportedTable.objects.get().report["cohorts"] == {str(YEAR): ROWS}


def saved(book: Workbook) -> bytes:
    """A workbook as a file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_without_javascript_a_table_is_pasted_all_the_same(world: World) -> None:
    bao = world.desk("bao", javascript=False)
    begin(world, bao)
    heading(bao, "Read a table in")
    expect(bao.get_by_label("Choose a file")).to_have_count(0)
    bao.locator("[name=text]").fill(HEADING + f"{YEAR}\tFemale\t9--17\tName\n" * 20)
    press(bao, "Go on")
    columns(bao)
    press(bao, "Look at the rows")
    press(bao, "Take it in")
    heading(bao, "The table is read in")
    assert ImportedTable.objects.get().report["read"] == 20


def test_in_arabic_on_a_phone(world: World) -> None:
    bao = world.desk("bao", language="ar", width=320)
    begin(world, bao)
    expect(bao.locator("html")).to_have_attribute("dir", "rtl")
    check_all(bao)
    paste(bao, HEADING + f"{YEAR}\tFemale\t9--17\tName\n{YEAR}\tMartian\t9--17\tName\n")
    for _ in range(2):
        with bao.expect_navigation():
            bao.locator("main form button.button").first.click()
        expect(bao.locator("main h1")).to_be_visible()
        check_all(bao)
