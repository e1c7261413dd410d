"""What people did to the law here, as the journal holds it: drafts, withdrawals, steps of reviews, replies of states.

A row alone proves nothing. Who writes to the database could write a review in a lawyer's name, have one last longer,
take away that a provision was given back, or put other words into a law. The entry of the deed, which the person
signed, names the row by its hash. A row that no entry names is passed over; one that an entry names and that is not
there counts as taken away, and what stands in its place is not used.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from fanal import vault
from fanal.access.api import stated
from fanal.journal import api as journal
from fanal.journal.contracts import Item, Line, Said
from fanal.justice.law.policy import CHECK, DRAFT, REPLY, RETURN, REVIEW, WITHDRAW
from fanal.justice.models import LawFile, Reply, Rung
from fanal.network.api import trusted
from fanal.vocabulary.dates import months_later

LONGEST = 24
"""Months that a review is valid at most (docs/law-corpus.md, "Writing a file")."""
STEPS = {CHECK: "checked", REVIEW: "reviewed", RETURN: "returned"}
_DEEDS = frozenset({DRAFT, WITHDRAW, *STEPS})
_CHAINS = uuid.UUID("6f0c7d1e-52c5-5d0e-9f5e-3c1f8a4b7a10")  # names the journal chains of provisions


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as whoever drafted it signed it. `until`: since when it is withdrawn; `named`: the hash of its text."""

    id: UUID
    jurisdiction: str
    by: UUID
    org: UUID
    since: datetime
    until: datetime | None
    named: frozenset[bytes]

    def holds(self, row: LawFile) -> bool:
        """Whether a row is the file that was drafted."""
        return (
            (row.pk, row.jurisdiction, row.drafted_by_id) == (self.id, self.jurisdiction, self.by)
            and row.drafted_at.replace(microsecond=0) == self.since
            and vault.item_hash(row.text.encode()) in self.named
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What the journal says: all drafts, oldest first, and the steps of each chain. Of a chain that is `torn` nobody
    knows what was withdrawn or given back: no text of it holds, and no step counts."""

    drafts: tuple[Draft, ...]
    steps: Mapping[UUID, tuple[Said, ...]]
    torn: frozenset[UUID]

    def goes_on(self, now: datetime) -> bool:
        """Whether something of it comes into force after an instant."""
        files = (at for one in self.drafts for at in (one.since, one.until) if at)
        return any(at > now for at in (*files, *(line.at for said in self.steps.values() for line, _ in said)))


@dataclass(frozen=True, slots=True)
class Climbed:
    """One step that somebody took, with its row; None where that was taken away or changed."""

    line: Line
    items: frozenset[bytes]
    row: Rung | None

    def is_about(self, digest: str) -> bool:
        """Whether the step was taken for this wording."""
        return vault.item_hash(_raw(digest)) in self.items


def chain(jurisdiction: str, provision: str) -> UUID:
    """The journal chain of an item: all that was done with it, whatever its wording was."""
    return uuid.uuid5(_CHAINS, f"{jurisdiction}/{provision}")


def told() -> Told:
    """All of it. Every signature is verified, so whoever asks often keeps the answer."""
    files = {row.pk: row for row in LawFile.objects.select_related("drafted_by").defer("text")}
    chains = journal.everywhere(_DEEDS, trusted.Signers(), {*files, *rungs()})
    torn = frozenset(record for record, chain in chains.items() if chain.torn)
    steps = {record: tuple(one for one in chain.said if one[0].deed in STEPS) for record, chain in chains.items()}
    drafts = filter(None, (_draft(chain, files.get(record)) for record, chain in chains.items()))
    ordered = sorted(drafts, key=lambda one: (one.since, str(one.id)))
    return Told(tuple(ordered), {record: said for record, said in steps.items() if said or record in torn}, torn)


def _draft(chain: journal.Told, row: LawFile | None) -> Draft | None:
    """The file whose chain this is. Where the chain is torn, no text of it holds, and the row says of which law."""
    draft: Draft | None = None
    for line, items in chain.said:
        if line.deed == DRAFT and line.actor and line.org and draft is None:
            draft = Draft(line.record, line.purpose, line.actor, line.org, line.at, None, items)
        elif line.deed == WITHDRAW and draft is not None and draft.org == line.org:
            draft = replace(draft, until=draft.until or line.at)
    if draft is None and row is not None and chain.torn:
        by = row.drafted_by
        draft = Draft(row.pk, row.jurisdiction, by.pk, by.org_id, row.drafted_at, None, frozenset())
    return draft and replace(draft, named=frozenset() if chain.torn else draft.named)


def climbed(said: Collection[Said], rows: Collection[Rung]) -> list[Climbed]:
    """The steps of one chain as they were taken, oldest first. Rows that no entry names are left out."""
    left, found = list(rows), []
    for line, items in said:
        row = next((one for one in left if _fits(one, line, items)), None)
        if row is not None:
            left.remove(row)
        found.append(Climbed(line, items, row))
    return found


def rungs() -> dict[UUID, list[Rung]]:
    """All rows of steps, by chain."""
    found: dict[UUID, list[Rung]] = {}
    for row in Rung.objects.order_by("at", "pk"):
        found.setdefault(chain(row.jurisdiction, row.provision), []).append(row)
    return found


def step_items(row: Rung) -> list[bytes | Item]:
    """What the entry of a step names: the wording that was looked at, and the row."""
    return [_raw(row.digest), stated.whole(row)]


def replies(rows: Collection[Reply]) -> list[Reply]:
    """Those replies that somebody entered as they stand."""
    known = trusted.Signers()
    return [row for row in rows if any(_entered(row, *one) for one in journal.told(row.pk, {REPLY}, known).said)]


def unproved() -> Iterator[str]:
    """What nobody drafted, reviewed or entered, and what is gone or was changed, in words."""
    believed, files = told(), {row.pk: row for row in LawFile.objects.all()}
    for draft in believed.drafts:
        row = files.pop(draft.id, None)
        if row is None or not draft.holds(row):
            yield f"record {draft.id}: a text of the law of {draft.jurisdiction} was changed or taken away"
        elif second(row.withdrawn_at) != draft.until:
            yield f"record {draft.id}: whether this text of the law of {draft.jurisdiction} is withdrawn was changed"
    for row in files.values():
        yield f"record {row.pk}: a text of the law of {row.jurisdiction} is by nobody"
    yield from _unproved_steps(believed)
    yield from _unproved_replies()


def _unproved_steps(found: Told) -> Iterator[str]:
    rows = rungs()
    for record in sorted({*found.steps, *rows}, key=str):
        held = climbed(found.steps.get(record, ()), rows.get(record, ()))
        if any(one.row is None for one in held):
            yield f"record {record}: a step of a review of law was changed or taken away"
        elif len(held) < len(rows.get(record, ())):
            yield f"record {record}: a step of a review of law is by nobody"


def _unproved_replies() -> Iterator[str]:
    rows = list(Reply.objects.order_by("pk"))
    good = {row.pk for row in replies(rows)}
    for row in rows:
        if row.pk not in good:
            yield f"record {row.pk}: a reply of a state is by nobody, or was changed"
    for record in sorted(journal.records_of({REPLY}) - {row.pk for row in rows}, key=str):
        yield f"record {record}: a reply of a state was taken away"


# ---- whether an entry names a row ----


def _fits(row: Rung, line: Line, items: frozenset[bytes]) -> bool:
    """An entry of 0.1.0 names the wording only: the row is believed where person, deed and time fit, and for no longer
    than a review holds."""
    if line.actor != row.by_id or row.step != STEPS[line.deed]:
        return False
    if (is_named := stated.names(row, items)) is not None:
        return is_named
    day: date = row.at.astimezone(UTC).date()
    lasts = row.valid_until is None or row.valid_until <= months_later(day, LONGEST)
    return lasts and second(row.at) == line.at and vault.item_hash(_raw(row.digest)) in items


def _entered(row: Reply, line: Line, items: frozenset[bytes]) -> bool:
    if line.actor != row.entered_by_id or line.purpose != row.state:
        return False
    if (is_named := stated.names(row, items)) is not None:
        return is_named
    return vault.item_hash(row.words.encode()) in items


def _raw(digest: str) -> bytes:
    """A digest as bytes; what is none, which somebody wrote into the database, is that of nothing."""
    try:
        return bytes.fromhex(digest)
    except ValueError:
        return b""


def second(at: datetime | None) -> datetime | None:
    """An instant as the journal keeps it."""
    return at.astimezone(UTC).replace(microsecond=0) if at else None
