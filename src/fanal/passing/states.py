"""The life of what is passed on: one table, one function. Nothing else changes a state
(docs/passing.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from fanal.vocabulary.codes import DeclineReason, HandoverOutcome
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Allowed, Answer, Refused
from fanal.vocabulary.words import gettext_noop

ANSWER_URGENT, ANSWER = timedelta(hours=24), timedelta(hours=72)
DESK_AFTER = timedelta(hours=24)
"""How long after an unanswered end the referral desk is told "unanswered, D → S, day"."""
ACCESS = timedelta(days=90)
OUTCOME_AFTER = timedelta(days=90)
OPEN_AGAIN = timedelta(days=30)
"""When the outcome is asked for again of what was still open."""


class Event(StrEnum):
    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    COMPLETE = "complete"
    STILL_OPEN = "still_open"
    RENEW = "renew"
    REVOKE = "revoke"
    LAPSE = "lapse"
    PURGE = "purge"


class Side(StrEnum):
    SENDER = "sender"
    RECIPIENT = "recipient"
    CLOCK = "clock"


class Effect(StrEnum):
    """What the deed around a step must do in the same transaction."""

    SEAL_DEFAULT = "seal_default"
    SEAL_ADDITIONS = "seal_additions"
    START_ANSWER_CLOCK = "start_answer_clock"
    STOP_ANSWER_CLOCK = "stop_answer_clock"
    START_ACCESS = "start_access"
    ASK_OUTCOME = "ask_outcome"
    BACK_TO_QUEUE = "back_to_queue"
    TELL_MANAGER = "tell_manager"
    DELETE_COPY = "delete_copy"
    SIGN_PURGE = "sign_purge"


@dataclass(frozen=True, slots=True)
class Rule:
    to: State
    by: frozenset[Side]
    effects: tuple[Effect, ...] = ()


_SENDER, _RECIPIENT, _CLOCK = frozenset({Side.SENDER}), frozenset({Side.RECIPIENT}), frozenset({Side.CLOCK})
_ANSWERED = (Effect.STOP_ANSWER_CLOCK,)
_COMES_BACK = (*_ANSWERED, Effect.DELETE_COPY, Effect.BACK_TO_QUEUE)
_ENDS = (Effect.DELETE_COPY, Effect.SIGN_PURGE)

TABLE: Mapping[tuple[State, Event], Rule] = {
    (State.DRAFT, Event.OFFER): Rule(State.OFFERED, _SENDER, (Effect.SEAL_DEFAULT, Effect.START_ANSWER_CLOCK)),
    (State.DRAFT, Event.WITHDRAW): Rule(State.WITHDRAWN, _SENDER),
    (State.OFFERED, Event.ACCEPT): Rule(
        State.ACCEPTED,
        _RECIPIENT,
        (*_ANSWERED, Effect.SEAL_ADDITIONS, Effect.START_ACCESS, Effect.ASK_OUTCOME),
    ),
    (State.OFFERED, Event.DECLINE): Rule(State.DECLINED, _RECIPIENT, _COMES_BACK),
    (State.OFFERED, Event.EXPIRE): Rule(State.EXPIRED, _CLOCK, (*_COMES_BACK, Effect.TELL_MANAGER)),
    (State.OFFERED, Event.WITHDRAW): Rule(State.WITHDRAWN, _SENDER, _COMES_BACK),
    (State.ACCEPTED, Event.COMPLETE): Rule(State.COMPLETED, _RECIPIENT),
    (State.ACCEPTED, Event.STILL_OPEN): Rule(State.ACCEPTED, _RECIPIENT, (Effect.ASK_OUTCOME,)),
    (State.ACCEPTED, Event.RENEW): Rule(State.ACCEPTED, _SENDER, (Effect.START_ACCESS,)),
    (State.ACCEPTED, Event.REVOKE): Rule(State.REVOKED, _SENDER, (Effect.BACK_TO_QUEUE,)),
    (State.ACCEPTED, Event.LAPSE): Rule(State.REVOKED, _CLOCK, (Effect.BACK_TO_QUEUE,)),
    (State.COMPLETED, Event.RENEW): Rule(State.COMPLETED, _SENDER, (Effect.START_ACCESS,)),
    (State.COMPLETED, Event.REVOKE): Rule(State.REVOKED, _SENDER),
    (State.COMPLETED, Event.LAPSE): Rule(State.REVOKED, _CLOCK),
    (State.COMPLETED, Event.PURGE): Rule(State.PURGED, _RECIPIENT | _CLOCK, _ENDS),
    (State.REVOKED, Event.PURGE): Rule(State.PURGED, _RECIPIENT | _CLOCK, _ENDS),
}
FINAL = frozenset(State) - {state for state, _ in TABLE}


NOT_ASKED = Refused("no_agreement")
"""What holds until somebody asks: nothing may go."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a step is judged by. `people` counts the different persons who confirm; `agreement` is today's answer."""

    side: Side
    now: datetime
    agreement: Answer = NOT_ASKED
    answer_due: datetime | None = None
    access_until: datetime | None = None
    to_authority: bool = False
    by_two: bool = False
    to_self: bool = False
    people: int = 1
    urgent_recorded: bool = False
    notes_read: bool = False
    preview_seen: bool = False
    reason: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """The state after the event. `changed` is False for a replay: then there is nothing to do."""

    state: State
    effects: tuple[Effect, ...] = ()
    changed: bool = True


def advance(state: State, event: Event, given: Given) -> Step | Refused:
    """The one way from state to state. A replay of the event that led here changes nothing (DNH-32)."""
    rule = TABLE.get((state, event))
    if rule is None:
        if any(known.to is state and done is event for (_, done), known in TABLE.items()):
            return Step(state, changed=False)
        return _no("too_late")
    if given.side not in rule.by:
        return _no("not_yours")
    guard = _GUARDS.get(event)
    refused = guard(given) if guard else None
    return Step(rule.to, rule.effects) if refused is None else refused  # a refusal is false: no "or" here


def access_end(answer: Answer, today: date) -> date:
    """The last day on which a recipient reads what is accepted today: ninety days, never past the agreement."""
    ninety = today + ACCESS
    return min(ninety, answer.until) if isinstance(answer, Allowed) and answer.until else ninety


def answer_limit(*, urgent: bool) -> timedelta:
    """How long the recipient has: by the clock where it is urgent, else in their published hours."""
    return ANSWER_URGENT if urgent else ANSWER


WORDS: Mapping[str, str] = {
    "too_late": gettext_noop("This was decided a moment ago. Look at it again."),
    "not_yours": gettext_noop("This step belongs to the other side."),
    "to_self": gettext_noop("An organisation does not hand over to itself."),
    "not_seen": gettext_noop("Look at the preview first. What you see is what leaves."),
    "notes_unread": gettext_noop("Read the note on the authorities of this country first."),
    "second_person": gettext_noop("A second person must confirm this."),
    "no_reason": gettext_noop("Please say why."),
    "no_outcome": gettext_noop("Please say what came of it."),
    "not_due": gettext_noop("The time has not run out yet."),
}


def _no(code: str) -> Refused:
    return Refused(code, WORDS[code])


def _may_offer(given: Given) -> Refused | None:
    """Agreement, preview, notes, people: each must hold, nothing overrides another (DNH-28, DNH-30)."""
    if given.to_self:
        return _no("to_self")
    if isinstance(given.agreement, Refused):
        return given.agreement
    if not given.preview_seen:
        return _no("not_seen")
    if given.to_authority and not given.notes_read:
        return _no("notes_unread")
    needed = 2 if (given.to_authority or given.by_two) and not given.urgent_recorded else 1
    return _no("second_person") if given.people < needed else None


def _may_accept(given: Given) -> Refused | None:
    return given.agreement if isinstance(given.agreement, Refused) else None


def _may_decline(given: Given) -> Refused | None:
    return None if given.reason in set(DeclineReason) else _no("no_reason")


def _may_expire(given: Given) -> Refused | None:
    return None if given.answer_due and given.now >= given.answer_due else _no("not_due")


def _may_complete(given: Given) -> Refused | None:
    return None if given.outcome in set(HandoverOutcome) else _no("no_outcome")


def _may_renew(given: Given) -> Refused | None:
    if isinstance(given.agreement, Refused):
        return given.agreement
    return None if given.reason.strip() else _no("no_reason")


def _may_lapse(given: Given) -> Refused | None:
    """Access ends at its day, or with the agreement, whichever is first."""
    over = given.access_until is not None and given.now >= given.access_until
    return None if over or not isinstance(given.agreement, Allowed) else _no("not_due")


def _may_revoke(given: Given) -> Refused | None:
    return None if given.reason.strip() else _no("no_reason")


_GUARDS = {
    Event.OFFER: _may_offer,
    Event.ACCEPT: _may_accept,
    Event.DECLINE: _may_decline,
    Event.EXPIRE: _may_expire,
    Event.COMPLETE: _may_complete,
    Event.RENEW: _may_renew,
    Event.LAPSE: _may_lapse,
    Event.REVOKE: _may_revoke,
}
