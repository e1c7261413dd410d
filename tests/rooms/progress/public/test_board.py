"""The board for everybody: what is published, in words; nothing that nobody looked at is a no; no order by how
countries do."""

import csv
import html
import io
import json
import re
from typing import Any

import pytest
from django.test import Client

from fanal.network.contracts import Role
from fanal.progress import promised
from fanal.progress.assessing import standing
from fanal.progress.commitments import rubrics
from fanal.progress.models import CountryAssessment, Publication
from fanal.progress.public import pages
from fanal.progress.series import importing
from fanal.vocabulary.countries import countries
from fanal.vocabulary.evidence import State
from fanal.web.templatetags.parts import icon
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains
from tests.rooms.progress import places
from tests.rooms.progress.made import MAP, mapped, rows
from tests.rooms.progress.places import COUNTRY, DAY, ITEM
from tests.rooms.progress.programmes import made

pytestmark = pytest.mark.django_db(databases="__all__")
MOST = 60_000
PAGES = (
    "/en/progress/", f"/en/progress/item/{ITEM}/", f"/en/progress/{COUNTRY}/{ITEM}/", f"/en/country/{COUNTRY}/",
    f"/en/country/{COUNTRY}/sheet/", "/en/progress/corrections/",
)  # fmt: skip


def _get(path: str, **more: Any) -> str:
    answer = Client().get(path, **more)
    assert answer.status_code == 200, path
    assert len(answer.content) <= MOST, (path, len(answer.content))
    assert not answer.cookies
    return text(answer)


def test_a_fresh_installation_says_not_assessed_of_each_country_and_how_to_help(cast: Cast) -> None:
    every = [one.alpha2 for one in countries(demonstration=False)]
    assert len(every) >= 193
    found = standing.board(NOW.date())
    for code in every:
        counts = found.counts(code, rubrics.shipped())
        assert counts == {one: 35 if one is State.NOT_ASSESSED else 0 for one in State}
    for code in ("KH", "TD", every[-1]):
        page = _get(f"/en/country/{code}/")
        assert "You can help" in page
        assert "Looked at: 0 of 35 promises" in page
        assert page.count("not assessed") >= 5
    assert "You can help" in _get(f"/en/progress/{COUNTRY}/{ITEM}/")
    assert "0 of 7,000 places" in _get("/en/progress/"), "195 states, five made-up ones, 35 promises each"


def test_whoever_can_help_takes_a_form_along_with_the_wordings_that_may_be_read(cast: Cast) -> None:
    assert Client().get("/en/country/TD/form/").status_code == 404, "nobody compared a wording yet"
    assert "/form/" not in _get("/en/country/TD/")
    places.ready(cast, "SA-2a", "SA-4d")
    for path in ("/en/country/TD/", "/en/progress/TD/SA-2a/"):
        assert 'href="/en/country/TD/form/"' in _get(path)
    page = _get("/en/country/TD/form/")
    assert page.count('<ul class="ticked"><li dir="auto" lang="en">4/4: ') == page.count("☐ No data:") == 2
    assert rubrics.shipped()["SA-2a"].text in page
    assert all(one.text not in page for one in rubrics.shipped().values() if one.id not in {"SA-2a", "SA-4d"})
    assert Client().get("/en/country/QQ/form/").status_code == 404


def test_an_unchecked_wording_is_nowhere_public(cast: Cast) -> None:
    assert promised.public(NOW.date()) == frozenset()
    wordings = [one.text for one in rubrics.shipped().values()] + list(rubrics.shipped()[ITEM].anchors)
    for path in (*PAGES, "/en/progress.json", f"/en/country/{COUNTRY}.json", "/en/progress.csv"):
        body = Client().get(path).content.decode()
        assert not [one for one in wordings if one in body], path
    assert "Until then only its place in the Agenda stands here" in _get("/en/progress/")


def test_a_wording_that_was_compared_is_public_and_one_that_changed_is_not(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, that_day: None
) -> None:
    places.ready(cast)
    one = rubrics.shipped()[ITEM]
    assert one.text in _get(f"/en/progress/item/{ITEM}/")
    assert one.anchors[4] in _get(f"/en/progress/item/{ITEM}/")
    from dataclasses import replace

    changed = {**rubrics.shipped(), ITEM: replace(one, text="Another wording.")}
    monkeypatch.setattr(rubrics, "shipped", lambda: changed)
    promised._public.cache_clear()
    assert ITEM not in promised.public(NOW.date())
    promised._public.cache_clear()


def test_what_was_published_is_read_with_its_reasons(cast: Cast, that_day: None) -> None:
    places.ready(cast)
    places.published(cast)
    page = _get(f"/en/progress/{COUNTRY}/{ITEM}/")
    for said in ("five of 25 provinces", "National plan 2024 to 2028", "Nordlys", "Ministry of Justice was told"):
        assert said in page
    front = _get(f"/en/country/{COUNTRY}/")
    assert "Looked at: 1 of 35 promises" in front
    assert "What changed last." in front
    assert "1 partial, 5 not assessed" in front
    assert f"/en/law/{COUNTRY}/" in front
    assert f"/en/evidence/country/{COUNTRY}/" in front
    board = _get("/en/progress/")
    assert "1 partial, 5 not assessed" in board
    assert "five of 25 provinces" in _get(f"/en/country/{COUNTRY}/sheet/")


def test_each_promise_has_its_sign_and_words_say_the_same(cast: Cast, that_day: None) -> None:
    """35 signs, six of them of the first chapter; that of the place that was published is the one of its state."""
    places.ready(cast)
    places.published(cast, found="2")
    body = Client().get(f"/en/country/{COUNTRY}/").content.decode()
    rows = re.findall(r'<span class="signs" aria-hidden="true">(.*?)</span>', body)
    assert [row.count("<i ") for row in rows] == [6, 13, 8, 6, 2]
    first, *others = (re.findall(r'<i class="state( unknown)?">(.*?)</i>', row) for row in rows)
    assert first[0] == ("", icon("state-partial"))
    assert {one for row in (first[1:], *others) for one in row} == {(" unknown", icon("state-not_assessed"))}
    assert "1 partial" in body


def test_what_is_not_published_is_nowhere(cast: Cast, that_day: None) -> None:
    places.ready(cast)
    places.assessed(cast, found="0", rationale="Nothing at all is planned.")
    places.read(cast)
    places.tell(cast)
    for path in (*PAGES, "/en/progress.json", f"/en/country/{COUNTRY}.json", "/en/progress.csv"):
        body = Client().get(path).content.decode()
        assert "Nothing at all is planned" not in body
        assert "Ministry of Justice was told" not in body
    assert "Looked at: 0 of 35" in _get(f"/en/country/{COUNTRY}/")


def test_countries_stand_by_name_and_one_may_look_at_one_state_alone(cast: Cast, that_day: None) -> None:
    places.ready(cast)
    for code, points in (("KH", "4"), ("DE", "0"), ("AR", "2")):
        places.published(cast, code, ITEM, found=points)
    page = _get(f"/en/progress/item/{ITEM}/")
    at = [page.index(f"/en/progress/{code}/{ITEM}/") for code in ("AR", "KH", "DE")]
    assert at == sorted(at), "Argentina, Cambodia, Germany"
    only = _get(f"/en/progress/item/{ITEM}/", data={"state": "yes"})
    table = only.partition("<table")[2].partition("</table>")[0]
    assert f"/en/progress/KH/{ITEM}/" in table
    assert f"/en/progress/DE/{ITEM}/" not in table
    assert "Countries that have it" in _get(f"/en/progress/DE/{ITEM}/")


def test_page_csv_and_json_say_the_same(cast: Cast, that_day: None) -> None:
    places.ready(cast)
    places.published(cast)
    rows = list(csv.DictReader(io.StringIO(Client().get("/en/progress.csv").content.decode().partition("\n")[2])))
    assert len(rows) == 35 * (195 + 5), "the states of the world, and the made-up ones of the demonstration"
    assert "HK" not in {row["country"] for row in rows}, "a territory promised nothing of its own"
    assert {row["state"] for row in rows} == {"partial", "not_assessed"}
    [one] = [row for row in rows if row["state"] == "partial"]
    assert (one["country"], one["item"], one["under_review"]) == (COUNTRY, ITEM, "no")
    told = json.loads(Client().get(f"/en/country/{COUNTRY}.json").content)
    assert [place["state"] for place in told["places"]].count("not_assessed") == 34
    [place] = [place for place in told["places"] if place["item"] == ITEM]
    assert place["state"] == one["state"]
    assert place["sources"]


def test_what_did_not_change_is_not_sent_again(cast: Cast) -> None:
    for path in ("/en/progress.json", "/en/progress.csv", f"/en/country/{COUNTRY}.json"):
        first = Client().get(path)
        again = Client().get(path, HTTP_IF_NONE_MATCH=first["ETag"])
        assert again.status_code == 304, path


def test_a_correction_stands_in_the_log_with_what_was_said_before(cast: Cast, that_day: None) -> None:
    places.ready(cast)
    places.published(cast, found="1")
    later = NOW + 60 * DAY
    wrong = "We had overlooked the second volume."
    places.assessed(cast, now=later, found="4", rationale="All provinces.", corrects=wrong)
    places.read(cast, now=later)
    places.publish(cast, now=later)
    page = _get("/en/progress/corrections/")
    assert "overlooked the second volume" in page
    assert "five of 25 provinces" in page


def test_a_correction_that_somebody_wrote_into_the_database_is_in_no_log(cast: Cast, that_day: None) -> None:
    places.ready(cast)
    first = places.published(cast, found="1")
    Publication.objects.filter(pk=first.pk).update(corrects="Nothing was ever wrong.")
    assert "Nothing was ever wrong" not in _get("/en/progress/corrections/")


def test_a_tampered_place_shows_nothing(cast: Cast, that_day: None) -> None:
    places.ready(cast)
    places.published(cast)
    CountryAssessment.objects.update(rationale="All is well.")
    standing._known = standing._Known()
    assert "All is well" not in _get(f"/en/progress/{COUNTRY}/{ITEM}/")
    assert "All is well" not in Client().get(f"/en/country/{COUNTRY}.json").content.decode()


def test_a_look_at_one_country_proves_no_other(cast: Cast, that_day: None) -> None:
    places.ready(cast)
    for code in ("AR", "DE", COUNTRY):
        places.published(cast, code, ITEM)
    standing._known = standing._Known()
    assert "Looked at: 1 of 35" in _get(f"/en/country/{COUNTRY}/")
    assert {rows[0].assessment.cell.country for _read, rows in standing._known.good.values()} == {COUNTRY}


def test_few_queries_however_much_there_is(cast: Cast, django_assert_max_num_queries: Any, that_day: None) -> None:
    places.ready(cast)
    places.published(cast)
    _get("/en/progress/")
    with django_assert_max_num_queries(6):
        _get("/en/progress/")
    with django_assert_max_num_queries(6):
        _get(f"/en/progress/item/{ITEM}/")
    for path, most in ((f"/en/country/{COUNTRY}/", 11), (f"/en/progress/{COUNTRY}/{ITEM}/", 21)):
        _get(path)
        with django_assert_max_num_queries(most):
            _get(path)


def test_there_is_no_page_of_what_is_not(cast: Cast) -> None:
    for path in ("/en/country/QQ/", "/en/progress/QQ/SA-2a/", "/en/progress/item/SA-6c/", "/en/progress/KH/SA-9a/"):
        assert Client().get(path).status_code == 404


def test_law_that_nobody_reviewed_says_so_beside_a_place(cast: Cast) -> None:
    said = "It rests in part on law that no lawyer of the country has reviewed yet."
    assert said in _get("/en/progress/DE/SA-4d/"), "the drafts that ship were reviewed by nobody here"
    assert said not in _get("/en/progress/TD/SA-4d/"), "the library has no law of Chad"
    places.ready(cast)
    assert said in text(client_of(cast, "noor").get("/desk/progress/countries/DE/SA-4d/"))


def test_long_lists_are_shown_by_the_page(cast: Cast, that_day: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE", 1)
    places.ready(cast)
    later = NOW + 60 * DAY
    for code in ("KH", "AR"):
        places.published(cast, code, found="1")
        places.assessed(cast, places.where(code), now=later, found="4", corrects=f"Wrong of {code}.")
        places.read(cast, places.where(code), now=later)
        places.publish(cast, places.where(code), now=later)
    for path, first, second in (
        ("/en/progress/", "/en/country/AR/", "/en/country/KH/"),
        (f"/en/progress/item/{ITEM}/?state=yes", f"/en/progress/AR/{ITEM}/", f"/en/progress/KH/{ITEM}/"),
    ):
        page = _get(path)
        assert first in page
        assert second not in page
        following = re.search(r'href="([^"]*from=1)"', page)
        assert following, path
        assert second in _get(html.unescape(following[1]))
    page = _get("/en/progress/corrections/") + _get("/en/progress/corrections/?from=1")
    assert page.count("Wrong of KH.") == page.count("Wrong of AR.") == 1


def test_a_country_shows_its_numbers_and_its_programmes(cast: Cast, that_day: None) -> None:
    assert "Programmes of prevention" not in _get("/en/country/KH/")
    made.officers(cast)
    row, _measure = made.published(cast, 60, 58)
    page = _get(f"/en/country/{row.country}/")
    assert row.title in page
    assert "How sure:" in page
    gains(cast["sol"].person, Role.ANALYST)
    vintage = importing.read_in(mapped(MAP), MAP, rows("KH 2024 12.5 both"), cast["tove"].signatory(), NOW)[0]
    importing.confirm(cast["sol"], vintage.pk, NOW)
    numbers = _get("/en/country/KH/").partition(">Numbers</h2>")[2]
    assert "12.5 %" in numbers
    assert "2024" in numbers
    assert "Bureau of numbers" in numbers


def test_a_visitor_finds_numbers_in_the_menu(cast: Cast) -> None:
    assert 'href="/en/numbers/"' in _get("/en/progress/")
    assert "الأرقام" in Client().get("/preview/ar/progress/").content.decode()
