"""The flood guard (DNH-09, DNH-13): nothing refused, no address kept, one source cannot close the door for others."""

import gc
import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.concerns.public.flood import AddressLimiter, Signs, TextGroups, normalised, prefix_of, unverified, work_done

NOW = datetime(2026, 11, 25, 14, 5, tzinfo=UTC)
ADDRESS = "203.0.113.77"


def tries(limiter: AddressLimiter, times: int, address: str = ADDRESS, now: datetime = NOW) -> int:
    return sum(limiter.within(address, now) for _ in range(times))


def test_a_source_has_a_burst_and_then_one_at_a_time() -> None:
    limiter = AddressLimiter(burst=10, refill=timedelta(minutes=2))
    assert tries(limiter, 30) == 10
    assert tries(limiter, 5, now=NOW + timedelta(minutes=1, seconds=59)) == 0
    assert tries(limiter, 5, now=NOW + timedelta(minutes=2)) == 1
    assert tries(limiter, 50, now=NOW + timedelta(minutes=40)) == 10


def test_one_source_does_not_close_the_door_for_another() -> None:
    limiter = AddressLimiter()
    assert tries(limiter, 1000) == limiter.burst
    for other in ("203.0.114.1", "198.51.100.1", "2001:db8::1", "not an address"):
        assert tries(limiter, 1, other) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.1", "203.0.113.254", True),
        ("203.0.113.1", "203.0.112.1", False),
        ("2001:db8:1::1", "2001:db8:1:ffff::9", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("::ffff:203.0.113.9", "203.0.113.1", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("::1", "0.0.0.1", False),
        ("", "unknown", True),
        (" 203.0.113.1 ", "203.0.113.1", True),
    ],
)
def test_a_source_is_a_prefix(one: str, other: str, same: bool) -> None:
    assert (prefix_of(one) == prefix_of(other)) is same


def test_a_new_hour_knows_nobody() -> None:
    limiter = AddressLimiter(burst=1, refill=timedelta(hours=10))
    assert tries(limiter, 2) == 1
    assert tries(limiter, 1, now=NOW + timedelta(minutes=59, seconds=59)) == 0
    assert tries(limiter, 2, now=NOW + timedelta(hours=1)) == 1
    assert len(limiter) == 1


def test_a_clock_that_runs_backwards_locks_nobody_out() -> None:
    limiter = AddressLimiter(burst=2)
    assert tries(limiter, 5) == 2
    assert tries(limiter, 5, now=NOW - timedelta(days=1)) == 2


def test_memory_is_bounded_and_the_quietest_source_is_forgotten_first() -> None:
    limiter = AddressLimiter(burst=1, refill=timedelta(hours=9), most=100)
    assert tries(limiter, 2) == 1
    for number in range(250):
        assert limiter.within(f"10.0.{number}.1", NOW)
    assert len(limiter) == 100
    assert limiter.within(ADDRESS, NOW)
    assert not limiter.within("10.0.249.1", NOW)


def test_no_address_and_no_text_is_held_anywhere_in_the_guard() -> None:
    limiter, groups = AddressLimiter(), TextGroups()
    limiter.within("192.0.2.123", NOW)
    groups.first_of("a text that is long enough to be grouped", uuid4(), NOW)
    held = pickle.dumps([vars(limiter), dict(vars(groups).items())])
    for secret in (b"192.0.2", bytes([192, 0, 2]), b"long enough", b"longenough"):
        assert secret not in held
    assert "192" not in repr(limiter) + repr(groups)


def test_two_processes_hold_different_hashes() -> None:
    one, other = AddressLimiter(), AddressLimiter()
    one.within(ADDRESS, NOW)
    other.within(ADDRESS, NOW)
    assert not set(one._buckets) & set(other._buckets)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 1800), min_size=1, max_size=60), st.integers(1, 12))
def test_no_source_ever_gets_more_than_burst_and_refill(seconds: list[int], burst: int) -> None:
    limiter = AddressLimiter(burst=burst, refill=timedelta(minutes=1))
    passed, allowed = timedelta(0), 0
    for step in seconds:
        passed += timedelta(seconds=step % 40)
        allowed += limiter.within(ADDRESS, NOW + passed)
    assert allowed <= burst + passed / timedelta(minutes=1) + 1e-6
    assert allowed >= min(burst, len(seconds))


# Equal texts

TEXT = "A man came to the hotel with a girl."


def test_a_copy_is_grouped_with_the_first_of_the_hour() -> None:
    groups, first = TextGroups(), UUID(int=1)
    assert groups.first_of(TEXT, first, NOW) is None
    assert groups.first_of(TEXT, first, NOW) is None  # sent twice: the same concern
    copies = [TEXT.upper(), TEXT.replace(" ", "\n"), f"{TEXT} !!!", TEXT.replace("girl", "ｇｉｒｌ"), f"\u200b{TEXT}"]
    for number, copy in enumerate(copies, 2):
        assert groups.first_of(copy, UUID(int=number), NOW + timedelta(minutes=59)) == first
    assert groups.first_of(TEXT.replace("girl", "boy"), UUID(int=90), NOW) is None


def test_after_an_hour_an_equal_text_is_new() -> None:
    groups = TextGroups()
    groups.first_of(TEXT, UUID(int=1), NOW)
    assert groups.first_of(TEXT, UUID(int=2), NOW + timedelta(hours=1)) is None


@pytest.mark.parametrize("text", ["", "help", "please help me", "....................................", "   "])
def test_short_texts_are_never_grouped(text: str) -> None:
    groups = TextGroups()
    groups.first_of(text, UUID(int=1), NOW)
    assert groups.first_of(text, UUID(int=2), NOW) is None


def test_texts_without_latin_letters_are_grouped_too() -> None:
    groups = TextGroups()
    khmer = "ខ្ញុំបានឃើញបុរសម្នាក់នៅសណ្ឋាគារជាមួយក្មេងស្រី"
    groups.first_of(khmer, UUID(int=1), NOW)
    assert groups.first_of(khmer + " ។", UUID(int=2), NOW) == UUID(int=1)
    assert normalised("Straße 5") == normalised("STRASSE ５")


def test_the_memory_of_texts_is_bounded() -> None:
    groups = TextGroups(most=50)
    for number in range(200):
        groups.first_of(f"{TEXT} {number}", UUID(int=number), NOW)
    assert len(groups._first) == 50
    gc.collect()


# Proof of work, decoy, time, shield


def solve(challenge: str, bits: int) -> str:
    return next(str(nonce) for nonce in range(10**7) if work_done(challenge, str(nonce), bits))


def test_work_is_checked_for_this_challenge() -> None:
    nonce = solve("form-state-1", 10)
    assert work_done("form-state-1", nonce, 10)
    assert not work_done("form-state-1", nonce, 60)
    assert sum(work_done(f"form-state-{other}", nonce, 10) for other in range(2, 40)) < 5


@pytest.mark.parametrize("nonce", ["", "-1", "1.5", "٣", "1" * 21, "abc", " 1", "1\n"])
def test_a_nonce_that_is_no_number_does_no_work(nonce: str) -> None:
    assert not work_done("challenge", nonce, 0)
    assert not work_done("", "1", 0)


GOOD = Signs(NOW - timedelta(seconds=60), NOW, decoy="", within_limit=True)


def test_a_person_who_takes_a_minute_is_verified() -> None:
    assert unverified(GOOD) == ()
    assert unverified(replace(GOOD, started_at=NOW - timedelta(seconds=4), decoy=" ")) == ()


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"started_at": NOW - timedelta(seconds=3.9)}, ("too_fast",)),
        ({"started_at": NOW + timedelta(seconds=9)}, ("too_fast",)),
        ({"decoy": "x"}, ("decoy",)),
        ({"within_limit": False}, ("source",)),
        ({"shield": True}, ("shield",)),
        ({"shield": True, "waited": timedelta(seconds=19)}, ("shield",)),
        ({"shield": True, "waited": timedelta(seconds=20)}, ()),
        ({"shield": True, "worked": True}, ()),
        ({"decoy": "x", "within_limit": False, "shield": True}, ("decoy", "source", "shield")),
    ],
)
def test_what_looks_like_a_flood_is_unverified_with_its_reasons(
    changes: dict[str, object], reasons: tuple[str, ...]
) -> None:
    assert unverified(replace(GOOD, **changes)) == reasons  # type: ignore[arg-type]
