"""DNH-25: no list and no search of files asks for a suspected person."""

from dataclasses import fields

from fanal import columns
from fanal.cases.files.desk.lists import Narrow
from fanal.cases.files.lists import Filters
from fanal.cases.model.declared import model
from fanal.cases.models import Act, Case, Child, Holding


def test_lists_of_files_are_narrowed_by_clear_columns_only() -> None:
    """A closed list: a filter more needs the rule read again."""
    assert {one.name for one in fields(Filters)} == {"stage", "risk", "owner", "country", "closed"}
    assert set(Narrow.base_fields) == {"risk", "stage", "owner"}


def test_nothing_of_an_adult_is_a_token_or_a_column() -> None:
    for table in (Act, Case, Child):
        assert [how for how in columns.sealed(table).values() if how.blind] == []
    assert not [one.path for one in model().entities["alleged_offender"].fields.values() if one.search or one.shown]
    assert not {"offender", "adult", "suspected"} & {one.name for one in Holding._meta.fields}
