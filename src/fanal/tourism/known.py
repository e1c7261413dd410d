"""The programme of a membership, as the deeds of this room ask for it."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings

from fanal.access.api import NotHere
from fanal.tourism.duties import library as duties
from fanal.tourism.models import Membership
from fanal.tourism.programmes import library
from fanal.tourism.programmes.model import CriteriaSet, Exclusion, Programme


def joinable(on: date) -> Mapping[str, Programme]:
    """The programmes that a company can join here on a day."""
    return {code: one for code, one in library.shipped().items() if one.current(on) is not None}


def programme(code: str) -> Programme:
    """A programme. Raises `NotHere` where this version knows none of that code."""
    found = library.shipped().get(code)
    if found is None:
        raise NotHere
    return found


def of(row: Membership) -> Programme:
    """The programme of a membership. Raises `NotHere`."""
    return programme(row.programme)


def criteria(row: Membership) -> CriteriaSet:
    """The criteria by which a company joined. Raises `NotHere`."""
    found = of(row).set(row.criteria)
    if found is None:
        raise NotHere
    return found


def question(row: Membership, name: str) -> Exclusion:
    """One of the questions on what the company does. Raises `NotHere`."""
    found = next((one for one in criteria(row).exclusions if one.id == name), None)
    if found is None:
        raise NotHere
    return found


def is_free(one: Programme) -> bool:
    """Whether nobody pays for it."""
    return one.fees is None or "invoiced" not in one.steps


def laws() -> duties.Read:
    """What was read of the law on training and signs: what ships, and in the demonstration what is made up for it."""
    return duties.shipped(*settings.MADE_UP_LAWS)
