"""Right of reply: the form in which staff enter what a state answered to a result."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from fanal.engines.jurisdiction.contracts import standards
from fanal.justice.law import items as law_items
from fanal.justice.law import policy, replies
from fanal.justice.law import words as law_words
from fanal.network.contracts import Actor
from fanal.vocabulary.countries import countries
from fanal.web import api as web
from fanal.web.api import deeds


class ReplyForm(web.Page):
    """What a state says. Everybody can read it."""

    state = forms.ChoiceField(label=lazy("Which country replied?"))
    item = forms.ChoiceField(label=lazy("To which item?"), required=False)
    office = forms.CharField(label=lazy("Which office?"), max_length=200)
    words = web.Text(
        label=lazy("What does it say?"),
        help_text=lazy("In its own words. Leave out the names of persons."),
        max_length=2000,
        rows=8,
    )
    on = web.Day(label=lazy("On which day did it reply?"))
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Publish the reply")),)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        known = countries(demonstration=settings.MODE != "production")
        named = sorted(((one.alpha2, law_words.state_name(one.alpha2)) for one in known), key=lambda pair: pair[1])
        items = [(one.id, f"{one.code} {law_items.title(one.id)}") for one in standards.shipped().items.values()]
        self.fields["state"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        self.fields["item"].choices = [("", _("To the whole")), *items]  # type: ignore[attr-defined]


@deeds.page(policy.REPLY)
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Enter a reply; it stands on the public page of the state at once."""
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with deeds.telling(form):
            about = data["state"], data["item"], data["office"], data["words"], data["on"]
            made = replies.enter(actor, *about, deeds.at(request))
            messages.success(request, _("It stands on the public page of the country now."))
            language = get_language() if get_language() in settings.LANGUAGES_REVIEWED else settings.LANGUAGE_CODE
            return HttpResponseRedirect(reverse("law:state", args=[language, made.state]))
    return render(request, "justice/law/reply.html", {"form": form})
