"""How long a file is kept: its day at the end of the work, legal holds, early erasure by two, the daily erasure
(docs/cases.md, "How long a file is kept"). Erasing needs no key: bundles and items go, a tombstone stays.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotNow, Opened, RecordRef, keeping, kept, may, need, open_record, stated
from fanal.cases.access_terms import case_ref
from fanal.cases.codes import ENDED, Standing
from fanal.cases.files import apart, files, record
from fanal.cases.keeping import duties, policy
from fanal.cases.models import (
    Case,
    CaseProceeding,
    Child,
    Note,
    Told,
)
from fanal.cases.readiness import ROOM
from fanal.clocks import api as clocks
from fanal.concerns import api as concerns
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.justice import api as justice
from fanal.network import api as network
from fanal.network.api import erasure, keyfile, records
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose, RetentionClass
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.keeping import Period

VICTIM, AT_RISK, VOID = RetentionClass.CASE_VICTIM.value, RetentionClass.CASE_AT_RISK.value, "case_void"
HOUSE: Final = {
    VICTIM: Period("closing", months=120),
    AT_RISK: Period("closing", months=60),
    VOID: Period("closing", months=12),
}
"""The house's own times, to be replaced by law."""
_WORDS: Final = {
    VICTIM: lazy("File of a child who was harmed"),
    AT_RISK: lazy("File of a child at risk"),
    VOID: lazy("File opened by mistake"),
}
GROWN_UP: Final = 25
"""A file of a child who was harmed is kept at least until this birthday, so that a survivor finds it."""
_STEP: Final = 60
"""Months. The birthday is rounded up to whole steps after closing, since the day stands clear in the database and
would tell the age."""

for _code, _period in HOUSE.items():
    keeping.record_class(keeping.RecordClass(_code, ROOM, _WORDS[_code], _period))


file_goes = Signal()
"""Sent in the transaction in which a file is erased, with `case` and `now`, to whoever keeps something made of it."""


def time_out(case: Case, standing: Standing, age: int | None, ended: date, *, whole: bool = True) -> None:
    """Set when a file goes that ended on a day. `age`: of the child now, in years; None: not known, as a newborn.
    `whole`: whether the care of the child stands in it; not where it was opened by mistake. The caller states and saves
    it."""
    kind = (VICTIM if standing is Standing.VICTIM else AT_RISK) if whole else VOID
    country = network.org(case.org_id).country
    period = keeping.periods(case.org_id, country, ended).get(kind, HOUSE[kind])
    day = period.end(ended)
    if kind == VICTIM and (left := GROWN_UP - (age or 0)) > 0:
        day = max(day, months_later(ended, -(-left * 12 // _STEP) * _STEP))
    case.retention_class, case.erase_on = kind, max(day, ended + kept.AHEAD)


# ---- holds ----


class _Cases(kept.Keeper[Case]):
    hold_deed, release_deed, ask_deed, erase_deed = policy.HOLD, policy.RELEASE, policy.ASK_ERASE, policy.ERASE
    back = (policy.KEEP,)

    def to_change(self, actor: Actor, pk: UUID) -> Case:
        return files.case_of(actor, pk, lock=True)

    def ref(self, row: Case) -> RecordRef:
        return case_ref(row)

    def purpose(self, row: Case) -> str:
        return AccessPurpose.SUPERVISION.value

    def note(self, opened: Opened, row: Case, actor: Actor, reason: str, now: datetime) -> tuple[Note]:
        """An entry of the file."""
        return (record.add(opened, Note(case=row, kind="decision", **record.by(actor, now)), {"body": reason}),)

    def timed(self, row: Case, now: datetime) -> None:
        clocks.stop(row.pk, duties.HOLD_REVIEW, now=now, done=row.hold_until is None)
        if row.hold_until is not None:
            limit = datetime.combine(row.hold_until, time.min, UTC) - now
            clocks.start(duties.HOLD_REVIEW, row.org_id, row.pk, now=now, limit=limit)


CASES: Final = _Cases()
hold, release = CASES.hold, CASES.release


# ---- early, by two ----


def ask_erase(actor: Actor, case_id: UUID, reason: str, now: datetime) -> None:
    """Ask to erase a file that ended before its day, with the reason in it; a second person does it, or keeps it.
    Raises `NotHere`, `NotAllowed`, `NotNow`."""
    need((not reason.strip(), _("Write why it should go early."), "reason_early"))
    with transaction.atomic():
        case = CASES.to_change(actor, case_id)
        if case.status not in ENDED:
            raise NotNow(_("End the work first: close the file."))
        kept.need_may_go(case, now, people=2)
        purpose = CASES.purpose(case)
        with open_record(
            actor, case_ref(case), policy.ASK_ERASE, purpose=purpose, now=now, thing=case, write=True
        ) as opened:
            CASES.note(opened, case, actor, reason, now)
        clocks.start(duties.SECOND_TO_ERASE, case.org_id, case.pk, now=now)


def asked(case: Case) -> UUID | None:
    """Who asked to erase it early, where nobody answered yet."""
    last = stated.last(case.pk, policy.ASK_ERASE, policy.KEEP)
    return last.actor if last is not None and last.deed == policy.ASK_ERASE else None


@transaction.atomic
def erase_early(actor: Actor, case_id: UUID, now: datetime) -> None:
    """The second person erases it, for good. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    case = policy.case_to_erase(actor, case_id)
    stated.need(case.pk, case)
    CASES.need_second(actor, case)
    _need_no_partner(case)
    kept.need_may_go(case, now, people=2)
    erase(case, actor.signatory(), now)


def _need_no_partner(case: Case) -> None:
    """What was told goes with a file; of a small member a partner says the second yes to that, and nobody else."""
    if network.small.is_small(case.org_id) and Told.objects.filter(case=case).exists():
        words = _(
            "A concern would be erased with this file, and in a small organisation a partner says the second yes to "
            "that. Erase the concern first, with them, or let the file wait for its day."
        )
        raise NotNow(words)


@transaction.atomic
def keep_after_all(actor: Actor, case_id: UUID, now: datetime) -> None:
    """The second person keeps it until its day. Raises as `erase_early` does."""
    case = policy.case_to_erase(actor, case_id)
    CASES.need_second(actor, case)
    clocks.stop(case.pk, duties.SECOND_TO_ERASE, now=now)
    journal.write(case.pk, actor.signatory(), policy.KEEP, at=now)


# ---- the daily job ----


def erase_due(now: datetime) -> int:
    """Erase what has run out and is not held. A day that nobody decided erases nothing: `fanal check` names it. Returns
    how many went."""
    due, went = kept.due(Case, now.date()), 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            case = due.select_for_update().filter(pk=pk).first()
            if case is not None and stated.stands(case):
                erase(case, keyfile.installation(case.org_id), now)
                went += 1
    return went


def erase(case: Case, by: Signatory, now: datetime) -> None:
    """Keys, rows and clocks of a file go, with the concerns and matters that belong to it alone; the child's record
    with the last file. A tombstone and the journal stay."""
    kind, org, child = case.retention_class or VOID, case.org_id, case.child_id
    file_goes.send(Case, case=case, now=now)
    _with_it(case, by, now)
    for record_ in apart.of(case):
        _gone(record_, org, kind, by, now)
    left = stated.left_by(Case, [case.pk])
    _gone(case.pk, org, kind, by, now)
    case.delete()
    for row in left:
        journal.write(row.pk, by, policy.FOLLOW, at=now, items=[stated.item(row)])
    if not Case.objects.filter(child=child).exists():
        _gone(child, org, kind, by, now)
        Child.objects.filter(pk=child).delete()
    transaction.on_commit(scrub)


def _with_it(case: Case, by: Signatory, now: datetime) -> None:
    ties = stated.kept(case.pk, CaseProceeding.objects.filter(case=case).exclude(matter=None))
    for matter in {one.matter_id for one in ties if one.matter_id}:
        justice.erase_matter(matter, by, now)
    for told in stated.kept(case.pk, Told.objects.filter(case=case)):
        if not Told.objects.filter(concern=told.concern_id).exclude(case=case).exists():
            concerns.erase_with_file(told.concern_id, by, now)


def _gone(pk: UUID, org: UUID, kind: str, by: Signatory, now: datetime) -> None:
    journal.write(pk, by, policy.ERASE, at=now, purpose=kind)
    records.erase(org, pk, kind, now.date())
    clocks.forget_file(pk)


def scrub() -> None:
    """Have the database forget the bytes of what was erased, in every table of the room."""
    erasure.scrub(*(one._meta.db_table for one in Case._meta.app_config.get_models()))


@kept.goes
def of_files(actor: Actor, until: date) -> Iterator[kept.Going]:
    """Files of the actor's organisation; restricted ones the safeguarding lead alone sees."""
    rows = policy.may_go(actor, Case.objects.filter(org_id=actor.org, erase_on__lte=until))
    country = network.org(actor.org).country
    for row in rows.defer("personal", "content"):
        url = reverse("cases:keeping", args=[row.pk]) if may(actor, policy.SEE, row) else ""
        assert row.erase_on is not None
        yield kept.Going(keeping.words_of(row.retention_class), country, row.erase_on, row.hold_until, url, row.number)
