"""The score of one firm (docs/tourism-data.md, "The score"). Pure.

`many` reckons the same for many at once, by the same operations in the same order, so that their results are equal to
the last bit.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from fanal.tourism.programmes.model import CriteriaSet, Criterion, Recognition, Requirement, Scope
from fanal.tourism.programmes.scope import Company, in_scope
from fanal.tourism.scoring.model import (
    TOP,
    Band,
    Bars,
    Basis,
    CriterionScore,
    Move,
    Place,
    RequirementScore,
    Rule,
    Score,
    State,
)
from fanal.vocabulary.dates import months_later

NEARLY: Final = 1e-9
"""A share such as 0.60 is no exact number of the machine: what comes this near reaches it."""
_DIGITS: Final = 6

type Newest = Mapping[tuple[str, str], Place]


def score(
    rule: Rule, programme: str, criteria: CriteriaSet, company: Company, states: Iterable[State], on: date
) -> Score:
    """The score of a firm on a day. What is asked comes from the criteria, its sectors and its sites, never from its
    plan: a requirement without a state has level 0."""
    known = {one.id: one for one in criteria.requirements}
    newest = _newest(rule, known, states, on)
    scores = [found for one in ordered(criteria) if (found := _criterion(rule, one, company, newest))]
    counted = [one for one in scores if any(r.counts for r in one.requirements)]
    bars, weights = _total(counted)
    caps = _capped(rule, programme, scores)
    return Score(
        rule=rule.version,
        programme=programme,
        criteria_set=criteria.version,
        on=on,
        bars=bars,
        band=Band.STARTING if caps else band(rule, bars.supported, bars.verified),
        caps=caps,
        criteria=tuple(
            CriterionScore(one.number, one.weight / weights if one in counted else 0.0, one.bars, one.requirements)
            for one in scores
        ),
        moves=_moves(rule, counted, weights, caps),
    )


def ordered(criteria: CriteriaSet) -> list[Criterion]:
    """By number: however a file orders them, the same numbers come out."""
    return sorted(criteria.criteria, key=lambda one: one.number)


def by_name(requirements: Iterable[Requirement]) -> list[Requirement]:
    """C1.9 before C1.10."""
    return sorted(requirements, key=lambda one: [int(part) for part in one.id[1:].split(".")])


def places_of(one: Requirement, company: Company) -> Sequence[str]:
    """Where a requirement is looked at. A firm without a site is one place: it escapes nothing by listing none."""
    return company.sites if one.scope is Scope.SITE and company.sites else ("",)


def _newest(rule: Rule, known: Mapping[str, Requirement], states: Iterable[State], on: date) -> Newest:
    """What counts at each place: the newest entry, as time left it; of two of one moment the lower."""
    found: dict[tuple[str, str], tuple[Any, Place]] = {}
    for one in states:
        if one.requirement not in known or one.as_of > on:
            continue
        told = place(one, known[one.requirement], on)
        order = (one.as_of, one.recorded, -told.level, -rule.percent[told.basis], told.evidence)
        key = (one.requirement, one.site)
        if key not in found or order > found[key][0]:
            found[key] = order, told
    return {key: told for key, (_order, told) in found.items()}


def place(one: State, requirement: Requirement, on: date) -> Place:
    """What an entry counts on a day: what is not kept up, and what has no evidence that stands, counts less."""
    kept_up = on <= months_later(one.as_of, requirement.renew_months)
    standing = tuple(sorted(each.title for each in one.evidence if each.stands(on)))
    return Place(
        site=one.site,
        level=one.level if one.level < TOP or kept_up else TOP - 1,
        basis=one.basis if standing else Basis.SELF,
        recorded_level=one.level,
        recorded_basis=one.basis,
        as_of=one.as_of,
        evidence=standing,
    )


def _criterion(rule: Rule, one: Criterion, company: Company, newest: Newest) -> CriterionScore | None:
    """None where nothing of it is asked of this firm."""
    rows = [_requirement(rule, r, company, newest) for r in by_name(one.requirements) if in_scope(r, company)]
    if not rows:
        return None
    counted = [row.bars for row in rows if row.counts]
    means = [_mean([getattr(bars, name) for bars in counted]) for name in ("claimed", "supported", "verified")]
    return CriterionScore(one.number, one.weight, Bars(*means), tuple(rows))


def _mean(values: Sequence[float]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total / len(values) if values else 0.0


def _requirement(rule: Rule, one: Requirement, company: Company, newest: Newest) -> RequirementScore:
    where = places_of(one, company)
    places = tuple(newest.get((one.id, site), Place(site, 0, Basis.SELF)) for site in where)
    claimed = sum(place.level for place in places)
    supported = sum(place.level * rule.percent[place.basis] for place in places)
    verified = sum(place.level for place in places if place.basis in rule.verified)
    whole = TOP * len(where)
    return RequirementScore(
        one.id, one.mandatory, Bars(claimed / whole, supported / (100 * whole), verified / whole), places
    )


def _total(scores: Sequence[CriterionScore]) -> tuple[Bars, float]:
    """The means of the criteria by their weights, and the sum of these."""
    sums, weights = [0.0, 0.0, 0.0], 0.0
    for one in scores:
        weights += one.weight
        for at, share in enumerate((one.bars.claimed, one.bars.supported, one.bars.verified)):
            sums[at] += one.weight * share
    return (Bars(*(each / weights for each in sums)), weights) if weights else (Bars(0.0, 0.0, 0.0), 0.0)


def band(rule: Rule, supported: float, verified: float) -> Band:
    """The band of a share, caps aside."""
    if supported < rule.building_from - NEARLY:
        return Band.STARTING
    if supported <= rule.established_above + NEARLY:
        return Band.BUILDING
    enough = verified >= rule.leading_verified_from - NEARLY
    return Band.LEADING if enough and supported >= rule.leading_from - NEARLY else Band.ESTABLISHED


def _capped(rule: Rule, programme: str, scores: Iterable[CriterionScore]) -> tuple[str, ...]:
    below = {cap.requirement: cap.below for cap in rule.caps.get(programme, ())}
    return tuple(
        r.id
        for one in scores
        for r in one.requirements
        if r.id in below and any(place.level < below[r.id] for place in r.places)
    )


def _moves(rule: Rule, scores: Iterable[CriterionScore], weights: float, caps: Sequence[str]) -> tuple[Move, ...]:
    """Those that would move it most, if each of their places came to the level and the basis that the rule names."""
    reached = rule.moves_level * rule.percent[rule.moves_basis]
    found = []
    for one in scores:
        counted = [r for r in one.requirements if r.counts]
        for r in counted:
            missing = sum(max(reached - place.level * rule.percent[place.basis], 0) for place in r.places)
            share = missing / (100 * TOP * len(r.places)) / len(counted) * one.weight / weights
            found.append(Move(r.id, round(share, _DIGITS), r.id in caps))
    found.sort(key=lambda move: -move.gain)
    return tuple(move for move in found if move.gain > 0)[: rule.moves_count]


def as_json(found: Score) -> bytes:
    """A score with the path of each number, the same bytes for the same input."""

    def plain(value: object) -> str:
        if isinstance(value, date):
            return value.isoformat()
        raise TypeError

    return json.dumps(_rounded(asdict(found)), sort_keys=True, ensure_ascii=False, default=plain).encode()


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list | tuple) else value


def lacking(rule: Recognition, found: Score, *, published: bool, sanction: bool) -> tuple[str, ...]:
    """What is missing for recognition, by name; nothing where a firm is recognised."""
    level = rule.every_criterion_mean_level_at_least
    counted = [one for one in found.criteria if one.weight]
    wanted = {
        "every_criterion_mean_level_at_least": bool(counted)
        and all(TOP * one.bars.claimed >= level - NEARLY for one in counted),
        "report_published": published or not rule.report_published,
        "open_sanction": not sanction or rule.open_sanction,
        "band": list(Band).index(found.band) >= list(Band).index(Band(rule.band)),
    }
    return tuple(name for name, met in wanted.items() if not met)
