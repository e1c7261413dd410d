"""A key keeper makes a team and puts a colleague in; a lead says who is on duty; a concern goes to that team."""

import pytest
from django.conf import settings
from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser import check_all
from tests.journeys.scene import World, heading, press
from tests.people import NOW
from tests.rooms.concerns.told import tell

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]


def test_a_team_is_made_is_on_duty_and_gets_a_concern(world: World) -> None:
    sent, bao = tell(world.cast, NOW), world.desk("bao")
    bao.goto("/desk/people/teams/")
    heading(bao, "Teams")
    check_all(bao)
    bao.get_by_role("link", name="Make a team").click()
    heading(bao, "Make a team")
    check_all(bao)
    bao.get_by_label("Intake", exact=True).check()
    bao.locator("[name=name]").fill("Coast")
    bao.get_by_label("Femi").check()
    press(bao, "Make the team")
    heading(bao, "Intake · Coast")
    check_all(bao)
    bao.get_by_role("link", name="Put somebody on duty").click()
    heading(bao, "Who is on duty")
    check_all(bao)
    bao.locator("[name=day]").fill(localdate().isoformat())
    bao.locator("[name=person]").select_option(label="Femi")
    press(bao, "Keep this")
    heading(bao, "Intake · Coast")
    expect(bao.get_by_text("Kept.")).to_be_visible()
    check_all(bao)
    bao.goto(f"/desk/concerns/{sent.id}/team/")
    heading(bao, "Give it to another intake team")
    check_all(bao)
    bao.get_by_label("Coast").check()
    press(bao, "Give it to this team")
    expect(bao.get_by_text("It is in the other hands now")).to_be_visible()
    check_all(bao)
