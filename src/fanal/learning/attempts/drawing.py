"""What an attempt is asked, and in which order: from its seed alone, so that it is the same on each page. Pure."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence

from fanal.learning.courses.model import Choice, Course, Scenario


def _order[T](seed: str, about: str, things: Sequence[T], names: Sequence[str]) -> list[T]:
    """Things in an order that the seed gives: sorted by a hash of each name."""
    marks = [hmac.digest(seed.encode(), f"{about}\n{name}".encode(), hashlib.sha256) for name in names]
    return [thing for _mark, thing in sorted(zip(marks, things, strict=True), key=lambda pair: pair[0])]


def asked(course: Course, form: str, seed: str) -> list[Scenario]:
    """The situations of a form for one attempt: of each pair one arm, shuffled."""
    chosen = [_arm(seed, arms) for arms in course.slots(form)]
    return _order(seed, "situations", chosen, [one.like or one.id for one in chosen])


def _arm(seed: str, arms: Sequence[Scenario]) -> Scenario:
    if len(arms) == 1:
        return arms[0]
    return arms[hmac.digest(seed.encode(), f"pair\n{arms[0].id}".encode(), hashlib.sha256)[0] & 1]


def choices(one: Scenario, seed: str) -> list[Choice]:
    """The choices of a situation, shuffled; what is read aloud has the same order."""
    return _order(seed, one.like or one.id, one.choices, [made.id for made in one.choices])


def walked(
    one: Scenario, known: Mapping[str, Scenario], answers: Mapping[str, str]
) -> Iterator[tuple[Scenario, Choice]]:
    """The situations that somebody met from this one on, each with what they chose."""
    following: Scenario | None = one
    while following is not None:
        made = next((made for made in following.choices if made.id == answers.get(following.id)), None)
        if made is None:
            return
        yield following, made
        following = known.get(made.next)


def next_open(
    asked_for: Sequence[Scenario], known: Mapping[str, Scenario], answers: Mapping[str, str]
) -> Scenario | None:
    """The first situation that is not answered, also one that follows another; None where all are."""
    for one in asked_for:
        last = one
        for _met, made in walked(one, known, answers):
            if not made.next:
                break
            last = known[made.next]
        else:
            return last
    return None
