"""Two founders in two browsers, from the links of the secretariat to a proved recovery kit, without a console."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from fanal.network.models import Organisation
from tests.journeys.scene import (
    World,
    founder_links,
    get_ready,
    heading,
    keep_share,
    look,
    sign_in_first,
    type_share_back,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]


def test_two_founders_in_two_browsers_to_a_proved_kit(world: World) -> None:
    """Nobody sits at a console, nothing is restarted; one browser does not serve for both."""
    one, two = founder_links(world.desk("sol"), see=look)
    rosa, timo = (world.server.page(world.browser) for _founder in range(2))
    get_ready(rosa, one, "Rosa", see=look)
    heading(rosa, "You are ready")
    expect(rosa.get_by_text("We wait for Timo")).to_be_visible()
    look(rosa)
    rosa.goto(two)
    heading(rosa, "This link is for Timo")
    look(rosa)

    get_ready(timo, two, "Timo")
    heading(timo, "Solano is founded")
    look(timo)
    rosa.goto(one)
    heading(rosa, "Solano is founded")
    for page, name in ((rosa, "rosa"), (timo, "timo")):
        page.get_by_role("link", name="Sign in").click()
        sign_in_first(page, name)
    words = keep_share(rosa, see=look)
    assert len(words) == 33
    type_share_back(rosa, words[::-1])
    expect(rosa.get_by_role("alert")).to_contain_text("This is not the share that you were given")
    type_share_back(rosa, words)
    expect(rosa.get_by_text("Your share is right. We wait for Timo.")).to_be_visible()
    others = keep_share(timo)
    assert words != others
    type_share_back(timo, others)
    expect(timo.get_by_text("The recovery kit is proved.")).to_be_visible()
    assert Organisation.objects.get(name="Solano").kit_drilled_on is not None


def test_the_pages_of_founders_in_arabic(world: World) -> None:
    """From right to left, at 320 px."""
    one, _two = founder_links(world.desk("sol"))
    page = world.server.page(world.browser, locale="ar")
    page.goto(one)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rosa")
    look(page)
