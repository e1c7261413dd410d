"""The codebook of a release: each column of its CSV files in the language of the reader, on one page to print."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fanal.engines.disclosure.contracts import TOTAL, Bundle, Column, codebook
from fanal.research import table_words
from fanal.research.public import shelf
from fanal.research.public.frame import address, draw, page


@dataclass(frozen=True, slots=True)
class Said:
    """A column in words. `codes`: as it stands in the file, and what it means."""

    name: str
    meaning: str
    codes: tuple[tuple[str, str], ...]
    unit: str


@page
def whole(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """The columns of every CSV file of a version."""
    release = shelf.public().filter(number=number, version=version).first()
    if release is None:
        raise Http404
    bundle = shelf.bundle(release)
    sheets = codebook.sheets(bundle.files, bundle.classes)
    if not sheets:
        raise Http404
    titles = _titles(bundle)
    return draw(
        request,
        "codebook",
        release=release,
        back=address("release_version", number, version),
        counted=bundle.document["population"]["definition"],
        sheets=[
            (sheet.file, titles.get(sheet.file) or _(sheet.title), list(map(_said, sheet.columns))) for sheet in sheets
        ],
        official=any(name.endswith(".sdmx.csv") for name in bundle.files),
    )


def _titles(bundle: Bundle) -> dict[str, str]:
    listed = bundle.document.get("tables", ())
    return {f"{one['number']}.csv": table_words.title(table) for one, table in zip(listed, bundle.tables, strict=True)}


def _said(column: Column) -> Said:
    unit = _(table_words.capital(column.unit)) if column.unit else ""
    if column.variable is None:
        codes = tuple((code, _(meaning)) for code, meaning in column.codes.items())
        return Said(column.name, _(column.meaning).format(unit=unit.lower()), codes, unit)
    return Said(column.name, table_words.variable_label(column.variable), tuple(_codes(column)), unit)


def _codes(column: Column) -> Iterator[tuple[str, str]]:
    assert column.variable is not None
    for code in (*column.variable.codes, *([TOTAL] if column.total else ())):
        yield code, table_words.code_label(column.variable, code)
