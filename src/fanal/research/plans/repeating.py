"""How often a plan over several members can be run: every run is spent, also one of which nothing comes.

Members spend as they send, the network as it adds up. What was looked at is spent: a run that is void, or whose tables
are refused, gives nothing back, and one release may spend 0.2 of rho in all. So the plan says before anybody sends how
often it can be run, and all ledgers are asked before the first member spends anything: else the first would pay for a
run that a later one, or the sum, has no room for.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.engines.disclosure.contracts import MOST_RELEASE
from fanal.research.contracts import ContributionState, PlanState, Source
from fanal.research.models import Contribution, Plan, Population
from fanal.research.plans import forms
from fanal.research.records import ledger

SMALLEST = Fraction(1, 20)
"""The smallest privacy loss that a plan may choose on its page."""


@dataclass(frozen=True, slots=True)
class Room:
    """What is left for a plan in the ledger that has least: `release` for its release, `life` for its years (rho)."""

    cost: Fraction
    release: Fraction
    life: Fraction

    @property
    def most(self) -> Fraction:
        """The largest rho of one more run."""
        return max(min(self.release, self.life), Fraction(0))

    @property
    def runs(self) -> int:
        """How often the plan can be run as it is."""
        return int(self.most // self.cost)

    @property
    def elsewhere(self) -> Fraction:
        """The largest rho of another plan for these years."""
        return max(min(MOST_RELEASE, self.life), Fraction(0))


def room(plan: Plan) -> Room:
    """What the ledgers of the network and of all members that have not sent have left for a plan."""
    found = list(_rooms(plan))
    cost = forms.policy_of(plan).rho
    assert cost is not None  # a plan over several has no other method
    return Room(cost, min(release for release, _life in found), min(life for _release, life in found))


def demand(plan: Plan) -> None:
    """Raises `NotNow` where a ledger has no room for one more run: before anything is sealed, sent or spent."""
    if not room(plan).runs:
        raise NotNow(
            _("There is no room for another run of this plan: what earlier runs spent stays spent. Nothing was sent."),
            "policy",
        )


def own_population(org: UUID, plan: Plan) -> Population:
    """An organisation's own population with the classes of a pooled plan: what it keeps itself before files of others.

    Raises `NotNow` where there is none, or where it is not clear which.
    """
    rows = Population.objects.filter(org_id=org, class_set=plan.population.class_set, closed_on=None)
    there = list(rows.exclude(source=Source.POOLED).order_by("opened_on", "pk"))
    possible = [population for population in there if population.source != Source.IMPORT] or there
    if not possible:
        raise NotNow(_("First say whose records may be counted: your organisation has none with these classes."))
    if len(possible) > 1:
        words = _("Several records of your organisation have these classes. End all but those that this plan counts.")
        raise NotNow(words)
    own = possible[0]
    if own.class_set_sha256 != plan.population.class_set_sha256:
        raise NotNow(_("Your classes are not those of this plan. Ask the secretariat."))
    return own


def _rooms(plan: Plan) -> Iterator[tuple[Fraction, Fraction]]:
    """(of the release, of the years) in each ledger and cohort."""
    others = [
        other
        for other in Plan.objects.filter(population=plan.population, state=PlanState.EXTRACTING).exclude(pk=plan.pk)
        if set(other.cohorts) & set(plan.cohorts)
    ]
    yield from _of(plan, plan.population, others)
    for mine in _waiting(plan).order_by("org_id"):
        try:
            own = own_population(mine.org_id, plan)
        except NotNow:
            continue  # it is told when it takes part
        yield from _of(plan, own, [other for other in others if _waiting(other).filter(org_id=mine.org_id).exists()])


def _waiting(plan: Plan) -> QuerySet[Contribution]:
    """Who has not sent, and so not spent."""
    return plan.contributions.exclude(state=ContributionState.SENT)


def _of(plan: Plan, population: Population, others: Collection[Plan]) -> Iterator[tuple[Fraction, Fraction]]:
    """What one ledger has left. `others`: plans whose run is under way and will be spent there yet."""
    before = [one.spend for one in ledger.of_records(population).entries if one.release == ledger.name_of(plan)]
    for cohort in plan.cohorts:
        spent = sum((one.rho for one in before if one.cohort == cohort), Fraction(0))
        coming = sum((forms.policy_of(one).rho or Fraction(0) for one in others if cohort in one.cohorts), Fraction(0))
        yield MOST_RELEASE - spent, ledger.left(population, cohort) - coming
