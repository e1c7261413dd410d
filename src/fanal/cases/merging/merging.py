"""Two files of one child become one, and two again where it was a mistake (CM-58; docs/cases.md, "Two files of one
child"). One goes on; the other is void, and its rows stay where they are. Each takes two people."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, ask, need, need_second, open_record, stated, visible
from fanal.cases import duties, ground, index, merge, numbers
from fanal.cases.access_terms import child_ref, relation
from fanal.cases.child_side import child_side
from fanal.cases.closing.closing import make_void
from fanal.cases.codes import WORKED_ON, Risk, Status
from fanal.cases.course import moving
from fanal.cases.files import ledger, record, rows, writing
from fanal.cases.files.files import case_of, purpose_of
from fanal.cases.merging import taking
from fanal.cases.merging.duties import SAFEGUARDING, SECOND
from fanal.cases.merging.policy import APART, ASK_JOIN, ASK_PART, GIVE, JOIN, PART, SEE_BOTH, TAKE
from fanal.cases.merging.taking import Taken
from fanal.cases.model.declared import model
from fanal.cases.model.words import label
from fanal.cases.models import Case, CaseLink, Note, Told
from fanal.cases.opening.accepted import belongs, takers
from fanal.clocks import api as clocks
from fanal.concerns import api as concerns
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.codes import DutyKind

KIND: Final = "merged_into"
DAYS: Final = 90
"""So long a joining can be undone (CM-58)."""
CHECK_ANEW: Final = timedelta(days=1)
"""Until then the child is asked whether the ways of both files are safe (own)."""
_ALL: Final = (ASK_JOIN, JOIN, APART, ASK_PART, PART)


# ---- asking ----


def ask_join(actor: Actor, case_id: UUID, number: str, why: str, now: datetime) -> CaseLink:
    """A supervisor says that this file and another are of one child: this one ends, the other goes on. A second person
    does it. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    named = numbers.parsed(number)
    other = visible(actor, Case.objects.all()).filter(number=named).first() if named else None
    need(
        (other is None or other.pk == case_id, _("No other file has this number."), "number"),
        (not why.strip(), _("Write what happened."), "why"),
    )
    assert other is not None
    with record.writing(actor, case_id, ASK_JOIN, now, grounded=False, ended=True) as (case, opened):
        keeper = case_of(actor, other.pk)
        ask(actor, ASK_JOIN, keeper)
        _fit(case, keeper)
        for old in _links(opened, case):
            _end(opened, old, now)
        link = CaseLink(case=case, to_case=keeper, **record.by(actor, now))
        record.add(opened, link, {"kind": KIND})
        _entry(opened, case, actor, now, [why])
        _second_is_asked(actor, case, now)
    return link


def ask_part(actor: Actor, case_id: UUID, why: str, now: datetime) -> None:
    """A supervisor says that they are of two children after all. `case_id`: the file that ended. Raises as `ask_join`
    does, and `NotNow` after ninety days."""
    need((not why.strip(), _("Write what happened."), "why"))
    with record.writing(actor, case_id, ASK_PART, now, grounded=False, ended=True) as (case, opened):
        link = _joined(opened, case, now)
        ask(actor, ASK_PART, case_of(actor, link.to_case_id))
        _entry(opened, case, actor, now, [why])
        _second_is_asked(actor, case, now)


def keep_apart(actor: Actor, case_id: UUID, now: datetime) -> None:
    """Leave the files as they are; whoever asked may do it, too. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    with record.writing(actor, case_id, APART, now, grounded=False, ended=True) as (case, opened):
        what = asked(case)
        if not what:
            raise NotNow(_("Nobody asks for it any more."))
        for link in _links(opened, case) if what == ASK_JOIN else ():
            _end(opened, link, now)
        clocks.stop(case.pk, SECOND, now=now)


def asked(case: Case) -> str:
    """What waits for a second person: joining (`ASK_JOIN`), undoing it (`ASK_PART`), or nothing. The journal says it,
    whatever a row says."""
    last = stated.last(case.pk, *_ALL)
    return last.deed if last is not None and last.deed in {ASK_JOIN, ASK_PART} else ""


def joined_on(case: Case) -> date | None:
    """The day on which it was joined into another, where that stands."""
    last = stated.last(case.pk, JOIN, PART)
    return network.day_at(case.org_id, last.at) if last is not None and last.deed == JOIN else None


def _second_is_asked(actor: Actor, case: Case, now: datetime) -> None:
    """Where nobody else answers for work here, the safeguarding lead has it at once."""
    alone = set(network.role_people(case.org_id, Role.SUPERVISOR)) <= {actor.person}
    owner = SAFEGUARDING if case.restricted or alone else SECOND.owner
    clocks.start(SECOND, case.org_id, case.pk, about=case.pk, now=now, owner=owner)


def _fit(case: Case, keeper: Case) -> None:
    """Raises `NotNow` where the two cannot be joined."""
    if case.status == Status.VOID:
        raise NotNow(_("This file is void already."))
    if keeper.status not in WORKED_ON:
        raise NotNow(_("The other file has ended. Join into the one that goes on."), "number")
    if case.child_id == keeper.child_id:
        raise NotNow(_("Both are files of the same child already."), "number")
    if case.restricted != keeper.restricted:
        raise NotNow(_("One of the two opens for named people only. Have the other so, too, before you join them."))


def _links(opened: Opened, case: Case) -> list[CaseLink]:
    """The links into another file that stand, the newest first; one that somebody wrote into the database is none."""
    held = rows.of(opened, CaseLink, case, undone_at=None)
    return [row for row in held if (said := opened.try_read(row, "personal")) and said.kind == KIND]


def _link(opened: Opened, case: Case) -> CaseLink:
    links = _links(opened, case)
    if not links:
        raise NotNow(_("Nobody asks for it any more."))
    return links[0]


def _joined(opened: Opened, case: Case, now: datetime) -> CaseLink:
    """The link by which it was joined. Raises `NotNow` where it cannot be undone any more."""
    day = joined_on(case)
    if case.status != Status.VOID or day is None:
        raise NotNow(_("This file was not joined into another."))
    if (network.day_at(case.org_id, now) - day).days > DAYS:
        words = _("Two files can be parted for ninety days after they were joined. Those are over: open a new file.")
        raise NotNow(words)
    return _link(opened, case)


def _end(opened: Opened, link: CaseLink, now: datetime) -> None:
    link.undone_at = now
    opened.state(link)
    link.save(update_fields=["undone_at"])


def _entry(opened: Opened, case: Case, actor: Actor, now: datetime, texts: Iterable[str]) -> None:
    for text in texts:
        record.add(opened, Note(case=case, kind="decision", **record.by(actor, now)), {"body": text})


# ---- joining ----


@transaction.atomic
def join(actor: Actor, case_id: UUID, now: datetime) -> Case:
    """The second person joins them: the file that goes on. Raises `NotHere`, `NotAllowed`, and `NotNow` where something
    changed meanwhile."""
    _let_in(actor, case_id, now)
    keeper_id = _held(actor, case_id, JOIN, ASK_JOIN)
    with record.writing(actor, case_id, JOIN, now, grounded=False, ended=True) as (case, opened):
        link = _link(opened, case)
        if link.to_case_id != keeper_id:
            raise NotNow(_("This file changed meanwhile. Look once more."))
        _fit(case, case_of(actor, keeper_id))
        taken, lines = _take_over(actor, case, keeper_id, now)
        new = any(one.kind == DutyKind.CASE_NEW_CONCERN for one in clocks.open_duties(org=case.org_id, files=[case.pk]))
        lines += _wishes(opened, case)
        told = _tie(actor, case, keeper_id, now)
        keeper = _goes_on(actor, case, keeper_id, lines, now, new=new)
        before = {"status": case.status, "kept": case.retention_class, "until": str(case.erase_on or "")}
        open_ = clocks.open_duties(org=case.org_id, files=[case.pk])
        moved = make_void(opened, case, actor, JOIN, now)
        ended = {*moved.ends, duties.APPROVAL.code}
        due = tuple((one.kind, str(one.subject), one.due_at.isoformat()) for one in open_ if one.kind in ended)
        record.change(opened, link, {"taken": replace(taken, before=before, due=due, told=told).text()})
        link.save()
        clocks.stop(case.pk, SECOND, now=now)
    return keeper


def _let_in(actor: Actor, case_id: UUID, now: datetime) -> None:
    """Whoever works on the file that goes on reads the concerns of the other; one team has the keys of both already.
    They are held first, as everywhere (`concerns.locks`)."""
    case = case_of(actor, case_id)
    ask(actor, JOIN, case)
    _need_asked(case, ASK_JOIN)
    keeper = case_of(actor, _asked_link(case).to_case_id)
    ask(actor, JOIN, keeper)
    need_second(actor, case.pk, ASK_JOIN, *_ALL)
    _fit(case, keeper)
    to = takers(keeper)
    if keeper.team_id != case.team_id or (keeper.restricted and to != takers(case)):
        for concern in Told.objects.filter(case=case).order_by("concern").values_list("concern", flat=True):
            concerns.hand_on(actor, concern, to, now)


def _need_asked(case: Case, what: str) -> None:
    """Raises `NotNow` where it was done meanwhile, by this person too: the button was pressed twice."""
    if asked(case) != what:
        raise NotNow(_("Nobody asks for it any more."))


def _asked_link(case: Case) -> CaseLink:
    """The newest link of a file, before its record is open; `_link` says afterwards whether it holds. Raises
    `NotNow`."""
    link = CaseLink.objects.filter(case=case, undone_at=None).order_by("-made_at", "-pk").first()
    if link is None:
        raise NotNow(_("Nobody asks for it any more."))
    return link


def _held(actor: Actor, case_id: UUID, deed: str, first: str) -> UUID:
    """Hold both files, always in the same order, and ask whether this person is the second. The other file."""
    case = case_of(actor, case_id)
    ask(actor, deed, case)
    _need_asked(case, first)
    link = _asked_link(case)
    pair = visible(actor, Case.objects.select_for_update(of=("self",))).filter(pk__in=[case_id, link.to_case_id])
    for one in list(pair.order_by("pk")):
        ask(actor, deed, case_of(actor, one.pk))
    need_second(actor, case_id, first, *_ALL)
    return link.to_case_id


def _take_over(actor: Actor, case: Case, keeper_id: UUID, now: datetime) -> tuple[Taken, list[str]]:
    """Write what is known of the child of the one file into the other. What is kept, and the lines of the entry."""
    purpose = purpose_of(relation(actor, case))
    with record.writing(actor, keeper_id, TAKE, now, child=True) as (keeper, of_child):
        with open_record(actor, child_ref(case.child), JOIN, purpose=purpose, now=now, thing=case) as of_other:
            other = taking.values(of_other, case.child)
            no = any(one.act in ground.TAKES for one in ledger.read(of_other, case.child))
            row, reached = taking.reach(of_child, keeper.child, of_other, case.child, record.by(actor, now))
        keeps = taking.values(of_child, keeper.child)
        taken, found = taking.take(of_child, keeper.child, keeps, other, case.child)
        _found_by(actor, keeper, of_child)
        lines = [
            f"{name}: {said}"
            for name, said in taking.differs((*found.conflicts, *reached), hidden=keeper.child.protected_name)
        ]
    if row:  # nobody asked the child about both together
        clocks.stop(keeper.pk, duties.CONTACT_SAFETY, now=now)
        duties.begin(duties.CONTACT_SAFETY, keeper, now, CHECK_ANEW)
    if no:
        lines.append(_("In the other file a no, or a yes that was taken back, is recorded. Ask the child anew."))
    return replace(taken, reached=row), lines


def _wishes(opened: Opened, case: Case) -> list[str]:
    """What the child wants by the file that ends: no word of the child goes under."""
    said = opened.read(case, "content")
    field = model().entities["case"].fields["wishes"]
    return [f"{label(field)}: {said.wishes}"] if said and said.wishes else []


def _found_by(actor: Actor, keeper: Case, of_child: Opened) -> None:
    card = taking.card(of_child, keeper.child)
    for each in keeper.child.cases.all():
        index.write(actor, each, card)


def _tie(actor: Actor, case: Case, keeper_id: UUID, now: datetime) -> tuple[str, ...]:
    """The concerns of the one file belong to the other as well. Those that are new to it."""
    mine = [one.concern_id for one in stated.kept(case.pk, Told.objects.filter(case=case))]
    return tuple(str(one) for one in mine if belongs(keeper_id, one, actor.signatory(), now))


def _goes_on(actor: Actor, case: Case, keeper_id: UUID, lines: list[str], now: datetime, *, new: bool) -> Case:
    """The entry of the file that goes on, and its risk, which is never lowered. `new`: a concern of the other was not
    read yet."""
    with record.writing(actor, keeper_id, TAKE, now) as (keeper, opened):
        risks = [{merge.RISK: Risk(one.risk) if one.risk else None} for one in (keeper, case)]
        for risk in merge.merge({}, risks[1], risks[0]).applied.values():
            writing.risk_is(actor, opened, keeper, Risk(str(risk)), now)
        first = _("File {number} was joined into this one.").format(number=case.number)
        if lines:
            first += "\n" + _("There it says otherwise:")
        _entry(opened, keeper, actor, now, record.in_entries(lines, first))
        if new:
            duties.begin(duties.NEW_CONCERN, keeper, now)
    return keeper


def preview(actor: Actor, case_id: UUID, now: datetime) -> tuple[Case, list[tuple[str, str, str]]]:
    """What a second person looks at: the file that goes on, and of each field that differs what it says and what the
    other says. Of a child whose name is hidden not who it is. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    with transaction.atomic():
        case = case_of(actor, case_id)
        keeper = case_of(actor, _asked_link(case).to_case_id)
        both = [_read(actor, one, now) for one in (keeper, case)]
    hidden = keeper.child.protected_name or case.child.protected_name
    return keeper, taking.side_by_side(*both, hidden=hidden)


def _read(actor: Actor, case: Case, now: datetime) -> dict[str, object]:
    purpose = purpose_of(relation(actor, case))
    with open_record(actor, child_ref(case.child), SEE_BOTH, purpose=purpose, now=now, thing=case) as opened:
        return {**taking.values(opened, case.child), **taking.reached(opened, case.child)[1]}


# ---- two again ----


@transaction.atomic
def part(actor: Actor, case_id: UUID, now: datetime) -> list[str]:
    """The second person undoes it, within ninety days: the labels of what stays since somebody changed it. Raises as
    `join` does."""
    keeper_id = _held(actor, case_id, PART, ASK_PART)
    with record.writing(actor, case_id, PART, now, grounded=False, ended=True) as (case, opened):
        link = _joined(opened, case, now)
        keeper = case_of(actor, keeper_id)
        if link.to_case_id != keeper_id:
            raise NotNow(_("This file changed meanwhile. Look once more."))
        if keeper.status == Status.VOID:
            raise NotNow(_("The file that went on was joined into another itself. Undo that first."))
        taken = Taken.read(opened.read(link, "content").taken)
        stays = _given_back(actor, case, keeper_id, taken, now)
        until = taken.before["until"]
        kept = taken.before["kept"], date.fromisoformat(until) if until else None
        moving.back(opened, case, Status(taken.before["status"]), kept, now)
        _due_again(case, taken, now)
        _end(opened, link, now)
        clocks.stop(case.pk, SECOND, now=now)
    return stays


def _given_back(actor: Actor, case: Case, keeper_id: UUID, taken: Taken, now: datetime) -> list[str]:
    free = {"grounded": False, "ended": True}
    with record.writing(actor, keeper_id, GIVE, now, child=True, **free) as (keeper, of_child):
        stays = taking.give_back(of_child, keeper.child, taken)
        stays += taking.unreach(of_child, keeper.child, taken, record.by(actor, now))
        _found_by(actor, keeper, of_child)
    with record.writing(actor, keeper_id, GIVE, now, **free) as (keeper, opened):
        Told.objects.filter(case=keeper, concern__in=map(UUID, taken.told)).delete()
        first = _("File {number} is a file of its own again. The risk stays as it is.").format(number=case.number)
        if stays:
            first += "\n" + _("This was changed since, and stays. Look whether it is true of this child:")
        _entry(opened, keeper, actor, now, record.in_entries(stays, first))
    return stays


def _due_again(case: Case, taken: Taken, now: datetime) -> None:
    """What was due of it is due again; what would be late by now has a little time."""
    for kind, subject, at in taken.due:
        limit = max(datetime.fromisoformat(at) - now, duties.SOONEST)
        duties.begin(clocks.kind(kind), case, now, limit, subject=UUID(subject))
    if case.status == Status.OPEN:
        child_side.offer(case, now, timedelta(days=DAYS))
