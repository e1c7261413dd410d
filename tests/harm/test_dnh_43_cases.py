"""DNH-43: what two members compare is keyed for one question: it is new each time, opens for the one who answers, and
is gone with the answer, its time, or the agreement."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest

from fanal.access.models import AgreementSecret
from fanal.cases.continuity import continuity, matching
from fanal.cases.models import Case, NetworkSearch
from fanal.clocks import api as clocks
from fanal.network import api as network
from tests.people import NOW, Cast
from tests.rooms.cases.continuity.asking import asks, care, ours, staffed, theirs

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def file_of_all(cast_of_file: Cast) -> Case:
    staffed(cast_of_file)
    care(cast_of_file)
    theirs(cast_of_file)
    return ours(cast_of_file)


@pytest.fixture
def case(file_of_all: Case, cast: Cast) -> Case:
    return Case.objects.get(pk=file_of_all.pk)


def _answered(cast: Cast, row: NetworkSearch) -> None:
    continuity.answer(cast["oda"], row.pk, None, NOW)


def _late(_cast: Cast, _row: NetworkSearch) -> None:
    clocks.sweep(NOW + timedelta(days=3, hours=1))


def _agreement_over(cast: Cast, _row: NetworkSearch) -> None:
    for one in network.agreements.of(cast.aurora):
        network.agreements.end(cast["amara"], one.id, NOW)


ENDS: Final[dict[str, Callable[[Cast, Any], None]]] = {
    "answered": _answered, "late": _late, "no agreement": _agreement_over,
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_the_tokens_of_a_question_end_with_it(cast: Cast, case: Case, end: str) -> None:
    row = asks(cast, case)
    assert bytes(row.content)
    ENDS[end](cast, row)
    row.refresh_from_db()
    assert not bytes(row.content)
    assert AgreementSecret.objects.exists() == (end != "no agreement")


def test_two_questions_have_no_token_in_common(cast: Cast, case: Case) -> None:
    """Whoever keeps one learns nothing from the next, nor from that about another child."""
    first = asks(cast, case)
    _answered(cast, first)
    second = asks(cast, case, now=NOW + timedelta(hours=1))
    assert first.salt != second.salt
    secret = b"s" * 32
    seen = [set(matching._tokens(matching.key_of(secret, row.salt), "name", ["lilo"])) for row in (first, second)]
    assert seen[0]
    assert not seen[0] & seen[1]
