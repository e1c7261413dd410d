"""The steps on the page of a file: what the next one needs, each line with the way to where it is done."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import may
from fanal.cases import flow
from fanal.cases.codes import Stage, Status
from fanal.cases.course import duties as clock
from fanal.cases.course import reading
from fanal.cases.course.policy import MOVE
from fanal.cases.duties import FOR_FEW, NEW_CONCERN
from fanal.cases.facts import EARLY, Facts, To
from fanal.cases.files.desk.file import url_of
from fanal.cases.files.files import File
from fanal.cases.flow import Missing
from fanal.cases.model import words as said
from fanal.cases.models import Case, Service
from fanal.cases.sight_table import Eye
from fanal.clocks import api as clocks
from fanal.network.contracts import Actor
from fanal.web import api as web

type Address = Callable[[Case], str]


def _at(name: str) -> Address:
    return lambda case: reverse(f"cases:{name}", args=[case.pk])


PAGES: Final[dict[str, Address]] = {
    "consent": _at("ground"),
    "contact": _at("safety"),
    "risk": _at("risk"),
    "push": _at("push"),
    "assessment": _at("assess"),
    "plan": _at("plan"),
    "best_interests": lambda _case: "#interests",
    "duties": lambda _case: "#next",
}
"""By page of `flow.Missing`, where that is done. Concerns above add theirs (`leads`)."""
CODES: Final[dict[str, Address]] = {"child_seen": _at("note"), "push_answers": _at("plan")}
"""By code, where that is another page."""


def leads(page: str, name: str) -> None:
    """Say by which address a page of `flow.Missing` is reached. Called once when the room starts."""
    PAGES[page] = _at(name)


_NEXT: Final[Mapping[Stage, tuple[To, ...]]] = {
    Stage.IDENTIFICATION: (To.ASSESSMENT,),
    Stage.ASSESSMENT: (To.PLANNING,),
    Stage.PLANNING: (To.IMPLEMENTATION,),
    Stage.IMPLEMENTATION: (To.REVIEW,),
    Stage.REVIEW: (To.IMPLEMENTATION, To.CLOSURE),
    Stage.CLOSURE: (),
}
"""Where a file goes from each step, the usual first."""
_BUTTONS: Final[Mapping[To, tuple[web.Words, str]]] = {
    To.ASSESSMENT: (lazy("Go on to the assessment"), "to_assessment"),
    To.PLANNING: (lazy("Go on to planning"), "to_planning"),
    To.IMPLEMENTATION: (lazy("Begin to act on the plan"), "to_implementation"),
    To.REVIEW: (lazy("Begin the review"), "to_review"),
}
_ASKED: Final = frozenset({"cause", "child_seen"})
"""What the form of the move itself asks."""


def shown(actor: Actor, found: File, now: datetime) -> Mapping[str, Any] | None:
    """What the next steps need, for whoever works with the child or answers for it."""
    if found.eye not in {Eye.OWNER, Eye.SUPERVISOR} or found.case.status != Status.OPEN:
        return None
    facts = reading.facts(found.case, found.of_child, found.of_case, now)
    own = bool(may(actor, MOVE, found.case))
    return {
        "steps": [_step(facts, to, found.case, own=own) for to in _NEXT[facts.stage or Stage.IDENTIFICATION]],
        "anew": own and facts.stage not in {Stage.IDENTIFICATION, Stage.ASSESSMENT, Stage.CLOSURE},
        "law": _law(found, now),
        "concern": own and NEW_CONCERN.code in facts.open,
        "report": own and clock.MANDATED_REPORT.code in facts.open,
    }


def _step(facts: Facts, to: To, case: Case, *, own: bool) -> dict[str, object]:
    lacks = flow.missing(facts, to)
    asked = to is To.ASSESSMENT
    stops = [one for one in lacks if not (asked and one.code in _ASKED)]
    button, name = _BUTTONS.get(to, ("", ""))
    return {
        "title": said.code("stage", to.value),
        "lacks": [line(one, case) for one in lacks if to is not To.CLOSURE or one.code not in _OF_CLOSING],
        "button": str(button) if own and name and not stops else "",
        "href": reverse(f"cases:{name}", args=[case.pk]) if name else "",
        "press": not asked,
        "closing": to is To.CLOSURE,
    }


_OF_CLOSING: Final = frozenset({"closure_reason", "finding", "evidence", "checks", "closure_approval"})
"""What the page of closing asks for itself."""


def before_the_end(found: File, now: datetime) -> list[dict[str, str]]:
    """What stands in the way of the end of a file, whatever is answered in its form; each with where it is done."""
    facts = reading.facts(found.case, found.of_child, found.of_case, now)
    lacks = flow.missing(replace(facts, reason=None), To.CLOSURE)
    lines = [(one, line(one, found.case)) for one in lacks if one.code not in _OF_CLOSING]
    for one, shown_ in lines:
        if one.code == "too_early":
            shown_ |= {
                "words": _("There was no review. Without one a file ends only for these reasons:"),
                "detail": web.listed(said.code("closure_reason", one) for one in sorted(EARLY)),
                "url": "#steps",
            }
        if shown_["url"].startswith("#"):
            shown_["url"] = url_of(found.case) + shown_["url"]
    return [shown_ for _one, shown_ in lines]


def line(one: Missing, case: Case) -> dict[str, str]:
    """What is missing, in words, and where it is done."""
    address = CODES.get(one.code) or PAGES.get(one.page)
    detail = web.listed(_detail(one)(code) for code in one.detail if code not in FOR_FEW)
    return {"words": _(one.words), "detail": detail, "url": address(case) if address else ""}


def _detail(one: Missing) -> Callable[[str], str]:
    lists = {"push_answers": "push_factor", "checks": "closure_check"}
    if one.code in lists:
        return lambda code: said.code(lists[one.code], code)
    return lambda code: _(clocks.kind(code).words)


def _law(found: File, now: datetime) -> str:
    law = reading.report_law(found.of_case, found.case, now)
    return (law.text.text_in(web.locale()) or law.text.text_in("en") or "") if law else ""


def file_of(subject: UUID) -> str:
    """The page of the file to which a duty belongs, be it about a piece of help."""
    case = Service.objects.filter(pk=subject).values_list("case", flat=True).first()
    return reverse("cases:file", args=[case or subject])
