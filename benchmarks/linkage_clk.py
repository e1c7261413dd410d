"""What linkage is held against: Bloom filters of the same words (CLK) and Dice of all pairs. Refused as an encoding
(docs/linkage.md: an attacker reads them); a yardstick of recall and speed."""

import hmac
from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise

import numba
import numpy as np
import numpy.typing as npt

from fanal.engines.linkage.model import ChildRow
from fanal.engines.linkage.normalise import normalise

BITS, HASHES = 1024, 20

type Words = npt.NDArray[np.uint64]


def filters(rows: Sequence[ChildRow], key: bytes) -> Words:
    """uint64[n, 16]: letter pairs of normalised names and guardian, pairs of figures of the year, month, sex and place,
    so many bits each."""
    made = np.zeros((len(rows), BITS), dtype=np.bool_)
    known: dict[str, npt.NDArray[np.uint32]] = {}
    for place, row in enumerate(rows):
        for feature in _features(row):
            if feature not in known:
                drawn = b"".join(hmac.digest(key, f"{i}{feature}".encode(), sha256) for i in range(3))
                known[feature] = np.frombuffer(drawn, dtype="<u4")[:HASHES] % BITS
            made[place, known[feature]] = True
    return np.packbits(made, axis=1, bitorder="little").view(np.uint64)


def _features(row: ChildRow) -> set[str]:
    words = [word for name in row.names for word in normalise(name)]
    found = {f"n{a}{b}" for word in words for a, b in pairwise(f" {word} ")}
    found |= {f"g{a}{b}" for word in normalise(row.guardian) for a, b in pairwise(f" {word} ")}
    if row.birth_year:
        found |= {f"y{place}{a}{b}" for place, (a, b) in enumerate(pairwise(str(row.birth_year)))}
    found |= {f"m{row.birth_month}"} if row.birth_month else set()
    found |= {f"s{row.sex}"} if row.sex else set()
    return found | ({f"p{row.place}"} if row.place else set())


@numba.njit(nogil=True)
def _ones(word: np.uint64) -> int:
    """Set bits of a word; compiled to one instruction."""
    word -= (word >> np.uint64(1)) & np.uint64(0x5555555555555555)
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@numba.njit(nogil=True)
def pairs_above(one: Words, other: Words, threshold: float) -> tuple[int, int]:
    """How many pairs have Dice of the threshold or more, and the sum of the products of their rows' numbers."""
    ones = np.zeros(other.shape[0], dtype=np.int64)
    for row in range(other.shape[0]):
        for place in range(other.shape[1]):
            ones[row] += _ones(other[row, place])
    found, total = 0, 0
    for row in range(one.shape[0]):
        mine = 0
        for place in range(one.shape[1]):
            mine += _ones(one[row, place])
        for against in range(other.shape[0]):
            both = 0
            for place in range(one.shape[1]):
                both += _ones(one[row, place] & other[against, place])
            if 2.0 * both >= threshold * (mine + ones[against]):
                found += 1
                total += row * against
    return found, total


@numba.njit(nogil=True)
def best_of(one: Words, other: Words) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """For each row of one its row of the other with the highest Dice, and that."""
    partner = np.zeros(one.shape[0], dtype=np.int64)
    score = np.zeros(one.shape[0])
    for row in range(one.shape[0]):
        for against in range(other.shape[0]):
            both, all_ = 0, 0
            for place in range(one.shape[1]):
                both += _ones(one[row, place] & other[against, place])
                all_ += _ones(one[row, place]) + _ones(other[against, place])
            if 2.0 * both / max(1, all_) > score[row]:
                partner[row], score[row] = against, 2.0 * both / max(1, all_)
    return partner, score
