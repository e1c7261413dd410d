"""DNH-32: replays make one, of every way in which something of a file goes on, and of the steps that follow."""

from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

import pytest

from fanal.access.api import NotHere, NotNow
from fanal.cases.members import arriving, members
from fanal.cases.models import Case, HandOn, Referral, TakenOver
from fanal.cases.opening.opening import open_file
from fanal.cases.passing_on import inside
from fanal.cases.referring import referring
from fanal.clocks import api as clocks
from tests.harm.case_ways import WAYS, allowed, case, case_of_file, out, sent
from tests.people import NOW, Cast
from tests.rooms.cases.care import ANSWERS, accepted
from tests.rooms.cases.referring.scenes import YES

pytestmark = pytest.mark.django_db(databases="__all__")
__all__ = ["case", "case_of_file"]
TIMES: Final = 12


def _taken_over(cast: Cast, row: Any) -> None:
    arriving.accept(cast["oda"], row.pk, cast["nils"].person, cast["oda"].person, NOW)
    members.release(cast["marek"], row.pk, NOW)


STEPS: Final[dict[str, Callable[[Cast, Any], object]]] = {
    "a colleague": lambda cast, row: inside.accept(cast["noor"], row.pk, NOW),
    "a provider": lambda cast, row: referring.answer(cast["marek"], row.pk, YES, NOW),
    "a member takes over": _taken_over,
    "an authority": lambda _cast, row: None,
}


@pytest.mark.parametrize("way", [name for name, one in WAYS.items() if one.keyed])
def test_the_same_key_again_and_again_is_one_with_one_set_of_clocks(cast: Cast, case: Case, way: str) -> None:
    allowed(cast, case)
    key, table = uuid4(), WAYS[way].table
    row = sent(cast, case, way, key)
    due = len(clocks.open_duties())
    assert {sent(cast, case, way, key).pk for _again in range(TIMES - 1)} == {row.pk}
    assert table.objects.count() == 1  # type: ignore[attr-defined]
    assert len(clocks.open_duties()) == due


@pytest.mark.parametrize("way", STEPS)
def test_each_step_after_it_happens_once(cast: Cast, case: Case, way: str) -> None:
    allowed(cast, case)
    row = WAYS[way].table.objects.get(pk=sent(cast, case, way).pk)  # type: ignore[attr-defined]
    out(cast, way, row)
    STEPS[way](cast, row)
    row.refresh_from_db()
    before = (row.state, getattr(row, "version", None), len(clocks.open_duties()), TakenOver.objects.count())
    for _again in range(4):
        if row.state == "sent":
            out(cast, way, row)
        STEPS[way](cast, row)
        row.refresh_from_db()
    assert before == (row.state, getattr(row, "version", None), len(clocks.open_duties()), TakenOver.objects.count())
    assert row.state in {"accepted", "sent"}


def test_a_question_without_a_key_is_asked_once_and_a_file_opened_once(cast: Cast, case: Case) -> None:
    sent(cast, case, "whether a member knows")
    with pytest.raises(NotNow, match="asked about this child already"):
        sent(cast, case, "whether a member knows")
    told = accepted(cast)
    open_file(cast["marek"], told.id, ANSWERS, NOW)
    count = Case.objects.count()
    for _again in range(10):
        with pytest.raises((NotNow, NotHere)):
            open_file(cast["marek"], told.id, ANSWERS, NOW)
    assert Case.objects.count() == count
    assert not HandOn.objects.exists()
    assert not Referral.objects.exists()
