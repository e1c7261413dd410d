"""Joining, leaving and losing passwords keep exactly the right doors open."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from fanal import vault
from fanal.access import policy
from fanal.network import accounts
from fanal.network import api as network
from fanal.network.contracts import Founder, NetworkError, PersonState, RingKind, Role
from fanal.network.memberships import newest_key
from fanal.network.models import Bundle, Person, PersonKey, RingVersion
from tests.people import NOW, PASSWORD, Cast


def _record(cast: Cast) -> UUID:
    record = uuid4()
    to = network.rings.grants(cast.aurora, {RingKind.INTAKE: ["content", "reporter"]})
    network.records.make(cast.aurora, record, ["content", "reporter"], to)
    return record


def _opens(cast: Cast, username: str, record: UUID) -> frozenset[str]:
    try:
        return network.records.open_held(cast.aurora, record, cast[username].keyring).keys.compartments
    except vault.NotGranted:
        return frozenset()


def able(org: UUID, kind: RingKind) -> frozenset[UUID]:
    """Who can open the newest key of the main team of a kind."""
    (found,) = [people for team, people in network.queries.holders(org).items() if (team.kind, team.name) == (kind, "")]
    return found


def test_a_record_opens_for_its_ring_only(cast: Cast) -> None:
    """Intake people of the organisation open it; colleagues of other teams, other organisations and the
    secretariat do not."""
    record = _record(cast)
    assert _opens(cast, "amara", record) == {"content", "reporter"}
    assert _opens(cast, "bao", record) == {"content", "reporter"}
    for outsider in ("celia", "edo", "nils", "sol"):
        assert _opens(cast, outsider, record) == frozenset()


def test_a_newcomer_waits_until_colleagues_seal_and_a_keeper_signs(cast: Cast) -> None:
    """An invitation alone opens nothing; the admitted newcomer opens what the team holds."""
    record = _record(cast)
    token = network.people.invite(cast["edo"], "Gita", [Role.INTAKE_OFFICER], NOW)
    person, code = network.people.accept(token, "Gita ", f"{PASSWORD} gita", NOW)
    cast.seeds["gita"] = accounts.seed_by_code(Person.objects.get(pk=person), code)
    assert Person.objects.get(pk=person).state == PersonState.WAITING
    assert _opens(cast, "gita", record) == frozenset()

    with pytest.raises(NetworkError):
        network.people.admit(cast["femi"], person, NOW)  # femi holds the ring but is no keeper, who comes first
    assert _opens(cast, "gita", record) == frozenset()
    network.people.admit(cast["amara"], person, NOW)
    assert Person.objects.get(pk=person).state == PersonState.ACTIVE
    assert _opens(cast, "gita", record) == {"content", "reporter"}


def test_a_keeper_comes_first_and_whoever_holds_the_key_second(cast: Cast) -> None:
    """A keeper who is in another team signs; the newcomer works once somebody of theirs has sealed the key."""
    token = network.people.invite(cast["edo"], "Gita", [Role.LAWYER], NOW)
    person, _code = network.people.accept(token, "gita", f"{PASSWORD} gita", NOW)
    (waiting,) = [one for one in network.queries.waiting_for(cast["bao"]) if one.id == person]
    assert set(network.queries.who_can_admit(waiting).values()) == {"Amara", "Bao"}
    assert network.queries.waiting_for(cast["lena"]) == []

    assert [team.kind for team in network.people.admit(cast["bao"], person, NOW)] == [RingKind.LEGAL]
    assert Person.objects.get(pk=person).state == PersonState.WAITING
    (waiting,) = network.queries.waiting_for(cast["lena"])
    assert set(network.queries.who_can_admit(waiting).values()) == {"Lena", "Omar"}
    assert network.queries.waiting_for(cast["bao"]) == []
    assert network.people.admit(cast["lena"], person, NOW) == []
    assert Person.objects.get(pk=person).state == PersonState.ACTIVE


def test_a_team_in_which_nobody_holds_the_key_gets_a_new_one_when_somebody_comes(cast: Cast) -> None:
    """Nordlys was founded without lawyers: the keeper who lets the first one in makes the key anew."""
    nils, oda = cast["nils"], cast["oda"]
    assert able(cast.nordlys, RingKind.LEGAL) == frozenset()
    person, code = network.people.accept(
        network.people.invite(oda, "Gro", [Role.LAWYER], NOW), "gro", f"{PASSWORD} gro", NOW
    )
    (waiting,) = network.queries.waiting_for(nils)
    assert set(network.queries.who_can_admit(waiting).values()) == {"Nils", "Oda"}
    assert network.people.admit(nils, person, NOW) == []
    assert Person.objects.get(pk=person).state == PersonState.ACTIVE
    assert able(cast.nordlys, RingKind.LEGAL) == {person}
    (key,) = [one for one in network.queries.team_keys(cast.nordlys) if one.kind is RingKind.LEGAL]
    assert (key.version, key.reason, key.people) == (2, "empty", 1)

    cast.seeds["gro"] = accounts.seed_by_code(Person.objects.get(pk=person), code)
    record = uuid4()
    to = network.rings.grants(cast.nordlys, {RingKind.LEGAL: ["content"]})
    network.records.make(cast.nordlys, record, ["content"], to)
    assert network.records.open_held(cast.nordlys, record, cast["gro"].keyring).keys.compartments == {"content"}


def test_every_role_is_said_in_a_word_and_a_sentence() -> None:
    assert set(network.words.ROLE_HINTS) == set(network.words.ROLES) == set(Role)


def test_what_is_said_to_do_nothing_yet_is_what_no_deed_asks_for() -> None:
    """Of what everybody may do nobody is asked for."""
    asked = {role for rule in policy.rules().values() if rule.roles != set(Role) for role in rule.roles}
    said = {
        role for role, words in network.words.ROLE_HINTS.items() if str(words).endswith("nothing here asks for it yet")
    }
    assert said == set(Role) - asked


def test_a_role_whose_team_nobody_is_in_works_at_once(cast: Cast) -> None:
    """A keeper gives a colleague the first lawyer's role of the organisation."""
    pia = cast.founded["Nordlys"].people["pia"]
    network.people.give_roles(cast["nils"], pia, [Role.LAWYER], NOW)
    assert able(cast.nordlys, RingKind.LEGAL) == {pia}


def test_a_new_key_of_a_team_lets_in_whoever_waited_for_it(cast: Cast) -> None:
    """*Keys → new key* reaches people whom a keeper has signed for and who wait for this key alone."""
    person, _code = network.people.accept(
        network.people.invite(cast["edo"], "Gita", [Role.LAWYER], NOW), "gita", f"{PASSWORD} gita", NOW
    )
    network.people.admit(cast["bao"], person, NOW)
    network.people.rotate_ring(cast["bao"], RingKind.LEGAL, "yearly", NOW)
    assert Person.objects.get(pk=person).state == PersonState.ACTIVE
    assert person in able(cast.aurora, RingKind.LEGAL)


def test_an_invitation_works_once_and_not_for_ever(cast: Cast) -> None:
    """Used and expired invitations are refused in words."""
    token = network.people.invite(cast["edo"], "Gita", [Role.INTAKE_OFFICER], NOW)
    with pytest.raises(NetworkError):
        network.people.accept(token, "gita", f"{PASSWORD} gita", NOW + timedelta(days=15))
    network.people.accept(token, "gita", f"{PASSWORD} gita", NOW)
    with pytest.raises(NetworkError):
        network.people.accept(token, "gita2", f"{PASSWORD} gita", NOW)


def test_a_weak_password_is_refused(cast: Cast) -> None:
    """The vault's rules hold at joining, and the invitation stays usable."""
    token = network.people.invite(cast["edo"], "Gita", [Role.INTAKE_OFFICER], NOW)
    with pytest.raises(vault.WeakPassword):
        network.people.accept(token, "gita", "password1234", NOW)
    assert not Person.objects.filter(username="gita").exists()
    network.people.accept(token, "gita", f"{PASSWORD} gita", NOW)


def test_whoever_left_opens_nothing_that_is_written_later(cast: Cast) -> None:
    """With all keys they ever had and a later copy of the database."""
    record = _record(cast)
    before = cast["femi"].keyring
    network.people.end_membership(cast["bao"], cast.founded["Aurora"].people["femi"], NOW)

    held = network.records.open_held(cast.aurora, record, cast["amara"].keyring)
    writer = held.keys
    held.freshen()
    place = vault.Place(cast.aurora, record, "content", "t", uuid4(), 1)
    item = vault.seal(held.keys, place, b"written later")

    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, record, before)  # the old bundles are gone
    kept = network.records.open_held(cast.aurora, record, cast["bao"].keyring).keys
    assert vault.open_item(kept, place, item) == b"written later"
    with pytest.raises(vault.CannotOpen):
        vault.open_item(writer, place, item)  # even with the compartment keys that they may have copied
    assert Person.objects.get(username="femi").state == PersonState.LEFT


def test_two_keepers_must_stay(cast: Cast) -> None:
    """The last two key keepers cannot leave."""
    with pytest.raises(NetworkError):
        network.people.end_membership(cast["bao"], cast.founded["Aurora"].people["amara"], NOW)


def test_only_a_keeper_ends_a_membership(cast: Cast) -> None:
    """The organisation's identity signs the new ring: without it nothing happens."""
    with pytest.raises(NetworkError):
        network.people.end_membership(cast["edo"], cast.founded["Aurora"].people["femi"], NOW)
    assert Person.objects.get(username="femi").state == PersonState.ACTIVE


def test_a_reset_with_the_code_opens_everything_as_before(cast: Cast) -> None:
    """The seed stays; the old password and the old code do not."""
    record = _record(cast)
    person = cast.founded["Aurora"].people["amara"]
    link = network.people.make_reset_link(cast["edo"], person, NOW)
    network.people.reset_password(link, f"{PASSWORD} anew", NOW, code=cast.founded["Aurora"].codes["amara"])
    assert _opens(cast, "amara", record) == {"content", "reporter"}
    fits, _ = accounts.check(Person.objects.get(pk=person), "amara", f"{PASSWORD} amara")
    assert not fits
    with pytest.raises(NetworkError):
        accounts.seed_by_code(Person.objects.get(pk=person), cast.founded["Aurora"].codes["amara"])


def test_a_reset_without_the_code_waits_for_a_colleague_and_loses_nothing(cast: Cast) -> None:
    """A new seed opens nothing until a colleague seals the rings; then everything opens again."""
    record = _record(cast)
    person = cast.founded["Aurora"].people["femi"]
    link = network.people.make_reset_link(cast["edo"], person, NOW)
    code = network.people.reset_password(link, f"{PASSWORD} anew", NOW)
    cast_seed = accounts.seed_by_code(Person.objects.get(pk=person), code)
    keyring = network.rings.keyring_of(newest_key(Person(pk=person)), cast_seed)
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, record, keyring)
    network.people.admit(cast["amara"], person, NOW)
    keyring = network.rings.keyring_of(newest_key(Person(pk=person)), cast_seed)
    assert network.records.open_held(cast.aurora, record, keyring).keys.compartments == {"content", "reporter"}
    with pytest.raises(NetworkError):
        network.people.reset_password(link, f"{PASSWORD} again", NOW)


def test_two_kit_holders_bring_everything_back(cast: Cast) -> None:
    """All passwords lost: any two shares open every ring for a new keeper, who admits the others."""
    record = _record(cast)
    shares = cast.founded["Aurora"].shares
    keeper = Founder("rosa", "Rosa", f"{PASSWORD} rosa")
    person = network.kit.recover(cast.aurora, [shares[2], shares[0]], keeper, NOW)
    row = Person.objects.select_related("org").get(pk=person)
    _, keys = accounts.check(row, "rosa", keeper.password)
    cast.seeds["rosa"] = accounts.seed_by_password(row, keys)
    assert _opens(cast, "rosa", record) == {"content", "reporter"}
    femi = cast.founded["Aurora"].people["femi"]
    code = network.people.reset_password(
        network.people.make_reset_link(cast["rosa"], femi, NOW), f"{PASSWORD} anew", NOW
    )
    network.people.admit(cast["rosa"], femi, NOW)
    seed = accounts.seed_by_code(Person.objects.get(pk=femi), code)
    keyring = network.rings.keyring_of(newest_key(Person(pk=femi)), seed)
    assert network.records.open_held(cast.aurora, record, keyring).keys.compartments == {"content", "reporter"}


def test_one_share_or_a_foreign_one_recovers_nothing(cast: Cast) -> None:
    """Too few shares, and shares of another organisation, are refused in words."""
    ours, theirs = cast.founded["Aurora"].shares, cast.founded["Nordlys"].shares
    for shares in ([ours[0]], [ours[0], theirs[1]], list(theirs[:2]), ["not a share"]):
        with pytest.raises(NetworkError):
            network.kit.drill(cast.aurora, shares, NOW)
    network.kit.drill(cast.aurora, list(ours[1:]), NOW)


def test_a_replaced_ring_key_receives_nothing(cast: Cast) -> None:
    """A key that the organisation did not sign is noticed before anything is sealed to it."""
    thief = vault.Seed.new()
    ring = RingVersion.objects.filter(team__org_id=cast.aurora, team__kind=RingKind.INTAKE).get()
    RingVersion.objects.filter(pk=ring.pk).update(public=thief.kem().public.raw)
    with pytest.raises(NetworkError):
        _record(cast)
    assert not Bundle.objects.filter(org_id=cast.aurora).exists()


def test_a_member_admin_cannot_reach_people_of_another_organisation(cast: Cast) -> None:
    """Scoped by organisation."""
    with pytest.raises(NetworkError):
        network.people.make_reset_link(cast["edo"], cast.founded["Nordlys"].people["nils"], NOW)


def test_a_bundle_that_somebody_wrote_into_the_database_opens_nothing(cast: Cast) -> None:
    """Whoever can write to the database seals keys of their own to the ring: they are passed over, also by the
    next write."""
    record = _record(cast)
    ring = network.rings.principal(cast.aurora, RingKind.INTAKE)
    theirs = vault.new_record(cast.aurora, record, ["content"])
    forged = vault.grant(vault.next_epoch(theirs, ["content"]), ring, {"content"})
    Bundle.objects.create(
        record=record, org_id=cast.aurora, kind="ring", principal=forged.principal, version=forged.version,
        compartments=["content"], sealed=forged.sealed,
    )  # fmt: skip
    keys = network.records.open_held(cast.aurora, record, cast["amara"].keyring).keys
    assert {key.epoch for key in keys.keys} == {1}
    Bundle.objects.filter(record=record).exclude(sealed=forged.sealed).delete()
    assert _opens(cast, "amara", record) == frozenset()


def test_a_key_that_somebody_put_in_a_colleagues_place_gets_no_new_ring(cast: Cast) -> None:
    """The keeper's signature covers the person's keys: the rotation stops, and nothing has changed."""
    thief = vault.Seed.new()
    PersonKey.objects.filter(person__username="femi").update(kem=thief.kem().public.raw)
    before = RingVersion.objects.filter(team__org_id=cast.aurora).count()
    with pytest.raises(NetworkError):
        network.people.rotate_ring(cast["amara"], RingKind.INTAKE, "yearly", NOW)
    assert RingVersion.objects.filter(team__org_id=cast.aurora).count() == before
