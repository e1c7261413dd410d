"""A study as its pages show it: the result in one sentence, tables beside every picture, what speaks against it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language
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
    found = studies.estimate_of(study)
    if found is None:
        return None
    return {
        "estimated": found.estimated,
        "sentence": words.sentence(found),
        "facts": _facts(found),
        "picture": picture(studies.picture_of(study, engine.ESTIMATE), "estimate"),
        "columns": [_("Method or model"), _("Single figure"), _("Lower limit"), _("Upper limit")],
        "rows": [{"cells": cells} for cells in _methods(found)],
        "warnings": [words.told(one) for one in found.warnings],
        "reasons": [words.told(one) for one in found.reasons],
        "assumptions": list(words.ASSUMPTIONS),
        "checks": list(checks(study)),
    }


def _facts(found: Estimate) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Recorded children"), web.digits(found.observed)),
        (_("Lists"), web.listed(found.lists)),
        (_("Method"), words.method(found.method)),
    ]
    if found.model:
        facts.append((_("Model"), words.model_of(found.model, found.lists)))
    if found.estimated:
        facts.append((_("Level of the interval"), words.share(found.level)))
        models = found.range_over_models or (None, None)
        facts.append((_("Models that fit as well say"), words.interval(*models)))
    facts.append((_("Repeated samples"), web.digits(found.replicates)))
    facts.append((_("Seed and engine"), f"{found.seed} · {found.engine_version}"))
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
    found = table.overlaps()
    return {
        "children": web.digits(table.n),
        "shared": web.digits(found.on_two_or_more),
        "lists_columns": [_("List"), _("Children on it"), _("On it alone")],
        "lists": [{"cells": [name, web.digits(on), web.digits(alone)]} for name, on, alone in found.lists],
        "histories_columns": [_("On exactly these lists"), _("Children")],
        "histories": [{"cells": [web.listed(names), web.digits(count)]} for names, count in found.histories],
        "picture": picture(engine.picture_of(table), "overlaps"),
        "linkage": table.about.linkage,
        "verdicts": [words.told(one) for one in engine.verdicts(table)],
    }


def plan(one: Study) -> list[tuple[str, object]]:
    """What was planned, as facts of a page."""
    options = one.options
    checks = web.listed(str(words.SENSITIVITIES[part][0]) for part in one.sensitivities)
    facts: list[tuple[str, object]] = [
        (_("Table"), str(words.SOURCES[one.source])),
        (_("Where it was published"), one.source_words) if one.run is None else (_("Linkage run"), one.run.title),
        (_("Method"), words.method(options["method"])),
        *_model(one),
        (_("Level of the interval"), words.share(options["level"])),
        (_("Repeated samples"), web.digits(options["replicates"])),
        (_("Seed"), str(options["seed"])),
        *_country(one),
        (_("Checks"), checks),
        (_("Who is counted"), one.protocol["counted"]),
        (_("What the answer is for"), one.protocol["use"]),
        (_("Whom it could harm"), one.protocol["harms"]),
    ]
    if one.registered_at:
        facts.append((_("Registered"), web.day_words(one.registered_at)))
    return facts


def _model(one: Study) -> Iterator[tuple[str, object]]:
    """The given model. Where the lists are not known yet, as of a run, or kept by 0.1.0, its notation alone."""
    if given := one.options.get("model"):
        found = studies.estimate_of(one)
        yield _("The given model"), words.model_of(given, found.lists if found else one.lists)


def _country(one: Study) -> Iterator[tuple[str, object]]:
    if code := one.protocol["country"]:
        yield _("Country"), country_name(code, get_language() or "en")
