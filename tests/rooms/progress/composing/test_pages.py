"""The pages of documents: a brief from a published reform to the files, each form sent as a browser sends it."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from fanal.justice.gaps import onward
from fanal.justice.models import Reform
from fanal.network.contracts import Role
from fanal.progress.asks import asks, starting
from fanal.progress.composing import composing, documents, leaving
from fanal.progress.composing.kinds import Kind, State
from fanal.progress.models import Document, Voice
from fanal.progress.observations.values import Line
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains
from tests.rooms.justice.small import small_law_of_file
from tests.rooms.progress.asks import made as asking
from tests.rooms.progress.composing import made

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("small_law_of_file")]
__all__ = ["small_law_of_file"]


@pytest.fixture
def here(cast: Cast) -> Cast:
    return made.advocates(cast)


@pytest.fixture(scope="module")
def proposed(small_law_of_file: None, cast_of_file: Cast) -> UUID:
    return made.reform(cast_of_file)


def _post(client: Client, name: str, *args: object, **data: Any) -> Any:
    return client.post(reverse(f"progress:{name}", args=args), data, follow=True)


def _get(client: Client, name: str, *args: object, **data: Any) -> str:
    answer = client.get(reverse(f"progress:{name}", args=args), data)
    assert answer.status_code == 200
    return text(answer)


@pytest.mark.usefixtures("that_day")
def test_from_a_published_reform_to_a_brief_in_eight_pages(proposed: UUID, here: Cast) -> None:
    noor, lena = client_of(here, "noor"), client_of(here, "lena")
    pages = 0

    def page(said: str, *needed: str) -> None:
        nonlocal pages
        pages += 1
        for words in needed:
            assert words in said, words

    page(_get(noor, "document_reforms", country="XA"), made.TITLE, "Aurora")
    page(_get(noor, "begin_brief", "XA", proposed), "Start a bill brief")
    answer = _post(noor, "begin_brief", "XA", proposed, language="en")
    row = Document.objects.get()
    kinds = [one["kind"] for one in row.blocks]
    assert kinds[-1] == "gap"
    assert "law" in kinds
    page(text(answer), "The double condition goes.", "Nothing stands under “The problem” yet.", "Not reviewed")
    page(_get(noor, "write_text", row.pk), "Blocks that you can name")
    law = next(one["id"] for one in row.blocks if one["kind"] == "law")
    said = f"By article 1 [{law}] nobody is prosecuted for what is no crime where it was done."
    answer = _post(noor, "write_text", row.pk, section="problem", text=said)
    page(text(answer), "no crime where it was done")
    assert "Before it can be proposed" not in text(answer)
    page(_get(noor, "propose_document", row.pk), "Propose that it leaves")
    answer = _post(noor, "propose_document", row.pk)
    page(text(answer), "Survivor adviser", "Lawyer", "waits")
    made.read(here, row, law=True)
    answer = _post(lena, "export_document", row.pk)
    page(text(answer), "What left", "SHA-256")
    assert pages <= 8
    html = leaving.file_of(Document.objects.get(), 1, "html").decode()
    assert "Who says this" in html
    assert "Aurora" in html
    assert f"By article 1 [{[one['id'] for one in row.blocks].index(law) + 1}]" in html
    for kind, begins in (("html", b"<!doctype html>"), ("pdf", b"%PDF-"), ("json", b"{")):
        answer = lena.get(reverse("progress:document_file", args=[row.pk, 1, kind]))
        assert answer.content.startswith(begins)
        assert "attachment" in answer["Content-Disposition"]
    assert leaving.changed(Document.objects.get(), NOW) == []


def test_an_article_that_no_law_shows_keeps_a_brief_back(proposed: UUID, here: Cast) -> None:
    row = documents.begin_brief(here["noor"], "XA", str(proposed), "en", NOW)
    law = next(one["id"] for one in row.blocks if one["kind"] == "law")
    documents.write(here["noor"], row.pk, "problem", f"By article 7 [{law}] nobody is prosecuted.", NOW)
    said = _get(client_of(here, "noor"), "document", row.pk)
    assert "<mark>article 7</mark>" in said
    assert "“article 7”" in said


def test_a_reform_prints_no_gap_and_no_count_of_gaps(proposed: UUID, here: Cast) -> None:
    row = documents.begin_brief(here["noor"], "XA", str(proposed), "en", NOW)
    piece = composing.composed(row, NOW).pieces[row.blocks[-1]["id"]]
    assert piece is not None
    assert "fact pattern" not in piece.prints
    assert any("points" in line for line in piece.points), "how far the law around it is known"


def test_a_document_is_begun_filled_and_ordered_by_pages(here: Cast) -> None:
    noor = client_of(here, "noor")
    answer = _post(noor, "begin_document", output="press", country="XA", language="en", title="What is known")
    row = Document.objects.get()
    assert "Nothing stands under “What can be said” yet." in text(answer)
    number = made.number()
    offered = _get(noor, "document_add", row.pk, "numbers", "number", find="school")
    assert "Out-of-school" in offered
    assert "Nothing here has these words." in _get(noor, "document_add", row.pk, "numbers", "number", find="zebra")
    _post(noor, "document_add", row.pk, "numbers", "number", ref=number)
    assert "It stands in the document already." in text(
        _post(noor, "document_add", row.pk, "numbers", "number", ref=number)
    )
    answer = _post(noor, "write_text", row.pk, section="lines", text="It was ١٣ % [1].")
    assert "<mark>١٣ %</mark>" in text(answer)
    answer = _post(noor, "propose_document", row.pk)
    assert "No block that is named behind shows “١٣ %”." in text(answer)
    assert Document.objects.get().state == State.DRAFT
    seen = documents.mark_of("It was ١٣ % [1].")
    _post(noor, "rewrite_text", row.pk, 2, text="It was 12.5 % [1].", seen=seen)
    _post(noor, "block_down", row.pk, 2)
    assert [one["id"] for one in Document.objects.get().blocks] == [2, 1]
    assert "12.5 %" in _get(noor, "document_preview", row.pk)
    _post(noor, "block_out", row.pk, 1)
    assert [one["id"] for one in Document.objects.get().blocks] == [2]
    assert "There is no block [1]" in _get(noor, "document", row.pk)
    for kind in Kind:
        if kind is not Kind.TEXT:
            _get(noor, "document_add", row.pk, "numbers", kind)
    assert "What is known" in _get(noor, "documents")


def test_a_mistake_keeps_what_was_typed(here: Cast) -> None:
    noor, row = client_of(here, "noor"), made.begun(here)
    said = "Maria Gonzales told us of it, at length."
    answer = _post(noor, "write_text", row.pk, section="lines", text=said)
    assert "Leave out names" in text(answer)
    assert said in text(answer)
    assert Document.objects.get().blocks == []


def test_statements_are_kept_and_taken_back_by_pages(here: Cast) -> None:
    noor = client_of(here, "noor")
    said = made.VOICE | {"cleared_on": NOW.date().isoformat(), "until": made.VOICE["until"].isoformat()}
    answer = _post(noor, "add_voice", **said)
    assert "Nobody asked us what would have helped." in text(answer)
    assert "It was not reviewed." in text(answer)
    row = Voice.objects.get()
    assert "Taken back on" in text(_post(noor, "end_voice", row.pk))


def test_the_page_of_an_ask_says_what_changed_since_its_document_left(here: Cast) -> None:
    asking.advocates(here)
    held, other = asking.written(here), asking.written(here, title="Another")
    row, noor = made.lines(here), client_of(here, "noor")
    documents.describe(here["noor"], row.pk, made.SAID | {"ask": str(held.row.pk)}, NOW)
    said = _get(noor, "document", row.pk)
    assert asking.TEXT["title"] in said
    assert reverse("progress:ask", args=[held.row.pk]) in said
    made.left(here, row)
    amara = client_of(here, "amara")
    quiet = _get(amara, "ask", held.row.pk)
    assert "What is known" in quiet
    assert "Evidence changed since" not in quiet
    made.keep("V01", Line("XA", "2024", value="11.0000"))
    told = _get(amara, "ask", held.row.pk)
    for words in ("Evidence changed since a document left", "Out-of-school, XA, 2024", "A newer value is known: 11 %"):
        assert words in told, words
    assert "Evidence changed since" not in _get(amara, "ask", other.row.pk)
    assert "A newer value is known: 11 %" in _get(noor, "document", row.pk)


def test_the_page_of_a_published_reform_leads_to_a_brief_and_to_an_ask(proposed: UUID, here: Cast) -> None:
    """Noor, by her role, to a brief; Lena, who holds the duty of an advocate, to both."""
    asking.advocates(here)
    brief, ask = (reverse(f"progress:{name}", args=["XA", proposed]) for name in ("begin_brief", "ask_reform"))
    page = reverse("justice:reform", args=[proposed])
    for who, sees in (("noor", {brief}), ("lena", {brief, ask})):
        said = text(client_of(here, who).get(page))
        assert {one for one in (brief, ask) if f'href="{one}"' in said} == sees, who
    draft = Reform.objects.get()
    draft.published_at = None
    assert not onward.links(here["lena"], draft)
    start = starting.of_reform("XA", proposed)
    assert start.commitments, "the promises that the change is about"
    assert start.citations, "and the provisions"
    held = asks.begin(here["lena"], start, asking.SAID | {"kind": "law"}, NOW)
    documents.begin_brief(here["noor"], "XA", str(proposed), "en", NOW)
    assert Document.objects.get().ask_id == held.row.pk


def test_others_see_nothing_of_it(here: Cast) -> None:
    row = made.lines(here)
    gains(here["nils"].person, Role.LEGAL_ADVOCATE)
    nils, amara = client_of(here, "nils"), client_of(here, "amara")
    for name in ("document", "document_preview", "write_text", "propose_document", "export_document"):
        assert nils.get(reverse(f"progress:{name}", args=[row.pk])).status_code == 404
        assert amara.get(reverse(f"progress:{name}", args=[row.pk])).status_code in {403, 404}
    assert "What is known" not in _get(nils, "documents")
    assert Client().get(reverse("progress:document", args=[row.pk])).status_code in {302, 403}


def test_a_forged_row_is_shown_as_forged_and_does_nothing(here: Cast) -> None:
    row = made.lines(here)
    Document.objects.filter(pk=row.pk).update(title="Another", state="proposed")
    lena = client_of(here, "lena")
    assert "somebody changed it" in _get(lena, "document", row.pk)
    assert lena.get(reverse("progress:document_preview", args=[row.pk])).status_code == 404
    _post(lena, "export_document", row.pk)
    assert not row.versions.exists()
