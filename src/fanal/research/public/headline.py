"""The picture at the head of the evidence: what the first release says, drawn small in the language of the reader.

Nothing is drawn without its interval, and who is counted stands below (DNH-47).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fanal.engines.disclosure.contracts import TOTAL, Bundle, NotWhole, Protected
from fanal.engines.prevalence.contracts import Estimate, Forest, Line, drawn
from fanal.research import table_words
from fanal.research.models import Release
from fanal.research.public import shelf
from fanal.research.studies import words as study_words
from fanal.web import api as web

MOST = 8
"""Lines of a picture that is taken in at a glance."""


@dataclass(frozen=True, slots=True)
class Headline:
    """Which release is drawn; `who`: who is counted."""

    release: UUID
    picture: SafeString
    who: str


def headline(releases: Iterable[Release]) -> Headline | None:
    """Of the first of these that has something to draw. One that is not whole says so on its own page."""
    for release in releases:
        if release.state != "published" or release.kind == "not_estimable":
            continue
        try:
            bundle = shelf.bundle(release)
        except NotWhole:
            return None
        shape = _shape(bundle)
        if shape is not None:
            who = str(bundle.document["population"]["definition"])
            words = ". ".join(f"{line.label} {line.words}".strip() for line in (*shape.lines, *shape.rest))
            return Headline(release.pk, web.drawings.inline(drawn(shape, words=words), "headline"), who)
    return None


def _shape(bundle: Bundle) -> Forest | None:
    if bundle.estimate is not None:
        part = bundle.document["estimate"]
        found = Estimate.from_json(bundle.files[part["result"]].decode())
        if not found.estimated:
            return None
        label = _("Between %(lower)s and %(upper)s; best single figure %(point)s") % study_words.between(found)
        line = Line(label, found.point, found.lower, found.upper)
        marks = ((_("On at least one list"), float(found.observed)),)
        return Forest(_("How many"), (line,), marks, _("Children"))
    return _of_table(bundle.tables[0]) if bundle.tables else None


def _of_table(protected: Protected) -> Forest:
    lines = tuple(_lines(protected))
    said = {"shown": web.digits(MOST), "all": web.digits(len(lines))}
    note = _("The first %(shown)s of %(all)s; the release has all.") % said if len(lines) > MOST else ""
    title = table_words.title(protected)
    return Forest(title, lines[:MOST], (), "", lines[MOST:], note)


def _lines(protected: Protected) -> Iterator[Line]:
    """The sum of each row, or each cell where there are no sums."""
    named = table_words.table(protected)
    sums = [at for at, codes in enumerate(protected.columns) if all(code == TOTAL for code in codes)]
    for at, row in enumerate(named.lines):
        if row.total:
            continue
        for place in sums or range(len(protected.columns)):
            cell, (column, shown) = protected.cell(at, place), row.cells[place]
            label = row.label if sums else f"{row.label} · {column}"
            if cell.state != "shown" or cell.value is None:
                yield Line(label, None, words=shown.words)
            else:
                label = f"{label}: {shown.words} ({shown.range})"
                yield Line(label, float(cell.value), float(cell.lower or 0), float(cell.upper or cell.value))
