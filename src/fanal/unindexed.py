"""A step of a migration that takes indexes of foreign keys away, and touches nothing else."""

from collections.abc import Iterator
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Unindexed(Operation):
    """Keys by which nobody looks for rows: each model, in small letters, with its columns. As an `AlterField` each
    would take a second; SQLite would write the whole table anew, and PostgreSQL look through it once more."""

    def __init__(self, **columns: tuple[str, ...]) -> None:
        self.columns = columns

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [], dict(self.columns)

    def describe(self) -> str:
        return "Take away indexes of foreign keys that nobody looks for"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for model, names in self.columns.items():
            fields = state.models[app_label, model].fields
            for name in names:
                fields[name] = fields[name].clone()
                fields[name].db_index = False
        state.reload_models([(app_label, model) for model in self.columns])

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        connection = schema_editor.connection
        for model, field in self._each(app_label, to_state):
            with connection.cursor() as cursor:
                found = connection.introspection.get_constraints(cursor, model._meta.db_table)
            for name, one in found.items():
                named = any(index.name == name for index in model._meta.indexes)
                if one["index"] and not one["unique"] and one["columns"] == [field.column] and not named:
                    schema_editor.execute(schema_editor._delete_index_sql(model, name))

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model, field in self._each(app_label, to_state):
            schema_editor.execute(schema_editor._create_index_sql(model, fields=[field]))

    def _each(self, app_label: str, state: ProjectState) -> Iterator[tuple[Any, Any]]:
        for name, columns in self.columns.items():
            model = state.apps.all_models[app_label][name]
            yield from ((model, model._meta.get_field(column)) for column in columns)
