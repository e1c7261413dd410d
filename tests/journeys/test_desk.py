"""The pages of the desk in real Chromium: axe at both widths and schemes, in English and mirrored in Arabic."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.concerns.handovers.duties import ASK_OUTCOME
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, Role
from tests.anew import cast_anew
from tests.browser import Server, check_all, serving
from tests.desk import client_of, person_of
from tests.people import Cast

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast with agreements, a newcomer who waits and an open invitation, so that each page has something."""
    cast, now = cast_anew(), datetime.now(UTC)
    until = now.date() + timedelta(days=100)
    for proposer, partner in (("nils", cast.aurora), ("sol", cast.aurora)):
        purposes = [AgreementPurpose.CONCERN_HANDOVER]
        network.agreements.propose(cast[proposer], partner, purposes, ["story"], now.date(), until, now)
    token = network.people.invite(cast["bao"], "Gita", [Role.INTAKE_OFFICER], now)
    network.people.accept(token, "gita", "twelve quiet boats at night", now)
    network.people.invite(cast["bao"], "Hana", [Role.CASEWORKER, Role.INTAKE_OFFICER], now)
    clocks.start(ASK_OUTCOME, cast.aurora, cast.aurora, now=now, owner=Target.role(Role.MANAGER))
    return cast


def _visit(server: Server, browser: Browser, cast: Cast, username: str, language: str) -> Page:
    page = server.page(browser)
    cookie = client_of(cast, username).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])
    page.goto("/desk/account/notices/")
    page.locator(f"input[value={language}]").check()
    page.locator("form button.button").last.click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    return page


def _addresses(cast: Cast) -> dict[str, list[str]]:
    femi, gita = person_of("femi"), person_of("gita")
    waiting, signed = (agreement.id for agreement in network.agreements.of(cast.aurora))
    mine = ["", "roles/", "reset/", "sign-out/", "end/", "roles/intake_officer/"]
    about = [f"people/{femi}/{page}" for page in mine] + [f"people/{gita}/", f"people/{gita}/admit/"]
    intake = network.teams.of(cast.aurora)[0].id
    (later,) = clocks.open_duties(org=cast.aurora, kinds=[ASK_OUTCOME])
    agreed = [f"agreements/{waiting}/", f"agreements/{signed}/sign/", f"agreements/{signed}/end/"]
    return {
        "bao": [
            "people/", "people/invite/", "people/teams/", "keys/", "keys/drill/", "journal/", "figures/", "clocks/",
            "clocks/concern_decide/set/", "keeping/", "keeping/XA/concern_closed/",
            "keeping/XA/concern_closed/type/", f"duties/{later.id}/put-off/", "reviews/", *about,
        ],
        "amara": [
            "day/", "account/", "agreements/", "agreements/propose/", f"keys/{intake}/", "sign-in/steps/", *agreed,
        ],
        "celia": ["day/"],
        "dalia": ["incident/", "going/"],
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_accessible(people: Cast, browser: Browser, language: str) -> None:
    """Nothing wrong for axe, nothing scrolls sideways, targets are large, in both directions of writing."""
    with serving() as server:
        for username, addresses in _addresses(people).items():
            page = _visit(server, browser, people, username, language)
            for address in addresses:
                response = page.goto(f"/desk/{address}")
                assert response is not None
                assert response.status == 200, address
                check_all(page)
            page.context.close()


def test_a_form_with_errors_leads_to_what_to_mend(people: Cast, browser: Browser) -> None:
    """The summary has the focus; its link goes to the field; what was typed is still there."""
    with serving() as server:
        page = _visit(server, browser, people, "bao", "en")
        page.goto("/desk/people/invite/")
        page.get_by_label("Name").fill("Ivo")
        page.get_by_role("button", name="Make the invitation").click()
        summary = page.get_by_role("alert")
        expect(summary).to_contain_text("Tick at least one")
        expect(summary).to_be_focused()
        expect(page.get_by_label("Name")).to_have_value("Ivo")
        check_all(page)
        summary.get_by_role("link").click()
        expect(page.locator("input[name=roles]").first).to_be_focused()
