"""What people and files bring to the room of progress: huge, malformed, with signs that mean something elsewhere. Each
gets a sentence, nothing is half-stored, and no file that leaves carries it on."""

import csv
import io
import json
import re
import time
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as some

from fanal.access.api import NotHere, NotNow
from fanal.engines.disclosure.contracts import DisclosureError, bundles
from fanal.progress.assessing import citing
from fanal.progress.composing import binding, documents
from fanal.progress.composing.kinds import Kind
from fanal.progress.models import Document, Observation, Programme, Vintage
from fanal.progress.observations.values import is_period
from fanal.progress.programmes import programmes, theory
from fanal.progress.releases import taking
from fanal.progress.series import importing
from tests.desk import client_of
from tests.people import NOW, Cast
from tests.rooms.progress import made as series_made
from tests.rooms.progress.composing import made as documents_made
from tests.rooms.progress.programmes import made as programmes_made
from tests.rooms.progress.releases import made as releases_made

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = timedelta(days=1)

# ---- series ----

WITH_N = series_made.MAP.replace("cells: {sex: sex}\nall: [both]\n", "n: sex\n")


@pytest.mark.parametrize("text", ["9" * 4301, "9" * 100_000, "٣٤", "-1", "1e5", "NaN", "0x10", "1_000"])
def test_a_number_of_people_that_is_none_is_named_by_its_row(text: str) -> None:
    report = series_made.report([f"KH 2024 12.5 {text}"], WITH_N)
    assert report.refused == 1
    assert report.problems[0].column == "sex"


@pytest.mark.parametrize(
    "text",
    ["NaN", "sNaN", "Infinity", "-inf", "1e999999999", "1e-999999999", "9" * 100_000, "0." + "1" * 50_000, "1_0", "١٢",
     "1e999999999999999999999", "--1", "1.2.3", "=1+1", "12,5", "\u202e5.21"],
)  # fmt: skip
def test_a_value_that_is_none_is_refused(text: str) -> None:
    report = series_made.report([f"KH 2024 {text} both"])
    assert report.refused == 1 or text in {"1e-999999999", "0." + "1" * 50_000}


@pytest.mark.parametrize("text", ["20٢٤", "19٩٩", "१९९९", "1999-٠١", "1900/20٠١", "2024\n"])
def test_a_period_is_of_digits_that_all_programs_read(text: str) -> None:
    assert not is_period(text)


@pytest.mark.parametrize("group", ["a|b", "a\nb", "=cmd|x", "\u202ex", "<script>", "x" * 161])
def test_a_group_is_a_code(group: str) -> None:
    """A sign that parts the fields of a hash, or lines, is no part of a code."""
    reader = series_made.Reader(series_made.mapped(), series_made.TODAY, demonstration=True)
    made = reader.row(2, {"country": "KH", "year": "2024", "percent": "12.5", "sex": group})
    assert made is None or not set("|\n") & set(made.cell), made


def test_a_million_bad_rows_are_told_in_few_words() -> None:
    report = series_made.report(f"KH {1950 + n % 60} x{n} both" for n in range(50_000))
    assert report.refused == 50_000
    assert len(report.problems) <= 200


def test_the_last_row_wrong_keeps_nothing(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        series_made.table(*[f"KH {1950 + n} 12.5 g{k}" for n in range(70) for k in range(50)], "KH 2024 x both")
    )
    with pytest.raises(importing.RowsRefused):
        importing.by_command(series_made.mapped(), series_made.MAP, path, NOW)
    assert not Vintage.objects.exists()
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    "head", [b"", b"\xff\xfe\x00", b"\x00" * 100, b'"' + b"a" * 200_000, b"country,country\nKH,KH\n", b"country\n" * 3]
)
def test_a_file_that_is_no_table_gets_a_sentence(cast: Cast, tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(head)
    with pytest.raises((importing.Unreadable, importing.RowsRefused, NotNow, UnicodeDecodeError)) as why:
        importing.by_command(series_made.mapped(), series_made.MAP, path, NOW)
    assert not isinstance(why.value, UnicodeDecodeError), "a traceback, not a sentence"
    assert not Vintage.objects.exists()


# ---- releases ----


def _bomb(path: Path, mib: int) -> Path:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("release.json", "w", force_zip64=True) as file,
    ):
        for _part in range(mib):
            file.write(b"\0" * 2**20)
    return path


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    path, begun = _bomb(tmp_path / "r.zip", 257), time.monotonic()
    assert path.stat().st_size < 3 * 2**20
    with pytest.raises(DisclosureError, match="too large"):
        taking.by_file(path, NOW, keep=True)
    assert time.monotonic() - begun < 5


def test_a_file_of_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "r.zip"
    with path.open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(DisclosureError, match="too large"):
        taking.by_file(path, NOW, keep=True)


NAN = float("nan")
STRANGE: dict[str, Any] = {
    "NaN among notes": {"notes": [NAN]},
    "no notes": {"notes": None},
    "notes a number": {"notes": 5},
    "a day a number": {"published_on": 20261120},
    "a day NaN": {"published_on": NAN},
    "method a list": {"method": []},
    "method null": {"method": None},
    "publisher a list": {"publisher": ["<script>"]},
    "supersedes a list": {"supersedes": [1]},
    "an id of signs": {"id": "../../etc/passwd"},
    "a long id": {"id": "x" * 100},
    "a long title": {"title": "x" * 100_000},
    "html": {"title": "<script>alert(1)</script>"},
    "deep": {"notes": json.loads("[" * 500 + "]" * 500)},
}


@pytest.mark.parametrize("more", STRANGE.values(), ids=STRANGE.keys())
def test_a_strange_release_of_a_pinned_member_gets_a_sentence(
    cast: Cast, tmp_path: Path, more: Mapping[str, Any]
) -> None:
    """Signed, as somebody signs who means no good."""
    files = releases_made.files()
    document = json.loads(files[bundles.RELEASE]) | more
    files = {**files, bundles.RELEASE: json.dumps(document).encode()}
    path = releases_made.file(tmp_path, releases_made.signed(cast, files, by="nils"))
    with suppress(DisclosureError, NotNow):
        taking.by_file(path, NOW, keep=True)
    row = Vintage.objects.filter(indicator="").first()
    if row is None:
        assert not Vintage.objects.exists(), "half of it is here"
        return
    assert len(row.title) <= 200
    assert row.read_on == date(2026, 11, 20)


# ---- programmes ----


def test_two_thousand_parts_are_refused_soon(cast: Cast) -> None:
    row = programmes_made.begun(cast)
    text = "\n".join(f"activity a{n}: Advice\n  leads to a{n + 1}: they come [believed]" for n in range(2000))[:60_000]
    begun = time.monotonic()
    with pytest.raises(NotNow):
        programmes.outline(cast["amara"], row.pk, text, NOW)
    assert time.monotonic() - begun < 2
    assert Programme.objects.get().theory == ""


def test_the_regexes_of_an_outline_take_no_time() -> None:
    begun = time.monotonic()
    for line in ("leads to a: " + "x" * 280, "leads to a: x" + " [" * 140, "leads to a: x [evidence:" + " a" * 138,
                 "problem  " + " " * 280, "risk:" + " " * 290):  # fmt: skip
        theory.read("\n".join([line] * 200))
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("ref", ["XM-DAC\x01-1", "XM\ufffe1", "XM\u202e1", "XM]]>1", 'XM"1', "XM\x7f1", "XM\u200b1"])
def test_an_identifier_breaks_no_file_for_everybody(cast: Cast, that_day: None, ref: str) -> None:
    """One organisation writes what no XML may hold: the file of all programmes is read as before."""
    row, _one = programmes_made.whole(cast)
    client = client_of(cast, "amara")
    about = {
        name: value
        for name, value in {**programmes_made.ABOUT, "org_ref": ref, "ends": ""}.items()
        if value is not None
    }
    about["starts"] = "2025-01-01"
    answer = client.post(reverse("progress:describe_programme", args=[row.pk]), about)
    assert answer.status_code in {200, 302}
    programmes.propose(cast["amara"], row.pk, NOW)
    programmes.publish(cast["bao"], row.pk, NOW)
    body = Client().get("/prevention/programmes.iati.xml").content
    assert ElementTree.fromstring(body).tag == "iati-activities"


TEXTS = {
    "html": "<b onmouseover=alert(1)>free</b> advice </narrative><evil/>",
    "formula": "=cmd|' /C calc'!A0",
    "cdata": "]]> advice <![CDATA[",
    "control": "ad\x0bvi\x07ce",
    "bidi": "\u202eecivda",
}


@pytest.mark.parametrize("said", TEXTS.values(), ids=TEXTS.keys())
def test_what_somebody_writes_of_a_programme_is_text_in_each_form(cast: Cast, that_day: None, said: str) -> None:
    row, _one = programmes_made.whole(cast, title=said, approach=said, adverse=said)
    programmes.propose(cast["amara"], row.pk, NOW)
    programmes.publish(cast["bao"], row.pk, NOW)
    root = ElementTree.fromstring(Client().get("/prevention/programmes.iati.xml").content)
    assert root.find(".//evil") is None
    told = root.findtext(".//title/narrative")
    assert told is not None
    rows = csv.reader(io.StringIO(Client().get("/prevention/programmes.csv").content.decode()))
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for line in rows for cell in line)
    page = Client().get(f"/en/prevention/{row.pk}/").content.decode()
    assert "<b onmouseover" not in page
    assert "<evil" not in page


# ---- documents ----


def _written(cast: Cast, text: str, **more: Any) -> Document:
    documents_made.advocates(cast)
    row = documents_made.begun(cast, **more)
    number = documents_made.add(cast, row, Kind.NUMBER, documents_made.number(), "numbers", NOW)
    documents_made.write(cast, row, "lines", text.replace("N", str(number)), NOW)
    return row


@pytest.mark.parametrize("said", [
    "#set page(width: auto)", "#read(\"/etc/passwd\")", "#import \"x.typ\": *", "$ x $", "= Heading", "@label <label>",
    "`raw` *bold* _it_", "\\u{ABCDEF}", "<script>alert()</script>", "]} #panic()", "\u202etxet",
])  # fmt: skip
def test_no_text_of_a_document_is_a_command_of_a_page(cast: Cast, said: str) -> None:
    row = _written(cast, f"{said}")
    documents_made.left(cast, row)
    version = row.versions.get()
    html, pdf = bytes(version.html).decode(), bytes(version.pdf)
    assert "<script>alert" not in html
    assert pdf.startswith(b"%PDF")
    from pypdf import PdfReader

    told = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    plain = re.sub(r"[^A-Za-z]", "", said)
    assert plain in re.sub(r"[^A-Za-z]", "", told) or plain[::-1] in re.sub(r"[^A-Za-z]", "", told), told
    assert "root:" not in told


UNBOUND = [
    "In 2024 it was 99 % [N].", "In 2024 it was ٩٩ % [N].", "In 2024 it was ９９ % [N].", "It was ½ of all [N].",
    "It was 9\u200b9 % [N].", "It was 9\u20609 % [N].", "It was 9\u00ad9 % [N].", "It was 10⁶ [N].", "It was ⑨⑨ [N].",
    "It was 12.5e3 [N].", "It was 𝟗𝟗 % [N].", "It was 12.5.6 % [N].", "It was 1 2.5 % [N].",
    "It was 12/14 [N].",
]  # fmt: skip


@pytest.mark.parametrize("text", UNBOUND)
def test_a_number_that_no_block_shows_does_not_leave(cast: Cast, text: str) -> None:
    """The block shows 12.5 % (10 to 14), of 800, in 2024."""
    row = _written(cast, text)
    with pytest.raises(NotNow):
        documents.propose(cast["noor"], row.pk, NOW)


@settings(max_examples=40)
@given(some.text(max_size=300))
def test_reading_numbers_never_breaks(text: str) -> None:
    for one in binding.tokens(text):
        assert text[one.start : one.end] == one.words
    binding.unbound(text, {1: binding.shows(text)})


@pytest.mark.parametrize(
    "text", ["1 111" * 800, "[1" + " " * 3900, "[1,2" * 1000, "art. " * 800, "§§§" * 1300, "9." * 2000]
)
def test_reading_numbers_takes_no_time(text: str) -> None:
    begun = time.monotonic()
    binding.unbound(text, {n: binding.shows("1 2 3") for n in range(80)})
    assert time.monotonic() - begun < 1.5


@pytest.mark.parametrize(
    "ref", ["9" * 18, "9" * 19, "0", "-1", "٣", "NaN", "1e5", "x" * 5000, "law:XA/x", "../..", "\x00"]
)
@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.VOICE, Kind.PROGRAMME, Kind.LAW, Kind.GAP, Kind.STATE])
def test_what_is_not_offered_is_not_put_in(cast: Cast, ref: str, kind: Kind) -> None:
    documents_made.advocates(cast)
    row = documents_made.begun(cast)
    with pytest.raises((NotHere, NotNow)):
        documents.add(cast["noor"], row.pk, kind, ref, "numbers", NOW)


@pytest.mark.parametrize("path", [
    "blocks/99999999999999999999999/write/", "versions/99999999999999999999999.html", "add/nowhere/number/",
    "add/numbers/nothing/", "versions/0.pdf", "write/?section=%00", "add/numbers/number/?find=%00",
])  # fmt: skip
def test_an_address_that_is_none_is_answered(cast: Cast, that_day: None, path: str) -> None:
    documents_made.advocates(cast)
    row = documents_made.begun(cast)
    client = client_of(cast, "noor")
    client.raise_request_exception = False
    for answer in (client.get(f"/desk/progress/documents/{row.pk}/{path}"),
                   client.post(f"/desk/progress/documents/{row.pk}/{path}", {"ref": "x"})):  # fmt: skip
        assert answer.status_code < 500, path


# ---- sources ----


def test_an_address_of_a_source_is_kept_whole_or_refused() -> None:
    url = "https://plan.example/" + "a" * 400
    try:
        [found] = citing.resolve([f"Plan | p. 1 | {url}"], NOW.date(), NOW)
    except NotNow:
        return
    assert found["url"] == url, "another address than the one that was looked up"


def test_a_line_of_a_source_can_be_looked_up_again() -> None:
    """What is offered next time is what was typed."""
    line = "Plan " + "x" * 290 + " | p. 1 | https://plan.example/" + "a" * 200
    try:
        [found] = citing.resolve([line], NOW.date(), NOW)
    except NotNow:
        return
    assert citing.resolve(list(citing.lines([found])), NOW.date(), NOW) == [found]


@pytest.mark.parametrize("line", [
    "Plan | p. 1 | javascript:alert(1)//.x", "Plan | p. 1 | https://evil.example/\" onclick=\"x", "observation:NaN",
    "observation:" + "9" * 30, "observation:\u0663", "release:" + "x" * 5000, "law:/", "law:XA/../..", "release:\x00x",
    "Plan | p. 1 | http://user:pass@x.example/", "\u202enalP | p. 1",
])  # fmt: skip
def test_a_line_that_leads_nowhere_gets_a_sentence(cast: Cast, line: str) -> None:
    found: list[dict[str, str]] = []
    with suppress(NotNow):
        found = citing.resolve([line], NOW.date(), NOW)
    if not found:
        return
    assert not found[0]["url"].startswith("javascript")
    assert '"' not in found[0]["url"]


# ---- public addresses ----

PATHS = (
    "progress/?since=9999-12-31", "progress/?since=0001-01-01", "progress/?since=%00", "progress/?page=9e99",
    f"progress/?page={'9' * 5000}", "progress/?after=%FF", "progress/item/SA-6m/", "progress/item/SA-2a/?state=%00",
    "asks/?country=ZZ&state=bogus", "asks/?country=%00", "prevention/?grade=9&push=%00", "prevention/?age=<b>",
    "practices/?country=ZZ", "numbers/NOPE/", "numbers/V01/ZZ/", "numbers/country/ZZ.csv", "country/ZZ/",
    "numbers/%D9%A3/", "asks/00000000-0000-0000-0000-000000000000/",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_public_address_never_breaks(cast: Cast, path: str) -> None:
    answer = Client(raise_request_exception=False).get(f"/en/{path}")
    assert answer.status_code in {200, 302, 404, 400}, (path, answer.status_code)
    assert "age=<b>" not in answer.content.decode()
