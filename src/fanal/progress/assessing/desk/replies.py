"""What is filled in of a reply of a state: by its office, by whoever types a letter or puts something beside."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.progress.assessing import cells, replying
from fanal.progress.assessing.cells import Place
from fanal.progress.models import Cell, Notice
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


def seen_of(where: Place, of: Callable[[Cell], Notice | None] = cells.notice) -> str:
    """What a notice is about, of what was told last or another, as a form carries it."""
    notice = of(where.cell) if where.cell else None
    return str(notice.assessment_id) if notice else ""


class _OfNotice(forms.Form):
    """A form about what was told last."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class Letter(Reply, _OfNotice):
    """A reply that came by letter."""

    on = web.Day(label=lazy("Of which day is the letter?"))
    corrects = web.StaffLine(
        label=lazy("If a letter was typed wrongly before: what was wrong?"), max_length=500, required=False,
        help_text=lazy("It stands in the public log of corrections."),
    )  # fmt: skip
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Have a second person compare it")),)

    def __init__(self, where: Place, data: Any = None) -> None:
        notice = cells.notice(where.cell) if where.cell else None
        super().__init__(data, initial={"seen": seen_of(where), "office": notice.office if notice else ""})


class Compare(web.Page, _OfNotice):
    """A second person compared the letter."""

    same = forms.BooleanField(label=lazy("I compared it with the letter: it stands here as it came"))
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Print it beside the state")),)

    def __init__(self, where: Place, data: Any = None) -> None:
        super().__init__(data, initial={"seen": seen_of(where)})


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
        super().__init__(data, initial={"seen": seen_of(where, cells.to_answer)})


class CompareTranslation(web.Page, _OfNotice):
    """A second person read one of the translations."""

    which = forms.ChoiceField(label=lazy("Which did you compare with the reply?"), widget=forms.RadioSelect)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("It says the same: show it")),)

    def __init__(self, where: Place, data: Any = None) -> None:
        super().__init__(data, initial={"seen": seen_of(where)})
        notice = cells.notice(where.cell) if where.cell else None
        row = cells.reply(notice) if notice else None
        held = cells.to_compare(row) if row else {}
        spoken = web.spoken()
        web.offer(
            self, "which",
            [(str(one.pk), web.two_lines(language_name(code, spoken), one.words)) for code, one in held.items()],
        )  # fmt: skip


class Translate(web.Page, _OfNotice):
    """The reply in another language."""

    language = Language(label=lazy("Into which language?"))
    words = web.Text(label=lazy("The translation"), max_length=3000, rows=12)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Put it beside the reply")),)

    def __init__(self, where: Place, data: Any = None) -> None:
        super().__init__(data, initial={"seen": seen_of(where)})
