"""The search for what must be gone looks for nothing that lies in every database."""

from uuid import UUID

import numpy as np
import pytest

from fanal.engines.linkage import files
from fanal.engines.linkage.files import Links
from fanal.engines.linkage.model import Scheme
from tests.rooms.research.rare import PIECE, found, is_rare, piece_of


def links(seed: int) -> bytes:
    """What the unit joined: random handles, then small numbers up to the end."""
    dice = np.random.default_rng(seed)
    handles = dice.integers(0, 2**64, 90, dtype=np.uint64)
    left, right = np.arange(30, dtype=np.int32), np.arange(40, 70, dtype=np.int32)
    tally = np.zeros(Scheme().bands + 1, dtype=np.int64)
    given = Links(UUID(int=seed), Scheme(), ("A", "B"), (40, 50), handles, left, right, np.full(30, 5), tally)
    return files.links_bytes(given)


def test_zeros_numbers_and_text_are_not_looked_for() -> None:
    numbers = np.arange(12, dtype=np.int32).tobytes()
    for common in (
        bytes(PIECE),
        numbers,
        b"\x05\0\0\0\0\0\0\0" + bytes(40),
        b"The unit joined the lists of three members now.",
    ):
        assert not is_rare(common)
        with pytest.raises(AssertionError, match="by chance"):
            piece_of(common * 4)


def test_of_two_hundred_parts_that_end_in_small_numbers_each_piece_is_one_of_its_own() -> None:
    parts = [links(seed) for seed in range(200)]
    assert not is_rare(parts[0][-PIECE:]), "the end, which was looked for before, lies anywhere"
    pieces = [piece_of(part) for part in parts]
    assert all(is_rare(piece) and piece in part for piece, part in zip(pieces, parts, strict=True))
    there = {f"part {number}": part for number, part in enumerate(parts)}
    assert len(found(pieces, there)) == 200, "each lies in its own part and nowhere else"
    assert found(pieces[:1], there)[0].startswith("part 0 at byte ")
