"""The pages on which two files become one, or two again."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotNow
from fanal.cases.files import files
from fanal.cases.files.desk.file import url_of
from fanal.cases.merging import merging
from fanal.cases.merging.policy import APART, ASK_JOIN, ASK_PART, JOIN, PART
from fanal.cases.models import Case
from fanal.network.contracts import Actor
from fanal.web import api as web


class Why(web.Page):
    """Why somebody thinks so."""

    why = web.StaffText(label=lazy("What makes you think so?"), max_length=2000, rows=4)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Ask a second person")),)


class Which(Why):
    """Which other file, and why."""

    number: forms.CharField = web.StaffLine(
        label=lazy("Number of the other file of this child"), help_text=lazy("The one that goes on."), max_length=40
    )
    field_order = ("number", "why")


def _more(request: HttpRequest, actor: Actor, case: Case) -> Mapping[str, Any]:
    try:
        keeper, lines = merging.preview(actor, case.pk, web.deeds.at(request))
    except NotNow:
        return {"case": case}
    return {"case": case, "keeper": keeper, "lines": lines}


def _parted(_case: Case, stays: list[str]) -> tuple[int, web.Words]:
    if stays:
        words = _("They are two files again. What was changed since stays in the other, and stands there as an entry.")
        return messages.INFO, words
    return messages.SUCCESS, _("They are two files again.")


FILES = web.Things(find=files.case_of, url=url_of, back=lazy("Back to the file"), asks=True)
ACTS = {
    "join_ask": web.Act(
        deed=ASK_JOIN,
        title=lazy("Join this file into another"),
        lede=lazy("For one child who has two files. This one ends, the other goes on; a second person looks at both."),
        points=(
            lazy("What the other file lacks, it gets from this one. Where both differ, both stay."),
            lazy("Whoever must not learn of it in one of the two must not in the other. Safe is what is safe in both."),
            lazy("Entries, people around the child, circumstances, acts and plan stay here alone, to be read."),
            lazy("For ninety days two people can undo it."),
        ),
        form=Which,
        call=lambda actor, case, data, now: merging.ask_join(actor, case.pk, data["number"], data["why"], now),
        done=lazy("A second person is asked."),
    ),
    "join": web.Act(
        deed=JOIN,
        title=lazy("Are these files of one child?"),
        button=lazy("It is one child: join them"),
        call=lambda actor, case, _data, now: merging.join(actor, case.pk, now),
        done=lazy("The two files are joined."),
        template="cases/merging/join.html",
        more=_more,
        leads=url_of,
    ),
    "join_apart": web.Act(
        deed=APART,
        form=None,
        call=lambda actor, case, _data, now: merging.keep_apart(actor, case.pk, now),
        done=lazy("The files stay as they are."),
    ),
    "part_ask": web.Act(
        deed=ASK_PART,
        title=lazy("Make two files of it again"),
        lede=lazy("For two children who were taken for one. A second person does it."),
        points=(lazy("What the other file got from this one goes from it, but what somebody changed since."),),
        form=Why,
        call=lambda actor, case, data, now: merging.ask_part(actor, case.pk, data["why"], now),
        done=lazy("A second person is asked."),
    ),
    "part": web.Act(
        deed=PART,
        title=lazy("Are these two children?"),
        points=(lazy("What the other file got from this one goes from it, but what somebody changed since."),),
        button=lazy("They are two: make two files"),
        call=lambda actor, case, _data, now: merging.part(actor, case.pk, now),
        done=_parted,
    ),
}
