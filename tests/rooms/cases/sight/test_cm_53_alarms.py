"""CM-53: what somebody of ours does with files and that the safeguarding lead should look at is told to the
safeguarding lead: not to the person, not through whoever leads them, and nothing that a file holds."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.alarms import alarms
from fanal.cases.alarms.alarms import Kind
from fanal.cases.alarms.duties import ALARM
from fanal.cases.files import files
from fanal.cases.models import Alarm, Case
from fanal.cases.search.policy import SEARCH
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import RingKind, Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared, gains
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def cases_of_file(cast_of_file: Cast) -> list[Case]:
    """Four files on which Marek works; Femi is of the same team."""
    cast = cast_of_file
    femi = cast["femi"].person
    network.people.give_roles(cast["bao"], femi, [Role.CASEWORKER], NOW)
    are_cleared([femi])
    return [opened(cast) for _one in range(4)]


@pytest.fixture
def cases(cases_of_file: list[Case], cast: Cast) -> list[Case]:
    return cases_of_file


def noticed() -> list[tuple[str, int]]:
    return list(Alarm.objects.order_by("raised_at", "kind").values_list("kind", "count"))


def test_the_third_file_with_a_reason_in_a_day_is_told_once(cast: Cast, cases: list[Case]) -> None:
    femi = cast["femi"]
    for case in (cases[0], cases[0], cases[1]):
        files.look(femi, case.pk, NOW, "covering")
    assert alarms.look(NOW + HOUR) == 0
    files.look(femi, cases[2].pk, NOW, "asked")
    assert alarms.look(NOW + HOUR) == 1
    assert alarms.look(NOW + 2 * HOUR) == 0
    assert noticed() == [(Kind.WITH_REASON, 3)]
    files.look(femi, cases[3].pk, NOW + 2 * HOUR, "asked")
    assert alarms.look(NOW + 3 * HOUR) == 1


def test_three_on_two_days_own_files_and_the_leads_own_work_are_none(cast: Cast, cases: list[Case]) -> None:
    for n, case in enumerate(cases[:3]):
        files.look(cast["femi"], case.pk, NOW + n * 13 * HOUR, "covering")
        files.look(cast["marek"], case.pk, NOW, "covering")
        files.look(cast["dalia"], case.pk, NOW, "safety")
        files.look(cast["bao"], case.pk, NOW)
    assert alarms.look(NOW + 27 * HOUR) == 0


def test_a_supervisor_who_opens_a_file_of_another_team_is_told_of(cast: Cast, cases: list[Case]) -> None:
    oda = cast["celia"].person
    gains(oda, Role.SUPERVISOR)
    journal.write(cases[0].pk, cast["celia"].signatory(), "cases.look", at=NOW, purpose="supervision")
    assert alarms.look(NOW + HOUR) == 1
    assert noticed() == [(Kind.OTHER_TEAM, 1)]
    assert oda not in network.team_people(cast.aurora, RingKind.CASEWORK)


def test_asking_for_files_that_are_not_theirs_is_in_the_journal_and_told(cast: Cast, cases: list[Case]) -> None:
    """Lena is a lawyer, and no worker of a team; Femi's team is another one after the move."""
    network.people.give_roles(cast["bao"], cast["lena"].person, [Role.CASEWORKER], NOW)
    for case in cases[:2]:
        Case.objects.filter(pk=case.pk).update(restricted=True)
    from fanal.cases import holding

    for case in Case.objects.filter(restricted=True):
        holding.write(case)
    client = client_of(cast, "femi")
    for case in cases[:2]:
        for _twice in range(2):
            assert client.get(reverse("cases:file", args=[case.pk])).status_code == 404
    tried = [line for case in cases[:2] for line in journal.read(case.pk) if line.deed == "cases.tried"]
    assert [line.actor for line in tried] == [cast["femi"].person] * 2
    assert alarms.look(tried[0].at + HOUR) == 1
    assert noticed() == [(Kind.TRIED, 2)]
    client_of(cast, "oda").get(reverse("cases:file", args=[cases[0].pk]))
    assert len([one for one in journal.read(cases[0].pk) if one.deed == "cases.tried"]) == 1


def test_looking_again_and_again_without_opening_is_told(cast: Cast, cases: list[Case]) -> None:
    marek = cast["marek"]

    def searched(times: int) -> None:
        for _one in range(times):
            journal.write(marek.person, marek.signatory(), SEARCH, at=NOW, purpose="casework:2")

    searched(9)
    assert alarms.look(NOW + HOUR) == 0
    files.look(marek, cases[0].pk, NOW + timedelta(seconds=1))
    searched(0)
    assert alarms.look(NOW + HOUR) == 0
    for _one in range(10):
        journal.write(marek.person, marek.signatory(), SEARCH, at=NOW + HOUR, purpose="casework:0")
    assert alarms.look(NOW + HOUR) == 1
    assert noticed() == [(Kind.SEARCHES, 10)]


def alarm(cast: Cast, about: str = "femi", kind: Kind = Kind.WITH_REASON) -> Alarm | None:
    alarms.sound(cast.aurora, kind, cast[about].person, [], NOW)
    return Alarm.objects.filter(person=cast[about].person).first()


def test_the_safeguarding_lead_alone_hears_and_acknowledges(cast: Cast, cases: list[Case]) -> None:
    row = alarm(cast)
    assert row is not None
    [duty] = clocks.open_duties(org=cast.aurora, kinds=[ALARM])
    assert str(duty.owner) == "role:safeguarding_lead"
    assert {str(one.to) for one in ALARM.chain} == {"role:safeguarding_lead"}
    for who, wrong in (("bao", NotAllowed), ("femi", NotAllowed), ("pia", None)):
        if wrong:
            with pytest.raises(wrong):
                alarms.heard(cast[who])
        else:
            assert alarms.heard(cast[who]) == []
        with pytest.raises((NotHere, NotAllowed)):
            alarms.note(cast[who], row.pk, "in_order", NOW)
    dalia = client_of(cast, "dalia")
    address = reverse("cases:alarm", args=[row.pk])
    assert address in text(dalia.get(reverse("desk:day")))
    assert address in text(dalia.get(reverse("cases:alarms")))
    assert "Opened several files of others" in text(dalia.get(address))
    assert "This needs an answer." in text(dalia.post(address, {}))
    dalia.post(address, {"outcome": "talked"})
    assert not clocks.open_duties(org=cast.aurora, kinds=[ALARM])
    with pytest.raises(NotNow):
        alarms.note(cast["dalia"], row.pk, "acted", NOW)


def test_what_is_open_stands_first_and_what_is_left_out_is_said(
    cast: Cast, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The older of two is open, the newer answered: with room for one, the open one stands there."""
    row = alarm(cast)
    assert alarms.sound(cast.aurora, Kind.TRIED, cast["femi"].person, [cases[0].pk], NOW + HOUR)
    newer = Alarm.objects.get(kind=Kind.TRIED)
    alarms.note(cast["dalia"], newer.pk, "in_order", NOW + 2 * HOUR)
    assert row is not None
    assert [one.pk for one in alarms.heard(cast["dalia"])] == [row.pk, newer.pk]
    address, said = reverse("cases:alarms"), "what is open first. Older ones are left out"
    assert said not in text(client_of(cast, "dalia").get(address))
    monkeypatch.setattr(alarms, "LISTED", 1)
    page = text(client_of(cast, "dalia").get(address))
    assert said in page
    assert reverse("cases:alarm", args=[row.pk]) in page
    assert reverse("cases:alarm", args=[newer.pk]) not in page


def test_no_entry_of_the_day_is_left_out_however_many_there_are(
    cast: Cast, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "_PAGE", 2)
    for case in cases[:3]:
        files.look(cast["femi"], case.pk, NOW, "covering")
    for _one in range(5):
        files.look(cast["marek"], cases[0].pk, NOW + HOUR)
    assert alarms.look(NOW + 2 * HOUR) == 1


def test_nobody_hears_of_an_alarm_about_themselves(cast: Cast, cases: list[Case]) -> None:
    assert alarm(cast, "dalia") is None
    gains(cast["celia"].person, Role.SAFEGUARDING_LEAD)
    row = alarm(cast, "dalia")
    assert row is not None
    assert alarms.heard(cast["dalia"]) == []
    with pytest.raises(NotHere):
        alarms.note(cast["dalia"], row.pk, "in_order", NOW)
    [duty] = clocks.open_duties(org=cast.aurora, kinds=[ALARM])
    assert duty.person == cast["celia"].person
    alarms.note(cast["celia"], row.pk, "in_order", NOW)


def test_an_alarm_that_somebody_changed_is_not_acknowledged(cast: Cast, cases: list[Case]) -> None:
    row = alarm(cast)
    assert row is not None
    Alarm.objects.filter(pk=row.pk).update(kind=Kind.SEARCHES)
    with pytest.raises(NotAllowed):
        alarms.note(cast["dalia"], row.pk, "in_order", NOW)
