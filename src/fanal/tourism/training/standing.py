"""How the duties stand for many people at once: line by line, by when each is due, and summed up by place. Pure but for
numbers: who is asked for what follows from the law, and nobody is compared with anybody."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from fanal.tourism import known
from fanal.tourism.duties import many
from fanal.tourism.duties.evaluating import is_soon
from fanal.tourism.duties.model import Kind, Reason, Rule, Status
from fanal.tourism.training.staff import Worker

_ORDER: Final = (Kind.OVERDUE, Kind.DUE, Kind.UNKNOWN, Kind.MET)


@dataclass(frozen=True, slots=True)
class Line:
    """A duty of which somebody is obliged, or of which that is not known."""

    worker: Worker
    rule: Rule
    kind: Kind
    reason: Reason | None
    due: date | None

    def is_soon(self, on: date) -> bool:
        """Whether it is due within thirty days."""
        return is_soon(self.kind, self.due, on)


@dataclass(slots=True)
class Sum:
    """How many work somewhere, how many of them no law obliges, and how many duties stand how."""

    people: int = 0
    free: int = 0
    kinds: Counter[Kind] = field(default_factory=Counter)


def obliging() -> Sequence[Rule]:
    """What is in force; bills and guidance are listed, and reckoned of nobody."""
    return [one for one in known.laws().rules if one.status is Status.IN_FORCE]


def lines(people: Sequence[Worker], on: date) -> list[Line]:
    """The duties of these people, the first to be done first."""
    return sorted(_lines(people, obliging(), on), key=_place)


def _place(one: Line) -> tuple[int, date, str, str]:
    return _ORDER.index(one.kind), one.due or date.max, one.worker.label, one.rule.id


def _lines(people: Sequence[Worker], rules: Sequence[Rule], on: date) -> Iterator[Line]:
    told = many.columns([one.post for one in people], [one.completions for one in people])
    found = many.duties(rules, told, on)
    out = many.KINDS.index(Kind.NOT_APPLICABLE)
    for at, rule in enumerate(rules):
        for row in (found.kind[at] != out).nonzero()[0].tolist():
            reason, due = int(found.reason[at, row]), found.due[at, row].item()
            kind = many.KINDS[found.kind[at, row]]
            yield Line(people[row], rule, kind, many.REASONS[reason] if reason >= 0 else None, due)


def by_place(people: Iterable[Worker], duties: Iterable[Line]) -> Mapping[UUID | None, Sum]:
    """Summed up by place."""
    sums: dict[UUID | None, Sum] = defaultdict(Sum)
    obliged = set()
    for line in duties:
        obliged.add(line.worker.id)
        sums[line.worker.place].kinds[line.kind] += 1
    for one in people:
        sums[one.place].people += 1
        sums[one.place].free += one.id not in obliged
    return sums
