"""One line of `fanal check`."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from smtplib import SMTPAuthenticationError
from socket import gaierror
from ssl import SSLCertVerificationError


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


def not_reached(what: str, error: Exception) -> str:
    """Why something does not answer over the network, as a sentence; never its address."""
    match error:
        case gaierror() | UnicodeError():
            return f"The name of the {what} is not known: nothing of this name was found."
        case ConnectionRefusedError():
            return f"Nothing listens where the {what} should be: the connection was refused."
        case TimeoutError():
            return f"The {what} does not answer: nothing came back in time."
        case SSLCertVerificationError():
            return f"The certificate of the {what} is not one that this machine trusts for that name."
        case SMTPAuthenticationError():
            return f"The {what} does not let us in with this user and password."
        case _:
            return f"The {what} does not answer as it should ({type(error).__name__})."


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
