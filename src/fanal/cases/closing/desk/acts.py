"""The pages on which a file ends, is opened again, or is called a mistake; and the card that the child takes along."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import NotHere, ask
from fanal.cases.closing import closing, history, reopening
from fanal.cases.closing.policy import ASK_CLOSE, ASK_VOID, CARD, REOPEN
from fanal.cases.codes import Risk
from fanal.cases.course.desk import steps
from fanal.cases.files import files
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.file import url_of
from fanal.cases.flow import OWN_WAY
from fanal.cases.model.words import code
from fanal.cases.models import Case, Closure
from fanal.cases.opening.accepted import waiting
from fanal.cases.opening.same import asked_for
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

_ASKED = (
    "reason", "finding", "evidence", "checks", "waiver_reasons", "child_informed", "how_to_come_back",
    "after_care_on", "outcomes",
)  # fmt: skip
_CHECK, _WHY = "closure_checks_", "closure_waiver_reasons_"
_LAST = (f"{_CHECK}supervisor_agrees", f"{_WHY}supervisor_agrees")
"""What the approval itself answers."""


def _close(request: HttpRequest, _actor: Actor, _case: Case) -> filled.Filled:
    form = filled.form(
        lazy("Ask the supervisor to close it"), filled.fields("closure", *_ASKED), web.deeds.posted(request),
        required=("closure.reason", "closure.finding"), sometimes=("closure.checks",),
    )  # fmt: skip
    for name in _LAST:
        del form.fields[name]
    groups = (group for group in form.groups if not group.fields[0].startswith(_WHY))
    form.groups = tuple(_beside(form, group) for group in groups)  # type: ignore[misc]
    for one in closing.ASKED_CHECKS:
        why = form.fields[f"{_WHY}{one}"]
        why.label = _("If not: why? ({check})").format(check=why.label)
        why.needed = True  # type: ignore[attr-defined]  # as the check says
    reason: Any = form.fields["closure_reason"]
    reason.choices = [one for one in reason.choices if one[0] not in OWN_WAY]
    return form


def _beside(form: filled.Filled, group: web.Group) -> web.Group:
    """Below each check why it was left out."""
    pairs = ((one, one.replace(_CHECK, _WHY)) if one.startswith(_CHECK) else (one,) for one in group.fields)
    return web.Group(tuple(one for pair in pairs for one in pair if one in form.fields), group.legend, group.hint)


def _before(request: HttpRequest, actor: Actor, case: Case) -> Mapping[str, Any]:
    """What stands in the way of the end, above the form: nobody answers all of it in vain."""
    now = web.deeds.at(request)
    with files.looking(actor, case.pk, now) as found:
        lacks, since = steps.before_the_end(found, now), case.low_since
        early = since is not None and since > network.day_at(case.org_id, now) - history.LOW_FOR
    return {"lacks": lacks, "low_since": since if early else None}


class Mistake(web.Page):
    """What happened."""

    why = web.StaffText(label=lazy("What happened?"), max_length=2000, rows=4)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Ask a second person")),)


class Again(web.Page):
    """Who works with the child now, and why."""

    concern = forms.ChoiceField(label=lazy("The new concern, where there is one"), choices=[], required=False)
    worker = forms.ChoiceField(label=lazy("Who works with the child?"), choices=[], required=False)
    supervisor = forms.ChoiceField(label=lazy("Who answers for the work?"), choices=[], required=False)
    risk = forms.ChoiceField(label=lazy("Risk"), choices=[], widget=forms.RadioSelect)
    why = web.StaffText(label=lazy("Why does the child come back?"), max_length=2000, rows=4, required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Open it again")),)

    def __init__(self, actor: Actor, case: Case, data: Any = None) -> None:
        asked = {"worker": case.owner_id, "supervisor": case.supervisor_id, "concern": asked_for(case)}
        super().__init__(data, initial={name: str(pk or "") for name, pk in asked.items()})
        told = [(str(one.concern_id), web.day_words(one.accepted_on)) for one in waiting(actor)]
        web.offer(self, "concern", [("", lazy("None: the child came back")), *told])
        web.offer(self, "worker", _people(reopening.workers(case)))
        web.offer(self, "supervisor", _people(reopening.supervisors(case)))
        web.offer(self, "risk", [(one.value, code("risk_level", one)) for one in Risk])

    def asked(self) -> dict[str, Any]:
        """People and concern as identifiers."""
        said = dict(self.cleaned_data)
        return said | {name: UUID(said[name]) for name in ("concern", "worker", "supervisor") if said[name]}


def _people(names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    return sorted(((str(pk), name) for pk, name in names.items()), key=lambda one: one[1])


FILES = web.Things(find=files.case_of, url=url_of, back=lazy("Back to the file"), asks=True)
ACTS = {
    "close": web.Act(
        deed=ASK_CLOSE,
        title=lazy("Close the file"),
        lede=lazy("Each check has a yes, or is left out with a reason that the supervisor reads."),
        note=lazy("What is still to come for the child, such as follow-ups, goes on after the end."),
        form=_close,
        template="cases/closing/close.html",
        more=_before,
        call=filled.said("closure", closing.ask_to_close),
        done=lazy("The supervisor is asked. Give the child the card with how to come back."),
    ),
    "void": web.Act(
        deed=ASK_VOID,
        title=lazy("Opened by mistake"),
        lede=lazy("Nothing is erased now. A second person confirms it; then nothing is written any more."),
        note=lazy("Does the child have another file? Then a supervisor joins the two, and nothing is lost."),
        form=Mistake,
        call=lambda actor, case, data, now: closing.ask_to_void(actor, case.pk, data["why"], now),
        done=lazy("A second person is asked."),
    ),
    "reopen": web.Act(
        deed=REOPEN,
        title=lazy("Open it again"),
        lede=lazy("The child gets a further file, with a number of its own. This one stays as it is."),
        note=lazy("Is it another child? Then tell the worker, who opens a new file: the request ends by itself."),
        form=lambda request, actor, case: Again(actor, case, web.deeds.posted(request)),
        call=lambda actor, case, data, now: reopening.reopen(actor, case.pk, data["asked"], now),
        done=lazy("The new file is open. First: reach the child in a safe way."),
        leads=url_of,
    ),
}


@web.deeds.page(CARD)
@require_GET
def card(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The words with which the child can come back, to print: nothing on it tells whose it is or what it is about."""
    case = files.case_of(actor, case_id)
    ask(actor, CARD, case)
    found = files.look(actor, case_id, web.deeds.at(request))
    words = next((one.said["how_to_come_back"] for one in found.of(Closure) if one.said["how_to_come_back"]), "")
    if not words:
        raise NotHere
    return render(request, "cases/closing/card.html", {"case": case, "words": words})
