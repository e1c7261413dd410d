"""What everybody reads: no number without range and coverage, hidden cells never 0, old and withdrawn versions told."""

import io
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fanal import vault
from fanal.engines.disclosure import bundles, codebook, csvw, estimates, synthetic_metadata
from fanal.engines.disclosure.words import STATES
from fanal.research.models import Release
from fanal.research.public import citing, shelf
from fanal.research.questions import codebook_words
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.research import planning
from tests.rooms.research.released import about, downloaded, put, study, tables

pytestmark = pytest.mark.django_db(databases="__all__")


class Cells(HTMLParser):
    """The words of every `td` with its label."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.label: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "td":
            self.label = dict(attrs).get("data-label") or ""
            self.found.append((self.label, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "td":
            self.label = None

    def handle_data(self, data: str) -> None:
        if self.label is not None:
            label, words = self.found[-1]
            self.found[-1] = (label, f"{words} {data.strip()}".strip())


@pytest.fixture
def release(cast: Cast) -> Release:
    return put(cast, tables(about()))


def test_without_releases_the_page_says_where_one_begins(cast: Cast) -> None:
    page = text(Client().get("/en/evidence/"))
    assert "No releases yet." in page
    assert "How old are children when the harm begins" in page
    assert "Nobody outside has reviewed this question yet." in page


def test_a_release_answers_its_question(release: Release) -> None:
    page = text(Client().get("/en/evidence/"))
    assert "Girls and boys by age" in page
    assert "No releases yet." not in page


def test_every_number_has_its_range_and_nothing_hidden_is_zero(release: Release) -> None:
    """DNH-45, DNH-47, on the page itself: each cell is a value with a range, or words."""
    page = text(Client().get("/en/evidence/XA-2026-001/"))
    bundle = bundles.read(bundles.unpacked(bytes(release.packed)))
    states = [cell.state for table in bundle.tables for cell in table.cells]
    assert {"shown", "fewer_than_k"} <= set(states)
    columns = {"Girl", "Boy", "15 17", "All", "Children"}
    cells = [words for label, words in Cells(page).found if words]
    numbers = [words for words in cells if re.match(r"^[\d,]+ ", words) and " to " in words]
    assert len(numbers) == states.count("shown"), columns
    hidden = sum(words == "fewer than 10, or little more" for words in cells)
    assert hidden == states.count("fewer_than_k"), "as in the picture and in the files: 14 at most stand behind it"
    drawn = "".join(data.decode() for name, data in bundle.files.items() if name.endswith(".svg"))
    assert "fewer than 10, or little more" in drawn
    assert "0" not in cells
    for words in numbers:
        value, lower, upper = (int(part.replace(",", "")) for part in re.findall(r"[\d,]+", words))
        assert lower <= value <= upper


def test_who_is_counted_and_how_sure_stand_on_the_page(release: Release) -> None:
    page = text(Client().get("/en/evidence/XA-2026-001/"))
    assert "Fictional children" in page
    assert "1 of 1 that could contribute did" in page
    assert "Children known to us, not all children." in page
    assert re.search(r"A shown [\d,]+ stands for [\d,]+ to [\d,]+\.", page)
    assert "What is hidden and why" in page
    assert "Attacks that it withstood" in page
    assert "<svg" in page


def test_the_files_are_those_that_were_published(release: Release, tmp_path: Path) -> None:
    """Byte for byte; whoever takes them along checks hashes and signature without us."""
    zipped = Client().get("/en/evidence/XA-2026-001/v1.zip")
    assert zipped.content == bytes(release.packed)
    files = bundles.unpacked(downloaded(zipped.content, tmp_path).read_bytes())
    assert bundles.read(files).id == "XA-2026-001"
    assert bundles.signed(files, vault.verify).identity == "Aurora"
    for name, content in files.items():
        answer = Client().get(f"/en/evidence/XA-2026-001/v1/{name}")
        assert answer.content == content, name
    assert Client().get("/en/evidence/XA-2026-001/v1/99.csv").status_code == 404


def test_a_correction_stands_beside_what_it_corrects(cast: Cast, release: Release) -> None:
    put(cast, tables(about(version=2, supersedes="XA-2026-001", reason="A year was missing")), version=2,
        reason="A year was missing", supersedes=release)  # fmt: skip
    newest = text(Client().get("/en/evidence/XA-2026-001/"))
    assert "There is a newer version" not in newest
    old = text(Client().get("/en/evidence/XA-2026-001/v1/"))
    assert "There is a newer version: 2" in old
    assert "A year was missing" in old
    assert text(Client().get("/en/evidence/")).count("Girls and boys by age") == 1


def test_what_is_withdrawn_says_so_first(release: Release) -> None:
    Release.objects.filter(pk=release.pk).update(state="withdrawn", reason="One member counted twice.")
    page = text(Client().get("/en/evidence/XA-2026-001/"))
    assert page.index("This release is withdrawn. Do not use it.") < page.index("<h1")
    assert "One member counted twice." in page
    assert "withdrawn" in text(Client().get("/en/evidence/"))


@pytest.mark.parametrize("audience", ["members", "named"])
def test_what_is_not_for_the_public_does_not_exist_here(cast: Cast, audience: str) -> None:
    put(cast, tables(about()), audience=audience)
    for address in ("", "v1/", "v1.zip", "v1/release.json"):
        assert Client().get(f"/en/evidence/XA-2026-001/{address}").status_code == 404
    assert "Girls and boys" not in text(Client().get("/en/evidence/"))


def test_an_estimate_is_shown_with_interval_warnings_and_who_stands_for_it(cast: Cast) -> None:
    put(cast, study(about("XA-2026-002", title="How many were never seen")))
    page = text(Client().get("/en/evidence/XA-2026-002/"))
    assert re.search(r"Between [\d,]+ and [\d,]+ children", page)
    assert "What this rests on" in page
    assert "Sam Stone, Institute of XC" in page
    assert "The population is closed" in page
    assert "<svg" in page


def test_what_cannot_be_estimated_is_published_as_such(cast: Cast) -> None:
    put(cast, study(about("XA-2026-003", title="How many"), "artificial_3"))
    page = text(Client().get("/en/evidence/XA-2026-003/"))
    assert "No estimate can be made" in page
    assert "What would help:" in page
    assert "not estimable" in text(Client().get("/en/evidence/"))


def test_a_country_page_has_releases_and_context_and_says_where_nobody_looked(release: Release) -> None:
    page = text(Client().get("/en/evidence/country/XA/"))
    assert "Girls and boys by age" in page
    other = text(Client().get("/en/evidence/country/CH/"))
    assert "Nobody has looked in this country." in other
    assert "Below the national poverty line" in other
    assert "No data" in other, "schooling and literacy of CH may be missing; child marriage is"
    assert Client().get("/en/evidence/country/QQ/").status_code == 404


def test_the_context_as_a_table_keeps_missing_apart_from_zero(cast: Cast) -> None:
    import csv

    answer = Client().get("/en/evidence/country/context.csv").content.decode()
    first, rest = answer.split("\n", 1)
    assert "not for ranking" in first
    rows = {row["territory"]: row for row in csv.DictReader(io.StringIO(rest))}
    assert rows["Switzerland"]["poverty_pct"] != ""
    assert rows["China"]["poverty_pct"] == "0.0"
    assert rows["Andorra"]["poverty_pct"] == ""


def test_the_map_and_the_catalogue(release: Release) -> None:
    page = text(Client().get("/en/evidence/country/"))
    assert page.count("/en/evidence/country/XA/") >= 1
    assert "nobody has looked" in page
    catalogue = text(Client().get("/en/evidence/catalogue/"))
    assert "Records of single children are never given" in catalogue
    assert "sensitive" in catalogue


def test_pages_need_no_session_and_few_queries(release: Release, django_assert_max_num_queries: object) -> None:
    shelf._bundle.cache_clear()
    client = Client()
    for address in ("/en/evidence/", "/en/evidence/XA-2026-001/", "/en/evidence/country/"):
        with django_assert_max_num_queries(4):  # type: ignore[operator]
            answer = client.get(address)
        assert answer.status_code == 200
        assert not answer.cookies


def test_a_stored_release_that_was_changed_is_not_shown_and_says_so(cast: Cast, release: Release) -> None:
    """Whoever reaches the database changes a byte: no page shows the number, and the desk says what to do."""
    changed = bytes(release.packed).replace(b"Girl", b"Gurl", 1)
    Release.objects.filter(pk=release.pk).update(packed=changed)
    shelf._bundle.cache_clear()
    for address in ("", "v1/", "v1.zip", "v1/release.json"):
        answer = Client().get(f"/en/evidence/XA-2026-001/{address}")
        assert answer.status_code == 500
        assert "This release is not what was published." in text(answer)
    planning.people(cast)
    page = text(client_of(cast, "bao").get(reverse("research:release", args=[release.pk])))
    assert "The signature does not fit. Do not use this release." in page


def test_a_release_is_taken_into_a_reference_manager(release: Release) -> None:
    """Address and whole hash stand in every form; the page itself says the same to those that read it by machine."""
    there = f"http://testserver/en/evidence/{release.number}/v1/"
    page = Client().get(there)
    shown = page.content.decode()
    assert f"{there}. SHA-256 {release.sha256}. CC BY 4.0." in text(page)
    for name, content in (
        ("citation_title", release.title),
        ("citation_public_url", there),
        ("DC.identifier", there),
        ("DC.type", "Text"),
        ("citation_technical_report_number", release.number),
    ):  # a report, everywhere
        assert f'<meta name="{name}" content="{content}">' in shown
    for kind, begins in (("bib", "@techreport{"), ("ris", "TY  - RPRT\r\n")):
        address = f"/en/evidence/{release.number}/v1.{kind}"
        assert address in shown
        answer = Client().get(address)
        told = answer.content.decode()
        assert told.startswith(begins)
        assert answer["Content-Disposition"].endswith(f'{release.number}-v1.{kind}"')
        assert all(part in told for part in (there, release.sha256, release.number, str(release.published_at.year)))
    assert Client().get(f"/en/evidence/{release.number}/v9.bib").status_code == 404


def test_what_a_title_has_does_not_break_a_reference() -> None:
    told = citing.Cited("A & B", "50 % of {all}\nER  - ", "XA-2026-1", 1, date(2026, 1, 2), "ab" * 32, "https://x/")
    assert r"{{A \& B}}" in told.bibtex
    assert r"50 \% of \{all\} ER -" in told.bibtex
    assert told.ris.count("\r\nER  - ") == 1


# ---- the DOI ----


def _noted(cast: Cast, username: str, release: Release, doi: str) -> Any:
    return client_of(cast, username).post(reverse("research:release_doi", args=[release.pk]), {"doi": doi})


def test_the_organisation_that_published_notes_the_doi_afterwards(cast: Cast, release: Release) -> None:
    """It stands wherever the release is cited, and in no signed byte; the journal says who noted it."""
    there = f"/en/evidence/{release.number}/v1/"
    doi = "10.5281/zenodo.1234567"
    assert "doi" not in Client().get(there).content.decode().lower()
    assert there in text(client_of(cast, "bao").get(reverse("research:release_doi", args=[release.pk])))
    assert _noted(cast, "bao", release, f" https://doi.org/{doi} ").status_code == 302
    page = Client().get(there).content.decode()
    assert f'<meta name="citation_doi" content="{doi}">' in page
    assert f'href="https://doi.org/{doi}"' in page
    assert f"https://doi.org/{doi}. http://testserver{there}. SHA-256" in page
    assert f"\n  doi = {{{doi}}},\n" in Client().get(f"{there[:-1]}.bib").content.decode()
    assert f"\r\nDO  - {doi}\r\n" in Client().get(f"{there[:-1]}.ris").content.decode()
    assert Client().get(f"{there[:-1]}.zip").content == bytes(release.packed), "what is signed has no DOI"
    assert "Noted the DOI of a release" in text(client_of(cast, "bao").get(f"/desk/research/releases/{release.pk}/"))


@pytest.mark.parametrize(
    "typed",
    ["zenodo.1234567", "10.5281", "10.52/x", "11.5281/x", "https://elsewhere.org/10.5281/x", '10.5281/"><script>',
     "10.5281/a b", "10.5281/x\nER", f"10.5281/{'x' * 120}"],
)  # fmt: skip
def test_what_is_no_doi_is_refused_in_words(cast: Cast, release: Release, typed: str) -> None:
    assert "This is no DOI." in text(_noted(cast, "bao", release, typed))
    release.refresh_from_db()
    assert release.doi == ""


def test_a_wrong_doi_is_taken_away_and_none_stands_at_two_releases(cast: Cast, release: Release) -> None:
    other = put(cast, tables(about("XA-2026-009")))
    assert _noted(cast, "bao", release, "doi:10.5281/A.1").status_code == 302
    assert "Another release has this DOI already." in text(_noted(cast, "bao", other, "10.5281/a.1"))
    assert _noted(cast, "bao", release, "").status_code == 302
    assert _noted(cast, "bao", other, "10.5281/a.1").status_code == 302


def test_nobody_else_notes_the_doi(cast: Cast, release: Release) -> None:
    """Not another organisation, not a duty person; and a release without a public page has none."""
    for username in ("oda", "amara"):
        _noted(cast, username, release, "10.5281/x")
    release.refresh_from_db()
    assert release.doi == ""
    inside = put(cast, tables(about("XA-2026-009")), audience="members")
    assert "A DOI leads to a page for everybody." in text(_noted(cast, "bao", inside, "10.5281/x"))


# ---- the codebook ----


def test_every_column_of_a_release_is_explained_to_people(release: Release) -> None:
    """Name, meaning, codes in words and unit of each column of each CSV file: as a page, and in the ZIP as text."""
    there = f"/en/evidence/{release.number}/v1/codebook/"
    assert there in text(Client().get(f"/en/evidence/{release.number}/"))
    page = text(Client().get(there))
    files = bundles.unpacked(bytes(release.packed))
    written = files["codebook.txt"].decode()
    for name in ("01.csv", "02.csv"):
        for head in files[name].decode().partition("\n")[0].split(","):
            assert f'<code dir="ltr">{head}</code>' in page
            assert f"\n  {head}\n" in written
        assert f"\n{name}: " in written
    for said in (page, written):
        assert "Number of children, protected." in said
        assert "Held back: a small number" in said
    assert '<code dir="ltr">girl</code>: Girl' in page
    assert "\n    girl: " in written
    assert "Unit: children" in written
    assert Client().get(f"/en/evidence/{release.number}/v9/codebook/").status_code == 404


@pytest.mark.parametrize(("lang", "says"), [("fr", "Nombre (enfants), protégé."), ("es", "protegido.")])
def test_the_codebook_speaks_the_language_of_the_reader(release: Release, lang: str, says: str) -> None:
    page = text(Client().get(f"/{lang}/evidence/{release.number}/v1/codebook/"))
    assert says in page
    assert "The cell in words." not in page


def test_a_study_has_a_codebook_and_one_of_0_1_0_without_columns_has_none(cast: Cast) -> None:
    put(cast, study(about("XA-2026-002", title="How many were never seen")))
    page = text(Client().get("/en/evidence/XA-2026-002/v1/codebook/"))
    assert "Never to be used without its limits." in page
    assert "Share" in page
    put(cast, study(about("XA-2026-003", title="How many"), beside=False))
    assert "codebook" not in text(Client().get("/en/evidence/XA-2026-003/")).lower()
    assert Client().get("/en/evidence/XA-2026-003/v1/codebook/").status_code == 404


def test_a_release_of_0_1_0_has_its_codebook_as_a_page(cast: Cast) -> None:
    put(cast, tables(about("XA-2026-004"), beside=False))
    page = text(Client().get("/en/evidence/XA-2026-004/v1/codebook/"))
    assert "Number of children, protected." in page


def test_every_word_of_the_codebook_is_known_for_translation() -> None:
    said = {*csvw.MEANINGS.values(), *estimates.MEANINGS.values(), *STATES.values()}
    units = {codebook.COUNTED.capitalize(), codebook.SHARE.capitalize()}
    assert set(codebook_words.WORDS) == {*said, *units, estimates.TITLE, synthetic_metadata.TITLE}
