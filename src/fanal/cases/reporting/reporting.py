"""A report to an authority, on paper (docs/cases.md, "Reports to an authority"; CM-37, CM-39, CM-42, CM-44, CM-45,
CM-64; DNH-30): prepared field by field, the note on the authorities read by each who confirms, a second person where it
does not rest on consent, handed over by a person, and what came back. Nothing is sent by a machine or by mail."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow, Opened, ask, found, need, stated, visible
from fanal.cases import duties as of_files
from fanal.cases import ground
from fanal.cases.approvals import approvals
from fanal.cases.codes import Status
from fanal.cases.codes_work import ReportState as State
from fanal.cases.files import approving, files, record
from fanal.cases.files.approving import APPROVED, Stand
from fanal.cases.files.files import Read
from fanal.cases.ground import Recipient, Row, Use
from fanal.cases.model import words
from fanal.cases.model.sealed import Said
from fanal.cases.models import Approval, Case, Report
from fanal.cases.packed import PackContent
from fanal.cases.passing_on.unnamed import need_unnamed
from fanal.cases.reporting import duties, policy, seen
from fanal.cases.reporting.seen import Second, Seen
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.passing.api import Addition, notes
from fanal.vocabulary.codes import DataCategory, RecipientCategory
from fanal.web import api as web

KIND: Final = "report"
"""As approvals name it; also for what a supervisor reads who is suspected."""
NEEDED: Final = ("country", "authority", "asked", "our_contact", "told_child")
ASK_AGAIN: Final = timedelta(days=90)
"""When somebody asks again what came of it, where it goes on (own)."""
_GOES_ON: Final = frozenset({"looks_into_it", "open"})
_LIVE: Final = (State.DRAFT.value, State.READY.value)
_TOLD: Final = (State.SENT.value, State.ANSWERED.value)
_BOX: Final = "offender"


def report_of(actor: Actor, row_id: UUID) -> Report:
    """A report that the person may see. Raises `NotHere`."""
    return found(actor, Report, row_id, "case", "case__child", "made_by", "confirmed_by")


def looking(actor: Actor, case_id: UUID, now: datetime, deed: str) -> AbstractContextManager[files.File]:
    """A file, open for a report: whoever answers for it reads who is suspected, and the journal says for what."""
    return files.looking(actor, case_id, now, KIND, deed=deed, reasons=(KIND,))


# ---- until it goes ----


def prepare(actor: Actor, case_id: UUID, said: Said, additions: Iterable[Addition], key: UUID, now: datetime) -> Report:
    """What an authority would be told, kept as it was seen. The same key makes one (CM-42). Raises `NotHere`,
    `NotAllowed`, `NotAddable`, `NotNow` for what is missing or in the way."""
    need(
        *((not said.get(name), _("Answer this."), name) for name in NEEDED),
        (said.get("recipient") not in set(seen.TO), _("Choose one."), "recipient"),
    )
    with record.writing(actor, case_id, policy.PREPARE, now, ended=True) as (case, opened):
        if case.status == Status.VOID:
            raise NotNow(_("This file was opened by mistake. Report from the file of the child."))
        known = visible(actor, Report.objects.filter(request_key=key)).first()
        if known is not None:
            if (known.case_id, known.made_by_id) != (case.pk, actor.person):
                raise NotNow(_("This was sent already. Load the page again."))
            return known
        with looking(actor, case_id, now, policy.PREPARE) as file:
            need_unnamed(file, said, "account")
            made = seen.seen(file, said, list(additions), now)
        _need_free(made)
        row = Report(
            case=case, recipient=made.to.category.value, categories=sorted(made.categories), state=State.DRAFT.value,
            request_key=key, **record.by(actor, now),
        )  # fmt: skip
        row.pack_mac = vault.mac(opened.keys, _BOX, made.made.canonical)
        kept = {name: said.get(name) or "" for name in (*NEEDED, "account")}
        packs = {"pack": PackContent(made.of_child).to_json(), "person": PackContent(made.of_person).to_json()}
        return record.add(opened, row, kept | (packs if made.of_person else {"pack": packs["pack"]}))


def _need_free(made: Seen) -> None:
    if made.why_not:
        kinds = web.listed(words.code("data_category", one) for one in made.missing)
        without = _("Without a ground: %(missing)s") % {"missing": kinds} if kinds else ""
        raise NotNow(" ".join(filter(None, (made.why_not[0], without))))


@transaction.atomic
def read_note(actor: Actor, row_id: UUID, now: datetime) -> None:
    """Say that one has read the note on the authorities: it counts for this person, this report, this visit (DNH-30).
    Raises `NotHere`, `NotAllowed`."""
    row = report_of(actor, row_id)
    ask(actor, policy.READ_NOTE, row)
    journal.write(row.case_id, actor.signatory(), policy.READ_NOTE, at=now, purpose=str(row.pk))


def note_read(row: Report, person: UUID, now: datetime) -> bool:
    """Whether somebody has read the note in this visit."""
    return notes.was_read(row.case_id, policy.READ_NOTE, person, now, str(row.pk))


def _need_note(row: Report, person: UUID, now: datetime) -> None:
    if not note_read(row, person, now):
        raise NotNow(_("Read the note on the authorities first, on the page of the report."))


def confirm(actor: Actor, row_id: UUID, now: datetime) -> Report:
    """Whoever prepared it has read the note, and stands by what was seen. Without consent the supervisor is asked, and
    it is ready with their signature; where a life is in danger, before it. Raises as `prepare` does."""
    with _held(actor, row_id, policy.CONFIRM, now) as (case, opened, row):
        if row.state == State.READY:
            return row
        record.need_state(row, State.DRAFT)
        if actor.person != row.made_by_id:
            raise NotNow(_("Whoever prepared it confirms it. Ask them, or take it back and prepare your own."))
        _need_note(row, actor.person, now)
        made = _same(actor, opened, row, now, policy.CONFIRM)
        where = approvals.stand(opened, case, KIND, row.pk)
        row.confirmed_by_id = actor.person
        if made.second is not Second.BEFORE or where is Stand.APPROVED:
            row.state = State.READY.value
        record.kept(opened, row)
        if made.second is not Second.NO and where not in {Stand.APPROVED, Stand.ASKED}:
            approvals.ask_within(opened, case, KIND, row.pk, actor, now)
    return row


def content(opened: Opened, case: Case, subject: UUID) -> Mapping[str, Any] | None:
    """What a second person signs: whom, what is told, what is asked. Of a person suspected the mark alone: more people
    open an approval than that part. None where nothing is to be signed."""
    row = _of(case, subject)
    if row is None or not opened.holds(row):
        return None
    held, who = opened.try_read(row, "content"), opened.try_read(row, "personal")
    if held is None or who is None:
        return None
    names = ("authority", "asked", "account", "our_contact", "told_child", "pack")
    clear = {"recipient": row.recipient, "country": who.country, "person": approvals.mark_of(row, _BOX)}
    return clear | {name: getattr(held, name) for name in names}


def own_work(case: Case, subject: UUID) -> set[UUID | None]:
    """Whose work it is: they do not sign it."""
    row = _of(case, subject)
    return {row.made_by_id, row.confirmed_by_id} if row else set()


def decided(opened: Opened, case: Case, approval: Approval, actor: Actor, now: datetime) -> None:
    """The second person signed, with the note read and what would leave looked at anew; or sent it back. Raises
    `NotNow`."""
    row = _of(case, approval.subject)
    if row is None:
        return
    row.case = case
    stated.need(case.pk, row)
    if approval.decision == APPROVED:
        _need_note(row, actor.person, now)
    if approval.decision == APPROVED and row.state == State.DRAFT:
        _same(actor, opened, row, now, policy.CONFIRM)
        row.state = State.READY.value
        record.kept(opened, row)
    elif approval.decision != APPROVED and row.state == State.READY:
        row.state = State.DRAFT.value
        record.kept(opened, row)


def paper(actor: Actor, row_id: UUID, now: datetime) -> Read:
    """What stands on the paper. Until it went, it is looked at anew each time. Raises `NotHere`, `NotAllowed`,
    `NotNow`."""
    row = report_of(actor, row_id)
    ask(actor, policy.PAPER, row)
    with looking(actor, row.case_id, now, policy.PAPER) as file:
        read = file.one(Report, row.pk)
        record.need_state(read.row, State.READY, *map(State, _TOLD))
        if read.row.state == State.READY:
            made = _same_in(file, file.of_case, read, now)
            _need_signed(file.of_case, file.case, read.row, made)
        return read


def sent(actor: Actor, row_id: UUID, said: Said, now: datetime) -> Report:
    """It went to them, by a person; the time to ask what came of it begins. Raises as `prepare` does, and where it is
    not what was seen and signed."""
    need(*((not said.get(name), _("Answer this."), name) for name in ("handed_how", "spoken_to")))
    with _held(actor, row_id, policy.SENT, now) as (case, opened, row):
        if row.state == State.SENT:
            return row
        record.need_state(row, State.READY)
        made = _same(actor, opened, row, now, policy.SENT)
        _need_signed(opened, case, row, made)
        row.state, row.sent_at = State.SENT.value, now
        record.keep(opened, row, {name: said[name] for name in ("handed_how", "spoken_to")})
        of_files.begin(duties.ANSWER, case, now, duties.ANSWER.limit, subject=row.pk)
    return row


def _need_signed(opened: Opened, case: Case, row: Report, made: Seen) -> None:
    """Raises `NotNow` where a signature is missing that what it rests on now needs."""
    if made.second is Second.BEFORE and approvals.stand(opened, case, KIND, row.pk) is not Stand.APPROVED:
        raise NotNow(_("It does not rest on consent alone: a second person signs first. Take it back, and begin anew."))


def take_back(actor: Actor, row_id: UUID, now: datetime) -> Report:
    """It is not sent. Raises as `prepare` does."""
    with _held(actor, row_id, policy.TAKE_BACK, now, grounded=False) as (case, opened, row):
        if row.state == State.WITHDRAWN:
            return row
        record.need_state(row, *map(State, _LIVE))
        row.state = State.WITHDRAWN.value
        record.kept(opened, row)
        approving.drop(opened, case, KIND, row.pk, now)
    return row


# ---- what came of it ----


def answered(actor: Actor, row_id: UUID, said: Said, now: datetime) -> Report:
    """What they answered: reference, day, what they decided. Where it goes on, it is asked again. Raises as `prepare`
    does."""
    with _held(actor, row_id, policy.ANSWERED, now, grounded=False) as (case, opened, row):
        record.need_state(row, *map(State, _TOLD))
        today = network.day_at(case.org_id, now)
        day = said.get("answered_on") or today
        first = network.day_at(case.org_id, row.sent_at) if row.sent_at else today
        need(
            (not said.get("outcome"), _("Answer this."), "outcome"),
            (
                not first <= day <= today,
                _("Choose a day since it was handed over, and not after today."),
                "answered_on",
            ),
        )
        row.state = State.ANSWERED.value
        kept = {name: said.get(name) or "" for name in ("reference", "outcome", "answer")}
        record.keep(opened, row, {**kept, "answered_on": day})
        clocks.stop(row.pk, duties.ANSWER, now=now)
        if said["outcome"] in _GOES_ON:
            of_files.begin(duties.ANSWER, case, now, ASK_AGAIN, subject=row.pk)
    return row


def on_taken_back(
    sender: object, *, by: Signatory, case: Case, rows: Collection[Row], now: datetime, **_more: Any
) -> None:
    """Where the ledger does not allow any more what a report holds, it does not go; an authority that has it hears of
    that from a person, since what it was told cannot be taken away (CM-39). What the law asks for stays."""
    for row in _reports(case):
        to, categories = Recipient(RecipientCategory(row.recipient)), map(DataCategory, row.categories)
        if ground.allows(rows, Use.REPORT, to, categories, now):
            continue
        waits = _waiting(row)
        good = stated.kept(case.pk, [row, *waits])  # what somebody changed ends as well, and is not believed after it
        gone = row.state in _TOLD
        row.state = State.TAKEN_BACK.value if gone else State.WITHDRAWN.value
        for one in waits:
            one.decision = approving.REPLACED
            clocks.stop(one.pk, of_files.APPROVAL, now=now, done=False)
        for changed in (row, *waits):
            changed.version += 1
            changed.save()
        items = [stated.item(one) for one in good]
        journal.write(case.pk, by, policy.LOST_GROUND, at=now, items=items)
        clocks.stop(row.pk, duties.ANSWER, now=now, done=False)
        if gone:
            of_files.begin(duties.TELL, case, now, subject=row.pk)


def _reports(case: Case) -> list[Report]:
    """Those of a file that are not over."""
    rows = Report.objects.filter(case=case, state__in=[*_LIVE, *_TOLD])
    return list(rows.select_related("case", "case__child").order_by("pk"))


def _of(case: Case, subject: UUID) -> Report | None:
    return next((row for row in _reports(case) if row.pk == subject), None)


def _waiting(row: Report) -> list[Approval]:
    return list(Approval.objects.filter(case=row.case, kind=KIND, subject=row.pk, decision=""))


def told_them(actor: Actor, row_id: UUID, said: Said, now: datetime) -> Report:
    """The authority knows that the child has taken it back; what it said is written down. Raises as `prepare` does."""
    need((not said.get("told_them"), _("Answer this."), "told_them"))
    with _held(actor, row_id, policy.TOLD_THEM, now, grounded=False) as (_case, opened, row):
        if row.state == State.ENDED:
            return row
        record.need_state(row, State.TAKEN_BACK)
        row.state = State.ENDED.value
        record.keep(opened, row, {"told_them": said["told_them"]})
        clocks.stop(row.pk, duties.TELL, now=now)
    return row


# ---- shared ----


@contextmanager
def _held(
    actor: Actor, row_id: UUID, deed: str, now: datetime, *, grounded: bool = True
) -> Iterator[tuple[Case, Opened, Report]]:
    """A report as it is now that its file is held."""
    first = report_of(actor, row_id)
    with record.writing(actor, first.case_id, deed, now, grounded=grounded, ended=True) as (case, opened):
        row = report_of(actor, row_id)
        row.case = case
        stated.need(case.pk, row)
        yield case, opened, row


def _same(actor: Actor, opened: Opened, row: Report, now: datetime, deed: str) -> Seen:
    """What would leave now, where it is exactly what was seen (CM-45)."""
    with looking(actor, row.case_id, now, deed) as file:
        return _same_in(file, opened, file.one(Report, row.pk), now)


def _same_in(file: files.File, opened: Opened, read: Read, now: datetime) -> Seen:
    made = seen.again(file, read.row, read.said, now)
    _need_free(made)
    if not vault.check_mac(opened.keys, _BOX, made.made.canonical, bytes(read.row.pack_mac)):
        raise NotNow(seen.changed())
    return made


def same(file: files.File, read: Read, now: datetime) -> Seen:
    """What would leave now of a report that was prepared, where it is what was seen. Raises `NotNow`."""
    return _same_in(file, file.of_case, read, now)
