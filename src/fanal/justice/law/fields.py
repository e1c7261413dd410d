"""All fields of a provision in words, one pair a field: what the law says, that nobody looked, or that nothing answers.

Both the public page of a provision and that of its review read from here, so that nobody reviews another thing than is
shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fanal.engines.jurisdiction.contracts import (
    ABSENT,
    Cap,
    Condition,
    Definition,
    DoubleCriminality,
    Exemption,
    Expr,
    LimitationText,
    Missing,
    OffenceText,
    RuleText,
    StartTerm,
    Step,
    Switch,
    VictimMeasure,
    Years,
)
from fanal.justice.law.codes import label, listed, word
from fanal.justice.law.sentences import CONDITIONS
from fanal.justice.law.words import basis, filled, of_key, state_name
from fanal.web import api as web
from fanal.web.api import digits

type Rows = list[tuple[str, str | SafeString]]

_JOINS = frozenset({"all_of", "any_of", "none_of", "all", "any", "not"})


def rows(thing: object, state: str) -> Rows:
    """The fields of one version, group, definition or measure of a jurisdiction, in the order of reading."""
    fields: Iterator[tuple[str, str | SafeString]]
    match thing:
        case OffenceText():
            fields = _offence(thing, state)
        case RuleText():
            fields = _rule(thing, state)
        case LimitationText():
            fields = _limitation(thing, state)
        case Switch():
            fields = ((label(name), said(value)) for name, value in thing.fields.items())
        case Definition():
            fields = _definition(thing)
        case VictimMeasure():
            fields = _measure(thing)
        case _:
            raise TypeError(f"no fields of {type(thing).__name__}")
    return list(fields)


def said(value: object) -> str:
    """A plain value in words. Nobody looked, and looked for in vain, are two things; and neither is "no"."""
    if isinstance(value, Missing):
        return _("nobody has looked") if value is ABSENT else _("looked for, no source answers")
    if value is None or isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return digits(value)
    if isinstance(value, frozenset | tuple | list):
        return _several(value)
    return _("all") if value == "*" else word(value)


def _several(value: Iterable[Any]) -> str:
    found = list(value)
    if found and isinstance(found[0], Mapping):  # treaties of extradition
        return web.listed(sorted(state_name(str(one["with"])) for one in found))
    return listed(found) or _("none")


# ---- expressions ----


def expression(expr: Expr, state: str) -> str | SafeString:
    """Elements or links as a sentence, or as a list below "all of these"."""
    if expr.op not in _JOINS:
        return _operator(expr, state)
    if len(expr.children) == 1 and expr.op not in {"not", "none_of"}:
        return expression(expr.children[0], state)
    inside = format_html_join("", "<li>{}</li>", ((expression(child, state),) for child in expr.children))
    return format_html("{}<ul>{}</ul>", of_key(f"law.{expr.op}", {}), inside)


def _or_said(value: object, state: str) -> str | SafeString:
    return expression(value, state) if isinstance(value, Expr) else said(value)


def _operator(expr: Expr, state: str) -> str:
    value = expr.value
    if isinstance(value, tuple) and "unclear_if_resides_abroad" in value:
        value = value[0]
    shown = ",".join(map(str, value)) if isinstance(value, tuple) else value
    return of_key(f"law.{expr.op}", {"value": "" if shown is True else shown, "state": state}).replace(" ()", "")


# ---- offences ----


def _offence(text: OffenceText, state: str) -> Iterator[tuple[str, str | SafeString]]:
    yield _("Covers"), listed(text.covers)
    yield (
        _("Elements"),
        said(text.elements) if not isinstance(text.elements, Expr) else expression(text.elements, state),
    )
    yield _("Acts that the text names"), said(text.enumerates)
    yield _("Exceptions"), _all(text.exceptions, exception)
    if text.degree_of:
        yield _("A degree of"), text.degree_of
    yield _("Highest penalty"), _penalty(text.max_penalty)
    yield _("Lowest penalty"), _penalty(text.min_penalty)
    yield _("Attempt is punished"), said(text.attempt)
    yield _("Taking part is punished"), said(text.participation)
    yield _("Weighs more"), said(text.aggravations)
    if text.mens_rea:
        yield _("To be proved"), _mind(text.mens_rea)
    if text.requires:
        yield _("Needs"), web.apart(map(_condition, text.requires))


def _mind(held: Mapping[str, object]) -> str:
    age = held.get("age")
    about = _("of the age of the child: %(said)s") % {"said": said(age)} if age is not None else ""
    return ". ".join(filter(None, (about, str(held.get("note", "")))))


def _all(value: object, shown: Any) -> str:
    return web.apart(map(shown, value)) or _("none") if isinstance(value, tuple) else said(value)


def exception(one: Exemption) -> str:
    """An exception, and whose it is where that is the accused's."""
    words = _excepted(one)
    if one.burden != "defence":
        return words
    given = {"exception": words, "article": one.burden_cite.art if one.burden_cite else _("no source")}
    return _("%(exception)s, for the accused to show (%(article)s)") % given


def _excepted(one: Exemption) -> str:
    if one.kind != "close_in_age":
        return word(one.kind)
    near = (
        _("close in age, not more than %(years)s years apart")
        if one.inclusive
        else _("close in age, less than %(years)s years apart")
    )
    words = near % {"years": digits(one.years)}
    if one.min_child_age is None:
        return words
    return words + _(", from the age of %(age)s") % {"age": digits(one.min_child_age)}


def _penalty(value: object) -> str:
    if not isinstance(value, Years):
        return said(value)
    low, high = _years(value.low), _years(value.high)
    return low if low == high else _("between %(low)s and %(high)s") % {"low": low, "high": high}


def _years(years: float) -> str:
    if years == float("inf"):
        return _("life")
    if years < 1:
        months = round(years * 12)
        return ngettext("%(number)s month", "%(number)s months", months) % {"number": digits(months)}
    whole = int(years) if years == int(years) else years
    return ngettext("%(number)s year", "%(number)s years", int(years)) % {"number": digits(whole)}


def _condition(one: Condition) -> str:
    parts = [filled(CONDITIONS[one.kind], {"who": one.who})]
    if one.criteria is not ABSENT:
        parts.append(_("bound by criteria: %(said)s") % {"said": said(one.criteria)})
    if one.time_limit_days is not ABSENT:
        parts.append(_("time limit in days: %(said)s") % {"said": said(one.time_limit_days)})
    if one.unless_public_interest:
        parts.append(_("not needed where the public interest asks for it"))
    return web.listed(parts)


# ---- rules of jurisdiction ----


def _rule(text: RuleText, state: str) -> Iterator[tuple[str, str | SafeString]]:
    yield _("Reached because"), basis(text.basis)
    yield _("Offences"), _offences(text.offences)
    if text.when is not None:
        yield _("If"), _or_said(text.when, state)
    yield _("Must be an offence at its place"), _double(text.double_criminality, state)
    if text.min_max_penalty_months is not None:
        yield _("Only if the highest penalty is at least, in months"), digits(text.min_max_penalty_months)
    if text.min_min_penalty_months is not None:
        yield _("Only if the lowest penalty is at least, in months"), digits(text.min_min_penalty_months)
    if text.penalty_cap_foreign is not ABSENT:
        yield _("Not more than the penalty at the place"), said(text.penalty_cap_foreign)
    yield _("Needs"), web.apart(map(_condition, text.requires)) or _("nothing that was entered")


def _offences(ids: frozenset[str] | None) -> str:
    return _("all of this law") if ids is None else web.listed(sorted(ids))


def _double(value: object, state: str) -> str | SafeString:
    if not isinstance(value, DoubleCriminality):
        return said(value)
    if value.unless is None:
        return word(value.rule)
    given = word(value.otherwise), expression(value.unless, state)
    return format_html(_("{}, unless: {}"), *given)


# ---- limitation ----


def _limitation(text: LimitationText, state: str) -> Iterator[tuple[str, str | SafeString]]:
    yield _("Offences"), _offences(text.offences)
    yield _("How long"), _length(text)
    if text.unless is not None:
        yield _("Not if"), expression(text.unless, state)
    if not text.none:
        yield _("Runs from the latest of"), _all(text.start, _start)
        if text.day_after:
            yield _("First day"), _("the day after")
        yield _("Stands still while"), said(text.suspended_while)
        yield _("Begins anew with"), said(text.interrupted_by)
        yield _("Is met for good by"), said(text.stopped_by)
        yield _("Ends at the latest"), _cap(text.absolute_cap)


def _length(text: LimitationText) -> str:
    if text.none:
        return _("no limitation")
    if text.by_max_penalty:
        return _steps(text.by_max_penalty)
    if text.until_victim_age is not None:
        return _("until the child is %(age)s") % {"age": digits(text.until_victim_age)}
    return _years(text.years) if text.years is not None else said(ABSENT)


def _steps(steps: tuple[Step, ...]) -> str:
    return web.apart(map(_step, steps))


def _step(step: Step) -> str:
    length = _("no limitation") if step.value is None else _years(step.value)
    given = {"length": length, "years": _years(step.years)}
    if step.strict:
        return _("%(length)s if the highest penalty is more than %(years)s") % given
    return _("%(length)s if the highest penalty is %(years)s or more") % given


def _start(term: StartTerm) -> str:
    if term.kind == "victim_age" and term.age is not None:
        return _("the birthday on which the child is %(age)s") % {"age": digits(term.age)}
    return word(term.kind)


def _cap(value: object) -> str:
    if not isinstance(value, Cap):
        return said(value)
    if value.times is not None:
        times = int(value.times) if value.times == int(value.times) else value.times
        length = _("%(times)s times the period") % {"times": digits(times)}
    else:
        length = _years(value.years) if value.years is not None else _steps(value.by_max_penalty)
    return _("%(length)s from %(start)s") % {"length": length, "start": word(value.start)}


# ---- definitions, measures, completeness ----


def _definition(one: Definition) -> Iterator[tuple[str, str]]:
    yield _("Means"), said(one.value)
    yield _("Includes"), said(one.includes)
    yield _("Excludes"), said(one.excludes)


def _measure(one: VictimMeasure) -> Iterator[tuple[str, str]]:
    yield _("Kind"), word(one.kind)
    yield _("Says"), said(one.value)
    yield _("Open to a foreign child too"), said(one.also_foreign_child)
