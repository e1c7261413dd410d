"""That somebody looks at a document of a company: begins when it is named, ends with their word."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import OrgKind
from fanal.tourism.backing import PENDING
from fanal.tourism.membership.duties import for_office
from fanal.tourism.models import Evidence
from fanal.vocabulary.words import gettext_noop

LOOK: Final = for_office("tourism_evidence", gettext_noop("Look at a document of a company"))


def _owed(rows: Iterable[Evidence]) -> Iterator[clocks.Owed]:
    offices = [office.id for office in network.orgs(OrgKind.SECRETARIAT)]
    return (clocks.Owed(office, one.pk, (LOOK,)) for one in rows if one.state == PENDING for office in offices)


def follow(one: Evidence, now: datetime) -> None:
    """Begin what is owed now, and end what is owed no more."""
    if one.state != PENDING:
        clocks.stop(one.pk, LOOK, now=now)
    for owed in _owed([one]):
        clocks.start(LOOK, owed.org, owed.subject, now=now)


@clocks.owes
def _owes(_now: datetime) -> Iterable[clocks.Owed]:
    return _owed(Evidence.objects.filter(state=PENDING).order_by("pk"))
