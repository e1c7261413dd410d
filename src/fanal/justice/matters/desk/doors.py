"""Where matters show themselves: in the navigation, and where a duty of a proceeding is done."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.justice.law.library import LawGone
from fanal.justice.matters import duties, policy
from fanal.justice.matters.asking import NoAnswer
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Matters"), "justice:matters", policy.LIST, place=55)
    web.deeds.show(LawGone, _gone)
    web.deeds.show(NoAnswer, _no_answer)
    for kind in duties.ALL:
        web.day.lead(kind, _proceeding)
    web.day.lead(
        duties.HOLD_ENDS, lambda matter: reverse("justice:matter", args=[matter]), paper=True, deed=policy.HOLD
    )


def _proceeding(subject: UUID) -> str:
    return reverse("justice:proceeding", args=[subject])


def _matter(subject: UUID) -> str:
    return reverse("justice:matter", args=[subject])


def _gone(request: HttpRequest, _law: LawGone) -> HttpResponseBase:
    """The law that an answer used is not kept here any more."""
    return web.problem(
        request,
        404,
        happened=_("The law of which this was worked out is not kept here any more, or cannot be read."),
        kept=_("What was answered and counted is kept."),
        todo=_("Ask again: the law in the library now will answer."),
    )


def _no_answer(request: HttpRequest, _why: NoAnswer) -> HttpResponseBase:
    """An address of an answer, or of its memo, that leads nowhere any more."""
    return web.problem(
        request,
        404,
        happened=_("There is no such answer: its matter was erased, or it is none that you may open."),
        kept=_("Of an erased matter nothing is kept here. A memo that somebody took along stays as it was."),
        todo=_("Look among your matters, or ask whoever gave you the address."),
    )
