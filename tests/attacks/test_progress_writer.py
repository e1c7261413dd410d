"""Who writes to the database, in the room of progress: no page and no file for everybody says what nobody did, and one
row that nobody wrote breaks no page for all."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from fanal.access.api import NotHere
from fanal.network.models import Organisation
from fanal.progress.asks import shown
from fanal.progress.assessing import replying, standing
from fanal.progress.composing import leaving
from fanal.progress.models import (
    Ask,
    AskFate,
    AskStep,
    AskWording,
    BesideReply,
    Cell,
    CountryAssessment,
    Document,
    DocumentVersion,
    Measure,
    Notice,
    Observation,
    Practice,
    Programme,
    Publication,
    Reading,
    ReplyNumber,
    StateReply,
    Vintage,
)  # fmt: skip
from fanal.progress.observations.values import Line
from fanal.progress.practices import practices
from fanal.progress.programmes import published
from tests.people import NOW, Cast
from tests.rooms.progress import places
from tests.rooms.progress.asks import made as asks_made
from tests.rooms.progress.composing import made as documents_made
from tests.rooms.progress.places import COUNTRY, DAY, ITEM
from tests.rooms.progress.programmes import made as programmes_made

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def _afresh(that_day: None) -> None:
    _new_process()


def _new_process() -> None:
    """As a process that was started now: it kept nothing itself."""
    standing._known = standing._Known()
    shown._known.mark, shown._known.every = None, ()
    for kept in (shown._proved, published._proved, practices._proved):
        kept._kept.clear()
    from fanal.progress.observations import observations

    observations._kept.clear()


def _get(path: str, status: int = 200) -> str:
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


BOARD = (
    f"/en/progress/{COUNTRY}/{ITEM}/", f"/en/country/{COUNTRY}/", f"/en/country/{COUNTRY}/sheet/",
    f"/en/country/{COUNTRY}.json", "/en/progress.csv", "/en/progress/", f"/en/progress/item/{ITEM}/",
    "/en/progress/corrections/",
)  # fmt: skip


# ---- the board ----

CHANGES: dict[str, Any] = {
    "state": lambda: CountryAssessment.objects.update(state="yes", points=4),
    "rationale": lambda: CountryAssessment.objects.update(rationale="XYZZY"),
    "confidence": lambda: CountryAssessment.objects.update(confidence="low"),
    "citations": lambda: CountryAssessment.objects.update(
        citations=[{"kind": "document", "ref": "XYZZY", "words": "XYZZY", "url": "", "mark": ""}]
    ),
    "a second reading": lambda: Reading.objects.create(
        assessment=CountryAssessment.objects.get(),
        agrees=False,
        words="XYZZY",
        by=Reading.objects.get().by,
        org=Reading.objects.get().org,
        at=NOW,
    ),
    "another reader": lambda: Reading.objects.update(agrees=False, words="XYZZY"),
    "notice": lambda: Notice.objects.update(office="XYZZY"),
    "day of notice": lambda: Notice.objects.update(told_on=NOW.date() - 90 * DAY, at=NOW - 90 * DAY),
    "corrects": lambda: Publication.objects.update(corrects="XYZZY"),
    "kind": lambda: Publication.objects.update(kind="dispute"),
    "a reply": lambda: StateReply.objects.create(
        notice=Notice.objects.get(), office="XYZZY", language="eng", words="XYZZY", on=NOW.date(), at=NOW
    ),
    "country": lambda: Cell.objects.update(country="DE"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_nothing_of_a_place_that_was_changed_is_shown(cast: Cast, change: Any) -> None:
    places.ready(cast)
    places.published(cast)
    assert "five of 25 provinces" in _get(BOARD[0])
    change()
    _new_process()
    for path in BOARD:
        page = _get(path)
        assert "XYZZY" not in page, path
        assert "five of 25 provinces" not in page, path
    told = json.loads(_get(f"/en/country/{COUNTRY}.json"))
    assert {one["state"] for one in told["places"]} == {"not_assessed"}


def test_a_reply_that_was_changed_or_taken_out_is_missed(cast: Cast) -> None:
    places.ready(cast)
    places.assessed(cast, found="0")
    places.read(cast)
    told = places.tell(cast)
    said = {"office": "M", "name": "", "consent": False, "language": "eng", "words": "No.", "proof": told.proof}
    replying.reply(told.token, said, NOW)
    places.publish(cast, now=NOW + 30 * DAY)
    assert "No." in _get(BOARD[2])
    StateReply.objects.all().delete()
    _new_process()
    told_json = json.loads(_get(f"/en/country/{COUNTRY}.json"))
    assert {one["state"] for one in told_json["places"]} == {"not_assessed"}


def _gone(model: Any) -> None:
    """Take rows out as whoever writes to the database does."""
    model._base_manager.all()._raw_delete("default")


@pytest.mark.parametrize("models", [(ReplyNumber, Notice), (Reading,)], ids=["notice", "reading"])
def test_a_notice_or_a_reading_that_was_taken_out_is_missed_in_every_form(cast: Cast, models: Any) -> None:
    """The state was told, and never replied: every page and file says so. Whoever takes the row out leaves a lowered
    state that nobody was told of, or that nobody read second."""
    places.ready(cast)
    places.published(cast, found="0")
    assert "Ministry of Justice was told" in _get(BOARD[0])
    for model in models:
        _gone(model)
    _new_process()
    told = json.loads(_get(f"/en/country/{COUNTRY}.json"))
    assert {one["state"] for one in told["places"]} == {"not_assessed"}


def test_a_tampered_place_that_is_mended_is_shown_again(cast: Cast) -> None:
    """In the same process: the administrator puts the row right, and everybody reads it again."""
    places.ready(cast)
    places.published(cast)
    words = CountryAssessment.objects.get().rationale
    CountryAssessment.objects.update(rationale="XYZZY")
    assert "five of 25" not in _get(BOARD[2])
    CountryAssessment.objects.update(rationale=words)
    standing._known.mark = None  # somebody publishes something elsewhere
    assert "five of 25" in _get(BOARD[2])


def test_an_organisation_that_was_renamed_says_nothing_of_a_state(cast: Cast) -> None:
    places.ready(cast)
    places.published(cast)
    Organisation.objects.filter(name="Nordlys").update(name="Royal Court")
    _new_process()
    assert "Royal Court" not in _get(BOARD[0])


def test_a_planted_assessment_is_nowhere(cast: Cast) -> None:
    places.ready(cast)
    noor = cast["noor"]
    cell = Cell.objects.create(country="DE", item=ITEM)
    one = CountryAssessment.objects.create(
        cell=cell, as_of=NOW.date(), state="no", points=0, rationale="XYZZY", confidence="high", corrects="XYZZY",
        by_id=noor.person, org_id=noor.org, at=NOW,
    )  # fmt: skip
    Publication.objects.create(assessment=one, kind="state", version=1, corrects="XYZZY", by_id=noor.person, at=NOW)
    _new_process()
    for path in (*BOARD, f"/en/progress/DE/{ITEM}/", "/en/country/DE/", "/en/country/DE.json"):
        assert "XYZZY" not in _get(path)
    assert "1 no" not in _get("/en/progress/")


def test_a_planted_place_of_no_country_breaks_no_page(cast: Cast) -> None:
    places.ready(cast)
    places.published(cast)
    noor = cast["noor"]
    cell = Cell.objects.create(country="ZZ", item="SA-9x")
    one = CountryAssessment.objects.create(
        cell=cell, as_of=NOW.date(), state="bogus", by_id=noor.person, org_id=noor.org, at=NOW
    )
    Publication.objects.create(assessment=one, kind="state", version=1, corrects="XYZZY", by_id=noor.person, at=NOW)
    _new_process()
    for path in BOARD:
        _get(path)


# ---- asks ----

ASKS = ("/en/asks/", "/en/asks.csv", "/en/asks.json", "/en/progress/", "/en/country/KH/")
ASK_CHANGES: dict[str, Any] = {
    "adopted": lambda held: AskStep.objects.create(ask=held.row, state="adopted", on=NOW.date(), source="XYZZY",
                                                   by_id=held.row.by_id, at=NOW + DAY),
    "words": lambda held: AskWording.objects.update(texts={"en": {"title": "XYZZY", "text": "XYZZY", "smallest": ""}}),
    "a day": lambda held: AskStep.objects.filter(state="sent").update(on=NOW.date() - 300 * DAY),
    "a fate": lambda held: AskFate.objects.create(ask=held.row, ours="XYZZY", by_id=held.row.by_id, at=NOW),
    "kind": lambda held: Ask.objects.update(kind="law"),
}  # fmt: skip


@pytest.mark.parametrize("change", ASK_CHANGES.values(), ids=ASK_CHANGES.keys())
def test_nothing_of_an_ask_that_was_changed_is_shown(cast: Cast, change: Any) -> None:
    held = asks_made.sent(asks_made.advocates(cast))
    assert "Public money for the helpline" in _get(ASKS[0])
    change(held)
    _new_process()
    for path in ASKS:
        page = _get(path)
        assert "XYZZY" not in page
        assert "Public money for the helpline" not in page
    _get(f"/en/asks/{held.row.pk}/", 404)


def test_a_step_that_is_no_step_hides_no_other_ask(cast: Cast) -> None:
    """A state that none of us writes, in one row: all other asks, the board and each country are read as before."""
    held = asks_made.sent(asks_made.advocates(cast))
    other = asks_made.sent(cast, title="Another ask", addressee="Ministry of Health", commitments=["SA-3a"])
    assert other
    AskStep.objects.create(ask=held.row, state="bogus", on=NOW.date(), by_id=held.row.by_id, at=NOW + DAY)
    _new_process()
    for path in (*ASKS, f"/en/progress/KH/{ITEM}/"):
        page = _get(path)
        assert "Another ask" in page or not path.startswith("/en/asks")


# ---- practices, programmes ----


def _practice(cast: Cast, **more: Any) -> Practice:
    return Practice.objects.create(
        org_id=cast.aurora, kind="visits", country="XA", sector="travel", description="XYZZY", found="XYZZY",
        addressee="XYZZY", addressee_kind="firm", state="no_answer", public="published", published_at=NOW, made_at=NOW,
        sent_on=NOW.date(), due_on=NOW.date(), **more,
    )  # fmt: skip


def test_a_planted_practice_is_nowhere_and_leaves_no_trace(cast: Cast) -> None:
    """The page says that nothing is published; no country can be chosen that nothing is published of."""
    _practice(cast)
    page = _get("/en/practices/")
    assert "XYZZY" not in page
    assert "No practice is published yet." in page


def test_a_planted_practice_of_no_country_breaks_no_page(cast: Cast) -> None:
    row = _practice(cast)
    Practice.objects.filter(pk=row.pk).update(country="ZZ")
    _get("/en/practices/")


def test_a_planted_programme_is_not_counted(cast: Cast) -> None:
    programmes_made.published(cast)
    page = _get("/en/prevention/")
    assert "1 of 1" in page
    Programme.objects.create(
        org_id=cast.aurora, kind="project", title="XYZZY", country="XA", starts=NOW.date(), reaches="XYZZY",
        approach="XYZZY", state="published", published_at=NOW, made_at=NOW,
    )  # fmt: skip
    page = _get("/en/prevention/")
    assert "XYZZY" not in page
    assert "1 of 1" in page


def test_a_planted_programme_breaks_no_search(cast: Cast) -> None:
    programmes_made.published(cast)
    row = Programme.objects.create(
        org_id=cast.aurora, kind="project", title="XYZZY", country="XA", starts=NOW.date(), reaches="XYZZY",
        approach="XYZZY", state="published", published_at=NOW, made_at=NOW,
    )  # fmt: skip
    Programme.objects.filter(pk=row.pk).update(push=5, ages=5, settings=5)
    for query in ("push=debt", "age=10-14", "setting=home"):
        assert "Debt Advice" in _get(f"/en/prevention/?{query}")
    assert "Debt Advice" in _get("/en/country/XA/")


PROGRAMME_CHANGES: dict[str, Any] = {
    "grade": lambda: Programme.objects.update(comparison="random"),
    "hits": lambda: Measure.objects.get().points.filter(moment="after_6").update(hits=99),
    "comment": lambda: Measure.objects.get().points.filter(moment="after_6").update(comment="XYZZY"),
    "a null result taken out": lambda: Measure.objects.get().points.filter(moment="after_6").delete(),
    "published alone": lambda: Programme.objects.update(title="XYZZY"),
}


@pytest.mark.parametrize("change", PROGRAMME_CHANGES.values(), ids=PROGRAMME_CHANGES.keys())
def test_nothing_of_a_programme_that_was_changed_is_shown(cast: Cast, change: Any) -> None:
    row, _one = programmes_made.published(cast)
    change()
    for path in ("/en/prevention/", "/prevention/programmes.csv", "/en/country/XA/"):
        page = _get(path)
        assert "XYZZY" not in page
        assert "Debt Advice" not in page
    _get(f"/en/prevention/{row.pk}/", 404)
    _get("/prevention/programmes.iati.xml", 404)


# ---- numbers ----


def test_a_value_is_of_the_indicator_that_the_journal_names(cast: Cast) -> None:
    """A share of V01 becomes one of another indicator: no page and no file has it."""
    documents_made.keep("V01", Line("XA", "2024", value="12.5000", n=800))
    assert "12.5" in _get("/en/numbers/V01.csv")
    Observation.objects.update(indicator="V02")
    _new_process()
    for path in ("/en/numbers/V02.csv", "/en/numbers/V02.json", "/en/numbers/V02/", "/en/numbers/V02/XA/",
                 "/en/numbers/country/XA.json", "/en/country/XA/"):  # fmt: skip
        assert "12.5" not in _get(path), path


def _of(publication: str) -> str:
    from fanal.progress.catalogue import catalogue

    return next(one.id for one in catalogue.shipped().indicators.values() if one.publication == publication)


@pytest.mark.parametrize("publication", ["internal", "members_embargo", "programme_choice", "release"])
def test_what_is_internal_is_not_made_public_by_a_row(cast: Cast, publication: str) -> None:
    """A value that leaves in no way, kept under its own indicator, gets the code of a public one."""
    documents_made.keep(_of(publication), Line("XA", "2024", value="77.7500", n=9))
    assert "77.75" not in _get("/en/numbers/country/XA.json")
    Observation.objects.update(indicator="V01")
    _new_process()
    for path in ("/en/numbers/V01.csv", "/en/numbers/V01/XA/", "/en/numbers/country/XA.json", "/en/country/XA/"):
        assert "77.75" not in _get(path), path


NUMBER_CHANGES: dict[str, Any] = {
    "value": lambda: Observation.objects.update(value="99.9000"),
    "n": lambda: Observation.objects.update(n=1),
    "period": lambda: Observation.objects.update(period="2019"),
    "territory": lambda: Observation.objects.update(territory="XB"),
    "group": lambda: Observation.objects.update(cell="sex=female"),
    "version": lambda: Observation.objects.update(version=2),
    "source": lambda: Vintage.objects.update(title="XYZZY"),
    "licence": lambda: Vintage.objects.update(shared=False),
    "taken back": lambda: Vintage.objects.update(withdrawn_on=NOW.date()),
}


@pytest.mark.parametrize("change", NUMBER_CHANGES.values(), ids=NUMBER_CHANGES.keys())
def test_nothing_of_a_value_that_was_changed_is_shown(cast: Cast, change: Any) -> None:
    documents_made.keep("V01", Line("XA", "2024", value="12.5000", n=800))
    change()
    _new_process()
    for path in ("/en/numbers/V01.csv", "/en/numbers/V01.json", "/en/numbers/country/XB.json", "/en/country/XA/"):
        page = _get(path)
        assert "12.5" not in page, path
        assert "99.9" not in page, path
        assert "XYZZY" not in page, path


# ---- documents ----


def test_a_version_that_left_is_as_it_left_or_nowhere(cast: Cast) -> None:
    cast = documents_made.advocates(cast)
    row = documents_made.lines(cast)
    documents_made.left(cast, row)
    assert leaving.file_of(Document.objects.get(), 1, "html")
    DocumentVersion.objects.update(html=b"<p>XYZZY</p>")
    with pytest.raises(NotHere):
        leaving.file_of(Document.objects.get(), 1, "html")


def test_a_bound_number_that_was_changed_leaves_in_no_version(cast: Cast) -> None:
    from fanal.access.api import NotAllowed
    from fanal.progress.composing import documents

    cast = documents_made.advocates(cast)
    row = documents_made.lines(cast)
    documents.propose(cast["noor"], row.pk, NOW)
    documents_made.read(cast, row)
    blocks = Document.objects.get().blocks
    assert any("12.5" in one["text"] for one in blocks)
    for one in blocks:
        one["text"] = one["text"].replace("12.5", "99.5")
    Document.objects.update(blocks=blocks)
    with pytest.raises(NotAllowed):
        documents.export(cast["lena"], row.pk, NOW)


def test_an_answer_beside_a_reply_that_nobody_wrote_is_nowhere(cast: Cast) -> None:
    places.ready(cast)
    places.assessed(cast, found="0")
    places.read(cast)
    told = places.tell(cast)
    said = {"office": "M", "name": "", "consent": False, "language": "eng", "words": "No.", "proof": told.proof}
    reply = replying.reply(told.token, said, NOW)
    places.publish(cast, now=NOW + 30 * DAY)
    BesideReply.objects.create(
        reply=reply, kind="answer", point="P", changed=True, words="XYZZY", by_id=cast["noor"].person,
        at=NOW + timedelta(hours=1),
    )  # fmt: skip
    _new_process()
    for path in BOARD:
        assert "XYZZY" not in _get(path)
