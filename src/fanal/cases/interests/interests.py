"""What is best for the child: an assessment by one worker, or the decision of a panel of three or more, without whoever
prepared it (docs/cases.md, "What is best for the child"). At least two ways, each with what speaks for and against it
and the child's own view; who sees it differently; a day to look at it again."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, need
from fanal.cases import duties
from fanal.cases.approvals import approvals
from fanal.cases.files import files, record, rows
from fanal.cases.files.approving import Stand
from fanal.cases.files.files import row_of
from fanal.cases.interests.duties import REVIEW, SAID
from fanal.cases.interests.policy import INTERESTS
from fanal.cases.model.sealed import Said
from fanal.cases.models import BestInterests, Case
from fanal.cases.seats import seats
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor

KIND: Final = "best_interests"
"""As approvals name it."""
BIA, BID = "bia", "bid"
PANEL: Final = 3
"""So many decide together at least."""
LONGEST: Final = timedelta(days=366)
"""At the latest after so long it is looked at again (own)."""


def decision_of(actor: Actor, case_id: UUID, decision_id: UUID) -> BestInterests:
    """One of a file that the person may see. Raises `NotHere`."""
    return row_of(actor, BestInterests, case_id, decision_id, "prepared_by", "made_by")


def may_sit(row: BestInterests, now: datetime) -> dict[UUID, str]:
    """Who can sit on a panel, by name (`seats.may_sit`). Not whoever prepared it, not the worker of the file, and not
    its supervisor, who approves it."""
    return seats.may_sit(row.case, _apart(row), row.panel, now)


def _fits(row: BestInterests) -> dict[UUID, str]:
    return seats.fits(row.case, _apart(row))


def _apart(row: BestInterests) -> set[UUID]:
    return {row.prepared_by_id, row.case.owner_id, row.case.supervisor_id}


def end_seats(row: BestInterests, actor: Actor, now: datetime) -> None:
    """It is decided, or others sit on the panel: nobody reads or says anything any more."""
    seats.end_of(row, actor.signatory(), now)
    clocks.stop(row.pk, SAID, now=now)


def determination_open(opened: Opened, case: Case) -> bool:
    """Whether a decision of a panel waits for its review. From the open record of the case; a row that somebody changed
    in the database counts for nothing."""
    return bool(rows.of(opened, BestInterests, case, kind=BID, reviewed_on=None))


def begin(actor: Actor, case_id: UUID, kind: str, said: Said, now: datetime) -> BestInterests:
    """Prepare one: of which kind, and what has to be decided. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    need(
        (kind not in {BIA, BID}, _("Choose who decides."), "kind"),
        (not said.get("trigger"), _("Say what has to be decided."), "trigger"),
    )
    with record.writing(actor, case_id, INTERESTS, now) as (case, opened):
        row = BestInterests(case=case, kind=kind, prepared_by_id=actor.person, panel=[], **record.by(actor, now))
        return record.add(opened, row, {**said, "child_told_on": None})


@contextmanager
def _changing(
    actor: Actor, case_id: UUID, decision_id: UUID, version: int, now: datetime
) -> Iterator[tuple[Case, Opened, BestInterests]]:
    with record.writing(actor, case_id, INTERESTS, now) as (case, opened):
        row = decision_of(actor, case.pk, decision_id)
        row.case = case
        record.need_now(opened, row, version)
        if row.reviewed_on:
            raise NotNow(_("This was looked at again, and stays as it is. Begin a new one."))
        before = row.decided_on, row.review_on
        yield case, opened, row
        row.version += 1
        row.save()
        if row.decided_on:
            _follow(actor, case, opened, row, now, moved=before != (row.decided_on, row.review_on))


def keep(
    actor: Actor, case_id: UUID, decision_id: UUID, said: Said, panel: Collection[UUID], version: int, now: datetime, *,
    finish: bool,
) -> BestInterests:  # fmt: skip
    """Keep what was worked out; `finish`: it is decided, the supervisor is asked, and it is looked at again on the day
    that was set. Once decided it stays whole, and what was approved of it lapses. Raises as `begin`, with all that a
    decided one lacks."""
    with _changing(actor, case_id, decision_id, version, now) as (case, opened, row):
        sat, able = row.panel, may_sit(row, now)
        words = _("Choose people of the list: who is vetted, and did not prepare or approve it.")
        need((row.kind == BID and bool(set(panel) & {*_fits(row)} - {*able}), words, "panel"))
        row.panel = sorted(str(one) for one in panel) if row.kind == BID else []
        row.review_on = said.get("review_on")
        record.change(opened, row, said)
        if finish or row.panel != sat:
            end_seats(row, actor, now)
        if row.decided_on or finish:
            _need_whole(opened, row, now)
            row.decided_on = row.decided_on or network.day_at(case.org_id, now)
    return row


def _follow(actor: Actor, case: Case, opened: Opened, row: BestInterests, now: datetime, *, moved: bool) -> None:
    """What a decided one brings about: its day, and that the supervisor is asked. `moved`: the day is another."""
    if moved and row.review_on:
        clocks.stop(row.pk, REVIEW, now=now, done=False)
        duties.begin(REVIEW, case, now, row.review_on - network.day_at(case.org_id, now), subject=row.pk)
    if row.reviewed_on is None and approvals.stand(opened, case, KIND, row.pk) is Stand.NOT_ASKED:
        approvals.ask_within(opened, case, KIND, row.pk, actor, now)
    else:
        approvals.touched(opened, case, KIND, row.pk, now)


def _need_whole(opened: Opened, row: BestInterests, now: datetime) -> None:
    """What a decided one has. Raises `NotNow` with all that is missing."""
    held = opened.read(row, "content")
    today = network.day_at(row.case.org_id, now)
    whole = [one for one in held.options if all((one.option, one.pro, one.contra, one.child_view))]
    sits = {str(one) for one in _fits(row)}
    late = row.review_on is None or not today < row.review_on <= today + LONGEST
    need(
        (
            len(whole) < 2 or len(whole) < len(held.options),
            _("Write two ways or more, each with what speaks for and against it and what the child thinks of it."),
            "options",
        ),
        (not held.decision, _("Write what is best for the child, and why."), "decision"),
        (
            row.kind == BID and (len(set(row.panel)) < PANEL or not set(row.panel) <= sits),
            _("Three people or more decide, without whoever prepared it and without whoever approves it."),
            "panel",
        ),
        (late, _("Choose a day after today, within a year."), "review_on"),
    )


def told(actor: Actor, case_id: UUID, decision_id: UUID, said: Said, version: int, now: datetime) -> None:
    """The child was told, on a day. What was approved stays approved. Raises as `begin`."""
    with _changing(actor, case_id, decision_id, version, now) as (case, opened, row):
        day = said.get("child_told_on")
        need(
            (not row.decided_on, _("Nothing is decided yet."), "child_told_on"),
            (
                day is None or not (row.decided_on or day) <= day <= network.day_at(case.org_id, now),
                _("Choose the day on which the child was told: not before it was decided, and not after today."),
                "child_told_on",
            ),
        )
        record.change(opened, row, {"child_told_on": day})


def review(actor: Actor, case_id: UUID, decision_id: UUID, said: Said, version: int, now: datetime) -> None:
    """It was looked at again, with the child; or it is not needed any more. Raises as `begin`."""
    need((not said.get("review"), _("Write what the second look found."), "review"))
    with _changing(actor, case_id, decision_id, version, now) as (case, opened, row):
        row.reviewed_on = network.day_at(case.org_id, now)
        record.change(opened, row, {"review": said["review"]})
        clocks.stop(row.pk, REVIEW, now=now)


def content(opened: Opened, case: Case, subject: UUID) -> Mapping[str, Any] | None:
    """What is approved: the decision with its ways, who decided, and when it is looked at again; whether the child was
    told, and what the second look found, come later. None where nothing is decided."""
    row = BestInterests.objects.filter(pk=subject, case=case).exclude(decided_on=None).first()
    if row is None or not opened.holds(row):
        return None
    held = files.content(opened, row, "content")
    names = ("trigger", "options", "decision", "dissent")
    clear = {"kind": row.kind, "panel": row.panel, "decided_on": row.decided_on, "review_on": row.review_on}
    return {**clear, **{name: getattr(held, name) for name in names}, "prepared_by": row.prepared_by_id}


def whose(case: Case, subject: UUID) -> set[UUID]:
    """Whose work it is: whoever prepared it, and the panel."""
    row = BestInterests.objects.filter(pk=subject, case=case).first()
    return {row.prepared_by_id, *map(UUID, row.panel)} if row else set()
