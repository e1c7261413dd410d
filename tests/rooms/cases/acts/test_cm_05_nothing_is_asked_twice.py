"""CM-5: what the concern told of the first act stands filled in; nothing of it is in the file before it is kept."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fanal.cases.acts.told import when
from fanal.cases.models import Act, Case
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")


def test_what_was_told_stands_in_the_first_act(case: Case, cast: Cast) -> None:
    marek, address = client_of(cast, "marek"), reverse("cases:act", args=[case.pk])
    page = text(marek.get(address))
    assert '<option value="XA" selected' in page
    assert '<option value="accommodation" selected' in page
    assert 'name="act_happened_from" value="2026-11-25"' in page
    assert not Act.objects.exists()
    told = case.told.get().concern_id
    marek.post(address, {"act_kind": "exploitation", "act_country": "XA", "concern": str(told)})
    assert Act.objects.get().concern_id == told
    assert '<option value="XA" selected' not in text(marek.get(address)), "of the next act nothing was told"


def test_the_first_act_of_an_adult_is_filled_in_too(cast: Cast) -> None:
    mine = {"consent__given_by": "child", "child__age_at_intake": 20, "act__age_at_time": 12}
    case = opened(cast, **mine)
    marek, act = client_of(cast, "marek"), Act.objects.get()
    page = text(marek.get(reverse("cases:act_change", args=[case.pk, act.pk])))
    assert '<option value="accommodation" selected' in page
    assert 'name="act_age_at_time" value="12"' in page


def test_a_child_who_told_is_not_asked_for_it_again(cast: Cast) -> None:
    words = "He waits for me after school"
    case = opened(cast, told={"child_door": True, "happening": words, "words": None})
    assert words in text(client_of(cast, "marek").get(reverse("cases:act", args=[case.pk])))


def test_what_somebody_else_wrote_is_no_account_of_the_child(case: Case, cast: Cast) -> None:
    assert "red dress" not in text(client_of(cast, "marek").get(reverse("cases:act", args=[case.pk])))


def test_a_concern_of_another_file_is_refused(case: Case, cast: Cast) -> None:
    other = opened(cast)
    marek, address = client_of(cast, "marek"), reverse("cases:act", args=[case.pk])
    said = {"act_kind": "exploitation", "concern": str(other.told.get().concern_id)}
    assert marek.post(address, said).status_code == 404
    assert not Act.objects.exists()


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(days, st.sampled_from(["today", "last_7_days", "last_month", "longer_ago", "unknown", ""]), st.data())
def test_no_day_is_said_that_was_not_told(on: date, code: str, data: st.DataObject) -> None:
    """Whatever day of the span it was, it lies in what is filled in."""
    spans = {"today": 0, "last_7_days": 7, "last_month": 31}
    found = when(code, on)
    if code not in spans:
        assert found == ""
        return
    day = on - timedelta(days=data.draw(st.integers(0, spans[code])))
    assert day.isoformat().startswith(found)
