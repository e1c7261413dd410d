"""A duty for a time is given or ended while its person leaves: the person is held first, then what they hold."""

from datetime import timedelta

import pytest
from django.conf import settings

from fanal.access.api import GrantGiven, NotNow, granting
from fanal.justice.gaps.policy import GRANT
from fanal.network import api as network
from fanal.network.models import Person
from tests.desk import person_of
from tests.meeting import ONLY_POSTGRESQL, meet
from tests.people import NOW, Cast

pytestmark = [pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)), ONLY_POSTGRESQL]


def proposed(cast: Cast, who: str) -> GrantGiven:
    until = NOW.date() + timedelta(days=90)
    return granting.propose(cast["bao"], GRANT, network.person(person_of(who)), "A reform of the law", until, NOW)


def test_somebody_leaves_while_a_grant_of_theirs_is_ended(people: Cast) -> None:
    row = granting.confirm(people["dalia"], proposed(people, "noor").pk, NOW)
    results = meet(
        row,
        lambda: granting.end(people["dalia"], row.pk, NOW),
        lambda: network.people.end_membership(people["bao"], person_of("noor"), NOW),
    )
    assert [one for one in results if isinstance(one, BaseException)] == []
    row.refresh_from_db()
    assert row.ended_at == NOW
    assert Person.objects.get(pk=person_of("noor")).state == "left"


def test_somebody_leaves_before_a_grant_is_confirmed(people: Cast) -> None:
    """Nobody who has left is given anything."""
    row = proposed(people, "noor")
    results = meet(
        Person.objects.get(pk=person_of("noor")),
        lambda: network.people.end_membership(people["bao"], person_of("noor"), NOW),
        lambda: granting.confirm(people["dalia"], row.pk, NOW),
    )
    assert [type(one) for one in results if isinstance(one, BaseException)] == [NotNow]
