"""DNH-23: no automated decision about a child, and no score: no number about a person, no model that is asked."""

import ast
from dataclasses import fields
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import fanal
from fanal.access.contracts import Content
from fanal.concerns import content
from fanal.concerns.models import Decision
from fanal.concerns.triage.decisions import Choice, decide
from fanal.concerns.triage.order import Waiting
from fanal.concerns.triage.queries import Row
from fanal.network.contracts import Actor
from tests.people import Cast
from tests.rooms.concerns.told import tell

SOURCE = Path(fanal.__file__).parent
NUMBERS = (models.IntegerField, models.FloatField, models.DecimalField)
# Numbers that are about a row, never about a person: order of a thread, versions of keys and rows, and how often a row
# that is vouched for was changed.
COUNTED = {"ReportingPage.number"}
ALLOWED = {"version", "pepper", "position", "ring_version"}
LEARNED = {
    "sklearn",
    "torch",
    "tensorflow",
    "keras",
    "xgboost",
    "lightgbm",
    "transformers",
    "onnxruntime",
    "openai",
    "anthropic",
}


def test_no_column_holds_a_number_about_a_person() -> None:
    found = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("concerns").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, NUMBERS) and field.name not in ALLOWED and field.name != "id"
    }
    assert found == COUNTED


def test_nothing_that_is_sealed_is_a_number() -> None:
    """Answers are codes and words. Counted are addresses that were taken out of a text, and messages that were sent."""
    schemas = [one for one in vars(content).values() if isinstance(one, type) and issubclass(one, Content)]
    assert len(schemas) > 7
    numbers = {
        one.name for schema in schemas if schema is not Content for one in fields(schema) if "int" in str(one.type)
    }
    numbers |= {
        one.name for schema in schemas if schema is not Content for one in fields(schema) if "float" in str(one.type)
    }
    assert numbers == {"addresses_removed", "messages"}


def test_the_order_knows_days_and_stated_reasons_only() -> None:
    names = {one.name for one in fields(Waiting)}
    assert names == {"id", "due", "danger", "critical_reason", "child_door", "new_message", "unverified", "acted"}
    shown = {one.name for one in fields(Row) if one.type in {int, float, int | None}}
    assert shown == {"days_left", "same"}


@pytest.mark.once
def test_no_model_is_asked() -> None:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                assert not {name.name.split(".")[0] for name in node.names} & LEARNED, path
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] not in LEARNED, path


def _named(called: ast.expr) -> str:
    """`name` or `module.name` of what is called; `ast.unparse` of every call would take half a minute."""
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        return f"{called.value.id}.{called.attr}"
    return called.id if isinstance(called, ast.Name) else ""


@pytest.mark.once
def test_only_a_named_person_decides() -> None:
    """No job and no handler of a clock calls the deed; it cannot be called without a person with keys."""
    callers = {
        path.relative_to(SOURCE).as_posix()
        for room in ("concerns", "site")
        for path in (SOURCE / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and _named(node.func) in {"decisions.decide", "decide", "decisions.confirm"}
    }
    # The demonstration decides as its people, with their keys. Who sends a handover ticks what is decided with it.
    decide = {"concerns/triage/desk/deciding.py", "concerns/handovers/desk/new.py"}
    assert {one for one in callers if not one.startswith("site/demo/")} == decide


@pytest.mark.django_db(databases="__all__")
def test_whatever_was_told_decides_nothing_by_itself(cast: Cast) -> None:
    """The most alarming concern waits as undecided as the mildest, until a person comes."""
    for more in ({"danger": "yes", "child_now": "with_adult"}, {"danger": "no"}):
        assert tell(cast, **more).row.triage == "new"
    assert not Decision.objects.exists()
    assert Choice
    assert decide.__annotations__["actor"] is Actor
