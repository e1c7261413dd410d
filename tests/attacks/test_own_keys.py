"""A record that is granted to people by name: whoever leaves takes nothing along that is written later, also with all
their keys, a copy of the database of every day, and a hand in it."""

from collections.abc import Collection
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from fanal import vault
from fanal.journal import api as journal
from fanal.network import accounts
from fanal.network import api as network
from fanal.network.contracts import Actor, Founder, NetworkError, PersonState, Role
from fanal.network.models import Bundle, HeldByName, Person
from fanal.research.studies import signing
from tests.attacks.writer import kept, put_back
from tests.people import NOW, PASSWORD, Cast
from tests.rooms.research import studying

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]
PARTS = ["content", "identity"]


def _made(cast: Cast, *people: str) -> UUID:
    """A record that opens for these people of Aurora by name, and nobody else of theirs."""
    record = uuid4()
    with transaction.atomic():
        to = network.records.to_people(cast.aurora, [cast[name].person for name in people], PARTS)
        _keys, granted = network.records.make(cast.aurora, record, PARTS, to)
        journal.write(record, cast[people[0]].signatory(), "made", at=NOW, items=granted)
    return record


def _place(cast: Cast, record: UUID) -> vault.Place:
    return vault.Place(cast.aurora, record, "content", "told", record, 1)


def _written(cast: Cast, who: str, record: UUID, told: bytes) -> bytes:
    """Somebody writes to the record: the sealed bytes, as whoever copies the database has them."""
    with transaction.atomic():
        held = network.records.open_held(cast.aurora, record, cast[who].keyring)
        held.freshen()
        sealed = vault.seal(held.keys, _place(cast, record), told)
        journal.write(record, cast[who].signatory(), "written", at=NOW, items=[sealed, *held.changed])
    return sealed


def _reads(cast: Cast, keyring: vault.Keyring, record: UUID, sealed: bytes, also: Collection[Bundle] = ()) -> bytes:
    """What somebody reads with these keys and every bundle of the record that they ever copied, past the program."""
    rows = [*Bundle.objects.filter(record=record), *also]
    sealed_to = [
        vault.Bundle(row.record, row.kind, bytes(row.principal), row.version, bytes(row.sealed)) for row in rows
    ]
    mine = [one for one in sealed_to if keyring.holds(one)]
    try:
        return vault.open_item(vault.open_bundles(mine, keyring), _place(cast, record), sealed)
    except (vault.NotGranted, vault.CannotOpen):
        return b""


def _leaves(cast: Cast, who: str) -> None:
    network.people.end_membership(cast["bao"], cast[who].person, NOW)


def _works(actor: Actor) -> None:
    Person.objects.filter(pk=actor.person).update(state=PersonState.ACTIVE, left_on=None)


def test_whoever_leaves_opens_nothing_that_is_written_since(cast: Cast) -> None:
    """Femi has her keys and a later copy of everything. Amara goes on, and reads what was written before, too."""
    record = _made(cast, "amara", "femi")
    before, femi = _written(cast, "amara", record, b"before"), cast["femi"]
    copied = kept(Bundle.objects.filter(record=record))
    assert _reads(cast, femi.keyring, record, before) == b"before"
    _leaves(cast, "femi")
    assert not Bundle.objects.filter(record=record, principal=femi.person.bytes).exists()
    after = _written(cast, "amara", record, b"after")
    assert _reads(cast, femi.keyring, record, after, copied) == b""
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, record, femi.keyring)
    assert _reads(cast, cast["amara"].keyring, record, after) == b"after"
    assert _reads(cast, cast["amara"].keyring, record, before) == b"before"
    assert len(network.records.holders(record)) == 2  # Amara and the recovery key


def test_whoever_hides_their_bundle_while_they_leave_does_not_come_back(cast: Cast) -> None:
    """It is taken out of the database before, and put back after; so is the account that works."""
    record = _made(cast, "amara", "femi")
    femi, rows = cast["femi"], Bundle.objects.filter(record=record)
    copied = kept(rows.filter(principal=cast["femi"].person.bytes))
    rows.filter(principal=femi.person.bytes).delete()
    _leaves(cast, "femi")
    put_back(copied)
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, record, femi.keyring)
    _works(femi)
    after = _written(cast, "amara", record, b"after")
    assert _reads(cast, femi.keyring, record, after, copied) == b""


def test_what_nobody_noted_ends_with_the_first_writing(cast: Cast) -> None:
    """Bundle and note were both taken out while Femi left: she reads what she could copy before, and nothing later."""
    record, femi = _made(cast, "amara", "femi"), cast["femi"]
    rows = Bundle.objects.filter(record=record, principal=femi.person.bytes)
    copied = kept(rows)
    rows.delete()
    HeldByName.objects.all().delete()
    _leaves(cast, "femi")
    put_back(copied)
    after = _written(cast, "amara", record, b"after")
    assert _reads(cast, femi.keyring, record, after, copied) == b""
    assert not rows.exists()


def test_new_keys_are_made_once_for_whoever_left(cast: Cast) -> None:
    """By the first write: a deed that asks twice, and every write after it, goes on with them."""
    record = _made(cast, "amara", "femi")
    _leaves(cast, "femi")
    held = network.records.open_held(cast.aurora, record, cast["amara"].keyring)
    held.freshen()
    made = len(held.changed)
    held.freshen()
    assert len(held.changed) == made
    journal.write(record, cast["amara"].signatory(), "freshened", at=NOW, items=held.changed)
    _written(cast, "amara", record, b"after")
    again = network.records.open_held(cast.aurora, record, cast["amara"].keyring)
    again.freshen()
    assert again.changed == []


def test_nobody_is_granted_anything_who_left(cast: Cast) -> None:
    """A form was open with Femi's name on it while she left."""
    record, femi = _made(cast, "amara"), network.trusted.principal(cast["femi"].person)
    _leaves(cast, "femi")
    with transaction.atomic(), pytest.raises(NetworkError):
        network.records.open_held(cast.aurora, record, cast["amara"].keyring).grant(femi, PARTS)
    with transaction.atomic(), pytest.raises(NetworkError):
        network.records.make(cast.aurora, uuid4(), PARTS, [(femi, PARTS)])
    assert not Bundle.objects.filter(principal=cast["femi"].person.bytes, kind="user").exists()


def test_a_new_key_gets_what_is_written_and_the_old_one_nothing(cast: Cast) -> None:
    """Femi lost her password and has a new key; who found the old one reads nothing that is written since."""
    record, old = _made(cast, "amara", "femi"), cast["femi"]
    token = network.people.make_reset_link(cast["bao"], old.person, NOW)
    code = network.people.reset_password(token, f"{PASSWORD} again", NOW)
    after = _written(cast, "amara", record, b"while she waits")
    assert _reads(cast, old.keyring, record, after) == b""
    cast.seeds["femi"] = accounts.seed_by_code(Person.objects.get(pk=old.person), code)
    network.people.admit(cast["bao"], old.person, NOW)
    with transaction.atomic():
        held = network.records.open_held(cast.aurora, record, cast["amara"].keyring)
        held.grant(network.trusted.principal(old.person), PARTS)
        journal.write(record, cast["amara"].signatory(), "granted", at=NOW, items=held.changed)
    assert _reads(cast, cast["femi"].keyring, record, after) == b"while she waits"
    assert _reads(cast, old.keyring, record, after) == b""


def test_the_recovery_kit_opens_what_only_people_held(cast: Cast) -> None:
    """Amara's password is lost, and with it the only key of a person: the new keeper reads it, by an entry."""
    record = _made(cast, "amara")
    told = _written(cast, "amara", record, b"told")
    keeper = Founder("zeno", "Zeno", f"{PASSWORD} zeno", (Role.SAFEGUARDING_LEAD,))
    network.kit.recover(cast.aurora, cast.founded["Aurora"].shares[:2], keeper, NOW)
    row = Person.objects.select_related("org").get(username="zeno")
    seed = accounts.seed_by_password(row, accounts.check(row, row.username, keeper.password)[1])
    assert _reads(cast, network.open_actor(row, seed, NOW.date()).keyring, record, told) == b"told"
    assert journal.read(record)[0].deed == "network.kit_recover"


def test_an_incident_counts_what_was_granted_by_name_also_of_who_left(cast: Cast) -> None:
    record, other, femi = _made(cast, "amara", "femi"), _made(cast, "amara"), cast["femi"].person
    _leaves(cast, "femi")
    assert network.reach.by_name(femi) == {record: frozenset(PARTS)}
    network.records.erase(cast.aurora, record, "concern", NOW.date())
    assert network.reach.by_name(femi) == {}
    assert set(network.reach.by_name(cast["amara"].person)) == {other}


def test_a_statistician_of_another_house_who_leaves_it_opens_the_study_no_more(cast: Cast) -> None:
    """Pia works for Nordlys; Oda, who ends her membership, sees nothing of Aurora's study."""
    study, pia = studying.computed(cast), studying.statistician(cast)
    signing.ask_statistician(cast["bao"], study.pk, pia.person, NOW)
    assert network.records.open_held(cast.aurora, study.pk, pia.keyring).keys.compartments
    network.people.end_membership(cast["oda"], pia.person, NOW)
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, study.pk, pia.keyring)
    assert network.records.open_held(cast.aurora, study.pk, cast["bao"].keyring).keys.compartments
