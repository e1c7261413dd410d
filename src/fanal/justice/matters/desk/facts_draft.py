"""What was typed into the case question, read into `fanal.facts/1`, and facts written back into what is typed.

Nothing that was typed is lost: what cannot be read stays where it stands, with the error beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.engines.jurisdiction.contracts import FACTS_SCHEMA, FactsError, parse_facts
from fanal.justice.matters.desk.facts_fields import FIELDS, MOST, WHOLE, Many, One

type Values = Mapping[str, Sequence[str]]

DEFECTS: dict[str, Promise] = {
    "no-such-day": lazy("This day is in no calendar."),
    "unknown-state": lazy("No country has this code."),
    "ends-before-it-begins": lazy("It ends before it begins. Exchange the two days, or mend one of them."),
    "charge-before-act": lazy("The charge is before the act. Mend one of the two days."),
    "age-upside-down": lazy("The lower age is above the higher one. Exchange them."),
    "born-after-act": lazy("This is after the act. Mend one of the two days."),
    "too-old": lazy("Nobody is as old as that. Mend the day of birth or that of the act."),
    "age-conflicts": lazy("The age does not fit the day of birth. Mend one, or leave out the one in doubt."),
    "child-is-suspect": lazy("A child is never looked at as the person suspected."),
    "complete-of-nothing": lazy("Say what is on the list, or leave it open."),
    "stateless-national": lazy("Nobody is stateless and has a nationality at the same time. Say from when to when."),
    "missing-key": lazy("Something is missing in this line. Fill it in, or empty the line."),
}
OTHERWISE = lazy("This does not fit here. Look at it again.")
_ENDS = {"lo": 0, "hi": 130}


@dataclass(slots=True)
class Draft:
    """`errors`: by field; an empty name is the whole. `where`: from which field a path of the facts is."""

    values: Values = field(repr=False)
    facts: dict[str, Any] = field(default_factory=lambda: {"schema": FACTS_SCHEMA}, repr=False)
    errors: dict[str, str] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict, repr=False)
    more: int = 0

    def typed(self, name: str) -> list[str]:
        """What stands in a field, without empty lines."""
        return [one for one in self.values.get(name, ()) if one.strip()]

    def lines(self, many: Many) -> int:
        """How many lines of a list to show: those that were filled, and as many `more` as somebody asked for."""
        filled = [line for line in range(MOST) if any(self.typed(name) for name in many.names(line))]
        return min(MOST, max(1, max(filled, default=-1) + 1 + self.more))

    def first_wrong(self, pages: Sequence[str]) -> str:
        """The first page with an error; empty if there is none."""
        wrong = {page_of(name) for name in self.errors}
        return next((page for page in pages if page in wrong), "")


def page_of(name: str) -> str:
    """On which page a field stands; what belongs to none is said on the first."""
    for one in FIELDS:
        if name == one.name or name.startswith(f"{one.name}_"):
            return one.page
    return FIELDS[0].page


def read(values: Values) -> Draft:
    """Read what was typed and have the engine check it."""
    draft = Draft(values)
    for part in FIELDS:
        if isinstance(part, Many):
            _many(draft, part)
        else:
            _one(draft, part)
    _ages(draft.facts)
    if "act" not in draft.facts or "conduct" not in draft.facts["act"]:
        draft.errors.setdefault("conduct", _("Choose what it is. Several are possible."))
    elif not draft.errors:
        _checked(draft)
    return draft


def _checked(draft: Draft) -> None:
    try:
        parse_facts(draft.facts)
    except FactsError as error:
        for defect in error.defects:
            draft.errors.setdefault(_field_at(draft, defect.path), str(DEFECTS.get(defect.code, OTHERWISE)))


def _field_at(draft: Draft, path: str) -> str:
    """The field that a path of the facts came from, or the nearest above it."""
    while path:
        if path in draft.where:
            return draft.where[path]
        under = [name for held, name in draft.where.items() if held.startswith((f"{path}.", f"{path}["))]
        if under:
            return under[0]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return ""


def _clean(draft: Draft, name: str, one: One) -> Any:
    """The value of one field as it stands in the facts, None where it is left open or cannot be read."""
    raw = draft.typed(name)
    if not raw:
        return None
    try:
        found = one.field().clean(raw if one.kind == "list" else raw[0])
    except ValidationError as error:
        draft.errors[name] = str(error.messages[0])
        return None
    return {"yes": True, "no": False}.get(found) if one.kind == "bool" else found


def _one(draft: Draft, one: One) -> None:
    found = _clean(draft, one.name, one)
    whole = WHOLE.get(one.name)
    if found is None and not (whole and draft.typed(f"{one.name}_whole") == ["yes"]):
        return
    _put(draft.facts, one.path, [] if found is None else found)
    draft.where[".".join(one.path)] = one.name
    if whole:
        _put(draft.facts, whole, draft.typed(f"{one.name}_whole") == ["yes"])


def _many(draft: Draft, many: Many) -> None:
    lines: list[Any] = []
    path = ".".join(many.path)
    for line in range(MOST):
        names = many.names(line)
        held = {
            part.name: value
            for name, part in zip(names, many.parts, strict=True)
            if (value := _clean(draft, name, part)) is not None
        }
        if not held:
            continue
        place = f"{path}[{len(lines)}]"
        draft.where |= {f"{place}.{part.name}": name for name, part in zip(names, many.parts, strict=True)}
        draft.where[place] = names[0]
        lines.append(held[many.key] if many.plain and set(held) == {many.key} else held)
    whole = draft.typed(many.whole_name) == ["yes"]
    if many.whole is None and not lines:
        return
    if lines or whole:
        _put(draft.facts, many.path, lines)
        draft.where[path] = many.names(0)[0]
    if many.whole is not None and (lines or whole):
        _put(draft.facts, (*many.path[:-1], f"{many.path[-1]}_complete"), whole)


def _put(facts: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for step in path[:-1]:
        facts = facts.setdefault(step, {})
    facts[path[-1]] = value


def _ages(facts: dict[str, Any]) -> None:
    """An age of which one end is known is open at the other."""
    for who in ("child", "suspect"):
        age = facts.get(who, {}).get("age")
        if age is not None:
            facts[who]["age"] = _ENDS | age


# ---- back into what is typed ----


def values_of(facts: Mapping[str, Any]) -> dict[str, list[str]]:
    """What would have to be typed for these facts."""
    found: dict[str, list[str]] = {}
    for one in FIELDS:
        held = _at(facts, one.path)
        if isinstance(one, Many):
            found |= dict(_lines(one, held or (), _at(facts, (*one.path[:-1], f"{one.path[-1]}_complete"))))
        elif held is not None:
            found[one.name] = _texts(held)
            if one.name in WHOLE:
                found[f"{one.name}_whole"] = ["no" if _at(facts, WHOLE[one.name]) is False else "yes"]
    return found


def _lines(many: Many, held: Sequence[Any], complete: bool | None) -> Iterator[tuple[str, list[str]]]:
    for line, one in enumerate(held[:MOST]):
        parts = one if isinstance(one, Mapping) else {many.key: one}
        for name, part in zip(many.names(line), many.parts, strict=True):
            if part.name in parts:
                yield name, _texts(parts[part.name])
    if many.whole is not None and (held or complete):
        yield many.whole_name, ["yes" if _whole(many, complete) else "no"]


def _whole(many: Many, complete: bool | None) -> bool:
    """A list is whole where nobody says otherwise, but for the steps of authorities (`fanal.facts/1`)."""
    return many.name != "events" if complete is None else complete


def _at(facts: Mapping[str, Any], path: Sequence[str]) -> Any:
    found: Any = facts
    for step in path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _texts(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
