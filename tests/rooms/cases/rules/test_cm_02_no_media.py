"""CM-2: a file holds text, codes and dates: no column, schema, form or page of the room takes anything else."""

import typing
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from types import NoneType
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import models

import fanal.cases
from fanal import columns
from fanal.cases.model.declared import model
from fanal.cases.model.forms import Declared
from fanal.cases.model.kinds import KINDS

ROOM = Path(fanal.cases.__file__).parent
PLAIN = {str, int, bool, date, datetime, NoneType}
OURS = [one for one in columns.tables() if one._meta.app_label == "cases"]
NO_CONTENT = {"SearchCard.sealed", "SearchCard.card", "StatRow.row", "StatRow.sealed"}
"""Bytes that are sealed in another way: made here, never brought."""


def leaves(kind: Any) -> set[Any]:
    """What a type is made of in the end."""
    if is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        return set().union(*(leaves(hints[one.name]) for one in fields(kind)))
    parts = [one for one in typing.get_args(kind) if one is not Ellipsis]
    return set().union(*map(leaves, parts)) if parts else {kind}


def test_each_sealed_schema_of_the_room_holds_text_numbers_days_and_yes_or_no() -> None:
    schemas = {how.schema for table in OURS for how in columns.sealed(table).values()}
    assert len(schemas) > 30
    for one in schemas:
        assert leaves(one) <= PLAIN, one


def test_no_column_is_a_file_and_whatever_is_bytes_is_sealed_here() -> None:
    assert apps.get_app_config("cases") is not None
    for table in OURS:
        for field in table._meta.concrete_fields:
            assert not isinstance(field, models.FileField), (table, field.name)
            if isinstance(field, models.BinaryField) and field.name not in columns.sealed(table):
                assert field.max_length or f"{table.__name__}.{field.name}" in NO_CONTENT, (table, field.name)


@pytest.mark.parametrize("kind", sorted({one.kind for one in model().fields} & KINDS.keys()))
def test_no_kind_of_field_is_asked_by_an_upload(kind: str) -> None:
    asked = [one for one in model().fields if one.kind == kind and one.box]
    form = Declared(asked)
    assert not any(isinstance(one, forms.FileField | forms.ImageField) for one in form.fields.values())
    assert not form.is_multipart()


def test_no_page_of_the_room_uploads_draws_or_plays() -> None:
    pages = list((ROOM / "templates").rglob("*.html"))
    assert len(pages) > 50
    for page in pages:
        text = page.read_text("utf-8").casefold()
        for sign in (
            'type="file"',
            "multipart/",
            "<img",
            "<video",
            "<audio",
            "<canvas",
            "<iframe",
            "<object",
            "<embed",
        ):
            assert sign not in text, (page.name, sign)
