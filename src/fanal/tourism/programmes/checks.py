"""What a programme must hold beyond its format (docs/tourism-data.md, "A programme"). Pure."""

import re
from collections.abc import Collection
from datetime import date
from itertools import pairwise
from typing import Final

from fanal.tourism.programmes import forbidden
from fanal.tourism.programmes.model import (
    COUNTS,
    STEPS,
    TYPES,
    CriteriaSet,
    Programme,
    QuestionSet,
    Requirement,
    Status,
)
from fanal.vocabulary.files import Checker, twice

_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_CRIME: Final = re.compile(r"\b(?:convict|criminal|offence|sentenced|prosecut)", re.IGNORECASE)
"""A question about somebody's conviction: its answer is never kept."""
_NEARLY: Final = 1e-9


def look(check: Checker, found: Programme) -> None:
    """Tell a checker all that is wrong with a programme that could be read."""
    if not _NAME.fullmatch(found.code):
        check.wrong("programme.code", "small letters, digits and hyphens, at most 40")
    _steps(check, found)
    _twice(check, "criteria_sets", "version", [one.version for one in found.sets])
    _twice(check, "question_sets", "version", [one.version for one in found.question_sets])
    _overlaps(check, found.sets)
    for at, one in enumerate(found.sets):
        key = f"criteria_sets[{at}]"
        before = found.set(one.predecessor) if one.predecessor else None
        if one.predecessor and (before is None or before is one):
            check.wrong(f"{key}.predecessor", f"there is no set {one.predecessor}")
        if one.status is not Status.HISTORICAL:
            _set(check, key, one, found)
            _after(check, key, one, before)
    for at, asked in enumerate(found.question_sets):
        _questions(check, f"question_sets[{at}]", asked, found)


def _twice(check: Checker, key: str, part: str, names: list[str]) -> None:
    for name in twice(names):
        check.wrong(f"{key}[{len(names) - 1 - names[::-1].index(name)}].{part}", f"{name} is taken")


def _steps(check: Checker, found: Programme) -> None:
    steps = found.steps
    if steps and (steps[0] != STEPS[0] or steps[-1] != STEPS[-1] or sorted(steps, key=STEPS.index) != list(steps)):
        check.wrong("programme.steps", "from draft to active, in their order")
    if ("invoiced" in steps) != ("paid" in steps):
        check.wrong("programme.steps", "invoiced and paid stand both or neither")
    if "invoiced" in steps and found.fees is None:
        check.wrong("programme.fees", "who sends an invoice says what it costs")
    if "plan_approved" in steps and not found.approvals:
        check.wrong("programme.approvals", "somebody approves a plan")


def _overlaps(check: Checker, sets: tuple[CriteriaSet, ...]) -> None:
    """Two sets by which somebody could join on one day."""
    dated = sorted(
        ((one.valid_from, at, one) for at, one in enumerate(sets) if one.valid_from), key=lambda row: row[:2]
    )
    for at, one in ((at, one) for _from, at, one in dated):
        if one.valid_to and one.valid_from and one.valid_to < one.valid_from:
            check.wrong(f"criteria_sets[{at}].valid_to", "it ends before it begins")
    for (_start, _at, one), (begins, at, other) in pairwise(dated):
        if (one.valid_to or date.max) >= begins:
            check.wrong(f"criteria_sets[{at}].valid_from", f"{other.version} begins before {one.version} ends")


def _set(check: Checker, key: str, one: CriteriaSet, found: Programme) -> None:
    if not one.criteria:
        check.wrong(f"{key}.criteria", "a set has criteria")
        return
    total = sum(criterion.weight for criterion in one.criteria)
    if abs(total - 1) > _NEARLY:
        check.wrong(f"{key}.criteria", f"weights sum to 1, not {total:.4f}")
    _twice(check, f"{key}.criteria", "number", [str(criterion.number) for criterion in one.criteria])
    _exclusions(check, f"{key}.exclusions", one)
    called = {tag for question in one.exclusions for tag in question.calls}
    for name in twice(r.id for r in one.requirements):
        check.wrong(f"{key}.criteria", f"{name} is taken")
    for at, criterion in enumerate(one.criteria):
        here = f"{key}.criteria[{at}].requirements"
        if [r.main for r in criterion.requirements].count(True) != 1:
            check.wrong(here, "one requirement of a criterion is its main one")
        if not any(r.mandatory for r in criterion.requirements):
            check.wrong(here, "at least one is mandatory")
        for row, r in enumerate(criterion.requirements):
            _requirement(check, f"{here}[{row}]", r, criterion.number, found.sectors, called)


def _requirement(
    check: Checker, key: str, one: Requirement, criterion: int, sectors: Collection[str], called: Collection[str]
) -> None:
    if not re.fullmatch(rf"C{criterion}\.[1-9][0-9]?", one.id):
        check.wrong(f"{key}.id", f"C{criterion}. and a number is expected")
    for name in set(one.sectors) - set(sectors):
        check.wrong(f"{key}.sectors", f"the programme has no sector {name}")
    if one.tag and one.tag not in called:
        check.wrong(f"{key}.tag", f"no exclusion question calls {one.tag}")


def _exclusions(check: Checker, key: str, one: CriteriaSet) -> None:
    _twice(check, key, "id", [question.id for question in one.exclusions])
    tags = {r.tag for r in one.requirements if r.tag}
    for at, question in enumerate(one.exclusions):
        for name in set(question.calls) - tags:
            check.wrong(f"{key}[{at}].calls", f"no requirement has the tag {name}")
        if question.stored and _CRIME.search(question.text.get("en", "")):
            check.wrong(f"{key}[{at}]", "an answer about a conviction is never kept: stored: false")


def _after(check: Checker, key: str, one: CriteriaSet, before: CriteriaSet | None) -> None:
    """No requirement that plans rest on goes without a word (`comparing`)."""
    earlier = {r.id for r in before.requirements} if before else set()
    now = {r.id for r in one.requirements}
    replaced = {name for r in one.requirements for name in r.replaces}
    for name in sorted(earlier - now - replaced - set(one.retired)):
        check.wrong(f"{key}.criteria", f"{name} is gone: who replaces it, or why is it retired?")
    for name in sorted((replaced | set(one.retired)) - earlier):
        check.wrong(f"{key}.criteria", f"the set before has no {name}")
    for name in sorted(set(one.retired) & (now | replaced)):
        check.wrong(f"{key}.retired.{name}", "it is still asked for")


def _questions(check: Checker, key: str, one: QuestionSet, found: Programme) -> None:
    _twice(check, f"{key}.questions", "id", [question.id for question in one.questions])
    sets = [each for each in found.sets if each.criteria]
    numbers = {criterion.number for each in sets for criterion in each.criteria}
    known = {r.id: criterion.number for each in sets for criterion in each.criteria for r in criterion.requirements}
    for at, question in enumerate(one.questions):
        here = f"{key}.questions[{at}]"
        if question.criterion not in numbers:
            check.wrong(f"{here}.criterion", f"there is no criterion {question.criterion}")
        if question.of and known.get(question.of) != question.criterion:
            check.wrong(f"{here}.of", f"criterion {question.criterion} has no requirement {question.of}")
        if (wanted := COUNTS.get(question.counts)) and question.type in TYPES and question.kind is not wanted:
            check.wrong(f"{here}.type", f"{question.counts} is a {wanted}")
        if question.counts.startswith("sites_") and not question.of:
            check.wrong(f"{here}.of", "which requirement is looked at?")
        said = {"id": [question.id], "text": question.text.values(), "formula": [question.formula]}
        for part, texts in said.items():
            if word := forbidden.asked(texts, one.forbidden_subjects):
                check.wrong(f"{here}.{part}", f"“{word}”: no report asks for that (DNH-49)")
