"""The board for everybody: what is published, in words; nothing that nobody looked at is a no; no order by how
countries do."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client

from fanal.progress import promised
from fanal.progress.assessing import standing
from fanal.progress.commitments import rubrics
from fanal.progress.models import CountryAssessment
from fanal.vocabulary.countries import countries
from fanal.vocabulary.evidence import State
from tests.desk import text
from tests.people import NOW, Cast
from tests.rooms.progress import places
from tests.rooms.progress.places import COUNTRY, DAY, ITEM

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
    assert len(rows) == 35 * len(countries(demonstration=False))
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
    places.assessed(cast, now=later, found="4", rationale="All provinces.")
    places.read(cast, now=later)
    places.publish(cast, now=later, corrects="We had overlooked the second volume.")
    page = _get("/en/progress/corrections/")
    assert "overlooked the second volume" in page
    assert "five of 25 provinces" in page


def test_a_tampered_place_shows_nothing(cast: Cast, that_day: None) -> None:
    places.ready(cast)
    places.published(cast)
    CountryAssessment.objects.update(rationale="All is well.")
    standing._known = standing._Known()
    assert "All is well" not in _get(f"/en/progress/{COUNTRY}/{ITEM}/")
    assert "All is well" not in Client().get(f"/en/country/{COUNTRY}.json").content.decode()


def test_few_queries_however_much_there_is(cast: Cast, django_assert_max_num_queries: Any, that_day: None) -> None:
    places.ready(cast)
    places.published(cast)
    _get("/en/progress/")
    with django_assert_max_num_queries(6):
        _get("/en/progress/")
    with django_assert_max_num_queries(6):
        _get(f"/en/progress/item/{ITEM}/")


def test_there_is_no_page_of_what_is_not(cast: Cast) -> None:
    for path in ("/en/country/QQ/", "/en/progress/QQ/SA-2a/", "/en/progress/item/SA-6c/", "/en/progress/KH/SA-9a/"):
        assert Client().get(path).status_code == 404


def test_no_word_of_rank_in_what_the_pages_say() -> None:
    from pathlib import Path

    import fanal.progress

    words = re.compile(r"\b(?:rank(?:ed|ing|s)?|medal|best|worst|top|leader board|leaders|laggards)\b", re.IGNORECASE)
    folder = Path(fanal.progress.__file__).parent / "templates" / "progress"
    for path in [*folder.glob("public/*.html"), *folder.glob("assessing/*.html")]:
        said = path.read_text("utf-8").replace("No score, no rank.", "")
        assert not words.search(said), path
