"""Where taking in and taking out show themselves: beside the lists of files, and on the page of a file."""

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import incident, visible
from fanal.cases.exchange import exporting, policy
from fanal.cases.exchange.desk import confirms, outs
from fanal.cases.exchange.duties import EXPORT_ANSWER
from fanal.cases.files.desk import lists, parts
from fanal.cases.grounds.grounds import taken_back
from fanal.cases.keeping.keeping import file_goes
from fanal.cases.models import Export, Imported
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    lists.TABS["takes"] = (lazy("Take files in"), policy.IMPORTS)
    lists.TABS["outs"] = (lazy("Take data out"), policy.EXPORTS)
    parts.add(parts.Part(2, "cases/exchange/imported.html", confirms.shown), asks=[(Imported, "case")])
    taken_back.connect(exporting.on_taken_back, dispatch_uid="cases.exports_taken_back")
    file_goes.connect(exporting.on_file_goes, dispatch_uid="cases.exports_of_erased")
    parts.add(parts.Part(95, "cases/exchange/out_part.html", outs.shown, beside=True))
    web.day.lead(EXPORT_ANSWER, lambda row: reverse("cases:out", args=[row]), about=_about, deed=policy.MAKE_EXPORT)
    incident.register(exporting.KIND, words={exporting.KIND: lazy("Data of children, taken out")}, find=_told_of)


def _about(actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, web.day.About]:
    """In which format."""
    rows = visible(actor, Export.objects.filter(pk__in=subjects))
    return {row.pk: web.day.About(outs.SHAPES[row.shape][0]) for row in rows}


def _told_of(_org: UUID, records: Collection[UUID]) -> Iterator[incident.Found]:
    """What lies here of an export, until its days are over."""
    for pk, at in Export.objects.filter(pk__in=records).values_list("pk", "asked_at"):
        yield incident.Found(pk, exporting.KIND, at.date(), frozenset({pk}))
