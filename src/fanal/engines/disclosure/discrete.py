"""Exact noise: the discrete Gaussian, drawn with whole numbers only from random bytes.

Canonne, Kamath, Steinke 2020 ("The Discrete Gaussian for Differential Privacy", arXiv 2004.00010), algorithms 1 to 3.
Noise from floating-point arithmetic leaks what it should hide (Mironov 2012): there is none here, and no generator but
the bytes that are given, which are those of the system (`secrets.token_bytes`) outside of tests.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import floor

import numpy as np

from fanal.engines.arrays import Whole
from fanal.engines.disclosure.model import DisclosureError

type Random = Callable[[int], bytes]
"""n -> n random bytes, as `secrets.token_bytes`."""

WORD, BATCH = 1 << 64, 1 << 12
"""A word is a whole number below 2**64; `BATCH` words are fetched at once."""
MOST = 1 << 100
"""The largest variance: far more than any use, and its draws fit 64 bits."""


def gaussian(sigma2: Fraction, count: int, random: Random) -> Whole:
    """Independent draws X with P(X = x) proportional to exp(-x^2 / (2 sigma2)) on all whole numbers: (count,).

    `sigma2`: variance parameter, a positive rational below 2**100. Raises `DisclosureError`.
    """
    if not 0 < sigma2 < MOST:
        raise DisclosureError("the variance of noise is a positive number below 2^100")
    below = _drawing(random)
    top, bottom = sigma2.numerator, sigma2.denominator
    scale = floor_root(floor(sigma2)) + 1
    # (|y| - sigma2 / scale)^2 / (2 sigma2) as a fraction of whole numbers
    whole = 2 * top * bottom * scale * scale
    drawn = np.empty(count, dtype=np.int64)
    for place in range(count):
        while True:
            value = _laplace(scale, below)
            if _happens((abs(value) * bottom * scale - top) ** 2, whole, below):
                break
        drawn[place] = value
    return drawn


def _drawing(random: Random) -> Callable[[int], int]:
    """A function n -> a whole number that is uniform on 0 … n - 1, by rejection: exactly so."""
    word = _words(random).__next__

    def below(limit: int) -> int:
        if limit > WORD:
            return _many(limit, word)
        end = WORD - WORD % limit
        while True:
            drawn = word()
            if drawn < end:
                return drawn % limit

    return below


def _words(random: Random) -> Iterator[int]:
    while True:
        given = random(8 * BATCH)
        if len(given) != 8 * BATCH:
            raise DisclosureError("the source of randomness gave another number of bytes than it was asked for")
        yield from np.frombuffer(given, dtype="<u8").tolist()


def _many(limit: int, word: Callable[[], int]) -> int:
    count = (limit - 1).bit_length()
    while True:
        drawn = 0
        for _ in range(-(-count // 64)):
            drawn = drawn * WORD + word()
        drawn %= 1 << count
        if drawn < limit:
            return drawn


def _happens(top: int, bottom: int, below: Callable[[int], int]) -> bool:
    """True with probability exp(-top / bottom): their algorithm 1."""
    while top > bottom:
        if not _happens_once(1, 1, below):
            return False
        top -= bottom
    return _happens_once(top, bottom, below)


def _happens_once(top: int, bottom: int, below: Callable[[int], int]) -> bool:
    """True with probability exp(-top / bottom), for top <= bottom."""
    turn = 1
    while below(bottom * turn) < top:
        turn += 1
    return turn % 2 == 1


def _laplace(scale: int, below: Callable[[int], int]) -> int:
    """P(x) proportional to exp(-|x| / scale): their algorithm 2."""
    while True:
        part = below(scale)
        if not _happens_once(part, scale, below):
            continue
        turns = 0
        while _happens_once(1, 1, below):
            turns += 1
        size = part + scale * turns
        if below(2) == 0:
            return size
        if size:
            return -size


def floor_root(number: int) -> int:
    """The largest whole number whose square is at most `number`."""
    guess = 1 << -(-number.bit_length() // 2)
    while guess * guess > number:
        guess = (guess + number // guess) // 2
    return guess
