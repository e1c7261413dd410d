"""Moves between the lists: unverified and back, spam, the same as another; and the look for what is similar.

The look compares place and day only. It never reads the `offender` compartment (DNH-25).
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, Unreadable, ask, open_record, scan_records, stated
from fanal.clocks import api as clocks
from fanal.concerns import duties, locks
from fanal.concerns.access_terms import ref_of
from fanal.concerns.content import NoteContent
from fanal.concerns.models import UNDECIDED, Concern, Decision
from fanal.concerns.public.place import place_before
from fanal.concerns.public.receive import start_clocks
from fanal.concerns.retention import SPAM, retention_for
from fanal.concerns.triage import decisions
from fanal.concerns.triage.triage import concern_of, pressing, purpose_of, to_change
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose, Triage

SORT, SAME, SEARCH, FOUND = "concerns.sort", "concerns.same_as", "concerns.search", "concerns.found"
WINDOW = timedelta(days=30)
_CLOCKS = (duties.ACKNOWLEDGE, duties.DECIDE_URGENT, duties.DECIDE)
_MOST = 20


def move(actor: Actor, concern_id: UUID, *, unverified: bool, now: datetime) -> None:
    """Put an undecided concern into the queue or among the unverified; its clock begins anew in the queue.

    Raises `NotHere`, `NotAllowed`, and `NotNow` where it is decided, or a child may be in danger now.
    """
    with transaction.atomic():
        concern = _undecided(actor, concern_id)
        if unverified and pressing(concern):
            raise NotNow(_("A child may be in danger now. This one stays in the queue."))
        if unverified and concern.restricted:
            raise NotNow(_("This one is about our own people. It stays in its own list."))
        concern.unverified = unverified
        concern.version += 1
        concern.save(update_fields=["unverified", "version"])
        if not unverified:
            _anew(concern, now)
        to = "unverified" if unverified else "queue"
        journal.write(concern.pk, actor.signatory(), SORT, at=now, purpose=to, items=[stated.item(concern)])


def spam(actor: Actor, concern_id: UUID, now: datetime) -> None:
    """Call an unverified concern spam: it goes seven days after it came. Raises as `move` does."""
    with transaction.atomic():
        concern = _undecided(actor, concern_id)
        if not concern.unverified or pressing(concern):
            raise NotNow(_("Only an unverified concern without danger can be spam."))
        with open_record(actor, ref_of(concern), SORT, purpose="spam", now=now, thing=concern, write=True) as opened:
            decision = Decision(concern=concern, code=Triage.OUT_OF_SCOPE, person_id=actor.person, at=now)
            opened.write(decision, "note", NoteContent(text=SPAM))
            decision.save(force_insert=True)
            opened.state(concern, decision)
            decisions.close_reporter(opened, concern)
            concern.triage, concern.status, concern.closed_on = Triage.OUT_OF_SCOPE.value, "closed", now.date()
            keep = retention_for(Triage.OUT_OF_SCOPE, spam=True)
            assert keep is not None
            concern.retention_class, concern.erase_on = keep.retention_class, keep.period.end(concern.received_on)
            concern.version += 1
            concern.save()
            for kind in _CLOCKS:
                clocks.stop(concern.pk, kind, now=now)


def _undecided(actor: Actor, concern_id: UUID) -> Concern:
    concern = to_change(actor, concern_id)
    ask(actor, SORT, concern)
    if concern.triage not in UNDECIDED:
        raise NotNow(_("This concern is decided already."))
    return concern


def _anew(concern: Concern, now: datetime) -> None:
    for kind in _CLOCKS:
        clocks.stop(concern.pk, kind, now=now, done=False)
    place = place_before(concern.org_id, now)
    if place is not None:
        start_clocks(concern, place, now)


# ---- the same as another ----


def same_as(actor: Actor, concern_id: UUID, other_id: UUID, now: datetime) -> None:
    """Say that a concern is the same as another of this member: it leaves the queue and takes its decision.

    The reporter's part closes as with any decision. Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    with transaction.atomic():
        locks.hold(concern_of(actor, concern_id).pk, concern_of(actor, other_id).pk)
        concern, other = to_change(actor, concern_id), to_change(actor, other_id)
        if other.duplicate_of_id or concern.pk == other.pk or Concern.objects.filter(duplicate_of=concern).exists():
            raise NotNow(_("Choose the first one that came, which is not the same as a third."))
        if concern.team_id != other.team_id:
            raise NotNow(_("Another intake team has one of them. First give it to the same team."))
        if concern.restricted != other.restricted:
            raise NotNow(_("One of them is only for the safeguarding lead. They stay apart."))
        ask(actor, SAME, other)
        with open_record(
            actor, ref_of(concern), SAME, purpose=purpose_of(concern), now=now, thing=concern, write=True
        ) as opened:
            decisions.close_reporter(opened, concern)
            concern.duplicate_of, concern.unverified = other, False
            opened.state(concern)
        concern.claimed_by_id = concern.claimed_until = None
        closed = concern.closed_on is not None or other.closed_on is not None
        concern.status = "closed" if closed else "working"
        concern.version += 1
        concern.save()
        for kind in _CLOCKS:
            clocks.stop(concern.pk, kind, now=now, done=False)
        if other.triage not in UNDECIDED:
            decisions.follow(other, actor.signatory(), now)
        journal.write(other.pk, actor.signatory(), SAME, at=now)


def apart(actor: Actor, concern_id: UUID, now: datetime) -> None:
    """It is not the same after all: it stands in the queue again, undecided. Raises as `same_as` does."""
    with transaction.atomic():
        concern = to_change(actor, concern_id)
        ask(actor, SAME, concern)
        if concern.duplicate_of_id is None:
            return
        concern.duplicate_of_id = None
        concern.triage, concern.finding, concern.status = Triage.NEW.value, "", "read"
        concern.closed_on = concern.erase_on = concern.reporter_erase_on = None
        concern.retention_class = ""
        concern.version += 1
        concern.save()
        _anew(concern, now)
        journal.write(concern.pk, actor.signatory(), SAME, at=now, purpose="apart", items=[stated.item(concern)])


# ---- the look for what is similar ----


@dataclass(frozen=True, slots=True)
class Similar:
    """A concern with the same place, or with the same kind of place on a day nearby."""

    id: UUID
    received_on: date
    triage: str
    restricted: bool
    same_place: bool
    place: str = field(repr=False)
    what: tuple[str, ...] = field(repr=False)


def similar(actor: Actor, concern_id: UUID, now: datetime) -> list[Similar]:
    """Concerns of this member like this one, by place and day, nearest first. Each that is shown is journalled.

    Raises `NotHere`, `NotAllowed`.
    """
    with transaction.atomic():
        concern = concern_of(actor, concern_id)
        rows = _near(concern)
        with open_record(
            actor, ref_of(concern), SEARCH, purpose=AccessPurpose.CASEWORK, now=now, thing=concern
        ) as mine:
            wanted = _where(mine, concern)
        with scan_records(
            actor, ref_of(concern), list(rows), SEARCH, purpose=AccessPurpose.CASEWORK, now=now
        ) as opened:
            hits = [hit for other in opened if (hit := _hit(other, rows[other.ref.id], concern, wanted))]
    hits.sort(key=lambda hit: (not hit.same_place, abs((hit.received_on - concern.received_on).days), hit.id))
    _shown(actor, [rows[hit.id] for hit in hits[:_MOST]], now)
    return hits[:_MOST]


@transaction.atomic
def _shown(actor: Actor, found: list[Concern], now: datetime) -> None:
    """The entries of what is shown, in a transaction of their own: one that had looked through all of them would keep
    colleagues waiting, and two that found each other's would wait for each other."""
    locks.hold(*(one.pk for one in found))
    for one in found:
        journal.write(one.pk, actor.signatory(), FOUND, at=now, purpose=AccessPurpose.CASEWORK)


def _near(concern: Concern) -> dict[UUID, Concern]:
    """What may be compared at all: same member, same country, days nearby, the same circle of readers."""
    rows = Concern.objects.filter(
        org_id=concern.org_id,
        country_of_harm=concern.country_of_harm,
        restricted=concern.restricted,
        team=concern.team_id,
        practice=False,
        received_on__range=(concern.received_on - WINDOW, concern.received_on + WINDOW),
    ).exclude(pk=concern.pk)
    # The columns of the person suspected and of the reporter are not even fetched.
    return {row.pk: row for row in rows.defer("offender", "reporter", "identity")}


@dataclass(frozen=True, slots=True)
class _Where:
    words: frozenset[str]
    kind: str


def _where(opened: Opened, concern: Concern) -> _Where:
    content, personal = opened.read(concern, "content"), opened.read(concern, "personal")
    return _Where(_words(content.place if content else ""), personal.place_type if personal else "")


def _hit(opened: Opened, row: Concern, concern: Concern, wanted: _Where) -> Similar | None:
    try:
        content, where = opened.read(row, "content"), _where(opened, row)
    except Unreadable:  # its own page says so; the others are compared all the same
        return None
    shared = wanted.words & where.words
    same_place = bool(shared) and 2 * len(shared) >= min(len(wanted.words), len(where.words))
    near = abs((row.received_on - concern.received_on).days) <= 3
    same_kind = bool(wanted.kind) and wanted.kind == where.kind and wanted.kind not in {"unknown", "other"}
    # Two named places that differ are two places, however near in time.
    if not same_place and not (near and same_kind and not (wanted.words and where.words)):
        return None
    what = content.what if content else ()
    return Similar(
        row.pk, row.received_on, row.triage, row.restricted, same_place, content.place if content else "", what
    )


def _words(text: str) -> frozenset[str]:
    """Words of a place as they are compared: without marks and case, at least three letters long (or no Latin ones)."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))
    parts = "".join(c if c.isalnum() else " " for c in plain).split()
    return frozenset(part for part in parts if len(part) >= 3 or not part.isascii())
