"""The count of gaps in one country and the search for reforms, in a job; kept for each law that was in force.

Bounds come first, then at most twenty gaps at a time. What is kept follows from law, which is public, and names nobody.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from fanal import vault
from fanal.engines.jurisdiction.api import (
    MOST_BOXES,
    Certificate,
    Closing,
    certificates,
    count_gaps,
    space,
    world_states,
)
from fanal.engines.jurisdiction.contracts import Corpus, Facts, Persons
from fanal.justice.gaps import reforming
from fanal.justice.law import library
from fanal.justice.models import GapsCount, GapsFound
from fanal.network.api import keyfile

MOST = 10 * MOST_BOXES
"""So many gaps of one count are looked for; whoever reads these has enough to change law with."""
STALE = timedelta(minutes=10)
"""A job that has not been heard of for so long is gone."""
_TELL = timedelta(seconds=1)


class CountKind(StrEnum):
    GAPS = "gaps"
    REFORMS = "reforms"


class Step(StrEnum):
    WAITS = "waits"
    RUNS = "runs"
    DONE = "done"
    FAILED = "failed"


def put(count: GapsCount, **fields: object) -> None:
    """Change some fields of a count."""
    for name, value in fields.items():
        setattr(count, name, value)
    count.save(update_fields=list(fields))


def is_ours(count: GapsCount) -> bool:
    """Whether a count that is done, with all that it found, is as the job left it: a plan that somebody wrote into the
    database would be drafted as a reform, and its figures say whether the reform is law."""
    return vault.same(bytes(count.code), _code(count))


def _code(count: GapsCount) -> bytes:
    told = {
        "count": str(count.pk), "kind": count.kind, "state": count.state, "law": count.corpus_version,
        "as_of": count.as_of.isoformat(), "figures": count.figures, "found": count.found, "following": count.following,
        "items": list(count.items.order_by("number").values_list("number", "content")),
    }  # fmt: skip
    return keyfile.keyfile().signing.code("gaps", json.dumps(told, sort_keys=True).encode())


def _done(count: GapsCount, **fields: object) -> None:
    """Note what was computed, under a code of the installation."""
    put(count, **fields, step=Step.DONE.value, heard_at=timezone.now())
    put(count, code=_code(count))


def compute(count_id: UUID) -> None:
    """Do the work of one count: bounds at the first time, then the next twenty gaps; or reforms. Bears a second run."""
    count = _claim(count_id, timezone.now())
    if count is None:
        return
    try:
        law = library.at_version(count.corpus_version)
        if count.kind == CountKind.REFORMS:
            _reforms(count, law)
        else:
            _gaps(count, law)
    except Exception:
        GapsCount.objects.filter(pk=count.pk).update(step=Step.FAILED.value, heard_at=timezone.now())
        raise


def _claim(count_id: UUID, now: datetime) -> GapsCount | None:
    """Take a count; None where it is gone, done, or in the hands of another worker who was heard of lately."""
    free = Q(step__in=[Step.WAITS, Step.FAILED]) | Q(step=Step.RUNS, heard_at__lt=now - STALE)
    taken = GapsCount.objects.filter(free, pk=count_id).update(step=Step.RUNS.value, heard_at=now)
    return GapsCount.objects.get(pk=count_id) if taken else None


def tell(count: GapsCount, done: int, whole: int) -> None:
    """Note how far it is, once a second at most."""
    now = timezone.now()
    if now - count.heard_at >= _TELL or done == whole:
        count.heard_at = now
        GapsCount.objects.filter(pk=count.pk).update(done=done, whole=max(whole, 1), heard_at=now)


_last: dict[tuple[str, date, frozenset[str]], space.Space] = {}
"""The last space that this process counted, so that the next twenty gaps need no new count."""


def counted(
    law: Corpus, as_of: date, state: str, step: Callable[[int, int], object] = lambda _done, _whole: None
) -> space.Space:
    """The exact count over all profiles of the corpus, on a day; among the states of the world and this one."""
    states = frozenset({*world_states(), state})
    key = law.version, as_of, states
    found = _last.get(key)
    if found is None:
        found = count_gaps(law, law.profiles, as_of, states=states, step=step)
        _last.clear()
        _last[key] = found
    return found


def _gaps(count: GapsCount, law: Corpus) -> None:
    if count.following is None or not is_ours(count):  # what lies there is of nobody, or of an earlier version
        count.items.all().delete()
        put(count, figures={}, following=None)
    exact = counted(law, count.as_of, count.state, lambda done, whole: tell(count, done, whole))
    figures = count.figures or _figures(exact, law, count.state)
    start = count.following or 0
    boxes = certificates(exact.predicates, law, law.profiles, count.as_of, state=count.state, start=start)
    known = count.items.count()
    with transaction.atomic():
        GapsFound.objects.bulk_create(
            [GapsFound(count=count, number=known + at, content=_kept(box)) for at, box in enumerate(boxes, 1)]
        )
        more = len(boxes) == MOST_BOXES and known + len(boxes) < MOST
        following = boxes[-1].step + 1 if more else None
        _done(count, figures=figures, found=known + len(boxes), following=following)


def _reforms(count: GapsCount, law: Corpus) -> None:
    found = counted(law, count.as_of, count.state)
    boxes = certificates(found.predicates, law, law.profiles, count.as_of, state=count.state)
    keep_plans(
        count, reforming.plans(law, count.state, count.as_of, boxes, lambda done, whole: tell(count, done, whole))
    )


def keep_plans(count: GapsCount, plans: Sequence[Mapping[str, Any]]) -> None:
    """What was found, in place of what was there. The demonstration keeps what was found for it before: to search
    anew takes more than a minute."""
    with transaction.atomic():
        count.items.all().delete()
        GapsFound.objects.bulk_create(
            [GapsFound(count=count, number=number, content=plan) for number, plan in enumerate(plans, 1)]
        )
        _done(count, found=len(plans))


class Figures(TypedDict):
    """The bounds as they are kept. `filed`: how many states of the space have law in the library."""

    states: int
    filed: int
    cells: int
    all: list[int]
    here: list[int]
    profiles: dict[str, list[int]]
    bounded: list[str]


class Gap(TypedDict):
    """A gap as it is kept: sets, the pattern shown and what closes it. The steps are made again when it is opened."""

    certain: bool
    profile: str
    ages: list[int]
    first: str
    last: str
    weight: int
    presence: str
    national: bool
    punished: bool
    places: list[str]
    nationalities: list[Any]
    residences: list[Any]
    children: list[Any]
    patterns: int
    whole: bool
    example: dict[str, Any]
    shown: dict[str, list[Any]]
    reasons: list[dict[str, Any]]
    closing: dict[str, Any] | None


def _figures(found: space.Space, law: Corpus, state: str) -> Figures:
    states = found.predicates.states
    return {
        "states": len(states),
        "filed": sum(1 for one in states if law.parts(one)),
        "cells": len(found.predicates.cells),
        "all": [found.total, found.lower, found.upper],
        "here": list(space.found_in(found.predicates, state)),
        "profiles": {name: list(numbers) for name, numbers in found.by_profile.items()},
        "bounded": list(found.predicates.bounded),
    }


def _kept(box: Certificate) -> Gap:
    return {
        "certain": box.certain, "profile": box.cell.profile, "ages": list(box.cell.ages),
        "first": box.cell.first.isoformat(), "last": box.cell.last.isoformat(), "weight": box.cell.weight,
        "presence": box.presence, "national": box.national, "punished": box.punished, "places": list(box.places),
        "nationalities": list(box.nationalities), "residences": list(box.residences), "children": list(box.children),
        "patterns": box.patterns, "whole": box.whole,
        "example": {name: getattr(box.example, name) for name in Persons.__dataclass_fields__},
        "shown": _shown(box.facts),
        "reasons": [{"state": why.state, "key": why.text_key, "params": dict(why.params)} for why in box.reasons],
        "closing": _closing(box.closing) if box.closing else None,
    }  # fmt: skip


def _closing(one: Closing) -> dict[str, Any]:
    return {"state": one.state, "atom": one.atom, "cost": one.cost, "left": one.left}


def _shown(facts: Facts) -> dict[str, list[Any]]:
    """Ages and days of a pattern, which knows both."""
    ages, days = facts.child.age, facts.act.start
    if ages is None or days is None or days.first is None or days.last is None:
        raise ValueError("a pattern without age or day")
    return {"ages": [ages.low, ages.high], "days": [days.first.isoformat(), days.last.isoformat()]}
