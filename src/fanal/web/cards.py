"""Rows of a table that are cards of a few lines on a phone. Pure."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any


def flowing(cells: Sequence[tuple[str, Any]], begins: set[int]) -> list[tuple[str, Any, str]]:
    """The cells of a row, each with its place in a card of a few lines: whether it begins a line, and whether another
    one follows it there. Empty cells are not shown, so the next one begins the line for them."""
    line, places = 0, {}
    for at, (_name, cell) in enumerate(cells):
        line += at in begins
        if cell or cell == 0:
            places[at] = line
    shown = list(places)
    first = {at for before, at in pairwise(shown) if places[at] != places[before]}
    followed = {before for before, at in pairwise(shown) if places[at] == places[before]}
    return [
        (name, cell, " ".join(["begins"] * (at in first) + ["goes-on"] * (at in followed)))
        for at, (name, cell) in enumerate(cells)
    ]
