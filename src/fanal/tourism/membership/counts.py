"""What other rooms count of memberships: how many are in force, and what was decided in the year until a day. Only what
the journal says of them counts."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Final

from fanal.access.api import stated
from fanal.journal import api as journal
from fanal.network.api import trusted
from fanal.tourism.membership import flow
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.membership.policy import DEEDS
from fanal.tourism.models import Membership, Step
from fanal.vocabulary.dates import months_later

type Cell = tuple[Mapping[str, str | bool | float], int]

_MOVES: Final = {
    Move.SUSPEND: "suspended", Move.SUSPEND_LATE: "suspended", Move.LAPSE: "lapsed",
    Move.END_OF_VALIDITY: "lapsed", Move.REINSTATE: "reinstated", Move.EXCLUDE: "excluded",
}  # fmt: skip


def members(on: date) -> list[Cell]:
    """Memberships in force, by the country of the company's seat and by programme."""
    found = Counter(
        (row.org.country, row.programme, row.state == State.OVERDUE)
        for row in _believed(state__in=[one.value for one in flow.MEMBER])
    )
    return [
        (
            {"member_on": True, "country": country, "programme": programme, "overdue": late, "sector": ""},
            number,
        )
        for (country, programme, late), number in sorted(found.items())
    ]  # fmt: skip


def changes(on: date) -> list[Cell]:
    """What was decided against and for members in the year until a day, by country: on the day of who decided, whenever
    it was proposed."""
    since = months_later(on, -12)
    held = {row.pk: row.org.country for row in _believed()}
    said = journal.told_of(list(held), DEEDS, trusted.Signers())
    steps = Step.objects.filter(membership__in=held, move__in=_MOVES).exclude(became="")
    found = Counter(
        (held[one.membership_id], _MOVES[Move(one.move)], one.ground)
        for one in steps
        if since < (one.second_at or one.at).date() <= on and stated.is_as_told(one, said[one.membership_id]) is True
    )
    return [
        ({"done_in": True, "country": country, "to": to, "reason": reason}, number)
        for (country, to, reason), number in sorted(found.items())
    ]


def _believed(**which: object) -> list[Membership]:
    rows = list(Membership.objects.filter(**which).select_related("org").order_by("pk"))
    said = journal.told_of([row.pk for row in rows], DEEDS, trusted.Signers())
    return [row for row in rows if stated.is_last(row, said[row.pk]) is True]
