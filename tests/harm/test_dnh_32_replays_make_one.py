"""DNH-32: replays make one. A hundred replays of a form or a handover change nothing after the first."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal import vault
from fanal.clocks import api as clocks
from fanal.concerns.handovers import handovers, kept, received
from fanal.concerns.models import Concern, CountCell, Handover, HandoverEvent
from fanal.concerns.public.place import place_of_page
from fanal.concerns.public.receive import Told, receive, reporter
from fanal.network import api as network
from fanal.passing.api import Addition
from fanal.vocabulary.codes import DataCategory as Cat
from fanal.vocabulary.ids import day_id
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.handovers.test_handover_pages import hidden
from tests.rooms.concerns.passing import BASE, scene
from tests.rooms.concerns.told import ANSWERS, page_of

pytestmark = pytest.mark.django_db(databases="__all__")
TIMES = 100


def test_the_same_form_sent_again_is_one_concern(cast: Cast) -> None:
    """One receipt, a hundred times: one concern, one clock, the same answer each time."""
    place, code = place_of_page(page_of(cast), NOW), vault.new_receipt()
    ids = set()
    for _again in range(TIMES):
        told = Told(day_id(NOW.date()), place, ANSWERS, "en", code, NOW, reporter(place.org))
        ids.add(receive(told).id)
    assert len(ids) == Concern.objects.count() == 1
    assert len(clocks.open_duties(org=cast.aurora)) == 1


def test_each_step_of_a_handover_happens_once(cast: Cast) -> None:
    """Draft, confirmation, acceptance, release, outcome, purge, each a hundred times: one of each, no second bundle,
    no second cell, no second duty."""
    bag = Addition("child_words", "The school bag helps to find her")
    made, key = scene(cast, (*BASE, Cat.IDENTITY)), uuid4()
    rows = {made.drafted(key=key, additions=[bag]).pk for _again in range(TIMES)}
    (row,) = rows
    seen = made.hash_of(Handover.objects.get(pk=row), "amara", (bag,))
    for deed in (
        lambda: handovers.confirm(cast["amara"], row, seen, NOW),
        lambda: received.accept(cast["nils"], row, NOW),
        lambda: kept.release(cast["amara"], row, NOW),
        lambda: received.complete(cast["nils"], row, "helped", NOW),
    ):
        for _again in range(TIMES // 10):
            deed()
    assert Handover.objects.count() == 1
    held = sorted(sorted(names) for _kind, _who, _version, names in network.records.holders(row))
    assert held == [["content"], ["content", "identity"], ["identity"]]
    assert CountCell.objects.count() == 1
    for _again in range(TIMES // 10):
        received.purge(cast["nils"], row, NOW)
    events = list(HandoverEvent.objects.filter(handover=row).values_list("event", flat=True))
    assert sorted(events) == sorted(["draft", "offer", "accept", "release", "complete", "purge"])
    assert network.tombstones(cast.aurora) == {"handover_copy": 1}


def test_the_button_pressed_again_is_one_handover(cast: Cast) -> None:
    """The page itself: the same form sent a hundred times leads to the same handover."""
    made = scene(cast, now=datetime.now(UTC))
    client = client_of(cast, "amara")
    url = reverse("concerns:handover_new", args=[made.concern, cast.nordlys])
    form = {**hidden(text(client.get(url))), "act": "send"}
    targets = {client.post(url, form)["Location"] for _again in range(TIMES // 4)}
    assert len(targets) == Handover.objects.count() == 1
