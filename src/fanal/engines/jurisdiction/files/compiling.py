"""From parsed documents to the frozen objects of `model`: fields merged by version, edges, three kinds of "not there".

Everything here takes documents that `validation` and `checks` have passed, and raises nothing of its own.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from fanal.engines.jurisdiction.files.reading import Document
from fanal.engines.jurisdiction.model import (
    ABSENT,
    CONDUCTS,
    UNDETERMINED,
    Basis,
    Cap,
    Cite,
    Condition,
    Coverage,
    Definition,
    DoubleCriminality,
    Edge,
    Exemption,
    Expr,
    Law,
    LimitationText,
    Maybe,
    NotEntered,
    OffenceText,
    Provision,
    Review,
    ReviewStatus,
    RuleText,
    Source,
    StartTerm,
    Step,
    Switch,
    Version,
    VictimMeasure,
    Years,
)

type Fields = Mapping[str, Any]

LENGTHS = ("none", "length_by_max_penalty", "length_by_victim_age", "years")
TEMPORAL = ("substantive", "jurisdiction_rules", "limitation_change")
GROUPS = (
    "place_of_act", "ne_bis_in_idem", "immunity", "extradition", "child_not_punished", "procedure", "legal_persons",
    "confiscation", "settings",
)  # fmt: skip
_DAY = timedelta(days=1)
_JOINS = frozenset(("all_of", "any_of", "none_of", "all", "any"))
_NO_LINK = frozenset((Basis.TERRITORY, Basis.FLAG, Basis.UNIVERSAL))


def law(document: Document) -> Law:
    """One jurisdiction of one `fanal.law/1` document."""
    data: Fields = document.value
    code = data["jurisdiction"]
    return Law(
        jurisdiction=code,
        names=dict(data["names"]),
        sources={key: source(key, entry) for key, entry in data["sources"].items()},
        offences=_provisions(document, "offences", code, offence_text),
        rules=_provisions(document, "jurisdiction_rules", code, rule_text),
        limitation=_provisions(document, "limitation", code, limitation_text),
        groups=dict(_groups(data)),
        definitions=tuple(_definition(entry) for entry in data.get("definitions", ())),
        victim_measures=tuple(_measure(entry) for entry in data.get("victim_measures", ())),
        coverage=tuple(_coverage(entry) for entry in data.get("coverage", ())),
        not_entered=tuple(
            NotEntered(entry["art"], conducts(entry["covers"]), entry["why"]) for entry in data.get("not_entered", ())
        ),
        file=document.file,
    )


# What all provisions share.


def start_edge(value: str | Fields) -> Edge:
    """`from`: the day of entry into force, or two days between which it lies."""
    return _edge(value, -_DAY)


def end_edge(value: str | Fields) -> Edge:
    """`to`: the last day, or the last day that is known and the first on which another text surely held."""
    return _edge(value, _DAY)


def _edge(value: str | Fields, other: timedelta) -> Edge:
    if isinstance(value, str):
        day = date.fromisoformat(value)
        return Edge(*sorted((day, day + other)))
    return Edge(_day(value, "after"), _day(value, "by"))


def edges(fields: Fields) -> tuple[Edge | None, Edge | None]:
    """Beginning and end of a version; None where it has none."""
    start, end = fields.get("from"), fields.get("to")
    return start_edge(start) if start is not None else None, end_edge(end) if end is not None else None


def merged(provision: Fields, version: Fields) -> dict[str, Any]:
    """The fields of a version over those of its provision; the length of a limitation is one field of four names."""
    over = {name: value for name, value in provision.items() if name not in {"id", "versions"}}
    if any(name in version for name in LENGTHS):
        over = {name: value for name, value in over.items() if name not in LENGTHS}
    return {**over, **version}


def review(value: Fields | None) -> Review:
    if value is None:
        return Review()
    days = {name: _day(value, name) for name in ("on", "valid_until", "checked_on")}
    return Review(**{**value, **days, "status": ReviewStatus(value["status"])})


def cite(value: Fields | None) -> Cite | None:
    return None if value is None else Cite(**value)


def source(key: str, value: Fields) -> Source:
    held = {name: one for name, one in value.items() if name != "compared"}  # for the checks of authors only
    return Source(key, **{**held, **{name: _day(value, name) for name in ("version_date", "retrieved")}})


def conducts(value: list[str] | str) -> frozenset[str]:
    return frozenset(CONDUCTS if value == "*" else value)


def _day(value: Fields, name: str) -> date | None:
    found = value.get(name)
    return None if found is None else date.fromisoformat(found)


def _maybe[T](fields: Fields, name: str, make: Callable[[Any], T]) -> Maybe[T]:
    if name not in fields:
        return ABSENT
    value = fields[name]
    return UNDETERMINED if value == "undetermined" else make(value)


def _as_it_is(value: Any) -> Any:
    return value


def _provisions[T](document: Document, part: str, code: str, text: Callable[[Fields], T]) -> dict[str, Provision[T]]:
    found = {}
    for index, one in enumerate(document.value.get(part, ())):
        versions = tuple(_version(merged(one, version), version, text) for version in one["versions"])
        where = f"{document.file}:{document.line((part, index))}"
        found[one["id"]] = Provision(one["id"], code, versions, where)
    return found


def _version[T](fields: Fields, own: Fields, text: Callable[[Fields], T]) -> Version[T]:
    start, end = edges(own)
    return Version(
        start,
        end,
        text(fields),
        cite(fields.get("cite")),
        review(fields.get("review")),
        own.get("source"),
        own.get("unknown", False),
        own.get("from_memory", False),
        " ".join(own[name] for name in ("note", "gap") if name in own),
    )


# The texts of the three kinds of provision.


def offence_text(fields: Fields) -> OffenceText:
    return OffenceText(
        covers=frozenset(fields.get("covers", ())),
        elements=_maybe(fields, "elements", lambda value: expression(value, "all_of")),
        enumerates=_maybe(fields, "enumerates", frozenset),
        exceptions=_maybe(fields, "exceptions", lambda value: tuple(map(_exemption, value))),
        degree_of=fields.get("degree_of", ""),
        requires=tuple(map(_condition, fields.get("requires", ()))),
        mens_rea=dict(fields.get("mens_rea", {})),
        max_penalty=_maybe(fields, "max_penalty_years", years),
        min_penalty=_maybe(fields, "min_penalty_years", years),
        attempt=_maybe(fields, "attempt", _as_it_is),
        participation=_maybe(fields, "participation", _as_it_is),
        aggravations=_maybe(fields, "aggravations", frozenset),
        result_element=_maybe(fields, "result_element", _as_it_is),
    )


def rule_text(fields: Fields) -> RuleText:
    basis = Basis(fields["basis"])
    absent: Maybe[Expr | None] = None if basis in _NO_LINK else ABSENT
    return RuleText(
        basis=basis,
        offences=_offences(fields),
        when=_maybe(fields, "when", lambda value: value and expression(value, "all")) if "when" in fields else absent,
        double_criminality=_maybe(fields, "double_criminality", _double_criminality),
        penalty_cap_foreign=_maybe(fields, "penalty_cap_foreign", _as_it_is),
        min_max_penalty_months=fields.get("min_max_penalty_months"),
        min_min_penalty_months=fields.get("min_min_penalty_months"),
        requires=tuple(map(_condition, fields.get("requires", ()))),
    )


def limitation_text(fields: Fields) -> LimitationText:
    by_age = fields.get("length_by_victim_age")
    start = fields.get("start")
    return LimitationText(
        offences=_offences(fields),
        none=fields.get("none", False),
        by_max_penalty=_steps(fields.get("length_by_max_penalty", ())),
        until_victim_age=by_age["until_age"] if by_age else None,
        years=fields.get("years"),
        unless=expression(fields["unless"], "all_of") if "unless" in fields else None,
        start=_maybe(fields, "start", lambda value: tuple(map(_start_term, value["max_of"]))),
        day_after=isinstance(start, dict) and start.get("day_after", False),
        suspended_while=_maybe(fields, "suspended_while", frozenset),
        interrupted_by=_maybe(fields, "interrupted_by", frozenset),
        stopped_by=_maybe(fields, "stopped_by", frozenset),
        absolute_cap=_maybe(fields, "absolute_cap", lambda value: value and _cap(value)),
    )


def expression(value: Fields, join: str) -> Expr:
    """One operator; several side by side are all asked for (`join`: all_of among elements, all among links)."""
    found = tuple(_operator(op, inside, join) for op, inside in value.items())
    return found[0] if len(found) == 1 else Expr(join, None, found)


def _operator(op: str, inside: Any, join: str) -> Expr:
    if op in _JOINS:
        return Expr(op, None, tuple(expression(one, join) for one in inside))
    if op == "not":
        return Expr(op, None, (expression(inside, join),))
    if isinstance(inside, dict):  # {at: act}, {leg: touches}, {leg: touches, unclear_if_resides_abroad: true}
        value = inside.get("at") or inside.get("leg")
        return Expr(op, (value, "unclear_if_resides_abroad") if inside.get("unclear_if_resides_abroad") else value)
    return Expr(op, tuple(inside) if isinstance(inside, list) else inside)


def years(value: float | str | Fields) -> Years:
    if isinstance(value, Mapping):
        return Years(_number(value["lo"]), _number(value["hi"]))
    return Years(_number(value), _number(value))


def _number(value: float | str) -> float:
    return math.inf if value == "life" else float(value)


def _offences(fields: Fields) -> frozenset[str] | None:
    # A provision that names no offences is about all of the file, as `"*"` says; the checks ask the author to say so.
    value = fields.get("offences", "*")
    return None if value == "*" else frozenset(value)


def _double_criminality(value: str | Fields) -> DoubleCriminality:
    if isinstance(value, str):
        return DoubleCriminality(value)
    return DoubleCriminality("", expression(value["unless"], "all"), value["else"])


def _condition(value: Fields) -> Condition:
    kind = next(
        name for name in ("consent", "complaint", "request", "extradition", "transfer_of_proceedings") if name in value
    )
    return Condition(
        kind,
        value[kind],
        _maybe(value, "criteria", _as_it_is),
        _maybe(value, "time_limit_days", _as_it_is),
        value.get("unless_public_interest", False),
    )


def _exemption(value: Fields) -> Exemption:
    kind = next(name for name in ("close_in_age", "marriage", "peer") if name in value)
    return Exemption(
        kind,
        value.get("close_in_age", 0),
        value.get("min_child_age"),
        value.get("burden", "element"),
        cite(value.get("burden_cite")),
        value.get("inclusive", False),
    )


def _steps(value: Any) -> tuple[Step, ...]:
    return tuple(Step(float(one["gt"] if "gt" in one else one["ge"]), "gt" in one, one.get("years")) for one in value)


def _start_term(value: str | Fields) -> StartTerm:
    return StartTerm(value) if isinstance(value, str) else StartTerm("victim_age", value["victim_age"])


def _cap(value: Fields) -> Cap:
    times = value.get("times")
    return Cap(
        None if times is None else float(times),
        value.get("years"),
        _steps(value.get("by_max_penalty", ())),
        value.get("from", "act_end"),
        _maybe(value, "extended_by_suspension", _as_it_is),
    )


# What is read as a whole.


def _groups(data: Fields) -> Iterator[tuple[str, Switch]]:
    temporal = data.get("temporal", {})
    for name in TEMPORAL:
        if name in temporal:
            yield f"temporal.{name}", switch(temporal[name])
    if "penalty_for_limitation" in temporal:
        yield "temporal.penalty_for_limitation", switch({"value": temporal["penalty_for_limitation"]})
    for name in GROUPS:
        if name in data:
            yield name, switch(data[name])


def switch(value: Fields) -> Switch:
    fields = {name: _plain(inside) for name, inside in value.items() if name not in {"cite", "review"}}
    return Switch(fields, cite(value.get("cite")), review(value.get("review")))


def _plain(value: Any) -> Any:
    if value == "undetermined":
        return UNDETERMINED
    if isinstance(value, list):  # extradition treaties are mappings, everything else codes
        return tuple(map(_treaty, value)) if value and isinstance(value[0], dict) else frozenset(value)
    return value


def _treaty(value: Fields) -> dict[str, Any]:
    start, end = edges(value)
    return {"with": value["with"], "from": start, "to": end}


def _definition(value: Fields) -> Definition:
    start, end = edges(value)
    return Definition(
        value["term"],
        _maybe(value, "value", _as_it_is),
        _maybe(value, "includes", frozenset),
        _maybe(value, "excludes", frozenset),
        cite(value.get("cite")),
        review(value.get("review")),
        start,
        end,
    )


def _measure(value: Fields) -> VictimMeasure:
    return VictimMeasure(
        value["id"],
        value["kind"],
        _maybe(value, "value", _plain),
        _maybe(value, "also_foreign_child", _as_it_is),
        cite(value.get("cite")),
        review(value.get("review")),
    )


def _coverage(value: Fields) -> Coverage:
    found = conducts(value["conducts"])
    days, on = (_day(value, "from"), _day(value, "to")), date.fromisoformat(value["on"])
    irrelevant = tuple((one["art"], one["why"]) for one in value.get("irrelevant", ()))
    return Coverage(found, *days, value["by"], on, value["state"] == "proposed", irrelevant)
