"""DNH-19: consent or assent is recorded, and to override it needs a reason and a second person.

In the room of concerns nobody has asked the child yet, so there is no ledger of consent. What the rule means here:
nothing about a child leaves but what the agreement names for concerns; no switch, role or reason sends more.
"""

import inspect

import pytest

from fanal.concerns.handovers import handovers, kept
from fanal.concerns.handovers.payload import ADDABLE
from fanal.concerns.handovers.preview import check_agreement
from fanal.passing.api import Addition, NotAddable
from fanal.vocabulary.codes import DataCategory as Cat
from fanal.vocabulary.results import Refused
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import BASE, SECRETS, scene

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["child_words", "adult_words"])
def test_what_no_agreement_names_cannot_be_added(cast: Cast, field: str) -> None:
    """The best of reasons does not widen an agreement."""
    made = scene(cast)
    with pytest.raises(NotAddable) as refused:
        made.drafted(additions=[Addition(field, "A child may die")])
    assert refused.value.code == "not_covered"


def test_the_childs_name_leaves_only_where_the_agreement_and_a_person_say_so(cast: Cast) -> None:
    """Named by the agreement it still stays, until somebody adds it with a reason."""
    made = scene(cast, (*BASE, Cat.IDENTITY))
    seen = handovers.look(cast["amara"], made.concern, cast.nordlys, NOW)
    assert seen.preview is not None
    assert SECRETS["child_words"] not in seen.preview.canonical.decode()
    assert "child_words" in {stay.field for stay in seen.preview.stays}


def test_an_agreement_for_other_data_carries_nothing(cast: Cast) -> None:
    """One that names contact and health is no ground for what was told."""
    made = scene(cast, (Cat.CONTACT, Cat.HEALTH))
    assert isinstance(check_agreement(cast.aurora, cast.nordlys, "sending", NOW.date()), Refused)
    seen = handovers.look(cast["amara"], made.concern, cast.nordlys, NOW)
    assert seen.preview is None
    assert seen.blocked is not None
    assert seen.blocked.reason_code == "categories"


def test_there_is_no_override() -> None:
    """No deed of a handover takes a force, an override or a reason against the agreement."""
    words = ("force", "override", "ignore", "skip", "ground")
    for module in (handovers, kept):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            assert not [one for one in inspect.signature(function).parameters if one in words], name
    assert set(ADDABLE.values()) <= {Cat.STORY, Cat.IDENTITY, Cat.OFFENDER}
