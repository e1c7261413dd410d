"""Tables of gaps to take along: at most twenty by the holder alone, above that with a second person; each row marked.

One take each, within a week. The mark names the organisation, the export and the day, and no person
(docs/justice.md, "Gaps"). What an export holds follows from what was found when it was asked for.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, deciding, found, stated, visible
from fanal.engines.jurisdiction.api import MOST_BOXES
from fanal.journal import api as journal
from fanal.justice.gaps import gaps, looks, words
from fanal.justice.gaps.counting import CountKind
from fanal.justice.gaps.policy import APPROVE_EXPORT, ASK_EXPORT, EXPORTING, TAKE_EXPORT
from fanal.justice.law.words import state_name
from fanal.justice.models import GapsCount, GapsExport
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web.api import papers, spoken

ALONE = MOST_BOXES
"""So many gaps may one person take along without a second one."""
OPEN = timedelta(days=7)
"""How long an export can be approved and taken."""


def export_of(actor: Actor, export_id: UUID, *, lock: bool = False) -> GapsExport:
    """An export that the actor may see. Raises `NotHere`."""
    return found(actor, GapsExport, export_id, "asked_by", "org", lock=lock)


def exports_of(actor: Actor) -> list[GapsExport]:
    """The exports that the actor may see, newest first."""
    return list(visible(actor, GapsExport.objects.all()).select_related("asked_by").order_by("-asked_at", "pk")[:100])


def is_over(export: GapsExport, now: datetime) -> bool:
    """Whether it was taken, or its time has passed."""
    return export.taken_at is not None or export.asked_at + OPEN < now


def needs_second(export: GapsExport) -> bool:
    """Whether another person must approve it first."""
    first, second = (export.asked_by_id, export.asked_at), (export.approved_by_id, export.approved_at)
    return export.boxes > ALONE and not deciding.agreed(deciding.two(first, second))


@transaction.atomic
def ask_for(actor: Actor, state: str, boxes: int, reason: str, now: datetime) -> GapsExport:
    """Ask for a table of the first so many gaps of one's own country. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    ask(actor, ASK_EXPORT)
    looks.grant_in_force(actor, now)
    count = gaps.count_of(actor, state, now, CountKind.GAPS)
    if count is None or not 0 < boxes <= count.found:
        raise NotNow(_("So many gaps have not been found."))
    if not reason.strip():
        raise NotNow(_("Write what it is needed for."), "reason")
    row = GapsExport(org_id=actor.org, state=count.state, boxes=boxes, reason=reason.strip(), as_of=count.as_of)
    row.corpus_version, row.asked_by_id, row.asked_at = count.corpus_version, actor.person, now
    row.save(force_insert=True)
    journal.write(row.pk, actor.signatory(), ASK_EXPORT, at=now, items=[stated.whole(row)])
    return row


@transaction.atomic
def approve(actor: Actor, export_id: UUID, now: datetime) -> None:
    """The second person approves. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = export_of(actor, export_id, lock=True)
    ask(actor, APPROVE_EXPORT, row)
    stated.need_last(row, *EXPORTING)
    if is_over(row, now):
        raise NotNow(_("This table was taken, or waited too long. Ask for it again."))
    if row.approved_at is not None:
        return
    row.approved_by_id, row.approved_at = actor.person, now
    row.save(update_fields=["approved_by", "approved_at"])
    journal.write(row.pk, actor.signatory(), APPROVE_EXPORT, at=now, items=[stated.whole(row)])


@transaction.atomic
def take(actor: Actor, export_id: UUID, form: papers.Form, now: datetime) -> bytes:
    """The table as it is kept, once. Raises `NotHere`, `NotAllowed`, `NotNow`, `TooManyLooks`, `papers.NoFont`."""
    row = export_of(actor, export_id, lock=True)
    ask(actor, TAKE_EXPORT, row)
    stated.need_last(row, *EXPORTING)
    if is_over(row, now):
        raise NotNow(_("This table was taken, or waited too long. Ask for it again."))
    if needs_second(row):
        raise NotNow(_("More than twenty gaps: another person approves this first."))
    key = {"kind": CountKind.GAPS.value, "state": row.state, "corpus_version": row.corpus_version, "as_of": row.as_of}
    count = visible(actor, GapsCount.objects.filter(**key)).first()
    if count is None or count.found < row.boxes or not gaps.is_readable(count):
        raise NotNow(_("The gaps were counted anew meanwhile. Ask for the table again."))
    looks.look(actor, row.boxes, now)
    row.taken_at = now
    row.save(update_fields=["taken_at"])
    journal.write(row.pk, actor.signatory(), TAKE_EXPORT, at=now, items=[stated.whole(row)])
    items = [item.content for item in count.items.order_by("number")[: row.boxes]]
    return papers.made(_table(row, items, now), form)


def mark_of(export: GapsExport, now: datetime) -> str:
    """What stands in every row: whose it is, which export, when. No name of a person."""
    return f"{network.org(export.org_id).name} · {export.pk} · {now.date().isoformat()}"


def _table(export: GapsExport, items: Sequence[dict[str, Any]], now: datetime) -> papers.Table:
    return papers.Table(
        title=_("%(name)s: what falls through") % {"name": state_name(export.state)},
        columns=[str(name) for name in words.COLUMNS],
        rows=[list(_cells(item)) for item in items],
        mark=mark_of(export, now),
        language=spoken(),
        notes=[str(words.MEMBERS_ONLY)],
    )


def _cells(item: dict[str, Any]) -> Iterator[str]:
    yield words.who(item)
    yield "certain" if item["certain"] else "possible"
    yield item["profile"]
    yield "-".join(map(str, item["ages"]))
    yield item["first"]
    yield item["last"]
    yield item["presence"]
    for name in ("places", "nationalities", "residences", "children"):
        yield " ".join(value or "none" for value in item[name])
    yield str(item["patterns"])
    yield words.closing(item["closing"])
