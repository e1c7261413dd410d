"""Narrow duties that a person holds until a day (docs/access.md, "Duties for a time"). Who gives them, and why, is the
matter of the room whose duty it is: its deed asks, acts and writes the journal, and these functions are called in its
transaction.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from fanal.network import standing
from fanal.network.models import GrantHeld


def hold(person: UUID, code: str, since: date, until: date) -> None:
    """Let a person hold a grant from a day to a day, both included, in the place of what they held of it."""
    with standing.changing(person):
        GrantHeld.objects.filter(person_id=person, code=code).delete()
        GrantHeld.objects.create(person_id=person, code=code, since=since, until=until)


def end(person: UUID, code: str) -> bool:
    """Take a grant at once: the next request of the person has it no more. Says whether there was one."""
    with standing.changing(person):
        return bool(GrantHeld.objects.filter(person_id=person, code=code).delete()[0])


def holders(code: str, on: date, orgs: Collection[UUID]) -> frozenset[UUID]:
    """Who of these organisations holds a grant on a day and has not left."""
    held = GrantHeld.objects.filter(code=code, since__lte=on, until__gte=on, person__org_id__in=orgs)
    return frozenset(held.filter(person__left_on=None).values_list("person_id", flat=True))


def ends(org: UUID) -> dict[tuple[UUID, str], date]:
    """The last day of each grant of each person of an organisation, also where it is over, by person and code."""
    held = GrantHeld.objects.filter(person__org_id=org, person__left_on=None)
    return {(person, code): until for person, code, until in held.values_list("person_id", "code", "until")}
