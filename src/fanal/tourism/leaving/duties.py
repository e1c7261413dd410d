"""What a company, or the secretariat, hears of a deletion: that a second person is asked, and that it is done soon."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from fanal.access.api import NotAllowed
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import OrgKind
from fanal.tourism.leaving.asked import Request, is_alone, request
from fanal.tourism.leaving.policy import ASK
from fanal.tourism.membership.duties import for_company, for_office
from fanal.vocabulary.words import gettext_noop

logger = logging.getLogger(__name__)
SECOND: Final = for_company(
    "tourism_deletion_second", gettext_noop("Say whether your company is deleted: a colleague asks for it")
)
VOUCHED: Final = for_office(
    "tourism_deletion_vouch", gettext_noop("Say whether a company is deleted: the only one who speaks for it asks")
)
GOES: Final = for_company("tourism_deletion", gettext_noop("Your company is deleted: take it back, or let it be done"))
KINDS: Final = (SECOND, VOUCHED, GOES)


def owed(org: UUID, found: Request | None, now: datetime) -> Iterator[clocks.Owed]:
    """What somebody has to do as it stands."""
    if found is None or found.done:
        return
    if found.day is not None:
        yield clocks.Owed(org, org, (GOES,), {"limit": max(found.day - now.date(), timedelta(days=1))})
    elif is_alone(org):
        yield from (clocks.Owed(office.id, org, (VOUCHED,)) for office in network.orgs(OrgKind.SECRETARIAT))
    else:
        yield clocks.Owed(org, org, (SECOND,))


def follow(org: UUID, found: Request | None, now: datetime) -> None:
    """Begin what is owed now, and end what is owed no more."""
    wanted: Iterable[clocks.Owed] = list(owed(org, found, now))
    kept = {(one.org, one.kinds[0].code) for one in wanted}
    for duty in clocks.open_duties(subjects=[org], kinds=KINDS):
        if (duty.org, duty.kind) not in kept:
            clocks.stop(org, clocks.kind(duty.kind), now=now, org=duty.org)
    for one in wanted:
        clocks.start(one.kinds[0], one.org, one.subject, now=now, **one.options)


@clocks.owes
def _owes(now: datetime) -> Iterator[clocks.Owed]:
    """Of a company whose chain is torn nothing: what others owe goes on."""
    for org in sorted(journal.records_of({ASK})):
        try:
            found = request(org)
        except NotAllowed:
            logger.warning("tourism: nobody knows whether a company asks to be deleted: its chain is torn")
        else:
            yield from owed(org, found, now)
