"""DNH-38: the record of processing names each compartment of the room with what it is for and how long it is kept."""

from pathlib import Path

import pytest
from django.apps import apps

from fanal import columns

PAGE = (Path(__file__).parents[2] / "docs/record-of-processing.md").read_text("utf-8")
TABLES = [one for one in apps.get_app_config("cases").get_models() if columns.sealed(one)]


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.__name__)
def test_each_sealed_column_stands_there(table: type) -> None:
    for name in columns.sealed(table):
        assert f"cases.{table.__name__}.{name}" in PAGE
