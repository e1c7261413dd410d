"""Two who type, and two who confirm, at the same moment: one does it, the other hears of it, nothing is lost."""

from datetime import UTC, datetime

import pytest
from django.conf import settings

from fanal.access.api import NotNow
from fanal.contacts import keeping
from fanal.contacts.models import CountryVersion
from fanal.contacts.standing import chain, standing
from fanal.journal import api as journal
from tests.people import Cast
from tests.rooms.contacts.kept import typed, with_number
from tests.rooms.test_concurrency import at_once, journal_holds

pytestmark = pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))


def test_of_those_who_type_at_once_one_is_first(people: Cast) -> None:
    actors, now = [people["amara"], people["bao"]], datetime.now(UTC)
    results = at_once(lambda n: typed(actors[n % 2], with_number(f"000 {n}{n}"), now), 8)
    assert {type(one) for one in results} <= {CountryVersion, NotNow}
    rows = CountryVersion.objects.filter(country="XA")
    assert sorted(row.number for row in rows) == list(range(1, len(rows) + 1))
    assert len(rows) == sum(isinstance(one, CountryVersion) for one in results)
    assert standing("XA").faults == []
    assert journal_holds()


def test_of_those_who_confirm_at_once_one_does(people: Cast) -> None:
    actors, now = [people["bao"], people["dalia"]], datetime.now(UTC)
    row = typed(people["amara"], with_number("000 77"), now)
    results = at_once(lambda n: keeping.confirm(actors[n % 2], row.pk, now), 8)
    assert {type(one) for one in results} <= {CountryVersion, NotNow}
    assert [line.deed for line in journal.read(chain("XA"))] == ["contacts.confirm", "contacts.write"]
    assert [one.pk for one in standing("XA").confirmed] == [row.pk]
    assert journal_holds()


def test_whoever_types_while_another_confirms_takes_nothing_away(people: Cast) -> None:
    """Either the confirmation comes first, and the new text waits on it; or it is of a text that is no more the
    newest, and is refused."""
    actors, now = [people["bao"], people["amara"]], datetime.now(UTC)
    row = typed(people["amara"], with_number("000 77"), now)

    def work(n: int) -> object:
        return keeping.confirm(actors[0], row.pk, now) if n else typed(actors[1], with_number("000 78"), now)

    results = at_once(work, 2)
    assert {type(one) for one in results} <= {CountryVersion, NotNow}
    stands = standing("XA")
    assert stands.faults == []
    assert [one.number for one in stands.confirmed] in ([], [1])
    if not isinstance(results[0], NotNow):
        assert stands.waits is not None
        assert stands.waits.number == 2
    assert journal_holds()
