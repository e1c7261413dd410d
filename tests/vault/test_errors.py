"""An error says what happened in words that hold no value, so that it may stand in a log."""

import pytest

from fanal.vault import BadReceipt, CannotOpen, FormExpired, NotGranted, WeakPassword


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (CannotOpen(), "this cannot be opened"),
        (NotGranted(), "no key was granted for this"),
        (BadReceipt(), "this is not a receipt"),
        (WeakPassword("short"), "this password is too easy to guess"),
        (FormExpired(b"answers", 5), "this form has expired"),
    ],
)
def test_an_error_carries_fixed_words_only(error: Exception, words: str) -> None:
    assert str(error) == words
    assert repr(error) == f"{type(error).__name__}({words!r})"
