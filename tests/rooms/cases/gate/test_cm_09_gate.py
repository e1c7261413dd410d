"""CM-9: no file of a child is opened before people, law and help are there, nor once they have been gone for long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fanal.access.api import NotAllowed, NotNow
from fanal.access.api import gate as gates
from fanal.cases.gate import gate, switching
from fanal.cases.gate.statements import STATEMENTS, TITLES
from fanal.cases.models import Readiness
from fanal.cases.opening.opening import open_file
from fanal.cases.readiness import ROOM, may_open
from fanal.clocks import api as clocks
from fanal.network.contracts import NetworkError, Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains
from tests.rooms.cases.care import ANSWERS, accepted
from tests.rooms.cases.directory.scenes import a_provider, keeper

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def officer(cast: Cast) -> None:
    """Edo is the data protection officer."""
    gains(cast["edo"].person, Role.DATA_PROTECTION_OFFICER)


def lacks(cast: Cast) -> set[str]:
    return {line.code for line in gate.look(cast.aurora, "", TODAY) if not line.ok}


def off(cast: Cast) -> None:
    Readiness.objects.filter(org=cast.aurora).delete()


def sign_all(cast: Cast, but: str = "") -> None:
    for item, known in STATEMENTS.items():
        who = next(cast[name] for name in ("bao", "dalia", "edo") if cast[name].has(*known.roles))
        if item != but:
            gates.sign(who, ROOM, "", item, "Shelf 4, of May", NOW)


def test_before_anybody_began_the_list_no_file_is_opened_and_nothing_typed_is_lost(cast: Cast) -> None:
    off(cast)
    sent = accepted(cast)
    with pytest.raises(NotNow, match="Care of children"):
        open_file(cast["marek"], sent.id, ANSWERS, NOW)
    typed = {"child_given_name": "Lilo", "child_age_at_intake": "13"}
    page = text(client_of(cast, "marek").post(f"/desk/cases/to-open/{sent.id}/", typed))
    assert "Files are not switched on here" in page
    assert "Lilo" in page


def test_each_line_says_what_is_missing_and_signing_makes_it_hold(cast: Cast) -> None:
    off(cast)
    assert lacks(cast) == {"begun"}
    with pytest.raises(NotAllowed):
        switching.begin(cast["marek"], NOW)
    switching.begin(cast["bao"], NOW)
    with pytest.raises(NotNow):
        switching.begin(cast["bao"], NOW)
    lacking = lacks(cast)
    assert set(STATEMENTS) <= lacking
    assert {"retention", "kit"} <= lacking
    assert "casework" not in lacking
    with pytest.raises(NotNow):
        switching.switch_on(cast["bao"], NOW)
    sign_all(cast)
    assert lacks(cast) == lacking - set(STATEMENTS)
    assert not may_open(cast.aurora, TODAY)


def test_a_provider_in_the_directory_takes_the_place_of_the_statement(cast: Cast) -> None:
    sign_all(cast, but="no_legal")
    assert "no_legal" in lacks(cast)
    keeper(cast)
    a_provider(cast, services=["legal"])
    assert "no_legal" not in lacks(cast)
    late = {line.code: line for line in gate.look(cast.aurora, "", TODAY + timedelta(days=4000))}
    assert not late["no_legal"].ok, "whose check has ended is none"


def test_who_takes_children_on_has_somebody_else_who_answers_and_is_cleared(cast: Cast) -> None:
    assert not {"supervisors", "cleared", "dpo", "safeguarding_lead"} & lacks(cast)
    later = TODAY + timedelta(days=4000)
    lines = {line.code: line for line in gate.look(cast.aurora, "", later)}
    assert not lines["cleared"].ok, "a clearance that ended is none"
    assert "Marek" in lines["cleared"].words


def test_what_lapses_is_a_task_at_once_and_after_sixty_days_no_file_is_opened(cast: Cast) -> None:
    assert may_open(cast.aurora, TODAY)
    assert switching.check_all(NOW) == 2, "of the tests' two members nobody signed anything"
    row = Readiness.objects.get(org=cast.aurora)
    assert row.lapsed_on == TODAY
    assert [one.kind for one in clocks.open_duties(org=cast.aurora)] == ["care_lapsed"]
    assert may_open(cast.aurora, TODAY + timedelta(days=59))
    assert not may_open(cast.aurora, TODAY + timedelta(days=60))
    switching.check_all(NOW + timedelta(days=30))
    assert Readiness.objects.get(org=cast.aurora).lapsed_on == TODAY, "counted from when it lapsed"


def test_switched_off_by_a_manager_what_is_open_goes_on(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        switching.switch_off(cast["dalia"], NOW)
    switching.switch_off(cast["bao"], NOW)
    assert not may_open(cast.aurora, TODAY)


@pytest.mark.parametrize("change", [{"on": True}, {"lapsed_on": None}])
def test_what_somebody_wrote_into_the_database_opens_nothing(cast: Cast, change: dict[str, object]) -> None:
    switching.check_all(NOW)
    switching.switch_off(cast["bao"], NOW)
    Readiness.objects.filter(org=cast.aurora).update(**{"on": True, **change})
    assert not may_open(cast.aurora, TODAY)
    with pytest.raises(NetworkError):
        switching.switch_off(cast["bao"], NOW)


def test_a_statement_that_nobody_made_opens_nothing(cast: Cast) -> None:
    gates.Statement.objects.create(
        org_id=cast.aurora, room=ROOM, country="", item="procedure", words="x", by_id=cast["bao"].person,
        stated_on=TODAY, holds_until=TODAY + timedelta(days=300),
    )  # fmt: skip
    assert "whole" in lacks(cast)
    assert not may_open(cast.aurora, TODAY)


def test_the_page_shows_every_line_and_lets_each_sign_theirs(cast: Cast) -> None:
    manager = client_of(cast, "bao")
    page = text(manager.get("/desk/cases/readiness/"))
    assert "Still to do" in page
    signed = manager.post("/desk/cases/readiness/sign/procedure/", {"words": "Shelf 4, of May", "sure": "on"})
    assert signed.status_code == 302
    today = timezone.now().date()
    assert next(line for line in gate.look(cast.aurora, "", today) if line.code == "procedure").ok
    assert client_of(cast, "marek").get("/desk/cases/readiness/").status_code == 403
    assert {line.code for line in gate.look(cast.aurora, "", TODAY)} <= set(TITLES)
    assert all(set(one.roles) <= {Role.MANAGER, Role.SAFEGUARDING_LEAD, Role.DATA_PROTECTION_OFFICER}
               for one in STATEMENTS.values())  # fmt: skip
