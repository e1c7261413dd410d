"""The fields of the case question: each holds one value of `fanal.facts/1`, and each may be left open.

`One` is a single value, `Many` a list of lines (places, nationalities, journeys). What is left open is not known; what
a list does not name is "no" only where somebody says that the list is whole.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.justice.matters.desk import facts_choices as choices
from fanal.justice.matters.desk.facts_choices import Choices
from fanal.web import api as web

type Path = tuple[str, ...]
PAGES = ("what", "how", "child", "suspect", "since")
TITLES: dict[str, Promise] = {
    "what": lazy("What happened, when and where"),
    "how": lazy("How it happened"),
    "child": lazy("The child"),
    "suspect": lazy("The person suspected"),
    "since": lazy("What has happened since"),
    "check": lazy("Check what you know, and ask"),
}
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}", re.ASCII)
MOST = 12
"""Lines of one list."""


class Code(forms.ChoiceField):
    """One code. What a file elsewhere says and the list does not is kept, and judged by the engine."""

    def valid_value(self, value: Any) -> bool:
        return bool(_CODE.fullmatch(str(value)))


class Years(forms.IntegerField):
    """Completed years of age."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, min_value=0, max_value=130, **kwargs)


def pick(given: Callable[[], Choices], **kwargs: Any) -> forms.Field:
    """One of several; a list to open where they are many."""
    field = Code(required=False, **kwargs)
    field.choices = given()
    return field


def radio(given: Callable[[], Choices], **kwargs: Any) -> forms.Field:
    """One of a few."""
    return pick(given, widget=forms.RadioSelect, **kwargs)


def ticks(given: Callable[[], Choices], **kwargs: Any) -> forms.Field:
    """Any number of them."""
    field = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, **kwargs)
    field.choices = given()
    return field


@dataclass(frozen=True, slots=True)
class One:
    """One value. `kind`: text, code, number, bool or list, as it stands in the facts."""

    name: str
    path: Path
    page: str
    make: Callable[..., forms.Field]
    label: Promise
    kind: str = "code"
    hint: Promise | str = ""

    def field(self) -> forms.Field:
        return self.make(label=self.label, help_text=self.hint)


@dataclass(frozen=True, slots=True)
class Many:
    """A list: lines of several values, of which `key` must be there; and whether the list is whole (`whole`).

    A line with nothing but its key is written plainly.
    """

    name: str
    path: Path
    page: str
    legend: Promise
    key: str
    parts: tuple[One, ...]
    whole: Promise | None = None
    hint: Promise | str = ""
    plain: bool = True

    def names(self, line: int) -> tuple[str, ...]:
        return tuple(f"{self.name}_{line}_{part.name}" for part in self.parts)

    @property
    def whole_name(self) -> str:
        return f"{self.name}_whole"


_WHEN = lazy("2016, 2016-02 or 2016-02-05, as far as it is known")
_ALL = lazy("Are these all?")
_part = partial(One, page="", path=())


def _ties(who: str, name: str, legend: Promise, given: Callable[[], Choices], label: Promise, page: str) -> Many:
    parts = (
        _part("in", make=partial(pick, given), label=label),
        _part("from", make=web.PartDay, label=lazy("Since (if that is known)"), kind="text"),
        _part("to", make=web.PartDay, label=lazy("Until (if that is known)"), kind="text"),
    )
    return Many(f"{who}_{name}", (who, name), page, legend, "in", parts, _ALL)


def _country(name: str, label: Promise, given: Callable[[], Choices] = choices.places) -> One:
    return _part(name, make=partial(pick, given), label=label)


def _code(name: str, label: Promise, words: dict[str, Promise]) -> One:
    return _part(name, make=partial(pick, partial(choices.coded, words)), label=label)


def _bool(name: str, label: Promise) -> One:
    return _part(name, make=partial(pick, choices.yes_no), label=label, kind="bool")


_DAY = _part("on", make=web.PartDay, label=lazy("When"), kind="text", hint=_WHEN)
_LINK = lazy("Country")

FIELDS: tuple[One | Many, ...] = (
    One("conduct", ("act", "conduct"), "what", partial(ticks, choices.conducts), lazy("What is it?"), "list"),
    One("from", ("act", "from"), "what", web.PartDay, lazy("When did it begin?"), "text", _WHEN),
    One("to", ("act", "to"), "what", web.PartDay, lazy("When did it end?"), "text",
        lazy("If it was more than one day.")),
    Many(
        "places",
        ("act", "places"),
        "what",
        lazy("Where?"),
        "in",
        (
            _country("in", _LINK),
            _part(
                "part",
                make=partial(ticks, partial(choices.coded, choices.PART_OF_ACT, empty=False)),
                label=lazy("What happened there?"),
                kind="list",
                hint=lazy("Leave both open if it all happened there."),
            ),
            _code("certainty", lazy("How sure is that?"), choices.CERTAINTY),
        ),
        _ALL,
    ),
    One(
        "commercial", ("act", "commercial"), "how", partial(radio, choices.yes_no),
        lazy("Was anything given or promised for it, to anybody?"), "bool",
    ),
    One("medium", ("act", "medium"), "how", partial(ticks, partial(choices.listed, choices.MEDIA)),
        lazy("In which way?"), "list",
        lazy("Tick every way in which it happened; leave all open if that is not known.")),
    One("means", ("act", "means"), "how", partial(ticks, partial(choices.listed, choices.MEANS)),
        lazy("By which means?"), "list"),
    One("relation", ("act", "relation"), "how", partial(ticks, partial(choices.listed, choices.RELATIONS)),
        lazy("What was the person suspected to the child?"), "list"),
    One("role", ("act", "role"), "how", partial(pick, partial(choices.listed, choices.ROLES, empty=True)),
        lazy("What part did the person suspected have?")),
    _ties("principal", "nationality", lazy("Nationality of whoever did the act, if that is somebody else"),
          choices.nationalities, _LINK, "how"),
    One("marriage", ("act", "marriage"), "how", partial(radio, choices.yes_no),
        lazy("Were the child and the person suspected married under any law?"), "bool"),
    One("vessel_kind", ("act", "vessel", "kind"), "how", partial(pick, partial(choices.coded, choices.VESSELS)),
        lazy("On a ship or an aircraft?")),
    One("vessel_flag", ("act", "vessel", "flag"), "how", partial(pick, choices.states),
        lazy("Where is it registered?")),
    One("child_dob", ("child", "dob"), "child", web.PartDay, lazy("When was the child born?"), "text", _WHEN),
    One("child_low", ("child", "age", "lo"), "child", Years, lazy("At least how old at the act?"), "number",
        lazy("In completed years. Doubt is fine: from 15 to 18.")),
    One("child_high", ("child", "age", "hi"), "child", Years, lazy("At most how old at the act?"), "number"),
    _ties("child", "nationality", lazy("Nationality of the child"), choices.nationalities, _LINK, "child"),
    _ties("child", "residence", lazy("Where the child lives"), choices.residences, _LINK, "child"),
    One("suspect_dob", ("suspect", "dob"), "suspect", web.PartDay,
        lazy("When was the person suspected born?"), "text", _WHEN),
    One("suspect_low", ("suspect", "age", "lo"), "suspect", Years, lazy("At least how old at the act?"), "number"),
    One("suspect_high", ("suspect", "age", "hi"), "suspect", Years, lazy("At most how old at the act?"), "number"),
    _ties("suspect", "nationality", lazy("Nationality of the person suspected"),
          choices.nationalities, _LINK, "suspect"),
    _ties("suspect", "residence", lazy("Where the person suspected lives"), choices.residences, _LINK, "suspect"),
    _ties("suspect", "permanent_residence", lazy("Right of permanent residence"), choices.places, _LINK, "suspect"),
    _ties("suspect", "presence", lazy("Where the person suspected is"), choices.places, _LINK, "suspect"),
    Many("travel", ("suspect", "travel"), "suspect", lazy("Journeys of the person suspected"), "from",
         (_country("from", lazy("From")), _country("to", lazy("To")), _DAY), _ALL, plain=False),
    One("immunity", ("suspect", "immunity"), "suspect", partial(pick, partial(choices.coded, choices.IMMUNITY)),
        lazy("Immunity (of a diplomat, of a spouse)")),
    One("charge_on", ("course", "charge_on"), "since", web.PartDay, lazy("When was a charge brought?"), "text", _WHEN),
    Many("events", ("course", "events"), "since", lazy("Steps of authorities, as far as they are known"), "kind",
         (_code("kind", lazy("What"), choices.EVENTS), _country("state", lazy("In which country")), _DAY,
          _part("until", make=web.PartDay, label=lazy("Until (if it lasted)"), kind="text")), _ALL, plain=False),
    Many("judgments", ("course", "judgments"), "since", lazy("Judgments on this act"), "kind",
         (_code("kind", lazy("What"), choices.JUDGMENTS), _country("state", lazy("In which country")),
          _bool("same_act", lazy("Is it about the same act?")), _bool("final", lazy("Is it final?")),
          _code("sentence", lazy("The sentence"), choices.SENTENCES), _code("reason", lazy("Why"), choices.REASONS)),
         plain=False),
    Many("extradition", ("course", "extradition"), "since", lazy("Extradition"), "state",
         (_country("from", lazy("From"), choices.states), _country("to", lazy("To"), choices.states),
          _code("state", lazy("How it stands"), choices.EXTRADITION)), plain=False),
    Many("conditions", ("course", "conditions"), "since", lazy("Decisions that somebody must take"), "kind",
         (_code("kind", lazy("What"), choices.CONDITIONS), _country("state", lazy("In which country")),
          _code("status", lazy("How it stands"), choices.STATUSES)), plain=False),
)  # fmt: skip
WHOLE: dict[str, Path] = {"means": ("act", "means_complete"), "relation": ("act", "relation_complete")}
"""Single lists that can be whole: the name of their field, and where that is said."""
