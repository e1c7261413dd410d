"""Latent classes (Manrique-Vallier 2016): persons of up to ten unknown classes, lists independent within each.

Weights of classes by stick-breaking with α ~ Gamma(¼, rate ¼), probabilities of lists Beta(1, 1), prior of N ∝ 1/N, at
most 20 unseen for each one seen. Gibbs sampling with classes that change places, four chains from starts far apart,
until they agree or the longest run is over: without agreement there is no result. They do not agree on some tables
(UK-5, Netherlands-5).
"""

from dataclasses import dataclass

import numpy as np

from fanal.engines.arrays import Whole
from fanal.engines.compiled import spread
from fanal.engines.prevalence import chains
from fanal.engines.prevalence.drawing import LATENT, generator
from fanal.engines.prevalence.latent_kernel import walk
from fanal.engines.prevalence.refusals import notice as refusal
from fanal.engines.prevalence.result import Options, Part
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.weighing import errors, interval

CLASSES = 10
STARTS = (0.1, 1.0, 4.0, 12.0)
"""Unseen for each one seen at the start of each chain."""
MOST = 20
FIRST, LONGEST = 8_000, 96_000
"""Steps of a chain before it is first looked at, and after which it is given up; a quarter of them are thrown away."""
AGREE, ENOUGH = 1.05, 400


@dataclass(frozen=True)
class Run:
    """`unseen`: int64[chains, draws], the last three quarters of each chain: more than half, so that chains which went
    from one hill to another still differ. `rhat`, `size` of log N."""

    unseen: Whole
    rhat: float
    size: float

    @property
    def agreed(self) -> bool:
        return self.rhat <= AGREE and self.size >= ENOUGH


def run(table: CaptureTable, options: Options) -> Part:
    """The part that `estimate(method="latent")` and `compare` take. Persons; point: the posterior median."""
    chain = sample(table, options)
    if not chain.agreed:
        return Part("latent", reasons=(refusal("R8", rhat=f"{chain.rhat:.2f}", size=f"{chain.size:.0f}"),))
    totals = (table.n + chain.unseen).ravel().astype(np.float64)
    weights = np.ones(totals.size)
    point, lower, upper = interval(totals, weights, options.level)
    return Part(
        method="latent",
        point=point,
        lower=lower,
        upper=upper,
        replicates=totals.size,
        mc_error=errors(totals, weights, options.level, chain.size),
        draws=totals,
    )


def sample(table: CaptureTable, options: Options, longest: int = LONGEST) -> Run:
    """Chains that go on, twice as long each time, until they agree or have `longest` steps.

    They must agree at two looks in a row: chains that have not met yet agree by chance now and then.
    """
    walkers = [_Walker(table, options.seed, number) for number in range(len(STARTS))]
    steps, before = FIRST, False
    while True:
        more = steps - walkers[0].steps

        def work(first: int, last: int, more: int = more) -> None:
            for walker in walkers[first:last]:
                walker.go(more)

        spread(work, len(walkers), 1, options.threads)
        unseen = np.array([walker.path[steps // 4 :] for walker in walkers])
        logs = np.log(table.n + unseen)
        made = Run(unseen, chains.rhat(logs), chains.effective_size(logs))
        if options.tell:
            options.tell(steps, longest)
        if (made.agreed and before) or steps >= longest:
            return made
        before = made.rhat <= AGREE
        steps = min(2 * steps, longest)


class _Walker:
    """One chain: where it stands, and the unseen at every step so far."""

    def __init__(self, table: CaptureTable, seed: int, number: int) -> None:
        occupied = np.flatnonzero(table.counts)
        self.masks = np.concatenate(([0], occupied)).astype(np.int64)
        start = max(1, round(STARTS[number] * table.n))
        self.counts = np.concatenate(([start], table.counts[occupied])).astype(np.int64)
        self.most = MOST * table.n
        self.random = generator(seed, LATENT + number)
        self.log_weights = np.log(self.random.dirichlet(np.ones(CLASSES)))
        self.chances = self.random.uniform(0.02, 0.98, (CLASSES, table.k))
        self.alpha = np.ones(1)
        self.path: Whole = np.empty(0, np.int64)

    @property
    def steps(self) -> int:
        return self.path.size

    def go(self, steps: int) -> None:
        out = np.zeros(steps, np.int64)
        walk(self.masks, self.counts, self.most, self.log_weights, self.chances, self.alpha, out, self.random)
        self.path = np.concatenate((self.path, out))
