"""What a child says of us: answers, a message, another worker, share no more, come back. Sealed with public keys alone,
in a record of its own, for supervisors and the safeguarding lead (CM-33, CM-34, CM-74; docs/cases.md).

Skipping changes nothing. Sent twice is one: the form brings the identifier of what it makes.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import ask, need, stated
from fanal.cases import duties as of_files
from fanal.cases import ground
from fanal.cases.child_side import duties, policy
from fanal.cases.codes import Basis, ConsentAct, ConsentPurpose
from fanal.cases.counting import counting
from fanal.cases.files import apart, ledger
from fanal.cases.files.files import case_of
from fanal.cases.ground import Recipient
from fanal.cases.models import Case, Consent, Feedback
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose, DataCategory, RecipientCategory

QUESTIONS: Final = counting.ANSWERS
"""At most four, each with five worded and drawn answers; each may be left out."""
UNSAFE: Final = "not_at_all"
MOST_UNREAD: Final = 30
"""What a code may send before somebody reads it, of what can wait: it is no way to fill the disk."""
OWN_DEVICE, OUR_DEVICE = "own_device", "shared_screen"
MESSAGE, OTHER_WORKER, STOP_SHARING, COME_BACK = "message", "other_worker", "stop_sharing", "come_back"
_ALWAYS: Final = (STOP_SHARING, COME_BACK)
"""Taken in however much waits."""


class TooMany(Exception):
    """So much of this child waits to be read that no more is taken in."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a child sends. `id`: brought by the form, so that sent twice is one. `by`: whose device it was."""

    id: UUID
    about: str
    said: Mapping[str, Any] = field(default_factory=dict, repr=False)
    may_read: bool = False
    mode: str = OWN_DEVICE
    by: UUID | None = None


@transaction.atomic
def give(case: Case, what: Said, now: datetime) -> None:
    """Keep what a child says. Raises `TooMany`, and `NetworkError` where it cannot be sealed."""
    if Feedback.objects.filter(pk=what.id).exists():
        return
    if _can_wait(what) and _waiting(case) >= MOST_UNREAD:
        raise TooMany
    row = Feedback(
        id=what.id, case=case, made_by_id=what.by, made_at=_day(now), about=what.about, mode=what.mode,
        offered_on=network.day_at(case.org_id, now), answered="answered", worker_may_read=what.may_read,
    )  # fmt: skip
    apart.make(
        row, dict(what.said), apart.hears(case, worker=what.may_read), apart.child(case.org_id), policy.GIVEN, now
    )
    counting.seal_feedback(case, what.said)
    if what.mode == OUR_DEVICE:  # of what a child sends alone, the worker learns not even that it was sent
        clocks.stop(case.pk, duties.OFFER, now=now)
    duties.begin(duties.READ, case, now, row.pk)
    if what.said.get("feels_safe") == UNSAFE:
        duties.begin(duties.NOT_SAFE, case, now, row.pk)
    if what.about == COME_BACK:
        duties.begin(duties.CAME_BACK, case, now, row.pk)
    if what.said.get("wants_other_worker"):
        duties.begin(duties.OTHER, case, now, row.pk)


def _can_wait(what: Said) -> bool:
    """Whether a child may be asked to send it later: never that it is not safe, comes back or shares no more."""
    return what.about not in _ALWAYS and what.said.get("feels_safe") != UNSAFE


def _waiting(case: Case) -> int:
    """How much of what can wait nobody has read."""
    unsafe = {one.subject for one in clocks.open_duties(org=case.org_id, files=[case.pk], kinds=[duties.NOT_SAFE])}
    rows = Feedback.objects.filter(case=case, read_on=None, answered="answered")
    return rows.exclude(about__in=_ALWAYS).exclude(pk__in=unsafe).count()


def _day(now: datetime) -> datetime:
    """The day alone: nobody learns from the database at which minute a child wrote."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


# ---- share no more ----

_LAW: Final = frozenset({RecipientCategory.POLICE_OR_PROSECUTOR, RecipientCategory.COURT})
OUTSIDE: Final[Mapping[str, frozenset[RecipientCategory]]] = {
    "help": frozenset({RecipientCategory.SERVICE_PROVIDER, RecipientCategory.HOTLINE}),
    "office": frozenset({RecipientCategory.SOCIAL_SERVICES, RecipientCategory.UNHCR, RecipientCategory.EMBASSY}),
    "law": _LAW,
    "group": frozenset({RecipientCategory.MEMBER_ORG}),
    "family": frozenset({RecipientCategory.FAMILY}),
    "all": frozenset(RecipientCategory) - {RecipientCategory.NONE},
}
"""Whom a child can name, the same list for everybody; words stand with the page."""
_ENDED: Final = (
    ConsentPurpose.REFERRAL, ConsentPurpose.TRANSFER, ConsentPurpose.FAMILY_TRACING, ConsentPurpose.CONTINUITY_SEARCH,
)  # fmt: skip
_COUNTED: Final = (ConsentPurpose.RESEARCH_LINKAGE, ConsentPurpose.STATISTICS)
"""What a child ends who wants everybody outside to know no more."""


@transaction.atomic
def stop_sharing(case: Case, id: UUID, whom: Collection[str], now: datetime) -> None:
    """Take back what the child agreed to, for these of `OUTSIDE`: it counts at once, as a row of the ledger that the
    installation states, since nobody's key is at hand. The supervisor ends what others still have. Raises as `give`
    does, and `NotNow` where nobody is named."""
    need((not whom, _("Choose who should know no more."), "whom"))
    if Feedback.objects.filter(pk=id).exists():
        return
    give(case, Said(id, STOP_SHARING, {"words": ", ".join(sorted(whom))}), now)
    named = frozenset().union(*(OUTSIDE[one] for one in whom))
    purposes = (*_ENDED, *(_COUNTED if "all" in whom else ()))
    rows = [_taken_back(case, purpose, named, frozenset(DataCategory), now) for purpose in purposes]
    rows += _of_the_law(case, named, now)
    for row in rows:
        row.save(force_insert=True)
    if ConsentPurpose.STATISTICS in purposes:
        counting.forget(case)
    journal.write(
        case.child_id, apart.child(case.org_id), policy.STOP, at=now, purpose=AccessPurpose.DATA_SUBJECT_REQUEST,
        items=[stated.item(row) for row in rows],
    )  # fmt: skip
    clocks.stop(id, duties.READ, now=now, done=False)
    duties.begin(duties.STOPPED, case, now, id)


def _of_the_law(case: Case, named: Collection[RecipientCategory], now: datetime) -> Iterator[Consent]:
    """What the child takes back of legal action, which is ours to take, and of reports: not what rests on the law, or
    on anything else that is no consent. Read from clear columns that are stated, since no key is at hand: a row without
    consent is believed to have a reason."""
    kept = stated.kept(case.child_id, Consent.objects.filter(child=case.child_id))
    rows = [ledger.as_row(row, {"basis_reason": "sealed"}) for row in kept]
    ends = [(ConsentPurpose.REPORT_TO_AUTHORITY, to) for to in sorted(named)]
    if _LAW & set(named):
        ends.append((ConsentPurpose.LEGAL_ACTION, RecipientCategory.NONE))
    for purpose, to in ends:
        found = {one: ground.effective(rows, purpose, Recipient(to), one, now) for one in DataCategory}
        # where nothing is live, a no to legal action still stops a signature that waits; a report may be the law's
        asked = purpose is ConsentPurpose.LEGAL_ACTION
        if no := {one for one, it in found.items() if (it.row.basis is Basis.CONSENT if it else asked)}:
            yield _taken_back(case, purpose, {to}, no, now)


def _taken_back(
    case: Case, purpose: ConsentPurpose, to: Collection[RecipientCategory], what: Collection[DataCategory],
    now: datetime,
) -> Consent:  # fmt: skip
    return Consent(
        child=case.child, made_by=None, made_at=now, act=ConsentAct.WITHDRAW.value, purpose=purpose.value,
        recipients=sorted(one.value for one in to), categories=sorted(one.value for one in what), method="digital",
        explained=[],
        basis=Basis.CONSENT.value, given_at=now, expires_on=network.day_at(case.org_id, now),
    )  # fmt: skip


# ---- offering ----


def offer(case: Case, now: datetime, limit: timedelta | None = None) -> None:
    """A month after the opening, at each milestone, and where a joining is undone: the worker offers the child to say
    how it is. Inside the deed that is the occasion; what is open already stays."""
    of_files.begin(duties.OFFER, case, now, duties.OFFER.limit if limit is None else limit)


@transaction.atomic
def not_asked(actor: Actor, case_id: UUID, answered: str, now: datetime) -> None:
    """The child did not want to, or asking was not safe: nothing else changes by it (CM-33). Raises `NotHere`,
    `NotAllowed`."""
    case = case_of(actor, case_id, lock=True)
    ask(actor, policy.OFFER, case)
    row = Feedback(
        case=case, made_by_id=actor.person, made_at=now, about="safety", mode=OUR_DEVICE, answered=answered,
        offered_on=network.day_at(case.org_id, now), read_on=network.day_at(case.org_id, now),
    )  # fmt: skip
    apart.make(row, {}, apart.hears(case, worker=False), actor.signatory(), policy.OFFER, now)
    clocks.stop(case.pk, duties.OFFER, now=now)
