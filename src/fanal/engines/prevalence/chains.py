"""Whether Markov chains have come to agree: split R-hat and effective size (Gelman and others, Bayesian Data Analysis).

Chains are float64[chains, draws] of one quantity.
"""

import numpy as np

from fanal.engines.arrays import Reals


def split(chains: Reals) -> Reals:
    """Each chain as two, its first and its second half: then a chain that drifts disagrees with itself."""
    half = chains.shape[1] // 2
    return np.concatenate((chains[:, :half], chains[:, half : 2 * half]))


def rhat(chains: Reals) -> float:
    """Split R-hat: 1 where chains agree; inf where they stand still at different places."""
    halves = split(chains)
    within = float(halves.var(axis=1, ddof=1).mean())
    between = float(halves.mean(axis=1).var(ddof=1))
    draws = halves.shape[1]
    if within == 0:
        return 1.0 if between == 0 else float("inf")
    return float(np.sqrt((draws - 1) / draws + between / within))


def effective_size(chains: Reals) -> float:
    """So many independent draws would know the mean as well. Sums of neighbours in the autocorrelation are taken while
    they are positive, and made to fall (Geyer 1992)."""
    halves = split(chains)
    count, draws = halves.shape
    covariance = _autocovariance(halves).mean(axis=0)
    within = covariance[0] * draws / (draws - 1)
    total = (draws - 1) / draws * within + float(halves.mean(axis=1).var(ddof=1))
    if total == 0:
        return float(count * draws)
    correlation = 1 - (within - covariance * draws / (draws - 1)) / total
    pairs = correlation[: draws // 2 * 2].reshape(-1, 2).sum(axis=1)
    ends = np.flatnonzero(pairs < 0)
    kept = np.minimum.accumulate(pairs[: ends[0] if ends.size else pairs.size])
    time = max(-1 + 2 * float(kept.sum()), 1 / np.log10(count * draws))
    return float(count * draws / time)


def _autocovariance(chains: Reals) -> Reals:
    """float64[chains, draws]: at every lag, divided by the number of draws."""
    draws = chains.shape[1]
    away = chains - chains.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(away, n=2 * draws, axis=1)
    found: Reals = np.fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, :draws] / draws
    return found
