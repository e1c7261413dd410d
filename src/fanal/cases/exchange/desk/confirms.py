"""On the page of a file that it came from another system, and the page on which whoever works with the child confirms
it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import may
from fanal.cases.codes import Risk, SafeContact, Standing
from fanal.cases.exchange import importing
from fanal.cases.exchange.policy import CONFIRM_IMPORTED
from fanal.cases.files import files
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.file import url_of
from fanal.cases.files.files import File
from fanal.cases.models import Case, Imported
from fanal.network.contracts import Actor
from fanal.web import api as web

_ASKED = ("case.standing", "case.risk", "child.safe_to_contact")


def shown(actor: Actor, found: File, _now: datetime) -> Mapping[str, Any] | None:
    """That it came from elsewhere; to be confirmed, or by whom it was."""
    row = importing.imported(found.case) if found.has(Imported) else None
    if row is None:
        return None
    believed = found.of_case.holds(row)
    confirmed = row.confirmed_at is not None and believed
    url = reverse("cases:confirm_imported", args=[found.case.pk])
    return {
        "title": importing.title(row.batch),
        "day": row.made_at,
        "confirmed": row.confirmed_at if confirmed else None,
        "by": row.confirmed_by.name if confirmed and row.confirmed_by else "",
        "grounded": found.grounded,
        "url": url if not confirmed and may(actor, CONFIRM_IMPORTED, found.case) else "",
    }


def _form(request: HttpRequest, actor: Actor, case: Case) -> filled.Filled:
    """Nothing of it is chosen already: what a table says is no judgement of a person."""
    found = files.look(actor, case.pk, web.deeds.at(request))
    fields = [*filled.fields("case", "standing", "risk"), *filled.fields("child", "safe_to_contact")]
    return filled.form(
        lazy("I looked at it, and confirm it"), fields, web.deeds.posted(request), version=found.case.version,
        required=_ASKED,
    )  # fmt: skip


def _confirm(actor: Actor, case: Case, data: Mapping[str, Any], now: datetime) -> None:
    said = data["asked"]
    importing.confirm(
        actor, case.pk, Standing(said["case.standing"]), Risk(said["case.risk"]),
        SafeContact(said["child.safe_to_contact"]), data["version"], now,
    )  # fmt: skip


FILES = web.Things(find=files.case_of, url=url_of, back=lazy("Back to the file"), asks=True)
ACTS = {
    "confirm_imported": web.Act(
        deed=CONFIRM_IMPORTED,
        title=lazy("Confirm what came from another system"),
        heading=lazy("Is what stands in this file true today?"),
        lede=lazy("Read the file, and change what is no longer true. Three things no other system says for you."),
        form=_form,
        call=filled.named(_confirm),
        done=lazy("Confirmed. First: reach the child in a safe way."),
        slug="confirm",
    )
}
