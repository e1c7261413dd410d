"""The one way in which a screen of the desk changes something: ask the policy, then call the deed of the network."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Concatenate
from uuid import UUID

from fanal.access.api import ask
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor, Role


def do[T](
    actor: Actor, deed: str, thing: object, function: Callable[Concatenate[Actor, ...], T], *args: Any, **kwargs: Any
) -> T:
    """`function(actor, …)`, if the policy lets the actor do `deed` to `thing` (None: to nothing in particular).

    Raises NotAllowed with the reason, and what the deed raises.
    """
    ask(actor, deed, thing)
    return function(actor, *args, **kwargs)


def drill_kit(actor: Actor, shares: Sequence[str], now: datetime) -> None:
    """The drill of the actor's own organisation. A key keeper signs what it proves."""
    network.kit.drill(actor.org, shares, now, actor.keyring if actor.has(Role.KEY_KEEPER) else None)


def tell_helpers(org: UUID, person: UUID, now: datetime) -> None:
    """A notice to those who can let a person in now, if anybody must (docs/network.md, "Which key is believed")."""
    waiting = network.queries.colleague(org, person)
    if waiting is not None and waiting.waits:
        clocks.want_notice(network.queries.who_can_admit(waiting), now=now)
