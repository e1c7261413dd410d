"""Sixty days before its end a course is due again: for whoever learns, and on the list of whoever trains them."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from fanal.learning.certificates import issuing, keys, refreshing
from fanal.learning.courses import library
from fanal.learning.models import Certificate
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.learning.certificates.test_certificates import _given
from tests.rooms.learning.device import best
from tests.rooms.learning.seated import Seated, play, url

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "tourism-core"


@pytest.fixture(autouse=True)
def key(keyfile_kept: None) -> None:
    keys.add()


def _due(one: Seated, on: Any) -> list[str]:
    return list(refreshing.due(issuing.held([one.learner.pk], on)[one.learner.pk], on))


def test_it_is_due_sixty_days_before_and_after_its_end(one: Seated) -> None:
    end = _given(one).expires_on
    assert _due(one, end - timedelta(days=61)) == []
    for day in (end - timedelta(days=60), end, end + timedelta(days=30)):
        assert _due(one, day) == [CODE]


def test_both_read_that_it_is_due_and_a_new_one_ends_it(
    one: Seated, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _given(one)
    mine, list_of = url("mine"), reverse("learners:cohort", args=[one.cohort.pk])
    assert "do it again" not in text(one.client.get(mine))
    assert "due again" not in text(client_of(cast, "edo").get(list_of))
    months = library.shipped()[CODE].valid_months
    monkeypatch.setattr(refreshing, "SOON", timedelta(days=months * 31))
    monkeypatch.setattr(issuing, "RENEWED", timedelta(days=months * 31))
    page = text(one.client.get(mine))
    assert "A certificate of yours ends soon" in page
    assert "do it again" in page
    assert "due again" in text(client_of(cast, "edo").get(list_of))
    row = play(one.client, "final", best)
    one.client.post(url("certificate", row.pk), {"name": "Ana Sok"})
    monkeypatch.undo()
    newest = Certificate.objects.get(attempt=row.pk)
    assert Certificate.objects.count() == 2
    found = refreshing.newest(issuing.held([one.learner.pk], timezone.now().date())[one.learner.pk])
    assert found[CODE].last == newest.expires_on
