"""A memo: a few pages that somebody reads, and the files of them for a word processor and for a browser."""

import io
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from html import escape
from typing import Any
from unicodedata import bidirectional

from django.utils.translation import get_language_info


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a memo: paragraphs, then words of others, then points, then a table with its heads; any of them may be
    empty, the heading too. `quoted`: words with the code of their language, or none; `numbered`: the points are steps,
    in their order, `ticked`: boxes to tick; `spoken`: the language of heading and points where it is another than the
    memo's; `level`: 2, or 3 for what stands below a part of level 2; `blanks`: what somebody fills in by hand, each
    with so many lines to write on."""

    heading: str
    said: Sequence[str] = ()
    quoted: Sequence[tuple[str, str]] = ()
    points: Sequence[str] = ()
    numbered: bool = False
    ticked: bool = False
    spoken: str = ""
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    level: int = 2
    blanks: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True)
class Memo:
    """`mark`: whose copy it is, which one and of which day; never a person's name. `lede`: the line below the title.
    `small`: what stands at the end."""

    title: str
    lede: str
    parts: Sequence[Part]
    small: str
    mark: str
    language: str


def as_docx(memo: Memo) -> bytes:
    """Its bytes as Office Open XML (ISO/IEC 29500)."""
    from docx import Document

    made = Document()
    made.core_properties.title, made.core_properties.language = memo.title, memo.language
    made.core_properties.author = ""
    made.add_heading(memo.title, 0)
    made.add_paragraph(memo.lede)
    for part in memo.parts:
        _write(made, part)
    made.add_paragraph(memo.small)
    foot = made.sections[0].footer
    foot.paragraphs[0].text = memo.mark
    if get_language_info(memo.language)["bidi"]:
        _turn(made.element.body)
        _turn(foot._element)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


_LINE = "_" * 80
BOX = "☐"
"""What is ticked by hand."""


def _write(made: Any, part: Part) -> None:
    from docx.oxml import OxmlElement

    if part.heading:
        made.add_heading(part.heading, part.level - 1)
    for line in part.said:
        made.add_paragraph(line)
    for words, _language in part.quoted:
        made.add_paragraph(f"“{words}”", "Quote")
    for number, line in enumerate(part.points, start=1):  # a list of Word's own would go on counting in the next part
        mark = f"{number}." if part.numbered else BOX if part.ticked else ""
        made.add_paragraph(*(f"{mark} {line}",) if mark else (line, "List Bullet"))
    if part.rows:
        table = made.add_table(0, len(part.columns), "Table Grid")
        for row in (part.columns, *part.rows):
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # its heads stand on each page
    for words, lines in part.blanks:
        made.add_paragraph("\n".join([words, *[_LINE] * lines]))


_TURNED = (("w:p", "w:pPr", "w:bidi"), ("w:r", "w:rPr", "w:rtl"), ("w:tbl", "w:tblPr", "w:bidiVisual"))
"""Paragraphs, runs and tables, where each keeps its properties, and which one says that it runs from the right (ISO/IEC
29500-1, 17.3.1.6, 17.3.2.30, 17.4.1)."""


_ISOLATE = re.compile("\u2068(.*?)\u2069", re.DOTALL)


def _isolated(body: Any) -> Iterator[Any]:
    """Words that are isolated in a text become runs of their own, and the signs go: not every word processor reads
    them. Those that run from the left are given."""
    from docx.oxml.ns import qn

    for run in [one for one in body.iter(qn("w:r")) if _ISOLATE.search(one.text)]:
        for number, piece in enumerate(_ISOLATE.split(run.text)):
            if piece:
                new = deepcopy(run)
                new.text = piece
                run.addprevious(new)
                if number % 2 and not any(bidirectional(letter) in {"R", "AL"} for letter in piece):
                    yield new
        run.getparent().remove(run)


def _turn(body: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    straight = set(_isolated(body))
    for name, within, said in _TURNED:
        for one in body.iter(qn(name)):
            if one in straight:
                continue
            kept = one.find(qn(within))
            if kept is None:
                kept = OxmlElement(within)
                one.insert(0, kept)
            kept.insert(min(1, len(kept)), OxmlElement(said))  # after the style, before what the schema has later


_LOOK = (
    "body{font:1rem/1.5 serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}"
    "h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem}h3{font-size:1rem}blockquote{margin:0 1rem;"
    "border-inline-start:.2rem solid #777;padding-inline-start:.8rem}table{border-collapse:collapse}"
    "td,th{border-block-end:1px solid #aaa;padding:.3rem;text-align:start;vertical-align:top}"
    f"ul.ticked{{list-style:'{BOX} '}}"
    ".blank{border-block-end:1px solid #777;height:2rem}"
    "footer{margin-top:2rem;border-top:1px solid #aaa;font-size:.85rem}p,li,td{overflow-wrap:anywhere}"
)


def as_html(memo: Memo) -> bytes:
    """Its bytes as one page that needs nothing else, for a browser that has no network."""
    turned = "rtl" if get_language_info(memo.language)["bidi"] else "ltr"
    inside = "".join(_lines(memo))
    page = (
        f'<!doctype html>\n<html lang="{escape(memo.language)}" dir="{turned}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(memo.title)}</title>'
        f"<style>{_LOOK}</style></head><body><main>{inside}</main>"
        f"<footer><p>{escape(memo.small)}</p><p>{escape(memo.mark)}</p></footer></body></html>\n"
    )
    return page.encode()


def _in(language: str) -> str:
    return f' lang="{escape(language)}"' if language else ""


def _lines(memo: Memo) -> Iterator[str]:
    yield f'<h1 dir="auto">{escape(memo.title)}</h1>\n<p dir="auto">{escape(memo.lede)}</p>\n'
    for part in memo.parts:
        spoken = _in(part.spoken)
        if part.heading:
            yield f'<h{part.level} dir="auto"{spoken}>{escape(part.heading)}</h{part.level}>\n'
        yield from (f'<p dir="auto">{escape(line)}</p>\n' for line in part.said)
        for words, language in part.quoted:
            yield f'<blockquote dir="auto"{_in(language)}>{escape(words)}</blockquote>\n'
        if part.points:
            kind, look = "ol" if part.numbered else "ul", ' class="ticked"' if part.ticked else ""
            points = "".join(f'<li dir="auto"{spoken}>{escape(line)}</li>' for line in part.points)
            yield f"<{kind}{look}>{points}</{kind}>\n"
        if part.rows:
            heads = "".join(f'<th scope="col" dir="auto">{escape(cell)}</th>' for cell in part.columns)
            rows = ("".join(f'<td dir="auto">{escape(cell)}</td>' for cell in row) for row in part.rows)
            body = "".join(f"<tr>{row}</tr>" for row in rows)
            yield f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>\n"
        for words, lines in part.blanks:
            yield f'<p dir="auto">{escape(words)}</p>' + '<div class="blank"></div>' * lines + "\n"
