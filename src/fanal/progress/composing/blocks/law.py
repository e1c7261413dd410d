"""A provision of the law of the country, with what follows from it."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from fanal.justice import api as justice
from fanal.progress import words
from fanal.progress.composing.blocks.about import About, Offer, whole
from fanal.progress.composing.kinds import Kind, Mark, Piece, Source, digest
from fanal.web import api as web


def offered(about: About) -> Iterator[Offer]:
    """The provisions of the country and of its parts."""
    for ref, title in justice.provisions(about.country, about.now):
        yield Offer(ref, title)


def piece(about: About, ref: str) -> Piece | None:
    """What a provision says, in the words of the law and in ours, and how the law stands by it."""
    code, _stroke, provision = ref.partition("/")
    if code.partition("-")[0] != about.country:
        return None
    found = justice.wording(code, provision, about.now)
    if found is None:
        return None
    source = Source(
        found.source or found.law, found.law, found.source_address or whole(found.address),
        on=found.source_on.isoformat() if found.source_on else "",
    )  # fmt: skip
    follows = [(one.code, one.state) for one in found.follows]
    return Piece(
        Kind.LAW, ref, f"{found.law}, {found.article}", source,
        digest("law", ref, found.digest, found.holds, found.repealed, found.reviewed, follows),
        quoted=found.quotes,
        points=tuple(_verdict(one) for one in sorted(found.follows, key=_order)[:_MOST]),
        more=(*(f"{label}: {words}" for label, words in found.says), *_follows(found)),
        marks=tuple(_marks(found)),
        articles=(found.article,),
    )  # fmt: skip


_MOST: Final = 3
"""So many items of the checklist stand in a document of few pages: those first that are not met."""
_STATES: Final = ("no", "partial")


def _order(one: justice.Follows) -> tuple[bool, str]:
    return one.state not in _STATES, one.code


def _verdict(one: justice.Follows) -> str:
    verdict = _("does not apply") if one.state == "n_a" else words.state(one.state)
    return _("%(code)s, the law %(title)s: %(verdict)s") % {"code": one.code, "title": one.title, "verdict": verdict}


def _follows(found: justice.Wording) -> Iterator[str]:
    for one in found.follows:
        reasons = web.apart(f"{asked}: {answer}" for asked, answer in one.reasons)
        yield _("%(verdict)s. Why: %(reasons)s") % {"verdict": _verdict(one), "reasons": reasons}


def _marks(found: justice.Wording) -> Iterator[tuple[Mark, str]]:
    if not found.reviewed:
        yield Mark.UNREVIEWED, found.review
    if found.repealed:
        yield Mark.REPEALED, _("It is law no more.")
