"""The generated worlds hold what their shape says, and the same seed makes the same world."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.jurisdiction import world_facts, worlds
from tests.engines.jurisdiction.world_laws import COORDINATES, PLAIN, Shape

from fanal.engines.jurisdiction.facts import Facts

pytestmark = pytest.mark.once
COORDINATE = {name: coordinate for coordinate, names in COORDINATES.items() for name in names}


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from keys(item)


def kinds(world: worlds.World) -> set[str]:
    """The kinds of coupled rules: sets of coordinates of each `all`."""
    found = set()
    for law in world.documents.values():
        for rule in law["jurisdiction_rules"]:
            links = {COORDINATE[name] for name in keys(rule.get("when", {})) if name in COORDINATE}
            found |= {"".join(sorted(links, key="NRVP".index))} if len(links) > 1 else set()
    return found


def test_the_same_seed_makes_the_same_world_and_the_same_facts() -> None:
    assert worlds.world(7).documents == worlds.world(7).documents
    assert worlds.synthetic(5, 20, 3).documents == worlds.synthetic(5, 20, 3).documents
    assert world_facts.some_facts(7, ("XA", "XB")) == world_facts.some_facts(7, ("XA", "XB"))


@pytest.mark.parametrize("count", range(5))
def test_a_plain_world_has_exactly_so_many_coupled_kinds(count: int) -> None:
    shape = replace(PLAIN, coupled=count)
    for seed in range(40):
        assert len(kinds(worlds.world(seed, shape))) == count


@given(
    worlds.worlds(
        Shape(not_rules=False, lower_ages=False, thresholds=False, conditions=False, double_criminality=False)
    )
)
@settings(max_examples=40, deadline=None)
def test_what_a_shape_excludes_is_nowhere(world: worlds.World) -> None:
    found = set(keys(list(world.documents.values())))
    excluded = {"not", "child_age_ge", "offender_age_lt", "none_of", "min_child_age", "requires"}
    assert not found & {*excluded, "min_max_penalty_months", "min_min_penalty_months", "unless"}


def test_a_big_world_has_as_many_states_and_provisions_as_asked() -> None:
    world = worlds.synthetic(states=195, provisions=60)
    assert len(world.documents) == 195
    sizes = {
        sum(len(law[part]) for part in ("offences", "jurisdiction_rules", "limitation"))
        for law in world.documents.values()
    }
    assert sizes == {60}


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_generated_worlds_and_incomplete_ones_load(data: st.DataObject) -> None:
    shape = data.draw(st.sampled_from((Shape(), Shape(complete=False), PLAIN)))
    world = data.draw(worlds.worlds(shape))
    assert set(world.corpus.laws) == set(world.codes)
    for law in world.corpus.laws.values():
        assert len(law.rules) == len(world.documents[law.jurisdiction]["jurisdiction_rules"])
    found = data.draw(world_facts.facts(world))
    assert isinstance(found, Facts)
    assert found.act.conduct
