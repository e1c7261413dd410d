"""What the readers of proxy configurations share."""

from __future__ import annotations

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


def named(block: tuple[Directive, ...] | None, *names: str) -> list[Directive]:
    """The directives of a block with one of these names."""
    return [directive for directive in block or () if directive.name in names]


def within(directive: Directive) -> tuple[Directive, ...]:
    """What stands in the braces of a directive, or nothing."""
    return directive.block or ()
