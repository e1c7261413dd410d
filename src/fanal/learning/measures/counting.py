"""What the finished attempts of a course come to: what its learners gained, whether somebody's looks changed the
answer, and which situations tell something. Over all organisations of this site, by work and by language; never by
organisation, site or person, and nothing of fewer than 30 (T07).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import numpy as np

from fanal.engines import intervals
from fanal.engines.intervals import Interval
from fanal.learning.attempts.attempts import FINAL, LESSONS, PRE, Going
from fanal.learning.courses import paths
from fanal.learning.courses.model import Course
from fanal.learning.measures import groups, items
from fanal.learning.measures.groups import LEAST
from fanal.learning.models import Attempt, Post

ALL, ROLE, LANGUAGE = "all", "role", "language"
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Group:
    """Everybody, whoever does some work, or whoever learns in a language. `code`: of the work or language."""

    by: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Gain:
    """By how much the share of situations that were right is larger at the end than before."""

    group: Group
    people: int
    share: Interval


@dataclass(frozen=True, slots=True)
class Gap:
    """By how much more often somebody told who met the second arm of a pair; `slot` is empty over all pairs together.
    `people`: in each arm."""

    group: Group
    slot: str
    people: tuple[int, int]
    share: Interval


@dataclass(frozen=True, slots=True)
class Item:
    """A situation of a form, of people who met the form first. `of_passers`: the share of those who passed that had it
    wrong; None where too few passed or failed. `tells`: its discrimination; None where there is nothing to compare."""

    form: str
    slot: str
    people: int
    right: float
    tells: float | None
    of_passers: float | None


@dataclass(frozen=True, slots=True)
class Counted:
    """What is told of a course in its version."""

    gains: tuple[Gain, ...]
    gaps: tuple[Gap, ...]
    items: tuple[Item, ...]


@dataclass(slots=True)
class _Tried:
    """One finished attempt. `met`: by situation of the form whether it was right, whether somebody told, which arm."""

    learner: UUID
    role: str
    language: str
    use: str
    form: str
    passed: bool
    acts_right: float
    met: dict[str, tuple[bool, bool, int]] = field(default_factory=dict)

    def groups(self) -> tuple[Group, ...]:
        return Group(ALL), Group(ROLE, self.role), Group(LANGUAGE, self.language)


def counted(course: Course) -> Counted:
    """Everything that may be told of a course."""
    tried = list(_tried(course))
    return Counted(tuple(_gains(tried)), tuple(_gaps(course, tried)), tuple(_items(course, tried)))


def _tried(course: Course) -> Iterator[_Tried]:
    """Finished attempts of this version, in the order of time."""
    roles = dict(Post.objects.order_by("since", "pk").values_list("learner", "role"))
    rows = Attempt.objects.filter(course=course.code, version=course.version, confirmed=True).exclude(finished_at=None)
    rows = rows.exclude(use=LESSONS).prefetch_related("events").order_by("finished_at", "pk")
    for row in rows.iterator(chunk_size=_AT_ONCE):
        one = Going(row, course)
        found = _Tried(
            row.learner_id, roles.get(row.learner_id, "other"), row.language, row.use, row.form, bool(row.passed),
            row.right / row.situations if row.situations else 0.0,
        )  # fmt: skip
        for asked in one.asked:
            came = paths.outcome(one.made(asked))
            found.met[asked.like or asked.id] = (came.right, came.told, int(bool(asked.like)))
        yield found


def _told(sizes: Mapping[Group, tuple[int, ...]]) -> list[Group]:
    """Of everybody, by work and by language, each division for itself."""
    each = ({one: size for one, size in sizes.items() if one.by == by} for by in (ALL, ROLE, LANGUAGE))
    return [one for division in each for one in groups.told(division)]


def _gains(tried: Sequence[_Tried]) -> Iterator[Gain]:
    before: dict[UUID, _Tried] = {}
    found: dict[Group, list[float]] = defaultdict(list)
    done: set[UUID] = set()
    for one in tried:
        if one.use == PRE:
            before.setdefault(one.learner, one)
        elif one.use == FINAL and one.learner in before and one.learner not in done:
            done.add(one.learner)
            for group in one.groups():
                found[group].append(one.acts_right - before[one.learner].acts_right)
    for group in _told({one: (len(values),) for one, values in found.items()}):
        yield Gain(group, len(found[group]), intervals.mean(found[group]))


def _gaps(course: Course, tried: Sequence[_Tried]) -> Iterator[Gap]:
    """Of each pair, then of all pairs together by group. Of each learner counts the first time that they met a pair."""
    pairs = [arms[0].id for forms in course.forms.values() for form in forms for arms in course.slots(form)
             if len(arms) == 2]  # fmt: skip
    cells: dict[str, dict[Group, np.ndarray]] = {slot: defaultdict(lambda: np.zeros((2, 2), int)) for slot in pairs}
    done: set[tuple[UUID, str]] = set()
    for one in tried:
        for slot in cells.keys() & one.met.keys():
            if (one.learner, slot) not in done:
                done.add((one.learner, slot))
                _right, told, arm = one.met[slot]
                for group in one.groups():
                    cells[slot][group][arm] += (told, 1)
    strata: dict[Group, list[np.ndarray]] = defaultdict(list)
    for slot, by_group in cells.items():
        for group in _told({one: (int(cell[0, 1]), int(cell[1, 1])) for one, cell in by_group.items()}):
            strata[group].append(by_group[group])
            if group.by == ALL:
                (hits, of), (others, of_others) = by_group[group].tolist()
                yield Gap(group, slot, (of, of_others), intervals.difference(others, of_others, hits, of))
    for group, found in strata.items():
        table = np.array(found)
        share = intervals.common_difference(table[:, 1, 0], table[:, 1, 1], table[:, 0, 0], table[:, 0, 1])
        yield Gap(group, "", (int(table[:, 0, 1].sum()), int(table[:, 1, 1].sum())), share)


def _items(course: Course, tried: Sequence[_Tried]) -> Iterator[Item]:
    first: dict[str, dict[UUID, _Tried]] = defaultdict(dict)
    for one in tried:
        first[one.form].setdefault(one.learner, one)
    for form in [form for forms in course.forms.values() for form in forms]:
        rows = list(first[form].values())
        if len(rows) < LEAST:
            continue
        slots = [arms[0].id for arms in course.slots(form)]
        right = np.array([[one.met[slot][0] for slot in slots] for one in rows])
        passed = np.array([one.passed for one in rows])
        parts = {True: (int(passed.sum()),), False: (int((~passed).sum()),)}
        wrong = 1 - items.shares(right[passed]) if True in groups.told(parts) else None
        for at, (share, tells) in enumerate(zip(items.shares(right), items.discrimination(right), strict=True)):
            yield Item(
                form, slots[at], len(rows), float(share), None if np.isnan(tells) else float(tells),
                None if wrong is None else float(wrong[at]),
            )  # fmt: skip


# ---- what an author looks at ----


def odd_gaps(found: Counted) -> list[Gap]:
    """Those whose interval leaves 0 out: somebody's looks changed the answer."""
    return [one for one in found.gaps if one.share.is_apart]


def odd_items(found: Counted) -> list[Item]:
    """Those that half of the people who passed had wrong."""
    return [one for one in found.items if one.of_passers is not None and one.of_passers >= 0.5]
