"""Handing over, as deeds: who may do what when, what each side opens, what the clock does, what is left at the end."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanal import vault
from fanal.access.api import NotAllowed, NotHere, NotNow, history, open_record
from fanal.clocks import api as clocks
from fanal.concerns import duties
from fanal.concerns.conflict import conflict
from fanal.concerns.content import HandoverContent, NoteContent, PersonCountry
from fanal.concerns.handovers import clock, handovers, received
from fanal.concerns.handovers import duties as duties_handover
from fanal.concerns.handovers import kept as handovers_kept
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.models import Concern, CountCell, Handover
from fanal.concerns.triage import adults, decisions
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from fanal.passing.api import Addition, PreviewChanged
from fanal.passing.api import clock as passing_clock
from fanal.passing.states import FINAL, TABLE
from fanal.vocabulary.codes import DataCategory as Cat
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.codes import Triage
from tests.decided import decided_as
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import BASE, SECRETS, Scene, agree, confirm_country, scene
from tests.rooms.concerns.told import tell

pytestmark = pytest.mark.django_db
BAG = Addition("child_words", "The school bag helps to find her")
DAY = timedelta(days=1)


def opens(actor: Actor, row: Handover, column: str = "payload") -> bool:
    """Whether a person's keys open a column, asked of the keys themselves and of no policy."""
    try:
        keys = network.records.open_held(row.org_id, row.pk, actor.keyring).keys
    except vault.NotGranted:
        return False
    return ("content" if column == "payload" else "identity") in keys.compartments and bool(bytes(getattr(row, column)))


def test_it_is_a_record_of_its_own(cast: Cast) -> None:
    """Own keys: nothing of the concern opens for the recipient, before and after acceptance."""
    made = scene(cast)
    row = made.accepted()
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, made.concern, cast["nils"].keyring)
    assert opens(cast["nils"], row)
    held = {compartments for _kind, _who, _version, compartments in network.records.holders(row.pk)}
    assert held == {frozenset({"content", "identity"}), frozenset({"content"})}


def test_what_is_sealed_is_what_was_previewed(cast: Cast) -> None:
    """Equality of the previewed object and what either side opens; its keyed hash stands in the journal."""
    made = scene(cast, (*BASE, Cat.IDENTITY))
    seen = handovers.look(cast["amara"], made.concern, cast.nordlys, NOW, additions=[BAG])
    row = made.offered("amara", BAG)
    assert seen.preview is not None
    read = received.read(cast["nils"], row.pk, NOW)
    assert (read.payload, read.additions) == (seen.preview.default, None)
    mine = received.read(cast["amara"], row.pk, NOW)
    assert (mine.payload, mine.additions) == (seen.preview.default, seen.preview.added)
    lines = {line.deed: line.seq for line in journal.read(row.pk)}
    _entry, items = journal.written(row.pk, lines["concerns.offer_handover"])
    assert vault.item_hash(bytes(row.payload_hash)) in items
    assert vault.item_hash(bytes(row.payload)) in items


def test_a_change_in_between_sends_nothing(cast: Cast) -> None:
    """The concern changes after the preview or after the draft: look again; a confirmation before it is void."""
    made = scene(cast)
    row = made.drafted()
    seen = made.hash_of(row)
    adults.confirm(cast["amara"], made.concern, PersonCountry("XB", "travels_to", "they_said"), NOW)
    with pytest.raises(PreviewChanged):
        handovers.confirm(cast["amara"], row.pk, seen, NOW)
    with pytest.raises(PreviewChanged):
        handovers.confirm(cast["amara"], row.pk, made.hash_of(row), NOW)
    assert not handovers.look_again(cast["amara"], row.pk, NOW)[1]
    handovers.redraft(cast["amara"], row.pk, [], NOW)
    sent = handovers.confirm(cast["amara"], row.pk, made.hash_of(row), NOW)
    assert sent.state == State.OFFERED
    items = received.read(cast["nils"], row.pk, NOW).items
    assert any("XB:travels_to:they_said" in item.codes for item in items)


def test_additions_follow_acceptance_and_only_then(cast: Cast) -> None:
    """Before: the recipient holds no key of them. A replay of the release adds no bundle."""
    made = scene(cast, (*BASE, Cat.IDENTITY))
    row = made.offered("amara", BAG)
    with pytest.raises(NotNow):
        handovers_kept.release(cast["amara"], row.pk, NOW)
    assert not opens(cast["nils"], row, "additions")
    row = received.accept(cast["nils"], row.pk, NOW)
    assert not opens(cast["nils"], row, "additions")
    assert clocks.open_duties(subjects=[row.pk], kinds=[duties_handover.RELEASE])
    for _again in range(3):
        row = handovers_kept.release(cast["amara"], row.pk, NOW)
    assert opens(cast["nils"], row, "additions")
    additions = received.read(cast["nils"], row.pk, NOW).additions
    assert additions is not None
    assert [item.text for item in additions.items] == [SECRETS["child_words"]]
    assert [item.reason for item in additions.items] == [BAG.reason]
    assert sum("identity" in held for _k, _w, _v, held in network.records.holders(row.pk)) == 2


def test_what_was_added_leaves_as_it_was_previewed_or_not_at_all(cast: Cast) -> None:
    """Also where whoever may write puts other words in its place, and the entry says so."""
    row = scene(cast, (*BASE, Cat.IDENTITY)).accepted(BAG)
    ref, deed = HANDOVERS.record_of(row), HANDOVERS.deed("release")
    with open_record(cast["amara"], ref, deed, purpose="protection", now=NOW, thing=row, write=True) as opened:
        found = opened.read(row, "additions")
        other = replace(found, items=tuple(replace(item, text="Something else") for item in found.items))
        opened.write(row, "additions", other)
        row.save(update_fields=["additions"])
        opened.state(row)
    with pytest.raises(PreviewChanged):
        handovers_kept.release(cast["amara"], row.pk, NOW)
    assert not opens(cast["nils"], row, "additions")


def test_an_addition_that_the_agreement_no_longer_covers_stays(cast: Cast) -> None:
    made = scene(cast, (*BASE, Cat.IDENTITY))
    row = made.accepted(BAG)
    network.agreements.end(cast["amara"], made.agreement, NOW)
    with pytest.raises(NotNow):
        handovers_kept.release(cast["amara"], row.pk, NOW)


def test_who_left_opens_nothing_that_is_written_later(cast: Cast) -> None:
    """The key test: Femi of the sender leaves after the draft, Nils' colleague keeps working; a write makes a new
    epoch, and Femi's keys with a fresh copy of the database open nothing of it."""
    made = scene(cast, (*BASE, Cat.IDENTITY))
    row = made.drafted("amara", additions=[BAG])
    femi = cast["femi"]
    assert opens(femi, row)
    network.people.end_membership(cast["bao"], femi.person, NOW)
    row = handovers.confirm(cast["amara"], row.pk, made.hash_of(row, "amara", (BAG,)), NOW)
    assert not opens(femi, row)
    assert not opens(femi, row, "additions")
    assert opens(cast["amara"], row)
    assert opens(cast["nils"], row)


# ---- refusals ----


def _refused(call: Callable[[], object]) -> str:
    with pytest.raises((NotAllowed, NotNow, NotHere)) as found:
        call()
    match found.value:
        case NotAllowed():
            return found.value.refusal.reason_code
        case NotNow():
            return found.value.code
    return "not_here"


def test_each_step_belongs_to_one_side(cast: Cast) -> None:
    """The sender does not accept for the recipient, the recipient does not withdraw; outsiders see nothing."""
    made = scene(cast)
    row = made.offered().pk
    amara, nils, dalia = cast["amara"], cast["nils"], cast["dalia"]
    assert _refused(lambda: received.accept(amara, row, NOW)) == "not_yours"
    assert _refused(lambda: received.decline(amara, row, "other", NOW)) == "not_yours"
    assert _refused(lambda: handovers.withdraw(nils, row, NOW)) == "foreign"
    assert _refused(lambda: handovers_kept.release(nils, row, NOW)) == "foreign"
    assert _refused(lambda: handovers.confirm(nils, row, "", NOW)) == "foreign"
    for who in ("sol", "tove", "edo", "celia"):
        assert _refused(lambda who=who: received.read(cast[who], row, NOW)) == "not_here"
    assert _refused(lambda: received.read(dalia, row, NOW)) == "not_here"
    assert _refused(lambda: handovers.look(nils, made.concern, cast.aurora, NOW)) == "not_here"


def test_a_manager_sees_the_path_and_opens_nothing(cast: Cast) -> None:
    """Who runs the office hears what is late; the role alone opens no handover."""
    row = scene(cast).offered()
    manager = replace(cast["oda"], roles=frozenset({Role.MANAGER}))
    assert HANDOVERS.row_of(manager, row.pk) == row
    assert _refused(lambda: received.read(manager, row.pk, NOW)) == "role"


@pytest.mark.parametrize("reason", ["", "unknown_code", "we have no capacity"])
def test_declining_takes_a_code(cast: Cast, reason: str) -> None:
    row = scene(cast).offered()
    assert _refused(lambda: received.decline(cast["nils"], row.pk, reason, NOW)) == "no_reason"


def test_free_text_never_reaches_a_clear_column(cast: Cast) -> None:
    """Why somebody renews or revokes is a code: words about a child would lie open in the table."""
    row = scene(cast).accepted()
    words = "The girl is in hospital"
    assert _refused(lambda: handovers_kept.renew(cast["amara"], row.pk, words, NOW)) == "no_reason"
    assert _refused(lambda: handovers_kept.revoke(cast["amara"], row.pk, words, NOW)) == "no_reason"


def test_an_expired_agreement_blocks_accepting_and_renewing(cast: Cast) -> None:
    made = scene(cast)
    offered = made.offered()
    network.agreements.end(cast["nils"], made.agreement, NOW)
    assert _refused(lambda: received.accept(cast["nils"], offered.pk, NOW)) == "ended"


def test_another_concerns_request_key_tells_nothing(cast: Cast) -> None:
    made, key = scene(cast), uuid4()
    made.drafted(key=key)
    other = Scene(cast, tell(cast).id, made.agreement)
    assert _refused(lambda: other.drafted(key=key)) == "not_here"


# ---- what follows ----


def test_a_routed_concern_comes_back_into_the_queue(cast: Cast) -> None:
    """Decided as handed over, then declined: undecided again, with a clock, and nothing erases it meanwhile."""
    made = scene(cast)
    row = made.offered()
    concern = Concern.objects.get(pk=made.concern)
    choice = decisions.Choice(Triage.ROUTE_ELSEWHERE, NoteContent(text="Nordlys can act"))
    decisions.decide(cast["amara"], made.concern, choice, concern.version, NOW)
    concern.refresh_from_db()
    assert (concern.triage, concern.erase_on is not None) == ("route_elsewhere", True)
    received.decline(cast["nils"], row.pk, "wrong_area", NOW)
    concern.refresh_from_db()
    assert (concern.triage, concern.erase_on, concern.closed_on) == ("new", None, None)
    assert clocks.open_duties(subjects=[made.concern], kinds=[duties.DECIDE])


def decided(made: Scene) -> Concern:
    """The concern, with the decision that it was handed over."""
    concern = Concern.objects.get(pk=made.concern)
    choice = decisions.Choice(Triage.ROUTE_ELSEWHERE, NoteContent(text="Nordlys can act"))
    decisions.decide(made.cast["amara"], made.concern, choice, concern.version, NOW)
    return concern


@pytest.mark.parametrize("end", ["withdraw", "revoke", "lapse"])
def test_what_is_taken_back_without_an_outcome_leaves_no_child_with_nobody(cast: Cast, end: str) -> None:
    """Undecided again, with a clock that the recipient’s confirmation does not end; nothing erases it; what
    was marked as the same follows."""
    made = scene(cast)
    row = made.offered() if end == "withdraw" else made.accepted()
    concern = decided(made)
    same = tell(cast)
    decided_as(same.row, duplicate_of=concern, triage="route_elsewhere", erase_on=NOW.date())
    _STEPS[end](cast, row.pk, NOW + timedelta(days=95 if end == "lapse" else 0))
    with contextlib.suppress(NotNow, NotAllowed):
        received.purge(cast["nils"], row.pk, NOW + timedelta(days=96))
    concern.refresh_from_db()
    assert (concern.triage, concern.erase_on) == ("new", None)
    assert clocks.open_duties(subjects=[made.concern], kinds=[duties.DECIDE])
    assert Concern.objects.get(pk=same.id).erase_on is None


def test_what_was_taken_back_before_is_found_by_the_daily_job(cast: Cast) -> None:
    """Until 0.2.0 nobody heard of it. What has an outcome stays decided."""
    made, told = scene(cast), scene(cast)
    for one in (made, told):
        one.accepted()
        decided(one)
    Handover.objects.filter(concern=made.concern).update(state="withdrawn")
    Handover.objects.filter(concern=told.concern).update(state="purged", outcome="helped")
    for _again in range(2):
        clock.lapse(NOW)
    assert clocks.open_duties(subjects=[made.concern], kinds=[duties.DECIDE])
    assert Concern.objects.get(pk=told.concern).triage == "route_elsewhere"


def test_a_draft_is_nobody_who_acts(cast: Cast) -> None:
    made = scene(cast)
    made.drafted()
    with pytest.raises(NotNow, match="only a draft"):
        decided(made)


def test_to_take_back_what_was_not_the_answer_asks_for_another_way_once(cast: Cast) -> None:
    """The recipient's confirmation does not end the task; the sender says that another way was found."""
    made = scene(cast)
    row = made.accepted()
    handovers_kept.revoke(cast["amara"], row.pk, "partner", NOW)
    received.purge(cast["nils"], row.pk, NOW)
    back = [duties_handover.CAME_BACK]
    assert clocks.open_duties(subjects=[row.pk], kinds=back)
    handovers_kept.settle(cast["amara"], row.pk, NOW)
    assert clocks.open_duties(subjects=[row.pk], kinds=back) == []


def test_with_another_handover_alive_people_are_only_told(cast: Cast) -> None:
    made = scene(cast)
    first, second = made.offered(), made.offered()
    concern = Concern.objects.get(pk=made.concern)
    choice = decisions.Choice(Triage.ROUTE_ELSEWHERE, NoteContent(text="Nordlys can act"))
    decisions.decide(cast["amara"], made.concern, choice, concern.version, NOW)
    received.decline(cast["nils"], first.pk, "other", NOW)
    concern.refresh_from_db()
    assert concern.triage == "route_elsewhere"
    assert len(clocks.open_duties(subjects=[first.pk], kinds=[duties_handover.CAME_BACK])) == 1
    received.accept(cast["nils"], second.pk, NOW)
    assert clocks.open_duties(subjects=[first.pk], kinds=[duties_handover.CAME_BACK]) == []


def test_an_outcome_adds_one_cell_at_the_recipient(cast: Cast) -> None:
    """Codes only, sealed for the counting team of Nordlys; a replay adds none."""
    row = scene(cast).accepted()
    for _again in range(2):
        received.complete(cast["nils"], row.pk, "helped", NOW)
    (cell,) = CountCell.objects.all()
    assert cell.org_id == cast.nordlys


def test_the_signed_confirmation_is_in_the_journal_of_both(cast: Cast) -> None:
    """Purge: bundles and items gone, a tombstone, an entry signed by the person who confirmed."""
    row = scene(cast).accepted()
    received.complete(cast["nils"], row.pk, "helped", NOW)
    row = received.purge(cast["nils"], row.pk, NOW)
    assert network.records.holders(row.pk) == []
    assert (bytes(row.payload), bytes(row.additions)) == (b"", b"")
    assert network.tombstones(cast.aurora)["handover_copy"] == 1
    (line,) = [line for line in journal.read(row.pk) if line.deed == "concerns.purge_handover"]
    assert (line.actor, line.org, line.purpose) == (cast["nils"].person, cast.nordlys, "nothing_left")
    seen = [event.what for event in history(cast["amara"], row.pk)]
    assert "Erased it, and signed that nothing is left" in seen


def test_handovers_follow_a_concern_about_our_own_people(cast: Cast) -> None:
    """Marked as a conflict: on our side only the safeguarding lead's keys open its handovers."""
    made = scene(cast, (*BASE, Cat.IDENTITY))
    sent, kept = made.accepted(BAG), made.drafted()
    conflict.mark(cast["amara"], made.concern, NOW)
    for row in (made.row(sent.pk), made.row(kept.pk)):
        assert row.restricted
        assert not opens(cast["amara"], row)
        assert opens(cast["dalia"], row)
        assert _refused(lambda row=row: received.read(cast["femi"], row.pk, NOW)) == "not_here"
    assert opens(cast["nils"], sent)
    assert handovers_kept.release(cast["dalia"], sent.pk, NOW).released
    assert opens(cast["nils"], made.row(sent.pk), "additions")
    conflict.clear(cast["dalia"], made.concern, NOW)
    assert opens(cast["amara"], made.row(kept.pk))
    assert not opens(cast["dalia"], made.row(kept.pk))


# ---- clocks ----


def test_half_time_reminds_and_the_end_takes_it_back(cast: Cast) -> None:
    """Reminder → expiry: copy gone, manager told, concern with a clock, and a day later the desk."""
    made = scene(cast)
    row = made.offered()
    due = row.answer_due
    assert due == NOW + timedelta(hours=72)
    assert clocks.sweep(NOW + timedelta(hours=35)).reminded == 0
    assert clocks.sweep(NOW + timedelta(hours=37)).reminded == 1
    row.refresh_from_db()
    assert row.state == State.OFFERED
    clocks.sweep(due)
    row.refresh_from_db()
    assert (row.state, bytes(row.payload)) == (State.EXPIRED, b"")
    assert not opens(cast["nils"], row)
    told = {duty.kind: str(duty.owner) for duty in clocks.open_duties(org=cast.aurora) if duty.subject == row.pk}
    assert told[duties_handover.UNANSWERED.code] == "role:manager"
    assert passing_clock.unanswered() == []
    clocks.sweep(due + timedelta(hours=25))
    (line,) = passing_clock.unanswered()
    assert (line.country_from, line.country_to, line.day) == ("XA", "XB", due.date())


def test_access_ends_at_its_day_and_the_recipient_confirms(cast: Cast) -> None:
    """Readable through the last day, then no key; unconfirmed for a week, the clock erases it and says so."""
    row = scene(cast).accepted()
    assert row.access_until == NOW.date() + timedelta(days=90)
    last = datetime.combine(row.access_until, time(23), UTC)
    assert clock.lapse(last) == 0
    after = last + timedelta(hours=2)
    assert clock.lapse(after) == 1
    row.refresh_from_db()
    assert row.state == State.REVOKED
    assert not opens(cast["nils"], row)
    assert opens(cast["amara"], row)
    clocks.sweep(after + timedelta(days=8))
    row.refresh_from_db()
    assert (row.state, bytes(row.payload)) == (State.PURGED, b"")
    assert network.records.holders(row.pk) == []


def test_what_the_clock_erased_a_person_still_signs(cast: Cast) -> None:
    """The duty to confirm stays open until somebody has signed, once."""
    row = scene(cast).accepted()
    handovers_kept.revoke(cast["amara"], row.pk, "mistake", NOW)
    clocks.sweep(NOW + timedelta(days=8))
    row.refresh_from_db()
    assert row.state == State.PURGED
    assert not received.is_signed(row)
    assert row.pk in clocks.next_of([row.pk], org=cast.nordlys)
    for _ in range(2):
        received.purge(cast["nils"], row.pk, NOW + timedelta(days=9))
    assert received.is_signed(row)
    assert clocks.next_of([row.pk], org=cast.nordlys) == {}
    signed = [line for line in journal.read(row.pk) if line.deed == "concerns.purge_handover" and line.actor]
    assert len(signed) == 1


def test_access_ends_with_the_agreement(cast: Cast) -> None:
    made = scene(cast)
    row = made.accepted()
    network.agreements.end(cast["nils"], made.agreement, NOW)
    assert clock.lapse(NOW + DAY) == 1
    row.refresh_from_db()
    assert row.state == State.REVOKED


def test_access_never_outlives_the_agreement(cast: Cast) -> None:
    agree(cast, days=(-10, 30))
    concern = tell(cast).id
    confirm_country(cast, concern, "XB")
    row = Scene(cast, concern, uuid4()).accepted()
    assert row.access_until == NOW.date() + timedelta(days=30)


def test_ninety_days_without_an_outcome_the_sender_asks(cast: Cast) -> None:
    row = scene(cast).accepted()
    clocks.sweep(NOW + timedelta(days=91))
    kinds = {duty.kind for duty in clocks.open_duties(org=cast.aurora) if duty.subject == row.pk}
    assert duties_handover.ASK_OUTCOME.code in kinds
    received.complete(cast["nils"], row.pk, "helped", NOW + timedelta(days=91))
    kinds = {duty.kind for duty in clocks.open_duties(org=cast.aurora) if duty.subject == row.pk}
    assert duties_handover.ASK_OUTCOME.code not in kinds


def test_what_is_still_open_is_asked_for_again(cast: Cast) -> None:
    """It ends nothing and counts nothing: the partner owes the outcome by a new day, and can tell it."""
    row, now = scene(cast).accepted(), NOW + timedelta(days=80)
    cells = CountCell.objects.count()
    for _again in range(2):
        row = received.complete(cast["nils"], row.pk, "open", now)
    assert (row.state, row.outcome, CountCell.objects.count()) == (State.ACCEPTED, "", cells)
    (duty,) = clocks.open_duties(subjects=[row.pk], kinds=[duties_handover.OUTCOME])
    assert now < duty.due_at <= now + timedelta(days=31)
    assert received.complete(cast["nils"], row.pk, "helped", now).state == State.COMPLETED


def test_revoking_takes_the_keys_at_once(cast: Cast) -> None:
    row = scene(cast).accepted()
    row = handovers_kept.revoke(cast["amara"], row.pk, "mistake", NOW)
    assert not opens(cast["nils"], row)
    received.purge(cast["nils"], row.pk, NOW)
    row.refresh_from_db()
    assert row.state == State.PURGED


# ---- any order ----

_STEPS: dict[str, Callable[[Cast, UUID, datetime], object]] = {
    "accept": lambda cast, row, now: received.accept(cast["nils"], row, now),
    "decline": lambda cast, row, now: received.decline(cast["nils"], row, "other", now),
    "complete": lambda cast, row, now: received.complete(cast["nils"], row, "helped", now),
    "purge": lambda cast, row, now: received.purge(cast["nils"], row, now),
    "withdraw": lambda cast, row, now: handovers.withdraw(cast["amara"], row, now),
    "release": lambda cast, row, now: handovers_kept.release(cast["amara"], row, now),
    "renew": lambda cast, row, now: handovers_kept.renew(cast["amara"], row, "follow_up", now),
    "revoke": lambda cast, row, now: handovers_kept.revoke(cast["amara"], row, "not_needed", now),
    "tomorrow": lambda _cast, _row, now: clocks.sweep(now),
    "lapse": lambda _cast, _row, now: clock.lapse(now),
}
_READABLE = {State.OFFERED, State.ACCEPTED, State.COMPLETED}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(_STEPS)), max_size=9))
def test_in_any_order_the_table_holds(cast: Cast, steps: list[str]) -> None:
    """Whatever anybody tries, twice or late: states follow the table; the recipient reads exactly while they may;
    additions only after their release; what is over is erased; the journal holds; somebody acts or has told."""
    with transaction.atomic():
        made = scene(cast, (*BASE, Cat.IDENTITY))
        row, now = made.offered("amara", BAG), NOW
        decided(made)
        for name in steps:
            before = State(row.state)
            now += timedelta(days=30) if name in {"tomorrow", "lapse"} else timedelta(hours=1)
            with contextlib.suppress(NotNow, NotAllowed):
                _STEPS[name](cast, row.pk, now)
            row = Handover.objects.get(pk=row.pk)
            after = State(row.state)
            assert after == before or after in {rule.to for (state, _), rule in TABLE.items() if state == before}
            assert opens(cast["nils"], row) == (after in _READABLE)
            assert opens(cast["nils"], row, "additions") == (after in _READABLE and row.released)
            acting = [duties.DECIDE, duties_handover.ANSWER_DUTY, duties_handover.OUTCOME]
            assert row.outcome or clocks.open_duties(subjects=[row.pk, made.concern], kinds=acting), (
                "a child with nobody"
            )
            if after in FINAL:
                assert network.records.holders(row.pk) == []
                assert bytes(row.payload) == bytes(row.additions) == b""
        assert [one for one in journal.verify(lambda _key, _line: "") if one.record == row.pk] == []
        transaction.set_rollback(True)


def test_an_empty_payload_is_no_schema_error() -> None:
    """The content of nothing round-trips: a page of an erased handover never fails."""
    assert HandoverContent.from_json(HandoverContent().to_json()) == HandoverContent()
