"""What is filled in of a reply of a state: by its office, by whoever types a letter or puts something beside."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.progress.assessing import cells, replying
from fanal.progress.assessing.cells import Place
from fanal.progress.models import Notice
from fanal.progress.words import state
from fanal.vocabulary.languages import language_name, language_of
from fanal.web import api as web


class Language(forms.CharField):
    """A language by its name; kept by its code of three letters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: Any) -> str:
        """Raises `ValidationError`."""
        text = str(super().clean(value))
        found = language_of(text, web.spoken())
        if text and not found:
            raise forms.ValidationError(_("Write the name of a language, such as French."))
        return found


class Reply(web.Page):
    """A reply, as it is printed."""

    office = web.StaffLine(label=lazy("Which office replies?"), max_length=200)
    words = web.Text(
        label=lazy("The reply"), max_length=replying.MOST, rows=12,
        help_text=lazy("It is printed as it stands here. No links, and nothing by which one child could be known."),
    )  # fmt: skip
    language = Language(label=lazy("In which language is it written?"))
    name = web.StaffLine(
        label=lazy("Who signs it?"), max_length=120, required=False,
        help_text=lazy("Leave it empty where the office alone is to stand there."),
    )  # fmt: skip
    consent = forms.BooleanField(label=lazy("This person agrees that everybody reads the name"), required=False)


class ByLink(Reply):
    """The same, with the proof of the office."""

    proof = forms.CharField(
        label=lazy("The number that you were told by telephone"), max_length=40, help_text=lazy("8 digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip
    groups: ClassVar[tuple[web.Group, ...]] = tuple(
        web.Group((name,)) for name in ("words", "language", "office", "name", "consent", "proof")
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Send the reply")),)

    def __init__(self, found: replying.Asked, data: Any = None) -> None:
        language = language_name(web.spoken(), web.spoken())
        super().__init__(data, initial={"office": found.notice.office, "language": language})


class _OfNotice(forms.Form):
    """A form about a notice: of several the person says which."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def about(self, notices: Sequence[Notice | None]) -> None:
        """Carry what the notice is about; offer those that there are."""
        found = [one for one in notices if one is not None]
        self.initial["seen"] = str(found[0].assessment_id) if found else ""
        if len(found) > 1:
            self.fields["seen"] = forms.ChoiceField(label=_("What is it a reply to?"), widget=forms.RadioSelect)
            web.offer(self, "seen", [(str(one.assessment_id), _told(one)) for one in found])


def _told(one: Notice) -> object:
    said = {"day": web.day_words(one.told_on), "office": one.office}
    about = one.assessment
    return web.two_lines(
        web.dots(state(about.state), about.rationale or about.searched), _("told on %(day)s: %(office)s") % said
    )


class Letter(Reply, _OfNotice):
    """A reply that came by letter."""

    on = web.Day(label=lazy("Of which day is the letter?"))
    corrects = web.StaffLine(
        label=lazy("If a letter was typed wrongly before: what was wrong?"), max_length=500, required=False,
        help_text=lazy("It stands in the public log of corrections."),
    )  # fmt: skip
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Have a second person compare it")),)

    def __init__(self, where: Place, data: Any = None) -> None:
        told = cells.open_to_letters(where.cell) if where.cell else []
        super().__init__(data, initial={"office": told[0].office if told else ""})
        self.about(told)


class Compare(web.Page, _OfNotice):
    """A second person compared the letter."""

    same = forms.BooleanField(label=lazy("I compared it with the letter: it stands here as it came"))
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Print it beside the state")),)

    def __init__(self, where: Place, data: Any = None) -> None:
        super().__init__(data)
        self.about([cells.to_confirm(where.cell)] if where.cell else [])


class AnswerPoint(web.Page, _OfNotice):
    """What the assessor says to one point of a reply."""

    point = web.StaffLine(label=lazy("To which point?"), max_length=200, help_text=lazy("In a few words of theirs."))
    changed = forms.TypedChoiceField(
        label=lazy("What became of it?"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", lazy("Changed")), ("no", lazy("Not changed"))],
    )  # fmt: skip
    words = web.Text(label=lazy("What was changed, or why not?"), max_length=1000, rows=4)
    last = forms.BooleanField(label=lazy("That was the last point"), required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Put the answer beside it")),)

    def __init__(self, where: Place, data: Any = None) -> None:
        super().__init__(data)
        self.about([cells.to_answer(where.cell)] if where.cell else [])


class CompareTranslation(web.Page):
    """A second person read one of the translations."""

    which = forms.ChoiceField(label=lazy("Which did you compare with the reply?"), widget=forms.RadioSelect)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("It says the same: show it")),)

    def __init__(self, where: Place, data: Any = None) -> None:
        super().__init__(data)
        waits = [cells.to_compare(row) for row in cells.replied(where.cell)] if where.cell else []
        spoken = web.spoken()
        web.offer(
            self, "which",
            [
                (str(one.pk), web.two_lines(language_name(code, spoken), one.words))
                for held in waits
                for code, one in held.items()
            ],
        )  # fmt: skip


class Translate(web.Page, _OfNotice):
    """The reply in another language."""

    language = Language(label=lazy("Into which language?"))
    words = web.Text(label=lazy("The translation"), max_length=3000, rows=12)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Put it beside the reply")),)

    def __init__(self, where: Place, data: Any = None) -> None:
        super().__init__(data)
        self.about([row.notice for row in cells.replied(where.cell)] if where.cell else [])
