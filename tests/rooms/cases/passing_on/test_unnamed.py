"""Words for others say nothing of who the child is: what slips in is found, in any script."""

import pytest

from fanal.cases.passing_on.unnamed import named, reached

NAMES = ("Rosa María", "Núñez-Ortiz", "روزا", "เรณู")
VALUES = ("+351 91 234 5678", "rosa@example.org", "AB-7654321", "ro")


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Rosa sleeps badly", ["Rosa"]),
        ("ROSA, and nunez too; Nunez", ["ROSA", "Nunez"]),
        ("María’s school", ["María"]),
        ("Maria is well", ["Maria"]),
        ("ask about لروزا today", ["لروزا"]),
        ("น้องเรณูสบายดี", ["น้องเรณูสบายดี"]),
    ],
)
def test_a_name_is_found_and_said_as_it_was_written(text: str, hits: list[str]) -> None:
    assert named(text, NAMES) == hits


@pytest.mark.parametrize(
    "text",
    [
        "ring 00351 (91) 234-5678 at five",
        "ring ٩١٢٣٤٥٦٧٨ at five",
        "write to Rosa@Example.org",
        "the card AB 7654321",
    ],
)
def test_a_number_or_an_address_is_found(text: str) -> None:
    assert reached(text, VALUES)


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
    assert not named(text, NAMES)
    assert not reached(text, VALUES)


def test_a_name_that_is_a_word_as_well_is_one_with_a_large_letter() -> None:
    assert named("Somebody will ask Will", ["Will"]) == ["Will"]
    assert not named("Somebody will ask", ["Will"])
