"""One line of `fanal check`."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class State(StrEnum):
    """How something stands."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "cannot say"


@dataclass(frozen=True, slots=True)
class Line:
    """What was looked at (a code), how it stands, and what to do where it does not stand well."""

    code: str
    state: State
    words: str
    todo: str = ""

    def as_json(self) -> dict[str, str]:
        """For machines."""
        return asdict(self)


def some(found: Sequence[str], most: int = 3) -> str:
    """The first of what was found, and how many more there are."""
    more = f" (and {len(found) - most} more)" if len(found) > most else ""
    return f"{'; '.join(found[:most])}{more}"


def ok(code: str, words: str) -> Line:
    """A line that asks for nothing."""
    return Line(code, State.OK, words)


def warn(code: str, words: str, todo: str) -> Line:
    """A line that should be mended."""
    return Line(code, State.WARN, words, todo)


def fail(code: str, words: str, todo: str) -> Line:
    """A line that must be mended."""
    return Line(code, State.FAIL, words, todo)


def unknown(code: str, words: str, todo: str) -> Line:
    """A line about what this machine does not show."""
    return Line(code, State.UNKNOWN, words, todo)
