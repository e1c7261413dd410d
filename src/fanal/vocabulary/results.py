"""The two answers to "may this be done?": each is its own truth value, and a refusal says why."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Allowed:
    """Yes. `because` is the code of the rule that allows it (empty where the rule is plain)."""

    because: str = ""

    def __bool__(self) -> Literal[True]:
        return True


@dataclass(frozen=True, slots=True)
class Refused:
    """No. `reason_code` is for tests and the journal, `words` is the message id that a person reads."""

    reason_code: str
    words: str = ""

    def __bool__(self) -> Literal[False]:
        return False


type Answer = Allowed | Refused
