"""The file of a jurisdiction's duties, read strictly: every defect with its file, line and key. Pure."""

import re
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from fanal.learning.contracts import ROLES
from fanal.tourism.duties.model import Read, Repeat, Rule, Sign, Status, Within
from fanal.tourism.kinds import FLAGS, SITE_KINDS
from fanal.vocabulary.countries import is_country
from fanal.vocabulary.files import FIRST_DAY, Checker, lines_of, read_yaml, twice
from fanal.vocabulary.languages import language_name

SCHEMA: Final = "fanal.tourism.duties/1"
CONTENTS: Final = (
    "definition", "difference", "indicators", "at_risk", "roles", "reporting_procedure", "contacts", "respond",
)  # fmt: skip
"""What a training must hold: what trafficking is, how its forms differ, signs of it, who is at risk, what staff do, how
to tell, whom to call, how to respond."""
QUOTE: Final = 60
"""Words of a law that are quoted at most."""
_ID: Final = re.compile(r"[A-Z]{2}[A-Za-z0-9.-]{1,58}")
_PLACE: Final = re.compile(r"([A-Z]{2})(?:-[A-Z0-9]{1,3})?")
_LAW: Final = ("id", "status", "valid_from", "site_kinds", "cite", "url", "read", "checked_on", "review")
_MORE: Final = ("valid_to", "open_site_kinds", "min_rooms", "applies_if", "via", "quote", "note")
_RULE: Final = (
    "role_classes", "agency_staff", "within", "comply_by", "repeat", "min_minutes", "interactive", "course",
    "acknowledgement", "must_contain",
)  # fmt: skip


class Head(NamedTuple):
    """What stands once in a file, for all of its laws."""

    jurisdiction: str
    name: str
    language: str


def read(path: Path) -> tuple[tuple[Rule, ...], tuple[Sign, ...]]:
    """The duties to train and to post of a file. Raises `Defective` with everything that is wrong."""
    document = read_yaml(path)
    check = Checker(path.name, lines_of(path))
    told = check.keys(document, "", ("schema", "jurisdiction", "name", "language"), ("training", "signs"))
    check.one_of(told.get("schema"), "schema", (SCHEMA,))
    where = check.text(told.get("jurisdiction"), "jurisdiction")
    found = _PLACE.fullmatch(where)
    if where and not (found and is_country(found[1])):
        check.wrong("jurisdiction", "the code of a country, or of a part of one, is expected: NO, US-FL")
    if where and where.lower() != path.stem:
        check.wrong("jurisdiction", "must be the name of the file")
    head = Head(where, check.text(told.get("name"), "name"), check.text(told.get("language"), "language"))
    rules = tuple(
        _rule(check, one, f"training[{at}]", head)
        for at, one in enumerate(check.items(told.get("training", []), "training"))
    )
    signs = tuple(
        _sign(check, one, f"signs[{at}]", head) for at, one in enumerate(check.items(told.get("signs", []), "signs"))
    )
    for name in twice(one.id for one in (*rules, *signs)):
        check.wrong("", f"the id {name} is taken")
    check.done()
    return rules, signs


def _law(check: Checker, told: Any, key: str, head: Head) -> dict[str, Any]:
    name = check.text(told.get("id"), f"{key}.id")
    if name and not (_ID.fullmatch(name) and name.startswith(f"{head.jurisdiction}.")):
        check.wrong(f"{key}.id", f"{head.jurisdiction}. and letters, digits, points and hyphens are expected")
    ends = told.get("valid_to")
    begins = check.day(told.get("valid_from"), f"{key}.valid_from") or FIRST_DAY
    until = check.day(ends, f"{key}.valid_to") if ends is not None else None
    if until and until < begins:
        check.wrong(f"{key}.valid_to", "it ends before it begins")
    quote = check.text(told.get("quote", ""), f"{key}.quote", empty=True)
    if len(quote.split()) > QUOTE:
        check.wrong(f"{key}.quote", f"{QUOTE} words at most, not {len(quote.split())}")
    review = check.one_of(told.get("review"), f"{key}.review", ("unreviewed", "reviewed"))
    return {
        "id": name,
        "jurisdiction": head.jurisdiction,
        "where": head.name,
        "language": head.language,
        "status": Status(check.one_of(told.get("status"), f"{key}.status", list(Status)) or Status.BILL),
        "valid_from": begins,
        "valid_to": until,
        "site_kinds": _codes(check, told.get("site_kinds"), f"{key}.site_kinds", SITE_KINDS),
        "open_kinds": _codes(check, told.get("open_site_kinds", []), f"{key}.open_site_kinds", SITE_KINDS),
        "min_rooms": check.number(told.get("min_rooms", 0), f"{key}.min_rooms", 0, 100_000),
        "condition": check.one_of(told["applies_if"], f"{key}.applies_if", FLAGS) if "applies_if" in told else "",
        "cite": check.text(told.get("cite"), f"{key}.cite"),
        "url": _url(check, told.get("url"), f"{key}.url"),
        "via": _url(check, told["via"], f"{key}.via") if "via" in told else "",
        "quote": quote,
        "note": check.text(told.get("note", ""), f"{key}.note", empty=True),
        "read": Read(check.one_of(told.get("read"), f"{key}.read", list(Read)) or Read.NONE),
        "checked_on": check.day(told.get("checked_on"), f"{key}.checked_on") or FIRST_DAY,
        "reviewed": review == "reviewed",
    }


def _url(check: Checker, value: Any, key: str) -> str:
    said = check.text(value, key)
    if said and not said.startswith(("https://", "http://")):
        check.wrong(key, "an address is expected")
    return said


def _codes(check: Checker, value: Any, key: str, known: Any) -> frozenset[str]:
    return frozenset(check.one_of(one, f"{key}[{at}]", known) for at, one in enumerate(check.items(value, key)))


def _contents(check: Checker, value: Any, key: str) -> tuple[str, ...]:
    return tuple(check.one_of(one, f"{key}[{at}]", CONTENTS) for at, one in enumerate(check.items(value, key)))


def _rule(check: Checker, value: Any, key: str, head: Head) -> Rule:
    told = check.keys(value, key, (*_LAW, *_RULE), (*_MORE, "open_role_classes"))
    roles = told.get("role_classes")
    repeat, every = _repeat(check, told.get("repeat"), f"{key}.repeat")
    course = check.keys(told["course"], f"{key}.course", ("approved_by", "approved_ids")) if told.get("course") else {}
    signed = told.get("acknowledgement")
    must = told.get("must_contain")
    approved = check.texts(course.get("approved_ids"), f"{key}.course.approved_ids") if course else ()
    found = Rule(
        **_law(check, told, key, head),
        roles=None if roles == "all" else _codes(check, roles, f"{key}.role_classes", ROLES),
        open_roles=_codes(check, told.get("open_role_classes", []), f"{key}.open_role_classes", ROLES),
        agency=_known(check, told.get("agency_staff"), f"{key}.agency_staff"),
        within=_within(check, told.get("within"), f"{key}.within"),
        comply_by=_day(check, told.get("comply_by"), f"{key}.comply_by"),
        repeat=repeat,
        every=every,
        min_minutes=check.number(told.get("min_minutes") or 0, f"{key}.min_minutes", 0, 10_000),
        interactive=bool(told.get("interactive")) and check.truth_value(told["interactive"], f"{key}.interactive"),
        approved_by=check.text(course.get("approved_by"), f"{key}.course.approved_by") if course else "",
        approved=frozenset(approved),
        acknowledged=bool(signed) and check.truth_value(signed, f"{key}.acknowledgement"),
        must_contain=None if must == "unknown" else _contents(check, must, f"{key}.must_contain"),
    )  # fmt: skip
    if found.roles and found.roles & found.open_roles:
        check.wrong(f"{key}.open_role_classes", "a role is obliged, or it is open whether it is")
    return found


def _day(check: Checker, value: Any, key: str) -> date | None:
    return None if value is None else check.day(value, key)


def _known(check: Checker, value: Any, key: str) -> bool | None:
    return None if value == "unknown" else check.truth_value(value, key)


def _within(check: Checker, value: Any, key: str) -> Within | None:
    if value == "unknown":
        return None
    told = check.keys(value, key, (), ("days", "months"))
    if len(told) != 1:
        check.wrong(key, "days or months are expected, or unknown")
        return None
    ((unit, number),) = told.items()
    return Within(check.number(number, f"{key}.{unit}", 0, 3650), unit == "months")


def _repeat(check: Checker, value: Any, key: str) -> tuple[Repeat, int]:
    if isinstance(value, str) and value in {Repeat.NONE, Repeat.UNKNOWN}:
        return Repeat(value), 0
    told = check.keys(value, key, ("kind", "n"))
    kind = check.one_of(told.get("kind"), f"{key}.kind", (Repeat.ROLLING_MONTHS, Repeat.CALENDAR_YEAR))
    return Repeat(kind or Repeat.UNKNOWN), check.number(told.get("n"), f"{key}.n", 1, 240)


def _sign(check: Checker, value: Any, key: str, head: Head) -> Sign:
    told = check.keys(value, key, (*_LAW, "languages", "place"), (*_MORE, "by", "min_mm", "min_pt"))
    languages = check.texts(told.get("languages"), f"{key}.languages")
    for at, code in enumerate(languages):
        if code != "local" and language_name(code, "en") == code:
            check.wrong(f"{key}.languages[{at}]", "the code of a language is expected, as es, or local")
    return Sign(
        **_law(check, told, key, head),
        by=_day(check, told.get("by"), f"{key}.by"),
        languages=tuple(code for code in languages if code != "local"),
        local_language="local" in languages,
        min_mm=_sides(check, told["min_mm"], f"{key}.min_mm") if "min_mm" in told else None,
        min_pt=check.number(told.get("min_pt", 0), f"{key}.min_pt", 0, 500),
        place=check.text(told.get("place"), f"{key}.place"),
    )


def _sides(check: Checker, value: Any, key: str) -> tuple[int, int]:
    sides = [check.number(one, f"{key}[{at}]", 1, 10_000) for at, one in enumerate(check.items(value, key))]
    if len(sides) != 2 or sides[0] > sides[1]:
        check.wrong(key, "the shorter and the longer side are expected")
        return 1, 1
    return sides[0], sides[1]
