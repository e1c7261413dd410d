"""The recovery kit: an organisation's recovery seed as printed shares (SLIP-39), of which some are enough."""

from collections.abc import Sequence

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORD_INDEX_MAP

from ._errors import CannotOpen
from ._seeds import Seed


def make_kit(seed: Seed, need: int, of: int) -> list[str]:
    """Split a seed into `of` shares of 33 words, any `need` of which give it back; 2 ≤ need ≤ of ≤ 16."""
    if not 2 <= need <= of <= 16:
        raise ValueError("a kit has 2 to 16 shares, of which at least 2 are needed")
    return generate_mnemonics(1, [(need, of)], seed.reveal())[0]


def share_is_good(words: str) -> bool:
    """Whether a share was typed without mistake (its check words fit)."""
    try:
        Share.from_mnemonic(_typed(words))
    except MnemonicError:
        return False
    return True


def unknown_words(words: str) -> list[str]:
    """What was typed that is no word of any share."""
    return [one for one in _typed(words).split() if one not in WORD_INDEX_MAP]


def open_kit(words: Sequence[str]) -> Seed:
    """The seed of its shares, each a text of 33 words. Raises CannotOpen: too few, a mistake, another kit's share.

    A share given twice counts once; more shares than needed are no mistake.
    """
    typed = list(dict.fromkeys(map(_typed, words)))
    try:
        need = Share.from_mnemonic(typed[0]).member_threshold
        raw = combine_mnemonics(typed[:need])
    except (MnemonicError, IndexError):
        raise CannotOpen from None
    if len(raw) != 32:
        raise CannotOpen
    return Seed.of(raw)


def _typed(words: str) -> str:
    return " ".join(words.casefold().split())
