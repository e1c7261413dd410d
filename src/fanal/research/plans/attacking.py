"""The attack suite on exact bytes, together with all earlier releases of the population; what would help, to click."""

import re
from collections.abc import Sequence
from dataclasses import replace

from fanal.engines.disclosure.contracts import (
    AttackReport,
    Bundle,
    CodedTable,
    Cube,
    Earlier,
    TableSpec,
    attacks,
    groups,
)
from fanal.research import table_words, wording
from fanal.research.contracts import ContributionState, Proposal, Source, release_id
from fanal.research.models import Draft, Plan
from fanal.research.plans import forms, plans, synthetic
from fanal.research.records import populations
from fanal.research.releases import releases
from fanal.vocabulary.words import gettext_noop

_TABLE = re.compile(r"\btable (\d+)", re.IGNORECASE)
WITHOUT_TOTALS = gettext_noop("Leave out the sums of table %(number)s")
WITHOUT_TABLE = gettext_noop("Leave out table %(number)s")
WITHOUT_ROWS = gettext_noop("Leave out the synthetic rows")
WITHOUT_VARIABLE = gettext_noop("Leave “%(variable)s” out of the synthetic rows")
ON_ROWS = frozenset({"A5", "A6", "A7"})
_ROWS = re.compile(r"^synthetic\.csv(?:, (\w+))?$")


def attack(plan: Plan, candidate: Bundle, truth: Sequence[Cube] | None, rows: Sequence[CodedTable]) -> AttackReport:
    """All attacks on a candidate. `truth`: the counts of each cohort; `rows`: those that were counted, in memory."""
    earlier = releases.bundles_of(releases.earlier(plan.population))
    houses = sorted({plan.org_id, *plans.contributors(plan)})
    return attacks.attack(
        candidate, earlier, truth, rows=rows, shadow=synthetic.shadow(plan), objections=_objections(plan),
        lint=lambda text: wording.terms_to_avoid(text, plan.language), names=wording.people_of(houses),
        organisations=wording.names_of(houses),
    )  # fmt: skip


def published_before(plan: Plan) -> Earlier:
    """The tables of all earlier releases of the records of a plan: with them its own may say something of a whole
    group (X6)."""
    return groups.published(releases.bundles_of(releases.earlier(plan.population)))


def _objections(plan: Plan) -> int | None:
    """How many members objected to a pooled plan; while they may, none has. None: nobody else is counted."""
    if plan.population.source != Source.POOLED:
        return None
    return plan.contributions.filter(state=ContributionState.OBJECTED).count()


def earlier_ids(plan: Plan) -> list[str]:
    """With which releases a draft is attacked: another one since means that it must be attacked anew."""
    return [release_id(one.number, one.version) for one in releases.earlier(plan.population)]


def proposals(draft: Draft) -> tuple[Proposal, ...]:
    """What would help where an attack succeeded: first the tables that it names, then all; sums before tables. Where
    only synthetic rows gave something away, fewer variables in them or none."""
    if draft.passed:
        return ()
    of_rows, codes = _of_rows(draft), {one["code"] for one in draft.attacks if one["state"] != "passed"}
    return of_rows if of_rows and codes <= ON_ROWS else (*_of_tables(draft), *of_rows)


def _of_rows(draft: Draft) -> tuple[Proposal, ...]:
    asked, specs = forms.rows_of(draft.plan), forms.specs_of(draft.plan)
    if asked is None:
        return ()
    from django.utils.translation import gettext as _

    classes = populations.classes_of(draft.plan.population)
    places = [place for attack in draft.attacks if attack["state"] != "passed" for place in attack["places"]]
    named = dict.fromkeys(match[1] for place in places if (match := _ROWS.match(place)) and match[1])
    fewer = [
        Proposal(_(WITHOUT_VARIABLE) % {"variable": table_words.variable_label(variable)}, specs, (variable.name,))
        for variable in classes.variables
        if variable.name in named and len(asked.variables) > synthetic.FEWEST_VARIABLES
    ]
    return (*fewer, Proposal(_(WITHOUT_ROWS), specs, asked.variables))


def _of_tables(draft: Draft) -> tuple[Proposal, ...]:
    specs = forms.specs_of(draft.plan)
    told = " ".join(f"{one['reason']} {' '.join(one['places'])}" for one in draft.attacks if one["state"] != "passed")
    named = [int(found) for found in _TABLE.findall(told)]
    order = [number for number in dict.fromkeys(named) if 1 <= number <= len(specs)] or range(1, len(specs) + 1)
    return (*_without_totals(specs, order), *_without_tables(specs, order))


def _without_totals(specs: tuple[TableSpec, ...], order: Sequence[int]) -> list[Proposal]:
    found = []
    for number in order:
        if specs[number - 1].totals:
            plain = replace(specs[number - 1], totals=False)
            found.append(_proposal(WITHOUT_TOTALS, number, (*specs[: number - 1], plain, *specs[number:])))
    return found


def _without_tables(specs: tuple[TableSpec, ...], order: Sequence[int]) -> list[Proposal]:
    if len(specs) < 2:
        return []
    return [_proposal(WITHOUT_TABLE, number, (*specs[: number - 1], *specs[number:])) for number in order]


def _proposal(words: str, number: int, tables: tuple[TableSpec, ...]) -> Proposal:
    from django.utils.translation import gettext as _

    return Proposal(_(words) % {"number": number}, tables)
