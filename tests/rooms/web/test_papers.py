"""Tables and memos that people take along."""

import csv
import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from fanal.web import papers
from fanal.web.papers import Form, Memo, NoFont, Part, Table

FORMULAS = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]
TABLE = Table(
    title="What falls through",
    columns=["Gap", "Act"],
    rows=[["1", "Norway & Lao PDR"], ["2", "=HYPERLINK(1)"]],
    mark="Aurora · 7 · 2026-11-29",
    language="en",
    notes=["For members alone."],
)


def _cells(content: bytes) -> list[list[str]]:
    """What a workbook holds, as text and nothing else: a formula has no text of its own in the file."""
    book = zipfile.ZipFile(io.BytesIO(content))
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    texts = ["".join(one.itertext()) for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
    sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not sheet.findall(".//m:f", space)
    rows = sheet.findall(".//m:row", space)
    return [[texts[int(cell.findtext("m:v", "", space))] for cell in row.findall("m:c", space)] for row in rows]


def _pdf(table: Table) -> PdfReader:
    return PdfReader(io.BytesIO(papers.made(table, Form.PDF)))


def _said(pdf: PdfReader) -> str:
    return " ".join(page.extract_text() for page in pdf.pages)


def test_a_csv_has_the_mark_in_every_row() -> None:
    rows = list(csv.reader(io.StringIO(papers.made(TABLE, Form.CSV).decode(), newline="")))
    assert rows == [
        ["# Aurora · 7 · 2026-11-29"],
        ["# For members alone."],
        ["Gap", "Act", TABLE.mark],
        ["1", "Norway & Lao PDR", TABLE.mark],
        ["2", "'=HYPERLINK(1)", TABLE.mark],
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_spreadsheet_takes_a_cell_for_a_formula(text: str) -> None:
    """In a workbook the cell is a text; in both it stays one where somebody saves it as CSV and opens it again."""
    table = replace(TABLE, rows=[["1", text]])
    rows = list(csv.reader(io.StringIO(papers.made(table, Form.CSV).decode(), newline="")))
    assert rows[-1][1] == f"'{text}"
    assert _cells(papers.made(table, Form.XLSX))[-1][1].startswith("'")


def test_a_workbook_has_title_notes_heads_and_the_mark_in_every_row() -> None:
    assert _cells(papers.made(TABLE, Form.XLSX)) == [
        ["What falls through"],
        ["For members alone."],
        ["Gap", "Act", TABLE.mark],
        ["1", "Norway & Lao PDR", TABLE.mark],
        ["2", "'=HYPERLINK(1)", TABLE.mark],
    ]


def test_a_table_to_fill_in_begins_with_its_headings_and_nothing_of_ours_stands_beside() -> None:
    blank = replace(TABLE, blank=True)
    made = papers.made(blank, Form.CSV)
    assert made.startswith(b"\xef\xbb\xbfGap,Act\r\n"), "a spreadsheet takes it for UTF-8 by its mark"
    cells = [["Gap", "Act"], ["1", "Norway & Lao PDR"], ["2", "'=HYPERLINK(1)"]]
    assert list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""))) == cells
    assert _cells(papers.made(blank, Form.XLSX)) == cells


def test_a_memo_has_room_to_write_in_each_form() -> None:
    memo = Memo("Form", "By hand.", [Part("4d", blanks=[("Why?", 3), ("Sure?", 0)])], "", "Aurora", "en")
    html = papers.made(memo, Form.HTML).decode()
    assert html.count('<div class="blank"></div>') == 3
    assert "Why?</p>" in html
    lines = [one.text for one in docx.Document(io.BytesIO(papers.made(memo, Form.DOCX))).paragraphs]
    [why] = [one for one in lines if one.startswith("Why?")]
    assert len(why.splitlines()) == 4
    assert "Sure?" in lines
    said = PdfReader(io.BytesIO(papers.made(memo, Form.PDF))).pages[0].extract_text()
    assert "Why?" in said
    assert "Sure?" in said


def test_points_are_ticked_in_each_form_and_say_their_language() -> None:
    memo = Memo("Formulaire", "", [Part("4d", points=["done"], ticked=True, spoken="en")], "", "Aurora", "fr")
    html = papers.made(memo, Form.HTML).decode()
    assert '<h2 dir="auto" lang="en">4d</h2>' in html
    assert '<ul class="ticked"><li dir="auto" lang="en">done</li></ul>' in html
    assert "☐ done" in [one.text for one in docx.Document(io.BytesIO(papers.made(memo, Form.DOCX))).paragraphs]
    pdf = papers.made(memo, Form.PDF)
    said = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert "☐" in said
    assert "•" not in said


def test_a_workbook_reads_from_right_to_left_where_the_language_does() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    there = {
        code: b'rightToLeft="1"' in zipfile.ZipFile(io.BytesIO(made)).read(sheet)
        for code in ("en", "ar")
        if (made := papers.made(replace(TABLE, language=code), Form.XLSX))
    }
    assert there == {"en": False, "ar": True}


def test_a_pdf_is_tagged_and_says_its_language_and_title() -> None:
    """PDF/UA-1: a screen reader finds heading, table and heads of columns."""
    pdf = _pdf(replace(TABLE, language="fr"))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("fr")
    assert pdf.metadata is not None
    assert pdf.metadata.title == "What falls through"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    tags = str([one.get_object().get("/S") for one in pdf.trailer["/Root"]["/StructTreeRoot"].get_object()["/K"]])
    assert "/Document" in tags


def test_a_pdf_says_all_of_it_with_the_mark_and_the_page_on_every_page() -> None:
    told = "#panic() $x$ *bold* \\ https://fanal.example"
    pdf = _pdf(replace(TABLE, rows=[[str(number), told] for number in range(90)]))
    assert len(pdf.pages) > 2
    assert all(TABLE.mark in page.extract_text() for page in pdf.pages)
    assert all("Gap" in page.extract_text() for page in pdf.pages), "the heads stand on every page"
    assert "89" in _said(pdf)
    assert "#panic() $x$ *bold* \\" in _said(pdf), "a text is never a part of the program that sets it"


@pytest.mark.parametrize(("language", "words"), [("en", "Norway"), ("es", "señal"), ("ar", "ثغرة"), ("km", "ចន្លោះ")])
def test_every_language_that_we_ship_or_lay_out_has_its_letters(language: str, words: str) -> None:
    """With the fonts of the system; a server without them says so."""
    table = replace(TABLE, language=language, rows=[["1", words]])
    if language == "km" and "Noto Sans Khmer" not in papers._fonts():
        with pytest.raises(NoFont):
            papers.made(table, Form.PDF)
    else:
        assert len(_pdf(table).pages) == 1


def test_a_letter_for_which_there_is_no_font_makes_no_pdf_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from typst import Compiler

    monkeypatch.setattr(papers, "_press", lambda page: Compiler(papers._HERE / page, ignore_system_fonts=True))
    with pytest.raises(NoFont, match="Noto"):
        papers.made(replace(TABLE, rows=[["1", "ចន្លោះ"]]), Form.PDF)
    assert papers.made(replace(TABLE, rows=[["1", "ចន្លោះ"]]), Form.XLSX)


def test_a_form_that_a_paper_has_not_is_its_first() -> None:
    """A table is CSV then, a memo a document of a word processor."""
    asked = ("pdf", "xlsx", "docx", "csv", "", "../x")
    table, memo = (Form.PDF, Form.XLSX, *[Form.CSV] * 4), (Form.PDF, *[Form.DOCX] * 5)
    assert tuple(map(papers.form_of, asked)) == table
    assert tuple(papers.form_of(text, papers.MEMO) for text in asked) == memo


def test_a_memo_runs_from_the_right_in_a_word_processor_where_its_script_does() -> None:
    """Each paragraph, run and table, in the order that the schema has (ISO/IEC 29500-1, annex A)."""
    parts = (Part("الجواب", said=["محمد علي"], points=["أولا"], numbered=True, columns=("أ", "ب"), rows=[("١", "٢")]),)
    memo = Memo("من يستطيع الملاحقة", "طفل عمره ١٣", parts, "ليست مشورة قانونية", "Aurora · 7", "ar")
    made = docx.Document(io.BytesIO(papers.made(memo, Form.DOCX)))
    paragraphs = list(made.element.body.iter(qn("w:p")))
    assert len(paragraphs) == 10
    assert all(one.find(qn("w:pPr")).find(qn("w:bidi")) is not None for one in paragraphs)
    assert all(one.find(qn("w:rPr")).find(qn("w:rtl")) is not None for one in made.element.body.iter(qn("w:r")))
    assert [one.tag for one in made.tables[0]._tbl.tblPr][:2] == [qn("w:tblStyle"), qn("w:bidiVisual")]
    assert "Aurora · 7" in PdfReader(io.BytesIO(papers.made(memo, Form.PDF))).pages[0].extract_text()
    twice = replace(memo, parts=(*parts, *parts))
    lines = [one.text for one in docx.Document(io.BytesIO(papers.made(twice, Form.DOCX))).paragraphs]
    assert lines.count("1. أولا") == 2, "each part counts anew"
    plain = docx.Document(io.BytesIO(papers.made(replace(memo, language="fr"), Form.DOCX)))
    assert not list(plain.element.body.iter(qn("w:bidi")))


def test_what_is_isolated_in_a_line_from_the_right_is_read_from_the_left() -> None:
    """§ 5 Nr. 8 between Arabic names: a run of its own without the signs, which not every word processor reads."""
    said = "محمد علي، \u2068§ 5 Nr. 8\u2069، \u2068قانون العقوبات\u2069."
    memo = Memo("من", "طفل", (Part("الجواب", said=[said]),), "ليست", "Aurora · 7", "ar")
    made = docx.Document(io.BytesIO(papers.made(memo, Form.DOCX)))
    (line,) = [one for one in made.paragraphs if "محمد" in one.text]
    assert line.text == "محمد علي، § 5 Nr. 8، قانون العقوبات."
    turned = {run.text: run._r.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None for run in line.runs}
    assert turned == {"محمد علي، ": True, "§ 5 Nr. 8": False, "، ": True, "قانون العقوبات": True, ".": True}
    shown = PdfReader(io.BytesIO(papers.made(memo, Form.PDF))).pages[0].extract_text()
    assert "§ 5 Nr. 8" in shown
