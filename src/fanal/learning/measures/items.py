"""Which situations tell who can do it from who cannot. Pure."""

import numpy as np

from fanal.engines.arrays import Numbers, Reals


def shares(right: Numbers) -> Reals:
    """Of each column, an item, the share of rows, people, that were right: 1 or 0."""
    return np.asarray(right, dtype=np.float64).mean(axis=0)


def discrimination(right: Numbers) -> Reals:
    """Of each column the correlation with the sum of all others; NaN where one of both is the same for everybody. An
    item near 0 or below tells nothing, or the wrong thing."""
    given = np.asarray(right, dtype=np.float64)
    rest = given.sum(axis=1, keepdims=True) - given
    given, rest = given - given.mean(axis=0), rest - rest.mean(axis=0)
    spread = np.sqrt((given**2).sum(axis=0) * (rest**2).sum(axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spread > 1e-12, (given * rest).sum(axis=0) / spread, np.nan)
