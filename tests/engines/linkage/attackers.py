"""Attacks on encodings, and encodings that are known to fall to them (controls), written for these tests alone.

The attacker has a sample of its own of the same population, or knows some of the children; never the key, unless a
test says what of it. Names are skewed as names are: a few are very common (Zipf).
"""

import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from fanal.engines.linkage.model import ChildRow

SYLLABLES = ("ba", "be", "da", "do", "fi", "ga", "ha", "ja", "ka", "ki", "la", "li", "ma", "mi", "na", "ni", "ra", "ri",
             "sa", "so", "ta", "to", "va", "za")  # fmt: skip

type Bits = npt.NDArray[np.bool_]


def population(seed: int, count: int) -> list[ChildRow]:
    """Children of one population: names and how common they are do not depend on the seed. The given name is first."""
    random, names = np.random.default_rng(seed), np.random.default_rng(99)
    given, family = _names(names, 400), _names(names, 1_500)

    def pick(words: Sequence[str], flat: float) -> npt.NDArray[np.str_]:
        weights = 1 / (np.arange(len(words)) + flat)
        return random.choice(np.array(words), count, p=weights / weights.sum())

    columns = pick(given, 1), pick(family, 4), pick(given, 1), pick([f"place {i}" for i in range(14)], 3)
    years, months = random.integers(2006, 2021, count).tolist(), random.integers(1, 13, count).tolist()
    sexes = random.choice(["f", "m"], count)
    return [
        ChildRow((str(a), str(b)), str(c), year, month, str(sex), str(d))
        for a, b, c, d, year, month, sex in zip(*columns, years, months, sexes, strict=True)
    ]


def _names(random: np.random.Generator, count: int) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(random.choice(SYLLABLES, int(random.integers(2, 4))))] = None
    return list(made)


def pairs(row: ChildRow) -> set[str]:
    """Letter pairs of the names of a child."""
    return {a + b for name in row.names for a, b in pairwise(f" {name} ")}


def parts_of_names(row: ChildRow) -> set[tuple[str, str]]:
    """Letters and letter pairs of the names of a child, and of the guardian."""
    named = {("child", part) for part in pairs(row).union(*row.names)}
    guardian = {a + b for a, b in pairwise(f" {row.guardian} ")} | set(row.guardian)
    return named | {("guardian", part) for part in guardian}


def hashed_fields(rows: Iterable[ChildRow], key: bytes) -> list[bytes]:
    """Control: the keyed hash of the given name."""
    return [hmac.digest(key, row.names[0].encode(), "sha256") for row in rows]


def bloom_filters(rows: Sequence[ChildRow], key: bytes, size: int = 1024, hashes: int = 20) -> Bits:
    """Control: cryptographic long-term keys, bool[n, size] (Schnell, Bachteler, Reiher 2011): each letter pair of the
    names, and year, sex and place, sets so many bits chosen by a keyed hash."""
    made = np.zeros((len(rows), size), dtype=np.bool_)
    places: dict[str, npt.NDArray[np.uint32]] = {}
    for place, row in enumerate(rows):
        for word in (*pairs(row), f"y{row.birth_year}", f"s{row.sex}", f"p{row.place}"):
            if word not in places:
                drawn = b"".join(hmac.digest(key, f"{i}{word}".encode(), sha256) for i in range((hashes + 7) // 8))
                places[word] = np.frombuffer(drawn, dtype="<u4")[:hashes] % size
            made[place, places[word]] = True
    return made


def bits_of(tokens: npt.NDArray[np.uint64]) -> Bits:
    """Tokens as if they were bit arrays: bool[n, 64 · bands]."""
    return np.unpackbits(np.ascontiguousarray(tokens).view(np.uint8), axis=1).astype(np.bool_)


def by_rank[A, B](seen: Iterable[A], known: Iterable[B], most: int) -> dict[A, B]:
    """Ranking by frequency: the i-th commonest code is taken for the i-th commonest value."""
    codes, values = Counter(seen).most_common(most), Counter(known).most_common(most)
    return {code: value for (code, _), (value, _) in zip(codes, values, strict=False)}


def read_pairs(encoded: Bits, rows: Sequence[ChildRow], known: int) -> tuple[float, float]:
    """Recall and precision of the letter pairs of all other records, read by one who knows the first `known` of them:
    bits that all known records with a pair have are taken for that pair's, and who has them all for one who has it."""
    with_pair: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows[:known]):
        for pair in pairs(row):
            with_pair[pair].append(place)
    others = [pairs(row) for row in rows[known:]]
    right = guessed = there = 0
    for pair, places in with_pair.items():
        if len(places) < 5:
            continue
        common = encoded[places].all(axis=0)
        says = encoded[known:][:, common].all(axis=1) & common.any()
        has = np.array([pair in other for other in others])
        right, guessed, there = right + int((says & has).sum()), guessed + int(says.sum()), there + int(has.sum())
    return right / there, right / guessed if guessed else 0.0


def rank_tokens(
    target: npt.NDArray[np.uint64],
    sample: npt.NDArray[np.uint64],
    true_tokens: npt.NDArray[np.uint64],
    most: int = 20,
) -> tuple[int, int]:
    """Ranking the commonest tokens of each band: how many guesses are right, and how many there are.

    `target`: uint64[n, bands], what the attacker sees. `sample`: uint64[s, bands], codes that the attacker computes for
    its own children; `true_tokens`: what those children's tokens would be under the key of the run. The i-th commonest
    token is taken for the token of a child of the attacker's i-th commonest code.
    """
    right = guesses = 0
    for band in range(target.shape[1]):
        first = {int(code): place for place, code in reversed(list(enumerate(sample[:, band].tolist())))}
        for token, code in by_rank(target[:, band].tolist(), sample[:, band].tolist(), most).items():
            guesses += 1
            right += token == int(true_tokens[first[code], band])
    return right, guesses


def shared_with(known: npt.NDArray[np.uint64], others: npt.NDArray[np.uint64]) -> Bits:
    """bool[n, bands]: which tokens of others a known record has in the same band."""
    return np.stack([np.isin(others[:, band], known[:, band]) for band in range(known.shape[1])], axis=1)
