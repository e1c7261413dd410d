"""From two links to the first concern of practice that somebody decides: a member that two people found in a country of
which nothing is held yet. By the pages alone: no console, no deed from Python."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from fanal.concerns.models import Concern
from fanal.contacts import files
from tests.journeys.member import confirm_country, decide, give_roles, make_link, set_page, tell, type_country
from tests.journeys.scene import (
    World,
    founder_links,
    get_ready,
    heading,
    keep_share,
    sign_in_first,
    type_share_back,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]


@pytest.fixture
def nothing_held(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No file of a country ships, as for nearly all of the world."""
    shipped = files.shipped
    monkeypatch.setattr(files, "CONTACTS", tmp_path)
    monkeypatch.setattr(files, "shipped", lambda country, **more: shipped(country, folder=tmp_path, **more))


@pytest.mark.usefixtures("nothing_held")
def test_a_member_is_founded_and_decides_its_first_concern_of_practice(world: World) -> None:
    """Ten minutes of two people, writing by hand apart (docs/founding.md)."""
    one, two = founder_links(world.desk("sol"), "XE")
    rosa, timo = (world.server.page(world.browser) for _founder in range(2))
    get_ready(rosa, one, "Rosa")
    heading(rosa, "You are ready")
    get_ready(timo, two, "Timo")
    heading(timo, "Solano is founded")
    rosa.goto(one)
    for page, name in ((rosa, "rosa"), (timo, "timo")):
        page.get_by_role("link", name="Sign in").click()
        sign_in_first(page, name)
        type_share_back(page, keep_share(page))
    expect(timo.get_by_text("The recovery kit is proved.")).to_be_visible()

    type_country(rosa, "https://weather-xe.example/")
    confirm_country(timo)
    give_roles(timo, "Rosa", "Intake officer", "Duty person")
    give_roles(rosa, "Timo", "Supervisor")
    set_page(rosa)
    tell(world.reporter(), make_link(rosa))
    decide(rosa)
    told = Concern.objects.get()
    assert (told.practice, told.triage) == (True, "information_only")
