"""The screens of matters over the real pages: ask, errors at their fields, the answer, why not, print, proceedings."""

import re
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import open_record, stated
from fanal.journal import api as journal
from fanal.justice.content import QuestionContent
from fanal.justice.matters import asking, matters, policy, proceedings, training
from fanal.justice.matters.desk.facts_draft import read, values_of
from fanal.justice.models import Matter, Proceeding, Question
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.justice.acts import CRIMINAL, FACTS, LABEL, asked, matter

pytestmark = pytest.mark.django_db(databases="__all__")
CODED: dict[str, Any] = {
    "conduct": ["sexual_activity"], "from": "2016-02-01", "places_0_in": "XB", "places_whole": "yes",
    "commercial": "no", "child_low": "13", "child_high": "13", "suspect_low": "44", "suspect_high": "44",
    "suspect_nationality_0_in": "DE", "suspect_nationality_whole": "yes",
}  # fmt: skip


def _url(name: str, *parts: object) -> str:
    return reverse(f"justice:{name}", args=parts)


def test_from_an_empty_list_to_an_answer_page_by_page(cast: Cast) -> None:
    """Begin, six pages of which each carries the others, ask, and the answer with its provisions."""
    client = client_of(cast, "lena")
    assert "There is no matter yet." in text(client.get(_url("matters")))
    begun = client.post(_url("matter_new"), {"label": LABEL, "version": "1"})
    row = Matter.objects.get()
    assert begun["Location"] == _url("matter", row.pk)
    assert LABEL in text(client.get(begun["Location"]))
    ask = _url("question_new", row.pk)
    page = text(client.get(ask))
    sent: dict[str, Any] = {}
    for name in ("what", "how", "child", "suspect", "since"):
        assert f'name="page" value="{name}"' in page
        sent = _carried(page) | {key: value for key, value in CODED.items() if f'name="{key}"' in page}
        page = text(client.post(ask, sent | {"page": name, "go": "next"}))
    assert "Check what you know" in page
    assert "sexual activity with a child" in page
    done = client.post(ask, _carried(page) | {"page": "check", "go": "ask", "as_of": "2026-11-25"})
    question = Question.objects.get()
    assert done["Location"] == _url("answer", question.pk)
    shown = text(client.get(done["Location"]))
    assert f'<a href="{_url("matters")}" aria-current="page"' in shown
    assert shown.index("<h2>Germany") < shown.index("<h2>XB")
    for words in ("Open", "§ 176", "§ 5 Nr. 8", "not legal advice", "Not in our library", "drafted"):
        assert words in shown, words
    assert "/en/law/DE/de.176/" in shown
    assert 'href="/en/law/DE/de.j.5.8.nat/"' in shown


def _carried(page: str) -> dict[str, Any]:
    """The hidden fields of a page, as a browser sends them back."""
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(unescape(value))
    found.pop("csrfmiddlewaretoken", None)
    return found


def test_every_error_of_the_engine_stands_at_its_field_and_nothing_is_lost(cast: Cast) -> None:
    client = client_of(cast, "lena")
    row = matter(cast["lena"])
    bad = CODED | {"child_dob": "2020-05", "child_low": "", "child_high": "", "page": "check", "go": "ask"}
    page = text(client.post(_url("question_new", row), bad))
    assert "This is after the act. Mend one of the two days." in page
    assert 'name="page" value="child"' in page
    assert 'value="2020-05"' in page
    assert _carried(page)["suspect_nationality_0_in"] == ["DE"]
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("from", "2016-13", "that exists"),
        ("from", "29 February", "that exists"),
        ("to", "2015", "It ends before it begins"),
        ("conduct", [], "Choose what it is"),
        ("child_low", "-1", ""),
        ("child_low", "18", "The lower age is above"),
        ("places_0_in", "QQ", "No country has this code"),
        ("suspect_nationality_1_in", "XXA", "Nobody is stateless and has a nationality"),
        ("charge_on", "2010", "The charge is before the act"),
        ("travel_0_to", "XA", "Something is missing in this line"),
        ("vessel_kind", "ship", "Something is missing"),
        ("suspect_dob", "1750", "from 1900 to 2100"),
        ("from", "0001-01-01", "from 1900 to 2100"),
        ("from", "1899", "from 1900 to 2100"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(field: str, value: Any, words: str) -> None:
    draft = read({name: held if isinstance(held, list) else [held] for name, held in (CODED | {field: value}).items()})
    near = re.sub(r"_\d.*", "", field)
    wrong = {
        name: said
        for name, said in draft.errors.items()
        if name == field or name.startswith(near.rpartition("_")[0] or near)
    }
    assert wrong, draft.errors
    assert any(words in said for said in wrong.values()), wrong


@pytest.mark.parametrize("case", [*training.CASES], ids=lambda case: case.code)
def test_facts_come_back_from_the_form_as_they_went_in(case: training.Training) -> None:
    """Prefilled, changed in nothing, and asked again: the same facts, but for what is complete by default."""
    draft = read(values_of(case.facts))
    assert not draft.errors
    from fanal.engines.jurisdiction.files.facts_file import parse_facts

    assert parse_facts(draft.facts) == parse_facts(case.facts)


def test_what_is_left_open_is_not_known_and_a_list_is_whole_only_where_said() -> None:
    draft = read({"conduct": ["grooming"], "suspect_nationality_0_in": ["DE"], "means": ["threat"]})
    assert draft.facts == {
        "schema": "fanal.facts/1",
        "act": {"conduct": ["grooming"], "means": ["threat"], "means_complete": False},
        "suspect": {"nationality": ["DE"], "nationality_complete": False},
    }
    none = read({"conduct": ["grooming"], "means_whole": ["yes"], "suspect_presence_whole": ["yes"]})
    assert none.facts["act"]["means"] == []
    assert none.facts["suspect"] == {"presence": [], "presence_complete": True}
    gone = read({"conduct": ["grooming"], "travel_0_from": ["DE"], "travel_0_on": ["2016-01"], "travel_whole": ["yes"]})
    assert (gone.facts["suspect"]["travel"], gone.errors) == ([{"from": "DE", "on": "2016-01"}], {})


def test_people_write_in_their_own_digits() -> None:
    draft = read({"conduct": ["grooming"], "from": ["٢٠١٦-٠٢"], "child_dob": ["២០០៣"]})
    assert draft.facts["act"]["from"] == "2016-02"
    assert draft.facts["child"]["dob"] == "2003"


def test_another_line_is_added_without_javascript(cast: Cast) -> None:
    client = client_of(cast, "lena")
    row = matter(cast["lena"])
    page = text(client.post(_url("question_new", row), CODED | {"page": "suspect", "go": "stay"}))
    assert 'name="suspect_nationality_1_in"' in page
    assert 'name="suspect_nationality_2_in"' not in page


def test_changing_the_facts_is_a_new_question_prefilled(cast: Cast) -> None:
    client = client_of(cast, "lena")
    given = asked(cast["lena"], matter(cast["lena"]))
    url = _url("question_change", given.row.pk)
    page = text(client.get(url))
    assert _carried(page)["suspect_nationality_0_in"] == ["DE"]
    done = client.post(url, _carried(page) | {"child_high": "14", "page": "check", "go": "ask"})
    assert Question.objects.count() == 2
    compared = text(client.get(_url("compare", given.row.pk, done["Location"].split("/")[-2])))
    assert "the age of the child" in compared or "Other facts" in compared


def test_asked_again_on_another_day_and_compared(cast: Cast) -> None:
    client = client_of(cast, "lena")
    given = asked(cast["lena"], matter(cast["lena"]))
    done = client.post(_url("answer_again", given.row.pk), {"as_of": "2090-01-01", "version": ""})
    page = text(client.get(done["Location"]))
    assert "The facts are the same." in page
    assert "The same law answered." in page
    assert "Germany" in page
    assert "Cannot say" in page  # whether the period was interrupted is not known, and it is long after its first end


def _table(page: str) -> dict[str, list[str]]:
    """The lines of the table side by side: the head, then what each country says to it."""
    body = page.partition('id="beside"')[2].partition("<tbody")[2].partition("</tbody>")[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>") if "<th" in row]
    plain = [[" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in rows]
    return {head: cells for head, *cells in plain}


def test_countries_of_an_answer_stand_side_by_side(cast: Cast) -> None:
    """Germany reaches its national; of the United States a defence is not ruled out; of XB nothing is held."""
    client, facts = client_of(cast, "lena"), deepcopy(FACTS)
    travel = [{"from": "US", "to": "XB", "on": "2016-01-28"}]
    facts["suspect"] |= {"nationality": ["DE", "US"], "travel": travel}
    address = _url("answer", asked(cast["lena"], matter(cast["lena"]), facts).row.pk)
    assert 'id="beside"' not in text(client.get(address)), "nobody chose yet"
    page = text(client.get(address, {"beside": ["DE", "US", "XB"]}))
    assert page.count("<h1") == 1
    table = _table(page)
    assert table["Can it prosecute?"] == ["Open", "Open", "Cannot say"]
    german, american, unknown = table["On what ground"]
    assert german.startswith("the person suspected is a national § 5 Nr. 8")
    assert "§ 2423" in american
    assert unknown == "—"
    assert table["The first way closes"][0] not in {"", "—"}
    assert table["Must it be an offence at its place?"][0] == "It need not be an offence at its place"
    assert "The law of this country is not in the library." in table["What is missing"][2]
    unless = table["Defences that were not ruled out"]
    assert (unless[0], unless[2]) == ("—", "—")
    assert unless[1] == "unless: marriage, for the accused to show (§ 2243(c)(2))"
    assert "no lawyer of the country has reviewed it" in table["Review"][0]


def test_no_country_that_was_ticked_is_said(cast: Cast) -> None:
    """Of boxes that nobody ticked an address holds nothing: the button says that it was pressed."""
    given = asked(cast["lena"], matter(cast["lena"]))
    client, address = client_of(cast, "lena"), _url("answer", given.row.pk)
    before, after = text(client.get(address)), text(client.get(address, {"put": "1"}))
    assert re.search(r'<button[^>]* name="put" value="1"[^>]*>Put them side by side', before)
    assert ["Tick two, three or four countries." in page for page in (before, after)] == [False, True]


@pytest.mark.parametrize("chosen", [["DE"], ["DE", "US", "XB", "SE", "NL"], ["DE", "QQ"]])
def test_one_country_or_five_or_none_that_the_answer_names_is_said_and_nothing_is_lost(
    cast: Cast, chosen: list[str]
) -> None:
    facts = FACTS | {"suspect": {}}
    given = asked(cast["lena"], matter(cast["lena"]), facts)
    page = text(client_of(cast, "lena").get(_url("answer", given.row.pk), {"beside": chosen}))
    said = "Choose from the list." if "QQ" in chosen else "Tick two, three or four countries."
    assert said in page
    assert 'id="beside"' not in page
    assert re.search(r'value="DE"[^>]*checked', page), "what was ticked stays"


def test_a_defence_that_came_or_went_is_told_between_two_answers(cast: Cast) -> None:
    """Former 18 U.S.C. 2243(c)(2): open both times; once the facts say that nobody was married, without condition."""
    facts = deepcopy(FACTS)
    travel = [{"from": "US", "to": "XB", "on": "2016-01-28"}]
    facts["suspect"] |= {"nationality": ["US"], "residence": ["US"], "travel": travel}
    first = asked(cast["lena"], matter(cast["lena"]), facts)
    second = asked(cast["lena"], first.matter.pk, facts | {"act": facts["act"] | {"marriage": False}})
    page = text(client_of(cast, "lena").get(_url("compare", first.row.pk, second.row.pk)))
    (told,) = re.findall(r"<p class=.small.>Before: (.*?)<br>After: (.*?)</p>", page)
    assert told[0].startswith("No time limit. Unless: marriage, for the accused to show"), told
    assert told[1] == "No time limit."


def test_what_was_told_in_part_is_not_called_unknown_and_what_nobody_read_is_no_reform(cast: Cast) -> None:
    """A child of 12 to 15 in Germany, where 14 decides; the law of XB is not in the library."""
    client, child = client_of(cast, "lena"), {"age": {"lo": 12, "hi": 15}}
    given = asked(cast["lena"], matter(cast["lena"]), FACTS | {"child": child})
    for name in ("answer", "answer_print"):
        page = text(client.get(_url(name, given.row.pk)))
        assert "the age of the child at the act (told, but not closely enough)" in page
        assert not re.search(r"the age of the child at the act(?! \()", page)
    page = text(client.get(_url("why_not", given.row.pk, "XB")))
    assert "Our library holds no law of this country." in page
    assert "a reform of law" not in page
    abroad = deepcopy(FACTS)
    abroad["child"]["age"] = {"lo": 15, "hi": 15}
    german = asked(cast["lena"], given.matter.pk, abroad)
    page = text(client.get(_url("why_not", german.row.pk, "DE")))
    assert "would make the act an offence" not in page


def test_my_day_leads_to_a_proceeding_whose_time_runs_out(cast: Cast) -> None:
    lena, soon = cast["lena"], replace(CRIMINAL, limitation_date=NOW.date() + timedelta(days=400))
    row = proceedings.enter(lena, matter(lena), soon, NOW)
    day = text(client_of(cast, "lena").get(reverse("desk:day")))
    assert "The time to prosecute runs out in two years or less" in day
    assert f'href="{_url("proceeding", row.pk)}"' in day


def test_the_small_pages_open(cast: Cast) -> None:
    """Print view, why not, history, label, forms of a proceeding: each has one heading and says what it is not."""
    client = client_of(cast, "lena")
    found = matter(cast["lena"])
    given = asked(cast["lena"], found)
    row = proceedings.enter(cast["lena"], found, CRIMINAL, NOW)
    pages = [
        _url("matters"), _url("matter", found), _url("matter_label", found), _url("matter_history", found),
        _url("exercises"), _url("answer", given.row.pk), _url("answer_print", given.row.pk),
        _url("answer_again", given.row.pk), _url("why_not", given.row.pk, "XB"), _url("question_new", found),
        _url("question_change", given.row.pk) + "?page=suspect", _url("proceeding_new", found),
        _url("proceeding", row.pk), _url("proceeding_change", row.pk), _url("proceeding_event", row.pk),
        _url("privileged", row.pk), _url("compare", given.row.pk, given.row.pk),
    ]  # fmt: skip
    for url in pages:
        response = client.get(url)
        assert response.status_code == 200, url
        assert text(response).count("<h1") == 1, url
    for url in pages[5:7]:
        assert "not legal advice" in text(client.get(url))


def test_a_proceeding_over_the_real_pages(cast: Cast) -> None:
    """Entered, an event added, the end of limitation taken with one button, the lawyers' part kept apart."""
    client = client_of(cast, "lena")
    found = matter(cast["lena"])
    given = asked(cast["lena"], found)
    form = {
        "version": "0", "kind": "criminal", "state": "DE", "authority": "Public prosecutor", "child_role": "victim",
        "interviews": "1", "child_punished_for_being_exploited": "no", "measure_legal_aid": "asked",
        "compensation_amount": "1250.50", "compensation_currency": "EUR", "jurisdiction_basis": ["active_nationality"],
    }  # fmt: skip
    done = client.post(_url("proceeding_new", found), form)
    assert done.status_code == 302, text(done)
    row = Proceeding.objects.get()
    page = text(client.get(done["Location"]))
    assert "€1,250.50" in page
    assert "a lawyer for the child" in page
    client.post(_url("proceeding_event", row.pk), {"on": "2026-05-01", "type": "forensic_interview"})
    client.post(_url("proceeding_event", row.pk), {"on": "2026-06-01", "type": "forensic_interview"})
    page = text(client.get(_url("proceeding", row.pk)))
    assert "The child was interviewed again" in page
    client.post(_url("settle", row.pk, "second_interview"))
    assert "The child was interviewed again" not in text(client.get(_url("proceeding", row.pk)))
    answer = text(client.get(_url("answer", given.row.pk)))
    route = re.search(r'name="route" value="(de\.176[^"]*)"', answer)
    assert route
    client.post(_url("take_limit", given.row.pk), {"route": route[1], "proceeding": str(row.pk)})
    page = text(client.get(_url("proceeding", row.pk)))
    assert "<bdi>§ 78b" in page
    assert f'<a href="{_url("matters")}" aria-current="page"' in page
    secret = {
        "version": str(Proceeding.objects.get().version),
        "privileged_notes": "She trusts her",
        "reference_number": "7",
    }
    client.post(_url("privileged", row.pk), secret)
    assert "She trusts her" in text(client.get(_url("privileged", row.pk)))
    assert client_of(cast, "marek").get(_url("privileged", row.pk)).status_code == 403
    assert "She trusts her" not in text(client_of(cast, "marek").get(_url("proceeding", row.pk)))
    wrong = client.post(_url("proceeding_new", found), form | {"child_role": "accused"})
    assert wrong.status_code == 200
    assert Proceeding.objects.count() == 1


def test_an_address_in_the_lawyers_part_is_refused_and_kept_on_the_page(cast: Cast) -> None:
    client = client_of(cast, "lena")
    row = proceedings.enter(cast["lena"], matter(cast["lena"]), CRIMINAL, NOW)
    page = text(client.post(_url("privileged", row.pk), {"version": "1", "privileged_notes": "see example.com/x"}))
    assert "Take the address out" in page
    assert "see example.com/x" in page


def test_an_exercise_begins_with_its_facts(cast: Cast) -> None:
    client = client_of(cast, "noor")
    begun = client.post(_url("exercises"), {"case": "who_is_it"})
    page = text(client.get(begun["Location"]))
    assert "Lives in Sweden" in page
    done = client.post(begun["Location"], _carried(page) | {"page": "check", "go": "ask"})
    shown = text(client.get(done["Location"]))
    assert "Open on a condition" in shown
    assert "Still to come:" in shown
    assert "the nationality of the person suspected" in shown
    assert "We never suggest another interview of the child." in shown


def _anonymous_and_foreign(cast: Cast) -> list[Client]:
    return [Client(), *(client_of(cast, name) for name in ("oda", "amara", "edo", "sol"))]


def test_no_page_opens_for_others(cast: Cast) -> None:
    found = matter(cast["lena"])
    given = asked(cast["lena"], found)
    row = proceedings.enter(cast["lena"], found, CRIMINAL, NOW)
    urls = [
        _url("matter", found), _url("answer", given.row.pk), _url("why_not", given.row.pk, "DE"),
        _url("question_new", found), _url("question_change", given.row.pk), _url("proceeding", row.pk),
        _url("answer_print", given.row.pk), _url("compare", given.row.pk, given.row.pk), _url("matter_history", found),
    ]  # fmt: skip
    for client in _anonymous_and_foreign(cast):
        for url in urls:
            response = client.get(url)
            assert response.status_code in {302, 403, 404}, url
            assert "§ 176" not in text(response)
    noor = client_of(cast, "noor")
    for url in urls:
        assert noor.get(url).status_code in {403, 404}, url


def test_erasing_over_the_pages(cast: Cast) -> None:
    found = matter(cast["lena"])
    lena, omar = client_of(cast, "lena"), client_of(cast, "omar")
    lena.post(_url("matter_ask_erase", found))
    assert "A colleague must do it." in text(lena.get(_url("matter", found)))
    assert lena.post(_url("matter_erase", found)).status_code == 403
    assert "Lena" in text(omar.get(_url("matter_erase", found)))
    assert omar.post(_url("matter_erase", found)).status_code == 302
    assert not Matter.objects.exists()


def test_facts_of_this_module_are_those_of_the_form() -> None:
    """The form, filled as a person would, says the facts of the reference answer."""
    draft = read({name: held if isinstance(held, list) else [held] for name, held in CODED.items()})
    for who in ("act", "child"):
        assert draft.facts[who].items() >= FACTS[who].items()
    assert matters.KIND == "matter"


def test_an_answer_whose_law_is_gone_is_still_read(cast: Cast) -> None:
    """The answer is kept; only what would need the law again says that it is gone, and what to do."""
    found = matter(cast["lena"])
    given = asked(cast["lena"], found)
    given.row.corpus_version = "0" * 64
    given.row.save()
    by = cast["lena"].signatory()
    journal.write(given.row.matter_id, by, policy.ASK, at=NOW, items=[stated.item(given.row)])
    client = client_of(cast, "lena")
    assert "§ 176" in text(client.get(_url("answer", given.row.pk)))
    response = client.get(_url("why_not", given.row.pk, "DE"))
    assert response.status_code == 404
    assert "Ask again" in text(response)


@pytest.mark.usefixtures("that_day")
def test_an_act_of_next_year_is_said_at_its_day_and_one_after_the_day_asked_at_that(cast: Cast) -> None:
    client = client_of(cast, "lena")
    ask = _url("question_new", matter(cast["lena"]))
    later = CODED | {"from": "2027-02-01", "page": "what", "go": "next"}
    page = text(client.post(ask, later))
    assert "The act is later than the day of the answer" in page
    assert 'value="2027-02-01"' in page
    assert re.search(r'name="from"[^>]*aria-invalid="true"', page)
    page = text(client.post(ask, CODED | {"page": "check", "go": "ask", "as_of": "2016-01-31"}))
    assert re.search(r'name="as_of"[^>]*aria-invalid="true"', page)
    upside = CODED | {"to": "2016-01-31", "page": "what", "go": "next"}
    assert "It ends before it begins." in text(client.post(ask, upside))
    assert not Question.objects.exists()


@pytest.mark.parametrize("page", ["answer", "answer_print"])
def test_people_read_days_articles_of_the_day_and_what_a_graver_degree_needs(cast: Cast, page: str) -> None:
    """An act of 2016 was under § 176a; whether it was that, no file tells; days are words, not signs of the engine."""
    given = asked(cast["lena"], matter(cast["lena"]))
    shown = text(client_of(cast, "lena").get(_url(page, given.row.pk)))
    germany = shown[shown.index("<h2>Germany") : shown.index("<h2>XB")]
    assert "§ 176a(1)-(3), (5)" in germany
    assert "§ 176c" not in germany.replace("/de.176c/", "")
    assert "needs: an adult" in germany
    assert "§ 7(2) Nr. 1 in the text of 4 April 2026" in germany
    assert "from 24 February 2012 at the latest until 30 June 2021" in shown
    assert not re.search(r"~\d{4}|\d~", shown)


@pytest.mark.parametrize("page", ["answer", "answer_print"])
def test_a_defence_that_nobody_raised_stands_beside_open(cast: Cast, page: str) -> None:
    """Former 18 U.S.C. 2243(c)(2); the child of eleven is under 2241(c), which no marriage ever excused."""
    traveller = FACTS["suspect"] | {
        "nationality": ["US"], "residence": ["US"], "travel": [{"from": "US", "to": "XB", "on": "2016-01-28"}],
    }  # fmt: skip
    words = "nless: marriage, for the accused to show (§ 2243(c)(2))"
    for age, said in ((13, True), (11, False)):
        facts = FACTS | {"suspect": traveller, "child": {"age": {"lo": age, "hi": age}}}
        given = asked(cast["lena"], matter(cast["lena"]), facts)
        shown = text(client_of(cast, "lena").get(_url(page, given.row.pk)))
        card = shown[shown.index("<h2>United States") :]
        card = card[: card.index("</article>")]
        assert (f"U{words}" in card) is said
        assert "Open" in card
        assert f"u{words}" in card  # beside each path that it may close


def _stored(cast: Cast, question: Question, *, answer: bytes | None = None, facts: str | None = None) -> None:
    """What another version of the product would have left there."""
    with open_record(
        cast["lena"], matters.ref_of(question.matter), policy.ASK, purpose="legal", now=NOW, thing=question.matter,
        write=True,
    ) as opened:  # fmt: skip
        held = opened.read(question, "content")
        told = facts if facts is not None else held.facts
        said = asking.packed(answer) if answer is not None else held.answer
        opened.write(question, "content", QuestionContent(facts=told, answer=said))
        question.save()


@pytest.mark.parametrize(
    ("answer", "facts"),
    [
        (b'{"format":"fanal.answer/9","states":[]}', None),
        (b'{"as_of":"2026-11-25"}', None),  # of no form that there ever was
        (b"[]", None),
        (None, '{"schema":"fanal.facts/9","act":{}}'),
    ],
)
def test_an_answer_of_a_newer_version_says_so_and_takes_nothing_with_it(
    cast: Cast, answer: bytes | None, facts: str | None
) -> None:
    found, client = matter(cast["lena"]), client_of(cast, "lena")
    broken, whole = (asked(cast["lena"], found).row for _ in range(2))
    _stored(cast, broken, answer=answer, facts=facts)
    for name in ("answer", "answer_print"):
        response = client.get(_url(name, broken.pk))
        assert response.status_code == 200
        page = text(response)
        assert "cannot read this answer" in page
        assert ("Ask again with these facts" in page) is (facts is None)
    assert "§ 5 Nr. 8" in text(client.get(_url("answer", whole.pk)))
    assert client.get(_url("matter", found)).status_code == 200
    for name, parts in (("compare", (broken.pk, whole.pk)), ("why_not", (broken.pk, "DE"))):
        response = client.get(_url(name, *parts), follow=True)
        assert response.redirect_chain[-1][0] == _url("answer", broken.pk)
        assert "cannot read this answer" in text(response)


def test_a_proceeding_that_cannot_be_read_leaves_the_others_on_the_page(cast: Cast) -> None:
    found, client = matter(cast["lena"]), client_of(cast, "lena")
    broken, _whole = (proceedings.enter(cast["lena"], found, CRIMINAL, NOW) for _ in range(2))
    question = asked(cast["lena"], found).row
    Proceeding.objects.filter(pk=broken.pk).update(content=bytes(64))
    page = text(client.get(_url("matter", found)))
    assert page.count("This is not what was written here las") == 1
    assert "criminal" in page.lower()
    assert "§ 5 Nr. 8" in text(client.get(_url("answer", question.pk)))


def test_who_was_slower_can_still_send_what_they_typed(cast: Cast) -> None:
    """A form that is sent with the version of before is sent once more with that of now: nothing typed is stuck."""
    found = matter(cast["lena"])
    there, page = client_of(cast, "lena"), _url("matter_label", found)
    typed = {"label": "Bay", "note": "", "version": "1"}
    matters.relabel(cast["marek"], found, 1, "Harbour", "", NOW)
    answer = there.post(page, typed)
    assert "A colleague changed this meanwhile" in text(answer)
    assert 'value="Bay"' in answer.content.decode()
    again = re.search(r'name="version"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="version"', answer.content.decode())
    assert again is not None
    assert there.post(page, typed | {"version": again[1] or again[2]}).status_code == 302
    assert matters.look(cast["lena"], found, NOW).content.label == "Bay"
