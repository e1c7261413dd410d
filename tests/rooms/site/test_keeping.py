"""Before a time of keeping ends somebody has it compared with the law; the check says what ends when."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import KeepingRule
from fanal.access.api import keeping as rules
from fanal.clocks import api as clocks
from fanal.clocks import owed
from fanal.clocks.models import Duty
from fanal.site import keeping
from fanal.site.checks import State, upkeep
from tests.desk import client_of, text
from tests.kept import ruled, wanted
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()


def _owed(row: KeepingRule) -> dict[str, str]:
    return {duty.kind: str(duty.owner) for duty in clocks.open_duties(subjects=[row.pk])}


def _type(cast: Cast, **more: Any) -> KeepingRule:
    of = rules.ruled(cast["bao"], "XA", "concern_closed")
    return keeping.type_rule(cast["bao"], of, wanted(**more), of.newest, NOW)


def test_what_a_manager_typed_the_safeguarding_lead_is_asked_to_confirm(cast: Cast) -> None:
    row = _type(cast)
    assert _owed(row) == {"keeping_second": "role:safeguarding_lead"}
    Duty.objects.all().delete()
    owed.renew(NOW)
    assert _owed(row) == {"keeping_second": "role:safeguarding_lead"}
    keeping.confirm(cast["dalia"], row.pk, NOW)
    assert _owed(row) == {}


def test_typing_anew_and_giving_back_end_what_was_asked(cast: Cast) -> None:
    first, second = _type(cast), _type(cast, source="Another Act, section 1")
    assert (_owed(first), len(_owed(second))) == ({}, 1)
    keeping.give_back(cast["dalia"], second.pk, "Not this Act", NOW)
    assert _owed(second) == {}


def test_thirty_days_before_its_last_day_a_rule_is_a_duty_until_there_is_a_new_one(cast: Cast) -> None:
    row = ruled(cast, stale_on=TODAY + timedelta(days=31))
    keeping.look(NOW)
    assert _owed(row) == {}
    for days in (1, 2, 40):
        keeping.look(NOW + timedelta(days=days))
        assert _owed(row) == {"keeping_stale": "role:manager"}
    keeping.confirm(cast["dalia"], _type(cast).pk, NOW)
    assert _owed(row) == {}


def test_a_duty_of_which_nothing_is_left_ends_in_the_night(cast: Cast) -> None:
    row = ruled(cast, stale_on=TODAY + timedelta(days=5))
    keeping.look(NOW)
    KeepingRule.objects.all().delete()
    keeping.look(NOW)
    assert _owed(row) == {}


def test_the_check_says_for_each_rule_what_ends_when(cast: Cast) -> None:
    assert "No organisation has confirmed" in upkeep.keeping(TODAY).words
    ruled(cast)
    ruled(cast, "reporter_identity", stale_on=TODAY + timedelta(days=40))
    line = upkeep.keeping(TODAY)
    assert line.state is State.OK
    assert "Aurora, XA concern_closed (2027-11-25)" in line.words
    assert "Aurora, XA reporter_identity (2027-01-04)" in line.words
    assert upkeep.keeping(TODAY + timedelta(days=10)).state is State.WARN
    late = upkeep.keeping(TODAY + timedelta(days=41))
    assert "the time of the house holds: Aurora, XA reporter_identity" in late.words


@pytest.mark.usefixtures("that_day")
def test_my_day_says_which_and_leads_there(cast: Cast) -> None:
    _type(cast)
    day = text(client_of(cast, "dalia").get(reverse("desk:day")))
    assert "Compare a time of keeping" in day
    assert reverse("desk:keeping") in day
