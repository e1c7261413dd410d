"""What the installation's code goes over: `vouched.json` holds, for each version, the columns and parts of the rows
that it vouches for, and the columns that entries of the journal name of a row. Both stay where they are until the next
deed, so a line is added and never changed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from django.apps import apps

from fanal.network import standing, vouched
from fanal.network.models import Person

pytestmark = pytest.mark.once
PINNED: dict[str, list[str]] = json.loads((Path(__file__).parent / "vouched.json").read_text())


def _held() -> Iterator[tuple[str, Sequence[str], Mapping[str, int]]]:
    """What is held, its columns, and which of them came after version 1."""
    for model, kind in vouched.kinds.items():
        parts = standing.Standing(Person()).parts() if model is Person else {}
        yield model.__name__, sorted([*vouched.columns(model), *(f"with {name}" for name in parts)]), kind.since
    for other in apps.get_models():
        for how in ("stated", "whole"):
            if isinstance(columns := getattr(other, how, None), tuple):
                yield f"{other.__name__} {how}", columns, getattr(other, "since", {})


def _versions(name: str, columns: Sequence[str], since: Mapping[str, int]) -> dict[str, list[str]]:
    newest = max([1, *(since.get(one.split()[-1], 1) for one in columns)])
    return {
        f"{name} {version}": sorted(one for one in columns if since.get(one.split()[-1], 1) <= version)
        for version in range(1, newest + 1)
    }


@pytest.mark.parametrize("held", list(_held()), ids=lambda held: held[0])
def test_a_column_that_is_added_says_since_which_version(
    held: tuple[str, Sequence[str], Mapping[str, int]],
) -> None:
    for name, found in _versions(*held).items():
        assert PINNED.get(name) == found, (
            f"`{name}` was held over other columns. Give what is new a version in `since` (docs/changing.md), and add "
            f"to tests/contracts/vouched.json\n{json.dumps({name: found})}"
        )


def test_no_version_is_left_out() -> None:
    assert set(PINNED) == {name for held in _held() for name in _versions(*held)}
