"""Where the country stands with a commitment of Stockholm, as two people published it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fanal.progress import words
from fanal.progress.assessing import citing
from fanal.progress.assessing.standing import Stands
from fanal.progress.commitments import rubrics
from fanal.progress.composing.blocks.about import About, Offer, address
from fanal.progress.composing.kinds import Kind, Mark, Piece, Source, digest
from fanal.vocabulary.evidence import State
from fanal.web import api as web


def offered(about: About) -> Iterator[Offer]:
    """The commitments whose wording may be read and of which something is published."""
    for item, stands in sorted(about.board.places.get(about.country, {}).items()):
        if item in about.readable and stands.state is not State.NOT_ASSESSED:
            one = rubrics.shipped()[item]
            yield Offer(item, f"{item} {one.text}", web.dots(words.state(stands.state), web.day_words(stands.as_of)))


def piece(about: About, ref: str) -> Piece | None:
    """The state with its day, why, how sure, and the sources."""
    stands = about.board.of(about.country, ref)
    if stands is None or ref not in about.readable:
        return None
    one = rubrics.shipped()[ref]
    given = {"state": words.state(stands.state), "day": web.day_words(stands.as_of)}
    sure = str(words.CONFIDENCE.get(stands.confidence, ""))
    said = [one.text, _("%(state)s, for %(day)s.") % given, stands.why]
    return Piece(
        Kind.STATE, ref, web.listed([about.name, ref]),
        Source(words.named(one), "Fanal", address("board:cell", about.country, ref), "CC BY 4.0",
               stands.at.date().isoformat()),
        digest("state", ref, one.text, stands.assessment, stands.state, stands.as_of, stands.disputed),
        said=tuple(line for line in said if line),
        points=(*([sure] if sure else []), *(line for line, _url, _mark in citing.shown(stands.citations))),
        marks=tuple(_marks(about, stands)),
    )  # fmt: skip


def _marks(about: About, stands: Stands) -> Iterator[tuple[Mark, str]]:
    if stands.is_stale(about.on):
        yield Mark.STALE, _("Old since %(day)s.") % {"day": web.day_words(stands.stale_on)}
    if stands.disputed:
        yield Mark.DISPUTED, _("Two readers do not agree: it is under review.")
