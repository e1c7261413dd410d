"""Tokens: what docs/linkage.md, "Encoding", promises of them, and one of them computed by hand."""

import hashlib
import hmac
import itertools
from collections.abc import Sequence

import numpy as np
import pytest

from fanal.engines.linkage.encoding import run_key, tokens_of
from fanal.engines.linkage.features import Features, pairs, pieces
from fanal.engines.linkage.model import ChildRow, RunKey, Scheme, Tokens, Weights
from fanal.engines.linkage.tokens import capped, derived, minima, tokens

pytestmark = pytest.mark.once

KEY = run_key({"a": b"1" * 32, "b": b"2" * 32})
OTHER = run_key({"a": b"1" * 32, "b": b"3" * 32})
ROW = ChildRow(("Amina", "Duarte"), "Rosa", 2011, 4, "f", "North")
FULL = 2**64
KEYS = 10


def made(rows: Sequence[ChildRow], scheme: Scheme, key: RunKey = KEY, seed: int = 0) -> Tokens:
    """Each row in a list of its own: the cap has no part in it."""
    random = np.random.default_rng(seed)
    return np.concatenate([tokens_of([row], key, scheme, random.bytes) for row in rows])


def shared(one: ChildRow, other: ChildRow, scheme: Scheme, keys: int) -> float:
    """Share of equal tokens over so many run keys."""
    equal = 0
    for number in range(keys):
        key = RunKey(hashlib.sha256(bytes([number])).digest())
        mine, theirs = made([one, other], scheme, key, number)
        equal += int((mine == theirs).sum())
    return equal / (keys * scheme.bands)


class TestFeatures:
    def test_pairs_of_a_word_with_its_ends(self) -> None:
        assert pairs(["ana"]) == {" a", "an", "na", "a "}
        assert pairs(["an", "na"]) == {" a", "an", "n ", " n", "na", "a "}
        assert pairs([]) == set()

    def test_letters_and_pairs_of_words(self) -> None:
        assert pieces(["ana"]) == {"a", "n", " a", "an", "na", "a "}
        assert pieces(["an", "na"]) == {"a", "n", " a", "an", "n ", " n", "na", "a "}
        assert pieces([]) == set()

    def test_a_wrong_letter_leaves_most_of_a_word(self) -> None:
        """A replaced letter breaks two pairs and itself; two that change places three pairs, and no letter."""
        assert pieces(["marito"]) - pieces(["mabito"]) == {"r", "ar", "ri"}
        assert pieces(["marito"]) - pieces(["mairto"]) == {"ar", "ri", "it"}

    def count(self, row: ChildRow) -> int:
        codes, starts = Features(b"k", Weights()).of([row])
        assert len(set(codes.tolist())) == len(codes)
        assert starts.tolist() == [0, len(codes)]
        return len(codes)

    def test_weights_are_copies(self) -> None:
        # ana: 2 letters, 4 pairs; rosa: 4 letters, 5 pairs; three years, month, sex, place three times each
        assert self.count(ChildRow(("Ana",), "Rosa", 2011, 4, "f", "North")) == 6 + 9 + 9 + 3 + 3 + 3

    def test_what_is_missing_has_no_features(self) -> None:
        assert self.count(ChildRow(("Ana",))) == 6
        assert self.count(ChildRow(())) == 0
        assert self.count(ChildRow(("unknown",), "?", None, None, "", " ")) == 0

    def test_years_beside_each_other_share_two_of_three(self) -> None:
        codes, starts = Features(b"k", Weights()).of(
            [ChildRow((), birth_year=year) for year in (2010, 2011, 2012, 2013)]
        )
        sets = [set(codes[first:last].tolist()) for first, last in itertools.pairwise(starts)]
        assert [len(sets[0] & other) for other in sets] == [9, 6, 3, 0]

    def test_order_and_script_of_names_do_not_matter(self) -> None:
        features = Features(b"k", Weights())
        rows = [ChildRow(("Анна", "Ким")), ChildRow(("Kim Anna",)), ChildRow(("KIM", "Ánna"))]
        codes, starts = features.of(rows)
        first, second, third = (set(codes[a:b].tolist()) for a, b in itertools.pairwise(starts))
        assert first == second == third

    def test_the_lowest_bit_tells_names(self) -> None:
        named, _ = Features(b"k", Weights()).of([ChildRow(("Ana",), "Rosa")])
        others, _ = Features(b"k", Weights()).of([ChildRow((), "", 2011, 4, "f", "North")])
        assert (named & np.uint64(1)).all()
        assert not (others & np.uint64(1)).any()

    def test_codes_depend_on_the_key(self) -> None:
        one, _ = Features(b"k", Weights()).of([ROW])
        other, _ = Features(b"l", Weights()).of([ROW])
        assert not set(one.tolist()) & set(other.tolist())


class TestByHand:
    """The formula once more, with Python's whole numbers."""

    SCHEME = Scheme(bands=3, rows=2)

    def least(self, codes: Sequence[int], band: int) -> list[int]:
        found = []
        for i in range(self.SCHEME.rows):
            drawn = hmac.new(KEY, b"h" + i.to_bytes(2) + band.to_bytes(2), "sha256").digest()
            salt, factor = int.from_bytes(drawn[:8], "little"), int.from_bytes(drawn[8:16], "little") | 1
            hashes = []
            for code in codes:
                mixed = (code ^ salt) * factor % FULL
                mixed = (mixed ^ (mixed >> 32)) * 0x94D049BB133111EB % FULL
                hashes.append(mixed // 2 * 2 + code % 2)
            found.append(min(hashes))
        return found

    def test_a_token(self) -> None:
        codes, starts = Features(derived(KEY, "f"), Weights()).of([ROW])
        least = minima(codes, starts, KEY, self.SCHEME)
        expected = [self.least(codes.tolist(), band) for band in range(3)]
        assert least.tolist() == [expected]
        found = tokens(least, KEY, bytes)[0].tolist()
        for band, minima_ in enumerate(expected):
            key = hmac.new(KEY, b"t" + band.to_bytes(2), "sha256").digest()
            content = b"".join(one.to_bytes(8, "little") for one in minima_)
            token = int.from_bytes(hashlib.blake2b(content, key=key).digest()[:8], "little")
            assert found[band] == (token if sum(one % 2 for one in minima_) >= 2 else 0)
        assert any(found)

    def test_derived_keys_differ_by_purpose_and_number(self) -> None:
        kept = [derived(KEY, "h", i, j) for i in range(3) for j in range(3)] + [derived(KEY, "t", i) for i in range(3)]
        assert len({*kept, derived(KEY, "f"), derived(KEY, "s")}) == 14


class TestEquality:
    SCHEME = Scheme(bands=64, rows=4)
    NAMES = ChildRow(("Amina", "Duarte"))

    def test_equal_rows_have_equal_tokens(self) -> None:
        one, other = made([self.NAMES, self.NAMES], self.SCHEME)
        assert (one == other).all()

    def test_under_another_key_none_is_equal(self) -> None:
        one, other = made([self.NAMES], self.SCHEME), made([self.NAMES], self.SCHEME, OTHER)
        assert not np.isin(one, other).any()

    def test_bands_have_keys_of_their_own(self) -> None:
        assert len(np.unique(made([self.NAMES], self.SCHEME))) == 64

    def test_threads_change_nothing(self) -> None:
        rows = [
            ChildRow((f"name{'abcdefgh'[i % 8]}", f"x{'klmnop'[i % 6]}y"), birth_year=2000 + i % 9) for i in range(1500)
        ]
        codes, starts = Features(b"k", Weights()).of(rows)
        one, two = (minima(codes, starts, KEY, self.SCHEME, threads) for threads in (1, 2))
        assert (one == two).all()

    @pytest.mark.parametrize("rows", [2, 4])
    @pytest.mark.parametrize(
        ("one", "other", "similarity"),
        [
            ("abcdefg", "abcdeh", 10 / 18),  # "a … e", " a ab bc cd de" of 7 letters, 8 pairs and of 6, 7
            ("abcdefghij", "abcdefghijk", 20 / 24),  # "a … j", " a … ij" of 10, 11 and of 11, 12
            ("abcdefg", "bcdefgh", 11 / 19),  # "b … g", "bc … fg" of 7, 8 and of 7, 8
        ],
    )
    def test_tokens_are_equal_with_probability_s_to_the_r(
        self, rows: int, one: str, other: str, similarity: float
    ) -> None:
        trials = KEYS * 512
        expected = similarity**rows
        found = shared(ChildRow((one,)), ChildRow((other,)), Scheme(bands=512, rows=rows), KEYS)
        assert abs(found - expected) < 4 * (expected * (1 - expected) / trials) ** 0.5

    @pytest.mark.parametrize("missing", ["guardian", "birth_year", "birth_month", "sex", "place"])
    def test_what_both_do_not_know_makes_them_no_more_alike(self, missing: str) -> None:
        """Two rows that share nothing but what is missing share no token."""
        one = {"guardian": "Rosa", "birth_year": 2001, "birth_month": 2, "sex": "f", "place": "North"}
        other = {"guardian": "Lumi", "birth_year": 2011, "birth_month": 3, "sex": "m", "place": "South"}
        rows = [
            ChildRow(("Amina",), **{k: v for k, v in one.items() if k != missing}),  # type: ignore[arg-type]
            ChildRow(("Joost",), **{k: v for k, v in other.items() if k != missing}),  # type: ignore[arg-type]
        ]
        mine, theirs = made(rows, Scheme(bands=512, rows=2))
        assert not (mine == theirs).any()

    def test_children_of_whom_nothing_is_known_are_never_the_same(self) -> None:
        mine, theirs = made([ChildRow(()), ChildRow(())], Scheme(bands=512, rows=2))
        assert not (mine == theirs).any()


class TestNameRule:
    def test_without_a_name_all_tokens_are_random(self) -> None:
        row = ChildRow((), "", 2011, 4, "f", "North")
        mine, theirs = made([row, row], Scheme(bands=512, rows=2))
        assert not (mine == theirs).any()

    def test_two_of_the_minima_come_from_a_name(self) -> None:
        """Five of 14 features are of the name ("ab": two letters, three pairs; three years three times each). Of four
        minima none or one is in 9⁴ + 4 · 5 · 9³ of 14⁴ tokens, two or more in the others."""
        row = ChildRow(("ab",), birth_year=2011)
        found = shared(row, row, Scheme(bands=512, rows=4), KEYS)
        fewer = (9**4 + 4 * 5 * 9**3) / 14**4
        assert abs(found - (1 - fewer)) < 4 * (fewer * (1 - fewer) / (KEYS * 512)) ** 0.5


class TestCap:
    ROWS = tuple(ChildRow(("Amina", "Duarte")) for _ in range(10))

    def test_so_many_rows_may_share_a_token(self) -> None:
        found = tokens_of(self.ROWS, KEY, Scheme(cap=10), np.random.default_rng(1).bytes)
        assert (found == found[0]).all()

    def test_one_more_and_it_is_random(self) -> None:
        found = tokens_of((*self.ROWS, self.ROWS[0]), KEY, Scheme(cap=10), np.random.default_rng(1).bytes)
        assert len(np.unique(found)) == found.size

    def test_it_holds_in_each_band_for_itself(self) -> None:
        given = np.array([[7, 1], [7, 7], [7, 7], [5, 5]], dtype=np.uint64)
        found = capped(given, 2, lambda count: bytes(range(1, count + 1)))
        assert found[:, 1].tolist() == [1, 7, 7, 5]
        assert found[3, 0] == 5
        assert 7 not in found[:3, 0].tolist()
        assert given[0, 0] == 7
