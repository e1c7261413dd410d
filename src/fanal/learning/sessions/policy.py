"""Who leads a session, and who looks at it: training leads of the organisation; an issuer of certificates looks at
those that are odd. Nobody looks at their own."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.learning.certificates.policy import GRANT
from fanal.learning.models import Attendance, GroupSession, Sheet
from fanal.learning.people.policy import LEADS
from fanal.network.contracts import Actor, OrgKind

READ, LEAD, CONFIRM = "learning.sessions", "learning.lead_session", "learning.confirm_session"
TYPE, SECOND = "learning.type_sheet", "learning.second_reading"

DEEDS = {
    LEAD: lazy("Led people who learn together"),
    CONFIRM: lazy("Looked at a session of somebody else"),
    TYPE: lazy("Typed in a sheet of paper"),
    SECOND: lazy("Typed a sheet of paper in for the second time"),
}


def _sessions(actor: Actor, rows: QuerySet[GroupSession]) -> QuerySet[GroupSession]:
    return rows.filter(org_id=actor.org)


def _attendances(actor: Actor, rows: QuerySet[Attendance]) -> QuerySet[Attendance]:
    return rows.filter(session__org_id=actor.org)


def _sheets(actor: Actor, rows: QuerySet[Sheet]) -> QuerySet[Sheet]:
    return rows.filter(session__org_id=actor.org)


access.scope(GroupSession, _sessions)
access.scope(Attendance, _attendances)
access.scope(Sheet, _sheets)
_KINDS = (OrgKind.MEMBER, OrgKind.SECRETARIAT)
for _deed in (LEAD, TYPE, SECOND):
    access.allow(_deed, *LEADS, kinds=_KINDS)
for _deed in (READ, CONFIRM):
    access.allow(_deed, *LEADS, kinds=_KINDS, grant=GRANT)
