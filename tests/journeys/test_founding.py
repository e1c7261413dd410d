"""Two founders in two browsers, from the links of the secretariat to a proved recovery kit, without a console."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fanal.network.models import Organisation
from tests.desk import totp_code
from tests.journeys.scene import World, heading, look, press, tick
from tests.people import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]


def _links(world: World) -> tuple[str, str]:
    """Sol of the secretariat lets Solano in and gets a link for each founder."""
    page = world.desk("sol")
    page.goto("/desk/foundings/")
    look(page)
    page.get_by_role("link", name="Let an organisation in").first.click()
    heading(page, "Let an organisation in")
    look(page)
    page.get_by_label("Name of the organisation").fill("Solano")
    tick(page, "member", "English")
    page.get_by_label("In which country does it sit?").select_option("XD")
    for number, name in (("first", "Rosa"), ("second", "Timo")):
        page.get_by_label(f"Name of the {number} founder").fill(name)
        page.get_by_label(f"E-mail of the {number} founder").fill(f"{name.lower()}@founders.example")
    press(page, "Make the two links")
    heading(page, "Give each of the two their own link")
    look(page)
    one, two = (page.get_by_role("region", name=name).locator("[data-keep]").inner_text() for name in ("Rosa", "Timo"))
    tick(page, "I have passed it on")
    press(page, "Go on")
    heading(page, "New organisations")
    expect(page.get_by_text("waits for Rosa, Timo")).to_be_visible()
    return one, two


def _ready(page: Page, link: str, name: str, *, looked: bool = False) -> None:
    """A founder chooses sign-in name and password and writes the recovery code down."""
    see = look if looked else lambda _page: None
    page.goto(link)
    heading(page, f"Welcome, {name}")
    see(page)
    page.get_by_role("link", name="Begin").click()
    expect(page.get_by_label("Choose a sign-in name")).to_be_visible()
    page.get_by_label("Choose a sign-in name").fill(name.lower())
    press(page, "Continue")
    heading(page, "Choose a password")
    see(page)
    page.get_by_label("New password").fill(f"{PASSWORD} {name.lower()}")
    page.get_by_label("The same once more").fill(f"{PASSWORD} {name.lower()}")
    press(page, "Set this password")
    heading(page, "Write down your recovery code")
    see(page)
    tick(page, "I have written it down")
    press(page, "Go on")


def _signed_in(page: Page, name: str) -> None:
    """A founder signs in and sets up the app as the second step."""
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password").fill(f"{PASSWORD} {name}")
    press(page, "Sign in")
    page.get_by_role("link", name="Use an app").click()
    secret = re.sub(r"^Key:|\s", "", page.get_by_text("Key:").inner_text())
    page.get_by_label("Code that the app shows now").fill(totp_code(secret))
    press(page, "Use this app")
    heading(page, "Write down your spare codes")
    page.get_by_role("link", name="I have written them down").click()
    heading(page, "My day")


def _keep(page: Page, *, looked: bool = False) -> list[str]:
    """A founder writes their share down. Returns its words."""
    see = look if looked else lambda _page: None
    see(page)
    page.get_by_role("link", name="Your share of the recovery kit").click()
    heading(page, "Your share of the recovery kit")
    see(page)
    words = page.locator("ol[data-keep]").inner_text().split()
    tick(page, "I have written it down")
    press(page, "Go on")
    heading(page, "Type your share back")
    see(page)
    return words


def test_two_founders_in_two_browsers_to_a_proved_kit(world: World) -> None:
    """Nobody sits at a console, nothing is restarted; one browser does not serve for both."""
    one, two = _links(world)
    rosa, timo = (world.server.page(world.browser) for _founder in range(2))
    _ready(rosa, one, "Rosa", looked=True)
    heading(rosa, "You are ready")
    expect(rosa.get_by_text("We wait for Timo")).to_be_visible()
    look(rosa)
    rosa.goto(two)
    heading(rosa, "This link is for Timo")
    look(rosa)

    _ready(timo, two, "Timo")
    heading(timo, "Solano is founded")
    look(timo)
    rosa.goto(one)
    heading(rosa, "Solano is founded")
    _signed_in(rosa, "rosa")
    _signed_in(timo, "timo")
    words = _keep(rosa, looked=True)
    assert len(words) == 33
    rosa.get_by_label("The words of your share").fill(" ".join(words[::-1]))
    press(rosa, "This is my share")
    expect(rosa.get_by_role("alert")).to_contain_text("This is not the share that you were given")
    rosa.get_by_label("The words of your share").fill(" ".join(words))
    press(rosa, "This is my share")
    expect(rosa.get_by_text("Your share is right. We wait for Timo.")).to_be_visible()
    others = _keep(timo)
    assert words != others
    timo.get_by_label("The words of your share").fill(" ".join(others))
    press(timo, "This is my share")
    expect(timo.get_by_text("The recovery kit is proved.")).to_be_visible()
    assert Organisation.objects.get(name="Solano").kit_drilled_on is not None


def test_the_pages_of_founders_in_arabic(world: World) -> None:
    """From right to left, at 320 px."""
    one, _two = _links(world)
    page = world.server.page(world.browser, locale="ar")
    page.goto(one)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rosa")
    look(page)
