"""About our own people: new keys for everything, one ring, out of the queue, and quiet clocks."""

from dataclasses import astuple

import pytest
from django.urls import reverse

from fanal import vault
from fanal.access.api import NotAllowed
from fanal.clocks import api as clocks
from fanal.clocks.models import Notice
from fanal.concerns.conflict import conflict
from fanal.concerns.content import NoteContent
from fanal.concerns.models import Message
from fanal.concerns.public import dialogue as public
from fanal.concerns.triage import decisions, dialogue, queries, triage
from fanal.concerns.triage.decisions import Choice
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import RingKind, Role
from fanal.network.models import Bundle
from fanal.vocabulary.codes import Triage
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import HOUR, Sent, tell

pytestmark = pytest.mark.django_db(databases="__all__")

CALL = NoteContent(called="Police", called_at=NOW, they_said="They come")


def rings_of(cast: Cast, sent: Sent) -> set[str]:
    """Names of the rings that hold a bundle of the concern."""
    names = {network.rings.principal(cast.aurora, kind).id: kind.value for kind in RingKind}
    return {names[bytes(row.principal)] for row in Bundle.objects.filter(record=sent.id, kind="ring")}


def worked_on(cast: Cast) -> Sent:
    """A concern with a message, a note, and everything else that is sealed."""
    sent = tell(cast, danger="yes")
    dialogue.write(cast["amara"], sent.id, "Is the child still there?", question=True, now=NOW)
    decisions.decide(cast["amara"], sent.id, Choice(Triage.URGENT_RESPONSE, CALL), sent.row.version, NOW)
    return sent


def test_only_the_safeguarding_ring_opens_it_from_then_on(cast: Cast) -> None:
    """Every item is sealed anew: also the keys of yesterday, kept in a backup, open none of them."""
    sent = worked_on(cast)
    before = triage.look(cast["femi"], sent.id, NOW)
    old = network.records.open_held(cast.aurora, sent.id, cast["femi"].keyring).keys
    conflict.mark(cast["femi"], sent.id, NOW + HOUR)
    assert rings_of(cast, sent) == {"safeguarding"}
    for name in ("amara", "bao", "femi"):
        with pytest.raises(NotAllowed):
            triage.look(cast[name], sent.id, NOW + HOUR)
        with pytest.raises(vault.NotGranted):
            network.records.open_held(cast.aurora, sent.id, cast[name].keyring)
    after = triage.look(cast["dalia"], sent.id, NOW + HOUR)
    sealed = ("personal", "content", "identity", "offender", "reporter", "thread")
    assert [astuple(getattr(after, name)) if name != "thread" else after.thread for name in sealed] == [
        astuple(getattr(before, name)) if name != "thread" else before.thread for name in sealed
    ]
    assert [one.note for one in after.decisions] == [CALL]
    from fanal.access.records import place
    from fanal.concerns.access_terms import ref_of

    row = sent.row
    message, decision = Message.objects.get(concern=row), row.decisions.get()
    for thing, name in [*((row, name) for name in sealed[:5]), (message, "body"), (decision, "note")]:
        stored = bytes(getattr(thing, name))
        here = place(ref_of(row), thing, name, int.from_bytes(stored[:4]))
        with pytest.raises(vault.CannotOpen):
            vault.open_item(old, here, stored[4:])


def test_the_reporter_keeps_the_thread(cast: Cast) -> None:
    """Their code opens what was written before and after."""
    sent = worked_on(cast)
    assert sent.receipt is not None
    conflict.mark(cast["amara"], sent.id, NOW)
    dialogue.write(cast["dalia"], sent.id, "Only I read this now", question=False, now=NOW)
    thread = public.look(sent.receipt, NOW)
    assert [line.text for line in thread.lines] == ["Is the child still there?", "Only I read this now"]


def test_it_leaves_the_queue_and_its_clocks_go_to_the_lead_alone(cast: Cast) -> None:
    """No step of a chain tells a supervisor or manager of it."""
    sent = tell(cast)
    assert queries.waiting(cast["amara"]).count() == 1
    Notice.objects.all().delete()
    conflict.mark(cast["amara"], sent.id, NOW)
    assert queries.waiting(cast["amara"]).count() == 0
    assert queries.restricted(cast["dalia"]).count() == 1
    (duty,) = clocks.open_duties(org=cast.aurora)
    assert duty.owner.value == Role.SAFEGUARDING_LEAD
    clocks.sweep(duty.due_at + 200 * HOUR)
    assert set(Notice.objects.values_list("person_id", flat=True)) == {cast["dalia"].person}


def test_the_lead_may_give_it_back(cast: Cast) -> None:
    """It was not about our own people: the team has it again, with clocks anew, and the lead no longer opens it."""
    sent = tell(cast, about_us="not_sure")
    assert rings_of(cast, sent) == {"safeguarding"}
    with pytest.raises(NotAllowed):
        conflict.clear(cast["amara"], sent.id, NOW)
    conflict.clear(cast["dalia"], sent.id, NOW)
    assert rings_of(cast, sent) == {"intake"}
    assert triage.look(cast["amara"], sent.id, NOW).content.about_us == "not_sure"
    with pytest.raises(NotAllowed):
        triage.look(cast["dalia"], sent.id, NOW)
    assert [one.owner.value for one in clocks.open_duties(org=cast.aurora)] == [RingKind.INTAKE]
    assert {line.deed for line in journal.read(sent.id)} >= {conflict.CLEAR}


def test_after_a_decision_the_lead_keeps_who_told_us(cast: Cast) -> None:
    """The custodian is of our own people: what only the lead opens is not sealed to them."""
    sent = tell(cast, about_us="yes")
    choice = Choice(Triage.INFORMATION_ONLY, NoteContent(text="Spoken with the director"))
    decisions.decide(cast["dalia"], sent.id, choice, sent.row.version, NOW)
    assert rings_of(cast, sent) == {"safeguarding"}
    assert not sent.row.reporter_closed
    assert triage.look(cast["dalia"], sent.id, NOW).reporter is not None


def test_what_was_marked_as_the_same_goes_along(cast: Cast) -> None:
    from fanal.concerns.triage import lists

    first, second = tell(cast), tell(cast)
    lists.same_as(cast["amara"], second.id, first.id, NOW)
    conflict.mark(cast["amara"], first.id, NOW)
    assert rings_of(cast, first) == {"safeguarding"}
    assert "intake" not in rings_of(cast, second)
    assert second.row.restricted


def test_a_colleague_who_left_is_out_of_what_is_given_on(cast: Cast) -> None:
    """The new bundle goes to the newest version of the ring."""
    sent = tell(cast)
    network.people.end_membership(cast["bao"], cast["femi"].person, NOW)
    conflict.mark(cast["amara"], sent.id, NOW)
    assert rings_of(cast, sent) == {"safeguarding"}
    assert triage.look(cast["dalia"], sent.id, NOW).content.words


def test_who_told_us_stays_with_the_custodian_where_it_was_closed(cast: Cast) -> None:
    """The worker no longer holds it and cannot hand it on; nothing of it is lost."""
    from fanal.concerns.keeping import custody

    sent = tell(cast)
    choice = Choice(Triage.INFORMATION_ONLY, NoteContent(text="A family"))
    decisions.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)
    conflict.mark(cast["amara"], sent.id, NOW)
    assert rings_of(cast, sent) == {"safeguarding", "custodian"}
    assert custody.open_reporter(cast["celia"], sent.id, "danger_to_them", NOW).reply_contact
    assert triage.look(cast["dalia"], sent.id, NOW).reporter is None


def test_the_page_asks_before_it_does(cast: Cast) -> None:
    sent = tell(cast)
    client = client_of(cast, "amara")
    url = reverse("concerns:conflict", args=[sent.id])
    assert "cannot be un-read" in text(client.get(url))
    assert not sent.row.restricted
    assert client.post(url).status_code == 302
    assert sent.row.restricted
    assert client.get(reverse("concerns:concern", args=[sent.id])).status_code == 403
    lead = client_of(cast, "dalia")
    assert str(sent.id) in text(lead.get(reverse("concerns:restricted")))
    assert lead.get(reverse("concerns:concern", args=[sent.id])).status_code == 200
    assert client.get(reverse("concerns:restricted")).status_code == 403
