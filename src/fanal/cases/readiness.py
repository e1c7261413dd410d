"""Whether files of children may be opened in an organisation (CM-9; docs/cases.md, "Before the first file").

Software makes no case management: the room is switched on once its list holds, and looked at each day. What lapses is
a task at once; after sixty days no new file is opened, and what is open is read and brought to its end.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import gate as gates
from fanal.cases.models import Readiness
from fanal.network import api as network
from fanal.vocabulary.results import Allowed, Answer, Refused

ROOM: Final = "cases"
LAPSES_AFTER: Final = timedelta(days=60)


def row_of(org: UUID, _country: str = "") -> Readiness | None:
    """The row of an organisation, where a manager began one."""
    return Readiness.objects.filter(org_id=org).first()


def may_open(org: UUID, today: date) -> Answer:
    """Whether the organisation may open files."""
    row = row_of(org)
    if row is None or not row.on or not network.vouched.is_whole(row):
        words = _("Files are not switched on here. A manager sees under “Care of children” what is missing.")
        return Refused("gate", words)
    if row.lapsed_on is not None and today >= row.lapsed_on + LAPSES_AFTER:
        words = _("No new file until what lapsed is mended: a manager sees it under “Care of children”.")
        return Refused("gate", words)
    return Allowed()


def _places(rows: Collection[UUID]) -> dict[gates.Place, UUID]:
    return {(org, ""): pk for pk, org in Readiness.objects.filter(pk__in=rows).values_list("pk", "org_id")}


network.vouched.keep(
    Readiness,
    network.marks.MarkKind.CARE,
    lambda _row: _("the care of children"),
    parts=gates.parts(ROOM, _places),
)
