"""A second look at the quality of links, from the lists alone: latent classes, links of one child and of two.

The classes of Fellegi and Sunter (1969) with their probabilities estimated, as in record linkage without known pairs
(Winkler 1988), on the number of equal bands of each mutual best. Bands of one pair are not independent given the class,
since the pair has one similarity; so a class is a beta-binomial law of it, cut below one band; links of one child are
two of them, those written alike and those that are not. Test rows know more; where this says otherwise, children of the
lists differ from the fictional ones, and the result says so.
"""

from dataclasses import dataclass

import numpy as np

from fanal.engines.arrays import Reals
from fanal.engines.linkage.clusters import Links
from fanal.engines.linkage.model import Counts
from fanal.engines.linkage.quality import Trial

START = (0.0, 0.0, -3.0, 3.0, 0.5, 2.0, 3.0, 2.0)
BOUNDS = ((-8.0, 8.0), (-8.0, 8.0), (-8.0, -1.0), (0.0, 7.0), (-1.5, 3.0), (0.0, 7.0), (0.0, 8.0), (0.0, 7.0))
"""Of links of two children, of one child written in two ways, and of one child written alike: log of the weights of the
latter two against the first, then for each the logit of its mean share of equal bands and the log of its concentration.
"""
SMALL = 1e-12


@dataclass(frozen=True, slots=True)
class LatentCheck:
    """m and f as latent classes see them; None where they cannot be told apart."""

    missed: float | None
    false: float | None


def latent_check(links: Links, known: Trial, threshold: int, counts: Counts) -> LatentCheck:
    """From the links between children of the lists, test rows left out. `counts`: the histories, int64[2^k]."""
    kept = ~(known.rows[links.left] | known.rows[links.right])
    seen = np.bincount(links.score[kept], minlength=links.scheme.bands + 1).astype(np.float64)
    found = classes(seen)
    if found is None:
        return LatentCheck(None, None)
    one_child = seen * found
    true, missed = float(one_child[threshold:].sum()), float(one_child[:threshold].sum())
    false = float((seen - one_child)[threshold:].sum())
    return LatentCheck(missed / (true + missed) if true + missed else None, false / max(1, int(counts.sum())))


def classes(seen: Reals) -> Reals | None:
    """P(one child | s equal bands), float64[bands + 1], from the number of links by equal bands, float64[bands + 1].

    None where no maximum is found.
    """
    from scipy.optimize import minimize

    if seen[1:].sum() == 0:
        return None
    total = float(seen[1:].sum())

    def loss(point: Reals) -> float:
        law = np.asarray(_laws(point, seen.size - 1)).sum(axis=0)
        return -float(seen[1:] @ np.log(law[1:] + SMALL)) / total

    done = minimize(loss, np.array(START), method="L-BFGS-B", bounds=BOUNDS)
    apart, same, alike = _laws(done.x, seen.size - 1)
    if not done.success:
        return None
    share: Reals = (same + alike) / (apart + same + alike + SMALL)
    return share


def _laws(point: Reals, bands: int) -> tuple[Reals, Reals, Reals]:
    """The classes with their weights: float64[bands + 1] each; [0] is cut off."""
    weights = np.exp([0.0, point[0], point[1]])
    weights /= weights.sum()
    apart, same, alike = (_law(point[place], point[place + 1], bands) for place in (2, 4, 6))
    return weights[0] * apart, weights[1] * same, weights[2] * alike


def _law(mean: float, concentration: float, bands: int) -> Reals:
    """Beta-binomial, without its 0."""
    from scipy.special import betaln, gammaln

    a = np.exp(concentration) / (1 + np.exp(-mean))
    b = np.exp(concentration) / (1 + np.exp(mean))
    s = np.arange(bands + 1)
    log = gammaln(bands + 1) - gammaln(s + 1) - gammaln(bands - s + 1) + betaln(s + a, bands - s + b) - betaln(a, b)
    law: Reals = np.exp(log)
    law[0] = 0.0
    return law / law.sum()
