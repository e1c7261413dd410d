"""On what ground data of a child are used or passed on: the ledger read (docs/cases.md; CM-35 to CM-41). Pure.

Rows are added, never changed. What counts at a time is asked for each purpose, recipient and category on its own: the
newest act that touches it decides. Only the time of a row counts, not when it was typed or sent.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from fanal.cases.codes import Assent, Basis, ConsentAct, ConsentPurpose, GivenBy, Told
from fanal.vocabulary.codes import DataCategory, RecipientCategory
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.results import Allowed, Answer, Refused
from fanal.vocabulary.words import gettext_noop

LONGEST_MONTHS: Final = 12
ADULT: Final = 18
"""From this age on whoever the file is about decides alone, whatever a law says of children."""
SIGN_WITHIN: Final = timedelta(hours=24)
"""How long the second signature may be missing where a child is in danger, or was not met yet (CM-77)."""
REVIEW_AFTER: Final = timedelta(days=30)
"""When the reason for working without consent is looked at again."""
OWN_WITHIN: Final = timedelta(days=7)
"""How long a member that took a child over may act on the sender's ground (CM-40)."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom: an organisation by its identifier, of a category. Neither: ourselves."""

    category: RecipientCategory = RecipientCategory.NONE
    org: str = ""


OURSELVES: Final = Recipient()
_GIVES: Final = frozenset({ConsentAct.GIVE, ConsentAct.RENEW})
TAKES: Final = frozenset({ConsentAct.WITHDRAW, ConsentAct.REFUSE})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the ledger. `recipients`: identifiers of organisations and codes of categories. `not_to`: those of
    them who must not get it. `follows`: the row that it renews, narrows or withdraws. `by`: who recorded it.
    `sent_back`: the second person did not sign it."""

    id: UUID
    act: ConsentAct
    purpose: ConsentPurpose
    recipients: frozenset[str]
    categories: frozenset[DataCategory]
    given_at: datetime
    expires_on: date
    by: UUID
    given_by: GivenBy = GivenBy.CHILD
    assent: Assent = Assent.AGREED
    basis: Basis = Basis.CONSENT
    reason: bool = False
    second_signature: UUID | None = None
    sent_back: bool = False
    told: Told = Told.NOT_NEEDED
    follows: UUID | None = None
    not_to: frozenset[str] = frozenset()

    def covers(self, purpose: ConsentPurpose, to: Recipient, category: DataCategory) -> bool:
        """Whether the row speaks of it."""
        named = {to.category.value, to.org} - {""}
        return purpose is self.purpose and category in self.categories and bool(named & self.recipients)

    @property
    def until(self) -> date:
        """The last day on which it may hold: never more than twelve months, and where a second person did not sign
        yet, not past the time for that."""
        last = min(self.expires_on, months_later(self.given_at.date(), LONGEST_MONTHS))
        if self.act not in _GIVES or self.basis is Basis.CONSENT or self.signed:
            return last
        return min(last, (self.given_at + SIGN_WITHIN).date())

    @property
    def signed(self) -> bool:
        """Whether another person than the one who recorded it signed it, with a reason."""
        return self.reason and self.second_signature is not None and self.second_signature != self.by


# ---- what counts ----

_ORDER: Final = tuple(ConsentAct)
"""Of rows of one moment, what takes away counts last: the order of the list."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What counts: the row that gives it, its last day, and who must not get what it covers."""

    row: Row
    until: date
    not_to: frozenset[str]

    @property
    def review_on(self) -> date | None:
        """When the reason for doing without consent is looked at again; None of a consent."""
        return None if self.row.basis is Basis.CONSENT else self.row.given_at.date() + REVIEW_AFTER


def effective(
    rows: Collection[Row], purpose: ConsentPurpose, to: Recipient, category: DataCategory, at: datetime
) -> Ground | None:
    """The ground that counts at a time for a purpose, a recipient and a category; None where there is none."""
    told = [one for one in rows if one.given_at <= at]
    known = {one.id: one for one in told}
    ground: Ground | None = None
    for row in sorted(told, key=_order):
        if _is_good(row, told, at) and _touches(row, known, purpose, to, category):
            ground = _after(ground, row, covered=row.covers(purpose, to, category))
    if ground is None or ground.until < at.date() or {to.org, to.category.value} & ground.not_to:
        return None
    return ground


def _order(row: Row) -> tuple[datetime, int, int, UUID]:
    return row.given_at, _ORDER.index(row.act), -row.until.toordinal(), row.id


def _is_good(row: Row, rows: Collection[Row], at: datetime) -> bool:
    """Whether a row counts at all: one that gives without consent needs a reason and a second person. One that lacks
    the second person stands aside once its day is over or it was sent back, and takes nothing away."""
    if row.act not in _GIVES or row.basis is Basis.CONSENT:
        return True
    if row.sent_back:
        return False
    return row.signed or (row.reason and at < row.given_at + SIGN_WITHIN and _may_wait(row, rows))


def _may_wait(row: Row, rows: Iterable[Row]) -> bool:
    """Whether the second signature may follow: in danger to life, and where a file opens for a child not met yet."""
    if row.basis is Basis.VITAL_INTERESTS:
        return True
    unmet = row.given_by is GivenBy.NOBODY and row.assent is Assent.NOT_ASKED
    opens = row.purpose is ConsentPurpose.CASE_MANAGEMENT and all(one.given_at >= row.given_at for one in rows)
    return row.basis is Basis.CHILD_PROTECTION_BEST_INTERESTS and unmet and opens


def _touches(
    row: Row, known: Mapping[UUID, Row], purpose: ConsentPurpose, to: Recipient, category: DataCategory
) -> bool:
    """Whether a row decides of it: one that narrows or takes away also of all that the row covered that it follows."""
    followed = known.get(row.follows) if row.follows and row.act not in _GIVES else None
    return any(one.covers(purpose, to, category) for one in (row, followed) if one is not None)


def _after(ground: Ground | None, row: Row, *, covered: bool) -> Ground | None:
    """What counts after a row. One that narrows leaves what it names and counted before, not longer than before."""
    if row.act in _GIVES:
        return Ground(row, row.until, row.not_to)
    if row.act is not ConsentAct.NARROW or not covered or ground is None or ground.until < row.given_at.date():
        return None
    return Ground(ground.row, min(ground.until, row.until), ground.not_to | row.not_to)


# ---- what each deed needs ----


class Use(StrEnum):
    """What is done with data of a child that needs a ground."""

    WORK = "work"
    REFER = "refer"
    TRANSFER = "transfer"
    REPORT = "report"
    LEGAL_ACTION = "legal_action"
    TRACE_FAMILY = "trace_family"
    COUNT = "count"
    LINK = "link"
    ANSWER_SEARCH = "answer_search"
    AFTER_CARE = "after_care"


_CONSENT: Final = frozenset({Basis.CONSENT})


@dataclass(frozen=True, slots=True)
class Need:
    """What a use asks for: its purpose, the categories that always go, and on what else than consent it may rest.
    `told`: that the child was told, or why not, is recorded. `opt_out`: it may be done until somebody refuses."""

    purpose: ConsentPurpose
    always: frozenset[DataCategory]
    bases: frozenset[Basis] = frozenset(Basis)
    told: bool = False
    opt_out: bool = False


_EXISTENCE: Final = frozenset({DataCategory.EXISTENCE})
NEEDS: Final[Mapping[Use, Need]] = {
    Use.WORK: Need(ConsentPurpose.CASE_MANAGEMENT, _EXISTENCE),
    Use.REFER: Need(ConsentPurpose.REFERRAL, frozenset({DataCategory.SERVICES, DataCategory.CONTACT})),
    Use.TRANSFER: Need(ConsentPurpose.TRANSFER, _EXISTENCE),
    Use.REPORT: Need(
        ConsentPurpose.REPORT_TO_AUTHORITY,
        _EXISTENCE,
        _CONSENT | {Basis.LEGAL_OBLIGATION, Basis.VITAL_INTERESTS},
        told=True,
    ),
    Use.LEGAL_ACTION: Need(ConsentPurpose.LEGAL_ACTION, frozenset({DataCategory.LEGAL})),
    Use.TRACE_FAMILY: Need(ConsentPurpose.FAMILY_TRACING, frozenset({DataCategory.FAMILY})),
    Use.COUNT: Need(ConsentPurpose.STATISTICS, _EXISTENCE, _CONSENT, opt_out=True),
    Use.LINK: Need(ConsentPurpose.RESEARCH_LINKAGE, _EXISTENCE, _CONSENT),
    Use.ANSWER_SEARCH: Need(ConsentPurpose.CONTINUITY_SEARCH, _EXISTENCE, _CONSENT | {Basis.VITAL_INTERESTS}),
    Use.AFTER_CARE: Need(ConsentPurpose.AFTER_CARE_CONTACT, frozenset({DataCategory.CONTACT})),
}
"""What each use needs. Work inside the organisation, co-work and a new worker rest on that of the file."""

WORDS: Final[Mapping[str, str]] = {
    "no_ground": gettext_noop("There is no ground for this. Ask the child, or record another ground first."),
    "opted_out": gettext_noop("The child does not want to be counted."),
    "not_told": gettext_noop("Write down whether the child was told, or why telling is not safe."),
    "barred": gettext_noop("This person may not consent and may not be told anything."),
    "child_gives": gettext_noop("At this age the child decides. Ask the child."),
    "adult_gives": gettext_noop("From the age of 18 a person decides alone. Ask the person."),
    "both_give": gettext_noop("A guardian must agree, and so must the child."),
    "no_reason": gettext_noop("Without consent it needs a reason."),
    "second_person": gettext_noop("Without consent a second person must sign before."),
    "basis": gettext_noop("This cannot rest on such a ground. Ask the child."),
    "too_long": gettext_noop("A ground holds for twelve months at most."),
    "nothing_covered": gettext_noop("Say who may get it, and which kinds of facts."),
    "follows_nothing": gettext_noop("Say which ground this changes."),
}
"""Words of the refusals, by code."""


def _no(code: str, *missing: str) -> Refused:
    return Refused(code, WORDS[code], missing)


def allows(
    rows: Collection[Row],
    use: Use,
    to: Recipient,
    categories: Iterable[DataCategory],
    at: datetime,
) -> Answer:
    """Whether a use has a live ground for each category at a time; `detail` names those that have none (CM-41)."""
    need = NEEDS[use]
    if need.opt_out:
        return Allowed() if not opted_out(rows, at) else _no("opted_out")
    wanted = sorted(need.always | frozenset(categories))
    found = {one: effective(rows, need.purpose, to, one, at) for one in wanted}
    grounds = [ground for ground in found.values() if ground is not None]
    if missing := [one.value for one, ground in found.items() if ground is None]:
        return _no("no_ground", *missing)
    if any(ground.row.basis not in need.bases for ground in grounds):
        return _no("basis")
    if need.told and any(one.row.basis is not Basis.CONSENT and one.row.told is Told.NOT_NEEDED for one in grounds):
        return _no("not_told")
    return Allowed(until=min(ground.until for ground in grounds))


def opted_out(rows: Iterable[Row], at: datetime) -> bool:
    """Whether the newest word on statistics takes the file out of what is counted; only consent takes it back in."""
    told = [one for one in rows if one.purpose is ConsentPurpose.STATISTICS and one.given_at <= at]
    heard = [one for one in told if one.act not in _GIVES or one.basis is Basis.CONSENT]
    return bool(heard) and max(heard, key=_order).act not in _GIVES


# ---- who may give, and what may be recorded ----

_GUARDIANS: Final = frozenset({GivenBy.PARENT, GivenBy.LEGAL_GUARDIAN, GivenBy.APPOINTED_REPRESENTATIVE})
_AGREES: Final = frozenset({Assent.AGREED, Assent.AGREED_IN_PART})


@dataclass(frozen=True, slots=True)
class Giver:
    """Who would give it. `age`, `decides_from`: of the child, and the age from which the law lets a child decide; None
    where nobody knows. `for_counselling`: help for the child alone, which waits for no parent."""

    barred: bool = False
    age: int | None = None
    decides_from: int | None = None
    for_counselling: bool = False


def may_record(row: Row, giver: Giver, rows: Collection[Row] = ()) -> Answer:
    """Whether a row may be added to a ledger: the only way in (CM-36, CM-37)."""
    takes = row.act in TAKES
    changes = row.act in {ConsentAct.RENEW, ConsentAct.NARROW}
    stops = (
        ("barred", giver.barred),
        ("nothing_covered", not row.recipients or not row.categories),
        ("follows_nothing", changes and row.follows not in {one.id for one in rows}),
        ("too_long", not takes and row.expires_on > months_later(row.given_at.date(), LONGEST_MONTHS)),
    )
    if code := next((code for code, holds in stops if holds), ""):
        return _no(code)
    if row.act not in _GIVES:
        return Allowed()
    return _consented(row, giver) if row.basis is Basis.CONSENT else _without_consent(row, rows)


def _consented(row: Row, giver: Giver) -> Answer:
    """From the age that the law sets, the child; below it, or where nobody knows, a guardian and the child. An adult
    decides alone."""
    child = row.given_by is GivenBy.CHILD and row.assent in _AGREES
    if giver.for_counselling and child:
        return Allowed()
    if giver.age is not None and giver.age >= ADULT:
        return Allowed() if child else _no("adult_gives")
    decides = None if giver.age is None or giver.decides_from is None else giver.age >= giver.decides_from
    if decides:
        return Allowed() if child else _no("child_gives")
    agrees = row.assent in _AGREES or (decides is False and row.assent is Assent.TOO_YOUNG)
    return Allowed() if row.given_by in _GUARDIANS and agrees else _no("both_give")


def _without_consent(row: Row, rows: Collection[Row]) -> Answer:
    if not any(need.purpose is row.purpose and row.basis in need.bases for need in NEEDS.values()):
        return _no("basis")
    if not row.reason:
        return _no("no_reason")
    if any(need.purpose is row.purpose and need.told for need in NEEDS.values()) and row.told is Told.NOT_NEEDED:
        return _no("not_told")
    return Allowed() if row.signed or _may_wait(row, rows) else _no("second_person")


def within(answer: Answer, ground: Answer) -> Answer:
    """What an agreement allows, where the child's ground allows it too, and not for longer than that."""
    if isinstance(answer, Refused) or isinstance(ground, Refused):
        return answer if isinstance(answer, Refused) else ground
    ends = [one for one in (answer.until, ground.until) if one is not None]
    return replace(answer, until=min(ends, default=None))
