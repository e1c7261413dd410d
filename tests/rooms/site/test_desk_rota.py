"""The rota through the pages, and the duty of whoever leads where a day has nobody."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import RingKind
from fanal.network.models import Rota
from fanal.site.desk import rota
from fanal.web.dates import day_words
from tests.desk import client_of, person_of, text
from tests.people import Cast
from tests.rooms.concerns.told import page_of

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def intake(cast: Cast) -> UUID:
    return network.teams.main(cast.aurora, RingKind.INTAKE)


def day_of_duty(cast: Cast, intake: UUID) -> date:
    """Today, or yesterday until duty is handed over this morning."""
    _weekday, at = network.rota.handed_over(intake)
    return network.day_at(cast.aurora, timezone.now() - timedelta(hours=at.hour, minutes=at.minute))


def test_a_lead_says_who_is_on_duty_and_a_gap_is_their_task(cast: Cast, intake: UUID) -> None:
    """The first week leaves the next one open: the task stands on the day of supervisors until it is filled."""
    bao, today = client_of(cast, "bao"), day_of_duty(cast, intake)
    page, put = reverse("desk:team", args=[intake]), reverse("desk:rota-put", args=[intake])
    assert "No rota" in text(bao.get(page))
    data = {"day": today.isoformat(), "person": str(person_of("amara")), "deputy": str(person_of("femi"))}
    assert "Choose a day" in text(bao.post(put, data | {"day": ""}))
    assert "The deputy is somebody else" in text(bao.post(put, data | {"deputy": str(person_of("amara"))}))
    assert "Amara, deputy: Femi" in text(bao.post(put, data, follow=True))
    rota.look(timezone.now())
    assert [one.kind for one in clocks.open_duties(org=cast.aurora, subjects=[intake])] == [rota.GAP.code]
    assert "a day within the week has nobody" in text(bao.get(reverse("desk:day")))
    for weeks in (1, 2):
        bao.post(put, data | {"day": (today + timedelta(days=7 * weeks)).isoformat()})
    assert clocks.open_duties(org=cast.aurora, subjects=[intake]) == []
    hand_over = reverse("desk:rota-hand-over", args=[intake])
    assert "Kept" in text(bao.post(hand_over, {"weekday": "4", "at": "17:30"}, follow=True))
    assert (Rota.objects.get().weekday, Rota.objects.get().minute) == (4, 17 * 60 + 30)
    assert "handed over each week: Friday, 17:30" in text(bao.get(page))
    again = text(bao.get(hand_over))
    assert 'value="4" selected' in again
    assert 'value="17:30"' in again


def test_where_nobody_is_named_it_says_whom_the_public_page_names(cast: Cast, intake: UUID) -> None:
    """A holiday without anybody is shown, and is a gap; a day that is over is refused at its field."""
    bao, today = client_of(cast, "bao"), day_of_duty(cast, intake)
    page, put = reverse("desk:team", args=[intake]), reverse("desk:rota-put", args=[intake])
    day = {"day": (today + timedelta(days=3)).isoformat(), "single": "on", "person": "", "deputy": ""}
    assert "Kept" in text(bao.post(put, day, follow=True))
    assert "<dd>nobody</dd>" in text(bao.get(page))
    page_of(cast)
    assert "nobody, so Amara, whom the public page names" in text(bao.get(page))
    assert f"Only {day_words(today + timedelta(days=3))}" in text(bao.get(page))
    for week in range(2):
        amara = {"day": (today + timedelta(days=7 * week)).isoformat(), "person": str(person_of("amara"))}
        bao.post(put, amara)
    assert network.rota.gaps(intake, timezone.now()) == [today + timedelta(days=3)]
    over = text(bao.post(put, day | {"day": (today - timedelta(days=2)).isoformat()}))
    assert over.count("This day is over. Choose one from today on.") == 2, "above, and at its field"


def test_the_task_of_a_team_ends_with_the_team(cast: Cast) -> None:
    """A gap of a team that is closed is nobody's any more."""
    now = timezone.now()
    coast = network.teams.make(cast["bao"], RingKind.INTAKE, "Coast", [], now)
    network.rota.put(cast["bao"], coast.id, now.date(), None, None, now, single=True)
    rota.look(now)
    assert clocks.open_duties(subjects=[coast.id])
    network.teams.close(cast["bao"], coast.id, now)
    rota.look(now)
    assert clocks.open_duties(subjects=[coast.id]) == []


def test_others_read_it_and_do_not_write_it(cast: Cast, intake: UUID) -> None:
    """An intake officer's page is not this one; another organisation's team is not there; other kinds have no rota."""
    put = reverse("desk:rota-put", args=[intake])
    assert client_of(cast, "femi").post(put, {}).status_code == 403
    assert client_of(cast, "oda").get(put).status_code == 404
    custodians = network.teams.main(cast.aurora, RingKind.CUSTODIAN)
    assert client_of(cast, "bao").get(reverse("desk:rota-put", args=[custodians])).status_code == 404
    assert "Who is on duty" not in text(client_of(cast, "bao").get(reverse("desk:team", args=[custodians])))
