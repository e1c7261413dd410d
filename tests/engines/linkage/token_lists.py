"""Lists of tokens of which the truth is known, made without names: children, their records, and who resembles whom.

A record keeps each token of its child with its own probability, so some records are good and some are poor. A share of
children resemble another one (siblings, namesakes): they share some tokens with it. No token says anything of anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
import numpy.typing as npt

from fanal.engines.linkage.model import Declaration, EncodedList, Revealed, Scheme
from fanal.vocabulary.dates import Interval

RUN = UUID("00000000-0000-4000-8000-000000000001")
PERIOD = Interval(date(2025, 1, 1), date(2025, 12, 31))
SCHEME = Scheme()

type Tokens = npt.NDArray[np.uint64]
type Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """`lists`; `person`: for each list the child of each row; test children have numbers from `children` on."""

    lists: tuple[EncodedList, ...]
    person: tuple[Whole, ...]
    revealed: tuple[Revealed, ...]
    children: int
    histories: Whole

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.member for one in self.lists)


def random_tokens(random: np.random.Generator, *shape: int) -> Tokens:
    return random.integers(0, 2**64, shape, dtype=np.uint64)


def encoded(
    member: str,
    tokens: Tokens,
    handles: Tokens,
    rows: int | None = None,
    scheme: Scheme = SCHEME,
    run: UUID = RUN,
    population: str = "children of Nowhere",
    period: Interval = PERIOD,
) -> EncodedList:
    declared = Declaration("children", population, period, len(tokens) if rows is None else rows, "research_linkage")
    return EncodedList(member, run, scheme, tokens, handles, declared)


def children(random: np.random.Generator, count: int, alike: float, scheme: Scheme = SCHEME) -> Tokens:
    """Tokens of so many children; a share of them resemble the child before them in an eighth of the bands or so."""
    tokens = random_tokens(random, count, scheme.bands)
    similar = np.flatnonzero(random.random(count) < alike)
    similar = similar[similar > 0]
    copied = random.random((similar.size, scheme.bands)) < random.beta(2, 12, (similar.size, 1))
    tokens[similar] = np.where(copied, tokens[similar - 1], tokens[similar])
    return tokens


def records(random: np.random.Generator, tokens: Tokens, good: tuple[float, float]) -> Tokens:
    """A record of each child: each token stays with the probability of the record, drawn from Beta(*good)."""
    stays = random.random(tokens.shape) < random.beta(*good, (len(tokens), 1))
    return np.where(stays, tokens, random_tokens(random, *tokens.shape))


def world(seed: int, captures: Sequence[float] = (0.35, 0.3, 0.4), count: int = 5_000, shared: int = 50,
          alone: int = 50, alike: float = 0.2, good: tuple[float, float] = (5, 3)) -> World:  # fmt: skip
    """Children of a population, on each list with its probability, and test rows: so many shared by each pair of lists
    and so many near to them on each list, none more than a tenth."""
    random = np.random.default_rng(seed)
    k = len(captures)
    on = random.random((count, k)) < np.array(captures)
    tests = np.concatenate(
        [np.tile(np.eye(k, dtype=bool)[i] | np.eye(k, dtype=bool)[j], (shared, 1)) for i in range(k) for j in range(i)]
        + [np.tile(np.eye(k, dtype=bool)[i], (alone, 1)) for i in range(k)]
    )
    test_children = children(random, len(tests), 0.0)
    near = slice(len(tests) - alone * k, None)
    like = random.integers(0, len(tests) - alone * k, alone * k)
    copied = random.random(test_children[near].shape) < random.beta(2, 12, (alone * k, 1))
    test_children[near] = np.where(copied, test_children[like], test_children[near])
    tokens = np.concatenate([children(random, count, alike), test_children])
    on = np.concatenate([on, tests])
    lists, person, revealed = [], [], []
    for i in range(k):
        rows = random.permutation(np.flatnonzero(on[:, i]))
        member = f"member {chr(65 + i)}"
        handles = random_tokens(random, rows.size)
        real = int((rows < count).sum())
        lists.append(encoded(member, records(random, tokens[rows], good), handles, real))
        person.append(rows)
        test = rows >= count
        revealed.append(Revealed(member, RUN, rows[test].astype(np.uint64), handles[test]))
    masks = on[:count] @ (1 << np.arange(k))
    histories = np.bincount(masks, minlength=1 << k)
    histories[0] = 0
    return World(tuple(lists), tuple(person), tuple(revealed), count, histories)
