"""A small member: three to five people who share all roles that a form needs, and a partner who does what none of them
can do for the others (docs/small-member.md).

Which an organisation is stands in its row, under its code (`vouched`). Who the partner is, the agreement that both
signed says each time.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.journal import api as journal
from fanal.network import agreements, queries, vouched
from fanal.network.contracts import (
    ROLE_RINGS,
    Actor,
    AgreementPurpose,
    NetworkError,
    OrgKind,
    PersonState,
    Profile,
    RingKind,
    Role,
)
from fanal.network.keyfile import installation
from fanal.network.models import Invitation, Organisation, Person, RoleHeld

CHOOSE, GROW = "network.choose_profile", "network.end_small"
LEAVES = timedelta(days=7)
"""So long all stays as it is after a small member said that it is not small any more."""
LEAST, MOST = 3, 5
"""People of a small member."""
OF_PARTNER = (Role.DATA_PROTECTION_OFFICER, Role.AUDITOR)
"""Roles that nobody of a small member holds: a partner does it."""
_TOLD = {RingKind.INTAKE, RingKind.CASEWORK, RingKind.ONCALL, RingKind.SUPERVISORS}
READERS = frozenset(role for role, rings in ROLE_RINGS.items() if _TOLD.intersection(rings))
"""Roles that hold a key of what was told."""
APART: tuple[tuple[Role, frozenset[Role], Promise], ...] = (
    (
        Role.MANAGER,
        frozenset({Role.SAFEGUARDING_LEAD}),
        lazy(
            "In a small organisation one person is never manager and safeguarding lead: who leads the work would judge "
            "concerns about it. Choose another person."
        ),
    ),
    (
        Role.CUSTODIAN,
        READERS,
        lazy(
            "In a small organisation the custodian never reads concerns: who reads what was told would open who told "
            "it. Choose another person."
        ),
    ),
)
"""What one person never is at once: a role, the roles that do not go with it, and why."""


def is_small(org: UUID) -> bool:
    """Whether an organisation is a small member. Raises NetworkError where somebody changed what is stored of it."""
    return _whole(org).profile == Profile.SMALL


def full_from(org: UUID) -> date | None:
    """From which day a small member is not small any more, where it said so. Raises as `is_small`."""
    return _whole(org).full_from


def _whole(org: UUID) -> Organisation:
    row = Organisation.objects.get(pk=org)
    if not vouched.is_whole(row):
        raise vouched.changed(row)
    return row


def leaving(partner: UUID, day: date) -> list[tuple[UUID, date]]:
    """Which small members, for which an organisation is second person, said that they are not small any more, and from
    which day that holds."""
    rows = Organisation.objects.exclude(full_from=None).exclude(pk=partner).order_by("full_from", "name")
    return [
        (row.pk, row.full_from) for row in vouched.whole(rows) if row.full_from and partner in partners(row.pk, day)
    ]


def partners(
    org: UUID, day: date, purpose: AgreementPurpose = AgreementPurpose.SECOND_PERSON, data: Collection[str] = ()
) -> list[UUID]:
    """With whom an agreement is in force on a day, for a purpose and these data categories: who is second person for a
    small member, or hears what is about its safeguarding lead."""
    found = [one for one in sorted(agreements.others(org)) if agreements.check(org, one, purpose, data, day)]
    return found if purpose is not AgreementPurpose.SECOND_PERSON else [one for one in found if may_be_second(one)]


def may_be_second(partner: UUID) -> bool:
    """Whether people of an organisation can be second person for a member: those of another member. An authority is
    whom something may be told to, and nobody there could answer."""
    return Organisation.objects.get(pk=partner).kind == OrgKind.MEMBER


def only_members() -> str:
    """Why another organisation cannot be it."""
    return _("Only another member can be second person.")


def from_partners(org: UUID, day: date, data: Collection[str] = ()) -> dict[Role, list[UUID]]:
    """Which partners have somebody at work for what a small member takes from them: data protection officer, auditor,
    and the supervisor who is second person."""
    found: dict[Role, list[UUID]] = {role: [] for role in (*OF_PARTNER, Role.SUPERVISOR)}
    for partner in partners(org, day, data=data):
        works = [one for one in queries.colleagues(partner) if one.state is PersonState.ACTIVE and not one.changed]
        for role in found:
            found[role] += [partner] if any(role in one.roles for one in works) else []
    return found


def why_not(roles: Collection[Role]) -> str:
    """Why one person of a small member may not have these roles; empty where they may."""
    if set(roles).intersection(OF_PARTNER):
        return _(
            "In a small organisation a partner is data protection officer and auditor. Agree on it with one, under "
            "Agreements: being second person."
        )
    return next((str(why) for role, others, why in APART if role in roles and others.intersection(roles)), "")


def need(org: UUID, roles: Collection[Role], today: date, *, comes: bool = False) -> None:
    """Before a deed gives somebody roles: raises NetworkError where the organisation is small and one person may not
    have them all, where somebody comes and there are as many as it may have, or where somebody changed what is stored
    of it. Whoever chooses otherwise meanwhile waits."""
    row = Organisation.objects.select_for_update(no_key=True).get(pk=org)
    if not vouched.is_whole(row):
        raise vouched.changed(row)
    if row.profile != Profile.SMALL:
        return
    if why := why_not(roles):
        raise NetworkError(why)
    if comes and _how_many(org, today) >= MOST:
        raise NetworkError(
            _("A small organisation has five people at most. First say under People that yours is not small any more.")
        )


def _how_many(org: UUID, today: date) -> int:
    """Who is there, and who was invited."""
    coming = Invitation.objects.filter(org_id=org, used_on=None, expires_on__gte=today)
    return _there(org).count() + coming.count()


def _there(org: UUID) -> QuerySet[Person]:
    return Person.objects.filter(org_id=org).exclude(state=PersonState.LEFT)


def misfits(org: UUID) -> list[str]:
    """Who has roles that one person of a small member may not have, each with why."""
    held: dict[tuple[UUID, str], set[Role]] = defaultdict(set)
    links = RoleHeld.objects.filter(person__in=_there(org), until=None).order_by("person__name", "pk")
    for person, name, role in links.values_list("person_id", "person__name", "role"):
        held[person, name].add(Role(role))
    return [f"{name}: {why}" for (_person, name), roles in held.items() if (why := why_not(roles))]


@transaction.atomic
def choose(actor: Actor, profile: Profile, now: datetime) -> date | None:
    """Say that the organisation is small, at once, or not any more, from the day that is returned; to say that it is
    small takes that back until then. Raises NetworkError where that stands already, it is no member, more people are
    there or invited, or somebody has roles that do not go together: then nothing is written."""
    with vouched.changing(Organisation, actor.org) as row:
        said = Profile.FULL if row.full_from else Profile(row.profile)
        if said is profile:
            raise NetworkError(_said_already(row), "profile")
        if profile is Profile.FULL:
            row.full_from = _day(row, now) + LEAVES
        else:
            if row.profile == Profile.FULL and (why := _why_not_small(row, now.date())):
                raise NetworkError(why)
            row.profile, row.full_from = Profile.SMALL.value, None
        row.save(update_fields=["profile", "full_from"])
    journal.write(actor.org, actor.signatory(), CHOOSE, at=now, purpose=profile.value)
    return row.full_from


def _said_already(row: Organisation) -> str:
    if row.full_from:
        words = _("You have said already that it is not small any more. It holds from {day}. Nothing was changed.")
        return words.format(day=row.full_from.isoformat())
    if row.profile == Profile.SMALL:
        return _("Your organisation is small already. Nothing was changed.")
    return _("Your organisation is not small. Nothing was changed.")


def settle(now: datetime) -> int:
    """Those whose day has come are small no more; returns how many. Hourly, without keys. Until it ran, all stays as it
    is; so it does where somebody changed what is stored of an organisation, which `fanal check` names."""
    done = 0
    for row in vouched.whole(Organisation.objects.exclude(full_from=None)):
        with vouched.changing(Organisation, row.pk) as one:
            if one.full_from is not None and one.full_from <= _day(one, now):
                one.profile, one.full_from = Profile.FULL.value, None
                one.save(update_fields=["profile", "full_from"])
                journal.write(one.pk, installation(one.pk), GROW, at=now)
                done += 1
    return done


def _day(row: Organisation, now: datetime) -> date:
    return now.astimezone(ZoneInfo(row.time_zone)).date()


def _why_not_small(row: Organisation, today: date) -> str:
    if row.kind != OrgKind.MEMBER:
        return _("Only a member can be small.")
    if _how_many(row.pk, today) > MOST:
        return _("A small organisation has five people at most, who is invited among them.")
    return " ".join(misfits(row.pk))
