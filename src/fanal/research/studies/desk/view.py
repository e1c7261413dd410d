"""A study as its pages show it: the result in one sentence, tables beside every picture, what speaks against it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from fanal.engines.prevalence.contracts import CaptureTable, Check, Estimate
from fanal.research.models import Study
from fanal.research.studies import engine, studies, words
from fanal.research.studies.checks import checks, picture
from fanal.research.studies.words import limits, persons
from fanal.vocabulary.countries import country_name
from fanal.web import api as web

type Cells = list[Any]


def result(study: Study) -> dict[str, Any] | None:
    """The estimate for a page, or None where it is not computed."""
    estimate = studies.estimate_of(study)
    if estimate is None:
        return None
    return {
        "estimated": estimate.estimated,
        "sentence": words.sentence(estimate),
        "facts": _facts(estimate),
        "picture": picture(studies.picture_of(study, engine.ESTIMATE), "estimate"),
        "columns": [_("Method or model"), _("Single figure"), _("Lower limit"), _("Upper limit")],
        "rows": [{"cells": cells} for cells in _methods(estimate)],
        "warnings": [words.told(notice) for notice in estimate.warnings],
        "reasons": [words.told(notice) for notice in estimate.reasons],
        "assumptions": list(words.ASSUMPTIONS),
        "checks": list(checks(study)),
    }


def _facts(estimate: Estimate) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Recorded children"), web.digits(estimate.observed)),
        (_("Lists"), web.listed(estimate.lists)),
        (_("Method"), words.method(estimate.method)),
    ]
    if estimate.model:
        facts.append((_("Model"), words.model_of(estimate.model, estimate.lists)))
    if estimate.estimated:
        facts.append((_("Level of the interval"), words.share(estimate.level)))
        models = estimate.range_over_models or (None, None)
        facts.append((_("Models that fit as well say"), words.interval(*models)))
    facts.append((_("Repeated samples"), web.digits(estimate.replicates)))
    facts.append((_("Seed and engine"), f"{estimate.seed} · {estimate.engine_version}"))
    return facts


def _methods(found: Estimate) -> Iterator[Cells]:
    methods: tuple[Estimate | Check, ...] = (found, *found.checks)
    for one in methods:
        method = words.method(one.method, broken=one.broken)
        yield [method, persons(one.point), *limits(one.lower, one.upper)]
    for model in found.models_close:
        name = words.model(model.model, found.lists)
        yield [_("model %(name)s") % {"name": name}, persons(model.estimate), "", ""]


# ---- the table ----


def overlaps(table: CaptureTable) -> dict[str, Any]:
    """How the lists overlap, and what that alone forbids or warns of: looked at before any estimate."""
    overlap = table.overlaps()
    return {
        "children": web.digits(table.n),
        "shared": web.digits(overlap.on_two_or_more),
        "lists_columns": [_("List"), _("Children on it"), _("On it alone")],
        "lists": [{"cells": [name, web.digits(on), web.digits(alone)]} for name, on, alone in overlap.lists],
        "histories_columns": [_("On exactly these lists"), _("Children")],
        "histories": [{"cells": [web.listed(names), web.digits(count)]} for names, count in overlap.histories],
        "picture": picture(engine.picture_of(table), "overlaps"),
        "linkage": table.about.linkage,
        "verdicts": [words.told(verdict) for verdict in engine.verdicts(table)],
    }


def plan(study: Study) -> list[tuple[str, object]]:
    """What was planned, as facts of a page."""
    options = study.options
    checks = web.listed(str(words.SENSITIVITIES[part][0]) for part in study.sensitivities)
    facts: list[tuple[str, object]] = [
        (_("Table"), str(words.SOURCES[study.source])),
        (_("Where it was published"), study.source_words) if study.run is None else (_("Linkage run"), study.run.title),
        (_("Method"), words.method(options["method"])),
        *_model(study),
        (_("Level of the interval"), words.share(options["level"])),
        (_("Repeated samples"), web.digits(options["replicates"])),
        (_("Seed"), str(options["seed"])),
        *_country(study),
        (_("Checks"), checks),
        (_("Who is counted"), study.protocol["counted"]),
        (_("What the answer is for"), study.protocol["use"]),
        (_("Whom it could harm"), study.protocol["harms"]),
    ]
    if study.registered_at:
        facts.append((_("Registered"), web.day_words(study.registered_at)))
    return facts


def _model(one: Study) -> Iterator[tuple[str, object]]:
    """The given model. Where the lists are not known yet, as of a run, or kept by 0.1.0, its notation alone."""
    if given := one.options.get("model"):
        found = studies.estimate_of(one)
        yield _("The given model"), words.model_of(given, found.lists if found else one.lists)


def _country(one: Study) -> Iterator[tuple[str, object]]:
    if code := one.protocol["country"]:
        yield _("Country"), country_name(code, web.spoken())
