"""What import-linter cannot see of models: declarations, foreign keys, fetch modes."""

from pathlib import Path

import pytest
from django.db import models

import fanal
from fanal import columns

pytestmark = pytest.mark.once
FLOORS = {
    room: floor
    for floor, rooms in enumerate(
        (
            "vocabulary",
            "engines",
            "vault",
            "journal",
            "network",
            "access",
            "clocks",
            "web",
            "contacts",
            "concerns justice learning",
            "cases tourism",
            "research progress",
            "site",
        )
    )
    for room in rooms.split()
}
OURS = columns.tables()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_is_declared_sealed_or_public(model: type[models.Model]) -> None:
    """A field that is neither sealed in a compartment nor public with a reason does not exist."""
    missing = columns.undeclared(model)
    assert not missing, f"{model.__name__}: say what {', '.join(missing)} holds, Sealed or Public, in `column` or `key`"
    for name in columns.sealed(model):
        assert isinstance(model._meta.get_field(name), models.BinaryField), name


def _room(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_down_and_say_nothing_upwards(model: type[models.Model]) -> None:
    """Across rooms a key points to a lower floor, and the lower room learns of no reverse name."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey):
            continue
        other = field.remote_field.model
        if _room(other) == _room(model):
            continue
        assert FLOORS[_room(other)] < FLOORS[_room(model)], field.name
        assert field.remote_field.hidden, f"{field.name} needs related_name='+'"


def test_no_room_reaches_for_models_by_name() -> None:
    """`apps.get_model` would go round the doors."""
    source = Path(fanal.__file__).parent
    found = [
        path for path in source.rglob("*.py") if "get_model(" in path.read_text() and "migrations" not in path.parts
    ]
    assert found == []


def test_no_schema_has_a_place_for_files() -> None:
    """Never media: no file, image or address field in any model (DNH-01)."""
    kinds = (models.FileField, models.ImageField, models.URLField, models.FilePathField)
    assert [f for model in OURS for f in model._meta.concrete_fields if isinstance(f, kinds)] == []
