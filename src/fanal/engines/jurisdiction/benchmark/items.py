"""The closed language of the checklist: what each test asks of one law on one day.

Every test gives one or more `TestResult`s, each T, F or U with its reasons and the provisions that it rests on. A table
of operators (`OPERATORS`) holds the language; `run` asks one test.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fanal.engines.jurisdiction.benchmark import items_abroad
from fanal.engines.jurisdiction.benchmark.checklist import Act, Item, Test
from fanal.engines.jurisdiction.benchmark.exam import (
    Exam,
    Operator,
    TestResult,
    deed_of,
    deeds,
    refs_of,
    result,
    texts,
    unreadable,
)
from fanal.engines.jurisdiction.benchmark.fields import definition, field_of, found_field, measure
from fanal.engines.jurisdiction.benchmark.home import LAST_AGE, Deed, Found
from fanal.engines.jurisdiction.benchmark.lengths import limit, longer
from fanal.engines.jurisdiction.model import ABSENT, Missing, OffenceText, Provision
from fanal.engines.jurisdiction.values import FALSE, Value, all_of, any_of, known, negation


def run(exam: Exam, test: Test) -> tuple[TestResult, ...]:
    """One test; `any` and `all` make one result of all that they hold."""
    if not test.children:
        return tuple(OPERATORS[test.op](exam, test.args))
    inside = [one for child in test.children for one in run(exam, child)]
    join = any_of if test.op == "any" else all_of
    refs = tuple(dict.fromkeys(ref for one in inside for ref in one.provisions))
    value = join(one.value for one in inside)
    return (TestResult(f"law.test.{test.op}", {}, value, refs, parts=tuple(inside)),)


# Acts done at home


def _pun(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    for deed in deeds(exam, args):
        yield result("pun", _punished(exam, deed, args), **_about(deed, args))


def _not_pun(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    for deed in deeds(exam, args):
        found = _punished(exam, deed, args)
        value = negation(found.value)
        if value.is_false and deed is not None:
            value = _no_exception(exam, deed)
        yield result("not_pun", Found(value, found.refs), **_about(deed, args))


def _no_exception(exam: Exam, deed: Deed) -> Value:
    """F where somebody looked for exceptions to an offence that is made out; a field that is absent is no "none"."""
    dated = exam.dated
    made = [(offence, dated.text(offence)) for offence, value in dated.offences(deed) if value.is_true]
    looked = [text is not None and text.exceptions is not ABSENT for _, text in made]
    return FALSE if any(looked) else any_of(dated.unknown(f"{offence.id}#exceptions") for offence, _ in made)


def _punished(exam: Exam, deed: Deed | None, args: Mapping[str, Any]) -> Found:
    """A deed of nobody: the age of sexual consent, from which its age is counted, is not known."""
    return consent_unknown(exam) if deed is None else exam.dated.punished(deed)


def consent_unknown(exam: Exam) -> Found:
    found = definition(exam.dated, "age_of_consent")
    value = found.value if found.value.is_unknown else exam.dated.unknown("definitions.age_of_consent#value")
    return Found(value, found.refs)


def _about(deed: Deed | None, args: Mapping[str, Any]) -> dict[str, Any]:
    if deed is None:
        return {"conduct": args.get("conduct", ""), "age": "below_consent"}
    about: dict[str, Any] = {"conduct": deed.conduct, "age": deed.age}
    if deed.commercial:
        about["paid"] = "paid"
    with_them = sorted((*deed.means, *deed.relation, *(deed.medium or ())))
    return about | ({"with": "+".join(with_them)} if with_them else {})


def _used(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """For each offence that the items used: whether attempt, or participation, is punished."""
    name, used, conducts = args["has"], dict[str, Provision[OffenceText]](), set[str]()
    for item in args["items"]:
        for deed in _deeds_of(exam, exam.standards.items[item]):
            conducts.add(deed.conduct)
            made_out = exam.dated.offences(deed)
            used |= {offence.id: offence for offence, made in made_out if made.is_true}
    for offence in used.values():
        value = all_of(_text_value(exam, offence, name))
        yield result(name, Found(value, refs_of(exam, offence)), offence=offence.id)
    if not used:
        yield result(name, Found(exam.dated.silences(sorted(conducts))), offence="")


def _deeds_of(exam: Exam, item: Item) -> Iterator[Deed]:
    for test in item.tests:
        if test.op == "pun":
            yield from (deed for deed in deeds(exam, test.args) if deed is not None)


def _text_value(exam: Exam, offence: Provision[OffenceText], name: str) -> Iterator[Value]:
    """What the texts in force say in a field that is true or false."""
    for text in texts(exam, offence):
        said_there = getattr(text, name)
        yield (
            exam.dated.unread(f"{offence.id}#{name}", said_there)
            if isinstance(said_there, Missing)
            else known(said_there)
        )


def _enumerates(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether the text of some offence that covers one of the conducts names one of the acts."""
    found = exam.dated.covering(args["of"])
    value = _some(exam, found, "enumerates", args)
    yield result("enumerates", Found(value, refs_of(exam, *found)), of="+".join(args["of"]), act=_or(args))


def _aggravations(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether some offence of the set has one of the aggravations."""
    conducts = [act.conduct for act in exam.acts(args["of"])]
    found = exam.dated.covering(conducts)
    value = _some(exam, found, "aggravations", {**args, "of": conducts})
    yield result("aggravations", Found(value, refs_of(exam, *found)), of=args["of"], code=_or(args))


def _or(args: Mapping[str, Any]) -> str:
    return " or ".join(args["one_of"])


def _some(exam: Exam, offences: Iterable[Provision[OffenceText]], name: str, args: Mapping[str, Any]) -> Value:
    values = [exam.dated.silences(args["of"])]
    for offence in offences:
        values += unreadable(exam, offence)
        for text in texts(exam, offence):
            codes = getattr(text, name)
            unread = isinstance(codes, Missing)
            value = (
                exam.dated.unread(f"{offence.id}#{name}", codes)
                if unread
                else known(not codes.isdisjoint(args["one_of"]))
            )
            values.append(value)
    return any_of(values)


# Legal persons


def _legal_persons(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether legal persons are liable for every act of the set that is an offence."""
    named_there = found_field(exam.dated, "legal_persons", "offences")
    if not named_there.value.is_true or named_there.said == "*":
        yield result("legal_persons", Found(named_there.value, named_there.refs), of=args["of"])
        return
    ids = frozenset(named_there.said) if isinstance(named_there.said, Iterable) else frozenset()
    acts = []
    for act in exam.acts(args["of"]):
        made = [
            (offence, all_of((value, known(offence.id in ids))))
            for offence, value in exam.dated.offences(deed_of(act, LAST_AGE, {}))
        ]
        value = any_of((*(judged for _, judged in made), exam.dated.silence(act.conduct)))
        acts.append(Found(value, exam.dated.resting(value, made)))
    yield result("legal_persons", items_abroad.all_found(acts, named_there.refs), of=args["of"])


# Fields, definitions, measures, limitation


def _field(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    about = {"has": " or ".join(map(str, args["has"])).lower()} if "has" in args else {}
    yield result("field", field_of(exam.dated, args["of"], args.get("has")), of=args["of"], **about)


def _definition(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    found = definition(exam.dated, args["term"], args.get("includes"), none="is" in args)
    about = {"includes": args["includes"]} if "includes" in args else {}
    if found.said is not None:
        about["said"] = str(found.said)
    yield result("definition", Found(found.value, found.refs), term=args["term"], **about)


def _measure(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    found = measure(exam.dated, args["kind"], args.get("has"), foreign="also_foreign_child" in args)
    yield result("measure", found, **args)


def _limit(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    deed = deed_of(Act(args["conduct"], args.get("commercial", False)), args["age"], args)
    found, last = limit(exam.dated, deed, args.get("after_birthday"), args.get("from_birthday"))
    after = {"after": args["after_birthday"]} if "after_birthday" in args else {"since": args["from_birthday"]}
    yield result("limit", found, **_about(deed, args), **after, last=last)


def _longer(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    plain = Deed(args["conduct"], args["age"], args.get("commercial", False))
    related = Deed(args["conduct"], args["age"], args.get("commercial", False), relation=frozenset({args["relation"]}))
    yield result("longer", longer(exam.dated, plain, related), **_about(related, args))


OPERATORS: Mapping[str, Operator] = {
    **items_abroad.OPERATORS,
    "pun": _pun, "not_pun": _not_pun, "used": _used, "enumerates": _enumerates, "aggravations": _aggravations,
    "legal_persons": _legal_persons, "field": _field,
    "definition": _definition, "measure": _measure, "limit": _limit, "longer": _longer,
}  # fmt: skip
