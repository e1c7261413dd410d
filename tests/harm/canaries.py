"""Canaries: strings that exist nowhere else, and the search for them in bytes, however they may have been written."""

import base64
import gzip
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

LATIN = "bcdfghjkmpqrstvwxz"
KHMER = "កខគងចជញដតនបភមយរលស"
ARABIC = "بتثجحخدرزسشصضطظعغفقكلمن"  # no letter that any normal form changes
ALPHABETS = (LATIN, KHMER, ARABIC)
_LENGTHS = (12, 6, 8)  # letters of a marker: long enough that the middle of its base64 is long, too


def new_markers(dice: random.Random) -> tuple[str, ...]:
    """One marker a script: every canary of a run begins with one of them."""
    return tuple("".join(dice.choices(letters, k=n)) for letters, n in zip(ALPHABETS, _LENGTHS, strict=True))


@dataclass
class Canaries:
    """Plants canaries; `planted` is every one of them, by the field that it was put into."""

    markers: tuple[str, ...]
    planted: dict[str, str] = field(default_factory=dict)

    def plant(self, where: str) -> str:
        """A text for one field: a canary in each of three scripts, one of a kind."""
        number = len(self.planted)
        parts = zip(self.markers, ALPHABETS, strict=True)
        text = " ".join(marker + _number(number, letters) for marker, letters in parts)
        self.planted[where] = text
        return text


def _number(number: int, letters: str) -> str:
    return letters[number // len(letters) % len(letters)] + letters[number % len(letters)]


def needles(marker: str) -> dict[str, bytes]:
    """A marker in every form in which a program may have written it."""
    raw = marker.encode()
    found = {"utf-8": raw, "utf-16 little": marker.encode("utf-16-le"), "utf-16 big": marker.encode("utf-16-be")}
    found |= {"hex": raw.hex().encode(), "HEX": raw.hex().upper().encode(), "upper case": marker.upper().encode()}
    if not marker.isascii():
        quoted = quote(marker)
        escaped = marker.encode("unicode_escape")
        entities = "".join(f"&#{ord(sign)};" for sign in marker).encode()
        found |= {"percent": quoted.encode(), "percent, lower": quoted.lower().encode(), "entities": entities}
        found |= {
            "escapes": escaped,
            "ESCAPES": escaped.upper().replace(b"\\U", b"\\u"),
            "bytes": repr(raw)[2:-1].encode(),
        }
    for shift in range(3):
        # The middle alone: the first and last signs carry bits of what stood before and after.
        whole = base64.b64encode(b"\0" * shift + raw)
        middle = whole[4 if shift else 0 : len(whole) - (len(whole) % 4 or 4)]
        found[f"base64, {shift}"] = middle
        found[f"base64 for addresses, {shift}"] = middle.replace(b"+", b"-").replace(b"/", b"_")
    return found


def hits(markers: tuple[str, ...], name: str, data: bytes) -> Iterator[str]:
    """Where a marker stands in `data`: the name of the place, the form, and what stands around it."""
    for marker in markers:
        for form, needle in needles(marker).items():
            at = data.find(needle)
            if at >= 0:
                yield f"{name}: {form} at {at}: {data[max(0, at - 60) : at + 60]!r}"
    for inner in _unpacked(data):
        yield from hits(markers, f"{name}, unpacked", inner)


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Whatever in `data` is packed by gzip or zlib, wherever it begins."""
    for magic in (b"\x1f\x8b\x08", b"\x78\x9c", b"\x78\xda", b"\x78\x01"):
        at = data.find(magic)
        while at >= 0:
            try:
                opener = zlib.decompressobj(zlib.MAX_WBITS | 32)
                inner = opener.decompress(data[at : at + 1_000_000], 4_000_000)
                if len(inner) > 20:
                    yield inner
            except zlib.error:
                pass
            at = data.find(magic, at + 1)


def hits_below(markers: tuple[str, ...], folder: Path) -> list[str]:
    """The same for every file below a folder, and for their names."""
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        found += hits(markers, "name of a file", str(path).encode())
        if path.is_file():
            found += hits(markers, path.name, path.read_bytes())
    return found


def written_in_every_way(text: str) -> dict[str, bytes]:
    """A text as programs write it: what the search must find, and is tested with."""
    raw = text.encode()
    ways = {"plain": raw, "utf-16": text.encode("utf-16"), "hex": raw.hex().encode(), "percent": quote(text).encode()}
    ways |= {f"base64 {n}": base64.b64encode(b"x" * n + raw + b"yz") for n in range(3)}
    ways |= {
        "repr": repr(raw).encode(),
        "escapes": text.encode("unicode_escape"),
        "gzip": b"ab" + gzip.compress(raw * 3),
    }
    return ways | {"zlib": b"abc" + zlib.compress(raw * 3)}
