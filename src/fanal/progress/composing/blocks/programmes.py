"""A programme of prevention that two people published: what came of it, and how sure one may be."""

from collections.abc import Iterator
from uuid import UUID

from fanal.progress.composing.blocks.about import About, Offer, address
from fanal.progress.composing.kinds import Kind, Piece, Source, digest
from fanal.progress.models import Programme
from fanal.progress.programmes import measuring, published, showing, words
from fanal.progress.programmes.kinds import Arm, Level, Moment
from fanal.web import api as web


def offered(about: About) -> Iterator[Offer]:
    """Those of the country, how sure one may be first, then the newest."""
    for one in published.every(about.country):
        yield Offer(str(one.row.pk), one.row.title, web.dots(one.org, str(showing.grade(one.graded)["word"])))


def piece(about: About, ref: str) -> Piece | None:
    """What it did, what was measured, what can be told of that, and the grade."""
    entry = _entry(about, ref)
    if entry is None:
        return None
    row, grade = entry.row, showing.grade(entry.graded)
    on = row.published_at.date().isoformat() if row.published_at else ""
    sure = web.dots(str(grade["word"]), str(grade["means"])) if grade["means"] else str(grade["word"])
    results = tuple(_results(entry))
    return Piece(
        Kind.PROGRAMME, ref, web.listed([row.title, about.name]),
        Source(row.title, entry.org, address("prevention:programme", row.pk), web.papers.CC_BY, on),
        digest("programme", ref, row.title, row.approach, entry.graded and int(entry.graded.grade), _parts(entry)),
        said=(row.approach, sure),
        points=results,
    )  # fmt: skip


def _parts(entry: published.Entry) -> list[str]:
    """What was published of it: rows that stay as they are."""
    return sorted(str(one.pk) for one in entry.beside if one.published_at)


def _entry(about: About, ref: str) -> published.Entry | None:
    try:
        found = Programme.objects.filter(pk=UUID(ref), country=about.country).select_related("org").first()
    except ValueError:
        return None
    return published.entry(found) if found else None


def _results(entry: published.Entry) -> Iterator[str]:
    """Each measure: what can be told of it, how it was before, how it was last."""
    for one in entry.measures:
        told = "" if one.level is Level.OUTPUT else str(words.CHANGES[measuring.change(one)][0])
        last = one.last()
        points = [one.at(Arm.PROGRAMME, Moment.BASELINE), last] if last else [one.at(Arm.PROGRAMME, Moment.BASELINE)]
        values = [
            f"{words.MOMENTS[point.moment]}: {showing.value_words(one, measuring.shown(one, point), point.comment)}"
            for point in points
            if point
        ]
        yield web.apart([part for part in (one.title, told, *values) if part])
