"""Where files show themselves: in the navigation, and where their duties are done."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import may, visible
from fanal.cases import duties
from fanal.cases.files.desk import words
from fanal.cases.files.desk.file import url_of
from fanal.cases.models import Case
from fanal.cases.policy import HISTORY, LIST, LOOK
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Cases"), "cases:mine", LIST, place=52)
    elsewhere = {
        duties.FIRST_CONTACT,
        duties.LOOKED_AT,
        duties.OPENED_ON_CALL,
        duties.APPROVAL,
        duties.LAPSED,
        duties.OPEN_AGAIN,
        *duties.ALARMS,
    }
    for kind in set(duties.ALL) - elsewhere:
        web.day.lead(
            kind,
            lambda case: reverse("cases:file", args=[case]),
            about=about,
            deed=LOOK,
            danger=kind is duties.CONTACT_SAFETY,
        )
    web.day.lead(
        duties.LOOKED_AT, lambda case: reverse("cases:history", args=[case]), about=about, paper=True, deed=HISTORY
    )


def about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    """The number and the risk of a file; critical ones come first. Whoever may not do what is due reads the file."""
    reads = bool(may(actor, LOOK))
    return {
        case.pk: web.day.About(
            web.dots(_("File {number}").format(number=case.number), words.code("risk_level", case.risk)),
            case.risk == "critical",
            case,
            url_of(case) if reads else "",
            lasting=True,
        )
        for case in visible(actor, Case.objects.all()).filter(pk__in=subjects)
    }


def about_rows(table: type[Model], column: str = "pk") -> web.day.Tells:
    """As `about`, of duties whose subject is a row of a file: by which column it is found."""

    def tells(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
        rows = table._default_manager.filter(**{f"{column}__in": subjects})
        cases: dict[UUID, UUID] = dict(rows.values_list(column, "case"))
        known = about(actor, set(cases.values()))
        return {one: known[case] for one, case in cases.items() if case in known}

    return tells
