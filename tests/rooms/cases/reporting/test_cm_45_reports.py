"""CM-37, CM-39, CM-42, CM-44, CM-45, CM-64, DNH-24, DNH-28 to DNH-30: what an authority is told goes by a person, after
the note on the authorities was read, exactly as it was seen, and with two signatures where it is not consent."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.acts import acts, suspects
from fanal.cases.codes import ConsentPurpose
from fanal.cases.files import files
from fanal.cases.files.approving import SENT_BACK
from fanal.cases.grounds import grounds
from fanal.cases.models import AllegedOffender, Approval, Case, Consent, Report
from fanal.cases.passing_on import pack
from fanal.cases.reporting import policy, reporting, seen
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.passing.api import Addition, NotAddable
from tests.people import NOW, Cast
from tests.rooms.cases.reporting.scenes import (
    DANGER,
    LAW,
    WENT,
    YES,
    a_case,
    allowed,
    approve,
    confirmed,
    of_person,
    prepared,
    signed,
)

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=5)
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    return a_case(cast_of_file, yes=None)


@pytest.fixture
def agreed(case: Case, cast: Cast) -> Case:
    """The child and the guardian say yes to telling the police."""
    allowed(cast, case, YES)
    return case


@pytest.fixture
def by_law(case: Case, cast: Cast) -> Case:
    """The law makes us report it; the child does not agree."""
    allowed(cast, case, LAW)
    return case


def due(case: Case) -> dict[str, datetime]:
    kinds = {"report_answer", "report_taken_back", "approval_answer"}
    return {one.kind: one.due_at for one in clocks.open_duties(files=[case.pk]) if one.kind in kinds}


def state(row: Report) -> str:
    row.refresh_from_db()
    return row.state


# ---- what leaves ----


def test_cm_44_the_paper_holds_its_list_and_nothing_of_who_told_us(cast: Cast, agreed: Case) -> None:
    row = prepared(cast["marek"], agreed)
    with reporting.looking(cast["marek"], agreed.pk, NOW, policy.SEE) as found:
        read = found.of(Report)[0]
        fields = {one.field.partition("#")[0] for one in seen.items(read.said)}
    assert {"report.asked", "report.account", "child.sex", "act.kind", "act.happened_from", "act.country"} <= fields
    assert not fields & {"child.given_name", "report.told_child", "child.birth_date", "case.wishes"}
    assert not any(one.startswith("alleged_offender") for one in fields)
    assert set(row.categories) == {"existence", "story", "location"}


def test_dnh_29_the_person_suspected_goes_field_by_field_with_how_far_the_law_is(cast: Cast, agreed: Case) -> None:
    with pytest.raises(NotAddable):
        prepared(cast["marek"], agreed, added=[Addition(of_person(agreed, "names"), " ")])
    row = prepared(cast["marek"], agreed, "names")
    with reporting.looking(cast["marek"], agreed.pk, NOW, policy.SEE) as found:
        read = found.of(Report)[0]
        told = {one.field.partition("#")[0] for one in seen.items(read.said) if pack.is_person(one.field)}
        assert "Zwarth" not in read.said["pack"], "what is told of a person lies in a part of its own"
    assert told == {"alleged_offender.names", "alleged_offender.status"}
    assert "offender" in row.categories


def test_two_acts_stay_apart(cast: Cast, agreed: Case) -> None:
    acts.add(cast["marek"], agreed.pk, {"kind": "grooming", "happened_from": "2025", "country": "XB"}, LATER)
    prepared(cast["marek"], agreed, now=LATER)
    with reporting.looking(cast["marek"], agreed.pk, LATER, policy.SEE) as found:
        read = found.of(Report)[0]
        of: dict[str, set[str]] = {}
        for one in seen.items(read.said):
            if one.field.startswith("act."):
                of.setdefault(one.field.partition("#")[2], set()).add(one.text or one.codes[0])
    assert sorted(map(sorted, of.values())) == [  # type: ignore[type-var]
        ["2025", "XB", "grooming"], ["2026-10", "XA", "exploitation", "school"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["child.given_name", "alleged_offender.names", "case.extra", "note.body", "act.persons"]
)
def test_dnh_28_what_has_no_ground_or_never_leaves_is_not_added(cast: Cast, case: Case, name: str) -> None:
    allowed(cast, case, YES | {"categories": ("existence", "story")})
    with pytest.raises(NotAddable, match=r"unknown|not_covered"):
        prepared(cast["marek"], case, added=[Addition(name, "They ask")])


# ---- what allows it ----


def test_cm_41_without_a_ground_nothing_is_prepared(cast: Cast, case: Case) -> None:
    with pytest.raises(NotNow, match="no ground for this"):
        prepared(cast["marek"], case)
    assert not Report.objects.exists()


def test_what_happened_is_written_only_where_it_may_be_told(cast: Cast, case: Case) -> None:
    allowed(cast, case, YES | {"categories": ("existence",)})
    with pytest.raises(NotNow, match="no ground for this"):
        prepared(cast["marek"], case)
    row = prepared(cast["marek"], case, account="")
    assert row.categories == ["existence"]


def test_cm_45_a_ground_that_lapsed_between_preview_and_sending_stops_it(cast: Cast, case: Case) -> None:
    allowed(cast, case, YES | {"expires_on": NOW.date() + timedelta(days=1)})
    row = confirmed(cast["marek"], prepared(cast["marek"], case))
    assert state(row) == "ready"
    after = NOW + timedelta(days=3)
    with pytest.raises(NotNow, match=r"no ground|not what you saw"):
        reporting.paper(cast["marek"], row.pk, after)
    with pytest.raises(NotNow, match=r"no ground|not what you saw"):
        reporting.sent(cast["marek"], row.pk, WENT, after)
    assert state(row) == "ready"


def test_cm_45_what_changed_since_it_was_seen_is_neither_confirmed_nor_printed(cast: Cast, agreed: Case) -> None:
    row, other = (prepared(cast["marek"], agreed) for _ in range(2))
    confirmed(cast["marek"], row)
    acts.add(cast["marek"], agreed.pk, {"kind": "grooming", "country": "XA"}, LATER)
    for deed in (
        lambda: confirmed(cast["marek"], other, LATER),
        lambda: reporting.paper(cast["marek"], row.pk, LATER),
        lambda: reporting.sent(cast["marek"], row.pk, WENT, LATER),
    ):
        with pytest.raises(NotNow, match="not what you saw"):
            deed()
    assert (state(row), state(other)) == ("ready", "draft")


# ---- the note ----


def test_dnh_30_the_note_is_read_by_whoever_confirms_in_this_visit(cast: Cast, agreed: Case) -> None:
    row, other = prepared(cast["marek"], agreed), prepared(cast["marek"], agreed)
    for before in (lambda: None, lambda: reporting.read_note(cast["bao"], row.pk, NOW)):
        before()
        with pytest.raises(NotNow, match="Read the note"):
            reporting.confirm(cast["marek"], row.pk, NOW)
    reporting.read_note(cast["marek"], other.pk, NOW)
    with pytest.raises(NotNow, match="Read the note"):
        reporting.confirm(cast["marek"], row.pk, NOW)
    reporting.read_note(cast["marek"], row.pk, NOW)
    with pytest.raises(NotNow, match="Read the note"):
        reporting.confirm(cast["marek"], row.pk, TOMORROW)
    reporting.confirm(cast["marek"], row.pk, LATER)
    assert state(row) == "ready"


def test_dnh_30_without_a_note_of_the_country_nobody_is_told(cast: Cast, agreed: Case) -> None:
    with pytest.raises(NotNow, match="no note on the authorities"):
        prepared(cast["marek"], agreed, country="DE")


# ---- the second person ----


def test_cm_37_without_consent_a_second_person_signs_before(cast: Cast, by_law: Case) -> None:
    row = confirmed(cast["marek"], prepared(cast["marek"], by_law, "names"))
    assert state(row) == "draft"
    assert "approval_answer" in due(by_law)
    with pytest.raises(NotNow):
        reporting.paper(cast["marek"], row.pk, NOW)
    with pytest.raises(NotNow):
        reporting.sent(cast["marek"], row.pk, WENT, NOW)
    with pytest.raises(NotNow, match="Read the note"):
        approve(cast["bao"], row)
    assert state(row) == "draft"
    signed(cast["bao"], row)
    assert state(row) == "ready"
    reporting.sent(cast["marek"], row.pk, WENT, LATER)
    assert state(row) == "sent"


def test_cm_64_nobody_signs_their_own(cast: Cast, by_law: Case) -> None:
    row = confirmed(cast["bao"], prepared(cast["bao"], by_law))
    with pytest.raises(NotNow, match="own work"):
        signed(cast["bao"], row)
    reporting.read_note(cast["marek"], row.pk, NOW)
    with pytest.raises((NotAllowed, NotHere, NotNow)):
        approve(cast["marek"], row)
    assert state(row) == "draft"


def test_whoever_prepared_it_confirms_it(cast: Cast, by_law: Case) -> None:
    row = prepared(cast["marek"], by_law)
    with pytest.raises(NotNow, match="Whoever prepared it"):
        confirmed(cast["bao"], row)
    assert not Approval.objects.filter(subject=row.pk).exists()


def test_cm_64_a_signature_is_of_what_would_leave_now(cast: Cast, by_law: Case) -> None:
    row = confirmed(cast["marek"], prepared(cast["marek"], by_law))
    acts.add(cast["marek"], by_law.pk, {"kind": "grooming", "country": "XA"}, LATER)
    with pytest.raises(NotNow, match="not what you saw"):
        signed(cast["bao"], row, LATER)
    reporting.take_back(cast["marek"], row.pk, LATER)
    assert (state(row), due(by_law)) == ("withdrawn", {})
    assert Approval.objects.get(subject=row.pk).decision == "replaced"


def test_cm_64_what_is_sent_back_does_not_go(cast: Cast, by_law: Case) -> None:
    row = confirmed(cast["marek"], prepared(cast["marek"], by_law))
    approve(cast["bao"], row, decision=SENT_BACK)
    assert state(row) == "draft"
    with pytest.raises(NotNow):
        reporting.sent(cast["marek"], row.pk, WENT, LATER)


def test_cm_77_where_a_life_is_in_danger_it_goes_at_once_and_is_signed_within_a_day(cast: Cast, case: Case) -> None:
    allowed(cast, case, DANGER)
    row = confirmed(cast["marek"], prepared(cast["marek"], case))
    assert state(row) == "ready"
    assert "approval_answer" in due(case)
    reporting.sent(cast["marek"], row.pk, WENT, NOW)
    signed(cast["bao"], row)
    assert state(row) == "sent"


def test_a_yes_that_became_the_law_needs_the_signature_after_all(cast: Cast, agreed: Case) -> None:
    row = confirmed(cast["marek"], prepared(cast["marek"], agreed))
    allowed(cast, agreed, LAW, LATER)
    with pytest.raises(NotNow, match="a second person signs first"):
        reporting.sent(cast["marek"], row.pk, WENT, LATER)


# ---- it goes, and what comes back ----


def test_cm_45_it_goes_by_a_person_and_a_clock_asks_what_came_of_it(cast: Cast, agreed: Case) -> None:
    row = prepared(cast["marek"], agreed)
    with pytest.raises(NotNow):
        reporting.sent(cast["marek"], row.pk, WENT, NOW)
    confirmed(cast["marek"], row)
    reporting.paper(cast["marek"], row.pk, NOW)
    assert due(agreed) == {}
    reporting.sent(cast["marek"], row.pk, WENT, NOW)
    assert due(agreed)["report_answer"].date() == (NOW + timedelta(days=30)).date()
    deeds = [one.deed for one in journal.read(agreed.pk)]
    assert {policy.PREPARE, policy.READ_NOTE, policy.CONFIRM, policy.PAPER, policy.SENT} <= set(deeds)
    with pytest.raises(NotNow, match="Answer this"):
        reporting.answered(cast["marek"], row.pk, {"reference": "K 12"}, LATER)
    early = {"outcome": "acts", "answered_on": NOW.date() - timedelta(days=3)}
    with pytest.raises(NotNow, match="Choose a day"):
        reporting.answered(cast["marek"], row.pk, early, LATER)
    reporting.answered(cast["bao"], row.pk, {"reference": "K 12", "outcome": "looks_into_it"}, LATER)
    assert due(agreed)["report_answer"].date() == (LATER + timedelta(days=90)).date()
    reporting.answered(cast["marek"], row.pk, {"reference": "K 12", "outcome": "acts"}, TOMORROW)
    assert (state(row), due(agreed)) == ("answered", {})


def test_cm_42_a_replay_makes_one(cast: Cast, agreed: Case) -> None:
    key = uuid4()
    assert len({prepared(cast["marek"], agreed, key=key).pk for _ in range(10)}) == 1
    row = Report.objects.get()
    with pytest.raises(NotNow, match="sent already"):
        prepared(cast["bao"], agreed, key=key)
    for _ in range(3):
        confirmed(cast["marek"], row)
    for _ in range(3):
        reporting.sent(cast["marek"], row.pk, WENT, NOW)
    assert Report.objects.get().version == 3
    assert len([one for one in clocks.open_duties(files=[agreed.pk]) if one.kind == "report_answer"]) == 1


# ---- the child takes it back ----


def withdraw(cast: Cast, case: Case) -> None:
    row = Consent.objects.get(purpose="report_to_authority", act="give")
    grounds.withdraw(cast["marek"], case.pk, row.pk, {"given_by": "child"}, LATER)


def test_cm_39_what_rests_on_consent_ends_with_it(cast: Cast, agreed: Case) -> None:
    gone, waits = (confirmed(cast["marek"], prepared(cast["marek"], agreed)) for _ in range(2))
    reporting.sent(cast["marek"], gone.pk, WENT, NOW)
    withdraw(cast, agreed)
    assert (state(gone), state(waits)) == ("taken_back", "withdrawn")
    assert due(agreed) == {"report_taken_back": LATER + timedelta(hours=72)}
    assert all(one.unreadable == "" for one in files.look(cast["marek"], agreed.pk, LATER).of(Report))
    reporting.told_them(cast["marek"], gone.pk, {"told_them": "They stop"}, TOMORROW)
    assert (state(gone), due(agreed)) == ("ended", {})


def test_cm_39_what_the_law_asks_for_stays(cast: Cast, by_law: Case) -> None:
    row = confirmed(cast["marek"], prepared(cast["marek"], by_law))
    signed(cast["bao"], row)
    grounds.refuse(cast["marek"], by_law.pk, ConsentPurpose.REFERRAL, {"given_by": "child"}, LATER)
    assert state(row) == "ready"


# ---- who ----


def test_only_whoever_works_with_the_child_or_answers_for_it_reports(cast: Cast, agreed: Case) -> None:
    for who in ("dalia", "amara", "edo", "lena", "oda", "femi"):
        with pytest.raises((NotAllowed, NotHere)):
            prepared(cast[who], agreed)
    row = prepared(cast["marek"], agreed)
    for who in ("dalia", "amara", "edo", "lena", "oda", "femi"):
        for deed in (reporting.read_note, reporting.confirm, reporting.paper, reporting.take_back):
            with pytest.raises((NotAllowed, NotHere)):
                deed(cast[who], row.pk, NOW)


def test_a_row_that_somebody_changed_is_not_believed(cast: Cast, by_law: Case) -> None:
    row = confirmed(cast["marek"], prepared(cast["marek"], by_law))
    Report.objects.filter(pk=row.pk).update(state="ready")
    with pytest.raises(NotAllowed):
        reporting.sent(cast["marek"], row.pk, WENT, NOW)
    with pytest.raises((NotNow, NotAllowed, StopIteration, NotHere)):
        reporting.paper(cast["marek"], row.pk, NOW)


def test_a_supervisor_reads_the_person_suspected_for_the_report_and_the_journal_says_so(
    cast: Cast, agreed: Case
) -> None:
    row = prepared(cast["bao"], agreed, "names")
    assert "offender" in row.categories
    assert any(one.purpose == "supervision:report" for one in journal.read(agreed.pk))
    confirmed(cast["bao"], row)
    assert state(row) == "ready"


def test_a_person_who_turns_out_to_be_a_child_goes_to_nobody(cast: Cast, agreed: Case) -> None:
    row = confirmed(cast["marek"], prepared(cast["marek"], agreed, "names"))
    suspects.take_out(cast["marek"], agreed.pk, AllegedOffender.objects.get(case=agreed).pk, LATER)
    with pytest.raises(NotNow, match="not what you saw"):
        reporting.paper(cast["marek"], row.pk, LATER)


def test_the_account_does_not_say_who_the_child_is(cast: Cast, agreed: Case) -> None:
    """The name goes, where it may, as the name."""
    with pytest.raises(NotNow, match="what says who the child is: Lilo") as why:
        prepared(cast["marek"], agreed, account="Somebody offered Lilo money")
    assert why.value.field == "account"
