"""Signing in with real Chromium: app, passkey of a virtual authenticator, without script, and axe on each page."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser import Server, check_all, serving
from tests.desk import totp_code
from tests.people import PASSWORD, Cast

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]


@pytest.fixture
def server(people: Cast) -> Iterator[Server]:
    with serving() as running:
        yield running


def _password(page: Page, username: str) -> None:
    page.goto("/desk/day/")
    page.get_by_label("Sign-in name").fill(username)
    page.get_by_label("Password").fill(f"{PASSWORD} {username}")
    page.get_by_role("button", name="Sign in").click()


def _authenticator(page: Page) -> None:
    """A security key that always says yes, as the browser's own tools make it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip


@pytest.mark.parametrize("javascript", [True, False])
def test_the_first_sign_in_sets_up_the_app(server: Server, browser: Browser, javascript: bool) -> None:
    """Password, app, spare codes, my day; each page is accessible. Without script it works as well."""
    page = server.page(browser, javascript=javascript)
    looked = check_all if javascript else lambda page: None
    page.goto("/desk/day/")
    looked(page)
    _password(page, "amara")
    expect(page.get_by_role("heading", name="Set up the second step")).to_be_visible()
    looked(page)
    page.get_by_role("link", name="Use an app").click()
    looked(page)
    shown = page.get_by_text("Key:").inner_text()
    secret = re.sub(r"^Key:|\s", "", shown)
    page.get_by_label("Code that the app shows now").fill(totp_code(secret))
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", name="Write down your spare codes")).to_be_visible()
    looked(page)
    page.get_by_role("link", name="I have written them down").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    looked(page)

    page.context.clear_cookies()
    _password(page, "amara")
    expect(page.get_by_role("heading", name="Now the second step")).to_be_visible()
    looked(page)
    page.get_by_label("Code from your app").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("This code does not fit")
    looked(page)
    page.get_by_label("Code from your app").fill(totp_code(secret))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()


def test_a_passkey_as_the_second_step(server: Server, browser: Browser) -> None:
    """Set up, sign out, sign in with it, rename, remove: nothing opens then until another step is set up."""
    page = server.page(browser)
    page.goto("/desk/sign-in/")
    page.goto(page.url.replace("127.0.0.1", "localhost"))  # passkeys belong to a name, not to an address
    host = re.match(r"https?://[^/]+", page.url)
    assert host
    _authenticator(page)
    page.get_by_label("Sign-in name").fill("nils")
    page.get_by_label("Password").fill(f"{PASSWORD} nils")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_label("Name of this passkey").fill("small blue key")
    check_all(page)
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_role("heading", name="Write down your spare codes")).to_be_visible()
    page.get_by_role("link", name="I have written them down").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{host[0]}/desk/sign-in/")
    page.get_by_label("Sign-in name").fill("nils")
    page.get_by_label("Password").fill(f"{PASSWORD} nils")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Now the second step")).to_be_visible()
    check_all(page)
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()

    page.goto(f"{host[0]}/desk/sign-in/steps/passkeys/")
    expect(page.get_by_text("small blue key").first).to_be_visible()
    check_all(page)
    page.get_by_role("link", name="Remove small blue key").click()
    page.get_by_role("button", name="Remove this passkey").click()
    expect(page.get_by_text("There is no passkey yet")).to_be_visible()
    page.goto(f"{host[0]}/desk/day/")
    expect(page.get_by_role("heading", name="Set up the second step")).to_be_visible()


def test_a_passkey_that_fails_is_said_in_words(server: Server, browser: Browser) -> None:
    """No authenticator answers: the page says so and offers the app."""
    page = server.page(browser)
    page.goto("/desk/sign-in/")
    page.goto(page.url.replace("127.0.0.1", "localhost"))
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")  # and no authenticator: every request is refused at once
    page.get_by_label("Sign-in name").fill("nils")
    page.get_by_label("Password").fill(f"{PASSWORD} nils")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Add a passkey")).to_be_visible()
    page.wait_for_load_state()  # the button is a script's
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_role("status").filter(has_text="The passkey did not work")).to_be_visible()
    expect(page.get_by_role("link", name="Use an app on your phone")).to_be_visible()
