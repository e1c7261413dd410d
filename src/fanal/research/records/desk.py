"""Whose records may be counted: populations with their budget, and files that are read in for them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access import api as access
from fanal.engines.disclosure.contracts import MOST_LIFE
from fanal.network.contracts import Actor, OrgKind
from fanal.research import words
from fanal.research.contracts import Source
from fanal.research.models import Population
from fanal.research.policy import POPULATIONS
from fanal.research.questions import catalogue
from fanal.research.records import importing, ledger, policy, populations
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds

SHAPES = {
    "htcds": (lazy("HTCDS"), lazy("the case data standard of IOM: one row a case")),
    "ctdc": (lazy("CTDC"), lazy("the format of the public trafficking data sets")),
}


class Open(web.Page):
    """Which records, in which classes, and who is counted."""

    source = forms.ChoiceField(label=lazy("Which records?"), widget=forms.RadioSelect)
    class_set = forms.ChoiceField(label=lazy("In which classes?"), widget=forms.RadioSelect)
    definition = web.StaffText(
        label=lazy("Who is counted?"),
        help_text=lazy("One sentence. It stands beside every table. No names of persons or places."),
        max_length=300,
        rows=2,
        error_messages={"required": lazy("Say in one sentence who is counted.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Open it")),)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        pooled = actor.org_kind is OrgKind.SECRETARIAT
        sources = [Source.POOLED] if pooled else [Source.CONCERNS, Source.IMPORT, Source.CASES]
        web.offer(self, "source", ((one.value, words.SOURCES[one]) for one in sources))
        web.offer(self, "class_set", ((name, words.class_set(name)) for name in catalogue.class_sets()))


@deeds.page(POPULATIONS)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The populations that this person may see."""
    held = importing.held(actor)
    rows = [
        {
            "cells": [
                population.definition, str(words.SOURCES[population.source]), population.org.name,
                web.day_words(population.opened_on), _("ended") if population.closed_on else _("open"),
                _held(population, held),
            ],
            "url": reverse("research:record", args=[population.pk]),
            "open": population.definition,
        }
        for population in populations.populations_of(actor)
    ]  # fmt: skip
    context = {
        "rows": rows,
        "columns": [
            _("Who is counted"),
            _("Records"),
            _("Organisation"),
            _("Since"),
            _("State"),
            _("Rows that lie here"),
        ],
        "may_open": bool(access.may(actor, policy.OPEN_POPULATION)),
    }
    return render(request, "research/records/records.html", context)


def _held(one: Population, held: Mapping[UUID, tuple[int, date]]) -> str:
    """What of it lies here for counting, and until when."""
    if one.source != Source.IMPORT:
        return _("none of its own: the records are counted where they are")
    if one.pk not in held:
        return _("none")
    rows, until = held[one.pk]
    return _("%(rows)s, rounded; erased on %(day)s at the latest") % {
        "rows": web.digits(rows),
        "day": web.day_words(until),
    }


@deeds.page(POPULATIONS)
@require_GET
def record(request: HttpRequest, actor: Actor, population_id: UUID) -> HttpResponse:
    """One population: its classes, its budget a year, what was read in, and what can be done with it."""
    population = populations.population_of(actor, population_id)
    is_open = population.closed_on is None
    context = {
        "one": population,
        "facts": [
            (_("Records"), str(words.SOURCES[population.source])),
            (_("Classes"), f"{words.class_set(population.class_set)} · {population.class_set_sha256[:12]}"),
            (_("Organisation"), population.org.name),
            (_("Since"), web.day_words(population.opened_on)),
        ],
        "unread": populations.unread(population, deeds.at(request)) if is_open else "",
        "budget": list(budget(population)),
        "budget_columns": [_("Year"), _("Privacy loss left")],
        "imports": [{"cells": _import(row)} for row in importing.imports_of(actor, population)],
        "import_columns": [_("Read in"), _("Format"), _("By"), _("Rows, rounded"), _("Erased at the latest")],
        "imported": [row.pk for row in importing.imports_of(actor, population)],
        "may_read": is_open
        and population.source == Source.IMPORT
        and bool(access.may(actor, policy.READ_IN, population)),
        "may_erase": bool(access.may(actor, policy.ERASE_IMPORT, population)),
        "may_close": is_open and bool(access.may(actor, policy.CLOSE_POPULATION, population)),
        "may_plan": is_open and bool(access.may(actor, policy.OPEN_PLAN, population)),
        "events": access.history(actor, population.pk),
    }
    return render(request, "research/records/record.html", context)


def budget(one: Population) -> Iterator[dict[str, object]]:
    """For each year of which something was spent how much is left, in words and as a share."""
    for cohort in sorted({row.cohort for row in one.spends.all()}):
        try:
            left = ledger.left(one, cohort)
        except access.NotAllowed as why:
            yield {"cells": [str(cohort), why.refusal.words]}
            continue
        share = {"share": web.digits(int(100 * left / MOST_LIFE))}
        yield {"cells": [str(cohort), _("%(share)s %% of this year’s budget is left") % share]}


def _import(row: Any) -> list[object]:
    return [
        web.day_words(row.imported_on), str(SHAPES[row.shape][0]), row.imported_by.name,
        web.digits(row.report["read"]), web.day_words(row.erase_on),
    ]  # fmt: skip


def _address(one: Population) -> str:
    return reverse("research:record", args=[one.pk])


def _undo(actor: Actor, one: Population, key: UUID) -> str:
    """Erasing it, while nothing was counted of it."""
    row = next((row for row in importing.imports_of(actor, one) if row.pk == key), None)
    if row is None or importing.in_use(row) or not access.may(actor, policy.ERASE_IMPORT, row):
        return ""
    return reverse("research:record_erase", args=[one.pk, key])


LIST = web.below(lazy("Whose records may be counted"), "research:records")
NEW = Act(
    deed=policy.OPEN_POPULATION,
    title=lazy("Open records for counting"),
    heading=lazy("Whose records may be counted?"),
    lede=lazy("The classes cannot be changed later: two sets of classes could be subtracted from each other."),
    form=lambda request, actor, _none: Open(actor, deeds.posted(request)),
    call=lambda actor, _none, data, now: populations.open_population(
        actor, data["source"], data["definition"], data["class_set"], now
    ),
    leads=_address,
)
RECORDS = Things(find=populations.population_of, url=_address, back=lambda one: one.definition)
ACTS = {
    "close": Act(
        deed=policy.CLOSE_POPULATION,
        title=lazy("End the counting"),
        heading=lazy("End the counting of these records?"),
        lede=lazy(
            "The secret that makes the noise is destroyed. Releases stay; nothing new is ever counted of these records."
        ),
        button=lazy("End it"),
        call=web.plain(populations.close_population),
        done=lazy("Ended. Its secret is destroyed."),
        slug="end",
        leads=lambda _made: reverse("research:records"),
    ),
}
READ = web.tables.TableIn(
    deed=policy.READ_IN,
    address="research:record_read",
    find=populations.population_of,
    kind=importing.kind_of,
    take=lambda actor, one, taken, key, now: importing.take_in(actor, one.pk, taken, key, now),
    url=_address,
    back=lambda one: one.definition,
    title=lazy("Read a table in"),
    done=lazy("The table is read in"),
    seal=lazy(
        "Only codes are kept, sealed to your counting team, until the last plan that needs them ends. Until it is read "
        "in, the text waits sealed in your session and goes with it."
    ),
    hint=lazy(
        "Cells of a spreadsheet, CSV, TSV or JSON, with a heading. Names, free text and columns about persons "
        "suspected are left out."
    ),
    undo=_undo,
    undo_words=lazy("Erase what was read in"),
)


IMPORTS = Things(
    find=lambda actor, population_id, import_id: (populations.population_of(actor, population_id), import_id),
    url=lambda both: _address(both[0]),
    back=lambda both: both[0].definition,
)
OF_IMPORTS = {
    "erase": Act(
        deed=policy.ERASE_IMPORT,
        title=lazy("Erase what was read in"),
        heading=lazy("Erase what was read in?"),
        lede=lazy("Its coded rows go for good. Releases that were published stay."),
        button=lazy("Erase it"),
        call=lambda actor, both, _data, now: importing.erase(actor, both[1], now),
        done=lazy("Erased. It cannot be counted any more."),
    ),
}
