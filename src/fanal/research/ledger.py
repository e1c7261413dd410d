"""The ledger of privacy loss in the database: one row lock a population, a hash chain, nothing given back.

The engine decides and hashes (`engines.disclosure.ledger`); here lies what it says. A cohort has one budget for life:
where a population ended and another was opened for the same records, what the first spent stays spent. Whoever spends
holds the row of the population until the entry is written, so that two who spend at once never pass the cap.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from django.db import transaction

from fanal.access.api import NotNow
from fanal.engines.disclosure.contracts import NotReleased
from fanal.engines.disclosure.contracts import Spend as Loss
from fanal.engines.disclosure.contracts import ledger as engine
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.research import catalogue, engine_words, forms, populations
from fanal.research.models import Plan, Population, Spend
from fanal.research.policy import SPEND


def of(population: Population) -> engine.Ledger:
    """The ledger of a population. Raises `DisclosureError` where the chain is broken or overdrawn."""
    rows = Spend.objects.filter(population=population).order_by("number")
    lines = [json.dumps({**row.row, "sha256": row.digest}) for row in rows]
    return engine.loads("\n".join(lines))


def of_records(population: Population) -> engine.Ledger:
    """All that was ever spent on the records of a population, those before it too; no chain, only for sums."""
    same = populations.of_same_records(population).order_by("opened_on", "pk")
    return engine.Ledger(tuple(entry for one in same for entry in of(one).entries))


def left(population: Population, cohort: int) -> Fraction:
    """What a cohort may still lose for the rest of its life, of `engine.MOST_LIFE`."""
    return of_records(population).left(catalogue.class_set(population.class_set).population, cohort)


@transaction.atomic
def spend(actor: Actor, plan: Plan, losses: Sequence[Loss], now: datetime, of_member: Population | None = None) -> None:
    """Write what will be spent, before anything is computed. Raises `NotNow` (X3) where there is no room.

    `of_member`: the member's own population, where its children are counted in a pooled plan.
    """
    spender = plan.population_id if of_member is None else of_member.pk
    population = Population.objects.select_for_update().get(pk=spender)
    before = of(population)
    try:
        engine.demand(engine.may_spend(of_records(population), losses, name_of(plan)))
        after = engine.spend(before, losses, name_of(plan))
    except NotReleased as refused:
        raise NotNow(engine_words.refused(refused.refusals), "policy") from None
    fresh = after.entries[len(before.entries) :]
    lines = engine.dumps(engine.Ledger(fresh)).splitlines()
    for number, (entry, line) in enumerate(zip(fresh, lines, strict=True), len(before.entries) + 1):
        row = {name: value for name, value in json.loads(line).items() if name != "sha256"}
        Spend.objects.create(
            population=population, cohort=entry.spend.cohort, plan=plan.pk, number=number,
            row=row, previous=entry.previous, digest=entry.sha256, at=now,
        )  # fmt: skip
    journal.write(population.pk, actor.signatory(), SPEND, at=now)


def name_of(plan: Plan) -> str:
    """How the ledger names the release that a plan leads to."""
    return forms.release_id(plan.number, plan.release_version)
