"""CM-56: a child is among the first ten of those found, in each of eight scripts, however the name was written down:
misspelt, in another order, with other marks, in Latin letters, with a part missing."""

import unicodedata
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fanal.cases import index, names
from fanal.cases.search.search import Asked, likeness
from fanal.engines.linkage.model import ChildRow
from fanal.engines.linkage.normalise import normalise
from fanal.engines.linkage.people import SCRIPTS, Style, children, registered, registered_again
from tests.sizes import sized

FILES, ASKED = sized(250, 4000), sized(80, 1500)


def card(row: ChildRow) -> index.Card:
    given, family = (*row.names, "")[:2]
    return index.card_of({"given_name": given, "family_name": family, "birth_date": str(row.birth_year)})


def written(row: ChildRow, way: int) -> str:
    """As somebody types it: as it was heard, in Latin letters, with its marks apart or gone."""
    name = " ".join(row.names)
    if way == 1:
        return " ".join(word for part in row.names for word in normalise(part))
    if way == 2:
        return unicodedata.normalize("NFD", name).upper()
    return name


def first_ten(cards: list[index.Card], held: dict[str, set[int]], asked: Asked) -> list[int]:
    """As `search.candidates` finds and orders them, without keys."""
    ways = names.asked(asked.name)
    found = set().union(*(held[one] for way in ways for word in way for one in word.tokens))
    like = {place: likeness(asked, ways, cards[place]) for place in found}
    return sorted(found, key=lambda place: (-like[place], place))[:10]


@pytest.mark.long
@pytest.mark.parametrize("script", SCRIPTS)
def test_at_least_ninety_five_of_a_hundred_are_among_the_first_ten(script: str) -> None:
    random, style = np.random.default_rng(56), Style(script=script)
    known = children(style, FILES, random)
    cards = [card(registered(child, random)) for child in known]
    held: dict[str, set[int]] = defaultdict(set)
    for place, one in enumerate(cards):
        for token in set().union(*(word.tokens for word in one.words)):
            held[token].add(place)
    hits = 0
    for turn in range(ASKED):
        place = int(random.integers(FILES))
        again = registered_again(known[place], style, random)
        hits += place in first_ten(cards, held, Asked(name=written(again, turn % 4), year=again.birth_year))
    assert hits / ASKED >= 0.95


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        (("Lilo", "Anders"), "anders lilo"),
        (("Mariam", "Al-Hassan"), "Maryam Hassan"),
        (("Phillip", "Kovač"), "filip kovac"),
        (("محمد", "الأحمد"), "محمّد احمد"),
        (("Наталья", "Ковалёва"), "Natalia Kovaleva"),
        (("Олександр", "Гончар"), "Honchar Oleksandr"),
        (("กานดา", "แก้วมณี"), "แก้วมณี กานดา"),
        (("သီရိ", "မောင်မောင်"), "သီရိမောင်မောင်"),
    ],
)
def test_ways_to_write_a_name_that_meet(kept: tuple[str, str], typed: str) -> None:
    held = names.held(kept[0], "", kept[1])
    asked = names.asked(typed)
    shared = {one for word in held for one in word.tokens} & {one for way in asked for w in way for one in w.tokens}
    assert shared
    assert names.likeness(asked, [word.forms[0] for word in held]) >= 0.5


@given(st.text(max_size=60), st.text(max_size=60))
@example("", "")
@example("ﷺ", "Ⅷ")
@example("ကို", "ကို ကို")
def test_whatever_is_typed_is_read(one: str, other: str) -> None:
    """Nothing raises; a name is wholly like itself; likeness lies from 0 to 1."""
    held, ways = names.held(one, "", other), names.asked(one)
    assert 0 <= names.likeness(ways, [word.forms[0] for word in held]) <= 1
    assert all(word.tokens for word in held)
    names.exact(one)
    names.initials(one, other)
    if ways and len(ways) == 1:
        assert names.likeness(ways, [word.forms[0] for word in names.words(one)]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("names_", "initials"),
    [
        (("Lilo", "Anders"), "L. A."),
        (("lilo", ""), "L."),
        (("กานดา", "แก้ว"), "ก. แ."),
        (("'Umar", "1"), "U."),
        (("", ""), ""),
    ],
)
def test_initials(names_: tuple[str, str], initials: str) -> None:
    assert names.initials(*names_) == initials
