"""A concern goes into other hands: everything that is held gets new keys, and whoever had it opens nothing that is
written later. What was handed over, what is the same, and the clocks follow."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from fanal.access.api import Opened, ask, open_record, stated
from fanal.clocks import api as clocks
from fanal.concerns import duties
from fanal.concerns.access_terms import keys_of, ref_of
from fanal.concerns.handovers import kept
from fanal.concerns.keeping.duties import HOLD_ENDS
from fanal.concerns.models import UNDECIDED, Concern, Decision, Message
from fanal.concerns.public.place import place_before
from fanal.concerns.public.receive import start_clocks
from fanal.concerns.signals import concern_restricted
from fanal.concerns.triage.duties import SECOND
from fanal.concerns.triage.triage import concern_of
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose

_COLUMNS = ("personal", "content", "identity", "offender", "reporter")
_CLOCKS = (duties.ACKNOWLEDGE, duties.DECIDE_URGENT, duties.DECIDE, duties.ANSWER_REPORTER)


type Follows = Callable[[Actor, Concern, datetime, str], None]
"""What goes along with a concern, inside the deed that gave it into other hands: who does it, the concern as it is now,
when, and for which purpose its records are opened."""
_follow: list[Follows] = []


def follows(change_hands: Follows) -> Follows:
    """Let what a folder above keeps of a concern go along. Said once, when the room starts."""
    if change_hands not in _follow:
        _follow.append(change_hands)
    return change_hands


class Hands(NamedTuple):
    """Who has a concern: the safeguarding lead alone, or an intake team (None: the main one)."""

    restricted: bool
    team: UUID | None


def give(actor: Actor, concern_id: UUID, deed: str, to: Callable[[Concern], Hands], now: datetime) -> None:
    """Give a concern, and what is the same, into other hands, under new keys; `to` says into whose. Raises `NotHere`,
    `NotAllowed`, `NetworkError` (also where that team is closed at this moment), and what `to` raises."""
    with transaction.atomic():
        first = concern_of(actor, concern_id, lock=True)
        ask(actor, deed, first)
        hands, had = to(first), _has(first)
        if hands.team and not hands.restricted:
            network.teams.held(first.org_id, hands.team)
        same = [
            one for one in Concern.objects.filter(duplicate_of=first) if _has(one) != hands or not stated.stands(one)
        ]
        for other in same:  # it is where the first one is, whatever somebody wrote there
            other.restricted, other.team_id = had
        if not hands.restricted:
            stated.need(first.pk, first)
            same = [other for other in same if stated.stands(other)]
        for concern in (first, *same):
            _give(actor, concern, deed, hands, now)
            if hands.restricted:
                concern_restricted.send(sender=None, concern=concern.pk, by=actor.signatory(), now=now)


def _has(concern: Concern) -> Hands:
    return Hands(concern.restricted, concern.team_id)


def _give(actor: Actor, concern: Concern, deed: str, hands: Hands, now: datetime) -> None:
    goes_back = concern.restricted and not hands.restricted
    alarm = AccessPurpose.SAFEGUARDING_ALARM if concern.restricted != hands.restricted else AccessPurpose.CASEWORK
    with open_record(actor, ref_of(concern), deed, purpose=alarm, now=now, thing=concern) as opened:
        # Keys are taken away also where somebody changed what was decided; nothing vouches for that here.
        if opened.holds(concern):
            opened.state(concern)
        only_team = concern.restricted == hands.restricted
        concern.restricted, concern.team_id = hands
        _reseal(opened, concern)
        _hand_on(concern, now, clocks_go_on=only_team)
    kept.change_hands(actor, concern, deed, now, purpose=alarm, widens=goes_back)
    for change_hands in _follow:
        change_hands(actor, concern, now, alarm)


def _reseal(opened: Opened, concern: Concern) -> None:
    """Everything that is held gets new keys for those who have it now; whoever wrote with a code keeps the dialogue."""
    columns = [name for name in _COLUMNS if opened.has(name)]
    contents = {name: opened.try_read(concern, name) for name in columns}
    messages = [(message, opened.try_read(message, "body")) for message in Message.objects.filter(concern=concern)]
    notes = [(decision, opened.try_read(decision, "note")) for decision in Decision.objects.filter(concern=concern)]
    opened.state(*(row for row, _sealed in (*messages, *notes) if opened.holds(row)))
    opened.held.narrow(keys_of(concern))
    for name, content in contents.items():
        if content is not None:
            opened.write(concern, name, content)
    for message, body in messages:
        if body is not None:
            opened.write(message, "body", body)
            message.save(update_fields=["body"])
    for decision, note in notes:
        if note is not None:
            opened.write(decision, "note", note)
            decision.save(update_fields=["note"])


def _hand_on(concern: Concern, now: datetime, *, clocks_go_on: bool) -> None:
    """Another list, and clocks of whoever has it now; people who hear of them otherwise hear nothing more."""
    concern.claimed_by_id = concern.claimed_until = None
    concern.version += 1
    concern.unverified = concern.unverified and clocks_go_on
    concern.save()
    for kind in (SECOND, HOLD_ENDS, *(_CLOCKS if clocks_go_on else ())):
        duties.hand_on(concern, kind, concern, now)
    if clocks_go_on:
        return
    asked = bool(clocks.stop(concern.pk, duties.ANSWER_REPORTER, now=now, done=False))
    for kind in _CLOCKS:
        clocks.stop(concern.pk, kind, now=now, done=False)
    place = place_before(concern.org_id, now)
    if place is None:
        return
    if concern.triage in UNDECIDED and concern.duplicate_of_id is None:
        start_clocks(concern, place, now)
    if asked:
        hours, to = place.hours, duties.owned(concern)
        clocks.start(duties.ANSWER_REPORTER, concern.org_id, concern.pk, now=now, hours=hours, **to)
