"""Where matters show themselves: in the navigation, where a duty of a proceeding is done, and on My day the answers
under which a law changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.justice.law import words
from fanal.justice.law.library import LawGone
from fanal.justice.matters import duties, overtaken, policy
from fanal.justice.matters.asking import NoAnswer
from fanal.network.contracts import Actor
from fanal.web import api as web

_SHOWN, _NAMED = 5, 3  # answers one by one, and laws by name; of more the number


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Matters"), "justice:matters", policy.LIST, place=55)
    web.day.section(policy.LIST, _overtaken)
    web.deeds.show(LawGone, _gone)
    web.deeds.show(NoAnswer, _no_answer)
    for kind in duties.ALL:
        web.day.lead(kind, _proceeding)
    web.day.lead(duties.HOLD_ENDS, _matter, paper=True, deed=policy.HOLD)


def _overtaken(actor: Actor, now: datetime) -> web.day.Section:
    """Answers that were given before a law changed, and not read or asked for again since."""
    found = overtaken.overtaken(actor, now)
    rows = [
        web.day.Row(
            _changed(one.jurisdictions),
            reverse("justice:answer", args=[one.row.pk]),
            note=_("matter of {day}").format(day=web.day_words(one.row.matter.opened_on)),
        )
        for one in found[:_SHOWN]
    ]
    if len(found) > _SHOWN:
        more = _("More answers under which a law changed: %(count)s") % {"count": web.digits(len(found) - _SHOWN)}
        rows.append(web.day.Row(more, reverse("justice:matters")))
    return web.day.Section(_("Answers under which the law changed"), rows)


def _changed(jurisdictions: Sequence[str]) -> str:
    if len(jurisdictions) > _NAMED:
        said = _("The law of %(count)s countries changed since this was answered")
        return said % {"count": web.digits(len(jurisdictions))}
    named = web.listed(map(words.state_name, jurisdictions))
    return _("The law of %(countries)s changed since this was answered") % {"countries": named}


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
