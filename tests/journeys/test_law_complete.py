"""A journey of completeness: two lawyers declare a law complete, the state then says no; withdrawn, nobody can say."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.files.facts_file import parse_facts
from fanal.justice.law import drafting, library
from fanal.network.contracts import Role
from tests.browser import check_all
from tests.journeys.scene import World, heading, press, tick
from tests.rooms.justice.law.test_complete import LEFT
from tests.rooms.justice.laws import law, person

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]


def _verdict() -> str:
    """Of an act that the one offence of XD does not cover."""
    facts = parse_facts(
        {
            "schema": "fanal.facts/1",
            "id": "t",
            "act": {"conduct": ["sexual_activity"], "from": "2026-05-01", "places": [{"in": "XD"}]},
            "child": {"age": {"lo": 19, "hi": 19}},
            "suspect": {"age": {"lo": 40, "hi": 40}},
        }
    )
    later = timezone.now() + timedelta(hours=1)
    states = evaluate(library.corpus(later), facts, later.date(), states=["XD"]).states
    return str(next(one.verdict for one in states if one.state == "XD"))


def _public(page: Page) -> Page:
    page.goto("/en/law/XD/")
    return page


def test_two_lawyers_declare_it_complete_and_withdraw_it(world: World) -> None:
    drafting.draft(person(world.cast, "femi", Role.CORPUS_EDITOR), law() + LEFT, None, timezone.now())
    for name in ("lena", "nils"):
        person(world.cast, name, Role.LAWYER)
    first, second, anybody = world.desk("lena"), world.desk("nils"), world.server.page(world.browser)
    assert _verdict() == "cannot_say"
    first.goto("/desk/law/review/XD/")
    first.get_by_role("link", name="What is complete").click()
    heading(first, re.compile("^What is complete in the law of"))
    check_all(first)
    first.get_by_label("For which conduct?").select_option("sexual_activity")
    press(first, "Look at what is entered, and what is not")
    heading(first, "Is anything missing: sexual activity with a child")
    check_all(first)
    first.get_by_label("Name or office, as everybody will see it").fill("Bar of XD")
    press(first, "I declare it complete")
    told = "Article 12 is not ticked: say why it does not matter, or enter it."
    expect(first.get_by_text(told).first).to_be_visible()
    check_all(first)
    tick(first, "It does not matter for this")
    first.get_by_label("Why not?").fill("Repealed in 2001.")
    press(first, "I declare it complete")
    expect(first.get_by_text("Declared. It counts once a second reviewer confirms it.")).to_be_visible()
    expect(first.get_by_text("You declared this.")).to_be_visible()
    check_all(first)
    assert _verdict() == "cannot_say"
    second.goto(first.url)
    second.get_by_role("link", name="I look at it and confirm it").click()
    expect(second.get_by_text("Repealed in 2001.")).to_be_visible()
    check_all(second)
    tick(second, "I went through what is entered and every article that is not, and I miss nothing")
    second.get_by_label("Name or office, as everybody will see it").fill("Faculty of XD")
    press(second, "I confirm that it is complete")
    expect(second.get_by_text("Complete. It stands on the public page of the country now.")).to_be_visible()
    assert _verdict() == "none"
    expect(_public(anybody).get_by_role("heading", name="Complete for")).to_be_visible()
    expect(anybody.get_by_text("Declared by Bar of XD and Faculty of XD").first).to_be_visible()
    check_all(anybody)
    second.get_by_role("link", name="Withdraw the declaration").click()
    second.get_by_label("What is missing, or open?").fill("Article 14 is missing.")
    press(second, "Withdraw the declaration")
    expect(second.get_by_text("Withdrawn. Where this law is silent, nobody can say.")).to_be_visible()
    assert _verdict() == "cannot_say"
    expect(_public(anybody).get_by_role("heading", name="Complete for")).to_have_count(0)
