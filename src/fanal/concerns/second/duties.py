"""The clocks of a second yes: the partner answers within two days, and the small member hears of it."""

from datetime import timedelta
from typing import Any

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.concerns.duties import SAFEGUARDING, owned
from fanal.concerns.models import SecondOpinion
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary.words import gettext_noop

SEEN = timedelta(hours=48)
"""So long a partner sees what it is asked about."""
USABLE = timedelta(days=7)
"""So long a yes may be used."""
_LEAD = Target.role(Role.SUPERVISOR)
# Its lateness takes the preview away from the partner.
ANSWER = register(DutyKind("second_opinion", gettext_noop("Say the second yes, or no, for a partner"), SEEN, _LEAD,
                           remind=True))  # fmt: skip
NEWS = register(
    DutyKind(
        "second_opinion_news",
        gettext_noop("Go on: the partner was asked for the second yes"),
        timedelta(hours=24),
        Target.team(RingKind.INTAKE),
        (Step(timedelta(0), _LEAD), Step(timedelta(days=1), Target.role(Role.MANAGER))),
    )
)


def of_the_partner(row: SecondOpinion) -> dict[str, Any]:
    """Owner and chain of their duty: of what is about the member's own people only safeguarding leads hear."""
    return {"owner": SAFEGUARDING, "chain": ()} if row.restricted else {}


def of_those_who_asked(row: SecondOpinion) -> dict[str, Any]:
    """Owner and chain of the member's duty, and the concern: it is of whoever has that now."""
    return {"about": row.concern_id, **owned(row.concern)}
