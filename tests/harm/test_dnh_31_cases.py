"""DNH-31: whatever of a file waits for somebody else is answered, or is in view of ours when its clock ends; of members
the referral desk sees it too."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import pytest

from fanal.cases.exchange import exporting
from fanal.cases.models import Case, Export
from fanal.clocks import api as clocks
from fanal.clocks.models import Notice
from fanal.passing.api import clock
from tests.harm.case_ways import WAYS, allowed, case, case_of_file, out, sent
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db(databases="__all__")
__all__ = ["case", "case_of_file"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class End:
    """`limit`: until when it waits. `state`: how it stands after it. `ours`: what is due then on our side."""

    limit: timedelta
    state: str
    ours: frozenset[str]


BACK: Final = frozenset({"member_back", "member_unanswered"})
ENDS: Final = {
    "a colleague": End(DAY, "offered", frozenset({"handover_accept"})),
    "a provider": End(3 * DAY, "expired", frozenset({"referral_back"})),
    "help of a member": End(3 * DAY, "expired", BACK),
    "a member takes over": End(3 * DAY, "expired", BACK),
    "a member is asked for a child": End(3 * DAY, "expired", frozenset({"member_unanswered"})),
    "whether a member knows": End(3 * DAY, "unanswered", frozenset({"network_search_unanswered"})),
    "an authority": End(30 * DAY, "sent", frozenset({"report_answer"})),
}


def test_each_way_has_an_end() -> None:
    """Data that are taken out wait for nobody: they go after seven days."""
    assert set(ENDS) == set(WAYS) - {"data taken out"}


@pytest.mark.parametrize("way", ENDS)
def test_unanswered_it_is_in_view_of_ours_and_somebody_is_told(cast: Cast, case: Case, way: str) -> None:
    allowed(cast, case)
    row, end = sent(cast, case, way), ENDS[way]
    out(cast, way, row)
    clocks.sweep(NOW + end.limit - HOUR)
    assert WAYS[way].table.objects.get(pk=row.pk).state in {"offered", "asked", "sent"}  # type: ignore[attr-defined]
    Notice.objects.all().delete()
    for hours in (1, 26):
        clocks.sweep(NOW + end.limit + hours * HOUR)
    assert WAYS[way].table.objects.get(pk=row.pk).state == end.state  # type: ignore[attr-defined]
    due = clocks.open_duties(org=cast.aurora, subjects=[row.pk])
    assert {one.kind for one in due} >= end.ours
    assert Notice.objects.filter(person__in=[cast[who].person for who in ("marek", "bao")]).exists()
    assert bool(clock.unanswered()) == ("member_unanswered" in end.ours), "the referral desk of the network"


def test_data_that_were_taken_out_go_by_themselves(cast: Cast, case: Case) -> None:
    allowed(cast, case)
    sent(cast, case, "data taken out")
    assert exporting.erase_due(NOW + 6 * DAY) == 0
    assert exporting.erase_due(NOW + 7 * DAY) == 1
    assert not Export.objects.exists()
