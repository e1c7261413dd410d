"""A table between the page on which it is pasted and the press that takes it in: it waits in the session, sealed.

What was checked stands beside it, by the number of the check. Where it takes longer than a moment it goes on beside the
requests of the web process, as the page shows, and not in a job: none holds a key that opens a session (decision 30).
"""

import json
import logging
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Thread
from uuid import UUID

from django.core.cache import cache
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import override

from fanal.access.api import NotNow
from fanal.network.api import waiting
from fanal.vocabulary.ids import new_id
from fanal.vocabulary.results import NotDone
from fanal.web import dates
from fanal.web.tables import checking, sheet
from fanal.web.tables.checking import Checked, Problem
from fanal.web.tables.columns import Kind, LeftOut, Taken

logger = logging.getLogger(__name__)

PIECE = 256 * 1024
"""Bytes that a browser sends at a time."""
MOST_PIECES = math.ceil(sheet.MOST_CHARACTERS / PIECE)
AT_ONCE, PATIENCE = 4, 3.0
"""So many pieces are checked within the request; for the end of more it waits so many seconds."""
LEASE = timedelta(seconds=90)
"""So long a check counts as at work without a sign."""
REMEMBERED = 400 * 24 * 3600
_HEAD, _LARGEST = "head", 2**20


@dataclass(slots=True)
class Head:
    """What is known of a table that waits. `about`: for which thing; `request_key`: of the deed that takes it in;
    `check`: the number of the last check, of the columns `places`."""

    about: str
    pieces: int
    heading: list[str]
    request_key: str
    places: dict[str, int]
    check: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a check came to, in the words of whoever made it. `why`: it is no table at all. `beside`: what the text
    beside a problem is; `by_line` as in `Sheet`."""

    rows: int
    refused: int
    facts: list[list[str]]
    problems: list[Problem]
    left_out: list[LeftOut]
    usable: bool
    why: str = ""
    beside: str = ""
    by_line: bool = False

    @classmethod
    def read(cls, text: bytes) -> "Found":
        told = json.loads(text)
        words = told.pop("words")
        problems = [Problem(row, column, words[at], name, text) for row, column, at, name, text in told.pop("told")]
        return cls(**told | {"problems": problems, "left_out": [LeftOut(**one) for one in told["left_out"]]})

    def text(self) -> bytes:
        """Sentences come again and again: each is written once."""
        words = list(dict.fromkeys(one.words for one in self.problems))
        at = {one: place for place, one in enumerate(words)}
        told = asdict(replace(self, problems=[]))
        del told["problems"]
        rows = [[one.row, one.column, at[one.words], one.name, one.beside] for one in self.problems]
        return json.dumps(told | {"told": rows, "words": words}).encode()


class _Ended(Exception):
    """Another look at the same table began, or it waits no longer."""


class Held:
    """One table that waits."""

    def __init__(self, waits: waiting.Waiting) -> None:
        self._waits, self.which = waits, waits.which
        self.head = self._kept()

    @property
    def heading(self) -> list[str]:
        return self._there().heading

    # ---- the text ----

    def put(self, number: int, piece: str) -> None:
        """Keep a piece; one that comes twice is there once. When the columns are named, the text stays as it is. Raises
        `NotNow`, `NetworkError`."""
        if self.head is not None:
            raise NotNow(_("This table is complete already. Nothing is added to it."), "text")
        if number >= MOST_PIECES or len(piece) > _LARGEST:
            raise NotNow(_("The table is too large. Take it in parts."), "text")
        sheet.is_text(piece, first=number == 0)
        self._waits.put(str(number), piece.encode())

    def missing(self, pieces: int) -> list[int]:
        """The pieces that did not arrive."""
        return sorted(map(int, self._waits.missing(map(str, range(min(pieces, MOST_PIECES))))))

    def begin(self, about: str, pieces: int, kind: Kind) -> Head:
        """All pieces are there: its heading is read. Raises `NotNow`."""
        if not 0 < pieces <= MOST_PIECES:
            raise NotNow(_("The table is too large. Take it in parts."), "text")
        if self.missing(pieces):
            raise NotNow(_("A part of the table did not arrive. Choose the file once more."), "text")
        heading = sheet.read(self._pieces(pieces), kind.flat, kind.most, kind.other).heading
        checking.may_come(kind, heading)
        self.head = Head(about, pieces, list(heading), str(new_id()), {})
        self._keep()
        return self.head

    def forget(self) -> None:
        """It is taken in: neither its text nor what was made of it waits any longer, only what was said of it."""
        head = self._there()
        head.done = True
        self._keep()
        self._waits.drop([*map(str, range(head.pieces)), f"{head.check}.made", f"{head.check}.at"])

    def _pieces(self, pieces: int) -> Iterator[str]:
        for number in range(pieces):
            piece = self._waits.get(str(number))
            if piece is None:
                raise NotNow(_("A part of the table did not arrive. Choose the file once more."), "text")
            yield piece.decode()

    def _there(self) -> Head:
        assert self.head is not None
        return self.head

    def _kept(self) -> Head | None:
        found = self._waits.get(_HEAD)
        return Head(**json.loads(found)) if found else None

    def _keep(self) -> None:
        self._waits.put(_HEAD, json.dumps(asdict(self._there())).encode())

    # ---- checking it ----

    def check(self, kind: Kind, places: Mapping[str, int]) -> None:
        """Look at every row; at those of a long table beside the request, once at a time: a second press begins no
        other look, and one with other columns ends the first. Raises `NotNow` where columns are missing."""
        checking.needed(kind, places, len(self.heading))
        head = self._there()
        if self.progress() is not None and head.places == places:
            return
        head.check, head.places = new_id().hex, dict(places)
        self._keep()
        self._sign(0)
        work = partial(self._checked, kind, head, dates.spoken())
        if head.pieces <= AT_ONCE:
            work()
            return
        beside = Thread(target=partial(self._beside, work, head), daemon=True)
        beside.start()
        beside.join(PATIENCE)

    def progress(self) -> tuple[int, int] | None:
        """How many pieces are checked, of how many, while it is at work."""
        head = self._there()
        sign = self._waits.get(f"{head.check}.at") if head.check else None
        if sign is None or self._waits.missing([f"{head.check}.found"]) == []:
            return None
        done, at = json.loads(sign)
        return (done, head.pieces) if datetime.now(UTC) - datetime.fromtimestamp(at, UTC) < LEASE else None

    def found(self) -> Found | None:
        """What the last check came to; None where there was none, or it was cut off."""
        text = self._waits.get(f"{self._there().check}.found")
        return Found.read(text) if text else None

    def taken(self) -> Taken:
        """What the room made of it. Raises `NotNow` where no row can be used."""
        found, made = self.found(), self._waits.get(f"{self._there().check}.made")
        if found is None or not made:
            raise NotNow(_("No row of this table can be taken in."))
        return Taken(made, found.refused)

    def _sign(self, done: int) -> None:
        self._waits.put(f"{self._there().check}.at", json.dumps([done, datetime.now(UTC).timestamp()]).encode())

    def _beside(self, work: Callable[[], None], head: Head) -> None:
        try:
            work()
        except Exception as error:
            logger.error("A table could not be checked.", exc_info=error)  # class and place only, as in all logs
            self._waits.drop([f"{head.check}.at"])
        finally:
            connections.close_all()

    def _checked(self, kind: Kind, head: Head, language: str) -> None:
        def each() -> Iterator[str]:
            for number, piece in enumerate(self._pieces(head.pieces)):
                if head.pieces > AT_ONCE:
                    kept = self._kept()
                    if kept is None or kept.check != head.check:
                        raise _Ended
                    self._sign(number)
                yield piece

        with override(language):
            left = checking.left_out(kind, head.heading, head.places)
            try:
                made = checking.check(each(), kind, head.places)
            except NotDone as why:
                self._waits.put(f"{head.check}.found", Found(0, 0, [], [], left, False, why.words).text())
                return
            except _Ended:
                self._waits.drop([f"{head.check}.at"])
                return
            self._note(kind, head, made, left)

    def _note(self, kind: Kind, head: Head, made: Checked, left: list[LeftOut]) -> None:
        kept = made.reading.kept()
        facts = [[name, value] for name, value in made.reading.facts()]
        self._waits.put(f"{head.check}.made", kept)
        beside = next((str(one.label) for one in kind.columns if one.name == kind.beside), "")
        found = Found(made.rows, made.refused, facts, made.problems, left, bool(kept), "", beside, made.by_line)
        self._waits.put(f"{head.check}.found", found.text())


# ---- what was which column last time ----


def remember(org: UUID, kind: Kind, heading: Sequence[str], places: Mapping[str, int]) -> None:
    """Which heading was which column, for the next table of the kind: a hint among what all processes share, under a
    keyed hash of the heading, which may itself be the value of a table without headings."""
    cache.set_many({_place(org, kind, heading[place]): name for name, place in places.items()}, REMEMBERED)


def remembered(org: UUID, kind: Kind, heading: Sequence[str]) -> dict[str, int]:
    """The place of each column that had this heading last time."""
    keys = {_place(org, kind, name): place for place, name in reversed(list(enumerate(heading)))}
    return {str(name): keys[key] for key, name in cache.get_many(list(keys)).items()}


def _place(org: UUID, kind: Kind, heading: str) -> str:
    return f"heading/{org}/{kind.name}/{checking.folded(heading)}"
