"""Tests of the checklist about jurisdiction: rules for acts abroad, their conditions, extradition."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fanal.engines.jurisdiction.answer import Ref
from fanal.engines.jurisdiction.benchmark.checklist import Act
from fanal.engines.jurisdiction.benchmark.exam import (
    Exam,
    Operator,
    TestResult,
    deed_of,
    refs_of,
    result,
    texts,
    unreadable,
)
from fanal.engines.jurisdiction.benchmark.fields import found_field
from fanal.engines.jurisdiction.benchmark.home import LAST_AGE, Deed, Found, Wanted, named
from fanal.engines.jurisdiction.model import Missing
from fanal.engines.jurisdiction.parts import offences
from fanal.engines.jurisdiction.values import FALSE, TRUE, Value, all_of, any_of, known, negation

ABROAD = frozenset({"active_nationality", "habitual_residence", "passive_personality", "presence", "vicarious",
                    "universal", "treaty"})  # fmt: skip


def _rule(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether rules of a basis reach every act of the set, at each age at which it is an offence."""
    wanted = Wanted(
        frozenset(args["basis"]), args.get("double_criminality") == "not_required", frozenset(args.get("without", ()))
    )
    person = args.get("person", "")
    acts = exam.acts(args["each"] if "each" in args else args["of"])
    about = {"basis": "+".join(args["basis"]), "person": person, "without": "+".join(args.get("without", ()))}
    about |= {"double_criminality": args.get("double_criminality", "")}
    about = {name: value for name, value in about.items() if value}
    for some in [(act,) for act in acts] if "each" in args else [acts]:
        of = " ".join(_said_act(some[0])) if "each" in args else args["of"]
        yield result("rule", _over(exam, some, wanted, person, if_any="if_any" in args), of=of, **about)


def _said_act(act: Act) -> Iterator[str]:
    yield act.conduct
    yield from ("paid",) if act.commercial else ()
    yield from sorted(act.means)


def _over(exam: Exam, acts: Iterable[Act], wanted: Wanted, person: str, *, if_any: bool) -> Found:
    if if_any and not exam.dated.rules(wanted.basis):
        return Found(TRUE)
    found = [
        exam.dated.reached(deed, wanted)
        for act in acts
        for age in act.ages
        if not exam.dated.made_out(deed := Deed(act.conduct, age, act.commercial, act.means, person=person)).is_false
    ]
    return all_found(found) if found else Found(FALSE)


def _conditions(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether no rule about acts abroad has this condition; silence is only "none" in a complete file."""
    values, refs = list[Value](), list[Ref]()
    for rule in exam.dated.rules(ABROAD):
        values += unreadable(exam, rule)
        has_it = [args["none"] in map(named, text.requires) for text in texts(exam, rule)]
        values += [known(not has) for has in has_it]
        refs += refs_of(exam, rule)
    found = Found(all_of((*values, _nothing_more(exam, args))), tuple(refs))
    yield result("conditions", found, of=args["of"], none=args["none"])


def _consents(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether every power of consent to a proceeding is bound by criteria, or by a time limit."""
    values, refs = list[Value](), list[Ref]()
    for rule in exam.dated.rules(ABROAD):
        values += unreadable(exam, rule)
        for text in texts(exam, rule):
            for condition in (condition for condition in text.requires if condition.kind == "consent"):
                bound = getattr(condition, args["with"])
                what = f"{rule.id}#requires.{args['with']}"
                unread = isinstance(bound, Missing)
                values.append(exam.dated.unread(what, bound) if unread else known(bound not in {None, False}))
                refs += refs_of(exam, rule)
    answer = Found(all_of((*values, _nothing_more(exam, args))), tuple(dict.fromkeys(refs)))
    yield result("consents", answer, of=args["of"], bound_by=args["with"])


def _nothing_more(exam: Exam, args: Mapping[str, Any]) -> Value:
    """T where the file is complete for the set: no rule is missing that could have the condition."""
    return negation(exam.dated.silences(act.conduct for act in exam.acts(args["of"])))


def _complaints(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether no offence of the set needs a complaint at home."""
    values, refs = list[Value](), list[Ref]()
    for act in exam.acts(args["of"]):
        made = [one for one in exam.dated.offences(deed_of(act, LAST_AGE, {})) if not one[1].is_false]
        if not made and not (silent := exam.dated.silence(act.conduct)).is_false:
            values.append(silent)
        for offence, value in made:
            free = [known(args["none"] not in map(named, text.requires)) for text in texts(exam, offence)]
            values.append(all_of(free) if value.is_true else any_of((*free, value)))
            refs += refs_of(exam, offence)
    yield result("complaints", Found(all_of(values) if values else FALSE, tuple(refs)), of=args["of"])


# Penalties and extradition


def _reaches(exam: Exam, deed: Deed, months: int) -> Found:
    dated, question = exam.dated, exam.dated.question(deed)
    found = [
        (offence, all_of((made, offences.at_least(dated.law, offence, question, "max_penalty", months))))
        for offence, made in dated.offences(deed)
    ]
    value = any_of((*(one for _, one in found), dated.silence(deed.conduct)))
    return Found(value, dated.resting(value, found))


def _extraditable(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether all acts of the set lie above the threshold of extradition."""
    least = found_field(exam.dated, "extradition", "min_penalty_months")
    if not isinstance(least.said, int):
        yield result("extraditable", Found(least.value, least.refs), of=args["of"])
        return
    found = [_reaches(exam, deed_of(act, LAST_AGE, {}), least.said) for act in exam.acts(args["of"])]
    yield result("extraditable", all_found(found, least.refs), of=args["of"], months=least.said)


def all_found(found: Iterable[Found], refs: tuple[Ref, ...] = ()) -> Found:
    """Several findings as one that holds if all do."""
    held = tuple(found)
    every = dict.fromkeys((*refs, *(ref for one in held for ref in one.refs)))
    return Found(all_of(one.value for one in held), tuple(every))


def _penalty(exam: Exam, args: Mapping[str, Any]) -> Iterator[TestResult]:
    """Whether some offence that is made out has a maximum of so many months at least."""
    for act in exam.acts(args["each"]):
        found = _reaches(exam, deed_of(act, args["age"], {}), args["months"])
        yield result("penalty", found, conduct=act.conduct, months=args["months"])


OPERATORS: Mapping[str, Operator] = {
    "rule": _rule, "conditions": _conditions, "consents": _consents, "complaints": _complaints,
    "penalty": _penalty, "extraditable": _extraditable,
}  # fmt: skip
