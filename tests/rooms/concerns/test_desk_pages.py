"""The screens of triage over the real pages: the queue, one concern, the decision, what a colleague did meanwhile."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.concerns.told import WORDS, tell

from fanal.concerns.models import Concern, Decision

pytestmark = pytest.mark.django_db(databases="__all__")


def test_from_the_queue_to_a_decision(cast: Cast) -> None:
    """Queue without content → open, claimed and folded → decide → out of the queue."""
    sent = tell(cast)
    client = client_of(cast, "amara")
    queue = client.get(reverse("concerns:queue"))
    assert "danger: not sure" in text(queue)
    assert "Playa Norte" not in text(queue)
    url = reverse("concerns:concern", args=[sent.id])
    assert url in text(queue)
    page = text(client.get(url))
    assert WORDS in page
    assert "Who can act" in page
    assert page.index("<details") < page.index(WORDS)
    choose = client.post(reverse("concerns:choose", args=[sent.id]), {"choice": "information_only", "version": "1"})
    form = client.get(choose["Location"])
    assert form.status_code == 200
    done = client.post(choose["Location"], {"version": "1", "text": "A family on holiday"})
    assert done.status_code == 302, text(done)
    row = Concern.objects.get(pk=sent.id)
    assert (row.triage, row.status, row.reporter_closed) == ("information_only", "closed", True)
    assert url not in text(client.get(reverse("concerns:queue")))
    assert url in text(client.get(reverse("concerns:decided")))
    again = text(client.get(url))
    assert "Only the custodian can open it" in again
    assert "the porter, evenings" not in again


@pytest.mark.parametrize(
    "name",
    ["opened_by", "write", "countries", "same", "sort", "conflict", "keeping"],
)
def test_the_small_pages_open(cast: Cast, name: str) -> None:
    sent = tell(cast)
    client = client_of(cast, "amara")
    response = client.get(reverse(f"concerns:{name}", args=[sent.id]))
    assert response.status_code == 200
    assert text(response).count("<h1") == 1


@pytest.mark.parametrize(
    "code", ["urgent_response", "open_case", "route_elsewhere", "information_only", "out_of_scope", "closed_no_case"]
)
def test_each_decision_has_its_page(cast: Cast, code: str) -> None:
    sent = tell(cast)
    client = client_of(cast, "amara")
    url = reverse("concerns:decide", args=[sent.id, code])
    assert client.get(url, {"version": "1"}).status_code == 200
    empty = client.post(url, {"version": "1"})
    assert empty.status_code == 200
    assert not Decision.objects.exists()
