"""How long a file is kept: its day, a legal hold, early erasure by two."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import NotHere, ask, may
from fanal.access.api import keeping as rules
from fanal.cases.codes import ENDED
from fanal.cases.files.files import File
from fanal.cases.keeping import keeping, policy
from fanal.cases.models import Case
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.keeping import days_left
from fanal.web import api as web


class Early(web.Page):
    """Why it should go before its day."""

    reason_early = web.StaffText(label=lazy("Why should it go early? Do not name anyone."), max_length=500, rows=3)
    use_required_attribute = False
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Ask to erase it early")),)


def case_of(actor: Actor, case_id: UUID) -> Case:
    """A file of the actor's organisation, as clear columns. Raises `NotHere`."""
    rows = Case.objects.filter(org_id=actor.org, pk=case_id).select_related("hold_owner")
    found = policy.may_go(actor, rows).first()
    if found is None:
        raise NotHere
    return found


@web.deeds.page(policy.SEE)
@require_GET
def keep(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """How long a file is kept, and what can change that; nothing is opened."""
    case = case_of(actor, case_id)
    ask(actor, policy.SEE, case)
    asked = keeping.asked(case)
    context = {
        "case": case,
        "facts": _facts(case),
        "days_left": days_left(case.erase_on, web.deeds.at(request).date()) if case.erase_on else None,
        "hold_form": web.Hold() if may(actor, policy.HOLD, case) else None,
        "early_form": Early() if case.status in ENDED and may(actor, policy.ASK_ERASE, case) else None,
        "asked": network.names([asked]).get(asked, "") if asked else "",
        "own": asked == actor.person,
        "may_erase": bool(may(actor, policy.ERASE, case)),
    }
    return render(request, "cases/keeping/keeping.html", context)


def _facts(case: Case) -> list[tuple[str, object]]:
    owner = case.hold_owner.name if case.hold_owner else ""
    held = _("until {day}, {name} answers for it").format(day=web.day_words(case.hold_until), name=owner)
    return [
        (_("File"), case.number),
        (_("Kept as"), rules.words_of(case.retention_class) if case.retention_class else _("not ended yet")),
        (_("Erased on"), web.day_words(case.erase_on) or _("no day yet")),
        (_("Legal hold"), held if case.hold_until else _("none")),
    ]


def part(_actor: Actor, found: File, now: datetime) -> Mapping[str, Any] | None:
    """On the page of a file: until when it is kept, for whoever can change that."""
    case = found.case
    if not may(_actor, policy.SEE, case):
        return None
    return {"url": reverse("cases:keeping", args=[case.pk]), "day": case.erase_on, "held": case.hold_until}


KEPT = web.Things(
    find=case_of,
    url=lambda case: reverse("cases:keeping", args=[case.pk]),
    back=lazy("How long it is kept"),
    asks=True,
)
ACTS = {
    "hold": web.Act(
        deed=policy.HOLD,
        title=lazy("Legal hold"),
        form=web.Hold,
        call=lambda actor, case, data, now: keeping.hold(actor, case.pk, data["until"], data["reason"], now),
        done=lazy("It is kept until that day, whatever else runs out."),
    ),
    "release": web.press(policy.RELEASE, keeping.release, lazy("The hold has ended.")),
    "early": web.Act(
        deed=policy.ASK_ERASE,
        title=lazy("Erase it early"),
        form=Early,
        call=lambda actor, case, data, now: keeping.ask_erase(actor, case.pk, data["reason_early"], now),
        done=lambda _case, _made: (messages.INFO, _("Asked. A second person erases it, or not.")),
    ),
    "keep": web.press(policy.KEEP, keeping.keep_after_all, lazy("It is kept until its day.")),
    "erase": web.Act(
        deed=policy.ERASE,
        title=lazy("Erase it early"),
        heading=lazy("Erase it for good?"),
        points=(
            lazy("Nobody can bring it back, no backup either."),
            lazy("The concerns it came from go with it, where no other file needs them."),
            lazy("Ask first whether the child, or the adult that the child became, wants it kept."),
        ),
        button=lazy("Erase it for good"),
        call=web.plain(keeping.erase_early),
        done=lazy("It is erased. A mark of class and month stays, so that counts stay right."),
        leads=lambda _made: reverse("desk:day"),
    ),
}
