"""The page of one file: what the child wants first, then how it may be reached, then what is to be done."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from fanal.access import api as access
from fanal.cases import duties
from fanal.cases.access_terms import beside, circle
from fanal.cases.codes import ENDED, Basis, SafeContact, Stage
from fanal.cases.files import files
from fanal.cases.files.desk import parts, words
from fanal.cases.files.files import File, Read, ReasonFirst
from fanal.cases.ground import ADULT
from fanal.cases.model import words as said
from fanal.cases.model.declared import model
from fanal.cases.models import Case, Consent, ContactSafety, HandOn, Note, PushFactor
from fanal.cases.policy import GROUND, HISTORY, LOOK, NOTED, RESTRICT, RISK, SIGN, TOLD, WRITE
from fanal.cases.sight_table import WORDS, Eye, Part, Why
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

_WAYS = ("channels_allowed", "safe_times", "safe_person", "words_to_use", "device_shared")


class Reason(web.Page):
    """Why somebody else reads it."""

    reason = forms.ChoiceField(
        label=lazy("Why do you read this file?"), choices=list(words.REASONS.items()), widget=forms.RadioSelect
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Open the file")),)
    use_required_attribute = False


@web.deeds.page(LOOK)
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Open one file; whoever neither works with the child nor answers for it says why first."""
    now, form = web.deeds.at(request), Reason(web.deeds.posted(request))
    reason = form.cleaned_data["reason"] if request.method == "POST" and form.is_valid() else ""
    try:
        with files.looking(actor, case_id, now, reason) as found:
            return render(request, "cases/files/file.html", shown(actor, found, now))
    except ReasonFirst as first:
        return render(request, "cases/files/reason.html", {"case": first.case, "form": form})
    except access.NotHere:
        files.tried(actor, case_id, now)
        raise


def shown(actor: Actor, found: File, now: datetime, *, alone: bool = False) -> dict[str, object]:
    """What the page of a file shows. `alone`: without the parts of other concerns, for whoever reads it on call."""
    case = found.case
    return {
        "case": case,
        "now": now,
        "grounded": found.grounded,
        "wishes": found.work.said["wishes"],
        "risk": words.risk(case.risk),
        "who": _who(found),
        "safety": safety(found),
        "broken": _broken(found),
        "push": _pushes(found),
        "path": _path(case),
        "next": _next(found, now),
        "notes": [_note(one) for one in found.of(Note)],
        "facts": [*facts(found.child), *facts(found.work, but=("wishes",))],
        "grounds": [_ground(one) for one in found.of(Consent)],
        "to_sign": _to_sign(found, actor),
        "concerns": told_to_us(actor, found),
        "own": found.eye is Eye.OWNER,
        "can_see": _can_see(found),
        "unseen": _unseen(found),
        "parts": {} if alone else parts.drawn(actor, found, now),
        "may": {name: _may(actor, name, case) for name in _MAY},
    }


PARTS: dict[Part, web.Words] = {
    Part.S0: lazy("what everybody may read"),
    Part.S1: lazy("how far the work is"),
    Part.S2: lazy("about the person"),
    Part.S3: lazy("names, addresses and numbers"),
    Part.S4: lazy("what happened, and health"),
    Part.REPORTER: lazy("who told us"),
    Part.OFFENDER: lazy("what was told of an adult"),
    Part.PLACEMENT: lazy("where the child sleeps"),
    Part.PRIVILEGED: lazy("between lawyer and child"),
    Part.FEEDBACK: lazy("what the child says of us"),
}
"""What a part of a file is called to whom it is refused."""


def _unseen(found: File) -> list[tuple[str, str]]:
    """What somebody does not see here, and why, with whom to ask (CM-49)."""
    refused = found.refused
    return [
        (web.listed([str(words) for part, words in PARTS.items() if part in refused[why]]), _(WORDS[why]))
        for why in Why
        if why in refused
    ]


_MAY = {"write": WRITE, "ground": GROUND, "risk": RISK, "sign": SIGN, "history": HISTORY, "restrict": RESTRICT}


def _may(actor: Actor, name: str, case: Case) -> bool:
    """Into a file that ended nothing is written."""
    return bool(access.may(actor, _MAY[name], case)) and (case.status not in ENDED or name == "history")


def told_to_us(actor: Actor, found: File) -> tuple[UUID, ...]:
    """The concerns that this person reads, also for what they say of how the child may be reached."""
    return found.told if access.may(actor, TOLD, found.case) else ()


def _who(found: File) -> str:
    """Sex and age, as a list would say it; the name stands further down."""
    child = found.child.said
    age = child["age_at_intake"]
    sex = said.code("sex", child["sex"]) if child["sex"] else ""
    then = _("was a child when it happened") if (age or 0) >= ADULT else ""
    return web.dots(sex, _("{n} years old").format(n=web.digits(age)) if age is not None else "", then)


def safety(found: File) -> dict[str, object]:
    """How the child may be reached, the dangerous first."""
    row = found.newest(ContactSafety)
    told = row.said if row else {}
    names = [name for name in _WAYS if told.get(name)]
    fields = model().entities["contact_safety"].fields
    return {
        "level": said.code("safe_contact", found.case.child.safe_to_contact),
        "never": found.case.child.safe_to_contact == SafeContact.NEVER,
        "unsafe": told.get("unsafe_persons", ()),
        "facts": [(said.label(fields[name]), said.told(fields[name], told[name])) for name in names],
        "checked": row.row.checked_on if row else None,
        "unreadable": row.unreadable if row else "",
    }


def facts(one: Read, but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """What a row holds, as labels and words; what nobody said is left out."""
    fields = model().entities[files.ENTITY[type(one.row)]].fields
    clear = {name: getattr(one.row, name, None) for name in fields if fields[name].label and not fields[name].box}
    shown = [(fields[name], value) for name, value in {**one.said, **clear}.items() if name not in but]
    return [(said.label(field), words_) for field, value in shown if (words_ := said.told(field, value))]


def _broken(found: File) -> list[tuple[str, str]]:
    named = [(_("The child"), found.child), (_("The work"), found.work)]
    named += [(_("An entry"), one) for rows in found.rows.values() for one in rows]
    return [(title, one.unreadable) for title, one in named if one.unreadable]


def _pushes(found: File) -> list[dict[str, object]]:
    answers = parts.answered(found)
    return [_push(one, answers.get(one.row.pk, [])) for one in found.of(PushFactor)]


def _push(one: Read, answers: list[str]) -> dict[str, object]:
    told = one.said
    return {
        "row": one.row,
        "answers": answers,
        "words": said.code("push_factor", told["code"]),
        "level": said.code("factor_level", told["level"]),
        "state": said.code("push_factor_state", told["state"]),
        "reason": said.code("no_action_reason", told["no_action_reason"]) if told["no_action_reason"] else "",
    }


def _path(case: Case) -> list[dict[str, object]]:
    """The six steps: done, where we are, still to come."""
    here = list(Stage).index(Stage(case.stage))
    return [
        {"title": said.code("stage", one), "done": at < here, "note": _("We are here.") if at == here else ""}
        for at, one in enumerate(Stage)
    ]


def _next(file: File, now: datetime) -> list[dict[str, object]]:
    case = file.case
    found = [
        one for one in duties.due(case, opened=file.of_case) if file.eye in duties.FOR_FEW.get(one.kind, {file.eye})
    ]
    names = network.names(one.person for one in found if one.person and one.person != case.owner_id)
    return [
        {
            "tag": web.due_tag(one.due_at, now),
            "words": _(clocks.kind(one.kind).words),
            "who": names.get(one.person, "") if one.person else "",
        }
        for one in found
    ]


def _note(one: Read) -> dict[str, object]:
    return {
        "row": one.row,
        "kind": said.code("note_kind", one.row.kind),
        "by": one.row.made_by.name,
        "body": one.said["body"],
        "risk": said.code("risk_level", one.row.risk),
    }


def _ground(one: Read) -> dict[str, object]:
    row = one.row
    fields = model().entities["consent"].fields
    told = [(said.label(fields[name]), said.told(fields[name], value)) for name, value in one.said.items() if value]
    return {
        "row": row,
        "words": web.dots(said.code("consent_purpose", row.purpose), said.code("lawful_basis", row.basis)),
        "facts": [*told, (_("Until"), web.day_words(row.expires_on))],
        "signed": row.second_signature_id is not None or row.basis == Basis.CONSENT,
    }


def _to_sign(found: File, actor: Actor) -> Read | None:
    """A ground that this person may sign now."""
    if not access.may(actor, SIGN, found.case):
        return None
    open_ = (one for one in found.of(Consent) if one.row.basis != Basis.CONSENT and not one.row.answered)
    return next((one for one in open_ if one.row.made_by_id != actor.person), None)


def _can_see(found: File) -> str:
    """Who can see this file, in words."""
    case, offers = found.case, [one.row for one in found.of(HandOn)]
    helpers = [person for person, eye in beside(case, offers).items() if eye is Eye.CO_WORKER]
    two = [case.owner.name, case.supervisor.name, *network.names(helpers).values()]
    if case.restricted:
        return web.listed([*two, _("the safeguarding lead")])
    team = len(set(network.team_people(case.org_id, *circle(case))))
    others = _("their team, supervisors and the safeguarding lead, {n} people in all").format(n=web.digits(team))
    return web.listed([*two, others])


@web.deeds.page(HISTORY)
@require_http_methods(["GET", "POST"])
def history(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Who opened or changed the file, from the journal, without opening it."""
    case = files.case_of(actor, case_id)
    access.ask(actor, HISTORY, case)
    if request.method == "POST":
        files.noted(actor, case_id, web.deeds.at(request))
        messages.success(request, _("Noted that you looked at it."))
        return HttpResponseRedirect(reverse("desk:day"))
    context = {"case": case, "events": _looked(actor, case), "may_note": bool(access.may(actor, NOTED, case))}
    return render(request, "cases/files/history.html", context)


def _looked(actor: Actor, case: Case) -> list[dict[str, object]]:
    """Who did what with the two records of a file, the newest first; what one deed did with both is one line. With the
    reason, where somebody gave one."""
    both = {
        (one.line.at, one.line.actor, one.line.deed, one.line.purpose): one
        for record in (case.pk, case.child_id)
        for one in access.history(actor, record)
    }
    events = sorted(both.values(), key=lambda one: one.line.at, reverse=True)
    return [{"when": one.when, "what": one.what, "who": one.who, "said": _why(one.line.purpose)} for one in events]


def _why(purpose: str) -> str:
    reason = purpose.partition(":")[2]
    return str(words.REASONS.get(reason, ""))


def url_of(case: Case) -> str:
    """The address of a file."""
    return reverse("cases:file", args=[case.pk])
