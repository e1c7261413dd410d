"""Expressions over columns of facts equal an evaluator that knows nothing of them, and cost a gather a leaf."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.engines.jurisdiction import world_facts
from tests.engines.jurisdiction.world_laws import MEANS, MEDIA, RELATIONS, ROLES

from fanal.engines.jurisdiction.deciding import grids
from fanal.engines.jurisdiction.facts import Act, Age, Child, Codes, Facts, Link, Links, Moments, Suspect
from fanal.engines.jurisdiction.model import Expr, Law
from fanal.engines.jurisdiction.parts.expressions import Ground, weigh
from fanal.engines.jurisdiction.values import Value
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once
DAY = Interval(date(2016, 2, 1), date(2016, 2, 1))
AS_OF = date(2026, 11, 25)
MOMENTS = Moments(DAY, Interval(AS_OF, AS_OF), AS_OF)
LAW = Law("XA", {}, {}, {}, {}, {}, {})
STATES = ("XA", "XB", "XC")


def ask(expr: Expr, facts: Facts) -> Value:
    return weigh(expr, Ground(LAW, "xa.x", facts, MOMENTS))


# An evaluator written from docs/law-rules.md, "Elements and ages", alone: 0 F, 1 U, 2 T; ages are intervals, ties are
# plain codes.


def independent(expr: Expr, facts: Facts) -> int:
    if expr.op in JOINED:
        return JOINED[expr.op]([independent(child, facts) for child in expr.children])
    if expr.op in TIES:
        return tie(TIES[expr.op](facts))
    return LEAVES[expr.op](expr.value, facts)


def tie(held: Links | None) -> int:
    if held is None:
        return 1
    return 2 if "XA" in {link.state for link in held.links} else 0 if held.complete else 1


def span(age: Age | None) -> tuple[int, int]:
    return (age.low, age.high) if age else (0, 200)


def below(age: tuple[int, int], years: int) -> int:
    return 2 if age[1] < years else 0 if age[0] >= years else 1


def common(held: Codes | None, asked: tuple[str, ...]) -> int:
    if held is None:
        return 1
    return 2 if held.codes & set(asked) else 0 if held.complete else 1


def apart(years: int, child: tuple[int, int], suspect: tuple[int, int]) -> int:
    low, high = suspect[0] - child[1] - 1, suspect[1] + 1 - child[0]
    return 2 if low >= years else 0 if high <= years else 1


JOINED: dict[str, Callable[[list[int]], int]] = {
    "all_of": lambda found: min(found, default=2),
    "all": lambda found: min(found, default=2),
    "any_of": lambda found: max(found, default=0),
    "any": lambda found: max(found, default=0),
    "none_of": lambda found: 2 - max(found, default=0),
    "not": lambda found: 2 - found[0],
}
TIES: dict[str, Callable[[Facts], Links | None]] = {
    "suspect_national": lambda facts: facts.suspect.nationality,
    "suspect_resident": lambda facts: facts.suspect.residence,
    "suspect_present": lambda facts: facts.suspect.presence,
    "victim_national": lambda facts: facts.child.nationality,
    "victim_resident": lambda facts: facts.child.residence,
}
LEAVES: dict[str, Callable[[Any, Facts], int]] = {
    "child_age_lt": lambda n, facts: below(span(facts.child.age), n),
    "child_age_ge": lambda n, facts: 2 - below(span(facts.child.age), n),
    "offender_age_lt": lambda n, facts: below(span(facts.suspect.age), n),
    "offender_age_ge": lambda n, facts: 2 - below(span(facts.suspect.age), n),
    "age_gap_ge": lambda n, facts: apart(n, span(facts.child.age), span(facts.suspect.age)),
    "age_gap_gt": lambda n, facts: apart(n, span(facts.child.age), span(facts.suspect.age)),  # of ages the same
    "commercial": lambda _n, facts: {True: 2, False: 0, None: 1}[facts.act.commercial],
    "means_any": lambda n, facts: common(facts.act.means, n),
    "relation_any": lambda n, facts: common(facts.act.relation, n),
    "medium_any": lambda n, facts: common(facts.act.medium and Codes(facts.act.medium), n),
    "role_any": lambda n, facts: 1 if facts.act.role is None else 2 if facts.act.role in n else 0,
}


def some_expr(chance: random.Random, depth: int) -> Expr:
    if depth and chance.random() < 0.65:
        op = chance.choice(("all_of", "any_of", "none_of", "not", "all", "any"))
        count = 1 if op == "not" else chance.randint(0, 4)
        return Expr(op, children=tuple(some_expr(chance, depth - 1) for _ in range(count)))
    ties = ("suspect_national", "suspect_resident", "suspect_present", "victim_national", "victim_resident")
    return chance.choice(
        (
            Expr(chance.choice(("child_age_lt", "child_age_ge")), chance.randint(10, 18)),
            Expr(chance.choice(("offender_age_lt", "offender_age_ge")), chance.randint(14, 21)),
            Expr(chance.choice(("age_gap_ge", "age_gap_gt")), chance.randint(1, 6)),
            Expr("commercial", True),
            Expr("means_any", tuple(chance.sample(MEANS, 2))),
            Expr("relation_any", tuple(chance.sample(RELATIONS, 2))),
            Expr("medium_any", tuple(chance.sample(MEDIA, 2))),
            Expr("role_any", tuple(chance.sample(ROLES, 2))),
            Expr(chance.choice(ties), chance.choice(("act", "charge"))),
        )
    )


def some_case(chance: random.Random) -> Facts:
    """Plain ties and ages in years: what the independent evaluator understands."""

    def age(low: int, high: int) -> Age | None:
        least = chance.randint(low, high)
        return None if chance.random() < 0.2 else Age(least, least + chance.choice((0, 0, 1, 4)))

    def ties() -> Links | None:
        codes = chance.sample(STATES, chance.randint(0, 2))
        return None if chance.random() < 0.2 else Links(tuple(map(Link, codes)), chance.random() < 0.7)

    def codes(vocabulary: tuple[str, ...]) -> Codes | None:
        found = frozenset(chance.sample(vocabulary, chance.randint(0, 2)))
        return None if chance.random() < 0.2 else Codes(found, chance.random() < 0.7)

    act = Act(
        ("sexual_activity",), DAY, DAY,
        commercial=chance.choice((True, False, None)),
        means=codes(MEANS),
        relation=codes(RELATIONS),
        medium=chance.choice((None, frozenset({chance.choice(MEDIA)}))),
        role=chance.choice((None, *ROLES)),
    )  # fmt: skip
    child = Child(age=age(8, 18), nationality=ties(), residence=ties())
    suspect = Suspect(age=age(14, 40), nationality=ties(), residence=ties(), presence=ties())
    return Facts("x", act, child, suspect)


def test_expressions_over_columns_equal_an_independent_evaluator() -> None:
    chance = random.Random(20261125)
    compared = 0
    for _ in range(60):
        cases = [some_case(chance) for _ in range(200)]
        table, codes = grids.table_of(cases)
        for _ in range(3):
            expr = some_expr(chance, 3)
            found = np.broadcast_to(grids.compiled(table, expr, ask)(codes), (200,))
            assert found.tolist() == [independent(expr, case) for case in cases], expr
            compared += len(cases)
    assert compared >= 30_000


def test_many_cases_are_answered_as_few_are() -> None:
    """From some thousands on, answers that seldom change along the codes are compared for, not looked up."""
    chance = random.Random(7)
    cases = [some_case(chance) for _ in range(200)]
    table, codes = grids.table_of(cases)
    many = {name: np.tile(column, 30) for name, column in codes.items()}
    for _ in range(100):
        expr = some_expr(chance, 3)
        few = np.broadcast_to(grids.compiled(table, expr, ask)(codes), (200,))
        found = np.broadcast_to(grids.compiled(table, expr, ask)(many), (6_000,))
        assert (found == np.tile(few, 30)).all(), expr


def test_a_grid_of_completions_is_every_combination_in_its_place() -> None:
    base = some_case(random.Random(5))
    ages = tuple((None, Age(low, high)) for low, high in ((0, 13), (14, 15), (16, 17)))
    nationalities = tuple((Links((Link(state),)),) for state in STATES)
    table = grids.Table(base, {"child.age": ages, "suspect.nationality": nationalities})
    codes = {"child.age": np.arange(3, dtype=np.uint8)[:, None], "suspect.nationality": np.arange(3, dtype=np.uint8)}
    expr = Expr("all_of", children=(Expr("child_age_lt", 16), Expr("suspect_national", "act")))
    assert grids.compiled(table, expr, ask)(codes).tolist() == [[2, 0, 0], [2, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize("op", sorted(grids.READS))
def test_an_operator_looks_at_no_fact_that_its_entry_does_not_name(op: str) -> None:
    """Its value is the same whatever the other facts are."""
    codes = (*MEANS, *RELATIONS, *MEDIA, *ROLES)
    if op in {"close_in_age", "peer", "marriage", "offence_in", "min_penalty_ge"}:
        pytest.skip("an exception or a question about an offence, not about facts alone")
    for seed in range(60):
        chance = random.Random(seed)
        one = world_facts.some_facts(chance, STATES)
        other = world_facts.some_facts(chance, STATES)
        value: Any = {"travel": "touches"}.get(op, "act" if "suspect" in op or "victim" in op else 16)
        if op in {"means_any", "relation_any", "medium_any", "role_any", "role"}:
            value = tuple(chance.sample(codes, 6))
        expr = Expr(op, value)
        kept = {name: grids.value_of(one, name) for name in grids.reads(expr)}
        assert ask(expr, grids.changed(other, kept)).truth == ask(expr, one).truth


def test_cases_of_different_days_do_not_share_a_table() -> None:
    one = some_case(random.Random(1))
    other = Facts("x", Act(one.act.conduct), one.child, one.suspect)
    with pytest.raises(ValueError, match="days"):
        grids.table_of([one, other])


def test_a_million_cases_of_one_rule_are_what_each_is_alone() -> None:
    count = 1_000_000
    chance = np.random.default_rng(1)
    values: dict[str, tuple[tuple[Any, ...], ...]] = {
        "child.age": tuple((None, Age(low, low)) for low in range(8, 19)),
        "suspect.age": tuple((None, Age(low, low)) for low in range(14, 60)),
        "act.commercial": ((True,), (False,), (None,)),
        "suspect.nationality": (*((Links((Link(state),)),) for state in STATES), (None,)),
    }
    table = grids.Table(some_case(random.Random(1)), values)
    codes = {name: chance.integers(0, len(held), count).astype(np.uint8) for name, held in values.items()}
    children = (Expr("child_age_lt", 18), Expr("commercial", True), Expr("offender_age_ge", 18))
    rule = grids.compiled(table, Expr("all_of", children=(*children, Expr("suspect_national", "act"))), ask)
    rule(codes)
    found = rule(codes)
    sample = chance.integers(0, count, 200)
    for number in sample.tolist():
        facts = grids.changed(table.facts, {name: held[codes[name][number]] for name, held in values.items()})
        assert found[number] == min(independent(child, facts) for child in (*children, Expr("suspect_national", "act")))
