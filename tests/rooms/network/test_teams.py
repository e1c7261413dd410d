"""Teams by name: what is given to one opens for the people in it, whatever other teams of the kind there are."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from fanal import vault
from fanal.journal.models import Entry
from fanal.network import accounts, signals
from fanal.network import api as network
from fanal.network.contracts import NetworkError, RingKind, Role, TeamRef, Which
from fanal.network.models import Person, Team, TeamMember
from tests.people import NOW, PASSWORD, Cast

pytestmark = pytest.mark.django_db(databases="__all__")


def person(username: str) -> UUID:
    return Person.objects.get(username=username).pk


def team(cast: Cast, name: str = "Coast", *people: str) -> TeamRef:
    """A named intake team of Aurora, made by Bao."""
    return network.teams.make(cast["bao"], RingKind.INTAKE, name, [person(one) for one in people], NOW)


def record_for(cast: Cast, which: Which) -> UUID:
    record = uuid4()
    network.records.make(cast.aurora, record, ["content"], network.rings.grants(cast.aurora, {which: ["content"]}))
    return record


def opens(cast: Cast, username: str, record: UUID) -> bool:
    try:
        network.records.open_held(cast.aurora, record, cast[username].keyring)
    except vault.NotGranted:
        return False
    return True


def test_what_is_given_to_a_named_team_opens_there_and_nowhere_else(cast: Cast) -> None:
    """Femi is in the new team besides the main one; Amara is not."""
    coast = team(cast, "Coast", "femi")
    theirs, main = record_for(cast, coast.id), record_for(cast, RingKind.INTAKE)
    assert [opens(cast, one, theirs) for one in ("femi", "amara", "bao", "nils")] == [True, False, False, False]
    assert [opens(cast, one, main) for one in ("femi", "amara", "bao", "nils")] == [True, True, True, False]
    assert network.words.team(coast) == "Intake · Coast"


def test_a_kind_means_its_main_team_however_many_there_are(cast: Cast) -> None:
    """The main one is the one without a name, not the first by its identifier."""
    before = network.rings.principal(cast.aurora, RingKind.INTAKE)
    made = [team(cast, name) for name in ("Coast", "Hills", "Lakes")]
    assert network.rings.principal(cast.aurora, RingKind.INTAKE) == before
    assert [one.name for one in network.teams.of(cast.aurora) if one.kind is RingKind.INTAKE] == [
        "", "Coast", "Hills", "Lakes",
    ]  # fmt: skip
    assert len({network.rings.principal(cast.aurora, one.id).id for one in made} | {before.id}) == 4


def test_whoever_is_put_in_reads_and_whoever_is_taken_out_reads_nothing_new(cast: Cast) -> None:
    """A keeper makes the key anew while nobody holds it; taking out gives the others another."""
    coast = team(cast, "Coast", "femi")
    assert network.teams.put_in(cast["bao"], coast.id, person("amara"), NOW) == [coast]
    assert [one.name for one in network.queries.waiting_for(cast["femi"])] == ["Amara"]
    network.people.admit(cast["femi"], person("amara"), NOW)
    before = record_for(cast, coast.id)
    assert opens(cast, "amara", before)
    kept = cast["amara"].keyring
    network.teams.take_out(cast["bao"], coast.id, person("amara"), NOW)
    after = record_for(cast, coast.id)
    assert opens(cast, "femi", after)
    assert not opens(cast, "amara", after)
    assert not opens(cast, "amara", before)
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, after, kept)
    deeds = list(Entry.objects.filter(org=cast.aurora, deed__endswith="_team").order_by("seq"))
    assert [one.deed for one in deeds] == ["network.make_team", "network.join_team", "network.leave_team"]


def test_nobody_is_left_without_a_team_that_their_role_needs(cast: Cast) -> None:
    """Femi may leave the main team once there is another; the last one stays."""
    (main,) = [one for one in network.teams.of(cast.aurora) if one.kind is RingKind.INTAKE]
    with pytest.raises(NetworkError, match="only team of its kind"):
        network.teams.take_out(cast["bao"], main.id, person("femi"), NOW)
    coast = team(cast, "Coast", "femi")
    network.teams.take_out(cast["bao"], main.id, person("femi"), NOW)
    assert [one for one in cast["femi"].teams if one.kind is RingKind.INTAKE] == [coast]
    with pytest.raises(NetworkError, match="only team of its kind"):
        network.teams.close(cast["bao"], coast.id, NOW)
    assert cast["femi"].in_team(RingKind.INTAKE, coast.id)
    assert not cast["femi"].in_team(RingKind.INTAKE, None)
    assert cast["amara"].in_team(RingKind.INTAKE, None)
    assert not cast["amara"].in_team(RingKind.INTAKE, coast.id)


def test_a_team_is_closed_once_and_its_name_is_not_used_again(cast: Cast) -> None:
    """Nobody is in it, nothing given to it opens, the main team stays, and a room that needs it says so first."""
    coast = team(cast, "Coast", "femi")
    needed = []

    def need(sender: object, *, team: UUID, **_more: object) -> None:
        needed.append(team)
        if len(needed) == 1:
            raise NetworkError("A room needs it.")

    signals.team_closing.connect(need)
    try:
        with pytest.raises(NetworkError, match="A room needs it"):
            network.teams.close(cast["bao"], coast.id, NOW)
        network.teams.close(cast["bao"], coast.id, NOW)
    finally:
        signals.team_closing.disconnect(need)
    assert needed == [coast.id, coast.id]
    assert not TeamMember.objects.filter(team=coast.id, until=None).exists()
    assert not opens(cast, "femi", record_for(cast, coast.id))
    for wrong in (coast.id, network.teams.of(cast.aurora)[0].id):
        with pytest.raises(NetworkError):
            network.teams.close(cast["bao"], wrong, NOW)
    with pytest.raises(NetworkError, match="Give another name"):
        team(cast, "coast")


@pytest.mark.parametrize("name", ["", "x", "a" * 41, "two\nlines\x07"])
def test_a_name_is_a_name(cast: Cast, name: str) -> None:
    """Bad names are refused in a sentence; blanks are put right."""
    with pytest.raises(NetworkError, match="2 to 40"):
        team(cast, name)
    assert team(cast, "  The   coast ").name == "The coast"


def test_only_some_kinds_have_teams_by_name(cast: Cast) -> None:
    """There is one team of key keepers, of custodians, of safeguarding leads."""
    for kind in (RingKind.KEEPERS, RingKind.CUSTODIAN, RingKind.SAFEGUARDING):
        with pytest.raises(NetworkError, match="one team of this kind"):
            network.teams.make(cast["bao"], kind, "Coast", [], NOW)


def test_who_may_not_be_in_a_team(cast: Cast) -> None:
    """Nobody by themselves, nobody of another organisation, nobody whose role needs none; and only a keeper does it."""
    coast = team(cast)
    for who, actor in (("bao", "bao"), ("nils", "bao"), ("celia", "bao"), ("amara", "femi")):
        with pytest.raises(NetworkError):
            network.teams.put_in(cast[actor], coast.id, person(who), NOW)
    with pytest.raises(NetworkError):
        network.teams.put_in(cast["nils"], coast.id, person("oda"), NOW)
    with pytest.raises(NetworkError):
        network.teams.make(cast["femi"], RingKind.INTAKE, "Hills", [], NOW)
    assert not TeamMember.objects.filter(team=coast.id).exists()


def test_an_invitation_says_which_teams_somebody_joins(cast: Cast) -> None:
    """In the place of the main one of the kind; other kinds keep theirs. A team that no role needs is refused."""
    coast = team(cast, "Coast", "femi")
    roles = [Role.INTAKE_OFFICER, Role.CASEWORKER]
    token = network.people.invite(cast["edo"], "Gita", roles, NOW, into=[coast.id])
    (open_,) = network.queries.invitations(cast.aurora, NOW.date())
    assert open_.teams == (coast,)
    gita, code = network.people.accept(token, "gita", f"{PASSWORD} gita", NOW)
    cast.seeds["gita"] = accounts.seed_by_code(Person.objects.get(pk=gita), code)
    found = network.queries.colleague(cast.aurora, gita)
    assert found is not None
    assert [network.words.team(one) for one in found.teams] == ["Intake · Coast", "Casework"]
    with pytest.raises(NetworkError, match="no such team"):
        network.people.invite(cast["edo"], "Hugo", [Role.CUSTODIAN], NOW, into=[coast.id])
    with pytest.raises(NetworkError, match="no such team"):
        network.people.invite(cast["edo"], "Hugo", [Role.INTAKE_OFFICER], NOW, into=[uuid4()])


def test_an_invitation_into_a_team_that_was_closed_leads_to_the_main_one(cast: Cast) -> None:
    """Whoever comes late is in a team all the same."""
    coast = team(cast)
    token = network.people.invite(cast["edo"], "Gita", [Role.INTAKE_OFFICER], NOW, into=[coast.id])
    network.teams.close(cast["bao"], coast.id, NOW)
    gita, _code = network.people.accept(token, "gita", f"{PASSWORD} gita", NOW + timedelta(days=1))
    found = network.queries.colleague(cast.aurora, gita)
    assert found is not None
    assert [network.words.team(one) for one in found.teams] == ["Intake"]


def test_people_who_lack_a_team_since_their_role_needs_another_are_put_in(cast: Cast) -> None:
    """As after an upgrade: supervisors stand in casework and feedback, too. Nobody does it for themselves."""
    for name in ("bao", "dalia"):
        with network_changing(person(name)):
            TeamMember.objects.filter(person=person(name), team__kind__in=["casework", "feedback"]).delete()
    people = {one.name: one.lacking for one in network.queries.colleagues(cast.aurora) if one.lacking}
    assert people == {"Bao": (RingKind.CASEWORK, RingKind.FEEDBACK), "Dalia": (RingKind.FEEDBACK,)}
    assert list(network.teams.fill(cast["bao"], NOW)) == [person("dalia")]
    assert list(network.teams.fill(cast["amara"], NOW)) == [person("bao")]
    assert not any(one.lacking for one in network.queries.colleagues(cast.aurora))
    assert network.teams.fill(cast["amara"], NOW) == {}
    feedback = record_for(cast, RingKind.FEEDBACK)
    assert opens(cast, "dalia", feedback)
    with pytest.raises(NetworkError):
        network.teams.fill(cast["femi"], NOW)


def network_changing(who: UUID) -> object:
    """Something of somebody is as this installation left it, also after this."""
    from fanal.network import standing

    return standing.changing(who)


def test_the_kit_opens_what_named_teams_hold(cast: Cast) -> None:
    """Everybody's password is lost: the new keeper is in every open team, and a closed one opens from its last key."""
    from fanal.network.contracts import Founder

    coast, hills = team(cast, "Coast", "femi"), team(cast, "Hills", "femi")
    theirs, closed = record_for(cast, coast.id), record_for(cast, hills.id)
    network.teams.close(cast["bao"], hills.id, NOW)
    after = record_for(cast, hills.id)
    founder = Founder("zoe", "Zoe", f"{PASSWORD} zoe", (Role.KEY_KEEPER,))
    network.kit.recover(cast.aurora, list(cast.founded["Aurora"].shares[:2]), founder, NOW)
    row = Person.objects.get(username="zoe")
    from fanal.network.models import Slot

    assert Slot.objects.filter(person=row).count() == 2
    in_teams = set(TeamMember.objects.filter(person=row).values_list("team_id", flat=True))
    assert coast.id in in_teams
    assert hills.id not in in_teams
    del theirs, closed, after
    assert Team.objects.get(pk=hills.id).closed_on == NOW.date()
