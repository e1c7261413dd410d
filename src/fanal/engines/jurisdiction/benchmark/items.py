"""The closed language of the checklist: what each test asks of one law on one day.

Every test gives one or more `TestResult`s, each T, F or U with its reasons and the provisions that it rests on. A table
of operators (`OPERATORS`) holds the language; `run` asks one test.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fanal.engines.jurisdiction.benchmark import items_abroad
from fanal.engines.jurisdiction.benchmark.checklist import Act, Item, Test
from fanal.engines.jurisdiction.benchmark.desk import (
    Desk,
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


def run(desk: Desk, test: Test) -> tuple[TestResult, ...]:
    """One test; `any` and `all` make one result of all that they hold."""
    if not test.children:
        return tuple(OPERATORS[test.op](desk, test.args))
    inside = [one for child in test.children for one in run(desk, child)]
    join = any_of if test.op == "any" else all_of
    refs = tuple(dict.fromkeys(ref for one in inside for ref in one.provisions))
    value = join(one.value for one in inside)
    return (TestResult(f"law.test.{test.op}", {}, value, refs, parts=tuple(inside)),)


# Acts done at home


def _pun(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    for deed in deeds(desk, args):
        yield result("pun", _punished(desk, deed, args), **_about(deed, args))


def _not_pun(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    for deed in deeds(desk, args):
        found = _punished(desk, deed, args)
        value = negation(found.value)
        if value.is_false and deed is not None:
            value = _no_exception(desk, deed)
        yield result("not_pun", Found(value, found.refs), **_about(deed, args))


def _no_exception(desk: Desk, deed: Deed) -> Value:
    """F where somebody looked for exceptions to an offence that is made out; a field that is absent is no "none"."""
    bench = desk.bench
    made = [(offence, bench.text(offence)) for offence, value in bench.offences(deed) if value.is_true]
    looked = [text is not None and text.exceptions is not ABSENT for _, text in made]
    return FALSE if any(looked) else any_of(bench.unknown(f"{offence.id}#exceptions") for offence, _ in made)


def _punished(desk: Desk, deed: Deed | None, args: Mapping[str, Any]) -> Found:
    """A deed of nobody: the age of sexual consent, from which its age is counted, is not known."""
    return consent_unknown(desk) if deed is None else desk.bench.punished(deed)


def consent_unknown(desk: Desk) -> Found:
    found = definition(desk.bench, "age_of_consent")
    value = found.value if found.value.is_unknown else desk.bench.unknown("definitions.age_of_consent#value")
    return Found(value, found.refs)


def _about(deed: Deed | None, args: Mapping[str, Any]) -> dict[str, Any]:
    if deed is None:
        return {"conduct": args.get("conduct", ""), "age": "below_consent"}
    about: dict[str, Any] = {"conduct": deed.conduct, "age": deed.age}
    if deed.commercial:
        about["paid"] = "paid"
    with_them = sorted((*deed.means, *deed.relation, *(deed.medium or ())))
    return about | ({"with": "+".join(with_them)} if with_them else {})


def _used(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """For each offence that the items used: whether attempt, or participation, is punished."""
    name, used, conducts = args["has"], dict[str, Provision[OffenceText]](), set[str]()
    for item in args["items"]:
        for deed in _deeds_of(desk, desk.standards.items[item]):
            conducts.add(deed.conduct)
            made_out = desk.bench.offences(deed)
            used |= {offence.id: offence for offence, made in made_out if made.is_true}
    for offence in used.values():
        value = all_of(_text_value(desk, offence, name))
        yield result(name, Found(value, refs_of(desk, offence)), offence=offence.id)
    if not used:
        yield result(name, Found(desk.bench.silences(sorted(conducts))), offence="")


def _deeds_of(desk: Desk, item: Item) -> Iterator[Deed]:
    for test in item.tests:
        if test.op == "pun":
            yield from (deed for deed in deeds(desk, test.args) if deed is not None)


def _text_value(desk: Desk, offence: Provision[OffenceText], name: str) -> Iterator[Value]:
    """What the texts in force say in a field that is true or false."""
    for text in texts(desk, offence):
        said_there = getattr(text, name)
        yield (
            desk.bench.unread(f"{offence.id}#{name}", said_there)
            if isinstance(said_there, Missing)
            else known(said_there)
        )


def _enumerates(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether the text of some offence that covers one of the conducts names one of the acts."""
    found = desk.bench.covering(args["of"])
    value = _some(desk, found, "enumerates", args)
    yield result("enumerates", Found(value, refs_of(desk, *found)), of="+".join(args["of"]), act=_or(args))


def _aggravations(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether some offence of the set has one of the aggravations."""
    conducts = [act.conduct for act in desk.acts(args["of"])]
    found = desk.bench.covering(conducts)
    value = _some(desk, found, "aggravations", {**args, "of": conducts})
    yield result("aggravations", Found(value, refs_of(desk, *found)), of=args["of"], code=_or(args))


def _or(args: Mapping[str, Any]) -> str:
    return " or ".join(args["one_of"])


def _some(desk: Desk, offences: Iterable[Provision[OffenceText]], name: str, args: Mapping[str, Any]) -> Value:
    values = [desk.bench.silences(args["of"])]
    for offence in offences:
        values += unreadable(desk, offence)
        for text in texts(desk, offence):
            codes = getattr(text, name)
            unread = isinstance(codes, Missing)
            value = (
                desk.bench.unread(f"{offence.id}#{name}", codes)
                if unread
                else known(not codes.isdisjoint(args["one_of"]))
            )
            values.append(value)
    return any_of(values)


# Legal persons


def _legal_persons(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether legal persons are liable for every act of the set that is an offence."""
    named_there = found_field(desk.bench, "legal_persons", "offences")
    if not named_there.value.is_true or named_there.said == "*":
        yield result("legal_persons", Found(named_there.value, named_there.refs), of=args["of"])
        return
    ids = frozenset(named_there.said) if isinstance(named_there.said, Iterable) else frozenset()
    acts = []
    for act in desk.acts(args["of"]):
        made = [
            (offence, all_of((value, known(offence.id in ids))))
            for offence, value in desk.bench.offences(deed_of(act, LAST_AGE, {}))
        ]
        value = any_of((*(judged for _, judged in made), desk.bench.silence(act.conduct)))
        acts.append(Found(value, desk.bench.resting(value, made)))
    yield result("legal_persons", items_abroad.all_found(acts, named_there.refs), of=args["of"])


# Fields, definitions, measures, limitation


def _field(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    about = {"has": " or ".join(map(str, args["has"])).lower()} if "has" in args else {}
    yield result("field", field_of(desk.bench, args["of"], args.get("has")), of=args["of"], **about)


def _definition(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    found = definition(desk.bench, args["term"], args.get("includes"), none="is" in args)
    about = {"includes": args["includes"]} if "includes" in args else {}
    if found.said is not None:
        about["said"] = str(found.said)
    yield result("definition", Found(found.value, found.refs), term=args["term"], **about)


def _measure(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    found = measure(desk.bench, args["kind"], args.get("has"), foreign="also_foreign_child" in args)
    yield result("measure", found, **args)


def _limit(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    deed = deed_of(Act(args["conduct"], args.get("commercial", False)), args["age"], args)
    found, last = limit(desk.bench, deed, args.get("after_birthday"), args.get("from_birthday"))
    after = {"after": args["after_birthday"]} if "after_birthday" in args else {"since": args["from_birthday"]}
    yield result("limit", found, **_about(deed, args), **after, last=last)


def _longer(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    plain = Deed(args["conduct"], args["age"], args.get("commercial", False))
    related = Deed(args["conduct"], args["age"], args.get("commercial", False), relation=frozenset({args["relation"]}))
    yield result("longer", longer(desk.bench, plain, related), **_about(related, args))


OPERATORS: Mapping[str, Operator] = {
    **items_abroad.OPERATORS,
    "pun": _pun, "not_pun": _not_pun, "used": _used, "enumerates": _enumerates, "aggravations": _aggravations,
    "legal_persons": _legal_persons, "field": _field,
    "definition": _definition, "measure": _measure, "limit": _limit, "longer": _longer,
}  # fmt: skip
