"""Supervision: a day, a form, a role, and no word; in each of three months, or not."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import NotNow
from fanal.learning.models import Supervised
from fanal.learning.skills import supervision
from tests.desk import text
from tests.people import Cast
from tests.rooms.learning.seated import seated

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("days", "regular"),
    [
        ([date(2026, 11, 20), date(2026, 10, 5), date(2026, 9, 2)], True),
        ([date(2026, 12, 1), date(2026, 11, 1), date(2026, 10, 1)], True),
        ([date(2026, 11, 20), date(2026, 10, 5)], False),
        ([date(2026, 11, 20), date(2026, 10, 5), date(2026, 9, 1)], False),
        ([date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)], False),
        ([], False),
    ],
)
def test_an_entry_in_each_of_three_months(days: list[date], regular: bool) -> None:
    assert supervision.is_supervised(days, TODAY) is regular


def test_the_page_keeps_day_form_and_role(cast: Cast) -> None:
    one, address = seated(cast), reverse("learner:supervised", args=["en"])
    page = text(one.client.get(address))
    assert not re.search(r'<textarea|type="(text|file|email)"', page)
    today = timezone.now().date()
    good = {"on": today.isoformat(), "kind": "alone", "with_role": "supervisor"}
    for _twice in range(2):
        assert one.client.post(address, good).status_code == 302
    assert Supervised.objects.count() == 1
    assert "one to one · my supervisor" in text(one.client.get(address))
    late = good | {"on": (today + timedelta(days=1)).isoformat()}
    wrong = text(one.client.post(address, late))
    assert "today at the latest" in wrong
    assert late["on"] in wrong, "what was typed is kept"
    assert one.client.get(reverse("learner:take", args=["en"])).json()["supervision"] == [
        [today.isoformat(), "alone", "supervisor"]
    ]


def test_a_code_that_is_none_is_not_kept(cast: Cast) -> None:
    one = seated(cast)
    with pytest.raises(NotNow, match="with whom"):
        supervision.enter(one.learner, TODAY, "group", "Bao Lin", TODAY)
    assert not Supervised.objects.exists()
