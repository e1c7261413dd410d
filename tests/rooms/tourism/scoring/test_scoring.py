"""The score: the worked example, what time takes, caps, bands, recognition; what holds of every firm."""

import json
from dataclasses import replace
from datetime import date, timedelta
from math import isnan
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.tourism.programmes import library
from fanal.tourism.programmes.model import CriteriaSet, Criterion, Recognition, Requirement, Scope, Status
from fanal.tourism.programmes.scope import Company
from fanal.tourism.scoring import many, rules, scoring
from fanal.tourism.scoring.model import Band, Basis, Evidence, Rule, Score, State
from fanal.vocabulary.files import Defective

ON = date(2026, 12, 1)
RULE = rules.shipped()["fanal-1"]
SEEN = (Evidence("Seen", True),)


def _requirement(name: str, scope: Scope = Scope.COMPANY, **more: Any) -> Requirement:
    return Requirement(name, {"en": name}, scope, more.pop("mandatory", True), 60, 12, ("reference",), **more)


def _set(*criteria: tuple[float, list[Requirement]]) -> CriteriaSet:
    made = [
        Criterion(at, {"en": "x"}, {"en": "x"}, weight, "own", tuple(requirements))
        for at, (weight, requirements) in enumerate(criteria, 1)
    ]
    return CriteriaSet("one", Status.REVIEWED, criteria=tuple(made))


def _state(name: str, site: str, level: int, basis: Basis = Basis.SELF, **more: Any) -> State:
    evidence = more.pop("evidence", SEEN if basis is not Basis.SELF else ())
    return State(name, site, level, basis, more.pop("as_of", date(2026, 10, 1)), evidence, **more)


def _score(
    criteria: CriteriaSet, company: Company, states: list[State], programme: str = "lamp", on: date = ON
) -> Score:
    return scoring.score(RULE, programme, criteria, company, states, on)


HOTEL = Company(frozenset({"accommodation"}), ("a", "b", "c"))
ONE = _set((1.0, [_requirement("C1.1", Scope.SITE)]))


def test_worked_example() -> None:
    """One requirement, three sites: level 4 by the firm itself, level 3 by a document, nothing."""
    found = _score(ONE, HOTEL, [_state("C1.1", "a", 4), _state("C1.1", "b", 3, Basis.DOCUMENT)])
    assert round(found.bars.claimed, 3) == 0.583
    assert round(found.bars.supported, 3) == 0.400
    assert found.bars.verified == 0
    assert found.band is Band.BUILDING
    places = found.criteria[0].requirements[0].places
    assert [(one.site, one.level, one.basis, one.evidence) for one in places] == [
        ("a", 4, Basis.SELF, ()), ("b", 3, Basis.DOCUMENT, ("Seen",)), ("c", 0, Basis.SELF, ()),
    ]  # fmt: skip


def test_who_only_declares_comes_to_building_at_most() -> None:
    criteria = library.shipped()["the-code"].current(ON)
    assert criteria is not None
    states = [
        _state(one.id, site, 4)
        for one in criteria.requirements
        for site in (HOTEL.sites if one.scope is Scope.SITE else ("",))
    ]
    found = _score(criteria, HOTEL, states, "the-code")
    assert found.bars.claimed == pytest.approx(1)
    assert found.bars.supported == pytest.approx(0.6)
    assert found.band is Band.BUILDING


def test_level_4_is_kept_up_or_falls_to_3() -> None:
    entered = date(2025, 11, 30)
    for on, level in ((date(2026, 11, 30), 4), (date(2026, 12, 1), 3)):
        found = _score(ONE, Company(frozenset(), ("a",)), [_state("C1.1", "a", 4, as_of=entered)], on=on)
        (place,) = found.criteria[0].requirements[0].places
        assert (place.level, place.recorded_level) == (level, 4)
    (place,) = (
        _score(ONE, Company(frozenset(), ("a",)), [_state("C1.1", "a", 3, as_of=entered)])
        .criteria[0]
        .requirements[0]
        .places
    )
    assert place.level == 3


@pytest.mark.parametrize(
    ("evidence", "basis"),
    [
        ((), Basis.SELF),
        ((Evidence("Policy", False),), Basis.SELF),
        ((Evidence("Policy", True, date(2026, 11, 30)),), Basis.SELF),
        ((Evidence("Policy", True, ON),), Basis.DOCUMENT),
        ((Evidence("Old", True, date(2020, 1, 1)), Evidence("Policy", True)), Basis.DOCUMENT),
    ],
)
def test_a_basis_stands_while_its_evidence_does(evidence: tuple[Evidence, ...], basis: Basis) -> None:
    found = _score(ONE, Company(frozenset(), ("a",)), [_state("C1.1", "a", 3, Basis.DOCUMENT, evidence=evidence)])
    (place,) = found.criteria[0].requirements[0].places
    assert (place.basis, place.recorded_basis) == (basis, Basis.DOCUMENT)


def test_the_newest_entry_counts_and_none_of_tomorrow() -> None:
    states = [
        _state("C1.1", "a", 4, as_of=date(2026, 9, 1)),
        _state("C1.1", "a", 2, as_of=date(2026, 10, 1), recorded=1),
        _state("C1.1", "a", 3, as_of=date(2026, 10, 1), recorded=2),
        _state("C1.1", "a", 4, as_of=date(2026, 12, 2)),
    ]
    assert _score(ONE, Company(frozenset(), ("a",)), states).bars.claimed == 0.75
    assert _score(ONE, Company(frozenset(), ("a",)), states[::-1]).bars.claimed == 0.75


def test_a_firm_without_a_site_escapes_nothing() -> None:
    nowhere = Company(frozenset(), ())
    assert _score(ONE, nowhere, []).bars.claimed == 0
    assert _score(ONE, nowhere, [_state("C1.1", "", 2)]).bars.claimed == 0.5
    assert _score(ONE, Company(frozenset(), ("a",)), [_state("C1.1", "", 2)]).bars.claimed == 0


def test_a_criterion_without_scope_is_left_out_and_the_others_grow() -> None:
    criteria = _set((0.5, [_requirement("C1.1")]), (0.3, [_requirement("C2.1", sectors=("airline",))]),
                    (0.2, [_requirement("C3.1")]))  # fmt: skip
    found = _score(criteria, HOTEL, [_state("C1.1", "", 4)])
    assert [(one.number, round(one.weight, 6)) for one in found.criteria] == [(1, 0.714286), (3, 0.285714)]
    assert found.bars.claimed == pytest.approx(0.5 / 0.7)


def test_what_is_not_mandatory_is_shown_and_not_counted() -> None:
    criteria = _set((1.0, [_requirement("C1.1"), _requirement("C1.2", mandatory=False)]))
    found = _score(criteria, HOTEL, [_state("C1.2", "", 4)])
    assert found.bars.claimed == 0
    assert [(one.id, one.counts, one.bars.claimed) for one in found.criteria[0].requirements] == [
        ("C1.1", True, 0.0), ("C1.2", False, 1.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("supported", "verified", "band"),
    [
        (0.0, 0, Band.STARTING), (0.3499, 0, Band.STARTING), (0.35, 0, Band.BUILDING), (0.6, 1, Band.BUILDING),
        (0.1 + 0.2 + 0.3, 0, Band.BUILDING), (0.601, 0, Band.ESTABLISHED), (0.7999, 1, Band.ESTABLISHED),
        (0.8, 0.3, Band.LEADING), (0.9, 0.29, Band.ESTABLISHED), (1.0, 1, Band.LEADING),
    ],
)  # fmt: skip
def test_bands(supported: float, verified: float, band: Band) -> None:
    assert scoring.band(RULE, supported, verified) is band


@pytest.mark.parametrize("missing", ["C1.1", "C2.1"])
def test_without_policy_or_training_it_starts(missing: str) -> None:
    criteria = library.shipped()["the-code"].current(ON)
    assert criteria is not None
    states = [
        _state(one.id, site, 2 if one.id == missing and site in {"", "c"} else 4, Basis.SITE)
        for one in criteria.requirements
        for site in (HOTEL.sites if one.scope is Scope.SITE else ("",))
    ]
    found = _score(criteria, HOTEL, states, "the-code")
    assert (found.band, found.caps) == (Band.STARTING, (missing,))
    assert found.bars.supported > 0.9
    assert [(move.requirement, move.lifts_cap) for move in found.moves] == [(missing, True)]
    states = [replace(one, level=3) if one.requirement == missing else one for one in states]
    assert _score(criteria, HOTEL, states, "the-code").band is Band.LEADING


def test_five_that_would_move_it_most() -> None:
    weights = (0.4, 0.3, 0.1, 0.1, 0.05, 0.05)
    criteria = _set(*((weight, [_requirement(f"C{at}.1")]) for at, weight in enumerate(weights, 1)))
    found = _score(criteria, HOTEL, [_state("C1.1", "", 3, Basis.DOCUMENT), _state("C2.1", "", 4, Basis.SITE)])
    assert [(move.requirement, move.gain) for move in found.moves] == [
        ("C1.1", 0.08), ("C3.1", 0.08), ("C4.1", 0.08), ("C5.1", 0.04), ("C6.1", 0.04),
    ]  # fmt: skip


def test_recognition_says_what_is_lacking() -> None:
    rule = library.shipped()["the-code"].recognition
    assert rule is not None
    good = _score(ONE, Company(frozenset(), ("a",)), [_state("C1.1", "a", 4, Basis.SITE)])
    assert scoring.lacking(rule, good, published=True, sanction=False) == ()
    assert scoring.lacking(rule, good, published=False, sanction=True) == ("report_published", "open_sanction")
    weak = _score(ONE, Company(frozenset(), ("a",)), [_state("C1.1", "a", 2, Basis.SITE)])
    assert scoring.lacking(rule, weak, published=True, sanction=False) == (
        "every_criterion_mean_level_at_least", "band",
    )  # fmt: skip
    assert isinstance(rule, Recognition)


def test_the_trace_leads_from_the_whole_to_the_evidence() -> None:
    found = _score(ONE, HOTEL, [_state("C1.1", "b", 3, Basis.DOCUMENT, evidence=(Evidence("Contract", True),))])
    told = json.loads(scoring.as_json(found))
    assert (told["rule"], told["criteria_set"], told["on"], told["band"]) == (
        "fanal-1",
        "one",
        "2026-12-01",
        "starting",
    )
    assert told["criteria"][0]["requirements"][0]["places"][1] == {
        "site": "b", "level": 3, "basis": "document", "recorded_level": 3, "recorded_basis": "document",
        "as_of": "2026-10-01", "evidence": ["Contract"],
    }  # fmt: skip
    words = str(told).lower()
    assert not [word for word in ("rank", "percentile", "concern", "incident") if word in words]


# ---- what holds of every firm ----

SITES = ("a", "b", "c", "d")
CRITERIA = _set(
    (0.5, [_requirement("C1.1"), _requirement("C1.2", Scope.SITE), _requirement("C1.10", sectors=("airline",))]),
    (0.3, [_requirement("C2.1", Scope.SITE), _requirement("C2.2", mandatory=False), _requirement("C2.3", tag="t")]),
    (0.2, [_requirement("C3.1", Scope.SITE, sectors=("airline",))]),
)
RULED = replace(RULE, caps={"lamp": rules.shipped()["fanal-1"].caps["the-code"]})
_days = st.dates(date(2025, 6, 1), date(2026, 12, 20))
_evidence = st.lists(
    st.builds(
        Evidence, st.sampled_from("xyz"), st.booleans(), st.none() | st.dates(date(2026, 11, 1), date(2027, 1, 1))
    ),
    max_size=2,
).map(tuple)
_states = st.lists(
    st.builds(
        State, st.sampled_from([one.id for one in CRITERIA.requirements]), st.sampled_from(("", *SITES)),
        st.integers(0, 4), st.sampled_from(list(Basis)), _days, _evidence, st.integers(0, 2),
    ),
    max_size=25,
)  # fmt: skip
_companies = st.builds(
    Company,
    st.sets(st.sampled_from(["airline", "accommodation"])).map(frozenset),
    st.integers(0, 4).map(lambda number: SITES[:number]),
    st.sets(st.sampled_from(["t"])).map(frozenset),
)


def _ruled(company: Company, states: list[State], rule: Rule = RULED) -> Score:
    return scoring.score(rule, "lamp", CRITERIA, company, states, ON)


def _no_lower(found: Score, before: Score) -> None:
    for name in ("claimed", "supported", "verified"):
        assert getattr(found.bars, name) >= getattr(before.bars, name) - 1e-12
    assert list(Band).index(found.band) >= list(Band).index(before.band)


@given(_companies, _states, st.data())
@settings(max_examples=200, deadline=None)
def test_a_higher_level_or_basis_never_lowers(company: Company, states: list[State], data: st.DataObject) -> None:
    if not states:
        return
    at = data.draw(st.integers(0, len(states) - 1))
    one = states[at]
    newest = max(
        (each for each in states if (each.requirement, each.site) == (one.requirement, one.site)),
        key=lambda each: (each.as_of, each.recorded),
    )
    higher = replace(
        newest,
        level=data.draw(st.integers(newest.level, 4)),
        basis=data.draw(st.sampled_from(list(Basis)[list(Basis).index(newest.basis) :])),
    )
    others = [each for each in states if (each.requirement, each.site) != (one.requirement, one.site)]
    _no_lower(_ruled(company, [*others, higher]), _ruled(company, [*others, newest]))


@given(_companies, _states, st.data())
@settings(max_examples=100, deadline=None)
def test_taking_evidence_away_never_raises(company: Company, states: list[State], data: st.DataObject) -> None:
    fewer = [replace(one, evidence=tuple(each for each in one.evidence if data.draw(st.booleans()))) for one in states]
    _no_lower(_ruled(company, states), _ruled(company, fewer))


@given(_companies, _states, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_order_is_irrelevant_and_bytes_are_equal(company: Company, states: list[State], random: Any) -> None:
    shuffled, sites = list(states), list(company.sites)
    random.shuffle(shuffled)
    random.shuffle(sites)
    found = _ruled(company, states)
    assert scoring.as_json(found) == scoring.as_json(_ruled(company, shuffled))
    assert _ruled(replace(company, sites=tuple(sites)), states).bars == found.bars


@given(_companies, _states)
@settings(max_examples=100, deadline=None)
def test_a_new_site_at_level_0_never_raises(company: Company, states: list[State]) -> None:
    """No requirement of this set begins with a number of sites: one that does brings its own levels along."""
    _no_lower(_ruled(company, states), _ruled(replace(company, sites=(*company.sites, "new")), states))


@given(_companies, _states)
@settings(max_examples=100, deadline=None)
def test_every_site_twice_changes_nothing(company: Company, states: list[State]) -> None:
    double = replace(company, sites=(*company.sites, *(f"{site}2" for site in company.sites)))
    again = [replace(one, site=f"{one.site}2") for one in states if one.site]
    found, before = _ruled(double, [*states, *again]), _ruled(company, states)
    assert (found.bars, found.band) == (before.bars, before.band)


@given(_companies, _states)
@settings(max_examples=100, deadline=None)
def test_claimed_is_most(company: Company, states: list[State]) -> None:
    bars = _ruled(company, states).bars
    assert bars.claimed + 1e-12 >= bars.supported
    assert bars.supported + 1e-12 >= bars.verified * 0.9


@given(st.lists(st.tuples(_companies, _states), max_size=6))
@settings(max_examples=200, deadline=None)
def test_many_at_once_are_equal_to_the_last_bit(firms: list[tuple[Company, list[State]]]) -> None:
    companies, states = [one for one, _states in firms], [each for _one, each in firms]
    told = many.columns(CRITERIA, companies, states)
    found = many.scores(RULED, "lamp", CRITERIA, companies, told, ON)
    for at, (company, own) in enumerate(firms):
        one = _ruled(company, own)
        assert tuple(found.total[at]) == (one.bars.claimed, one.bars.supported, one.bars.verified)
        assert list(Band)[found.band[at]] is one.band
        counted = {c.number: c.bars for c in one.criteria if c.weight}
        for place, criterion in enumerate(CRITERIA.criteria):
            bars = counted.get(criterion.number)
            shares = tuple(found.criteria[at, :, place])
            assert (shares == (bars.claimed, bars.supported, bars.verified)) if bars else all(map(isnan, shares))


def test_nothing_of_a_concern_can_reach_it() -> None:
    """Its input has firms, levels and titles of evidence; a field for what somebody told would be seen here."""
    assert set(State.__slots__) == {"requirement", "site", "level", "basis", "as_of", "evidence", "recorded"}
    assert set(Evidence.__slots__) == {"title", "accepted", "until"}
    assert set(Company.__slots__) == {"sectors", "sites", "tags"}


# ---- the rule file ----

_RULE = (rules.SCORES / "fanal-1.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("version: fanal-1", "version: fanal-2", "must be the name of the file"),
        ("document: 80", "document: 95", "who saw more counts no less"),
        ("established_above: 0.60", "established_above: 0.85", "each band begins above the one before"),
        ("basis: document}", "basis: rumour}", "moves.basis: must be one of"),
        ("below: 3", "below: 9", "a whole number from 1 to 4"),
    ],
)
def test_a_rule_that_is_wrong_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "fanal-1.yaml"
    path.write_text(_RULE.replace(old, new), "utf-8")
    with pytest.raises(Defective, match=r"fanal-1\.yaml:[0-9]+") as error:
        rules.read(path)
    assert words in str(error.value)


def test_months_pass_alike_one_by_one_and_at_once() -> None:
    import numpy as np

    from fanal.tourism.days import months_after
    from fanal.vocabulary.dates import months_later

    days = [date(2023, 12, 1) + timedelta(at) for at in range(800)]
    for months in (1, 6, 12, 24):
        found = months_after(np.array(days, "M8[D]"), months)
        assert found.tolist() == [months_later(day, months) for day in days]
    assert np.isnat(months_after(np.array(["NaT"], "M8[D]"), 12)).all()
