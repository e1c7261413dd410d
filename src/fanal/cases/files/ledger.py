"""The ledger of a child's grounds: new rows, and the rows read from an open record for the pure rules (`ground`). What
cannot be read or believed gives nothing."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, stated
from fanal.cases import ground, limits
from fanal.cases.codes import Assent, Basis, ConsentAct, ConsentPurpose, GivenBy, Told
from fanal.cases.files import rows
from fanal.cases.ground import OURSELVES, Giver, Row
from fanal.cases.model.sealed import Said
from fanal.cases.models import Child, Consent
from fanal.journal import api as journal
from fanal.journal.contracts import Said as Entry
from fanal.network import api as network
from fanal.network.api import trusted
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import DataCategory, DutyKind, RecipientCategory
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.results import Answer, Refused

WORK: Final = frozenset(DataCategory) - {DataCategory.OFFENDER}
"""What working with a child uses."""
RENEWED_AFTER: Final = timedelta(days=365) - limits.BEFORE[DutyKind.CONSENT_RENEWAL]
_FIELD: Final = {
    "no_reason": "basis_reason", "barred": "given_by_link", "nothing_covered": "categories", "too_long": "expires_on",
    "not_told": "child_told", "basis": "basis",
}  # fmt: skip
"""At which field of the form each refusal stands; all others at who decided."""

_NOES: Final[set[str]] = set()
"""Deeds in which a child says no."""


def new(
    child: Child,
    said: Said,
    actor: Actor,
    now: datetime,
    *,
    act: ConsentAct = ConsentAct.GIVE,
    purpose: ConsentPurpose = ConsentPurpose.CASE_MANAGEMENT,
    recipients: Collection[str] = (RecipientCategory.NONE.value,),
    categories: Collection[str] = WORK,
    follows: Consent | None = None,
) -> Consent:
    """A row of the ledger, still to be sealed and saved; without more, a ground for working with the child."""
    return Consent(
        child=child,
        made_by_id=actor.person,
        made_at=now,
        act=act.value,
        purpose=purpose.value,
        recipients=sorted(recipients),
        categories=sorted(map(str, categories)),
        method=said.get("method") or "spoken_witnessed",
        explained=sorted(said.get("explained") or ()),
        basis=Basis(said.get("basis") or Basis.CONSENT).value,
        follows=follows,
        given_at=now,
        expires_on=said.get("expires_on") or last_day(child, now),
    )


def last_day(child: Child, now: datetime) -> date:
    """The last day on which a ground of today may hold: of the day there and in UTC, the earlier is today."""
    return months_later(min(network.day_at(child.org_id, now), now.date()), ground.LONGEST_MONTHS)


def counts(row: Consent, said: Said, giver: Giver, rows: Collection[Row]) -> bool:
    """Whether a new row counts at once, or only once a second person signed it (CM-36, CM-37). Raises `NotNow` where it
    may not be recorded at all."""
    answer = ground.may_record(as_row(row, said), giver, rows)
    if isinstance(answer, Refused) and answer.reason_code != "second_person":
        raise NotNow(_(answer.words), _FIELD.get(answer.reason_code, "given_by"))
    return bool(answer)


def signable(row: Row, by: UUID, giver: Giver, rows: Collection[Row]) -> None:
    """Raises `NotNow` where a second person may not sign a row now: also where the child has said no since."""
    taken = {ConsentAct.WITHDRAW, ConsentAct.REFUSE}
    if any(one.act in taken and one.purpose is row.purpose and one.given_at > row.given_at for one in rows):
        raise NotNow(_("The child has said no since. Talk to the child before anything else."))
    others = [one for one in rows if one.id != row.id]
    answer = ground.may_record(replace(row, second_signature=by), giver, others)
    if isinstance(answer, Refused):
        raise NotNow(_(answer.words))


def read(of_child: Opened, child: Child) -> tuple[Row, ...]:
    """The rows of a child's ledger that hold, and each no of which the row is gone."""
    held = rows.of(of_child, Consent, child)
    read = (_read(of_child, row) for row in reversed(held))
    return (*_lent(of_child, child), *filter(None, read), *_missed(child, held, of_child.said(_NOES)))


def no_to_others(rows: Iterable[Row], since: datetime) -> date | None:
    """The day on which the child last said no to somebody outside, after an instant; None where the child did not."""
    taken = {ConsentAct.WITHDRAW, ConsentAct.REFUSE}
    noes = (one for one in rows if one.act in taken and one.recipients - {RecipientCategory.NONE})
    return max((one.given_at.date() for one in noes if one.given_at > since), default=None)


def says_no(deed: str) -> None:
    """Let a concern above name a deed in which a child says no: one row of the ledger, or without a person only such
    rows. Called once when the room starts."""
    _NOES.add(deed)


def _missed(child: Child, held: Collection[Consent], noes: Iterable[Entry]) -> Iterator[Row]:
    """A no that the journal names and whose row somebody changed or took out of the database: what it was about nobody
    knows, so that it is one to everything, until the child is asked anew."""
    for line, items in noes:
        if sum(stated.states(row, items) for row in held) < (1 if line.actor else len(items)):
            same_day = [row.given_at for row in held if not line.actor and row.given_at.date() == line.at.date()]
            at = max([line.at, *same_day])  # without a person the day alone is known
            everybody, everything = frozenset(RecipientCategory), frozenset(DataCategory)
            for purpose in ConsentPurpose:
                yield Row(
                    child.pk, ConsentAct.WITHDRAW, purpose, everybody, everything, at, at.date(), child.pk
                )  # fmt: skip


def _lent(of_child: Opened, child: Child) -> Iterator[Row]:
    """The ground of the member that handed the child over, which carries the work for the first days (CM-40). It is no
    row: nobody here gave it."""
    until = child.lent_until
    if until is not None and of_child.holds(child):
        since = until - ground.OWN_WITHIN
        none = frozenset({RecipientCategory.NONE.value})
        work, use = WORK, ConsentPurpose.CASE_MANAGEMENT
        yield Row(child.pk, ConsentAct.GIVE, use, none, work, since, until.date(), child.pk, GivenBy.NOBODY)


def _read(of_child: Opened, row: Consent) -> Row | None:
    personal, content = of_child.try_read(row, "personal"), of_child.try_read(row, "content")
    if personal is None and row.act != ConsentAct.WITHDRAW:  # who takes it back need not be read to be heard
        return None
    names = ("basis_reason", "not_to") if content else ()
    said = {name: getattr(content, name) for name in names}
    if personal:
        said |= {one: getattr(personal, one) for one in ("given_by", "child_assented", "child_told")}
    return as_row(row, said)


def as_row(row: Consent, said: Said) -> Row:
    """A row as the pure rules know it. `said`: what it holds sealed, by field."""
    return Row(
        id=row.pk,
        act=ConsentAct(row.act),
        purpose=ConsentPurpose(row.purpose),
        recipients=frozenset(row.recipients),
        categories=frozenset(map(DataCategory, row.categories)),
        given_at=row.given_at,
        expires_on=row.expires_on,
        by=row.made_by_id or row.child_id,
        given_by=GivenBy(said.get("given_by") or GivenBy.NOBODY),
        assent=Assent(said.get("child_assented") or Assent.NOT_ASKED),
        basis=Basis(row.basis),
        reason=bool(said.get("basis_reason")),
        second_signature=row.second_signature_id,
        sent_back=row.returned_by_id is not None,
        told=Told(said.get("child_told") or Told.NOT_NEEDED),
        follows=row.follows_id,
        not_to=frozenset(said.get("not_to") or ()),
    )


def unread(child: Child) -> tuple[Row, ...]:
    """The rows that hold, by their clear columns alone, where nobody has keys. What is sealed (the reason, who is left
    out) is taken as good: by this somebody may keep too much for a day, and never gets more."""
    good = stated.kept(child.pk, Consent.objects.filter(child=child))
    noes = journal.newest([child.pk], trusted.Signers())[child.pk].said(_NOES)
    told = (as_row(row, {"basis_reason": True, "child_told": Told.TOLD.value}) for row in good)
    return (*told, *_missed(child, good, noes))


def unread_allows(
    child: Child, use: ground.Use, to: ground.Recipient, categories: Collection[DataCategory], day: date
) -> Answer:
    """Whether a use has a ground on a day, by `unread`: from its beginning, or from the newest row of the day."""
    rows = unread(child)
    at = max([datetime.combine(day, time(), UTC), *(one.given_at for one in rows)])
    return ground.allows(rows, use, to, categories, at)


def works(rows: Collection[Row], now: datetime) -> bool:
    """Whether there is a live ground for working with the child (CM-41)."""
    found = ground.effective(rows, ConsentPurpose.CASE_MANAGEMENT, OURSELVES, DataCategory.EXISTENCE, now)
    return found is not None
