"""What can be done with the directory, one row a deed."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.directory import keeping
from fanal.cases.directory.desk import forms
from fanal.cases.directory.policy import KEEP, SUSPEND
from fanal.cases.models import Provider
from fanal.network.contracts import Actor
from fanal.web import api as web


def url_of(row: Provider) -> str:
    """The address of an entry."""
    return reverse("cases:provider", args=[row.pk])


def _form(request: HttpRequest, actor: Actor, row: Provider | None) -> forms.Form:
    return forms.Form(actor, row, web.deeds.posted(request))


NEW = web.below(lazy("Back to the directory"), "cases:directory", guards=True)
NEW_ACTS = {
    "provider_add": web.Act(
        deed=KEEP,
        title=lazy("Add a provider"),
        lede=lazy("Only who was checked: nobody there may be a danger to a child."),
        form=_form,
        call=lambda actor, _none, data, now: keeping.add(actor, data["asked"], now),
        done=lazy("The entry is kept."),
        leads=url_of,
        slug="add",
    ),
}
PROVIDERS = web.Things(find=keeping.provider_of, url=url_of, back=lazy("Back to the entry"), asks=True)
ACTS = {
    "provider_change": web.Act(
        deed=KEEP,
        title=lazy("Change an entry"),
        lede=lazy("Look at all of it: what you keep, you looked at today."),
        form=_form,
        call=lambda actor, row, data, now: keeping.change(actor, row.pk, data["asked"], data["version"], now),
        done=lazy("The entry is kept."),
        slug="change",
    ),
    "provider_checked": web.Act(
        deed=KEEP,
        title=lazy("It is still so"),
        lede=lazy("You rang or went there, and all of the entry is right today."),
        form=lambda request, _actor, row: forms.Checked(row, web.deeds.posted(request)),
        call=lambda actor, row, data, now: keeping.checked(actor, row.pk, data["source"], data["version"], now),
        done=lazy("Kept: looked at today."),
        slug="checked",
    ),
    "provider_end": web.Act(
        deed=KEEP,
        title=lazy("No longer there"),
        lede=lazy("The entry stays, since plans name it. Nobody is sent there any more."),
        form=lambda request, _actor, row: forms.End(row, web.deeds.posted(request)),
        call=lambda actor, row, data, now: keeping.end(actor, row.pk, data["version"], now),
        done=lazy("Kept."),
        slug="end",
    ),
    "provider_suspend": web.press(SUSPEND, keeping.suspend, lazy("Nobody is sent there now."), slug="suspend"),
    "provider_allow": web.press(SUSPEND, keeping.allow_again, lazy("It is used again."), slug="allow"),
}
