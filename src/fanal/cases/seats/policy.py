"""Who reads what was made for a seat: whoever sits there, while what it is about is open."""

from datetime import date
from typing import cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import SCREENED
from fanal.cases.models import BestInterests, Conference, Seat
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

SIT, LEFT = "cases.sit", "cases.left_seat"
ROLES = (Role.CASEWORKER, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD, Role.LAWYER)
"""Who can sit on a panel, and attend a conference."""
DEEDS = {
    SIT: lazy("Read what was made for a panel or a conference, or said what they think"),
    LEFT: lazy("A seat on a panel or at a conference ended"),
}

type About = BestInterests | Conference
"""What people sit together for."""


def about(seat: Seat) -> About:
    """The decision or the conference of a seat."""
    return cast(About, seat.decision or seat.conference)


def named(row: About) -> list[str]:
    """Who sits there, by identifier."""
    return list(row.panel if isinstance(row, BestInterests) else row.attendees)


def over(row: About) -> date | None:
    """Since which day nobody sits there any more."""
    return row.decided_on if isinstance(row, BestInterests) else row.held_on or row.called_off_on


def sits(actor: Actor, thing: object) -> Answer:
    """Whether somebody sits in this very seat: while it is not over, and they are named."""
    if not isinstance(thing, Seat) or _is_theirs(actor, thing):
        return Allowed(SIT)
    return Refused("no_relation", _("This was not made for you, or it is over. Ask whoever prepared it."))


def _is_theirs(actor: Actor, seat: Seat) -> bool:
    row = about(seat)
    is_named = seat.person_id == actor.person and str(actor.person) in named(row)
    ended = seat.ended_at is not None or over(row) is not None or seat.case.restricted
    return is_named and not ended and seat.case.org_id == actor.org


def _seen(actor: Actor, rows: QuerySet[Seat]) -> QuerySet[Seat]:
    """One's own seats, while they last."""
    return rows.filter(person_id=actor.person, ended_at=None, case__org_id=actor.org, case__restricted=False)


access.scope(Seat, _seen)
access.allow(SIT, *ROLES, needs=SCREENED, check=sits, opens=True)
