"""Items open where they belong, for whom they were granted, and nowhere and for nobody else."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal import vault
from fanal.vault import (
    Bundle,
    CannotOpen,
    CompartmentKey,
    Keyring,
    NotGranted,
    PendingSeed,
    Place,
    Principal,
    RecordKeys,
    Seed,
)
from tests.vault.people import ORG, OTHER_ORG, OTHER_RECORD, RECORD, flips, keyring_of, ring, uid, user

NAMES = ("personal", "content", "identity", "offender", "reporter")
HERE = Place(ORG, RECORD, "content", "concern", uid("row"), 1)


def at(**change: Any) -> Place:
    return replace(HERE, **change)


def new_keys() -> RecordKeys:
    return vault.new_record(ORG, RECORD, NAMES)


# What is granted opens


def test_what_was_sealed_opens_for_the_ring_that_was_granted_it() -> None:
    team, keys = ring("intake"), new_keys()
    item = vault.seal(keys, HERE, b'{"told":"a concern"}')
    opened = vault.open_bundles([vault.grant(keys, team.principal, ["content"])], keyring_of(team))
    assert vault.open_item(opened, HERE, item) == b'{"told":"a concern"}'
    assert (opened.org, opened.record) == (ORG, RECORD)


@settings(max_examples=50, deadline=None)
@given(payload=st.binary(max_size=9000))
def test_any_payload_comes_back_unchanged(payload: bytes) -> None:
    keys = new_keys()
    assert vault.open_item(keys, HERE, vault.seal(keys, HERE, payload)) == payload


def test_a_compartment_that_was_not_granted_stays_shut() -> None:
    team, keys = ring("intake"), new_keys()
    item = vault.seal(keys, at(compartment="reporter"), b"who told us")
    opened = vault.open_bundles([vault.grant(keys, team.principal, ["content", "identity"])], keyring_of(team))
    assert opened.compartments == {"content", "identity"}
    with pytest.raises(NotGranted):
        vault.open_item(opened, at(compartment="reporter"), item)


def test_nobody_can_grant_or_seal_what_they_do_not_hold() -> None:
    team, keys = ring("intake"), vault.new_record(ORG, RECORD, ["content"])
    with pytest.raises(NotGranted):
        vault.grant(keys, team.principal, ["content", "reporter"])
    with pytest.raises(NotGranted):
        vault.seal(keys, at(compartment="reporter"), b"")
    with pytest.raises(NotGranted):
        vault.next_epoch(keys, ["reporter"])


@pytest.mark.parametrize("change", [{"org": OTHER_ORG}, {"record": OTHER_RECORD}])
def test_keys_of_a_record_seal_and_open_nothing_of_another(change: dict[str, Any]) -> None:
    keys = new_keys()
    with pytest.raises(NotGranted):
        vault.seal(keys, at(**change), b"")
    with pytest.raises(CannotOpen):
        vault.open_item(keys, at(**change), vault.seal(keys, HERE, b""))


def test_bundles_for_others_are_passed_over_and_none_for_the_holder_is_not_granted() -> None:
    mine, theirs, keys = ring("intake"), ring("custodian"), new_keys()
    found = [vault.grant(keys, theirs.principal, NAMES), vault.grant(keys, mine.principal, ["content"])]
    assert vault.open_bundles(found, keyring_of(mine)).compartments == {"content"}
    for none in ([], found[:1]):
        with pytest.raises(NotGranted):
            vault.open_bundles(none, keyring_of(mine))


def test_several_bundles_for_one_holder_are_merged_and_each_key_is_kept_once() -> None:
    team, keys = ring("intake"), new_keys()
    person, seed = user("amal")
    holder = keyring_of(team).extend([(person, seed)])
    found = [
        vault.grant(keys, team.principal, ["content", "identity"]),
        vault.grant(keys, person, ["identity", "offender"]),
    ]
    opened = vault.open_bundles(found, holder)
    assert sorted((key.compartment, key.epoch) for key in opened.keys) == [
        ("content", 1),
        ("identity", 1),
        ("offender", 1),
    ]


def test_bundles_of_two_records_are_never_mixed() -> None:
    team = ring("intake")
    for org, record in ((ORG, OTHER_RECORD), (OTHER_ORG, RECORD)):
        both = [vault.grant(new_keys(), team.principal, ["content"])]
        both.append(vault.grant(vault.new_record(org, record, ["content"]), team.principal, ["content"]))
        with pytest.raises(CannotOpen):
            vault.open_bundles(both, keyring_of(team))


def test_an_anonymous_request_grants_with_public_keys_alone() -> None:
    team = ring("intake")
    public = vault.PublicKey.of(team.principal.public.raw)
    known = Principal("ring", team.ring.bytes, 1, public)
    opened = vault.open_bundles([vault.grant(new_keys(), known, ["content"])], keyring_of(team))
    assert opened.compartments == {"content"}


# Epochs


def test_a_new_epoch_seals_with_a_new_key_and_still_opens_what_is_old() -> None:
    first = new_keys()
    old = vault.seal(first, HERE, b"old")
    second = vault.next_epoch(first, ["content"])
    new = vault.seal(second, at(version=2), b"new")
    assert (old[1:3], new[1:3]) == (b"\x00\x01", b"\x00\x02")
    assert vault.open_item(second, HERE, old) == b"old"
    assert vault.open_item(second, at(version=2), new) == b"new"
    assert second.newest("identity").epoch == 1
    with pytest.raises(CannotOpen):
        vault.open_item(first, at(version=2), new)


def test_only_the_newest_key_is_handed_to_a_ring_whose_bundle_cannot_be_opened() -> None:
    team, keys = ring("custodian"), vault.next_epoch(vault.next_epoch(new_keys(), ["content"]), ["content"])
    opened = vault.open_bundles([vault.grant(keys.newest_only(), team.principal, ["content"])], keyring_of(team))
    assert [key.epoch for key in opened.keys] == [3]
    assert len(keys.newest_only().keys) == len(NAMES)


def test_a_holder_of_every_epoch_is_granted_every_epoch() -> None:
    team, keys = ring("intake"), vault.next_epoch(new_keys(), ["content"])
    opened = vault.open_bundles([vault.grant(keys, team.principal, ["content"])], keyring_of(team))
    assert [key.epoch for key in opened.keys] == [1, 2]


def test_a_long_life_of_three_hundred_epochs_still_fits_one_bundle() -> None:
    team, keys = ring("intake"), vault.new_record(ORG, RECORD, ["content"])
    for _ in range(299):
        keys = vault.next_epoch(keys, ["content"])
    opened = vault.open_bundles([vault.grant(keys, team.principal, ["content"])], keyring_of(team))
    assert opened.newest("content").epoch == 300
    assert len(opened.keys) == 300


def test_two_writers_who_open_the_same_epoch_at_once_lose_nothing() -> None:
    first = new_keys()
    one, two = vault.next_epoch(first, ["content"]), vault.next_epoch(first, ["content"])
    items = [vault.seal(one, HERE, b"one"), vault.seal(two, at(row=uid("other row")), b"two")]
    for both in (one.merged(two), two.merged(one)):
        assert vault.open_item(both, HERE, items[0]) == b"one"
        assert vault.open_item(both, at(row=uid("other row")), items[1]) == b"two"


def test_a_compartment_named_twice_has_one_key() -> None:
    assert len(vault.new_record(ORG, RECORD, ["content", "content"]).keys) == 1
    assert len(vault.next_epoch(vault.new_record(ORG, RECORD, ["content"]), ["content", "content"]).keys) == 2


# Swaps and tampering


def places() -> Iterator[Place]:
    parts = product(
        (ORG, OTHER_ORG), (RECORD, OTHER_RECORD), ("content", "identity"), ("concern", "case"), ("row", "other"), (1, 2)
    )
    return (Place(org, record, box, table, uid(row), version) for org, record, box, table, row, version in parts)


def test_an_item_opens_in_no_other_place_even_where_the_keys_are_the_same() -> None:
    """All pairs of two organisations, records, compartments, tables, rows and versions, under one and the same seed."""
    seed = Seed.new()
    shared = {
        (org, record): RecordKeys(org, record, tuple(CompartmentKey(box, 1, seed) for box in ("content", "identity")))
        for org, record in product((ORG, OTHER_ORG), (RECORD, OTHER_RECORD))
    }
    items = {place: vault.seal(shared[place.org, place.record], place, repr(place).encode()) for place in places()}
    assert len(items) == 64
    for written, wanted in product(items, items):
        keys = shared[wanted.org, wanted.record]
        if written == wanted:
            assert vault.open_item(keys, wanted, items[written]) == repr(wanted).encode()
        else:
            with pytest.raises(CannotOpen):
                vault.open_item(keys, wanted, items[written])


def test_a_bundle_opens_for_no_other_record_or_principal_even_with_the_same_seed() -> None:
    seed = Seed.new()
    public = seed.kem().public
    ids = (uid("intake").bytes, uid("custodian").bytes)
    kinds = ("ring", "user", "reporter", "recovery")
    everybody: list[Principal] = [
        Principal(kind, id, version, public)  # type: ignore[arg-type]
        for kind, id, version in product(kinds, ids, (1, 2))
    ]
    holder = Keyring.of((one, seed) for one in everybody)
    granted = [
        vault.grant(vault.new_record(org, record, ["content"]), to, ["content"])
        for org, record, to in product((ORG, OTHER_ORG), (RECORD, OTHER_RECORD), everybody)
    ]
    for one, other in permutations(granted, 2):
        moved = replace(other, sealed=one.sealed)
        if (moved.record, moved.kind, moved.principal, moved.version) == (
            one.record,
            one.kind,
            one.principal,
            one.version,
        ):
            assert vault.open_bundles([moved], holder).org == vault.open_bundles([one], holder).org
        else:
            with pytest.raises(CannotOpen):
                vault.open_bundles([moved], holder)


def test_a_bundle_says_itself_to_which_organisation_it_belongs() -> None:
    """A record moved to another organisation in the database does not open there."""
    team, keys = ring("intake"), new_keys()
    item = vault.seal(keys, HERE, b"told")
    opened = vault.open_bundles([vault.grant(keys, team.principal, ["content"])], keyring_of(team))
    with pytest.raises(CannotOpen):
        vault.open_item(opened, at(org=OTHER_ORG), item)


def test_every_single_bit_of_an_item_counts() -> None:
    keys = new_keys()
    for changed in flips(vault.seal(keys, HERE, b"told")):
        with pytest.raises(CannotOpen):
            vault.open_item(keys, HERE, changed)


def test_every_single_bit_of_a_bundle_counts() -> None:
    team = ring("intake")
    holder = keyring_of(team)
    bundle = vault.grant(new_keys(), team.principal, ["content"])
    for changed in flips(bundle.sealed):
        with pytest.raises(CannotOpen):
            vault.open_bundles([replace(bundle, sealed=changed)], holder)


def test_a_cut_item_or_bundle_cannot_be_opened() -> None:
    team, keys = ring("intake"), new_keys()
    item, bundle = vault.seal(keys, HERE, b"told"), vault.grant(keys, team.principal, ["content"])
    for length in (0, 1, 2, 3, 14, 15, 16, 30, len(item) - 1):
        with pytest.raises(CannotOpen):
            vault.open_item(keys, HERE, item[:length])
    for length in (0, 1, 16, 17, 18, 1000, len(bundle.sealed) - 1):
        with pytest.raises(CannotOpen):
            vault.open_bundles([replace(bundle, sealed=bundle.sealed[:length])], keyring_of(team))


KEY = b"\x01a\x00\x01" + bytes(32)


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"\x00",
        b"\x00\x01",
        b"\x00\x01\x03ab",
        b"\x00\x01" + KEY[:-1],
        b"\x00\x02" + KEY,
        b"\x00\x00" + KEY,
        b"\x00\x01" + KEY + b"\x00",
        b"\x00\x01\x01\xff" + bytes(34),
    ],
)
def test_a_bundle_of_another_format_is_refused_as_any_other_tampering(plain: bytes) -> None:
    """Anybody can seal bytes to a public key; `KEY` alone would be well formed."""
    team = ring("intake")

    def forged(plain: bytes) -> list[Bundle]:
        info = vault._records._bundle_info(ORG.bytes, RECORD, "ring", team.ring.bytes, 1)
        sealed = b"\x01" + ORG.bytes + team.principal.public.encrypt(plain, info)
        return [Bundle(RECORD, "ring", team.ring.bytes, 1, sealed)]

    assert vault.open_bundles(forged(b"\x00\x01" + KEY), keyring_of(team)).compartments == {"a"}
    with pytest.raises(CannotOpen):
        vault.open_bundles(forged(plain), keyring_of(team))


# Lengths


def test_the_length_of_an_item_tells_the_bucket_only() -> None:
    keys = new_keys()
    for bucket, sizes in {512: (0, 1, 508), 1024: (509, 1020), 2048: (1021, 2044), 4096: (2045, 4092)}.items():
        assert {len(vault.seal(keys, HERE, bytes(size))) for size in sizes} == {31 + bucket}
    assert len(vault.seal(keys, HERE, bytes(4093))) == 31 + 8192
    assert len(vault.seal(keys, HERE, bytes(8189))) == 31 + 12288


def test_the_content_of_a_concern_is_as_long_as_any_other_up_to_4096_bytes() -> None:
    keys = new_keys()
    assert {len(vault.seal(keys, HERE, bytes(size), at_least=4096)) for size in (0, 600, 4092)} == {31 + 4096}
    assert len(vault.seal(keys, HERE, b"", at_least=4097)) == 31 + 8192


def test_sealing_the_same_twice_gives_different_bytes() -> None:
    keys = new_keys()
    assert vault.seal(keys, HERE, b"told") != vault.seal(keys, HERE, b"told")


# Codes of holders


def test_a_code_is_known_again_in_every_epoch_and_by_holders_only() -> None:
    keys = new_keys()
    code = vault.mac(keys, "content", b"approved")
    later = vault.next_epoch(keys, ["content"])
    assert vault.check_mac(later, "content", b"approved", code)
    assert vault.mac(later, "content", b"approved") != code
    assert not vault.check_mac(later, "content", b"approved twice", code)
    assert not vault.check_mac(later, "identity", b"approved", code)
    assert not vault.check_mac(new_keys(), "content", b"approved", code)
    for changed in flips(code):
        assert not vault.check_mac(keys, "content", b"approved", changed)
    with pytest.raises(NotGranted):
        vault.check_mac(keys, "placement", b"approved", code)
    with pytest.raises(NotGranted):
        vault.mac(keys, "placement", b"approved")


# Keyrings


def test_a_keyring_grows_without_changing_and_shows_nothing() -> None:
    team = ring("intake")
    person, seed = user("amal")
    own = Keyring.of([(person, seed)])
    both = own.extend([(team.principal, team.seed)])
    assert own.principals == (person,)
    assert both.principals == (person, team.principal)
    assert repr(both) == "<keyring of 2>"
    assert vault.same(both.seed_of("ring", team.ring.bytes, 1).reveal(), team.seed.reveal())
    for kind, id, version in (("user", team.ring.bytes, 1), ("ring", person.id, 1), ("ring", team.ring.bytes, 2)):
        with pytest.raises(NotGranted):
            both.seed_of(kind, id, version)


def test_no_keyring_can_be_made_from_a_seed_whose_sign_in_is_not_complete() -> None:
    person, seed = user("amal")
    pending: Any = PendingSeed(seed)
    with pytest.raises(NotGranted):
        Keyring.of([(person, pending)])
    with pytest.raises(NotGranted):
        Keyring.of([(person, seed)]).extend([(person, pending)])
    assert Keyring.of([(person, pending.passed())]).principals == (person,)


def test_a_bundle_for_an_older_ring_version_opens_with_that_version_only() -> None:
    old, new, keys = ring("intake", 1), ring("intake", 2), new_keys()
    bundle = vault.grant(keys, old.principal, ["content"])
    assert isinstance(bundle, Bundle)
    assert vault.open_bundles([bundle], keyring_of(old, new)).compartments == {"content"}
    with pytest.raises(NotGranted):
        vault.open_bundles([bundle], keyring_of(new))
