"""Values of more than one part that fields of the model hold (`types` of the model file)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from fanal.access.contracts import field_of
from fanal.vocabulary.codes import DataCategory as Cat
from fanal.vocabulary.codes import RetentionClass

_part = partial(field_of, "S4", Cat.STORY, retention=RetentionClass.CASE_VICTIM)
"""Class and category of a part are those of the field that holds it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One entry of a map: the code or identifier of its key, and of its value."""

    key: str = _part()
    value: str = _part()


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach somebody."""

    kind: str = _part()
    value: str = _part()
    whose: str = _part()
    safe: str = _part()


@dataclass(frozen=True, slots=True)
class Identifier:
    """One number under which an authority knows somebody; `country`: that of the authority."""

    kind: str = _part()
    value: str = _part()
    country: str = _part()


@dataclass(frozen=True, slots=True)
class Factor:
    """One risk or strength that an assessment notes."""

    level: str = _part()
    kind: str = _part()
    code: str = _part()
    severity: str = _part()
    note: str = _part()


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a best-interests decision, with the child's view of it."""

    option: str = _part()
    pro: str = _part()
    contra: str = _part()
    child_view: str = _part()


PARTS: Final[Mapping[str, type]] = {
    "map": Pair,
    "contact": Contact,
    "contact_list": Contact,
    "identifier_list": Identifier,
    "factor_list": Factor,
    "option_list": Option,
}
"""By kind of field; those of kind `contact` hold one, all others as many as were said."""

LISTS: Final[Mapping[type, Mapping[str, str]]] = {
    Pair: {},
    Contact: {"kind": "contact_kind", "safe": "safe_contact"},
    Identifier: {"kind": "identifier_kind"},
    Factor: {"level": "factor_level", "kind": "factor_kind", "code": "push_factor", "severity": "factor_severity"},
    Option: {},
}
"""The code list of a part that is a code, by its name."""
