"""CM-63: lists and files agree after every deed, a row that does not is named, and the nightly job fails by it."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from fanal.cases import holding
from fanal.cases.codes import Risk, SafeContact
from fanal.cases.course.tasks import lists_agree
from fanal.cases.files import writing
from fanal.cases.files.restricting import restrict
from fanal.cases.models import Case, Holding
from fanal.clocks import api as clocks
from tests.people import NOW, Cast
from tests.rooms.cases.course.walk import is_met

pytestmark = pytest.mark.django_db(databases="__all__")


def test_after_each_deed_there_is_no_difference(cast: Cast, case: Case) -> None:
    way = {"channels_allowed": ("voice_call",)}
    deeds: list[Any] = [
        lambda: is_met(cast, case.pk),
        lambda: writing.set_risk(cast["marek"], case.pk, Risk.CRITICAL, {"body": "x"}, NOW),
        lambda: writing.set_safety(cast["marek"], case.pk, SafeContact.NEVER, way, NOW),
        lambda: restrict(cast["bao"], case.pk, NOW, "She knows somebody here"),
    ]
    for deed in deeds:
        deed()
        assert list(holding.differences()) == []


WRONG: list[dict[str, Any]] = [
    {"risk": "low"},
    {"stage": "closing"},
    {"status": "closed"},
    {"safe_to_contact": "yes"},
    {"number": "AU-0000"},
    {"country_of_harm": "XB"},
    {"next_due": timezone.now()},
    {"relation": "owner"},
    {"principal": uuid4()},
]


@pytest.mark.parametrize("said", WRONG, ids=lambda one: next(iter(one)))
def test_a_row_that_says_something_else_is_named_with_its_file(cast: Cast, case: Case, said: dict[str, Any]) -> None:
    row = Holding.objects.order_by("pk").filter(relation="team").first()
    assert row is not None
    Holding.objects.filter(pk=row.pk).update(**said)
    found = list(holding.differences())
    assert found
    assert all("Lilo" not in line for line in found)
    with pytest.raises(clocks.JobFailed):
        lists_agree.func()


def test_one_that_is_missing_or_too_many_is_named(cast: Cast, case: Case) -> None:
    Holding.objects.filter(relation="supervisor").delete()
    assert len(list(holding.differences())) == 1


def test_where_all_agree_the_job_ends_well(cast: Cast, case: Case) -> None:
    lists_agree.func()
