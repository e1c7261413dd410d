"""From features to tokens: banded MinHash under the key of a run (docs/linkage.md, "Encoding").

A token of band j is the first 8 bytes of BLAKE2b, keyed with HMAC-SHA256(run key, "t" ‖ j), of the r minima of the
band; the hash functions are drawn from HMAC-SHA256(run key, "h" ‖ i ‖ j). Numbers in both have two bytes, most
significant first; a minimum has eight, least significant first. So P(tokens equal) = s^r for rows of similarity s.
"""

import hashlib
import hmac

import numpy as np

from fanal.engines.arrays import Bools
from fanal.engines.compiled import spread
from fanal.engines.linkage.features import Codes, Starts
from fanal.engines.linkage.model import Random, RunKey, Scheme, Tokens

TOKEN_BYTES = 8
LEAST_NAMES = 2
"""Minima of a token that come from a name, at least; else common years and places would make common tokens."""
STRETCH = 512
"""Rows that a thread works on at a time."""


def derived(key: RunKey, purpose: str, *numbers: int) -> bytes:
    """HMAC-SHA256(run key, purpose ‖ numbers), 32 bytes."""
    return hmac.digest(key, purpose.encode() + b"".join(number.to_bytes(2) for number in numbers), "sha256")


def minima(codes: Codes, starts: Starts, key: RunKey, scheme: Scheme, threads: int | None = None) -> Codes:
    """uint64[n, bands, rows]: least hashes. The lowest bit of each is 1 where it comes from a name."""
    from fanal.engines.linkage import kernels

    places = [(i, j) for j in range(scheme.bands) for i in range(scheme.rows)]
    drawn = np.frombuffer(b"".join(derived(key, "h", i, j)[:16] for i, j in places), dtype="<u8").reshape(-1, 2)
    salts, factors = drawn[:, 0].astype(np.uint64), drawn[:, 1].astype(np.uint64) | np.uint64(1)
    least = np.empty((len(starts) - 1, len(places)), dtype=np.uint64)

    def work(first: int, last: int) -> None:
        kernels.minima(codes, starts[first : last + 1], salts, factors, least[first:last])

    spread(work, len(least), STRETCH, threads)
    return least.reshape(-1, scheme.bands, scheme.rows)


def tokens(least: Codes, key: RunKey, random: Random) -> Tokens:
    """uint64[n, bands] of `minima`: random where fewer than `LEAST_NAMES` of the r minima come from a name."""
    n, bands, _ = least.shape
    named = (least & np.uint64(1)).sum(axis=2) >= LEAST_NAMES
    made = randoms(random, n * bands).reshape(n, bands)
    for band in range(bands):
        rows = np.flatnonzero(named[:, band])
        made[rows, band] = _hashed(least[rows, band, :], derived(key, "t", band))
    return made


def _hashed(least: Codes, key: bytes) -> Tokens:
    """uint64[n] of uint64[n, r]."""
    size = least.shape[1] * least.itemsize
    view = memoryview(least.astype("<u8").tobytes())
    blake2b = hashlib.blake2b
    digests = [blake2b(view[at : at + size], key=key).digest()[:TOKEN_BYTES] for at in range(0, len(view), size)]
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def capped(made: Tokens, cap: int, random: Random) -> Tokens:
    """The same with every token random that more than `cap` rows of the list share in its band."""
    kept = made.copy()
    for band in range(made.shape[1]):
        column = made[:, band]
        common = np.flatnonzero(_shared_by_more(column, cap))
        kept[common, band] = randoms(random, len(common))
    return kept


def _shared_by_more(column: Tokens, cap: int) -> Bools:
    """bool[n]: whether more than `cap` entries have this value."""
    ordered = np.sort(column)
    values = (
        np.unique(ordered[cap:][ordered[cap:] == ordered[: len(ordered) - cap]]) if len(ordered) > cap else column[:0]
    )
    return np.isin(column, values)


def randoms(random: Random, count: int) -> Tokens:
    """uint64[count] from a source of random bytes."""
    return np.frombuffer(random(count * TOKEN_BYTES), dtype="<u8").astype(np.uint64)
