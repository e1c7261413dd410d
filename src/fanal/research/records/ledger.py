"""The ledger of privacy loss in the database: one row lock a population, a hash chain, nothing given back.

The engine decides and hashes (`engines.disclosure.ledger`); here lies what it says. A cohort has one budget for life:
where a population ended and another was opened for the same records, what the first spent stays spent. Whoever spends
holds the row of the population until the entry is written, so that two who spend at once never pass the cap.

The entry of the deed names each line. Where the lines are not those that the journal names, nobody knows what is left,
and nothing more is spent.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from django.db import transaction

from fanal.access.api import NotAllowed, NotNow, stated
from fanal.engines.disclosure.contracts import NotReleased
from fanal.engines.disclosure.contracts import Spend as Loss
from fanal.engines.disclosure.contracts import ledger as engine
from fanal.journal import api as journal
from fanal.journal.contracts import Told
from fanal.network.api import trusted
from fanal.network.contracts import Actor
from fanal.research import engine_words
from fanal.research.contracts import release_id
from fanal.research.models import Plan, Population, Spend
from fanal.research.questions import catalogue
from fanal.research.records import populations
from fanal.research.records.policy import SPEND
from fanal.vocabulary.results import Refused


def of(population: Population) -> engine.Ledger:
    """The ledger of a population. Raises `NotAllowed` where it is not as the journal says, `DisclosureError` where the
    chain is broken or overdrawn."""
    rows = list(Spend.objects.filter(population=population).order_by("number"))
    if not _holds(rows, stated.need_whole(population.pk, SPEND)):
        raise NotAllowed(Refused("changed", stated.words()))
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
    """Write what will be spent, before anything is computed. Raises `NotNow` (X3) where there is no room, `NotAllowed`
    where somebody changed what was spent.

    `of_member`: the member's own population, where its children are counted in a pooled plan.
    """
    spender = plan.population_id if of_member is None else of_member.pk
    population = Population.objects.select_for_update().get(pk=spender)
    if _moved():  # it may be one of the same records
        raise NotAllowed(Refused("changed", stated.words()))
    before = of(population)
    try:
        engine.demand(engine.may_spend(of_records(population), losses, name_of(plan)))
        after = engine.spend(before, losses, name_of(plan))
    except NotReleased as refused:
        raise NotNow(engine_words.refused(refused.refusals), "policy") from None
    fresh, items = after.entries[len(before.entries) :], []
    lines = engine.dumps(engine.Ledger(fresh)).splitlines()
    for number, (entry, line) in enumerate(zip(fresh, lines, strict=True), len(before.entries) + 1):
        row = {name: value for name, value in json.loads(line).items() if name != "sha256"}
        made = Spend.objects.create(
            population=population, cohort=entry.spend.cohort, plan=plan.pk, number=number,
            row=row, previous=entry.previous, digest=entry.sha256, at=now,
        )  # fmt: skip
        items.append(stated.whole(made))
    journal.write(population.pk, actor.signatory(), SPEND, at=now, items=items)


def name_of(plan: Plan) -> str:
    """How the ledger names the release that a plan leads to."""
    return release_id(plan.number, plan.release_version)


def unproved() -> Iterator[str]:
    """Populations of which other lines lie here than the journal names, in words."""
    known, spent = trusted.Signers(), journal.records_of({SPEND})
    with_lines = Spend.objects.values_list("population_id", flat=True).distinct().order_by()
    for population in sorted({*with_lines, *spent}, key=str):
        rows = list(Spend.objects.filter(population_id=population))
        if not _holds(rows, journal.told(population, {SPEND}, known)):
            yield f"record {population}: what was spent of privacy is not what the journal says"
    for population in _moved():
        yield f"record {population}: a population is gone or is not as it was opened; nothing more is spent"


def _moved() -> list[UUID]:
    """Populations of which nobody knows any more whose records they counted."""
    rows = {row.pk: row for row in Population.objects.all()}
    chains = journal.newest(rows, trusted.Signers())
    gone = journal.records_of({SPEND}) - rows.keys()
    return sorted(gone | {pk for pk, row in rows.items() if not stated.holds(row, chains[pk])})


def _holds(rows: Collection[Spend], told: Told) -> bool:
    """Whether these lines are those that the entries name. An entry of 0.1.0 names none: only when it was."""
    said = told.said
    named = frozenset(item for _line, items in said for item in items)
    there = {stated.named(row): row.at.replace(microsecond=0) for row in rows}
    before = {line.at for line, items in said if not items}
    return not told.torn and named <= there.keys() and {at for name, at in there.items() if name not in named} == before
