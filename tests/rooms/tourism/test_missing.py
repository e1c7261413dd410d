"""What `fanal journal verify` and `fanal check` say of companies that are as their deeds left them: nothing."""

import pytest

from fanal.site import missing
from fanal.tourism.models import Company
from tests.people import Cast
from tests.rooms.tourism import firms

pytestmark = pytest.mark.django_db(databases="__all__")


def test_nothing_of_a_member_is_missed_and_a_company_that_somebody_took_out_is(cast: Cast) -> None:
    firm = firms.active(cast)
    assert list(missing.defects()) == []
    Company.objects.filter(pk=firm.org).delete()
    assert list(missing.defects()) == [f"record {firm.org}: something that the journal names is gone"]
