"""The words of what is said of an ask."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.progress.asks.flow import Addressee, Kind, State

type Words = str | Promise

KINDS: Final[Mapping[str, Words]] = {
    Kind.LAW: lazy("A law"),
    Kind.BUDGET: lazy("Public money"),
    Kind.PRACTICE: lazy("How offices work"),
    Kind.DATA: lazy("Numbers and reports"),
    Kind.RATIFICATION: lazy("A treaty to join"),
    Kind.INDUSTRY: lazy("How firms work"),
    Kind.PARTICIPATION: lazy("Children and survivors take part"),
}
ADDRESSEES: Final[Mapping[str, Words]] = {
    Addressee.MINISTRY: lazy("A ministry"), Addressee.PARLIAMENT: lazy("A parliament"),
    Addressee.AUTHORITY: lazy("An authority"), Addressee.BODY: lazy("A body of several states"),
    Addressee.FIRM: lazy("A firm"), Addressee.ASSOCIATION: lazy("An association of firms"),
}  # fmt: skip
STATES: Final[Mapping[str, tuple[Words, str]]] = {
    State.DRAFT: (lazy("Draft"), "soon"),
    State.REVIEWED: (lazy("Read by a second person"), "info"),
    State.SENT: (lazy("Sent; an answer is awaited"), "info"),
    State.ACKNOWLEDGED: (lazy("The office has received it"), "info"),
    State.IN_PROCESS: (lazy("The office works on it"), "info"),
    State.ADOPTED: (lazy("Adopted"), "ok"),
    State.PARTLY_ADOPTED: (lazy("Adopted in part"), "ok"),
    State.REFUSED: (lazy("Refused"), ""),
    State.NO_ANSWER: (lazy("No answer"), "soon"),
    State.WITHDRAWN: (lazy("Withdrawn"), ""),
    State.STOPPED: (lazy("Stopped; nothing of its text is kept"), ""),
}
"""What is said of where it stands, and the look of the tag."""
SHORT: Final[Mapping[str, Words]] = {
    State.SENT: lazy("asked on %(day)s"), State.ACKNOWLEDGED: lazy("received on %(day)s"),
    State.IN_PROCESS: lazy("worked on since %(day)s"), State.ADOPTED: lazy("adopted on %(day)s"),
    State.PARTLY_ADOPTED: lazy("adopted in part on %(day)s"), State.REFUSED: lazy("refused on %(day)s"),
    State.NO_ANSWER: lazy("no answer by %(day)s"), State.WITHDRAWN: lazy("withdrawn on %(day)s"),
}  # fmt: skip
NEXT: Final[Mapping[State, Words]] = {
    State.DRAFT: lazy("A second person reads it."),
    State.REVIEWED: lazy("Send it, once those have read it who must."),
    State.SENT: lazy("Write down what the office answered."),
    State.ACKNOWLEDGED: lazy("Write down what the office does."),
    State.IN_PROCESS: lazy("Ask how it stands, and write it down."),
    State.NO_ANSWER: lazy("Ask again, or withdraw it."),
    State.ADOPTED: lazy("Write down what moved."),
    State.PARTLY_ADOPTED: lazy("Write down what moved."),
}
