"""A journey of a study: from a question and a published table to an estimate that a statistician from outside signed;
a linkage run as those who take part see it. At 320 px, light and dark."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from fanal.research.models import Study
from fanal.research.studies import publishing
from tests.browser import check_all
from tests.journeys.scene import World, heading, press
from tests.people import Cast
from tests.rooms.research import linking, studying
from tests.rooms.research.studies.test_studies_publishing import advisers
from tests.rooms.research.studies.test_studies_words import CITED, KNOWN_TO
from tests.rooms.research.studying import FORM, HEPATITIS

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]


def _fill(page: Page, table: str) -> None:
    page.get_by_label("Title").fill(FORM.title)
    page.get_by_label("Where it was published").fill(CITED)
    page.get_by_label("The capture table").fill(table)
    page.get_by_label("Who is counted, where and when?").fill(KNOWN_TO)
    page.get_by_label("What is the answer for?").fill(FORM.protocol.use)
    page.get_by_label("Whom could the answer harm").fill(FORM.protocol.harms)


def _published(cast: Cast) -> str:
    """The others agree and it is published; those pages have tests of their own."""
    study, now = Study.objects.get(), datetime.now(UTC)
    sol, tove = advisers(cast)
    publishing.review(studying.reviewer(cast), study.pk, "approved", "", now)
    publishing.assent(sol, study.pk, "survivor_adviser", "assent", "", now)
    publishing.assent(tove, study.pk, "ethics_reviewer", "assent", "", now)
    release = publishing.publish(cast["bao"], study.pk, now)
    assert release is not None
    return release.number


def test_from_a_question_to_a_signature_and_to_everybody(world: World) -> None:
    """Its texts have an institution and a whole reference; the name of a person is told at once, with its words."""
    studying.maker(world.cast)
    studying.statistician(world.cast)
    bao = world.desk("bao")
    bao.goto("/desk/research/studies/")
    expect(bao.get_by_text("No studies yet.")).to_be_visible()
    check_all(bao)
    bao.get_by_role("link", name="Begin a study").click()
    check_all(bao)
    _fill(bao, "A,B,count\n1,0,5\n")
    press(bao, "Keep the draft")
    expect(bao.get_by_text("A study is registered only if").first).to_be_visible()
    check_all(bao)
    _fill(bao, HEPATITIS)
    bao.get_by_label("Who is counted, where and when?").fill("Children known to Marta Rossini.")
    bao.locator("label", has_text="The result is published whatever it is").click()
    bao.get_by_label("Repeated samples").select_option("1000")
    press(bao, "Keep the draft")
    expect(bao.get_by_text("“Marta Rossini”: leave out names of persons").first).to_be_visible()
    check_all(bao)
    _fill(bao, HEPATITIS)
    press(bao, "Keep the draft")
    heading(bao, FORM.title)
    check_all(bao)
    bao.get_by_role("link", name="Register it").click()
    check_all(bao)
    press(bao, "Register it")
    bao.get_by_role("link", name="Look at the overlaps").click()
    heading(bao, "How the lists overlap")
    check_all(bao)
    bao.get_by_role("button", name="Compute it").click(no_wait_after=True)  # one press; it goes on by itself
    ended, result = bao.get_by_role("link", name="See what came out"), bao.get_by_text("best single figure")
    expect(ended.or_(result)).to_be_visible(timeout=240_000)
    if ended.is_visible():  # it took longer than the press waits: whoever is there goes on
        check_all(bao)
        ended.click()
    expect(result).to_be_visible()
    for one in bao.locator("details").all():
        one.locator("summary").click()
    check_all(bao)
    bao.get_by_role("link", name="Ask a statistician from outside").click()
    check_all(bao)
    bao.locator("label", has_text="Pia").click()
    press(bao, "Ask this person")

    pia = world.desk("pia")
    pia.goto("/desk/research/studies/")
    pia.get_by_role("link", name=f"Open {FORM.title}").click()
    pia.get_by_role("link", name="Sign it").click()
    pia.get_by_label("Where do you work?").fill("Institute of Statistics")
    check_all(pia)
    press(pia, "Sign this estimate")
    expect(pia.get_by_text("signed these exact bytes")).to_be_visible()
    bao.reload()
    press(bao, "Send it to review")
    check_all(bao)
    number = _published(world.cast)
    bao.goto(f"/en/evidence/{number}/")
    expect(bao.get_by_text(KNOWN_TO)).to_be_visible()
    expect(bao.get_by_role("link", name="BibTeX")).to_be_visible()
    check_all(bao)


def test_a_study_that_says_nothing_says_so(world: World) -> None:
    study = studying.computed(world.cast, studying.thin_form())
    bao = world.desk("bao", language="ar")
    bao.goto(reverse("research:study", args=[study.pk]))
    check_all(bao)


def test_everybody_sees_what_the_unit_sees(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server has the time of now, and a run is over by a day at most ninety days away."""
    now = datetime.now(UTC)
    monkeypatch.setattr(linking, "NOW", now)
    monkeypatch.setattr(linking, "DELETE_BY", now.date() + timedelta(days=30))
    linking.stage(world.cast)
    run = linking.keyed(world.cast)
    bao = world.desk("bao")
    bao.goto("/desk/research/runs/")
    check_all(bao)
    bao.goto(reverse("research:run", args=[run.pk]))
    expect(bao.get_by_role("heading", name="What the unit sees")).to_be_visible()
    check_all(bao)
    bao.get_by_role("link", name="Say the number").click()
    check_all(bao)
    bao.get_by_label("How many different children").fill("300")
    press(bao, "Say it; a second person signs")
    dalia = world.desk("dalia", javascript=False)
    dalia.goto(reverse("research:run", args=[run.pk]))
    dalia.get_by_role("link", name="Look at it and sign").click()
    press(dalia, "Sign it")
    dalia.get_by_text("Every step, with its hash").click()
    expect(dalia.get_by_text("a second person signed number and definition")).to_be_visible()
    tove = world.desk("tove")
    tove.goto("/desk/research/runs/new/")
    check_all(tove)
