"""The law in force in this installation: the shipped corpus, what members drafted over it, and the review ladder.

Compiled law is kept in the memory of the process as a cache only: its key is read from the database at each call, so
several processes agree. Versions that answered a question are kept in the database and can be asked for again.

Which drafts are in force and which steps were taken, the journal says (`proved`). A country whose newest draft was
changed or taken away in the database is not known here until somebody drafts it anew: neither an older text nor the
shipped one is its law.
"""

import logging
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Count, Max
from django.db.models.functions import Cast

from fanal.engines.jurisdiction.contracts import Corpus, Defect, Law, canonical
from fanal.engines.jurisdiction.contracts import corpus as engine
from fanal.justice.law import declared, ladder, proved, queue, sources
from fanal.justice.law.declared import Declared, Stands
from fanal.justice.law.ladder import Item, Step, StepKind
from fanal.justice.law.proved import Climbed, Draft, Told
from fanal.justice.models import Declaration, LawFile, LawVersion, Rung
from fanal.network import api as network

logger = logging.getLogger(__name__)

_KEPT = 4  # compiled laws that a process holds: the one in force, and those around a change
_OLD = 8  # versions asked for again
_OURS = re.compile(r"[0-9a-f]{64}\.(?:key|json)")


class LawGone(LookupError):
    """A version of the compiled law that is not kept here, or that this software cannot read."""

    def __init__(self, version: str, why: str) -> None:
        super().__init__(f"The law of version {version} {why}. An answer that used it cannot be made again.")
        self.version = version


type Steps = dict[str, dict[tuple[str, str], list[Step]]]
"""Steps of the ladder by jurisdiction, then by id and digest, oldest first."""


type Declarations = tuple[tuple[Declared, Stands], ...]
"""What was declared complete in one law, newest first, and how each declaration stands."""
type Waiting = Mapping[str, Sequence[tuple[queue.Waits, Item]]]


@dataclass(slots=True)
class _Held:
    """The law in force at an instant, with all it was made of. `drafts`: those in force, by jurisdiction."""

    law: Corpus
    steps: Steps
    drafts: dict[str, Draft]
    told: Told
    declarations: Mapping[str, Declarations]
    unsigned: Corpus | None = None
    waiting: Waiting | None = None


@dataclass
class _Shelf:
    """What this process has compiled, newest last."""

    found: dict[object, _Held] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


_shelf = _Shelf()


def corpus(now: datetime) -> Corpus:
    """The law in force here at this instant. A cached call costs two short queries."""
    return _held(now).law


def _held(now: datetime) -> _Held:
    mark = _mark()
    key = mark, now.date()
    if (held := _shelf.found.get(key)) is not None:
        return held
    made = _made(now)
    later = made.told.goes_on(now) or any(
        one.goes_on(now) for held in made.declarations.values() for one, _stands in held
    )
    if _mark() != mark or later:  # somebody wrote: this is the law of `now`, and of no later call
        return made
    with _shelf.lock:
        while len(_shelf.found) >= _KEPT:
            del _shelf.found[next(iter(_shelf.found))]
        _shelf.found[key] = made
    return made


def unsigned(now: datetime) -> Corpus:
    """The law in force here without its reviewers: it changes with the wording, and not with each step of a review."""
    held = _held(now)
    if held.unsigned is None:
        laws = {code: ladder.unsigned(law, now.date()) for code, law in held.law.laws.items()}
        held.unsigned = engine.with_version(replace(held.law, laws=laws))
    return held.unsigned


def reviews_waiting(now: datetime) -> Waiting:
    """What of the ladder waits for whom in each law of today, the most pressing first."""
    held = _held(now)
    if held.waiting is None:
        on = now.date()
        held.waiting = {
            code: tuple(queue.waiting(law, on, held.steps.get(code, queue.NONE))) for code, law in held.law.laws.items()
        }
    return held.waiting


def steps(now: datetime) -> Steps:
    """The steps of the ladder that people took up to an instant."""
    return _held(now).steps


def declarations(now: datetime) -> Mapping[str, Declarations]:
    """What was declared complete here, also what no longer counts, by jurisdiction."""
    return _held(now).declarations


def authors(jurisdiction: str, now: datetime) -> frozenset[UUID]:
    """Everybody who ever drafted a text of a law here: what they left out, others look for."""
    return frozenset(one.by for one in _held(now).told.drafts if one.jurisdiction == jurisdiction)


def in_force(now: datetime) -> dict[str, LawFile]:
    """The files drafted here that are in force, by jurisdiction: the newest of each that was not withdrawn."""
    return {row.jurisdiction: row for row in _rows(_held(now).drafts.values())}


def changes(now: datetime) -> list[tuple[datetime, str]]:
    """When people changed what the law of a jurisdiction says here, oldest first: a text was drafted or withdrawn, or
    declared complete or no longer so."""
    held = _held(now)
    made = [(at, one.jurisdiction) for one in held.told.drafts for at in (one.since, one.until)]
    said = (one.row for found in held.declarations.values() for one, _stands in found)
    made += [(at, row.jurisdiction) for row in said for at in (row.confirmed_at, row.withdrawn_at)]
    return sorted((at, code) for at, code in made if at and at <= now)


def tampered(now: datetime) -> list[str]:
    """The jurisdictions whose text in force was changed or taken away in the database."""
    held = _held(now)
    return sorted(held.drafts.keys() - {row.jurisdiction for row in _rows(held.drafts.values())})


def draft_of(row: LawFile, now: datetime) -> Draft | None:
    """The draft that a row is, as the journal holds it; None for a row that was changed, or that nobody drafted."""
    found = next((one for one in _held(now).told.drafts if one.id == row.pk), None)
    return found if found and found.holds(row) else None


def _rows(drafts: Iterable[Draft]) -> list[LawFile]:
    """The rows of drafts that are as they were signed."""
    known = {one.id: one for one in drafts}
    rows = LawFile.objects.select_related("drafted_by__org").filter(pk__in=list(known))
    return [row for row in rows if known[row.pk].holds(row)]


def load_shipped() -> None:
    """Compile what came with Fanal, which every process asks for, where no file of here is in its place. What one
    process compiled, the next ones find."""
    with suppress(engine.CorpusError):  # whoever asks hears of it
        _compiled(())


def _texts(drafts: Iterable[Draft]) -> dict[str, bytes]:
    """The texts of the law by name: the shipped ones, with these drafts in the place of theirs."""
    wanted = {draft.jurisdiction: sources.name_of(draft.jurisdiction) for draft in drafts}
    found = {name: text for name, text in sources.files().items() if name not in set(wanted.values())}
    return found | {wanted[row.jurisdiction]: row.text.encode() for row in _rows(drafts)}


def check(jurisdiction: str, text: str, now: datetime) -> list[Defect]:
    """All defects that this text would have in the law in force, those of other files left out."""
    name = sources.name_of(jurisdiction)
    found = engine.check_texts(_texts(_held(now).drafts.values()) | {name: text.encode()})
    return [defect for defect in found if defect.file == name]


def readable(text: str, jurisdiction: str) -> Law | None:
    """The law of one text as it says, reviews and all; None where there is none, or for other software than this."""
    try:
        return law_of(text, jurisdiction) if text else None
    except engine.CorpusError:
        return None


def law_of(text: str, jurisdiction: str) -> Law:
    """The law of one text by itself, as it says; raises `CorpusError`."""
    return engine.compile_texts({sources.name_of(jurisdiction): text.encode()}).laws[jurisdiction]


@lru_cache(maxsize=256)
def _digests(draft: Draft) -> Mapping[str, str]:
    """The digest of each wording that a file drafted here holds, by id; a file never changes."""
    laws = (readable(row.text, row.jurisdiction) for row in _rows([draft]))
    return {one.id: one.digest for law in laws if law for one in ladder.items(law)}


def text_in_force(jurisdiction: str, now: datetime) -> str:
    """The text of a jurisdiction in force here, drafted here or shipped; empty if there is none."""
    if jurisdiction in _held(now).drafts:
        own = in_force(now).get(jurisdiction)
        return own.text if own else ""
    return text_of(jurisdiction, None, now)


def text_of(jurisdiction: str, file: UUID | None, now: datetime) -> str:
    """The text of a file that was drafted here, in force or not, or the shipped one; empty where it is not held."""
    if file is None:
        return sources.files().get(sources.name_of(jurisdiction), b"").decode()
    rows = LawFile.objects.filter(pk=file, jurisdiction=jurisdiction)
    return next((row.text for row in rows if draft_of(row, now)), "")


def wording(jurisdiction: str, provision: str, digest: str, now: datetime) -> tuple[Law, Item] | None:
    """A law that is held here in which a provision had this wording, with it."""
    own = [one for one in _held(now).told.drafts if one.jurisdiction == jurisdiction]
    had = (one for one in reversed(own) if _digests(one).get(provision) == digest)
    laws = [readable(row.text, jurisdiction) for one in had for row in _rows([one])]
    for law in (*laws, shipped().laws.get(jurisdiction)):
        found = ladder.item(law, provision) if law else None
        if law and found and found.digest == digest:
            return law, found
    return None


def drafters(item: Item, now: datetime) -> Sequence[UUID]:
    """Who drafted a wording, the first before all others; nobody for what Fanal ships.

    Whoever pastes it again is not its drafter. Whoever drafted a text that was changed or taken away since may be.
    """
    shipped_law = shipped().laws.get(item.jurisdiction)
    known = ladder.item(shipped_law, item.id) if shipped_law else None
    if known and known.digest == item.digest:
        return ()
    own = [one for one in _held(now).told.drafts if one.jurisdiction == item.jurisdiction]
    there = {row.pk for row in _rows(own)}
    wrote = (one.by for one in own if one.id in there and _digests(one).get(item.id) == item.digest)
    return [*list(wrote)[:1], *(one.by for one in own if one.id not in there)]


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
    for held in list(_shelf.found.values()):
        for found in (held.law, held.unsigned):
            if found is not None and found.version == version:
                return found
    return _unpacked(version)


@lru_cache(maxsize=_OLD)
def _unpacked(version: str) -> Corpus:
    row = LawVersion.objects.filter(pk=version).first()
    if row is None:
        raise LawGone(version, "is not kept in this installation")
    try:
        content = zlib.decompress(bytes(row.packed))
        dict(canonical.loads(content).laws)  # each is read once: whoever asks later has no words for what cannot be
        found = canonical.loads(content)
    except (canonical.CanonicalError, zlib.error) as error:
        raise LawGone(version, "was kept by other software, or was damaged, and cannot be read") from error
    if found.version != version:
        raise LawGone(version, "was changed after it was kept")
    return found


# ---- how it is made ----


def _mark() -> tuple[object, ...]:
    """Changes with every file, withdrawal, step and declaration. What another process writes may be older than the
    newest, so all are counted."""
    newest = Max(Cast("pk", CharField()))
    ended = {"ended": Count("withdrawn_at"), "last": Max("withdrawn_at")}
    files = LawFile.objects.aggregate(n=Count("pk"), newest=newest, **ended)
    rungs = Rung.objects.aggregate(n=Count("pk"), newest=newest)
    said = {"confirmed": Count("confirmed_at"), "agreed": Max("confirmed_at"), **ended}
    complete = Declaration.objects.aggregate(n=Count("pk"), newest=newest, **said)
    return *files.values(), *rungs.values(), *complete.values()


def _made(now: datetime) -> _Held:
    told = proved.told()
    drafts = {one.jurisdiction: one for one in told.drafts if one.since <= now and not (one.until and one.until <= now)}
    plain = _compiled(tuple(drafts[code] for code in sorted(drafts)))
    climbed, said = _steps(told, plain, now), declared.told()
    shown = {code: network.org(one.org).name for code, one in drafts.items()}
    changed = {
        code: _law(plain.laws[code], shown.get(code), climbed.get(code, {}))
        for code in drafts.keys() | climbed.keys()
        if code in plain.laws
    }
    declarations: dict[str, Declarations] = {}
    for code in {one.row.jurisdiction for one in said} & {*plain.laws}:
        law = changed.get(code) or plain.laws[code]
        declarations[code] = declared.standing(said, law, now)
        if held := declared.coverage(declarations[code]):
            changed[code] = replace(law, coverage=(*law.coverage, *held))
    return _Held(canonical.over(plain, changed) if changed else plain, climbed, drafts, told, declarations)


def _law(law: Law, by: str | None, climbed: Mapping[tuple[str, str], list[Step]]) -> Law:
    return ladder.laid_over(ladder.drafted(law, by) if by is not None else law, climbed)


def _steps(told: Told, plain: Corpus, now: datetime) -> Steps:
    climbed: Steps = {}
    rows, torn = proved.rungs(), {}
    for record, said in told.steps.items():
        taken = [step for step in proved.climbed(said, rows.get(record, ())) if step.line.at <= now]
        if record in told.torn or any(step.row is None for step in taken):
            torn[record] = taken
        for row in (step.row for step in taken if step.row is not None and record not in torn):
            climbed.setdefault(row.jurisdiction, {}).setdefault((row.provision, row.digest), []).append(_step(row))
    for code, law in plain.laws.items() if torn else ():
        for item in ladder.items(law):
            if (record := proved.chain(code, item.id)) in torn:
                steps = _mended(torn[record], item.digest)
                if record in told.torn:
                    steps.append(Step(StepKind.GONE, "", now.date()))
                climbed.setdefault(code, {})[item.id, item.digest] = steps
    return climbed


def _mended(taken: Sequence[Climbed], digest: str) -> list[Step]:
    """The steps that were taken for a wording where some are gone: each of these may have given it back."""
    about = [one for one in taken if one.is_about(digest)]
    return [_step(one.row) if one.row else Step(StepKind.GONE, "", one.line.at.date()) for one in about]


def _step(row: Rung) -> Step:
    return Step(StepKind(row.step), row.role, row.at.date(), row.valid_until, row.note)


@lru_cache(maxsize=_KEPT)
def _compiled(drafts: tuple[Draft, ...]) -> Corpus:
    """The shipped law with files drafted here in the place of theirs, as they are written.

    A file that this software no longer takes is left out together with the shipped one that it replaced: neither is
    the law of this installation, and what is not in the library is not known, never "no".
    """
    contents = _texts(drafts)
    try:
        return _ahead(contents, checked=not drafts)  # what ships is checked before (`tools/test law`)
    except engine.CorpusError as error:
        own = {sources.name_of(one.jurisdiction) for one in drafts}
        bad = {defect.file for defect in error.defects if defect.severity == "error"} & own
        if not bad:
            raise
        logger.error("%s files of law drafted here do not compile and are left out.", len(bad))
        return _ahead({name: text for name, text in contents.items() if name not in bad}, checked=False)


def _ahead(contents: Mapping[str, bytes], *, checked: bool) -> Corpus:
    """The law of these texts, compiled once for all processes: each makes only those laws that it is asked for."""
    folder = Path(settings.DATA) / "law"
    try:
        found = engine.compile_texts(contents, checked=checked, cache=folder)
    except OSError:  # no room, or no right to write
        return engine.compile_texts(contents, checked=checked)
    with suppress(OSError):  # another process may tidy at the same moment
        ours = [path for path in folder.iterdir() if _OURS.fullmatch(path.name)]
        for path in sorted(ours, key=lambda path: path.stat().st_mtime)[: -2 * _KEPT]:
            path.unlink(missing_ok=True)
    return found
