"""The words of the room: chapters, commitments, what was found and how sure one is."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.progress.commitments.rubrics import Commitment
from fanal.progress.commitments.rules import Move
from fanal.vocabulary.evidence import State
from fanal.web import api as web

NO_ORG: Final = UUID(int=0)
"""Asked for what stands alike for all organisations."""
CHAPTERS: Final[dict[str, Promise]] = {
    "2": lazy("Working together"),
    "3": lazy("Prevention"),
    "4": lazy("Protection by law"),
    "5": lazy("Recovery"),
    "6": lazy("Children take part"),
}
CONFIDENCE: Final[dict[str, Promise]] = {
    "high": lazy("High: sources agree, and are new"),
    "medium": lazy("Medium: one good source"),
    "low": lazy("Low: sources are old, or do not agree"),
}


def named(one: Commitment) -> str:
    """What a commitment is called before its wording may be read: its chapter and its letter."""
    return _("Promise %(code)s: %(chapter)s") % {"code": one.code, "chapter": CHAPTERS[one.chapter]}


def state(code: str) -> str:
    """One of the five states in words, or that an item does not apply."""
    return strip_tags(web.state_tag(code)).strip()


def moved(counts: Mapping[Move, int]) -> str:
    """What became of places since a day, in words; what there is none of is left out."""
    said = {
        Move.UP: _("%(n)s moved up"),
        Move.LOWERED: _("%(n)s re-assessed down"),
        Move.NEW: _("%(n)s newly assessed"),
        Move.OTHER: _("%(n)s to or from no data"),
    }
    return web.listed([words % {"n": web.digits(counts[move])} for move, words in said.items() if counts.get(move)])


def counted(counts: dict[State, int]) -> str:
    """The five counts in words; what there is none of is left out."""
    said = {
        State.YES: _("%(n)s yes"),
        State.PARTIAL: _("%(n)s partial"),
        State.NO: _("%(n)s no"),
        State.NO_DATA: _("%(n)s no data"),
        State.NOT_ASSESSED: _("%(n)s not assessed"),
    }
    return web.listed([said[one] % {"n": web.digits(n)} for one, n in counts.items() if n])
