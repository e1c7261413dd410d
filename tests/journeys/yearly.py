"""The yearly report of a company, page by page: filled, stopped once, sent, given back, sent again, accepted."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from fanal.tourism.membership import clock
from fanal.tourism.membership.flow import State
from fanal.tourism.models import Membership
from tests.journeys.scene import heading, press

TOLD = "The police came for a girl of 14 in room 7."
DONE = "We took part in the week of safe travel."


def report(rosa: Page, amara: Page, at: str, see: Callable[[str], None]) -> None:
    """From the day on which its time begins until a representative accepts it. `at`: the page of the membership."""
    clock.look(timezone.now())
    assert Membership.objects.get().state == State.REPORT_DUE
    rosa.goto(f"{at}report/")
    see("report-begin")
    press(rosa, "Begin the report")
    expect(rosa.get_by_text("0 of 13 are answered")).to_be_visible()
    see("report")
    rosa.get_by_role("link", name="Look at these answers").first.click()
    parts = 0
    while rosa.locator("main form input[name=version]").count():
        parts += 1
        _answers(rosa, see, parts)
    assert parts >= 5
    expect(rosa.get_by_text("13 of 13 are answered")).to_be_visible()
    _press_first(rosa, "Send the yearly report")
    expect(rosa.get_by_text("It was sent.")).to_be_visible()
    amara.goto("/desk/travel/")
    expect(amara.get_by_text("Read the yearly report of a company")).to_be_visible()
    amara.goto(f"{at}report/give-back/")
    amara.locator("#id_words").fill("Which initiatives?")
    amara.locator("main form button").first.click()
    rosa.goto(f"{at}report/")
    expect(rosa.get_by_text("Which initiatives?")).to_be_visible()
    see("report-given-back")
    _press_first(rosa, "Send the yearly report")
    amara.goto(f"{at}report/")
    _press_first(amara, "Accept the yearly report")
    expect(amara.get_by_text("The next report is due in a year.")).to_be_visible()
    assert Membership.objects.get().state == State.ACTIVE
    rosa.goto(f"{at}report/")
    heading(rosa, "The yearly report")
    see("report-accepted")


def _answers(rosa: Page, see: Callable[[str], None], part: int) -> None:
    """Of what records say that it is right; what they do not know is typed. An account is stopped, and nothing else
    that was typed is lost."""
    for one in rosa.locator("main form input[value=keep]").all():
        one.check()
    kept = {str(one.get_attribute("name")).removesuffix("_keep") for one in rosa.locator("input[value=keep]").all()}
    story = False
    for one in rosa.locator(
        "main form :is(input[type=number], input[inputmode=numeric], input[type=date], select, textarea)"
    ).all():
        name = str(one.get_attribute("name"))
        if name.removesuffix("_whole").removesuffix("_why") in kept:
            continue
        if one.evaluate("it => it.tagName") == "SELECT":
            one.select_option("3")
        elif one.evaluate("it => it.tagName") == "TEXTAREA":
            one.fill(DONE if story else TOLD)
            story = True
        elif one.get_attribute("type") == "date":
            one.fill("2026-05-04")
        else:
            one.fill("12" if name.endswith("_whole") else "11")
    see(f"report-part-{part}")
    rosa.get_by_role("button", name="Save and go on").click()
    if story:
        expect(rosa.get_by_role("alert").first).to_contain_text("reads like an account")
        see(f"report-part-{part}-stopped")
        rosa.locator("main form textarea").first.fill(DONE)
        rosa.get_by_role("button", name="Save and go on").click()


def _press_first(page: Page, words: str) -> None:
    """Press what the page offers; where a page asks once more, there too."""
    page.locator(f"main :is(a, button):text-is('{words}')").first.click()
    again = page.locator("main form button.button:not(.second)")
    if page.get_by_role("heading", level=1, name=words).count():
        again.first.click()
