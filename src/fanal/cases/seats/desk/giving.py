"""What is given to whoever sits on a panel or attends a conference, before it is given."""

from typing import ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.packed import PackContent
from fanal.cases.passing_on.desk import leaves
from fanal.cases.seats.policy import About, named
from fanal.network import api as network
from fanal.passing.api import Preview
from fanal.web import api as web


class Give(web.Page):
    """What is written for them. `seen`: what they would get, as it was shown."""

    summary = web.StaffText(
        label=lazy("What they must know to decide"),
        help_text=lazy("Without names, telephone numbers, or places below the country."),
        max_length=2000, rows=6,
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Give it to them")),)
    who, gets, stays = "", (), ()
    was_seen = ""

    def asked(self) -> str:
        """What was seen when it was sent; the form shows what there is now."""
        return self.was_seen


def form(request: HttpRequest, made: Preview[PackContent], row: About) -> Give:
    """For a decision or a conference: `made` is what they would get now."""
    data = web.deeds.posted(request)
    give = Give({**data.dict(), "seen": made.hash} if data else None, initial={"seen": made.hash})
    give.was_seen = data.get("seen", "") if data else ""
    give.who = web.listed(sorted(network.names(map(UUID, named(row))).values()))
    give.gets, give.stays = leaves.pack_facts(made.leaves), leaves.stay_facts(made.stays)  # type: ignore[assignment]
    return give
