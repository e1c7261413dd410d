"""DNH-45: missing is never zero: what was not told, and what is not known, are values of their own in every count."""

from typing import Any

import pytest

from fanal import vault
from fanal.concerns import api
from fanal.concerns.content import NoteContent
from fanal.concerns.counting.cells import CountCell as Cell
from fanal.concerns.triage import decisions
from fanal.concerns.triage.decisions import Choice
from fanal.network import api as network
from fanal.network.contracts import RingKind
from fanal.vocabulary.codes import Finding, Triage
from tests.people import NOW, Cast
from tests.rooms.concerns.told import tell

pytestmark = pytest.mark.django_db(databases="__all__")


def counted(cast: Cast, **more: Any) -> Cell:
    """The cell of a concern with these answers, as the counting team reads it."""
    sent, before = tell(cast, **more), {one.id for one in api.count_cells(cast.aurora)}
    choice = Choice(Triage.CLOSED_NO_CASE, NoteContent(text="Looked at"), Finding.NOT_ENOUGH_INFORMATION)
    decisions.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)
    (sealed,) = [one for one in api.count_cells(cast.aurora) if one.id not in before]
    ring = network.rings.principal(cast.aurora, RingKind.STATISTICS)
    seed = cast["bao"].keyring.seed_of("ring", ring.id, sealed.ring_version)
    plain = vault.open_sealed(seed, api.count_purpose(sealed.org, sealed.id), sealed.cell)
    return Cell.from_json(plain.decode())


@pytest.mark.parametrize(
    ("field", "question"), [("age_band", "age"), ("place_type", "place_type"), ("mobility", "mobility")]
)
def test_not_told_not_known_and_told_are_three_values(cast: Cast, field: str, question: str) -> None:
    told = {"age": "from_0_to_9", "place_type": "home", "mobility": "expatriate"}[question]
    found = [getattr(counted(cast, **{question: given}), field) for given in (None, "unknown", told)]
    assert found == ["not_said", "unknown", told]


def test_a_country_that_is_not_known_stays_unknown(cast: Cast) -> None:
    assert counted(cast, country="unknown").country == "unknown"
    assert counted(cast, country="ship_or_aircraft").country == "ship_or_aircraft"


def test_whether_it_was_in_time_may_be_unknown(cast: Cast) -> None:
    """A clock that never ran gives "unknown", not "yes"."""
    from fanal.clocks.models import Duty

    sent = tell(cast)
    Duty.objects.filter(subject=sent.id).delete()
    choice = Choice(Triage.CLOSED_NO_CASE, NoteContent(text="Looked at"), Finding.UNFOUNDED)
    decisions.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)
    (sealed,) = api.count_cells(cast.aurora)
    ring = network.rings.principal(cast.aurora, RingKind.STATISTICS)
    seed = cast["bao"].keyring.seed_of("ring", ring.id, sealed.ring_version)
    plain = vault.open_sealed(seed, api.count_purpose(sealed.org, sealed.id), sealed.cell)
    assert Cell.from_json(plain.decode()).in_time == "unknown"


def test_no_value_of_a_cell_is_empty_or_a_number(cast: Cast) -> None:
    cell = counted(cast, age=None, place_type=None, mobility=None, countries=None, basis=None)
    values = [getattr(cell, name) for name in Cell.__dataclass_fields__]
    assert all(isinstance(value, str) and value for value in values)
