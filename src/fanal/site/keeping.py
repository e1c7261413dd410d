"""The clocks of times of keeping: what was typed waits for a second person, and thirty days before its last day a rule
is reviewed anew (docs/keeping.md, "Until when a rule holds"). Key-less."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from fanal.access import api as access
from fanal.access.api import KeepingRule, keeping
from fanal.clocks import api as clocks
from fanal.clocks.api import Owed
from fanal.clocks.contracts import Target
from fanal.contacts.desk.words import country
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.words import gettext_noop
from fanal.web import api as web

SECOND = clocks.register(
    clocks.DutyKind(
        "keeping_second",
        gettext_noop("Compare a time of keeping that a colleague typed with the law, and confirm it"),
        timedelta(hours=72),
        Target.role(Role.MANAGER),
        remind=True,
    )
)
STALE = clocks.register(
    clocks.DutyKind(
        "keeping_stale",
        gettext_noop("A time of keeping ends: have it compared with the law anew"),
        keeping.SOON,
        Target.role(Role.MANAGER),
    )
)


@clocks.owes
def of_rules(now: datetime) -> Iterator[Owed]:
    """What waits for a second person, and what ends within a month or has ended."""
    roles = {one.id: one.roles for org in network.orgs() for one in network.persons(org.id)}
    for row in keeping.standing_rows():
        if keeping.waits(row):
            to = Target.second(roles.get(row.typed_by_id, frozenset()))
            yield Owed(row.org_id, row.pk, (SECOND,), {"owner": to})
        elif row.stale_on <= (now + keeping.SOON).date():
            yield Owed(row.org_id, row.pk, (STALE,), {"limit": clocks.until_end_of(row.stale_on, now)})


def look(now: datetime) -> None:
    """Begin the duties of rules that end soon; stop those of which nothing is left."""
    clocks.only([STALE], (one for one in of_rules(now) if one.kinds == (STALE,)), now)


@transaction.atomic
def type_rule(actor: Actor, of: keeping.Ruled, wanted: keeping.Wanted, seen: int, now: datetime) -> KeepingRule:
    """Type a rule; whoever is asked as the second hears of it."""
    row = keeping.type_rule(actor, of.country, of.kind.code, wanted, seen, now)
    for before in of.every:
        if before.pk != row.pk:
            clocks.stop(before.pk, SECOND, now=now, done=False)
    clocks.start(SECOND, row.org_id, row.pk, now=now, owner=Target.second(actor.roles))
    return row


@transaction.atomic
def confirm(actor: Actor, rule_id: UUID, now: datetime) -> None:
    """Confirm a rule: nothing is to be done about it any more, nor about the one before it."""
    row = keeping.confirm(actor, rule_id, now)
    clocks.stop(row.pk, SECOND, now=now)
    for before in keeping.ruled(actor, row.country, row.record_class).every:
        if before.pk != row.pk:
            clocks.stop(before.pk, STALE, now=now)


@transaction.atomic
def give_back(actor: Actor, rule_id: UUID, note: str, now: datetime) -> None:
    """Give a rule back."""
    row = keeping.give_back(actor, rule_id, note, now)
    clocks.stop(row.pk, SECOND, now=now)


def open_doors() -> None:
    """Where the duties are done; called once when the site starts."""
    for kind in (SECOND, STALE):
        web.day.lead(kind, lambda _subject: reverse("desk:keeping"), about=_about, paper=True, deed=keeping.LIST)


def _about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    """Which class of records, by whose law."""
    rows = access.visible(actor, KeepingRule.objects.filter(org_id=actor.org)).filter(pk__in=subjects)
    return {row.pk: web.day.About(web.dots(keeping.words_of(row.record_class), country(row.country))) for row in rows}
