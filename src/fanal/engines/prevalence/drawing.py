"""Random numbers by counter (Philox): a seed and a stream give the same numbers on every machine, in any order.

The bootstrap uses the numbers of its replicates as streams; what draws otherwise has a stream of its own here, far
above them.
"""

import numpy as np

from fanal.engines.arrays import Generator

SIMULATION, THRESHOLD, LATENT = (2**63 + purpose for purpose in range(0, 3 * 2**32, 2**32))
"""First stream of each purpose; a purpose may use 2^32 of them."""


def generator(seed: int, stream: int) -> Generator:
    """`seed`, `stream`: 0 to below 2^64."""
    return np.random.Generator(np.random.Philox(key=np.array([seed, stream], dtype=np.uint64)))
