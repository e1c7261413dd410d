"""What is done to every text before it is sealed (docs/concerns-rules.md, "What the filters do").

Control characters go, the form is NFC, addresses become a marker (DNH-02), pictures in disguise are refused (DNH-01),
and so is the reader's own code. No message of this module repeats any part of the text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, product

from fanal.vocabulary.addresses import MARKER, fold, remove_addresses

__all__ = ["CUT", "MARKER", "Filtered", "MediaRefused", "ReceiptInText", "filter_text", "tidy", "without_media"]

MEDIA_RUN = 200  # characters of base64 that make a picture (or any file) of it
CUT = "[…]"  # stands in a text that its writer gets back, where a file in disguise was
_RECEIPT_LETTERS, _RECEIPT_DIGITS = 20, 30

_DATA_URI = re.compile(
    r"\bdata\s*:\s*(?:image|video|audio|application|text|font|model|multipart)\s*/|;\s*base64\s*,", re.IGNORECASE
)
_RUN = re.compile(rf"(?=[+/_=-]*[A-Za-z0-9])[A-Za-z0-9+/_=-]{{{MEDIA_RUN},}}")
_WRAPPED = re.compile(r"[A-Za-z0-9+/_=-]{20,}(?:\s+[A-Za-z0-9+/_=-]{20,})+")
_DENSE = re.compile(rf"[!-~]{{{MEDIA_RUN},}}")  # any other coding: letters, digits and signs without a space
_DENSE_KINDS = 20
_DOTTED = re.compile(r"\S*[.:]\S*")
_HEX_DUMP = re.compile(r"(?:(?:0x)?[0-9a-f]{2}[\s:,]+){64,}", re.IGNORECASE)

# Direction overrides and isolates reorder what staff read; tags and annotations hide text. Joiners and word breaks
# stay: Khmer, Persian and Hindi need them.
_INVISIBLE = re.compile("[\u00ad\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\U000e0000-\U000e007f]")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")  # letters and signs that are drawn as nothing
_TOKEN = re.compile(r"[A-Za-z\d]+")

# What to cut, so that the rest of a refused text can be given back: an address that carries data, whole, and runs.
_CUTS = (
    re.compile(
        r"\bdata\s*:\s*(?:image|video|audio|application|text|font|model|multipart)\s*/\s*[\w.+-]*"
        r"(?:\s*;\s*[\w=-]+)*(?:\s*,\s*)?\S*|\S*;\s*base64\s*,\s*\S*",
        re.IGNORECASE,
    ),
    _WRAPPED,
    _RUN,
    _DENSE,
    _HEX_DUMP,
)


class MediaRefused(ValueError):
    """The text holds a file in disguise. Nothing of it may be stored; the answer is 422."""


class ReceiptInText(ValueError):
    """The text holds the code that opens the answer page."""


@dataclass(frozen=True, slots=True)
class Filtered:
    """`removed` counts the addresses that became markers in this pass."""

    text: str
    removed: int = 0


def filter_text(text: str, *, lines: bool, is_receipt: Callable[[str], bool] | None = None) -> Filtered:
    """A text as it may be sealed. Raises `MediaRefused` or `ReceiptInText`.

    `lines`: whether line breaks stay. `is_receipt` is asked about every stretch of the text that has the form of a
    code, written without separators; it says whether that is the code of this reporter.
    """
    clean = tidy(text, lines=lines)
    readable = fold(clean).text
    # Before addresses go, too: the last line of a file may look like one, and the rest would pass. A long address,
    # which has a dot or a colon where no coded file has one, is no file.
    if _DATA_URI.search(readable) or _holds_media(_DOTTED.sub(" ", readable)):
        raise MediaRefused("a file in disguise")
    clean, removed = remove_addresses(clean)
    readable = fold(clean).text
    if _holds_media(readable):
        raise MediaRefused("a file in disguise")
    if is_receipt and any(map(is_receipt, _candidates(readable))):
        raise ReceiptInText("the code stands in the text")
    return Filtered(clean, removed)


def without_media(text: str) -> str:
    """A refused text as its writer gets it back: without the file in disguise. Empty where the two cannot be told
    apart."""
    text = tidy(text, lines=True)
    for pattern in _CUTS:
        folded = fold(text)
        for hit in reversed(list(pattern.finditer(folded.text))):
            if pattern is not _WRAPPED or len("".join(hit[0].split())) >= MEDIA_RUN:
                text = text[: folded.starts[hit.start()]] + CUT + text[folded.ends[hit.end() - 1] :]
    try:
        filter_text(text, lines=True)
    except MediaRefused:
        return ""
    return text


def tidy(text: str, *, lines: bool) -> str:
    """NFC, without control, direction and hidden characters; spaces and line breaks evened out."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\t", " ")
    text = _INVISIBLE.sub("", text)
    if not text.replace("\n", "").isprintable():
        text = "".join(char for char in text if char == "\n" or not _unwanted(char))
    if not lines:
        return seen(" ".join(text.split()))
    return seen(re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip())


def seen(text: str) -> str:
    """A text that somebody has to write, as it is; empty where a reader sees nothing of it: spaces, joiners, marks
    without a letter, letters that are blank."""
    return text if any(unicodedata.category(char)[0] in "LNPS" and char not in _BLANK for char in text) else ""


def _unwanted(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"}


def _holds_media(text: str) -> bool:
    if len(text) < MEDIA_RUN // 2:
        return False
    if _RUN.search(text) or _HEX_DUMP.search(text):
        return True
    if any(len(set(found[0])) >= _DENSE_KINDS for found in _DENSE.finditer(text)):
        return True
    return any(len(re.sub(r"\s", "", found[0])) >= MEDIA_RUN for found in _WRAPPED.finditer(text))


def _candidates(text: str) -> Iterator[str]:
    """Stretches of whole tokens that together have the length of a code: 20 letters and digits, or 30 digits."""
    tokens = _TOKEN.findall(text)
    signs, bounds = "".join(tokens), set(accumulate(map(len, tokens), initial=0))
    for start, length in product(sorted(bounds), (_RECEIPT_LETTERS, _RECEIPT_DIGITS)):
        stretch = signs[start : start + length]
        if start + length in bounds and (length == _RECEIPT_LETTERS or stretch.isdigit()):
            yield stretch
