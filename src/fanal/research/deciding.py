"""What people decided about a plan, study, run or class set: one row each, only added, and held by the journal.

A row alone proves nothing. Who writes to the database could write an assent in a colleague's name, turn a no into a
yes, or take a veto away. The entry of the deed, which the person signed, names the row and its hash. Where a row that
an entry names is not there, nothing that was decided until then counts, and everybody decides anew.
"""

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotAllowed, NotNow, stated
from fanal.access.api import deciding as rule
from fanal.access.contracts import Seat, Voice
from fanal.journal import api as journal
from fanal.journal.contracts import Item, Line, Said, Told
from fanal.network.api import trusted
from fanal.network.contracts import Actor, Role
from fanal.research import wording
from fanal.research.contracts import Stage, Verdict
from fanal.research.models import Decision
from fanal.research.policy import ASSENT_ROLES
from fanal.vocabulary.results import Refused

logger = logging.getLogger(__name__)

PASS_GATE, PASS_RUN_GATE = "research.pass_gate", "research.pass_run_gate"
REVIEW, REVIEW_STUDY, REVIEW_CLASSES = "research.review", "research.review_study", "research.review_classes"
ASSENT, ASSENT_STUDY, OBJECT = "research.assent", "research.assent_study", "research.object"
DECLINE_ESTIMATE = "research.decline_estimate"
DEEDS = frozenset(
    {PASS_GATE, PASS_RUN_GATE, REVIEW, REVIEW_STUDY, REVIEW_CLASSES, ASSENT, ASSENT_STUDY, OBJECT, DECLINE_ESTIMATE}
)
"""With these somebody decides, in whichever part of the room; who may, the policy of each says."""
_GATES = frozenset({PASS_GATE, PASS_RUN_GATE})
YES = frozenset({Verdict.PASSED, Verdict.APPROVED, Verdict.ASSENT})
_FREE = Stage.PUBLISH
"""What a maker publishes is made anew from what was agreed, and compared byte for byte."""


def decide(
    actor: Actor,
    subject: UUID,
    stage: Stage,
    role: str,
    verdict: str,
    reasons: str,
    about: str,
    now: datetime,
    ticks: Sequence[str] = (),
) -> Item:
    """Add a decision; none is ever changed. Returns what the entry of the deed must name. Raises `NotNow` for reasons
    that name somebody, `NotAllowed` for a yes while the chain of the journal is torn."""
    if verdict in YES:
        stated.need_whole(subject)
    wording.no_person(actor.org, reasons=reasons)
    row = Decision(subject=subject, stage=stage, role=role, org_id=actor.org, person_id=actor.person)
    row.verdict, row.reasons, row.about, row.at, row.ticks = verdict, reasons.strip()[:1000], about, now, list(ticks)
    row.save(force_insert=True)
    return stated.whole(row)


def standing(
    subject: UUID, seats: Iterable[Seat], *, about: str | None = None, own: Collection[UUID | None] = ()
) -> list[rule.Line]:
    """How each who must agree stands (`access.deciding`). `own`: who made it."""
    asked = list(seats)
    rows = held(subject, *{Stage(seat.stage) for seat in asked})
    return rule.standing(asked, list(map(voice, rows)), about=about, own={one for one in own if one is not None})


def voice(row: Decision) -> Voice:
    """What a row says, for the rule."""
    return Voice(
        row.stage, row.role, row.person_id, row.verdict in YES, row.at, row.org_id, row.about, row.verdict, row.reasons
    )


def advisers(stage: Stage, due: date | None = None) -> list[Seat]:
    """Survivor adviser and ethics reviewer, of whichever house."""
    return [Seat(stage, role.value, None, due) for role in ASSENT_ROLES]


def at_gate(members: Iterable[UUID], due: date) -> list[Seat]:
    """Who must agree at a gate: both advisers, and the officer of each member."""
    officer = Role.DATA_PROTECTION_OFFICER.value
    return [*advisers(Stage.GATE, due), *(Seat(Stage.GATE, officer, org, due) for org in members)]


def in_one_role(actor: Actor, role: str, roles: Collection[Role], acted: Collection[str], twice: Refused) -> None:
    """Whether somebody speaks in a role that they have, and acted in no other. Raises `NotNow`, `NotAllowed`."""
    if role not in {one.value for one in roles if actor.has(one)}:
        raise NotNow(_("Choose a role that you have."), "role")
    if set(acted) - {role}:
        raise NotAllowed(twice)


def yes_or_no(verdict: str, reasons: str, yes: Verdict, no: Verdict, why: str) -> None:
    """Whether it is one of the two, a no with a reason. Raises `NotNow`, with `why` as its words."""
    if verdict not in {yes, no}:
        raise NotNow(_("Say yes or no."), "verdict")
    if verdict == no and not reasons.strip():
        raise NotNow(why, "reasons")


def held(subject: UUID, *stages: Stage) -> list[Decision]:
    """The decisions that the people whom they name made, oldest first. Of those made before one that was taken away or
    changed, which may have been a no, none counts."""
    rows, told = _told(subject, trusted.Signers())
    said, gone = told.said, _gone(rows, told)
    if gone or told.torn:
        logger.error("decisions are not those that the journal names")
    if told.torn:
        return []
    return [
        row for row in rows if row.stage in stages and any(_since(one[0], gone) and _is_by(row, one) for one in said)
    ]


def missing(subject: UUID) -> str:
    """What people read where a decision was taken away or changed; nothing where none was."""
    rows, told = _told(subject, trusted.Signers())
    if told.torn:
        return trusted.torn()
    if not _gone(rows, told):
        return ""
    return _(
        "A decision about this was taken away or changed in the database. What was decided before it counts no more: "
        "whoever must agree answers anew. Tell your administrator."
    )


def objected(subject: UUID) -> bool:
    """Whether somebody objected. The entry is enough, whatever became of the row: nobody takes it back."""
    return bool(journal.told(subject, {OBJECT}, trusted.Signers()).said)


def unproved() -> Iterator[str]:
    """Decisions that nobody made, and such as are gone or were changed, in words."""
    known = trusted.Signers()
    rows_of = Decision.objects.exclude(stage=_FREE).values_list("subject", flat=True).distinct().order_by()
    for subject in sorted({*rows_of, *journal.records_of(DEEDS)}, key=str):
        rows, told = _told(subject, known)
        if _gone(rows, told):
            yield f"record {subject}: a decision of research was changed or taken away"
        elif not all(any(_is_by(row, one) for one in told.said) for row in rows):
            yield f"record {subject}: a decision of research is by nobody"


def _told(subject: UUID, known: trusted.Signers) -> tuple[list[Decision], Told]:
    """The rows about something, oldest first, and the entries that tell of them."""
    rows = Decision.objects.filter(subject=subject).exclude(stage=_FREE).order_by("at", "pk")
    return list(rows), journal.told(subject, DEEDS, known)


def _is_by(row: Decision, said: Said) -> bool:
    """Whether an entry says that the person of the row decided so."""
    return stated.is_by(row.person_id, row.at, row, said)


def _gone(rows: Collection[Decision], told: Told) -> list[Line]:
    """The entries that name a decision which is not there."""
    there = set(map(stated.named, rows))
    return [line for line, items in told.said if not items <= there]


def _since(line: Line, gone: Collection[Line]) -> bool:
    """Whether a decision was made after each missing one that bears on it. What is missing of the review leaves the
    gate as it is: it came before, and is not asked again while a plan is further on."""
    return all(line.seq > one.seq for one in gone if one.deed in _GATES or line.deed not in _GATES)
