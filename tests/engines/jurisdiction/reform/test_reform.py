"""Reforms: readings equal the patched corpus, plans close what they claim, and nothing in them is in vain."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.jurisdiction import worlds
from tests.engines.jurisdiction.world_laws import Shape

from fanal.engines.jurisdiction.answer import Verdict
from fanal.engines.jurisdiction.cases import routes
from fanal.engines.jurisdiction.cases.frame import question_of
from fanal.engines.jurisdiction.cases.reach import reach
from fanal.engines.jurisdiction.counting.maps import NONE, are_gaps
from fanal.engines.jurisdiction.counting.patterns import Persons, bands, pattern
from fanal.engines.jurisdiction.counting.predicates import today
from fanal.engines.jurisdiction.files.corpus import compile_documents
from fanal.engines.jurisdiction.files.exporting import provision
from fanal.engines.jurisdiction.model import Corpus, Profile
from fanal.engines.jurisdiction.parts.amending import AtomKind
from fanal.engines.jurisdiction.parts.links import Forum
from fanal.engines.jurisdiction.reform import plans
from fanal.engines.jurisdiction.reform.atoms import Atom, members, patch, patched
from fanal.engines.jurisdiction.reform.families import FAMILIES, NOBODY, Family, X, Y, gaps_of, tensors
from fanal.engines.jurisdiction.reform.plans import Disagreement, best_reforms, country_reforms
from fanal.engines.jurisdiction.reform.worlds import read
from fanal.engines.jurisdiction.values import Truth
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once

DAY = date(2026, 11, 25)
ROUTES = {Verdict.OPEN: Truth.T, Verdict.OPEN_ON_CONDITION: Truth.T, Verdict.CANNOT_SAY: Truth.U}


def profile(conduct: str) -> Profile:
    act = {"commercial": True, "means": (), "relation": (), "medium": ("in_person", "online"), "role": "principal"}
    return Profile(conduct, conduct, {**act, "marriage": False})


PROFILES = (profile("sexual_activity"), profile("procuring"))


def world(chance: random.Random, *, complete: bool = True) -> Corpus:
    shape = Shape(states=(2, 3), conducts=("sexual_activity", "procuring"), offences=(1, 3), complete=complete)
    return replace(worlds.world(chance, shape).corpus, profiles=PROFILES)


def some_atoms(corpus: Corpus, chance: random.Random, most: int = 4) -> list[Atom]:
    every = [
        Atom(state, kind, one.id if kind is AtomKind.CRIMINALISE else "")
        for state, kind, one in product(corpus.laws, AtomKind, PROFILES)
    ]
    return chance.sample(sorted(set(every)), chance.randint(0, most))


@given(st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=12, deadline=None)
def test_what_readings_say_of_any_reforms_is_what_the_patched_law_says(chance: random.Random, complete: bool):
    corpus = world(chance, complete=complete)
    reformed = read(corpus, PROFILES, DAY)
    atoms = some_atoms(corpus, chance)
    claimed = reformed.after(atoms)
    real = today(patched(corpus, atoms, PROFILES, DAY), PROFILES, DAY, (), bands(corpus.laws.values()))
    assert claimed.states == real.states
    for name in ("punishes", "territory", "abroad", "reach", "surrender"):
        assert np.array_equal(getattr(claimed, name), getattr(real, name)), name


@given(st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None)
def test_gaps_of_a_family_are_gaps_pattern_by_pattern(chance: random.Random):
    corpus = world(chance)
    found = read(corpus, PROFILES, DAY)
    law = found.base.at(Truth.U)
    states = len(found.base.states)
    for family in FAMILIES.values():
        cells = family.cells(found)
        gaps = gaps_of(law, family, cells)
        singly = np.stack([single(law, one, states, cells) for one in family.patterns])
        if family.joint:
            singly = singly.all(axis=0)[None]
        assert np.array_equal(gaps, singly), family.id


def single(law, one, states: int, cells):
    """[X, Y, K] by the counter of single patterns."""
    x, y, k = np.meshgrid(np.arange(states), np.arange(states), cells, indexing="ij")
    who = {X: x, Y: y, NOBODY: np.full_like(x, NONE)}
    found = are_gaps(
        law, who[one.place], who[one.nationality], who[one.residence], who[one.child], who[one.presence], k
    )
    return found & (x != y)


@given(st.randoms(use_true_random=False), st.sampled_from(sorted(FAMILIES)), st.booleans())
@settings(max_examples=12, deadline=None)
def test_a_plan_closes_what_it_claims_and_nothing_in_it_is_in_vain(chance: random.Random, name: str, complete: bool):
    """Both by reading patched corpora here; also less than the bound, and within the budget."""
    corpus = world(chance, complete=complete)
    plan = best_reforms(corpus, name, None, 3, as_of=DAY, certain=complete)
    assert plan.cost <= 3
    assert plan.closed <= plan.bound + 1e-6
    family = FAMILIES[name]
    closed = closes(corpus, family, plan.atoms, certain=complete)
    assert closed == plan.closed
    for atom, weight in zip(plan.atoms, plan.reopened, strict=True):
        fewer = [one for one in plan.atoms if one != atom]
        assert weight > 0
        assert closed - closes(corpus, family, fewer, certain=complete) == weight


def closes(corpus: Corpus, family: Family, atoms: Sequence[Atom], *, certain: bool) -> int:
    least = Truth.U if certain else Truth.T
    ages = bands(corpus.laws.values())
    laws = corpus, patched(corpus, atoms, PROFILES, DAY)
    before, after = (today(law, PROFILES, DAY, (), ages) for law in laws)
    cells = family.cells(read_like(before))
    found = [gaps_of(law.at(least), family, cells) for law in (before, after)]
    return int((found[0] & ~found[1]).sum())


def read_like(base):
    from fanal.engines.jurisdiction.reform.worlds import NOTHING, Reformed

    return Reformed(PROFILES, base.states, {NOTHING: base})


@given(st.randoms(use_true_random=False))
@settings(max_examples=6, deadline=None)
def test_scenarios_that_a_plan_closes_have_a_route_in_the_tree_evaluator(chance: random.Random):
    corpus = world(chance)
    family = FAMILIES["S1"]
    plan = best_reforms(corpus, "S1", None, 3, as_of=DAY)
    reformed = read(corpus, PROFILES, DAY)
    base = reformed.base
    cells = family.cells(reformed)
    before, after = (gaps_of(reformed.at(atoms, Truth.U), family, cells) for atoms in ((), plan.atoms))
    law = patched(corpus, plan.atoms, PROFILES, DAY)
    for where, gap in ((before & ~after, False), (before & after, True)):
        for scenario, x, y, k in chance.sample(list(map(tuple, np.argwhere(where))), min(6, int(where.sum()))):
            cell = base.cells[cells[k]]
            who = {X: base.states[x], Y: base.states[y]}
            shape = family.patterns[scenario]
            persons = Persons(who[shape.place], who[shape.nationality], who[shape.residence], who[shape.child],
                              who[shape.presence])  # fmt: skip
            years = cell.ages[0], cell.ages[0]
            (act,) = (one for one in PROFILES if one.id == cell.profile)
            assert (best(law, pattern(act, years, Interval(DAY, DAY), persons), persons) is Truth.F) == gap


def best(corpus: Corpus, facts, persons: Persons) -> Truth:
    question = question_of(corpus, facts, DAY)
    found = [Truth.F]
    for law in corpus.laws.values():
        for route in routes.routes(Forum(law, True, False), question):
            held = ROUTES.get(route.verdict, Truth.F)
            reached, _ = reach(corpus, persons.presence, route.state, route.offence, facts, question.moments)
            found.append(min(held, reached.truth))
    return max(found)


# --- by hand ---------------------------------------------------------------------------------------------------------

COMPLETE = [{"conducts": "*", "state": "complete", "by": "a test", "on": "2026-01-01"}]
CITE = {"source": "code", "art": "1"}


def law(code: str, *, offence: bool, rules: Sequence[dict]) -> dict:
    head = code.lower()
    fixed = {"cite": CITE, "versions": [{"source": "code"}]}
    offences = [{"id": f"{head}.1", "covers": ["sexual_activity"], "elements": {"child_age_lt": 18},
                 "exceptions": [], "max_penalty_years": 10, **fixed}]  # fmt: skip
    home = {"id": f"{head}.j.0", "basis": "territory", "offences": "*", **fixed}
    return {
        "schema": "fanal.law/1",
        "jurisdiction": code,
        "names": {"en": code},
        "sources": {"code": {"title": "Code", "kind": "statute", "version_date": "2020-01-01", "url": "https://law.example"}},
        "coverage": COMPLETE,
        "temporal": {"substantive": {"law_at": "act", "lex_mitior": False, "cite": CITE}},
        "place_of_act": {"rule": "ubiquity", "includes": ["conduct", "result"], "cite": CITE},
        "offences": offences if offence else [],
        "jurisdiction_rules": [home, *({**rule, "id": f"{head}.j.{n}", **fixed} for n, rule in enumerate(rules, 1))],
        "limitation": [{"id": f"{head}.l.0", "offences": "*", "none": True, **fixed}],
        "extradition": {"nationals": "never", "residents": "may", "needs_treaty": False, "double_criminality": True,
                        "min_penalty_months": 12, "lapse_of_time_bars": False, "opsc_as_basis": True, "cite": CITE},
    }  # fmt: skip


NATIONALS = {"basis": "active_nationality", "offences": "*", "double_criminality": "required",
             "when": {"suspect_national": {"at": "act"}}}  # fmt: skip


def two() -> Corpus:
    """XA prosecutes its nationals where the place punishes the act; XB punishes nothing."""
    documents = {"XA": law("XA", offence=True, rules=[NATIONALS]), "XB": law("XB", offence=False, rules=[])}
    return replace(compile_documents(documents), profiles=PROFILES[:1])


def test_one_state_that_makes_the_act_an_offence_closes_the_gaps_of_travellers():
    """From XA to XB there is no route, for XB has no offence and XA asks for one: found in XA or in XB, two gaps. From
    XB to XA, XA prosecutes whoever is found there, and XB keeps its own nationals: one gap.

    An offence in XB closes both of the first: found in XA, XA's rule is then met; found in XB, XB prosecutes. XA alone,
    without double criminality, closes the one that is found in XA, for XB gives nobody up for what is no offence there.
    """
    corpus = two()
    reformed = read(corpus, corpus.profiles, DAY)
    family = FAMILIES["S1"]
    found = tensors(reformed, family, Truth.U)
    assert int(found.gaps.sum()) == 3
    plan = best_reforms(corpus, "S1", None, 1, as_of=DAY)
    assert (plan.gaps, plan.closed, plan.cost) == (3, 2, 1)
    assert plan.atoms == (Atom("XB", AtomKind.CRIMINALISE, "sexual_activity"),)
    assert plan.gap == 0
    whole = best_reforms(corpus, "S1", None, 5, as_of=DAY)
    assert (whole.closed, whole.cost) == (3, 2)


def test_all_smallest_sets_of_one_country():
    """The gap of XB's own travellers, found at home, needs an offence of XB and a rule for who is present; the others
    need an offence. So the two (1 + 1), or the bundle of both (2), and no third set of that cost.
    """
    plans = country_reforms(two(), "XB", DAY, families=["S1"])
    assert [tuple((atom.kind, atom.profile) for atom in plan.atoms) for plan in plans] == [
        ((AtomKind.CRIMINALISE, "sexual_activity"), (AtomKind.PROSECUTE, "")),
        ((AtomKind.BUNDLE, ""),),
    ]
    assert [(plan.gaps, plan.closed, plan.cost) for plan in plans] == [(3, 3, 2), (3, 3, 2)]


def test_costs_of_the_corpus_count():
    dear = replace(two(), reform_costs={"criminalise": 5, "ratify_and_implement": 9})
    plan = best_reforms(dear, "S1", None, 1, as_of=DAY)
    assert plan.atoms in {(Atom("XA", AtomKind.NO_DOUBLE),), (Atom("XA", AtomKind.PROSECUTE),)}
    assert plan.closed == 1  # found in XA; XB gives nobody up


def test_weights_move_the_plan():
    corpus = two()
    weights = np.zeros((2, 2))
    weights[1, 0] = 7.0  # from XB to XA alone
    plan = best_reforms(corpus, "S1", weights, 2, as_of=DAY)
    assert plan.gaps == plan.closed == 7.0
    assert {atom.state for atom in plan.atoms} == {"XB"}
    with pytest.raises(ValueError, match="weights must be"):
        best_reforms(corpus, "S1", np.ones((3, 3)), 2, as_of=DAY)


def test_a_reform_says_what_it_adds_and_changes_and_holds_from_its_day_on():
    corpus = two()
    (made,) = patch(corpus, Atom("XB", AtomKind.CRIMINALISE, "sexual_activity"), PROFILES, DAY)
    assert [one.id for one in made.added] == [
        "xb.reform.sexual_activity", "xb.j.reform.territory.sexual_activity", "xb.l.reform.sexual_activity",
    ]  # fmt: skip
    text = provision("offence", made.added[0])["versions"][0]
    assert text["temporal_characteristic"]["start"] == {"after": "2026-11-24", "by": "2026-11-25"}
    assert text["text"]["elements"] == {"child_age_lt": 18}
    (eased,) = patch(corpus, Atom("XA", AtomKind.NO_DOUBLE), PROFILES, DAY)
    ((was, now),) = eased.changed
    assert eased.added == ()
    assert [version.text.double_criminality.rule for version in now.versions] == ["required", "not_required"]
    assert now.versions[0].end == now.versions[1].start
    assert was.id == now.id == "xa.j.1"


def test_no_reform_reaches_back():
    """An act of the day before falls through as before."""
    corpus = two()
    after = patched(
        corpus, [Atom("XB", AtomKind.CRIMINALISE, "sexual_activity"), Atom("XA", AtomKind.NO_DOUBLE)], PROFILES, DAY
    )
    assert after.version != corpus.version
    persons = Persons("XB", "XA", "XA", "XB", "XA")
    for day, expected in ((DAY - timedelta(1), Truth.F), (DAY, Truth.T)):
        facts = pattern(PROFILES[0], (12, 12), Interval(day, day), persons)
        assert best(after, facts, persons) is expected
        assert best(corpus, facts, persons) is Truth.F


def test_a_bundle_is_what_it_holds():
    found = members([Atom("XA", AtomKind.BUNDLE), Atom("XB", AtomKind.PERSONAL)], PROFILES)
    assert found == {
        Atom("XA", AtomKind.CRIMINALISE, "sexual_activity"), Atom("XA", AtomKind.CRIMINALISE, "procuring"),
        Atom("XA", AtomKind.PROSECUTE), Atom("XB", AtomKind.PERSONAL),
    }  # fmt: skip


def test_a_plan_that_its_corpus_does_not_bear_out_is_not_given(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(plans, "patched", lambda corpus, *_: corpus)
    with pytest.raises(Disagreement):
        best_reforms(two(), "S1", None, 1, as_of=DAY)


def test_a_state_without_a_file_has_no_plan():
    with pytest.raises(ValueError, match="not in the library"):
        country_reforms(two(), "XC", DAY)
