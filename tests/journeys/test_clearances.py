"""A clearance ends while somebody decides: they lose nothing, the manager gives a new one, and they go on."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from fanal.concerns.access_terms import TRAINED
from fanal.network import api as network
from fanal.network.models import Person
from tests.browser import check_all
from tests.journeys.scene import World, heading, press, tick
from tests.people import NOW
from tests.rooms.concerns.told import tell

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
WORDS = "A family on holiday, by the register of the hotel"


def test_what_is_typed_when_a_clearance_ends_waits_for_the_next_one(world: World) -> None:
    sent, femi = tell(world.cast, NOW), Person.objects.get(username="femi").pk
    page = world.desk("femi")
    page.goto(f"/desk/concerns/{sent.id}/decide/information_only/?version=1")
    page.locator("[name=text]").fill(WORDS)
    network.grants.end(femi, TRAINED)
    page.locator("main form[method=post] button").first.click()
    heading(page, "You need a clearance first")
    expect(page.get_by_text("Bao, Dalia")).to_be_visible()
    check_all(page)

    lead = world.desk("bao")
    lead.goto("/desk/clearances/")
    heading(lead, "Clearances")
    check_all(lead)
    lead.goto(f"/desk/people/{femi}/")
    heading(lead, "Femi")
    check_all(lead)
    lead.get_by_role("link", name="Give Training: triage").click()
    heading(lead, "Which clearance for Femi?")
    check_all(lead)
    tick(lead, "The person passed the course")
    press(lead, "Give this clearance")
    heading(lead, "Femi")
    expect(lead.get_by_text("Femi has this clearance now.")).to_be_visible()
    lead.get_by_role("link", name="End Training: triage").click()
    heading(lead, "End “Training: triage” of Femi?")
    check_all(lead)

    page.get_by_role("link", name="here").click()
    heading(page, "What you wrote is still here")
    expect(page.get_by_text(WORDS)).to_be_visible()
    press(page, "Send it now")
    expect(page.get_by_text("Nothing waits for a decision.")).to_be_visible()
