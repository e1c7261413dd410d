"""Whose records may be counted: populations with their budget, and files that are read in for them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
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
from fanal.research.contracts import Report, Source
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
LONGEST = 400_000
"""Characters of a file that a page takes; longer ones are read in at the command line."""


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


class ReadIn(web.Page):
    """A CSV text. Nothing of it is kept but the codes."""

    shape = forms.ChoiceField(
        label=lazy("Which format has the file?"),
        widget=forms.RadioSelect,
        choices=[(code, web.two_lines(*both)) for code, both in SHAPES.items()],
    )
    text = web.Text(  # no words of staff: thousands of rows look like a file as text, and none of it is kept
        label=lazy("Paste the table"),
        help_text=lazy("CSV with a heading. Names, free text and columns about persons suspected are left out."),
        max_length=LONGEST,
        rows=10,
        error_messages={"required": lazy("Paste the table.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Read it in")),)


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


def _read(actor: Actor, one: Population, data: dict[str, Any], now: datetime) -> tuple[Population, Report]:
    return one, importing.read_in(actor, one.pk, data["text"], data["shape"], now)


def _answered(request: HttpRequest, made: tuple[Population, Report]) -> HttpResponse:
    """Row by row what could not be used."""
    return render(request, "research/records/report.html", {"one": made[0], **_report(made[1])})


def _report(report: Report) -> dict[str, object]:
    return {
        "kept": report.table is not None,
        "facts": [
            (_("Rows read in"), web.digits(report.read)),
            (_("Rows that could not be used"), web.digits(report.refused)),
            (_("Rows that are about no child"), web.digits(report.others)),
            (_("Children left out at their wish"), web.digits(report.opted_out)),
            *((_("Of %(year)s") % {"year": year}, web.digits(rows)) for year, rows in report.cohorts.items()),
        ],
        "left_out": [{"cells": [web.digits(left.column), left.name or "—", left.why]} for left in report.left_out],
        "left_columns": [_("Column"), _("Heading"), _("Why it is left out")],
        "problems": [
            {"cells": [web.digits(problem.row), web.digits(problem.column), problem.words]}
            for problem in report.problems
        ],
        "problem_columns": [_("Row"), _("Column"), _("What is wrong")],
    }


def _address(one: Population) -> str:
    return reverse("research:record", args=[one.pk])


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
    "read": Act(
        deed=policy.READ_IN,
        title=lazy("Read a table in"),
        form=ReadIn,
        template="research/records/read.html",
        call=_read,
        forgets=True,
        answer=_answered,
    ),
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
