"""What can go wrong. No message carries a value: an error may end in a log."""


class CannotOpen(Exception):
    """Wrong key, wrong place, or tampering. One class for all, so that nothing can be learnt from which it was."""

    def __init__(self) -> None:
        super().__init__("this cannot be opened")


class NotGranted(Exception):
    """The holder has no key for what was asked, or may not use it yet."""

    def __init__(self) -> None:
        super().__init__("no key was granted for this")


class BadReceipt(Exception):
    """The text is not a receipt: wrong length, a sign that is no letter or digit of ours, or too large."""

    def __init__(self) -> None:
        super().__init__("this is not a receipt")


class WeakPassword(Exception):
    """The password is too easy to guess. `reason` is one of `short`, `long`, `common`, `known`."""

    def __init__(self, reason: str) -> None:
        super().__init__("this password is too easy to guess")
        self.reason = reason


class FormExpired(Exception):
    """The state of a form is genuine, only too old.

    `state` is the opened state, so that the page can keep the answers; `age` the seconds since it expired.
    """

    def __init__(self, state: bytes, age: int) -> None:
        super().__init__("this form has expired")
        self.state = state
        self.age = age
