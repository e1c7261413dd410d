"""DNH-29: the default payload goes without the reporter and without the child's name; each addition has a reason."""

import pytest

from fanal.concerns.handovers import handovers, received
from fanal.passing.api import Addition, NotAddable
from fanal.vocabulary.codes import DataCategory as Cat
from tests.people import NOW, Cast
from tests.rooms.concerns.approved import BY_DEFAULT
from tests.rooms.concerns.passing import BASE, SECRETS, police, scene

pytestmark = pytest.mark.django_db


def test_the_default_is_this_list_and_nothing_of_anybody(cast: Cast) -> None:
    """Fields that leave, taken from what the recipient opens: the approved list; no text of anyone, no `you`."""
    made = scene(cast, travel="Flight in the evening", child_now="gone", leaving="this_week", adult_link="visitor")
    row = made.accepted()
    read = received.read(cast["nils"], row.pk, NOW)
    assert {item.field for item in read.items} <= BY_DEFAULT
    assert {"place", "what", "age", "confirmed", "leaving", "travel"} <= {item.field for item in read.items}
    everything = read.payload.to_json()
    assert not any(secret in everything for secret in SECRETS.values())
    assert "travel_worker" not in everything  # it would name who told us


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_an_addition_without_a_reason_is_refused(cast: Cast, reason: str) -> None:
    made = scene(cast)
    with pytest.raises(NotAddable) as refused:
        made.drafted(additions=[Addition("words", reason)])
    assert refused.value.code == "no_reason"


def test_an_addition_is_marked_with_its_reason_and_differs_from_the_default(cast: Cast) -> None:
    """The difference to the default is exactly the addition."""
    made = scene(cast)
    plain = handovers.look(cast["amara"], made.concern, cast.nordlys, NOW).preview
    more = handovers.look(
        cast["amara"], made.concern, cast.nordlys, NOW, additions=[Addition("words", "They name the room")]
    ).preview
    assert plain is not None
    assert more is not None
    assert more.default == plain.default
    assert [(item.field, item.text, item.reason) for item in more.added.items] == [
        ("words", SECRETS["words"], "They name the room")
    ]


@pytest.mark.parametrize("to", ["agreement", "authority"])
def test_words_on_the_adult_belong_to_it_only_where_they_are_named(cast: Cast, to: str) -> None:
    """Where the agreement names them, and to an authority; the child's words and the reporter stay there too."""
    made = scene(cast, (*BASE, Cat.OFFENDER))
    recipient = cast.nordlys if to == "agreement" else police(cast)
    seen = handovers.look(cast["amara"], made.concern, recipient, NOW).preview
    assert seen is not None
    everything = seen.canonical.decode()
    assert SECRETS["adult_words"] in everything
    assert SECRETS["child_words"] not in everything
    assert SECRETS["words"] not in everything
    assert SECRETS["reply_contact"] not in everything
