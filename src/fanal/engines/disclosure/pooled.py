"""Tables pooled over members: each adds its share of noise and a mask, and nobody sees the parts.

Each of M members adds to its true vector discrete Gaussian noise of variance sigma2 / (M - 1), so that the rest is
enough where one of them tells what it added (Kairouz, Liu, Steinke 2021, arXiv 2102.06387), and masks that cancel in
the sum: with each other member one agreed seed, from which SHAKE-256 makes a stream of 64-bit numbers that one of the
two adds and the other subtracts. The sum modulo 2**64 is the noised total; any M - 1 of the vectors are uniformly
random. Seeds are agreed and sealed by the vault, and a run's name is never used again: a second vector under the same
masks would give away the difference to the first. Where a child may have a file at g members, `bound` of the tables is
g, else its loss is g^2 of what the ledger says.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction

import numpy as np

from fanal.engines.arrays import UInt64s, Whole
from fanal.engines.disclosure import dp, ledger, refusals
from fanal.engines.disclosure.accounting import excess
from fanal.engines.disclosure.discrete import Random, gaussian
from fanal.engines.disclosure.given import NOTHING, Given
from fanal.engines.disclosure.layout import counted, layout
from fanal.engines.disclosure.model import (
    ClassSet,
    Cube,
    DisclosureError,
    NotReleased,
    Policy,
    Protected,
    Refusal,
    Spend,
    TableSpec,
)

SHARE = Fraction(4)
"""The least variance of one member's noise: below it a sum of shares is no longer as good as one noise."""
SEED = 32
"""Bytes of a seed that two members agree on."""
MOST = 1 << 40
"""More children than there are: a sum beyond it shows that the masks did not cancel."""
MARK = b"fanal.pooled/1\0\0"
MECHANISM = "discrete Gaussian, pooled"
TOO_LITTLE = "That is too little for whole numbers: take a smaller rho, more tables in one release, or fewer members."


class Void(DisclosureError):
    """The run is void: a vector is missing, doubled, of another run, or masks do not cancel. Begin a new run."""


@dataclass(frozen=True, slots=True)
class Run:
    """What all members agree on before any of them counts. `run`: a name that no other run has, ever."""

    run: str
    members: tuple[str, ...]
    classes: ClassSet
    cohorts: tuple[int, ...]
    specs: tuple[TableSpec, ...]
    policy: Policy

    def __post_init__(self) -> None:
        if len(self.members) < 2 or len(set(self.members)) < len(self.members):
            raise DisclosureError("a pooled table needs two or more members, each named once")
        if not self.run:
            raise DisclosureError("a run needs a name of its own")
        object.__setattr__(self, "members", tuple(sorted(self.members)))

    @property
    def digest(self) -> bytes:
        """SHA-256 of all of it: masks and vectors are bound to it."""
        agreed = {
            "run": self.run,
            "members": self.members,
            "classes": [self.classes.population, self.classes.version, self.classes.sha256],
            "cohorts": sorted(self.cohorts),
            "specs": [{**asdict(spec), "where": sorted(spec.where.items())} for spec in self.specs],
            "policy": {**asdict(self.policy), "rho": str(self.policy.rho)},
        }
        return hashlib.sha256(json.dumps(agreed, sort_keys=True).encode()).digest()

    def sizes(self) -> list[int]:
        """Cells of each table."""
        return [dp.cells(self.classes, spec) for spec in self.specs]


@dataclass(frozen=True, slots=True)
class Shares:
    """A member's true counts with its share of noise, all tables after each other. It never leaves without masks."""

    digest: bytes
    values: Whole = field(repr=False)


def variance(run: Run) -> Fraction:
    """sigma2: variance of the noise that is left where one member tells its share. The total is M / (M - 1) of it.

    Raises `NotReleased` (X3) where a share would have a variance below 4, `DisclosureError`.
    """
    sigma2 = dp.variance(run.specs, run.policy, _excess(run))
    if sigma2 / (len(run.members) - 1) < SHARE:
        raise NotReleased([Refusal("X3", "One member's share of the noise would have a variance below 4.", TOO_LITTLE)])
    return sigma2


def spends(run: Run) -> tuple[Spend, ...]:
    """What the run costs, table by table and in each cohort by cohort: together `policy.rho` for each cohort."""
    variance(run)
    return dp.spends(run.classes, run.cohorts, run.specs, run.policy, MECHANISM, _excess(run))


def _excess(run: Run) -> Fraction:
    """What the sum of the shares of all but one member costs beyond one noise, at the least variance of a share."""
    return excess(len(run.members) - 1, SHARE, sum(run.sizes()))


def noise_share(cube: Cube, run: Run, random: Random) -> Shares:
    """A member's counts with its share of the noise. `random`: `secrets.token_bytes`.

    Ask the ledger about `spends` and write them first. Raises `DisclosureError`; `NotReleased` (X3).
    """
    if cube.classes.sha256 != run.classes.sha256:
        raise DisclosureError("these counts have another class set than the run")
    for spec in run.specs:
        dp.check_cohorts(cube, spec)
    ledger.demand(ledger.may_spend(ledger.Ledger(), spends(run)))
    truth = _truth(cube, run)
    return Shares(run.digest, truth + gaussian(variance(run) / (len(run.members) - 1), truth.size, random))


def _truth(cube: Cube, run: Run) -> Whole:
    return np.concatenate([counted(cube, layout(run.classes, spec))[0] for spec in run.specs])


def mask(shares: Shares, own: str, seeds: Mapping[str, bytes], run: Run) -> bytes:
    """The vector that a member sends: head, then 64-bit numbers, little-endian, that are uniformly random.

    `own`: this member; `seeds`: for each other member the 32 bytes that both know. Raises `Void`.
    """
    if shares.digest != run.digest:
        raise Void("these shares are of another run")
    if set(seeds) != set(run.members) - {own} or own not in run.members:
        raise Void("a seed is needed for each other member, and for nobody else")
    if any(len(seed) != SEED for seed in seeds.values()):
        raise Void(f"a seed has {SEED} bytes")
    vector = shares.values.astype(np.uint64)
    for other, seed in seeds.items():
        stream = _stream(seed, run.digest, vector.size)
        vector = vector + stream if own < other else vector - stream
    return _head(run, own) + vector.astype("<u8").tobytes()


def _stream(seed: bytes, digest: bytes, size: int) -> UInt64s:
    """SHAKE-256(mark, seed, run): the number at each position is the mask of that cell."""
    return np.frombuffer(hashlib.shake_256(MARK + seed + digest).digest(8 * size), dtype="<u8").astype(np.uint64)


def _head(run: Run, own: str) -> bytes:
    return MARK + run.digest + hashlib.sha256(own.encode()).digest()


def add(masked: Mapping[str, bytes], run: Run, given: Given = NOTHING) -> tuple[Protected, ...]:
    """The pooled tables from what each member sent, by its name.

    Raises `Void` unless all sent exactly once, and `NotReleased` (X5, X6) for what tables may not hide or say: their
    noised numbers decide, for nobody has the counts. What was spent is spent all the same.
    """
    if set(masked) != set(run.members):
        raise Void("a vector is needed from each member, and from nobody else")
    sizes = run.sizes()
    total = np.zeros(sum(sizes), dtype=np.uint64)
    for place, name in enumerate(run.members, start=1):
        head, sent = _head(run, name), masked[name]
        if sent[: len(head)] != head or len(sent) != len(head) + 8 * total.size:
            raise Void(f"vector {place} is another member's, of another run, or of another length")
        total += np.frombuffer(sent, dtype="<u8", offset=len(head))
    values = total.view(np.int64)
    if values.size and int(np.abs(values // MOST).max()) > 1:
        raise Void("the masks do not cancel: two members had different seeds, or a vector was changed")
    tables = _tables(run, np.split(values, np.cumsum(sizes)[:-1]))
    reasons = refusals.after(Cube(run.classes, run.cohorts, 0, 0, {}), tables, given)
    if reasons:
        raise NotReleased(reasons)
    return tables


def _tables(run: Run, values: Sequence[Whole]) -> tuple[Protected, ...]:
    members = len(run.members)
    sigma2 = variance(run) * members / (members - 1)
    costs = dp.by_table(spends(run), len(run.specs))
    return tuple(
        dp.protected(spec, run.policy, run.classes, part, sigma2, cost)
        for spec, part, cost in zip(run.specs, values, costs, strict=True)
    )


def dominated(cube: Cube, total: Sequence[Protected], k: int) -> tuple[tuple[int, int, int], ...]:
    """(table, row, column), from 0, of shown cells in which the other members have fewer than k children.

    For the eyes of the member with these counts only. It may object before it signs, and need not say why.
    """
    found = []
    for number, table in enumerate(total):
        own, _ = counted(cube, layout(table.classes, table.spec))
        for place, (cell, n) in enumerate(zip(table.cells, own.tolist(), strict=True)):
            if cell.value is not None and n and cell.value - n < k:
                found.append((number, *divmod(place, len(table.columns))))
    return tuple(found)
