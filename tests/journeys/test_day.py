"""The day, the menu and the queue as they are seen: no overflow with every door, three lines a card on a phone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from playwright.sync_api import expect

from fanal.tourism import policy as tourism
from fanal.web import nav
from tests.browser import check, check_all
from tests.journeys.scene import World
from tests.rooms.concerns.told import tell

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]

_LINES = """row => {
  const mids = [];
  for (const cell of row.querySelectorAll("td:not(.go) > span")) {
    const range = document.createRange();
    range.selectNodeContents(cell);
    for (const r of range.getClientRects()) if (r.width > 2 && r.height < 40) mids.push(r.top + r.height / 2);
  }
  return mids.sort((a, b) => a - b).filter((mid, i) => !i || mid - mids[i - 1] > 10).length;
}"""


def test_a_day_with_every_door_is_seen_whole(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the longest language the bar stands in one line at 1024 px, and each door is reached with the keyboard."""
    now = datetime.now(UTC)
    tell(world.cast, now - timedelta(hours=4), danger="yes")
    for number in range(4):  # late all four, whatever the hour, so that they are folded
        tell(world.cast, now - timedelta(hours=60 + number), danger="no")
    # Nobody is of a member and of a company.
    monkeypatch.setattr(nav.access, "may", lambda _actor, deed, *_more: deed != tourism.READ)
    for language in ("fr", "ar"):
        page = world.desk("amara", language)
        page.goto("/desk/day/")
        check_all(page)
        page.set_viewport_size({"width": 1024, "height": 800})
        check(page)
        folded = page.locator("main details ol a").first
        expect(folded).to_be_hidden()
        page.emulate_media(media="print")
        expect(folded).to_be_visible()  # what is folded on the screen is open on paper
        page.emulate_media(media="screen")
        bar = page.locator(".bar .wrap").bounding_box()
        assert bar is not None
        assert bar["height"] < 90 if language == "ar" else bar["height"] < 120
        for menu in page.locator(".bar nav details").all():
            menu.locator("summary").press("Enter")
            expect(menu.locator("a").first).to_be_visible()
            check(page)
        expect(page.locator(".bar nav details[open]")).to_have_count(1)  # one closes the other
        page.keyboard.press("Escape")
        expect(page.locator(".bar nav details[open]")).to_have_count(0)
        page.set_viewport_size({"width": 320, "height": 800})
        page.locator(".bar nav details summary").last.press("Enter")
        check(page)
        page.context.close()


def test_on_a_phone_a_concern_of_the_queue_is_three_lines(world: World) -> None:
    """Due time; danger, country and channel; why it stands there. So the duty person sees six at once, not two."""
    now = datetime.now(UTC)
    tell(world.cast, now, danger="yes")
    tell(world.cast, now - timedelta(hours=3), danger="no")
    page = world.desk("amara", width=320)
    page.goto("/desk/concerns/")
    check_all(page)
    page.set_viewport_size({"width": 320, "height": 800})
    rows = page.locator("table.cards tbody tr")
    expect(rows).to_have_count(2)
    for row in rows.all():
        assert row.evaluate(_LINES) == 3, row.inner_text()
        box = row.bounding_box()
        assert box is not None
        assert box["height"] <= 130
    expect(rows.first.locator(".named").first).to_be_visible()
    page.set_viewport_size({"width": 1200, "height": 800})
    expect(rows.first.locator(".named").first).to_be_hidden()  # the column is called so
