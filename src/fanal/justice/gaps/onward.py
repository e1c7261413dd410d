"""What higher rooms do with a reform that was published: each of them adds a link to its page, of which this room knows
nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.functional import Promise

from fanal.access.api import may
from fanal.justice.models import Reform
from fanal.network.contracts import Actor


@dataclass(frozen=True, slots=True)
class Way:
    """One link: its words, the deed that a person must be allowed, and its address, of the state and the reform."""

    label: str | Promise
    deed: str
    url: Callable[[str, UUID], str]


_ways: Final[list[Way]] = []


def register(way: Way) -> None:
    """Called once when a room starts. Links stand in the order in which rooms and their concerns start."""
    _ways.append(way)


def links(actor: Actor, reform: Reform) -> list[tuple[str, str]]:
    """Words and addresses for this person; none as long as the reform is not published."""
    if reform.published_at is None:
        return []
    return [(str(one.label), one.url(reform.state, reform.pk)) for one in _ways if may(actor, one.deed)]
