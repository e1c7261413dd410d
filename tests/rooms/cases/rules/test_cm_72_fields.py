"""CM-72: every field has class, purpose, category and time of keeping, and the record of processing is made of them."""

from pathlib import Path

import pytest
from django.db.models import Model

import fanal
from fanal import columns
from fanal.cases.model.declared import Field, model
from fanal.cases.model.sealed import schema
from fanal.vault import undeclared
from fanal.vocabulary.codes import DataCategory, Mark, ProcessingPurpose

RECORD = Path(fanal.__file__).parents[2] / "docs" / "record-of-processing.md"
OURS = [one for one in columns.tables() if one._meta.app_label == "cases"]


@pytest.mark.parametrize("field", list(model().fields), ids=lambda one: one.path)
def test_each_field_says_all_four(field: Field) -> None:
    assert field.cls in {"S0", "S1", "S2", "S3", "S4", "S5"}
    assert field.purpose in set(ProcessingPurpose)
    assert field.category in {*DataCategory, *Mark}
    assert field.keep


@pytest.mark.parametrize("table", OURS, ids=lambda one: one.__name__)
def test_each_column_says_what_it_holds(table: type[Model]) -> None:
    assert columns.undeclared(table) == []
    for name, clear in columns.public(table).items():
        assert clear.reason, name
    for how in columns.sealed(table).values():
        assert undeclared(how.schema) == ()


def test_the_record_of_processing_names_each_compartment_of_a_file() -> None:
    said = RECORD.read_text("utf-8")
    for entity in model().entities.values():
        for box in entity.boxes:
            held = schema(entity.name, box)
            for table in OURS:
                for name, how in columns.sealed(table).items():
                    assert how.schema is not held or f"## cases.{table.__name__}.{name}: " in said, (table, name)
