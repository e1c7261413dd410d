"""DNH-23: nothing in a file counts, rates or ranks a child: no column is a number about a person."""

from django.apps import apps
from django.db import models

from fanal.cases.model.declared import model

ROWS = {
    "views",
    *("version", "number", "pepper", "ring_version", "token", "count", "children", "openings", "cohort"),
    *("age_from", "age_to", "answer_hours", "answer_hours_urgent", "capacity_free", "hours"),
}
"""Of rows, keys and providers, and how many there are."""
SCORES = ("score", "rating", "points", "rank", "total", "percent", "probab", "predict")


def test_no_field_of_the_model_is_a_score() -> None:
    paths = [one.path for one in model().fields]
    assert [path for path in paths if any(word in path for word in SCORES)] == []
    assert [one.path for one in model().fields if one.kind.startswith(("float", "decimal", "percent"))] == []


def test_no_column_of_the_room_is_a_number_about_a_person() -> None:
    numbers = (models.IntegerField, models.FloatField, models.DecimalField)
    found = {
        f"{table.__name__}.{one.name}"
        for table in apps.get_app_config("cases").get_models()
        for one in table._meta.concrete_fields
        if isinstance(one, numbers) and not one.primary_key and one.name not in ROWS
    }
    assert found == set()
