"""What is counted at night: of rooms that are here, without keys, and nothing anew that is the same."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps

from fanal.learning.models import Cohort, Learner, Post
from fanal.progress.catalogue.offered import OFFERED
from fanal.progress.models import Observation, Vintage
from fanal.progress.observations import computing, counting, observations
from fanal.progress.observations.values import WORLD
from fanal.tourism.models import Membership
from tests.people import NOW, Cast
from tests.rooms.tourism import firms

pytestmark = pytest.mark.django_db(databases="__all__")
NIGHT = timedelta(days=1)


def _members() -> dict[str, str]:
    found = observations.newest(observations.of_indicator("T01"))
    return {one.territory: str(one.value) for one in found}


def test_members_are_counted_by_country(cast: Cast) -> None:
    firms.office(cast)
    firms.active(cast)
    computing.compute(NOW)
    assert _members() == {"XA": "1.0000"}


def test_the_same_is_not_written_again_and_what_ended_is_a_true_zero(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.active(cast)
    assert computing.compute(NOW) > 0
    count = Observation.objects.count()
    assert computing.compute(NOW) == 0
    assert Observation.objects.count() == count
    Membership.objects.filter(pk=firm.pk).update(state="excluded")
    assert computing.compute(NOW) == 1, "the part of the day alone"
    assert _members() == {"XA": "0.0000"}
    then = observations.of_indicator("T01", known_on=NOW - NIGHT)
    assert then == []


def test_a_membership_that_somebody_wrote_into_the_database_is_no_member(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.active(cast)
    Membership.objects.filter(pk=firm.pk).update(programme="other")
    computing.compute(NOW)
    assert _members() == {}


def test_law_that_nobody_reviewed_is_unknown_and_never_no(cast: Cast) -> None:
    computing.compute(NOW)
    found = observations.of_indicator("L02")
    assert found
    for one in found:
        if one.kind != "value":
            assert one.value is None
            assert one.upper is not None
            assert one.lower is not None
            assert one.lower < one.upper
    barriers = observations.of_indicator("L04")
    assert {one.territory for one in barriers} <= {WORLD}


def test_a_room_that_is_not_here_gives_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    firms.office(cast)
    firms.active(cast)
    assert counting.is_here("tourism.membership")
    monkeypatch.setattr(apps, "is_installed", lambda name: name not in {"fanal.tourism", "fanal.learning"})
    assert not counting.is_here("tourism.membership")
    assert counting.counted("tourism.membership", NOW.date()) is None
    computing.compute(NOW)
    assert not Vintage.objects.filter(indicator__startswith="T").exists()
    assert Vintage.objects.filter(indicator="L02").exists()


def _learner(cast: Cast, number: int) -> Learner:
    return Learner.objects.create(
        org_id=cast.aurora, label=f"no. {number}", code=f"c{number}", language="en", made_on=NOW.date()
    )


def test_people_are_counted_where_they_are_ten(cast: Cast) -> None:
    cohort = Cohort.objects.create(
        org_id=cast.aurora, label="Harbour", country="XA", kind="site", made_on=NOW.date(), code=""
    )
    for number in range(9):
        who = _learner(cast, number)
        Post.objects.create(learner=who, cohort=cohort, role="front_desk", since=NOW.date())
    assert counting.counted("learning.post", NOW.date()) == []
    who = _learner(cast, 9)
    Post.objects.create(learner=who, cohort=cohort, role="front_desk", since=NOW.date())
    ((fields, number),) = counting.counted("learning.post", NOW.date()) or []
    assert number == 10
    assert fields.keys() == OFFERED["learning.post"].fields.keys()
    computing.compute(NOW)
    assert observations.of_country("XA") == [], "what is published as a release alone is on no page"
    (told,) = [one for one in observations.of_staff("T05", uuid4()) if one.indicator.id == "T05"]
    assert (str(told.value), told.n, told.cell) == ("0.0000", 10, "role=front_desk")


def test_every_subject_that_is_counted_gives_what_is_listed(cast: Cast) -> None:
    firms.office(cast)
    firms.active(cast)
    for subject in counting.COUNTS:
        for fields, number in counting.counted(subject, NOW.date()) or []:
            assert fields.keys() <= OFFERED[subject].fields.keys()
            assert number > 0


def test_a_month_in_which_nothing_is_left_is_written(cast: Cast) -> None:
    """What was counted in one month and is gone in the next is a zero of that month, not a month left open."""
    firms.office(cast)
    firm = firms.active(cast)
    computing.compute(NOW)
    Membership.objects.filter(pk=firm.pk).update(state="excluded")
    following = NOW + timedelta(days=31)
    assert computing.compute(following) > 0
    found = [(one.period, str(one.value)) for one in observations.of_indicator("T01") if one.territory == "XA"]
    assert found == [(f"{NOW:%Y-%m}", "1.0000"), (f"{following:%Y-%m}", "0.0000")]
    assert computing.compute(following + NIGHT) == 0
