"""What a reporter takes on paper: the code, and no word of what it is for or who gave it."""

import io

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.scene import World, code_on, heading, person_time, press, tick

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]
TOLD = "Room 12. The girl cried when I came to clean."


def _paper(page: Page) -> str:
    """What the paper says, with the line that browsers add above and below where a page leaves room for it."""
    pdf = page.pdf(display_header_footer=True, margin={"top": "2cm", "bottom": "2cm"})
    return " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_printed_receipt_says_the_code_and_nothing_else(world: World) -> None:
    """Whoever finds it learns neither that somebody told something, nor whom, nor where."""
    page = world.reporter()
    page.goto("/en/xa/")
    tick(page, "Not sure")
    person_time(page)
    press(page, "Continue")
    page.get_by_label("In your own words", exact=False).fill(TOLD)
    press(page, "Send now")
    heading(page, "We have it. Thank you.")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    code, numbers = code_on(page), page.locator("p.code").inner_text()
    assert _paper(page).replace("- ", "-") == f"{code} {numbers}"
