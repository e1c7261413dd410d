"""The two answers to "may this be done?": each is its own truth value, and a refusal says why; and what a deed raises
that cannot be done.

A refusal is false, so where there may be none it is asked for with `is not None`: `if refusal := …` and `or` pass it
over. `tests/contracts/test_code.py` finds such places.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Allowed:
    """Yes. `because` is the code of the rule that allows it (empty where the rule is plain).

    Where an agreement or a provision allows it: `words` for the reader, the last day it holds, and its identifier.
    """

    because: str = ""
    words: str = ""
    until: date | None = None
    source: str = ""

    def __bool__(self) -> Literal[True]:
        return True


@dataclass(frozen=True, slots=True)
class Refused:
    """No. `reason_code` is for tests and the journal, `words` is what people read, `detail` names what is missing."""

    reason_code: str
    words: str = ""
    detail: tuple[str, ...] = ()

    def __bool__(self) -> Literal[False]:
        return False


type Answer = Allowed | Refused


class NotDone(Exception):
    """A deed that cannot be done. The message is a sentence for the person. `field`: of which input."""

    def __init__(self, words: str = "", field: str | None = None) -> None:
        super().__init__(words)
        self.field = field

    @property
    def words(self) -> str:
        return str(self)
