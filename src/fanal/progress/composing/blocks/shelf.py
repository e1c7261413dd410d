"""All kinds of blocks in one table: what can be chosen of each, and what each prints."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from fanal.progress.composing.blocks import gaps, law, numbers, programmes, states, voices
from fanal.progress.composing.blocks.about import About, Offer
from fanal.progress.composing.kinds import Block, Kind, Piece

type Offers = Callable[[About], Iterable[Offer]]
type Prints = Callable[[About, str], Piece | None]

OFFERS: Final[Mapping[Kind, Offers]] = {
    Kind.LAW: law.offered, Kind.GAP: gaps.offered, Kind.NUMBER: numbers.offered, Kind.STATE: states.offered,
    Kind.PROGRAMME: programmes.offered, Kind.VOICE: voices.offered,
}  # fmt: skip
"""What everybody may read, and nothing else: whatever is not offered cannot be put into a document."""
PRINTS: Final[Mapping[Kind, Prints]] = {
    Kind.LAW: law.piece, Kind.GAP: gaps.piece, Kind.NUMBER: numbers.piece, Kind.STATE: states.piece,
    Kind.PROGRAMME: programmes.piece, Kind.VOICE: voices.piece,
}  # fmt: skip


def offered(about: About, kind: Kind, wanted: str = "") -> list[Offer]:
    """What can be chosen, where each of the wanted words stands in it."""
    found = wanted.casefold().split()
    return [one for one in OFFERS[kind](about) if all(word in f"{one.title} {one.more}".casefold() for word in found)]


def pieces(about: About, blocks: Iterable[Block]) -> dict[int, Piece | None]:
    """What each block prints, in the active language; None where its source is not there for everybody any more."""
    return {one.id: PRINTS[one.kind](about, one.ref) for one in blocks if one.kind is not Kind.TEXT}
