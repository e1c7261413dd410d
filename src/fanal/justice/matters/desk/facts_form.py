"""The case question as a form of a few pages. Every page carries what the others hold; nothing is kept on the way."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from fanal.justice.law.words import state_name
from fanal.justice.matters.desk import facts_choices as choices
from fanal.justice.matters.desk.facts_choices import Choices
from fanal.justice.matters.desk.facts_draft import Draft, page_of
from fanal.justice.matters.desk.facts_fields import FIELDS, MOST, PAGES, WHOLE, Many, One, radio
from fanal.web import api as web

CHECK = "check"
_AGES = {"child_low": "child_high", "suspect_low": "suspect_high"}


class FactsForm(web.Page):
    """One page of it. `tell`: show what is wrong; without it the page is shown as it was left."""

    use_required_attribute = False

    def __init__(self, draft: Draft, page: str, *, tell: bool) -> None:
        super().__init__(MultiValueDict({name: list(held) for name, held in draft.values.items()}))
        self.draft, self.page, self.tell = draft, page, tell
        groups: list[web.Group] = []
        for one in FIELDS:
            if one.page == page:
                groups += self._lists(one) if isinstance(one, Many) else self._single(one)
        self._carry()
        self.groups = tuple(groups)  # type: ignore[misc]
        self.buttons = tuple(_buttons(page, any(isinstance(one, Many) and one.page == page for one in FIELDS)))  # type: ignore[misc]

    def _single(self, single: One) -> list[web.Group]:
        self._add(single.name, single.field())
        names = [single.name]
        if single.name in WHOLE:
            self._add(f"{single.name}_whole", radio(choices.complete, label=_("Are these all?")), "no")
            names.append(f"{single.name}_whole")
        if single.name in _AGES:
            return []
        low = next((low for low, high in _AGES.items() if high == single.name), "")
        if low:
            return [web.Group((low, single.name), _("Age at the act"))]
        return [web.Group((name,)) for name in names]

    def _lists(self, many: Many) -> Iterator[web.Group]:
        lines = self.draft.lines(many)
        for line in range(lines):
            for name, part in zip(many.names(line), many.parts, strict=True):
                self._add(name, part.field())
            legend = str(many.legend) if lines == 1 else f"{many.legend} · {web.digits(line + 1)}"
            yield web.Group(many.names(line), legend, many.hint if line == 0 else "")
        if many.whole is not None:
            self._add(many.whole_name, radio(choices.complete, label=many.whole), "no")
            yield web.Group((many.whole_name,))

    def _add(self, name: str, field: forms.Field, default: str = "") -> None:
        """Add a field; a code that its list does not have is added to it, so that it is not lost."""
        if default and not self.draft.typed(name):
            self.data.setlist(name, [default])  # type: ignore[attr-defined]
        if isinstance(field, forms.ChoiceField):
            known: dict[str, Any] = dict(cast("Choices", field.choices))
            more = {code: state_name(code) for code in self.draft.typed(name) if code not in known}
            field.choices = list((known | more).items())
        field.required = True  # the page says once that all may be left open, not each of fifty fields
        self.fields[name] = field

    def _carry(self) -> None:
        """What the other pages hold, and on which page this is."""
        for name in names_of_all():
            if name not in self.fields and page_of(name) != self.page and (held := self.draft.typed(name)):
                widget = forms.MultipleHiddenInput if len(held) > 1 else forms.HiddenInput
                self.fields[name] = forms.Field(required=False, widget=widget)
        self.data.setlist("page", [self.page])  # type: ignore[attr-defined]
        self.fields["page"] = forms.CharField(widget=forms.HiddenInput)

    def full_clean(self) -> None:
        """The errors are those of the draft: the engine's, and those of the fields."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        for name, words in self.draft.errors.items() if self.tell else ():
            if name in self.fields and not self.fields[name].widget.is_hidden:
                self.add_error(name, words)
            elif not name or page_of(name) == self.page:
                self.add_error(None, words)


class CheckForm(FactsForm):
    """The last page: which day of law, and which law."""

    as_of: Any

    def __init__(self, draft: Draft, *, tell: bool, versions: list[tuple[str, str]]) -> None:
        super().__init__(draft, CHECK, tell=tell)
        self.fields["as_of"] = web.Day(
            label=_("Law as of"), help_text=_("Today, unless you want to know how it stood on another day.")
        )
        if versions:
            field = forms.ChoiceField(label=_("Which law?"), required=False)
            field.choices = [("", _("the law in our library now")), *versions]
            self.fields["version"] = field
        self.buttons = (  # type: ignore[misc]
            web.Button(_("Ask which states can prosecute"), "go", "ask"),
            web.Button(_("Back"), "go", "back"),
        )


def names_of_all() -> Iterator[str]:
    """The name of every field that there can be."""
    for one in FIELDS:
        if isinstance(one, One):
            yield from (one.name, *([f"{one.name}_whole"] if one.name in WHOLE else []))
        else:
            yield from (name for line in range(MOST) for name in one.names(line))
            yield one.whole_name


def answers(draft: Draft) -> list[web.Answer]:
    """What is known, in words, with the way to change it; what is left open is left out."""
    found = []
    for one in FIELDS:
        if one.name in _AGES.values():
            continue
        held = _line_words(draft, one) if isinstance(one, Many) else _words(draft, one, one.name)
        held = _age(draft, one.name, _AGES[one.name]) if one.name in _AGES else held
        if held:
            found.append(web.Answer(_title(one), held, name="go", value=one.page))
    return found


def _title(one: One | Many) -> str:
    who = {"child_low": _("Age of the child at the act"), "suspect_low": _("Age of the person suspected at the act")}
    return who.get(one.name, str(one.legend if isinstance(one, Many) else one.label))


def _age(draft: Draft, low: str, high: str) -> str:
    """An age that may be known in part."""
    least, most = (web.digits("".join(draft.typed(name))) for name in (low, high))
    if least and most:
        return least if least == most else _("%(low)s to %(high)s") % {"low": least, "high": most}
    if least:
        return _("at least %(age)s") % {"age": least}
    return _("at most %(age)s") % {"age": most} if most else ""


def _line_words(draft: Draft, many: Many) -> str:
    lines = []
    for line in range(MOST):
        parts = [_words(draft, part, name) for name, part in zip(many.names(line), many.parts, strict=True)]
        if any(parts):
            lines.append(" · ".join(filter(None, parts)))
    whole = draft.typed(many.whole_name) == ["yes"]
    if lines and many.whole is not None and not whole:
        lines.append(_("there may be others"))
    return web.apart(lines) or (_("none") if whole else "")


def _words(draft: Draft, one: One, name: str) -> str:
    held = draft.typed(name)
    field = one.field()
    if isinstance(field, forms.ChoiceField):
        words = {code: str(label) for code, label in cast("Choices", field.choices)}
        held = [words.get(code, state_name(code)) for code in held]
        if one.kind == "bool" and not one.page and held:
            return f"{one.label} {held[0]}"  # a line of several answers says what is answered
        return web.listed(held)
    return web.listed(web.part_day_words(text) if one.kind == "text" else web.digits(text) for text in held)


def _buttons(page: str, lines: bool) -> Iterator[web.Button]:
    yield web.Button(_("Continue"), "go", "next")
    if lines:
        yield web.Button(_("Add another line"), "go", "stay")
    if page != PAGES[0]:
        yield web.Button(_("Back"), "go", "back")
