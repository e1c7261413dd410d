"""What is filled in of a document, and of a statement."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.progress.composing.documents import COLUMNS, mark_of
from fanal.progress.composing.kinds import LONGEST, Block, Kind
from fanal.progress.composing.skeletons import Skeleton
from fanal.progress.composing.words import LANGUAGES, OUTPUTS, SPEAKERS
from fanal.progress.models import Document
from fanal.vocabulary.countries import country_choices
from fanal.web import api as web

KEEP = (web.Button(lazy("Keep it")),)


class About(web.Page):
    """What it is called, to whom it goes, to which ask it belongs."""

    title = web.StaffLine(
        label=lazy("Title"), help_text=lazy("Name nobody. A number must stand in the document too."), max_length=160
    )
    addressee = web.StaffLine(
        label=lazy("To which office?"), help_text=lazy("The office, no person."), max_length=160, required=False
    )
    answer_by = web.Day(label=lazy("Until when is an answer wished?"), required=False)
    to_ask = forms.ChoiceField(label=lazy("To which ask does it belong?"), required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = KEEP

    def __init__(self, row: Document | None, asks: Iterable[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        held = list(asks)
        if held:
            web.offer(self, "to_ask", [("", _("To none")), *held])
        else:
            del self.fields["to_ask"]
        if row is not None:
            self.initial = {name: getattr(row, name) for name in COLUMNS} | {"to_ask": str(row.ask_id or "")}

    def clean(self) -> dict[str, Any]:
        """The ask that was chosen, or none."""
        told = super().clean() or self.cleaned_data
        return {**told, "ask": told.get("to_ask", "")}


class Begin(About):
    """What it becomes, of which country, in which language."""

    output = forms.ChoiceField(
        label=lazy("What is it to become?"), choices=list(OUTPUTS.items()), widget=forms.RadioSelect
    )
    country = forms.ChoiceField(label=lazy("Country"))
    language = forms.ChoiceField(label=lazy("Written in"), choices=list(LANGUAGES.items()))
    field_order = ("output", "country", "language", "title", "addressee", "answer_by", "to_ask")
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Begin it")),)

    def __init__(self, asks: Iterable[tuple[str, str]], spoken: str, data: Any = None) -> None:
        super().__init__(None, asks, data)
        web.offer(self, "country", [("", _("Choose")), *country_choices(web.spoken(), not settings.PRODUCTION)])
        self.initial["language"] = spoken if spoken in LANGUAGES else "en"


class Brief(web.Page):
    """In which language a brief is written."""

    language = forms.ChoiceField(label=lazy("Written in"), choices=list(LANGUAGES.items()))
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Begin the brief")),)

    def __init__(self, spoken: str, data: Any = None) -> None:
        super().__init__(data)
        self.initial["language"] = spoken if spoken in LANGUAGES else "en"


class OwnText(web.Page):
    """A text of one's own."""

    section = forms.ChoiceField(label=lazy("Where?"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    text = web.StaffText(
        label=lazy("Text"),
        help_text=lazy(
            "Behind each number and article write the number of the block that shows it, as in: 12 % [3]. Name "
            "nobody, and tell of no child."
        ),
        max_length=LONGEST,
        rows=12,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = KEEP

    def __init__(self, skeleton: Skeleton, one: Block | None, section: str, data: Any = None) -> None:
        super().__init__(data)
        spoken = web.spoken()
        held = [
            (each.code, each.heading.get(spoken, each.heading["en"]))
            for each in skeleton.sections
            if Kind.TEXT in each.kinds
        ]
        if one is None:
            web.offer(self, "section", held)
            self.initial["section"] = section
        else:
            del self.fields["section"]
            self.initial["text"], self.initial["seen"] = one.text, mark_of(one.text)


class NewVoice(web.Page):
    """A statement that its speaker let be used."""

    words = web.StaffText(
        label=lazy("What was said, as it was said"),
        help_text=lazy("No name, no place, nothing by which somebody could be known."),
        max_length=800,
        rows=6,
    )
    language = forms.ChoiceField(label=lazy("In which language?"), choices=list(LANGUAGES.items()))
    speaker = forms.ChoiceField(label=lazy("Who said it?"), choices=list(SPEAKERS.items()), widget=forms.RadioSelect)
    country = forms.ChoiceField(label=lazy("Country"))
    uses = forms.MultipleChoiceField(
        label=lazy("For which documents did they let it be used?"), choices=list(OUTPUTS.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    cleared_on = web.Day(label=lazy("When did they say so?"))
    until = web.Day(label=lazy("Until when may it be used?"))
    buttons: ClassVar[tuple[web.Button, ...]] = KEEP

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "country", [("", _("Choose")), *country_choices(web.spoken(), not settings.PRODUCTION)])
