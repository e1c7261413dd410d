"""Opening the file of a child from a concern: at most twenty answers, two sealed records, and a ground (CM-6)."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, need, stated
from fanal.cases import duties, flow, ground, limits, readiness
from fanal.cases.child_side import child_side
from fanal.cases.child_side.duties import FIRST_OFFER
from fanal.cases.codes import Basis, Risk, SafeContact, Standing
from fanal.cases.facts import Facts, To
from fanal.cases.files import ledger, making, record
from fanal.cases.flow import Moved
from fanal.cases.ground import Giver
from fanal.cases.models import Accepted, Act, Case, Child, FollowUp, TakenOver, Told
from fanal.cases.opening.accepted import accepted, off_the_day
from fanal.cases.policy import ACCEPT, OPEN_FILE
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose, DutyKind, Triage

NEEDED: Final = (
    "child.age_at_intake", "child.sex", "child.safe_to_contact", "case.standing", "case.risk", "consent.basis",
    "consent.child_assented", "consent.given_by",
)  # fmt: skip
THEN: Final = "act.age_at_time"
"""Asked of whoever is an adult now."""

type Answers = Mapping[str, Any]
"""What was answered, by the path of the field in the model file."""
type Left = tuple[str, date]
"""A follow-up that is still to come: which one, and its day."""


def open_file(actor: Actor, concern_id: UUID, answers: Answers, now: datetime) -> Case:
    """Open the file of the child of whom a concern told. Worker and supervisor are those who were named.

    Raises `NotHere`, `NotAllowed`, `NotNow` for what is missing or where a colleague opened it, `NetworkError` for a
    team without a key.
    """
    check(answers)
    with transaction.atomic():
        row = accepted(actor, concern_id, lock=True)
        ask(actor, OPEN_FILE, row)
        if not (ready := readiness.may_open(row.org_id, now.date())):
            raise NotNow(ready.words)
        if row.concern.triage != Triage.OPEN_CASE:
            raise NotNow(_("It was decided otherwise meanwhile: no file is opened from it."))
        if row.case_id is not None:
            raise NotNow(_("A colleague opened this file already. It stands in “My files”."), code="opened")
        if gone := {row.worker_id, row.supervisor_id} & set(network.have_left(row.org_id)):
            name = network.names(gone)[min(gone)]
            raise NotNow(_("{name} has left. Let intake decide anew who takes the child on.").format(name=name))
        child, case, moved = _rows(row, row.concern.country_of_harm, answers, actor, now)
        counts = _counts(child, answers, actor, now)
        given = (ledger.new(child, _of("consent", answers), actor, now), _of("consent", answers))
        act = _first_act(case, concern_id, answers, actor, now)
        said = making.store(case, _of("child", answers), _of("case", answers), [given, *act])
        said[case.pk].append(stated.item(Told.objects.create(case=case, concern_id=concern_id)))
        row.case = case
        row.save(update_fields=["case"])
        for sealed, items in said.items():
            journal.write(sealed, actor.signatory(), OPEN_FILE, at=now, purpose=AccessPurpose.CASEWORK, items=items)
        journal.write(concern_id, actor.signatory(), OPEN_FILE, at=now, items=[stated.item(row)])
        begun = stated.last(concern_id, ACCEPT)
        off_the_day(concern_id, now)
        renewed = ledger.RENEWED_AFTER if counts else limits.days_without()
        _begin_clocks(case, moved, begun.at if begun else now, renewed, now)
        if answers["consent.basis"] != Basis.CONSENT:
            duties.begin(duties.SIGN_GROUND, case, now)
        making.listed(actor, case, _of("child", answers))
        record.done(actor, case, None, OPEN_FILE, now)
    return case


def _counts(child: Child, answers: Answers, actor: Actor, now: datetime) -> bool:
    """Whether the first ground counts at once. Where it waits for a second person, nothing is written into the file
    until then. Raises `NotNow` where it may not be recorded so."""
    said = _of("consent", answers)
    try:
        giver = Giver(age=answers["child.age_at_intake"])
        return ledger.counts(ledger.new(child, said, actor, now), said, giver, ())
    except NotNow as why:
        why.field = f"consent.{why.field}"
        raise


def open_taken(actor: Actor, row: TakenOver, answers: Answers, left: Collection[Left], now: datetime) -> Case:
    """Open the file of a child whom another member hands over: without a ground of one's own, for which there are seven
    days (CM-40), and with the follow-ups that are `left`. Inside the deed that asked who may; raises as `open_file`."""
    check(answers, grounded=False)
    if not (ready := readiness.may_open(row.org_id, now.date())):
        raise NotNow(ready.words)
    child, case, moved = _rows(row, "", answers, actor, now)
    child.lent_until = now + ground.OWN_WITHIN
    by = record.by(actor, now)
    follow_ups = [
        FollowUp(case=case, type="milestone", milestone=which, due=datetime.combine(day, now.timetz()), **by)
        for which, day in left
    ]
    acts = _first_act(case, None, answers, actor, now)
    said = making.store(case, _of("child", answers), _of("case", answers), [*acts, *((one, {}) for one in follow_ups)])
    for sealed, items in said.items():
        journal.write(sealed, actor.signatory(), OPEN_FILE, at=now, purpose=AccessPurpose.CASEWORK, items=items)
    _begin_clocks(case, moved, now, limits.days_without(), now)
    for one in follow_ups:
        limit = max(one.due - now, duties.SOONEST) if one.due else None
        duties.begin(clocks.kind(DutyKind.MILESTONE_FOLLOW_UP), case, now, limit, subject=one.pk)
    making.listed(actor, case, _of("child", answers))
    record.done(actor, case, None, OPEN_FILE, now)
    return case


def check(answers: Answers, *, grounded: bool = True) -> None:
    """Raises `NotNow` with everything that is missing. `grounded`: a ground is asked for."""
    asked = [path for path in NEEDED if grounded or not path.startswith("consent.")]
    need(
        *((not answers.get(path) and answers.get(path) != 0, _("Answer this."), path) for path in asked),
        (
            answers.get("consent.basis") not in {None, "", Basis.CONSENT} and not answers.get("consent.basis_reason"),
            _("Write why you work without consent. A supervisor signs it within a day."),
            "consent.basis_reason",
        ),
        (
            is_adult(answers.get("child.age_at_intake")) and answers.get(THEN) is None,
            _("A file is for whoever was under 18 when it happened. How old was the person then?"),
            THEN,
        ),
    )


def is_adult(age: int | None) -> bool:
    """Whether it must be said how old the person was when it happened."""
    return (age or 0) >= ground.ADULT


def _rows(
    row: Accepted | TakenOver, country: str, answers: Answers, actor: Actor, now: datetime
) -> tuple[Child, Case, Moved]:
    today = network.day_at(row.org_id, now)
    child = Child(
        org_id=row.org_id,
        interpreter_needed=answers.get("child.interpreter_needed"),
        safe_to_contact=SafeContact(answers["child.safe_to_contact"]).value,
    )
    moved = flow.move(_facts(row, child, answers, now), To.OPEN)
    case = Case(
        child=child,
        org_id=row.org_id,
        team_id=row.team_id,
        owner_id=row.worker_id,
        supervisor_id=row.supervisor_id,
        stage=moved.stage.value,
        status=moved.status.value,
        opened_on=today,
        country_of_harm=answers.get("case.country_of_harm") or country,
        restricted=isinstance(row, Accepted) and row.restricted,
    )
    case.rate(Risk(answers["case.risk"]), actor.person, now, today)
    return child, case, moved


def _facts(row: Accepted | TakenOver, child: Child, answers: Answers, now: datetime) -> Facts:
    return Facts(
        today=network.day_at(row.org_id, now),
        owner=row.worker_id,
        supervisor=row.supervisor_id,
        risk=Risk(answers["case.risk"]),
        ground=True,
        decided=True,
        safe_to_contact=SafeContact(child.safe_to_contact),
        standing=Standing(answers["case.standing"]),
    )


def _first_act(
    case: Case, concern: UUID | None, answers: Answers, actor: Actor, now: datetime
) -> list[tuple[Act, Mapping[str, Any]]]:
    """Of somebody who is 18 or older: that it happened to a child."""
    if not is_adult(answers["child.age_at_intake"]):
        return []
    return [(Act(case=case, concern_id=concern, made_by_id=actor.person, made_at=now), _of("act", answers))]


def _of(entity: str, answers: Answers) -> dict[str, Any]:
    """What was answered of an entity, by field; a choice without an answer is left out."""
    mine = {path.partition(".")[2]: value for path, value in answers.items() if path.startswith(f"{entity}.")}
    return {name: value for name, value in mine.items() if value is not None}


def _begin_clocks(case: Case, moved: Moved, since: datetime, renewed_after: timedelta, now: datetime) -> None:
    """What opening a file begins. The first contact is counted from the day on which it was decided to open a case."""
    due = limits.span(DutyKind.FIRST_CONTACT, Risk(case.risk)).after(since)
    duties.begin(duties.FIRST_CONTACT, case, now, max(due - now, duties.SOONEST))
    duties.follow(case, moved, now)
    duties.begin(duties.CONSENT_RENEWAL, case, now, renewed_after)
    child_side.offer(case, now, FIRST_OFFER.after(now) - now)
