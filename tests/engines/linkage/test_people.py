"""Fictional children, and the test rows made of them."""

import unicodedata
from dataclasses import replace

import numpy as np
import pytest

from fanal.engines.linkage.encoding import run_key
from fanal.engines.linkage.model import ChildRow, LinkageError, Refused
from fanal.engines.linkage.people import (
    SCRIPTS,
    Child,
    Style,
    children,
    namesake,
    pool_of,
    registered,
    registered_again,
    sibling,
)
from fanal.engines.linkage.trial import MOST_SHARED, TestRows, drawn, for_list, shared_by, test_rows

pytestmark = pytest.mark.once

KEY = run_key({"a": b"1" * 32, "b": b"2" * 32})
LETTERS = {
    "Latn": "LATIN", "Arab": "ARABIC", "Cyrl": "CYRILLIC", "Deva": "DEVANAGARI", "Thai": "THAI", "Khmr": "KHMER",
    "Laoo": "LAO", "Mymr": "MYANMAR",
}  # fmt: skip
PERFECT = {"misspelt_given": 0.0, "misspelt_family": 0.0, "misspelt_guardian": 0.0, "without_family": 0.0,
           "without_guardian": 0.0, "without_month": 0.0, "without_place": 0.0, "year_off": 0.0, "other_place": 0.0,
           "other_sex": 0.0, "swapped": 0.0}  # fmt: skip


def many(style: Style, count: int, seed: int = 1) -> list[tuple[Child, ChildRow, ChildRow]]:
    random = np.random.default_rng(seed)
    drawn_ = children(style, count, random)
    return [(child, registered(child, random), registered_again(child, style, random)) for child in drawn_]


def bare(name: str) -> str:
    return name.replace(" ", "")


class TestChildren:
    @pytest.mark.parametrize("script", SCRIPTS)
    def test_names_are_of_their_script(self, script: str) -> None:
        for _, first, again in many(Style(script), 100):
            signs = {sign for row in (first, again) for name in (*row.names, row.guardian) for sign in bare(name)}
            assert {unicodedata.name(sign).split()[0] for sign in signs} == {LETTERS[script]}

    @pytest.mark.parametrize("script", SCRIPTS)
    def test_some_names_are_common_and_most_are_rare(self, script: str) -> None:
        random = np.random.default_rng(1)
        family = [child.family for child in children(Style(script), 2000, random, siblings=0.0)]
        counts = sorted((family.count(name) for name in set(family)), reverse=True)
        assert len(counts) > 300
        assert counts[0] > 5 * counts[len(counts) // 2]
        assert counts[0] < 0.05 * len(family)

    def test_the_same_seed_gives_the_same_children(self) -> None:
        assert many(Style(), 20) == many(Style(), 20)
        assert many(Style(), 20) != many(Style(), 20, seed=2)

    def test_a_careful_clerk_writes_everything_down(self) -> None:
        for child, first, _ in many(Style(), 50):
            assert first.names == ("".join(child.given), "".join(child.family))
            assert (first.birth_year, first.birth_month) == (child.birth_year, child.birth_month)
            assert (first.sex, first.place, first.guardian) == (child.sex, child.place, "".join(child.guardian))

    def test_without_errors_the_second_row_is_the_first(self) -> None:
        assert all(first == again for _, first, again in many(Style(**PERFECT), 50))  # type: ignore[arg-type]

    def test_spaces_between_syllables_are_set_at_will_where_they_mean_nothing(self) -> None:
        rows = many(Style("Mymr", **PERFECT), 100)  # type: ignore[arg-type]
        assert any(first != again for _, first, again in rows)
        assert all(list(map(bare, first.names)) == list(map(bare, again.names)) for _, first, again in rows)

    @pytest.mark.parametrize("script", SCRIPTS)
    def test_errors_are_as_common_as_the_style_says(self, script: str) -> None:
        n = 2000
        rows = many(Style(script), n)

        def share(happened: list[bool]) -> float:
            return sum(happened) / len(happened)

        assert share([len(again.names) == 1 for _, _, again in rows]) == pytest.approx(0.10, abs=0.03)
        assert share([again.birth_month is None for _, _, again in rows]) == pytest.approx(0.35, abs=0.05)
        assert share(
            [abs((again.birth_year or 0) - child.birth_year) == 1 for child, _, again in rows]
        ) == pytest.approx(0.10, abs=0.03)
        one = [(bare(first.names[0]), {bare(name) for name in again.names}) for _, first, again in rows]
        assert share([given not in names for given, names in one]) == pytest.approx(0.20, abs=0.04)
        full = [
            (bare(first.names[1]), set(map(bare, again.names))) for _, first, again in rows if len(again.names) == 2
        ]
        assert share([family not in names for family, names in full]) == pytest.approx(0.25, abs=0.05)

    def test_a_misspelt_name_has_one_letter_wrong(self) -> None:
        style = Style(**{**PERFECT, "misspelt_given": 1.0})  # type: ignore[arg-type]
        for _, first, again in many(style, 200):
            right, wrong = first.names[0], again.names[0]
            assert wrong != right
            assert abs(len(wrong) - len(right)) <= 1
            start = next((i for i in range(len(right)) if right[i] != wrong[i : i + 1]), len(right))
            assert right[start + 2 :] in wrong[start:]

    def test_siblings_and_namesakes(self) -> None:
        random = np.random.default_rng(4)
        for child in children(Style(), 100, random):
            other = sibling(child, random)
            assert (other.family, other.guardian, other.place) == (child.family, child.guardian, child.place)
            assert other.given != child.given
            assert other.birth_year != child.birth_year
            same = namesake(child, random)
            assert (same.given, same.family, same.sex) == (child.given, child.family, child.sex)
            assert same.guardian != child.guardian
            assert (same.birth_year, same.birth_month) != (child.birth_year, child.birth_month)

    def test_a_style_is_of_a_known_script_and_has_shares(self) -> None:
        with pytest.raises(LinkageError, match="fictional names are in"):
            Style("Hebr")
        with pytest.raises(LinkageError, match="share"):
            Style(year_off=1.1)

    def test_names_are_many_and_different(self) -> None:
        for script in SCRIPTS:
            pool = pool_of(script)
            assert len(set(pool.places)) == 14
            assert len(set(pool.family)) == 886
            assert all(len({"".join(name) for name in pool.given[sex]}) == 500 for sex in "fm")


class TestTrial:
    def test_shared_children_have_one_number_and_near_misses_two(self) -> None:
        rows = test_rows(Style("Khmr"), 3)
        shared = set(rows.first) & set(rows.second)
        assert len(shared) == MOST_SHARED
        assert len(rows.first) == len(rows.second) == 2 * MOST_SHARED
        assert set(rows.first) == shared | {one for one, _ in rows.near}
        assert set(rows.second) == shared | {other for _, other in rows.near}
        assert repr(rows) == "<TestRows>"

    def test_the_same_seed_makes_the_same_rows(self) -> None:
        def told(rows: TestRows) -> object:
            return rows.first, rows.second, rows.near

        assert told(test_rows(Style(), 3)) == told(test_rows(Style(), 3))
        assert told(test_rows(Style(), 3)) != told(test_rows(Style(), 4))

    def test_errors_are_on_either_list(self) -> None:
        rows = drawn(Style(), 1, 400)
        shared = sorted(set(rows.first) & set(rows.second))
        lacking = [
            [number for number in shared if part[number].birth_month is None] for part in (rows.first, rows.second)
        ]
        assert [len(part) / 400 for part in lacking] == pytest.approx([0.175, 0.175], abs=0.06)

    def test_half_of_the_near_misses_are_siblings_and_half_namesakes(self) -> None:
        perfect = replace(Style(), **PERFECT)  # type: ignore[arg-type]
        rows = drawn(perfect, 1, 100)
        same = [rows.first[one].names == rows.second[other].names for one, other in rows.near]
        family = [rows.first[one].names[1] == rows.second[other].names[1] for one, other in rows.near]
        assert sum(same) == 50
        assert all(family)

    SIZES = {"a": 3000, "b": 2000, "c": 5000}
    STYLES = {"a": Style("Khmr"), "b": Style("Latn"), "c": Style("Thai")}

    def test_each_pair_of_lists_shares_what_both_make_from_the_key(self) -> None:
        made = {member: for_list(member, self.SIZES, self.STYLES, KEY) for member in "abc"}
        for one, other in ("ab", "ac", "bc"):
            shared = set(made[one]) & set(made[other])
            assert len(shared) == shared_by(self.SIZES, one, other)
        assert not set(made["a"]) & set(made["b"]) & set(made["c"])

    def test_the_rows_of_a_pair_are_half_in_the_style_of_each_list(self) -> None:
        sizes, styles = {"a": 9000, "b": 9000}, {"a": Style("Khmr"), "b": Style("Latn")}
        rows = for_list("a", sizes, styles, KEY).values()
        khmer = [row for row in rows if unicodedata.name(row.names[0][0]).startswith("KHMER")]
        assert len(rows) == 400
        assert len(khmer) == 200

    def test_another_key_makes_other_rows(self) -> None:
        other = run_key({"a": b"1" * 32, "b": b"3" * 32})
        assert not set(for_list("a", self.SIZES, self.STYLES, KEY)) & set(for_list("a", self.SIZES, self.STYLES, other))

    @pytest.mark.parametrize("count", [2, 3, 6])
    @pytest.mark.parametrize("rows", [400, 1000, 2000, 10_000])
    def test_no_list_has_more_than_a_tenth_of_them(self, count: int, rows: int) -> None:
        sizes = {f"m{place}": rows + place for place in range(count)}
        made = for_list("m0", sizes, dict.fromkeys(sizes, Style()), KEY)
        assert len(made) <= 0.1 * (rows + len(made))
        if rows == 10_000 and count == 3:
            assert len(made) == 2 * 2 * MOST_SHARED

    def test_what_is_refused(self) -> None:
        with pytest.raises(LinkageError, match="size and style"):
            for_list("d", self.SIZES, self.STYLES, KEY)
        with pytest.raises(LinkageError, match="size and style"):
            for_list("a", {"a": 1000}, {"a": Style()}, KEY)
        with pytest.raises(LinkageError, match="99 rows"):
            for_list("a", {"a": 1000, "b": 99}, {"a": Style(), "b": Style()}, KEY)

    def test_lists_too_short_for_a_result_are_refused_before_anything_is_encoded(self) -> None:
        """Two lists of fewer than 360 children have no twenty test rows in common: `report` would refuse them."""
        with pytest.raises(Refused, match="lists of 5,000, 359 children share 19 test rows"):
            for_list("a", {"a": 5000, "b": 359}, {"a": Style(), "b": Style()}, KEY)
        assert for_list("a", {"a": 5000, "b": 360}, {"a": Style(), "b": Style()}, KEY)
