"""What the tests of the checklist share: a law on a day with the standards, results, and deeds as tests name them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fanal.engines.jurisdiction.answer import Ref
from fanal.engines.jurisdiction.benchmark.checklist import Act, Standards
from fanal.engines.jurisdiction.benchmark.fields import definition
from fanal.engines.jurisdiction.benchmark.home import DatedLaw, Deed, Found
from fanal.engines.jurisdiction.facts import SUSPECT_AGE
from fanal.engines.jurisdiction.model import Provision
from fanal.engines.jurisdiction.values import Value


@dataclass(frozen=True, slots=True)
class TestResult:
    """What one test gave. `text_key` with `params` becomes a sentence; `counted` is false for what is only shown.

    `parts` are the tests that an `any` or `all` joins.
    """

    __test__ = False

    text_key: str
    params: Mapping[str, str | int]
    value: Value
    provisions: tuple[Ref, ...] = ()
    counted: bool = True
    parts: tuple["TestResult", ...] = ()


@dataclass(slots=True)
class Exam:
    """A law on a day, with the standards that it is measured against."""

    dated: DatedLaw
    standards: Standards

    def acts(self, name: str) -> tuple[Act, ...]:
        return self.standards.sets[name]


type Operator = Callable[[Exam, Mapping[str, Any]], Iterator[TestResult]]


def said(result: TestResult) -> str:
    """A test in short, such as `pun csam_production 17`: names it among those of its item."""
    parts = f"({'; '.join(map(said, result.parts))})" if result.parts else ""
    return " ".join(filter(None, (result.text_key.rpartition(".")[2], *map(str, result.params.values()), parts)))


def result(op: str, found: Found, **params: Any) -> TestResult:
    """The result of one test; what is no number is shown as text."""
    shown = {name: value if isinstance(value, int) else str(value) for name, value in params.items()}
    return TestResult(f"law.test.{op}", shown, found.value, found.refs)


def deeds(exam: Exam, args: Mapping[str, Any]) -> Iterator[Deed | None]:
    """The deeds of a test: one for each act of the set and each age; None where an age cannot be said."""
    acts = exam.acts(args["each"]) if "each" in args else (Act(args["conduct"], args.get("commercial", False)),)
    first, last = args.get("ages", (args.get("age"), args.get("age")))
    ages = [consent(exam)] if first == "below_consent" else range(first, last + 1)
    for act in acts:
        for age in ages:
            yield None if age is None else deed_of(act, age, args)


def deed_of(act: Act, age: int, args: Mapping[str, Any]) -> Deed:
    """An act of a set at an age, with what the test says of means, relation, medium and the adult's age."""
    return Deed(
        act.conduct,
        age,
        act.commercial,
        means=frozenset(args.get("means", act.means)),
        relation=frozenset(args.get("relation", ())),
        medium=frozenset(args["medium"]) if "medium" in args else None,
        suspect_age=args.get("suspect_age", SUSPECT_AGE),
    )


def consent(exam: Exam) -> int | None:
    """The last age below that of consent; None where that is not known."""
    age = definition(exam.dated, "age_of_consent").said
    if isinstance(age, bool) or not isinstance(age, int) or not 0 < age <= 18:
        return None
    return age - 1


def refs_of(exam: Exam, *provisions: Provision[Any]) -> tuple[Ref, ...]:
    """The versions that hold on the day."""
    return tuple(exam.dated.ref(one, version) for one in provisions for version in exam.dated.standing(one))


def texts[Text](exam: Exam, provision: Provision[Text]) -> tuple[Text, ...]:
    """The text that holds and may be relied on, if there is one."""
    held = exam.dated.in_force(provision)
    return (held.text,) if held.value.is_true else ()


def unreadable[Text](exam: Exam, provision: Provision[Text]) -> tuple[Value, ...]:
    """Why its text cannot be relied on, if so."""
    held = exam.dated.in_force(provision)
    return (held.value,) if held.value.is_unknown else ()
