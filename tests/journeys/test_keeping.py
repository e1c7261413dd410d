"""A time of keeping is typed with its law, a second person confirms it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from playwright.sync_api import expect

from fanal.concerns.models import Concern
from tests.browser import check_all
from tests.journeys.scene import World, heading, press
from tests.kept import SOURCE
from tests.rooms.concerns.keeping.test_keeping import closed
from tests.rooms.justice.acts import matter

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]


def test_a_time_of_keeping_is_typed_from_the_law_and_confirmed(world: World) -> None:
    page = world.desk("bao")
    page.goto("/desk/keeping/XA/concern_closed/type/")
    heading(page, "Closed · XA")
    page.get_by_label("a lawyer of the country").check()
    page.get_by_label("Months").fill("24")
    page.get_by_label("Who compared it with the law?").fill("Ines Falk")
    press(page, "Keep it for a second person")
    expect(page.get_by_text("A rule without a source does not count.").first).to_be_visible()
    check_all(page)
    page.get_by_label("By which law?").fill(SOURCE)
    press(page, "Keep it for a second person")
    expect(page.get_by_text("It counts once a second person has confirmed it")).to_be_visible()
    check_all(page)

    second = world.desk("dalia", language="fr")
    second.goto("/desk/keeping/XA/concern_closed/")
    expect(second.get_by_text(SOURCE)).to_be_visible()
    check_all(second)
    second.locator("a.button", has_text="omparer").first.click()
    expect(second.get_by_role("heading", name="Est-ce ce que dit la loi ?")).to_be_visible()
    check_all(second)
    press(second, "J’ai comparé : cela compte désormais")
    expect(second.get_by_text("24 mois").first).to_be_visible()
    check_all(second)

    page.goto("/desk/keeping/")
    heading(page, "Times of keeping")
    expect(page.get_by_text("24 months").first).to_be_visible()
    check_all(page)


def test_who_answers_for_data_sees_what_goes_next_and_a_lawyer_holds_a_matter(world: World) -> None:
    sent = closed(world.cast)
    Concern.objects.filter(pk=sent.id).update(erase_on=datetime.now(UTC).date() + timedelta(days=20))
    page = world.desk("dalia")
    page.goto("/desk/going/")
    heading(page, "What goes next")
    expect(page.get_by_text("Closed")).to_be_visible()
    check_all(page)

    found = matter(world.cast["lena"])
    lawyer = world.desk("lena")
    lawyer.goto(f"/desk/law/matters/{found}/hold/")
    heading(lawyer, "Legal hold")
    check_all(lawyer)
    lawyer.get_by_label("Keep until").fill((datetime.now(UTC) + timedelta(days=90)).date().isoformat())
    lawyer.get_by_label("Why? Do not name anyone.").fill("A court asks for it")
    press(lawyer, "Put under a legal hold")
    expect(lawyer.get_by_text("Lena answers for it.")).to_be_visible()
    check_all(lawyer)
