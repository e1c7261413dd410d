"""The rows that a deed on a concern or a handover holds until it is done, taken in one order everywhere.

PostgreSQL undoes one of two deeds that wait for each other. So whoever changes a concern or a handover, or touches more
of it than one chain of the journal, comes through here before anything else: first the concerns by id, with all that
are the same as one of them, then their handovers by id, then what partners were asked of them. Decisions, messages,
keys, chains, duties and notices come after that, and need no lock of their own.
"""

from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from fanal.concerns.models import Concern, Handover, SecondOpinion

_LOOKS = 10


class _More(Exception):
    """Something became the same as one of these while we waited."""


def hold(*concerns: UUID, handover: UUID | None = None) -> None:
    """Hold these concerns and what belongs to them, or a handover with its concern, until the transaction ends. Whoever
    calls reads them afterwards: what was read before may have changed since. Rows that are not there are passed over.
    """
    if handover is not None:
        its = Handover.objects.filter(pk=handover, concern__isnull=False)
        concerns = (*concerns, *its.values_list("concern_id", flat=True))
    for _look in range(_LOOKS):
        with suppress(_More), transaction.atomic():  # to undo it lets go of what was taken
            _hold(concerns, handover)
            return
    raise RuntimeError("concerns: what belongs to a concern changes all the time")


def _hold(concerns: tuple[UUID, ...], handover: UUID | None) -> None:
    family = Concern.objects.filter(Q(pk__in=concerns) | Q(duplicate_of__in=concerns))
    held = list(family.select_for_update().order_by("pk").values_list("pk", flat=True))
    if family.exclude(pk__in=held).exists():
        raise _More
    sent = Handover.objects.filter(Q(concern__in=held) | Q(pk=handover))
    list(sent.select_for_update().order_by("pk").values_list("pk", flat=True))
    asked = SecondOpinion.objects.filter(concern__in=held)
    list(asked.select_for_update().order_by("pk").values_list("pk", flat=True))
