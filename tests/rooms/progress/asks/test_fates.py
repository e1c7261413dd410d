"""What became of an ask that was adopted: the new law or number, and the place of the board that moved, which only the
board proves; and what everybody reads of it, on pages and as data."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.clocks import api as clocks
from fanal.progress.asks import asks, duties, fates, reviewing, shown, starting
from fanal.progress.asks.ledger import Held
from fanal.progress.assessing import standing
from fanal.progress.models import AskFate, CountryAssessment, Publication
from fanal.progress.public import parts
from fanal.vocabulary.evidence import State as Stands
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.access.test_granting import granted
from tests.rooms.justice import small
from tests.rooms.progress import places
from tests.rooms.progress.asks import made
from tests.rooms.progress.asks.made import DAY, noted, reviewed, sent, written

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + 200 * DAY
TOLD: dict[str, Any] = {"citations": [made.SOURCE], "item": "", "ours": "", "others": ""}


@pytest.fixture
def house(cast: Cast) -> Cast:
    return places.ready(made.advocates(cast))


def _adopted(cast: Cast, now: datetime = NOW + 40 * DAY) -> Held:
    """Sent when the place stood at partial, adopted 60 days later."""
    held = sent(cast, now=now)
    return noted(cast, held, "adopted", now + 60 * DAY)


def _partly(cast: Cast) -> None:
    places.published(cast, found="2")


def _assessed(cast: Cast, found: str, now: datetime = LATER) -> None:
    places.published(cast, now=now, found=found, as_of=now.date())


def _told(cast: Cast, held: Held, now: datetime = LATER + 40 * DAY, **more: Any) -> Held:
    return fates.tell(cast["amara"], held.row.pk, TOLD | more, now)


def test_asked_adopted_and_the_place_moved(house: Cast) -> None:
    _partly(house)
    held = _adopted(house)
    [duty] = clocks.open_duties(subjects=[held.row.pk])
    assert duty.kind == duties.MOVED.code
    _assessed(house, "4")
    held = _told(house, held, item="SA-2a")
    assert not clocks.open_duties(subjects=[held.row.pk])
    [found] = shown.told(held, LATER.date())
    assert found.moved
    assert (found.moved.before, found.moved.after) == (Stands.PARTIAL, Stands.YES)
    for path in (reverse("asks:all", args=["en"]), reverse("asks:ask", args=["en", held.row.pk]), "/en/country/KH/"):
        said = text(Client().get(path))
        for words in ("asked on 4 January 2027", "adopted on 5 March 2027", "Partial", "Yes"):
            assert words in said, (path, words)
    [row] = json.loads(Client().get("/en/asks.json").content)["asks"]
    assert row["moved"] == [{"item": "SA-2a", "before": "partial", "after": "yes", "on": LATER.date().isoformat()}]


@pytest.mark.parametrize("found", ["1", "0", "no_data"])
def test_a_place_that_is_no_further_is_not_said_to_have_moved(house: Cast, found: str) -> None:
    _partly(house)
    held = _adopted(house)
    places.published(house, now=LATER, found=found, searched="Everywhere.", as_of=LATER.date())
    with pytest.raises(NotNow, match="does not show that it moved"):
        _told(house, held, item="SA-2a")
    assert not AskFate.objects.exists()


def test_a_place_that_nobody_had_looked_at_or_that_moved_before_shows_nothing(house: Cast) -> None:
    held = _adopted(house)
    _assessed(house, "4")
    with pytest.raises(NotNow, match="does not show that it moved"):
        _told(house, held, item="SA-2a")


def test_an_assessment_that_is_not_published_moves_nothing(house: Cast) -> None:
    _partly(house)
    held = _adopted(house)
    places.assessed(house, now=LATER, found="4", as_of=LATER.date())
    places.read(house, now=LATER)
    with pytest.raises(NotNow, match="does not show that it moved"):
        _told(house, held, item="SA-2a")


@pytest.mark.parametrize("forged", ["state", "planted", "taken"])
def test_a_forged_state_moves_nothing(house: Cast, forged: str) -> None:
    _partly(house)
    held = _adopted(house)
    _assessed(house, "4")
    held = _told(house, held, item="SA-2a")
    if forged == "state":
        CountryAssessment.objects.filter(state="partial").update(state="no", points=0)
    elif forged == "planted":
        old = CountryAssessment.objects.get(state="yes")
        Publication.objects.filter(assessment=old).delete()
        Publication.objects.create(assessment=old, kind="state", version=9, by_id=house["tove"].person, at=LATER + DAY)
    else:
        Publication.objects.filter(assessment__state="partial").delete()
    standing._known.mark = None
    assert [one.moved for one in shown.told(held, LATER.date())] == [None]
    said = text(Client().get(reverse("asks:ask", args=["en", held.row.pk])))
    assert "It stood so when it was asked" not in said
    inside = text(client_of(house, "amara").get(reverse("progress:ask", args=[held.row.pk])))
    assert "does not show that it moved" in inside


def test_nothing_that_was_not_adopted_has_a_fate(house: Cast) -> None:
    held = sent(house)
    for one in (written(house), held):
        with pytest.raises(NotNow, match="Nothing of it was adopted"):
            _told(house, one)
    with pytest.raises(NotNow, match="new law"):
        _told(house, noted(house, held, "partly_adopted"), citations=[])


def test_nobody_claims_it_alone_and_an_adviser_reads_the_claim_first(house: Cast) -> None:
    held = _adopted(house)
    with pytest.raises(NotNow, match="nobody claims it alone"):
        _told(house, held, ours="We wrote the line.")
    with pytest.raises(NotNow, match="one child could be known"):
        _told(house, held, ours="A girl of 12 spoke.", others="Others too.")
    held = _told(house, held, ours="We wrote the line.", others="Three houses asked for it too.")
    url, later = reverse("asks:ask", args=["en", held.row.pk]), LATER + 50 * DAY
    assert "We wrote the line." not in text(Client().get(url))
    made.stated_(house, "dalia", reviewing.fate_item(held, held.fates[0]), "survivor", NOW)
    [found] = shown.told(held, later.date())
    assert found.told
    said = text(Client().get(url))
    assert "We wrote the line." in said
    assert "Three houses asked for it too." in said


def _amended() -> dict[str, bytes]:
    """The small law, to which XA added a provision in January 2027."""
    files = small.texts()
    law = yaml.safe_load(files["jurisdictions/XA.yaml"])
    start = {"after": date(2027, 1, 9), "by": date(2027, 1, 10)}
    law["offences"].append(law["offences"][0] | {"id": "xa.2", "versions": [{"from": start, "source": "code"}]})
    return files | {"jurisdictions/XA.yaml": yaml.safe_dump(law).encode()}


@pytest.fixture
def amended() -> Iterator[None]:
    yield from small._shipped(_amended)


def test_an_ask_for_a_law_ends_in_law_that_was_none_before(amended: None, house: Cast) -> None:
    for who in ("noor", "lena"):
        granted(house, who)
    start = starting.of_reform("XA", made.reform(house))
    law = {"kind": "law", "addressee": "Ministry of Justice", "commitments": ["SA-4d"]}
    held = sent(house, reviewed(house, asks.begin(house["amara"], start, made.SAID | law, NOW)))
    held = noted(house, held, "adopted", NOW + 60 * DAY)
    for cited, match in (
        ([made.SOURCE], "Name the new provision"),
        (["law:XA/xa.1"], "law already when the ask was sent: xa.1"),
        (["law:XA/xa.2", "law:XA/xa.1"], "law already when the ask was sent: xa.1"),
        (["law:XA/xa.9"], "No provision"),
    ):
        with pytest.raises(NotNow, match=match):
            _told(house, held, citations=cited)
    held = _told(house, held, citations=["law:XA/xa.2"])
    assert [one["ref"] for one in held.fates[0].evidence] == ["law:XA/xa.2"]
    said = text(Client().get(reverse("asks:ask", args=["en", held.row.pk])))
    assert "The new law or number" in said
    assert held.fates[0].evidence[0]["words"] in said


def test_pages_and_files_say_the_same_and_who_asks_again_gets_nothing_new(house: Cast) -> None:
    held = sent(house)
    answer = Client().get("/en/asks.json")
    [row] = json.loads(answer.content)["asks"]
    assert row["id"] == str(held.row.pk)
    lines = Client().get("/en/asks.csv").content.decode().splitlines()
    assert lines[0].startswith("# CC BY")
    [told] = list(csv.DictReader(io.StringIO("\n".join(lines[1:]))))
    for name in ("id", "country", "state", "asked_on", "state_since", "addressee", "organisation"):
        assert told[name] == str(row[name]), name
    for path in ("/en/asks.json", "/en/asks.csv"):
        first = Client().get(path)
        again = Client().get(path, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
        assert not again.content


def test_open_asks_stand_beside_what_they_are_about(house: Cast) -> None:
    _partly(house)
    held = sent(house)
    assert parts.open_asks() == {("KH", ""): 1, ("KH", "SA-2a"): 1}
    for path in ("/en/country/KH/", "/en/progress/KH/SA-2a/"):
        assert "Public money for the helpline" in text(Client().get(path)), path
    assert "Public money for the helpline" not in text(Client().get("/en/progress/KH/SA-4d/"))
    assert "Open asks" in text(Client().get("/en/progress/"))
    noted(house, held, "refused")
    assert parts.open_asks() == {}
    assert "Public money for the helpline" in text(Client().get("/en/country/KH/")), "a refusal stays"
    assert "Public money for the helpline" not in text(Client().get("/en/progress/KH/SA-2a/"))


def test_one_may_look_at_a_country_or_a_state_alone(house: Cast) -> None:
    sent(house)
    noted(house, sent(house, country="TH", title="Another one"), "refused")
    for query, there, not_there in (
        ({"country": "TH"}, "Another one", "Public money"), ({"state": "sent"}, "Public money", "Another one"),
    ):  # fmt: skip
        said = text(Client().get(reverse("asks:all", args=["en"]), query))
        assert there in said
        assert not_there not in said
    both = text(Client().get(reverse("asks:all", args=["en"]), {"state": "nonsense", "from": "x"}))
    assert both.index("Another one") < both.index("Public money"), "what was done last stands first"
