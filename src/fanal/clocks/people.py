"""Who is meant by a target today."""

from datetime import datetime
from uuid import UUID

from fanal.access import api as access
from fanal.clocks.contracts import Target, TargetKind
from fanal.clocks.times import day
from fanal.network import api as network
from fanal.network.contracts import OrgKind, PersonRef, PersonState, Role


def meant(org: UUID, to: Target, now: datetime) -> list[UUID]:
    """The active people of a target on the day of `now`, in `org` or at the secretariat.

    Where there are none, the managers; where there are none either, everybody there: a duty speaks to no empty room.
    """
    if to.kind is TargetKind.NETWORK:
        offices = [office.id for office in network.orgs(OrgKind.SECRETARIAT)]
        desks = [_or_above(office, network.role_people(office, Role(to.value))) for office in offices]
        return [person for desk in desks for person in desk]
    return _or_above(org, _named(org, to, now))


def _named(org: UUID, to: Target, now: datetime) -> list[UUID]:
    match to.kind:
        case TargetKind.TEAM:
            return network.team_people(org, to.which)
        case TargetKind.GRANT:
            held = network.grants.holders(to.value, day(now).date(), [org])
            return [one.id for one in _active(org) if one.id in held]
        case TargetKind.DEED:
            return sorted(access.able(to.value, org, day(now).date()))
        case TargetKind.PERSON:
            return [one.id for one in _active(org) if one.id == UUID(to.value)]
        case _:
            return network.role_people(org, Role(to.value))


def _or_above(org: UUID, found: list[UUID]) -> list[UUID]:
    return sorted(set(found or network.role_people(org, Role.MANAGER) or [one.id for one in _active(org)]))


def _active(org: UUID) -> list[PersonRef]:
    return [one for one in network.persons(org) if one.state is PersonState.ACTIVE]
