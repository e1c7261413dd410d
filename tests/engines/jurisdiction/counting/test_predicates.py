"""M8 end to end: the count over generated law equals asking the tree evaluator about every single pattern."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.jurisdiction import worlds
from tests.engines.jurisdiction.world_laws import INCOMPLETE, PLAIN, Shape

from fanal.engines.jurisdiction.answer import Verdict
from fanal.engines.jurisdiction.cases import routes
from fanal.engines.jurisdiction.cases.frame import question_of
from fanal.engines.jurisdiction.cases.reach import reach
from fanal.engines.jurisdiction.counting.patterns import Persons, pattern
from fanal.engines.jurisdiction.counting.predicates import compile_predicates, count_gaps, world_states
from fanal.engines.jurisdiction.counting.space import SpaceCell, count
from fanal.engines.jurisdiction.model import Corpus, Profile
from fanal.engines.jurisdiction.parts.links import Forum
from fanal.engines.jurisdiction.values import Truth
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once

AS_OF = date(2026, 11, 25)
PAID = Profile(
    "paid",
    "sexual_activity",
    {"commercial": True, "means": (), "relation": (), "medium": ("in_person",), "role": "principal", "marriage": False},
)
VERDICTS = {Verdict.OPEN: Truth.T, Verdict.OPEN_ON_CONDITION: Truth.T, Verdict.CANNOT_SAY: Truth.U}


def shaped(shape: Shape, **changes: object) -> Shape:
    return Shape(**{name: getattr(shape, name) for name in Shape.__dataclass_fields__} | changes)  # type: ignore[arg-type]


SMALL = shaped(PLAIN, states=(1, 3), conducts=("sexual_activity",), double_criminality=True, lower_ages=True)


def asked_of_all(corpus: Corpus, codes: Sequence[str], cell: SpaceCell) -> tuple[int, int]:
    """How many patterns of a cell are gaps for certain, and how many may be, by the tree evaluator."""
    certain, possible = 0, 0
    for persons in everybody(codes):
        best = max(open_routes(corpus, cell, persons), default=Truth.F)
        certain += best is Truth.F
        possible += best is not Truth.T
    return certain, possible


def everybody(codes: Sequence[str]) -> Iterator[Persons]:
    some = (*codes, None)
    for place, nationality, residence, child, presence in product(codes, some, some, some, codes):
        yield Persons(place, nationality, residence, child, presence)  # type: ignore[arg-type]


def open_routes(corpus: Corpus, cell: SpaceCell, persons: Persons) -> Iterator[Truth]:
    """Each route of each state, if the state where the person suspected is lets it come to it.

    On the first day of a cell, for a child of its lowest age: a cell may hold several versions of the law that say the
    same, and a day somewhere among them is another question.
    """
    facts = pattern(PAID, (cell.ages[0], cell.ages[0]), Interval(cell.first, cell.first), persons)
    question = question_of(corpus, facts, AS_OF)
    for law in corpus.laws.values():
        for route in routes.routes(Forum(law, linked=True, whole=False), question):
            found = VERDICTS.get(route.verdict, Truth.F)
            if found is not Truth.F:
                reached, _ = reach(corpus, persons.presence, route.state, route.offence, facts, question.moments)
                yield min(found, reached.truth)


def check(world: worlds.World, *, exact: bool) -> None:
    found = count_gaps(world.corpus, [PAID], AS_OF, states=world.codes)
    for one in sorted(found.by_cell, key=lambda one: one.cell.first)[-4:]:
        certain, possible = asked_of_all(world.corpus, world.codes, one.cell)
        lower, upper = one.lower // one.cell.weight, one.upper // one.cell.weight
        if exact:
            assert (lower, upper) == (certain, possible)
        else:
            assert lower <= certain
            assert possible <= upper


@settings(max_examples=12, deadline=None)
@given(worlds.worlds(SMALL))
def test_plain_law_is_counted_exactly(world: worlds.World) -> None:
    check(world, exact=True)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 4), st.randoms(use_true_random=False))
def test_coupled_kinds_are_counted_exactly(kinds: int, chance: object) -> None:
    check(worlds.world(chance, shaped(SMALL, states=(2, 2), coupled=kinds)), exact=True)  # type: ignore[arg-type]


FREE = shaped(Shape(), states=(1, 2), conducts=("sexual_activity",))


@settings(max_examples=12, deadline=None)
@given(worlds.worlds(shaped(FREE, limitation=False)))
def test_any_complete_law_is_counted_exactly(world: worlds.World) -> None:
    """Thresholds, conditions, negated links, journeys, changes of law."""
    check(world, exact=True)


@settings(max_examples=12, deadline=None)
@given(worlds.worlds(FREE))
def test_days_near_a_horizon_are_not_known(world: worlds.World) -> None:
    """Limitation depends on the birthday: inside a band of ages some days may be barred or not."""
    check(world, exact=False)


@settings(max_examples=10, deadline=None)
@given(worlds.worlds(shaped(INCOMPLETE, states=(1, 2), conducts=("sexual_activity",))))
def test_what_a_file_does_not_say_widens_the_bounds(world: worlds.World) -> None:
    check(world, exact=False)


def test_the_states_of_the_world() -> None:
    """193 members and two observers."""
    states = world_states()
    assert len(states) == len(set(states)) == 195
    assert {"DE", "TL", "VA", "PS"} <= set(states)
    assert "TP" not in states


def test_an_empty_corpus_says_nothing_about_anything() -> None:
    corpus = Corpus({}, (), (), {}, (), {}, "")
    found = count_gaps(corpus, [PAID], AS_OF)
    assert (found.lower, found.upper) == (0, found.total)
    assert found.total == 195 * 196**3 * 195


def test_one_file_among_195_leaves_wide_bounds() -> None:
    """What one state reaches for certain is no gap; a child without a file anywhere may be one, or not."""
    world = worlds.world(4, shaped(PLAIN, states=(1, 1), conducts=("sexual_activity",), defences=False))
    found = count_gaps(world.corpus, [PAID], AS_OF)
    assert len(found.predicates.states) == 196
    assert found.lower == 0 < found.upper < found.total


def test_no_place_is_free_for_the_count() -> None:
    world = worlds.world(4, shaped(PLAIN, states=(18, 18), rules=(1, 1), offences=(1, 1)))
    with pytest.raises(ValueError, match="fictional codes"):
        compile_predicates(world.corpus, [PAID], AS_OF, states=world.codes)


def test_equal_neighbours_are_merged_and_nothing_is_lost() -> None:
    """Cells tile all ages of childhood and all days, whatever their weights."""
    world = worlds.world(11, shaped(Shape(), states=(2, 2), conducts=("sexual_activity",)))
    predicates = compile_predicates(world.corpus, [PAID], AS_OF, states=world.codes)
    days = sum((cell.last - cell.first).days + 1 for cell in predicates.cells for _ in range(*years(cell)))
    first = min(cell.first for cell in predicates.cells)
    assert days == 18 * ((AS_OF - first).days + 1)
    assert count(predicates).total == sum(cell.weight for cell in predicates.cells) * 2 * 27 * 2


def years(cell: SpaceCell) -> tuple[int, int]:
    return cell.ages[0], cell.ages[1] + 1
