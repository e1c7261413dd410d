"""Two to four countries of one answer side by side: the same lines of each, of the way that a lawyer would follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.justice.law import words as law_words
from fanal.justice.matters.desk.answer_path import TO_COME, Link
from fanal.justice.matters.desk.answer_view import Card, card
from fanal.web import api as web

type _Map = Mapping[str, Any]
NAME, PUT = "beside", "put"
FEWEST, MOST = 2, 4
_MISSING = 4  # of what is missing, so many lines stand in the table; the rest on the card of the country


class Choose(web.Page):
    """Which countries stand side by side."""

    beside = forms.MultipleChoiceField(
        label=lazy("Which countries?"),
        help_text=lazy("Two, three or four."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Tick two, three or four countries.")},
    )
    use_required_attribute = False

    def __init__(self, states: list[tuple[str, str]], data: QueryDict | None) -> None:
        super().__init__(data)
        web.offer(self, NAME, states)

    def clean_beside(self) -> list[str]:
        """Too few or too many, in one sentence; what was ticked stays."""
        chosen: list[str] = self.cleaned_data[NAME]
        if not FEWEST <= len(chosen) <= MOST:
            raise forms.ValidationError(_("Tick two, three or four countries."))
        return chosen


@dataclass(frozen=True, slots=True)
class Cell:
    """What one country says to one line: words each by itself, provisions, or a mark."""

    lines: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    tag: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """The form, and the table once it was filled in: the names of the countries, and each line with its cells."""

    form: Choose
    names: tuple[str, ...] = ()
    lines: tuple[tuple[str, tuple[tuple[str, Cell], ...]], ...] = ()


def asked(query: QueryDict, answer: _Map, facts: _Map) -> Beside:
    """Which countries of an answer were chosen in the address, and how they stand."""
    held = {one["state"]: one for one in answer["states"]}
    named = sorted((law_words.state_name(code), code) for code in held)
    form = Choose([(code, name) for name, code in named], query if {NAME, PUT} & {*query} else None)
    if not form.is_valid():
        return Beside(form)
    cards = [card(held[code], answer, facts, whole=True) for code in form.cleaned_data[NAME]]
    names = tuple(one.name for one in cards)
    rows = zip(*(_cells(one) for one in cards), strict=True)
    return Beside(form, names, tuple(zip(_heads(), (tuple(zip(names, row, strict=True)) for row in rows), strict=True)))


def _heads() -> tuple[str, ...]:
    return (
        _("Can it prosecute?"),
        _("On what ground"),
        _("The first way closes"),
        _("The last way closes"),
        _("Must it be an offence at its place?"),
        _("What is missing"),
        _("Defences that were not ruled out"),
        _("Review"),
    )


def _cells(one: Card) -> Iterator[Cell]:
    """One cell for each head."""
    best, first, last = one.best, *one.ends
    yield Cell(tag=web.tag(one.words, one.tone))
    yield Cell((best.basis,), (best.rule, best.offence)) if best else Cell()
    yield Cell((first,) if best else ())
    yield Cell((last,) if best else ())
    yield Cell((one.place.title, *one.place.why)) if one.place else Cell()
    yield Cell(_missing(one))
    yield Cell(best.unless) if best else Cell()
    yield Cell((one.review,)) if one.review else Cell()


def _missing(one: Card) -> tuple[str, ...]:
    """Of the way that is shown, what is still to come and what is not known; without a way, all that is not known."""
    to_come = (step.title for step in one.steps if step.state == TO_COME)
    unknown = (why for step in one.steps for why in step.why) if one.best else (*one.facts, *one.law)
    said = list(dict.fromkeys((*to_come, *unknown)))
    more = len(said) - _MISSING
    rest = [_("and %(count)s more, with the country") % {"count": web.digits(more)}] if more > 0 else []
    return (*said[:_MISSING], *rest)
