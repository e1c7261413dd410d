"""A second person's decision about one exact content: it holds only while the content is what was looked at (CM-64).

What is approved is put in one canonical form and marked with a key of the record, so that a thief of the database can
guess nothing from the mark. Who decided is proved by the journal: the row is stated in the entry that they signed.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow, Opened, need
from fanal.cases import duties
from fanal.cases.files import record
from fanal.cases.files.files import Read
from fanal.cases.models import Approval, Case
from fanal.clocks import api as clocks
from fanal.network.contracts import Actor

_BOX: Final = "content"
APPROVED, SENT_BACK, REPLACED = "approved", "sent_back", "replaced"


class Stand(StrEnum):
    """Where the approval of a content stands."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    LAPSED = "lapsed"
    """It was approved, or asked for, and changed afterwards."""


def canonical(kind: str, subject: UUID, content: object) -> bytes:
    """The one form of what is approved: the same content gives the same bytes, whatever its order. `content`: plain
    values, with all that belongs to it (a plan with its goals and help, an assessment with its instrument)."""
    return json.dumps([kind, str(subject), plain(content)], sort_keys=True, ensure_ascii=False).encode()


def plain(value: Any) -> Any:
    """A content as it is stored: text, yes or no, numbers, lists and maps."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(plain, value), key=str)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def ask(opened: Opened, case: Case, kind: str, subject: UUID, content: object, actor: Actor, now: datetime) -> Approval:
    """Ask the supervisor of a file to look at a content as it is now. What was asked before of the same row is
    replaced. Inside `record.writing`; `opened`: the record of the case. Raises `NotNow` where it is approved already.
    """
    rows = list(Approval.objects.filter(case=case, kind=kind, subject=subject))
    if stand(opened, rows, kind, subject, content) is Stand.APPROVED:
        raise NotNow(_("This is approved already, as it is now."))
    _replace(opened, rows, now)
    text = canonical(kind, subject, content)
    mac = vault.mac(opened.keys, _BOX, text)
    row = Approval(case=case, subject=subject, kind=kind, content_mac=mac, **record.by(actor, now))
    record.add(opened, row, {"looked_at": text.decode()})
    clocks.stop(subject, duties.LAPSED, now=now)
    duties.begin(duties.APPROVAL, case, now, subject=row.pk)
    return row


def drop(opened: Opened, case: Case, kind: str, subject: UUID, now: datetime) -> None:
    """What was asked of a row is not asked any more. Inside `record.writing`."""
    _replace(opened, Approval.objects.filter(case=case, kind=kind, subject=subject), now)


def _replace(opened: Opened, rows: Iterable[Approval], now: datetime) -> None:
    for row in (one for one in rows if not one.decision and opened.holds(one)):
        row.decision = REPLACED
        opened.state(row)
        row.save(update_fields=["decision"])
        clocks.stop(row.pk, duties.APPROVAL, now=now, done=False)


def looked_at(opened: Opened, row: Approval) -> Any:
    """The content that was asked to be approved, as plain values; None where it cannot be read."""
    held = opened.try_read(row, _BOX)
    return json.loads(held.looked_at)[2] if held and held.looked_at else None


def decide(
    opened: Opened, row: Approval, content: object, decision: str, note: str, actor: Actor, now: datetime
) -> None:
    """Approve a content, or send it back with the reason. Inside `record.writing` by whoever answers for the work.
    Raises `NotNow` for own work, where it changed since it was asked, or a colleague was faster."""
    need((decision == SENT_BACK and not note, _("Write what is missing."), "note"))
    if not opened.holds(row) or row.decision:
        raise NotNow(_("This was decided meanwhile. Look at it again."))
    if actor.person in {row.made_by_id, row.case.owner_id}:
        raise NotNow(_("Nobody approves their own work. Ask another supervisor."))
    if decision == APPROVED and not _is_same(opened, row, content):
        raise NotNow(_("It was changed since you were asked. Read it again: the worker asks once more."))
    row.decided_by_id, row.decided_at, row.decision = actor.person, now, decision
    record.keep(opened, row, {"note": note})
    clocks.stop(row.pk, duties.APPROVAL, now=now)


def _is_same(opened: Opened, row: Approval, content: object) -> bool:
    mac = bytes(row.content_mac)
    return vault.check_mac(opened.keys, _BOX, canonical(row.kind, row.subject, content), mac)


def stand(opened: Opened, rows: Iterable[Approval | Read], kind: str, subject: UUID, content: object) -> Stand:
    """Where the approval of a content stands now. `rows`: the approvals of the file; one that somebody changed in the
    database counts for nothing."""
    mine = [one.row if isinstance(one, Read) else one for one in rows]
    mine = [one for one in mine if (one.kind, one.subject) == (kind, subject) and opened.holds(one)]
    if not mine:
        return Stand.NOT_ASKED
    newest = max(mine, key=lambda one: (one.made_at, one.pk))
    if newest.decision == SENT_BACK:
        return Stand.SENT_BACK
    if not _is_same(opened, newest, content):
        return Stand.LAPSED
    return Stand.APPROVED if newest.decision == APPROVED else Stand.ASKED
