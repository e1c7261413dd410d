"""The clock of an entry of the directory: it is checked again before the check, or the agreement, ends."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q

from fanal.cases import limits
from fanal.cases.models import Provider
from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind, Owed, register
from fanal.clocks.contracts import Step, Target
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.vocabulary import codes
from fanal.vocabulary.words import gettext_noop

BEFORE = limits.BEFORE[codes.DutyKind.DIRECTORY_VETTING]
_CHAIN = (Step(timedelta(0), Target.role(Role.SUPERVISOR)), Step(timedelta(days=7), Target.role(Role.MANAGER)))
VETTING = register(
    DutyKind(
        "directory_vetting", gettext_noop("Check a provider of the directory again before the check ends"), BEFORE,
        Target.role(Role.DIRECTORY_KEEPER), _CHAIN, calendar=True,
    )
)  # fmt: skip


@clocks.owes
def of_providers(now: datetime) -> Iterator[Owed]:
    """Each entry whose check or agreement ends within thirty days."""
    last = (now + BEFORE).date()
    for row in Provider.objects.filter(Q(vetted_until__lte=last) | Q(agreement_until__lte=last), ended_on=None):
        if good_until(row) <= last:
            yield Owed(row.org_id, row.pk, (VETTING,), {"limit": _left(row, now)})


def good_until(row: Provider) -> date:
    """The earlier of the two days. Of an organisation of the network the day here says nothing: both signed another."""
    own = row.agreement_until if row.organisation_id in {None, row.org_id} else None
    return min(row.vetted_until, own) if own else row.vetted_until


def settle(row: Provider, now: datetime) -> None:
    """Begin the clock where the check or the agreement ends soon, and end it where it was checked again."""
    today = network.day_at(row.org_id, now)
    if row.ended_on is None and good_until(row) <= today + BEFORE:
        clocks.start(VETTING, row.org_id, row.pk, now=now, limit=_left(row, now))
    else:
        clocks.stop(row.pk, VETTING, now=now)


def _left(row: Provider, now: datetime) -> timedelta:
    return timedelta(days=max((good_until(row) - network.day_at(row.org_id, now)).days, 1))
