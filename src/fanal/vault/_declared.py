"""Declarations: what of a model is sealed, in which compartment, and what is clear, for which reason."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from typing import Any, Final, Literal, get_args

Class = Literal["S0", "S1", "S2", "S3", "S4", "S5"]
COMPARTMENTS: Final[Mapping[str, Class]] = {
    "reporter": "S5",
    "offender": "S5",
    "placement": "S5",
    "privileged": "S5",
    "feedback": "S5",
    "content": "S4",
    "dialogue": "S4",
    "identity": "S3",
    "personal": "S2",
}
"""The parts of a record that have a key of their own, each with its class, the gravest first."""
METADATA: Final = ("cls", "purpose", "retention", "category")


def attribute(
    cls: Class, purpose: str, retention: str, category: str, default: Any = MISSING, *, since: int = 1
) -> Any:
    """A field of a content dataclass with what must be known of it (DNH-38).

    Class S0 to S5, what it is for, its retention class, its consent category; `since` which version of the schema it is
    there: a field that came later has a default, for what was stored before.
    """
    if cls not in get_args(Class) or not all((purpose, retention, category)):
        raise ValueError("an attribute has a class, a purpose, a retention class and a category")
    if since < 1 or (since > 1 and default is MISSING):
        raise ValueError("a field that came later has a default, for what was stored before")
    about = {"cls": cls, "purpose": purpose, "retention": retention, "category": category, "since": since}
    return field(metadata=about) if default is MISSING else field(default=default, metadata=about)


def undeclared(schema: type) -> tuple[str, ...]:
    """The attributes of a content dataclass that lack some of their metadata."""
    return tuple(one.name for one in fields(schema) if not set(METADATA) <= set(one.metadata))


@dataclass(frozen=True, slots=True)
class Blind:
    """A field that can be searched by blind tokens of so many bits (fewer where there are few values)."""

    field: str
    bits: int = 20

    def __post_init__(self) -> None:
        if not 1 <= self.bits <= 32:
            raise ValueError("a blind token has 1 to 32 bits")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column that holds a sealed dataclass `schema` in a compartment.

    Raises ValueError for tokens on a person suspected (DNH-25), for a compartment or field that does not exist, and
    for a schema that is not a frozen dataclass.
    """

    compartment: str
    schema: type
    blind: tuple[Blind, ...] = ()

    def __post_init__(self) -> None:
        if self.compartment not in COMPARTMENTS:
            raise ValueError("no such compartment")
        if self.compartment == "offender" and self.blind:
            raise ValueError("a person suspected is never searched for: no blind token in this compartment")
        if not is_dataclass(self.schema) or not self.schema.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            raise ValueError("the schema of a sealed column is a frozen dataclass")
        if not {token.field for token in self.blind} <= {one.name for one in fields(self.schema)}:
            raise ValueError("a blind token names a field that the schema does not have")


@dataclass(frozen=True, slots=True)
class Public:
    """A clear column: only reference (S0), operational (S1), or with a reason personal (S2)."""

    cls: Literal["S0", "S1", "S2"]
    reason: str

    def __post_init__(self) -> None:
        if self.cls not in {"S0", "S1", "S2"}:
            raise ValueError("names, what was told, and persons are never clear")
        if not self.reason.strip():
            raise ValueError("a clear column has a reason")
