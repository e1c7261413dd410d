"""CM-38: a child who refuses to share gets the same help: no guard asks for such a ground."""

from dataclasses import fields
from datetime import timedelta

import pytest

from fanal.cases.codes import ConsentAct, ConsentPurpose
from fanal.cases.facts import Facts, To
from fanal.cases.flow import missing
from fanal.cases.ground import OURSELVES, Use, allows
from fanal.vocabulary.codes import DataCategory, RecipientCategory
from tests.rooms.cases.files import ready
from tests.rooms.cases.ledger import NOW, row

WORKS = row(
    1,
    purpose=ConsentPurpose.CASE_MANAGEMENT,
    recipients=frozenset({RecipientCategory.NONE.value}),
    categories=frozenset(DataCategory),
)
EVERYBODY = frozenset(one.value for one in RecipientCategory)
REFUSED = [
    row(
        number,
        ConsentAct.REFUSE,
        hours=1,
        purpose=purpose,
        recipients=EVERYBODY,
        categories=frozenset(DataCategory),
    )
    for number, purpose in enumerate(ConsentPurpose, start=10)
    if purpose is not ConsentPurpose.CASE_MANAGEMENT
]


@pytest.mark.parametrize("to", To)
def test_every_move_is_open_to_a_child_who_refuses_all_else(to: To) -> None:
    ground = allows([WORKS, *REFUSED], Use.WORK, OURSELVES, (), NOW + timedelta(hours=2))
    assert not missing(ready(to, ground=bool(ground)), to)


def test_no_fact_of_a_move_is_a_consent_to_share() -> None:
    names = {one.name for one in fields(Facts)}
    assert [name for name in sorted(names) if "consent" in name or "share" in name or "ground" in name] == ["ground"]
