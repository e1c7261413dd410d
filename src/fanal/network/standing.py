"""What this installation vouches for of a person (`vouched`): beside name and organisation their roles, teams, duties
for a time and newest key (decision 16).

The membership that a key keeper signs says whose key it is. Whoever writes to the database could still give a colleague
another name, a role, or a place in a team. Roles are given by people who hold no key of the organisation, so the code
is the installation's, as that on keys is. An older standing that is put back is known by its number (`marks`).
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from fanal.network import marks, vouched
from fanal.network.contracts import NetworkError
from fanal.network.memberships import key_number
from fanal.network.models import GrantHeld, Person, PersonKey, RoleHeld, TeamMember


@dataclass(slots=True)
class Standing:
    """What stands in the database of a person, whether it is whole or not."""

    person: Person
    key: PersonKey | None = None
    roles: set[str] = field(default_factory=set)
    links: list[TeamMember] = field(default_factory=list)
    """Their places in teams, past ones too."""
    grants: set[tuple[str, date, date]] = field(default_factory=set)
    second: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether it is as this installation left it last."""
        return vouched.fits(self.person, self.parts()) and vouched.fits_apart(self.person, self.second)

    @property
    def has_lost_step(self) -> bool:
        """Whether all of it is so, but the second step: a colleague's link to a new password sets that up anew."""
        return vouched.fits(self.person, self.parts()) and not vouched.fits_apart(self.person, self.second)

    def parts(self) -> dict[str, object]:
        """What is vouched for of a person beside their row."""
        key = self.key
        return {
            "key": f"{key.version} {key_number(key)}" if key else "",
            "roles": sorted(self.roles),
            # past places too: what somebody could read in an incident rests on them
            "teams": sorted(f"{one.team_id} {one.since} {one.until or ''}" for one in self.links),
            "grants": sorted(f"{code} {since} {until}" for code, since, until in self.grants),
        }


def of(people: Collection[Person]) -> dict[UUID, Standing]:
    """What stands in the database of each of these people: five queries. A deed may be done between them: of whom it
    seems changed is read once more."""
    found = _of(people)
    late = vouched.read_again(one.person for one in found.values() if not one.is_whole)
    return found | (_of(late) if late else {})


def _of(people: Collection[Person]) -> dict[UUID, Standing]:
    stand = {person.id: Standing(person) for person in people}
    for key in PersonKey.objects.filter(person__in=stand).order_by("version"):
        stand[key.person_id].key = key
    for role in RoleHeld.objects.filter(person__in=stand, until=None):
        stand[role.person_id].roles.add(role.role)
    for link in TeamMember.objects.filter(person__in=stand).select_related("team"):
        stand[link.person_id].links.append(link)
    for grant in GrantHeld.objects.filter(person__in=stand):
        stand[grant.person_id].grants.add((grant.code, grant.since, grant.until))
    for id, second in _second(stand).items():
        stand[id].second = second
    return stand


def _second(people: Collection[UUID]) -> dict[UUID, list[str]]:
    """The app, passkeys and spare codes of people. A passkey may be renamed, and when codes were shown says nothing."""
    found: dict[UUID, list[str]] = {}
    for row in Authenticator.objects.filter(user__in=people).order_by("pk"):
        data = row.data if isinstance(row.data, dict) else {"": row.data}
        held = {name: value for name, value in data.items() if name not in {"name", "viewed_at"}}
        found.setdefault(row.user_id, []).append(f"{row.type} {json.dumps(held, sort_keys=True)}")
    return found


def _parts(people: Collection[UUID]) -> dict[UUID, object]:
    return {id: one.parts() for id, one in of(Person.objects.filter(pk__in=people)).items()}


vouched.keep(
    Person,
    marks.MarkKind.PERSON,
    lambda person: person.name,
    # the password opens slots that are sealed for this person; a membership is a signature; the rest opens nothing
    beside=("password", "last_login", "email", "language", "membership"),
    parts=_parts,
    apart=_second,
)


@contextmanager
def changing(person_id: UUID, *, damaged: bool = False, lost_step: bool = False) -> Iterator[Person]:
    """A deed that changes what a person is, may do, or works with: nobody else changes it meanwhile, and it is sealed
    anew at the end. Raises NetworkError where it is not whole, so that no deed vouches for what somebody wrote there;
    `damaged` lets a deed begin that ends it all, `lost_step` one after which a second step that somebody changed is
    gone."""
    with transaction.atomic():
        person = Person.objects.select_for_update(no_key=True, of=("self",)).select_related("org").get(pk=person_id)
        one = of([person])[person.id]
        if lost_step and one.has_lost_step:
            Authenticator.objects.filter(user=person).delete()
        elif not damaged and not one.is_whole:
            raise changed(person)
        yield person
        vouched.seal(person)


def changed(person: Person) -> NetworkError:
    """The refusal of somebody of whom something was changed past this program."""
    return NetworkError(
        _(
            "Somebody changed what is stored about {name}: name, roles, teams or key. Nothing was done. Tell your "
            "administrator."
        ).format(name=person.name)
    )
