"""The clocks of a country's file: what was typed waits for a second person; what was checked is checked again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind, Owed, register
from fanal.clocks.contracts import Target
from fanal.contacts import stale, standing
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.vocabulary.words import gettext_noop

SECOND = register(
    DutyKind(
        "country_second",
        gettext_noop("Compare what a colleague typed in the file of a country, and confirm it"),
        timedelta(hours=72),
        Target.role(Role.MANAGER),
        remind=True,
    )
)
CHECK_AGAIN = register(
    DutyKind(
        "country_check_again",
        gettext_noop("Check again what stands in the file of a country: call, look, and type the day"),
        timedelta(days=30),
        Target.role(Role.MANAGER),
        remind=True,
        calendar=True,
        put_off=timedelta(days=14),
    )
)


@clocks.owes
def of_countries(now: datetime) -> Iterator[Owed]:
    """A version that waits, and what ends within a month, at whoever keeps the country."""
    for country, org in stale.kept():
        if (row := standing.standing(country).waits) is not None:
            roles = next((one.roles for one in network.persons(org) if one.id == row.by_id), frozenset())
            yield Owed(org, standing.chain(country), (SECOND,), {"owner": Target.second(roles)})
        if stale.is_due(country, now.date()):
            yield Owed(org, standing.chain(country), (CHECK_AGAIN,))


def settle(country: str, org: UUID, now: datetime) -> None:
    """Begin the clock of what must be checked again, or end it where everything was."""
    if stale.is_due(country, now.date()):
        clocks.start(CHECK_AGAIN, org, standing.chain(country), now=now)
    else:
        clocks.stop(standing.chain(country), CHECK_AGAIN, now=now, org=org)
