"""Data that leave: of one child by its worker, of more by two people; sealed to them, for seven days, each opening
counted (CM-66, DNH-35). Nothing of it is ever a file on the server."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fanal.access.api import (
    NotHere,
    NotNow,
    RecordRef,
    ask,
    found,
    need,
    need_second,
    open_record,
    seal_into,
    stated,
    visible,
)
from fanal.cases import ground
from fanal.cases.codes import ConsentPurpose
from fanal.cases.exchange import maps, shapes
from fanal.cases.exchange.duties import EXPORT_ANSWER
from fanal.cases.exchange.policy import (
    ASK_EXPORT,
    ERASE_EXPORT,
    EXPORT_ONE,
    EXPORTING,
    MAKE_EXPORT,
    OPEN_EXPORT,
    OPENED,
)
from fanal.cases.files import files, ledger, lists
from fanal.cases.ground import Recipient, Row
from fanal.cases.grounds.asked import TO
from fanal.cases.model.declared import model
from fanal.cases.models import Act, Case, Export, ExportContent
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import erasure, keyfile, records
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.codes import AccessPurpose, DataCategory, RecipientCategory, RetentionClass

KIND: Final = "export"
LIST: Final = "list"
SHAPES: Final = ("htcds", "primero")
LASTS: Final = timedelta(days=7)
_REPORT: Final = ConsentPurpose.REPORT_TO_AUTHORITY
"""An authority is told by a report alone, once the note on the authorities is read (DNH-30)."""
MOST: Final = 100
"""So many files leave at a time (own)."""
HEADS: Final = ["number", "stage", "status", "risk", "opened_on", "country_of_harm", "next_due"]
"""What a list has: the clear columns that its page shows."""

type Asked = Mapping[str, str]
"""`purpose`, `recipient` and `reason` of an export."""


def export_of(actor: Actor, export_id: UUID, *, lock: bool = False) -> Export:
    """An export that the actor may see. Raises `NotHere`; `NotAllowed` where somebody changed it: nobody agrees to what
    nobody asked for."""
    row = found(actor, Export, export_id, "asked_by", "made_by", lock=lock)
    stated.need_last(row, *EXPORTING)
    return row


def exports(actor: Actor) -> list[Export]:
    """The exports that somebody asked for, made, or may make, the newest first."""
    return list(visible(actor, Export.objects.all()).select_related("asked_by").order_by("-asked_at", "pk")[:100])


def is_over(row: Export, now: datetime) -> bool:
    """Whether its days are over."""
    return now > row.until


def ref_of(row: Export) -> RecordRef:
    """Its sealed record."""
    return RecordRef(row.org_id, row.pk, KIND)


# ---- asking ----


@transaction.atomic
def one(actor: Actor, case_id: UUID, shape: str, asked: Asked, now: datetime) -> Export:
    """Take the data of one child out, by whoever works with it. Raises `NotHere`, `NotAllowed`, `NotNow` without a
    ground for what it is for."""
    case = files.case_of(actor, case_id)
    ask(actor, EXPORT_ONE, case)
    need((shape not in SHAPES, _("Choose a format."), "shape"))
    row = _row(actor, shape, asked, now)
    row.case = case.pk
    row.made_by_id, row.made_at = actor.person, now
    known = _known(actor, case.pk, row, EXPORT_ONE, now)
    if known is None:
        raise NotNow(_("The child allowed nothing of this. Ask first, and record the ground."), "purpose")
    _seal(row, [actor.person], _text(row, [known]), [case.pk], actor, EXPORT_ONE, now)
    return row


@transaction.atomic
def many(actor: Actor, shape: str, chosen: Mapping[str, str], asked: Asked, now: datetime) -> Export:
    """Ask for data of more than one child: nothing leaves before a supervisor makes it. Raises `NotAllowed`,
    `NotNow`."""
    ask(actor, ASK_EXPORT)
    need((shape not in {*SHAPES, LIST}, _("Choose a format."), "shape"))
    row = _row(actor, shape, asked, now)
    row.chosen = {name: value for name, value in chosen.items() if value}
    row.save(force_insert=True)
    journal.write(row.pk, actor.signatory(), ASK_EXPORT, at=now, items=[stated.whole(row)])
    clocks.start(EXPORT_ANSWER, row.org_id, row.pk, now=now)
    return row


def _row(actor: Actor, shape: str, asked: Asked, now: datetime) -> Export:
    need(
        (asked["purpose"] not in set(ConsentPurpose) - {_REPORT}, _("Choose what it is for."), "purpose"),
        (
            asked["recipient"] not in set(RecipientCategory) - set(TO[_REPORT]),
            _("Choose to whom it goes."),
            "recipient",
        ),
        (not asked["reason"].strip(), _("Write what it is needed for. Name nobody."), "reason"),
    )
    return Export(
        org_id=actor.org, shape=shape, purpose=asked["purpose"], recipient=asked["recipient"],
        reason=asked["reason"].strip(), asked_by_id=actor.person, asked_at=now, until=now + LASTS,
        name=secrets.token_hex(8),
    )  # fmt: skip


# ---- making ----


def wanted(actor: Actor, row: Export) -> Any:
    """The files that an export is about, as the supervisor who makes it sees them: one question for list, count and
    content (CM-55). A file for named people only is one of them where whoever asks is named in it."""
    named = Q(case__restricted=False) | Q(case__owner=row.asked_by_id) | Q(case__supervisor=row.asked_by_id)
    return lists.Filters(**row.chosen).on(lists.teams(actor)).filter(named).order_by("number")


def kinds(shape: str) -> list[DataCategory]:
    """The kinds of facts that a format can hold, in the order of the list; of a list of files none."""
    if shape not in SHAPES:
        return []
    held = {model().field(one.to).category for one in maps.load(shape).columns if one.to}
    return [one for one in DataCategory if one in held and one is not DataCategory.OFFENDER]


def seen(actor: Actor, row: Export) -> str:
    """Which files these are now, as a page remembers it."""
    which = wanted(actor, row).values_list("case", flat=True)[: MOST + 1]
    return sha256(",".join(map(str, which)).encode()).hexdigest()


@transaction.atomic
def make(actor: Actor, export_id: UUID, now: datetime, was_seen: str | None = None) -> Export:
    """The second person, a supervisor, makes what was asked for; it is sealed to the two. `was_seen`: what `seen` said
    of it on the page on which they agree. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = export_of(actor, export_id, lock=True)
    ask(actor, MAKE_EXPORT, row)
    need_second(actor, row.pk, ASK_EXPORT)
    if row.made_at is not None or is_over(row, now):
        raise NotNow(_("This was made already, or waited too long. Ask for it again."))
    rows = list(wanted(actor, row)[: MOST + 1])
    if not rows or len(rows) > MOST:
        words = _("Between 1 and %(count)s files leave at a time. Narrow what you ask for.")
        raise NotNow(words % {"count": MOST})
    if was_seen not in {None, seen(actor, row)}:
        raise NotNow(_("These are other files than you saw. Look once more."))
    row.made_by_id, row.made_at = actor.person, now
    if row.shape == LIST:
        made = [[str(getattr(one, name) or "") for name in HEADS] for one in rows]
        cases, text = [one.case_id for one in rows], shapes.as_list(HEADS, made, mark_of(row))
    else:
        each = {one.case_id: _known(actor, one.case_id, row, MAKE_EXPORT, now) for one in rows}
        children = {case: known for case, known in each.items() if known is not None}
        if not children:
            raise NotNow(_("No child allowed this. Nothing leaves."))
        cases, text = list(children), _text(row, list(children.values()))
    _seal(row, [row.asked_by_id, actor.person], text, cases, actor, MAKE_EXPORT, now)
    clocks.stop(row.pk, EXPORT_ANSWER, now=now)
    return row


def mark_of(row: Export) -> str:
    """What stands in every row: whose it is, which export, of which day. No name of a person."""
    return f"{network.org(row.org_id).name} · {row.pk} · {row.asked_at.date().isoformat()}"


def _known(actor: Actor, case_id: UUID, row: Export, deed: str, now: datetime) -> shapes.Known | None:
    """What may leave of one child; None where the ledger of the child allows nothing of it."""
    purpose = ConsentPurpose(row.purpose)
    to = _to(row)
    reason = "duty" if actor.has(Role.SAFEGUARDING_LEAD) else ""  # also a supervisor: who reads each file as the lead
    with files.looking(actor, case_id, now, reason) as file:
        rules = ledger.read(file.of_child, file.case.child)
        may = {one for one in DataCategory if ground.effective(rules, purpose, to, one, now)} - {DataCategory.OFFENDER}
        if not may or not file.grounded:
            return None
        values = {f"child.{name}": value for name, value in file.child.said.items()}
        values |= {f"case.{name}": value for name, value in file.work.said.items()}
        values["child.interpreter_needed"] = file.case.child.interpreter_needed
        values["case.country_of_harm"] = file.case.country_of_harm
        act = file.newest(Act)
        values |= {f"act.{name}": value for name, value in act.said.items()} if act else {}
        journal.write(file.case.pk, actor.signatory(), deed, at=now, purpose=AccessPurpose.CASEWORK)
    return shapes.Known(values, may)


def _text(row: Export, children: Sequence[shapes.Known]) -> str:
    map_ = maps.load(row.shape)
    made = [shapes.cells(map_, one) for one in children]
    return (shapes.as_json if row.shape == "primero" else shapes.as_csv)(map_, made, mark_of(row))


def _seal(
    row: Export, people: Sequence[UUID], text: str, cases: Sequence[UUID], actor: Actor, deed: str, now: datetime
) -> None:
    to = records.to_people(row.org_id, dict.fromkeys(people), {"content"})
    keys, granted = records.make(row.org_id, row.pk, ("content",), to)
    item = seal_into(keys, ref_of(row), row, "content", ExportContent(text=text, cases=tuple(map(str, cases))))
    row.children = len(cases)
    row.save()
    journal.write(row.pk, actor.signatory(), deed, at=now, items=[*granted, item, stated.whole(row)])


# ---- opening, ending ----


@transaction.atomic
def open_(actor: Actor, export_id: UUID, now: datetime) -> tuple[str, str]:
    """Its neutral name and what is in it; each opening is counted. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = export_of(actor, export_id, lock=True)
    ask(actor, OPEN_EXPORT, row)
    if row.made_at is None or is_over(row, now):
        raise NotNow(_("This is not made yet, or its days are over. Ask for it again."))
    purpose = AccessPurpose.CASEWORK
    with open_record(actor, ref_of(row), OPEN_EXPORT, purpose=purpose, now=now, thing=row) as opened:
        content = opened.read(row, "content")
    if content is None:
        raise NotHere
    people = {row.asked_by_id} if actor.has(Role.SAFEGUARDING_LEAD) else {row.asked_by_id, actor.person}
    if any(_closed_to(one, content.cases) for one in people):
        raise NotNow(_("A file in it opens for named people only by now. Ask for it again, without that file."))
    if row.shape != LIST and _is_taken_back(row, content.cases, now):  # whoever hid it then does not open it now
        raise NotNow(_("This is not made yet, or its days are over. Ask for it again."))
    row.openings += 1
    row.save(update_fields=["openings"])
    journal.write(row.pk, actor.signatory(), OPENED, at=now, items=[stated.whole(row)])
    return f"{row.name}.{'json' if row.shape == 'primero' else 'csv'}", content.text


def _is_taken_back(row: Export, cases: Collection[str], now: datetime) -> bool:
    """Whether one of these children allows less by now, by clear columns that hold."""
    rows = Case.objects.filter(pk__in=cases).select_related("child")
    return any(_ended(row, ledger.unread(one.child), now) for one in rows)


def _closed_to(person: UUID, cases: Collection[str]) -> bool:
    """Whether one of these files opens for named people only by now, of whom somebody is none."""
    rows = Case.objects.filter(pk__in=cases, restricted=True)
    return rows.exclude(Q(owner=person) | Q(supervisor=person)).exists()


@transaction.atomic
def erase_due(now: datetime) -> int:
    """What is over goes for good. Needs no key; says how many went."""
    return _gone(list(Export.objects.filter(until__lte=now).order_by("pk")), now)


def _gone(going: Collection[Export], now: datetime) -> int:
    for row in going:
        journal.write(row.pk, keyfile.installation(row.org_id), ERASE_EXPORT, at=now)
        records.erase(row.org_id, row.pk, RetentionClass.IMPORT_BATCH.value, now.date())
        clocks.stop(row.pk, EXPORT_ANSWER, now=now, done=False)
        row.delete()
    transaction.on_commit(lambda: erasure.scrub("cases_export"))
    return len(going)


def on_taken_back(sender: object, *, case: Case, rows: Collection[Row], now: datetime, **_more: Any) -> None:
    """Hears from the ledger that a child takes something back: what was taken out for it goes at once, also where the
    child is one of several: nothing says any more which rows are whose."""
    made = Export.objects.filter(Q(case=case.pk) | Q(case=None), org=case.org_id).exclude(made_at=None)
    _gone([one for one in made.exclude(shape=LIST) if _ended(one, rows, now)], now)


def on_file_goes(sender: object, *, case: Case, now: datetime, **_more: Any) -> None:
    """Hears that a file is erased: what was taken out of it goes with it. Of several children no row says whose it is:
    all go where the file goes before its day. On its day it ended longer ago than data of open files are kept."""
    of_several = Q(case=None) if case.erase_on is None or case.erase_on > now.date() else Q(pk=None)
    _gone(list(Export.objects.filter(Q(case=case.pk) | of_several, org=case.org_id).exclude(made_at=None)), now)


def _ended(row: Export, rows: Collection[Row], now: datetime) -> bool:
    """Whether the child allowed some of what an export holds when it was made, and does no more. Made for another
    purpose or recipient, or before this child allowed it, it holds nothing of this child that was taken back."""

    def allowed(at: datetime) -> set[DataCategory]:
        purpose, to = ConsentPurpose(row.purpose), _to(row)
        return {one for one in DataCategory if ground.effective(rows, purpose, to, one, at)}

    return row.made_at is not None and bool(allowed(row.made_at) - allowed(now))


def _to(row: Export) -> Recipient:
    return Recipient() if row.recipient == RecipientCategory.NONE else Recipient(RecipientCategory(row.recipient))
