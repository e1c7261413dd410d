"""The chain names the first entry that was changed, moved, cut or forged; the tree and statements have one form."""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal import vault
from fanal.vault import GENESIS, Entry, Fault, Link, Seed, Signer
from tests.vault.people import OTHER_RECORD, RECORD, fixed, uid

SIGNERS = {uid("amal").bytes: fixed("amal").signer(), uid("bea").bytes: fixed("bea").signer()}
DEEDS = ("concern.received", "concern.opened", "concern.decided", "handover.sent", "concern.closed")


def keys_of(actor: bytes) -> list[bytes]:
    return [SIGNERS[actor].public] if actor in SIGNERS else []


def signed(prev: bytes, entry: Entry, signer: Signer) -> Link:
    hashed = vault.entry_hash(prev, entry)
    return Link(entry, hashed, signer.sign("journal", hashed))


def chain(record: UUID = RECORD) -> list[Link]:
    links: list[Link] = []
    for seq, deed in enumerate(DEEDS, start=1):
        actor = uid("amal" if seq % 2 else "bea").bytes
        items = tuple(vault.item_hash(b"%d" % number) for number in range(seq))
        entry = Entry(record, seq, actor, deed, "triage", f"2026-11-{seq:02d}T10:00Z", items)
        links.append(signed(links[-1].hash if links else GENESIS, entry, SIGNERS[actor]))
    return links


def fault(links: Sequence[Link], head: bytes | None = None) -> Fault | None:
    return vault.verify_chain(RECORD, links, keys_of, head)


def test_a_good_chain_has_no_fault() -> None:
    links = chain()
    assert fault(links) is None
    assert fault([]) is None
    assert fault([], GENESIS) is None
    for link in links:
        assert fault(links, link.hash) is None


@pytest.mark.parametrize(
    "change",
    [
        {"deed": "concern.exported"},
        {"purpose": "audit"},
        {"at": "2026-11-09T10:00Z"},
        {"actor": uid("bea").bytes},
        {"items": ()},
        {"items": (vault.item_hash(b"0"), vault.item_hash(b"1"), vault.item_hash(b"x"))},
    ],
)
def test_a_changed_entry_is_named(change: dict[str, Any]) -> None:
    links = chain()
    links[2] = replace(links[2], entry=replace(links[2].entry, **change))
    assert fault(links) == Fault(3, "changed")


def test_an_entry_written_anew_breaks_the_next_one_or_its_signature() -> None:
    links = chain()
    altered = replace(links[2].entry, deed="concern.exported")
    hashed = vault.entry_hash(links[1].hash, altered)
    assert fault([*links[:2], Link(altered, hashed, links[2].signature), *links[3:]]) == Fault(3, "unsigned")
    honest = signed(links[1].hash, altered, SIGNERS[altered.actor])
    assert fault([*links[:2], honest, *links[3:]]) == Fault(4, "changed")


def test_a_signature_by_somebody_else_or_for_something_else_is_named() -> None:
    links = chain()
    for signature in (
        SIGNERS[uid("bea").bytes].sign("journal", links[0].hash),
        SIGNERS[uid("amal").bytes].sign("ring", links[0].hash),
        links[2].signature,
        b"",
    ):
        assert fault([replace(links[0], signature=signature), *links[1:]]) == Fault(1, "unsigned")


def test_an_actor_whom_nobody_knows_is_named() -> None:
    entry = Entry(RECORD, 1, uid("nobody").bytes, "concern.opened", "triage", "2026-11-25", ())
    assert fault([signed(GENESIS, entry, Seed.new().signer())]) == Fault(1, "unsigned")


def test_an_actor_who_was_reset_has_had_several_keys() -> None:
    links = chain()
    earlier = Seed.new().signer()
    mine = [earlier.public, SIGNERS[uid("amal").bytes].public]
    links[0] = replace(links[0], signature=earlier.sign("journal", links[0].hash))
    assert vault.verify_chain(RECORD, links, lambda actor: [*mine, *keys_of(actor)]) is None
    assert fault(links) == Fault(1, "unsigned")


def test_a_missing_doubled_or_swapped_entry_is_named() -> None:
    links = chain()
    assert fault(links[1:]) == Fault(1, "missing")
    assert fault([*links[:2], *links[3:]]) == Fault(3, "missing")
    assert fault([*links[:2], links[1], *links[2:]]) == Fault(3, "missing")
    assert fault([links[1], links[0], *links[2:]]) == Fault(1, "missing")


def test_a_chain_cut_at_the_end_is_seen_against_a_checkpoint() -> None:
    links = chain()
    assert fault(links[:3]) is None
    assert fault(links[:3], links[4].hash) == Fault(4, "missing")
    assert fault([], links[0].hash) == Fault(1, "missing")


def test_an_entry_of_another_record_is_named() -> None:
    other = chain(OTHER_RECORD)
    assert fault(other) == Fault(1, "moved")
    assert fault([*chain()[:2], *other[2:]]) == Fault(3, "moved")


part = st.text(max_size=3)
entry = st.builds(
    Entry,
    st.sampled_from([RECORD, OTHER_RECORD]),
    st.integers(min_value=1, max_value=3),
    st.binary(max_size=3),
    part,
    part,
    part,
    st.lists(st.binary(max_size=3), max_size=3).map(tuple),
)


@given(one=entry, other=entry)
def test_two_entries_never_share_a_hash(one: Entry, other: Entry) -> None:
    assert (vault.entry_hash(GENESIS, one) == vault.entry_hash(GENESIS, other)) == (one == other)
    assert vault.entry_hash(GENESIS, one) != vault.entry_hash(b"\1" * 32, one)


# The tree


def reference(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + reference(leaves[:half]) + reference(leaves[half:])).digest()


@pytest.mark.parametrize("count", [*range(18), 100])
def test_the_tree_is_that_of_rfc_6962_over_the_sorted_heads(count: int) -> None:
    heads = [(uid(f"record {number}"), vault.item_hash(b"%d" % number)) for number in range(count)]
    root = vault.merkle_root(heads)
    assert root == reference([record.bytes + head for record, head in sorted(heads)])
    shuffled = Random(count).sample(heads, count)
    assert vault.merkle_root(iter(shuffled)) == root


def test_every_head_counts_in_the_root() -> None:
    heads = [(uid(f"record {number}"), vault.item_hash(b"%d" % number)) for number in range(7)]
    roots = {vault.merkle_root(heads)}
    for at in range(7):
        roots.add(vault.merkle_root(heads[:at] + heads[at + 1 :]))
        roots.add(vault.merkle_root([*heads[:at], (heads[at][0], GENESIS), *heads[at + 1 :]]))
    assert len(roots) == 15


# Statements

json_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3).filter(str.isprintable), inner),
    max_leaves=6,
)


@given(parts=st.dictionaries(st.text(max_size=4).filter(str.isprintable), json_value, max_size=4))
def test_a_statement_has_one_form_whatever_the_order(parts: dict[str, Any]) -> None:
    assert vault.canonical(parts) == vault.canonical(dict(reversed(parts.items())))


def test_the_form_of_a_statement_is_compact_sorted_utf_8() -> None:
    statement = {"b": [1, True, None], "a": "é", "c": {"z": "1", "y": (2,)}}
    assert vault.canonical(statement) == '{"a":"é","b":[1,true,null],"c":{"y":[2],"z":"1"}}'.encode()


@pytest.mark.parametrize("value", [1.5, b"x", {1: "x"}, [{"a": [1.0]}], object(), {"a": {None: 1}}, UUID(int=1), {"a"}])
def test_what_has_more_than_one_form_is_no_statement(value: object) -> None:
    with pytest.raises(TypeError, match="statement"):
        vault.canonical({"value": value})


def test_the_functions_that_give_keys_may_be_anything_callable() -> None:
    lookup: Callable[[bytes], Sequence[bytes]] = {uid("amal").bytes: (SIGNERS[uid("amal").bytes].public,)}.__getitem__
    assert vault.verify_chain(RECORD, chain()[:1], lookup) is None


def test_a_code_is_bound_to_seed_purpose_and_message() -> None:
    """Computed again by the standard library: HMAC-SHA256 under the derived key."""
    seed = vault.Seed.of(bytes(range(32)))
    code = seed.code("bundle", b"message")
    key = seed.derive("code").reveal()
    assert code == hmac.new(key, b"fanal/v1/code\x00\x06bundlemessage", "sha256").digest()
    others = [vault.Seed.new().code("bundle", b"message"), seed.code("other", b"message"), seed.code("bundle", b"m")]
    assert code not in others


def test_an_item_is_named_with_its_place() -> None:
    """48 bytes in one form for ever: the hash of the ciphertext, then a mark that says column and row to whoever has
    both."""
    mark = vault.place_mark("concerns_concern.content", UUID(int=7))
    assert mark.hex() == "505f944b09e61dc3a29317b3705082ee"
    assert vault.placed_hash(mark, b"sealed") == vault.item_hash(b"sealed") + mark
    others = {vault.place_mark(table, UUID(int=row)) for table in ("a.b", "a.bc", "ab.b") for row in (7, 8)}
    assert len(others) == 6
