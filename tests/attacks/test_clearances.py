"""A writer of the database who wants somebody untrained to decide on a child, or a clearance to go on."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from fanal.access.api import ClearanceGiven, clearing
from fanal.clocks import api as clocks
from fanal.clocks.models import Duty
from fanal.concerns.access_terms import TRAINED
from fanal.network import api as network
from fanal.network.models import GrantHeld, Person
from fanal.network.unbelieved import unbelieved
from fanal.site import clearances, unproved
from tests.desk import person_of
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db(databases="__all__")
DAY, UNTIL = NOW.date(), NOW.date() + timedelta(days=100)


def _given(cast: Cast, who: str = "femi", until: date = UNTIL) -> ClearanceGiven:
    return clearing.give(cast["bao"], network.person(person_of(who)), TRAINED, clearing.Basis.COURSE, until, NOW)


def _is_somebody(who: str) -> bool:
    return bool(network.trusted.among([Person.objects.get(username=who)]))


HELD: dict[str, Callable[[UUID], object]] = {
    "written": lambda omar: GrantHeld.objects.create(
        person_id=omar, code=TRAINED, since=DAY, until=UNTIL + timedelta(days=900)
    ),
    "made longer": lambda omar: GrantHeld.objects.filter(person_id=omar).update(until=UNTIL + timedelta(days=900)),
    "of another kind": lambda omar: GrantHeld.objects.filter(person_id=omar).update(code="vetting"),
}


@pytest.mark.parametrize("change", HELD.values(), ids=HELD.keys())
def test_a_clearance_that_somebody_wrote_makes_its_holder_nobody(cast: Cast, change: Callable[[UUID], object]) -> None:
    """The control: as it was given, Omar acts."""
    _given(cast, "omar")
    assert _is_somebody("omar")
    assert not list(unbelieved())
    change(person_of("omar"))
    assert not _is_somebody("omar")
    assert "not as they were left" in " ".join(unbelieved())


@pytest.mark.parametrize("by_upgrade", [True, False])
def test_a_row_that_nobody_gave_gives_nothing_and_is_named(cast: Cast, by_upgrade: bool) -> None:
    """Also one that says it came with the upgrade: the installation signed no such thing. Nor does the table show
    it."""
    who = {} if by_upgrade else {"given_by_id": person_of("bao")}
    row = ClearanceGiven.objects.create(
        code=TRAINED, org_id=cast.aurora, person_id=person_of("omar"), basis="upgrade", until=UNTIL, given_at=NOW, **who
    )
    assert TRAINED not in cast["omar"].grants
    assert person_of("omar") not in clearing.held_in(cast.aurora)
    assert list(unproved.unproved("records")) == [f"record {row.pk}: a clearance is by nobody, or was changed"]


@pytest.mark.parametrize(
    "change", [{"until": UNTIL + timedelta(days=300)}, {"basis": "certificate"}, {"ended_at": NOW}]
)
def test_what_was_stated_is_not_changed(cast: Cast, change: dict[str, object]) -> None:
    row = _given(cast)
    assert not list(unproved.unproved("records"))
    ClearanceGiven.objects.filter(pk=row.pk).update(**change)
    assert any("a clearance is by nobody, or was changed" in one for one in unproved.unproved("records"))


def test_one_that_was_ended_does_not_go_on(cast: Cast) -> None:
    """Femi's clearance was taken away; the row of its record is made to go on, and that of the duty is deleted."""
    row = _given(cast)
    clearing.withdraw(cast["bao"], row.pk, NOW)
    ClearanceGiven.objects.filter(pk=row.pk).update(ended_at=None)
    assert TRAINED not in cast["femi"].grants
    assert person_of("femi") not in clearing.held_in(cast.aurora)
    clearing.withdraw(cast["bao"], row.pk, NOW)
    assert TRAINED not in cast["femi"].grants


def test_a_duty_to_renew_that_was_deleted_comes_back(cast: Cast) -> None:
    row = _given(cast, until=DAY + timedelta(days=20))
    clearances.look(NOW)
    Duty.objects.filter(subject=row.pk).delete()
    clearances.look(NOW)
    assert len(clocks.open_duties(subjects=[row.pk])) == 2
