"""The work of the house in numbers: for whoever leads it, without content, and small numbers stay in the house."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.concerns import duties
from fanal.concerns.handovers import duties as handover_duties
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import RingKind
from fanal.vocabulary.ids import new_id
from tests.desk import client_of, person_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import scene

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("that_day")]


def _decide(cast: Cast, count: int, *, restricted: bool = False) -> None:
    for _each in range(count):
        owner = {"owner": duties.SAFEGUARDING} if restricted else {}
        clocks.start(duties.DECIDE, cast.aurora, new_id(), now=NOW, **owner)  # type: ignore[arg-type]


def _taken(client: Client, code: str = "decide", **more: str) -> list[list[str]]:
    response = client.post(reverse("desk:figures-take", args=[code]), {"form": "csv", **more})
    assert response.status_code == 200
    return [row for row in csv.reader(io.StringIO(response.content.decode())) if not row[0].startswith("#")]


def test_whoever_leads_sees_them_and_nobody_else(cast: Cast) -> None:
    _decide(cast, 3)
    page = text(client_of(cast, "bao").get(reverse("desk:figures")))
    assert "Concerns to decide" in page
    assert page.count('<svg class="bars"') == 1  # nothing else came in these weeks, and it says so
    assert "Nothing of this kind in these weeks." in page
    for who in ("amara", "celia", "lena", "sol"):
        assert client_of(cast, who).get(reverse("desk:figures")).status_code == 403
        assert client_of(cast, who).post(reverse("desk:figures-take", args=["decide"])).status_code == 403


def test_what_is_about_our_own_people_is_the_safeguarding_leads(cast: Cast) -> None:
    _decide(cast, 12, restricted=True)
    assert "Nothing of this kind" in text(client_of(cast, "bao").get(reverse("desk:figures")))
    assert _taken(client_of(cast, "bao"))[-1][1] == "fewer than 10"
    dalia = client_of(cast, "dalia")
    assert _taken(dalia)[-1][1] == "fewer than 10", "two files of everybody's would tell it"
    assert _taken(dalia, team=str(duties.SAFEGUARDING))[-1][1] == "12"
    chosen = client_of(cast, "bao").get(reverse("desk:figures"), {"team": str(duties.SAFEGUARDING)})
    assert "<td>12</td>" not in text(chosen)


def test_two_files_do_not_tell_a_small_number(cast: Cast) -> None:
    """Sixteen of everybody's, and twelve of one team: the four of the other would be told."""
    coast = network.teams.make(cast["bao"], RingKind.INTAKE, "Coast", [person_of("femi")], NOW)
    bao, main, theirs = client_of(cast, "bao"), str(duties.DECIDE.owner), str(Target.team(coast.id))

    def numbers() -> list[str]:
        return [_taken(bao)[-1][1], *(_taken(bao, team=one)[-1][1] for one in (main, theirs))]

    def begin(count: int, owner: Target | None = None) -> None:
        for _each in range(count):
            clocks.start(duties.DECIDE, cast.aurora, new_id(), now=NOW, owner=owner)

    begin(12)
    begin(4, Target.team(coast.id))
    assert numbers() == ["16", "fewer than 10", "fewer than 10"]
    begin(6, Target.team(coast.id))
    assert numbers() == ["22", "12", "10"]


def test_small_numbers_do_not_leave_the_house(cast: Cast) -> None:
    _decide(cast, 9)
    bao = client_of(cast, "bao")
    row = _taken(bao)[-1]
    assert row[1:6] == ["fewer than 10"] * 4 + ["–"]
    _decide(cast, 1)
    assert _taken(bao)[-1][1:5] == ["10", "fewer than 10", "fewer than 10", "10"]
    deeds = [line.deed for line in journal.read_org(cast.aurora, deeds=["desk.take_figures"])]
    assert len(deeds) == 2


def test_partners_are_counted_by_what_we_sent(cast: Cast) -> None:
    """Our own handovers, answered elsewhere: Nordlys sees nothing of what others sent."""
    scene(cast).offered()
    assert clocks.open_duties(org=cast.nordlys, kinds=[handover_duties.ANSWER_DUTY])
    page = text(client_of(cast, "bao").get(reverse("desk:figures")))
    ours = page.split("Handovers that partners answer")[1]
    assert '<svg class="bars"' in ours
    page = text(client_of(cast, "oda").get(reverse("desk:figures")))
    assert '<svg class="bars"' not in page.split("Handovers that partners answer")[1]
    assert '<svg class="bars"' in page.split("Handovers that came to us")[1].split("<section")[0]


def test_an_unknown_table_is_none(cast: Cast) -> None:
    assert client_of(cast, "bao").post(reverse("desk:figures-take", args=["nothing"])).status_code == 404
    odd = client_of(cast, "bao").get(reverse("desk:figures"), {"team": "role:nobody"})
    assert odd.status_code == 200


def test_a_week_that_is_over_is_shown_with_its_days(cast: Cast) -> None:
    subject = new_id()
    clocks.start(duties.DECIDE, cast.aurora, subject, now=NOW - timedelta(days=9))
    clocks.stop(subject, duties.DECIDE, now=NOW - timedelta(days=7))
    page = text(client_of(cast, "bao").get(reverse("desk:figures")))
    assert "<td>2</td>" in page.replace("\n", "").replace('<td class="num">', "<td>") or ">2<" in page
