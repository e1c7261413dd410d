"""Somebody who writes to the database gives a cohort its privacy back: lines of the ledger deleted, changed, or moved
with the population that spent them. What was spent is what the journal says."""

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

import pytest

from fanal.access.api import NotAllowed
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.research.models import Plan, Population, Spend
from fanal.research.plans import policy
from fanal.research.records import ledger
from fanal.site.commands.journal import defects
from tests.people import NOW, Cast
from tests.rooms.research import planning
from tests.rooms.research.records.test_budget_for_life import anew, spend

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _people(cast: Cast) -> None:
    planning.people(cast)


def _found() -> list[str]:
    return list(defects(lambda _done, _of: None))


CHANGES: dict[str, Callable[[], object]] = {
    "all is deleted": lambda: Spend.objects.all().delete(),
    "another day": lambda: Spend.objects.update(at=NOW - timedelta(days=400)),
    "another plan": lambda: Spend.objects.update(plan=Plan.objects.get().population_id),
}


@pytest.mark.parametrize("how", CHANGES)
def test_what_was_spent_does_not_come_back(cast: Cast, how: str) -> None:
    """The control: a fifth was spent, three tenths are left, and another plan may spend of them."""
    found = planning.population(cast)
    planning.tell(cast)
    spend(cast, found)
    assert ledger.left(found, 2025) == Fraction(3, 10)
    assert _found() == []
    CHANGES[how]()
    with pytest.raises(NotAllowed, match="somebody changed it"):
        ledger.left(found, 2025)
    with pytest.raises(NotAllowed, match="somebody changed it"):
        spend(cast, found)
    assert any(f"record {found.pk}: what was spent of privacy is not" in line for line in _found())


def test_a_population_that_spent_is_not_moved_away(cast: Cast) -> None:
    """Said to be of other records, it would leave its successor the whole budget. The control: it leaves the rest."""
    first = planning.population(cast)
    planning.tell(cast)
    spend(cast, first)
    second = anew(cast, first)
    assert ledger.left(second, 2025) == Fraction(3, 10)
    Population.objects.filter(pk=first.pk).update(source="cases")
    with pytest.raises(NotAllowed, match="somebody changed it"):
        spend(cast, second)
    assert any(f"record {first.pk}: a population is gone or is not as it was opened" in line for line in _found())
    Population.objects.filter(pk=first.pk).update(source="concerns")
    spend(cast, second)
    assert ledger.left(second, 2025) == Fraction(1, 10)
    assert _found() == []


def test_what_0_1_0_spent_stays_spent(cast: Cast) -> None:
    """Its entries name no lines, and say when."""
    found = planning.population(cast)
    planning.tell(cast)
    spend(cast, found)
    _as_of_0_1_0(cast, found)
    assert ledger.left(found, 2025) == Fraction(3, 10)
    assert _found() == []
    Spend.objects.all().delete()
    with pytest.raises(NotAllowed):
        ledger.left(found, 2025)


def _as_of_0_1_0(cast: Cast, found: Population) -> None:
    (row,) = Spend.objects.all()
    first = Entry.objects.get(record=found.pk, deed=policy.SPEND)
    Entry.objects.filter(record=found.pk, seq__gte=first.seq).delete()
    journal.write(found.pk, cast["bao"].signatory(), policy.SPEND, at=row.at)
