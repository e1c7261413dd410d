"""What can be done with an open file, one row a deed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.codes import Risk, SafeContact
from fanal.cases.files import files, restricting, writing
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.file import told_to_us, url_of
from fanal.cases.model import words
from fanal.cases.model.declared import model
from fanal.cases.models import Case, ContactSafety, PushFactor
from fanal.cases.policy import RESTRICT, RISK, WRITE
from fanal.cases.sight import NAMES
from fanal.network.contracts import Actor
from fanal.web import api as web


def _keep_note(actor: Actor, case: Case, data: Mapping[str, Any], now: datetime) -> object:
    said = data["asked"]
    reached = bool(said["note.reached"])
    return writing.add_note(actor, case.pk, said["note.kind"], filled.of("note", data), now, reached=reached)


# ---- forms ----


def _wishes(request: HttpRequest, actor: Actor, case: Case) -> filled.Filled:
    found = files.look(actor, case.pk, web.deeds.at(request))
    return filled.form(
        lazy("Keep it"), filled.fields("case", "wishes"), web.deeds.posted(request),
        held=filled.by_path("case", found.work), version=found.case.version,
    )  # fmt: skip


def _safety(request: HttpRequest, actor: Actor, case: Case) -> filled.Filled:
    found = files.look(actor, case.pk, web.deeds.at(request))
    held = {"child.safe_to_contact": found.case.child.safe_to_contact} | filled.by_path(
        "contact_safety", found.newest(ContactSafety)
    )
    fields = [*filled.fields("child", "safe_to_contact"), *filled.filled_in("contact_safety")]
    return filled.form(
        lazy("I checked it with the child"), fields, web.deeds.posted(request), held=held,
        required=("child.safe_to_contact",), version=found.case.child.version,
    )  # fmt: skip


def _note(request: HttpRequest, _actor: Actor, _case: Case) -> filled.Filled:
    fields = filled.fields("note", "kind", "reached", "body")
    return filled.form(lazy("Keep this entry"), fields, web.deeds.posted(request), required=("note.kind", "note.body"))


_PUSH = filled.filled_in("push_factor", but=["no_action_reason"])
"""Why nothing is done about it now is said in the plan, where it shows what answers it."""


def _push(request: HttpRequest, _actor: Actor, _case: Case) -> filled.Filled:
    required = [f"push_factor.{name}" for name in ("code", "level", "source", "state")]
    return filled.form(lazy("Note it"), _PUSH, web.deeds.posted(request), required=required)


def _risk(request: HttpRequest, _actor: Actor, case: Case) -> filled.Filled:
    fields = [*filled.fields("case", "risk"), *filled.fields("note", "body")]
    form = filled.form(
        lazy("Set the risk"), fields, web.deeds.posted(request), held={"case.risk": case.risk},
        required=("case.risk", "note.body"), version=case.version,
    )  # fmt: skip
    form.fields["note_body"].label = _("Why? It stands in the file.")
    return form


def _about(request: HttpRequest, actor: Actor, case: Case) -> filled.Filled:
    found = files.look(actor, case.pk, web.deeds.at(request))
    hidden = [path.partition(".")[2] for path in NAMES] if case.child.protected_name else []  # not emptied unseen
    fields = [*filled.filled_in("child", but=hidden), *filled.fields("child", "interpreter_needed")]
    fields.sort(key=list(model().entities["child"].fields.values()).index)
    held = filled.by_path("child", found.child) | {"child.interpreter_needed": found.case.child.interpreter_needed}
    return filled.form(
        lazy("Keep it"), fields, web.deeds.posted(request), held=held, version=found.case.child.version
    )  # fmt: skip


def _restrict(request: HttpRequest, _actor: Actor, _case: Case) -> filled.Filled:
    fields = filled.fields("note", "body")
    form = filled.form(lazy("Named people only"), fields, web.deeds.posted(request), required=("note.body",))
    form.fields["note_body"].label = _("Why? It stands in the file.")
    form.fields["note_body"].help_text = ""
    return form


FILES = web.Things(find=files.case_of, url=url_of, back=lazy("Back to the file"), asks=True)
ACTS = {
    "wishes": web.Act(
        deed=WRITE,
        title=lazy("What the child wants"),
        lede=lazy("In the child’s own words. It stands on top of the file, before all else."),
        form=_wishes,
        call=filled.named(
            lambda actor, case, data, now: writing.set_wishes(
                actor, case.pk, data["asked"]["case.wishes"], data["version"], now
            )
        ),
        done=lazy("Kept."),
    ),
    "safety": web.Act(
        deed=WRITE,
        title=lazy("How to reach the child"),
        lede=lazy("Check it with the child, alone. What was said before stays in the file."),
        form=_safety,
        template="cases/files/safety.html",
        more=lambda request, actor, case: {
            "concerns": told_to_us(actor, files.look(actor, case.pk, web.deeds.at(request)))
        },
        call=filled.named(
            lambda actor, case, data, now: writing.set_safety(
                actor,
                case.pk,
                SafeContact(data["asked"]["child.safe_to_contact"]),
                filled.of("contact_safety", data),
                now,
                version=data["version"],
            )
        ),
        done=lazy("Kept. It is checked again in thirty days."),
    ),
    "note": web.Act(
        deed=WRITE,
        title=lazy("Write an entry"),
        lede=lazy("Only what somebody needs to go on. Nothing graphic."),
        form=_note,
        call=filled.named(_keep_note),
        done=lazy("The entry is kept."),
    ),
    "push": web.Act(
        deed=WRITE,
        title=lazy("What pushes the child"),
        lede=lazy("One circumstance at a time. Each will need an answer in the plan, or a reason."),
        form=_push,
        call=filled.said("push_factor", writing.add_push),
        done=lazy("Noted."),
    ),
    "risk": web.Act(
        deed=RISK,
        title=lazy("Set the risk"),
        lede=lazy("A person sets it, nothing computes it. It goes up at once."),
        form=_risk,
        call=filled.named(
            lambda actor, case, data, now: writing.set_risk(
                actor,
                case.pk,
                Risk(data["asked"]["case.risk"]),
                filled.of("note", data),
                now,
                version=data["version"],
            )
        ),
        done=lazy("The risk is set."),
    ),
    "about": web.Act(
        deed=WRITE,
        title=lazy("About the child"),
        lede=lazy("What is not known stays open."),
        form=_about,
        call=filled.kept("child", writing.set_about),
        done=lazy("Kept."),
    ),
    "restrict": web.Act(
        deed=RESTRICT,
        title=lazy("Open it for named people only"),
        lede=lazy(
            "From now on the worker, the supervisor and the safeguarding lead open this file, nobody else. What a "
            "colleague has read cannot be un-read."
        ),
        form=_restrict,
        call=filled.named(
            lambda actor, case, data, now: restricting.restrict(actor, case.pk, now, data["asked"]["note.body"])
        ),
        done=lazy("This file opens for named people only."),
        leads=lambda _made: reverse("cases:team"),
    ),
}


# ---- one circumstance ----


def _push_change(request: HttpRequest, actor: Actor, row: Any) -> filled.Filled:
    found = files.look(actor, row.case_id, web.deeds.at(request))
    read = found.one(PushFactor, row.pk)
    form = filled.form(
        lazy("Keep it"), [one for one in _PUSH if one.name != "code"], web.deeds.posted(request),
        held=filled.by_path("push_factor", read), version=row.version,
    )  # fmt: skip
    which = form.fields["push_factor_level"]
    which.label = web.dots(words.code("push_factor", read.said["code"]), str(which.label))
    return form


PUSHES = web.Things(find=writing.push_of, url=lambda row: url_of(row.case), back=lazy("Back to the file"), asks=True)
PUSH_ACTS = {
    "push_change": web.Act(
        deed=WRITE,
        title=lazy("What pushes the child"),
        heading=lazy("What is known now?"),
        form=_push_change,
        call=filled.kept("push_factor", writing.change_push),
        done=lazy("Kept."),
        slug="change",
    ),
}
