"""A writer of the database who wants a matter gone, or a hold away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from fanal.access.api import NotAllowed
from fanal.justice.matters import matters
from fanal.justice.models import Matter
from fanal.site.commands.journal import defects
from tests.people import NOW, Cast
from tests.rooms.justice.acts import matter

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]
TODAY = NOW.date()


def _found() -> list[str]:
    return list(defects(lambda _done, _of: None))


MOVES: dict[str, dict[str, Any]] = {
    "its day": {"erase_on": TODAY},
    "its day and its class": {"erase_on": TODAY, "retention_class": "exercise"},
    "no hold, and its day": {"hold_until": None, "hold_owner": None, "erase_on": TODAY},
}


@pytest.mark.parametrize("moved", MOVES.values(), ids=MOVES.keys())
def test_a_day_that_nobody_decided_erases_nothing_and_is_named(cast: Cast, moved: dict[str, Any]) -> None:
    """The control: on the day that was decided it goes."""
    found = matter(cast["lena"])
    matters.close(cast["lena"], found, NOW)
    matters.hold(cast["lena"], found, TODAY + timedelta(days=9), "A court asks for it", NOW)
    assert _found() == []
    kept = Matter.objects.get(pk=found)
    Matter.objects.filter(pk=found).update(**moved)
    assert matters.erase_due(NOW) == 0
    assert f"justice.Matter {found}: it is not what was decided last" in _found()
    kept.save()
    assert kept.erase_on is not None
    assert matters.erase_due(NOW + (kept.erase_on - TODAY)) == 1


DEEDS: dict[str, Callable[[Cast, Any], object]] = {
    "ask": lambda cast, found: matters.ask_erase(cast["lena"], found, NOW),
    "erase": lambda cast, found: matters.erase(cast["omar"], found, NOW),
    "release": lambda cast, found: matters.release(cast["lena"], found, NOW),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_a_hold_that_somebody_took_away_lets_nobody_erase(cast: Cast, deed: Callable[[Cast, Any], object]) -> None:
    found = matter(cast["lena"])
    matters.ask_erase(cast["lena"], found, NOW)
    matters.hold(cast["marek"], found, TODAY + timedelta(days=9), "A court asks for it", NOW)
    Matter.objects.filter(pk=found).update(hold_until=None)
    with pytest.raises(NotAllowed, match="somebody changed it"):
        deed(cast, found)
    assert Matter.objects.filter(pk=found).exists()
