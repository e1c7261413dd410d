"""The memo of an answer: what a lawyer puts into a file, at most three pages, with the words that it rests on."""

import io
from copy import deepcopy
from datetime import timedelta
from typing import Any
from uuid import uuid4

import docx
import pytest
from django.urls import reverse
from docx.oxml.ns import qn
from pypdf import PdfReader

from fanal.justice.matters import asking, matters, training
from fanal.justice.models import Matter
from fanal.network.models import Person
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.justice.acts import FACTS, TODAY, asked, matter
from tests.rooms.justice.law.test_complete import House, agreed, draft
from tests.rooms.justice.laws import law, put
from tests.rooms.justice.small import few_laws

pytestmark = pytest.mark.django_db(databases="__all__")
__all__ = ["few_laws"]
_MOST_PAGES = 3


def _memo(cast: Cast, facts: dict[str, Any], form: str) -> Any:
    """What is sent for the question of these facts."""
    client = client_of(cast, "lena")
    given = asked(cast["lena"], matter(cast["lena"]), facts)
    return client.get(reverse("justice:answer_memo", args=[given.row.pk]) + f"?as={form}")


def _lines(answer: Any) -> list[str]:
    made = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return [one.text for one in made.paragraphs] + cells


@pytest.mark.usefixtures("that_day")
def test_the_memo_says_question_answer_words_and_what_is_not_known(cast: Cast) -> None:
    answer = _memo(cast, FACTS, "docx")
    assert answer["Content-Disposition"] == 'attachment; filename="memo.docx"', "nothing of the case in a name"
    assert answer["Cache-Control"] == "no-store"
    lines = _lines(answer)
    whole = "\n".join(lines)
    assert "Germany can prosecute: the person suspected is a national, § 5 Nr. 8, with § 176(1)." in lines
    assert "Our library cannot answer this for XB. That is not a “no”." in lines
    assert "not legal advice" in whole
    assert any("“" in line and "https://www.gesetze-im-internet.de/" in line and "Germany, §" in line for line in lines)
    for heading in ("The answer", "Both ends of time", "The words it rests on", "What is not known", "Assumed"):
        assert heading in lines, heading
    assert "We never suggest another interview of the child." in lines
    foot = docx.Document(io.BytesIO(answer.content)).sections[0].footer.paragraphs[0].text
    assert "2026" in foot
    assert not any(name in foot for name in ("Lena", "Lighthouse"))


def test_a_defence_that_nobody_raised_is_in_the_sentence(cast: Cast) -> None:
    """Former 18 U.S.C. 2243(c)(2); of a child of 13."""
    (said,) = [line for line in _lines(_memo(cast, _american(13), "docx")) if "States can prosec" in line]
    assert said.endswith(". Unless: marriage, for the accused to show (§ 2243(c)(2)).")


@pytest.mark.parametrize("case", training.BY_CODE.values(), ids=lambda case: case.code)
def test_three_pages_hold_it(cast: Cast, case: training.Training) -> None:
    """Of every training case, and of an act in many places by somebody of whom little is known."""
    pages = PdfReader(io.BytesIO(_memo(cast, dict(case.facts), "pdf").content)).pages
    assert 1 <= len(pages) <= _MOST_PAGES


def test_an_act_in_many_places_by_somebody_unknown_fits_too(cast: Cast) -> None:
    facts = deepcopy(FACTS)
    facts["act"]["places"] = [
        "TH",
        "SE",
        "DE",
        "NL",
        "FR",
        "IT",
        "CA",
        "AU",
        "NZ",
        "NO",
        "CH",
        "GB",
        "US",
        "ZA",
        "XB",
        "XA",
    ]
    facts["suspect"] = {}
    facts["child"] = {}
    pages = PdfReader(io.BytesIO(_memo(cast, facts, "pdf").content)).pages
    assert len(pages) <= _MOST_PAGES


def test_nobody_else_has_it(cast: Cast) -> None:
    given = asked(cast["lena"], matter(cast["lena"]), FACTS)
    address = reverse("justice:answer_memo", args=[given.row.pk])
    page = text(client_of(cast, "lena").get(reverse("justice:answer", args=[given.row.pk])))
    assert f'href="{address}?as=pdf"' in page
    for name in ("amara", "nils"):
        assert client_of(cast, name).get(address).status_code in {403, 404}, name
    assert Matter.objects.exists()


def test_an_answer_says_when_the_law_under_it_changed_and_what_that_alters(cast: Cast) -> None:
    """Of the place of the act nothing was held; then its law is drafted, in which an offence at home is one."""
    facts = deepcopy(FACTS)
    facts["act"]["places"] = ["XD"]
    given = asked(cast["lena"], matter(cast["lena"]), facts)
    client, address = client_of(cast, "lena"), reverse("justice:answer", args=[given.row.pk])
    said = "The law in our library has changed since this answer"
    assert said not in text(client.get(address))
    put(cast["amara"], law("XC"), NOW, "XC")
    page = text(client.get(address))
    assert said in page
    assert "For this act it says the same." in page
    put(cast["amara"], law("XD"), NOW)
    page = text(client.get(address))
    assert "Asked today, it would say otherwise:" in page
    for name in ("answer_memo", "answer_print"):
        shown = client.get(reverse(f"justice:{name}", args=[given.row.pk]) + "?as=docx")
        told = "\n".join(_lines(shown)) if name == "answer_memo" else text(shown)
        assert told.index("Asked today, it would say otherwise:") < told.index(
            "Our library cannot answer this for XD"
        ), name
    assert "XD" in page.partition("Asked today")[2].partition("</ul>")[0]
    again = client.post(reverse("justice:answer_again", args=[given.row.pk]), {"as_of": "2026-11-25"})
    assert "/compare/" in again["Location"]


_DEFENCE = "it is a defense, which the defendant must establish by a preponderance of the evidence"


def _american(of: int, **act: Any) -> dict[str, Any]:
    """A national of the United States who travelled to XB for an unpaid act with a child of 13."""
    facts = deepcopy(FACTS)
    travel = [{"from": "US", "to": "XB", "on": "2016-01-28"}]
    facts["suspect"] |= {"nationality": ["US"], "residence": ["US"], "travel": travel}
    facts["child"]["age"] = {"lo": of, "hi": of}
    facts["act"] |= act
    return facts


def test_a_defence_stands_in_its_own_words_with_its_article(cast: Cast) -> None:
    """Former 18 U.S.C. 2243(c)(2): the words that give the defence, not those of the offence beside it."""
    (said,) = [line for line in _lines(_memo(cast, _american(13), "docx")) if _DEFENCE in line]
    assert said.startswith("Unless: marriage, for the accused to show (§ 2243(c)(2)). “")
    assert "United States, § 2243(c)(2)" in said
    assert "https://uscode.house.gov/" in said
    assert "drafted" in said
    told = _lines(_memo(cast, _american(13, marriage=False), "docx"))
    assert not any(_DEFENCE in line or line == "Defences that were not ruled out" for line in told)
    assert len(PdfReader(io.BytesIO(_memo(cast, _american(13), "pdf").content)).pages) <= _MOST_PAGES


def test_the_memo_of_a_matter_that_was_erased_is_one_sentence(cast: Cast) -> None:
    """Whoever still has the address learns that, and no more than somebody with an address that never was."""
    lena, given = cast["lena"], asked(cast["lena"], matter(cast["lena"]), FACTS)
    address = reverse("justice:answer_memo", args=[given.row.pk]) + "?as=pdf"
    said = "There is no such answer: its matter was erased, or it is none that you may open."
    matters.gone(given.matter, lena.signatory(), NOW)
    gone = client_of(cast, "lena").get(address)
    assert (gone.status_code, text(gone).count(said)) == (404, 1)
    never = client_of(cast, "lena").get(reverse("justice:answer_memo", args=[uuid4()]))
    assert (never.status_code, text(never).count(said)) == (404, 1)


def test_a_memo_in_arabic_names_countries_in_arabic_and_articles_as_they_are_written(cast: Cast) -> None:
    """The PDF and the DOCX: from the right, with § 5 Nr. 8 as the statute has it, on three pages at most."""
    Person.objects.filter(username="lena").update(language="ar")
    made = docx.Document(io.BytesIO(_memo(cast, FACTS, "docx").content))
    (said,) = [one for one in made.paragraphs if one.text.startswith("ألمانيا") and "§ 176(1)" in one.text][:1]
    straight = [run.text for run in said.runs if run._r.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is None]
    assert straight == ["§ 5 Nr. 8", "§ 176(1)"]
    assert not any("\u2068" in one.text for one in made.paragraphs)
    pages = PdfReader(io.BytesIO(_memo(cast, FACTS, "pdf").content)).pages
    assert len(pages) <= _MOST_PAGES
    assert "§ 5 Nr. 8" in "".join(page.extract_text() for page in pages)


def test_an_answer_that_is_open_whatever_is_learnt_stays_the_same_under_another_countrys_law(cast: Cast) -> None:
    """Of no single path of Norway is it known whether it is open, but one is in every completion."""
    facts = deepcopy(FACTS)
    facts["act"] |= {"from": "2019-06-01", "to": "2019-06-01"}
    facts["child"] = {"age": {"lo": 12, "hi": 15}}
    facts["suspect"] |= {"nationality": ["NO"], "residence": ["NO"]}
    given = asked(cast["lena"], matter(cast["lena"]), facts)
    assert [one["verdict"] for one in given.answer["states"] if one["state"] == "NO"] == ["open_on_condition"]
    put(cast["amara"], law("XC"), NOW, "XC")
    page = text(client_of(cast, "lena").get(reverse("justice:answer", args=[given.row.pk])))
    assert "For this act it says the same." in page


@pytest.mark.usefixtures("few_laws")
def test_a_country_that_cannot_is_named_with_what_closes_it(cast: Cast) -> None:
    """XD punishes the act below 18, and two lawyers said that its law is complete: of a person of 19, no."""
    house, later = House(cast), NOW + timedelta(hours=1)
    draft(house)
    agreed(house)
    facts = deepcopy(FACTS)
    facts["act"]["places"], facts["suspect"] = ["XD"], {"nationality": ["XD"]}
    facts["child"]["age"] = {"lo": 19, "hi": 19}
    row = asking.put_question(cast["lena"], matter(cast["lena"]), facts, TODAY, later)
    client = client_of(cast, "lena")
    closed = (
        "XD cannot: 10(1), does not hold: The child was under 18; its law was declared complete by Bar of XD, "
        "Faculty of XD (sexual activity with a child, from the beginning until further notice) and has nothing else "
        "for this."
    )
    lines = _lines(client.get(reverse("justice:answer_memo", args=[row.pk]) + "?as=docx"))
    shown = [
        "\n".join(lines),
        *(text(client.get(reverse(f"justice:{name}", args=[row.pk]))) for name in ("answer", "answer_print")),
    ]
    for said in shown:
        assert closed in said
        assert "No country is linked" not in said
        assert "Put in where it happened" not in said
    assert "None of the countries that are named can prosecute this act." in lines


def test_where_no_country_is_named_that_is_asked_for(cast: Cast) -> None:
    facts = deepcopy(FACTS)
    facts["suspect"], facts["act"]["places"] = {}, []
    given = asked(cast["lena"], matter(cast["lena"]), facts)
    page = text(client_of(cast, "lena").get(reverse("justice:answer", args=[given.row.pk])))
    assert "Put in where it happened, or who the person suspected is." in page


def _abroad(country: str, age: int, **act: Any) -> dict[str, Any]:
    """A national who lives in a country, and an act of 2022 in XB."""
    facts = deepcopy(FACTS)
    facts["suspect"] |= {"nationality": [country], "residence": [country], "presence": [country]}
    facts["child"]["age"] = {"lo": age, "hi": age}
    facts["act"] |= {"from": "2022-03-01"} | act
    return facts


def _words_of(lines: list[str]) -> list[str]:
    start = lines.index("The words it rests on") + 1
    return lines[start : lines.index("What is not known")]


def test_the_offence_stands_first_in_its_version_of_the_day_of_the_act(cast: Cast) -> None:
    """§ 182(2) StGB is cited by a later text than was read of 2022; Chapter 6, section 4 of Sweden changed in 2025."""
    german = _words_of(_lines(_memo(cast, _abroad("DE", 16, commercial=True), "docx")))
    assert german[0].startswith("“")
    assert "Germany, § 182(2) in the text of 4 April 2026 · from 5 November 2008 until further notice" in german[0]
    assert "of those days they may differ" in german[0]
    lines = _lines(_memo(cast, _abroad("SE", 13), "docx"))
    assert not any("riksaklagaren" in one for one in lines), "a name, not a code"
    assert any("consent of the Prosecutor-General (Riksåklagaren)" in one for one in lines)
    swedish = _words_of(lines)
    assert "6 kap. 4 §" in swedish[0]
    assert "from 1 July 2018 until 30 June 2025" in swedish[0]
    assert not any("6 kap. 4 § 1-2 st" in one and "from 1 July 2025" in one for one in swedish)


def test_law_for_which_no_text_was_read_says_so_at_each_of_its_provisions(cast: Cast) -> None:
    """The Swedish limitation of 2018 to 2025 is written down from memory, and limits that act."""
    given = asked(cast["lena"], matter(cast["lena"]), _abroad("SE", 13))
    client, said = client_of(cast, "lena"), "no text was read for this version"
    lines = _lines(client.get(reverse("justice:answer_memo", args=[given.row.pk]) + "?as=docx"))
    (told,) = [one for one in _words_of(lines) if said in one]
    assert told.startswith("Sweden, 35 kap. 2, 4, 6 §§")
    assert any(one[:1].isdigit() and said in one for one in lines)
    for name in ("answer", "answer_print"):
        assert said in text(client.get(reverse(f"justice:{name}", args=[given.row.pk])))


def test_both_ends_of_time_stand_beside_the_answer(cast: Cast) -> None:
    """Where the age of the child leaves it open whether it is an offence, no deadline stands as of an open way."""
    facts = _abroad("DE", 16, commercial=True)
    row = _time_of(cast, facts)
    assert (row["Answer"], row["The first way closes"]) == ("Open", "1 March 2040")
    facts["child"]["age"], facts["act"]["commercial"] = {"lo": 12, "hi": 15}, False
    assert not any(
        one.count("not known in this case") and "not known here" in one for one in _lines(_memo(cast, facts, "docx"))
    )
    row = _time_of(cast, facts)
    assert row["Answer"] == "Cannot say"
    assert row["The first way closes"].startswith(("If a path is open: ", "not known"))


def _time_of(cast: Cast, facts: dict[str, Any]) -> dict[str, str]:
    """What the table of ends says of Germany, by column."""
    rows = docx.Document(io.BytesIO(_memo(cast, facts, "docx").content)).tables[0].rows
    heads, *others = ([cell.text for cell in row.cells] for row in rows)
    (german,) = [row for row in others if row[0] == "Germany"]
    return dict(zip(heads, german, strict=True))
