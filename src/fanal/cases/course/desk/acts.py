"""Moving a file to its next step, and what stands beside: the duty to report, a new concern."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.codes import Stage
from fanal.cases.course import moving
from fanal.cases.course.policy import MOVE, READ_CONCERN, REPORTED
from fanal.cases.facts import To
from fanal.cases.files import files
from fanal.cases.files.desk.file import url_of
from fanal.cases.models import Case
from fanal.network.contracts import Actor
from fanal.web import api as web


class Anew(web.Page):
    """Why a child is looked at anew; at first, why the child could not be seen."""

    cause = forms.ChoiceField(
        label=lazy("What makes it necessary to look anew?"), choices=[], widget=forms.RadioSelect,
    )  # fmt: skip
    not_seen_why = web.StaffText(
        label=lazy("If nobody could see the child yet: why?"),
        help_text=lazy("Leave it empty where the child was seen."),
        max_length=500,
        rows=3,
        required=False,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Go on to the assessment")),)

    def __init__(self, first: bool, data: Any = None) -> None:
        super().__init__(data)
        del self.fields["cause" if first else "not_seen_why"]
        if not first:
            web.offer(self, "cause", [(one.value, lazy(words)) for one, words in moving.CAUSES.items()])


class Done(web.Page):
    """What was done, in a few words."""

    body = web.StaffText(label=lazy("What was done, and what follows?"), max_length=2000)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep it")),)


def _anew(request: HttpRequest, _actor: Actor, case: Case) -> forms.Form:
    return Anew(case.stage == Stage.IDENTIFICATION, web.deeds.posted(request))


def _moves(to: To) -> Any:
    return lambda actor, case, data, now: moving.move(actor, case.pk, to, data, now)


def _press(to: To, done: web.Words) -> web.Act:
    return web.Act(deed=MOVE, form=None, call=_moves(to), done=done)


FILES = web.Things(find=files.case_of, url=url_of, back=lazy("Back to the file"), asks=True)
ACTS = {
    "to_assessment": web.Act(
        deed=MOVE,
        title=lazy("Go on to the assessment"),
        lede=lazy("You look with the child at what the child needs. The first one has seven days."),
        form=_anew,
        call=_moves(To.ASSESSMENT),
        done=lazy("The assessment has begun."),
    ),
    "to_planning": _press(To.PLANNING, lazy("The plan is made now. It has fourteen days.")),
    "to_implementation": _press(To.IMPLEMENTATION, lazy("The plan is acted on. The follow-ups have their days.")),
    "to_review": _press(To.REVIEW, lazy("The review has begun. Say of each goal where it stands.")),
    "reported": web.Act(
        deed=REPORTED,
        title=lazy("The duty to report"),
        lede=lazy("Write to whom you reported and when, or what a lawyer said about our duty."),
        form=Done,
        call=lambda actor, case, data, now: moving.reported(actor, case.pk, data["body"], now),
        done=lazy("Kept in the file."),
    ),
    "read_concern": web.Act(
        deed=READ_CONCERN,
        title=lazy("A new concern came to this file"),
        lede=lazy("Read it first. Then write what follows: a new look at the child, or why nothing changes."),
        form=Done,
        call=lambda actor, case, data, now: moving.read_concern(actor, case.pk, data["body"], now),
        done=lazy("Kept in the file."),
    ),
}
