"""Looking for what must be gone: a piece is looked for only if it cannot lie somewhere by chance, and what is found is
named with its place."""

from collections.abc import Iterable, Mapping

PIECE, LEAST = 48, 32
"""Bytes of a piece; fewer than the least are found anywhere."""


def is_rare(piece: bytes) -> bool:
    """Whether these bytes are like random ones: no zeros, small numbers or text, which lie in every database.

    Of 48 random bytes 44 differ; that fewer than 32 do happens once in 10 million pieces.
    """
    high = sum(byte > 127 for byte in piece)
    return len(piece) >= LEAST and 3 * len(set(piece)) >= 2 * len(piece) and 6 * high >= len(piece)


def piece_of(data: bytes) -> bytes:
    """The last piece of `data` that is rare. AssertionError where there is none: looking for it would prove nothing."""
    for end in range(len(data), LEAST - 1, -8):
        if is_rare(piece := data[max(0, end - PIECE) : end]):
            return piece
    raise AssertionError(f"no piece of these {len(data)} bytes is one that cannot be found by chance")


def found(pieces: Iterable[bytes], places: Mapping[str, bytes]) -> list[str]:
    """Where the pieces lie: the name of the place, and at which byte."""
    return [
        f"{name} at byte {at}: {piece[:8].hex()}…"
        for piece in pieces
        for name, place in places.items()
        if (at := place.find(piece)) >= 0
    ]
