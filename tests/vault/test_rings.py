"""Ring versions reach their members only; summaries and cards open with their version; tokens need its key."""

from dataclasses import replace
from typing import Any

import pytest

from fanal import vault
from fanal.vault import CannotOpen, Place, Principal, RingKeys, Seed
from tests.vault.people import ORG, RECORD, fixed, flips, ring, uid, user

LIST = Place(ORG, RECORD, "list", "summary", uid("row"), 1)


def test_a_member_receives_exactly_the_ring_that_was_handed_over() -> None:
    team = ring("intake")
    person, seed = user("amal")
    opened = vault.open_ring(vault.seal_ring(team, person), team.principal, person, seed)
    assert (opened.ring, opened.version) == (team.ring, team.version)
    assert vault.same(opened.seed.reveal(), team.seed.reveal())
    assert opened.principal == team.principal == Principal("ring", uid("intake").bytes, 1, team.seed.kem().public)


def test_what_was_handed_to_one_member_opens_for_no_other_ring_version_or_person() -> None:
    team = ring("intake")
    person, seed = user("amal")
    sealed = vault.seal_ring(team, person)
    other, other_seed = user("bea")
    wrong = [
        (replace(team.principal, version=2), person, seed),
        (replace(team.principal, id=uid("custodian").bytes), person, seed),
        (team.principal, replace(person, version=2), seed),
        (team.principal, replace(person, id=other.id), seed),
        (team.principal, replace(person, kind="recovery"), seed),
        (team.principal, other, other_seed),
        (team.principal, person, other_seed),
    ]
    for version, holder, key in wrong:
        with pytest.raises(CannotOpen):
            vault.open_ring(sealed, version, holder, key)
    for changed in flips(sealed):
        with pytest.raises(CannotOpen):
            vault.open_ring(changed, team.principal, person, seed)


def test_a_seed_that_is_not_that_of_the_signed_public_key_is_refused() -> None:
    """Anybody can seal to a member. What they seal must be the ring that the organisation signed."""
    team, intruder = ring("intake"), ring("intake")
    person, seed = user("amal")
    with pytest.raises(CannotOpen):
        vault.open_ring(vault.seal_ring(intruder, person), team.principal, person, seed)


def test_a_seed_of_another_length_is_refused() -> None:
    team = ring("intake")
    person, seed = user("amal")
    handing = vault._rings._handing(team.principal, person)
    for raw in (b"", bytes(31), bytes(33)):
        with pytest.raises(CannotOpen):
            vault.open_ring(vault.seal_to(person.public, handing, raw), team.principal, person, seed)


def test_two_kit_holders_can_hand_every_ring_to_a_new_keeper() -> None:
    recovery = Seed.new()
    kit = vault.make_kit(recovery, 2, 3)
    known = Principal("recovery", ORG.bytes, 1, recovery.kem().public)
    team = ring("intake")
    handed = vault.seal_ring(team, known)
    opened = vault.open_ring(handed, team.principal, known, vault.open_kit([kit[2], kit[0]]))
    keeper, seed = user("keeper")
    again = vault.open_ring(vault.seal_ring(opened, keeper), team.principal, keeper, seed)
    assert vault.same(again.seed.reveal(), team.seed.reveal())


def test_versions_and_rings_never_share_a_key() -> None:
    made = [ring("intake", 1), ring("intake", 2), ring("custodian", 1)]
    keys = {key.reveal() for one in made for key in (one.seed, one.list, one.search)}
    assert len(keys) == 9


def test_an_organisation_signs_all_that_makes_a_ring_believed() -> None:
    identity = Seed.new().signer()
    team = ring("intake").principal
    parts: dict[str, Any] = {"org": ORG, "team": "intake", "ring": team, "since": "2026-11-25"}
    statement = vault.canonical(vault.ring_statement(**parts))
    signature = identity.sign("ring", statement)
    assert vault.verify(identity.public, "ring", statement, signature)
    for change in (
        {"org": uid("harbour")},
        {"team": "custodian"},
        {"since": "2026-11-26"},
        {"ring": replace(team, version=2)},
        {"ring": replace(team, id=uid("custodian").bytes)},
        {"ring": replace(team, public=ring("intake").principal.public)},
    ):
        changed = vault.canonical(vault.ring_statement(**{**parts, **change}))
        assert not vault.verify(identity.public, "ring", changed, signature)


def test_a_summary_opens_in_its_place_with_its_ring_version_and_is_always_as_long() -> None:
    team = ring("intake", 3)
    sealed = vault.seal_summary(team, LIST, b"9, f, A. B.")
    assert vault.open_summary(team, LIST, sealed) == b"9, f, A. B."
    assert vault.ring_version(sealed) == 3
    assert {len(vault.seal_summary(team, LIST, bytes(size))) for size in (0, 11, 60)} == {31 + 64}
    assert len(vault.seal_summary(team, LIST, bytes(61))) == 31 + 128
    assert len(vault.seal_summary(team, LIST, bytes(61), 256)) == 31 + 256


@pytest.mark.parametrize("change", [{"org": uid("x")}, {"record": uid("x")}, {"compartment": "x"}, {"table": "x"}])
def test_a_summary_opens_in_no_other_place(change: dict[str, Any]) -> None:
    team = ring("intake")
    with pytest.raises(CannotOpen):
        vault.open_summary(team, replace(LIST, **change), vault.seal_summary(team, LIST, b"9, f"))


def test_a_summary_opens_with_no_other_ring_version_and_not_as_a_card() -> None:
    team = ring("intake")
    sealed = vault.seal_summary(team, LIST, b"9, f")
    for other in (ring("intake"), RingKeys(team.ring, 2, team.seed)):
        with pytest.raises(CannotOpen):
            vault.open_summary(other, LIST, sealed)
    with pytest.raises(CannotOpen):
        vault.open_card(team, LIST, sealed)
    for changed in flips(sealed):
        with pytest.raises(CannotOpen):
            vault.open_summary(team, LIST, changed)


def test_a_search_card_opens_with_the_search_key_of_its_ring() -> None:
    team = ring("intake")
    sealed = vault.seal_card(team, LIST, b"names")
    assert vault.open_card(team, LIST, sealed) == b"names"
    assert len(sealed) == 31 + 512
    with pytest.raises(CannotOpen):
        vault.open_summary(team, LIST, sealed)


# Blind tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("María", "maria"),
        ("MARIA", "maria"),
        ("José", "Jose\u0301"),
        ("Ｍａｒｉａ", "maria"),
        ("  Anna   Maria ", "anna maria"),
        ("Straße", "STRASSE"),
        ("مُحَمَّد", "محمد"),
        ("Ma\u200dria", "maria"),
        ("ﬁona", "fiona"),
    ],
)
def test_values_that_people_write_differently_have_one_token(one: str, other: str) -> None:
    search = fixed("search")
    assert vault.normalise(one) == vault.normalise(other)
    assert vault.blind(search, "name", one, 32) == vault.blind(search, "name", other, 32)


def test_tokens_differ_by_value_kind_and_ring_version() -> None:
    tokens = {
        vault.blind(search, kind, value, 32)
        for search in (ring("intake", 1).search, ring("intake", 2).search)
        for kind in ("name", "phonetic")
        for value in ("maria", "mario", "სოფია")
    }
    assert len(tokens) == 12


def test_a_token_has_so_many_bits_and_collides_as_wanted() -> None:
    search = fixed("search")
    values = [f"name {number}" for number in range(2000)]
    assert {vault.blind(search, "name", value, 4) for value in values} == set(range(16))
    assert all(vault.blind(search, "name", value) < 2**20 for value in values)
    assert max(vault.blind(search, "name", value) for value in values) >= 2**19
    assert {vault.blind(search, "name", value, 1) for value in values} == {0, 1}
    assert vault.blind(search, "name", "x", 8) == vault.blind(search, "name", "x", 32) >> 24
    for bits in (0, 33):
        with pytest.raises(ValueError, match="1 to 32"):
            vault.blind(search, "name", "x", bits)
