"""Who writes to the database gives a team another name, a place to a colleague, or the key of another team in its
place: nothing of a team opens for who is not in it, and nothing is sealed to what the organisation did not sign."""

from contextlib import nullcontext
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest

from fanal import vault
from fanal.access.api import NotAllowed
from fanal.concerns.conflict import teams
from fanal.concerns.models import Concern, Handover, ReportingPage
from fanal.concerns.triage import queries, triage
from fanal.network import api as network
from fanal.network import signin, unbelieved
from fanal.network.contracts import NetworkError, RingKind, TeamRef, Which
from fanal.network.models import Bundle, Person, RingSeal, RingVersion, Team, TeamMember
from tests.attacks.writer import DAY, Thief
from tests.people import NOW, Cast, now_are
from tests.rooms.concerns.told import Sent, page_of, tell

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


@pytest.mark.parametrize("also_key", [False, True], ids=["row", "row and reason"])
def test_a_team_that_somebody_closed_or_opened_in_the_database_is_named(
    cast: Cast, coast: TeamRef, also_key: bool
) -> None:
    """The organisation signs with the last key that the team is closed. The control: a team that a keeper closed."""
    hills = network.teams.make(cast["bao"], RingKind.INTAKE, "Hills", [], NOW)
    network.teams.close(cast["bao"], hills.id, NOW)
    assert list(unbelieved.unbelieved()) == []
    network.people.rotate_ring(cast["bao"], coast.id, "suspicion", NOW)
    Team.objects.filter(pk=coast.id).update(closed_on=NOW.date())
    Team.objects.filter(pk=hills.id).update(closed_on=None)
    if also_key:
        RingVersion.objects.filter(team=coast.id, version=2).update(reason="closed")
        RingVersion.objects.filter(team=hills.id, reason="closed").update(reason="left")
    named = " ".join(unbelieved.unbelieved())
    assert "intake:Coast" in named
    assert "intake:Hills" in named
    if not also_key:
        with pytest.raises(NetworkError, match="no such team"):
            network.teams.put_in(cast["bao"], hills.id, _person("femi"), NOW)
    with pytest.raises(NetworkError, match="no such team"):  # and not that it was done
        network.people.rotate_ring(cast["bao"], coast.id, "suspicion", NOW)
    with pytest.raises(NetworkError, match="not signed") if also_key else nullcontext():
        network.rings.principal(cast.aurora, coast.id)


# ---- intake: a concern of one team, and who is in another ----


@pytest.fixture
def hills(cast: Cast, coast: TeamRef) -> TeamRef:
    """A team in which Amara is, who leaves the main one; Femi is in the coast's only."""
    made = network.teams.make(cast["bao"], RingKind.INTAKE, "Hills", [_person("amara")], NOW)
    main = Team.objects.get(org_id=cast.aurora, kind="intake", name="")
    for name in ("amara", "femi"):
        network.teams.take_out(cast["bao"], main.pk, _person(name), NOW)
    return made


def _told(cast: Cast, team: TeamRef) -> Sent:
    now_are([page_of(cast)], team_id=team.id)
    return tell(cast)


def test_by_its_identifier_a_concern_of_another_team_opens_not(cast: Cast, coast: TeamRef, hills: TeamRef) -> None:
    """Amara of the hills knows the number: not by the page, not by a deed, not by the keys alone."""
    sent = _told(cast, coast)
    for deed in (
        lambda: triage.look(cast["amara"], sent.id, NOW),
        lambda: teams.give_to(cast["amara"], sent.id, hills.id, NOW),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert not _opens(cast, "amara", sent.id)
    assert not queries.waiting(cast["amara"]).filter(pk=sent.id).exists()
    assert triage.look(cast["femi"], sent.id, NOW).content.words, "the control"


def test_a_row_that_says_another_team_gives_it_to_nobody(cast: Cast, coast: TeamRef, hills: TeamRef) -> None:
    """Whoever writes the team into the row of the concern passes the policy, and the keys refuse; no deed of a
    supervisor goes on from there. Nor does what the page says come to another team than it was left with."""
    sent = _told(cast, coast)
    Concern.objects.filter(pk=sent.id).update(team=hills.id)
    with pytest.raises(NotAllowed):
        triage.look(cast["amara"], sent.id, NOW)
    with pytest.raises(NotAllowed):
        teams.give_to(cast["bao"], sent.id, None, NOW)
    file = triage.look(cast["bao"], sent.id, NOW)
    assert [broken.part for broken in file.unreadable] == ["standing"], "it is told"
    Concern.objects.filter(pk=sent.id).update(team=coast.id)
    assert not triage.look(cast["femi"], sent.id, NOW).unreadable, "the control"
    ReportingPage.objects.update(team=hills.id)
    assert not network.vouched.is_whole(ReportingPage.objects.get())


def test_whoever_left_the_team_reads_nothing_that_comes_later(cast: Cast, coast: TeamRef, hills: TeamRef) -> None:
    """Amara was in the coast's team, too: with her keys of then, and her old place and seal written back."""
    network.teams.put_in(cast["bao"], coast.id, _person("amara"), NOW)
    network.people.admit(cast["femi"], _person("amara"), NOW)
    assert _opens(cast, "amara", _told(cast, coast).id), "the control"
    kept, seals = cast["amara"].keyring, list(RingSeal.objects.filter(ring__team_id=coast.id, person=_person("amara")))
    network.teams.take_out(cast["bao"], coast.id, _person("amara"), NOW)
    RingSeal.objects.bulk_create(seals)
    later = _told(cast, coast)
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, later.id, kept)
    with pytest.raises(NotAllowed):
        triage.look(cast["amara"], later.id, NOW)
    assert _opens(cast, "femi", later.id), "the control"


def test_a_bundle_of_before_it_was_given_away_opens_nothing(cast: Cast, coast: TeamRef, hills: TeamRef) -> None:
    """Femi's team had it; every bundle of then is put back beside the new ones."""
    sent = _told(cast, coast)
    kept, stale = cast["femi"].keyring, list(Bundle.objects.filter(record=sent.id))
    teams.give_to(cast["femi"], sent.id, hills.id, NOW)
    Bundle.objects.bulk_create([Bundle(**{**_columns(one), "pk": None}) for one in stale])
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, sent.id, kept)
    assert triage.look(cast["amara"], sent.id, NOW).content.words, "the control"


def _columns(row: Bundle) -> dict[str, object]:
    return {one.attname: getattr(row, one.attname) for one in Bundle._meta.concrete_fields if one.attname != "id"}


def test_a_handover_that_says_another_team_is_sealed_to_nobody_else(cast: Cast, coast: TeamRef, hills: TeamRef) -> None:
    """What is written about it goes to the team that it was left with, or nowhere."""
    from fanal.concerns.handovers import talk
    from tests.rooms.concerns.passing import Scene, agree, confirm_country

    sent = _told(cast, coast)
    scene = Scene(cast, sent.id, agree(cast))
    confirm_country(cast, sent.id, "XB", "femi")
    row = scene.offered("femi")
    before = Bundle.objects.count()
    Handover.objects.filter(pk=row.pk).update(team=hills.id)
    with pytest.raises(NotAllowed):
        talk.write(cast["bao"], row.pk, "Please look today", NOW, question=False, key=uuid4())
    assert Bundle.objects.count() == before
    Handover.objects.filter(pk=row.pk).update(team=coast.id)
    talk.write(cast["femi"], row.pk, "Please look today", NOW, question=False, key=uuid4())
    ours = network.rings.principal(cast.aurora, hills.id).id
    assert not Bundle.objects.filter(principal=ours).exists()
