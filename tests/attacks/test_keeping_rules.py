"""A writer of the database who wants something erased sooner, or kept for ever."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers

from fanal.access.api import KeepingRule, NotAllowed, keeping
from fanal.concerns.gate import gate, pages
from fanal.network import unbelieved, vouched
from fanal.network.contracts import NetworkError, Role
from fanal.vocabulary.keeping import Period
from tests.desk import person_of
from tests.kept import all_ruled, ruled, typed, wanted
from tests.people import NOW, Cast, gains

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]
TODAY = NOW.date()


def _months(cast: Cast) -> int | None:
    found = keeping.periods(cast.aurora, "XA", TODAY).get("concern_closed")
    return found.months if found else None


def _named() -> bool:
    return "how long is kept" in " ".join(unbelieved.unbelieved())


def _write(cast: Cast) -> None:
    row = KeepingRule(org_id=cast.aurora, country="XA", record_class="concern_closed", version=9, start="closing")
    row.months, row.source, row.reviewer, row.reviewer_kind = 1, "No law", "Nobody", "lawyer"
    row.reviewed_on, row.stale_on, row.typed_at, row.confirmed_at = TODAY, TODAY + timedelta(days=90), NOW, NOW
    row.typed_by_id, row.confirmed_by_id = person_of("bao"), person_of("dalia")
    row.save(force_insert=True)


WRITES: dict[str, Callable[[Cast], object]] = {
    "sooner": lambda _cast: KeepingRule.objects.update(months=1),
    "for ever": lambda _cast: KeepingRule.objects.update(months=1200),
    "another law": lambda _cast: KeepingRule.objects.update(source="No law"),
    "longer in force": lambda _cast: KeepingRule.objects.update(stale_on=TODAY + timedelta(days=700)),
    "of another organisation": lambda cast: KeepingRule.objects.update(org_id=cast.nordlys, country="XB"),
    "a rule of their own": _write,
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_a_rule_that_somebody_wrote_is_none_and_is_named(cast: Cast, write: Callable[[Cast], object]) -> None:
    """The control: as it was confirmed it holds. Then the time of the house does, or what was confirmed."""
    ruled(cast)
    assert (_months(cast), _named()) == (24, False)
    write(cast)
    assert _months(cast) in {None, 24}
    assert not keeping.periods(cast.nordlys, "XB", TODAY)
    assert _named()


def test_who_typed_it_is_not_the_second_whatever_the_row_says(cast: Cast) -> None:
    gains(person_of("bao"), Role.DATA_PROTECTION_OFFICER)
    row = typed(cast)
    KeepingRule.objects.update(typed_by_id=person_of("dalia"))
    with pytest.raises((NotAllowed, NetworkError)):
        keeping.confirm(cast["bao"], row.pk, NOW)
    KeepingRule.objects.update(typed_by_id=person_of("bao"), confirmed_by_id=person_of("dalia"), confirmed_at=NOW)
    assert _months(cast) is None


def test_a_rule_that_was_replaced_does_not_come_back_with_its_row(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    """The newest is taken out, and the one before is put back as it was while it held."""
    first = ruled(cast)
    kept = serializers.serialize("json", [KeepingRule.objects.get(pk=first.pk)])
    with django_capture_on_commit_callbacks(execute=True):
        second = ruled(cast, seen=1, period=Period("closing", months=6))
    KeepingRule.objects.filter(pk=second.pk).delete()
    for one in serializers.deserialize("json", kept):
        one.save()
    assert _months(cast) is None
    assert "taken out of the database" in " ".join(vouched.taken_out())


def test_what_was_changed_does_not_stop_an_honest_rule(cast: Cast) -> None:
    ruled(cast)
    KeepingRule.objects.update(months=1)
    row = keeping.type_rule(cast["bao"], "XA", "concern_closed", wanted(), 1, NOW)
    keeping.confirm(cast["dalia"], row.pk, NOW)
    assert _months(cast) == 24


def test_a_changed_rule_lapses_the_line_of_the_gate(cast: Cast) -> None:
    pages.make(cast["bao"], "XA", NOW)
    all_ruled(cast)

    def line() -> bool:
        return next(one.ok for one in gate.look(cast.aurora, "XA", TODAY) if one.code == "retention")

    assert line()
    KeepingRule.objects.filter(record_class="concern_unfounded").update(months=600)
    assert not line()
