"""M7: the bulk evaluator equals the tree evaluator, part by part and verdict by verdict."""

import random
from dataclasses import replace

import numpy as np
import pytest
from tests.engines.jurisdiction import world_facts, worlds
from tests.engines.jurisdiction.world_laws import Shape
from tests.sizes import sized

from fanal.engines.jurisdiction import evaluation
from fanal.engines.jurisdiction.answer import PARTS
from fanal.engines.jurisdiction.cases import frame
from fanal.engines.jurisdiction.deciding import grids
from fanal.engines.jurisdiction.deciding.vector import VERDICTS, Bulk
from fanal.engines.jurisdiction.facts import Facts

pytestmark = pytest.mark.once
AS_OF = world_facts.AS_OF


def batch(chance: random.Random, codes: tuple[str, ...], count: int) -> list[Facts]:
    """Cases that share conduct, days and course."""
    first = world_facts.some_facts(chance, codes)
    found = [first]
    for _ in range(count - 1):
        other = world_facts.some_facts(chance, codes)
        act = replace(other.act, conduct=first.act.conduct, start=first.act.start, end=first.act.end)
        found.append(replace(other, act=act, course=first.course))
    return found


def compare(world: worlds.World, cases: list[Facts]) -> int:
    """The number of verdicts that were compared."""
    table, codes = grids.table_of(cases)
    bulk = Bulk(world.corpus, table, AS_OF)
    routes = {
        (law.jurisdiction, rule.id, one.id): (law, rule, one)
        for law in world.corpus.laws.values()
        for rule, one in bulk.covering(law)
    }
    verdicts = {key: np.broadcast_to(bulk.verdict(*route)(codes), len(cases)) for key, route in routes.items()}
    parts = {
        key: {part: np.broadcast_to(node(codes), len(cases)) for part, node in bulk.parts(*route).items()}
        for key, route in routes.items()
    }
    compared = 0
    for number, case in enumerate(cases):
        answer = evaluation.evaluate(world.corpus, case, AS_OF, states=world.codes, decide=False)
        seen = set()
        for route in answer.routes:
            key = (route.state, route.rule, route.offence)
            seen.add(key)
            assert VERDICTS[verdicts[key][number]] is route.verdict, (key, case)
            if frame.stretches_of(world.corpus.laws[route.state], frame.question_of(world.corpus, case, AS_OF)) is None:
                assert {part: parts[key][part][number] for part in PARTS} == {
                    part: int(value.truth) for part, value in route.parts.items()
                }, (key, case)
            compared += 1
        for key in routes.keys() - seen:  # a rule for acts abroad, and the act was at home
            assert verdicts[key][number] == 0, (key, case)
    return compared


SMALL = {"states": (2, 3), "offences": (1, 2), "rules": (1, 3)}


@pytest.mark.long
@pytest.mark.parametrize("shape", [Shape(**SMALL), Shape(complete=False, **SMALL)], ids=["complete", "incomplete"])
def test_the_bulk_evaluator_equals_the_tree_evaluator(shape: Shape) -> None:
    """M7: on 100 worlds with 100 cases each in the long run, for both kinds of world together."""
    cases, each = 0, sized(40, 100)
    for seed in range(sized(15, 50)):
        chance = random.Random(seed)
        world = worlds.world(chance, shape)
        found = batch(chance, world.codes, each)
        compare(world, found)
        cases += len(found)
    assert cases == sized(600, 5_000)
