"""How a value of each kind of the model is asked, and what is typed becomes it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Protocol

from django import forms
from django.utils.translation import gettext as _

from fanal.cases.model import inputs
from fanal.cases.model.declared import model
from fanal.cases.model.inputs import Asked
from fanal.cases.model.parts import PARTS, Contact, Pair
from fanal.web import api as web


class Kind(Protocol):
    """How values of a kind are asked."""

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        """The inputs, by name."""

    def initial(self, asked: Asked) -> dict[str, Any]:
        """What stands in them before anybody types."""

    def groups(self, asked: Asked) -> list[web.Group]:
        """How they stand on the page."""

    def wrong(self, asked: Asked, cleaned: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What no input sees by itself: its name, and what to do."""

    def value(self, asked: Asked, cleaned: Mapping[str, Any]) -> Any:
        """The value of the field."""


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Single:
    """One input."""

    make: Callable[[Asked], forms.Field]
    show: Callable[[Any], Any] = _same
    take: Callable[[Any], Any] = _same

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        return {asked.name: self.make(asked)}

    def initial(self, asked: Asked) -> dict[str, Any]:
        return {asked.name: self.show(asked.held)}

    def groups(self, asked: Asked) -> list[web.Group]:
        return [web.Group((asked.name,))]

    def wrong(self, asked: Asked, cleaned: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        yield from ()

    def value(self, asked: Asked, cleaned: Mapping[str, Any]) -> Any:
        return self.take(cleaned[asked.name])


@dataclass(frozen=True, slots=True)
class Rows:
    """Some lines of a few inputs, each a part of the value; an empty line is none. `single`: one line, not many."""

    single: bool = False

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        made = {}
        for line in range(self._lines(asked)):
            for part in fields(PARTS[asked.field.kind]):
                input_ = inputs.part_input(asked, part.name)
                input_.needed = True  # type: ignore[attr-defined]  # which of them must be there, `wrong` says
                made[self._name(asked, line, part.name)] = input_
        return made

    def initial(self, asked: Asked) -> dict[str, Any]:
        return {
            self._name(asked, line, part.name): getattr(row, part.name)
            for line, row in enumerate(self._rows(asked.held))
            for part in fields(row)
        }

    def groups(self, asked: Asked) -> list[web.Group]:
        said, lines = asked.said, self._lines(asked)
        made = []
        for line in range(lines):
            names = tuple(self._name(asked, line, part.name) for part in fields(PARTS[asked.field.kind]))
            legend = said["label"] if lines == 1 else f"{said['label']} · {web.digits(line + 1)}"
            made.append(web.Group(names, legend, "" if line else said["help_text"]))
        return made

    def wrong(self, asked: Asked, cleaned: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        part = PARTS[asked.field.kind]
        for line in range(self._lines(asked)):
            said = {one.name: cleaned.get(self._name(asked, line, one.name), "") for one in fields(part)}
            for name in inputs.NEEDED[part] if any(said.values()) else ():
                if not said[name]:
                    yield self._name(asked, line, name), _("Fill this in, or empty the whole line.")
            if part is Contact and said["value"] and (words := inputs.unreachable(said["kind"], said["value"])):
                yield self._name(asked, line, "value"), words
        if asked.required and not self.value(asked, cleaned):
            yield self._name(asked, 0, fields(part)[0].name), _("This needs an answer.")

    def value(self, asked: Asked, cleaned: Mapping[str, Any]) -> Any:
        part: Any = PARTS[asked.field.kind]
        lines = (
            {one.name: cleaned.get(self._name(asked, line, one.name), "") for one in fields(part)}
            for line in range(self._lines(asked))
        )
        rows = tuple(part(**said) for said in lines if any(said.values()))
        return rows if not self.single else next(iter(rows), None)

    def _rows(self, held: Any) -> tuple[Any, ...]:
        return (held,) if self.single and held else held or ()

    def _lines(self, asked: Asked) -> int:
        return 1 if self.single else inputs.line_count(asked)

    def _name(self, asked: Asked, line: int, part: str) -> str:
        return f"{asked.name}_{line}_{part}"


class Countries:
    """Some lists of countries, of which each takes one."""

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        made = {}
        for name in self._names(asked):
            made[name] = inputs.country(asked.held or (), label=_("Country"), required=False)
            made[name].needed = True  # type: ignore[attr-defined]  # none of them is
        return made

    def initial(self, asked: Asked) -> dict[str, Any]:
        return dict(zip(self._names(asked), asked.held or (), strict=False))

    def groups(self, asked: Asked) -> list[web.Group]:
        return [web.Group(self._names(asked), asked.said["label"], asked.said["help_text"])]

    def wrong(self, asked: Asked, cleaned: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if asked.required and not self.value(asked, cleaned):
            yield self._names(asked)[0], _("This needs an answer.")

    def value(self, asked: Asked, cleaned: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for name in self._names(asked) if (code := cleaned.get(name))))

    def _names(self, asked: Asked) -> tuple[str, ...]:
        return tuple(f"{asked.name}_{line}" for line in range(inputs.line_count(asked)))


class Keys:
    """One input for each key of a map."""

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        values = asked.field.lists[1]
        held = {pair.key: pair.value for pair in asked.held or ()}
        made: dict[str, forms.Field] = {}
        for key, label in self._keys(asked).items():
            said: dict[str, Any] = {"label": label, "required": asked.required}
            if values in model().lists:
                codes = inputs.known(values, (), held.get(key, ""))
                made[f"{asked.name}_{key}"] = inputs.one_of(codes, listed=True, **said)
            else:
                made[f"{asked.name}_{key}"] = web.StaffText(max_length=2000, rows=2, **said)
        return made

    def initial(self, asked: Asked) -> dict[str, Any]:
        return {f"{asked.name}_{pair.key}": pair.value for pair in asked.held or ()}

    def groups(self, asked: Asked) -> list[web.Group]:
        keys = self._keys(asked)
        names = tuple(f"{asked.name}_{key}" for key in keys)
        one = next(iter(keys.values())) if len(keys) == 1 else ""  # a single input has the legend in its label's place
        legend = web.dots(asked.said["label"], one) if one else asked.said["label"]
        return [web.Group(names, legend, asked.said["help_text"])]

    def wrong(self, asked: Asked, cleaned: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        yield from ()

    def value(self, asked: Asked, cleaned: Mapping[str, Any]) -> tuple[Pair, ...]:
        said = ((key, cleaned.get(f"{asked.name}_{key}", "")) for key in self._keys(asked))
        return tuple(Pair(key, value) for key, value in said if value)

    def _keys(self, asked: Asked) -> dict[str, str]:
        keys = asked.field.lists[0]
        if asked.given and keys in model().entities:  # rows of the file, though a list of codes may be called so, too
            keys = ""
        return dict(inputs.known(keys, asked.given, *(pair.key for pair in asked.held or ())))


def _text(make: type[forms.Field], **more: Any) -> Single:
    return Single(lambda asked: make(**asked.said, **more), show=lambda held: held or "")


_YES_NO: Final = {True: "yes", False: "no", None: ""}
KINDS: Final[Mapping[str, Kind]] = {
    "text": _text(web.StaffLine, max_length=200),
    "text_500": _text(web.StaffText, max_length=500, rows=3),
    "long_text": _text(web.StaffText, max_length=2000),
    "text_list": _text(inputs.Lines),
    "partial_date": _text(web.PartDay),
    "date": Single(lambda asked: web.Day(**asked.said)),
    "instant": Single(lambda asked: web.Moment(**asked.said)),
    "int": Single(inputs.whole),
    "bool": Single(inputs.yes_no, show=_YES_NO.get, take={"yes": True, "no": False}.get),
    "code": Single(inputs.code),
    "code_list": Single(inputs.several, take=tuple),
    "ref": Single(inputs.code),
    "ref_list": Single(inputs.several, take=tuple),
    "recipient_list": Single(inputs.several, take=tuple),
    "country": Single(lambda asked: inputs.country((asked.held or "",), **asked.said)),
    "country_list": Countries(),
    "lang_list": Single(lambda asked: inputs.Languages(held=tuple(asked.held or ()), **asked.said)),
    "map": Keys(),
    "contact": Rows(single=True),
    **dict.fromkeys(("contact_list", "identifier_list", "factor_list", "option_list"), Rows()),
}
"""By kind of field. A kind that is not here has a page of its own: opening hours, ages, amounts."""
