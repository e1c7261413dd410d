"""CM-63: a file that one of those who hold it cannot find, or that others still find, is named in the night."""

import logging

import pytest

from fanal.cases.course.tasks import lists_agree
from fanal.cases.models import SearchCard
from fanal.clocks import api as clocks
from tests.people import Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")


def test_a_card_that_is_gone_is_named_by_its_number_alone(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    case = opened(cast)
    lists_agree.call()
    row = SearchCard.objects.filter(case=case).latest("pk")
    row.delete()
    with caplog.at_level(logging.ERROR), pytest.raises(clocks.JobFailed) as failed:
        lists_agree.call()
    said = caplog.text + str(failed.value)
    assert "not found by who holds them" in said
    assert case.number not in said
    assert str(case.pk) not in said
