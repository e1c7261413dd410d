"""The list of `tools/harm_mutations`, which breaks each rule, fits the rules and the source as they are now."""

import re
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).parents[2]
RULES = {found[1] for path in Path(__file__).parent.iterdir() if (found := re.match(r"test_dnh_(\d+)_", path.name))}


def _tool() -> Any:
    loader = SourceFileLoader("harm_mutations", str(ROOT / "tools" / "harm_mutations"))
    spec = spec_from_loader("harm_mutations", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


MUTATIONS = _tool().MUTATIONS


def test_every_rule_is_broken_at_least_once() -> None:
    """Numbers 01 to 53, each with a test and a change that breaks it."""
    numbers = {f"{number:02}" for number in range(1, 54)}
    assert numbers == RULES
    assert {one[0] for one in MUTATIONS} == numbers | {"own-keys", "clearances", "passing"}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one[0])
def test_the_change_can_still_be_made(mutation: tuple[str, str, str, str, str]) -> None:
    """The line that it changes is where it was: a list that has gone stale shows nothing."""
    _number, _what, name, old, new = mutation
    whole = (ROOT / name).read_text(encoding="utf-8")
    assert old in whole
    assert whole.replace(old, new, 1) != whole
