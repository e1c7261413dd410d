"""Somebody who writes to the database deletes what was told, moves what was decided, or puts words in another's mouth.

They have neither the key file nor anybody's password: what the journal names is looked for, and what it does not name
counts for nothing.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal import columns, vault
from fanal.access.api import NotAllowed, mark, scan_records, stated
from fanal.clocks.models import Duty
from fanal.concerns.access_terms import ref_of
from fanal.concerns.conflict import conflict
from fanal.concerns.content import NoteContent, PersonCountry
from fanal.concerns.handovers import clock, duties, handovers, received, talk
from fanal.concerns.handovers import kept as handovers_kept
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Concern, Decision, Handover, HandoverEvent, HandoverMessage, Message
from fanal.concerns.public import dialogue as public
from fanal.concerns.triage import adults, decisions, dialogue, lists, triage
from fanal.concerns.triage.decisions import Choice
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.network import api as network
from fanal.network.contracts import RingKind
from fanal.network.models import Bundle, Team
from fanal.passing import api as passing
from fanal.passing.api import clock as passing_clock
from fanal.site.commands.journal import defects
from fanal.vocabulary.codes import Finding, Triage
from fanal.vocabulary.ids import new_id
from fanal.web.codes import NotFound
from tests.attacks.writer import kept, put_back
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.keeping.test_keeping import at, closed
from tests.rooms.concerns.passing import scene
from tests.rooms.concerns.told import DAY, HOUR, Sent, tell

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]
WHY = NoteContent(text="Looked at", evidence="Two calls")


def _found() -> list[str]:
    return list(defects(lambda _done, _of: None))


def _named(*words: str) -> bool:
    return all(any(one in line for line in _found()) for one in words)


def _there(sent: Sent) -> bool:
    return Concern.objects.filter(pk=sent.id).exists()


def _bad_faith(cast: Cast, sent: Sent) -> Decision:
    choice = Choice(Triage.CLOSED_NO_CASE, WHY, Finding.BAD_FAITH)
    return decisions.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)


def _talk(cast: Cast, sent: Sent) -> None:
    dialogue.write(cast["amara"], sent.id, "Which floor?", question=True, now=NOW)
    assert sent.receipt is not None
    public.reply(sent.receipt, new_id(), "The third", 0, None, NOW)


# ---- gone ----


GONE: dict[str, Callable[[Sent], object]] = {
    "the concern with its keys": lambda sent: (
        Bundle.objects.filter(record=sent.id).delete(), Concern.objects.filter(pk=sent.id).delete()
    ),
    "a message": lambda sent: Message.objects.filter(concern=sent.id, side="reporter").delete(),
    "a decision": lambda sent: Decision.objects.filter(concern=sent.id).delete(),
}  # fmt: skip


@pytest.mark.parametrize("what", GONE)
def test_what_was_told_or_decided_and_is_deleted_is_missed(cast: Cast, what: str) -> None:
    sent, other = tell(cast), tell(cast)
    _talk(cast, sent)
    _bad_faith(cast, sent)
    assert _found() == []
    GONE[what](sent)
    gone = "it is gone" if "concern" in what else "something that the journal names is gone"
    assert _named(f"record {sent.id}: {gone}")
    assert not _named(f"record {other.id}: ")


def test_a_handover_and_its_words_that_are_deleted_are_missed(cast: Cast) -> None:
    made = scene(cast)
    row = made.accepted()
    talk.write(cast["nils"], row.pk, "Where is she?", NOW, question=True, key=new_id())
    (words,) = HandoverMessage.objects.all()
    assert _found() == []
    Bundle.objects.filter(record__in=[row.pk, words.pk]).delete()
    Handover.objects.filter(pk=row.pk).delete()
    assert _named(f"record {row.pk}: it is gone", f"record {words.pk}: it is gone")


def test_what_was_erased_as_it_should_is_not_missed(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    sent, same = closed(cast), tell(cast)
    _talk(cast, sent)
    with django_capture_on_commit_callbacks(execute=True):
        assert keeping.erase_due(NOW + 600 * DAY) == 1
    assert not _there(sent)
    assert _there(same)
    assert _found() == []


# ---- moved ----


MOVED: dict[str, dict[str, Any]] = {
    "decided by nobody": {"triage": "information_only", "closed_on": NOW.date()},
    "called practice": {"practice": True},
    "given to the intake team": {"restricted": False, "danger": "no"},
    "kept longer": {"erase_on": (NOW + 3650 * DAY).date()},
    "erased sooner": {"erase_on": NOW.date()},
    "under no hold": {"hold_until": None, "hold_owner": None},
    "the same as another": {"duplicate_of": "other"},
}


@pytest.mark.parametrize("how", MOVED)
def test_what_was_decided_of_a_concern_is_not_moved_unseen(cast: Cast, how: str) -> None:
    sent, other, untouched = closed(cast), tell(cast), closed(cast)
    keeping.hold(cast["amara"], untouched.id, (NOW + 30 * DAY).date(), "A proceeding", NOW)
    if "hold" in how:
        keeping.hold(cast["amara"], sent.id, (NOW + 30 * DAY).date(), "A proceeding", NOW)
    assert _found() == []
    columns = {name: other.row if value == "other" else value for name, value in MOVED[how].items()}
    if how == "given to the intake team":
        columns["restricted"] = True
    Concern.objects.filter(pk=sent.id).update(**columns)
    assert _named(f"concerns.Concern {sent.id}: it is not what was decided last")
    who = "dalia" if sent.row.restricted else "amara"
    refused = triage.NotHere if sent.row.practice else NotAllowed
    with pytest.raises(refused, match=None if sent.row.practice else "somebody changed it"):
        keeping.hold(cast[who], sent.id, (NOW + 60 * DAY).date(), "A proceeding", NOW)
    assert keeping.erase_due(NOW + 4000 * DAY) == 1, "the other one, of which nothing was moved"
    assert (_there(sent), _there(untouched)) == (True, False)


def test_the_page_says_so_and_whoever_decides_anew_goes_on(cast: Cast) -> None:
    sent = tell(cast)
    Concern.objects.filter(pk=sent.id).update(triage="information_only", closed_on=NOW.date(), erase_on=NOW.date())
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    assert "Somebody changed in the database what was decided." in page
    assert "This is erased in" not in page
    assert "A girl in a red dress" in page
    with pytest.raises(NotAllowed, match="somebody changed it"):
        keeping.close(cast["amara"], sent.id, NOW)
    choice = Choice(Triage.CLOSED_NO_CASE, WHY, Finding.NOT_CONFIRMED)
    decisions.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)
    assert _found() == []
    keeping.hold(cast["amara"], sent.id, (NOW + 30 * DAY).date(), "A proceeding", NOW)


def test_who_told_us_is_kept_until_the_day_that_was_decided(cast: Cast) -> None:
    sent = closed(cast)
    Concern.objects.filter(pk=sent.id).update(reporter_erase_on=NOW.date())
    keeping.erase_due(NOW + DAY)
    assert bytes(sent.row.reporter)


def test_a_decision_that_was_taken_back_does_not_come_back(cast: Cast) -> None:
    """A colleague said no to it: the row as it was is no question to a second person any more."""
    sent = tell(cast)
    waiting = _bad_faith(cast, sent)
    copy = kept(Decision.objects.filter(pk=waiting.pk), Concern.objects.filter(pk=sent.id))
    decisions.confirm(cast["femi"], waiting.pk, agree=False, note=NoteContent(text="A mistake"), now=NOW)
    put_back(copy)
    for who in ("bao", "femi"):
        with pytest.raises(NotAllowed, match="somebody changed it"):
            decisions.confirm(cast[who], waiting.pk, agree=True, note=NoteContent(), now=NOW)
    assert triage.look(cast["bao"], sent.id, NOW).waiting is None


# ---- who ----


def test_the_first_person_is_not_made_the_second(cast: Cast) -> None:
    """The row says that a colleague decided it: the entry is signed by whoever did."""
    sent, gone = tell(cast), closed(cast)
    waiting = _bad_faith(cast, sent)
    keeping.ask_erase(cast["amara"], gone.id, "The child asks for it", NOW)
    Decision.objects.filter(needs_second=True).update(person_id=cast["femi"].person)
    with pytest.raises(NotAllowed, match="somebody changed it"):
        decisions.confirm(cast["amara"], waiting.pk, agree=True, note=NoteContent(), now=NOW)
    asked = Decision.objects.get(concern=gone.id, needs_second=True)
    with pytest.raises(NotAllowed, match="somebody changed it"):
        keeping.erase_early(cast["amara"], asked.pk, NOW)
    assert (sent.row.triage, _there(gone)) == ("new", True)


def test_nobody_is_said_to_have_written_or_decided_what_they_did_not(cast: Cast) -> None:
    sent = tell(cast)
    _talk(cast, sent)
    _bad_faith(cast, sent)
    Message.objects.filter(concern=sent.id, side="staff").update(by_id=cast["femi"].person)
    Message.objects.filter(concern=sent.id, side="reporter").update(side="staff", by_id=cast["amara"].person)
    Decision.objects.filter(concern=sent.id).update(code="out_of_scope", finding="")
    file = triage.look(cast["amara"], sent.id, NOW)
    assert (file.thread, file.decisions) == ((), ())
    assert {one.part for one in file.unreadable} == {"thread", "notes"}
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    assert "This is not what was written here last: somebody changed it." in page
    assert sent.receipt is not None
    assert {one.text for one in public.look(sent.receipt, NOW).lines} == {
        "This message cannot be read. Please ask for it again."
    }


def test_a_message_that_nobody_wrote_is_not_shown_as_ours(cast: Cast) -> None:
    sent = tell(cast)
    _talk(cast, sent)
    first = Message.objects.filter(concern=sent.id).first()
    assert first is not None
    Message.objects.create(
        id=new_id(), concern_id=sent.id, day=NOW.date(), position=9, side="staff", by_id=cast["femi"].person,
        body=bytes(first.body),
    )  # fmt: skip
    assert [one.text for one in triage.look(cast["amara"], sent.id, NOW).thread] == ["Which floor?", "The third"]
    assert _named("it is not what was decided last")


# ---- handovers ----


def test_an_authority_is_not_written_to_by_one_person_because_of_a_call_that_nobody_made(cast: Cast) -> None:
    """One person may write where a call in an emergency is on record: a planted one is none. Nor is a note read, or a
    first person another one, because a row says so."""
    made = scene(cast)
    row = made.drafted()
    assert not HANDOVERS.is_urgent_on_record(row)
    Decision.objects.create(concern_id=made.concern, code="urgent_response", person_id=cast["femi"].person, at=NOW)
    assert not HANDOVERS.is_urgent_on_record(row)
    HandoverEvent.objects.create(handover=row, event="read_note", state="draft", person_id=cast["amara"].person, at=NOW)
    assert not handovers.note_read(row, cast["amara"].person, NOW)
    handovers.read_note(cast["amara"], row.pk, NOW)
    assert handovers.note_read(row, cast["amara"].person, NOW)
    Handover.objects.filter(pk=row.pk).update(confirmed_by_id=cast["femi"].person)
    with pytest.raises(NotAllowed, match="somebody changed it"):
        handovers.confirm(cast["amara"], row.pk, made.hash_of(row), NOW)


def test_the_clock_ends_no_handover_before_its_day(cast: Cast) -> None:
    """The last day of access, the answer's due time, and the step at which something was written, moved back."""
    made = scene(cast)
    row, other = made.accepted(), made.offered()
    talk.write(cast["nils"], row.pk, "Where is she?", NOW, question=True, key=new_id())
    HandoverEvent.objects.update(at=NOW - 400 * DAY)
    Duty.objects.filter(subject=other.pk).update(due_at=NOW - HOUR)
    duty = Duty.objects.get(subject=other.pk)
    passing.clock.expire(HANDOVERS, duty=duty, now=NOW)
    Handover.objects.filter(pk=row.pk).update(access_until=(NOW - DAY).date())
    assert clock.lapse(NOW) == 0
    assert HandoverMessage.objects.count() == 1
    assert {one.state for one in Handover.objects.all()} == {"accepted", "offered"}
    assert _named(f"concerns.Handover {row.pk}: it is not what was decided last")


MOVED_HANDOVER: dict[str, dict[str, Any]] = {
    "read longer": {"access_until": (NOW + 3650 * DAY).date()},
    "somewhere else": {"country_to": "XC"},
    "over already": {"state": "withdrawn"},
}


@pytest.mark.parametrize("how", MOVED_HANDOVER)
def test_a_handover_that_somebody_changed_is_ended_all_the_same(cast: Cast, how: str) -> None:
    """The sender ends it, or the clock does on the day that the journal knows; nothing more is given, and nothing
    vouches for what was moved. The partner erases their copy."""
    made = scene(cast)
    row, other = made.accepted(), made.accepted(key=new_id())
    talk.write(cast["nils"], row.pk, "Where is she?", NOW, question=True, key=new_id())
    Handover.objects.filter(pk__in=[row.pk, other.pk]).update(**MOVED_HANDOVER[how])
    assert received.read(cast["nils"], row.pk, NOW).items
    with pytest.raises(NotAllowed, match="somebody changed it"):
        handovers_kept.renew(cast["amara"], row.pk, "still_working", NOW)
    assert "End their access" in text(client_of(cast, "amara").get(reverse("concerns:handover", args=[row.pk])))
    handovers_kept.revoke(cast["amara"], row.pk, "partner", NOW)
    assert clock.lapse(NOW + 89 * DAY) == 0
    assert clock.lapse(NOW + 92 * DAY) == 1
    assert clock.lapse(NOW + 93 * DAY) == 0
    team = network.rings.current(cast.nordlys, RingKind.INTAKE)
    assert team is not None
    assert not Bundle.objects.filter(principal=team.team_id.bytes).exists()
    for one in (row, other):
        with pytest.raises(NotAllowed):
            received.read(cast["nils"], one.pk, NOW)
        assert _named(f"concerns.Handover {one.pk}: it is not what was decided last")
        received.purge(cast["nils"], one.pk, NOW)
        assert not bytes(Handover.objects.get(pk=one.pk).payload)
    assert _found() == []


def test_the_keys_of_the_partner_go_whoever_the_row_says_it_is(cast: Cast) -> None:
    made = scene(cast)
    row = made.accepted()
    Handover.objects.filter(pk=row.pk).update(role="conflict", recipient=cast.aurora)
    handovers_kept.revoke(cast["amara"], row.pk, "partner", NOW)
    assert {one.principal for one in Bundle.objects.filter(record=row.pk)} == {
        team.pk.bytes for team in Team.objects.filter(org=cast.aurora, kind=RingKind.INTAKE)
    }


@pytest.mark.parametrize("how", ["withdrawn", "declined", "expired"])
def test_a_handover_that_somebody_changed_on_its_way_is_taken_back(cast: Cast, how: str) -> None:
    made = scene(cast)
    row = made.offered()
    Handover.objects.filter(pk=row.pk).update(country_to="XC", answer_due=NOW + 3650 * DAY)
    with pytest.raises(NotAllowed, match="somebody changed it"):
        received.accept(cast["nils"], row.pk, NOW)
    if how == "withdrawn":
        handovers.withdraw(cast["amara"], row.pk, NOW)
    elif how == "declined":
        received.decline(cast["nils"], row.pk, "no_capacity", NOW)
    else:
        duty = Duty.objects.get(subject=row.pk, kind=duties.ANSWER_DUTY.code)
        passing.clock.expire(HANDOVERS, duty=duty, now=NOW + HOUR)
        assert Handover.objects.get().state == "offered"
        passing.clock.expire(HANDOVERS, duty=duty, now=NOW + 2 * DAY)
    row.refresh_from_db()
    assert (row.state, bytes(row.payload)) == (how, b"")
    assert _found() == []


def test_only_a_person_signs_that_nothing_is_left(cast: Cast) -> None:
    made = scene(cast)
    row = made.accepted()
    received.complete(cast["nils"], row.pk, "helped", NOW)
    HandoverEvent.objects.create(handover=row, event="purge", state="purged", person_id=cast["nils"].person, at=NOW)
    assert not received.is_signed(row)
    received.purge(cast["nils"], row.pk, NOW)
    assert received.is_signed(row)
    assert _found() == []


def test_a_step_of_a_handover_is_by_whoever_signed_for_it(cast: Cast) -> None:
    made = scene(cast)
    row = made.accepted()
    page = reverse("concerns:handover", args=[row.pk])
    assert "nobody signed for it" not in text(client_of(cast, "amara").get(page))
    HandoverEvent.objects.filter(handover=row, event="offer").update(person_id=cast["femi"].person)
    assert "nobody signed for it" in text(client_of(cast, "amara").get(page))
    assert _named(f"record {row.pk}: nobody did the step `offer`")


@pytest.mark.parametrize("how", ["another deed", "by the clock"])
def test_a_step_that_nobody_did_is_told_as_one(cast: Cast, how: str) -> None:
    """Written beside a deed of the same person and moment, or as one of the clock."""
    made = scene(cast)
    row = made.accepted()
    page = reverse("concerns:handover", args=[row.pk])
    assert "nobody signed for it" not in text(client_of(cast, "amara").get(page))
    assert _found() == []
    by = {"person_id": cast["nils"].person} if how == "another deed" else {}
    event = "complete" if how == "another deed" else "lapse"
    HandoverEvent.objects.create(handover=row, event=event, state="accepted", at=NOW, **by)
    assert "nobody signed for it" in text(client_of(cast, "amara").get(page))
    assert _named(f"record {row.pk}: nobody did the step `{event}`")


def test_a_call_that_nobody_made_is_not_told(cast: Cast) -> None:
    """The desk would think that somebody telephoned about a child. The control: it did."""
    made = scene(cast)
    row = made.offered()
    duty = Duty.objects.get(subject=row.pk, kind=duties.ANSWER_DUTY.code)
    passing.clock.expire(HANDOVERS, duty=duty, now=NOW + 4 * DAY)
    Duty.objects.filter(subject=row.pk, kind=duties.UNANSWERED.code).update(late_on=NOW.date())
    assert [one.called_on for one in passing_clock.unanswered()] == [None]
    HandoverEvent.objects.create(handover=row, event="call", state="expired", person_id=cast["sol"].person, at=NOW)
    assert [one.called_on for one in passing_clock.unanswered()] == [None]
    assert _named(f"record {row.pk}: nobody did the step `call`")
    HandoverEvent.objects.filter(event="call").delete()
    passing_clock.called(cast["sol"], row.pk, NOW + 5 * DAY)
    assert [one.called_on for one in passing_clock.unanswered()] == [(NOW + 5 * DAY).date()]
    assert _found() == []


MOVED_AWAY: dict[str, dict[str, Any]] = {
    "taken from its concern": {"concern": None},
    "taken from it and changed": {"concern": None, "urgent": True},
    "said to be restricted": {"restricted": True},
}


@pytest.mark.parametrize("how", MOVED_AWAY)
def test_a_handover_that_was_taken_from_its_concern_follows_it_all_the_same(cast: Cast, how: str) -> None:
    """A conflict of interest: the team loses the copy of what was sent, too. The control: one that nobody changed."""
    made = scene(cast)
    row, other = made.accepted(), made.accepted(key=new_id())
    Handover.objects.filter(pk=row.pk).update(**MOVED_AWAY[how])
    conflict.mark(cast["amara"], made.concern, NOW)
    team = network.rings.current(cast.aurora, RingKind.INTAKE)
    assert team is not None
    assert Bundle.objects.filter(record__in=[row.pk, other.pk]).exists()
    assert not Bundle.objects.filter(record__in=[row.pk, other.pk], principal=team.team_id.bytes).exists()
    assert _named(f"concerns.Handover {row.pk}: it is not what was decided last")


def test_what_is_the_same_follows_it_whoever_says_that_it_did(cast: Cast) -> None:
    first, same = tell(cast), tell(cast)
    lists.same_as(cast["amara"], same.id, first.id, NOW)
    Concern.objects.filter(pk=same.id).update(restricted=True)
    conflict.mark(cast["amara"], first.id, NOW)
    team = network.rings.current(cast.aurora, RingKind.INTAKE)
    assert team is not None
    assert not Bundle.objects.filter(record__in=[first.id, same.id], principal=team.team_id.bytes).exists()


def test_the_code_of_one_reporter_shows_nothing_of_another(cast: Cast) -> None:
    """Two locators that change places: each would read how the other's concern stands, and how often they wrote. Also
    where the keys are gone. The control: each reads their own."""
    one, other = tell(cast), tell(cast)
    assert one.receipt is not None
    assert other.receipt is not None
    _talk(cast, other)
    _bad_faith(cast, other)
    assert public.look(one.receipt, NOW).concern == one.id
    places = dict(Concern.objects.values_list("pk", "locator"))
    Concern.objects.filter(pk=other.id).update(locator=b"elsewhere")
    Concern.objects.filter(pk=one.id).update(locator=places[other.id])
    Concern.objects.filter(pk=other.id).update(locator=places[one.id])
    for keys in ("there", "gone"):
        if keys == "gone":
            Bundle.objects.filter(record__in=[one.id, other.id], kind="reporter").delete()
        for receipt in (one.receipt, other.receipt):
            with pytest.raises(NotFound):
                public.look(receipt, NOW)
    Concern.objects.filter(pk=one.id).update(locator=b"elsewhere")
    for pk in (other.id, one.id):
        Concern.objects.filter(pk=pk).update(locator=places[pk])
    assert public.look(one.receipt, NOW).concern == one.id, "nobody loses their thread with the keys"


# ---- before ----


def test_a_concern_of_0_1_0_is_believed_until_something_is_decided_of_it(cast: Cast) -> None:
    """Its entries name ciphertexts, no places and no rows."""
    sent = closed(cast)
    _as_of_0_1_0(sent)
    assert triage.look(cast["amara"], sent.id, NOW).unreadable == ()
    keeping.hold(cast["amara"], sent.id, (NOW + 30 * DAY).date(), "A proceeding", NOW)
    Concern.objects.filter(pk=sent.id).update(hold_until=None)
    with pytest.raises(NotAllowed, match="somebody changed it"):
        keeping.hold(cast["amara"], sent.id, (NOW + 30 * DAY).date(), "A proceeding", NOW)
    planted = tell(cast)
    _as_of_0_1_0(planted)
    Decision.objects.create(concern_id=planted.id, code="urgent_response", person_id=cast["femi"].person, at=NOW)
    assert triage.look(cast["amara"], planted.id, NOW).decisions == ()


def _as_of_0_1_0(sent: Sent) -> None:
    """The chain as that version wrote it: hashes without places, signed by the same people."""
    from fanal.journal.contracts import ActorKind

    rows = list(Entry.objects.filter(record=sent.id).order_by("seq"))
    texts = [bytes(getattr(sent.row, name)) for name in columns.sealed(Concern)]
    notes = [bytes(one.note) for one in Decision.objects.filter(concern=sent.id)]
    Entry.objects.filter(record=sent.id).delete()
    from fanal.network.keyfile import installation

    by = installation(sent.row.org_id, ActorKind.REPORTER)
    journal.write(sent.id, by, rows[0].deed, at=NOW - timedelta(hours=1), items=texts)
    if notes:
        journal.write(sent.id, by, "concerns.decide", at=NOW - timedelta(hours=1), items=notes)


@pytest.mark.parametrize("what", ["another column", "a look at others", "a note of another decision", "nothing"])
def test_one_person_and_a_planted_row_erase_no_concern_of_0_1_0(cast: Cast, what: str) -> None:
    """Whatever the chain names is no note of a second person: only what that version wrote as a note is one."""
    sent = closed(cast)
    _as_of_0_1_0(sent)
    copied = {
        "another column": bytes(sent.row.content),
        "a look at others": _looked(cast, sent),
        "a note of another decision": bytes(Decision.objects.get(concern=sent.id).note),
        "nothing": b"",
    }
    planted = Decision(concern_id=sent.id, code="erase_early", person_id=cast["bao"].person, at=NOW, needs_second=True)
    planted.id, planted.note = sent.id if what == "nothing" else planted.id, copied[what]
    planted.save(force_insert=True)
    assert not stated.kept(sent.id, [planted])
    with pytest.raises(NotAllowed):
        keeping.erase_early(cast["amara"], planted.pk, NOW + DAY)
    assert _there(sent)
    assert any(str(planted.pk) in line and "not what was decided" in line for line in _found())


def _looked(cast: Cast, sent: Sent) -> bytes:
    """A look through others, as an entry names it; such an entry names no place, today either."""
    others = [tell(cast).id]
    with scan_records(cast["amara"], ref_of(sent.row), others, lists.SEARCH, purpose="casework", now=NOW):
        pass
    return b"".join(one.bytes for one in others)


def test_what_the_nightly_job_takes_of_a_concern_of_0_1_0_accuses_nobody(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    sent = closed(cast)
    _as_of_0_1_0(sent)
    row = Concern.objects.get(pk=sent.id)
    assert row.reporter_erase_on is not None
    assert row.erase_on is not None
    for day in (row.reporter_erase_on, row.erase_on):
        assert _found() == []
        assert _there(sent)
        with django_capture_on_commit_callbacks(execute=True):
            keeping.erase_due(at(day + DAY))
    assert not _there(sent)
    assert _found() == []


def test_a_country_that_is_confirmed_for_a_concern_of_0_1_0_accuses_nobody(cast: Cast) -> None:
    sent = tell(cast)
    _as_of_0_1_0(sent)
    adults.confirm(cast["amara"], sent.id, PersonCountry("XB", "lives_in", "papers_or_booking"), NOW)
    assert _found() == []
    assert triage.look(cast["amara"], sent.id, NOW).unreadable == ()
    Concern.objects.filter(pk=sent.id).update(danger="no")
    assert _named("not what was decided")


def test_a_handover_stays_with_its_concern(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    """Hung on a concern that goes tonight, its words would go, too."""
    row, other = scene(cast).accepted(), closed(cast)
    talk.write(cast["nils"], row.pk, "Where is she?", NOW, question=True, key=new_id())
    first = row.concern_id
    for moved in (None, other.id):
        Handover.objects.filter(pk=row.pk).update(concern=moved)
        assert any(str(row.pk) in line for line in _found())
    day = Concern.objects.get(pk=other.id).erase_on
    assert day is not None
    with django_capture_on_commit_callbacks(execute=True):
        keeping.erase_due(at(day + DAY))
    assert not _there(other)
    assert HandoverMessage.objects.filter(step__handover=row).exists()
    Handover.objects.filter(pk=row.pk).update(concern=first)
    assert _found() == []


def test_a_handover_outlives_its_concern_and_accuses_nobody(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    sent = closed(cast)
    row = scene(cast).accepted()
    Handover.objects.filter(pk=row.pk).update(concern=sent.id)
    row.refresh_from_db()
    journal.write(row.pk, cast["amara"].signatory(), HANDOVERS.deed("draft"), at=NOW, items=[stated.item(row)])
    assert _found() == []
    day = Concern.objects.get(pk=sent.id).erase_on
    assert day is not None
    with django_capture_on_commit_callbacks(execute=True):
        keeping.erase_due(at(day + DAY))
    assert not _there(sent)
    row.refresh_from_db()
    assert row.concern_id is None
    assert stated.stands(row)
    assert _found() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("locator", b"x" * 16),
        ("pepper", 7),
        ("question_set", "x"),
        ("channel", "phone"),
        ("language", "km"),
        ("time_critical", True),
    ],
)
def test_how_a_concern_came_is_not_moved_unseen(cast: Cast, column: str, value: object) -> None:
    sent = tell(cast)
    Concern.objects.filter(pk=sent.id).update(**{column: value})
    assert any(str(sent.id) in line for line in _found())


def test_a_text_that_somebody_emptied_was_told(cast: Cast) -> None:
    """Also where they planted an entry that nobody signed and that names its place."""
    sent = tell(cast)
    last = Entry.objects.filter(record=sent.id).latest("seq")
    last.items = [(vault.item_hash(b"") + mark(Concern, "content", sent.id)).hex()]
    last.pk, last.seq, last.prev, last.hash = None, last.seq + 1, last.hash, b"x" * 32
    last._state.adding = True
    last.save(force_insert=True)
    Concern.objects.filter(pk=sent.id).update(content=b"")
    assert triage.look(cast["amara"], sent.id, NOW).unreadable


# ---- people go on working ----


@pytest.mark.parametrize("reads", ["places", "newest"])
def test_whoever_works_while_everything_is_looked_at_is_not_accused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, reads: str
) -> None:
    sent = tell(cast)
    real, days = getattr(journal, reads), iter([30])

    def meanwhile(*given: Any) -> Any:
        """The chains are read before the deed, or after it, and the rows the other way round."""
        found = real(*given) if reads == "places" else None
        if (day := next(days, None)) is not None:
            keeping.hold(cast["amara"], sent.id, (NOW + day * DAY).date(), "A proceeding", NOW)
            network.people.rotate_ring(cast["bao"], RingKind.INTAKE, "yearly", NOW)
            dialogue.write(cast["amara"], sent.id, "Under new keys", question=False, now=NOW)
        return found if found is not None else real(*given)

    monkeypatch.setattr(journal, reads, meanwhile)
    assert _found() == []
