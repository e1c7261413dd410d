"""The benchmark: what the law of a state, as written, does of the checklist; and scores that say what is not known.

Five evidence states and `n_a`. Unknown is never counted as "no": a score is an interval from what is known to what may
be, rounded outwards, with its four counts. Results name the versions of checklist and corpus and the day they are for;
the same inputs give the same bytes (docs/law-benchmark.md, "Results").
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache
from math import ceil, floor
from typing import Any

from fanal.engines.jurisdiction.answer import Ref
from fanal.engines.jurisdiction.benchmark.checklist import Item, Standards, load_standards
from fanal.engines.jurisdiction.benchmark.exam import Exam, TestResult
from fanal.engines.jurisdiction.benchmark.home import DatedLaw
from fanal.engines.jurisdiction.benchmark.items import run
from fanal.engines.jurisdiction.model import UNDETERMINED, Corpus, Law, Provision, Review, ReviewStatus
from fanal.engines.jurisdiction.parts.expressions import ALSO_ASKS
from fanal.engines.jurisdiction.values import Value, any_of, law_unknown
from fanal.vocabulary.dates import checked_day


class ItemState(StrEnum):
    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    NO_DATA = "no_data"  # looked for in vain
    NOT_ASSESSED = "not_assessed"  # nobody has looked
    NOT_APPLICABLE = "n_a"

    @property
    def is_unknown(self) -> bool:
        return self in {ItemState.NO_DATA, ItemState.NOT_ASSESSED}


NONE = ItemState.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item for one jurisdiction on a day.

    `stale_since`: the review of what it rests on ended then; `state` is unknown since and `last_state` what it was.
    `shown` are tests that never count. `unreviewed`: something it rests on was not reviewed by a lawyer of the country.
    """

    item: str
    group: str
    jurisdiction: str
    on: date
    state: ItemState
    tests: tuple[TestResult, ...]
    shown: tuple[TestResult, ...]
    reasons: frozenset[str]
    provisions: tuple[Ref, ...]
    unreviewed: bool
    checklist_version: str
    corpus_version: str
    stale_since: date | None = None
    last_state: ItemState | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """What is known of some items: four counts, and those that do not apply. Never one number (rule 4)."""

    yes: int
    partial: int
    no: int
    unknown: int
    not_applicable: int

    @property
    def applicable(self) -> int:
        return self.yes + self.partial + self.no + self.unknown

    @property
    def whole(self) -> tuple[Fraction, Fraction]:
        """The share of items that hold, at least and at most."""
        return self._of(self.yes)

    @property
    def in_part(self) -> tuple[Fraction, Fraction]:
        """The share of items that hold at least in part, at least and at most."""
        return self._of(self.yes + self.partial)

    def _of(self, held: int) -> tuple[Fraction, Fraction]:
        if not self.applicable:
            return Fraction(0), Fraction(1)
        return Fraction(held, self.applicable), Fraction(held + self.unknown, self.applicable)

    @property
    def known(self) -> int:
        return self.applicable - self.unknown

    @property
    def bar(self) -> bool:
        """A bar is drawn only where at least half of the items are known (docs/law-benchmark.md, "Results")."""
        return self.applicable > 0 and 2 * self.known >= self.applicable


def benchmark(
    corpus: Corpus, state: str, on: date, standards: Standards | None = None, *, outside: bool = False
) -> list[ItemResult]:
    """The 48 items for a jurisdiction (`DE`, `GB-EAW`) in their order; with `outside` those beside them too (A23).

    A jurisdiction without a file is not assessed throughout; nothing is said of a state from a part of it.
    """
    checked_day(on, "on")
    asked = standards or shipped()
    items = tuple(asked.items.values()) if outside else asked.counted()
    if state not in corpus.laws:
        return [_absent(corpus, asked, item, state, on) for item in items]
    law = corpus.laws[state]
    exam = Exam(DatedLaw(corpus, law, on), asked)
    last = exam
    if _ended(law, on):
        last = Exam(DatedLaw(corpus, _unexpired(law), on), asked)
    return [_assessed(exam, last, item) for item in items]


@cache
def shipped() -> Standards:
    """The standards that come with Fanal."""
    return load_standards()


def _absent(corpus: Corpus, standards: Standards, item: Item, state: str, on: date) -> ItemResult:
    reasons = law_unknown(state, "not_in_corpus").reasons
    unknown = ItemState.NOT_ASSESSED
    versions = standards.version, corpus.version
    return ItemResult(item.id, item.group, state, on, unknown, (), (), reasons, (), False, *versions)


def _assessed(exam: Exam, last: Exam, item: Item) -> ItemResult:
    result = _result(exam, item)
    if last is exam or not result.state.is_unknown:
        return result
    before = _result(last, item)
    if before.state.is_unknown:
        return result
    ended = _ended(exam.dated.law, exam.dated.on)
    days = [ended[name] for ref in before.provisions for name in (ref.id, ref.id.rpartition(".")[0]) if name in ended]
    since = min(days) + timedelta(1) if days else None
    return replace(result, stale_since=since, last_state=before.state, provisions=before.provisions)


def _result(exam: Exam, item: Item) -> ItemResult:
    dated = exam.dated
    tests = tuple(result for test in item.tests for result in run(exam, test))
    shown = tuple(replace(result, counted=False) for test in item.shown for result in run(exam, test))
    state = state_of([result.value for result in tests], dated)
    if _not_applicable(exam, item):
        state = NONE
    refs = tuple(dict.fromkeys(ref for result in tests for ref in result.provisions))
    return ItemResult(
        item.id,
        item.group,
        dated.law.jurisdiction,
        dated.on,
        state,
        tests,
        shown,
        frozenset(reason for result in tests for reason in result.value.reasons),
        refs,
        any(ref.review.status is not ReviewStatus.REVIEWED for ref in refs),
        exam.standards.version,
        dated.corpus.version,
    )


def _not_applicable(exam: Exam, item: Item) -> bool:
    if item.of_the_state and "-" in exam.dated.law.jurisdiction:
        return True
    refused = run(exam, item.not_applicable) if item.not_applicable else ()
    return any_of(result.value for result in refused).is_true


def state_of(values: Iterable[Value], dated: DatedLaw) -> ItemState:
    """All true: yes; all false: no; some of each: partial, whatever the rest; otherwise unknown."""
    held = tuple(values)
    true, false = any(value.is_true for value in held), any(value.is_false for value in held)
    if true and false:
        return ItemState.PARTIAL
    if not any(value.is_unknown for value in held):
        return ItemState.YES if true else ItemState.NO
    reasons = {reason for value in held for reason in value.reasons}
    in_vain = all(_looked_for(reason, dated) for reason in reasons)
    return ItemState.NO_DATA if in_vain else ItemState.NOT_ASSESSED


def _looked_for(reason: str, dated: DatedLaw) -> bool:
    """Whether somebody looked and could not establish it: `undetermined`, a version of unknown wording, a text that was
    read until a day only, an article that is known and not entered, or what a text asks for and no fact tells."""
    provision, _, question = reason.partition("#")
    what = provision.partition("/")[2]
    if question.endswith(":undetermined") or question.startswith("unread:") or question in {"wording", ALSO_ASKS}:
        return True
    if what == "not_entered":
        return True
    found = dated.law.offences.get(what)
    text = dated.text(found) if found else None
    return text is not None and getattr(text, question, None) is UNDETERMINED


# Reviews that have ended


def _reviews(law: Law) -> Iterator[tuple[str, Review]]:
    """All reviews with the id that a reference to what they are of has, or begins with."""
    for provisions in (law.offences, law.rules, law.limitation):
        for provision in provisions.values():
            yield from ((provision.id, version.review) for version in provision.versions)
    yield from ((name, switch.review) for name, switch in law.groups.items())
    yield from ((f"definitions.{one.term}", one.review) for one in law.definitions)
    yield from ((one.id, one.review) for one in law.victim_measures)


def _ended(law: Law, on: date) -> dict[str, date]:
    """The first day on which a review of each had ended, of those that have."""
    ended = dict[str, date]()
    for name, review in _reviews(law):
        if review.valid_until and review.valid_until < on:
            ended[name] = min(ended.get(name, review.valid_until), review.valid_until)
    return ended


def _unexpired(law: Law) -> Law:
    """The law as if no review had ended: what a stale result was."""

    def lasting[Held](reviewed: Held) -> Held:
        return replace(reviewed, review=replace(reviewed.review, valid_until=None))  # type: ignore[type-var, attr-defined]

    def all_versions[Text](provisions: Mapping[str, Provision[Text]]) -> dict[str, Provision[Text]]:
        return {key: replace(item, versions=tuple(map(lasting, item.versions))) for key, item in provisions.items()}

    return replace(
        law,
        offences=all_versions(law.offences),
        rules=all_versions(law.rules),
        limitation=all_versions(law.limitation),
        groups={name: lasting(group) for name, group in law.groups.items()},
        definitions=tuple(map(lasting, law.definitions)),
        victim_measures=tuple(map(lasting, law.victim_measures)),
    )


# Scores


def score(results: Iterable[ItemResult]) -> Score:
    """The counts over some items; the order does not matter."""
    states = [result.state for result in results]
    unknown = sum(state.is_unknown for state in states)
    yes, partial, no, none = (states.count(one) for one in (ItemState.YES, ItemState.PARTIAL, ItemState.NO, NONE))
    return Score(yes, partial, no, unknown, none)


def group_scores(results: Iterable[ItemResult]) -> dict[str, Score]:
    """A score for each group, in the order of the groups."""
    held = tuple(results)
    groups = sorted({result.group for result in held})
    return {group: score(result for result in held if result.group == group) for group in groups}


def percent(interval: tuple[Fraction, Fraction]) -> tuple[int, int]:
    """An interval in whole per cent, rounded outwards."""
    low, high = interval
    return floor(low * 100), ceil(high * 100)


def differ(one: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction]) -> bool:
    """Whether two scores may be said to differ: only if their intervals do not overlap."""
    return one[1] < other[0] or other[1] < one[0]


# Bytes


def to_json(results: Iterable[ItemResult]) -> bytes:
    """Canonical JSON of results with the scores of their groups."""
    held = tuple(results)
    scores = {group: score_json(found) for group, found in group_scores(held).items()}
    document = {"groups": scores, "items": [result_json(result) for result in held]}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def score_json(found: Score) -> dict[str, Any]:
    counts = {"yes": found.yes, "partial": found.partial, "no": found.no, "unknown": found.unknown}
    intervals = {"percent": percent(found.whole), "percent_in_part": percent(found.in_part)}
    return {**counts, "n_a": found.not_applicable, "applicable": found.applicable, **intervals, "bar": found.bar}


def result_json(result: ItemResult) -> dict[str, Any]:
    return {
        "item": result.item,
        "jurisdiction": result.jurisdiction,
        "on": result.on.isoformat(),
        "state": result.state.value,
        "tests": [test_json(test) for test in (*result.tests, *result.shown)],
        "reasons": sorted(result.reasons),
        "provisions": [ref_json(ref) for ref in result.provisions],
        "unreviewed": result.unreviewed,
        "stale_since": result.stale_since.isoformat() if result.stale_since else None,
        "last_state": result.last_state.value if result.last_state else None,
        "checklist_version": result.checklist_version,
        "corpus_version": result.corpus_version,
    }


def test_json(test: TestResult) -> dict[str, Any]:
    return {
        "test": test.text_key,
        "params": dict(test.params),
        "value": test.value.truth.name,
        "reasons": sorted(test.value.reasons),
        "provisions": sorted({ref.id for ref in test.provisions}),
        "counted": test.counted,
        "parts": [test_json(part) for part in test.parts],
    }


def ref_json(ref: Ref) -> dict[str, Any]:
    return {
        "id": ref.id,
        "source": ref.source,
        "art": ref.art,
        "version": ref.version,
        "review": ref.review.status.value,
    }
