"""The one way in which a screen of the desk changes something: ask the policy, then call the deed of the network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Concatenate
from uuid import UUID

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotAllowed, may
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor, NetworkError, Role


def at(request: HttpRequest) -> datetime:
    """The one instant of a request, UTC."""
    return request.now  # type: ignore[attr-defined,no-any-return]


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is nothing; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def do[T](
    actor: Actor, deed: str, thing: object, function: Callable[Concatenate[Actor, ...], T], *args: Any, **kwargs: Any
) -> T:
    """`function(actor, …)`, if the policy lets the actor do `deed` to `thing` (None: to nothing in particular).

    Raises NotAllowed with the reason, and what the deed raises.
    """
    answer = may(actor, deed, thing)
    if not answer:
        raise NotAllowed(answer)
    return function(actor, *args, **kwargs)


def drill_kit(actor: Actor, shares: Sequence[str], now: datetime) -> None:
    """The drill of the actor's own organisation. A key keeper signs what it proves."""
    network.kit.drill(actor.org, shares, now, actor.keyring if actor.has(Role.KEY_KEEPER) else None)


def tell_helpers(org: UUID, person: UUID, now: datetime) -> None:
    """A notice to those who can let a person in now, if anybody must (`vault.md` §5)."""
    waiting = network.queries.colleague(org, person)
    if waiting is not None and waiting.waits:
        clocks.want_notice(network.queries.who_can_admit(waiting), now=now)


@contextmanager
def telling(form: forms.Form) -> Iterator[None]:
    """A deed that cannot be done becomes an error of the form, so that nothing that was typed is lost."""
    try:
        yield
    except NetworkError as why:
        form.add_error(None, str(why))
    except vault.WeakPassword:
        rule = _("Use at least 12 characters. Several words that only you would put together are best.")
        form.add_error("password" if "password" in form.fields else None, rule)
