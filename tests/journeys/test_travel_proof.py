"""A document is named and seen by its hash: the browser reckons it, and the file goes nowhere; somebody visits a
company, and it answers. At 320 px and at 1200, without JavaScript by typing the signs."""

import hashlib
import os
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, Request, expect

from fanal.tourism import backing
from fanal.tourism.models import Evidence
from tests.journeys.scene import World, heading, look
from tests.people import NOW
from tests.rooms.tourism import firms

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
SHOTS = os.environ.get("TRAVEL_SHOTS", "")
POLICY = b"%PDF-1.7\n" + b"Our policy. " * 20_000
HASH = hashlib.sha256(POLICY).hexdigest()
FORM_BYTES = 4096


def _see(page: Page, name: str) -> None:
    look(page)
    if SHOTS:
        for width in (320, 1200):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
        page.set_viewport_size({"width": 320, "height": 800})


def _send(page: Page) -> None:
    page.locator("main form button").last.click()


def _sent(page: Page) -> list[Request]:
    """What a page asks for, from now on."""
    asked: list[Request] = []
    page.on("request", lambda one: asked.append(one))  # noqa: PLW0108  # a built-in cannot be wrapped
    return asked


def _is_kept_here(asked: list[Request]) -> None:
    """No request is larger than the form, and none carries a piece of the file or its name."""
    assert any(one.method == "POST" for one in asked)
    for one in asked:
        body = one.post_data_buffer or b""
        assert len(body) < FORM_BYTES, one.url
        assert b"Our policy" not in body
        assert b"secret-name" not in body
        assert "secret-name" not in one.url


def test_a_document_is_named_and_compared_and_never_leaves_the_device(world: World, tmp_path: Path) -> None:
    firms.represents(world.cast)
    firm = firms.in_review(world.cast)
    file, other = tmp_path / "secret-name.pdf", tmp_path / "other.pdf"
    file.write_bytes(POLICY)
    other.write_bytes(POLICY + b".")
    at = f"{world.server.url}/desk/travel/memberships/{firm.pk}/"

    rosa = world.desk("rosa", width=320)
    asked = _sent(rosa)
    rosa.goto(at)
    rosa.get_by_role("link", name="Documents", exact=True).click()
    _see(rosa, "documents-none")
    rosa.get_by_role("link", name="Name a document").click()
    rosa.get_by_label("Choose the file").set_input_files(file)
    expect(rosa.get_by_text("Its SHA-256 is filled in.")).to_be_visible()
    assert rosa.locator("#id_sha256").input_value() == HASH
    rosa.locator("#id_title").fill("Policy 2026")
    rosa.locator("#id_kept_at").fill("Office of the director")
    rosa.locator("input[name=requirements]").first.check()
    rosa.locator("#id_starts").fill("2026-01-01")
    rosa.locator("#id_ends").fill(NOW.date().isoformat())
    _see(rosa, "document-new")
    _send(rosa)
    heading(rosa, "Policy 2026")
    _see(rosa, "document")
    _is_kept_here(asked)
    one = Evidence.objects.get()
    assert (one.sha256, one.state) == (HASH, backing.PENDING)

    amara = world.desk("amara", width=320)
    asked = _sent(amara)
    amara.goto(f"{world.server.url}/desk/travel/evidence/{one.pk}/")
    amara.get_by_role("link", name="Say whether it was seen").click()
    chooser = amara.get_by_label("Choose the file that you are shown")
    chooser.set_input_files(other)
    expect(amara.get_by_text("It is another one.")).to_be_visible()
    chooser.set_input_files(file)
    expect(amara.get_by_text("It is the same.")).to_be_visible()
    amara.locator("#id_outcome_0").check()
    amara.locator("#id_seen_how").select_option("call")
    amara.locator("#id_seen_on").fill(NOW.date().isoformat())
    _see(amara, "document-review")
    _send(amara)
    expect(amara.get_by_text("Kept. The company reads it.")).to_be_visible()
    _is_kept_here(asked)
    assert Evidence.objects.get().state == backing.ACCEPTED

    plain = world.desk("rosa", width=320, javascript=False)
    plain.goto(f"{at}evidence/add/")
    assert plain.locator("input[type=file]").count() == 0
    plain.locator("#id_sha256").fill(hashlib.sha256(b"other").hexdigest())
    plain.locator("#id_title").fill("Clause")
    plain.locator("#id_kept_at").fill("Purchasing")
    plain.locator("input[name=requirements]").nth(1).check()
    plain.locator("#id_starts").fill("2026-01-01")
    plain.locator("#id_ends").fill(NOW.date().isoformat())
    _send(plain)
    heading(plain, "Clause")


def test_somebody_visits_a_company_and_it_answers_in_arabic(world: World) -> None:
    firm = firms.active(world.cast)
    at = f"{world.server.url}/desk/travel/memberships/{firm.pk}/"
    tove, sol = world.desk("tove", width=320), world.desk("sol", width=320)
    tove.goto(at)
    tove.get_by_role("link", name="Verification", exact=True).click()
    _see(tove, "verifications-none")
    tove.get_by_role("link", name="Ask somebody to verify the company").click()
    tove.locator("#id_kind_1").check()
    tove.locator("#id_person").select_option(str(world.cast["sol"].person))
    _see(tove, "verification-ask")
    _send(tove)
    heading(tove, "Verification")
    sol.goto(tove.url)
    sol.get_by_role("link", name="Do you have ties to the company?").click()
    sol.get_by_label("No, I have none").check()
    _send(sol)
    sol.get_by_role("link", name="What you saw").click()
    sol.locator("#id_requirement").select_option("C1.1")
    sol.locator("#id_level_2").check()
    sol.locator("#id_seen").fill("The policy is not signed.")
    sol.locator("#id_change").fill("Have it signed.")
    _see(sol, "finding")
    _send(sol)
    expect(sol.get_by_role("alert").first).to_contain_text("needs a day")
    sol.locator("#id_change_by").fill("2099-01-01")
    _send(sol)
    sol.get_by_role("link", name="Tell the company what you found").click()
    _send(sol)
    expect(sol.get_by_text("The company reads it.")).to_be_visible()
    _see(sol, "verification-told")
    rosa = world.desk("rosa", "ar", width=320)
    rosa.goto(tove.url)
    expect(rosa.get_by_text("The policy is not signed.")).to_be_visible()
    _see(rosa, "verification-ar")
    rosa.locator("main section a.button").click()
    rosa.locator("#id_words").fill("It is signed now.")
    _send(rosa)
    expect(rosa.get_by_text("It is signed now.")).to_be_visible()
    amara = world.desk("amara", width=320)
    amara.goto(f"{at}notes/")
    _see(amara, "notes-none")
    amara.get_by_role("link", name="Write a note").click()
    amara.locator("#id_words").fill("Begin with the front desk.")
    _see(amara, "note-new")
    _send(amara)
    expect(amara.get_by_text("Begin with the front desk.")).to_be_visible()
    _see(amara, "notes")
