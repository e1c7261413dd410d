"""Before a clearance ends somebody has to do something about it; what an upgrade gives, it gives once; the check says
what ends when."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from fanal.access.api import ClearanceGiven, clearing
from fanal.cases.access_terms import COURSE
from fanal.clocks import api as clocks
from fanal.concerns.access_terms import TRAINED
from fanal.network import api as network
from fanal.site import clearances, preparing, starting
from fanal.site.checks import State, upkeep
from tests.desk import client_of, person_of, text
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()


def _given(cast: Cast, days: int, who: str = "femi", by: str = "bao", code: str = TRAINED) -> ClearanceGiven:
    until = TODAY + timedelta(days=days)
    return clearing.give(cast[by], network.person(person_of(who)), code, clearing.Basis.COURSE, until, NOW)


def _owed(row: ClearanceGiven) -> dict[str, str]:
    found = clocks.open_duties(subjects=[row.pk])
    return {duty.kind: f"person:{duty.person}" if duty.person else str(duty.owner) for duty in found}


def test_thirty_days_before_its_end_it_is_a_duty_of_both(cast: Cast) -> None:
    row = _given(cast, 31)
    clearances.look(NOW)
    assert _owed(row) == {}
    clearances.look(NOW + timedelta(days=1))
    clearances.look(NOW + timedelta(days=2))
    femi = f"person:{person_of('femi')}"
    assert _owed(row) == {"clearance_ends": femi, "clearance_renew": "role:manager"}


def test_nobody_is_asked_to_renew_their_own(cast: Cast) -> None:
    row = _given(cast, 10, "bao", "dalia")
    clearances.look(NOW)
    assert _owed(row)["clearance_renew"] == "role:safeguarding_lead"


def test_it_stays_a_duty_past_the_end_and_is_done_with_a_new_one(cast: Cast) -> None:
    row = _given(cast, 10)
    late = NOW + timedelta(days=12)
    clearances.look(late)
    assert len(_owed(row)) == 2
    clearances.give(
        cast["bao"], network.person(person_of("femi")), TRAINED, "course", TODAY + timedelta(days=300), "", late
    )
    assert _owed(row) == {}


@pytest.mark.parametrize("how", ["ended", "left"])
def test_nothing_is_owed_of_what_somebody_ended(cast: Cast, how: str) -> None:
    row = _given(cast, 10)
    clearances.look(NOW)
    if how == "ended":
        clearances.withdraw(cast["bao"], row, NOW)
    else:
        network.people.end_membership(cast["bao"], person_of("femi"), NOW)
        clearances.look(NOW)
    assert _owed(row) == {}


def test_my_day_says_whose_and_which(cast: Cast) -> None:
    _given(cast, 10)
    clearances.look(NOW)
    page = text(client_of(cast, "bao").get(reverse("desk:day")))
    assert "Renew a clearance of a colleague" in page
    assert re.search(r"Training: triage\s· Femi", re.sub(r"<[^>]+>", "", page))
    assert "A clearance of yours ends" in text(client_of(cast, "femi").get(reverse("desk:day")))


def test_the_check_says_what_ends_when_and_what_came_with_the_upgrade(cast: Cast) -> None:
    _given(cast, 200, "amara")
    _given(cast, 200)
    line = upkeep.clearances(TODAY)
    assert line.state is State.WARN
    assert line.words.startswith(
        "Aurora, training:casework-core: 3 without; Aurora, training:triage: 2 until 2027-06-13, 2 without; Nordlys, "
    )
    clearing.begin(NOW)
    _given(cast, 300, "bao", "dalia")
    line = upkeep.clearances(TODAY)
    assert line.state is State.WARN
    said = (
        "Aurora, training:casework-core: 3 until 2026-12-25 by the upgrade",
        "Aurora, training:triage: 3 until 2026-12-25 by the upgrade, 1 until 2027-09-21",
        "Nordlys, training:casework-core: 2 until 2026-12-25 by the upgrade",
        "Nordlys, training:triage: 3 until 2026-12-25 by the upgrade",
    )
    assert line.words == f"{'; '.join(said)}."


def test_the_check_is_content_where_nothing_ends_soon(cast: Cast) -> None:
    for who, by in (("amara", "bao"), ("femi", "bao"), ("dalia", "bao"), ("bao", "dalia")):
        _given(cast, 300, who, by)
    for who, by in (("nils", "oda"), ("pia", "oda"), ("oda", "pia")):
        _given(cast, 300, who, by)
    for who, by in (("marek", "bao"), ("dalia", "bao"), ("bao", "dalia"), ("pia", "oda"), ("oda", "pia")):
        _given(cast, 300, who, by, COURSE)
    assert upkeep.clearances(TODAY).state is State.OK


def test_an_upgrade_gives_once_also_where_it_was_stopped(cast: Cast, settings: object, tmp_path: Path) -> None:
    """Only where the table was not there before; a restore that has not ended waits for its end."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    preparing.begin_clearances()
    assert not ClearanceGiven.objects.exists()
    flag = tmp_path / "without-clearances"
    flag.touch()
    starting.unfinished_restore().write_text(starting.LOADED)
    preparing.begin_clearances()
    assert not ClearanceGiven.objects.exists()
    starting.unfinished_restore().unlink()
    preparing.begin_clearances()
    assert ClearanceGiven.objects.filter(basis="upgrade").count() == 12
    assert not flag.exists()
    preparing.begin_clearances()
    assert ClearanceGiven.objects.count() == 12
