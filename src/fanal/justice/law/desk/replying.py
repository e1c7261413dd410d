"""Right of reply: the form in which staff enter what a state answered to a result."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.engines.jurisdiction.contracts import standards
from fanal.justice.law import items as law_items
from fanal.justice.law import policy, replies
from fanal.justice.law import words as law_words
from fanal.vocabulary.countries import countries
from fanal.web import api as web
from fanal.web.api import Act


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
        web.offer(self, "state", [("", "—"), *named])
        web.offer(self, "item", [("", _("To the whole")), *items])


LAW = web.below(lazy("Law"), "justice:law")
REPLY = Act(
    deed=policy.REPLY,
    title=lazy("Reply of a state"),
    heading=lazy("Enter the reply of a state"),
    lede=lazy("A state may answer to what is said of its law. Its words stand beside the result, with their day."),
    form=ReplyForm,
    call=lambda actor, _none, data, now: replies.enter(
        actor, data["state"], data["item"], data["office"], data["words"], data["on"], now
    ),
    done=lazy("It stands on the public page of the country now."),
    slug="new",
    leads=lambda made: reverse("law:state", args=[web.public_language(), made.state]),
)
