"""Where the end of a file shows itself: on its page, and as what a supervisor approves."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.access.api import may, visible
from fanal.cases import duties
from fanal.cases.approvals import approvals
from fanal.cases.approvals.approvals import Shown
from fanal.cases.closing import closing
from fanal.cases.closing.policy import ASK_CLOSE, ASK_VOID, CARD, REOPEN
from fanal.cases.codes import Status
from fanal.cases.course.desk import steps
from fanal.cases.files.desk import parts
from fanal.cases.files.desk.doors import about
from fanal.cases.files.desk.file import url_of
from fanal.cases.files.files import File
from fanal.cases.model.declared import model
from fanal.cases.model.words import code, label, told
from fanal.cases.models import Case, CaseLink, Closure
from fanal.cases.opening.same import asked_again
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

_FIELDS = model().entities["closure"].fields


def open_doors() -> None:
    """Called once when the room starts."""
    steps.leads("closing", "close")
    steps.leads("void", "void")
    more: dict[str, Any] = {
        "grounded": False, "url": lambda case, _row: url_of(case), "content": closing.content, "shown": shown,
    }  # fmt: skip
    approvals.register(closing.CLOSURE, decided=closing.closed, **more)
    approvals.register(closing.VOID, decided=closing.voided, ended=True, **more)
    web.day.lead(duties.OPEN_AGAIN, _again, about=_about, deed=REOPEN)
    parts.add(
        parts.Part(80, "cases/closing/part.html", _shown, beside=True),
        Closure,
        CaseLink,
        asks=[(Case, "reopened_from")],
    )


def _again(concern: UUID) -> str:
    found = clocks.open_duties(subjects=[concern], kinds=[duties.OPEN_AGAIN], limit=1)  # none: it ended this moment
    return reverse("cases:reopen", args=[found[0].about]) if found else reverse("cases:to_open")


def _about(actor: Actor, concerns: Collection[UUID]) -> dict[UUID, web.day.About]:
    cases = asked_again(actor.org, concerns)
    known = about(actor, set(cases.values()))
    return {one: known[case] for one, case in cases.items() if case in known}


def shown(_case: Case, said: Mapping[str, Any]) -> Shown:
    """A request to end a file, for whoever approves it: what was left out, with its reasons, beside the checks."""
    names = ("finding", "evidence", "child_informed", "how_to_come_back", "after_care_on")
    about = [(label(_FIELDS["reason"]), code("closure_reason", said["reason"]))]
    about += [(label(_FIELDS[name]), _said(name, said[name])) for name in names if said[name] not in {None, ""}]
    checks = [(code("closure_check", one), code("check_answer", answer)) for one, answer in said["checks"].items()]
    outcomes = said["outcomes"].items()
    doing = [(code("wellbeing_domain", one), code("wellbeing_state", state)) for one, state in outcomes]
    sections = [(_("About the end"), about), (label(_FIELDS["checks"]), checks), (label(_FIELDS["outcomes"]), doing)]
    against = [(code("closure_check", one), why) for one, why in said["waiver_reasons"].items()]
    against += _danger(said)
    return Shown([one for one in sections if one[1]], against=against)


def _danger(said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the file knows of danger, beside what the worker says."""
    people = network.names(UUID(who) for _day, _risk, who in said["risks"] if who)
    risks = [
        web.dots(_day(day), code("risk_level", risk), people.get(UUID(who), "") if who else "")
        for day, risk, who in said["risks"]
    ]
    known = [(_("How the risk changed"), "\n".join(risks)), (_("In crisis, or act at once"),
             web.listed([_day(day) for day in said["crises"]]))]  # fmt: skip
    return [one for one in known if one[1]]


def _day(text: str) -> str:
    return str(web.day_words(datetime.fromisoformat(text)))


def _said(name: str, value: Any) -> str:
    return web.part_day_words(str(value)) if name == "after_care_on" else told(_FIELDS[name], value)


def _shown(actor: Actor, found: File, _now: datetime) -> Mapping[str, Any]:
    case = found.case
    closure = found.newest(Closure)
    seen = visible(actor, Case.objects.all())
    earlier = seen.filter(pk__in=[case.reopened_from_id]).values_list("pk", flat=True)
    later = seen.filter(reopened_from=case).values_list("pk", flat=True) if found.has(Case, "reopened_from") else ()
    open_, ended = case.status == Status.OPEN, case.status in {Status.FOLLOW_UP, Status.CLOSED}
    back = bool(closure and closure.said["how_to_come_back"])
    return {
        "close": open_ and bool(may(actor, ASK_CLOSE, case)),
        "void": case.status != Status.VOID and bool(may(actor, ASK_VOID, case)),
        "reopen": ended and bool(may(actor, REOPEN, case)),
        "card": back and bool(may(actor, CARD, case)),
        "status": code("case_status", case.status) if not open_ else "",
        "facts": _facts(closure) if closure is not None and ended else (),
        "others": [
            (words, reverse("cases:file", args=[pk]))
            for words, pks in ((_("The earlier file"), earlier), (_("The later file"), later))
            for pk in pks
        ],
    }


def _facts(closure: Any) -> list[tuple[str, str]]:
    row = closure.row
    days = [(name, getattr(row, name)) for name in ("closed_on", "after_care_on")]
    return [
        (label(_FIELDS["reason"]), code("closure_reason", row.reason)),
        *((label(_FIELDS[name]), web.day_words(day)) for name, day in days if day),
    ]
