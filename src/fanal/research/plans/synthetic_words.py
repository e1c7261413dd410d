"""Synthetic rows on a page, in the language of the reader: the first of them as they stand in the file, and by how much
counts of them are off. Never without the error table (DNH-47)."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fanal.engines.disclosure.contracts import SYNTHETIC_PICTURE, SYNTHETIC_PREFIX, Bundle, synthetic_parts
from fanal.research import table_words
from fanal.web import api as web


@dataclass(frozen=True, slots=True)
class Rows:
    """For a page. `columns`: name in the file, and what it is; `first`: the first lines of the file; `errors`: lines of
    the error table, each of (heading, words)."""

    count: str
    columns: tuple[tuple[str, str], ...]
    first: str
    errors: tuple[tuple[tuple[str, str], ...], ...]
    picture: SafeString


def rows(bundle: Bundle) -> Rows | None:
    """The synthetic rows of a release or draft that was read; None where it has none."""
    part = synthetic_parts.part(bundle)
    if part is None:
        return None
    count = {"rows": web.digits(part.rows), "variables": web.digits(len(part.variables))}
    return Rows(
        _("%(rows)s rows of %(variables)s variables") % count,
        tuple((f"{SYNTHETIC_PREFIX}{column.name}", table_words.variable_label(column)) for column in part.variables),
        part.first,
        tuple(_error(error) for error in part.errors),
        web.drawings.inline(bundle.files[SYNTHETIC_PICTURE].decode(), "rows"),
    )


def _error(one: synthetic_parts.FitLine) -> tuple[tuple[str, str], ...]:
    names = {1: _("one variable"), 2: _("two variables"), 3: _("three variables")}
    return (
        (_("Counts of"), names[one.ways]),
        (_("Children in a cell"), _tenth(one.count)),
        (_("Off by at most"), _tenth(one.at_most)),
        (_("from the rows"), _tenth(one.difference)),
        (_("from the noise"), _tenth(one.noise)),
    )


def _tenth(number: float) -> str:
    return web.digits(round(number, 1))
