"""DNH-20: a contact-safety plan blocks messages that are not safe.

In the room of concerns the plan is what the person who told us said about being contacted. What the rule means here:
nothing but the page that opens with the code ever speaks to them; how to reach them is no part of any handover; no
deed sends them anything by itself.
"""

from dataclasses import fields

import pytest
from django.core import mail

from fanal.clocks import api as clocks
from fanal.clocks.models import Notice
from fanal.concerns.content import ReporterContent
from fanal.concerns.handovers import handovers, kept, received
from fanal.concerns.handovers.payload import ADDABLE, DEFAULT, Source
from fanal.concerns.models import Message
from fanal.network.models import Person
from fanal.passing.api import Addition, NotAddable
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import scene

pytestmark = pytest.mark.django_db


def test_how_to_reach_somebody_can_never_leave(cast: Cast) -> None:
    """No field of the reporter's part is a default or can be added; the source of a handover has no place for it."""
    names = {part.name for part in fields(ReporterContent)}
    assert not names & ({*DEFAULT} | {*ADDABLE})
    assert "reporter" not in {part.name for part in fields(Source)}
    made = scene(cast)
    for name in sorted(names):
        with pytest.raises(NotAddable):
            made.drafted(additions=[Addition(name, "They want to call")])


def test_a_whole_handover_writes_to_nobody_outside(cast: Cast) -> None:
    """From the offer to the purge: every notice is for staff, and the reporter's thread stays as it was."""
    made = scene(cast, pass_on="no")
    Person.objects.update(email="somebody@mail.test")
    row = made.accepted()
    received.complete(cast["nils"], row.pk, "helped", NOW)
    kept.revoke(cast["amara"], row.pk, "not_needed", NOW)
    received.purge(cast["nils"], row.pk, NOW)
    handovers.withdraw(cast["amara"], made.offered().pk, NOW)
    assert not Message.objects.filter(concern=made.concern).exists()
    staff = set(Person.objects.values_list("pk", flat=True))
    assert set(Notice.objects.values_list("person_id", flat=True)) <= staff
    clocks.send_notices(NOW)
    assert {address for one in mail.outbox for address in one.to} <= {"somebody@mail.test"}
