"""What deeds of all rooms share: the question to the policy, what is not there, and what cannot be done now."""

from __future__ import annotations

from fanal.access.contracts import NotAllowed
from fanal.access.policy import may
from fanal.network.contracts import Actor


class NotNow(Exception):
    """A deed that cannot be done as things stand; the message is a sentence for the person. `field`: of which input."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.words, self.field = words, field


class NotHere(LookupError):
    """What the person may not see does not exist for them."""


def ask(actor: Actor, deed: str, thing: object = None) -> None:
    """Raises `NotAllowed` where the policy refuses the deed."""
    answer = may(actor, deed, thing)
    if not answer:
        raise NotAllowed(answer)
