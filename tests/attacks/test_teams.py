"""Who writes to the database gives a team another name, a place to a colleague, or the key of another team in its
place: nothing of a team opens for who is not in it, and nothing is sealed to what the organisation did not sign."""

from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest

from fanal import vault
from fanal.network import api as network
from fanal.network import signin, unbelieved
from fanal.network.contracts import NetworkError, RingKind, TeamRef, Which
from fanal.network.models import Bundle, Person, RingSeal, RingVersion, Team, TeamMember
from tests.attacks.writer import DAY, Thief
from tests.people import NOW, Cast

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]


def _person(username: str) -> UUID:
    return Person.objects.get(username=username).pk


@pytest.fixture
def coast(cast: Cast) -> TeamRef:
    """A team of Aurora in which Femi is alone."""
    return network.teams.make(cast["bao"], RingKind.INTAKE, "Coast", [_person("femi")], NOW)


def _record(cast: Cast, which: Which) -> UUID:
    record = uuid4()
    network.records.make(cast.aurora, record, ["content"], network.rings.grants(cast.aurora, {which: ["content"]}))
    return record


def _opens(cast: Cast, username: str, record: UUID) -> bool:
    try:
        network.records.open_held(cast.aurora, record, cast[username].keyring)
    except vault.NotGranted:
        return False
    return True


def test_a_place_in_a_team_that_somebody_wrote_opens_nothing(cast: Cast, coast: TeamRef) -> None:
    """Amara writes herself into the team: she is nobody, no deed of a keeper vouches for it, and no key reaches her."""
    record = _record(cast, coast.id)
    assert _opens(cast, "femi", record), "the control"
    TeamMember.objects.create(team_id=coast.id, person_id=_person("amara"), since=DAY)
    assert not _opens(cast, "amara", record)
    request = HttpRequest()
    request.user, request.session = Person.objects.get(username="amara"), {}  # type: ignore[assignment]
    signin._store(request, cast.seed("amara"))
    assert network.actor_of(request, NOW.date()) is None
    for deed in (
        lambda: network.people.admit(cast["femi"], _person("amara"), NOW),
        lambda: network.people.rotate_ring(cast["bao"], coast.id, "yearly", NOW),
        lambda: network.teams.put_in(cast["bao"], coast.id, _person("amara"), NOW),
    ):
        with pytest.raises(NetworkError):
            deed()
    assert not RingSeal.objects.filter(ring__team_id=coast.id, person_id=_person("amara")).exists()
    assert any("are not as they were left" in line for line in unbelieved.unbelieved())


def test_a_seal_of_another_team_or_a_seal_of_ones_own_opens_nothing(cast: Cast, coast: TeamRef) -> None:
    """Femi's seal put to Amara's name is sealed to Femi; a ring of the attacker's own is none that was signed."""
    record, amara = _record(cast, coast.id), _person("amara")
    seal = RingSeal.objects.get(ring__team_id=coast.id, person_id=_person("femi"))
    RingSeal.objects.filter(pk=seal.pk).update(person_id=amara)
    with pytest.raises(vault.CannotOpen):
        _opens(cast, "amara", record)
    RingSeal.objects.filter(pk=seal.pk).update(person_id=_person("femi"))
    RingVersion.objects.filter(team_id=coast.id).update(public=Thief().kem)
    with pytest.raises(NetworkError):
        _record(cast, coast.id)


def test_a_team_with_another_name_or_kind_receives_nothing(cast: Cast, coast: TeamRef) -> None:
    """The organisation signs kind and name with the key. The main team is no other, whoever takes its name away."""
    for change in ({"name": "Hills"}, {"kind": "casework"}, {"name": ""}):
        before = Team.objects.values("name", "kind").get(pk=coast.id)
        Team.objects.filter(org=cast.aurora, kind="intake", name="").update(name="away")
        Team.objects.filter(pk=coast.id).update(**change)
        for which in (coast.id, RingKind.INTAKE):
            with pytest.raises(NetworkError):
                _record(cast, which)
        assert any("is not signed by it" in line for line in unbelieved.unbelieved())
        Team.objects.filter(pk=coast.id).update(**before)
        Team.objects.filter(org=cast.aurora, kind="intake", name="away").update(name="")
    assert _opens(cast, "femi", _record(cast, coast.id)), "the control"
    assert _opens(cast, "amara", _record(cast, RingKind.INTAKE)), "the control"


def test_a_bundle_of_one_team_put_to_the_other_opens_nothing(cast: Cast, coast: TeamRef) -> None:
    """A row of the main team's record, moved to the record of the named one."""
    theirs, main = _record(cast, coast.id), _record(cast, RingKind.INTAKE)
    stale = Bundle.objects.get(record=main)
    stale.pk, stale.record = None, theirs
    stale.save(force_insert=True)
    assert not _opens(cast, "amara", theirs)
    assert _opens(cast, "amara", main), "the control"


def test_whoever_left_a_team_opens_nothing_that_is_written_later(cast: Cast) -> None:
    """With all their keys of before, and the seal and the place put back."""
    coast = network.teams.make(cast["bao"], RingKind.INTAKE, "Coast", [_person("femi"), _person("amara")], NOW)
    kept, seals = cast["amara"].keyring, list(RingSeal.objects.filter(ring__team_id=coast.id, person=_person("amara")))
    record = _record(cast, coast.id)
    assert _opens(cast, "amara", record), "the control"
    network.teams.take_out(cast["bao"], coast.id, _person("amara"), NOW)
    RingSeal.objects.bulk_create(seals)
    TeamMember.objects.filter(team=coast.id, person=_person("amara")).update(until=None)
    later = _record(cast, coast.id)
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, later, kept)
    held = network.records.open_held(cast.aurora, record, cast["femi"].keyring)
    held.freshen()
    assert held.keys.compartments == {"content"}
    newest = {key.epoch for key in held.keys.keys}
    theirs = network.records.open_held(cast.aurora, record, kept).keys if _opens(cast, "amara", record) else None
    assert theirs is None or {key.epoch for key in theirs.keys} < newest
