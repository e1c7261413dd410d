"""The sheet for those who make laws is one sheet of A4, also of a country in which all is assessed with long words."""

import io
import os
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader

from fanal.progress.commitments import rubrics
from tests.journeys.scene import World
from tests.rooms.progress import places

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
SHOTS = os.environ.get("PROGRESS_SHOTS", "")


def _paper(world: World, address: str) -> list[str]:
    """What stands on each side."""
    page = world.server.page(world.browser, width=1200)
    page.goto(f"{world.server.url}{address}")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    if SHOTS:
        (Path(SHOTS) / "sheet.pdf").write_bytes(paper)
    pdf = PdfReader(io.BytesIO(paper))
    for one in pdf.pages:
        assert (float(one.mediabox.width), float(one.mediabox.height)) == pytest.approx((595.3, 841.9), abs=1)
    return [" ".join(unicodedata.normalize("NFKC", one.extract_text()).split()) for one in pdf.pages]


def test_the_sheet_is_one_sheet_of_paper(world: World) -> None:
    every = list(rubrics.shipped())
    places.ready(world.cast, *every)
    long = "The plan covers five of 25 provinces, and of those no more than two have an office of their own. " * 12
    cites = [f"Report on how it stands, part {n} | p. {n} | https://report.example/{n}" for n in range(1, 9)]
    for item in every:
        places.published(world.cast, "DE", item, rationale=long[:1400], citations=cites, differs="Practice is another.")
    sides = _paper(world, "/en/country/DE/sheet/")
    assert len(sides) <= 2
    text = " ".join(sides)
    for item in every:
        assert text.count(f"{rubrics.shipped()[item].code}:") >= 1, item
    assert text.count("Sources: Report on how it stands") == len(every), "each with a source"
    assert text.count("The plan covers five of 25 provinces") >= len(every), "and why"
    assert text.count("The law as written:") == sum(bool(one.law) for one in rubrics.shipped().values())
    assert "/en/country/DE/" in text, "where the rest stands"


def test_an_empty_sheet_is_one_side(world: World) -> None:
    assert len(_paper(world, "/en/country/KE/sheet/")) == 1


@pytest.mark.parametrize("address", ["/en/country/KE/sheet/", "/en/progress/"])
def test_paper_of_the_demonstration_says_so(world: World, settings: object, address: str) -> None:
    settings.MODE = "demo"  # type: ignore[attr-defined]
    assert "Demonstration." in " ".join(_paper(world, address))
