"""The life of a handover (DNH-28, 30, 31, 32): one table; nothing is dropped, replayed or overridden."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from fanal.passing.states import (
    ACCESS,
    DESK_AFTER,
    FINAL,
    TABLE,
    WORDS,
    Effect,
    Event,
    Given,
    Side,
    Step,
    advance,
    answer_limit,
)
from fanal.vocabulary.codes import DeclineReason, HandoverOutcome
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Allowed, Refused

NOW = datetime(2026, 11, 25, 14, tzinfo=UTC)
LATER = NOW + timedelta(days=100)
SIDES = {
    Event.OFFER: Side.SENDER,
    Event.WITHDRAW: Side.SENDER,
    Event.RENEW: Side.SENDER,
    Event.REVOKE: Side.SENDER,
    Event.ACCEPT: Side.RECIPIENT,
    Event.DECLINE: Side.RECIPIENT,
    Event.COMPLETE: Side.RECIPIENT,
    Event.STILL_OPEN: Side.RECIPIENT,
    Event.EXPIRE: Side.CLOCK,
    Event.LAPSE: Side.CLOCK,
    Event.PURGE: Side.CLOCK,
}


def good(event: Event, **changes: object) -> Given:
    """Everything in order for this event."""
    base: dict[str, object] = {
        "side": SIDES[event],
        "now": LATER,
        "agreement": Allowed("agreement"),
        "answer_due": NOW,
        "access_until": NOW,
        "notes_read": True,
        "preview_seen": True,
        "reason": str(DeclineReason.NO_CAPACITY),
        "outcome": str(HandoverOutcome.HELPED),
    }
    return Given(**(base | changes))  # type: ignore[arg-type]


def code(answer: Step | Refused) -> str:
    return answer.reason_code if isinstance(answer, Refused) else str(answer.state)


ALLOWED = {
    ("draft", "offer"): "offered",
    ("draft", "withdraw"): "withdrawn",
    ("offered", "accept"): "accepted",
    ("offered", "decline"): "declined",
    ("offered", "expire"): "expired",
    ("offered", "withdraw"): "withdrawn",
    ("accepted", "complete"): "completed",
    ("accepted", "still_open"): "accepted",
    ("accepted", "renew"): "accepted",
    ("accepted", "revoke"): "revoked",
    ("accepted", "lapse"): "revoked",
    ("completed", "renew"): "completed",
    ("completed", "revoke"): "revoked",
    ("completed", "lapse"): "revoked",
    ("completed", "purge"): "purged",
    ("revoked", "purge"): "purged",
}


@pytest.mark.parametrize(("state", "event"), list(product(State, Event)))
def test_each_state_knows_exactly_its_events(state: State, event: Event) -> None:
    answer = advance(state, event, good(event))
    if (state, event) in ALLOWED:
        assert isinstance(answer, Step)
        assert (answer.state, answer.changed) == (ALLOWED[state, event], True)
    elif any(to == state and done == event for (_, done), to in ALLOWED.items()):
        assert answer == Step(state, (), changed=False)  # a replay
    else:
        assert code(answer) == "too_late"


@pytest.mark.parametrize(("state", "event"), list(TABLE))
def test_a_step_belongs_to_its_side(state: State, event: Event) -> None:
    for side in set(Side) - TABLE[state, event].by:
        assert code(advance(state, event, good(event, side=side))) == "not_yours"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"agreement": Refused("expired")}, "expired"),
        ({"agreement": Refused("no_agreement")}, "no_agreement"),
        ({"to_self": True}, "to_self"),
        ({"preview_seen": False}, "not_seen"),
        ({"people": 0}, "second_person"),
        ({"to_authority": True, "people": 1}, "second_person"),
        ({"to_authority": True, "people": 2, "notes_read": False}, "notes_unread"),
        ({"to_authority": True, "people": 1, "urgent_recorded": True, "notes_read": False}, "notes_unread"),
        ({"to_authority": True, "urgent_recorded": True, "agreement": Refused("expired")}, "expired"),
    ],
)
def test_an_offer_that_lacks_something_is_refused(changes: dict[str, object], refusal: str) -> None:
    assert code(advance(State.DRAFT, Event.OFFER, good(Event.OFFER, **changes))) == refusal


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"notes_read": False},
        {"to_authority": True, "people": 2},
        {"to_authority": True, "people": 1, "urgent_recorded": True},
    ],
)
def test_an_offer_in_order_goes(changes: dict[str, object]) -> None:
    assert code(advance(State.DRAFT, Event.OFFER, good(Event.OFFER, **changes))) == "offered"


def test_nothing_may_go_until_an_agreement_was_asked_for() -> None:
    given = Given(Side.SENDER, NOW, preview_seen=True, notes_read=True)
    assert code(advance(State.DRAFT, Event.OFFER, given)) == "no_agreement"


@pytest.mark.parametrize(
    ("state", "event", "changes", "refusal"),
    [
        (State.OFFERED, Event.ACCEPT, {"agreement": Refused("ended")}, "ended"),
        (State.OFFERED, Event.DECLINE, {"reason": ""}, "no_reason"),
        (State.OFFERED, Event.DECLINE, {"reason": "because"}, "no_reason"),
        (State.OFFERED, Event.EXPIRE, {"now": NOW - timedelta(seconds=1)}, "not_due"),
        (State.OFFERED, Event.EXPIRE, {"answer_due": None}, "not_due"),
        (State.ACCEPTED, Event.COMPLETE, {"outcome": ""}, "no_outcome"),
        (State.ACCEPTED, Event.COMPLETE, {"outcome": "great"}, "no_outcome"),
        (State.ACCEPTED, Event.RENEW, {"reason": " "}, "no_reason"),
        (State.ACCEPTED, Event.RENEW, {"agreement": Refused("expired")}, "expired"),
        (State.ACCEPTED, Event.REVOKE, {"reason": ""}, "no_reason"),
        (State.ACCEPTED, Event.LAPSE, {"now": NOW - timedelta(seconds=1)}, "not_due"),
        (State.ACCEPTED, Event.LAPSE, {"access_until": None}, "not_due"),
    ],
)
def test_a_step_that_lacks_something_is_refused(
    state: State, event: Event, changes: dict[str, object], refusal: str
) -> None:
    assert code(advance(state, event, good(event, **changes))) == refusal


def test_access_ends_with_the_agreement_even_before_its_day() -> None:
    given = good(Event.LAPSE, now=NOW - timedelta(days=1), agreement=Refused("ended"))
    assert code(advance(State.ACCEPTED, Event.LAPSE, given)) == "revoked"


def test_every_refusal_of_our_own_has_its_words() -> None:
    for refusal in WORDS:
        assert WORDS[refusal].endswith(".")
    answer = advance(State.DRAFT, Event.ACCEPT, good(Event.ACCEPT))
    assert isinstance(answer, Refused)
    assert answer.words == WORDS["too_late"]


def test_default_is_sealed_at_the_offer_and_additions_only_after_acceptance() -> None:
    assert TABLE[State.DRAFT, Event.OFFER].effects == (Effect.SEAL_DEFAULT, Effect.START_ANSWER_CLOCK)
    assert Effect.SEAL_ADDITIONS in TABLE[State.OFFERED, Event.ACCEPT].effects
    assert sum(Effect.SEAL_ADDITIONS in found.effects for found in TABLE.values()) == 1


def test_whatever_ends_without_acceptance_deletes_the_copy() -> None:
    for event in (Event.DECLINE, Event.EXPIRE, Event.WITHDRAW):
        effects = TABLE[State.OFFERED, event].effects
        assert {Effect.DELETE_COPY, Effect.STOP_ANSWER_CLOCK} <= set(effects)
        assert Effect.BACK_TO_QUEUE in effects
    assert Effect.TELL_MANAGER in TABLE[State.OFFERED, Event.EXPIRE].effects
    for state in (State.COMPLETED, State.REVOKED):
        assert {Effect.DELETE_COPY, Effect.SIGN_PURGE} == set(TABLE[state, Event.PURGE].effects)


def test_the_end_states_are_ends() -> None:
    assert set(FINAL) == {State.DECLINED, State.EXPIRED, State.WITHDRAWN, State.PURGED}


def test_the_clocks_of_an_answer() -> None:
    assert answer_limit(urgent=True) == timedelta(hours=24)
    assert answer_limit(urgent=False) == timedelta(hours=72)
    assert DESK_AFTER.total_seconds() == 24 * 3600
    assert ACCESS.days == 90


class Handover(RuleBasedStateMachine):
    """Both sides and the clock do anything at any time, in order or not, some of it again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.state, self.now = State.DRAFT, NOW
        self.copy = self.additions = self.clock = False
        self.due: datetime | None = None
        self.until: datetime | None = None
        self.back = self.told = 0
        self.steps: list[Event] = []

    @rule(
        event=st.sampled_from(Event),
        side=st.sampled_from(Side),
        agreement=st.sampled_from([Allowed("agreement"), Refused("expired")]),
        flags=st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()),
        people=st.integers(1, 2),
        reason=st.sampled_from(["", *DeclineReason]),
        outcome=st.sampled_from(["", *HandoverOutcome]),
        replays=st.sampled_from([1, 1, 1, 100]),
    )
    def anything(self, event, side, agreement, flags, people, reason, outcome, replays) -> None:  # type: ignore[no-untyped-def]
        authority, urgent, read, seen = flags
        for attempt in range(replays):
            given_ = Given(
                side=side,
                now=self.now,
                agreement=agreement,
                answer_due=self.due,
                access_until=self.until,
                to_authority=authority,
                people=people,
                urgent_recorded=urgent,
                notes_read=read,
                preview_seen=seen,
                reason=reason,
                outcome=outcome,
            )
            before = self.state
            answer = advance(before, event, given_)
            if isinstance(answer, Refused) or not answer.changed:
                assert isinstance(answer, Refused) or (answer.state, answer.effects) == (before, ())
                continue
            assert attempt == 0 or event in {Event.RENEW, Event.STILL_OPEN}
            if event in {Event.OFFER, Event.ACCEPT, Event.RENEW}:
                assert agreement
            if event is Event.OFFER:
                assert seen
                assert not authority or (read and (people == 2 or urgent))
            self.state = answer.state
            self.steps.append(event)
            self.do(answer.effects)

    @rule(hours=st.integers(1, 24 * 40))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @precondition(lambda self: self.state is State.OFFERED)
    @rule()
    def the_sweep_finds_a_dead_recipient(self) -> None:
        assert self.due is not None
        self.now = max(self.now, self.due)
        given_ = Given(Side.CLOCK, self.now, answer_due=self.due)
        answer = advance(self.state, Event.EXPIRE, given_)
        assert isinstance(answer, Step)
        self.state = answer.state
        self.steps.append(Event.EXPIRE)
        self.do(answer.effects)

    def do(self, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            match effect:
                case Effect.SEAL_DEFAULT:
                    self.copy = True
                case Effect.SEAL_ADDITIONS:
                    self.additions = True
                case Effect.START_ANSWER_CLOCK:
                    self.clock, self.due = True, self.now + answer_limit(urgent=False)
                case Effect.STOP_ANSWER_CLOCK:
                    self.clock = False
                case Effect.START_ACCESS:
                    self.until = self.now + ACCESS
                case Effect.BACK_TO_QUEUE:
                    self.back += 1
                case Effect.TELL_MANAGER:
                    self.told += 1
                case Effect.DELETE_COPY:
                    self.copy = self.additions = False

    @invariant()
    def a_copy_lies_there_only_while_somebody_may_read_it(self) -> None:
        assert self.copy == (self.state in {State.OFFERED, State.ACCEPTED, State.COMPLETED, State.REVOKED})
        assert not self.additions or self.state in {State.ACCEPTED, State.COMPLETED, State.REVOKED}

    @invariant()
    def an_offer_is_never_without_a_running_clock(self) -> None:
        assert self.clock == (self.state is State.OFFERED)

    @invariant()
    def what_was_sent_and_ended_without_an_outcome_comes_back_once(self) -> None:
        over = self.state not in {State.DRAFT, State.OFFERED, State.ACCEPTED, State.COMPLETED}
        assert self.back == (over and Event.OFFER in self.steps and Event.COMPLETE not in self.steps)
        assert self.told == (self.state is State.EXPIRED)

    @invariant()
    def no_step_is_made_twice(self) -> None:
        once = [event for event in self.steps if event not in {Event.RENEW, Event.STILL_OPEN}]
        assert len(once) == len(set(once))


TestHandover = Handover.TestCase
TestHandover.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
