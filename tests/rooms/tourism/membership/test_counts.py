"""What other rooms count of memberships: on the day of who decided, and only what the journal says."""

from datetime import date

import pytest

from fanal.tourism.membership import counts, deciding
from fanal.tourism.membership.deciding import Basis
from fanal.tourism.membership.flow import Move
from fanal.tourism.models import Step
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY

pytestmark = pytest.mark.django_db(databases="__all__")


def _changes(on: date) -> list[tuple[object, int]]:
    return [(cell["to"], number) for cell, number in counts.changes(on)]


def test_a_decision_counts_on_its_day_whenever_it_was_proposed(cast: Cast) -> None:
    firm = firms.active(cast)
    today = NOW.date()
    assert _changes(today) == []
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.ADMISSION, "They kept nothing of it.", NOW, urgent=True)
    assert _changes(today) == [], "nobody decided yet"
    deciding.suspend(cast["sol"], firm.pk, NOW + 20 * DAY)
    assert _changes(today + 10 * DAY) == []
    assert _changes(today + 20 * DAY) == [("suspended", 1)]
    assert _changes(today + 370 * DAY) == [("suspended", 1)], "proposed a year ago, decided within it"
    assert _changes(today + 400 * DAY) == []


def test_what_somebody_wrote_into_the_database_is_no_decision(cast: Cast) -> None:
    firm = firms.active(cast)
    Step(membership_id=firm.pk, move="exclude", was="active", became="excluded", at=NOW, second_at=NOW).save()
    assert _changes(NOW.date()) == []
