"""The port through which routing asks what the file of the child says, where a concern went to one and the person who
asks works with the child or answers for it. Whoever may not know of a file is proposed what they would be without it.
"""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from fanal.concerns.contracts import Care
from fanal.concerns.models import Concern
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import Triage
from fanal.vocabulary.results import Answer, Refused
from fanal.vocabulary.words import gettext_noop

NO_GROUND = Refused("no_ground", gettext_noop("The child does not allow this any more."))
type Ask = Callable[[Actor, UUID, datetime], Care | None]
"""What the open file of a concern says to a person; None where there is none that they may open."""
_asked: list[Ask] = []
type Rests = Callable[[UUID, UUID, date, Answer], Answer]
"""What an agreement answers, where a file still lets a member have a concern on a day, and how long. Key-less."""
_rests: list[Rests] = []
_WENT = frozenset({Triage.OPEN_CASE, Triage.LINK_TO_CASE})


def register(ask: Ask) -> None:
    """Say who answers. Called once by the room of cases."""
    if ask not in _asked:
        _asked.append(ask)


def register_ground(rests: Rests) -> None:
    """Say who answers for the ground. Called once by the room of cases."""
    if rests not in _rests:
        _rests.append(rests)


def covered(concern: UUID, member: UUID, day: date, agreed: Answer) -> Answer:
    """What an agreement answers, as long as the child lets this member have the concern. Where nobody says so, not."""
    found: Answer = NO_GROUND
    for rests in _rests:
        found = rests(concern, member, day, agreed)
        if found:
            break
    return found


def of(actor: Actor, concern: Concern, now: datetime) -> Care | None:
    """What the file of the child says; None where no concern of this kind has one, or nothing of it is this person's
    to know. Opens the file in their session, and its journal says so."""
    if concern.triage not in _WENT:
        return None
    return next((found for ask in _asked if (found := ask(actor, concern.pk, now)) is not None), None)
