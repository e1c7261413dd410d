"""The key of a run, and lists as they leave a member: shuffled, with handles, never beyond what was declared."""

import hmac
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from fanal.engines.linkage.encoding import encode, encode_mixed, run_key, tokens_of
from fanal.engines.linkage.model import ChildRow, Declaration, EncodedList, LinkageError, Revealed, Scheme
from fanal.engines.linkage.people import Style, children, registered
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once

PARTS = {"b": b"2" * 32, "a": b"1" * 32, "é": b"3" * 32}
KEY = run_key(PARTS)
YEAR = Interval(date(2024, 1, 1), date(2024, 12, 31))
RANDOM = np.random.default_rng(5)
ROWS = tuple(registered(child, RANDOM) for child in children(Style(), 120, RANDOM))
TESTS = {2**64 - 1 - place: row for place, row in enumerate(ROWS[:12])}


def declared(rows: int) -> Declaration:
    return Declaration("children", "all", YEAR, rows, "research_linkage")


def mixed(rows: Any = ROWS, tests: Any = None, key: Any = KEY, count: int = 120, seed: int = 9) -> Any:
    random = np.random.default_rng(seed).bytes
    tests = TESTS if tests is None else tests
    return encode_mixed(rows, tests, key, Scheme(), random, member="a", run=UUID(int=1), declared=declared(count))


class TestRunKey:
    def test_it_is_made_of_all_parts_in_order_of_members(self) -> None:
        message = b"\0\0\0\1a" + b"1" * 32 + b"\0\0\0\1b" + b"2" * 32 + b"\0\0\0\2\xc3\xa9" + b"3" * 32
        assert bytes(KEY) == hmac.new(b"fanal linkage 1", message, "sha256").digest()
        assert run_key(dict(reversed(PARTS.items()))) == KEY

    @pytest.mark.parametrize("member", sorted(PARTS))
    def test_each_part_and_each_name_counts(self, member: str) -> None:
        assert run_key({**PARTS, member: b"x" * 32}) != KEY
        rest = {name: part for name, part in PARTS.items() if name != member}
        assert run_key(rest) != KEY
        assert run_key({**rest, member + "x": PARTS[member]}) != KEY

    @pytest.mark.parametrize(
        ("parts", "words"),
        [
            ({}, "0 parts"),
            ({"a": b"1" * 32}, "1 parts"),
            ({"a": b"1" * 32, "b": b"2" * 31}, "1 parts of the key have not 32 bytes"),
            ({"a": b"1" * 32, "b": b"1" * 32}, "the same part"),
        ],
    )
    def test_what_is_refused(self, parts: dict[str, bytes], words: str) -> None:
        with pytest.raises(LinkageError, match=words):
            run_key(parts)


class TestEncode:
    def test_the_rows_come_in_another_order_with_handles_that_say_nothing(self) -> None:
        encoded, revealed = mixed()
        assert isinstance(encoded, EncodedList)
        assert encoded.tokens.shape == (132, Scheme().bands)
        plain = tokens_of([*ROWS, *TESTS.values()], KEY, Scheme(), np.random.default_rng(9).bytes)
        assert sorted(map(tuple, encoded.tokens.tolist())) == sorted(map(tuple, plain.tolist()))
        assert encoded.tokens.tolist() != plain.tolist()
        assert len(set(encoded.handles.tolist())) == 132
        assert isinstance(revealed, Revealed)

    def test_what_is_revealed_is_where_the_test_rows_are(self) -> None:
        encoded, revealed = mixed()
        assert revealed.persons.tolist() == list(TESTS)
        plain = tokens_of([*ROWS, *TESTS.values()], KEY, Scheme(), np.random.default_rng(9).bytes)
        place = {int(handle): row for row, handle in enumerate(encoded.handles)}
        rows = [place[int(handle)] for handle in revealed.handles]
        assert encoded.tokens[rows].tolist() == plain[120:].tolist()

    def test_equal_input_gives_equal_bytes_and_other_random_bytes_another_order(self) -> None:
        one, same, other = mixed()[0], mixed()[0], mixed(seed=10)[0]
        assert (one.tokens == same.tokens).all()
        assert (one.handles == same.handles).all()
        assert not np.isin(one.handles, other.handles).any()

    def test_without_test_rows(self) -> None:
        random = np.random.default_rng(9).bytes
        encoded = encode(ROWS, KEY, Scheme(), random, member="a", run=UUID(int=1), declared=declared(120))
        assert len(encoded.handles) == 120

    def test_no_row_is_recognised_without_the_key(self) -> None:
        other = mixed(key=run_key({**PARTS, "a": b"9" * 32}), seed=10)[0]
        assert not np.isin(mixed()[0].tokens, other.tokens).any()

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"count": 119}, "120 rows where 119 are declared"),
            ({"count": 121}, "120 rows where 121 are declared"),
            ({"tests": dict.fromkeys(range(14), ROWS[0])}, "14 test rows on 120; at most a tenth"),
            ({"rows": ROWS[:1] * 120}, "all 120 rows are alike"),
            ({"rows": (*ROWS[:119], "Amina")}, "1 of the rows are no rows of children"),
            ({"tests": {1: ("Amina",)}}, "1 of the rows are no rows of children"),
            ({"key": b"1" * 32}, "made by run_key"),
        ],
    )
    def test_what_is_refused(self, given: dict[str, Any], words: str) -> None:
        with pytest.raises(LinkageError, match=words) as caught:
            mixed(**given)
        assert "Amina" not in str(caught.value)

    def test_a_row_of_another_kind_is_refused_even_if_it_looks_like_one(self) -> None:
        class Suspect(ChildRow):
            pass

        with pytest.raises(LinkageError, match="1 of the rows are no rows of children"):
            mixed(rows=(*ROWS[:119], Suspect(("Amina",))))
