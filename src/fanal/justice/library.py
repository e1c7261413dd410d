"""The law in force in this installation: the shipped corpus, what members drafted over it, and the review ladder.

Compiled law is kept in the memory of the process as a cache only: its key is read from the database at each call, so
several processes agree. Versions that answered a question are kept in the database and can be asked for again.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from uuid import UUID

from django.db.models import CharField, Count, Max, Q
from django.db.models.functions import Cast

from fanal.engines.jurisdiction import canonical
from fanal.engines.jurisdiction import corpus as engine
from fanal.engines.jurisdiction.model import Corpus, Law
from fanal.engines.jurisdiction.reading import Defect, read
from fanal.justice import ladder
from fanal.justice.ladder import Item, Step, StepKind
from fanal.justice.models import LawFile, LawVersion, Rung

logger = logging.getLogger(__name__)

SHIPPED = engine.LAW
_KEPT = 4  # compiled laws that a process holds: the one in force, and those around a change
_OLD = 8  # versions asked for again


class LawGone(LookupError):
    """A version of the compiled law that is not kept here, or that this software cannot read."""

    def __init__(self, version: str, why: str) -> None:
        super().__init__(f"The law of version {version} {why}. An answer that used it cannot be made again.")
        self.version = version


@dataclass(frozen=True, slots=True)
class _Draft:
    """A file drafted here that is in force."""

    id: UUID
    jurisdiction: str
    shown: str  # the organisation of the drafter


@dataclass
class _Shelf:
    """What this process has compiled, newest last."""

    found: dict[object, Corpus] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


_shelf = _Shelf()


def corpus(now: datetime) -> Corpus:
    """The law in force here at this instant. A cached call costs two short queries."""
    mark = _mark()
    key = mark, now.date()
    if (found := _shelf.found.get(key)) is not None:
        return found
    made = _made(_drafts(now), now)
    if _mark() != mark or _later(now):  # somebody wrote meanwhile: this is the law of `now`, and of no later call
        return made
    with _shelf.lock:
        while len(_shelf.found) >= _KEPT:
            del _shelf.found[next(iter(_shelf.found))]
        _shelf.found[key] = made
    return made


def texts(drafts: Iterable[_Draft | LawFile]) -> dict[str, bytes]:
    """The texts of the law by name: the shipped ones, with these drafts in the place of theirs."""
    found = dict(_shipped())
    wanted = {draft.id: name_of(draft.jurisdiction) for draft in drafts}
    for pk, text in LawFile.objects.filter(pk__in=list(wanted)).values_list("pk", "text"):
        found[wanted[pk]] = text.encode()
    return found


def in_force(now: datetime) -> dict[str, LawFile]:
    """The files drafted here that are in force, by jurisdiction: the newest of each that was not withdrawn."""
    rows = LawFile.objects.select_related("drafted_by__org").filter(pk__in=[one.id for one in _drafts(now)])
    return {row.jurisdiction: row for row in rows}


def name_of(jurisdiction: str) -> str:
    """How a text of a jurisdiction is called in messages."""
    return f"jurisdictions/{jurisdiction}.yaml"


def check(jurisdiction: str, text: str, now: datetime) -> list[Defect]:
    """All defects that this text would have in the law in force, those of other files left out."""
    name = name_of(jurisdiction)
    found = engine.check_texts(texts(_drafts(now)) | {name: text.encode()})
    return [defect for defect in found if defect.file == name]


def law_of(text: str, jurisdiction: str) -> Law:
    """The law of one text by itself, as it says; raises `CorpusError`."""
    return engine.compile_texts({name_of(jurisdiction): text.encode()}).laws[jurisdiction]


@lru_cache(maxsize=256)
def digests(file_id: UUID) -> Mapping[str, str]:
    """The digest of each wording that a file drafted here holds, by id; a file never changes."""
    row = LawFile.objects.only("text", "jurisdiction").get(pk=file_id)
    try:
        law = law_of(row.text, row.jurisdiction)
    except engine.CorpusError:  # written for other software than this
        return {}
    return {one.id: one.digest for one in ladder.items(law)}


def text_in_force(jurisdiction: str, now: datetime) -> str:
    """The text of a jurisdiction in force here, drafted here or shipped; empty if there is none."""
    own = in_force(now).get(jurisdiction)
    return own.text if own else _shipped().get(name_of(jurisdiction), b"").decode()


def drafter(item: Item) -> UUID | None:
    """Who drafted a wording first; None for what Fanal ships. Whoever pastes it again is not its drafter."""
    shipped_law = shipped().laws.get(item.jurisdiction)
    known = ladder.item(shipped_law, item.id) if shipped_law else None
    if known and known.digest == item.digest:
        return None
    rows = LawFile.objects.filter(jurisdiction=item.jurisdiction).order_by("drafted_at", "pk")
    wrote = (by for pk, by in rows.values_list("pk", "drafted_by") if digests(pk).get(item.id) == item.digest)
    return next(wrote, None)


def shipped() -> Corpus:
    """The law as Fanal ships it, without anything of this installation."""
    return _compiled(())


# ---- versions that answered ----


def keep(law: Corpus, now: datetime) -> str:
    """Keep a compiled law so that an answer of today can be made again; returns its version."""
    if not LawVersion.objects.filter(pk=law.version).exists():
        packed = zlib.compress(canonical.dumps(law), 6)
        LawVersion.objects.bulk_create([LawVersion(law.version, now, packed)], ignore_conflicts=True)
    return law.version


def at_version(version: str) -> Corpus:
    """The compiled law of a version that answered once; raises `LawGone`, which names it."""
    for found in list(_shelf.found.values()):
        if found.version == version:
            return found
    return _unpacked(version)


@lru_cache(maxsize=_OLD)
def _unpacked(version: str) -> Corpus:
    row = LawVersion.objects.filter(pk=version).first()
    if row is None:
        raise LawGone(version, "is not kept in this installation")
    try:
        found = canonical.loads(zlib.decompress(bytes(row.packed)))
    except (canonical.CanonicalError, zlib.error) as error:
        raise LawGone(version, "was kept by other software, or was damaged, and cannot be read") from error
    if found.version != version:
        raise LawGone(version, "was changed after it was kept")
    return found


# ---- how it is made ----


def _drafts(now: datetime) -> tuple[_Draft, ...]:
    rows = LawFile.objects.order_by("drafted_at", "pk").values_list(
        "pk", "jurisdiction", "drafted_by__org__name", "drafted_at", "withdrawn_at"
    )
    newest = {
        code: _Draft(pk, code, shown)
        for pk, code, shown, since, until in rows
        if since <= now and (until is None or until > now)
    }
    return tuple(newest[code] for code in sorted(newest))


def _mark() -> tuple[object, ...]:
    """Changes with every file, withdrawal and step. What another process writes may be older than the newest, so all
    are counted."""
    newest = Max(Cast("pk", CharField()))
    files = LawFile.objects.aggregate(n=Count("pk"), newest=newest, ended=Count("withdrawn_at"))
    rungs = Rung.objects.aggregate(n=Count("pk"), newest=newest)
    return *files.values(), *rungs.values()


def _later(now: datetime) -> bool:
    """Whether something was written that comes into force after this instant."""
    files = LawFile.objects.filter(Q(drafted_at__gt=now) | Q(withdrawn_at__gt=now))
    return files.exists() or Rung.objects.filter(at__gt=now).exists()


def _made(drafts: tuple[_Draft, ...], now: datetime) -> Corpus:
    plain = _compiled(tuple((one.id, one.jurisdiction) for one in drafts))
    written = {one.jurisdiction: one.shown for one in drafts}
    climbed = steps(now)
    laws = {code: _law(law, written.get(code), climbed.get(code, {}), now.date()) for code, law in plain.laws.items()}
    if all(laws[code] is law for code, law in plain.laws.items()):
        return plain
    return engine.with_version(replace(plain, laws=laws))


def _law(law: Law, by: str | None, climbed: Mapping[tuple[str, str], list[Step]], on: date) -> Law:
    plain = ladder.drafted(law, by) if by is not None else law
    return ladder.laid_over(plain, climbed, law, on)


def steps(now: datetime) -> dict[str, dict[tuple[str, str], list[Step]]]:
    """The steps of the ladder up to an instant: by jurisdiction, then by id and digest, oldest first."""
    found: dict[str, dict[tuple[str, str], list[Step]]] = {}
    for row in Rung.objects.filter(at__lte=now).order_by("at", "pk"):
        step = Step(StepKind(row.step), row.role, row.at.date(), row.valid_until, row.note)
        found.setdefault(row.jurisdiction, {}).setdefault((row.provision, row.digest), []).append(step)
    return found


@lru_cache(maxsize=_KEPT)
def _compiled(drafts: tuple[tuple[UUID, str], ...]) -> Corpus:
    """The shipped law with files drafted here in the place of theirs, as they are written.

    A file that this software no longer takes is left out together with the shipped one that it replaced: neither is
    the law of this installation, and what is not in the library is not known, never "no".
    """
    contents = texts([_Draft(pk, code, "") for pk, code in drafts])
    try:
        return engine.compile_texts(contents)
    except engine.CorpusError as error:
        own = {name_of(code) for _pk, code in drafts}
        bad = {defect.file for defect in error.defects if defect.severity == "error"} & own
        if not bad:
            raise
        logger.error("%s files of law drafted here do not compile and are left out.", len(bad))
        return engine.compile_texts({name: text for name, text in contents.items() if name not in bad})


def source_title(key: str) -> str:
    """The title of a source of what all laws share (who is bound by which treaty); the key of any other."""
    return _shared_sources().get(key, key)


@lru_cache(maxsize=1)
def _shared_sources() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, content in _shipped().items():
        if not name.startswith("jurisdictions/"):
            sources = read(content, name).value.get("sources", {})
            found |= {key: str(source["title"]) for key, source in sources.items()}
    return found


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, bytes]:
    """The files that came with Fanal; they change with the software only, and with it the process."""
    return {_name(path): path.read_bytes() for path in engine.files_of(SHIPPED)}


def _name(path: Path) -> str:
    return path.relative_to(SHIPPED).as_posix()
