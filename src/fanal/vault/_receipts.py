"""Receipts: the only thing that a reporter keeps. Nothing of it is stored but a locator and a public key."""

import hashlib
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from ._codes import grouped, read, tidied, written
from ._errors import BadReceipt
from ._keyfile import Pepper
from ._seeds import Secret, Seed
from ._wire import bound, derive, tag, texts

LIMIT: Final = 10**30
LETTERS: Final = 20
DIGITS: Final = 30
CARD: Final = 16


class Receipt(Secret):
    """A uniform secret number below 10^30, in two renderings."""

    __slots__ = ("_value",)
    shown = "<receipt>"

    def __init__(self, value: int) -> None:
        if not 0 <= value < LIMIT:
            raise BadReceipt
        self._value = value

    @property
    def letters(self) -> str:
        """20 Crockford signs in 5 groups of 4, joined by hyphens."""
        return grouped(written(self._value, LETTERS), 4)

    @property
    def digits(self) -> str:
        """30 digits in 6 groups of 5, for readers of other scripts."""
        return grouped(f"{self._value:0{DIGITS}d}", 5)

    def reader(self) -> Callable[[str], bool]:
        """Says of a text whether it is this code, in either rendering, as `parse_receipt` would; at once, for many."""
        renderings = {tidied(self.letters), tidied(self.digits)}
        return lambda text: tidied(text) in renderings

    def raw(self) -> bytes:
        """The number as 13 bytes."""
        return self._value.to_bytes(13)


def new_receipt() -> Receipt:
    """A receipt of the system's randomness."""
    return Receipt(secrets.randbelow(LIMIT))


def parse_receipt(text: str) -> Receipt:
    """The receipt that somebody typed, in either rendering, with digits of any script. Raises BadReceipt."""
    signs = tidied(text)
    with suppress(ValueError):
        if len(signs) == LETTERS:
            return Receipt(read(signs))
        if len(signs) == DIGITS and signs.isascii() and signs.isdecimal():
            return Receipt(int(signs))
    raise BadReceipt


def receipt_keys(receipt: Receipt, pepper: Pepper) -> tuple[bytes, Seed]:
    """The locator (16 bytes, a unique index) and the reporter's seed of a receipt under one version of the pepper."""
    made = derive(receipt.raw(), bound("receipt"), salt=pepper.key.reveal(), length=48)
    return made[:16], Seed.of(made[16:])


def new_training_card() -> str:
    """The code of a training card: 80 random bits as 16 Crockford signs in 4 groups."""
    return grouped(written(secrets.randbits(80), CARD), 4)


def training_card_digest(card: str) -> bytes:
    """By what a card is found, 32 bytes; however it was typed. Of 80 random bits nobody finds the card again."""
    return hashlib.sha256(tidied(card).encode()).digest()


def pin_verifier(card: str, pin: str, pepper: Pepper) -> bytes:
    """What is stored of a training card and its PIN, 32 bytes: useless without the pepper."""
    return tag(pepper.key.derive("pin").reveal(), bound("pin", *texts(tidied(card), tidied(pin))))
