"""The page on which an office replies, and where its reply stands afterwards: as it came, beside what is said."""

import csv
import html
import io
import json
import re
from datetime import datetime, timedelta, tzinfo
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import etree

from fanal.access import middleware
from fanal.progress.assessing import cells, replying
from fanal.progress.models import BesideReply, Notice, StateReply
from fanal.web.privacy import REPORTER_BYTES
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.progress import places
from tests.rooms.progress.places import COUNTRY, DAY, ITEM, TODAY, where

pytestmark = pytest.mark.django_db(databases="__all__")
WORDS = 'We do not agree: the plan <b>covers</b> all "25" provinces & more.\n\n=1+1'
SENT = {
    "office": "Ministry of Justice", "name": "", "language": "English", "words": WORDS, "proof": "", "form_key": "",
}  # fmt: skip


@pytest.fixture
def told(cast: Cast, that_day: None) -> places.Told:
    cache.clear()
    places.ready(cast)
    places.assessed(cast, found="0", rationale="Nothing is planned there.")
    places.read(cast)
    return places.tell(cast)


def _address(told: places.Told) -> str:
    return f"/en/progress/reply/{told.token}/"


def _sent(told: places.Told, client: Client | None = None, **more: Any) -> Any:
    from urllib.parse import urlencode

    body = urlencode(SENT | {"proof": told.proof} | more)
    return (client or Client()).post(_address(told), body, content_type="application/x-www-form-urlencoded")


def _page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_link_shows_what_will_be_said_and_until_when(told: places.Told) -> None:
    answer = Client(enforce_csrf_checks=True).get(_address(told))
    page = text(answer)
    for said in ("Nothing is planned there.", "National plan 2024 to 2028", "A reply until 25 December 2026"):
        assert said in page
    assert "Cambodia" in page
    assert not answer.cookies
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_an_office_replies_without_a_session(told: places.Told) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = _sent(told, client)
    assert (answer.status_code, answer["Location"]) == (302, _address(told))
    assert not answer.cookies
    row = StateReply.objects.get()
    assert (row.words, row.language, row.office, row.name) == (WORDS, "eng", "Ministry of Justice", "")
    after = text(client.get(_address(told)))
    assert "is written down as it came" in after
    assert "<form" not in client.get(_address(told)).content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"words": "x" * 2001}, "at most 2000 characters. It has 2001"),
        ({"words": "y" * 50_000}, "at most 2000 characters. It has 50000"),
        ({"words": "See https://example.org/secret"}, "Leave out links"),
        ({"words": "The boy named Sok lives in the north."}, "One child could be known by this"),
        ({"words": "There is no child prostitution here."}, "Some words hurt children"),
        ({"name": "Sok Dara"}, "A name is printed only where that person agrees"),
        ({"language": "Klingonish"}, "Write the name of a language"),
        ({"proof": "00000000"}, "This is not the number"),
        ({"office": ""}, "needs an answer"),
    ],
)
def test_what_is_refused_comes_back_to_its_sender_with_the_reason(
    told: places.Told, more: dict[str, str], why: str
) -> None:
    if more.get("proof") == told.proof:
        pytest.skip("the number happens to be this one")
    answer = _sent(told, **more)
    assert answer.status_code == 200
    assert why in html.unescape(answer.content.decode())
    kept = {one.get("name"): one for one in etree.HTML(answer.content).iter("input", "textarea")}
    for name in ("words", "office", "name", "language"):
        held = kept[name].text.removeprefix("\n") if name == "words" else kept[name].get("value", "")
        assert held == (SENT | more)[name], "nothing that was typed is lost"
    assert not StateReply.objects.exists()


def test_what_is_no_short_form_of_this_site_is_not_read(told: places.Told) -> None:
    client = Client()
    body = f"words={'x' * REPORTER_BYTES}"
    kind = "application/x-www-form-urlencoded"
    assert client.post(_address(told), body, content_type=kind).status_code == 413
    assert client.post(_address(told), "{}", content_type="application/json").status_code == 415
    elsewhere = client.post(_address(told), "a=b", content_type=kind, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
    assert client.get(f"/en/progress/reply/{told.token[:-1]}x/").status_code in {404}


def test_a_reply_stands_beside_what_is_said_as_it_came(cast: Cast, told: places.Told) -> None:
    _sent(told, name="Sok Dara", consent="on")
    replying.answer(
        cast["noor"], where(),
        {"seen": "", "point": "The plan", "changed": False, "words": "It was not adopted.", "last": True}, NOW,
    )  # fmt: skip
    replying.translate(cast["oda"], where(), {"seen": "", "language": "spa", "words": "No estamos de acuerdo."}, NOW)
    made = {"seen": "", "which": str(BesideReply.objects.get(kind=cells.TRANSLATED).pk)}
    replying.compare(cast["noor"], where(), made, NOW)
    paths = (f"/en/progress/{COUNTRY}/{ITEM}/", f"/en/country/{COUNTRY}/sheet/")
    for path in paths:
        assert "We do not agree" not in _page(path), "nothing before it is published"
    places.publish(cast, now=NOW + 30 * DAY)
    for path in paths:
        page = _page(path)
        assert "the plan &lt;b&gt;covers&lt;/b&gt; all &quot;25&quot; provinces &amp; more." in page
        assert "Sok Dara" in page
        said = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))
        assert "To: The plan." in said
        assert "Not changed, because: It was not adopted." in said
        assert "In Spanish, translated here" in said
    told_json = json.loads(_page(f"/en/country/{COUNTRY}.json"))
    [place] = [one for one in told_json["places"] if one["item"] == ITEM]
    assert place["reply"]["text"] == WORDS
    assert place["reply"]["name"] == "Sok Dara"
    assert place["reply"]["answers"] == [{"point": "The plan", "changed": False, "words": "It was not adopted."}]
    [row] = [one for one in _rows() if one["state"] == "no"]
    assert row["reply"] == WORDS
    assert row["reply_by"] == "Ministry of Justice, Sok Dara"
    assert row["no_reply_by"] == ""


def test_what_was_published_before_stays_with_its_reason_and_the_reply_to_it(cast: Cast, told: places.Told) -> None:
    _sent(told)
    places.publish(cast, now=NOW + 30 * DAY)
    later = NOW + 40 * DAY
    places.assessed(cast, now=later, found="2", rationale="Five provinces have it now.")
    places.read(cast, now=later)
    places.publish(cast, now=later)
    page = _page(f"/en/progress/{COUNTRY}/{ITEM}/")
    above, _title, below = page.partition('<h2 id="was">')
    assert "Nothing is planned there." not in above
    for said in ("Nothing is planned there.", "the plan &lt;b&gt;covers&lt;/b&gt;", "National plan 2024 to 2028"):
        assert said in below
    assert 'href="#v1"' in below
    assert 'id="v1"' in below
    assert 'href="#v2"' not in page, "what stands now is above"
    places_ = json.loads(_page(f"/en/country/{COUNTRY}.json"))["places"]
    [one] = [one for one in places_ if one["item"] == ITEM]
    assert (one["rationale"], "reply" in one) == ("Five provinces have it now.", False)
    [was] = one["earlier"]
    assert (was["state"], was["rationale"], was["kind"]) == ("no", "Nothing is planned there.", "state")
    assert was["reply"]["text"] == WORDS
    assert was["sources"]
    [row] = [one for one in _rows() if one["state"] == "partial"]
    assert row["reply"] == "", "it is of what stands now"
    was_said = 'We do not agree: the plan <b>covers</b> all "25" provinces & more. =1+1'
    assert row["earlier"] == f"2026-12-25 | state | no | reply of {TODAY} by Ministry of Justice: {was_said}"
    desk = client_of(cast, "noor")
    assert "We do not agree" in text(desk.get(f"{_desk()}reply-answer/"))
    assert "reply-answer/" in text(desk.get(_desk()))


def _desk() -> str:
    from django.urls import reverse

    return reverse("progress:cell", args=[COUNTRY, ITEM])


def _rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_page("/en/progress.csv").partition("\n")[2])))


def test_a_reply_is_no_formula_in_a_table(cast: Cast, told: places.Told) -> None:
    _sent(told, words="=HYPERLINK(1)")
    places.publish(cast, now=NOW + 30 * DAY)
    [row] = [one for one in _rows() if one["state"] == "no"]
    assert row["reply"] == "'=HYPERLINK(1)"


def _asked_on(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Pages are asked for then."""

    class ThatMoment(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    monkeypatch.setattr(middleware, "datetime", ThatMoment)


def test_silence_is_said_on_pages_and_in_files(cast: Cast, told: places.Told, monkeypatch: pytest.MonkeyPatch) -> None:
    places.publish(cast, now=NOW + 30 * DAY)
    place = f"/en/progress/{COUNTRY}/{ITEM}/"
    _asked_on(monkeypatch, NOW + 29 * DAY)
    assert "No reply by" not in _page(place), "there is a day left"
    assert {one["no_reply_by"] for one in _rows()} == {""}
    _asked_on(monkeypatch, NOW + 30 * DAY)
    assert "No reply by 25 December 2026." in _page(place)
    assert "No reply by 25 December 2026." in _page(f"/en/country/{COUNTRY}/sheet/")
    told_json = json.loads(_page(f"/en/country/{COUNTRY}.json"))
    assert [one["no_reply_by"] for one in told_json["places"] if one["item"] == ITEM] == ["2026-12-25"]
    assert [one["no_reply_by"] for one in _rows() if one["state"] == "no"] == ["2026-12-25"]


def test_a_reply_that_was_typed_wrongly_stands_in_the_log(cast: Cast, told: places.Told) -> None:
    said = {"office": "Ministry of Justice", "name": "", "consent": False, "language": "eng", "on": TODAY, "seen": ""}
    for words, wrong in (("It covers none.", ""), ("It covers all.", "“none” for “all”")):
        replying.type_letter(cast["noor"], where(), said | {"words": words, "corrects": wrong}, NOW)
        replying.confirm(cast["oda"], where(), {"seen": ""}, NOW + timedelta(seconds=1 + len(wrong)))
    assert "“none” for “all”" not in _page("/en/progress/corrections/"), "nothing of what is not published"
    places.publish(cast, now=NOW + 30 * DAY)
    page = _page("/en/progress/corrections/")
    assert "“none” for “all”" in page
    assert "It covers none." in page
    place = _page(f"/en/progress/{COUNTRY}/{ITEM}/")
    assert "It covers all." in place
    assert "It covers none." not in place
    assert "typed here by one person and compared by another" in place


def test_a_reply_that_somebody_wrote_into_the_database_is_in_no_log(cast: Cast, told: places.Told) -> None:
    said = {"office": "Ministry of Justice", "name": "", "consent": False, "language": "eng", "on": TODAY, "seen": ""}
    row = replying.type_letter(cast["noor"], where(), said | {"words": "It covers all.", "corrects": ""}, NOW)
    replying.confirm(cast["oda"], where(), {"seen": ""}, NOW + timedelta(seconds=1))
    places.publish(cast, now=NOW + 30 * DAY)
    StateReply.objects.filter(pk=row.pk).update(corrects="We were paid to write it.")
    assert "We were paid" not in _page("/en/progress/corrections/")


def test_the_desk_tells_an_office_shows_the_link_once_and_has_all_that_follows(cast: Cast, that_day: None) -> None:
    cache.clear()
    places.ready(cast)
    places.assessed(cast, found="0")
    places.read(cast)
    noor, oda = client_of(cast, "noor"), client_of(cast, "oda")
    here = f"/desk/progress/countries/{COUNTRY}/{ITEM}/"
    given = {
        "seen": "", "reached": "yes", "office": "Ministry of Justice", "how": "Letter", "told_on": TODAY.isoformat(),
    }  # fmt: skip
    once = noor.post(f"{here}tell/", given, follow=True)
    page = once.content.decode()
    link = re.search(r"http://testserver(/en/progress/reply/[\w-]+/)", page)
    assert link
    assert not re.search(r">\d{4} \d{4}<", page), "whoever has the link has no number"
    noor.post(once.request["PATH_INFO"], {"kept": "on"})
    assert link[1] not in noor.get(here).content.decode()
    assert f"{here}number/" not in noor.get(here).content.decode()
    assert "Call an office of a state" in text(oda.get("/desk/day/"))
    assert f"{here}number/" in oda.get(here).content.decode()
    asked = text(oda.get(f"{here}number/"))
    assert "Ministry of Justice" in asked
    assert "Look up its telephone number yourself" in asked
    once = oda.post(f"{here}number/", {"seen": ""}, follow=True)
    assert re.search(r">\d{4} \d{4}<", once.content.decode())
    assert "/progress/reply/" not in once.content.decode()
    oda.post(once.request["PATH_INFO"], {"kept": "on"})
    assert "Call an office of a state" not in text(oda.get("/desk/day/"))
    assert Client().get(link[1]).status_code == 200
    said = text(noor.get(here))
    assert "Type a reply that came by letter" in said
    typed = {
        "seen": "", "office": "Ministry of Justice", "language": "French", "words": "Non.", "on": TODAY.isoformat(),
        "name": "", "corrects": "",
    }  # fmt: skip
    noor.post(f"{here}reply-letter/", typed)
    assert "Compare a typed reply" in text(oda.get(here))
    assert "Non." in text(oda.get(f"{here}reply-compare/"))
    oda.post(f"{here}reply-compare/", {"seen": "", "same": "on"})
    assert cells.reply(Notice.objects.get())
    assert "Non." in text(noor.get(here))
    assert "Answer the reply of a state, point by point" in text(noor.get("/desk/day/"))
    answered = {"seen": "", "point": "All of it", "changed": "no", "words": "The plan says otherwise.", "last": "on"}
    noor.post(f"{here}reply-answer/", answered)
    oda.post(f"{here}reply-translate/", {"seen": "", "language": "English", "words": "No."})
    page = text(noor.get(here))
    assert "The plan says otherwise." in page
    assert "In English, translated here" not in page
    assert "Compare a translation with the reply" in page
    assert "Compare a translation with the reply" not in text(oda.get(here)), "she translated it"
    compared = text(noor.get(f"{here}reply-checked/"))
    assert "No." in compared
    assert "Non." in compared
    noor.post(f"{here}reply-checked/", {"seen": "", "which": str(BesideReply.objects.get(kind=cells.TRANSLATED).pk)})
    assert "In English, translated here" in text(noor.get(here))


def test_what_changed_since_a_chosen_day_is_said_in_plain_words(cast: Cast, that_day: None) -> None:
    places.ready(cast, "SA-2a", "SA-2b", "SA-2c", "SA-2d")
    early = NOW - 12 * DAY
    for item, points in (("SA-2a", "2"), ("SA-2b", "4"), ("SA-2c", "2")):
        places.published(cast, item=item, now=early, found=points, as_of=early.date())
    for item, points in (("SA-2a", "4"), ("SA-2b", "1"), ("SA-2d", "0")):
        places.published(cast, item=item, now=NOW + 60 * DAY, found=points)
    since = (NOW + 50 * DAY).date().isoformat()
    for path in ("/en/progress/", f"/en/country/{COUNTRY}/"):
        assert "1 moved up, 1 re-assessed down, 1 newly assessed" in text(Client().get(path, {"since": since}))
        assert "4 newly assessed" in text(Client().get(path))
        assert "4 newly assessed" in text(Client().get(path, {"since": "nonsense"}))
        assert "moved up" not in text(Client().get(path, {"since": "2027-12-01"}))
