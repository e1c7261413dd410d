"""CM-73: journeys take few pages: a file is opened on five at most, a follow-up is written down on two."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fanal.cases.follow_ups.follow_ups import stood
from fanal.cases.models import Case, FollowUp
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import accepted, opened
from tests.rooms.cases.course.walk import acts
from tests.rooms.cases.test_pages import POSTED

pytestmark = pytest.mark.django_db(databases="__all__")


class Reader:
    """Somebody who follows links that stand on the page, and counts the pages that they see."""

    def __init__(self, client: Client, begin: str) -> None:
        self.client, self.pages = client, 0
        self.seen = ""
        self._shown(client.get(begin))

    def _shown(self, answer: Any) -> None:
        assert answer.status_code == 200
        self.pages, self.seen = self.pages + 1, text(answer)

    def follow(self, address: str) -> None:
        assert f'"{address}"' in self.seen, "a person goes only where a link is"
        self._shown(self.client.get(address))

    def send(self, address: str, **said: str) -> None:
        self._shown(self.client.post(address, said, follow=True))


def test_from_the_day_to_an_open_file(cast: Cast) -> None:
    address = reverse("cases:open", args=[accepted(cast).id])
    reader = Reader(client_of(cast, "marek"), reverse("desk:day"))
    reader.follow(address)
    reader.send(address, **POSTED)
    assert Case.objects.get().number in reader.seen
    assert reader.pages <= 5


def test_from_the_file_to_a_follow_up_that_is_written_down(cast: Cast) -> None:
    """Its form, and the file on which it stands then."""
    case = opened(cast)
    acts(cast, case, NOW)
    row = FollowUp.objects.get(milestone="month_1")
    address = reverse("cases:follow_up", args=[case.pk, row.pk])
    assert f'"{address}"' in text(client_of(cast, "marek").get(reverse("desk:day"))), "the day leads there"
    reader = Reader(client_of(cast, "marek"), address)
    reader.send(
        address, follow_up_result="done", follow_up_child_seen="yes", follow_up_child_seen_alone="yes",
        follow_up_situation="ongoing_monitoring", version=str(stood(case)),
    )  # fmt: skip
    row.refresh_from_db()
    assert row.result == "done"
    assert reader.pages <= 2
