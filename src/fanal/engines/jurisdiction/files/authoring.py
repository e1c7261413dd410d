"""The rules for authors of provisions that a program can check, one a function
(docs/law-corpus.md, "Writing a file").

Each takes one provision as it was written and yields what is wrong with it. What only a reader can see (whether the
text says so) is for the second person of the review ladder.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any, Literal

from fanal.engines.jurisdiction.files.compiling import LENGTHS, Fields, edges, merged, years
from fanal.engines.jurisdiction.files.reading import Defect, Document
from fanal.engines.jurisdiction.model import Edge
from fanal.vocabulary.dates import months_later

LONGEST_QUOTE = 60  # words
LONGEST_REVIEW = 24  # months
PARTS = ("offences", "jurisdiction_rules", "limitation")
# Links that give the same basis of jurisdiction: an `any` over these may stay together, over others it may not.
_KINDS = {
    "suspect_national": "nationality", "suspect_became_national": "nationality",
    "suspect_resident": "residence", "suspect_permanent_resident": "residence",
    "travel": "abroad", "suspect_resides_abroad": "abroad",
}  # fmt: skip
# What a text with a reach or an aim of its own says in the languages of the corpus.
_OWN = re.compile(
    r"outside (?:of )?(?:the|[A-Z])|in(?:to)? the United States|\bintend(?:s|ing)\b|\bintention (?:of|that|to)"
    r"|for the purposes? of|in order to|zu[mr] Zwecke?\b|in der Absicht|mit dem Vorsatz|im Inland\b"
    r"|\bi syfte att|med forsett om|i den hensikt|dans le but|en vue d|afin de|aux fins d|al fine di|allo scopo di"
    r"|met (?:het|ontuchtig) oogmerk|con el (?:fin|propósito) de|con fines|com o (?:fim|intuito) de|の目的で|목적으로",
    re.IGNORECASE,
)
# Conducts that are what they are for: their texts name an aim, or the conduct is it.
_AIMED = frozenset({"trafficking", "grooming", "travel_facilitation"})
_DAY = timedelta(days=1)
type Found = Iterator[Defect]


@dataclass(frozen=True, slots=True)
class Spot:
    """A part of a document with its path. `value` is what stands there."""

    document: Document
    path: tuple[str | int, ...]
    value: Any

    def at(self, *steps: str | int) -> "Spot":
        value = self.value
        for step in steps:
            value = value[step]
        return Spot(self.document, (*self.path, *steps), value)

    def each(self, name: str) -> Iterator["Spot"]:
        for index in range(len(self.value.get(name, ()))):
            yield self.at(name, index)

    def error(
        self, code: str, message: str, remedy: str, *steps: str | int, severity: Literal["error", "warning"] = "error"
    ) -> Defect:
        return self.document.defect((*self.path, *steps), code, message, remedy, severity)


def provision(spot: Spot, part: str) -> Found:
    """All that is wrong with one provision of `offences`, `jurisdiction_rules` or `limitation`."""
    for check in _PROVISION:
        yield from check(spot)
    for version in spot.each("versions"):
        fields = merged(spot.value, version.value)
        for written in (*_VERSION, *_BY_PART[part]):
            yield from written(version, fields)


def review(spot: Spot) -> Found:
    """Whether a review has what its rung of the ladder needs; `spot` is the mapping that holds the key `review`."""
    held = spot.value.get("review")
    if not held or held["status"] not in {"checked", "reviewed"}:
        return
    checked = held["status"] == "checked"
    needed = ("drafted_by", "checked_by", "checked_on") if checked else ("drafted_by", "on", "valid_until")
    absent = [name for name in needed if name not in held]
    if not checked and not (held.get("by") or held.get("role")):
        absent.append("by")
    if absent:
        message = f"A review of status {held['status']} has no {', '.join(absent)}."
        yield spot.error("review-incomplete", message, "Add them, or write `status: drafted`.", "review")
    other = held.get("checked_by" if checked else "by")
    if other is not None and other == held.get("drafted_by"):
        message = f"The person who drafted it cannot be the one who {held['status']} it."
        yield spot.error("review-same-person", message, "Ask another person, or write `status: drafted`.", "review")
    yield from _validity(spot, held)


def cited(spot: Spot) -> Found:
    """A citation that is there and short, and a review; `spot` is the mapping that holds `cite` and `review`."""
    yield from _quote(spot)
    yield from review(spot)
    yield from _cite(spot, needed=True)


def _cite(spot: Spot, *, needed: bool) -> Found:
    if "cite" not in spot.value:
        if needed:
            message = "It cites nothing."
            yield spot.error("cite-missing", message, "Add `cite`; `cite: null` where it rests on no article.")
    elif spot.value["cite"] is None and not (spot.value.get("review") or {}).get("needs_expert"):
        message = "`cite: null` says that it rests on no article, so a lawyer must look."
        yield spot.error("cite-null", message, "Add `needs_expert: true` to its review.", "cite")


def _quote(spot: Spot, key: str = "cite") -> Found:
    held = spot.value.get(key)
    words = len((held or {}).get("quote", "").split())
    if words > LONGEST_QUOTE:
        message = f"The quotation has {words} words; the limit is {LONGEST_QUOTE}."
        yield spot.error("quote-too-long", message, "Shorten it.", key, "quote")


def _validity(spot: Spot, held: Fields) -> Found:
    days = {name: _date(held.get(name)) for name in ("on", "valid_until")}
    on, until = days["on"], days["valid_until"]
    if on and until and until < on:
        yield spot.error("review-validity", "The review ends before it was made.", "Mend the days.", "review")
    if on and until and until > months_later(on, LONGEST_REVIEW):
        message = f"The review is valid for more than {LONGEST_REVIEW} months."
        yield spot.error("review-validity", message, f"At most {months_later(on, LONGEST_REVIEW)}.", "review")


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # said elsewhere: no-such-date
        return None


# One provision: its versions beside each other.


def _cited(spot: Spot) -> Found:
    """Each citation and review is judged once, where it is written, for all versions that it holds for."""
    told = set[Defect]()
    for version in spot.each("versions"):
        yield from _quote(version)
        yield from review(version)
        place = version if "cite" in version.value else spot
        whole = Spot(spot.document, place.path, merged(spot.value, version.value))
        told |= set(_cite(whole, needed=not version.value.get("unknown")))
    yield from _quote(spot)
    yield from review(spot)
    yield from told


def _burdens(spot: Spot) -> Found:
    """Whose an exception is: where it is the accused's, the text was read, and no age stands in doubt by silence."""
    for text in (spot, *spot.each("versions")):
        held = text.value.get("exceptions")
        for one in text.each("exceptions") if isinstance(held, list) else ():
            yield from _quote(one, "burden_cite")
            if one.value.get("burden") != "defence":
                continue
            if not (one.value.get("burden_cite") or {}).get("source"):
                message = "It is said to be for the accused to show, and no text that says so."
                remedy = "Add `burden_cite: {source: …, art: …}`, or leave `burden` out."
                yield one.error("burden-uncited", message, remedy)
            if "marriage" not in one.value:
                message = "What hangs on age, consent or development is never a defence that silence sets aside."
                yield one.error("never-a-defence", message, "Leave `burden` out, or write `burden: element`.")


def _overlaps(spot: Spot) -> Found:
    for first, second in combinations(spot.each("versions"), 2):
        days = [_sure(edges(one.value)) for one in (first, second)]
        if all(days):
            begin = max(found[0] for found in days if found)
            end = min(found[1] for found in days if found)
            if begin <= end:
                message = f"Two versions surely hold on {max(begin, _LOWEST)}."
                yield second.error("versions-overlap", message, "End the first before the second begins.")


_LOWEST, _HIGHEST = date(1000, 1, 1), date.max


def _sure(life: tuple[Edge | None, Edge | None]) -> tuple[date, date] | None:
    """The days on which a version surely holds, None if there is no such day that we know."""
    start, end = life
    first = _LOWEST if start is None else start.by
    last = _HIGHEST if end is None else end.after
    return (first, last) if first and last and first <= last else None


def _gaps(spot: Spot) -> Found:
    for first, second in pairwise(sorted(spot.each("versions"), key=_beginning)):
        end, start = edges(first.value)[1], edges(second.value)[0]
        if end and start and end.by and start.after and end.by <= start.after and "gap" not in second.value:
            message = f"From {end.by} to {start.after} no version holds: the answer would be no."
            remedy = (
                "Close it (`unknown: true` where the wording is not known), or say why in `gap` of the later version."
            )
            yield second.error("versions-gap", message, remedy, severity="warning")


def _beginning(version: Spot) -> date:
    start = edges(version.value)[0]
    return (start and (start.by or start.after)) or _LOWEST


def _silent_no(spot: Spot) -> Found:
    """Before the first text that was read the answer must not be no by silence."""
    versions = list(spot.each("versions"))
    first = min(versions, key=_beginning)
    exact = isinstance(first.value.get("from"), str)
    noted = "note" in first.value or "from_memory" in first.value or "note" in (spot.value.get("review") or {})
    if exact and not noted:
        message = f"Before {first.value['from']} the answer is no, and nothing says how that is known."
        remedy = "Write `{from: {by: …}}`, add `{to: …, unknown: true}`, or say in `note` that nothing was in force."
        yield first.error("silent-no", message, remedy, severity="warning")


# One version, with the fields of its provision merged in.


def _never_holds(version: Spot, fields: Fields) -> Found:
    start, end = edges(version.value)
    for name, edge in (("from", start), ("to", end)):
        if edge and edge.after and edge.by and edge.after >= edge.by:
            yield version.error("date-order", "`after` is not before `by`.", "Mend the days.", name)
    if start and end and start.after and end.by and end.by <= start.after + _DAY:
        yield version.error("date-order", "The version ends before it begins.", "Mend the days.")


def _read_somewhere(version: Spot, fields: Fields) -> Found:
    if version.value.get("source") or version.value.get("unknown"):
        return
    if not version.value.get("from_memory"):
        message = "The version does not say in which source its wording was read."
        yield version.error("source-missing", message, "Add `source: …`, or `from_memory: true` if in none.")
    status = (fields.get("review") or {}).get("status", "drafted")
    if status != "drafted":
        message = f"No text was read, so its review cannot be {status}."
        yield version.error("memory-not-drafted", message, "Write `status: drafted`, or read a text and name it.")


def _penalties(version: Spot, fields: Fields) -> Found:
    if "covers" not in fields:
        yield version.error("missing-key", "No conduct is covered.", "Add `covers` to the offence or the version.")
    if version.value.get("unknown"):
        return
    if "max_penalty_years" not in fields:
        message = "The maximum penalty is missing: limitation and thresholds need it."
        yield version.error("max-penalty-missing", message, "Add `max_penalty_years` (or `undetermined`).")
    held = [fields.get(name, "undetermined") for name in ("min_penalty_years", "max_penalty_years")]
    known = [years(span) for span in held if span != "undetermined"]
    if any(span.low > span.high for span in known) or (len(known) == 2 and known[0].low > known[1].high):
        yield version.error("penalty-order", "A lower penalty is above a higher one.", "Mend the years.")


def _own_place(version: Spot, fields: Fields) -> Found:
    """An offence whose text has a place or a purpose of its own asks for it, or says why it need not.

    The quotation shows it, or the conduct, which is what it is for.
    """
    if "also_asks" in str(fields.get("elements")) or "purpose" in fields or version.value.get("unknown"):
        return
    if found := _OWN.search((fields.get("cite") or {}).get("quote", "")):
        message = f"The text asks for a place or a purpose of its own ({found[0]!r}), and nothing says so."
    elif aimed := sorted(_AIMED & set(fields.get("covers", ()))):
        message = f"{aimed[0]!r} is what it is for, and nothing says how the text puts it."
    else:
        return
    remedy = "Add `also_asks` to its elements, or say in `purpose` how the conduct or an element covers it."
    yield version.error("own-place", message, remedy, severity="warning")


def _names_offences(version: Spot, fields: Fields) -> Found:
    if "offences" not in fields and not version.value.get("unknown"):
        yield version.error("missing-key", "It is about no offences.", 'Add `offences`: a list of ids, or "*" for all.')


def _one_link(version: Spot, fields: Fields) -> Found:
    """Author rule 5: `any` over different persons or kinds of link hides on which basis the rule stands."""
    when = fields.get("when")
    if isinstance(when, dict) and (mixed := _mixed(when)):
        message = f"`any` mixes kinds of link: {', '.join(sorted(mixed))}."
        yield version.error("any-mixed", message, "Write one rule for each kind, so that its basis is exact.")


def _mixed(when: Fields) -> set[str]:
    for op, inside in when.items():
        parts = inside if isinstance(inside, list) else [inside]
        nested = [part for part in parts if isinstance(part, dict)] if op in {"all", "any", "not"} else []
        if op == "any" and len({frozenset(_kinds(part)) for part in nested}) > 1:
            return set().union(*map(_kinds, nested))
        for part in nested:
            if found := _mixed(part):
                return found
    return set()


def _kinds(when: Fields) -> set[str]:
    found = set()
    for op, inside in when.items():
        if op in {"all", "any", "not"}:
            found |= {kind for part in (inside if isinstance(inside, list) else [inside]) for kind in _kinds(part)}
        else:
            found.add(_KINDS.get(op, op))
    return found


def _length(version: Spot, fields: Fields) -> Found:
    held = [name for name in LENGTHS if name in fields]
    if len(held) > 1:
        yield version.error("two-lengths", f"It has more than one length: {', '.join(held)}.", "Keep one.")
    cap = fields.get("absolute_cap")
    tables = [fields.get("length_by_max_penalty", ()), cap.get("by_max_penalty", ()) if isinstance(cap, dict) else ()]
    for steps in tables:
        limits = [(step.get("gt", step.get("ge")), "gt" in step) for step in steps]
        if limits != sorted(set(limits), reverse=True):
            message = "The steps do not go down from the highest penalty."
            yield version.error("steps-order", message, "Order them; of two for one penalty keep one.")


_PROVISION: tuple[Callable[[Spot], Found], ...] = (_cited, _burdens, _overlaps, _gaps, _silent_no)
_VERSION: tuple[Callable[[Spot, Fields], Found], ...] = (_never_holds, _read_somewhere)
_BY_PART: dict[str, tuple[Callable[[Spot, Fields], Found], ...]] = {
    "offences": (_penalties, _own_place),
    "jurisdiction_rules": (_names_offences, _one_link),
    "limitation": (_names_offences, _length),
}
