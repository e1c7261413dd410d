"""What can be done with an open file, one row a deed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotHere, NotNow
from fanal.cases.codes import Risk, SafeContact
from fanal.cases.files import files, writing
from fanal.cases.files.desk.file import url_of
from fanal.cases.files.files import Read
from fanal.cases.model.declared import Field, model
from fanal.cases.model.forms import Declared
from fanal.cases.models import Case
from fanal.cases.policy import GROUND, RISK, SIGN, WRITE
from fanal.network.contracts import Actor
from fanal.web import api as web


def _fields(entity: str, *names: str) -> list[Field]:
    return [model().entities[entity].fields[name] for name in names]


def _sealed(entity: str, but: Sequence[str] = ()) -> list[Field]:
    """What people fill in of an entity, in the order of the file; what asks for a reason to be there is left out."""
    fields = model().entities[entity].fields.values()
    return [
        one
        for one in fields
        if one.box in {"personal", "identity", "content"} and not one.opt_in and one.name not in but
    ]


class Filled(Declared):
    """A form of declared fields of one row. `version`: that of the row that the person looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def asked(self) -> dict[str, Any]:
        """What was filled in, by path."""
        return self.values()


def _form(
    button: web.Words, fields: Sequence[Field], data: Any, *, held: Mapping[str, Any] | None = None, version: int = 0,
    required: Sequence[str] = (),
) -> Filled:  # fmt: skip
    form = Filled(fields, data, values=held, required=required, initial={"version": version})
    form.buttons = (web.Button(button),)  # type: ignore[misc]
    return form


def _by_path(entity: str, read: Read | None) -> dict[str, Any]:
    return {f"{entity}.{name}": value for name, value in read.said.items()} if read else {}


def _of(entity: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in of an entity, by field."""
    return {path.partition(".")[2]: value for path, value in data["asked"].items() if path.startswith(f"{entity}.")}


def _named(call: Any) -> Any:
    """A deed whose errors name fields of the model stands them at the inputs of the form."""

    def told(actor: Actor, case: Case, data: dict[str, Any], now: datetime) -> object:
        try:
            return call(actor, case, data, now)
        except NotNow as why:
            for one in (why, *why.others):
                named = [path for path in data["asked"] if path.partition(".")[2] == one.field]
                one.field = named[0].replace(".", "_") if named else one.field
            raise

    return told


def _keep_note(actor: Actor, case: Case, data: Mapping[str, Any], now: datetime) -> object:
    said = data["asked"]
    reached = bool(said["note.reached"])
    return writing.add_note(actor, case.pk, said["note.kind"], _of("note", data), now, reached=reached)


# ---- forms ----


def _wishes(request: HttpRequest, actor: Actor, case: Case) -> Filled:
    found = files.look(actor, case.pk, web.deeds.at(request))
    return _form(
        lazy("Keep it"), _fields("case", "wishes"), web.deeds.posted(request), held=_by_path("case", found.work),
        version=found.case.version,
    )  # fmt: skip


def _safety(request: HttpRequest, actor: Actor, case: Case) -> Filled:
    found = files.look(actor, case.pk, web.deeds.at(request))
    held = {"child.safe_to_contact": found.case.child.safe_to_contact} | _by_path("contact_safety", found.safety)
    fields = [*_fields("child", "safe_to_contact"), *_sealed("contact_safety")]
    return _form(
        lazy("I checked it with the child"), fields, web.deeds.posted(request), held=held,
        required=("child.safe_to_contact",),
    )  # fmt: skip


def _note(request: HttpRequest, _actor: Actor, _case: Case) -> Filled:
    fields = _fields("note", "kind", "reached", "body")
    return _form(lazy("Keep this entry"), fields, web.deeds.posted(request), required=("note.kind", "note.body"))


def _push(request: HttpRequest, _actor: Actor, _case: Case) -> Filled:
    required = [f"push_factor.{name}" for name in ("code", "level", "source", "state")]
    return _form(lazy("Note it"), _sealed("push_factor"), web.deeds.posted(request), required=required)


def _risk(request: HttpRequest, _actor: Actor, case: Case) -> Filled:
    fields = [*_fields("case", "risk"), *_fields("note", "body")]
    form = _form(
        lazy("Set the risk"), fields, web.deeds.posted(request), held={"case.risk": case.risk},
        required=("case.risk", "note.body"),
    )  # fmt: skip
    form.fields["note_body"].label = _("Why? It stands in the file.")
    return form


def _about(request: HttpRequest, actor: Actor, case: Case) -> Filled:
    found = files.look(actor, case.pk, web.deeds.at(request))
    return _form(
        lazy("Keep it"), _sealed("child"), web.deeds.posted(request), held=_by_path("child", found.child),
        version=found.case.child.version,
    )  # fmt: skip


def _ground(request: HttpRequest, _actor: Actor, _case: Case) -> Filled:
    """Nothing of it is chosen already."""
    names = ("given_by", "child_assented", "basis", "basis_reason", "explained", "child_told")
    required = [f"consent.{name}" for name in names[:3]]
    return _form(lazy("Record this ground"), _fields("consent", *names), web.deeds.posted(request), required=required)


FILES = web.Things(find=files.case_of, url=url_of, back=lazy("Back to the file"), asks=True)
ACTS = {
    "wishes": web.Act(
        deed=WRITE,
        title=lazy("What the child wants"),
        lede=lazy("In the child’s own words. It stands on top of the file, before all else."),
        form=_wishes,
        call=_named(
            lambda actor, case, data, now: writing.set_wishes(
                actor, case.pk, data["asked"]["case.wishes"], data["version"] or 0, now
            )
        ),
        done=lazy("Kept."),
    ),
    "safety": web.Act(
        deed=WRITE,
        title=lazy("How to reach the child"),
        lede=lazy("Check it with the child, alone. What was said before stays in the file."),
        form=_safety,
        call=_named(
            lambda actor, case, data, now: writing.set_safety(
                actor, case.pk, SafeContact(data["asked"]["child.safe_to_contact"]), _of("contact_safety", data), now
            )
        ),
        done=lazy("Kept. It is checked again in thirty days."),
    ),
    "note": web.Act(
        deed=WRITE,
        title=lazy("Write an entry"),
        lede=lazy("Only what somebody needs to go on. Nothing graphic."),
        form=_note,
        call=_named(_keep_note),
        done=lazy("The entry is kept."),
    ),
    "push": web.Act(
        deed=WRITE,
        title=lazy("What pushes the child"),
        lede=lazy("One circumstance at a time. Each will need an answer in the plan, or a reason."),
        form=_push,
        call=_named(lambda actor, case, data, now: writing.add_push(actor, case.pk, _of("push_factor", data), now)),
        done=lazy("Noted."),
    ),
    "risk": web.Act(
        deed=RISK,
        title=lazy("Set the risk"),
        lede=lazy("A person sets it, nothing computes it. It goes up at once."),
        form=_risk,
        call=_named(
            lambda actor, case, data, now: writing.set_risk(
                actor, case.pk, Risk(data["asked"]["case.risk"]), _of("note", data), now
            )
        ),
        done=lazy("The risk is set."),
    ),
    "ground": web.Act(
        deed=GROUND,
        title=lazy("On what ground we work"),
        lede=lazy("Ask the child in words that fit. It holds for twelve months, and can be taken back at any time."),
        form=_ground,
        call=_named(lambda actor, case, data, now: writing.add_ground(actor, case.pk, _of("consent", data), now)),
        done=lazy("The ground is recorded."),
    ),
    "about": web.Act(
        deed=WRITE,
        title=lazy("About the child"),
        lede=lazy("What is not known stays open."),
        form=_about,
        call=_named(
            lambda actor, case, data, now: writing.set_about(
                actor, case.pk, _of("child", data), data["version"] or 0, now
            )
        ),
        done=lazy("Kept."),
    ),
}


# ---- one circumstance ----


def _push_change(request: HttpRequest, actor: Actor, row: Any) -> Filled:
    found = files.look(actor, row.case_id, web.deeds.at(request))
    read = next((one for one in found.push if one.row.pk == row.pk), None)
    if read is None:
        raise NotHere
    return _form(
        lazy("Keep it"), _sealed("push_factor"), web.deeds.posted(request), held=_by_path("push_factor", read),
        version=row.version,
    )  # fmt: skip


PUSHES = web.Things(find=writing.push_of, url=lambda row: url_of(row.case), back=lazy("Back to the file"), asks=True)
PUSH_ACTS = {
    "push_change": web.Act(
        deed=WRITE,
        title=lazy("What pushes the child"),
        heading=lazy("What is known now?"),
        form=_push_change,
        call=_named(
            lambda actor, row, data, now: writing.change_push(
                actor, row.case_id, row.pk, _of("push_factor", data), data["version"] or 0, now
            )
        ),
        done=lazy("Kept."),
        slug="change",
    ),
}


# ---- the ground ----


def _ground_of(actor: Actor, case_id: Any, ground_id: Any) -> tuple[Case, Any]:
    return files.case_of(actor, case_id), ground_id


GROUNDS = web.Things(find=_ground_of, url=lambda pair: url_of(pair[0]), back=lazy("Back to the file"))
GROUND_ACTS = {
    "sign": web.Act(
        deed=SIGN,
        form=None,
        call=lambda actor, pair, _data, now: writing.sign_ground(actor, pair[0].pk, pair[1], now),
        done=lazy("Signed. The worker can go on."),
    ),
}
