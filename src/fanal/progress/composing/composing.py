"""A document with what its blocks print, in its own language."""

from datetime import datetime

from django.utils.translation import override

from fanal.progress.composing import checking
from fanal.progress.composing.blocks.about import About
from fanal.progress.composing.checking import Composed
from fanal.progress.composing.kinds import Output
from fanal.progress.models import Document


def about(row: Document, now: datetime) -> About:
    """For which document blocks are looked up."""
    return About(row.country, row.org_id, Output(row.output), now)


def composed(row: Document, now: datetime) -> Composed:
    """The document as it is now. Raises ValueError, KeyError, TypeError where none of us wrote its row."""
    with override(row.language):
        return checking.composed(row, about(row, now))
