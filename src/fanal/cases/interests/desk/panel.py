"""The panel's pack before it is given, and the page of whoever sits on it."""

from typing import ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.files import files
from fanal.cases.interests import panel
from fanal.cases.interests.desk import pages
from fanal.cases.interests.policy import GIVE_PACK
from fanal.cases.models import BestInterests, Seat
from fanal.cases.passing_on.desk import leaves
from fanal.cases.seats.desk import giving
from fanal.cases.seats.policy import SIT
from fanal.network.contracts import Actor
from fanal.web import api as web

_LONGEST = 2000


# ---- before it is given ----


def _give(request: HttpRequest, actor: Actor, row: BestInterests) -> giving.Give:
    now = web.deeds.at(request)
    with files.looking(actor, row.case_id, now) as read:
        return giving.form(request, panel.leaves(read, row, now), row)


GIVE = {
    "panel": web.Act(
        deed=GIVE_PACK,
        title=lazy("What the panel gets"),
        lede=lazy("Each who sits on it gets this and no file: not who the child is, not how to reach the child. Read "
                  "the words below once more: a name that stands in them goes along."),
        form=_give,
        template="cases/seats/give.html",
        call=lambda actor, row, data, now: panel.give(
            actor, row.case_id, row.pk, data["summary"], data["asked"], now
        ),
        done=lazy("The panel has it. It opens for two weeks, or until it is decided."),
        slug="panel",
    )
}  # fmt: skip


# ---- whoever sits on it ----


class View(web.Page):
    """Which way, and why."""

    way = forms.ChoiceField(label=lazy("What is best for this child?"), widget=forms.RadioSelect)
    words = web.StaffText(
        label=lazy("Why, in your own words"),
        help_text=lazy("Whoever prepared it, the worker and the supervisor read this, nobody else."),
        max_length=_LONGEST, rows=5,
    )  # fmt: skip
    version = web.Version()
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Say it")),)
    summary, gets, ways, said = "", (), (), False


def _sit(request: HttpRequest, actor: Actor, seat: Seat) -> View:
    sat = panel.look(actor, seat.pk, web.deeds.at(request))
    form = View(
        web.deeds.posted(request),
        initial={"way": sat.view.way, "words": sat.view.words, "version": sat.seat.version},
    )
    web.offer(form, "way", [(code, pages.way_words(code, sat.given.ways)) for code in panel.choices(sat.given)])
    form.summary, form.said = sat.given.summary, sat.seat.said_at is not None
    form.gets = leaves.pack_facts(sat.given.items)  # type: ignore[assignment]
    form.ways = [(pages.way(at), pages.option(one)) for at, one in enumerate(sat.given.ways, 1)]  # type: ignore[assignment]
    return form


def seat_url(seat: Seat | UUID) -> str:
    """The page of a seat."""
    return reverse("cases:seat", args=[seat.pk if isinstance(seat, Seat) else seat])


SEATS = web.Things(find=panel.seat_of, url=lambda _seat: reverse("desk:day"), back=lazy("My day"), asks=True)
SIT_ACTS = {
    "seat": web.Act(
        deed=SIT,
        title=lazy("What is best for a child"),
        lede=lazy("You sit on a panel. Read this, and say what you think: for a way, against all of them, or for "
                  "another one. You may change it until it is decided."),
        form=_sit,
        template="cases/interests/seat.html",
        call=lambda actor, seat, data, now: panel.say(
            actor, seat.pk, data["way"], data["words"], data["version"], now
        ),
        done=lazy("Thank you. Whoever prepared it reads it."),
        leads=seat_url,
    )
}  # fmt: skip
