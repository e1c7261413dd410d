"""What other rooms count of learning: certificates that are valid on a day, skills that were seen and are used, who is
supervised. Over all organisations of this site; never a person, and nothing of fewer than ten, nor what would tell of
fewer by subtraction (T07).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Q

from fanal.learning.certificates import issuing, refreshing
from fanal.learning.courses import library
from fanal.learning.measures import counting, groups
from fanal.learning.models import Certificate, Post, SkillCheck, Supervised
from fanal.learning.skills import skills, supervision
from fanal.learning.skills.skills import Step

LEAST: Final = 10


class By(StrEnum):
    """How people with a certificate are divided."""

    ALL = "all"
    ROLE = "role"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Practised:
    """Of people whose skills an observer looked at: how many there are, and showed all; how often a skill is used, as
    they and as their observers say; what stands in the way. What is of too few is None, or left out."""

    people: int | None
    shown: int | None
    used: Mapping[Step, Mapping[str, int]]
    barriers: Mapping[str, int]


def certified(on: date, by: By = By.ALL) -> Mapping[str, Mapping[str, int]]:
    """By course, and by what they do or where they work, the people whose certificate is valid on a day."""
    place = _places(by)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for learner, courses in _valid(on).items():
        for course in courses:
            found[course][place.get(learner, "")] += 1
    told = {course: safe(cells) for course, cells in found.items()}
    return {course: cells for course, cells in told.items() if cells}


def supervised(on: date) -> Mapping[str, int]:
    """By course, how many of them had supervision in each of the last three months."""
    days = _supervised(on)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for learner, courses in _valid(on).items():
        regular = supervision.is_supervised(days[learner], on)
        for course in courses:
            found[course]["yes" if regular else "no"] += 1
    return {course: cells["yes"] for course, all_cells in found.items() if "yes" in (cells := safe(all_cells))}


def practised(code: str, on: date) -> Practised:
    """What came of the skills of a course until a day."""
    course = library.shipped()[code]
    rows = skills.believed(SkillCheck.objects.filter(course=code, at__date__lte=on).order_by("at", "pk"))
    checks: dict[UUID, list[SkillCheck]] = defaultdict(list)
    for row in rows:
        checks[row.learner_id].append(row)
    seen = [one for one in checks.values() if any(row.step == Step.SEEN for row in one)]
    shown = sum(skills.standing(course, one, on).since is not None for one in seen)
    used: dict[Step, Mapping[str, int]] = {}
    barriers: list[tuple[str, UUID]] = []
    for step in (Step.SELF, Step.SUPERVISOR):
        last = [said[-1] for one in checks.values() if (said := [row for row in one if row.step == step])]
        if len(last) >= LEAST:
            used[step] = _of_people((mark, row.learner_id) for row in last for mark in row.marks.values())
            barriers += [(why, row.learner_id) for row in last for why in row.barriers.values()]
    people = len(seen) if len(seen) >= LEAST else None
    return Practised(people, safe({"shown": shown, "not": len(seen) - shown}).get("shown"), used, _of_people(barriers))


def gain(code: str) -> list[counting.Gain]:
    """By how much more situations are right at the end of a course than before, of thirty people at least."""
    return list(counting.counted(library.shipped()[code]).gains)


def safe(cells: Mapping[str, int]) -> dict[str, int]:
    """The cells of one division that may be told."""
    kept = groups.told({name: (number,) for name, number in cells.items() if number}, LEAST)
    return {name: cells[name] for name in kept}


def _of_people(said: Iterable[tuple[str, UUID]]) -> dict[str, int]:
    """How often each was said, of those that enough people said: one person says something of each skill."""
    cells: Counter[str] = Counter()
    people: dict[str, set[UUID]] = defaultdict(set)
    for name, learner in said:
        cells[name] += 1
        people[name].add(learner)
    kept = safe({name: len(each) for name, each in people.items()})
    return {name: cells[name] for name in kept}


def _valid(on: date) -> dict[UUID, list[str]]:
    """By learner, the courses of which they hold a certificate that is valid on a day."""
    learners = Certificate.objects.exclude(learner=None).values_list("learner_id", flat=True)
    found = {}
    for learner, mine in issuing.held(set(learners), on).items():
        then = refreshing.newest(one for one in mine if one.row.issued_at.date() <= on)
        found[learner] = [code for code, one in then.items() if one.state is issuing.State.VALID]
    return found


def _supervised(on: date) -> dict[UUID, list[date]]:
    """By learner, the days until this one on which they had supervision."""
    days: dict[UUID, list[date]] = defaultdict(list)
    for learner, day in Supervised.objects.filter(on__lte=on).values_list("learner", "on"):
        days[learner].append(day)
    return days


def _places(by: By) -> dict[UUID, str]:
    if by is By.ALL:
        return {}
    column = "role" if by is By.ROLE else "cohort__country"
    return dict(Post.objects.order_by("since", "pk").values_list("learner", column))


GUEST_FACING: Final = frozenset(
    {
        "front_desk", "reception", "housekeeping", "food_drinks", "security", "driver", "guide", "cabin_crew",
        "ground_staff", "call_centre",
    }
)  # fmt: skip
"""Roles in which people meet guests."""
_CARE: Final = "caregiver"

type Cell = tuple[Mapping[str, str | bool | float], int]


def posts(on: date) -> list[Cell]:
    """People with a post on a day by role and country: whether a certificate of theirs is valid then, and whether those
    who care for children had supervision in each of the last three months. A group is told where each part of it has
    ten people or none, and where nobody learns of fewer by subtraction."""
    held = {who for who, courses in _valid(on).items() if courses}
    days = _supervised(on)
    active = Post.objects.filter(since__lte=on).filter(Q(until=None) | Q(until__gte=on))
    people: dict[tuple[str, str], set[UUID]] = defaultdict(set)
    for learner, role, country in active.values_list("learner", "role", "cohort__country"):
        people[role, country].add(learner)
    regular = {who for who, each in days.items() if supervision.is_supervised(each, on)}
    found: dict[tuple[str, str], Counter[tuple[bool, bool]]] = {
        group: _counted(each, held, regular if group[0] == _CARE else frozenset()) for group, each in people.items()
    }
    told = groups.told({group: (sum(each.values()),) for group, each in found.items()}, LEAST)
    return [
        (
            {
                "role": role, "country": country, "guest_facing": role in GUEST_FACING, "caregiver": role == _CARE,
                "active_on": True, "certificate_valid_on": certified, "supervised_on": supervised,
            },
            number,
        )
        for role, country in sorted(told)
        if all(number >= LEAST for number in found[role, country].values())
        for (certified, supervised), number in sorted(found[role, country].items())
    ]  # fmt: skip


def _counted(people: Set[UUID], held: Set[UUID], regular: Set[UUID]) -> Counter[tuple[bool, bool]]:
    """How many are in both, in one alone, in neither; a count of none is left out."""
    both, one, other = len(people & held & regular), len(people & held), len(people & regular)
    counts = {(True, True): both, (True, False): one - both, (False, True): other - both}
    return +Counter(counts | {(False, False): len(people) - one - other + both})
