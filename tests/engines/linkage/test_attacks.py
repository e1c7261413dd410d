"""Who holds encodings tries to read them (docs/linkage.md, "Who could read what"); weaker encodings, the controls, must
fall."""

from collections import Counter
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import binom
from tests.engines.linkage.attackers import (
    bits_of,
    bloom_filters,
    by_rank,
    hashed_fields,
    parts_of_names,
    population,
    rank_tokens,
    read_pairs,
    shared_with,
)

from fanal.engines.linkage.encoding import tokens_of
from fanal.engines.linkage.features import Features
from fanal.engines.linkage.model import ChildRow, RunKey, Scheme
from fanal.engines.linkage.tokens import derived, minima, tokens

pytestmark = pytest.mark.once

COUNT, KNOWN = 5_000, 200
SCHEME = Scheme()
KEY, OTHER = RunKey(bytes(range(32))), RunKey(bytes(range(32, 64)))

type Tokens = npt.NDArray[np.uint64]


@cache
def target() -> tuple[list[ChildRow], Tokens]:
    """A list and its tokens in the order of the rows: what the unit sees, and, for the score of an attack, of whom."""
    rows = population(1, COUNT)
    return rows, tokens_of(rows, KEY, SCHEME, np.random.default_rng(1).bytes)


@cache
def sample() -> list[ChildRow]:
    """The attacker's own sample of the population."""
    return population(2, COUNT)


def uncapped(rows: list[ChildRow], key: RunKey, seed: int = 7) -> Tokens:
    """Tokens as they are before the cap."""
    codes, starts = Features(derived(key, "f"), SCHEME.weights).of(rows)
    return tokens(minima(codes, starts, key, SCHEME), key, np.random.default_rng(seed).bytes)


def test_control_keyed_hashes_of_fields_are_read_by_frequency() -> None:
    """Most of the ten commonest given names, and those of more than a quarter of all records."""
    rows, _ = target()
    codes, names = hashed_fields(rows, bytes(32)), [row.names[0] for row in rows]
    guess = by_rank(codes, [row.names[0] for row in sample()], COUNT)
    assert np.mean([guess.get(code) == name for code, name in zip(codes, names, strict=True)]) > 0.25
    common = zip(Counter(codes).most_common(10), Counter(names).most_common(10), strict=True)
    assert sum(guess[code] == name for (code, _), (name, _) in common) >= 6


def test_control_bloom_filters_are_read_from_known_records() -> None:
    rows, _ = target()
    recall, precision = read_pairs(bloom_filters(rows, bytes(32)), rows, KNOWN)
    assert recall > 0.9
    assert precision > 0.9


def test_frequency_reads_no_tokens_even_with_the_inner_functions() -> None:
    """An attacker who computes the minima as the members do, but has not the keys of the tokens, takes the commonest
    for the commonest. The cap leaves nothing to rank: at most 3 % of guesses are right; without it several times as
    many would be."""
    _, seen = target()
    true, inner = uncapped(sample(), KEY), uncapped(sample(), KEY, seed=8)
    right, guesses = rank_tokens(seen, inner, true)
    assert guesses == 20 * SCHEME.bands
    assert right / guesses <= 0.03
    open_right, _ = rank_tokens(uncapped(target()[0], KEY), inner, true)
    assert open_right > 3 * right
    assert open_right / guesses > 0.05


def test_frequency_reads_nothing_without_the_inner_functions() -> None:
    """The attacker's own functions lead to no more right guesses than naming any child of its sample would."""
    _, seen = target()
    true = uncapped(sample(), KEY)
    right, guesses = rank_tokens(seen, uncapped(sample(), OTHER), true)
    chance = np.mean(
        [
            np.mean(true[:, band] == token)
            for band in range(SCHEME.bands)
            for token, _ in Counter(seen[:, band].tolist()).most_common(20)
        ]
    )
    assert chance < 0.005
    assert binom.sf(right - 1, guesses, chance) > 0.01


def test_known_records_read_no_others_but_by_equal_tokens() -> None:
    """The attack that opens Bloom filters finds nothing in the bits of tokens. What is left are tokens that are equal:
    they say that a record is like a known one, which gives the names of few others, all of whom resemble it."""
    rows, seen = target()
    recall, precision = read_pairs(bits_of(seen), rows, KNOWN)
    assert recall < 0.02
    assert precision < 0.2
    assert shared_with(seen[:KNOWN], seen[KNOWN:]).mean() < 0.06
    equal = np.stack([(seen[KNOWN:] == seen[one]).sum(axis=1) for one in range(KNOWN)], axis=1)
    nearest, most = equal.argmax(axis=1), equal.max(axis=1)
    read = [rows[KNOWN + i].names == rows[near].names for i, near in enumerate(nearest) if most[i]]
    assert sum(read) / (COUNT - KNOWN) < 0.03
    similar = [(rows[KNOWN + i], rows[near]) for i, near in enumerate(nearest) if most[i] >= 3]
    alike = [len(parts_of_names(one) & parts_of_names(other)) for one, other in similar]
    assert min(alike) >= 2  # two minima of a token come from a name


def test_a_dictionary_without_the_key_finds_no_token() -> None:
    """Even one that has every child of the list with all its data, written in the same way; with the key it has all."""
    rows, seen = target()
    assert not np.isin(tokens_of(rows, OTHER, SCHEME, np.random.default_rng(2).bytes), seen).any()
    with_key = tokens_of(rows, KEY, SCHEME, np.random.default_rng(2).bytes)
    assert (with_key == seen).mean() > 0.3  # no shared key stops this: hence the rules on the unit
