"""Who may do which deed of the public page of a member, and who signs which statement of its gate."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from fanal.access import api as access
from fanal.concerns.gate import gate, pages
from fanal.concerns.gate.practice import LINK, SHIELD
from fanal.concerns.gate.statements import STATEMENTS, TITLES
from fanal.concerns.models import ReportingPage
from fanal.concerns.retention import ROOM
from fanal.network.contracts import Actor, Role

_STATERS = (Role.MANAGER, Role.SAFEGUARDING_LEAD, Role.DATA_PROTECTION_OFFICER, Role.SYSADMIN)

DEEDS = {
    "concerns.make_page": gettext_lazy("Began a public page"),
    "concerns.set_page": gettext_lazy("Changed the public page"),
    pages.STATE: gettext_lazy("Signed a statement for the public page"),
    "concerns.publish": gettext_lazy("Opened the public page"),
    "concerns.unpublish": gettext_lazy("Closed the public page"),
    "concerns.close_page": gettext_lazy("The public page was closed: something lapsed"),
    LINK: gettext_lazy("Made a practice link"),
    SHIELD: gettext_lazy("Moved the flood shield"),
}


def _own_page(actor: Actor, rows: QuerySet[ReportingPage]) -> QuerySet[ReportingPage]:
    return rows.filter(org_id=actor.org)


def _declare() -> None:
    access.scope(ReportingPage, _own_page)
    access.allow("concerns.pages", *_STATERS)
    for deed in ("concerns.make_page", "concerns.set_page", "concerns.publish", "concerns.unpublish"):
        access.allow(deed, Role.MANAGER)
    access.allow(pages.STATE, *_STATERS)
    access.allow(LINK, Role.INTAKE_OFFICER, Role.SUPERVISOR, Role.MANAGER, Role.MEMBER_ADMIN)
    access.allow(SHIELD, Role.DUTY_PERSON, Role.SUPERVISOR, Role.MANAGER, Role.MEMBER_ADMIN)
    access.gate.register(
        access.gate.Gate(
            room=ROOM,
            look=gate.look,
            titles=TITLES,
            items=STATEMENTS,
            deed=pages.STATE,
            row=gate.page_of,
            check=pages.check_all,
        )
    )


_declare()
