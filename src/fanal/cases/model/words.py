"""The model in the language of the reader: labels and hints of fields, words of codes, values as people read them.

The words stand in the model file, whose labels, hints and codes are messages of this room (`locale/corpus.yaml`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from fanal.cases.model.declared import Field, model
from fanal.cases.model.parts import LISTS
from fanal.vocabulary.countries import country_name, is_country
from fanal.vocabulary.languages import language_name
from fanal.web import api as web


def label(field: Field) -> str:
    """What people fill or read the field as."""
    return _(field.label) if field.label else ""


def hint(field: Field) -> str:
    """What stands below it."""
    return _(field.hint) if field.hint else ""


def code(name: str, code: str) -> str:
    """A code of a list in words; itself where the list has no such code, as one of another day or of a standard."""
    if name in _ELSEWHERE:
        return _ELSEWHERE[name](code)
    known = model().lists[name].codes if name in model().lists else {}
    return _(known[code]) if code in known else code


_ELSEWHERE: Final[dict[str, Callable[[str], str]]] = {}


def said_by(name: str, say: Callable[[str], str]) -> None:
    """Let the concern that keeps the codes of a list say them in words. Called once when the room starts."""
    _ELSEWHERE[name] = say


def codes(name: str) -> list[tuple[str, str]]:
    """The codes of a list with their words, in its order."""
    return [(one, _(words)) for one, words in model().lists[name].codes.items()]


def country(code: str) -> str:
    """A country by name."""
    return country_name(code, web.spoken()) if is_country(code) else code


def language(code: str) -> str:
    """A language by name."""
    return language_name(code, web.spoken())


def told(field: Field, value: Any) -> str:
    """The value of a field in words; empty where nobody said."""
    if value in (None, "", ()):
        return ""
    say = _SAID.get(field.kind)
    return say(field, value) if say else str(value)


def _each(say: Callable[[str], str]) -> Callable[[Field, Iterable[str]], str]:
    return lambda _field, value: web.listed(map(say, value))


def _moment(_field: Field, value: datetime) -> str:
    return web.listed((web.day_words(value), web.time_words(value)))


def _map(field: Field, value: Iterable[Any]) -> str:
    keys, values = field.lists
    said = ((code(keys, pair.key), code(values, pair.value)) for pair in value)
    return web.apart(_("%(field)s: %(words)s") % {"field": key, "words": words} for key, words in said)


def _parts(_field: Field, value: Any) -> str:
    rows = value if isinstance(value, tuple) else (value,)
    return web.apart(web.dots(*(_part(row, one.name) for one in fields(row))) for row in rows)


def _part(row: Any, name: str) -> str:
    value = str(getattr(row, name))
    if name in LISTS[type(row)]:
        return code(LISTS[type(row)][name], value)
    return country(value) if name == "country" else value


_SAID: Final[Mapping[str, Callable[[Field, Any], str]]] = {
    "code": lambda field, value: code(field.of, value),
    "code_list": lambda field, value: web.listed(code(field.of, one) for one in value),
    "bool": lambda _field, value: _("Yes") if value else _("No"),
    "int": lambda _field, value: web.digits(value),
    "date": lambda _field, value: web.day_words(value),
    "partial_date": lambda _field, value: web.part_day_words(value),
    "instant": _moment,
    "country": lambda _field, value: country(value),
    "country_list": _each(country),
    "lang_list": _each(language),
    "text_list": _each(str),
    "ref_list": _each(str),
    "map": _map,
    "contact": _parts,
    "contact_list": _parts,
    "identifier_list": _parts,
    "factor_list": _parts,
    "option_list": _parts,
}
"""How a value of each kind is said; texts and references stand as they are."""
