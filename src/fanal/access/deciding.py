"""Who must agree: one rule over what people said, for every room. Pure: the rows, and what the journal holds of them,
are the rooms' (`research.deciding`, `access.stated`, `access.acting`).

A yes counts for the content that was seen, until its day. Nobody agrees twice, and nobody with what is their own. A no
counts whoever says it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class LineState(StrEnum):
    """How one who must agree stands."""

    WAITING = "waiting"
    PASSED = "passed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Seat:
    """One who must agree: a role of one organisation (None: of whichever may), at a stage. `due`: the day by which the
    answer is expected."""

    stage: str
    role: str
    org: UUID | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """What a person said. `about`: the hash of what they saw. `until`: the last day on which a yes counts."""

    stage: str
    role: str
    person: UUID
    yes: bool
    at: datetime
    org: UUID | None = None
    about: str = ""
    verdict: str = ""
    reasons: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """How a seat stands; who spoke for it last, what they said, and until when a yes counts."""

    stage: str
    role: str
    org: UUID | None
    state: LineState
    verdict: str = ""
    person: UUID | None = None
    reasons: str = ""
    at: datetime | None = None
    due: date | None = None
    until: date | None = None


type Said = tuple[UUID | None, datetime | None]
"""Who said yes, and when; None where nobody has."""
_TWO = (Seat("first", ""), Seat("second", ""))


def standing(
    seats: Iterable[Seat],
    voices: Sequence[Voice],
    *,
    about: str | None = None,
    own: Collection[UUID] = (),
    on: date | None = None,
) -> list[Line]:
    """How each seat stands. `voices`: oldest first; the last word of a seat counts. `about`: the hash of the content as
    it is, None where there is none. `own`: who made it, or gets it. `on`: the day that is asked about."""
    heard = [voice for voice in voices if about in {None, voice.about}]
    last = [(seat, _last(seat, heard)) for seat in seats]
    agreed: set[UUID] = set(own)
    counts: set[Voice] = set()
    spoken = {voice for _seat, voice in last}
    for voice in (voice for voice in heard if voice in spoken):
        is_over = on is not None and voice.until is not None and voice.until < on
        if voice.yes and (is_over or voice.person in agreed):
            continue
        counts.add(voice)
        if voice.yes:
            agreed.add(voice.person)
    return [_line(seat, voice if voice in counts else None) for seat, voice in last]


def _last(seat: Seat, voices: Sequence[Voice]) -> Voice | None:
    fits = (
        one
        for one in reversed(voices)
        if (one.stage, one.role) == (seat.stage, seat.role) and seat.org in {None, one.org}
    )
    return next(fits, None)


def _line(seat: Seat, voice: Voice | None) -> Line:
    if voice is None:
        return Line(seat.stage, seat.role, seat.org, LineState.WAITING, due=seat.due)
    state = LineState.PASSED if voice.yes else LineState.REFUSED
    told = voice.verdict, voice.person, voice.reasons, voice.at
    return Line(seat.stage, seat.role, voice.org, state, *told, seat.due, voice.until)


def two(
    first: Said, second: Said, *, own: Collection[UUID] = (), until: date | None = None, on: date | None = None
) -> list[Line]:
    """How the two stand of whom one asks for something and another agrees."""
    said = ((seat, person, at) for seat, (person, at) in zip(_TWO, (first, second), strict=True))
    voices = [Voice(seat.stage, "", person, yes=True, at=at, until=until) for seat, person, at in said if person and at]
    return standing(_TWO, voices, own=own, on=on)


type Enough = Callable[[Collection[Voice]], bool]
"""Whether these yeses, one a person, are enough."""


@dataclass(frozen=True, slots=True)
class Common:
    """A content that is agreed on for everybody: its hash, whose yeses carry it, and the last day on which they do."""

    about: str
    voices: tuple[Voice, ...]
    until: date


def in_common(voices: Sequence[Voice], enough: Enough) -> Common | None:
    """The content on which enough people agreed last, where nobody has a seat of their own. Each yes has its last day;
    the last word of a person about a content counts. What was agreed on before is not looked at any more, also where
    the time of this is over. `voices`: oldest first."""
    said: dict[str, dict[UUID, Voice]] = {}
    about = ""
    for voice in since_no(voices):
        held = said.setdefault(voice.about, {})
        held[voice.person] = voice
        if enough([one for one in held.values() if one.until and one.until >= voice.at.date()]):
            about = voice.about
    held = said.get(about, {})
    for until in sorted({one.until for one in held.values() if one.until}, reverse=True):
        carry = tuple(one for one in held.values() if one.until and one.until >= until)
        if enough(carry):
            return Common(about, carry, until)
    return None


def since_no(voices: Sequence[Voice]) -> Sequence[Voice]:
    """What was said after the last no, whoever said it: it ends all that was said before, of whichever content."""
    last = max((at for at, voice in enumerate(voices) if not voice.yes), default=-1)
    return voices[last + 1 :]


def agreed(lines: Iterable[Line]) -> bool:
    """Whether everybody said yes."""
    return all(line.state is LineState.PASSED for line in lines)


def said_yes(person: UUID, lines: Iterable[Line]) -> set[str]:
    """The stages in which every line that this person answers for stands at yes, by their own word."""
    mine = [line for line in lines if line.person == person]
    no = {line.stage for line in mine if line.state is not LineState.PASSED}
    return {line.stage for line in mine} - no
