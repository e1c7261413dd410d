"""Restoring a backup: keys, database, then the erasure ledger, which must be replayed before the site may start.

Before anything is changed it says what will go, and asks: what was done since the backup, and what was erased since and
is erased again. Only lines that this installation signed erase; those of 0.1.0 in the backup itself are signed by its
manifest, others count if somebody says so.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import Error, transaction
from django.db.models import Q

from fanal import vault
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.network import adoption, erasure, kit, marks, unbelieved
from fanal.network.erasure import Erased
from fanal.network.keyfile import NoKeyFile, installation
from fanal.network.models import Organisation
from fanal.site import added, backups, checkpoints, dumps, elsewhere, fitting, keyfiles, ledger, preparing, starting
from fanal.site.console import Progress, Stop, agree, ask_share, say
from fanal.site.starting import unfinished_restore
from fanal.vocabulary import whole

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """A backup and what is at hand beside it. `inside`: its folder; `known`: what was erased when it was made; `since`:
    what was erased later; `loose`: lines without a signature of which nothing signed knows; `ledgers`: copies."""

    inside: Path
    made: datetime
    keys: vault.KeyFile
    known: frozenset[Erased]
    since: frozenset[Erased]
    loose: frozenset[Erased]
    ledgers: tuple[bytes, ...]


def restore(
    archive: Path, now: datetime, step: Progress, *, force: bool = False, unsigned: str = "", unproved: bool = False
) -> int:
    """Put a backup in the place of the database. Returns how many erased records were erased again. Raises Stop.

    `force` asks nothing; `unsigned` says what is to be done with `Plan.loose`: "erase" or "keep"; `unproved` lets a key
    file count that the shares open and nothing proves.
    """
    folder = Path(settings.DATA)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with backups.scratch(folder) as inside:
        manifest = backups.unpack(archive, inside)
        if manifest["database"] != dumps.kind():
            raise Stop(
                f"This is a backup of {manifest['database']}. Set FANAL_DATABASE_URL to a database of that kind."
            )
        keys = _keys(manifest, inside, force=force, unproved=unproved)
        backups.check_name(archive, manifest)
        dumps.check(inside / backups.DATABASE)  # opened only once it is known whose it is
        plan = _plan(archive, manifest, inside, keys)
        also = _agreed(plan, force=force, unsigned=unsigned)
        _begin(plan, also)
        dumps.load(inside / backups.DATABASE)
        _place(inside / backups.ADDED)
    journal.tail.forget()
    preparing.migrate()
    if manifest["schema"] == backups.FIRST:  # its keys carry no code; this installation signed the archive
        adoption.adopt(again=True)
    for org in fitting.lacking():
        say(f"The key file no longer names {org}: it was founded after this backup. Found it anew.")
        fitting.forget(org)
    checkpoints.note_restore(now, plan.made)
    _flag(starting.LOADED)
    return replay(now, step)


def replay(now: datetime, step: Progress) -> int:
    """Replay the erasure ledger and let the site start. Returns how many records were erased again. Raises Stop."""
    if starting.stopped_loading():
        raise Stop(f"The restore stopped before the database was whole. {starting.not_restored()}")
    found = ledger.replay(now, step)
    marks.restored(unbelieved.newest(), now)
    with transaction.atomic():
        for org in Organisation.objects.all():
            journal.write(org.id, installation(org.id), elsewhere.RESTORED, at=now)
    unfinished_restore().unlink(missing_ok=True)
    backups.note_drill(now.date())  # what was restored can be restored
    preparing.begin_clearances()
    return found


def _place(corpus: Path) -> None:
    """What the site had added to the corpus, as far as it is not here."""
    left = added.place(corpus.read_bytes()) if corpus.exists() else []
    if left:
        say(f"{len(left)} files of countries and translations could not be written, first of all {left[0]}.")


def _plan(archive: Path, manifest: dict[str, Any], inside: Path, keys: vault.KeyFile) -> Plan:
    public, copy = keys.signing.signer().public, (inside / backups.LEDGER).read_bytes()
    sidecars = tuple(path.read_bytes() for path in sorted(archive.parent.glob("fanal-*.ledger")))
    others = (copy, erasure.ledger().data(), *sidecars)
    known = {*erasure.erased(copy, public=public)}
    if manifest["schema"] == backups.FIRST:
        known |= {*erasure.unsigned(copy)}
    since = _new((*_lost_lines(), *(one for data in others for one in erasure.erased(data, public=public))), known)
    loose = _new((one for data in others for one in erasure.unsigned(data)), known | since)
    made = datetime.fromisoformat(manifest["made"])
    return Plan(inside, made, keys, frozenset(known), since, loose, (copy, *sidecars))


def _lost_lines() -> list[Erased]:
    """What only the database that is there knows to be erased. Nothing is written before the person agreed."""
    with suppress(Error, NoKeyFile):
        return [] if dumps.is_empty() else ledger.lost()
    return []


def _new(found: Iterable[Erased], known: Collection[Erased]) -> frozenset[Erased]:
    there = {one.record for one in known}
    return frozenset(one for one in found if one.record not in there)


def _agreed(plan: Plan, *, force: bool, unsigned: str) -> frozenset[Erased]:
    """Say what will go, and ask. Returns the lines without a signature that are to be erased, too. Raises Stop."""
    words = [*_lost(plan.made), *_cut(plan)]
    if plan.since:
        words.append(f"Erased since this backup, and erased again now: {_classes(plan.since)}.")
    for sentence in words:
        say(sentence)
    also: frozenset[Erased] = frozenset()
    if plan.loose:
        also = _also(plan.loose, force=force, unsigned=unsigned)
    if (
        words
        and not force
        and not agree(f"Put the backup of {plan.made:%Y-%m-%d %H:%M} UTC in its place? (--force: yes)")
    ):
        raise Stop("Nothing was changed.")
    return also


def _lost(made: datetime) -> Iterator[str]:
    """What is in the database that is there, and not in the backup."""
    if dumps.is_empty():
        return
    day = datetime.combine(made.date(), time(), UTC)  # a reporter's deed carries the day only
    try:
        later = Entry.objects.filter(Q(at__gte=made) | Q(actor_kind="reporter", at__gte=day))
        deeds, records = later.count(), later.values("record").distinct().count()
        new = later.filter(seq=1).count()
    except Error:
        yield "There is a database already. It cannot be read, and is replaced."
        return
    yield (
        "There is a database already. What was done in it since the backup is lost: "
        f"up to {deeds} deeds on {records} records, {new} of them new."
    )


def _cut(plan: Plan) -> Iterator[str]:
    """Where the files here lack what the backup holds."""
    public = plan.keys.signing.signer().public
    for name, file in backups.files().items():
        copy = plan.inside / name
        if copy.exists() and file.lacks(copy.read_bytes(), public=public) and not dumps.is_empty():
            yield f"{file.name}: lines that this backup holds are missing here. The backup's are used."


def _classes(some: Collection[Erased]) -> str:
    return ", ".join(f"{count} of {kind}" for kind, count in sorted(Counter(one.kind for one in some).items()))


def _also(loose: frozenset[Erased], *, force: bool, unsigned: str) -> frozenset[Erased]:
    say(
        f"Lines without a signature call {len(loose)} more records erased ({_classes(loose)}). Version 0.1.0 wrote "
        "such lines, and so can anybody who reaches the file:"
    )
    for one in sorted(loose, key=lambda one: one.parts)[:_SHOWN]:
        say(f"  {one.record} {one.kind} {one.month:%Y-%m}")
    if not unsigned and force:
        raise Stop("Say whether these go: --unsigned erase, or --unsigned keep. Nothing was changed.")
    return loose if unsigned == "erase" or (not unsigned and agree("Erase these, too?")) else frozenset()


def _flag(words: str) -> None:
    whole.put(unfinished_restore(), words.encode())


def _begin(plan: Plan, also: frozenset[Erased]) -> None:
    """From here on the site does not start until the ledger is replayed. Every ledger at hand is joined first."""
    path = Path(settings.KEYFILE)
    if not path.exists():
        keyfiles.make(path, plan.keys)
    _flag(starting.LOADING)
    for name, file in backups.files().items():
        # Not every backup holds each: one of 0.1.0, or of the first day.
        inside = [path.read_bytes() for path in plan.inside.glob(name)]
        copies = plan.ledgers if name == backups.LEDGER else inside
        if any(file.defects()):
            file.path.replace(file.path.with_name(f"{file.path.name}.broken"))
        for copy in copies:
            file.adopt(copy)
    ledger.merge([*plan.known, *plan.since, *also])


def _keys(manifest: dict[str, Any], inside: Path, *, force: bool, unproved: bool) -> vault.KeyFile:
    """The key file: the one that is here, else the sealed one of the backup, opened with shares of a recovery kit."""
    path = Path(settings.KEYFILE)
    if path.exists():
        keys = vault.KeyFile.parse(path.read_text())
    else:
        keys, is_proved = _recovered(manifest, inside)
        if not is_proved:
            _accept(force=force, unproved=unproved)
    backups.check_signature(manifest, keys)
    return keys


def _accept(*, force: bool, unproved: bool) -> None:
    """Go on with a key file that nothing proves, if somebody says so. Raises Stop."""
    words = (
        "This backup does not prove that its key file is yours: whoever reaches the place of the backups could have "
        "made it, with keys of their own. One of version 0.1.0 proves nothing, nor does one from before the first test "
        "of the recovery kit under this version. Go on only if you know where it comes from."
    )
    say(words)
    if not unproved and (force or not agree("Use this key file? (--unproved: yes)")):
        raise Stop("Nothing was changed.")


def _recovered(manifest: dict[str, Any], inside: Path) -> tuple[vault.KeyFile, bool]:
    """The key file that the shares open, and whether it is proved to be of those to whom the shares belong."""
    sealed = backups.sealed_keyfiles(inside)
    names = ", ".join(manifest["organisations"].values())
    say(f"No key file is at hand. Shares of the recovery kit of one organisation open it: {names}.")
    shares: list[str] = []
    while len(shares) < 16:
        shares.append(ask_share(f"Share {len(shares) + 1} (33 words):", shares))
        if (opened := _opened(shares, sealed)) is not None:
            seed, org, keys = opened
            proof = str(manifest.get("proofs", {}).get(str(org), ""))
            return keys, vault.same(kit.code_of(seed, org, keys.signing.signer().public).hex().encode(), proof.encode())
    raise Stop("These shares open nothing in this backup.")


def _opened(shares: list[str], sealed: Mapping[UUID, bytes]) -> tuple[vault.Seed, UUID, vault.KeyFile] | None:
    """Recovery key, organisation and key file, if there are enough shares already and one of the organisations' copies
    opens with them."""
    try:
        seed = vault.open_kit(shares)
    except vault.CannotOpen:
        return None
    for org, one in sealed.items():
        try:
            return seed, org, vault.KeyFile.parse(vault.open_sealed(seed, "keyfile", one).decode())
        except vault.CannotOpen:
            continue
    return None
