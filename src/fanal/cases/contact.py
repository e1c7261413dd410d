"""Whether and how a child may be reached: the one question before every message, call, visit, letter or slip (CM-76,
DNH-20). Pure.

Nothing recorded is a refusal. A refusal is lifted by changing the record with the child, not by a button; only where
life is in danger may a supervisor call, with a reason.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from unicodedata import normalize

from fanal.cases.codes import Channel, SafeContact
from fanal.cases.codes_work import MayBeTold
from fanal.vocabulary.results import Allowed, Answer, Refused
from fanal.vocabulary.words import gettext_noop


class Whom(StrEnum):
    """Who would be reached."""

    CHILD = "child"
    SAFE_PERSON = "safe_person"
    CAREGIVER = "caregiver"


@dataclass(frozen=True, slots=True)
class Safety:
    """What was agreed with the child. `unsafe`: who must never learn of it, as it was written down."""

    channels: frozenset[Channel] = frozenset()
    unsafe: tuple[str, ...] = ()
    next_check: date | None = None


@dataclass(frozen=True, slots=True)
class To:
    """Who would be reached, and by what name. `barred`: the person may not consent, be told or be contacted."""

    whom: Whom = Whom.CHILD
    name: str = ""
    barred: bool = False
    may_be_told: MayBeTold = MayBeTold.NOTHING


@dataclass(frozen=True, slots=True)
class When:
    """The day, and how. `automatic`: no person of ours sends it. `agreed_time`: who sends it has read the safe times
    and says that it is one. `danger`: the supervisor's reason where life is in danger."""

    day: date
    automatic: bool = True
    agreed_time: bool = False
    supervisor: bool = False
    danger: str = ""


WORDS: Mapping[str, str] = {
    "nothing_recorded": gettext_noop("Nobody wrote down yet how this child may be reached. Ask the child first."),
    "who": gettext_noop("Say first who would be reached."),
    "unsafe_person": gettext_noop("The child said that this person must never learn of it."),
    "barred": gettext_noop("This person may not be told anything and may not be contacted."),
    "never": gettext_noop("The child may not be contacted. Agree with the child on another way first."),
    "channel": gettext_noop("The child did not agree to this way."),
    "worker_only": gettext_noop("Only the worker may reach this child, and no one in between."),
    "not_told": gettext_noop("The child did not agree that this person is told."),
    "safe_person": gettext_noop("This way leads to the person the child trusts, and to nobody else."),
    "time": gettext_noop("Read the safe times first, and write or call at one of them."),
    "not_automatic": gettext_noop("No message goes to this child by itself. A worker must send it."),
    "check_due": gettext_noop("It is too long ago that somebody asked the child whether this way is still safe."),
}


def may(safety: Safety | None, child: SafeContact | None, channel: Channel, to: To, when: When) -> Answer:
    """Whether somebody may be reached about a child, in a way, at a time."""
    held = safety or Safety()
    if code := _first(_always(held, to)):
        return Refused(code, WORDS[code])
    if when.supervisor and when.danger.strip() and channel is Channel.VOICE_CALL and not when.automatic:
        return Allowed("danger")
    recorded = safety is not None and child is not None
    code = _first(_stops(held, child, channel, to, when)) if recorded else "nothing_recorded"
    return Refused(code, WORDS[code]) if code else Allowed()


type Stops = tuple[tuple[str, bool], ...]
"""What stands in the way, by code of `WORDS`, the gravest first."""


def _first(stops: Stops) -> str:
    return next((code for code, holds in stops if holds), "")


def _always(safety: Safety, to: To) -> Stops:
    """What stops even where life is in danger."""
    between = to.whom is not Whom.CHILD
    return (
        ("barred", to.barred),
        ("who", between and not to.name.strip()),
        ("unsafe_person", between and _is_unsafe(to.name, safety.unsafe)),
    )


def _stops(safety: Safety, child: SafeContact | None, channel: Channel, to: To, when: When) -> Stops:
    between = to.whom is not Whom.CHILD
    through = channel is Channel.THROUGH_SAFE_PERSON
    overdue = safety.next_check is None or safety.next_check < when.day
    return (
        ("never", child is SafeContact.NEVER),
        ("channel", channel not in safety.channels),
        ("worker_only", child is SafeContact.WORKER_ONLY and between),
        ("not_told", to.whom is Whom.CAREGIVER and to.may_be_told is MayBeTold.NOTHING),
        ("safe_person", through != (to.whom is Whom.SAFE_PERSON)),
        ("not_automatic", when.automatic and child is not SafeContact.YES),
        ("time", child is SafeContact.AGREED_TIMES and not when.agreed_time),
        ("check_due", when.automatic and overdue),
    )


_WORD: Final = re.compile(r"\w{2,}")


def _is_unsafe(name: str, unsafe: tuple[str, ...]) -> bool:
    """Whether a name shares a word with one that was written down, or stands within it: rather once too often."""
    asked = _plain(name)
    words = set(_WORD.findall(asked))
    return any(words & set(_WORD.findall(one)) or asked in one for one in map(_plain, unsafe))


def _plain(text: str) -> str:
    return normalize("NFKC", text).casefold().strip()
