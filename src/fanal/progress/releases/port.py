"""How releases of this site come here: a port that the site fills, for the room that makes them is not known here.
Through it comes data alone: what there is, and signed bytes, which are checked like those of anybody else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Offered:
    """A release for everybody. `org`: whose identity must have signed it; `reason`: why it was withdrawn."""

    code: str
    org: UUID
    is_withdrawn: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Port:
    """`listed`: all of them, the oldest first; `packed`: the ZIP file of one, by its code. The latter raises
    `DisclosureError` where its bytes are others now."""

    listed: Callable[[], Iterable[Offered]]
    packed: Callable[[str], bytes]


_held: Final[list[Port]] = []


def register(port: Port) -> None:
    """Called once when the site starts; another one takes its place."""
    _held[:] = [port]


def offered() -> list[Offered]:
    """What is published here; nothing where no room makes releases."""
    return [one for port in _held for one in port.listed()]


def packed(code: str) -> bytes:
    """The bytes of one that is offered."""
    return _held[0].packed(code)
