"""Teams through the pages: made, filled, joined, left, closed; who is in which; an invitation into one."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.journal.models import Entry
from fanal.network import api as network
from fanal.network import standing
from fanal.network.contracts import RingKind, TeamRef
from fanal.network.models import Person, TeamMember
from tests.desk import client_of, person_of, text
from tests.people import Cast

pytestmark = pytest.mark.django_db(databases="__all__")


def _made(cast: Cast, *people: str) -> TeamRef:
    data = {"kind": "intake", "name": "Coast", "people": [str(person_of(one)) for one in people]}
    page = text(client_of(cast, "bao").post(reverse("desk:team-make"), data, follow=True))
    assert "The team is there" in page
    (found,) = network.teams.named(cast.aurora)
    return found


def test_a_keeper_makes_a_team_and_everybody_sees_who_is_in_it(cast: Cast) -> None:
    """The list, the page of the team, the page of the person."""
    coast = _made(cast, "femi")
    dalia = client_of(cast, "dalia")
    assert "Intake · Coast" in text(dalia.get(reverse("desk:teams")))
    page = text(dalia.get(reverse("desk:team", args=[coast.id])))
    assert "Femi" in page
    assert "A key keeper puts people in" in page
    assert "Intake · Coast" in text(dalia.get(reverse("desk:person", args=[person_of("femi")])))
    assert "Intake · Coast" in text(dalia.get(reverse("desk:people")))
    assert dalia.get(reverse("desk:team-make")).status_code == 403
    assert client_of(cast, "oda").get(reverse("desk:team", args=[coast.id])).status_code == 404


def test_somebody_joins_and_is_taken_out(cast: Cast) -> None:
    """Each step says what follows; the one who made the team is offered neither for themselves."""
    coast, bao = _made(cast, "femi"), client_of(cast, "bao")
    join = reverse("desk:team-join", args=[coast.id])
    offered = text(bao.get(join))
    assert "Amara" in offered
    assert "Femi" not in offered
    assert f'value="{person_of("bao")}"' not in offered
    said = text(bao.post(join, {"person": str(person_of("amara"))}, follow=True))
    assert "Somebody who holds its key still gives it" in said
    femi = client_of(cast, "femi")
    femi.post(reverse("desk:admit", args=[person_of("amara")]), {"sure": "on"})
    leave = reverse("desk:team-leave", args=[coast.id, person_of("amara")])
    assert "Read this first" in text(bao.post(leave, {}))
    assert "Its key is new" in text(bao.post(leave, {"sure": "on"}, follow=True))
    assert bao.post(leave, {"sure": "on"}).status_code == 404, "the second press"


def test_a_team_that_somebody_needs_is_not_closed(cast: Cast) -> None:
    """What stands against it is said on the page; then it goes."""
    coast, bao = _made(cast, "femi"), client_of(cast, "bao")
    (main,) = [one for one in network.teams.of(cast.aurora) if one.kind is RingKind.INTAKE and not one.name]
    bao.post(reverse("desk:team-leave", args=[main.id, person_of("femi")]), {"sure": "on"})
    close = reverse("desk:team-close", args=[coast.id])
    assert "This is the only team of its kind for: Femi" in text(bao.post(close, {"sure": "on"}))
    bao.post(reverse("desk:team-join", args=[main.id]), {"person": str(person_of("femi"))})
    assert "The team is closed" in text(bao.post(close, {"sure": "on"}, follow=True))
    assert network.teams.named(cast.aurora) == []
    for name in ("team", "team-join", "team-close", "rotate", "rota-put"):  # left open in another tab
        gone = bao.get(reverse(f"desk:{name}", args=[coast.id]))
        assert gone["Location"] == reverse("desk:teams")
    assert "The team “Intake · Coast” is closed." in text(bao.get(reverse("desk:teams")))
    assert bao.get(reverse("desk:team", args=[uuid4()])).status_code == 404


def test_whoever_is_not_let_in_is_not_offered(cast: Cast) -> None:
    """Nobody signed for their key: they are let in first."""
    make, bao = reverse("desk:team-make"), client_of(cast, "bao")
    assert str(person_of("femi")) in text(bao.get(make))
    Person.objects.filter(pk=person_of("femi")).update(membership=b"")
    assert str(person_of("femi")) not in text(bao.get(make))


def test_people_who_lack_a_team_are_put_in_by_one_press(cast: Cast) -> None:
    """As after an upgrade; whoever presses is left for another keeper."""
    for name in ("bao", "dalia"):
        with standing.changing(person_of(name)):
            TeamMember.objects.filter(person=person_of(name), team__kind="feedback").delete()
    assert "lacks a team" in text(client_of(cast, "bao").get(reverse("desk:people")))
    page = text(client_of(cast, "bao").get(reverse("desk:teams")))
    assert "Put them into these teams" in page
    assert "1 person joined" in text(client_of(cast, "bao").post(reverse("desk:teams-fill"), follow=True))
    assert "Put them into these teams" not in text(client_of(cast, "bao").get(reverse("desk:teams")))
    assert "Put them into these teams" in text(client_of(cast, "amara").get(reverse("desk:teams")))
    client_of(cast, "amara").post(reverse("desk:teams-fill"))
    assert "lacks a team" not in text(client_of(cast, "bao").get(reverse("desk:people")))
    assert Entry.objects.filter(org=cast.aurora, deed="network.fill_teams").count() == 2
    assert client_of(cast, "dalia").post(reverse("desk:teams-fill")).status_code == 403


def test_an_invitation_asks_for_teams_only_where_there_are_some(cast: Cast) -> None:
    """Without named teams nothing is asked; a team that the role does not need is said at the form."""
    edo = client_of(cast, "edo")
    assert "In which teams?" not in text(edo.get(reverse("desk:invite")))
    coast = _made(cast)
    assert "In which teams?" in text(edo.get(reverse("desk:invite")))
    data = {"name": "Gita", "roles": ["custodian"], "teams": [str(coast.id)]}
    assert "needs no such team" in text(edo.post(reverse("desk:invite"), data))
    page = text(edo.post(reverse("desk:invite"), data | {"roles": ["intake_officer"]}, follow=True))
    assert re.search(r"/desk/join/[^<\s]+", page)
    assert "Intake · Coast" in text(edo.get(reverse("desk:people")))
