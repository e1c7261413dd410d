"""What was told for practice is decided as if it were real, by whoever would decide it, and nothing follows from it."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks.models import Duty
from fanal.concerns.access_terms import TRAINED
from fanal.concerns.content import NoteContent
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Concern, CountCell, Decision
from fanal.concerns.owed import of_concerns
from fanal.concerns.public import dialogue as public
from fanal.concerns.signals import concern_accepted
from fanal.concerns.triage import decisions, practising, queries
from fanal.concerns.triage.decisions import Choice, Overtaken
from fanal.concerns.triage.urls import patterns
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.vocabulary.codes import Finding, Triage
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import DAY, WORDS, Sent, named, tell
from tests.rooms.concerns.triage.test_decisions import CHOICES, EVIDENCE, WHY

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def sent(cast: Cast) -> Sent:
    return tell(cast, practice=True)


@pytest.fixture
def accepted() -> Iterator[list[object]]:
    heard: list[object] = []

    def hear(**told: object) -> None:
        heard.append(told["concern"])

    concern_accepted.connect(hear)
    yield heard
    concern_accepted.disconnect(hear)


@pytest.mark.parametrize("code", CHOICES)
def test_a_decision_holds_and_nothing_follows(cast: Cast, sent: Sent, code: Triage, accepted: list[object]) -> None:
    """No clock, no count, no case, no second person; what the person who practised reads is what they would read."""
    file = practising.look(cast["amara"], sent.id, NOW)
    assert file.content.words == WORDS
    before = sent.row
    practising.decide(cast["amara"], sent.id, named(cast, CHOICES[code]), before.version, NOW)
    row = sent.row
    assert (row.triage, row.version) == (code, before.version + 1)
    assert (row.erase_on, row.retention_class) == (before.erase_on, "practice")
    assert (Duty.objects.count(), CountCell.objects.count(), accepted) == (0, 0, [])
    assert list(of_concerns(NOW)) == []
    assert [line.deed for line in journal.read(sent.id)] == [*(["concerns.practise"] * 2), "concerns.receive"]
    assert sent.receipt is not None
    told = [line.text for line in public.look(sent.receipt, NOW).lines if not line.own]
    assert told == ([CHOICES[code].tell] if CHOICES[code].tell else [])


def test_it_asks_for_what_a_real_decision_asks_for(cast: Cast, sent: Sent) -> None:
    for choice, field in (
        (Choice(Triage.CLOSED_NO_CASE, NoteContent(), Finding.UNFOUNDED), "text"),
        (Choice(Triage.CLOSED_NO_CASE, WHY, Finding.BAD_FAITH), "evidence"),
        (Choice(Triage.ROUTE_ELSEWHERE, WHY), "code"),
    ):
        with pytest.raises(NotNow) as why:
            practising.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)
        assert why.value.field == field
    assert not Decision.objects.exists()
    bad = Choice(Triage.CLOSED_NO_CASE, EVIDENCE, Finding.BAD_FAITH)
    practising.decide(cast["amara"], sent.id, bad, sent.row.version, NOW)
    assert not Decision.objects.get().needs_second
    with pytest.raises(Overtaken):
        practising.decide(cast["amara"], sent.id, bad, sent.row.version - 1, NOW)


def test_whoever_would_decide_were_it_real_and_without_the_course(cast: Cast, sent: Sent) -> None:
    own = tell(cast, practice=True, about_us="yes")
    network.grants.end(cast["amara"].person, TRAINED)
    with pytest.raises(NotAllowed):
        decisions.decide(cast["amara"], tell(cast).id, Choice(Triage.INFORMATION_ONLY, WHY), 1, NOW)
    assert [row.pk for row in practising.rows(cast["amara"])] == [sent.id]
    assert [row.pk for row in practising.rows(cast["dalia"])] == [own.id]
    assert list(practising.rows(cast["celia"])) == list(practising.rows(cast["oda"])) == []
    practising.look(cast["amara"], sent.id, NOW)
    practising.look(cast["dalia"], own.id, NOW)
    for who, which, refused in (("amara", own, NotAllowed), ("celia", sent, NotAllowed), ("oda", sent, NotHere)):
        with pytest.raises(refused):
            practising.look(cast[who], which.id, NOW)


def test_a_real_concern_is_no_practice_and_practice_is_no_concern(cast: Cast, sent: Sent) -> None:
    real = tell(cast)
    with pytest.raises(NotHere):
        practising.look(cast["amara"], real.id, NOW)
    with pytest.raises(NotHere):
        decisions.decide(cast["amara"], sent.id, Choice(Triage.INFORMATION_ONLY, WHY), sent.row.version, NOW)
    assert [row.pk for row in queries.waiting(cast["amara"])] == [real.id]
    assert queries.counts(cast["amara"]).waiting == 1


def test_a_real_one_that_somebody_called_practice_in_the_database_is_not_decided_away(cast: Cast) -> None:
    real = tell(cast)
    Concern.objects.filter(pk=real.id).update(practice=True, erase_on=NOW.date(), retention_class="practice")
    file = practising.look(cast["amara"], real.id, NOW)
    assert [broken.part for broken in file.unreadable] == ["standing"]
    with pytest.raises(NotAllowed, match="somebody changed it"):
        practising.decide(cast["amara"], real.id, Choice(Triage.INFORMATION_ONLY, WHY), real.row.version, NOW)
    assert keeping.erase_due(NOW + 2 * DAY) == 0


def test_what_was_decided_for_practice_goes_after_its_day(cast: Cast, sent: Sent) -> None:
    practising.decide(cast["amara"], sent.id, Choice(Triage.INFORMATION_ONLY, WHY), sent.row.version, NOW)
    assert keeping.erase_due(NOW) == 0
    assert keeping.erase_due(NOW + 2 * DAY) == 1


def test_from_the_list_to_a_decision(cast: Cast, sent: Sent) -> None:
    client = client_of(cast, "amara")
    page = reverse("concerns:practise", args=[sent.id])
    shown = text(client.get(reverse("concerns:practice")))
    assert page in shown
    assert "Playa Norte" not in shown
    opened = text(client.get(page))
    assert WORDS in opened
    assert "This is practice." in opened
    assert "Hand over" not in opened
    choose = client.post(page, {"choice": "information_only", "version": str(sent.row.version)})
    form = text(client.get(choose["Location"]))
    assert "This is practice" in form
    empty = client.post(choose["Location"], {"version": str(sent.row.version)})
    assert empty.status_code == 200
    done = client.post(
        choose["Location"], {"version": str(sent.row.version), "text": "A family on holiday"}, follow=True
    )
    assert "for practice" in text(done)
    assert "A family on holiday" in text(done)
    for code in ("route_elsewhere", "link_to_case", "nothing"):
        assert client.get(reverse("concerns:practise_decide", args=[sent.id, code])).status_code == 404
    assert client.get(reverse("concerns:concern", args=[sent.id])).status_code == 404


def test_pressed_twice_and_two_at_once(cast: Cast, sent: Sent) -> None:
    """Whoever comes second reads what was recorded; what they typed is kept, and can be recorded beside it."""
    page, version = reverse("concerns:practise_decide", args=[sent.id, "information_only"]), sent.row.version
    typed = {"version": str(version), "text": "A family on holiday"}
    amara, femi = client_of(cast, "amara"), client_of(cast, "femi")
    assert amara.post(page, typed).status_code == 302
    again = amara.post(page, typed)
    assert again.status_code == 409
    assert "What stands above is recorded." in text(again)
    assert "This is practice" in text(again)
    other = femi.post(page, typed | {"text": "Hearsay"})
    assert "A colleague decided a second ago" in text(other)
    assert "Hearsay" in text(other)
    assert f'action="{page}"' in text(other)
    assert Decision.objects.count() == 1
    assert femi.post(page, typed | {"version": str(version + 1), "text": "Hearsay"}).status_code == 302
    assert list(Decision.objects.order_by("at", "id").values_list("person__username", flat=True)) == ["amara", "femi"]


STRANGE = ({}, {"choice": "nothing"}, {"choice": "route_elsewhere"}, {"choice": "ask"}, {"choice": "information_only"})


def test_bad_input_at_the_pages_of_practice(cast: Cast, sent: Sent) -> None:
    """Of another member, a real one under the address of practice, practice under every address of a real one."""
    real, own = tell(cast), tell(cast, practice=True, about_us="yes")
    amara, nils, dalia = (client_of(cast, name) for name in ("amara", "nils", "dalia"))
    for client, one, status in ((nils, sent, 404), (amara, real, 404), (amara, own, 403), (dalia, own, 200)):
        page = reverse("concerns:practise", args=[one.id])
        decide = reverse("concerns:practise_decide", args=[one.id, "information_only"])
        assert [client.get(page).status_code, client.get(decide).status_code] == [status] * 2
        assert client.post(decide, {"version": "x", "text": "Why"}).status_code == status
    for route in patterns:
        if "concern_id" in str(route.pattern) and not str(route.name).startswith("practi"):
            named = {"concern_id": own.id} | ({"code": "information_only"} if route.name == "decide" else {})
            address = reverse(f"concerns:{route.name}", kwargs=named)
            seen = {dalia.get(address).status_code, dalia.post(address, {"version": "1"}).status_code}
            assert seen <= {403, 404, 405}, route.name
    for strange in STRANGE:
        assert amara.post(reverse("concerns:practise", args=[sent.id]), strange).status_code == 200
    assert not Decision.objects.exists()
