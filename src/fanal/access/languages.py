"""Which languages are offered, and what pages say in them: the one place that knows, for all processes at once.

Offered is what ships reviewed (`settings.LANGUAGES_REVIEWED`) and what was brought and reviewed here: every text that
the public can meet, by a named native speaker (DNH-52; docs/language.md, "A language of your own"). Of what was
brought a page says only what a reviewer's signed statement covers, word for word: a translation that was worded anew
waits for the next review, and a text whose English is another one is English. Outside production drafts are shown in
languages that are not offered, for who reviews them.

A process looks every two seconds whether files or statements are others, and then makes a new object of translations:
one that a page already uses is never changed.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils.translation import trans_real

import fanal
from fanal.access import speakers, translations
from fanal.access.models import ReviewGiven
from fanal.engines.language.contracts import DESK, Entry, exchange, parts_of
from fanal.network.api import NoKeyFile
from fanal.vault import CannotOpen

logger = logging.getLogger(__name__)

NAME = "languages"
"""Of the source of reviews: its items are the parts of each language."""
EVERY = 2.0
"""Seconds between two looks of a process."""


@dataclass(slots=True)
class _Live:
    """What this process knows. `mark`: of what it was made; `made`: languages whose translations are ours; `turn`: how
    often it was taken up."""

    looked: float = 0.0
    mark: object = None
    reviewed: tuple[str, ...] = ()
    made: set[str] = field(default_factory=set)
    turn: int = 0


_live, _looking = _Live(), Lock()
_as_shipped: Final[set[str]] = set()


def keep_as_shipped(*english: str) -> None:
    """Texts that are said as they ship, whatever is brought: what goes to people by mail and message says nothing
    else."""
    _as_shipped.update(english)


def offered() -> list[str]:
    """The codes of the languages that everybody may meet, those that ship reviewed first."""
    look()
    return [*settings.LANGUAGES_REVIEWED, *(code for code in _live.reviewed if code not in settings.LANGUAGES_REVIEWED)]


def shown() -> list[tuple[str, str]]:
    """The languages that staff may choose, with their own names: outside production also those of which a draft is
    there."""
    known = set(offered())
    if settings.MODE != "production":
        known |= {*_shipped(), *translations.brought()}
    return [pair for pair in settings.LANGUAGES if pair[0] in known]


@cache
def _shipped() -> set[str]:
    """The languages of which a catalogue ships."""
    return {path.name for path in Path(fanal.__file__).parent.glob("*/locale/*") if path.is_dir()}


@cache
def public_parts() -> tuple[str, ...]:
    """The parts of which every text must be reviewed."""
    return tuple(parts_of(Path(fanal.__file__).parent))


def item(language: str, part: str) -> str:
    """The name of a part of a language among what is reviewed."""
    return f"{language}-{part}"


# ---- live ----


def turn() -> int:
    """Changes whenever pages may say something else: part of the key of whatever keeps words that were translated."""
    return _live.turn


def stale() -> None:
    """What counts is another now: this process looks at once, the others within two seconds."""
    _live.looked = 0.0


def look() -> None:
    """Take up what is another than at the last look. Cheap: nothing within two seconds, and where nobody ever brought a
    translation, one look for a folder. It never fails: what cannot be read now leaves all as it was."""
    if time.monotonic() - _live.looked < EVERY and _live.looked:
        return
    if not _looking.acquire(blocking=False):
        return  # another thread of the process is at it
    try:
        _live.looked = time.monotonic()
        files = translations.mark()
        mark = (files, _statements_mark(), _today(), settings.MODE) if files is not None else None
        if mark != _live.mark:
            _take_up(mark)
    except (DatabaseError, InterfaceError, OSError, NoKeyFile, CannotOpen):
        logger.error("languages cannot be looked at")
    finally:
        _looking.release()


def _take_up(mark: object) -> None:
    found = {language: reviewed(language) for language in translations.brought()} if mark is not None else {}
    whole = tuple(language for language, one in found.items() if one.whole)
    for language in _live.made - found.keys():
        trans_real._translations.pop(language, None)  # type: ignore[attr-defined]
    for language, one in found.items():
        trans_real._translations[language] = _spoken(language, one, is_offered=language in whole)  # type: ignore[attr-defined]
    _live.mark, _live.reviewed, _live.made = mark, whole, set(found)
    _live.turn += 1


def _spoken(language: str, one: "Reviewed", *, is_offered: bool) -> "_Spoken":
    """Start languages say what ships, and what was reviewed here before it. Others say nothing that nobody reviewed."""
    starts = language in settings.LANGUAGES_REVIEWED
    draft = not starts and not is_offered and settings.MODE != "production"
    entries = sound(language, translations.held(language)) if draft else one.entries
    said = [entry for entry in entries.values() if entry.singular not in _as_shipped]
    mo = exchange.compiled(language, said) if said else b""
    return _Spoken(language, mo, shipped=starts or draft)


class _Spoken(trans_real.DjangoTranslation):
    """The translations of a language: Django's and those of libraries, ours that ship where they may be shown, and
    before all others what was brought."""

    def __init__(self, language: str, mo: bytes, *, shipped: bool) -> None:
        self._mo, self._shipped = mo, shipped
        super().__init__(language)

    def _add_installed_apps_translations(self) -> None:
        for app in reversed(list(apps.get_app_configs())):
            place = Path(app.path) / "locale"
            if place.is_dir() and (self._shipped or not app.name.startswith("fanal.")):
                self.merge(self._new_gnu_trans(str(place)))  # type: ignore[attr-defined]

    def _add_local_translations(self) -> None:
        super()._add_local_translations()  # type: ignore[misc]
        if self._mo:
            self.merge(GNUTranslations(BytesIO(self._mo)))


# ---- what was reviewed ----


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What of a language pages may say here. `whole`: every part that the public can meet was reviewed when nothing was
    missing in it; `until`: the last day on which that holds."""

    entries: Mapping[str, Entry] = field(repr=False)
    whole: bool = False
    until: date | None = None


def reviewed(language: str) -> Reviewed:
    """The translations that were said to hold, as they were then: what somebody brings takes none of them away."""
    if not translations.has_wordings(language):
        return Reviewed({})
    entries, ends = dict[str, Entry](), dict[str, date]()
    enough = speakers.Enough(language)
    for part in (*public_parts(), DESK):
        held = speakers.agreed(f"{NAME}/{item(language, part)}", enough)
        if held is None or held.until < _today():
            continue
        wording = translations.wording(language, held.about)
        if wording is None or (wording["language"], wording["part"]) != (language, part):
            continue
        entries |= _sound_in(language, held.about, wording)
        if wording["whole"] is True:
            ends[part] = held.until
    whole = all(part in ends for part in public_parts())
    return Reviewed(entries, whole, min(ends.values()) if whole else None)


_faulty: dict[str, frozenset[str]] = {}
"""By the hash of a wording, the keys of what is not said of it."""


def _sound_in(language: str, digest: str, wording: Mapping[str, object]) -> dict[str, Entry]:
    """What of a wording can be said: what a version with fewer checks took in, and one with more would not, is
    English."""
    entries = {one.key: one for one in translations.entries_in(wording)}
    if digest not in _faulty:
        _faulty[digest] = frozenset(entries.keys() - sound(language, entries).keys())
    return {key: one for key, one in entries.items() if key not in _faulty[digest]}


def sound(language: str, entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Those translations with which nothing is wrong that a page would carry out, or a reader could not see."""
    from fanal.engines.language import api

    return {key: one for key, one in entries.items() if api.is_sound(one, language)}


def _statements_mark() -> object:
    """Changes with every statement on a part of a language."""
    rows = ReviewGiven.objects.filter(item__startswith=f"{NAME}/").order_by("pk")
    return tuple(rows.values_list("pk", "item", "digest", "yes", "until", "at", "org_id"))


def _today() -> date:
    return datetime.now(UTC).date()
