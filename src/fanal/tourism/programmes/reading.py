"""The file of a programme, read strictly: every defect with its file, line and key. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, Final

from fanal.tourism.programmes import checks
from fanal.tourism.programmes.model import (
    COUNTS,
    STEPS,
    TYPES,
    Clocks,
    CriteriaSet,
    Criterion,
    Exclusion,
    Fact,
    Fees,
    Kind,
    Programme,
    Question,
    QuestionSet,
    Recognition,
    Requirement,
    RevenueClass,
    Scope,
    Source,
    Status,
)
from fanal.vocabulary.countries import is_country
from fanal.vocabulary.files import Checker, lines_of, read_yaml
from fanal.vocabulary.languages import language_name

SCHEMA: Final = "fanal.tourism.programme/1"
APPROVERS: Final = ("local_code_representative", "secretariat")
EVIDENCE: Final = ("reference", "document", "visit", "assessment", "certificates", "report")
BANDS: Final = ("starting", "building", "established", "leading")
_MOST_DAYS: Final = 3650


class Reader(Checker):
    """A `Checker` that knows texts in languages and codes."""

    def say(self, value: Any, key: str) -> dict[str, str]:
        """A text by language; English must be there."""
        told = self.keys(value, key, ("en",), value if isinstance(value, dict) else ())
        return {self.language(code, f"{key}.{code}"): self.text(text, f"{key}.{code}") for code, text in told.items()}

    def language(self, value: Any, key: str) -> str:
        """A code of a language. `no` is one: our YAML has no truth values but `true` and `false`."""
        if isinstance(value, str) and language_name(value.partition("-")[0], "en") != value:
            return value
        self.wrong(key, "the code of a language is expected, as fr")
        return ""

    def country(self, value: Any, key: str) -> str:
        if isinstance(value, str) and is_country(value):
            return value
        self.wrong(key, "the code of a country is expected, as NO")
        return ""

    def each(self, value: Any, key: str, one: Callable[[Any, str], Any]) -> tuple[Any, ...]:
        return tuple(one(item, f"{key}[{at}]") for at, item in enumerate(self.items(value, key)))

    def some_of(self, value: Any, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        known = tuple(allowed)
        return self.each(value, key, lambda item, here: self.one_of(item, here, known))

    def day_or_none(self, value: Any, key: str) -> date | None:
        return None if value is None else self.day(value, key)


def read(path: Path) -> Programme:
    """The programme of a file. Raises `Defective` with everything that cannot be read."""
    document = read_yaml(path)
    check = Reader(path.name, lines_of(path))
    told = check.keys(document, "", ("schema", "programme"), ("criteria_sets", "question_sets"))
    check.one_of(told.get("schema"), "schema", (SCHEMA,))
    sets = check.each(told.get("criteria_sets", []), "criteria_sets", lambda one, key: _set(check, one, key))
    asked = check.each(told.get("question_sets", []), "question_sets", lambda one, key: _questions(check, one, key))
    found = _programme(check, told.get("programme"), sets, asked)
    if found.code and found.code != path.stem:
        check.wrong("programme.code", "must be the name of the file")
    check.done()
    checks.look(check, found)
    check.done()
    return found


_NEEDED: Final = ("code", "name", "kind", "countries", "languages")
_JOINED: Final = ("steps", "approvals", "validity", "report", "public_statement", "sectors")
"""What a programme needs besides, once somebody joins it here."""


def _programme(check: Reader, value: Any, sets: tuple[CriteriaSet, ...], asked: tuple[QuestionSet, ...]) -> Programme:
    needed = (*_NEEDED, *(_JOINED if sets else ()))
    told = check.keys(value, "programme", needed, (*_JOINED, "url", "fees", "clocks_days", "top_recognition", "facts"))
    at = "programme."
    return Programme(
        code=check.text(told.get("code"), at + "code"),
        name=check.say(told.get("name"), at + "name"),
        kind=Kind(check.one_of(told.get("kind"), at + "kind", list(Kind)) or Kind.UNKNOWN),
        countries=check.each(told.get("countries"), at + "countries", check.country),
        languages=check.each(told.get("languages"), at + "languages", check.language),
        url=_url(check, told.get("url", ""), at + "url"),
        steps=check.some_of(told.get("steps", []), at + "steps", STEPS),
        approvals=check.some_of(told.get("approvals", []), at + "approvals", APPROVERS),
        validity=_validity(check, told.get("validity", "until_lapse"), at + "validity"),
        yearly_report=check.one_of(told.get("report", "none"), at + "report", ("yearly", "none")) == "yearly",
        statement=check.say(told["public_statement"], at + "public_statement") if "public_statement" in told else {},
        sectors=check.texts(told.get("sectors", []), at + "sectors"),
        fees=_fees(check, told["fees"], at + "fees") if "fees" in told else None,
        clocks=_clocks(check, told.get("clocks_days", {}), at + "clocks_days"),
        recognition=_top(check, told["top_recognition"], at + "top_recognition") if "top_recognition" in told else None,
        facts=check.each(told.get("facts", []), at + "facts", lambda one, key: _fact(check, one, key)),
        sets=sets,
        question_sets=asked,
    )


def _url(check: Reader, value: Any, key: str) -> str:
    said = check.text(value, key, empty=True)
    if said and not said.startswith("https://"):
        check.wrong(key, "an address that begins with https:// is expected")
    return said


def _validity(check: Reader, value: Any, key: str) -> int | None:
    return None if value == "until_lapse" else check.number(value, key, 1, 120)


def _fees(check: Reader, value: Any, key: str) -> Fees:
    told = check.keys(value, key, ("classes", "evidence"), ("currency", "partner_discounts"))
    classes: tuple[RevenueClass, ...] = check.each(
        told.get("classes"), f"{key}.classes", lambda one, here: _class(check, one, here)
    )
    ends = [one.revenue_up_to or 0 for one in classes]
    if not ends or ends[-1] or 0 in ends[:-1] or sorted(ends[:-1]) != ends[:-1]:
        check.wrong(f"{key}.classes", "classes grow, and the last has no end (null)")
    discounts: dict[str, int] = {}
    for at, one in enumerate(check.items(told.get("partner_discounts", []), f"{key}.partner_discounts")):
        here = f"{key}.partner_discounts[{at}]"
        said = check.keys(one, here, ("partner", "percent"))
        partner = check.text(said.get("partner"), f"{here}.partner")
        discounts[partner] = check.number(said.get("percent"), f"{here}.percent", 1, 100)
    currency = check.text(told.get("currency", "EUR"), f"{key}.currency")
    return Fees(classes, currency, discounts, check.text(told.get("evidence"), f"{key}.evidence"))


def _class(check: Reader, value: Any, key: str) -> RevenueClass:
    told = check.keys(value, key, ("code", "revenue_up_to", "fee"))
    end = told.get("revenue_up_to")
    return RevenueClass(
        check.text(told.get("code"), f"{key}.code"),
        None if end is None else check.number(end, f"{key}.revenue_up_to", 1, 10**15),
        check.number(told.get("fee"), f"{key}.fee", 0, 10**9),
    )


def _clocks(check: Reader, value: Any, key: str) -> Clocks:
    names = [one.name for one in fields(Clocks)]
    told = check.keys(value, key, (), names)
    found: dict[str, Any] = {
        name: check.number(days, f"{key}.{name}", 0, _MOST_DAYS) for name, days in told.items() if name != "reminders"
    }
    if "reminders" in told:
        found["reminders"] = check.each(
            told["reminders"], f"{key}.reminders", lambda one, here: check.number(one, here, 0, _MOST_DAYS)
        )
        days = found["reminders"]
        if not days or list(days) != sorted(set(days)):
            check.wrong(f"{key}.reminders", "at least one day is expected, each later than the one before")
    return Clocks(**{name: found[name] for name in names if name in found})


def _top(check: Reader, value: Any, key: str) -> Recognition:
    told = check.keys(value, key, ("evidence", "rule"))
    names = [one.name for one in fields(Recognition) if one.name != "evidence"]
    rule = check.keys(told.get("rule"), f"{key}.rule", names)
    level = rule.get("every_criterion_mean_level_at_least")
    if type(level) not in {int, float} or not 0 <= float(level or 0) <= 4:
        check.wrong(f"{key}.rule.every_criterion_mean_level_at_least", "a level from 0 to 4 is expected")
        level = 4
    return Recognition(
        float(level or 0),
        check.truth_value(rule.get("report_published"), f"{key}.rule.report_published"),
        check.truth_value(rule.get("open_sanction"), f"{key}.rule.open_sanction"),
        check.one_of(rule.get("band"), f"{key}.rule.band", BANDS),
        check.text(told.get("evidence"), f"{key}.evidence"),
    )


def _fact(check: Reader, value: Any, key: str) -> Fact:
    told = check.keys(value, key, ("text", "source", "read"))
    return Fact(
        check.say(told.get("text"), f"{key}.text"),
        check.text(told.get("source"), f"{key}.source"),
        check.one_of(told.get("read"), f"{key}.read", ("text", "summary", "none")),
    )


# ---- criteria ----

_SET: Final = ("source", "checked_on", "valid_from", "valid_to", "predecessor", "exclusions", "criteria")


def _set(check: Reader, value: Any, key: str) -> CriteriaSet:
    historical = isinstance(value, dict) and value.get("status") == Status.HISTORICAL
    more = ("evidence", "note", "requirements_available", "retired")
    told = check.keys(value, key, ("version", "status", *(() if historical else _SET)), (*more, *_SET))
    if historical and told.get("requirements_available") is not False:
        check.wrong(f"{key}.requirements_available", "false is expected of a set that is history")
    checked = told.get("checked_on")
    return CriteriaSet(
        version=check.text(told.get("version"), f"{key}.version"),
        status=Status(check.one_of(told.get("status"), f"{key}.status", list(Status)) or Status.DRAFT),
        valid_from=None if historical else check.day(told.get("valid_from"), f"{key}.valid_from"),
        valid_to=check.day_or_none(told.get("valid_to"), f"{key}.valid_to"),
        predecessor=check.text(told.get("predecessor") or "", f"{key}.predecessor", empty=True),
        source=_url(check, told.get("source", ""), f"{key}.source"),
        checked_on=None if historical and checked is None else check.day(checked, f"{key}.checked_on"),
        evidence=check.text(told.get("evidence", ""), f"{key}.evidence", empty=True),
        note=check.text(told.get("note", ""), f"{key}.note", empty=True),
        exclusions=check.each(
            told.get("exclusions", []), f"{key}.exclusions", lambda one, here: _exclusion(check, one, here)
        ),
        criteria=check.each(
            told.get("criteria", []), f"{key}.criteria", lambda one, here: _criterion(check, one, here)
        ),
        retired=_reasons(check, told.get("retired", {}), f"{key}.retired"),
    )


def _reasons(check: Reader, value: Any, key: str) -> dict[str, str]:
    told = check.keys(value, key, (), value if isinstance(value, dict) else ())
    return {name: check.text(reason, f"{key}.{name}") for name, reason in told.items()}


def _exclusion(check: Reader, value: Any, key: str) -> Exclusion:
    told = check.keys(value, key, ("id", "text"), ("refuse_if", "ask_more_if", "calls", "stored"))
    found = {
        name: check.one_of(told[name], f"{key}.{name}", ("yes", "no")) if name in told else ""
        for name in ("refuse_if", "ask_more_if")
    }
    if ("refuse_if" in told) == ("ask_more_if" in told):
        check.wrong(key, "either refuse_if or ask_more_if is expected")
    if "calls" in told and "ask_more_if" not in told:
        check.wrong(f"{key}.calls", "only a question with ask_more_if calls requirements")
    return Exclusion(
        check.text(told.get("id"), f"{key}.id"),
        check.say(told.get("text"), f"{key}.text"),
        found["refuse_if"],
        found["ask_more_if"],
        check.texts(told.get("calls", []), f"{key}.calls"),
        check.truth_value(told.get("stored", True), f"{key}.stored"),
    )


def _criterion(check: Reader, value: Any, key: str) -> Criterion:
    told = check.keys(value, key, ("number", "title", "purpose", "weight", "evidence", "requirements"))
    return Criterion(
        check.number(told.get("number"), f"{key}.number", 1, 99),
        check.say(told.get("title"), f"{key}.title"),
        check.say(told.get("purpose"), f"{key}.purpose"),
        check.share(told.get("weight"), f"{key}.weight"),
        check.text(told.get("evidence"), f"{key}.evidence"),
        check.each(told.get("requirements"), f"{key}.requirements", lambda one, here: _requirement(check, one, here)),
    )


def _requirement(check: Reader, value: Any, key: str) -> Requirement:
    needed = ("id", "text", "scope", "mandatory", "default_due_days", "renew_months", "evidence_types")
    told = check.keys(value, key, needed, ("main", "sectors", "min_sites", "tag", "replaces"))
    return Requirement(
        id=check.text(told.get("id"), f"{key}.id"),
        text=check.say(told.get("text"), f"{key}.text"),
        scope=Scope(check.one_of(told.get("scope"), f"{key}.scope", list(Scope)) or Scope.COMPANY),
        mandatory=check.truth_value(told.get("mandatory"), f"{key}.mandatory"),
        default_due_days=check.number(told.get("default_due_days"), f"{key}.default_due_days", 1, _MOST_DAYS),
        renew_months=check.number(told.get("renew_months"), f"{key}.renew_months", 1, 120),
        evidence_types=check.some_of(told.get("evidence_types"), f"{key}.evidence_types", EVIDENCE),
        main=check.truth_value(told.get("main", False), f"{key}.main"),
        sectors=check.texts(told.get("sectors", []), f"{key}.sectors"),
        min_sites=check.number(told.get("min_sites", 0), f"{key}.min_sites", 0, 10**6),
        tag=check.text(told.get("tag", ""), f"{key}.tag", empty=True),
        replaces=check.texts(told.get("replaces", []), f"{key}.replaces"),
    )


# ---- questions of a report ----


def _questions(check: Reader, value: Any, key: str) -> QuestionSet:
    told = check.keys(value, key, ("version", "status", "questions"), ("forbidden_subjects",))
    return QuestionSet(
        check.text(told.get("version"), f"{key}.version"),
        Status(check.one_of(told.get("status"), f"{key}.status", list(Status)) or Status.DRAFT),
        check.each(told.get("questions"), f"{key}.questions", lambda one, here: _question(check, one, here)),
        check.texts(told.get("forbidden_subjects", []), f"{key}.forbidden_subjects"),
    )


_HOLDS: Final = {
    Source.MANUAL: ("text",), Source.PLAN: ("of",), Source.COUNTED: ("formula", "counts"),
    Source.TRAINING: ("formula", "counts"),
}  # fmt: skip
"""What a question of each source needs."""


def _question(check: Reader, value: Any, key: str) -> Question:
    source = value.get("source") if isinstance(value, dict) else None
    known = Source(source) if isinstance(source, str) and source in list(Source) else Source.MANUAL
    more = ("text", "of", "formula", "counts")
    told = check.keys(value, key, ("id", "criterion", "source", "type", *_HOLDS[known]), more)
    check.one_of(source, f"{key}.source", list(Source))
    counts = check.one_of(told["counts"], f"{key}.counts", list(COUNTS)) if "counts" in told else ""
    return Question(
        check.text(told.get("id"), f"{key}.id"),
        check.number(told.get("criterion"), f"{key}.criterion", 1, 99),
        known,
        check.one_of(told.get("type"), f"{key}.type", TYPES),
        check.say(told["text"], f"{key}.text") if "text" in told else {},
        check.text(told.get("of", ""), f"{key}.of", empty=True),
        counts,
        check.text(told.get("formula", ""), f"{key}.formula", empty=True),
    )
