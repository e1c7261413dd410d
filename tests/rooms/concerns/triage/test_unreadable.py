"""A concern of which a part cannot be read: its page says so in words, everything else goes on."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.access.api import open_record
from fanal.concerns.access_terms import ref_of
from fanal.concerns.content import ConcernContent, PersonSuspected
from fanal.concerns.models import Concern
from fanal.concerns.triage import lists
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import Sent, tell

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("that_day")]


class OfTomorrow(ConcernContent):
    """What a newer version of the program would have written."""

    def to_json(self) -> str:
        return json.dumps(json.loads(super().to_json()) | {"schema": "ConcernContent", "version": 99})


class Damaged(PersonSuspected):
    """What no version ever wrote."""

    def to_json(self) -> str:
        return "{}"


def _overwrite(cast: Cast, sent: Sent, column: str, content: object) -> None:
    row = sent.row
    with open_record(
        cast["amara"], ref_of(row), "concerns.open", purpose="casework", now=NOW, thing=row, write=True
    ) as opened:
        opened.write(row, column, content)  # type: ignore[arg-type]
        row.save()


@pytest.mark.parametrize(
    ("column", "content", "why", "still"),
    [
        ("content", OfTomorrow(), "A newer version of Fanal wrote this.", "Called Lilo, red dress"),
        ("offender", Damaged(), "What is stored here is damaged.", "A girl in a red dress, room 12"),
    ],
)
def test_what_cannot_be_read_is_said_and_takes_nothing_else_with_it(
    cast: Cast, column: str, content: object, why: str, still: str
) -> None:
    sent, other = tell(cast), tell(cast)
    _overwrite(cast, sent, column, content)
    client = client_of(cast, "amara")
    page = client.get(reverse("concerns:concern", args=[sent.id]))
    assert page.status_code == 200
    assert why in text(page)
    assert still in text(page)
    assert "Not told" not in text(page), "what cannot be read may have been told"
    queue = text(client.get(reverse("concerns:queue")))
    assert reverse("concerns:concern", args=[sent.id]) in queue
    assert client.get(reverse("concerns:concern", args=[other.id])).status_code == 200
    assert lists.similar(cast["amara"], other.id, NOW) is not None


def test_a_deed_that_needs_what_cannot_be_read_is_refused_in_words_and_changes_nothing(cast: Cast) -> None:
    sent = tell(cast)
    _overwrite(cast, sent, "offender", Damaged())
    client = client_of(cast, "amara")
    before = Concern.objects.values().get(pk=sent.id)
    page = client.get(reverse("concerns:countries", args=[sent.id]))
    assert page.status_code == 409
    assert "What is stored here is damaged." in text(page)
    url = reverse("concerns:handover_new", args=[sent.id, cast.nordlys])
    assert client.post(url, {"request_key": str(uuid4())}).status_code == 409
    assert Concern.objects.values().get(pk=sent.id) == before
