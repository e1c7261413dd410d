"""How long what companies wrote here is kept where nothing came of it: an application that nobody sent in, and the
contacts of a company that is no member any more (docs/keeping.md, "Companies").

A time begins with the last deed on it. Whoever speaks for the company hears of it sixty days before, and a press on
anything begins the time anew; the secretariat reads it among what goes next. A night on which nobody was told erases
nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import gettext_noop

from fanal.access.api import NotAllowed, keeping, kept
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import Actor, OrgKind
from fanal.tourism.membership import rows
from fanal.tourism.membership.duties import for_company
from fanal.tourism.membership.flow import State
from fanal.tourism.membership.policy import DEEDS
from fanal.tourism.models import Contact, Evidence, Membership, Step
from fanal.tourism.plans import plans
from fanal.tourism.policy import ERASE, KEEP
from fanal.vocabulary.keeping import Period

DRAFT, CONTACTS = "company_draft", "company_contacts"
HOUSE: Final = {DRAFT: Period("closing", months=12), CONTACTS: Period("closing", months=24)}
_WORDS: Final = {
    DRAFT: lazy("Application that a company did not send in"),
    CONTACTS: lazy("Contacts of a company that is no member any more"),
}
for _code, _period in HOUSE.items():
    keeping.record_class(keeping.RecordClass(_code, "tourism", _WORDS[_code], _period))
_MOST: Final = 100_000
_OVER: Final = frozenset({State.LAPSED, State.WITHDRAWN, State.EXCLUDED, State.DECLINED})
GOES = for_company(
    "tourism_goes", gettext_noop("Go on with what your company wrote, or let it be erased"), kept.AHEAD.days
)


@dataclass(frozen=True, slots=True)
class Ending:
    """What of a company goes: its class, since when nobody did anything about it, and from which day on it may go."""

    row: Membership
    what: str
    since: date
    day: date


def endings(today: date, org: UUID | None = None) -> Iterator[Ending]:
    """All that has an end, whenever that is; of one company, where it is named."""
    every = Membership.objects.select_related("org").order_by("begun_at", "pk")
    by_org: dict[UUID, list[Membership]] = {}
    for row in every.filter(org_id=org) if org else every:
        by_org.setdefault(row.org_id, []).append(row)
    named = set(Contact.objects.filter(org_id__in=by_org).values_list("org_id", flat=True))
    drafts = [row for mine in by_org.values() for row in mine if _is_draft(row)]
    sent = set(Step.objects.filter(membership__in=drafts).values_list("membership_id", flat=True))
    last = _last([row for row in drafts if row.pk not in sent])
    periods = _periods(today)
    for row in drafts:
        if row.pk in last:
            yield Ending(row, DRAFT, last[row.pk], periods(DRAFT, row).end(last[row.pk]))
    for mine in by_org.values():
        if mine[0].org_id in named and all(State(row.state) in _OVER for row in mine):
            newest = max(mine, key=lambda row: row.entered_on)
            yield Ending(newest, CONTACTS, newest.entered_on, periods(CONTACTS, newest).end(newest.entered_on))


def _is_draft(row: Membership) -> bool:
    return State(row.state) is State.DRAFT and row.member_since is None and row.public_code is None


def _last(drafts: list[Membership]) -> dict[UUID, date]:
    """When somebody did something about an application last: on itself, on what its company says of itself and does,
    on a document."""
    signers = network.trusted.Signers()
    own = journal.told_of([row.pk for row in drafts], DEEDS, signers)
    firms = journal.told_of(list({row.org_id for row in drafts}), {KEEP, plans.PLAN, plans.SAY}, signers)
    shown = Evidence.objects.filter(membership__in=drafts).values_list("membership").annotate(Max("made_at"))
    days = {pk: {at.date()} for pk, at in shown}
    return {
        row.pk: max(
            days.get(row.pk, set()) | {line.at.date() for line in (*own[row.pk].lines, *firms[row.org_id].lines)}
        )
        for row in drafts
        if own[row.pk].lines
    }


def _periods(today: date) -> Callable[[str, Membership], Period]:
    """By class and membership, how long: the longest of what a secretariat's rules say, else the time of the house."""
    offices = [office.id for office in network.orgs(OrgKind.SECRETARIAT)]
    known: dict[str, list[dict[str, Period]]] = {}

    def period(what: str, row: Membership) -> Period:
        country = row.org.country
        if country not in known:
            known[country] = [keeping.periods(office, country, today) for office in offices]
        found = [rules[what] for rules in known[country] if what in rules]
        return max(found, key=lambda one: (one.months, one.days), default=HOUSE[what])

    return period


def ending(row: Membership, today: date) -> Ending | None:
    """What goes of a membership, within sixty days or already told of."""
    found = next((one for one in endings(today, row.org_id) if one.row.pk == row.pk), None)
    return found if found and found.day <= today + kept.AHEAD else None


# ---- the night ----


def look(now: datetime) -> int:
    """Tell companies what goes, end what was told sixty days before, and stop telling where somebody went on. Returns
    how much went."""
    today = now.date()
    near = {one.row.pk: one for one in endings(today) if one.day <= today + kept.AHEAD}
    told = {duty.subject: duty for duty in clocks.open_duties(kinds=[GOES], limit=_MOST)}
    for subject in told.keys() - near.keys():
        clocks.stop(subject, GOES, now=now, org=told[subject].org)
    went = 0
    for one in near.values():
        if one.row.pk not in told:
            clocks.start(GOES, one.row.org_id, one.row.pk, now=now, limit=max(one.day - today, kept.AHEAD))
        elif told[one.row.pk].due_at <= now and one.day <= today:
            with suppress(NotAllowed):  # an action that somebody changed past Fanal: it stays, and people look at it
                went += _goes(one, now)
    return went


def _goes(one: Ending, now: datetime) -> bool:
    with transaction.atomic():
        row = Membership.objects.select_for_update(of=("self",)).select_related("org").get(pk=one.row.pk)
        again = next((each for each in endings(now.date(), row.org_id) if each.row.pk == row.pk), None)
        if again != one or not rows.is_believed(row):  # somebody goes on with it now, or changed it past Fanal
            return False
        by = keyfile.installation(row.org_id)
        tables = ("tourism_membership", "tourism_contact", "tourism_action")
        transaction.on_commit(lambda: network.erasure.scrub(*tables))
        alone = not Membership.objects.filter(org_id=row.org_id).exclude(pk=row.pk).exists()
        if alone or one.what == CONTACTS:
            Contact.objects.filter(org_id=row.org_id).delete()
        if one.what == CONTACTS:
            clocks.stop(row.pk, GOES, now=now, org=row.org_id)
            rows.write(row, None, by, ERASE, now)
            return True
        if alone:
            plans.erase(row.org_id, by, now)
        journal.write(row.pk, by, ERASE, at=now, purpose=DRAFT)
        network.records.erase(row.org_id, row.pk, DRAFT, now.date())
        clocks.forget_file(row.pk)
        row.delete()
    return True


@kept.goes
def _next(actor: Actor, until: date) -> Iterator[kept.Going]:
    """For a secretariat: what of companies goes."""
    if actor.org_kind is OrgKind.SECRETARIAT:
        for one in endings(until):
            if one.day <= until:
                yield kept.Going(keeping.words_of(one.what), one.row.org.country, one.day)
