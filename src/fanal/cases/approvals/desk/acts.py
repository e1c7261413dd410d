"""Asking for an approval, and the page on which it is given: one content, one decision."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotHere
from fanal.cases.approvals import approvals
from fanal.cases.approvals.approvals import KINDS, Shown
from fanal.cases.approvals.policy import ASK, DECIDE
from fanal.cases.files import approving, files
from fanal.cases.files.approving import APPROVED, SENT_BACK, Stand
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.file import url_of
from fanal.cases.files.files import File
from fanal.cases.model import words
from fanal.cases.models import Approval, Case
from fanal.network.contracts import Actor
from fanal.web import api as web


def _asked(actor: Actor, case_id: UUID, kind: str, subject: UUID) -> tuple[Case, str, UUID]:
    if kind not in KINDS:
        raise NotHere
    return files.case_of(actor, case_id), kind, subject


ASKED = web.Things(find=_asked, url=lambda asked: url_of(asked[0]), back=lazy("Back to the file"))
ASK_ACTS = {
    "ask": web.Act(
        deed=ASK,
        form=None,
        call=lambda actor, asked, _data, now: approvals.ask_approval(actor, asked[0].pk, asked[1], asked[2], now),
        done=lazy("The supervisor is asked. Whatever you change now, you ask again for."),
    ),
}


# ---- one approval ----


class Decide(filled.Filled):
    """A reason, and which of the two buttons was pressed."""

    pressed = ""

    def asked(self) -> dict[str, Any]:
        return super().asked() | {"decision": self.pressed}


def _form(request: HttpRequest, _actor: Actor, _row: Approval) -> Decide:
    form = Decide(filled.fields("approval", "note"), web.deeds.posted(request))
    form.fields["approval_note"].label = lazy("What is missing, where you send it back")
    form.buttons = (  # type: ignore[misc]
        web.Button(lazy("I read it, and approve it"), "decision", APPROVED),
        web.Button(lazy("Send it back"), "decision", SENT_BACK),
    )
    form.pressed = request.POST.get("decision", "")
    return form


def _decide(actor: Actor, row: Approval, data: Mapping[str, Any], now: datetime) -> Approval:
    said = data["asked"]
    return approvals.decide(actor, row.case_id, row.pk, said["decision"], said["approval.note"], now)


def _done(_row: Approval, made: Approval) -> tuple[int, web.Words]:
    said = lazy("Approved.") if made.decision == APPROVED else lazy("Sent back. The worker reads why.")
    return messages.SUCCESS, said


def _more(request: HttpRequest, actor: Actor, row: Approval) -> Mapping[str, Any]:
    """What somebody reads before they decide."""
    with files.looking(actor, row.case_id, web.deeds.at(request)) as found:
        return _shown(found, row)


def _shown(found: File, row: Approval) -> dict[str, Any]:
    kind, opened = KINDS[row.kind], found.of_case
    content = kind.content(opened, found.case, row.subject)
    now = kind.shown(found.case, approving.plain(content)) if content is not None else Shown(())
    where = approving.stand(opened, [row], row.kind, row.subject, content)
    before = _last_approved(found, row)
    then = kind.shown(found.case, approving.looked_at(opened, before)) if before else None
    return {
        "case": found.case,
        "row": row,
        "kind": words.code("approval_kind", row.kind),
        "shown": now,
        "wishes": found.work.said["wishes"],
        "changed": where is not Stand.ASKED,
        "before": before,
        "differs": differences(then, now) if then else (),
        "work": kind.url(found.case, row.subject),
    }


def _last_approved(found: File, row: Approval) -> Approval | None:
    """The newest that was approved: of the same row, else of the same kind."""
    rows = [one.row for one in found.of(Approval) if one.row.kind == row.kind and one.row.decision == APPROVED]
    rows = [one for one in rows if approving.looked_at(found.of_case, one) is not None]
    return next((one for one in rows if one.subject == row.subject), next(iter(rows), None))


def differences(then: Shown, now: Shown) -> list[tuple[str, str, str]]:
    """What is another now: name, what stood there, what stands there."""
    old, new = _lines(then), _lines(now)
    return [
        (name, old.get(key, ""), new.get(key, "")) for key, name in _names(then, now) if old.get(key) != new.get(key)
    ]


type _Key = tuple[str, str, int]


def _lines(shown: Shown) -> dict[_Key, str]:
    lines: dict[_Key, str] = {}
    for title, facts in shown.sections:
        for label, said in facts:
            nth = sum(1 for one in lines if one[:2] == (title, label))
            lines[title, label, nth] = said
    return lines


def _names(*both: Shown) -> list[tuple[_Key, str]]:
    keys = dict.fromkeys(key for shown in both for key in _lines(shown))
    return [(key, web.dots(key[0], key[1])) for key in keys]


APPROVALS = web.Things(
    find=approvals.approval_of,
    url=lambda row: url_of(row.case),
    back=lazy("The file"),
    asks=True,
    fits=lambda _actor, row, _name: not row.decision,
    gone=lazy("This was decided meanwhile."),
)
DECIDE_ACTS = {
    "decide": web.Act(
        deed=DECIDE,
        title=lazy("Approve, or send back"),
        form=_form,
        call=filled.named(_decide),
        done=_done,
        template="cases/approvals/approve.html",
        more=_more,
        leads=lambda _made: reverse("cases:to_approve"),
    ),
}
