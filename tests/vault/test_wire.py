"""Contexts are one to one with what they bind; padding gives the payload back and hides its length."""

import timeit
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.vault import CannotOpen, Place, same
from fanal.vault._wire import behead, bound, box, bucket, head, pad, unbox, unpad, up

part = st.binary(max_size=6)
word = st.text(max_size=4)
place = st.builds(Place, st.uuids(), st.uuids(), word, word, st.uuids(), st.integers(min_value=0, max_value=2**32 - 1))


@given(one=st.lists(part, max_size=4), other=st.lists(part, max_size=4))
def test_two_lists_of_parts_never_give_the_same_context(one: list[bytes], other: list[bytes]) -> None:
    assert (bound("x", *one) == bound("x", *other)) == (one == other)


@given(parts=st.lists(part, min_size=1, max_size=4), cut=st.integers(min_value=0, max_value=6))
def test_moving_bytes_from_one_part_to_the_next_changes_the_context(parts: list[bytes], cut: int) -> None:
    first, *rest = parts
    moved = [first[:cut], first[cut:], *rest]
    assert bound("x", *moved) != bound("x", *parts)


@given(one=place, other=place)
def test_two_places_never_share_a_context(one: Place, other: Place) -> None:
    assert (one.context() == other.context()) == (one == other)


def test_a_name_cannot_run_over_from_compartment_into_table() -> None:
    zero = UUID(int=0)
    assert Place(zero, zero, "ab", "c", zero, 1).context() != Place(zero, zero, "a", "bc", zero, 1).context()


def test_the_context_of_a_place_is_as_written_in_the_design() -> None:
    one, two, three = UUID(int=1), UUID(int=2), UUID(int=3)
    assert Place(one, two, "content", "concern", three, 7).context() == (
        b"fanal/v1/item"
        + (b"\x00\x10" + one.bytes)
        + (b"\x00\x10" + two.bytes)
        + b"\x00\x07content"
        + b"\x00\x07concern"
        + (b"\x00\x10" + three.bytes)
        + b"\x00\x04\x00\x00\x00\x07"
    )


def test_a_part_of_more_than_65535_bytes_is_refused_not_cut() -> None:
    assert len(bound("x", bytes(65535))) == len(b"fanal/v1/x") + 2 + 65535
    with pytest.raises(OverflowError):
        bound("x", bytes(65536))


@settings(max_examples=60)
@given(payload=st.binary(max_size=5000), room=st.integers(min_value=0, max_value=600))
def test_padding_gives_the_payload_back(payload: bytes, room: int) -> None:
    padded = pad(payload, len(payload) + 4 + room)
    assert len(padded) == len(payload) + 4 + room
    assert unpad(padded) == payload


SIZES = {
    0: 512,
    512: 512,
    513: 1024,
    1025: 2048,
    2048: 2048,
    2049: 4096,
    4096: 4096,
    4097: 8192,
    8192: 8192,
    8193: 12288,
}


@pytest.mark.parametrize(("size", "padded"), SIZES.items())
def test_a_size_falls_into_its_bucket(size: int, padded: int) -> None:
    assert bucket(size) == padded


def test_a_bucket_is_never_smaller_than_asked() -> None:
    assert [bucket(10, least) for least in (512, 600, 4096, 5000)] == [512, 1024, 4096, 8192]
    assert [up(size, 64) for size in (0, 1, 64, 65)] == [0, 64, 64, 128]


@pytest.mark.parametrize("padded", [b"", b"\0\0\0", b"\0\0\0\x01", b"\xff\xff\xff\xff" + bytes(40)])
def test_a_length_beyond_the_end_cannot_be_opened(padded: bytes) -> None:
    with pytest.raises(CannotOpen):
        unpad(padded)


def test_a_head_names_format_and_version() -> None:
    assert (head(1), head(65535)) == (b"\x01\x00\x01", b"\x01\xff\xff")
    assert behead(b"\x01\x01\x02rest") == (258, b"rest")
    assert behead(b"\x01\x00\x07") == (7, b"")
    for version in (0, -1, 65536):
        with pytest.raises(ValueError, match="1 to 65,535"):
            head(version)
    for sealed in (b"", b"\x01", b"\x01\x00", b"\x00\x00\x01", b"\x02\x00\x01rest"):
        with pytest.raises(CannotOpen):
            behead(sealed)


def test_a_box_opens_with_its_secret_and_context_only() -> None:
    boxed = box(bytes(32), b"here", b"plain")
    assert unbox(bytes(32), b"here", boxed) == b"plain"
    assert len(boxed) == 12 + 5 + 16
    for secret, context in ((b"\1" * 32, b"here"), (bytes(32), b"there")):
        with pytest.raises(CannotOpen):
            unbox(secret, context, boxed)
    for cut in (b"", boxed[:11], boxed[:12], boxed[:20]):
        with pytest.raises(CannotOpen):
            unbox(bytes(32), b"here", cut)


def test_equality_is_told_without_regard_to_where_bytes_differ() -> None:
    assert same(b"one", b"one")
    assert not same(b"one", b"two")
    assert not same(b"one", b"one ")
    # A comparison that stops at the first difference is a thousand times quicker there than at the end.
    secret = bytes(2_000_000)
    early, late = b"\1" + secret[1:], secret[:-1] + b"\1"
    assert _quickest(secret, early) > _quickest(secret, late) / 4


def _quickest(one: bytes, other: bytes) -> float:
    return min(timeit.repeat(lambda: same(one, other), number=1, repeat=15))
