"""A statement of somebody who let it be used for this: nobody is named, and whoever said it can take it back."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.progress.composing import voices
from fanal.progress.composing.blocks.about import About, Offer
from fanal.progress.composing.kinds import Kind, Mark, Piece, Source, digest
from fanal.progress.composing.words import SPEAKERS
from fanal.progress.models import Voice
from fanal.web import api as web


def offered(about: About) -> Iterator[Offer]:
    """Those of the organisation that were cleared for such a document, were reviewed, and were not taken back."""
    for row in Voice.objects.filter(org_id=about.org, country=about.country).order_by("-made_at", "pk"):
        if not voices.lacks(row, about.output, about.now):
            yield Offer(str(row.pk), row.words[:120], web.dots(str(SPEAKERS[row.speaker]), web.day_words(row.until)))


def piece(about: About, ref: str) -> Piece | None:
    """The words as they were said, and who said them: an adult, or a young person with support."""
    try:
        row = Voice.objects.filter(pk=UUID(ref), org_id=about.org, country=about.country).first()
    except ValueError:
        return None
    if row is None or not voices.is_believed(row):
        return None
    lacks = voices.lacks(row, about.output, about.now)
    return Piece(
        Kind.VOICE, ref, _("What somebody says"),
        Source(str(SPEAKERS[row.speaker]), on=row.cleared_on.isoformat()),
        digest("voice", ref, row.words, row.speaker, bool(lacks)),
        said=(str(SPEAKERS[row.speaker]),),
        quoted=((row.words, row.language),),
        marks=((Mark.WITHDRAWN, lacks),) if lacks else (),
    )  # fmt: skip
