"""The screens of triage over the real pages: the queue, one concern, the decision, what a colleague did meanwhile."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from fanal.concerns.content import NoteContent
from fanal.concerns.contracts import PayloadClass
from fanal.concerns.handovers.desk import words as wording
from fanal.concerns.handovers.payload import Source, preview
from fanal.concerns.models import Concern, Decision
from fanal.concerns.triage import decisions, triage
from fanal.concerns.triage.desk.words import Quote, length
from fanal.vocabulary.codes import DataCategory as Cat
from fanal.vocabulary.codes import Triage
from fanal.vocabulary.ids import short
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import confirm_country, scene
from tests.rooms.concerns.told import ANSWERS, DAY, WORDS, tell

pytestmark = pytest.mark.django_db(databases="__all__")


def test_from_the_queue_to_a_decision(cast: Cast) -> None:
    """Queue without content → open, claimed and folded → decide → out of the queue."""
    sent = tell(cast)
    client = client_of(cast, "amara")
    queue = client.get(reverse("concerns:queue"))
    assert "danger: not sure" in text(queue)
    assert "Playa Norte" not in text(queue)
    url = reverse("concerns:concern", args=[sent.id])
    assert url in text(queue)
    page = text(client.get(url))
    assert WORDS in page
    assert "Who can act" in page
    assert page.index("<details") < page.index(WORDS)
    choose = client.post(reverse("concerns:choose", args=[sent.id]), {"choice": "information_only", "version": "1"})
    form = client.get(choose["Location"])
    assert form.status_code == 200
    done = client.post(choose["Location"], {"version": "1", "text": "A family on holiday"})
    assert done.status_code == 302, text(done)
    row = Concern.objects.get(pk=sent.id)
    assert (row.triage, row.status, row.reporter_closed) == ("information_only", "closed", True)
    assert url not in text(client.get(reverse("concerns:queue")))
    assert url in text(client.get(reverse("concerns:decided")))
    again = text(client.get(url))
    assert "Only the custodian can open it" in again
    assert "the porter, evenings" not in again


@pytest.mark.parametrize(
    "name",
    ["opened_by", "write", "countries", "same", "sort", "conflict", "keeping"],
)
def test_the_small_pages_open(cast: Cast, name: str) -> None:
    sent = tell(cast)
    client = client_of(cast, "amara")
    response = client.get(reverse(f"concerns:{name}", args=[sent.id]))
    assert response.status_code == 200
    assert text(response).count("<h1") == 1


@pytest.mark.parametrize(
    "code", ["urgent_response", "open_case", "route_elsewhere", "information_only", "out_of_scope", "closed_no_case"]
)
def test_each_decision_has_its_page(cast: Cast, code: str) -> None:
    sent = tell(cast)
    client = client_of(cast, "amara")
    url = reverse("concerns:decide", args=[sent.id, code])
    assert client.get(url, {"version": "1"}, follow=True).status_code == 200
    empty = client.post(url, {"version": "1"})
    assert empty.status_code == 200
    assert not Decision.objects.exists()


def test_where_only_words_were_told_the_page_says_so(cast: Cast) -> None:
    """One line names what was not told; how much there is to read stands at the words."""
    nothing = dict.fromkeys(set(ANSWERS) - {"danger", "country"})
    sent = tell(cast, **nothing | {"words": "A man took a girl to the boat with the blue roof"})
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    assert "Read their words (12 words)" in page
    told = page.partition("What we were told")[2].partition("Read their words")[0]
    assert told.count("ot told") == 1
    assert "Child, When, What, Adult, Leaves, How known" in told


def test_in_a_script_without_spaces_signs_are_counted() -> None:
    assert length([Quote("", "ក្មេងស្រី")]) == "9 signs"
    assert length([Quote("", "One boy."), Quote("", "Room 12")]) == "4 words"


def read(cast: Cast, concern: UUID) -> Source:
    """The opened concern, as a handover takes it."""
    file = triage.look(cast["amara"], concern, NOW)
    row = file.concern
    return Source(row.country_of_harm, row.received_on, file.personal, file.content, file.identity, file.offender)


def test_what_the_countries_rest_on_is_said_once(cast: Cast) -> None:
    """Told on one basis of two countries: on the page of the concern, and in what leaves, before and after one is
    confirmed."""
    sent = tell(cast, countries=("XB", "XC"))
    amara = client_of(cast, "amara")
    url = reverse("concerns:concern", args=[sent.id])
    page = text(amara.get(url))
    assert page.count("Papers or booking") == 1
    assert "XB, XC" in page
    for country, said in (
        ("XB", "XC (Papers or booking; told, not confirmed)"),
        ("XC", "lives in XC (Papers or booking)"),
    ):
        confirm_country(cast, sent.id, country)
        content = read(cast, sent.id)
        leaves = dict(wording.leaves(preview(content, PayloadClass.DEFAULT, frozenset(Cat)).leaves))
        assert said in str(leaves["Adult"])
        assert "known from" not in str(leaves["Adult"])
    assert leaves["How known"] == "I saw it"


def test_who_holds_it_reads_that_and_gives_it_back(cast: Cast) -> None:
    sent = tell(cast)
    amara, url = client_of(cast, "amara"), reverse("concerns:concern", args=[sent.id])
    page = text(amara.get(url))
    assert "You hold this until" in page
    assert page.index("Give it back") < page.index("What we were told")
    amara.post(reverse("concerns:let_go", args=[sent.id]))
    assert Concern.objects.get(pk=sent.id).claimed_by_id is None
    client_of(cast, "femi").get(url)
    assert "Give it back" not in text(amara.get(url))


def test_the_question_stands_beside_what_was_told(cast: Cast) -> None:
    """Left: what was told, and what to think of. Right: who can act, and at once what we do."""
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[tell(cast).id])))
    order = ["What we were told", "Before you decide", "Who told us", "Who can act", "What do we do?"]
    places = [page.index(one) for one in order]
    assert places == sorted(places)
    assert page[places[3] : places[4]].count("<h2") == 1  # its own: nothing stands between
    assert "<h2>What do we do?</h2>" in page


def listed(client: Client, name: str, **chosen: str) -> set[UUID]:
    """The concerns that a list shows."""
    page = text(client.get(reverse(f"concerns:{name}"), chosen))
    return {UUID(one) for one in re.findall(r'href="/desk/concerns/([0-9a-f-]{36})/"', page)}


def test_a_decided_concern_is_found_by_number_and_day(cast: Cast) -> None:
    """Among others: by the number that its page shows, however it is typed, and by the day on which it came."""
    early, late = tell(cast, NOW - 3 * DAY), tell(cast, NOW)
    for sent in (early, late):
        choice = decisions.Choice(Triage.INFORMATION_ONLY, NoteContent(text="A family on holiday"))
        decisions.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)
    amara = client_of(cast, "amara")
    number = short(early.id)
    assert f"Number {number}" in text(amara.get(reverse("concerns:concern", args=[early.id])))
    assert listed(amara, "decided") == {early.id, late.id}
    for typed in (number, number.lower(), f"#{number[:2]} {number[2:]}"):
        assert listed(amara, "decided", number=typed) == {early.id}
    assert listed(amara, "decided", day=NOW.date().isoformat()) == {late.id}
    assert listed(amara, "decided", number="Grey van") == {early.id, late.id}  # no number narrows nothing
    assert listed(client_of(cast, "nils"), "decided", number=number) == set()


def test_what_is_no_choice_narrows_nothing_and_comes_back_in_no_sentence(cast: Cast) -> None:
    """Anybody can write what they like into an address: the lists of concerns, of handovers, and the journal."""
    sent = tell(cast, NOW)
    choice = decisions.Choice(Triage.INFORMATION_ONLY, NoteContent(text="A family on holiday"))
    decisions.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)
    client, raw = client_of(cast, "amara"), "<b>zzz"
    assert listed(client, "decided", country=raw, danger=raw, triage=raw) == {sent.id}
    names = ("country", "danger", "channel", "triage", "partner", "mine", "who", "deed")
    for name in ("concerns:queue", "concerns:decided", "concerns:handovers_sent", "desk:journal"):
        page = text(
            client_of(cast, "bao" if "journal" in name else "amara").get(reverse(name), dict.fromkeys(names, raw))
        )
        assert "zzz" not in page.partition("<main")[2].partition("</main")[0].replace("=%3Cb%3Ezzz", "")
        assert "valid choice" not in page


def test_my_own_list_has_what_i_hold_decided_and_handed_over(cast: Cast) -> None:
    """Amara's three, and nothing of her colleague's; what she gave back is not there."""
    now = datetime.now(UTC)
    made = scene(cast, now=now)
    made.offered("amara")
    held, given_back, decided, other = (tell(cast, now) for _number in range(4))
    for who, sent in (("amara", decided), ("femi", other)):
        choice = decisions.Choice(Triage.INFORMATION_ONLY, NoteContent(text="A family on holiday"))
        decisions.decide(cast[who], sent.id, choice, sent.row.version, now)
    for sent in (held, given_back):
        triage.look(cast["amara"], sent.id, now)
    triage.let_go(cast["amara"], given_back.id)
    assert listed(client_of(cast, "amara"), "mine") == {made.concern, held.id, decided.id}
    assert listed(client_of(cast, "femi"), "mine") == {other.id}
    assert client_of(cast, "celia").get(reverse("concerns:mine")).status_code == 403
