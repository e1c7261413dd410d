"""A hotel from the public page to an accepted report without an e-mail; refused and come back; an appeal. With and
without JavaScript, at 320 px and at 1200."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fanal.network.models import Person
from fanal.tourism import known
from fanal.tourism.membership.flow import State
from fanal.tourism.models import Membership
from fanal.tourism.programmes import library
from tests.browser import check
from tests.journeys import yearly
from tests.journeys.scene import World, heading, look, press, sign_in_first
from tests.people import PASSWORD
from tests.rooms.tourism import firms

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
SHOTS = os.environ.get("TRAVEL_SHOTS", "")


def _see(page: Page, name: str, *, javascript: bool = True) -> None:
    """Axe at 320 px, and a picture in both widths where somebody looks."""
    if javascript:
        look(page)
    if SHOTS:
        for width in (320, 1200):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
        page.set_viewport_size({"width": 320, "height": 800})


def _fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"#id_{name}").fill(value)


def _go(page: Page) -> None:
    page.locator("main form button").first.click()


def _keeps_code(page: Page) -> None:
    page.get_by_label("I have written it down").check()
    press(page, "Go on")


def _open(page: Page, words: str) -> None:
    page.get_by_role("link", name=words, exact=True).first.click()


def _home(page: Page, world: World) -> None:
    page.goto(f"{world.server.url}/desk/travel/")


@pytest.mark.parametrize("javascript", [True, False])
def test_from_application_to_an_accepted_report_without_an_e_mail(
    world: World, monkeypatch: pytest.MonkeyPatch, *, javascript: bool
) -> None:
    _reports_at_once(monkeypatch)
    firms.represents(world.cast)

    def see(name: str) -> None:
        _see(rosa, name, javascript=javascript)

    rosa = world.server.page(world.browser, width=320, javascript=javascript)
    rosa.goto("/en/travel/")
    heading(rosa, "Companies in travel that promise to protect children")
    see("programmes")
    _open(rosa, str(known.programme(firms.CODE).name["en"]))
    see("programme")
    _open(rosa, "Apply with your company")
    heading(rosa, "Apply with your company")
    see("apply")
    _open(rosa, "Begin")
    _fill(rosa, name="Aurora")
    rosa.locator("#id_country").select_option("XA")
    see("apply-company")
    _go(rosa)
    expect(rosa.get_by_role("alert")).to_contain_text("already")
    _fill(rosa, name="Hotel Lantern")
    _go(rosa)
    _fill(rosa, person="Rosa Lind")
    _go(rosa)
    _fill(rosa, username="rosa")
    _go(rosa)
    _fill(rosa, password=f"{PASSWORD} rosa", again=f"{PASSWORD} rosa")
    _go(rosa)
    _keeps_code(rosa)
    if not javascript:  # the second step of a passkey needs it, that of an app does not
        expect(rosa.locator("#id_login")).to_be_visible()
    sign_in_first(rosa, "rosa")
    assert Person.objects.get(username="rosa").email == ""

    _home(rosa, world)
    see("company-home")
    _open(rosa, "Go on with the questions")
    see("question")
    rosa.get_by_label("Yes", exact=True).check()
    _go(rosa)
    expect(rosa.get_by_text("Nothing of it was kept").first).to_be_visible()
    see("question-excludes")
    for _number in range(6):
        rosa.get_by_label("No", exact=True).check()
        _go(rosa)
    heading(rosa, "Hotel Lantern")
    see("membership-draft")
    rosa.goto(f"{world.server.url}/desk/travel/company/profile/")
    rosa.get_by_label("accommodation", exact=True).check()
    _fill(rosa, countries="XA", registrations="XA 4471")
    see("profile")
    _go(rosa)
    pk = Membership.objects.get().pk
    at = f"{world.server.url}/desk/travel/memberships/{pk}/"
    rosa.goto(f"{at}revenue/")
    rosa.locator("#id_revenue_1").check()
    see("revenue")
    _go(rosa)
    _plans(rosa, at, see)
    rosa.goto(f"{at}submit/")
    _go(rosa)
    expect(rosa.get_by_role("alert")).to_contain_text("Name a deputy")

    rosa.goto(f"{world.server.url}/desk/travel/people/")
    see("people")
    _open(rosa, "Invite a deputy")
    _fill(rosa, name="Timo Berg")
    _go(rosa)
    link = rosa.locator("[data-keep]").inner_text()
    timo = world.server.page(world.browser, width=320)
    timo.goto(link)
    heading(timo, "Welcome, Timo Berg")
    _open(timo, "Begin")
    _fill(timo, username="timo")
    _go(timo)
    _go(timo)
    _fill(timo, password=f"{PASSWORD} timo", again=f"{PASSWORD} timo")
    _go(timo)
    _keeps_code(timo)
    sign_in_first(timo, "timo")

    rosa.goto(f"{at}submit/")
    _go(rosa)
    heading(rosa, "Hotel Lantern")
    see("membership-submitted")

    amara, tove = world.desk("amara", width=320), world.desk("tove", width=320)
    for page, name in ((amara, "desk-representative"), (tove, "desk-secretariat")):
        _home(page, world)
        expect(page.get_by_text("Hotel Lantern").first).to_be_visible()
        _see(page, name)
    amara.goto(at)
    _see(amara, "membership-review")
    _open(amara, "Take the application up")
    amara.get_by_label("No, I have none").check()
    _see(amara, "take-up")
    _go(amara)
    amara.goto(f"{at}plan/3/")
    _see(amara, "plan-review")
    for page in (amara, tove):
        page.goto(f"{at}approve/")
        page.get_by_label("No, I have none").check()
        _go(page)
    tove.goto(f"{at}invoice/")
    _go(tove)
    tove.goto(f"{at}pay/")
    _fill(tove, reference="2026-77")
    _go(tove)

    rosa.goto(f"{world.server.url}/desk/travel/people/contacts/add/")
    rosa.locator("#id_role_0").check()
    _fill(rosa, name="Rosa Lind", function="Director")
    see("contact")
    _go(rosa)
    rosa.goto(at)
    _open(rosa, "The agreement")
    _again(rosa)
    see("agreement")
    _fill(rosa, name="Rosa Lind", function="Director")
    rosa.get_by_label("I sign this agreement for the company").check()
    _go(rosa)
    expect(rosa.get_by_text("It is signed. Your company is a member.")).to_be_visible()
    see("member")
    assert Membership.objects.get().state == State.ACTIVE.value
    _says_how_far(rosa, at, see)
    yearly.report(rosa, amara, at, see)
    assert not Person.objects.filter(username__in=["rosa", "timo"]).exclude(email="").exists()


def _reports_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of a report begins with the membership, and not ten months later."""
    code = known.programme(firms.CODE)
    early = replace(code, clocks=replace(code.clocks, report_notice=400))
    programmes = {**library.shipped(), firms.CODE: early}
    monkeypatch.setattr(library, "shipped", lambda: programmes)


def _plans(rosa: Page, at: str, see: Callable[[str], None]) -> None:
    """Six criteria, one page each; what is proposed is taken on with a click."""
    rosa.goto(f"{at}plan/")
    heading(rosa, "The plan")
    see("plan-empty")
    _open(rosa, "Open Policy and procedures")
    for number in range(1, 7):
        see(f"plan-criterion-{number}")
        _open(rosa, "Take on what is proposed")
        see(f"plan-adopt-{number}")
        _go(rosa)
        expect(rosa.get_by_text("It stands in your plan.")).to_be_visible()
        if number < 6:
            _open(rosa, "The next criterion")
    rosa.goto(f"{at}plan/add-own/")
    _fill(rosa, text="A talk with the port every spring.", due="2027-04-30")
    see("plan-own")
    _go(rosa)
    expect(rosa.get_by_text("A talk with the port every spring.").first).to_be_visible()
    see("plan")


def _says_how_far(rosa: Page, at: str, see: Callable[[str], None]) -> None:
    """A member says what is in place, and reads what its score comes from."""
    rosa.goto(f"{at}plan/1/")
    rosa.get_by_role("link", name="Say how far it is").first.click()
    rosa.locator("#id_level_3").check()
    see("plan-how-far")
    _go(rosa)
    expect(rosa.get_by_text("in place", exact=True).first).to_be_visible()
    see("plan-criterion")
    rosa.goto(f"{at}plan/")
    _open(rosa, "Send the plan in")
    _go(rosa)
    rosa.goto(f"{at}plan/versions/2/")
    see("plan-version")
    rosa.goto(f"{at}score/")
    heading(rosa, "The score: starting")
    see("score")


def _again(page: Page) -> None:
    """Whoever signs proves anew who they are, where the page asks."""
    from tests.desk import totp_code

    if (code := page.locator("#id_code")).count():
        code.fill(totp_code())
        _go(page)


def test_refused_and_come_back(world: World) -> None:
    firms.office(world.cast)
    firm = firms.in_review(world.cast)
    at = f"{world.server.url}/desk/travel/memberships/{firm.pk}/"
    tove, rosa = world.desk("tove", width=320), world.desk("rosa", width=320)
    tove.goto(f"{at}give-back/")
    _fill(tove, words="Name the places in XB.")
    _see(tove, "give-back")
    _go(tove)
    rosa.goto(at)
    expect(rosa.get_by_text("Name the places in XB.").first).to_be_visible()
    _see(rosa, "membership-returned")
    _open(rosa, "Send the application in")
    _go(rosa)
    tove.goto(f"{at}ask-decline/")
    tove.locator("#id_ground_1").check()
    _fill(tove, words="The programme is for travel.")
    _see(tove, "decline")
    _go(tove)
    expect(tove.get_by_text("The programme is for travel.").first).to_be_visible()
    expect(tove.get_by_role("link", name="Decline the application")).to_have_count(0)  # it waits for somebody else
    sol = world.desk("sol", width=320)
    _home(sol, world)
    sol.get_by_role("link", name=re.compile("Hotel Lantern")).first.click()
    _see(sol, "membership-proposed")
    _open(sol, "Decline the application")
    _go(sol)
    rosa.goto(at)
    expect(rosa.get_by_text("The programme is for travel.").first).to_be_visible()
    _see(rosa, "membership-declined")
    _open(rosa, "Apply again")
    _go(rosa)
    heading(rosa, "Hotel Lantern")
    assert firm.state is State.DRAFT


def test_an_appeal_in_arabic_and_by_two_who_did_not_decide(world: World) -> None:
    from fanal.tourism.membership import deciding
    from tests.people import NOW

    firms.office(world.cast)
    firm = firms.in_review(world.cast)
    deciding.ask_decline(world.cast["tove"], firm.pk, "ineligible", "Not in travel.", NOW)
    deciding.decline(world.cast["sol"], firm.pk, NOW)
    at = f"{world.server.url}/desk/travel/memberships/{firm.pk}/"
    rosa = world.desk("rosa", "ar", width=320)
    rosa.goto(at)
    _see(rosa, "membership-declined-ar")
    rosa.goto(f"{at}appeal/")
    _fill(rosa, words="We run tours since 2019.")
    _see(rosa, "appeal-ar")
    _go(rosa)
    una, vito = world.desk("una", width=320), world.desk("vito", width=320)
    una.goto(f"{at}appeal-first/")
    una.locator("#id_outcome_1").check()
    _fill(una, reasons="They do run tours.")
    _see(una, "appeal-first")
    _go(una)
    una.goto(f"{at}appeal-second/")
    _go(una)
    expect(una.get_by_role("alert").first).to_be_visible()
    vito.goto(at)
    _see(vito, "membership-appeal")
    vito.goto(f"{at}appeal-second/")
    _go(vito)
    expect(vito.get_by_text("Decided. The company reads it.")).to_be_visible()
    assert firm.state is State.PLAN_REVIEW
    check(vito)
