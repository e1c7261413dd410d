"""What is here already of attempts that a device sends, and what is new of them: read and written at once for all."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from fanal.learning.attempts import attempts
from fanal.learning.attempts.sent import Code, Header, Refused
from fanal.learning.models import Attempt, Card, Event, Learner

MOST_WAITING: Final = 60
"""Attempts of one card that wait: whoever has a card fills no disk with it."""


class Here:
    """What is here of some attempts: looked up once for all of them, and what is new written once, so that a request of
    many costs as many statements as one of one. Its learners are held, so that pieces come in turn."""

    def __init__(self, told: Sequence[Header]) -> None:
        cards = Card.objects.filter(digest__in={one.card for one in told})
        self._learner_of = dict(cards.values_list("digest", "learner_id"))
        held = Learner.objects.select_for_update().filter(pk__in=set(self._learner_of.values())).order_by("pk")
        self._learners = {one.pk: one for one in held}
        held_too = Attempt.objects.select_for_update().order_by("pk")  # pages of this site may write to them
        self.attempts = held_too.in_bulk({one.id for one in told})
        self._events: dict[UUID, dict[tuple[UUID, int], Event]] = defaultdict(dict)
        self._attempt_of: dict[UUID, UUID] = {}
        mine = Q(attempt__in=self.attempts) | Q(client__in={one.client for one in told})
        for event in Event.objects.filter(mine):
            self._keep(event)
        waiting_now = Attempt.objects.filter(learner__in=self._learners, confirmed=False).order_by().values("learner")
        self._waiting = Counter(dict(waiting_now.values_list("learner", Count("pk"))))
        self._made: list[Attempt] = []
        self._new: list[Event] = []
        self._changed: dict[UUID, Attempt] = {}

    def _keep(self, event: Event) -> None:
        self._events[event.attempt_id][event.client, event.seq] = event
        self._attempt_of[event.client] = event.attempt_id

    def learner(self, card: str) -> Learner:
        """Of whom a card is; one that was lost meanwhile tells whose it was. Raises `Refused`."""
        found = self._learners.get(self._learner_of.get(card, UUID(int=0)))
        if found is None:
            raise Refused(Code.UNKNOWN_CARD)
        return found

    def is_elsewhere(self, known: Header) -> bool:
        """Whether the device wrote under this name to another attempt."""
        return self._attempt_of.get(known.client, known.id) != known.id

    def of_others(self, row: Attempt, client: UUID) -> bool:
        """Whether another device wrote to an attempt; the pages of this site are none."""
        return any(one not in (client, row.pk) for one, _seq in self._events[row.pk])

    def events(self, row: Attempt) -> list[Event]:
        return list(self._events[row.pk].values())

    def by_number(self, row: Attempt, client: UUID) -> dict[int, Event]:
        """What a device sent of an attempt before."""
        return {seq: one for (of, seq), one in self._events[row.pk].items() if of == client}

    def make(self, row: Attempt) -> None:
        """A new attempt. Raises `Refused`."""
        if self._waiting[row.learner_id] >= MOST_WAITING:
            raise Refused(Code.TOO_MUCH)
        self._waiting[row.learner_id] += 1
        self.attempts[row.pk] = row
        self._made.append(row)

    def add(self, row: Attempt, new: Sequence[Event]) -> None:
        """What is new of an attempt, whose counts and code its caller brings up to it."""
        for one in new:
            self._keep(one)
        self._new += new
        self._changed[row.pk] = row

    def write(self) -> None:
        """Whoever made an attempt here brings its counts along."""
        Attempt.objects.bulk_create(self._made)
        Event.objects.bulk_create(self._new, ignore_conflicts=True)
        new = {one.pk for one in self._made}
        before = [one for pk, one in self._changed.items() if pk not in new]
        if before:
            Attempt.objects.bulk_update(before, attempts.COUNTED)
