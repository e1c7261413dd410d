"""Populations: whose records may be counted, by whom, under which definition, with the secret that makes the noise.

The secret is made once, sealed to the counting team, never shown, and destroyed when the population ends.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fanal.access.api import (
    NotNow,
    RecordRef,
    ask,
    emptied,
    every,
    found,
    need,
    open_record,
    seal_into,
    stated,
    visible,
)
from fanal.engines.disclosure.contracts import ClassSet
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import erasure, records, rings
from fanal.network.contracts import Actor, OrgKind, RingKind
from fanal.research import wording
from fanal.research.content import SecretContent
from fanal.research.contracts import ENDED, Source
from fanal.research.models import ImportedTable, Population
from fanal.research.questions import catalogue, classing
from fanal.research.records.policy import CLOSE_POPULATION, OPEN_POPULATION, WORK

KIND, PURPOSE, RETENTION = "population", "statistics", "counts"
COMPARTMENTS = ("content",)
TO = {RingKind.STATISTICS: frozenset(COMPARTMENTS)}
SECRET_BYTES = 32
OF_SOURCE = {
    Source.CONCERNS: frozenset({"concerns"}),
    Source.CASES: frozenset({"case"}),
    Source.IMPORT: frozenset({"case", "ctdc"}),
}
"""Which class sets a source has the variables of. A pooled population may have any."""


def population_of(actor: Actor, population_id: UUID, *, lock: bool = False) -> Population:
    """A population that the actor may see. Raises `NotHere`."""
    return found(actor, Population, population_id, lock=lock)


def populations_of(actor: Actor) -> list[Population]:
    """The populations of the own organisation, open ones first."""
    rows = visible(actor, Population.objects.all()).select_related("org")
    return sorted(rows, key=lambda one: (one.closed_on is not None, one.definition, str(one.pk)))


def of_same_records(population: Population) -> QuerySet[Population]:
    """All populations that count the records which this one counts, this one and ended ones too.

    A member has one set of records a source, and of files one a class set: whoever reads the same file in for another
    population counts the same children. Each pooled population has other members.
    """
    same = Population.objects.filter(org_id=population.org_id, source=population.source)
    if population.source == Source.POOLED:
        return same.filter(pk=population.pk)
    return same.filter(class_set=population.class_set) if population.source == Source.IMPORT else same


def classes_of(population: Population) -> ClassSet:
    """The class set of a population, as it was when the population was opened.

    Raises `NotNow` where the file is another today: its numbers could be subtracted from earlier ones.
    """
    classes = catalogue.reviewed(catalogue.class_set(population.class_set), population.classes_on)
    if classes.sha256 != population.class_set_sha256:
        raise NotNow(
            _("The classes of this population are not those that it began with. Open a new population for new classes.")
        )
    return classes


def unread(population: Population, now: datetime) -> str:
    """What whoever counts should know of the classes of a population: they are others today, or nobody here vouches for
    them any more. Empty where all is well."""
    try:
        classes_of(population)
    except NotNow as why:
        return why.words
    return classing.waits_for(population.org_id, population.class_set, now.date())


@transaction.atomic
def open_population(actor: Actor, source: str, definition: str, class_set: str, now: datetime) -> Population:
    """Say whose records may be counted. Raises `NotAllowed`, `NotNow`."""
    kind = _source(actor, source)
    row = Population(org_id=actor.org, source=kind, definition=definition.strip()[:300], class_set=class_set)
    ask(actor, OPEN_POPULATION, row)
    org = network.org(actor.org, lock=True)  # of two who open it at once one finds the other's
    classes = _checked(row, now)
    assert classes.reviewed_on is not None
    row.class_set_sha256, row.classes_on = classes.sha256, classes.reviewed_on
    row.countries = sorted(org.mandates) or [org.country]
    row.opened_by_id, row.opened_on = actor.person, now.date()
    keys, granted = records.make(actor.org, row.pk, COMPARTMENTS, rings.grants(actor.org, TO))
    secret = SecretContent(secret=secrets.token_bytes(SECRET_BYTES).hex())
    item = seal_into(keys, ref_of(row), row, "content", secret)
    row.save(force_insert=True)
    journal.write(
        row.pk, actor.signatory(), OPEN_POPULATION, at=now, purpose=PURPOSE, items=[item, *granted, stated.item(row)]
    )
    return row


def _checked(row: Population, now: datetime) -> ClassSet:
    """The classes of a population that is to be opened. Raises `NotNow` for every field that does not do."""
    fits = row.class_set in OF_SOURCE.get(Source(row.source), frozenset(catalogue.class_sets()))
    classes = classing.classes_for(row.org_id, row.class_set, now.date()) if fits else None
    unfit = _("These classes do not fit these records. Choose others.")
    unread = classing.waits_for(row.org_id, row.class_set, now.date()) if fits else ""
    untold = _("Say in one sentence who is counted. It stands beside every table.")
    twice = _("There is such a population already: one set of classes for as long as it lives.")
    known, language = wording.known_to(row.org_id, classes=classes), get_language() or "en"
    every(
        lambda: need(
            (classes is None, unfit, "class_set"),
            (not row.definition, untold, "definition"),
            (classes is not None and classes.reviewed_on is None, unread, "class_set"),
        ),
        lambda: wording.check("definition", row.definition, language, known),
        lambda: need((of_same_records(row).filter(closed_on=None).exists(), twice, "source")),
    )
    assert classes is not None
    return classes


def _source(actor: Actor, source: str) -> Source:
    try:
        kind = Source(source)
    except ValueError:
        raise NotNow(_("Choose where the records come from."), "source") from None
    if (kind is Source.POOLED) != (actor.org_kind is OrgKind.SECRETARIAT):
        raise NotNow(_("A member counts its own records; the secretariat counts over several members."), "source")
    return kind


@transaction.atomic
def close_population(actor: Actor, population_id: UUID, now: datetime) -> None:
    """End a population: its secret and what was read in for it are destroyed. Raises `NotHere`, `NotNow`."""
    row = population_of(actor, population_id, lock=True)
    ask(actor, CLOSE_POPULATION, row)
    if row.closed_on is not None:
        return
    if row.plans.exclude(state__in=ENDED).exists():
        raise NotNow(_("A plan still counts these records. Stop it, or wait until it is published."))
    for imported in ImportedTable.objects.filter(population=row).order_by("pk"):
        erase_import(imported, now)
    records.erase(row.org_id, row.pk, RETENTION, now.date())
    row.closed_on, gone = now.date(), emptied(row, "content")
    row.save(update_fields=["closed_on", "content"])
    transaction.on_commit(lambda: erasure.scrub("research_population"))
    said = [gone, stated.item(row)]
    journal.write(row.pk, actor.signatory(), CLOSE_POPULATION, at=now, purpose=RETENTION, items=said)


def erase_import(imported: ImportedTable, now: datetime) -> None:
    """Keys and coded rows of what was read in go for good. Needs no key; the caller writes the journal."""
    records.erase(imported.org_id, imported.pk, RETENTION, now.date())
    imported.delete()
    transaction.on_commit(lambda: erasure.scrub("research_importedtable"))


def ref_of(population: Population) -> RecordRef:
    """The sealed record of a population."""
    return RecordRef(population.org_id, population.pk, KIND)


@contextmanager
def opened_secret(actor: Actor, population: Population, now: datetime) -> Iterator[bytes]:
    """The secret of a population, for as long as the `with` lasts; one entry in the journal. Raises `NotAllowed`."""
    with open_record(actor, ref_of(population), WORK, purpose=PURPOSE, now=now) as opened:
        yield bytes.fromhex(opened.read(population, "content").secret)
