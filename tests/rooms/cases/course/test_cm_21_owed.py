"""CM-21, CM-63: an open file has something due, whatever somebody deletes; nightly the lists are compared with the
files, and no name or number is told."""

import logging
from datetime import timedelta

import pytest

from fanal.cases.course.tasks import lists_agree
from fanal.cases.models import Case, Holding
from fanal.clocks import api as clocks
from fanal.clocks import owed
from fanal.clocks.models import Duty
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.course.walk import acts

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def acted_of_file(cast_of_file: Cast) -> Case:
    case = opened(cast_of_file)
    acts(cast_of_file, case)
    return case


@pytest.fixture
def case(acted_of_file: Case, cast: Cast) -> Case:
    return Case.objects.get(pk=acted_of_file.pk)


def _due(case: Case) -> list[str]:
    return sorted(one.kind for one in clocks.open_duties(files=[case.pk]))


def test_what_somebody_deletes_begins_anew(cast: Cast, case: Case) -> None:
    owed.renew(NOW)  # the talk about the work
    held = _due(case)
    assert owed.missing(NOW) == []
    Duty.objects.filter(about=case.pk).delete()
    assert _due(case) == []
    assert {one.kinds[0].code for one in owed.missing(NOW)} == {
        "risk_review", "contact_safety_check", "milestone_follow_up",
    }  # fmt: skip
    owed.renew(NOW)
    assert _due(case) == [one for one in held if one in {
        "risk_review", "contact_safety_check", "milestone_follow_up",
    }]  # fmt: skip
    found = clocks.open_duties(files=[case.pk])
    assert {one.person for one in found} == {cast["marek"].person}
    assert Holding.objects.filter(case=case, next_due=None).count() == 0
    Case.objects.filter(pk=case.pk).update(status="closed")
    Duty.objects.filter(about=case.pk).delete()
    assert owed.missing(NOW + timedelta(hours=1)) == [], "what ended owes nothing of this"


def test_lists_that_differ_are_named_by_their_number_alone(
    cast: Cast, case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    lists_agree.call()
    Holding.objects.filter(case=case).update(risk="low" if case.risk != "low" else "high")
    with caplog.at_level(logging.ERROR), pytest.raises(clocks.JobFailed) as failed:
        lists_agree.call()
    assert case.number not in caplog.text + str(failed.value)
