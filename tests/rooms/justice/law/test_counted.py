"""What other rooms count of the law: what no lawyer of the country reviewed is unknown, and never a no."""

from itertools import product

import pytest

from fanal.engines.jurisdiction.contracts import ItemState
from fanal.justice.law import counted, results
from fanal.justice.law.results import Brief
from tests.people import NOW

S = ItemState
TOLD = {
    (S.YES, False): "yes", (S.PARTIAL, False): "partial", (S.NO, False): "no", (S.NO_DATA, False): "unknown",
    (S.NOT_ASSESSED, False): "unknown", (S.NOT_APPLICABLE, False): "n_a", (S.YES, True): "unknown",
    (S.PARTIAL, True): "unknown", (S.NO, True): "unknown", (S.NO_DATA, True): "unknown",
    (S.NOT_ASSESSED, True): "unknown", (S.NOT_APPLICABLE, True): "n_a",
}  # fmt: skip
"""By state, and whether it rests on law that nobody reviewed: what is counted, by hand."""


def _brief(state: ItemState, *, unreviewed: bool = False) -> Brief:
    return Brief(state, unreviewed, None, None, ())


def test_each_state_is_told_by_hand() -> None:
    assert set(TOLD) == set(product(ItemState, (False, True)))


@pytest.mark.parametrize(("state", "unreviewed"), TOLD, ids=str)
def test_what_is_not_known_is_never_a_no(state: ItemState, unreviewed: bool) -> None:
    assert counted._state(_brief(state, unreviewed=unreviewed)) == TOLD[state, unreviewed]


B6, C1, C2 = "law.B6", "law.C1", "law.C2"
NO, YES, LOST = _brief(S.NO), _brief(S.YES), _brief(S.NOT_ASSESSED)
GUESS = _brief(S.NO, unreviewed=True)


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize(
    ("held", "found"),
    [
        ({B6: NO}, {("double_criminality", True)}),
        ({B6: YES}, {("double_criminality", False)}),
        ({B6: LOST}, set()),
        ({B6: GUESS}, set()),
        ({C1: NO, C2: LOST}, {("limitation", True)}),
        ({C1: YES, C2: LOST}, set()),
        ({C1: YES, C2: YES}, {("limitation", False)}),
        ({C1: GUESS, C2: GUESS}, set()),
    ],
)  # fmt: skip
def test_a_barrier_stands_only_where_that_is_known(
    held: dict[str, Brief], found: set[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "table", lambda _corpus, _on: {"XA": held, "XA-1": {B6: NO}})
    assert {(cell["barrier"], cell["stands"]) for cell, number in counted.barriers(NOW.date()) if number} == found
