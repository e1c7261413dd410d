"""Words for others say nothing of who the child is: what slips in is found, in any script."""

import pytest

from fanal.cases.passing_on.unnamed import found

NAMES = ("Rosa María", "Núñez-Ortiz", "روزا", "เรณู")
VALUES = ("+351 91 234 5678", "rosa@example.org", "AB-7654321", "ro")


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Rosa sleeps badly", ["Rosa"]),
        ("ROSA, and nunez too; Nunez", ["ROSA", "Nunez"]),
        ("María’s school", ["María"]),
        ("Maria is well", ["Maria"]),
        ("ask about لروزا today", ["روزا"]),
        ("น้องเรณูสบายดี", ["เรณู"]),
        ("ring 00351 (91) 234-5678 at five", ["+351 91 234 5678"]),
        ("ring ٩١٢٣٤٥٦٧٨ at five", ["+351 91 234 5678"]),
        ("write to Rosa@Example.org", ["Rosa", "rosa@example.org"]),
        ("the card AB 7654321", ["AB-7654321"]),
    ],
)
def test_what_says_who_the_child_is_is_found(text: str, hits: list[str]) -> None:
    assert sorted(found(text, NAMES, VALUES)) == sorted(hits)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A rosa for the child: she likes flowers",
        "The rosary, Rosana and Ortizal are others",
        "Born 2012, house 12, at 17.30; ring 0800 123 456 12",
        "She was at the road",
    ],
)
def test_what_does_not_is_left_alone(text: str) -> None:
    assert not found(text, NAMES, VALUES)


def test_a_name_that_is_a_word_as_well_is_one_with_a_large_letter() -> None:
    assert found("Somebody will ask Will", ["Will"], []) == ["Will"]
    assert not found("Somebody will ask", ["Will"], [])
