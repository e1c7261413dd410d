"""Three people and a partner: a concern goes from the form to an outcome, and nobody is second for themselves."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fanal.concerns.models import Concern, Handover
from fanal.journal.models import Entry
from fanal.network.contracts import AgreementPurpose
from tests.journeys.scene import World, code_on, heading, look, person_time, press, tick
from tests.small import found, has_partner, opens_form, police

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
WORDS = "The driver of the blue van waits at the school gate. Called Lilo, red dress."
ASKED_FOR = "The unit works at that gate and can look there today"
WHY = "The facts point to an office in the same town"


def _tell(page: Page) -> None:
    """Somebody tells Cirrus by its public form."""
    page.goto("/en/xd/")
    tick(page, "Not sure")
    person_time(page)
    press(page, "Continue")
    heading(page, re.compile("What did you see"))
    page.get_by_label(re.compile("In your own words")).fill(WORDS)
    press(page, "Send now")
    heading(page, "We have it. Thank you.")
    code_on(page)


def _refused(page: Page, who: str, role: str, words: str) -> None:
    """The administrator of people gives a role that does not go with what somebody does."""
    page.goto("/desk/people/")
    page.get_by_role("link", name=re.compile(rf"\b{who}\b")).first.click()
    heading(page, who)
    page.get_by_role("link", name=re.compile("role", re.I)).first.click()
    heading(page, f"Which roles for {who}?")
    page.get_by_label(role).check()
    press(page, "Give what is ticked")
    expect(page.get_by_text(words).first).to_be_visible()
    look(page)


def _gate(page: Page) -> None:
    """The page of the form says whose illness would close it."""
    page.goto("/desk/concerns/pages/")
    page.get_by_role("link", name=re.compile("^Open")).first.click()
    expect(page.get_by_text("Nobody stands in for some of you.")).to_be_visible()
    expect(page.get_by_text(re.compile("Supervisor.*Key keeper"))).to_be_visible()
    look(page)


def _confirm(page: Page, concern: Concern, unit: object) -> None:
    """The first of the office confirms what the police would get, and asks the partner."""
    page.goto(f"/desk/concerns/{concern.pk}/hand-over/{unit}/")
    press(page, "Keep this as a draft, and read the note")
    press(page, "I have read this note")
    press(page, "Confirm; a second person follows")
    heading(page, "Ask Nordlys for the second yes")  # one lands there
    page.goto("/desk/day/")
    page.get_by_role("link", name="Ask your partner for the second yes").click()
    heading(page, "Ask Nordlys for the second yes")
    page.goto(f"/desk/concerns/handovers/{Handover.objects.get().pk}/")
    expect(page.get_by_text("A partner says the second yes, and then it goes.")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Ask your partner for the second yes").click()
    heading(page, "Ask Nordlys for the second yes")
    press(page, "Ask Nordlys")
    expect(page.get_by_text("Write why, so that your partner can judge by it.").first).to_be_visible()
    look(page)
    page.get_by_label("Why do you ask for it? Do not name anyone.").fill(ASKED_FOR)
    press(page, "Ask Nordlys")
    heading(page, "Second yes of Nordlys")
    look(page)
    page.goto("/desk/day/")
    for words in ("Confirm a handover as the second person", "Decide on a concern"):
        expect(page.get_by_text(words)).to_have_count(0)
    look(page)
    page.get_by_role("link", name="Nordlys was asked for the second yes").click()
    heading(page, "Second yes of Nordlys")


def _answer(page: Page) -> None:
    """The partner sees the preview alone, and says yes with the reason."""
    page.goto("/desk/day/")
    page.get_by_role("link", name="Say the second yes, or no, for a partner").click()
    heading(page, "Cirrus asks for your second yes")
    expect(page.get_by_text("Tourist police unit, XD")).to_be_visible()
    expect(page.get_by_text(ASKED_FOR)).to_be_visible()
    expect(page.get_by_text("the authorities of this country")).to_be_visible()
    expect(page.get_by_text("Lilo")).to_have_count(0)
    look(page)
    press(page, "Give this answer")
    look(page)  # what is missing is said
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Why? Do not name anyone.").fill(WHY)
    press(page, "Give this answer")
    heading(page, "Second yes for Cirrus")
    expect(page.get_by_text("You no longer see what it was about.").first).to_be_visible()
    look(page)


def _send(page: Page) -> None:
    """A colleague hears of it, reads why, and sends it."""
    page.goto("/desk/day/")
    expect(page.get_by_role("link", name="Nordlys was asked")).to_have_count(0)
    page.get_by_role("link", name="Nordlys said yes: send the handover").click()
    heading(page, "Second yes of Nordlys")
    expect(page.get_by_text(WHY)).to_be_visible()
    look(page)
    page.get_by_role("link", name="Send it from its preview").click()
    press(page, "I have read this note")
    look(page)
    press(page, "Send this to Tourist police unit")
    expect(page.get_by_text("Sent, and the decision is recorded.")).to_be_visible()


def _outcome(page: Page) -> None:
    """The authority takes it on, and says what came of it."""
    page.goto("/desk/day/")
    page.get_by_role("link", name="Answer a handover").click()
    page.get_by_role("link", name="Accept this handover").click()
    press(page, "Accept it")
    page.get_by_role("link", name="What came of it").click()
    page.get_by_label("A child was helped").check()
    press(page, "Tell the sender")


def test_three_people_and_a_partner_take_a_concern_to_an_outcome(world: World) -> None:
    """Ana, Ben and Cleo do everything; Oda of Nordlys says the second yes; Leo of the police unit tells the outcome."""
    now, cast = datetime.now(UTC), world.cast
    found(cast, now=now)
    has_partner(cast, AgreementPurpose.CONFLICT_OF_INTEREST, now=now)
    unit = police(cast, "XD", "ana", now)
    opens_form(cast)
    cleo, ana = world.desk("cleo"), world.desk("ana")
    _refused(cleo, "Ben", "Custodian of who told us", "the custodian never reads concerns")
    _refused(cleo, "Ana", "Safeguarding lead", "never manager and safeguarding lead")
    cleo.goto("/desk/people/")
    expect(cleo.get_by_role("heading", name="A small organisation")).to_be_visible()
    look(cleo)
    _gate(ana)

    _tell(world.reporter())
    concern = Concern.objects.get()
    _confirm(ana, concern, unit)
    _answer(world.desk("oda"))
    _send(world.desk("ben"))
    _outcome(world.desk("leo"))
    ana.goto(f"/desk/concerns/handovers/{Handover.objects.get().pk}/")
    expect(ana.get_by_text("Outcome told: A child was helped")).to_be_visible()
    expect(ana.get_by_text("Said the second yes")).to_be_visible()
    ana.goto(f"/desk/concerns/{concern.pk}/")
    expect(ana.get_by_role("link", name=re.compile("^Second yes of Nordlys"))).to_be_visible()
    look(ana)
    concern.refresh_from_db()
    assert concern.triage == "route_elsewhere"
    assert Entry.objects.filter(deed="concerns.agree_opinion", org=cast.nordlys).count() == 1
