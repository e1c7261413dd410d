"""The review ladder over one law: what can be reviewed, by the digest of its wording, and the steps laid over it.

Drafted, checked by a second person, reviewed by a lawyer of the country until a day; expired is computed by the engine
(docs/law-corpus.md, "Writing a file"). A step holds for one wording only: with the wording its digest changes, and what
was reviewed is drafted again. Pure: no database, no clock.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from fanal.engines.jurisdiction.contracts import (
    Definition,
    Law,
    Provision,
    Review,
    ReviewStatus,
    Switch,
    Version,
    VictimMeasure,
    canonical,
    extracts,
    standing,
)

DEFINITIONS = "definitions."
_NO_REVIEW = frozenset({"settings", "temporal.penalty_for_limitation"})  # groups that carry no review of their own
_ORDER = {ReviewStatus.DRAFTED: 0, ReviewStatus.CHECKED: 1, ReviewStatus.REVIEWED: 2}

type Thing = Provision[Any] | Switch | tuple[Definition, ...] | VictimMeasure


class ItemKind(StrEnum):
    """What an item of a law is, in the order in which a law is read."""

    OFFENCE = "offence"
    RULE = "rule"
    LIMITATION = "limitation"
    GROUP = "group"
    DEFINITION = "definition"
    MEASURE = "measure"


class StepKind(StrEnum):
    CHECKED = "checked"
    REVIEWED = "reviewed"
    RETURNED = "returned"
    GONE = "gone"  # a step that the journal names and nobody has: perhaps it was given back


@dataclass(frozen=True, slots=True)
class Step:
    """One rung as it is shown: `shown` is the organisation that checked, or the name or office that reviewed."""

    kind: StepKind
    shown: str
    on: date
    valid_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a law that climbs the ladder. `digest` is the SHA-256 of its wording with the sources it cites.

    `review`: the lowest of its reviews. `readable`: a text was read for it, without which nothing can be compared.
    """

    jurisdiction: str
    id: str
    kind: ItemKind
    thing: Thing
    digest: str
    review: Review
    readable: bool


def items(law: Law) -> Iterator[Item]:
    """Everything of a law that is reviewed, in the order in which a law is read."""
    for kind, provisions in (
        (ItemKind.OFFENCE, law.offences),
        (ItemKind.RULE, law.rules),
        (ItemKind.LIMITATION, law.limitation),
    ):
        for provision in provisions.values():
            yield _item(law, provision.id, kind, provision)
    for name, switch in law.groups.items():
        if name not in _NO_REVIEW:
            yield _item(law, name, ItemKind.GROUP, switch)
    for term in dict.fromkeys(definition.term for definition in law.definitions):
        same = tuple(definition for definition in law.definitions if definition.term == term)
        yield _item(law, DEFINITIONS + term, ItemKind.DEFINITION, same)
    for measure in law.victim_measures:
        yield _item(law, measure.id, ItemKind.MEASURE, measure)


def by_id(law: Law | None) -> dict[str, Item]:
    """All of them by their ids: each is hashed once for however many are looked up."""
    return {found.id: found for found in items(law)} if law else {}


def item(law: Law, wanted: str) -> Item | None:
    """One of them by its id."""
    return next((found for found in items(law) if found.id == wanted), None)


def _item(law: Law, wanted: str, kind: ItemKind, thing: Thing) -> Item:
    held = parts(thing)
    sources = sorted(sources_of(thing))
    cited = tuple(law.sources[key] for key in sources if key in law.sources)
    digest = hashlib.sha256(canonical.part(_without_reviews(thing)) + b"\0" + canonical.part(cited)).hexdigest()
    found = lowest(part.review for part in held if not getattr(part, "unknown", False))
    return Item(law.jurisdiction, wanted, kind, thing, digest, found, any(map(_was_read, held)))


def parts(thing: Thing) -> tuple[Any, ...]:
    """What carries a review each: the versions of a provision, the texts of a definition, the thing itself."""
    if isinstance(thing, Provision):
        return thing.versions
    return thing if isinstance(thing, tuple) else (thing,)


def sources_of(thing: Thing) -> set[str]:
    """The keys of the texts that a thing was read in or cites."""
    return {key for part in parts(thing) for key in _sources(part)}


def _sources(part: Any) -> Iterator[str]:
    """The sources that a part was read in or cites."""
    yield from filter(None, (getattr(part, "source", None), *(cite.source for cite in extracts.cites(part))))


def _was_read(part: Any) -> bool:
    """Whether a text was read for a part; without one, its review stays drafted."""
    if isinstance(part, Version):
        return part.source is not None and not part.from_memory
    return any(_sources(part))


def _without_reviews(thing: Thing) -> Any:
    return _over(thing, lambda part: replace(part, review=Review()))


def _over(thing: Thing, change: Any) -> Any:
    if isinstance(thing, Provision):
        return replace(thing, versions=tuple(map(change, thing.versions)))
    return tuple(map(change, thing)) if isinstance(thing, tuple) else change(thing)


def lowest(reviews: Iterable[Review]) -> Review:
    """The review that is least far, and of those equally far the one that ends first."""
    held = list(reviews)
    return min(held, key=lambda one: (_ORDER[one.status], one.valid_until or date.max), default=Review())


def drafted(law: Law, by: str) -> Law:
    """A law that was written here: what its text says of reviews is not believed, and that it is complete is a proposal
    (`looks`). Questions for an expert and notes stay. `by` is who is shown as the drafter.
    """
    proposed = tuple(replace(one, proposed=True) for one in law.coverage)
    return replace(_all_reviews(law, lambda _name, review: _fresh(review, by)), coverage=proposed)


def _fresh(review: Review, by: str) -> Review:
    return Review(needs_expert=review.needs_expert, note=review.note, drafted_by=by)


def laid_over(law: Law, steps: Mapping[tuple[str, str], Iterable[Step]]) -> Law:
    """A law with the steps of the installation over its reviews: steps by id and digest of wording, oldest first."""
    if not steps:
        return law
    held = {one.id: tuple(steps[one.id, one.digest]) for one in items(law) if (one.id, one.digest) in steps}
    return _all_reviews(law, lambda name, review: climbed(review, held.get(name, ()))) if held else law


def climbed(review: Review, steps: Iterable[Step]) -> Review:
    """A review after these steps, oldest first."""
    for step in steps:
        if step.kind in {StepKind.RETURNED, StepKind.GONE}:
            note = step.note or review.note
            review = Review(needs_expert=review.needs_expert, note=note, drafted_by=review.drafted_by)
        elif step.kind is StepKind.CHECKED:
            review = replace(
                review, status=max(review.status, ReviewStatus.CHECKED, key=_ORDER.__getitem__),
                checked_by=step.shown, checked_on=step.on, note=step.note or review.note,
            )  # fmt: skip
        else:
            review = replace(
                review, status=ReviewStatus.REVIEWED, by=step.shown, on=step.on, valid_until=step.valid_until,
                note=step.note or review.note,
            )  # fmt: skip
    return review


def _all_reviews(law: Law, change: Any) -> Law:
    """The law with `change(id, review)` for each review. Where no text was read, the status stays drafted."""

    def part(name: str, text: Any) -> Any:
        new = change(name, text.review)
        if not _was_read(text) and new.status is not ReviewStatus.DRAFTED:
            new = replace(new, status=ReviewStatus.DRAFTED, valid_until=None)
        return replace(text, review=new)

    def all_of[Text](provisions: Mapping[str, Provision[Text]]) -> dict[str, Provision[Text]]:
        return {name: _over(provision, partial(part, name)) for name, provision in provisions.items()}

    return replace(
        law,
        offences=all_of(law.offences),
        rules=all_of(law.rules),
        limitation=all_of(law.limitation),
        groups={name: group if name in _NO_REVIEW else part(name, group) for name, group in law.groups.items()},
        definitions=tuple(part(DEFINITIONS + definition.term, definition) for definition in law.definitions),
        victim_measures=tuple(part(measure.id, measure) for measure in law.victim_measures),
    )


def unsigned(law: Law, on: date) -> Law:
    """A law without what reviewers did, but for reviews that have run out: all that an evaluation reads of them."""

    def plain(_name: str, review: Review) -> Review:
        ended = standing(review, on) is ReviewStatus.EXPIRED
        return review if ended else Review(needs_expert=review.needs_expert)

    complete = tuple(replace(one, by="", on=date.min) for one in law.declared)
    return replace(_all_reviews(law, plain), coverage=complete)


def changed(before: Law | None, after: Law | None) -> tuple[str, ...]:
    """The ids whose wording differs between two laws, those that came or went among them; sorted."""
    one, other = ({name: found.digest for name, found in by_id(law).items()} for law in (before, after))
    return tuple(sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name)))
