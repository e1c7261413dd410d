"""Deeds on people: invite, join, admit, leave, lose a password, sign out everywhere
(docs/network.md, "From Python")."""

import secrets
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.journal import api as journal
from fanal.network import accounts, memberships, records, rings, small, standing, teams, trusted, vouched
from fanal.network.contracts import LIGHT, Actor, NetworkError, PersonState, RingKind, Role, TeamRef, Which
from fanal.network.keyfile import installation, keyfile
from fanal.network.memberships import colleague, is_free
from fanal.network.models import (
    GrantHeld,
    Invitation,
    Organisation,
    Person,
    ResetLink,
    RingSeal,
    RoleHeld,
    Slot,
    Team,
    TeamMember,
)
from fanal.network.sessions import end_all
from fanal.network.signals import person_left

INVITATION_DAYS = 14
RESET_HOURS = 24


def link_code(token: str, **for_whom: object) -> bytes:
    """What is stored of a link: the installation's code over its secret and whom it is for, so that nobody who writes
    to the database makes a link, gives one to somebody else, or lets it live longer."""
    return keyfile().signing.code("link", vault.canonical({"token": token, **for_whom}))


def _invites(made: Invitation, token: str) -> bytes:
    return link_code(
        token,
        invitation=str(made.id),
        org=str(made.org_id),
        name=made.name,
        roles=list(made.roles),
        teams=list(made.teams),
        by=str(made.invited_by_id),
        expires=made.expires_on.isoformat(),
    )


def _resets(link: ResetLink, token: str) -> bytes:
    expires = link.expires_at.astimezone(UTC).isoformat()
    return link_code(token, reset=str(link.person_id), by=str(link.made_by_id), expires=expires)


@transaction.atomic
def invite(actor: Actor, name: str, roles: Sequence[Role], now: datetime, *, into: Collection[UUID] = ()) -> str:
    """Make a way in for one person. `into`: teams that they join in the place of the main ones of their kinds. Returns
    the secret part of the link: shown once, kept as a code."""
    small.need(actor.org, roles, now.date(), comes=True)
    return invite_into(actor, actor.org, name, roles, now, into=into)


def invite_into(
    actor: Actor, org: UUID, name: str, roles: Sequence[Role], now: datetime, *, into: Collection[UUID] = ()
) -> str:
    """As `invite`, into an organisation that need not be the actor's own: who may, the caller asks."""
    if not name.strip() or not roles:
        raise NetworkError(_("Give a name and at least one role."))
    token, chosen = secrets.token_urlsafe(32), [one for one in teams.of(org) if one.id in into]
    if {one.kind for one in chosen} - teams.rings_of(roles) or len(chosen) < len(set(into)):
        raise NetworkError(_("What this person will do needs no such team. Choose other teams, or none."))
    made = Invitation(org_id=org, name=name.strip(), roles=list(roles), invited_by_id=actor.person)
    made.teams = sorted(str(one.id) for one in chosen)
    made.expires_on = (now + timedelta(days=INVITATION_DAYS)).date()
    made.token = _invites(made, token)
    made.save(force_insert=True)
    journal.write(org, actor.signatory(), "network.invite", at=now)
    return token


def invitation(token: str, now: datetime, *, lock: bool = False) -> Invitation:
    """An invitation that can still be used; `lock`: by nobody else at the same moment. Raises NetworkError."""
    rows = Invitation.objects.filter(used_on=None, expires_on__gte=now.date()).select_related("org")
    found = next((row for row in rows if vault.same(_invites(row, token), bytes(row.token))), None)
    if found is not None and lock:
        found = rows.select_for_update(of=("self",)).filter(pk=found.pk).first()
    if found is None:
        raise NetworkError(_("This invitation was used or taken back, or it has expired. Ask for a new one."))
    return found


@transaction.atomic
def withdraw_invitation(actor: Actor, invitation_id: UUID, now: datetime) -> None:
    """Take back an invitation that nobody has used: its link opens nothing any more."""
    found = Invitation.objects.filter(pk=invitation_id, org_id=actor.org, used_on=None)
    if not found.delete()[0]:
        raise NetworkError(_("This invitation was used already, or taken back."))
    journal.write(actor.org, actor.signatory(), "network.withdraw_invitation", at=now)


@transaction.atomic
def accept(
    token: str, username: str, password: str, now: datetime, *, language: str = "en", email: str = ""
) -> tuple[UUID, str]:
    """Join: make keys and slots. The person waits until colleagues seal the rings and a keeper signs; in a light
    organisation, which has neither, they are in at once.

    Returns (person, recovery code shown once). Raises NetworkError, `vault.WeakPassword`.
    """
    invited = invitation(token, now, lock=True)
    username = username.strip().lower()
    if not username or not is_free(username):
        raise NetworkError(_("This sign-in name is taken. Choose another."))
    person = Person(org_id=invited.org_id, username=username, name=invited.name, email=email, language=language)
    person.joined_on = now.date()
    roles = [Role(role) for role in invited.roles]
    small.need(invited.org_id, roles, now.date())
    is_light = invited.org.kind in LIGHT
    if is_light:
        person.state = PersonState.ACTIVE
    code = accounts.make_account(person, vault.Seed.new(), password, now.date())
    RoleHeld.objects.bulk_create([RoleHeld(person=person, role=role, since=now.date()) for role in roles])
    teams.join(person, teams.rings_of(roles), now.date(), set(map(UUID, invited.teams)))
    vouched.seal(person)
    if is_light:
        memberships.let_in(person, now.date())
    invited.used_on = now.date()
    invited.save(update_fields=["used_on"])
    journal.write(invited.org_id, installation(invited.org_id), "network.join", at=now)
    return person.id, code


@transaction.atomic
def admit(actor: Actor, person_id: UUID, now: datetime) -> list[TeamRef]:
    """Sign for a waiting colleague, if the actor is a keeper, and seal to them every ring that the actor holds.

    The actor confirms that the colleague is who they say, outside the system. A keeper comes first: nothing is sealed
    to a key that nobody signed. A keeper also renews rings that nobody holds. Returns the teams that are still to be
    sealed by somebody else; the account works once there are none.
    """
    person = colleague(actor, person_id)
    if person.id == actor.person:
        raise NetworkError(_("Nobody admits themselves. Ask a colleague."))
    if actor.has(Role.KEY_KEEPER):
        org = Organisation.objects.get(pk=actor.org)
        trusted.admit(person, rings.identity_signer(org, actor.keyring), now.date())
    elif _keeper_first(actor, person):
        raise NetworkError(_("A key keeper lets this person in first. Then you can."))
    teams.seal_held(person, actor, now)
    left = teams.settle(person)
    journal.write(actor.org, actor.signatory(), "network.admit", at=now)
    return left


def waits_for_keeper(actor: Actor, person_id: UUID) -> bool:
    """Whether a key keeper must sign for a colleague before the actor can let them in."""
    return _keeper_first(actor, colleague(actor, person_id))


def _keeper_first(actor: Actor, person: Person) -> bool:
    return not actor.has(Role.KEY_KEEPER) and not trusted.among([person])


def _two_keepers_stay(person: Person) -> None:
    keepers = TeamMember.objects.filter(team__org=person.org_id, team__kind=RingKind.KEEPERS, until=None)
    if keepers.filter(person=person).exists() and keepers.count() <= 2:
        raise NetworkError(_("Two key keepers must stay. Name another key keeper first."))


@transaction.atomic
def end_membership(actor: Actor, person_id: UUID, now: datetime) -> None:
    """A member leaves: sessions, seals and slots go, their teams get new ring versions, their duties new owners.

    What was granted to them by name ends at once. Records get a new epoch at their next write, so nothing written later
    opens with any earlier key. Needs a key keeper.
    """
    person = colleague(actor, person_id)
    if person.id == actor.person:
        raise NetworkError(_("A colleague ends a membership, never the person."))
    org = Organisation.objects.get(pk=actor.org)
    identity = rings.identity_seed(org, actor.keyring)
    _two_keepers_stay(person)
    with standing.changing(person.id, damaged=True) as person:
        left = _to_renew(person)
        TeamMember.objects.filter(person=person, until=None).update(until=now.date())
        take_keys(person, now)
        person.state, person.left_on = PersonState.LEFT, now.date()
        person.set_unusable_password()
        person.save(update_fields=["state", "left_on", "password"])
        RoleHeld.objects.filter(person=person, until=None).update(until=now.date())
        GrantHeld.objects.filter(person=person).delete()
        for record, items in records.leave(person.id):
            journal.write(record, actor.signatory(), "network.end_membership", at=now, items=items)
    for team in left:
        rings.rotate(team, identity, now.date(), "left")
    journal.write(actor.org, actor.signatory(), "network.end_membership", at=now)
    person_left.send(sender=None, person=person.id, org=actor.org, now=now)
    transaction.on_commit(lambda: end_all(person_id))


def _to_renew(person: Person) -> list[Team]:
    """The teams whose key somebody who leaves has. Where something of them was changed, also a place that was taken out
    of the database, it may be that of every team."""
    teams = Team.objects.filter(org_id=person.org_id).select_related("org").order_by("pk")
    if standing.of([person])[person.id].is_whole:
        teams = teams.filter(members__person=person, members__until=None)
    return list(teams)


def take_keys(person: Person, now: datetime) -> None:
    """What opens anything for somebody who leaves, and their second steps."""
    RingSeal.objects.filter(person=person).delete()
    Slot.objects.filter(person=person).delete()
    Authenticator.objects.filter(user=person).delete()
    person.keys.filter(until=None).update(until=now.date())


@transaction.atomic
def rotate_ring(actor: Actor, which: Which, reason: str, now: datetime) -> None:
    """A new version of a team's ring on suspicion or yearly. Needs a key keeper. Raises NetworkError, also for a team
    that is closed."""
    team = which if isinstance(which, UUID) else teams.main(actor.org, which)
    teams.renew(teams.held(actor.org, team), actor, reason, now)
    journal.write(actor.org, actor.signatory(), "network.rotate_ring", at=now)


@transaction.atomic
def make_reset_link(actor: Actor, person_id: UUID, now: datetime) -> str:
    """A single-use link to a new password, after the actor has confirmed the person outside the system."""
    person = colleague(actor, person_id)
    token = secrets.token_urlsafe(32)
    expires = now + timedelta(hours=RESET_HOURS)
    link = ResetLink(person=person, made_by_id=actor.person, expires_at=expires)
    link.token = _resets(link, token)
    link.save(force_insert=True)
    journal.write(actor.org, actor.signatory(), "network.make_reset_link", at=now)
    return token


def reset_link(token: str, now: datetime) -> ResetLink:
    """A reset link that can still be used. Raises NetworkError."""
    rows = ResetLink.objects.filter(used_at=None, expires_at__gt=now).exclude(person__state=PersonState.LEFT)
    found = next(
        (row for row in rows.select_related("person") if vault.same(_resets(row, token), bytes(row.token))), None
    )
    if found is None:
        raise NetworkError(_("This link was used or taken back, or it has expired. Ask a colleague for a new one."))
    return found


def check_code(token: str, code: str, now: datetime) -> None:
    """Whether a recovery code fits the person of a reset link, before they choose a password. Raises NetworkError."""
    accounts.seed_by_code(reset_link(token, now).person, code)


@transaction.atomic
def reset_password(token: str, password: str, now: datetime, *, code: str = "") -> str:
    """A new password by a reset link. Returns a new recovery code.

    With the recovery code everything opens as before. Without it the person gets a new seed and waits for a
    colleague, who seals the
    rings anew; no record is lost. Other sessions end.
    """
    link = reset_link(token, now)
    person = link.person
    if code.strip():
        seed = accounts.seed_by_code(person, code)
        with standing.changing(person.id, lost_step=True) as person:
            pass  # the second step stays, if it is theirs
    else:
        seed = vault.Seed.new()
        with standing.changing(person.id, lost_step=True) as person:
            accounts.renew_keys(person, seed, now.date())
            RingSeal.objects.filter(person=person).delete()
            Authenticator.objects.filter(user=person).delete()
            person.state, person.membership = PersonState.WAITING, b""
            person.save(update_fields=["state", "membership"])
    accounts.set_password(person, seed, password)
    fresh = accounts.set_code(person, seed)
    link.used_at = now
    link.save(update_fields=["used_at"])
    deed = "network.reset_with_code" if code.strip() else "network.reset_without_code"
    journal.write(person.org_id, installation(person.org_id), deed, at=now)
    transaction.on_commit(lambda: end_all(person.id))
    return fresh


@transaction.atomic
def change_password(actor: Actor, seed: vault.Seed, password: str, now: datetime) -> None:
    """A new password for the signed-in person. Their sessions end; the one in which they changed it begins anew."""
    accounts.set_password(Person.objects.get(pk=actor.person), seed, password)
    journal.write(actor.org, actor.signatory(), "network.change_password", at=now)
    transaction.on_commit(lambda: end_all(actor.person))


@transaction.atomic
def new_code(actor: Actor, seed: vault.Seed, now: datetime) -> str:
    """A new recovery code for the signed-in person; the old one opens nothing any more."""
    code = accounts.set_code(Person.objects.get(pk=actor.person), seed)
    journal.write(actor.org, actor.signatory(), "network.new_code", at=now)
    return code


@transaction.atomic
def choose_notices(actor: Actor, language: str, email: str, now: datetime) -> None:
    """The language of the person's pages and notices, and where notices go (empty: nowhere)."""
    Person.objects.filter(pk=actor.person).update(language=language, email=email)
    journal.write(actor.org, actor.signatory(), "network.choose_notices", at=now)


@transaction.atomic
def sign_out_everywhere(actor: Actor, person_id: UUID, now: datetime) -> None:
    """End every session of oneself or a colleague (a lost device)."""
    person = colleague(actor, person_id)
    journal.write(actor.org, actor.signatory(), "network.sign_out_everywhere", at=now)
    transaction.on_commit(lambda: end_all(person.id))


@transaction.atomic
def give_roles(actor: Actor, person_id: UUID, roles: Collection[Role], now: datetime) -> None:
    """Give a colleague further roles. Rings that they need are sealed by whoever holds them (`admit`). Raises
    NetworkError for a key that their organisation did not sign."""
    person = colleague(actor, person_id)
    if person.id == actor.person:
        raise NetworkError(_("Nobody gives themselves a role. Ask a colleague."))
    with standing.changing(person.id) as person:
        trusted.principal(person.id)
        small.need(actor.org, {*roles, *_roles_of(person)}, now.date())
        for role in roles:
            RoleHeld.objects.get_or_create(person=person, role=role, until=None, defaults={"since": now.date()})
        teams.join(person, teams.rings_of(roles), now.date())
    teams.seal_held(person, actor, now)
    for _role in roles:
        journal.write(actor.org, actor.signatory(), "network.give_role", at=now)


def _roles_of(person: Person) -> list[Role]:
    return [Role(held.role) for held in RoleHeld.objects.filter(person=person, until=None)]


@transaction.atomic
def take_role(actor: Actor, person_id: UUID, role: Role, now: datetime) -> None:
    """Take a role from a colleague; rings that no other role of theirs needs get a new version. Needs a key keeper."""
    person = colleague(actor, person_id)
    with standing.changing(person.id) as person:
        if role is Role.KEY_KEEPER:
            _two_keepers_stay(person)
        RoleHeld.objects.filter(person=person, role=role, until=None).update(until=now.date())
        kept = teams.rings_of(_roles_of(person))
        in_teams = TeamMember.objects.filter(person=person, until=None).select_related("team__org")
        gone = list(in_teams.exclude(team__kind__in=kept))
        TeamMember.objects.filter(pk__in=[link.pk for link in gone]).update(until=now.date())
    RingSeal.objects.filter(person=person, ring__team__in=[link.team_id for link in gone]).delete()
    if gone:
        identity = rings.identity_seed(gone[0].team.org, actor.keyring)
        for link in gone:
            rings.rotate(link.team, identity, now.date(), "left")
    journal.write(actor.org, actor.signatory(), "network.take_role", at=now)
