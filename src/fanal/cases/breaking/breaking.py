"""A file that somebody on call opens, for an hour and with a reason, since a child needs it and nobody of the file is
there (CM-52). Supervisor and safeguarding lead are told at once; it is looked at within seven days."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from fanal.access.api import NotAllowed, NotNow, ask, found, need, open_records, stated, visible
from fanal.cases import duties, limits, numbers
from fanal.cases.access_terms import SCREENED, case_ref, child_ref, relation
from fanal.cases.alarms import alarms
from fanal.cases.breaking.duties import REVIEW as REVIEW_DUTY
from fanal.cases.breaking.policy import BREAK, LOOK, REVIEW
from fanal.cases.files import files
from fanal.cases.files.files import File, Looker
from fanal.cases.models import Case, Emergency
from fanal.cases.sight_table import Eye, Why
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, RingKind, Role
from fanal.vocabulary import codes
from fanal.vocabulary.results import Refused

LASTS: Final = timedelta(minutes=60)
MOST: Final = 5
"""So many people at most of an organisation can open a file on call."""
LISTED: Final = 50
"""So many openings stand on the page."""
REASONS: Final = ("danger", "child_asks", "authority", "asked")
"""Why (codes; the words are `desk.pages.REASONS`)."""
OUTCOMES: Final = ("needed", "talked", "not_needed")
"""What the review found."""


def able(org: UUID, today: date) -> frozenset[UUID]:
    """Who of an organisation can open a file on call: has the role, and the clearances of content."""
    people = set(network.role_people(org, Role.DUTY_PERSON))
    for one in SCREENED:
        people &= network.grants.holders(one, today, [org])
    return frozenset(people)


@transaction.atomic
def break_glass(actor: Actor, number: str, reason: str, now: datetime) -> Emergency:
    """Open a file by its number, for an hour. Raises `NotAllowed`, `NotNow`."""
    ask(actor, BREAK)
    need((reason not in REASONS, _("Say why."), "reason"))
    case = _numbered(actor, number)
    if len(able(actor.org, network.day_at(actor.org, now))) > MOST:
        words = _("More than {n} people are on call here, so nobody can open files this way. Ring a supervisor.")
        raise NotNow(words.format(n=MOST))
    row = running(actor, case, now)
    if row is None:
        row = Emergency(case=case, made_by_id=actor.person, made_at=now, reason=reason, ends_at=now + LASTS)
        row.save(force_insert=True)
        journal.write(case.pk, actor.signatory(), BREAK, at=now, purpose=_purpose(reason), items=[stated.item(row)])
        _told(actor, case, row, now)
    return row


def _numbered(actor: Actor, number: str) -> Case:
    """A file that is for named people only, or of somebody else, is not found: nobody learns that it is there."""
    named = numbers.parsed(number)
    rows = Case.objects.select_for_update(of=("self",)).filter(org_id=actor.org, number=named)
    case = rows.select_related("child").first() if named else None
    if case is None or case.restricted:
        raise NotNow(_("No file with this number can be opened on call. Look at the number again."), "number")
    stated.need(case.pk, case)
    if relation(actor, case) is not None:
        raise NotNow(_("This file is yours to open: it stands in your lists."), "number")
    ask(actor, BREAK, case)
    return case


def running(actor: Actor, case: Case, now: datetime) -> Emergency | None:
    """The hour that somebody has for a file now."""
    rows = visible(actor, Emergency.objects.all()).filter(case=case, made_by=actor.person)
    rows = rows.filter(made_at__lte=now, ends_at__gt=now).select_related("case__child")
    return next(iter(stated.kept(case.pk, rows)), None)


def _told(actor: Actor, case: Case, row: Emergency, now: datetime) -> None:
    """The supervisor and the safeguarding lead hear of it at once; also where somebody else is on call."""
    duties.begin(duties.OPENED_ON_CALL, case, now, subject=row.pk)
    limit = limits.span(codes.DutyKind.BREAK_GLASS_REVIEW).after(now) - now
    clocks.start(REVIEW_DUTY, case.org_id, row.pk, about=case.pk, now=now, limit=limit)
    for team in actor.teams:
        on = network.rota.on_duty(team.id, now) if team.kind is RingKind.ONCALL else None
        if on is not None and actor.person not in {on.person, on.deputy}:
            alarms.sound(case.org_id, alarms.Kind.OFF_DUTY, actor.person, [case.pk], now)


def _purpose(reason: str) -> str:
    return f"{codes.AccessPurpose.CASEWORK}:{reason}"


@contextmanager
def looking(actor: Actor, row_id: UUID, now: datetime) -> Iterator[tuple[Emergency, File]]:
    """The file, read by an opening that still runs: what the team would read, and nothing of the gravest classes.
    Raises `NotHere`, `NotAllowed`."""
    row = found(actor, Emergency, row_id, "case__child", "case__owner", "case__supervisor")
    ask(actor, LOOK, row)
    if not row.made_at <= now < row.ends_at:
        raise NotAllowed(Refused(Why.RELATION_ENDED, _("The hour is over. Open the file anew where you must.")))
    case, purpose = row.case, _purpose(row.reason)
    both = [child_ref(case.child), case_ref(case)]
    with open_records(actor, both, LOOK, purpose=purpose, now=now, thing=row) as (of_child, of_case):
        of_child.looked, of_case.looked = {}, {}
        yield row, files.read(of_child, of_case, case, Looker(actor.person, Eye.ON_CALL, reasoned=True), now)


def of(actor: Actor, row_id: UUID, *, lock: bool = False) -> Emergency:
    """One opening, for whoever looks at it afterwards. Raises `NotHere`, `NotAllowed`."""
    row = found(actor, Emergency, row_id, "case__child", "made_by", "reviewed_by", lock=lock)
    ask(actor, REVIEW, row)
    return row


@transaction.atomic
def review(actor: Actor, row_id: UUID, outcome: str, now: datetime) -> None:
    """Say what was found, once. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    need((outcome not in OUTCOMES, _("Answer this."), "outcome"))
    row = of(actor, row_id, lock=True)
    stated.need(row.case_id, row)
    if row.reviewed_by_id is not None:
        raise NotNow(_("A colleague was faster: it is so already."))
    row.reviewed_by_id, row.reviewed_at, row.outcome = actor.person, now, outcome
    row.version += 1
    row.save()
    journal.write(row.case_id, actor.signatory(), REVIEW, at=now, items=[stated.item(row)])
    clocks.stop(row.pk, REVIEW_DUTY, now=now)


def past(actor: Actor) -> list[Emergency]:
    """What is to be looked at, then what was; one more than `LISTED` where there are more. Raises `NotAllowed`."""
    ask(actor, REVIEW)
    rows = visible(actor, Emergency.objects.all()).exclude(made_by=actor.person).select_related("case", "made_by")
    return list(rows.order_by(F("reviewed_at").desc(nulls_first=True), "-made_at", "pk")[: LISTED + 1])
