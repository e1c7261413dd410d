"""Pages on which a name is hidden, or one that is hidden is read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from fanal.access.api import may
from fanal.cases.files import files
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.file import url_of
from fanal.cases.files.files import File, ReasonFirst
from fanal.cases.model.declared import model
from fanal.cases.model.words import label, told
from fanal.cases.models import Case
from fanal.cases.naming import naming
from fanal.cases.naming.policy import HIDE, SHOW, UNHIDE
from fanal.network.contracts import Actor
from fanal.web import api as web

REASONS: dict[str, web.Words] = {
    "reaching": lazy("I am about to reach the child"),
    "paper": lazy("A paper must bear the name"),
    "same_child": lazy("I make sure that it is the right child"),
    "safety": lazy("The child may not be safe"),
}


class Why(web.Page):
    """Why somebody reads it."""

    reason = forms.ChoiceField(
        label=lazy("Why do you need the name?"), choices=list(REASONS.items()), widget=forms.RadioSelect
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Show the name")),)
    use_required_attribute = False


@web.deeds.page(SHOW)
@require_http_methods(["GET", "POST"])
def name(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The name, once a reason was given: on this page alone. Nothing of it is in the address."""
    form = Why(web.deeds.posted(request))
    reason = form.cleaned_data["reason"] if request.method == "POST" and form.is_valid() else ""
    try:
        said = naming.name(actor, case_id, web.deeds.at(request), reason)
    except ReasonFirst as first:
        return render(request, "cases/naming/why.html", {"case": first.case, "form": form})
    fields = model().entities["child"].fields
    facts = [(label(fields[one]), told(fields[one], value)) for one, value in said.items()]
    return render(request, "cases/naming/name.html", {"case": files.case_of(actor, case_id), "facts": facts})


def _reason(request: HttpRequest, _actor: Actor, case: Case) -> filled.Filled:
    button = _("Hide the name no longer") if case.child.protected_name else _("Hide the name")
    form = filled.form(button, filled.fields("note", "body"), web.deeds.posted(request), required=("note.body",))
    form.fields["note_body"].label = _("Why? It stands in the file.")
    form.fields["note_body"].help_text = ""
    return form


def _call(deed: Any) -> Any:
    return filled.named(lambda actor, case, data, now: deed(actor, case.pk, data["asked"]["note.body"], now))


FILES = web.Things(
    find=files.case_of, url=url_of, back=lazy("Back to the file"), asks=True,
    fits=lambda _actor, case, name: case.child.protected_name == (name == "unhide_name"),
)  # fmt: skip
ACTS = {
    "hide_name": web.Act(
        deed=HIDE,
        title=lazy("Hide the name"),
        lede=lazy(
            "Nobody sees the name any more: not the team, not in a list of what was found. Worker and supervisor read "
            "it with a reason, on one page at a time. What somebody wrote in an entry stays as it is."
        ),
        form=_reason,
        call=_call(naming.hide),
        done=lazy("The name is hidden."),
        slug="name/hide",
    ),
    "unhide_name": web.Act(
        deed=UNHIDE,
        title=lazy("Hide the name no longer"),
        lede=lazy("Whoever reads this file reads the name again. It can be changed, and hidden anew."),
        form=_reason,
        call=_call(naming.unhide),
        done=lazy("The name is shown again."),
        slug="name/unhide",
    ),
}


def part(actor: Actor, found: File, _now: datetime) -> Mapping[str, Any] | None:
    """On the page of a file: that the name is hidden, and for whom there is a way to it."""
    case = found.case
    hidden = case.child.protected_name
    ways = {"show": hidden and may(actor, SHOW, case), "hide": not hidden and may(actor, HIDE, case),
            "unhide": hidden and may(actor, UNHIDE, case)}  # fmt: skip
    return (
        {"hidden": hidden, **{way: bool(answer) for way, answer in ways.items()}}
        if any(ways.values()) or hidden
        else None
    )
