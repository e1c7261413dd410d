"""What a person gets who asks what is kept of them: made from the model, so that nothing of a third person can stand in
it (CM-71). Pure.

Only codes, dates, numbers, yes and no, and what is the person's own: names, numbers, own words. Whole kinds of rows
about others are left out, and every text that somebody of ours wrote, in which others may be named: the person is told
that such texts are there, and can ask to go through them with us.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from fanal.cases.model import words
from fanal.cases.model.declared import Field, model

OTHERS: Final = frozenset(
    {"caregiver", "care_link", "caregiver_training", "push_factor", "alleged_offender", "conference", "approval",
     "supervision", "case_proceeding", "provider"}
)  # fmt: skip
"""Kinds of rows about others."""
OWN_WORDS: Final = frozenset(
    {"child.given_name", "child.middle_name", "child.family_name", "child.other_names", "child.birth_date",
     "child.identifiers", "case.wishes", "plan.child_words", "subject_request.statement"}
)  # fmt: skip
"""Texts that are the person's own."""
_PLAIN: Final = frozenset(
    {"code", "code_list", "country", "country_list", "lang_list", "bool", "int", "date", "partial_date", "map"}
)
"""Kinds of values in which nobody is named."""
_OF_OTHERS: Final = frozenset({"family", "offender"})
_BOXES: Final = frozenset({"", "personal", "identity", "content"})


def given(field: Field) -> bool:
    """Whether a field goes to the person: said by its kind, its class and its category, never by what stands in it."""
    if not field.label or field.entity in OTHERS or field.box not in _BOXES or field.category in _OF_OTHERS:
        return False
    return field.path in OWN_WORDS or field.kind in _PLAIN


def told(field: Field) -> bool:
    """Whether the person is told that such texts of ours are there."""
    ours = field.kind in {"long_text", "text", "text_500"} and field.path not in OWN_WORDS
    return bool(field.label) and ours and field.entity not in OTHERS and field.box in _BOXES


type Row = tuple[str, Mapping[str, Any]]
"""A row: its entity, and what it holds by name of the field."""


def made(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """What the person gets, line by line: what it is, and what it says, in the language of whoever puts it together."""
    return [
        (words.label(field), value)
        for entity, said in rows
        for field in model().entities[entity].fields.values()
        if given(field) and said.get(field.name) not in (None, "", ())
        if (value := str(words.told(field, said[field.name])))
    ]


def texts(rows: Iterable[Row]) -> list[str]:
    """The kinds of texts of ours that are there and not given, in words."""
    found = [
        words.label(field)
        for entity, said in rows
        for field in model().entities[entity].fields.values()
        if told(field) and said.get(field.name)
    ]
    return list(dict.fromkeys(map(str, found)))
