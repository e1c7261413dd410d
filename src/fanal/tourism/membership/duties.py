"""The duties of a membership, and the one place that begins and ends them: they follow from where it stands. Nothing
here decides anything."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from fanal.access.api import stated
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Step as ChainStep
from fanal.clocks.contracts import Target
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import OrgKind, Role
from fanal.tourism.membership.flow import JOINED, MEMBER, Move, State
from fanal.tourism.models import AnnualReport, Appeal, Membership, Plan, Sanction, Step
from fanal.tourism.plans.plans import IN_REVIEW
from fanal.tourism.programmes import library
from fanal.tourism.programmes.model import Clocks
from fanal.vocabulary.words import gettext_noop

_DAY: Final = timedelta(days=1)
_FOCAL, _OFFICE, _MANAGER = (
    Target.role(Role.COMPANY_FOCAL_POINT), Target.role(Role.ANALYST), Target.role(Role.MANAGER)
)  # fmt: skip


def for_office(code: str, words: str, days: int = 14, *, remind: bool = False) -> clocks.DutyKind:
    """A duty of the secretariat, within so many days; then its manager hears of it."""
    return _kind(code, words, days, _OFFICE, (ChainStep(timedelta(0), _MANAGER),), remind=remind)


def for_company(
    code: str, words: str, days: int = 14, *, after: Iterable[int] = (0,), remind: bool = False
) -> clocks.DutyKind:
    """A duty of a company, within so many days. `after`: how many days after that it is reminded."""
    return _kind(code, words, days, _FOCAL, tuple(ChainStep(one * _DAY, _FOCAL) for one in after), remind=remind)


def _kind(
    code: str, words: str, days: int, owner: Target, chain: tuple[ChainStep, ...], *, remind: bool
) -> clocks.DutyKind:
    return clocks.register(clocks.DutyKind(code, words, days * _DAY, owner, chain, remind=remind, calendar=True))


REVIEW = for_office("tourism_review", gettext_noop("Look at the application of a company"))
REPORT = for_company(
    "tourism_report", gettext_noop("Send the yearly report of your company"), 60, after=(0, 30, 60), remind=True
)
"""Its steps after the day are the reminders without which nobody is suspended."""
DECIDE = for_office("tourism_decide", gettext_noop("Decide what is proposed about a company"))
APPEAL_DUTY = for_office("tourism_appeal", gettext_noop("Decide an appeal of a company"), 60, remind=True)
ANSWER = for_company("tourism_answer", gettext_noop("Answer what your company was told"))
LOOK_AGAIN = for_office("tourism_look_again", gettext_noop("Look again at an urgent suspension of a company"))
NEXT = for_company("tourism_next", gettext_noop("Go on with the membership of your company"))
PLAN = for_office("tourism_plan", gettext_noop("Look at the new plan of a company"))
READ_REPORT = for_office("tourism_read_report", gettext_noop("Read the yearly report of a company"))
KINDS: Final = (REVIEW, PLAN, REPORT, READ_REPORT, DECIDE, APPEAL_DUTY, ANSWER, LOOK_AGAIN, NEXT)
_REPORTS: Final = MEMBER | {State.SUSPENDED}
LOOKED: Final = "look_again"
"""A step that leads nowhere: somebody looked again at an urgent suspension, and it stays."""
_OF_OFFICE: Final = frozenset({State.SUBMITTED, State.PLAN_REVIEW, State.PLAN_APPROVED})
_OF_COMPANY: Final = frozenset({State.INVOICED, State.PAID, State.AGREEMENT_SENT})


def owed(rows: Sequence[Membership], now: datetime) -> Iterator[clocks.Owed]:
    """What somebody has to do for these memberships as they stand."""
    offices = [office.id for office in network.orgs(OrgKind.SECRETARIAT)]
    proposed = _with(Step.objects.filter(Step.waits), rows)
    told = _with(Sanction.objects.filter(ended_on=None, answered_at=None).exclude(notice_on=None), rows)
    urgent = _with(Sanction.objects.filter(urgent=True).exclude(notice_on=None), rows)
    appealed = _with(Appeal.objects.filter(Appeal.is_open), rows)
    planned = _with(Plan.objects.filter(state=IN_REVIEW), rows)
    returned = _with(Step.objects.filter(move=Move.RETURN.value), rows)
    sent = _sent(rows)
    for row in rows:
        state, days = State(row.state), _days(row)
        of_office: list[tuple[clocks.DutyKind, dict[str, Any]]] = [
            *([(REVIEW, _within(days.review))] if state in _OF_OFFICE else []),
            *([(PLAN, {})] if row.pk in planned and state in JOINED else []),
            *([(DECIDE, {})] if row.pk in proposed else []),
            *([(READ_REPORT, {})] if row.pk in sent and state in _REPORTS else []),
            *([(APPEAL_DUTY, _within(days.appeal_decision))] if row.pk in appealed else []),
            *([(LOOK_AGAIN, _within(days.look_again))] if row.pk in urgent and unsettled(row) else []),
        ]
        yield from (clocks.Owed(office, row.pk, (kind,), how) for kind, how in of_office for office in offices)
        if state in _OF_COMPANY or (state is State.DRAFT and row.pk in returned):
            yield clocks.Owed(row.org_id, row.pk, (NEXT,))
        if row.pk in told:
            yield clocks.Owed(row.org_id, row.pk, (ANSWER,), _within(days.answer))
        late = state in {State.REPORT_DUE, State.OVERDUE} and row.pk not in sent
        if late and row.report_due_on is not None:
            yield clocks.Owed(row.org_id, row.pk, (REPORT,), _reported(row.report_due_on, days, now))


def _with(found: QuerySet[Any], rows: Sequence[Membership]) -> set[UUID]:
    return set(found.filter(membership__in=[row.pk for row in rows]).values_list("membership_id", flat=True))


def _sent(rows: Sequence[Membership]) -> set[UUID]:
    """Of which memberships a report waits for its reader, as the journal says: whoever writes a state into the database
    keeps nobody from being late."""
    found = list(AnnualReport.objects.filter(state="submitted", membership__in=[row.pk for row in rows]))
    told = journal.told_of([one.membership_id for one in found], (), network.trusted.Signers())
    return {one.membership_id for one in found if stated.is_as_told(one, told[one.membership_id]) is True}


def _days(row: Membership) -> Clocks:
    """The times of its programme; those of all where this version knows it no more."""
    found = library.shipped().get(row.programme)
    return found.clocks if found else Clocks()


def _within(days: int) -> dict[str, Any]:
    """A limit of whole days, one at least."""
    return {"limit": max(days, 1) * _DAY}


def _reported(day: date, days: Clocks, now: datetime) -> dict[str, Any]:
    """Until a day, with the reminders of the programme after it."""
    return _within((day - now.date()).days) | {"chain": [ChainStep(after * _DAY, _FOCAL) for after in days.reminders]}


def follow(row: Membership, now: datetime) -> None:
    """Begin what is owed now, and end what is owed no more."""
    wanted = list(owed([row], now))
    kept = {(one.org, kind.code) for one in wanted for kind in one.kinds}
    there = {(duty.org, duty.kind) for duty in clocks.open_duties(subjects=[row.pk], kinds=KINDS)}
    for org, kind in sorted(there - kept):
        clocks.stop(row.pk, clocks.kind(kind), now=now, org=org)
    for one in wanted:
        if (one.org, one.kinds[0].code) not in there:
            clocks.start(one.kinds[0], one.org, one.subject, now=now, **one.options)


def unsettled(row: Membership) -> bool:
    """Whether a membership is suspended at once, and nobody has looked at that again since."""
    # Also where the company was told of an exclusion since: that ends what it was told before, not the suspension.
    urgent = row.sanctions.filter(urgent=True, notice_on__gte=row.entered_on).order_by("-pk").first()
    if State(row.state) is not State.SUSPENDED or urgent is None:
        return False
    return not row.steps.filter(move=LOOKED, at__date__gte=urgent.notice_on).exists()


def reminded(row: Membership) -> int:
    """How often the clock told a company that its report is late."""
    return max((duty.step for duty in clocks.open_duties(subjects=[row.pk], kinds=[REPORT])), default=0)


@clocks.owes
def _owes(now: datetime) -> Iterable[clocks.Owed]:
    return owed(list(Membership.objects.order_by("pk")), now)
