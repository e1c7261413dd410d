"""Identifiers: UUID version 7 (RFC 9562 §5.7), made by the application, never by a counter."""

import os
import time
import uuid
from datetime import UTC, date, datetime


def new_id() -> uuid.UUID:
    """A time-ordered identifier of this instant (millisecond), for what a signed-in person or the system makes."""
    return _uuid7(time.time_ns() // 1_000_000)


def day_id(day: date) -> uuid.UUID:
    """An identifier that tells the day only: for anything that a reporter causes (docs/clocks.md, "What a due time
    tells")."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return _uuid7(int(midnight.timestamp() * 1000))


SHORT = 6


def short(identifier: uuid.UUID) -> str:
    """What people read out and search for: the last six hexadecimal digits, which are random and count nothing."""
    return identifier.hex[-SHORT:].upper()


def _uuid7(milliseconds: int) -> uuid.UUID:
    random = int.from_bytes(os.urandom(10))
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76 | (random >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | random & ((1 << 62) - 1)
    return uuid.UUID(int=value)
