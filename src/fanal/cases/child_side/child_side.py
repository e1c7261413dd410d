"""What a child says of us: answers, a message, another worker, share no more, come back. Sealed with public keys alone,
in a record of its own, for supervisors and the safeguarding lead (CM-33, CM-34, CM-74; docs/cases.md).

Skipping changes nothing. Sent twice is one: the form brings the identifier of what it makes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import ask, need, stated
from fanal.cases.child_side import duties, policy
from fanal.cases.codes import Basis, ConsentAct, ConsentPurpose
from fanal.cases.counting import counting
from fanal.cases.files import apart
from fanal.cases.files.files import case_of
from fanal.cases.models import Case, Consent, Feedback
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose, DataCategory, RecipientCategory

QUESTIONS: Final = ("feels_safe", "listened_to", "knows_what_next", "life_compared")
"""At most four, each with five worded and drawn answers; each may be left out."""
UNSAFE: Final = "not_at_all"
MOST_UNREAD: Final = 30
"""What a code may send before somebody reads it: it is no way to fill the disk."""
OWN_DEVICE, OUR_DEVICE = "own_device", "shared_screen"
MESSAGE, OTHER_WORKER, STOP_SHARING, COME_BACK = "message", "other_worker", "stop_sharing", "come_back"


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
    if Feedback.objects.filter(case=case, read_on=None, answered="answered").count() >= MOST_UNREAD:
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


def _day(now: datetime) -> datetime:
    """The day alone: nobody learns from the database at which minute a child wrote."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


# ---- share no more ----

OUTSIDE: Final[Mapping[str, frozenset[RecipientCategory]]] = {
    "help": frozenset({RecipientCategory.SERVICE_PROVIDER, RecipientCategory.HOTLINE}),
    "office": frozenset({RecipientCategory.SOCIAL_SERVICES, RecipientCategory.UNHCR, RecipientCategory.EMBASSY}),
    "law": frozenset({RecipientCategory.POLICE_OR_PROSECUTOR, RecipientCategory.COURT}),
    "group": frozenset({RecipientCategory.MEMBER_ORG}),
    "family": frozenset({RecipientCategory.FAMILY}),
    "all": frozenset(RecipientCategory) - {RecipientCategory.NONE},
}
"""Whom a child can name, the same list for everybody; words stand with the page."""
_ENDED: Final = (
    ConsentPurpose.REFERRAL, ConsentPurpose.TRANSFER, ConsentPurpose.LEGAL_ACTION, ConsentPurpose.FAMILY_TRACING,
    ConsentPurpose.CONTINUITY_SEARCH,
)  # fmt: skip
_COUNTED: Final = (ConsentPurpose.RESEARCH_LINKAGE, ConsentPurpose.STATISTICS)
"""What a child ends who wants everybody outside to know no more. A report that the law asks for rests on the law."""


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
    rows = [_taken_back(case, purpose, sorted(one.value for one in named), now) for purpose in purposes]
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


def _taken_back(case: Case, purpose: ConsentPurpose, recipients: list[str], now: datetime) -> Consent:
    return Consent(
        child=case.child, made_by=None, made_at=now, act=ConsentAct.WITHDRAW.value, purpose=purpose.value,
        recipients=recipients, categories=sorted(one.value for one in DataCategory), method="digital", explained=[],
        basis=Basis.CONSENT.value, given_at=now, expires_on=network.day_at(case.org_id, now),
    )  # fmt: skip


# ---- offering ----


def offer(case: Case, now: datetime, limit: timedelta | None = None) -> None:
    """After the first month, at each milestone, when help ends, at closing: the worker offers the child to say how it
    is. Inside the deed that is the occasion; what is open already stays."""
    duties.offer(case, now, limit)


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


def was_offered(case: Case) -> bool:
    """Whether somebody ever offered it, for the check before a file closes."""
    return Feedback.objects.filter(case=case).exclude(answered="not_offered").exists()
