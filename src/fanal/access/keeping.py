"""How long records are kept by law: the rule of an organisation for a country and a class of records
(docs/keeping.md).

Rooms declare their classes when they start, each with the time of the house: our own, to be replaced by law. A rule is
typed by one person with its source and its reviewer, and counts once a second person confirmed it, until its last day.
It holds for what is decided from then on; a day that stands in a record already stays as it is. A rule stands under the
code of the installation, and its deeds in the journal: one that somebody wrote into the database is none, and the time
of the house holds.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.acting import as_seen, ask, found, need, need_second
from fanal.access.contracts import NotHere
from fanal.access.history import name_deeds
from fanal.access.models import KeepingRule
from fanal.access.policy import allow, scope, visible
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.keeping import Period, Start
from fanal.vocabulary.results import Allowed, Answer, Refused

LIST, TYPE = "access.keeping", "access.type_keeping"
CONFIRM, GIVE_BACK = "access.confirm_keeping", "access.return_keeping"
TYPERS = (Role.MANAGER, Role.DATA_PROTECTION_OFFICER)
SECONDS = (*TYPERS, Role.SAFEGUARDING_LEAD)
SOON = timedelta(days=30)
"""So long before its last day a rule is a duty."""
REVIEW_MONTHS = 24
"""Months after its review for which a rule holds at most."""
MOST_MONTHS = 1200


class Reviewer(StrEnum):
    """Who compared a rule with the law."""

    LAWYER = "lawyer"
    OFFICER = "officer"


REVIEWERS: Mapping[Reviewer, str | Promise] = {
    Reviewer.LAWYER: lazy("a lawyer of the country"),
    Reviewer.OFFICER: lazy("the data protection officer"),
}


# ---- classes of records ----


@dataclass(frozen=True, slots=True)
class RecordClass:
    """Records of a room that one rule is about. `period`: the time of the house; `starts`: from where a law may count
    instead."""

    code: str
    room: str
    words: str | Promise
    period: Period
    starts: tuple[Start, ...] = ()

    @property
    def begins(self) -> tuple[Start, ...]:
        """From where it can be counted."""
        return (self.period.start, *self.starts)


_classes: dict[str, RecordClass] = {}


def record_class(one: RecordClass) -> RecordClass:
    """Declare a class; called when a room starts. Raises ValueError when it is declared already."""
    if one.code in _classes:
        raise ValueError(f"the class of records {one.code} is declared twice")
    _classes[one.code] = one
    return one


def record_classes() -> dict[str, RecordClass]:
    """Every declared class by code, in the order in which rooms declared them."""
    return dict(_classes)


# ---- who may ----


def _second(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, KeepingRule) and thing.typed_by_id == actor.person:
        return Refused("self", _("You typed this. Somebody else compares and confirms it."))
    return Allowed(CONFIRM)


def _seen(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(org_id=actor.org)


def declare() -> None:
    """Declare the rules; called once when the house starts."""
    scope(KeepingRule, _seen)
    allow(LIST, *SECONDS, Role.SUPERVISOR, Role.AUDITOR)
    allow(TYPE, *TYPERS)
    allow(CONFIRM, *SECONDS, check=_second)
    allow(GIVE_BACK, *SECONDS)
    name_deeds(
        {
            TYPE: lazy("Typed a time of keeping"),
            CONFIRM: lazy("Confirmed a time of keeping"),
            GIVE_BACK: lazy("Gave a time of keeping back"),
        }
    )
    network.vouched.keep(KeepingRule, network.marks.MarkKind.KEEPING, _about)


def _about(row: KeepingRule) -> str:
    words = {"what": words_of(row.record_class), "country": row.country}
    return _("how long is kept: %(what)s, %(country)s") % words


def words_of(code: str) -> str:
    """What a class of records is called."""
    return str(_classes[code].words) if code in _classes else code


# ---- what holds ----


def law_of(org: UUID, country: str) -> str:
    """Whose law times the records of an organisation that are about a country: that country's where it works there,
    else its own."""
    house = network.org(org)
    return country if country in house.mandates else house.country


def countries_of(org: UUID) -> list[str]:
    """The countries whose law may time records of an organisation: its own, and where it works."""
    house = network.org(org)
    return sorted({house.country, *house.mandates})


def waits(row: KeepingRule) -> bool:
    """Whether a rule waits for its second person."""
    return row.confirmed_at is None and row.ended_at is None


def is_confirmed(row: KeepingRule) -> bool:
    """Whether a second person confirmed it, and no other took its place."""
    return row.confirmed_at is not None and row.ended_at is None


def period_of(row: KeepingRule) -> Period:
    """The time that a rule sets."""
    return Period(row.start, row.months, row.days)  # type: ignore[arg-type]


def rules_on(org: UUID, country: str, today: date) -> dict[str, KeepingRule]:
    """The rules of an organisation for a country that hold on a day, by class."""
    rows = KeepingRule.objects.filter(org_id=org, country=country, ended_at=None, stale_on__gte=today)
    held = network.vouched.whole(rows.exclude(confirmed_at=None).order_by("version"))
    return {row.record_class: row for row in held if row.record_class in _classes}


def periods(org: UUID, country: str, today: date) -> dict[str, Period]:
    """What the rules set that hold on a day, for records about a country; of all other classes the time of the house
    holds."""
    return {code: period_of(row) for code, row in rules_on(org, law_of(org, country), today).items()}


def unruled(org: UUID, country: str, room: str, today: date) -> list[RecordClass]:
    """The classes of a room that have no rule which holds on a day."""
    held = rules_on(org, country, today)
    return [one for one in _classes.values() if one.room == room and one.code not in held]


def standing_rows() -> Iterator[KeepingRule]:
    """Every rule of every organisation that waits or was confirmed, and is as it was left."""
    rows = KeepingRule.objects.filter(ended_at=None).select_related("org").order_by("org_id", "country", "record_class")
    yield from network.vouched.whole(rows)


# ---- for pages ----


@dataclass(frozen=True, slots=True)
class Ruled:
    """A class of records in a country. `rule`: what was confirmed last, also where its last day is over; `waiting`:
    what waits for a second person; `every`: all that was typed, newest first; `changed`: whether somebody changed what
    stands here, past Fanal."""

    country: str
    kind: RecordClass
    rule: KeepingRule | None
    waiting: KeepingRule | None
    every: tuple[KeepingRule, ...]
    changed: bool

    @property
    def newest(self) -> int:
        """The number of what was typed last; 0 where nothing was."""
        return self.every[0].version if self.every else 0

    def period(self, today: date) -> Period:
        """What holds on a day."""
        return period_of(self.rule) if self.rule and self.rule.stale_on >= today else self.kind.period


def ruled(actor: Actor, country: str, code: str) -> Ruled:
    """A class of records in a country of the actor's organisation. Raises `NotHere`."""
    if country not in countries_of(actor.org) or code not in _classes:
        raise NotHere
    rows = visible(actor, KeepingRule.objects.filter(org_id=actor.org, country=country, record_class=code))
    return _ruled(country, _classes[code], list(rows.select_related("typed_by", "confirmed_by").order_by("-version")))


def all_ruled(actor: Actor) -> list[Ruled]:
    """Every class in every country of the actor's organisation."""
    rows: dict[tuple[str, str], list[KeepingRule]] = {}
    every = visible(actor, KeepingRule.objects.filter(org_id=actor.org)).select_related("typed_by", "confirmed_by")
    for row in every.order_by("-version"):
        rows.setdefault((row.country, row.record_class), []).append(row)
    return [
        _ruled(country, kind, rows.get((country, kind.code), []))
        for country in countries_of(actor.org)
        for kind in _classes.values()
    ]


def _ruled(country: str, kind: RecordClass, rows: list[KeepingRule]) -> Ruled:
    good = network.vouched.whole(rows)
    rule = next((row for row in good if is_confirmed(row)), None)
    return Ruled(country, kind, rule, next(filter(waits, good), None), tuple(rows), len(good) < len(rows))


# ---- deeds ----


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one person types: how long from where, by which law, and who compared it with the law, when and until
    when that holds."""

    period: Period
    source: str
    reviewer: str
    reviewer_kind: str
    reviewed_on: date
    stale_on: date

    @classmethod
    def of(cls, row: KeepingRule) -> "Wanted":
        """What a rule says."""
        return cls(period_of(row), row.source, row.reviewer, row.reviewer_kind, row.reviewed_on, row.stale_on)


@transaction.atomic
def type_rule(actor: Actor, country: str, code: str, wanted: Wanted, seen: int, now: datetime) -> KeepingRule:
    """Type a rule; it waits for a second person, in the place of what waited. `seen`: the number of the version that
    the person looked at. Raises `NotHere`, `NotAllowed`, and `NotNow` with everything that is wrong, at its field."""
    ask(actor, TYPE)
    of = ruled(actor, country, code)
    _check(of.kind, wanted, now.date())
    list(KeepingRule.objects.select_for_update().filter(pk__in=[row.pk for row in of.every]))
    before = of.waiting
    if before and before.typed_by_id == actor.person and Wanted.of(before) == wanted:
        return before  # the second press
    as_seen(of.newest == seen, of.newest)
    row = KeepingRule(org_id=actor.org, country=country, record_class=code, version=of.newest + 1)
    row.start, row.months, row.days = wanted.period.start, wanted.period.months, wanted.period.days
    row.source, row.reviewer, row.reviewer_kind = wanted.source, wanted.reviewer, wanted.reviewer_kind
    row.reviewed_on, row.stale_on = wanted.reviewed_on, wanted.stale_on
    row.typed_by_id, row.typed_at = actor.person, now
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody typed at the same moment
        as_seen(False, of.newest + 1)
    network.vouched.seal(row)
    _end(filter(waits, of.every), now)
    _say(actor, row, TYPE, now)
    return row


@transaction.atomic
def confirm(actor: Actor, rule_id: UUID, now: datetime) -> KeepingRule:
    """The second person compared it with the law: it holds for what is decided from now on. Raises `NotHere`,
    `NotAllowed`, `NotNow`, and `NetworkError` where somebody changed it past Fanal."""
    seen = found(actor, KeepingRule, rule_id)
    ask(actor, CONFIRM, seen)
    if is_confirmed(seen) and seen.confirmed_by_id == actor.person:
        return seen  # the second press
    with network.vouched.changing(KeepingRule, rule_id) as row:
        as_seen(waits(row))
        need_second(actor, row.pk, TYPE, GIVE_BACK)
        of = ruled(actor, row.country, row.record_class)
        _check(of.kind, Wanted.of(row), now.date())
        _end((one for one in of.every if one.pk != row.pk and one.ended_at is None), now)
        row.confirmed_by_id, row.confirmed_at = actor.person, now
        row.save(update_fields=["confirmed_by", "confirmed_at"])
        _say(actor, row, CONFIRM, now)
    return row


@transaction.atomic
def give_back(actor: Actor, rule_id: UUID, note: str, now: datetime) -> KeepingRule:
    """It is not so, or whoever typed it takes it back: what held goes on to hold. Raises as `confirm` does."""
    ask(actor, GIVE_BACK, found(actor, KeepingRule, rule_id))
    need((not note.strip(), _("Write what is not so."), "note"))
    with network.vouched.changing(KeepingRule, rule_id) as row:
        as_seen(waits(row))
        row.note, row.ended_at = " ".join(note.split())[:300], now
        row.save(update_fields=["note", "ended_at"])
        _say(actor, row, GIVE_BACK, now)
    return row


def _check(kind: RecordClass, wanted: Wanted, today: date) -> None:
    period, last = wanted.period, months_later(wanted.reviewed_on, REVIEW_MONTHS)
    long = not 0 <= period.months <= MOST_MONTHS or not 0 <= period.days <= 366
    unsourced = _("Write the law, with its section. A rule without a source does not count.")
    need(
        (period.start not in kind.begins, _("Choose from where it is counted."), "start"),
        (not period.months and not period.days, _("Write how long: nothing is kept for no time."), "months"),
        (long, _("At most twelve hundred months, and 366 days."), "months"),
        (not wanted.source.strip(), unsourced, "source"),
        (not wanted.reviewer.strip(), _("Write who compared it with the law."), "reviewer"),
        (wanted.reviewer_kind not in set(Reviewer), _("Say who that is."), "reviewer_kind"),
        (wanted.reviewed_on > today, _("This day is still to come."), "reviewed_on"),
        (
            not today < wanted.stale_on <= last,
            _("Choose a day after today, at most twenty-four months after the review."),
            "stale_on",
        ),
    )  # fmt: skip


def _end(rows: Iterable[KeepingRule], now: datetime) -> None:
    """Another takes their place. What somebody changed is ended as anything else, and nobody vouches for it."""
    for row in rows:
        row.ended_at = now
        network.vouched.end(row, "ended_at")


def _say(actor: Actor, row: KeepingRule, deed: str, now: datetime) -> None:
    told = f"{row.country} {row.months} {row.days} {row.start}"
    journal.write(row.pk, actor.signatory(), deed, at=now, purpose=told)
