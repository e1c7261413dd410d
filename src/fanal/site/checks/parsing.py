"""What the readers of proxy configurations share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


class CannotEvaluate(Exception):
    """A configuration that cannot be read or decided on; the message says why."""


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive: its words, and what stands in its braces (None without braces)."""

    words: tuple[str, ...]
    block: tuple[Directive, ...] | None = None

    @property
    def name(self) -> str:
        return self.words[0] if self.words else ""

    @property
    def args(self) -> tuple[str, ...]:
        return self.words[1:]


@dataclass(frozen=True, slots=True)
class Size:
    """How much a proxy lets through, as it is written: `most` bytes, 0 without end, None where it cannot be told."""

    words: str
    most: int | None


def size(words: str, units: Mapping[str, int]) -> Size:
    """A size as a number and a unit in small letters (empty: bytes)."""
    match = re.fullmatch(r"([0-9]+) *([a-z]*)", words.casefold())
    unit = units.get(match[2]) if match else None
    return Size(words, int(match[1]) * unit if match and unit else None)


def named(block: tuple[Directive, ...] | None, *names: str) -> list[Directive]:
    """The directives of a block with one of these names."""
    return [directive for directive in block or () if directive.name in names]


def within(directive: Directive) -> tuple[Directive, ...]:
    """What stands in the braces of a directive, or nothing."""
    return directive.block or ()
