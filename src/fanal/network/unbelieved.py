"""What stands in the database and nobody vouches for, what was taken out of it, and keys of records that nobody granted
or that ended, in words for `fanal check` and `fanal journal verify`."""

from collections.abc import Iterator

from fanal.network import bundles, identities, marks, rings, standing, trusted, vouched
from fanal.network.contracts import LIGHT, NetworkError, PersonState
from fanal.network.models import Organisation, Person, RingVersion, Team
from fanal.network.rings import is_believed, mark_of


def unbelieved() -> Iterator[str]:
    """Every one, by organisation. Nothing is ever sealed to any of them."""
    for org in Organisation.objects.order_by("name"):
        yield from (f"{org.name}: {what}" for what in _of(org))
    yield from _taken_out()
    yield from bundles.strange(trusted.Signers())
    yield from vouched.taken_out()


def as_found() -> list[str]:
    """Organisations whose recovery key is still believed as it was found at the upgrade, or whose kit proves no key
    file yet: nobody tested it since."""
    rows = [org for org in Organisation.objects.exclude(kind__in=LIGHT).order_by("name") if identities.is_pinned(org)]
    return [org.name for org in rows if not (identities.is_recovery_signed(org) and org.kit_code)]


def newest() -> Iterator[marks.Mark]:
    """The newest of each of what is believed, as it is noted outside the database."""
    for ring in RingVersion.objects.select_related("team__org").order_by("team_id", "version"):
        if is_believed(ring):
            yield mark_of(ring)
    for one in standing.of(Person.objects.all()).values():
        if one.is_whole and one.key is not None:
            yield marks.Mark(marks.MarkKind.KEY, one.person.id, one.key.version, one.key.since)
    yield from vouched.newest()


def _of(org: Organisation) -> Iterator[str]:
    if not identities.is_pinned(org):
        yield "the key file does not pin its identity, or pins another"
        return
    try:
        if org.kind not in LIGHT:
            identities.recovery(org)
    except NetworkError:
        yield "its recovery key is not the one that it signed"
    yield from _teams(org)
    people = standing.of(Person.objects.filter(org=org).select_related("org")).values()
    working = [stand for stand in people if stand.person.state == PersonState.ACTIVE and stand.person.left_on is None]
    if strange := sum(1 for stand in working if stand.is_whole and not trusted.holds(stand)):
        yield f"{strange} of its accounts would work with a key that it did not sign"
    if changed := sum(1 for stand in people if not stand.is_whole):
        yield f"of {changed} of its accounts name, roles, teams, key or second step are not as they were left"
    for row in vouched.broken(org.id):
        if not isinstance(row, Person):
            yield f"what is stored about {vouched.words_of(row)} is not as it was left"


def _teams(org: Organisation) -> Iterator[str]:
    """Keys that are not signed, and teams that are closed or open other than the last key says."""
    closed = {}
    for ring in RingVersion.objects.filter(team__org=org).select_related("team__org").order_by("team__kind", "version"):
        if not is_believed(ring):
            yield f"version {ring.version} of the key of its team `{rings.name_of(ring.team)}` is not signed by it"
        elif ring.reason == rings.CLOSED:
            closed[ring.team_id] = ring.made_on
    for team in Team.objects.filter(org=org).order_by("kind", "name"):
        if team.closed_on != closed.get(team.pk):
            yield f"whether its team `{rings.name_of(team)}` is closed is not as it was left"


def _taken_out() -> Iterator[str]:
    """Keys of teams that were made here and are in the database no more; older ones are not used in their place."""
    there = set(RingVersion.objects.values_list("team_id", "version"))
    teams = {
        team.id: f"{team.org.name}: its team `{rings.name_of(team)}`" for team in Team.objects.select_related("org")
    }
    for mark in marks.known().values():
        if mark.kind is marks.MarkKind.RING:
            team = teams.get(mark.id, f"A team that is gone ({mark.id})")
            for version in range(1, mark.number + 1):
                if (mark.id, version) not in there:
                    yield f"{team} had a version {version} of its key, which was taken out of the database"
