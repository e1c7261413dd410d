"""Who may do which deed of the gate, and who signs which statement."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.gate import gate, switching
from fanal.cases.gate.statements import STATEMENTS, TITLES
from fanal.cases.models import Readiness
from fanal.cases.readiness import ROOM, row_of
from fanal.network.contracts import Actor, Role

_STATERS = (Role.MANAGER, Role.SAFEGUARDING_LEAD, Role.DATA_PROTECTION_OFFICER)

DEEDS = {
    switching.BEGIN: lazy("Began the list for files of children"),
    switching.STATE: lazy("Signed a statement for files of children"),
    switching.ON: lazy("Switched files of children on"),
    switching.OFF: lazy("Switched files of children off"),
    switching.LAPSE: lazy("Something before files of children lapsed, or holds again"),
}


def _own(actor: Actor, rows: QuerySet[Readiness]) -> QuerySet[Readiness]:
    return rows.filter(org_id=actor.org)


access.scope(Readiness, _own)
access.allow(switching.SEE, *_STATERS)
access.allow(switching.STATE, *_STATERS)
for _deed in (switching.BEGIN, switching.ON, switching.OFF):
    access.allow(_deed, Role.MANAGER)
access.gate.register(
    access.gate.Gate(
        room=ROOM, look=gate.look, titles=TITLES, items=STATEMENTS, deed=switching.STATE, row=row_of,
        check=switching.check_all, by_country=False,
    )
)  # fmt: skip
