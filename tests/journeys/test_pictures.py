"""Journeys of pictures: on a phone and on paper every word of them is whole, and stands on nothing else."""

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser import check_all
from tests.journeys.scene import World
from tests.rooms.research.released import about, put, study, tables

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
]
WORDS = """[...document.querySelectorAll('.drawing svg')].flatMap((svg, at) => {
    const frame = svg.getBoundingClientRect()
    return [...svg.querySelectorAll('text')].map(e => { const b = e.getBoundingClientRect()
        return {at, words: e.textContent, left: b.left - frame.left, right: b.right - frame.left, top: b.top,
                bottom: b.bottom, wide: frame.width, size: b.height} }) })"""

GRIDS = """[...document.querySelectorAll('main :is(table, details)')].flatMap(e => {
    const held = []
    for (let up = e.parentElement; up; up = up.parentElement)
        if (/grid|flex/.test(getComputedStyle(up).display)) held.push(up.outerHTML.slice(0, 120))
    return held })"""
"""A table that breaks over pages inside a grid is printed over what follows: its repeated head is not counted."""


def test_on_a_phone_and_on_paper_no_picture_scrolls_and_no_words_touch(world: World) -> None:
    """At 320 px every word of a picture is inside it, large enough to read, and stands on no other word."""
    put(world.cast, tables(about()))
    put(world.cast, study(about("XA-2026-002", title="How many were never seen")))
    page = world.server.page(world.browser, width=320)
    for address in ("/en/evidence/", "/en/evidence/XA-2026-001/", "/en/evidence/XA-2026-002/"):
        page.goto(address)
        check_all(page)
        page.set_viewport_size({"width": 320, "height": 800})
        whole(page, least=9)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 700, "height": 1000})
        whole(page, least=9)
        assert page.evaluate(GRIDS) == []
        page.emulate_media(media="screen")


def whole(page: Page, least: float) -> None:
    scrolls = "[...document.querySelectorAll('.drawing')].filter(e => e.scrollWidth > e.clientWidth).length"
    assert page.evaluate(scrolls) == 0
    held = page.evaluate(WORDS)
    assert held
    for one in held:
        assert one["left"] >= -1, one
        assert one["right"] <= one["wide"] + 1, one
        assert one["size"] >= least, one
    held.sort(key=lambda one: (one["at"], one["top"]))
    for number, one in enumerate(held):
        for other in held[number + 1 : number + 12]:
            apart = (
                one["at"] != other["at"]
                or other["top"] >= one["bottom"] - one["size"] / 4
                or other["left"] >= one["right"] - 1
                or other["right"] <= one["left"] + 1
            )
            assert apart, (one, other)
