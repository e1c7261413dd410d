"""The scores of many firms at once, from columns. Equal to `scoring.score` of each, to the last bit. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fanal.tourism.days import Days, months_after
from fanal.tourism.programmes.model import CriteriaSet, Requirement, Scope
from fanal.tourism.programmes.scope import Company, in_scope
from fanal.tourism.scoring.model import TOP, Band, Basis, Rule, State
from fanal.tourism.scoring.scoring import NEARLY, by_name, ordered

type Numbers = npt.NDArray[np.int64]
type Shares = npt.NDArray[np.float64]

BASES: Final = tuple(Basis)


@dataclass(frozen=True, slots=True)
class Columns:
    """Entries of many firms, a row each. `company`, `requirement`: which of the given ones; `site`: which of the firm's
    sites, -1 for the firm itself; `basis`: place in `BASES`; `until`: the last day on which some evidence of it stands,
    NaT where none does."""

    company: Numbers
    site: Numbers
    requirement: Numbers
    level: Numbers
    basis: Numbers
    as_of: Days
    until: Days
    recorded: Numbers


@dataclass(frozen=True, slots=True)
class Scores:
    """A row a firm. `criteria`: claimed, supported and verified by criterion (last axis), NaN where nothing of it
    counts; `total` has the three of the whole; `band`: place in `Band`."""

    criteria: Shares
    total: Shares
    band: Numbers


def requirements(criteria: CriteriaSet) -> list[Requirement]:
    """In the order in which columns number them."""
    return [r for one in ordered(criteria) for r in by_name(one.requirements)]


def columns(criteria: CriteriaSet, companies: Sequence[Company], states: Sequence[Iterable[State]]) -> Columns:
    """What `scores` takes, from states as `scoring.score` takes them."""
    at = {one.id: place for place, one in enumerate(requirements(criteria))}
    rows: list[tuple[Any, ...]] = []
    for number, (company, found) in enumerate(zip(companies, states, strict=True)):
        sites = {"": -1} | {site: place for place, site in enumerate(company.sites)}
        for one in found:
            if one.requirement in at and one.site in sites:
                ends = [each.until or date.max for each in one.evidence if each.accepted]
                until = np.datetime64(max(ends), "D") if ends else np.datetime64("NaT", "D")
                rows.append(
                    (number, sites[one.site], at[one.requirement], one.level, BASES.index(one.basis),
                     np.datetime64(one.as_of, "D"), until, one.recorded)
                )  # fmt: skip
    told = list(zip(*rows, strict=True)) or [()] * 8
    kinds = ("i8", "i8", "i8", "i8", "i8", "M8[D]", "M8[D]", "i8")
    return Columns(*(np.array(each, kind) for each, kind in zip(told, kinds, strict=True)))


def scores(
    rule: Rule, programme: str, criteria: CriteriaSet, companies: Sequence[Company], told: Columns, on: date
) -> Scores:
    """The scores of firms on a day."""
    asked = requirements(criteria)
    scope, sites = _scope(asked, companies)
    by_site = np.array([one.scope is Scope.SITE for one in asked], bool)
    places = np.where(by_site & (sites[:, None] > 0), sites[:, None], 1)
    kept = _newest(rule, asked, by_site, sites, told, on)
    key, size = kept.company * len(asked) + kept.requirement, len(companies) * len(asked)
    percent = np.array([rule.percent[one] for one in BASES])[kept.basis]
    seen = np.array([one in rule.verified for one in BASES])[kept.basis]
    bars = np.empty((3, len(companies), len(asked)))
    for at, worth in enumerate((kept.level, kept.level * percent, kept.level * seen)):
        sums = np.bincount(key, worth, size).reshape(scope.shape)
        bars[at] = sums / ((100 if at == 1 else 1) * TOP * places)
    criterion, total = _means(criteria, asked, scope, bars)
    bands = _bands(rule, total)
    bands[_capped(rule, programme, asked, scope, places, kept, key)] = 0
    return Scores(criterion, total, bands)


def _scope(asked: Sequence[Requirement], companies: Sequence[Company]) -> tuple[npt.NDArray[np.bool_], Numbers]:
    known: dict[object, list[bool]] = {}
    rows = []
    for one in companies:
        like = (one.sectors, one.tags, len(one.sites))
        if like not in known:
            known[like] = [in_scope(r, one) for r in asked]
        rows.append(known[like])
    return np.array(rows, bool).reshape(len(companies), len(asked)), np.array([len(one.sites) for one in companies])


def _newest(
    rule: Rule, asked: Sequence[Requirement], by_site: npt.NDArray[np.bool_], sites: Numbers, told: Columns, on: date
) -> Columns:
    """What counts at each place, as time left it (`scoring.score`)."""
    today = np.datetime64(on, "D")
    somewhere = by_site[told.requirement] & (sites[told.company] > 0)
    fits = (told.as_of <= today) & ((told.site >= 0) == somewhere)
    told = _rows(told, fits)
    renew = np.array([one.renew_months for one in asked])[told.requirement]
    old = (told.level == TOP) & (today > months_after(told.as_of, renew))
    level = np.where(old, TOP - 1, told.level)
    basis = np.where(told.until >= today, told.basis, 0)
    percent = np.array([rule.percent[one] for one in BASES])[basis]
    order = np.lexsort(
        (-percent, -level, told.recorded, told.as_of, told.site, told.requirement, told.company)
    )  # the last key is the first to be looked at
    place = np.stack([told.company, told.requirement, told.site])[:, order]
    last = np.append((place[:, 1:] != place[:, :-1]).any(axis=0), True) if order.size else np.zeros(0, bool)
    found = Columns(told.company, told.site, told.requirement, level, basis, told.as_of, told.until, told.recorded)
    return _rows(found, order[last])


def _rows(told: Columns, which: npt.NDArray[Any]) -> Columns:
    names = ("company", "site", "requirement", "level", "basis", "as_of", "until", "recorded")
    return Columns(*(getattr(told, name)[which] for name in names))


def _means(
    criteria: CriteriaSet, asked: Sequence[Requirement], scope: npt.NDArray[np.bool_], bars: Shares
) -> tuple[Shares, Shares]:
    """Means of criteria and of the whole. Sums go in the order of `scoring`, one column after the other."""
    at = {one.id: place for place, one in enumerate(asked)}
    firms = scope.shape[0]
    found = np.full((firms, 3, len(criteria.criteria)), np.nan)
    total, weights = np.zeros((3, firms)), np.zeros(firms)
    for place, one in enumerate(ordered(criteria)):
        sums, number = np.zeros((3, firms)), np.zeros(firms)
        for r in by_name(one.requirements):
            if r.mandatory:
                sums += np.where(scope[:, at[r.id]], bars[:, :, at[r.id]], 0)
                number += scope[:, at[r.id]]
        there = number > 0
        means = sums / np.where(there, number, 1)
        weights += np.where(there, one.weight, 0)
        total += np.where(there, one.weight * means, 0)
        found[there, :, place] = means.T[there]
    return found, (total / np.where(weights > 0, weights, 1)).T


def _bands(rule: Rule, total: Shares) -> Numbers:
    supported, verified = total[:, 1], total[:, 2]
    leading = (supported >= rule.leading_from - NEARLY) & (verified >= rule.leading_verified_from - NEARLY)
    building = supported <= rule.established_above + NEARLY
    starting = supported < rule.building_from - NEARLY
    names = list(Band)
    return np.select(
        [starting, building, leading],
        [names.index(Band.STARTING), names.index(Band.BUILDING), names.index(Band.LEADING)],
        names.index(Band.ESTABLISHED),
    )


def _capped(
    rule: Rule, programme: str, asked: Sequence[Requirement], scope: npt.NDArray[np.bool_], places: Numbers,
    kept: Columns, key: Numbers,
) -> npt.NDArray[np.bool_]:  # fmt: skip
    """Firms with a place below a cap: those that have fewer places at its level than places."""
    found = np.zeros(scope.shape[0], bool)
    for cap in rule.caps.get(programme, ()):
        for place, one in enumerate(asked):
            if one.id == cap.requirement:
                enough = (kept.requirement == place) & (kept.level >= cap.below)
                reached = np.bincount(key[enough], minlength=scope.size).reshape(scope.shape)[:, place]
                found |= scope[:, place] & (reached < places[:, place])
    return found
