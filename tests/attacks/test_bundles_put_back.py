"""Keys of a record that ended are kept by somebody who writes to the database, and put back, or taken out so that they
do not end. They open nothing, and nothing newer is sealed to them."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models import QuerySet

from fanal import vault
from fanal.access.api import NotAllowed, stated
from fanal.concerns.conflict import conflict
from fanal.concerns.content import NoteContent
from fanal.concerns.handovers import kept as handovers_kept
from fanal.concerns.handovers import received, talk
from fanal.concerns.keeping import custody
from fanal.concerns.models import Concern, Handover, HandoverEvent, HandoverMessage, Message
from fanal.concerns.public import dialogue as public
from fanal.concerns.public.receive import reporter
from fanal.concerns.second import second
from fanal.concerns.second.matters import What
from fanal.concerns.triage import decisions, dialogue, triage
from fanal.journal.models import Entry
from fanal.journal.proof import code_of, hash_of
from fanal.network import api as network
from fanal.network import bundles
from fanal.network.contracts import NetworkError, RingKind
from fanal.network.models import Bundle
from fanal.passing.api import Addition
from fanal.research.contracts import STATISTICIAN
from fanal.research.studies import signing
from fanal.site.commands.journal import defects
from fanal.vocabulary.codes import DataCategory, Triage
from tests.attacks.writer import kept, put_back
from tests.people import NOW, Cast
from tests.rooms.concerns.conflict.test_conflict import worked_on
from tests.rooms.concerns.passing import BASE, scene
from tests.rooms.concerns.reporter import Reporter, publish
from tests.rooms.concerns.reporter import tell as told
from tests.rooms.concerns.second.test_second import LATER, asked, in_bad_faith, says
from tests.rooms.concerns.second.test_second import told as second_told
from tests.rooms.concerns.told import HOUR, tell
from tests.rooms.research import studying

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]


def _bundles(record: UUID) -> QuerySet[Bundle]:
    return Bundle.objects.filter(record=record)


def _named(record: UUID) -> list[str]:
    """What `fanal journal verify` says of the keys of a record."""
    return [line for line in defects(lambda *_: None) if line.startswith(f"record {record}: ")]


def _is_shut(cast: Cast, who: str, record: UUID) -> bool:
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, record, cast[who].keyring)
    return True


def test_the_intake_team_does_not_get_a_conflict_of_interest_back(cast: Cast) -> None:
    """Amara's keys of before lie there again. What is written since is not sealed to them; Dalia goes on as before."""
    sent = worked_on(cast)
    copy = kept(_bundles(sent.id))
    conflict.mark(cast["femi"], sent.id, NOW + HOUR)
    assert _named(sent.id) == []
    put_back(copy)
    assert len(_named(sent.id)) == 1
    network.people.rotate_ring(cast["bao"], RingKind.INTAKE, "yearly", NOW)
    dialogue.write(cast["dalia"], sent.id, "Only I read this", question=False, now=NOW + 2 * HOUR)
    Concern.objects.filter(pk=sent.id).update(restricted=False)
    with pytest.raises(NotAllowed):
        triage.look(cast["amara"], sent.id, NOW + 3 * HOUR)
    assert _is_shut(cast, "amara", sent.id)
    assert sent.receipt is not None
    assert public.look(sent.receipt, NOW + 3 * HOUR).lines[-1].text == "Only I read this"


def test_nor_what_was_asked_of_a_partner_about_it(cast: Cast) -> None:
    """A small member: what the partner was shown and answered follows the concern."""
    concern = second_told(cast)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    says(cast, row, agree=False)
    copy = kept(_bundles(row.pk))
    conflict.mark(cast["nils"], concern, LATER)
    assert _named(row.pk) == []
    put_back(copy)
    assert len(_named(row.pk)) == 1
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.nordlys, row.pk, cast["nils"].keyring)
    second.carry_out(cast["pia"], row.pk, LATER)
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.nordlys, row.pk, cast["oda"].keyring)
    assert second.read(cast["pia"], row.pk, LATER).reason == "I see it as you do"


def test_what_the_team_took_out_to_keep_it_ends_all_the_same(cast: Cast) -> None:
    """Their keys are not there while the concern is taken from them, and lie there again afterwards."""
    sent = worked_on(cast)
    copy = kept(_bundles(sent.id).filter(kind="reporter"))
    _bundles(sent.id).filter(kind="reporter").delete()
    assert "took keys to it out" in _named(sent.id)[0]
    with pytest.raises(NetworkError, match="Nothing was written"):
        dialogue.write(cast["amara"], sent.id, "Under which keys?", question=False, now=NOW)
    conflict.mark(cast["femi"], sent.id, NOW + HOUR)
    put_back(copy)
    assert sent.receipt is not None
    assert {line.text for line in public.look(sent.receipt, NOW + 2 * HOUR).lines} == {
        "This message cannot be read. Please ask for it again."
    }
    with pytest.raises(NotAllowed):
        public.reply(sent.receipt, uuid4(), "Are you there?", 0, None, NOW + 2 * HOUR)
    told = triage.look(cast["dalia"], sent.id, NOW + 2 * HOUR).reporter
    assert told is not None
    assert told.reply_contact == "the porter, evenings"


def test_a_reply_that_cannot_be_sealed_stays_in_the_box(cast: Cast) -> None:
    """The team's keys are taken out while somebody writes: they hear it, and nothing that they typed is lost."""
    publish(cast)
    back = Reporter().get("/en/code").press("Open", code=told().code)
    Bundle.objects.filter(kind="ring").delete()
    back.press("Send", text="He is here again")
    assert back.status == 503
    assert "We could not take this in just now." in back.words
    assert "He is here again" in back.html
    assert not Message.objects.exists()


def test_a_text_that_somebody_damaged_does_not_keep_a_conflict_with_the_team(cast: Cast) -> None:
    """Of the concern, its handover and the words about it: all but the damaged texts go to the safeguarding lead,
    and the partner reads on."""
    made = scene(cast, (*BASE, DataCategory.IDENTITY))
    row = made.accepted(Addition("child_words", "The name helps to find her"))
    talk.write(cast["amara"], row.pk, "Playa Norte", NOW, question=False, key=uuid4())
    Concern.objects.filter(pk=made.concern).update(offender=b"\0\0\0\1damaged")
    Handover.objects.filter(pk=row.pk).update(additions=b"\0\0\0\1damaged")
    HandoverMessage.objects.update(body=b"\0\0\0\1damaged")
    conflict.mark(cast["amara"], made.concern, NOW)
    for record in (made.concern, row.pk, HandoverMessage.objects.get().pk):
        assert _is_shut(cast, "amara", record)
        assert network.records.open_held(cast.aurora, record, cast["dalia"].keyring).keys.compartments
    assert received.read(cast["nils"], row.pk, NOW).payload.items


def test_what_somebody_changed_of_a_concern_does_not_keep_a_conflict_with_the_team(cast: Cast) -> None:
    """A plain column of the concern and of its handover is moved first. The keys go all the same, nothing vouches for
    what was moved, and nobody gives the concern back to the team as it is."""
    made = scene(cast)
    row = made.accepted()
    Concern.objects.filter(pk=made.concern).update(erase_on=NOW.date())
    Handover.objects.filter(pk=row.pk).update(country_to="XC")
    conflict.mark(cast["amara"], made.concern, NOW)
    for record in (made.concern, row.pk):
        assert _is_shut(cast, "amara", record)
        assert network.records.open_held(cast.aurora, record, cast["dalia"].keyring).keys.compartments
    assert not stated.stands(Concern.objects.get(pk=made.concern))
    with pytest.raises(NotAllowed):
        conflict.clear(cast["dalia"], made.concern, NOW + HOUR)


def test_a_handover_of_a_conflict_is_not_read_by_the_team_that_sent_it(cast: Cast) -> None:
    made = scene(cast)
    row = made.offered()
    copy = kept(_bundles(row.pk))
    conflict.mark(cast["amara"], made.concern, NOW)
    put_back(copy)
    Handover.objects.filter(pk=row.pk).update(restricted=False)
    with pytest.raises(NotAllowed):
        received.read(cast["amara"], row.pk, NOW)
    assert _is_shut(cast, "amara", row.pk)
    assert len(_named(row.pk)) == 1


def test_what_is_added_to_a_handover_of_a_conflict_is_under_new_keys(cast: Cast) -> None:
    """Amara kept the keys themselves. The partner reads all, and what the safeguarding lead sends afterwards."""
    made = scene(cast, (*BASE, DataCategory.IDENTITY))
    row = made.accepted(Addition("child_words", "The name helps to find her"))
    talk.write(cast["amara"], row.pk, "Playa Norte", NOW, question=False, key=uuid4())
    message = HandoverMessage.objects.get(step__handover=row)
    old = {one: network.records.open_held(cast.aurora, one, cast["amara"].keyring).keys for one in (row.pk, message.pk)}
    before = received.read(cast["amara"], row.pk, NOW)
    assert before.additions
    conflict.mark(cast["amara"], made.concern, NOW)
    for record, keys in old.items():
        now = network.records.open_held(cast.aurora, record, cast["dalia"].keyring).keys
        assert now.compartments == keys.compartments
        assert not {one.seed.reveal() for one in now.keys} & {one.seed.reveal() for one in keys.keys}
    assert received.read(cast["dalia"], row.pk, NOW) == before
    assert received.read(cast["nils"], row.pk, NOW).additions is None
    handovers_kept.release(cast["dalia"], row.pk, NOW)
    assert received.read(cast["nils"], row.pk, NOW) == before
    for who in ("dalia", "nils"):
        assert list(talk.read(cast[who], made.row(row.pk), NOW).values()) == ["Playa Norte"]
    conflict.clear(cast["dalia"], made.concern, NOW)
    assert received.read(cast["amara"], row.pk, NOW) == before
    assert _named(row.pk) == _named(message.pk) == []


def test_what_the_two_sides_wrote_is_not_read_in_another_handover(cast: Cast) -> None:
    """The access was ended; keys of the partner's are put back, and the words hung on a handover that they read."""
    row, other = scene(cast).accepted(), scene(cast).accepted()
    talk.write(cast["amara"], row.pk, "Playa Norte", NOW, question=False, key=uuid4())
    message = HandoverMessage.objects.get(step__handover=row)
    copy = kept(_bundles(message.pk))
    handovers_kept.revoke(cast["amara"], row.pk, "partner", NOW)
    put_back(copy)
    free = HandoverEvent.objects.filter(handover=other, message=None).first()
    HandoverMessage.objects.filter(pk=message.pk).update(step=free)
    assert talk.read(cast["nils"], other, NOW) == {}
    (words,) = talk.read(cast["amara"], other, NOW).values()
    assert "Tell your administrator" in words
    assert len(_named(message.pk)) == 2


def test_words_that_were_moved_while_the_access_lasts_are_read_nowhere_else(cast: Cast) -> None:
    """The control: both sides read them where they were written."""
    row, other = scene(cast).accepted(), scene(cast).accepted()
    talk.write(cast["amara"], row.pk, "Playa Norte", NOW, question=False, key=uuid4())
    assert list(talk.read(cast["nils"], row, NOW).values()) == ["Playa Norte"]
    assert _named(HandoverMessage.objects.get().pk) == []
    free = HandoverEvent.objects.filter(handover=other, message=None).first()
    HandoverMessage.objects.update(step=free)
    (words,) = talk.read(cast["nils"], other, NOW).values()
    assert "Playa Norte" not in words
    (named,) = _named(HandoverMessage.objects.get().pk)
    assert "another step" in named


def test_keys_of_a_partner_that_were_taken_out_end_with_the_access(cast: Cast) -> None:
    """They were not there as the access ended, so that no row of theirs was deleted."""
    row = scene(cast).accepted()
    nordlys = network.rings.principal(cast.nordlys, RingKind.INTAKE).id
    theirs = _bundles(row.pk).filter(principal=nordlys)
    copy = kept(theirs)
    theirs.delete()
    handovers_kept.revoke(cast["amara"], row.pk, "partner", NOW)
    put_back(copy)
    assert _is_shut(cast, "nils", row.pk)
    assert received.read(cast["amara"], row.pk, NOW).payload.items


def test_only_the_custodian_learns_who_told_us_after_the_decision(cast: Cast) -> None:
    sent = tell(cast)
    copy = kept(_bundles(sent.id))
    choice = decisions.Choice(Triage.INFORMATION_ONLY, NoteContent(text="A family"))
    decisions.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)
    put_back(copy)
    network.people.rotate_ring(cast["bao"], RingKind.INTAKE, "yearly", NOW)
    dialogue.write(cast["amara"], sent.id, "Thank you", question=False, now=NOW + 2 * HOUR)
    told = custody.open_reporter(cast["celia"], sent.id, "proceeding", NOW)
    assert told.reply_contact == "the porter, evenings"
    assert "reporter" not in network.records.open_held(cast.aurora, sent.id, cast["amara"].keyring).keys.compartments
    assert len(_named(sent.id)) == 1


def test_a_statistician_who_was_replaced_does_not_come_back(cast: Cast) -> None:
    study, pia = studying.computed(cast), studying.statistician(cast)
    oda = studying.give(cast, "oda", STATISTICIAN)
    signing.ask_statistician(cast["bao"], study.pk, pia.person, NOW)
    assert network.records.open_held(cast.aurora, study.pk, pia.keyring).keys.compartments
    copy = kept(_bundles(study.pk))
    signing.ask_statistician(cast["bao"], study.pk, oda.person, NOW)
    assert _named(study.pk) == []
    put_back(copy)
    assert len(_named(study.pk)) == 1
    assert _is_shut(cast, "pia", study.pk)
    assert signing.sign(oda, study.pk, "Institute of Statistics", NOW).signature


def test_somebody_who_left_gets_nothing_that_is_written_since(cast: Cast) -> None:
    """The rows from before the team's key was made anew are put back beside the new ones."""
    sent = tell(cast)
    copy, leaver = kept(_bundles(sent.id)), cast["femi"].keyring
    network.people.end_membership(cast["bao"], cast.founded["Aurora"].people["femi"], NOW)
    dialogue.write(cast["amara"], sent.id, "Written later", question=False, now=NOW + HOUR)
    put_back(copy)
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, sent.id, leaver)
    held = network.records.open_held(cast.aurora, sent.id, cast["amara"].keyring)
    held.freshen()
    assert held.changed == []


@pytest.mark.parametrize("how", ["changed", "signed by nobody"])
def test_an_entry_that_was_tampered_with_grants_nothing_and_ends_what_it_ended(cast: Cast, how: str) -> None:
    sent = worked_on(cast)
    copy = kept(_bundles(sent.id))
    conflict.mark(cast["femi"], sent.id, NOW + HOUR)
    put_back(copy)
    first, last = (Entry.objects.filter(record=sent.id, deed=deed) for deed in ("concerns.receive", conflict.MARK))
    change: dict[str, Any] = {"purpose": "x"} if how == "changed" else {"signature": bytes(64)}
    last.update(**change)
    assert _is_shut(cast, "amara", sent.id)
    assert _is_shut(cast, "dalia", sent.id)
    first.update(**change)
    assert _is_shut(cast, "amara", sent.id)


def test_a_record_of_0_1_0_opens_as_it_is_and_is_held_from_its_first_opening_on(cast: Cast) -> None:
    """Its chain names no keys. What lies there then counts; what ended before that, and is put back later, does not."""
    sent = tell(cast)
    _as_by_0_1_0(sent.id)
    copy = kept(_bundles(sent.id))
    ended = kept(_bundles(sent.id).filter(kind="reporter"))
    _bundles(sent.id).filter(kind="reporter").delete()
    assert _named(sent.id) == []
    triage.look(cast["amara"], sent.id, NOW)
    network.people.rotate_ring(cast["bao"], RingKind.INTAKE, "yearly", NOW)
    dialogue.write(cast["amara"], sent.id, "Under new keys", question=False, now=NOW)
    assert _named(sent.id) == []
    put_back(copy)
    put_back(ended)
    assert len(_named(sent.id)) == 1
    assert {line for _k, _p, version, line in network.records.holders(sent.id) if version == 1}
    held = network.records.open_held(cast.aurora, sent.id, cast["amara"].keyring)
    held.freshen()
    assert held.changed == []
    assert sent.receipt is not None
    assert public.look(sent.receipt, NOW).lines[0].text != "Under new keys"


def _as_by_0_1_0(record: UUID) -> None:
    """The entry of a concern as 0.1.0 wrote it: hashes of the texts, without places, and nothing of the keys."""
    entry = Entry.objects.get(record=record)
    keys = next(bundles.marks(record)).hex()
    entry.items = [item[:64] for item in entry.items if not item.endswith(keys)]
    entry.hash = hash_of(entry)
    entry.signature, entry.code = reporter(UUID(str(entry.org))).signer.sign("journal", entry.hash), code_of(entry)
    entry.save()
