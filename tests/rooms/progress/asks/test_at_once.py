"""Deeds on asks that meet: each waits for the other in one order, and the later one sees what the first one did."""

import pytest
from django.conf import settings

from fanal.access.api import NotNow
from fanal.progress.asks import asks, ledger
from fanal.progress.asks.flow import State
from tests.meeting import ONLY_POSTGRESQL, meet
from tests.people import NOW, Cast
from tests.rooms.progress.asks import made
from tests.rooms.progress.asks.made import DAY, written

pytestmark = [pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)), ONLY_POSTGRESQL]


@pytest.mark.parametrize("turned", [False, True])
def test_two_asks_that_are_merged_into_each_other_leave_one(cast: Cast, *, turned: bool) -> None:
    house = made.advocates(cast)
    first, second = sorted((written(house), written(house, title="The same again")), key=lambda held: held.row.pk)
    one, other = (second, first) if turned else (first, second)
    found = meet(
        first.row,
        lambda: asks.merge(house["amara"], one.row.pk, other.row.pk, NOW + DAY),
        lambda: asks.merge(house["bao"], other.row.pk, one.row.pk, NOW + DAY),
    )
    assert isinstance(found[1], NotNow), found
    assert not isinstance(found[0], BaseException), found
    assert {ledger.of(held.row).state for held in (first, second)} == {State.DRAFT, State.WITHDRAWN}
    assert ledger.of(one.row).state is State.WITHDRAWN
