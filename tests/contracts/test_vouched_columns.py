"""What the installation's code goes over: `vouched.json` holds, for each version, the columns and parts of the rows
that it vouches for. A code stays in the database until the next deed, so a line is added and never changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fanal.network import standing, vouched
from fanal.network.models import Person, Vouched

pytestmark = pytest.mark.once
PINNED: dict[str, list[str]] = json.loads((Path(__file__).parent / "vouched.json").read_text())


def _names(model: type[Vouched]) -> list[str]:
    parts = standing.Standing(Person()).parts() if model is Person else {}
    return sorted([*vouched.columns(model), *(f"with {name}" for name in parts)])


@pytest.mark.parametrize("model", list(vouched.kinds), ids=lambda model: model.__name__)
def test_a_column_that_is_added_says_since_which_version(model: type[Vouched]) -> None:
    kind = vouched.kinds[model]
    for version in kind.versions:
        later = kind.later(version)
        name, found = f"{model.__name__} {version}", [one for one in _names(model) if one.split()[-1] not in later]
        assert PINNED.get(name) == found, (
            f"the code of what was sealed as `{name}` goes over other columns now. Give what is new "
            f"`since={{name: {kind.versions[0] + 1}}}` in `vouched.keep` (docs/changing.md), and add to "
            f"tests/contracts/vouched.json\n{json.dumps({name: found})}"
        )


def test_no_version_is_left_out() -> None:
    assert set(PINNED) == {f"{model.__name__} {one}" for model, kind in vouched.kinds.items() for one in kind.versions}
