"""Look a certificate up by its code; what was asked for it, and what can be done."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import history
from fanal.learning.certificates import issuing, reissuing
from fanal.learning.certificates.pages import STATES, facts_of
from fanal.learning.certificates.policy import ASK_REISSUE, ASK_REVOKE, LEAVE, READ, REISSUE, REVOKE
from fanal.learning.models import Certificate
from fanal.network.contracts import Actor
from fanal.vocabulary import short_codes
from fanal.web import api as web

REASONS = {
    "error": lazy("It was given in error"),
    "identity": lazy("It was given to somebody else than who passed"),
    "session": lazy("The session in which it was earned was not genuine"),
    "safety": lazy("The course was withdrawn because it was not safe"),
}


class Find(web.Page):
    """The short code."""

    code = web.StaffLine(label=lazy("The code on the certificate"), max_length=40)
    buttons = (web.Button(lazy("Look it up")),)


class Ask(web.Page):
    """Why it is to be taken back."""

    reason = forms.ChoiceField(label=lazy("Why?"), choices=list(REASONS.items()), widget=forms.RadioSelect)
    buttons = (web.Button(lazy("Ask for it")),)


@web.deeds.page(READ)
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Look one up."""
    form = Find(web.deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        found = issuing.find(actor, form.cleaned_data["code"], web.deeds.at(request).date())
        if found is not None:
            return HttpResponseRedirect(_url(found.row))
        form.add_error("code", _("Your organisation gave no certificate of this code."))
    anew = reissuing.waiting(actor, web.deeds.at(request))
    context = {
        "form": form,
        "anew": anew,
        "waiting": web.digits(anew.good),
        "doubtful": web.digits(anew.doubtful) if anew.doubtful else "",
        "asked": bool(anew) and reissuing.asked(actor),
    }
    return render(request, "learning/certificates/find.html", context)


def _url(row: Certificate) -> str:
    return reverse("certificates:one", args=[row.pk])


@web.deeds.page(READ)
@require_GET
def one(request: HttpRequest, actor: Actor, certificate: UUID) -> HttpResponse:
    """One certificate: how it stands, and what was done with it. Whose it is stands nowhere."""
    found = issuing.checked(issuing.certificate(actor, certificate), web.deeds.at(request).date())
    words, kind = STATES[found.state]
    asked = issuing.asked(found.row)
    context: dict[str, Any] = {
        "row": found.row,
        "code": short_codes.grouped(found.row.code),
        "words": words,
        "kind": kind,
        "facts": facts_of(found) if found.payload else [],
        "asked": asked,
        "reason": REASONS.get(issuing.reason(found.row), "") if asked else "",
        "events": history(actor, found.row.pk),
        "may_ask": not asked and found.state is not issuing.State.REVOKED,
    }
    return render(request, "learning/certificates/one.html", context)


ANEW = web.below(lazy("Back to the certificates"), "certificates:find")
ANEW_ACTS = {
    "ask_reissue": web.Act(
        deed=ASK_REISSUE,
        title=lazy("Give certificates anew"),
        lede=lazy("Others may know the key that signed them. A second person decides."),
        points=(
            lazy("They keep their code and their days; another key signs them. Their holders need do nothing."),
            lazy("Signed anew is only what was given here, as the journal says. What was taken back stays so."),
            lazy("Of what nothing shows to have been given here, the page of certificates goes on saying so."),
        ),
        call=lambda actor, _none, _data, now: reissuing.ask_for_it(actor, now),
        done=lazy("Asked for. A second person decides."),
        slug="ask-anew",
    ),
    "reissue": web.Act(
        deed=REISSUE,
        title=lazy("Give them anew"),
        lede=lazy("Another key signs all of them. Whoever checks one by its short code reads so at once."),
        note=lazy("A code for a camera that was printed before is not enough any more: holders print theirs again."),
        call=lambda actor, _none, _data, now: reissuing.reissue(actor, now),
        done=lazy("Given anew."),
        slug="anew",
    ),
}
THINGS = web.Things(find=issuing.certificate, url=_url, back=lambda row: short_codes.grouped(row.code), asks=True)
ACTS = {
    "ask_revoke": web.Act(
        deed=ASK_REVOKE,
        title=lazy("Take a certificate back"),
        lede=lazy("A second person decides. That somebody left their job is no reason."),
        form=lambda request, _actor, _row: Ask(web.deeds.posted(request)),
        call=lambda actor, row, data, now: issuing.ask_to_revoke(actor, row, data["reason"], now),
        done=lazy("Asked for. A second person decides."),
        slug="ask",
    ),
    "revoke": web.Act(
        deed=REVOKE,
        title=lazy("Take it back"),
        lede=lazy("Whoever checks it reads so at once. It cannot be undone: a new one is earned anew."),
        call=lambda actor, row, _data, now: issuing.revoke(actor, row, now),
        done=lazy("Taken back."),
        slug="revoke",
    ),
    "leave": web.press(LEAVE, lambda actor, pk, now: issuing.leave(actor, issuing.certificate(actor, pk), now),
                       lazy("It stays as it is."), slug="leave"),
}  # fmt: skip
