"""Preparing what is best for a child, deciding it, telling the child, looking at it again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.files import files
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.file import url_of
from fanal.cases.files.files import Read
from fanal.cases.interests import interests
from fanal.cases.interests.desk import pages
from fanal.cases.interests.policy import INTERESTS
from fanal.cases.models import BestInterests, Case
from fanal.network.contracts import Actor
from fanal.web import api as web

_WORDS = ("trigger", "options", "decision", "dissent", "review_on")


def _begin(request: HttpRequest, _actor: Actor, _case: Case) -> filled.Filled:
    fields = filled.fields("best_interests", "kind", "trigger")
    required = ("best_interests.kind", "best_interests.trigger")
    return filled.form(lazy("Prepare it"), fields, web.deeds.posted(request), required=required)


def _begun(actor: Actor, case: Case, data: Mapping[str, Any], now: datetime) -> BestInterests:
    said = filled.of("best_interests", data)
    return interests.begin(actor, case.pk, said.pop("kind"), said, now)


FILES = web.Things(find=files.case_of, url=url_of, back=lazy("Back to the file"), asks=True)
BEGIN = {
    "interests_begin": web.Act(
        deed=INTERESTS,
        title=lazy("What is best for the child"),
        lede=lazy("For whatever changes much for the child. In our procedure a panel decides where a child may be "
                  "parted from parents who do not want it, where a child without family will live for good, and where "
                  "it is open who cares for the child."),
        form=_begin,
        call=filled.named(_begun),
        leads=pages.url_of,
        slug="best-interests",
    ),
}  # fmt: skip


# ---- the decision ----


class Decision(filled.Filled):
    """The ways, the decision, who decided; and which of the two buttons was pressed."""

    panel = forms.MultipleChoiceField(
        label=lazy("Who sits on the panel"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=lazy("Three or more. Not whoever prepared it, and not the supervisor, who approves it."),
    )  # fmt: skip
    finish = False
    buttons: ClassVar[tuple[web.Button, ...]] = (
        web.Button(lazy("It is decided"), "step", "finish"),
        web.Button(lazy("Keep it, and go on later")),
    )

    def asked(self) -> dict[str, Any]:
        return super().asked() | {"finish": self.finish}


def _read(request: HttpRequest, actor: Actor, row: BestInterests) -> Read:
    return files.look(actor, row.case_id, web.deeds.at(request)).one(BestInterests, row.pk)


def _decision(request: HttpRequest, actor: Actor, row: BestInterests) -> Decision:
    held = filled.by_path("best_interests", _read(request, actor, row)) | {"best_interests.review_on": row.review_on}
    form = Decision(
        filled.fields("best_interests", *_WORDS), web.deeds.posted(request), values=held,
        initial={"version": row.version, "panel": row.panel},
    )  # fmt: skip
    if row.kind == interests.BID:
        web.offer(
            form, "panel", [(str(pk), name) for pk, name in interests.may_sit(row, web.deeds.at(request)).items()]
        )
        form.fields["panel"].needed = True  # type: ignore[attr-defined]  # which must be there, the deed says
        form.order_fields(["version", *(name for name in form.fields if name not in {"version", "panel"}), "panel"])
    else:
        del form.fields["panel"]
    if row.decided_on:
        form.buttons = (web.Button(lazy("Keep it")),)  # type: ignore[misc]
    form.finish = request.POST.get("step") == "finish"
    return form


def _keep(actor: Actor, row: BestInterests, data: Mapping[str, Any], now: datetime) -> BestInterests:
    said, panel = filled.of("best_interests", data), [UUID(one) for one in data.get("panel", ())]
    version, finish = data["version"], data["asked"]["finish"]
    return interests.keep(actor, row.case_id, row.pk, said, panel, version, now, finish=finish)


def _kept(row: BestInterests, made: BestInterests) -> web.Words:
    new = made.decided_on and not row.decided_on
    return lazy("It is decided. The supervisor is asked. Tell the child, in words that fit.") if new else lazy("Kept.")


def _one(*names: str, button: web.Words) -> Any:
    """A form of some fields of one."""

    def form(request: HttpRequest, actor: Actor, row: BestInterests) -> filled.Filled:
        return filled.form(
            button, filled.fields("best_interests", *names), web.deeds.posted(request),
            held=filled.by_path("best_interests", _read(request, actor, row)), version=row.version,
            required=[f"best_interests.{name}" for name in names],
        )  # fmt: skip

    return form


DECISIONS = web.Things(
    find=interests.decision_of, url=pages.url_of, back=lazy("Back to what is best for the child"), asks=True
)
ACTS = {
    "keep": web.Act(
        deed=INTERESTS,
        title=lazy("What could be done, and what is best"),
        lede=lazy("Two ways or more, each with what speaks for and against it, and what the child thinks of it."),
        note=lazy("No names of people around the child: whoever decides needs none."),
        form=_decision,
        call=filled.named(_keep),
        done=_kept,
        slug="decide",
    ),
    "told": web.Act(
        deed=INTERESTS,
        title=lazy("The child was told"),
        lede=lazy("By somebody whom the child trusts, in words that fit, with time for questions."),
        form=_one("child_told_on", button=lazy("Keep it")),
        call=filled.kept("best_interests", interests.told),
        done=lazy("Kept."),
    ),
    "review": web.Act(
        deed=INTERESTS,
        title=lazy("Look at it again"),
        lede=lazy("With the child. It stays as it is then; where something else is best now, begin a new one."),
        form=_one("review", button=lazy("It was looked at again")),
        call=filled.kept("best_interests", interests.review),
        done=lazy("Kept."),
    ),
}
