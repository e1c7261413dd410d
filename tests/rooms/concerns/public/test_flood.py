"""The flood guard (DNH-09, DNH-13): nothing refused, no address kept, one source cannot close the door for others."""

import gc
import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from fanal.concerns.public.flood import Signs, TextGroups, normalised, unverified, work_done
from fanal.web.api import AddressLimiter

NOW = datetime(2026, 11, 25, 14, 5, tzinfo=UTC)
ADDRESS = "203.0.113.77"


def test_no_address_and_no_text_is_held_anywhere_in_the_guard() -> None:
    limiter, groups = AddressLimiter(), TextGroups()
    limiter.within("192.0.2.123", NOW)
    groups.first_of("a text that is long enough to be grouped", uuid4(), NOW)
    held = pickle.dumps(
        [{name: value for name, value in vars(each).items() if name != "_lock"} for each in (limiter, groups)]
    )
    for secret in (b"192.0.2", bytes([192, 0, 2]), b"long enough", b"longenough"):
        assert secret not in held
    assert "192" not in repr(limiter) + repr(groups)


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
