"""What a child is doing on the page: one sealed field of the form, never a cookie, a row or an address (as the state of
a concern is). It carries the code, or on a worker's device the file, and the answers so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from fanal import vault
from fanal.cases.files import by_code
from fanal.vocabulary.ids import new_id

KIND: Final = "child"


@dataclass(frozen=True, slots=True)
class State:
    """`code`: its letters, or on a worker's device empty; `case` the file then, and `by` whose device it is. `token`:
    the identifier of what is sent next, so that one sent twice is one."""

    code: str = field(default="", repr=False)
    case: str = ""
    by: str = ""
    about: str = "safety"
    token: str = ""
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def receipt(self) -> vault.Receipt:
        return vault.parse_receipt(self.code)

    @property
    def next(self) -> UUID:
        return UUID(self.token)

    def fresh(self) -> State:
        """The state for what is sent next."""
        return replace(self, token=str(new_id()), answers={})

    def answered(self, name: str, code: str) -> State:
        """The state with one more answer; without it where it was skipped."""
        others = {one: said for one, said in self.answers.items() if one != name}
        return replace(self, answers=others | ({name: code} if code else {}))


def wrap(state: State, now: datetime) -> str:
    """The state as text for a hidden field."""
    return by_code.wrap(KIND, asdict(state), now)


def unwrap(text: str, now: datetime) -> tuple[State, bool]:
    """The state of a hidden field, and whether its time is over. Raises `Tampered`."""
    made, late = by_code.unwrap(KIND, text, now)
    return State(**made), late
