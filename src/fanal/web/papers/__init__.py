"""What people take along: a table as a PDF that a screen reader reads (PDF/UA-1), as a workbook, as CSV; a memo as PDF
for a word processor or a browser; a certificate as PDF, with the file that proves it inside.

Each says on every page or row whose it is, so that a copy can be followed; no spreadsheet takes a cell for a formula.
Data reach the page of a PDF as JSON and never as part of its program (docs/web.md, "Papers").
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from fanal.vocabulary.results import NotDone
from fanal.web import qr
from fanal.web.papers.memos import BOX, Memo, Part, as_docx, as_html

__all__ = [
    "BOX",
    "CC_BY",
    "CSV",
    "MEMO",
    "Certificate",
    "Form",
    "Memo",
    "NoFont",
    "Part",
    "Table",
    "answer",
    "form_of",
    "made",
    "open_table",
    "pages",
    "plain",
]

_HERE = Path(__file__).parent
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDEST = 48  # characters of a column of a workbook
CC_BY = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
"""The licence of what everybody may have."""
CSV = "text/csv; charset=utf-8"


class Form(StrEnum):
    """How a table or a memo is taken along."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    DOCX = "docx"
    HTML = "html"


_MEDIA = {
    Form.PDF: "application/pdf",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: CSV,
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.HTML: "text/html; charset=utf-8",
}


TABLE = (Form.CSV, Form.XLSX, Form.PDF)
MEMO = (Form.DOCX, Form.PDF)


def form_of(text: str, forms: Sequence[Form] = TABLE) -> Form:
    """The form that a button names, of those that a paper has; the first of them for anything else."""
    return Form(text) if text in forms else forms[0]


class NoFont(NotDone):
    """No font of the server has a letter of a text. The message is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table and what is said of it. `mark`: whose copy it is, which one and of which day; never a person's name.
    `notes`: sentences above the rows. `blank`: it is filled in and comes back (`web.tables`), so its headings are the
    first row, and no column is ours; the mark of a workbook stands at its foot alone."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    mark: str
    language: str
    notes: Sequence[str] = ()
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Certificate:
    """A page that somebody shows, as PDF alone: `kind`, `name`, `did`, `of` in its own language, `terms`; beside a code
    for a `camera` how it is checked, a code to type and where; `small` below. `file`: what a program reads, inside."""

    title: str
    kind: str
    name: str
    did: str
    of: str
    of_language: str
    terms: str
    camera: str
    camera_label: str
    how: str
    code: str
    check: str
    small: str
    language: str
    file: str = ""
    file_name: str = ""
    file_type: str = ""
    file_about: str = ""


def made(paper: Table | Memo | Certificate, form: Form) -> bytes:
    """The bytes of a paper, in one of its forms. Raises `NoFont`, for a PDF alone."""
    if isinstance(paper, Certificate):
        return _pressed("certificate.typ", _drawn(paper))
    if isinstance(paper, Memo):
        return _WRITTEN[form](paper)
    return _MAKERS[form](paper)


def _drawn(paper: Certificate) -> dict[str, Any]:
    code = qr.svg(paper.camera, paper.camera_label).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return {**asdict(paper), "camera": code}


def pages(pdf: bytes) -> int:
    """How many pages a PDF has that was made here."""
    return len(re.findall(rb"/Type\s*/Page(?!s)", pdf))


def answer(content: bytes, form: Form, name: str) -> HttpResponse:
    """A file to be kept, and nothing of it by a browser or a proxy. `name` is neutral, and without an ending."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=_MEDIA[form], headers=headers)


def open_table(about: str, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A CSV that everybody may have: a line `about` its source and licence, the columns, the rows. A text is no
    formula; a number stays one, also below nothing; None is an empty cell."""
    out = io.StringIO(newline="")
    out.write(f"# {about}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([plain(cell) if isinstance(cell, str) else cell for cell in cells] for cells in rows)
    return out.getvalue().encode()


def _csv(table: Table) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if not table.blank:
        writer.writerows([f"# {line}"] for line in (table.mark, *table.notes))
    writer.writerows(_marked(table))
    return out.getvalue().encode("utf-8-sig" if table.blank else "utf-8")  # by the mark a spreadsheet knows UTF-8


def _xlsx(table: Table) -> bytes:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": table.title})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet()
    if get_language_info(table.language)["bidi"]:
        sheet.right_to_left()
    above = () if table.blank else (table.title, *table.notes)
    for row, line in enumerate(above):
        sheet.write_string(row, 0, line, bold if row == 0 else None)
    rows = list(_marked(table))
    for at, cells in enumerate(rows, start=len(above)):
        for column, cell in enumerate(cells):
            sheet.write_string(at, column, cell, bold if at == len(above) else wrapped)
    for column, cells in enumerate(zip(*rows, strict=True)):
        sheet.set_column(column, column, min(max(map(len, cells)) + 1, _WIDEST))
    sheet.freeze_panes(len(above) + 1, 0)
    sheet.repeat_rows(len(above))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{table.mark.replace('&', '&&')}&R&P")
    book.close()
    return out.getvalue()


def _marked(table: Table) -> Iterator[Sequence[str]]:
    """The heads and the rows, each with the mark where it does not come back."""
    for cells in (table.columns, *table.rows):
        yield [*map(plain, cells), *([] if table.blank else [table.mark])]


def plain(text: str) -> str:
    """No spreadsheet takes a cell for a formula, wherever it is opened or pasted (OWASP, "CSV Injection")."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _pdf(table: Table) -> bytes:
    return _pressed("table.typ", asdict(table))


def _pressed(page: str, told: dict[str, Any]) -> bytes:
    from typst import TypstError

    inputs = {"told": json.dumps({**told, "fonts": _fonts()})}
    try:
        return _press(page).compile(sys_inputs=inputs, pdf_standards=["ua-1"])  # type: ignore[no-any-return]
    except TypstError as why:
        if "could not be displayed" not in why.message:
            raise
        words = _(
            "This server has no font for some letters of this paper, so there is no PDF of it. Take it in another "
            "form, or ask whoever runs the server to install the Noto fonts."
        )
        raise NoFont(words) from None


@cache
def _press(page: str) -> Any:
    """Made once: looking through the fonts of the system takes longer than a page."""
    from typst import Compiler

    return Compiler(_HERE / page)


@cache
def _fonts() -> list[str]:
    """The families in the order in which they are tried: the built-in one, then the plain Noto faces of the system."""
    from typst import Fonts

    noto = [name for name in Fonts().families() if name.startswith("Noto Sans") and "Mono" not in name]
    return ["Libertinus Serif", *sorted(noto, key=lambda name: (name != "Noto Sans", name))]


_WRITTEN: Mapping[Form, Callable[[Memo], bytes]] = {
    Form.DOCX: as_docx, Form.HTML: as_html, Form.PDF: lambda memo: _pressed("memo.typ", asdict(memo)),
}  # fmt: skip
_MAKERS = {Form.PDF: _pdf, Form.XLSX: _xlsx, Form.CSV: _csv}
