"""The path of a passing as the journal tells it: a step counts where whoever it names signed the deed.

Rows of steps are there to be read, and for words to hang on. Somebody who writes to the database adds one, or gives it
another name, day or person.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID

from fanal.journal import api as journal
from fanal.network.api import trusted
from fanal.passing.kinds import Kind
from fanal.passing.models import PassingStep

_BATCH = 500
_VERBS = {"ask": "write", "tell": "write", "still_open": "complete"}
"""Steps that are called otherwise than their deed."""

type Steps = Collection[tuple[UUID, str, UUID | None, datetime]]


def signed(passings: Collection[UUID], known: trusted.Signers | None = None) -> Steps:
    """What was done with these passings, by whom and when, as whole entries say it."""
    said = journal.told_of(passings, (), known or trusted.Signers()).values()
    return frozenset((line.record, line.deed, line.actor, line.at) for told in said for line in told.lines)


def holds(kind: Kind[Any], step: PassingStep, signed: Steps) -> bool:
    """Whether one of these deeds is that of a step."""
    deed = kind.deed(_VERBS.get(step.event, step.event))
    return (_of(kind, step), deed, step.person_id, step.at.replace(microsecond=0)) in signed


def _of(kind: Kind[Any], step: PassingStep) -> UUID:
    found: UUID = getattr(step, f"{kind.noun}_id")
    return found


def unsigned(kind: Kind[Any]) -> Iterator[str]:
    """Steps that nobody did, in words."""
    known, rows = trusted.Signers(), kind.step_model._default_manager.order_by(kind.noun, "pk")
    for some in batched(rows.iterator(_BATCH), _BATCH, strict=False):
        deeds = signed({_of(kind, one) for one in some}, known)
        yield from (
            f"record {_of(kind, one)}: nobody did the step `{one.event}` of this {kind.noun}"
            for one in some
            if not holds(kind, one, deeds)
        )
