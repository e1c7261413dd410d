"""Who writes to the database gives a colleague a key, or makes a colleague: nothing is sealed to it, and nobody acts
with it."""

from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest

from fanal import vault
from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind, Signatory
from fanal.justice.matters import matters
from fanal.network import api as network
from fanal.network import people, signin
from fanal.network.contracts import NetworkError, PersonState, RingKind, Role
from fanal.network.models import Bundle, Person, PersonKey, RingSeal, RoleHeld, Team, TeamMember
from fanal.site.commands.journal import defects
from tests.attacks.writer import DAY, Thief
from tests.people import NOW, PASSWORD, Cast

pytestmark = pytest.mark.usefixtures("data")


def _held(thief: Thief, person: UUID) -> list[str]:
    """What the attacker can open of what was sealed to a person: teams and records."""
    rows = RingSeal.objects.filter(person_id=person).select_related("ring__team")
    found = []
    for seal in rows:
        ring = vault.Principal(
            "ring", seal.ring.team_id.bytes, seal.ring.version, vault.PublicKey.of(bytes(seal.ring.public))
        )
        me = vault.Principal("user", person.bytes, seal.key_version, thief.seed.kem().public)
        try:
            vault.open_ring(bytes(seal.sealed), ring, me, thief.seed)
        except vault.CannotOpen:
            continue
        found.append(seal.ring.team.kind)
    return found


def test_a_replaced_key_receives_no_role_of_a_colleague(cast: Cast) -> None:
    """Noor's keys are the attacker's: whoever gives her a role gives the team's key to nobody."""
    noor, thief = cast.founded["Aurora"].people["noor"], Thief()
    thief.replace_keys(noor)
    with pytest.raises(NetworkError):
        network.people.give_roles(cast["amara"], noor, [Role.INTAKE_OFFICER], NOW)
    assert _held(thief, noor) == []
    assert not RoleHeld.objects.filter(person_id=noor, role=Role.INTAKE_OFFICER).exists()


def test_a_role_is_given_to_somebody_whose_key_is_theirs(cast: Cast) -> None:
    """The control."""
    noor = cast.founded["Aurora"].people["noor"]
    network.people.give_roles(cast["amara"], noor, [Role.INTAKE_OFFICER], NOW)
    assert RingSeal.objects.filter(person_id=noor, ring__team__kind=RingKind.INTAKE).exists()


@pytest.mark.parametrize("username", ["femi", "amara"])
def test_a_planted_person_is_let_in_by_nobody(cast: Cast, username: str) -> None:
    """An account that the attacker wrote, in the team and waiting: neither a colleague nor a key keeper can seal to
    it, since this site did not make its key."""
    thief = Thief()
    planted = thief.person(cast.aurora)
    Person.objects.filter(pk=planted.pk).update(state=PersonState.WAITING, membership=b"")
    RoleHeld.objects.create(person=planted, role=Role.INTAKE_OFFICER, since=DAY)
    TeamMember.objects.create(team=Team.objects.get(org_id=cast.aurora, kind="intake"), person=planted, since=DAY)
    with pytest.raises(NetworkError):
        network.people.admit(cast[username], planted.id, NOW)
    assert _held(thief, planted.id) == []
    assert Person.objects.get(pk=planted.pk).state == PersonState.WAITING


def test_a_key_that_was_put_in_a_newcomers_place_is_not_signed(cast: Cast) -> None:
    """Between joining and being let in, the attacker puts their keys there: the keeper signs nothing. With their own
    keys the newcomer is let in."""
    thief = Thief()
    token = network.people.invite(cast["edo"], "Gita", [Role.INTAKE_OFFICER], NOW)
    person, _code = network.people.accept(token, "gita", f"{PASSWORD} gita", NOW)
    own = PersonKey.objects.get(person_id=person)
    thief.replace_keys(person)
    with pytest.raises(NetworkError):
        network.people.admit(cast["amara"], person, NOW)
    assert _held(thief, person) == []
    own.save()
    assert network.people.admit(cast["amara"], person, NOW) == []


def test_a_further_key_of_a_colleague_receives_nothing(cast: Cast) -> None:
    """The attacker adds a newer key to Femi's, and asks that she be let in."""
    femi, thief = cast.founded["Aurora"].people["femi"], Thief()
    PersonKey.objects.create(person_id=femi, version=2, kem=thief.kem, sign=thief.signer.public, since=DAY)
    for username in ("bao", "amara"):
        with pytest.raises(NetworkError):
            network.people.admit(cast[username], femi, NOW)
    with pytest.raises(NetworkError):
        network.people.rotate_ring(cast["amara"], RingKind.INTAKE, "yearly", NOW)
    assert _held(thief, femi) == []


def test_an_older_key_cannot_come_back_as_a_newer(cast: Cast) -> None:
    """Femi lost her password and has new keys; the row of her old ones is put back under the next number."""
    femi = cast.founded["Aurora"].people["femi"]
    old, membership = PersonKey.objects.get(person_id=femi), bytes(Person.objects.get(pk=femi).membership)
    network.people.reset_password(network.people.make_reset_link(cast["edo"], femi, NOW), f"{PASSWORD} anew", NOW)
    network.people.admit(cast["amara"], femi, NOW)
    old.pk, old.version = None, 3
    old.save(force_insert=True)
    Person.objects.filter(pk=femi).update(membership=membership)
    with pytest.raises(NetworkError):
        network.trusted.principal(femi)


def test_an_exercise_is_not_sealed_to_a_replaced_key(cast: Cast) -> None:
    """A matter that opens for whoever began it: not for whoever put a key in their place."""
    lena, thief = cast["lena"], Thief()
    began = matters.open_matter(lena, NOW, label="Mine", training="a")
    assert Bundle.objects.filter(record=began.pk, kind="user").count() == 1
    thief.replace_keys(lena.person)
    with pytest.raises(NetworkError):
        matters.open_matter(lena, NOW, label="Theirs", training="a")
    assert Bundle.objects.filter(kind="user").count() == 1


def test_a_record_of_a_person_is_not_handed_on_to_a_replaced_key(cast: Cast) -> None:
    """When the key of a team is renewed, records move along; a person's part of one goes to their own key only, and to
    nobody who has left."""
    record, thief = uuid4(), Thief()
    noor = cast.founded["Aurora"].people["noor"]
    intake = network.rings.grants(cast.aurora, {RingKind.INTAKE: ["content"]})
    own = (network.trusted.principal(noor), {"content"})
    network.records.make(cast.aurora, record, ["content"], [*intake, own])
    network.people.rotate_ring(cast["amara"], RingKind.INTAKE, "yearly", NOW)

    key = PersonKey.objects.get(person_id=noor)
    thief.replace_keys(noor)
    with pytest.raises(NetworkError):
        network.records.open_held(cast.aurora, record, cast["amara"].keyring).freshen()
    key.save()
    network.records.open_held(cast.aurora, record, cast["amara"].keyring).freshen()
    assert Bundle.objects.filter(record=record, kind="user").count() == 1

    people.end_membership(cast["amara"], noor, NOW)
    network.people.rotate_ring(cast["amara"], RingKind.INTAKE, "yearly", NOW)
    network.records.open_held(cast.aurora, record, cast["amara"].keyring).freshen()
    assert not Bundle.objects.filter(record=record, kind="user").exists()


def _actor(person: Person, seed: vault.Seed) -> object:
    request = HttpRequest()
    request.user, request.session = person, {}  # type: ignore[assignment]
    signin._store(request, seed)
    return network.actor_of(request, NOW.date())


def test_a_planted_account_acts_in_nothing(cast: Cast) -> None:
    """An account that came in by a planted invitation, and was set to work in the database: it is nobody."""
    token = network.people.invite(cast["edo"], "Gita", [Role.MANAGER], NOW)
    person, code = network.people.accept(token, "gita", f"{PASSWORD} gita", NOW)
    Person.objects.filter(pk=person).update(state=PersonState.ACTIVE, membership=bytes(64))
    row = Person.objects.select_related("org").get(pk=person)
    assert _actor(row, network.people.accounts.seed_by_code(row, code)) is None
    amara = Person.objects.select_related("org").get(username="amara")
    assert _actor(amara, cast.seed("amara")) is not None


def _forged(cast: Cast, thief: Thief) -> UUID:
    """An entry in Amara's name, well made, at the end of a chain; the attacker's key stands beside hers."""
    record, amara = uuid4(), cast["amara"]
    journal.write(record, amara.signatory(), "concerns.open", at=NOW)
    PersonKey.objects.create(
        person_id=amara.person, version=0, kem=thief.kem, sign=thief.signer.public, since=DAY, until=DAY
    )
    forged = Signatory(ActorKind.PERSON, amara.person, amara.org, thief.signer)
    journal.write(record, forged, "concerns.close", at=NOW)
    return record


def test_an_entry_in_somebodys_name_is_found(cast: Cast) -> None:
    """The attacker adds a key to Amara's history and signs an entry as her."""
    record = _forged(cast, Thief())
    found = list(defects(lambda _done, _of: None))
    assert found == [f"record {record}: entry 2 is signed by a key that is not that actor's"]


def test_what_was_signed_before_a_reset_stays_hers(cast: Cast) -> None:
    """The control: Amara has new keys since, and her old entries are as good as her new ones."""
    record, amara = uuid4(), cast["amara"]
    journal.write(record, amara.signatory(), "concerns.open", at=NOW)
    link = network.people.make_reset_link(cast["edo"], amara.person, NOW)
    code = network.people.reset_password(link, f"{PASSWORD} anew", NOW)
    network.people.admit(cast["bao"], amara.person, NOW)
    cast.seeds["amara"] = network.people.accounts.seed_by_code(Person.objects.get(pk=amara.person), code)
    journal.write(record, cast["amara"].signatory(), "concerns.open", at=NOW)
    assert PersonKey.objects.filter(person_id=amara.person).count() == 2
    assert list(defects(lambda _done, _of: None)) == []
