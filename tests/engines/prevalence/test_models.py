"""Models: how they are written, and how many there are."""

import pytest

from fanal.engines.prevalence.models import Model, ModelError, default_order, every_model, main_effects

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("lists", "order", "count"), [(2, 1, 1), (3, 2, 8), (4, 3, 113), (5, 4, 6893), (5, 2, 1024), (4, 2, 64)]
)
def test_how_many_hierarchical_models_there_are(lists: int, order: int, count: int) -> None:
    """All single lists, without the saturated model."""
    found = every_model(lists, order)
    assert len(found) == len(set(found)) == count
    assert found[0] == main_effects(lists)


@pytest.mark.parametrize(
    ("text", "lists", "written"),
    [
        ("[12,13,5]", 5, "[12,13,4,5]"),
        ("[5, 13, 21]", 5, "[12,13,4,5]"),
        ("[123,14,34]", 4, "[123,14,34]"),
        ("[23,1]", 3, "[23,1]"),
        ("[1,23]", 3, "[23,1]"),
        ("[]", 3, "[1,2,3]"),
        ("[1.10,2]", 10, "[1.10,2,3,4,5,6,7,8,9]"),
        ("[11.]", 11, "[1,2,3,4,5,6,7,8,9,10.,11.]"),
        ("[12]", 12, "[12,3,4,5,6,7,8,9,10.,11.,12.]"),
    ],
)
def test_notation(text: str, lists: int, written: str) -> None:
    assert Model.parse(text, lists).notation == written
    assert Model.parse(written, lists) == Model.parse(text, lists)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12", "no model"), ("[1x]", "no set of lists"), ("[15]", "names list 5"), ("[0]", "names list 0"),
        ("[11]", "twice"), ("[1234]", "all lists"),
    ],
)  # fmt: skip
def test_notation_that_cannot_be_read(text: str, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        Model.parse(text, 4)


def test_a_model_holds_all_parts_of_its_terms() -> None:
    model = Model.parse("[123,4]", 4)
    assert model.terms == (0, 1, 2, 3, 4, 5, 6, 7, 8)
    assert (model.order, model.generators) == (3, (7, 8))


def test_neighbours_are_one_term_away() -> None:
    found = [model.notation for model in Model.parse("[12,13,23]", 4).neighbours(3)]
    assert found == [
        "[13,23,4]",
        "[12,23,4]",
        "[12,13,4]",
        "[123,4]",
        "[12,13,14,23]",
        "[12,13,23,24]",
        "[12,13,23,34]",
    ]


def test_orders() -> None:
    assert [default_order(lists) for lists in (2, 3, 4, 5, 6, 7, 12)] == [1, 2, 3, 3, 2, 2, 2]
    with pytest.raises(ModelError, match="search downhill"):
        every_model(6, 3)
