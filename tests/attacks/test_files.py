"""A writer of the database and people with other people's ids, before files of children."""

from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases import holding
from fanal.cases.codes import Risk, SafeContact
from fanal.cases.files import files, writing
from fanal.cases.grounds import grounds
from fanal.cases.models import Accepted, Case, Consent, ContactSafety, Holding, Note, PushFactor
from fanal.cases.opening.opening import open_file
from fanal.concerns.content import NoteContent
from fanal.concerns.triage.decisions import Choice, decide
from fanal.network import api as network
from fanal.network.models import Bundle
from fanal.site import missing
from fanal.vocabulary.codes import Triage
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import ANSWERS, UNMET, accepted, opened
from tests.rooms.concerns.told import tell

pytestmark = pytest.mark.django_db(databases="__all__")


def test_whoever_writes_themself_into_the_lists_sees_no_more_than_a_list(cast: Cast) -> None:
    """A row of a list, an owner, a supervisor: the keys and what the journal says stay as they were."""
    case = opened(cast)
    row = Holding.objects.get(case=case, relation="team")
    row.pk, row.principal = None, cast["lena"].person
    row.save()
    Case.objects.filter(pk=case.pk).update(owner_id=cast["lena"].person)
    for who in ("lena", "femi"):
        with pytest.raises((NotAllowed, NotHere)):
            files.look(cast[who], case.pk, NOW)
    assert any(case.number in one for one in holding.differences())
    with pytest.raises(NotAllowed, match="somebody changed it"):
        writing.add_note(cast["marek"], case.pk, "contact", {"body": "Met"}, NOW)


@pytest.mark.parametrize(
    "columns",
    [{"restricted": True}, {"supervisor_id": None}, {"risk": "low"}, {"status": "closed"}, {"stage": "closure"}],
    ids=lambda columns: next(iter(columns)),
)
def test_what_was_decided_of_a_file_is_not_moved_unseen(cast: Cast, columns: dict[str, object]) -> None:
    case = opened(cast)
    moved = {name: cast["femi"].person if value is None else value for name, value in columns.items()}
    Case.objects.filter(pk=case.pk).update(**moved)
    found = files.look(cast["marek"], case.pk, NOW)
    assert found.work.unreadable
    with pytest.raises(NotAllowed, match="somebody changed it"):
        writing.set_risk(cast["marek"], case.pk, Risk.CRITICAL, {"body": "x"}, NOW)


def test_who_takes_a_child_on_is_not_changed_in_the_database(cast: Cast) -> None:
    sent = accepted(cast)
    Accepted.objects.filter(concern=sent.id).update(worker_id=cast["femi"].person)
    for who in ("femi", "marek"):
        with pytest.raises((NotAllowed, NotHere)):
            open_file(cast[who], sent.id, ANSWERS, NOW)


def test_an_older_way_to_reach_the_child_does_not_come_back(cast: Cast) -> None:
    """The newer row taken out, the older text put in its place: neither is believed."""
    case, marek = opened(cast), cast["marek"]
    first = writing.set_safety(marek, case.pk, SafeContact.AGREED_TIMES, {"channels_allowed": ("voice_call",)}, NOW)
    worse = {"channels_allowed": ("in_our_office",), "unsafe_persons": ("uncle",)}
    second = writing.set_safety(marek, case.pk, SafeContact.WORKER_ONLY, worse, NOW)
    older = ContactSafety.objects.get(pk=first.pk)
    ContactSafety.objects.filter(pk=second.pk).update(
        personal=older.personal, identity=older.identity, content=older.content
    )
    found = files.look(marek, case.pk, NOW).newest(ContactSafety)
    assert found is not None
    assert found.unreadable
    assert not found.said["channels_allowed"]


def test_nobody_was_reached_because_the_database_says_so(cast: Cast) -> None:
    """An entry that is turned into a meeting, and one that is written by hand, lower no risk."""
    case, marek = opened(cast), cast["marek"]
    note = writing.add_note(marek, case.pk, "contact", {"body": "Nobody opened"}, NOW)
    Note.objects.filter(pk=note.pk).update(reached=True)
    note.pk, note.reached = uuid4(), True
    note.save(force_insert=True)
    with pytest.raises(NotNow, match="Nobody has reached the child"):
        writing.set_risk(marek, case.pk, Risk.LOW, {"body": "Quiet"}, NOW)
    writing.add_note(marek, case.pk, "contact", {"body": "Met"}, NOW, reached=True)
    writing.set_risk(marek, case.pk, Risk.LOW, {"body": "Quiet"}, NOW)


def test_a_circumstance_that_was_changed_is_not_stated_anew(cast: Cast) -> None:
    case, marek = opened(cast), cast["marek"]
    debt = {"code": "debt", "level": "household", "source": "child_said", "state": "present"}
    push = writing.add_push(marek, case.pk, debt, NOW)
    PushFactor.objects.filter(pk=push.pk).update(noted_on="2020-01-01")
    with pytest.raises(NotNow, match="changed"):
        writing.change_push(marek, case.pk, push.pk, debt | {"state": "ended"}, 1, NOW)
    assert files.look(marek, case.pk, NOW).of(PushFactor) == ()


def test_rows_of_another_file_are_of_another_file(cast: Cast) -> None:
    """A ground, a circumstance and a note of one child moved to another, and their ids at the other's address."""
    one, other, marek = opened(cast), opened(cast), cast["marek"]
    debt = {"code": "debt", "level": "household", "source": "child_said", "state": "present"}
    push = writing.add_push(marek, one.pk, debt, NOW)
    with pytest.raises(NotHere):
        writing.change_push(marek, other.pk, push.pk, {"state": "ended"}, 1, NOW)
    ground = Consent.objects.get(child=opened(cast, **UNMET).child_id)
    with pytest.raises(Exception, match="nothing to sign"):
        grounds.sign(cast["bao"], other.pk, ground.pk, NOW)
    PushFactor.objects.filter(pk=push.pk).update(case=other)
    assert files.look(marek, other.pk, NOW).of(PushFactor) == ()


def test_keys_that_are_taken_out_are_missed(cast: Cast) -> None:
    case = opened(cast)
    ring = network.rings.principal(cast.aurora, case.team_id or next(iter(cast["marek"].teams)).kind)
    Bundle.objects.filter(record=case.pk, principal=ring.id).delete()
    with pytest.raises(Exception, match="took keys to this out of the database"):
        writing.add_note(cast["marek"], case.pk, "contact", {"body": "Met"}, NOW)


def test_ids_that_are_none_and_those_of_others_say_the_same(cast: Cast) -> None:
    case = opened(cast)
    nils = client_of(cast, "oda")
    for name in ("file", "history", "wishes", "safety", "note", "push", "risk", "about"):
        theirs, nobodys = (nils.get(reverse(f"cases:{name}", args=[pk])) for pk in (case.pk, uuid4()))
        assert (theirs.status_code, nobodys.status_code) == (404, 404)
        assert text(theirs).count("Lilo") == 0


def test_all_that_the_journal_names_of_files_is_there_and_what_is_taken_out_is_missed(cast: Cast) -> None:
    case, marek = opened(cast, **UNMET), cast["marek"]
    sent = accepted(cast)  # waits for its file
    writing.add_note(marek, case.pk, "contact", {"body": "Met"}, NOW, reached=True)
    writing.set_safety(marek, case.pk, SafeContact.AGREED_TIMES, {"channels_allowed": ("in_our_office",)}, NOW)
    writing.set_wishes(marek, case.pk, "School", case.version, NOW)
    debt = {"code": "debt", "level": "household", "source": "child_said", "state": "present"}
    push = writing.add_push(marek, case.pk, debt, NOW)
    writing.change_push(marek, case.pk, push.pk, {"state": "ended"}, 1, NOW)
    writing.set_risk(marek, case.pk, Risk.CRITICAL, {"body": "Worse"}, NOW)
    grounds.sign(cast["bao"], case.pk, Consent.objects.get().pk, NOW)
    writing.set_about(marek, case.pk, {"given_name": "Lila"}, 2, NOW)
    linked = tell(cast)
    note = NoteContent(case=case.number)
    decide(cast["amara"], linked.id, Choice(Triage.LINK_TO_CASE, note), linked.row.version, NOW)
    assert list(missing.defects()) == []
    Accepted.objects.filter(concern=sent.id).delete()
    PushFactor.objects.filter(pk=push.pk).delete()
    assert sorted(missing.defects()) == sorted(
        f"record {one}: something that the journal names is gone" for one in (sent.id, case.pk)
    )
