"""Who is affected elsewhere is nobody's to ask: an incident is told of the own organisation, its people and teams."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, incident
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import RingKind
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import tell

pytestmark = pytest.mark.django_db(databases="__all__")


def _team(org: UUID) -> UUID:
    return next(one.id for one in network.teams.of(org) if one.kind is RingKind.INTAKE)


def test_people_and_teams_of_another_organisation_do_not_exist(cast: Cast) -> None:
    """Dalia asks of Nordlys, and of nobody at all; nothing stands in the journal. The control: her own."""
    tell(cast)
    lead, before = cast["dalia"], journal.read(cast.aurora)
    for person in (cast["nils"].person, uuid4()):
        with pytest.raises(NotHere):
            incident.of_account(lead, person, NOW.date(), NOW)
    for team in (_team(cast.nordlys), uuid4()):
        with pytest.raises(NotHere):
            incident.of_team(lead, team, NOW.date(), NOW)
    assert journal.read(cast.aurora) == before
    assert incident.of_account(lead, cast["femi"].person, NOW.date(), NOW).counts("content") == (1, 0)
    assert incident.of_team(lead, _team(cast.aurora), NOW.date(), NOW).counts("content") == (1, 0)


def test_the_page_takes_no_other_identifier(cast: Cast) -> None:
    """What the list does not offer is no answer."""
    client, url = client_of(cast, "dalia"), reverse("desk:incident")
    day = NOW.date().isoformat()
    for about in (f"person:{cast['nils'].person}", f"team:{_team(cast.nordlys)}", "person:x", "room:1"):
        assert "What could be read" not in text(client.post(url, {"about": about, "since": day}))
    own = client.post(url, {"about": f"team:{_team(cast.aurora)}", "since": day})
    assert "What could be read" in text(own)


@pytest.mark.parametrize("who", ["amara", "bao", "edo", "celia", "sol", "marek"])
def test_others_do_not_ask(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        incident.of_account(cast[who], cast[who].person, NOW.date(), NOW)
