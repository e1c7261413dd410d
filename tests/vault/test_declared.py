"""A declaration says of every column whether it is sealed, and refuses what must never be."""

from dataclasses import dataclass, fields
from typing import Any

import pytest

from fanal.vault import COMPARTMENTS, Blind, Public, Sealed, attribute, undeclared


@dataclass(frozen=True)
class Child:
    given_name: str = attribute("S3", "to find the child again", "file", "identity")
    note: str = attribute("S4", "to plan", "file", "story", default="")


@dataclass(frozen=True)
class Bare:
    given_name: str
    note: str = attribute("S4", "to plan", "file", "story", default="")


@dataclass
class Changeable:
    given_name: str


def test_the_compartments_are_those_of_the_design() -> None:
    assert sorted(COMPARTMENTS) == sorted({
        "personal", "content", "identity", "offender", "reporter", "dialogue", "placement", "privileged", "feedback",
    })  # fmt: skip


def test_a_person_suspected_is_never_searched_for() -> None:
    """DNH-25: refused where the model is declared, so that the program does not start."""
    assert Sealed("offender", Child).blind == ()
    with pytest.raises(ValueError, match="person suspected"):
        Sealed("offender", Child, (Blind("given_name"),))
    for compartment in COMPARTMENTS.keys() - {"offender"}:
        assert Sealed(compartment, Child, (Blind("given_name", 8),)).blind[0].bits == 8


@pytest.mark.parametrize("compartment", ["", "offendr", "Offender", "search"])
def test_a_compartment_that_does_not_exist_is_refused(compartment: str) -> None:
    with pytest.raises(ValueError, match="compartment"):
        Sealed(compartment, Child, (Blind("given_name"),))


@pytest.mark.parametrize("schema", [dict, Changeable, str])
def test_what_is_sealed_is_a_frozen_dataclass(schema: type) -> None:
    with pytest.raises(ValueError, match="frozen dataclass"):
        Sealed("content", schema)


def test_tokens_are_of_fields_that_exist_and_of_1_to_32_bits() -> None:
    with pytest.raises(ValueError, match="does not have"):
        Sealed("identity", Child, (Blind("given_name"), Blind("family_name")))
    assert Blind("given_name").bits == 20
    assert [Blind("x", bits).bits for bits in (1, 32)] == [1, 32]
    for bits in (0, 33):
        with pytest.raises(ValueError, match="1 to 32"):
            Blind("given_name", bits)


@pytest.mark.parametrize("cls", ["S3", "S4", "S5", "", "s1"])
def test_names_and_what_was_told_are_never_clear(cls: Any) -> None:
    with pytest.raises(ValueError, match="never clear"):
        Public(cls, "because")


def test_a_clear_column_has_a_reason() -> None:
    for cls in ("S0", "S1", "S2"):
        assert Public(cls, "order of triage").cls == cls
    for reason in ("", "  "):
        with pytest.raises(ValueError, match="reason"):
            Public("S1", reason)


def test_attributes_say_class_purpose_retention_and_category() -> None:
    assert dict(fields(Child)[0].metadata) == {
        "cls": "S3",
        "purpose": "to find the child again",
        "retention": "file",
        "category": "identity",
        "since": 1,
    }
    assert Child("Amal") == Child("Amal", "")
    assert undeclared(Child) == ()
    assert undeclared(Bare) == ("given_name",)
    assert undeclared(Changeable) == ("given_name",)


@pytest.mark.parametrize(
    "about", [("S6", "p", "r", "c"), ("S3", "", "r", "c"), ("S3", "p", "", "c"), ("S3", "p", "r", "")]
)
def test_an_attribute_without_one_of_them_is_refused(about: tuple[Any, str, str, str]) -> None:
    with pytest.raises(ValueError, match="an attribute has"):
        attribute(*about)
