"""From a published reform to a brief that leaves, by keyboard and buttons alone, at 320 px; and the same pages from the
right."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from fanal.progress.models import Document
from tests.journeys.scene import World, look
from tests.rooms.justice.small import small_law
from tests.rooms.progress.composing import made

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
    pytest.mark.usefixtures("small_law"),
]
__all__ = ["small_law"]


def test_a_brief_from_a_published_reform(world: World) -> None:
    made.advocates(world.cast)
    reform = made.reform(world.cast)
    noor, base = world.desk("noor", width=320), f"{world.server.url}/desk/progress/documents/"
    noor.goto(base)
    look(noor)
    noor.goto(f"{base}reforms/?country=XA")
    look(noor)
    noor.get_by_role("link", name=made.TITLE).first.click()
    look(noor)
    noor.get_by_role("button", name="Begin the brief").press("Enter")
    expect(noor.get_by_role("heading", level=1)).to_have_text(made.TITLE)
    look(noor)
    row = Document.objects.get()
    law = row.blocks[0]["id"]
    noor.goto(f"{base}{row.pk}/write/?section=problem")
    look(noor)
    noor.get_by_label("Text").fill(f"By article 7 [{law}] nobody is prosecuted.")
    noor.get_by_role("button", name="Keep it").press("Enter")
    expect(noor.locator("mark")).to_have_text("article 7")
    look(noor)
    noor.get_by_role("link", name="Change block").press("Enter")
    noor.get_by_label("Text").fill(f"By article 1 [{law}] nobody is prosecuted.")
    noor.get_by_role("button", name="Keep it").press("Enter")
    expect(noor.locator("mark")).to_have_count(0)
    for address in ("preview/", "add/who/number/", "propose/"):
        noor.goto(f"{base}{row.pk}/{address}")
        look(noor)
    noor.get_by_role("button", name="Propose it").press("Enter")
    expect(noor.get_by_text("Survivor adviser").first).to_be_visible()
    made.read(world.cast, row, law=True)
    lena = world.desk("lena", width=320)
    lena.goto(f"{base}{row.pk}/leave/")
    lena.get_by_role("button", name="Let it leave").press("Enter")
    expect(lena.get_by_role("link", name="To print (PDF)")).to_be_visible()
    look(lena)
    right = world.desk("noor", "ar", width=320)
    for address in (base, f"{base}{row.pk}/", f"{base}{row.pk}/preview/", base.replace("documents", "statements")):
        right.goto(address)
        look(right)
    assert reform
