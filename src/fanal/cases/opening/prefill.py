"""What a concern already told of a child, field by field, so that nothing is asked twice (CM-5). Nothing of it is in
the file before the worker accepts it; nothing of who told it is in here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from fanal.concerns.api import Told, in_words
from fanal.vocabulary.countries import is_country
from fanal.vocabulary.languages import language_of

_SEX: Final = {"girl": "female", "boy": "male"}


@dataclass(frozen=True, slots=True)
class Prefill:
    """`values`: what stands filled in, by path of the field; `told`: what was told that helps to answer, in words."""

    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    told: Mapping[str, str] = field(default_factory=dict, repr=False)


def prefill(told: Told) -> Prefill:
    """What a concern has for the form that opens a file."""
    return Prefill(dict(_values(told)), {path: words for path, words in _told(told) if words})


def _values(told: Told) -> Iterator[tuple[str, Any]]:
    if sex := _SEX.get(told.personal.child_is):
        yield "child.sex", sex
    if is_country(told.country):
        yield "case.country_of_harm", told.country
    if told.child_door:
        yield "case.first_identified_by", "child"
        if language := language_of(told.content.language, "en"):
            yield "child.languages", (language,)


def _told(told: Told) -> Iterator[tuple[str, str]]:
    """In the words of whoever reads."""
    yield "child.age_at_intake", in_words("age", told.personal.age)
    yield "child.given_name", told.identity.child_words
    yield "child.home_area", told.content.place
    yield "case.forms", in_words("what", told.content.what)
    yield "case.travel_tourism", in_words("place_type", told.personal.place_type)
    yield "child.safe_to_contact", told.safe_contact
    if told.danger == "yes":
        yield "case.risk", _("danger: yes")
