"""CM-3: no person is scored: the numbers of a file are versions, counts, ages and limits, each known by name."""

import typing

from django.db import models

from fanal import columns
from fanal.cases.codes import Risk
from fanal.cases.model.declared import model
from fanal.cases.model.sealed import schema

KNOWN = {
    "OwnCode.pepper", "Plan.number", "StatRow.cohort", "Provider.age_from", "Provider.age_to", "Provider.capacity_free",
    "Provider.answer_hours_urgent", "Provider.answer_hours", "ImportBatch.children", "Export.children",
    "Export.openings", "SearchToken.token", "Alarm.count", "Readiness.number", "ProviderAnswer.hours",
    "StatRow.ring_version", "ProviderPage.pepper", "ProviderPage.views",
}  # fmt: skip
"""Which plan, which year, of a provider, how often, how many files. None says anything of a child or an adult."""
NUMBERS = (models.IntegerField, models.FloatField, models.DecimalField)


def test_the_only_sealed_numbers_are_ages() -> None:
    sealed = {
        f"{entity.name}.{name}"
        for entity in model().entities.values()
        for box in entity.boxes
        for name, kind in typing.get_type_hints(schema(entity.name, box)).items()
        if {int, float} & {kind, *typing.get_args(kind)}
    }
    assert sealed == {"child.age_at_intake", "case.age_at_first_harm", "act.age_at_time"}


def test_the_only_clear_numbers_count_rows_versions_hours_and_places() -> None:
    found: set[str] = set()
    for table in (one for one in columns.tables() if one._meta.app_label == "cases"):
        for field in table._meta.concrete_fields:
            if isinstance(field, NUMBERS) and not field.primary_key and field.name != "version":
                found.add(f"{table.__name__}.{field.name}")
    assert found == KNOWN


def test_the_risk_is_a_word_of_four_that_a_person_chooses() -> None:
    field = model().field("case.risk")
    assert (field.kind, list(model().lists[field.of].codes)) == ("code", list(Risk))
