"""What is given to whoever sits on a panel or attends a conference, before it is given."""

from hashlib import sha256
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
    """What is written for them. `seen`: what would go to whom, as it was shown."""

    summary = web.StaffText(
        label=lazy("What they must know to decide"),
        help_text=lazy("Without names, telephone numbers, or places below the country."),
        max_length=2000, rows=6,
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Give it to them")),)
    who, gets, stays = "", (), ()
    was_seen = is_seen = hash = ""

    def asked(self) -> str:
        """What was seen when it was sent: nothing of it, where others sit there now; the form shows what there is."""
        return self.hash if self.was_seen == self.is_seen else ""


def form(request: HttpRequest, made: Preview[PackContent], row: About) -> Give:
    """For a decision or a conference: `made` is what they would get now."""
    data = web.deeds.posted(request)
    seen = sha256(" ".join((made.hash, *sorted(named(row)))).encode()).hexdigest()
    give = Give({**data.dict(), "seen": seen} if data else None, initial={"seen": seen})
    give.was_seen, give.is_seen, give.hash = data.get("seen", "") if data else "", seen, made.hash
    give.who = web.listed(sorted(network.names(map(UUID, named(row))).values()))
    give.gets, give.stays = leaves.pack_facts(made.leaves), leaves.stay_facts(made.stays)  # type: ignore[assignment]
    return give
