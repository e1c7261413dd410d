"""A document from its first block to the files that leave: each rule that keeps one back, and what is kept."""

import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from pypdf import PdfReader

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.network.api import keyfile
from fanal.progress.composing import checking, composing, documents, leaving, printing, reviewing, voices
from fanal.progress.composing.blocks import shelf
from fanal.progress.composing.duties import READ_IT
from fanal.progress.composing.kinds import Kind, Mark, Output, State
from fanal.progress.models import Document, DocumentVersion, Voice
from fanal.progress.observations import storing
from fanal.progress.observations.policy import WITHDRAWN
from fanal.progress.observations.values import Kind as Says
from fanal.progress.observations.values import Line, Origin
from fanal.web import papers
from tests.people import NOW, Cast
from tests.rooms.progress import places
from tests.rooms.progress.composing import made
from tests.rooms.progress.programmes import made as programmes_made

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = timedelta(days=1)


@pytest.fixture
def cast_here(cast: Cast) -> Cast:
    return made.advocates(cast)


def _now(row: Document) -> checking.Composed:
    return composing.composed(Document.objects.get(pk=row.pk), NOW)


def _faults(row: Document) -> str:
    return " | ".join(one.words for one in checking.faults(_now(row)))


def test_lines_leave_once_two_people_and_an_adviser_said_so(cast_here: Cast) -> None:
    cast, row = cast_here, made.lines(cast_here)
    documents.propose(cast["noor"], row.pk, NOW)
    assert [duty.kind for duty in clocks.open_duties(subjects=[row.pk])] == [READ_IT.code]
    with pytest.raises(NotNow, match="have not all said yes"):
        documents.export(cast["lena"], row.pk, NOW)
    made.read(cast, row)
    with pytest.raises(NotAllowed, match="somebody else"):
        documents.export(cast["noor"], row.pk, NOW)
    version = documents.export(cast["lena"], row.pk, NOW)
    assert version.number == 1
    assert not clocks.open_duties(subjects=[row.pk])
    row.refresh_from_db()
    html = leaving.file_of(row, 1, "html").decode()
    assert "In 2024 it was 12.5 % (10 to 14) [1]." in html, "printed under its number in the list of sources"
    assert "Out-of-school" in html
    told = json.loads(leaving.file_of(row, 1, "json"))
    assert told["schema"] == "fanal.progress.sources/1"
    assert [(one["number"], one["kind"]) for one in told["sources"]] == [(1, "number")]
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(leaving.file_of(row, 1, "pdf"))).pages)
    assert "12.5 %" in text
    assert Document.objects.get().state == State.EXPORTED


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_while_its_pages_are_made_others_write(cast_here: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is held meanwhile; and what a colleague changed in this time does not leave as it was before."""
    cast, row = cast_here, made.lines(cast_here)
    documents.propose(cast["noor"], row.pk, NOW)
    made.read(cast, row)
    files, held = printing.files, list[bool]()

    def made_slowly(*given: Any) -> dict[str, bytes]:
        held.append(connection.in_atomic_block)
        documents.give_back(cast["noor"], row.pk, NOW)
        documents.propose(cast["noor"], row.pk, NOW)
        return files(*given)

    monkeypatch.setattr(printing, "files", made_slowly)
    with pytest.raises(NotNow, match="changed this meanwhile"):
        documents.export(cast["lena"], row.pk, NOW)
    assert not DocumentVersion.objects.exists()
    monkeypatch.setattr(printing, "files", lambda *given: held.append(connection.in_atomic_block) or files(*given))
    assert documents.export(cast["lena"], row.pk, NOW).number == 1
    assert held == [False, False]


def test_whoever_proposed_lets_nothing_leave_and_no_second_is_skipped(cast_here: Cast) -> None:
    cast, row = cast_here, made.lines(cast_here)
    with pytest.raises(NotNow, match="proposes first"):
        documents.export(cast["lena"], row.pk, NOW)
    with pytest.raises(NotAllowed):
        documents.propose(cast["amara"], row.pk, NOW)
    with pytest.raises(NotHere):
        documents.propose(cast["oda"], row.pk, NOW)


@pytest.mark.parametrize(
    "written", ["It was 13 %.", "It was ١٣ %.", "It was १३ %.", "It was ១៣ %.", "Article 5 says so."]
)
def test_an_unbound_number_or_article_is_marked_and_keeps_it_back(cast_here: Cast, written: str) -> None:
    cast, row = cast_here, made.lines(cast_here)
    block = made.write(cast, row, "lines", written)
    (one,) = _now(row).unbound[block]
    assert one.token.words in written
    with pytest.raises(NotNow, match="No block that is named behind shows"):
        documents.propose(cast["noor"], row.pk, NOW)


def test_a_title_that_says_what_nothing_shows_keeps_it_back(cast_here: Cast) -> None:
    row = made.lines(cast_here)
    documents.describe(cast_here["noor"], row.pk, made.SAID | {"title": "In 2031"}, NOW)
    assert "title or addressee: “2031”" in _faults(row)


def test_what_is_proposed_is_not_changed_and_another_wording_asks_anew(cast_here: Cast) -> None:
    cast, row = cast_here, made.lines(cast_here)
    documents.propose(cast["noor"], row.pk, NOW)
    with pytest.raises(NotNow, match="Take it back first"):
        made.write(cast, row, "lines", "More.")
    made.read(cast, row)
    documents.give_back(cast["lena"], row.pk, NOW)
    made.write(cast, row, "lines", "More of it.")
    documents.propose(cast["noor"], row.pk, NOW)
    with pytest.raises(NotNow, match="have not all said yes"):
        documents.export(cast["lena"], row.pk, NOW)


def test_only_what_everybody_may_read_is_offered(cast_here: Cast) -> None:
    cast = cast_here
    row = made.begun(cast)
    internal = made.ref(made.keep("V06", Line("XA", "2024", value="1.0000")))
    below = made.ref(made.keep("V02", Line("XA", "2024", value="2.0000", place="XA-1")))
    counted = made.ref(made.keep("R01", Line("XA", "2024", value="3.0000", n=90)))
    linked = made.ref(made.keep("V03", Line("XA", "2024", value="4.0000"), origin=Origin.IMPORTED, shared=False))
    other = made.ref(made.keep("V04", Line("XB", "2024", value="5.0000")))
    good = made.number()
    offered = {one.ref for one in shelf.offered(composing.about(row, NOW), Kind.NUMBER)}
    assert offered == {good}
    for one in (internal, below, counted, linked, other):
        with pytest.raises(NotHere):
            made.add(cast, row, Kind.NUMBER, one, "numbers")
        forged = [{"id": 1, "kind": "number", "section": "numbers", "ref": one, "text": ""}]
        Document.objects.filter(pk=row.pk).update(blocks=forged)
        assert not documents.is_believed(Document.objects.get()), "a writer of the database puts nothing in"
        assert composing.composed(Document.objects.get(), NOW).pieces == {1: None}
        Document.objects.filter(pk=row.pk).update(blocks=[])


def test_two_numbers_that_show_a_hidden_one_do_not_leave_together(cast_here: Cast) -> None:
    cast, row = cast_here, made.begun(cast_here)
    kept = made.keep(
        "R01", Line("XA", "2024", value="90.0000", n=400), Line("XA", "2024", value="91.0000", n=395, cell="sex=girl"),
        Line("XA", "2024", kind=Says.SUPPRESSED, cell="sex=boy"), origin=Origin.RELEASE, release="A release",
    )  # fmt: skip
    first = made.add(cast, row, Kind.NUMBER, made.ref(kept, cell=""), "numbers")
    made.write(cast, row, "lines", "It is known.")
    assert _faults(row) == ""
    second = made.add(cast, row, Kind.NUMBER, made.ref(kept, cell="sex=girl"), "numbers")
    with pytest.raises(NotNow, match=rf"Together, \[{first}\], \[{second}\] show a number that is kept back"):
        documents.propose(cast["noor"], row.pk, NOW)
    documents.take_out(cast["noor"], row.pk, first, NOW)
    documents.propose(cast["noor"], row.pk, NOW)


def test_where_others_are_counted_besides_a_total_less_one_part_shows_no_hidden_one(cast_here: Cast) -> None:
    """All less girls are boys and others together: of boys alone it says nothing."""
    row = made.begun(cast_here)
    kept = made.keep(
        "R01", Line("XA", "2024", value="90.0000", n=400), Line("XA", "2024", value="91.0000", n=300, cell="sex=girl"),
        Line("XA", "2024", kind=Says.SUPPRESSED, cell="sex=boy"),
        Line("XA", "2024", value="87.0000", n=95, cell="sex=x"), origin=Origin.RELEASE, release="A release",
    )  # fmt: skip
    made.write(cast_here, row, "lines", "It is known.")
    for cell in ("", "sex=girl"):
        made.add(cast_here, row, Kind.NUMBER, made.ref(kept, cell=cell), "numbers")
    assert _faults(row) == ""
    made.add(cast_here, row, Kind.NUMBER, made.ref(kept, cell="sex=x"), "numbers")
    assert "show a number that is kept back" in _faults(row)


def test_a_release_that_is_withdrawn_marks_the_block_and_keeps_it_back(cast_here: Cast) -> None:
    cast, row = cast_here, made.begun(cast_here)
    kept = made.keep("R01", Line("XA", "2024", value="90.0000", n=400), origin=Origin.RELEASE, release="A release")
    block = made.add(cast, row, Kind.NUMBER, made.ref(kept), "numbers")
    made.write(cast, row, "lines", "It is known.")
    made.left(cast, row)
    assert leaving.changed(row, NOW) == []
    kept.refresh_from_db()
    kept.withdrawn_on = NOW.date()
    storing.write(kept, keyfile.installation(), WITHDRAWN, NOW)
    piece = _now(row).pieces[block]
    assert piece is not None
    assert piece.has(Mark.WITHDRAWN)
    assert [one.number for one in leaving.changed(row, NOW)] == [1]
    documents.give_back(cast["noor"], row.pk, NOW)
    with pytest.raises(NotNow, match="It was withdrawn"):
        documents.propose(cast["noor"], row.pk, NOW)


def test_a_newer_value_is_told_beside_the_old_and_after_it_left(cast_here: Cast) -> None:
    cast, row = cast_here, made.lines(cast_here)
    made.left(cast, row)
    assert not leaving.changed(row, NOW)
    made.keep("V01", Line("XA", "2024", value="11.0000"), now=NOW + DAY)
    later = NOW + 2 * DAY
    (one,) = leaving.changed(row, later)
    assert one.title.startswith("Out-of-school")
    (piece,) = composing.composed(Document.objects.get(), later).pieces.values()
    assert piece is not None
    assert "A newer value is known: 11 %" in dict(piece.marks)[Mark.NEWER]
    assert "12.5 %" in leaving.file_of(row, 1, "html").decode(), "what left stays as it left"


def test_what_is_old_says_so_on_paper(cast_here: Cast) -> None:
    cast, row = cast_here, made.begun(cast_here)
    made.add(cast, row, Kind.NUMBER, made.number(period="2015"), "numbers")
    made.write(cast, row, "lines", "It is known.")
    made.left(cast, row)
    assert "Note: Old: nobody brought a newer value." in leaving.file_of(row, 1, "html").decode()


def test_a_state_with_its_reason_and_its_mark(cast_here: Cast) -> None:
    cast = places.ready(cast_here)
    places.published(cast, "XA")
    later = NOW + 31 * DAY
    row = made.begun(cast, later)
    block = made.add(cast, row, Kind.STATE, places.ITEM, "numbers", later)
    piece = composing.composed(Document.objects.get(), later).pieces[block]
    assert piece is not None
    assert "The plan covers five of 25 provinces." in piece.said
    assert "National plan 2024 to 2028, p. 12" in piece.points
    old = composing.composed(Document.objects.get(), NOW + 3 * 365 * DAY).pieces[block]
    assert old is None or old.has(Mark.STALE), "the review of its wording may have ended too"
    assert not made.begun(cast, country="XB").blocks
    with pytest.raises(NotHere):
        made.add(cast, row, Kind.STATE, "SA-4d", "numbers", later)


def test_a_programme_with_its_result_and_grade(cast_here: Cast) -> None:
    cast, row = cast_here, made.begun(cast_here)
    one, _measure = programmes_made.published(cast)
    block = made.add(cast, row, Kind.PROGRAMME, str(one.pk), "numbers")
    piece = _now(row).pieces[block]
    assert piece is not None
    assert any("Before and after" in line for line in piece.said)
    assert any("No difference can be told" in line for line in piece.points), "a null result is told as any other"
    assert "North" not in piece.prints


def test_a_statement_is_used_as_its_speaker_let_it(cast_here: Cast) -> None:
    cast, row = cast_here, made.begun(cast_here)
    fresh = voices.add(cast["noor"], made.VOICE, NOW)
    with pytest.raises(NotHere):
        made.add(cast, row, Kind.VOICE, str(fresh.pk), "lines")
    good = made.voice(cast)
    with pytest.raises(NotHere):
        made.add(cast, made.begun(cast, output="letter", addressee="The ministry"), Kind.VOICE, str(good.pk), "reasons")
    made.add(cast, row, Kind.VOICE, str(good.pk), "lines")
    made.left(cast, row)
    assert "Nobody asked us what would have helped." in leaving.file_of(row, 1, "html").decode()
    voices.end(cast["lena"], good.pk, NOW)
    assert [one.number for one in leaving.changed(row, NOW)] == [1]
    documents.give_back(cast["noor"], row.pk, NOW)
    assert "It was withdrawn" in _faults(row)


def test_a_statement_is_used_until_its_day_and_not_after(cast_here: Cast) -> None:
    until = NOW.date() + 30 * DAY
    row = made.voice(cast_here, until=until)  # its reviews hold for ninety days
    assert voices.lacks(row, Output.BRIEF, NOW + 30 * DAY) == ""
    assert "until 25 December 2026" in voices.lacks(row, Output.BRIEF, NOW + 31 * DAY)


def test_a_number_that_a_speaker_says_is_no_evidence(cast_here: Cast) -> None:
    cast, row = cast_here, made.begun(cast_here)
    block = made.add(cast, row, Kind.VOICE, str(made.voice(cast, words="They asked 40 times.").pk), "lines")
    made.write(cast, row, "lines", f"They asked 40 times [{block}].")
    assert "“40”" in _faults(row)


@pytest.mark.parametrize(
    "words",
    ["A girl of 12 was sold.", "The girl lives in a hotel.", "Maria Gonzales told us.", "Call +44 20 7946 0958."],
)
def test_nothing_that_names_or_shows_somebody_is_kept(cast_here: Cast, words: str) -> None:
    cast, row = cast_here, made.begun(cast_here)
    with pytest.raises(NotNow, match="Leave out"):
        made.write(cast, row, "lines", words)
    with pytest.raises(NotNow, match="Leave out"):
        voices.add(cast["noor"], made.VOICE | {"words": words}, NOW)
    assert Document.objects.get().blocks == []
    assert not Voice.objects.exists()


def test_terms_to_avoid_keep_it_back_also_in_blocks(cast_here: Cast) -> None:
    cast, row = cast_here, made.lines(cast_here)
    with pytest.raises(NotNow, match="Use other words"):
        made.write(cast, row, "lines", "It is about child prostitutes.")
    kept = _now(row)
    wrong = {which: one and _with(one, "Child prostitutes") for which, one in kept.pieces.items()}
    found = checking.faults(_replaced(kept, pieces=wrong))
    assert any("Use other words" in one.words for one in found)
    quoted = {which: one and _with(one, "", "child prostitute") for which, one in kept.pieces.items()}
    assert checking.faults(_replaced(kept, pieces=quoted)) == [], "the words of a law are as they are"


def _with(piece: Any, said: str, quoted: str = "") -> Any:
    return _replaced(piece, said=(*piece.said, said), quoted=((quoted, "en"),) if quoted else ())


def _replaced(thing: Any, **columns: Any) -> Any:
    from dataclasses import replace

    return replace(thing, **columns)


def test_blocks_move_over_the_edge_of_a_section_and_keep_their_numbers(cast_here: Cast) -> None:
    cast, row = cast_here, made.begun(cast_here)
    first, second = made.write(cast, row, "lines", "First."), made.write(cast, row, "lines", "Second.")

    def stands() -> list[tuple[int, str]]:
        return [(one["id"], one["section"]) for one in Document.objects.get().blocks]

    documents.move(cast["noor"], row.pk, second, up=True, now=NOW)
    assert stands() == [(second, "lines"), (first, "lines")]
    documents.move(cast["noor"], row.pk, first, up=False, now=NOW)
    assert stands() == [(second, "lines"), (first, "numbers")]
    documents.move(cast["noor"], row.pk, first, up=False, now=NOW)
    assert stands()[-1] == (first, "numbers"), "nothing is below the last section"
    documents.move(cast["noor"], row.pk, first, up=True, now=NOW)
    assert stands() == [(second, "lines"), (first, "lines")]
    documents.take_out(cast["noor"], row.pk, second, NOW)
    assert made.write(cast, row, "lines", "Third.") == 3, "no other block gets its number"


def test_a_text_that_a_colleague_changed_is_not_written_over(cast_here: Cast) -> None:
    cast, row = cast_here, made.begun(cast_here)
    block = made.write(cast, row, "lines", "First.")
    seen = documents.mark_of("First.")
    documents.rewrite(cast["lena"], row.pk, block, "Another.", seen, NOW)
    with pytest.raises(NotNow, match="A colleague changed this"):
        documents.rewrite(cast["noor"], row.pk, block, "Mine.", seen, NOW)


def test_the_same_document_gives_the_same_bytes_in_another_process(cast_here: Cast) -> None:
    row = made.lines(cast_here)
    here = printing.files(_now(row), 1, NOW.date())
    assert here == printing.files(_now(row), 1, NOW.date())
    memo = printing.memo(_now(row), 1, NOW.date())
    [source] = next(part.points for part in memo.parts if part.heading == "Sources")
    assert source.split("; ")[1:5] == ["A source", "A bureau", "25 November 2026", "CC BY 4.0"], "in one order"
    program = (
        "import sys,hashlib,django\ndjango.setup()\nfrom fanal.web.papers.memos import Memo,Part\n"
        "from fanal.web import papers\nmemo=eval(sys.stdin.read())\n"
        "print(*(hashlib.sha256(papers.made(memo,form)).hexdigest() for form in (papers.Form.HTML,papers.Form.PDF)))"
    )
    from hashlib import sha256

    told = subprocess.run(
        [sys.executable, "-c", program], input=repr(memo), capture_output=True, text=True, check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "fanal.site.settings", "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert told.stdout.split() == [sha256(here[name]).hexdigest() for name in ("html", "pdf")]


def test_sixty_blocks_are_printed_in_time(cast_here: Cast) -> None:
    """HTML and sources within 3 s, PDF within 8 s, of CPU."""
    row = made.begun(cast_here)
    kept = made.keep("V01", *(Line("XA", str(year), value="12.5000", n=800) for year in range(1960, 2020)))
    refs = map(str, kept.observations.order_by("pk").values_list("pk", flat=True))
    row.blocks = [
        {"id": at, "kind": "number", "section": "numbers", "ref": one, "text": ""} for at, one in enumerate(refs, 1)
    ]
    begun = time.process_time()
    found = composing.composed(row, NOW)
    memo = printing.memo(found, 1, NOW.date())
    html = papers.made(memo, papers.Form.HTML).decode()
    assert len(json.loads(printing.sources(found, 1, NOW.date()))["sources"]) == html.count("<h3") == 60
    written = time.process_time()
    assert papers.made(memo, papers.Form.PDF).startswith(b"%PDF")
    spent = written - begun, time.process_time() - written
    assert spent[0] < 3
    assert spent[1] < 8


def test_what_left_is_not_changed_in_the_database(cast_here: Cast) -> None:
    cast, row = cast_here, made.lines(cast_here)
    one = made.left(cast, row)
    DocumentVersion.objects.filter(pk=one.pk).update(html=b"<p>Another</p>")
    with pytest.raises(NotHere):
        leaving.file_of(row, 1, "html")
    assert leaving.file_of(row, 1, "pdf")
    DocumentVersion.objects.filter(pk=one.pk).update(digests={"html": "0"})
    with pytest.raises(NotHere):
        leaving.file_of(row, 1, "pdf")
    assert not documents.is_believed(row)
    with pytest.raises(NotAllowed):
        documents.give_back(cast["noor"], row.pk, NOW)


def test_the_journal_names_the_files(cast_here: Cast) -> None:
    cast, row = cast_here, made.lines(cast_here)
    made.left(cast, row)
    assert documents.is_believed(Document.objects.get())
    DocumentVersion.objects.all().delete()
    assert not documents.is_believed(Document.objects.get()), "a version that is gone is missed"


def test_a_letter_needs_an_office_and_no_adviser(cast_here: Cast) -> None:
    cast = cast_here
    row = made.begun(cast, output="letter", title="What we ask")
    made.write(cast, row, "ask", "Count the children who are found.")
    made.write(cast, row, "reasons", "Nobody knows how many there are.")
    assert "Write to which office the letter goes." in _faults(row)
    said = made.SAID | {"title": "What we ask", "addressee": "Ministry of Justice", "answer_by": NOW.date() + 30 * DAY}
    documents.describe(cast["noor"], row.pk, said, NOW)
    documents.propose(cast["noor"], row.pk, NOW)
    assert reviewing.is_read(_now(row), NOW.date())
    documents.export(cast["lena"], row.pk, NOW)
    row.refresh_from_db()
    html = leaving.file_of(row, 1, "html").decode()
    assert "To Ministry of Justice" in html
    assert "We ask for an answer until 25 December 2026." in html


def test_a_document_is_written_in_its_own_language(cast_here: Cast) -> None:
    cast, row = cast_here, made.begun(cast_here, language="fr", title="Ce qui est connu")
    block = made.add(cast, row, Kind.NUMBER, made.number(), "numbers")
    made.write(cast, row, "lines", f"C’était 12,5 % [{block}].")
    made.left(cast, row)
    html = leaving.file_of(row, 1, "html").decode()
    assert '<html lang="fr"' in html
    assert "Ce qu’on peut dire" in html


def test_a_document_longer_than_it_may_be_does_not_leave(cast_here: Cast) -> None:
    cast, row = cast_here, made.lines(cast_here)
    for _turn in range(6):
        made.write(cast, row, "lines", "It is known to whoever looks. " * 120)
    with pytest.raises(NotNow, match="more pages"):
        made.left(cast, row)
    assert not DocumentVersion.objects.exists()
