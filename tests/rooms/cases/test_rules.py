"""The rules of the room are facts in and answers out: what they take and give cannot be changed, and nothing is said
that was not said."""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from types import ModuleType

import pytest

from fanal.cases import contact, facts, flow, ground, limits, merge, push, rhythm, sight, sight_table


@pytest.mark.parametrize("rules", [contact, facts, flow, ground, limits, merge, push, rhythm, sight, sight_table])
def test_facts_and_answers_are_frozen(rules: ModuleType) -> None:
    made = [one for one in vars(rules).values() if is_dataclass(one) and one.__module__ == rules.__name__]
    assert all(one.__dataclass_params__.frozen for one in made)  # type: ignore[attr-defined]  # of dataclasses


@pytest.mark.parametrize("said", [facts.Facts(date(2026, 1, 1)), sight.Look(sight_table.Eye.OWNER), contact.To()])
def test_nothing_said_is_no(said: object) -> None:
    """Whoever forgets a fact gets a no, not a yes."""
    flags = {one.name: getattr(said, one.name) for one in fields(said) if one.default is not MISSING}  # type: ignore[arg-type]
    assert not [name for name, value in flags.items() if value is True]
