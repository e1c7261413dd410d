"""What is owed on a cell: that somebody reads it second, publishes it once the state had its time, and looks again
where the law changed on which it rests. A clock moves no state."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Max, Q, QuerySet, TextField
from django.db.models.functions import Cast

from fanal.clocks import api as clocks
from fanal.clocks.contracts import Step, Target
from fanal.justice import api as justice
from fanal.network.contracts import Role
from fanal.progress.assessing import cells, citing, policy, seconds
from fanal.progress.commitments import rubrics
from fanal.progress.models import Cell, CountryAssessment
from fanal.progress.observations import signals
from fanal.vocabulary.words import gettext_noop

_MANAGER = (Step(timedelta(0), Target.role(Role.MANAGER)),)


def _kind(code: str, deed: str, words: str, days: int) -> clocks.DutyKind:
    """Of whoever may do the deed."""
    owner, limit = Target.deed(deed), timedelta(days=days)
    return clocks.register(clocks.DutyKind(f"progress_{code}", words, limit, owner, _MANAGER, calendar=True))


READ: Final = _kind("read_second", policy.READ_SECOND, gettext_noop("Read an assessment of a country"), 14)
ANEW: Final = _kind("assess_anew", policy.ASSESS, gettext_noop("Write an assessment anew: its reader said no"), 14)
TELL: Final = _kind("tell", policy.TELL, gettext_noop("Tell an office of a state what will be said of it"), 14)
NUMBER: Final = _kind(
    "give_number", policy.NUMBER, gettext_noop("Call an office of a state: it needs a number to reply"), 7
)
PUBLISH: Final = _kind("publish", policy.PUBLISH, gettext_noop("Publish an assessment of a country"), 45)
AGAIN: Final = _kind(
    "assess_again", policy.ASSESS, gettext_noop("Assess a country again: what it rests on changed"), 60
)
ANSWER: Final = _kind("answer_reply", policy.ANSWER, gettext_noop("Answer the reply of a state, point by point"), 14)
CONFIRM: Final = _kind(
    "confirm_reply", policy.CONFIRM, gettext_noop("Compare a typed reply of a state with its letter"), 7
)
COMPARE: Final = _kind(
    "compare_reply", policy.COMPARE, gettext_noop("Compare a translation with the reply of a state"), 14
)
NEXT: Final = {
    policy.READ_SECOND: READ,
    policy.ASSESS: ANEW,
    policy.TELL: TELL,
    policy.NUMBER: NUMBER,
    policy.PUBLISH: PUBLISH,
}
COMPARED: Final = {policy.CONFIRM: CONFIRM, policy.COMPARE: COMPARE}
"""What is owed where a deed comes next, or where somebody else compares what one wrote."""


def _owed(cell: Cell, found: cells.Work, who: seconds.Able) -> Iterator[clocks.Owed]:
    deed = seconds.next_deed(cell, found)
    if deed:
        yield from (clocks.Owed(org, cell.pk, (NEXT[deed],)) for org in seconds.owed_by(deed, found, who))
    for deed, wrote in seconds.to_compare(cell).items():
        houses = who.houses(deed, *wrote) or {found.assessment.org_id}
        yield from (clocks.Owed(org, cell.pk, (COMPARED[deed],)) for org in houses)
    notice = cells.to_answer(cell)
    if notice is not None and cells.waits_for_answer(notice):
        yield clocks.Owed(notice.assessment.org_id, cell.pk, (ANSWER,))


def follow(cell: Cell, now: datetime) -> None:
    """Begin what is owed now, and end what is owed no more."""
    found = cells.work(cell)
    owed = list(_owed(cell, found, seconds.Able(now.date()))) if found else []
    due = {kind.code for one in owed for kind in one.kinds}
    for kind in (*NEXT.values(), *COMPARED.values(), ANSWER):
        if kind.code not in due:
            clocks.stop(cell.pk, kind, now=now)
    for one in owed:
        for kind in one.kinds:
            clocks.start(kind, one.org, one.subject, now=now)


def looked_again(cell: Cell, now: datetime) -> None:
    """Whoever assesses a cell has looked at it again."""
    clocks.stop(cell.pk, AGAIN, now=now)


@clocks.owes
def _owes(now: datetime) -> Iterable[clocks.Owed]:
    replied = Q(assessments__notices__replies__isnull=False)
    live = Cell.objects.filter(Q(assessments__publication=None) | replied).distinct()
    who = seconds.Able(now.date())
    return [owed for cell in live for owed in _owed(cell, cells.work(cell), who)]  # type: ignore[arg-type]


def law_changed(jurisdiction: str, provisions: tuple[str, ...], now: datetime, **_sent: Any) -> None:
    """A law changed: whoever assessed what rests on it looks again. The state stays what it is."""
    country = jurisdiction.partition("-")[0]
    by_law = {one.id for one in rubrics.shipped().values() if one.law}
    for cell in Cell.objects.filter(country=country):
        found = cells.work(cell)
        stands = cells.state(cells.published(cell))
        if found is None or stands is None:
            continue
        rests = citing.of_law(stands.citations)
        touched = not provisions or any((jurisdiction, one) in rests for one in provisions)
        if cell.item in by_law or (rests and touched):
            clocks.start(AGAIN, stands.org_id, cell.pk, now=now)


def ask_law(now: datetime) -> int:
    """The same of law that changed without a deed here, as with a new release of the library: asked of what the newest
    assessment of each place cites, published or not. Returns how many are to be looked at again."""
    newest: dict[UUID, CountryAssessment] = {}
    for row in CountryAssessment.objects.exclude(citations=[]).order_by("at", "pk"):
        newest[row.cell_id] = row
    latest = dict(Cell.objects.annotate(last=Max("assessments__at")).values_list("pk", "last"))
    stale = [row for cell, row in newest.items() if row.at == latest[cell] and _went(row, now)]
    for row in stale:
        clocks.start(AGAIN, row.org_id, row.cell_id, now=now)
    return len(stale)


def _went(row: CountryAssessment, now: datetime) -> bool:
    """Whether a provision that is cited does not stand any more as it stood then."""
    repealed = citing.of_law(one for one in row.citations if one["mark"])
    return any(
        justice.cited(code, provision, row.as_of, now)
        is not (justice.Cited.REPEALED if (code, provision) in repealed else justice.Cited.LAW)
        for code, provision in citing.of_law(row.citations)
    )


def release_changed(code: str, now: datetime, **_sent: Any) -> None:
    """A release was withdrawn or replaced: whoever assessed what rests on it looks again. The state stays."""
    _again({f"release:{code}"}, now)


def values_known(now: datetime, **_sent: Any) -> None:
    """There are newer values: whoever cites one that is another now looks again. The state stays."""
    refs = {one["ref"] for row in _citing("observation:") for one in row.citations if one["kind"] == "observation"}
    _again(citing.changed("observation", sorted(refs)), now)


def _citing(text: str) -> QuerySet[CountryAssessment]:
    """The assessments that were published, of those whose sources have a text in them."""
    rows = CountryAssessment.objects.filter(publication__kind=cells.STATE).annotate(said=Cast("citations", TextField()))
    return rows.filter(said__contains=text).select_related("cell")


def _again(refs: Collection[str], now: datetime) -> None:
    """Whoever found what stands looks again, unless somebody does so already."""
    for row in (row for ref in sorted(refs) for row in _citing(ref)):
        newest = cells.work(row.cell)
        if newest and newest.assessment.pk == row.pk and any(one["ref"] in refs for one in row.citations):
            clocks.start(AGAIN, row.org_id, row.cell_id, now=now)


def listen() -> None:
    """Called once when the room starts."""
    justice.provision_changed.connect(law_changed, dispatch_uid="progress.law_changed")
    signals.release_changed.connect(release_changed, dispatch_uid="progress.release_changed")
    signals.values_known.connect(values_known, dispatch_uid="progress.values_known")
