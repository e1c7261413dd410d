"""Translations that somebody brought, as they lie in `settings.LANGUAGES_FOLDER` (docs/language.md, "A language of your
own"): a PO file a language with all that is translated, and each wording that a reviewer said yes to, under its hash.

The PO file is anybody's who may write there; what it says is shown to nobody in production. A wording is what its hash
says, and the hash stands in the signed statement of a reviewer.
"""

import fcntl
import hashlib
import json
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from fanal.engines.language.contracts import CatalogueError, Entry, exchange
from fanal.vocabulary import whole

logger = logging.getLogger(__name__)

type Entries = Mapping[str, Entry]

_BEFORE = "before"


def folder() -> Path:
    """Where all of it lies."""
    return Path(settings.LANGUAGES_FOLDER)


def path(language: str) -> Path:
    """The file of a language."""
    return folder() / f"{language}.po"


def mark() -> object:
    """Changes with every file that was brought, and every wording; None where nothing ever was."""
    try:
        with os.scandir(folder()) as files:
            stats = [(one.name, one.stat()) for one in files if one.name.endswith(".po") or one.is_dir()]
    except OSError:
        return None
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size, stat.st_ino) for name, stat in stats))


def brought() -> list[str]:
    """The languages of which something is there. Every page asks it: the folder is read once, not asked for each."""
    try:
        with os.scandir(folder()) as files:
            there = {one.name.removesuffix(".po") for one in files if one.name.endswith(".po") or one.is_dir()}
    except OSError:
        return []
    return [code for code, _name in settings.LANGUAGES if code in there]


def read(language: str) -> Entries:
    """What is translated, by the keys of the texts. Raises `CatalogueError`, `OSError`."""
    try:
        content = path(language).read_bytes()
    except FileNotFoundError:
        return {}
    return exchange.entries_of(content, language, path(language).name)


_held: dict[str, tuple[object, Entries]] = {}


def held(language: str) -> Entries:
    """The same for a page: nothing where the file cannot be read, which `fanal check` says. What was read is kept as
    long as the file is the same."""
    try:
        stat = path(language).stat()
        stamp = stat.st_mtime_ns, stat.st_size, stat.st_ino
        if (known := _held.get(language)) and known[0] == stamp:
            return known[1]
        found = read(language)
    except FileNotFoundError:
        return {}
    except (CatalogueError, OSError):
        logger.error("a file of translations cannot be read")
        return {}
    _held[language] = stamp, found
    return found


def defects() -> Iterator[str]:
    """The files that cannot be read, and the wordings that are not what their names say, in words for the console."""
    for language in brought():
        try:
            read(language)
        except (CatalogueError, OSError) as why:
            yield f"{path(language).name}: {why if isinstance(why, CatalogueError) else 'it cannot be opened'}"
    for file in sorted(folder().glob("*/*.json")):
        if wording(file.parent.name, file.stem) is None:
            yield f"{file.parent.name}/{file.name}: it is not what was reviewed"


# ---- writing ----


def put(language: str, changed: Entries, mark: str) -> bool:
    """Add translations to those of a language; those of before can be had back while nothing else came. With a mark
    that came last it does nothing. Raises `CatalogueError` where what is there cannot be read, `OSError`."""
    with _alone():
        if last(language) == mark:
            return False
        there = path(language).read_bytes() if path(language).exists() else b""
        made = exchange.file_of(language, {**read(language), **changed}.values(), mark)
        whole.put(path(language).with_suffix(f".{_BEFORE}"), there)
        whole.put(path(language), made)
    return True


def last(language: str) -> str:
    """The mark of what came last; empty where nothing did."""
    try:
        return exchange.mark_of(path(language).read_bytes())
    except OSError:
        return ""


def may_undo(language: str, mark: str = "") -> bool:
    """Whether what came last (with this mark) can be taken back."""
    came = last(language)
    return path(language).with_suffix(f".{_BEFORE}").exists() and bool(came) and mark in {"", came}


def undo(language: str, mark: str = "") -> bool:
    """Take back what came last (with this mark). Raises `OSError`."""
    with _alone():
        if not may_undo(language, mark):
            return False
        before = path(language).with_suffix(f".{_BEFORE}")
        if before.stat().st_size:
            before.replace(path(language))
        else:
            path(language).unlink()
            before.unlink()
    return True


@contextmanager
def _alone() -> Iterator[None]:
    """Web processes and the console write by turns."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o755)
    with (folder() / ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# ---- wordings ----


def keep_wording(language: str, content: bytes) -> None:
    """Keep what a reviewer said yes to, also in the place of one that is damaged. Raises `OSError`."""
    digest = hashlib.sha256(content).hexdigest()
    if wording(language, digest) is None:
        target = folder() / language / f"{digest}.json"
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        whole.put(target, content)


def has_wordings(language: str) -> bool:
    """Whether a reviewer ever said yes to something of a language."""
    return (folder() / language).is_dir()


def wording(language: str, digest: str) -> dict[str, object] | None:
    """A wording that was reviewed; None where it is gone, or is another."""
    try:
        content = (folder() / language / f"{digest}.json").read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content).hexdigest() != digest:
        return None
    found = json.loads(content)
    return found if isinstance(found, dict) else None


def worded(language: str, part: str, entries: Entries, *, whole: bool) -> bytes:
    """A wording as bytes: of one part of a language, whether nothing is missing in it."""
    texts = sorted(entries.values(), key=lambda one: one.key)
    rows = [[one.context, one.singular, one.plural, *one.strings] for one in texts]
    content = {"schema": "fanal/wording/1", "language": language, "part": part, "whole": whole}
    return json.dumps(content | {"texts": rows}, ensure_ascii=False, sort_keys=True).encode()


def entries_in(wording: Mapping[str, object]) -> Iterator[Entry]:
    """The translations of a wording."""
    rows: list[list[str]] = wording["texts"]  # type: ignore[assignment]
    for context, singular, plural, *strings in rows:
        yield Entry(singular, plural, context, tuple(strings))
