"""People who signed in, in the room of progress: with ids of another organisation in every address; with one duty where
another is needed; one who does both halves of what takes two."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from fanal.access.api import NotAllowed, NotNow, reviews
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.progress import policy
from fanal.progress.asks import asks, ledger
from fanal.progress.assessing import assessing
from fanal.progress.composing import composing as making
from fanal.progress.composing import documents, reviewing, voices
from fanal.progress.composing.kinds import Kind, Output
from fanal.progress.models import Ask, AskStep, Document, Measure, Practice, Voice
from fanal.progress.practices import practices
from fanal.progress.practices import reviewing as practices_read
from tests.desk import client_of, text
from tests.people import FOUNDED, NOW, Cast, gains
from tests.rooms.progress import places
from tests.rooms.progress.asks import made as asks_made
from tests.rooms.progress.composing import made as documents_made
from tests.rooms.progress.places import DAY, where
from tests.rooms.progress.practices.test_practices import SAID as PRACTICE
from tests.rooms.progress.programmes import made as programmes_made

pytestmark = pytest.mark.django_db(databases="__all__")
EVERY = (
    policy.ASSESSOR, policy.SECOND_READER, policy.PROGRAMME_OFFICER, policy.PRACTICE_OFFICER, policy.ADVOCATE,
)  # fmt: skip
UNTIL = FOUNDED.date() + 3650 * DAY


def _holds(cast: Cast, who: str, *codes: str) -> None:
    for code in codes:
        network.grants.hold(cast[who].person, code, FOUNDED.date(), UNTIL)


# ---- ids of another organisation ----


@pytest.fixture
def of_aurora(cast: Cast) -> dict[str, Any]:
    """What Aurora has and nobody outside reads: a draft of each."""
    asks_made.advocates(cast)
    documents_made.advocates(cast)
    _holds(cast, "amara", policy.PRACTICE_OFFICER)
    held = asks_made.written(cast, title="Secret ask XYZZY")
    document = documents_made.begun(cast, title="Secret document XYZZY")
    number = documents_made.write(cast, document, "lines", "Secret text XYZZY")
    practice = practices.write(cast["amara"], None, PRACTICE | {"description": "Secret practice XYZZY"}, False, NOW)
    programme, measure = programmes_made.whole(cast, title="Secret programme XYZZY")
    point, cost = measure.points.first(), programme.costs.first()
    assert point
    assert cost
    voice = voices.add(cast["noor"], documents_made.VOICE | {"words": "Secret words XYZZY"}, NOW)
    _holds(cast, "oda", *EVERY)
    gains(
        cast["oda"].person, Role.ANALYST, Role.CORPUS_EDITOR, Role.LEGAL_ADVOCATE, Role.SURVIVOR_ADVISER, Role.MANAGER
    )
    return {
        "asks": held.row.pk, "documents": document.pk, "practices": practice.pk, "programmes": programme.pk,
        "measures": measure.pk, "measure": measure.pk, "point": point.pk, "cost": cost.pk, "remark": measure.pk,
        "statements": voice.pk, "which": number,
    }  # fmt: skip


def _addresses(ids: dict[str, Any]) -> Iterator[str]:
    """Every address of the desk that names a row that is one organisation's."""

    def walk(patterns: Any, before: str) -> Iterator[str]:
        for one in patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLPattern):
                yield route
            else:
                yield from walk(one.url_patterns, route)

    for route in walk(get_resolver().url_patterns, ""):
        if not route.startswith("desk/progress/") or "uuid:pk" not in route or "/series/" in route:
            continue
        parts = route.removeprefix("desk/progress/").split("/")
        kind = parts[1] if parts[0] == "programmes" and parts[1] in ids else parts[0]
        made = route.replace("<uuid:pk>", str(ids[kind])).replace("<int:which>", str(ids["which"]))
        made = made.replace("<slug:section>", "lines").replace("<slug:kind>", "number")
        made = made.replace("<int:number>", "1").replace("<document_file:kind>", "html")
        yield f"/{made}"


def test_no_address_opens_what_is_of_another_organisation(
    cast: Cast, of_aurora: dict[str, Any], that_day: None
) -> None:
    """Oda of Nordlys holds every duty and role of the room."""
    client, every = client_of(cast, "oda"), list(_addresses(of_aurora))
    client.raise_request_exception = False
    own = client_of(cast, "bao")
    _holds(cast, "bao", *EVERY)
    opened = sum(own.get(path).status_code == 200 for path in every)
    assert len(every) >= 50
    assert opened >= 30, "the control: who is of Aurora opens them"
    before = [
        list(table.objects.order_by("pk").values()) for table in (Ask, Document, Practice, Voice, Measure, AskStep)
    ]
    for path in every:
        for answer in (
            client.get(path),
            client.post(path, {"seen": "", "on": "2026-11-25", "words": "x", "title": "x"}),
        ):
            assert answer.status_code in {404, 405}, (path, answer.status_code)
            assert "XYZZY" not in answer.content.decode()
    after = [
        list(table.objects.order_by("pk").values()) for table in (Ask, Document, Practice, Voice, Measure, AskStep)
    ]
    assert before == after


def test_no_list_shows_what_is_of_another_organisation(cast: Cast, of_aurora: dict[str, Any], that_day: None) -> None:
    client = client_of(cast, "oda")
    for name in ("asks", "documents", "practices", "programmes", "voices", "numbers", "home", "countries"):
        assert "XYZZY" not in text(client.get(reverse(f"progress:{name}"))), name
    assert "XYZZY" not in text(client.get(reverse("progress:begin_document")))


# ---- one duty where another is needed ----

ASSESSING = {
    "read": lambda actor: assessing.read(actor, where(), {"seen": "", "agrees": True, "words": "", "ties": ""}, NOW),
    "tell": lambda actor: assessing.tell(
        actor, where(), {"seen": "", "reached": True, "office": "M", "how": "L", "told_on": NOW.date()}, NOW
    ),
    "publish": lambda actor: assessing.publish(actor, where(), {"seen": ""}, NOW),
    "assess": lambda actor: assessing.assess(actor, where(), places.told(where()), NOW),
}
MAY = {
    policy.ASSESSOR: {"assess", "tell"},
    policy.SECOND_READER: {"read", "tell", "publish"},
    policy.PROGRAMME_OFFICER: set(),
    policy.PRACTICE_OFFICER: set(),
    policy.ADVOCATE: set(),
}


@pytest.mark.parametrize("code", EVERY)
@pytest.mark.parametrize("deed", ASSESSING)
def test_a_duty_gives_its_own_deeds_alone(cast: Cast, code: str, deed: str) -> None:
    places.ready(cast)
    places.assessed(cast)
    _holds(cast, "quim", code)
    if deed in MAY[code]:
        return
    with pytest.raises(NotAllowed):
        ASSESSING[deed](cast["quim"])


def test_nobody_reads_or_publishes_what_they_assessed_with_both_duties(cast: Cast) -> None:
    places.ready(cast)
    _holds(cast, "noor", policy.SECOND_READER)
    gains(cast["noor"].person, Role.ANALYST)
    places.assessed(cast)
    with pytest.raises(NotAllowed, match="somebody else"):
        places.read(cast, by="noor")
    places.read(cast)
    places.tell(cast)
    with pytest.raises(NotAllowed, match="somebody else"):
        places.publish(cast, now=NOW + 30 * DAY, by="noor")


def test_a_reader_does_not_publish_what_they_wrote_before(cast: Cast) -> None:
    """Noor writes, Oda says no; Lena writes anew; Noor, who holds both duties, may not be reader of what is hers."""
    places.ready(cast)
    places.assessed(cast)
    places.read(cast, agrees=False, words="No.")
    places.assessed(cast, by="noor")
    _holds(cast, "noor", policy.SECOND_READER)
    with pytest.raises(NotAllowed, match="somebody else"):
        places.read(cast, by="noor")


# ---- both halves of what takes two ----


def test_a_practice_is_checked_by_nobody_who_wrote_it(cast: Cast) -> None:
    """Amara writes, Bao corrects one word, Amara checks what she wrote."""
    for who in ("amara", "bao"):
        _holds(cast, who, policy.PRACTICE_OFFICER)
    row = practices.write(cast["amara"], None, PRACTICE, False, NOW)
    practices.write(cast["bao"], row.pk, PRACTICE | {"basis": "Good practice"}, False, NOW + timedelta(minutes=1))
    with pytest.raises((NotAllowed, NotNow)):
        practices.check(cast["amara"], row.pk, NOW + timedelta(minutes=2))


def test_an_ask_is_reviewed_by_nobody_who_wrote_in_it(cast: Cast) -> None:
    held = asks_made.written(asks_made.advocates(cast))
    asks.correct(cast["bao"], held.row.pk, asks_made.SAID | {"seen": str(held.wording.pk)}, NOW)
    with pytest.raises((NotAllowed, NotNow)):
        asks_made.reviewed(cast, ledger.of(held.row), who="amara")


def test_a_practice_is_read_by_no_survivor_adviser_who_wrote_it(cast: Cast) -> None:
    """DNH-46: as of asks, the adviser is somebody who did not write it."""
    for who in ("dalia", "bao", "amara"):
        _holds(cast, who, policy.PRACTICE_OFFICER)
    gains(cast["dalia"].person, Role.SURVIVOR_ADVISER)
    row = practices.write(cast["dalia"], None, PRACTICE, False, NOW)
    practices.check(cast["bao"], row.pk, NOW)
    practices.send(cast["amara"], row.pk, "Please end it.", NOW.date(), NOW)
    later = NOW + 30 * DAY
    practices.propose(cast["amara"], row.pk, later)
    item = practices_read.item(Practice.objects.get())
    said = reviews.Statement("survivor", True, item.digest, later.date(), until=later.date() + 90 * DAY, reviewer="D")
    with suppress(NotAllowed, NotNow):
        reviews.review(cast["dalia"], item, said, later)
    with pytest.raises((NotAllowed, NotNow)):
        practices.publish(cast["bao"], row.pk, later)


def test_a_document_is_read_by_nobody_who_wrote_it(cast: Cast) -> None:
    """Dalia advises as a survivor, and holds the duty of an advocate: she writes lines for the press, reads them for
    survivors and proposes; a colleague lets them leave unread."""
    cast = documents_made.advocates(cast)
    _holds(cast, "dalia", policy.ADVOCATE)
    dalia = cast["dalia"]
    row = documents.begin(dalia, documents_made.SAID, NOW)
    number = documents.add(dalia, row.pk, Kind.NUMBER, documents_made.number(), "numbers", NOW).next_block - 1
    documents.write(dalia, row.pk, "lines", f"In 2024 it was 12.5 % (10 to 14) [{number}].", NOW)
    documents.propose(dalia, row.pk, NOW)
    item = reviewing.item(making.composed(Document.objects.get(pk=row.pk), NOW))
    with suppress(NotAllowed, NotNow):
        documents_made.yes(dalia, "survivor", item, NOW)
    with pytest.raises((NotAllowed, NotNow)):
        documents.export(cast["lena"], row.pk, NOW)


def test_whoever_wrote_a_document_does_not_let_it_leave(cast: Cast) -> None:
    """Noor writes all of it, Lena presses the button that proposes it, Noor lets it leave: nobody else need have read
    it."""
    cast = documents_made.advocates(cast)
    row = documents_made.lines(cast)
    documents.propose(cast["lena"], row.pk, NOW)
    documents_made.read(cast, row)
    with pytest.raises((NotAllowed, NotNow)):
        documents.export(cast["noor"], row.pk, NOW)


def test_a_statement_is_read_by_nobody_who_brought_it(cast: Cast) -> None:
    cast = documents_made.advocates(cast)
    _holds(cast, "dalia", policy.ADVOCATE)
    gains(cast["marek"].person, Role.SAFEGUARDING_LEAD)
    row = voices.add(cast["dalia"], documents_made.VOICE, NOW)
    documents_made.yes(cast["marek"], "clinical", voices.item(row), NOW)
    assert voices.lacks(row, Output.PRESS, NOW), "the control: nobody advised yet"
    with suppress(NotAllowed, NotNow):
        documents_made.yes(cast["dalia"], "survivor", voices.item(row), NOW)
    assert voices.lacks(row, Output.PRESS, NOW), "its reader is who brought it"


def test_a_draft_of_another_organisation_is_told_to_nobody(cast: Cast, that_day: None) -> None:
    """Nordlys has a draft of the same: neither a refusal nor a page of Aurora says so."""
    asks_made.advocates(cast)
    asks_made.written(cast, who="nils", title="Secret draft XYZZY")
    held = asks_made.sent(cast, now=NOW + timedelta(minutes=1))
    assert ledger.same(held) == []
    assert "XYZZY" not in text(client_of(cast, "amara").get(reverse("progress:ask", args=[held.row.pk])))


# ---- an adviser alone stops what is public (DNH-46) ----


def test_an_adviser_alone_stops_a_practice_that_everybody_reads(cast: Cast, that_day: None) -> None:
    """As an ask: she says that it does not hold any more, or takes it out; no vote overrules her."""
    for who in ("amara", "bao"):
        _holds(cast, who, policy.PRACTICE_OFFICER)
    gains(cast["marek"].person, Role.SURVIVOR_ADVISER)
    began = NOW - 40 * DAY
    row = practices.write(cast["amara"], None, PRACTICE | {"seen_on": began.date()}, False, NOW - timedelta(hours=1))
    practices.check(cast["bao"], row.pk, NOW)
    practices.send(cast["amara"], row.pk, "Please end it.", NOW.date(), NOW)
    practices.note_answer(cast["amara"], row.pk, "No.", "The management", NOW.date(), NOW)
    practices.propose(cast["amara"], row.pk, NOW)
    item = practices_read.item(Practice.objects.get())
    until = NOW.date() + 90 * DAY
    yes = reviews.Statement("survivor", True, item.digest, NOW.date(), until=until, reviewer="M")
    reviews.review(cast["marek"], item, yes, NOW)
    practices.publish(cast["bao"], row.pk, NOW)
    assert "Sunny Tours" in text(Client().get("/en/practices/"))
    no = reviews.Statement("survivor", False, item.digest, NOW.date(), reasons="It shows a child.")
    reviews.review(cast["marek"], item, no, NOW + timedelta(minutes=1))
    assert "Sunny Tours" not in text(Client().get("/en/practices/"))
    assert "Sunny Tours" in Practice.objects.get().description + Practice.objects.get().addressee
    practices.refer(cast["marek"], row.pk, NOW + timedelta(minutes=2))
    assert "Sunny Tours" not in Practice.objects.get().addressee


# ---- what none of us wrote ----


@pytest.mark.parametrize("planted", ["ask", "practice", "voice", "document"])
def test_one_planted_row_breaks_neither_reviews_nor_duties(cast: Cast, planted: str) -> None:
    held = asks_made.reviewed(asks_made.advocates(cast))
    if planted == "ask":
        AskStep.objects.create(ask=held.row, state="bogus", on=NOW.date(), by_id=held.row.by_id, at=NOW + DAY)
    elif planted == "practice":
        Practice.objects.create(org_id=cast.aurora, kind="bogus", country="ZZ", public="proposed", made_at=NOW)
    elif planted == "voice":
        Voice.objects.create(
            org_id=cast.aurora, country="ZZ", language="en", words="x", speaker="bogus", cleared_on=NOW.date(),
            until=NOW.date(), made_by_id=cast["amara"].person, made_at=NOW,
        )  # fmt: skip
    else:
        Document.objects.create(
            org_id=cast.aurora, output="bogus", country="ZZ", language="en", title="x", state="proposed",
            made_by_id=cast["amara"].person, made_at=NOW,
        )  # fmt: skip
    assert isinstance(reviews.items(cast["dalia"]), list)
    from fanal.progress.asks import duties as asks_duties
    from fanal.progress.practices import duties as practices_duties

    list(asks_duties._owes(NOW))
    list(practices_duties._owes(NOW))


@pytest.mark.parametrize("planted", ["ask", "practice", "document", "voice", "programme"])
def test_one_planted_row_breaks_no_list_of_the_desk(cast: Cast, that_day: None, planted: str) -> None:
    """The list is where staff would see that something was changed."""
    held = asks_made.reviewed(asks_made.advocates(cast))
    documents_made.advocates(cast)
    if planted == "ask":
        AskStep.objects.create(ask=held.row, state="bogus", on=NOW.date(), by_id=held.row.by_id, at=NOW + DAY)
    elif planted == "practice":
        Practice.objects.create(org_id=cast.aurora, kind="bogus", country="ZZ", made_at=NOW)
    elif planted == "voice":
        Voice.objects.create(
            org_id=cast.aurora, country="XA", language="en", words="x", speaker="adult", cleared_on=NOW.date(),
            until=NOW.date(), made_by_id=cast["amara"].person, made_at=NOW, uses=[],
        )  # fmt: skip
    elif planted == "document":
        Document.objects.create(
            org_id=cast.aurora, output="bogus", country="XA", language="en", title="x", state="draft",
            made_by_id=cast["amara"].person, made_at=NOW,
        )  # fmt: skip
    else:
        from fanal.progress.models import Programme

        Programme.objects.create(org_id=cast.aurora, kind="bogus", title="x", country="XA", starts=NOW.date(),
                                 reaches="", approach="", made_at=NOW)  # fmt: skip
    client = client_of(cast, "noor")
    client.raise_request_exception = False
    name = {
        "ask": "asks",
        "practice": "practices",
        "document": "documents",
        "voice": "voices",
        "programme": "programmes",
    }
    assert client.get(reverse(f"progress:{name[planted]}")).status_code == 200


@pytest.mark.parametrize("changed", ["ask kind", "ask owner", "practice", "document", "programme", "programme age"])
def test_a_page_of_the_desk_says_that_something_was_changed(cast: Cast, that_day: None, changed: str) -> None:
    """With the sentence, and no error: staff are to see it."""
    held = asks_made.reviewed(asks_made.advocates(cast))
    documents_made.advocates(cast)
    for who in ("amara", "noor"):
        _holds(cast, who, policy.PRACTICE_OFFICER)
    from fanal.progress.models import AskWording, Programme

    if changed.startswith("ask"):
        path = reverse("progress:ask", args=[held.row.pk])
        if changed == "ask kind":
            Ask.objects.update(kind="bogus")
        else:
            AskWording.objects.update(owners=["x"])
    elif changed == "practice":
        row = practices.write(cast["amara"], None, PRACTICE, False, NOW)
        path = reverse("progress:practice", args=[row.pk])
        Practice.objects.update(state="bogus")
    elif changed == "document":
        path = reverse("progress:document", args=[documents_made.begun(cast).pk])
        Document.objects.update(output="bogus")
    else:
        programme, _measure = programmes_made.whole(cast)
        path = reverse("progress:programme", args=[programme.pk])
        Programme.objects.update(**({"kind": "bogus"} if changed == "programme" else {"ages": ["x"]}))
    client = client_of(cast, "noor")
    client.raise_request_exception = False
    answer = client.get(path)
    assert answer.status_code == 200
    assert "Tell your administrator" in text(answer)
