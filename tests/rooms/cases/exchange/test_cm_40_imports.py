"""CM-40, CM-66: a table becomes files without a ground, each child whole or not at all, once, and can be taken back."""

from datetime import timedelta

import pytest
from django.db import connection

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases import holding
from fanal.cases.codes import ConsentPurpose, Risk, SafeContact, Standing
from fanal.cases.exchange import importing, policy, sheets
from fanal.cases.files import files as reading
from fanal.cases.files import writing
from fanal.cases.grounds import grounds
from fanal.cases.models import Act, Case, Child, Consent, ImportBatch, Imported, Note
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network.models import Bundle
from fanal.vocabulary.ids import new_id
from tests.people import NOW, Cast
from tests.rooms.cases.exchange.bringing import LILO, TABLE, begun, files, looked, many, second, taken
from tests.rooms.cases.exchange.coming import csv

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = timedelta(days=1)
GROUND = {"basis": "consent", "given_by": "legal_guardian", "child_assented": "agreed"}


def test_a_row_becomes_a_file_in_its_first_step_without_a_ground(cast: Cast) -> None:
    (case,) = files(taken(cast))
    assert (case.stage, case.status, case.risk) == ("identification", "open", "")
    assert (case.owner_id, case.supervisor_id) == (cast["marek"].person, cast["bao"].person)
    assert case.child.safe_to_contact == "worker_only"
    found = reading.look(cast["marek"], case.pk, NOW)
    assert (found.child.said["given_name"], found.child.said["birth_date"]) == ("Lilo", "2013-05-03")
    assert found.child.said["age_at_intake"] == 13
    assert (found.work.said["standing"], found.work.said["trafficking_status"]) == ("victim", "confirmed")
    assert not found.grounded
    assert not Consent.objects.exists()
    assert "She likes to draw" in found.of(Note)[0].said["body"]
    assert list(holding.differences()) == []


def test_nothing_is_written_until_a_ground_is_there(cast: Cast) -> None:
    (case,) = files(taken(cast))
    with pytest.raises(NotNow):
        writing.set_wishes(cast["marek"], case.pk, "To sleep", case.version, NOW)
    with pytest.raises(NotNow):
        importing.confirm(
            cast["marek"], case.pk, Standing.VICTIM, Risk.HIGH, SafeContact.NEVER, case.version, NOW
        )  # fmt: skip


def test_the_worker_has_seven_days_for_a_ground(cast: Cast) -> None:
    (case,) = files(taken(cast))
    (due,) = clocks.open_duties(org=cast.aurora, files=[case.pk])
    assert (due.kind, due.due_at) == ("consent_renewal", NOW + 7 * DAY)
    assert due.person == cast["marek"].person


def test_the_worker_confirms_and_the_work_begins(cast: Cast) -> None:
    (case,) = files(taken(cast))
    give_ground(cast, case)
    importing.confirm(cast["marek"], case.pk, Standing.VICTIM, Risk.HIGH, SafeContact.AGREED_TIMES, 1, NOW + DAY)
    case = Case.objects.get(pk=case.pk)
    assert (case.risk, case.child.safe_to_contact) == ("high", "agreed_times")
    kinds = {one.kind for one in clocks.open_duties(org=cast.aurora, files=[case.pk])}
    assert {"first_contact", "contact_safety_check", "risk_review"} <= kinds
    with pytest.raises(NotNow):
        importing.confirm(cast["marek"], case.pk, Standing.AT_RISK, Risk.LOW, SafeContact.YES, case.version, NOW + DAY)
    with pytest.raises(NotAllowed):
        importing.confirm(cast["bao"], case.pk, Standing.AT_RISK, Risk.LOW, SafeContact.YES, case.version, NOW + DAY)


def give_ground(cast: Cast, case: Case) -> None:
    grounds.give(cast["marek"], case.pk, ConsentPurpose.CASE_MANAGEMENT, GROUND, NOW)


def test_the_same_key_takes_it_in_once(cast: Cast) -> None:
    batch, key = begun(cast), new_id()
    made = looked(batch, TABLE)
    for _ in range(3):
        importing.take_in(cast["bao"], batch.pk, made, key, NOW)
    assert Case.objects.count() == 1
    with pytest.raises(NotNow):
        importing.take_in(cast["bao"], batch.pk, made, new_id(), NOW)


def test_a_row_that_is_wrong_keeps_no_other_child_away(cast: Cast) -> None:
    from tests.rooms.cases.exchange.bringing import HEAD

    batch = begun(cast)
    made = looked(batch, csv(HEAD, LILO, ("Ada", "", "1990", "", "", ""), ("Ole", "", "2015", "", "", "")))
    assert made.refused == 1
    importing.take_in(cast["bao"], batch.pk, made, new_id(), NOW)
    names = [reading.look(cast["marek"], one.pk, NOW).child.said["given_name"] for one in files(batch)]
    assert names == ["Lilo", "Ole"]


def test_only_supervisors_take_in_and_never_for_themselves_alone(cast: Cast) -> None:
    for who in ("marek", "lena", "dalia"):
        with pytest.raises(NotAllowed):
            importing.begin(cast[who], "htcds", cast["marek"].person, cast["bao"].person, NOW)
    with pytest.raises(NotNow):
        importing.begin(cast["bao"], "htcds", cast["bao"].person, cast["bao"].person, NOW)
    with pytest.raises(NotNow):
        importing.begin(cast["bao"], "htcds", cast["nils"].person, cast["bao"].person, NOW)
    with pytest.raises(NotNow):
        importing.begin(cast["bao"], "somewhere", cast["marek"].person, cast["bao"].person, NOW)
    batch = begun(cast)
    for who in ("marek", "nils", "lena"):
        with pytest.raises((NotAllowed, NotHere)):
            importing.take_in(cast[who], batch.pk, looked(batch, TABLE), new_id(), NOW)


def test_more_than_fifty_wait_for_another_supervisor_who_agrees_to_this_very_table(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "ALONE", 2)
    batch, dalia = begun(cast), second(cast)
    made = looked(batch, many(3))
    with pytest.raises(NotNow, match="another supervisor"):
        importing.take_in(cast["bao"], batch.pk, made, new_id(), NOW)
    assert not Case.objects.exists()
    with pytest.raises(NotAllowed):
        importing.approve(cast["bao"], batch.pk, NOW)
    importing.approve(dalia, batch.pk, NOW)
    with pytest.raises(NotNow, match="another supervisor"):
        importing.take_in(cast["bao"], batch.pk, looked(batch, many(4)), new_id(), NOW)
    with pytest.raises(NotNow, match="another supervisor"):
        importing.take_in(cast["bao"], batch.pk, made, new_id(), NOW)
    importing.approve(dalia, batch.pk, NOW)
    importing.take_in(cast["bao"], batch.pk, made, new_id(), NOW)
    assert Case.objects.count() == 3


def test_an_agreement_that_somebody_wrote_into_the_database_is_none(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "ALONE", 2)
    batch = begun(cast)
    made = looked(batch, many(3))
    with pytest.raises(NotNow):
        importing.take_in(cast["bao"], batch.pk, made, new_id(), NOW)
    ImportBatch.objects.update(approved_by=cast["dalia"].person, approved_at=NOW)
    with pytest.raises(NotAllowed):
        importing.take_in(cast["bao"], batch.pk, made, new_id(), NOW)
    assert not Case.objects.exists()


def test_it_is_taken_back_within_seven_days(cast: Cast) -> None:
    batch = taken(cast, many(2))
    gone = [pk for case in files(batch) for pk in (case.pk, case.child_id)]
    with pytest.raises(NotNow):
        importing.undo(cast["bao"], batch.pk, NOW + 8 * DAY)
    made = importing.undo(cast["bao"], batch.pk, NOW + 6 * DAY)
    assert (made.gone, made.stay) == (2, 0)
    assert (Case.objects.count(), Child.objects.count(), Note.objects.count(), Imported.objects.count()) == (0, 0, 0, 0)
    assert not Bundle.objects.filter(record__in=gone).exists(), "no key is left"
    assert not clocks.open_duties(org=cast.aurora, files=gone)
    assert next(one.deed for one in journal.read(batch.pk)) == policy.UNDO_IMPORT
    with pytest.raises(NotNow):
        importing.undo(cast["bao"], batch.pk, NOW + 6 * DAY)


def test_a_file_on_which_somebody_works_stays(cast: Cast) -> None:
    batch = taken(cast, many(2))
    worked, _other = files(batch)
    give_ground(cast, worked)
    made = importing.undo(cast["bao"], batch.pk, NOW + DAY)
    assert (made.gone, made.stay) == (1, 1)
    assert "stays" in made.words
    assert Case.objects.get().pk == worked.pk


def test_nothing_of_the_table_lies_in_the_database(cast: Cast) -> None:
    taken(cast)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith("cases_"):
                cursor.execute(f"SELECT * FROM {table}")
                rows = repr(cursor.fetchall())
                assert not any(word in rows for word in ("Lilo", "Anders", "draw")), table


def test_what_happened_becomes_an_entry_of_what_happened(cast: Cast) -> None:
    head = ("prs_Birthdate", "hte_Type", "hte_Country", "hte_Date", "hte_Description", "hte_Street")
    (case,) = files(taken(cast, csv(head, ("2013", "Exploitation", "XA", "2025-06", "She told it", "Long road 1"))))
    found = reading.look(cast["marek"], case.pk, NOW)
    said = found.of(Act)[0].said
    assert (said["kind"], said["country"], said["happened_from"], said["place_detail"]) == (
        "exploitation", "XA", "2025-06", "Long road 1",
    )  # fmt: skip


def test_a_mark_that_somebody_changed_is_not_believed(cast: Cast) -> None:
    (case,) = files(taken(cast))
    give_ground(cast, case)
    Imported.objects.update(confirmed_by=cast["marek"].person, confirmed_at=NOW)
    from fanal.cases.exchange.desk import confirms

    with reading.looking(cast["marek"], case.pk, NOW) as found:
        shown = confirms.shown(cast["marek"], found, NOW)
    assert shown is not None
    assert shown["confirmed"] is None
