"""DNH-21: a caregiver who is suspected gets no access as a guardian, and no notice.

In the room of concerns nobody holds a child's guardian at all. What the rule means here: no role, no notice and no
field reaches family or whoever looks after the child, and where our own people may be the ones, they are kept out.
"""

import pytest

from fanal.access.api import NotAllowed
from fanal.clocks import api as clocks
from fanal.clocks.contracts import TargetKind
from fanal.concerns.form.questions import core
from fanal.concerns.handovers import handovers
from fanal.concerns.models import Concern
from fanal.concerns.triage import triage
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import scene
from tests.rooms.concerns.told import tell

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("link", ["family", "looks_after_child"])
def test_family_suspected_nobody_but_staff_is_told(cast: Cast, link: str) -> None:
    """Every duty that such a concern and its handover start belongs to a team, a role or a person of staff."""
    made = scene(cast, adult_link=link)
    made.offered()
    staff = {one.id for org in (cast.aurora, cast.nordlys, cast.secretariat) for one in network.persons(org)}
    for duty in clocks.open_duties():
        assert duty.owner.kind in {TargetKind.TEAM, TargetKind.ROLE, TargetKind.PERSON}
        assert duty.person is None or duty.person in staff


def test_there_is_no_guardian_to_write_to() -> None:
    """No role of the network is a parent or guardian, and no question asks for one."""
    assert not [role for role in Role if any(word in role for word in ("parent", "guardian", "family"))]
    asked = {question.id for question in core().questions}
    assert not [one for one in asked if any(word in one for word in ("parent", "guardian", "school"))]


def test_our_own_people_are_kept_out(cast: Cast) -> None:
    """About someone who works for us: intake neither opens nor hands it over; the safeguarding lead does, and the
    handover stands in no list of intake."""
    concern = tell(cast, about_us="yes").id
    assert Concern.objects.get(pk=concern).restricted
    for who in ("amara", "femi", "bao"):
        with pytest.raises(NotAllowed):
            triage.look(cast[who], concern, NOW)
        with pytest.raises(NotAllowed):
            handovers.look(cast[who], concern, cast.nordlys, NOW)
    made = scene(cast, about_us="not_sure")
    row = made.offered("dalia")
    assert row.restricted
    for who in ("amara", "femi", "bao"):
        with pytest.raises(triage.NotHere):
            handovers.withdraw(cast[who], row.pk, NOW)
    handovers.withdraw(cast["dalia"], row.pk, NOW)
