"""Limits per source: no address is kept, one source cannot close the door for others (DNH-09, DNH-13)."""

import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.web.api import AddressLimiter, prefix_of

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


class _Slow(OrderedDict[bytes, tuple[float, datetime]]):
    """Stops after taking, so that another thread comes in between."""

    def pop(self, *said: Any) -> Any:
        found = super().pop(*said)
        time.sleep(0.002)
        return found


def test_threads_of_a_process_share_a_burst() -> None:
    limiter = AddressLimiter(burst=5)
    limiter._buckets = _Slow()
    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(lambda _n: limiter.within(ADDRESS, NOW), range(40)))
    assert sum(told) == 5
