"""CM-23: risk goes up at once by whoever works on it; down only where the child was seen, or by the supervisor."""

from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest

from fanal.access.api import NotNow
from fanal.cases.codes import Risk
from fanal.cases.files import writing
from fanal.cases.models import Case, Note
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
ORDER, WHY = list(Risk), {"body": "What was seen"}
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def files(cast_of_file: Cast) -> dict[Risk, UUID]:
    """A file of each risk, whose child nobody has reached."""
    return {one: opened(cast_of_file, case__risk=one.value).pk for one in Risk}


@pytest.mark.parametrize(("before", "after"), list(product(Risk, Risk)))
def test_the_worker_alone_raises_and_never_lowers(
    cast: Cast, files: dict[Risk, UUID], before: Risk, after: Risk
) -> None:
    pk, lower = files[before], ORDER.index(after) > ORDER.index(before)
    if lower:
        with pytest.raises(NotNow, match="See the child first"):
            writing.set_risk(cast["marek"], pk, after, WHY, NOW)
    else:
        writing.set_risk(cast["marek"], pk, after, WHY, NOW)
    row = Case.objects.get(pk=pk)
    assert row.risk == (before if lower else after)
    if lower:
        writing.set_risk(cast["bao"], pk, after, WHY, NOW)
        row.refresh_from_db()
        assert (row.risk, row.risk_set_by_id) == (after, cast["bao"].person)


@pytest.mark.parametrize(("days", "may"), [(0, True), (29, True), (31, False)])
def test_seen_means_within_thirty_days(cast: Cast, files: dict[Risk, UUID], days: int, may: bool) -> None:
    pk = files[Risk.HIGH]
    writing.add_note(cast["marek"], pk, "contact", {"body": "Met"}, NOW, reached=True)
    then = NOW + days * DAY
    if may:
        writing.set_risk(cast["marek"], pk, Risk.LOW, WHY, then)
    else:
        with pytest.raises(NotNow, match="See the child first"):
            writing.set_risk(cast["marek"], pk, Risk.LOW, WHY, then)


def test_an_entry_that_says_reached_by_hand_is_not_believed(cast: Cast, files: dict[Risk, UUID]) -> None:
    pk = files[Risk.HIGH]
    writing.add_note(cast["marek"], pk, "contact", {"body": "Rang, nobody there"}, NOW)
    Note.objects.filter(case=pk).update(reached=True)
    with pytest.raises(NotNow, match="See the child first"):
        writing.set_risk(cast["marek"], pk, Risk.LOW, WHY, NOW)
