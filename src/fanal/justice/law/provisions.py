"""One provision drafted at a time: what the law would be with it, what is wrong at which of its lines, and what others
drafted since somebody began. Nothing here writes: a trial that is good is drafted like a file (`drafting.draft`)."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from fanal.access.api import NotHere
from fanal.engines.jurisdiction.contracts import Defect, Law, ReadingError, splicing
from fanal.justice.law import ladder, library
from fanal.justice.models import LawFile

LONGEST = 40_000
"""Characters of one provision; the longest that Fanal ships has a sixth of that."""
NEW = (*splicing.LISTS, "sources")
"""Of what a file may have one more at any time."""
_PLACE = re.compile(r"^[a-z_]+(\[\d+\])?\.?")


class NoSuchPart(NotHere):
    """No law of this code is in force here, or it has no such provision."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody writes: a provision that is there, or (`name` empty: under a name of its own) one that is not."""

    kind: str
    name: str = ""
    part: splicing.Part | None = None

    @property
    def item(self) -> str:
        """As the review ladder calls it; empty for what has no name yet."""
        if not self.name or self.kind in {self.name, "sources"}:
            return self.name if self.kind == self.name else ""
        above = {"definitions": ladder.DEFINITIONS, "temporal": "temporal."}
        return f"{above.get(self.kind, '')}{self.name}"

    @property
    def written(self) -> str:
        return self.part.written if self.part else ""


@dataclass(frozen=True)
class Held:
    """A law in force as it is written. `own`: the file that was drafted here; None for the shipped one."""

    code: str
    text: str
    own: LawFile | None

    @cached_property
    def parts(self) -> Mapping[str, splicing.Part]:
        return _parts(self.text)

    @cached_property
    def law(self) -> Law | None:
        """What it says; None where it cannot be compiled."""
        return library.readable(self.text, self.code)

    @cached_property
    def items(self) -> Mapping[str, ladder.Item]:
        return ladder.by_id(self.law)

    @property
    def base(self) -> UUID | None:
        return self.own.pk if self.own else None

    def place(self, ref: str) -> Place:
        """Where a reference leads; raises `NoSuchPart`."""
        if part := self.parts.get(ref):
            return Place(part.kind, part.name, part)
        above, _dot, name = ref.rpartition(".")
        if ref in splicing.SINGLE:
            return Place(above or ref, name)
        raise NoSuchPart(ref)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a line of the provision, of another one (`where`), or of the law. `words`: what stands there."""

    line: int
    where: str
    words: str
    path: str
    message: str
    remedy: str
    error: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """A law with one provision written anew, or without it. `also`: other provisions whose meaning it changes."""

    text: str
    written: str
    faults: tuple[Fault, ...]
    item: str = ""
    also: tuple[str, ...] = ()
    law: Law | None = None

    @property
    def good(self) -> bool:
        return self.law is not None

    @property
    def seen(self) -> str:
        """Names what a person looked at."""
        return digest(self.text)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What others did since somebody began. `by`: what they drafted; None where they withdrew what somebody began from.
    `began`: the provision as they began with it, where it reads otherwise now; `others`: what else was changed."""

    by: LawFile | None
    began: str | None
    others: tuple[str, ...]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def held(code: str, now: datetime) -> Held:
    """The law of a code in force here; raises `NoSuchPart`."""
    text = library.text_in_force(code, now)
    if not text:
        raise NoSuchPart(code)
    return Held(code, text, library.in_force(now).get(code))


def tried(law: Held, place: Place, written: str, now: datetime) -> Trial:
    """What the law would be with these words in that place. Nothing is stored."""
    written = written.rstrip("\n")
    if found := splicing.faults(written, place.kind, place.name, place.part):
        return Trial(law.text, written, tuple(_faults(found, written, written, 1)))
    if place.part:
        text, first = splicing.replaced(law.text, place.part, written), place.part.line
    else:
        text, first = splicing.added(law.text, law.parts.values(), place.kind, written)
    return _looked(law, text, place, now, written, first)


def taken_out(law: Held, place: Place, now: datetime) -> Trial:
    """What the law would be without a provision. Raises `NoSuchPart` where there is none."""
    if place.part is None:
        raise NoSuchPart(place.name)
    if found := splicing.lost(place.part):
        return Trial(law.text, "", tuple(_fault(one, "", "", 1) for one in found))
    return _looked(law, splicing.without(law.text, law.parts.values(), place.part), place, now, "", 0)


def _looked(law: Held, text: str, place: Place, now: datetime, written: str, first: int) -> Trial:
    """All that is wrong with a text, and what it changes besides."""
    defects = library.check(law.code, text, now)
    faults = tuple(_faults(defects, text, written, first))
    if any(one.error for one in faults):
        return Trial(text, written, faults)
    before, after = law.parts.keys(), splicing.parts(text).keys()
    more = after - before
    if len(more) > (place.part is None) or len(before - after) > (not written):
        message, remedy = "This is more than one provision.", "Draft one at a time."
        return Trial(text, written, (Fault(1, "", "", "", message, remedy, error=True),))
    new = library.law_of(text, law.code)
    changed = ladder.changed(law.law, new)
    item = place.item or next(iter(more.intersection(changed)), "")
    return Trial(text, written, faults, item, tuple(one for one in changed if one != item), new)


def _faults(defects: Iterable[Defect], text: str, written: str, first: int) -> Iterator[Fault]:
    """Defects by the lines that a person sees, those of the provision first; of other provisions errors alone."""
    last, others = first + written.count("\n"), list[splicing.Part]()
    own = {one for one in defects if written and first <= one.line <= last}
    yield from (_fault(one, "", written, first) for one in defects if one in own)
    for one in (one for one in defects if one not in own and one.severity == "error"):
        others = others or list(_parts(text).values())
        there = (part for part in others if part.line <= one.line <= part.line + part.written.count("\n"))
        part = next(there, None)
        yield _fault(one, part.ref, part.written, part.line) if part else _fault(one, "", text, 1)


def _fault(defect: Defect, where: str, lines: str, first: int) -> Fault:
    written = lines.split("\n")
    at = min(defect.line - first + 1, len(written))  # what is not closed is missed behind the last line
    words = written[at - 1].strip() if at > 0 else ""
    path = _PLACE.sub("", defect.path)
    return Fault(max(at, 0), where, words, path, defect.message, defect.remedy, defect.severity == "error")


def meanwhile(law: Held, place: Place, began: LawFile | None, was: str, now: datetime) -> Meanwhile:
    """What others did since somebody began with the file `began` and a provision of the digest `was`."""
    before, own = library.text_of(law.code, began.pk if began else None, now), law.own
    return Meanwhile(
        None if began and own and began.drafted_at > own.drafted_at else own,
        None if digest(place.written) == was else _part(before, place),
        ladder.changed(library.readable(before, law.code), law.law),
    )


def _part(text: str, place: Place) -> str:
    """The words that a text has in a place."""
    parts = _parts(text).values()
    return next((one.written for one in parts if (one.kind, one.name) == (place.kind, place.name)), "")


def _parts(text: str) -> Mapping[str, splicing.Part]:
    """The parts of a text; none where it cannot be read."""
    try:
        return splicing.parts(text) if text else {}
    except ReadingError:
        return {}
