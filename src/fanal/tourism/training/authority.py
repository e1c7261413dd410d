"""Lists that an authority may ask a firm for: acknowledgements of a training in Florida, employees in Iowa. They are in
English, as those who ask for them are, and are made on request alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fanal.learning import api as learning
from fanal.learning.contracts import ROLES
from fanal.tourism.duties.evaluating import evaluate
from fanal.tourism.duties.model import Completion, Kind, Rule
from fanal.tourism.training.staff import Worker
from fanal.web.api import papers


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of an authority. `obliged`: only those of whom the rule speaks; else everybody who works there."""

    title: str
    note: str
    obliged: bool
    columns: Sequence[tuple[str, Callable[[Worker, Completion | None], str]]]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _signed(one: Completion | None) -> str:
    return "" if one is None else {True: "yes", False: "no", None: "not known"}[one.acknowledged]


_WHO: Final = (
    ("Code", lambda one, _done: one.code),
    ("Name", lambda one, _done: one.label),
    ("Establishment", lambda one, _done: one.site),
    ("Work", lambda one, _done: ROLES.get(one.post.role, one.post.role)),
    ("In this work since", lambda one, _done: _day(one.post.start)),
)  # fmt: skip
_TRAINED: Final = (
    ("Course", lambda _one, done: learning.course_title(done.course) if done else ""),
    ("Passed on", lambda _one, done: _day(done.on if done else None)),
)
LISTS: Final[Mapping[str, Listed]] = {
    "US-FL.509.096.training": Listed(
        "Human trafficking awareness training: acknowledgements",
        "Fla. Stat. 509.096(1)(a). The signed acknowledgements themselves are kept by the establishment.",
        True,
        (*_WHO, *_TRAINED, ("Signed and dated acknowledgement", lambda _one, done: _signed(done))),
    ),
    "US-IA.80.45A.training": Listed(
        "Human trafficking prevention training: employees",
        "Iowa Code 80.45A(2)(c); Iowa Admin. Code r. 661-29.5(3). All current employees.",
        False,
        (*_WHO, ("Of an agency", lambda one, _done: {True: "yes", False: "no", None: ""}[one.post.agency]), *_TRAINED),
    ),
}
"""By rule."""


def paper(rule: Rule, workers: Iterable[Worker], on: date, mark: str) -> papers.Table:
    """The list that the authority of a rule may ask for, on a day: who works there then, with the newest training that
    they had, whether it counts or not. Raises KeyError where the law knows none."""
    told = LISTS[rule.id]
    rows = []
    for one in sorted(workers, key=lambda worker: (worker.site, worker.label, worker.code)):
        if (one.post.end and one.post.end < on) or (one.post.start and one.post.start > on):
            continue
        if told.obliged and evaluate(rule, one.post, one.completions, on).kind is Kind.NOT_APPLICABLE:
            continue
        done = max((each for each in one.completions if each.on <= on), key=lambda each: each.on, default=None)
        rows.append([make(one, done) for _head, make in told.columns])
    notes = (told.note, f"As of {on.isoformat()}: {len(rows)} people.")
    return papers.Table(told.title, [head for head, _make in told.columns], rows, mark, "en", notes)
