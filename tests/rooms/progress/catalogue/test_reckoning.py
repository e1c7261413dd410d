"""What formulas make of counts: subsets, bounds, sums of which nothing missing is zero; and a fuzz of the language."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.progress.catalogue import catalogue, formulas, reckoning
from fanal.progress.catalogue.model import DAY, PERIOD, Formula, Kind
from fanal.progress.catalogue.offered import OFFERED, Shape
from fanal.progress.catalogue.reckoning import Cell, Made, Unasked
from fanal.vocabulary.files import Defective, written_yaml

KNOWN = catalogue.shipped().indicators
NUMBERS = st.integers(0, 400)
UNSEEN = re.compile(r"name|site|place|cohort|city|district|admin|learner|person|case|child_|address|birth|uuid|\bid\b")
"""What no field is called: a name, a place below a country, one row."""


def _r04(safe: int, unsafe: int, lost: int) -> Made:
    def cell(number: int, *, is_safe: bool, is_lost: bool) -> Cell:
        held = dict.fromkeys(OFFERED["release.child"].fields, False)
        return {**held, "closed_or_followed": True, "safe": is_safe, "lost": is_lost, "country": "XA"}, number

    cells = [
        cell(safe, is_safe=True, is_lost=False), cell(unsafe, is_safe=False, is_lost=False),
        cell(lost, is_safe=False, is_lost=True),
    ]  # fmt: skip
    (found,) = reckoning.reckon(catalogue.shipped().formulas["R04"][0], cells)
    return found


def test_who_was_lost_widens_what_is_known() -> None:
    found = _r04(safe=60, unsafe=20, lost=20)
    assert (found.lower, found.upper, found.n) == (60.0, 75.0, 100)
    assert _r04(0, 0, 0).value is None
    assert (_r04(0, 0, 9).lower, _r04(0, 0, 9).upper, _r04(0, 0, 9).value) == (0, None, None)


@given(NUMBERS, NUMBERS, st.integers(0, 200), st.integers(1, 50))
def test_bounds_hold_whatever_became_of_the_lost(safe: int, unsafe: int, lost: int, more: int) -> None:
    found, wider = _r04(safe, unsafe, lost), _r04(safe, unsafe, lost + more)
    if safe + unsafe == 0:
        assert found.value is None
        return
    assert found.lower is not None
    assert found.upper is not None
    assert wider.lower is not None
    assert 0 <= found.lower <= found.upper <= 100
    assert wider.lower <= found.lower
    assert wider.upper == found.upper
    for came_back_safe in (0, lost // 2, lost):
        if came_back_safe <= lost * safe / (safe + unsafe):  # as those who were seen, or worse
            assert found.lower - 1e-9 <= 100 * (safe + came_back_safe) / (safe + unsafe + lost) <= found.upper + 1e-9


def test_what_nobody_knows_of_a_law_is_neither_yes_nor_no() -> None:
    formula = catalogue.shipped().formulas["L02"][0]

    def of(**states: int) -> Made:
        cells: list[Cell] = [
            ({"on": True, "state": state, "group": "A", "country": "XA"}, number) for state, number in states.items()
        ]
        return reckoning.reckon(formula, cells)[0]

    known = of(yes=6, no=2, unknown=2, n_a=7)
    assert (known.value, known.lower, known.upper, known.n) == (75.0, 60.0, 80.0, 10)
    hardly = of(yes=1, no=1, unknown=8)
    assert (hardly.value, hardly.lower, hardly.upper) == (None, 10.0, 90.0)


def test_medians() -> None:
    formula = catalogue.shipped().formulas["L07"][0]
    cells: list[Cell] = [
        ({"days": 10.0, "country": "XA"}, 2),
        ({"days": 30.0, "country": "XA"}, 2),
        ({"days": 5.0, "country": "XB"}, 1),
    ]
    assert [(one.of, one.value, one.n) for one in reckoning.reckon(formula, cells)] == [
        (("XA",), 20, 4),
        (("XB",), 5, 1),
    ]


def test_a_room_gives_no_field_that_is_not_listed() -> None:
    formula = catalogue.shipped().formulas["L07"][0]
    with pytest.raises(Unasked):
        reckoning.reckon(formula, [({"days": 10.0, "country": "XA", "name": "Ana"}, 1)])
    with pytest.raises(Unasked):
        reckoning.reckon(formula, [({"days": 10.0}, 1)])


def test_nothing_listed_is_a_name_a_place_or_one_row() -> None:
    for name, subject in OFFERED.items():
        assert subject.room in {"learning", "tourism", "justice", "release"}
        for one, field in subject.fields.items():
            assert not UNSEEN.search(one), (name, one)
            assert not (field.divides and field.shape is Shape.NUMBER)


# ---- a fuzz of the language: whatever is written, what loads stays within the list, and a part within its whole ----

_WORDS = st.sampled_from(
    ["learning.post", "tourism.change", "release.child", "justice.item", "cases.child", "guest_facing", "active_on",
     "name", "site", "learner_id", "country", "role", "state", "yes", "no", "unknown", DAY, PERIOD, "denominator",
     "everybody", "wilson", "bounds", "open", "none", "lost", "safe", "certificate_valid_on", "admin1", "points"]
)  # fmt: skip
_LEAVES = _WORDS | st.booleans() | st.integers(-2, 101) | st.none() | st.text(max_size=6)
_TREES = st.recursive(
    _LEAVES, lambda below: st.lists(below, max_size=3) | st.dictionaries(_WORDS, below, max_size=3), max_leaves=6
)
_FIELDS = st.sampled_from(
    sorted({name for one in OFFERED.values() for name in one.fields} | {"name", "site", "learner"})
)
_WHERE = st.dictionaries(_FIELDS, st.booleans() | st.sampled_from([DAY, PERIOD, "yes", "no"]) | _TREES, max_size=3)


@st.composite
def _documents(draw: st.DrawFn) -> dict[str, Any]:
    """Formulas that are nearly right, with something else put in at one or two places."""
    subject = draw(st.sampled_from(sorted(OFFERED)))
    fields = OFFERED[subject].fields
    truths = [name for name, one in fields.items() if one.shape is Shape.TRUTH]
    days = {name: one.stands_for for name, one in fields.items() if one.stands_for}
    sensible = st.fixed_dictionaries(
        {},
        optional={**{name: st.booleans() for name in truths}, **{name: st.just(term) for name, term in days.items()}},
    )
    lost = draw(st.just({}) | sensible)
    found: dict[str, Any] = {
        "id": draw(st.sampled_from(["R05", "R04", "T12", "L07", "R01"])),
        "version": 1,
        "valid_from": "2026-01-01",
        "kind": draw(st.sampled_from(["ratio", "ratio", *map(str, Kind)])),
        "by": draw(st.lists(st.sampled_from([name for name, one in fields.items() if one.divides] or ["country"]))),
    }
    if found["kind"] == "ratio":
        found["denominator"] = {"count": subject, "where": draw(sensible)}
        found["numerator"] = {"of": "denominator", "and": draw(sensible)}
        found["interval"] = draw(st.sampled_from(["bounds", "open"] if lost else ["none", "wilson"]))
        found |= {"scale": 100, **({"lost": lost} if lost else {})}
    else:
        found |= {"count": subject, "where": draw(sensible), "of": draw(_FIELDS)}
    for key in draw(st.lists(st.sampled_from(sorted(found)), max_size=2)):
        found[key] = draw(
            _WHERE | _TREES | st.lists(_FIELDS, max_size=2) | st.just({"count": "cases.child", "where": {}})
        )
    return found


def _loaded(document: Any) -> Formula | None:
    text = written_yaml(document).replace("'2026-01-01'", "2026-01-01")
    try:
        return formulas.parse(text, KNOWN)
    except Defective:
        return None


@given(_documents(), st.data())
def test_whatever_is_written_no_formula_reaches_more_than_counts(document: dict[str, Any], data: st.DataObject) -> None:
    one = _loaded(document)
    if one is None or not one.subject:
        return
    offered = OFFERED[one.subject].fields
    assert one.fields <= offered.keys()
    assert not any(UNSEEN.search(name) for name in one.fields)
    assert all(offered[name].divides for name in one.by)
    if one.kind is not Kind.RATIO:
        return
    values = {
        name: st.booleans()
        if field.shape in {Shape.TRUTH, Shape.ON, Shape.IN}
        else st.sampled_from(field.words or ("a", "yes"))
        for name, field in offered.items()
        if field.shape is not Shape.NUMBER
    }
    cells = data.draw(st.lists(st.tuples(st.fixed_dictionaries(values), NUMBERS), max_size=6))
    for made in reckoning.reckon(one, cells):
        if made.value is not None:
            assert 0 <= made.value <= one.scale
        if made.lower is not None and made.upper is not None:
            assert 0 <= made.lower <= made.upper <= one.scale + 1e-9


@given(
    st.dictionaries(st.sampled_from(["id", "version", "kind", "numerator", "denominator", "by", "lost"]), _TREES)
    | _TREES
)
def test_anything_else_is_refused_with_words(document: Any) -> None:
    text = written_yaml(document) if isinstance(document, dict) else str(document)
    with pytest.raises(Defective):
        formulas.parse(text, KNOWN)


def test_the_fuzz_reaches_formulas_that_load() -> None:
    """A fuzz of which nothing ever loads shows nothing."""
    found: list[Formula] = []

    @settings(max_examples=500)
    @given(_documents())
    def look(document: dict[str, Any]) -> None:
        one = _loaded(document)
        if one is not None and one.kind is Kind.RATIO:
            found.append(one)

    look()
    assert found
