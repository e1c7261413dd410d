"""Compiled: the least hash of each row's features under each of many hash functions (MinHash).

Broder 1997, "On the resemblance and containment of documents": two sets have the same minimum with a probability that
is their Jaccard similarity. Minima are only an inner step; nobody sees them but in the tests.
"""

import numpy as np

from fanal.engines.arrays import UInt64s, Whole
from fanal.engines.compiled import compiled

type Codes = UInt64s
type Places = Whole

NONE = np.uint64(0xFFFFFFFFFFFFFFFE)
"""The minimum of a row without features; its lowest bit says, as it is true, that no name stands behind it."""
SHIFT, STIR, LOWEST = np.uint64(32), np.uint64(0x94D049BB133111EB), np.uint64(1)


@compiled
def minima(codes: Codes, starts: Places, salts: Codes, factors: Codes, least: Codes) -> None:
    """For each row and hash function the least hash of the row's features, into `least` [rows, functions].

    `codes[starts[i]:starts[i + 1]]` are the features of row i, `salts` and `factors` (odd) the functions. The lowest
    bit of a code says whether it comes from a name, and goes along into the hash: it breaks ties only.
    """
    for row in range(starts.size - 1):
        for function in range(salts.size):
            least[row, function] = NONE
        for place in range(starts[row], starts[row + 1]):
            code = codes[place]
            kind = code & LOWEST
            for function in range(salts.size):
                mixed = (code ^ salts[function]) * factors[function]
                mixed = (mixed ^ (mixed >> SHIFT)) * STIR
                mixed = ((mixed >> LOWEST) << LOWEST) | kind
                least[row, function] = min(least[row, function], mixed)
