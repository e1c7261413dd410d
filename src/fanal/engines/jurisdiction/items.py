"""The closed language of the checklist: what each test asks of one law on one day.

Every test gives one or more `TestResult`s, each T, F or U with its reasons and the provisions that it rests on. A table
of operators (`OPERATORS`) holds the language; `run` asks one test.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fanal.engines.jurisdiction import offences
from fanal.engines.jurisdiction.answer import Ref
from fanal.engines.jurisdiction.checklist import Act, Item, Standards, Test
from fanal.engines.jurisdiction.fields import definition, field_of, found_field, measure
from fanal.engines.jurisdiction.home import AGES, Bench, Deed, Found, Wanted, named
from fanal.engines.jurisdiction.lengths import limit, longer
from fanal.engines.jurisdiction.model import Missing, OffenceText, Provision
from fanal.engines.jurisdiction.values import FALSE, TRUE, Value, all_of, any_of, known, negation

ABROAD = frozenset({"active_nationality", "habitual_residence", "passive_personality", "presence", "vicarious",
                    "universal", "treaty"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class TestResult:
    """What one test gave. `text_key` with `params` becomes a sentence; `counted` is false for what is only shown."""

    __test__ = False

    text_key: str
    params: Mapping[str, str | int]
    value: Value
    provisions: tuple[Ref, ...] = ()
    counted: bool = True


@dataclass(slots=True)
class Desk:
    """A bench with the standards, and the results of items that others look at (A18 asks what A7 to A17 used)."""

    bench: Bench
    standards: Standards
    kept: dict[Any, Any] = field(default_factory=dict)

    def acts(self, name: str) -> tuple[Act, ...]:
        return self.standards.sets[name]


type Operator = Callable[[Desk, Mapping[str, Any]], Iterator[TestResult]]


def run(desk: Desk, test: Test) -> tuple[TestResult, ...]:
    """One test; `any` and `all` make one result of all that they hold."""
    if not test.children:
        return tuple(OPERATORS[test.op](desk, test.args))
    inside = [result for child in test.children for result in run(desk, child)]
    join = any_of if test.op == "any" else all_of
    refs = tuple(dict.fromkeys(ref for result in inside for ref in result.provisions))
    says = "; ".join(said(result) for result in inside)
    return (TestResult(f"law.test.{test.op}", {"tests": says}, join(result.value for result in inside), refs),)


def said(result: TestResult) -> str:
    """A test in short, such as `pun csam_production 17`: for joined tests and for the command line."""
    return " ".join((result.text_key.rpartition(".")[2], *map(str, result.params.values())))


def _result(op: str, found: Found, **params: Any) -> TestResult:
    shown = {name: value if isinstance(value, int) else str(value) for name, value in params.items()}
    return TestResult(f"law.test.{op}", shown, found.value, found.refs)


# Acts done at home


def _pun(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    for deed in deeds(desk, args):
        yield _result("pun", _punished(desk, deed, args), **_about(deed, args))


def _not_pun(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    for deed in deeds(desk, args):
        found = _punished(desk, deed, args)
        yield _result("not_pun", Found(negation(found.value), found.refs), **_about(deed, args))


def _punished(desk: Desk, deed: Deed | None, args: Mapping[str, Any]) -> Found:
    """A deed of nobody: the age of consent, from which its age is counted, is not known."""
    return consent_unknown(desk) if deed is None else desk.bench.punished(deed)


def consent_unknown(desk: Desk) -> Found:
    found = definition(desk.bench, "age_of_consent")
    value = found.value if found.value.is_unknown else desk.bench.unknown("definitions.age_of_consent#value")
    return Found(value, found.refs)


def deeds(desk: Desk, args: Mapping[str, Any]) -> Iterator[Deed | None]:
    """The deeds of a test: one for each act of the set and each age; None where an age cannot be said."""
    acts = desk.acts(args["each"]) if "each" in args else (Act(args["conduct"], args.get("commercial", False)),)
    first, last = args.get("ages", (args.get("age"), args.get("age")))
    ages = [consent(desk)] if first == "below_consent" else range(first, last + 1)
    for act in acts:
        for age in ages:
            yield None if age is None else deed_of(act, age, args)


def deed_of(act: Act, age: int, args: Mapping[str, Any]) -> Deed:
    codes = {name: frozenset(args[name]) for name in ("means", "relation", "medium") if name in args}
    if "suspect_age" in args:
        return Deed(act.conduct, age, act.commercial, **codes, suspect_age=args["suspect_age"])
    return Deed(act.conduct, age, act.commercial, **codes)


def consent(desk: Desk) -> int | None:
    """The last age below that of consent; None where that is not known."""
    age = definition(desk.bench, "age_of_consent").said
    whole = isinstance(age, int) and not isinstance(age, bool)
    return age - 1 if whole and 0 < age <= 18 else None


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
            found = desk.bench.offences(deed)
            used |= {offence.id: offence for offence, made in found if made.is_true}
    for offence in used.values():
        value = all_of(_text_value(desk, offence, name))
        yield _result(name, Found(value, _refs(desk, offence)), offence=offence.id)
    if not used:
        yield _result(name, Found(desk.bench.silences(sorted(conducts))), offence="")


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


def _refs(desk: Desk, *provisions: Provision[Any]) -> tuple[Ref, ...]:
    return tuple(desk.bench.ref(one, version) for one in provisions for version in desk.bench.standing(one))


def texts[Text](desk: Desk, provision: Provision[Text]) -> tuple[Text, ...]:
    """The text that holds and may be relied on, if there is one."""
    held = desk.bench.in_force(provision)
    return (held.text,) if held.value.is_true else ()


def unreadable[Text](desk: Desk, provision: Provision[Text]) -> tuple[Value, ...]:
    """Why its text cannot be relied on, if so."""
    held = desk.bench.in_force(provision)
    return (held.value,) if held.value.is_unknown else ()


def _enumerates(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether the text of some offence that covers one of the conducts names one of the acts."""
    found = desk.bench.covering(args["of"])
    value = _some(desk, found, "enumerates", args)
    yield _result("enumerates", Found(value, _refs(desk, *found)), of="+".join(args["of"]), act=_or(args))


def _aggravations(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether some offence of the set has one of the aggravations."""
    conducts = [act.conduct for act in desk.acts(args["of"])]
    found = desk.bench.covering(conducts)
    value = _some(desk, found, "aggravations", {**args, "of": conducts})
    yield _result("aggravations", Found(value, _refs(desk, *found)), of=args["of"], code=_or(args))


def _or(args: Mapping[str, Any]) -> str:
    return " or ".join(args["one_of"])


def _some(desk: Desk, found: Iterable[Provision[OffenceText]], name: str, args: Mapping[str, Any]) -> Value:
    values = [desk.bench.silences(args["of"])]
    for offence in found:
        values += unreadable(desk, offence)
        for text in texts(desk, offence):
            codes = getattr(text, name)
            unread = isinstance(codes, Missing)
            one = (
                desk.bench.unread(f"{offence.id}#{name}", codes)
                if unread
                else known(not codes.isdisjoint(args["one_of"]))
            )
            values.append(one)
    return any_of(values)


# Penalties, extradition, legal persons


def _penalty(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether some offence that is made out has a maximum of so many months at least."""
    for act in desk.acts(args["each"]):
        found = _reaches(desk, deed_of(act, args["age"], {}), args["months"])
        yield _result("penalty", found, conduct=act.conduct, months=args["months"])


def _reaches(desk: Desk, deed: Deed, months: int) -> Found:
    bench, question = desk.bench, desk.bench.question(deed)
    found = [
        (offence, all_of((made, offences.at_least(bench.law, offence, question, "max_penalty", months))))
        for offence, made in bench.offences(deed)
    ]
    value = any_of((*(one for _, one in found), bench.silence(deed.conduct)))
    return Found(value, bench.resting(value, found))


def _extraditable(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether all acts of the set lie above the threshold of extradition."""
    least = found_field(desk.bench, "extradition", "min_penalty_months")
    if not isinstance(least.said, int):
        yield _result("extraditable", Found(least.value, least.refs), of=args["of"])
        return
    found = [_reaches(desk, deed_of(act, AGES[-1], {}), least.said) for act in desk.acts(args["of"])]
    yield _result("extraditable", _all(found, least.refs), of=args["of"], months=least.said)


def _all(found: Iterable[Found], refs: tuple[Ref, ...] = ()) -> Found:
    held = tuple(found)
    every = dict.fromkeys((*refs, *(ref for one in held for ref in one.refs)))
    return Found(all_of(one.value for one in held), tuple(every))


def _legal_persons(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether legal persons are liable for every act of the set that is an offence."""
    named_there = found_field(desk.bench, "legal_persons", "offences")
    if not named_there.value.is_true or named_there.said == "*":
        yield _result("legal_persons", Found(named_there.value, named_there.refs), of=args["of"])
        return
    ids = frozenset(named_there.said) if isinstance(named_there.said, Iterable) else frozenset()
    found = []
    for act in desk.acts(args["of"]):
        made = [
            (offence, all_of((value, known(offence.id in ids))))
            for offence, value in desk.bench.offences(deed_of(act, AGES[-1], {}))
        ]
        value = any_of((*(one for _, one in made), desk.bench.silence(act.conduct)))
        found.append(Found(value, desk.bench.resting(value, made)))
    yield _result("legal_persons", _all(found, named_there.refs), of=args["of"])


# Rules of jurisdiction


def _rule(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether rules of a basis reach every act of the set, at each age at which it is an offence."""
    wanted = Wanted(
        frozenset(args["basis"]), args.get("double_criminality") == "not_required", frozenset(args.get("without", ()))
    )
    person = args.get("person", "")
    acts = desk.acts(args["each"] if "each" in args else args["of"])
    about = {"basis": "+".join(args["basis"]), "person": person, "without": "+".join(args.get("without", ()))}
    about = {name: value for name, value in about.items() if value}
    for some in [(act,) for act in acts] if "each" in args else [acts]:
        of = some[0].conduct + (" paid" if some[0].commercial else "") if "each" in args else args["of"]
        yield _result("rule", _over(desk, some, wanted, person, if_any="if_any" in args), of=of, **about)


def _over(desk: Desk, acts: Iterable[Act], wanted: Wanted, person: str, *, if_any: bool) -> Found:
    if if_any and not desk.bench.rules(wanted.basis):
        return Found(TRUE)
    found = [
        desk.bench.reached(deed, wanted)
        for act in acts
        for age in AGES
        if not desk.bench.made_out(deed := Deed(act.conduct, age, act.commercial, person=person)).is_false
    ]
    return _all(found) if found else Found(FALSE)


def _conditions(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether no rule about acts abroad has this condition; silence is only "none" in a complete file."""
    values, refs = [], list[Ref]()
    for rule in desk.bench.rules(ABROAD):
        values += unreadable(desk, rule)
        has_it = [args["none"] in map(named, text.requires) for text in texts(desk, rule)]
        values += [known(not has) for has in has_it]
        refs += _refs(desk, rule)
    found = Found(all_of((*values, _nothing_more(desk, args))), tuple(refs))
    yield _result("conditions", found, of=args["of"], none=args["none"])


def _consents(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether every power of consent to a proceeding is bound by criteria, or by a time limit."""
    values, refs = [], list[Ref]()
    for rule in desk.bench.rules(ABROAD):
        values += unreadable(desk, rule)
        for text in texts(desk, rule):
            for one in (one for one in text.requires if one.kind == "consent"):
                bound = getattr(one, args["with"])
                what = f"{rule.id}#requires.{args['with']}"
                unread = isinstance(bound, Missing)
                values.append(desk.bench.unread(what, bound) if unread else known(bound not in {None, False}))
                refs += _refs(desk, rule)
    found = Found(all_of((*values, _nothing_more(desk, args))), tuple(dict.fromkeys(refs)))
    yield _result("consents", found, of=args["of"], bound_by=args["with"])


def _nothing_more(desk: Desk, args: Mapping[str, Any]) -> Value:
    """T where the file is complete for the set: no rule is missing that could have the condition."""
    return negation(desk.bench.silences(act.conduct for act in desk.acts(args["of"])))


def _complaints(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether no offence of the set needs a complaint at home."""
    values, refs = [], list[Ref]()
    for act in desk.acts(args["of"]):
        made = [one for one in desk.bench.offences(deed_of(act, AGES[-1], {})) if not one[1].is_false]
        if not made and not (silent := desk.bench.silence(act.conduct)).is_false:
            values.append(silent)
        for offence, value in made:
            free = [known(args["none"] not in map(named, text.requires)) for text in texts(desk, offence)]
            values.append(all_of(free) if value.is_true else any_of((*free, value)))
            refs += _refs(desk, offence)
    yield _result("complaints", Found(all_of(values) if values else FALSE, tuple(refs)), of=args["of"])


# Fields, definitions, measures, limitation


def _field(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    about = {"has": " or ".join(map(str, args["has"])).lower()} if "has" in args else {}
    yield _result("field", field_of(desk.bench, args["of"], args.get("has")), of=args["of"], **about)


def _definition(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    found = definition(desk.bench, args["term"], args.get("includes"), none="is" in args)
    about = {"includes": args["includes"]} if "includes" in args else {}
    if found.said is not None:
        about["said"] = str(found.said)
    yield _result("definition", Found(found.value, found.refs), term=args["term"], **about)


def _measure(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    found = measure(desk.bench, args["kind"], args.get("has"), foreign="also_foreign_child" in args)
    yield _result("measure", found, **args)


def _limit(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    deed = deed_of(Act(args["conduct"], args.get("commercial", False)), args["age"], args)
    found, last = limit(desk.bench, deed, args.get("after_birthday"), args.get("from_birthday"))
    birthday = args.get("after_birthday") or args.get("from_birthday")
    yield _result("limit", found, **_about(deed, args), birthday=birthday, last=last)


def _longer(desk: Desk, args: Mapping[str, Any]) -> Iterator[TestResult]:
    plain = Deed(args["conduct"], args["age"], args.get("commercial", False))
    related = Deed(args["conduct"], args["age"], args.get("commercial", False), relation=frozenset({args["relation"]}))
    yield _result("longer", longer(desk.bench, plain, related), **_about(related, args))


OPERATORS: Mapping[str, Operator] = {
    "pun": _pun, "not_pun": _not_pun, "used": _used, "enumerates": _enumerates, "aggravations": _aggravations,
    "penalty": _penalty, "extraditable": _extraditable, "legal_persons": _legal_persons, "rule": _rule,
    "conditions": _conditions, "consents": _consents, "complaints": _complaints, "field": _field,
    "definition": _definition, "measure": _measure, "limit": _limit, "longer": _longer,
}  # fmt: skip
