"""The page Languages: who brings a language, what is told, what can be taken back; none of it is a public page."""

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from fanal.access.api import languages, reviews, translations
from fanal.engines import workbooks
from fanal.journal import api as journal
from fanal.network.contracts import Role
from fanal.site.desk.languages import BRING, TAKE_BACK, Language
from fanal.site.languages import table
from tests import tables
from tests.desk import client_of, text
from tests.people import Cast, gains
from tests.rooms.concerns.reporter import publish
from tests.rooms.site.translator import PUBLIC, folder_of, said

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    with folder_of(settings, tmp_path) as found:
        yield found


@pytest.fixture
def dalia(cast: Cast) -> Client:
    """Who reviews a language: she speaks it from childhood."""
    gains(cast["dalia"].person, Role.LANGUAGE_REVIEWER)
    return client_of(cast, "dalia")


def brought(client: Client, pasted: str, language: str = "pt") -> str:
    """Paste it, look at the rows, take it in; the page at the end."""
    rows = tables.begin(client, reverse("desk:language_in", args=[language]), pasted)
    assert tables.take(client, rows).status_code == 302
    return text(client.get(rows))


def cells(language: str, *instead: str) -> str:
    """The cells of the part of a child, as a spreadsheet copies them; the first ones with other words."""
    texts = [one for one in table.texts().values() if one.part == "child" and not one.plural]
    words = [*instead, *[said(language)(one.singular) for one in texts[len(instead) :]]]
    lines = ["key\tEnglish\ttranslation " + language + "\tstate"]
    for one, word in zip(texts, words, strict=True):
        english = one.singular.replace('"', '""')
        lines.append(f'{one.key}\t"{english}"\t{word}\topen')
    return "\n".join(lines)


def test_whoever_speaks_it_and_whoever_leads_see_it_and_others_do_not(cast: Cast, dalia: Client) -> None:
    page = text(dalia.get(reverse("desk:languages")))
    assert re.search(r">Português</span>.{1,3}Portuguese \(pt\)<", page)
    assert re.search(r">ខ្មែរ</span>.{1,3}Khmer \(km\)<", page), "whoever reads no Khmer knows which it is"
    assert "Until" not in page
    assert "offered, as it ships" in page
    assert dalia.get(reverse("desk:language", args=["pt"])).status_code == 200
    for code in ("en", "xx"):
        assert dalia.get(reverse("desk:language", args=[code])).status_code == 404
    for name in ("desk:language", "desk:language_in"):
        assert client_of(cast, "femi").get(reverse(name, args=["pt"])).status_code == 403
        assert client_of(cast, "bao").get(reverse(name, args=["pt"])).status_code == 200


def test_it_is_taken_along_in_both_forms(dalia: Client) -> None:
    out = reverse("desk:language-export", args=["th"])
    po = dalia.post(out, {"form": "po", "part": [*PUBLIC, "desk"]})
    assert 'filename="fanal-th.po"' in po["Content-Disposition"]
    catalog = read_po(BytesIO(po.content))
    assert len(catalog) == len(table.texts())
    book = dalia.post(out, {"form": "xlsx", "open": "yes", "part": "child"})
    heading, *rows = workbooks.rows(book.content)
    assert heading[:4] == ["key", "form", "where", "part"]
    assert {row[3] for row in rows} == {"child"}
    assert dalia.get(out).status_code == 405


def test_the_parts_of_the_public_are_chosen_first_and_none_is_told(dalia: Client) -> None:
    one = text(dalia.get(reverse("desk:language", args=["th"])))
    chosen = re.findall(r'name="part" value="(\w+)"( checked)?', one)
    assert chosen == [(part, " checked") for part in PUBLIC] + [("desk", "")]
    answer = dalia.post(reverse("desk:language-export", args=["th"]), {"form": "po", "part": "nothing"}, follow=True)
    assert "Choose at least one part to take along." in text(answer)


def test_which_texts_are_missing_is_shown_and_taken_along(dalia: Client) -> None:
    plain = [one for one in table.texts().values() if one.part == "child" and not one.plural]
    whole = [one for one in table.texts().values() if one.part == "child"]
    brought(dalia, cells("pt", "=SUM(9)"))
    lack = [plain[0], *(one for one in whole if one.plural)]
    address = reverse("desk:language-missing", args=["pt", "child"])
    one = text(dalia.get(reverse("desk:language", args=["pt"])))
    assert f'<a href="{address}">Missing: {len(lack)}</a>' in one
    page = text(dalia.get(address))
    assert all(escape(one.singular) in page for one in lack)
    assert escape(plain[1].singular) not in page
    out = dalia.post(reverse("desk:language-export", args=["pt"]), {"form": "xlsx", "open": "yes", "part": "child"})
    assert {row[0] for row in workbooks.rows(out.content)[1:]} == {one.key for one in lack}
    assert dalia.get(reverse("desk:language-missing", args=["pt", "other"])).status_code == 404
    assert "Nothing is missing" in text(dalia.get(reverse("desk:language-missing", args=["fr", "child"])))


def test_after_a_no_the_list_says_why_and_whoever_brought_it_has_a_task_until_it_comes_anew(
    cast: Cast, dalia: Client
) -> None:
    bao = client_of(cast, "bao")
    brought(bao, cells("pt"), "pt")
    state = reverse("desk:review-state", args=["languages", "pt-child"])
    said_no = {**_statement("pt-child"), "verdict": "no", "reasons": "Blames the child"}
    assert dalia.post(state, said_no).status_code == 302
    words = "Translations do not hold"
    assert words in text(bao.get(reverse("desk:day")))
    assert words not in text(dalia.get(reverse("desk:day")))
    for page in (reverse("desk:languages"), reverse("desk:language", args=["pt"])):
        assert re.search("does not hold.{0,90}Blames the child", text(bao.get(page)), re.DOTALL)
    brought(bao, cells("pt", "Ã outra"), "pt")
    assert words not in text(bao.get(reverse("desk:day")))
    assert "waits for its review" in text(bao.get(reverse("desk:language", args=["pt"])))


def test_what_holds_comes_in_and_the_rest_is_told_by_number(cast: Cast, dalia: Client) -> None:
    page = brought(dalia, cells("pt", "=SUM(9)", "<b>x</b>"))
    assert "The translations are here" in page
    first, second, *_more = [one.singular for one in table.texts().values() if one.part == "child" and not one.plural]
    for row, english, fault in ((2, first, "It begins as a formula does"), (3, second, "The tags, in angle brackets")):
        said_of = rf">{row}</.{{0,90}}{re.escape(escape(english))}.{{0,90}}3 · Translation.{{0,80}}{fault}"
        assert re.search(said_of, page, re.DOTALL)
    assert "=SUM" not in page
    held = translations.read("pt")
    assert len(held) == len([one for one in table.texts().values() if one.part == "child" and not one.plural]) - 2
    told = journal.records_of({BRING})
    assert told == {Language("pt").pk}
    assert "pt" not in languages.offered()
    assert Client().get("/pt/").headers["Content-Language"] == "en"
    one = text(dalia.get(reverse("desk:language", args=["pt"])))
    assert "not reviewed" in one
    assert reverse("desk:review", args=["languages", "pt-child"]) in one


def test_a_po_file_is_pasted_as_it_is(dalia: Client) -> None:
    out = dalia.post(reverse("desk:language-export", args=["ar"]), {"form": "po", "part": "child"}).content.decode()
    child = [one for one in out.split("\n\n") if "part: child" in one and "msgid_plural" not in one]
    filled = [re.sub(r'msgstr ""$', 'msgstr "ع"', one) for one in child]
    page = brought(dalia, "\n\n".join([out.split("\n\n")[0], *filled]), "ar")
    assert "The translations are here" in page
    assert len(translations.read("ar")) > 50


def test_a_fault_of_a_po_file_is_told_by_its_line_with_the_english_beside_it(dalia: Client) -> None:
    """In a program of translators nobody finds a line: the English is looked for there."""
    out = dalia.post(reverse("desk:language-export", args=["th"]), {"form": "po", "part": "child"}).content.decode()
    child = [one for one in out.split("\n\n") if "part: child" in one and "msgid_plural" not in one]
    pasted = "\n\n".join([out.split("\n\n")[0], *(re.sub(r'msgstr ""$', 'msgstr "=ก"', one) for one in child[:3])])
    url = reverse("desk:language_in", args=["th"])
    rows = tables.begin(dalia, url, pasted)
    page = text(dalia.get(rows))
    english = [one.singular for one in table.texts().values() if one.part == "child" and not one.plural][:3]
    assert "Line" in page
    assert "Lines of the file" in page
    assert "the heading is row 1" not in page
    assert "4 · Translation" not in page
    assert all(escape(one) in page for one in english)
    report = list(csv.reader(StringIO(dalia.get(f"{rows}report/").content.decode("utf-8-sig"))))
    lines = [number for number, line in enumerate(pasted.splitlines(), 1) if line.startswith("msgid ")][1:]
    told = [row for row in report if len(row) > 3 and row[3].startswith("It begins as a formula does")]
    assert [[int(row[0]), row[1], row[2]] for row in told] == [
        [line, one, "Translation"] for line, one in zip(lines, english, strict=True)
    ]
    assert not any("=ก" in cell for row in report for cell in row)


def test_a_file_of_another_language_is_told_before_anything_is_done(dalia: Client) -> None:
    pasted = cells("th")
    answer = dalia.post(reverse("desk:language_in", args=["pt"]), {"text": pasted})
    assert answer.status_code == 200
    assert "This file is of another language (th)" in text(answer)
    assert not translations.brought()


def test_what_came_in_last_is_taken_back(cast: Cast, dalia: Client) -> None:
    brought(dalia, cells("pt"))
    first = translations.path("pt").read_bytes()
    page = brought(dalia, cells("pt", "Ã outra"))
    undo = reverse("desk:language-undo", args=["pt"])
    assert undo in page
    asked = dalia.get(undo)
    assert "Brought in by" in text(asked)
    assert "Dalia" in text(asked)
    saw = {"last": asked.context["form"]["last"].value()}
    assert dalia.post(undo, saw).status_code == 302
    assert translations.path("pt").read_bytes() == first
    assert "Nothing can be taken back any more" in text(dalia.post(undo, saw, follow=True))
    assert translations.path("pt").read_bytes() == first
    assert journal.records_of({TAKE_BACK}) == {Language("pt").pk}


def test_what_a_colleague_brought_meanwhile_is_not_taken_back(cast: Cast, dalia: Client) -> None:
    brought(dalia, cells("pt"))
    undo = reverse("desk:language-undo", args=["pt"])
    saw = {"last": dalia.get(undo).context["form"]["last"].value()}
    brought(client_of(cast, "bao"), cells("pt", "Ã outra"))
    newer = translations.path("pt").read_bytes()
    assert "Nothing can be taken back any more" in text(dalia.post(undo, saw, follow=True))
    assert translations.path("pt").read_bytes() == newer
    assert not journal.records_of({TAKE_BACK})


def test_a_folder_that_cannot_be_written_is_told(dalia: Client, folder: Path) -> None:
    """And nothing stands in the journal that was not done."""
    folder.write_text("not a folder")
    rows = tables.begin(dalia, reverse("desk:language_in", args=["pt"]), cells("pt"))
    answer = tables.take(dalia, rows)
    assert answer.status_code == 200
    assert "The folder of translations cannot be written" in text(answer)
    assert not journal.records_of({BRING})


def test_a_reviewer_reads_what_they_review_in_the_direction_of_the_language(cast: Cast, dalia: Client) -> None:
    brought(dalia, cells("ar", "ع <b>x"), "ar")
    url = reverse("desk:review", args=["languages", "ar-child"])
    page = text(dalia.get(url))
    assert '<span lang="ar" dir="auto">ع ' in page
    answer = dalia.post(reverse("desk:review-state", args=["languages", "ar-child"]), _statement("ar-child"))
    assert "Something is missing in this part" in text(answer)


def _statement(name: str) -> dict[str, str]:
    item = next(one for one in reviews.items() if one.name == name)
    today = datetime.now(UTC).date()
    days = {"reviewed_on": today.isoformat(), "until": (today + timedelta(days=90)).isoformat()}
    return {"kind": "native", "verdict": "yes", "reviewer": "Wren", "digest": item.digest, **days}


def test_a_broken_file_is_said_on_its_page_and_stops_none(dalia: Client, folder: Path) -> None:
    brought(dalia, cells("pt"))
    translations.path("pt").write_text('msgid "half')
    languages.stale()
    assert "cannot be read, and is not used" in text(dalia.get(reverse("desk:language", args=["pt"])))
    for address in ("desk:languages", "desk:reviews", "desk:day"):
        assert dalia.get(reverse(address)).status_code == 200
    pasted = tables.begin(dalia, reverse("desk:language_in", args=["pt"]), cells("pt"))
    assert "What is there of this language cannot be read" in text(tables.take(dalia, pasted))
    assert translations.path("pt").read_text() == 'msgid "half'


def test_a_language_that_is_offered_says_which_forms_do_not_speak_it(cast: Cast, dalia: Client) -> None:
    """To the manager with the way to the settings."""
    page = publish(cast, languages=["en", "fr"])
    rows = {row["open"]: row["cells"][-1] for row in dalia.get(reverse("desk:languages")).context["rows"]}
    assert (rows["Español"], rows["Français"]) == ("XA", "")
    spanish, french = (reverse("desk:language", args=[code]) for code in ("es", "fr"))
    settings_of = reverse("concerns:page_settings", args=[page.pk])
    shown = dalia.get(spanish).content.decode()
    assert "your forms do not speak it yet" in shown
    assert settings_of not in shown
    assert settings_of in client_of(cast, "bao").get(spanish).content.decode()
    assert "your forms do not speak it yet" not in dalia.get(french).content.decode()
