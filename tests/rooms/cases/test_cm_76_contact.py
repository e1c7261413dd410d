"""CM-76: nobody is reached about a child in a way that was not agreed with the child (DNH-20)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.cases.codes import Channel, SafeContact
from fanal.cases.codes_work import MayBeTold
from fanal.cases.contact import WORDS, Safety, To, When, Whom, may
from fanal.vocabulary.results import Allowed, Refused

DAY = date(2026, 11, 30)
ALL = frozenset(Channel)
AGREED = Safety(ALL, ("Karim Haddad, the mother's friend",), DAY + timedelta(days=3))
WORKER, ALONE = When(DAY, automatic=False, agreed_time=True), When(DAY)
AUNT = To(Whom.CAREGIVER, "Leila", may_be_told=MayBeTold.PLAN)
FRIEND = To(Whom.SAFE_PERSON, "Nadia")
SMS, CALL, THROUGH = Channel.TEXT_MESSAGE, Channel.VOICE_CALL, Channel.THROUGH_SAFE_PERSON


def test_whom_it_is_about() -> None:
    assert list(Whom) == ["child", "safe_person", "caregiver"]


def test_what_was_agreed_is_done() -> None:
    """The control: each channel by hand, and a message by itself where the child said yes."""
    assert all(may(AGREED, SafeContact.YES, one, To(), WORKER) for one in ALL - {THROUGH})
    assert may(AGREED, SafeContact.YES, SMS, To(), ALONE) == Allowed()
    assert may(AGREED, SafeContact.YES, THROUGH, FRIEND, WORKER)
    assert may(AGREED, SafeContact.AGREED_TIMES, CALL, AUNT, WORKER)
    assert may(AGREED, SafeContact.WORKER_ONLY, CALL, To(), WORKER)


@pytest.mark.parametrize(
    ("code", "safety", "child", "channel", "to", "when"),
    [
        ("nothing_recorded", None, SafeContact.YES, SMS, To(), WORKER),
        ("nothing_recorded", AGREED, None, SMS, To(), WORKER),
        ("never", AGREED, SafeContact.NEVER, CALL, To(), WORKER),
        ("channel", Safety(), SafeContact.YES, CALL, To(), WORKER),
        ("channel", Safety(ALL - {SMS}, (), DAY), SafeContact.YES, SMS, To(), ALONE),
        ("worker_only", AGREED, SafeContact.WORKER_ONLY, THROUGH, FRIEND, WORKER),
        ("worker_only", AGREED, SafeContact.WORKER_ONLY, CALL, AUNT, WORKER),
        ("not_automatic", AGREED, SafeContact.WORKER_ONLY, SMS, To(), ALONE),
        ("not_automatic", AGREED, SafeContact.AGREED_TIMES, SMS, To(), ALONE),
        ("time", AGREED, SafeContact.AGREED_TIMES, CALL, To(), When(DAY, automatic=False)),
        ("check_due", Safety(ALL, (), DAY - timedelta(days=1)), SafeContact.YES, SMS, To(), ALONE),
        ("check_due", Safety(ALL), SafeContact.YES, SMS, To(), ALONE),
        ("not_told", AGREED, SafeContact.YES, CALL, To(Whom.CAREGIVER, "Leila"), WORKER),
        ("safe_person", AGREED, SafeContact.YES, THROUGH, To(), WORKER),
        ("safe_person", AGREED, SafeContact.YES, CALL, FRIEND, WORKER),
        ("who", AGREED, SafeContact.YES, CALL, To(Whom.CAREGIVER, " ", may_be_told=MayBeTold.PLAN), WORKER),
        ("barred", AGREED, SafeContact.YES, CALL, To(Whom.CAREGIVER, "Leila", True, MayBeTold.PLAN), WORKER),
        ("unsafe_person", AGREED, SafeContact.YES, CALL, To(Whom.CAREGIVER, "karim", False, MayBeTold.PLAN), WORKER),
        ("unsafe_person", AGREED, SafeContact.YES, THROUGH, To(Whom.SAFE_PERSON, "ＨＡＤＤＡＤ Omar"), WORKER),
    ],
)
def test_what_was_not_agreed_is_refused_in_words(
    code: str, safety: Safety | None, child: SafeContact | None, channel: Channel, to: To, when: When
) -> None:
    assert may(safety, child, channel, to, when) == Refused(code, WORDS[code])


def test_a_check_that_is_due_stops_what_goes_by_itself_and_nobody_who_asks() -> None:
    """Somebody must reach the child to ask whether the way is still safe."""
    old = Safety(ALL, (), DAY - timedelta(days=1))
    assert may(old, SafeContact.YES, SMS, To(), WORKER)
    assert may(Safety(ALL, (), DAY), SafeContact.YES, SMS, To(), ALONE), "on the day itself"


def test_the_name_of_the_child_stands_in_many_sentences() -> None:
    """That an unsafe person is named after the child does not make the child one."""
    assert may(Safety(ALL, ("Ana's stepfather",), DAY), SafeContact.YES, SMS, To(name="Ana"), WORKER)


DANGER = When(DAY, automatic=False, supervisor=True, danger="she wrote that he is at the door")


def test_where_life_is_in_danger_a_supervisor_calls_with_a_reason() -> None:
    for safety, child in ((None, None), (Safety(), SafeContact.NEVER), (AGREED, SafeContact.WORKER_ONLY)):
        assert may(safety, child, CALL, To(), DANGER) == Allowed("danger")
        assert may(safety, child, CALL, To(Whom.CAREGIVER, "Leila"), DANGER) == Allowed("danger")
    lacking = [
        (SMS, DANGER),
        (CALL, When(DAY, automatic=False, supervisor=True, danger=" ")),
        (CALL, When(DAY, automatic=False, danger="reason of a worker")),
        (CALL, When(DAY, automatic=True, supervisor=True, danger="reason")),
    ]
    for channel, when in lacking:
        assert not may(None, SafeContact.NEVER, channel, To(), when)


def test_even_then_nobody_calls_whom_the_child_fears() -> None:
    for to in (To(Whom.CAREGIVER, "Karim"), To(Whom.CAREGIVER, "Leila", barred=True), To(Whom.SAFE_PERSON)):
        assert not may(AGREED, SafeContact.YES, CALL, to, DANGER)


safeties = st.none() | st.builds(
    Safety,
    st.frozensets(st.sampled_from(Channel)),
    st.lists(st.sampled_from(["Karim", "Leila of the shop"]), max_size=2).map(tuple),
    st.none() | st.dates(DAY - timedelta(days=2), DAY + timedelta(days=2)),
)
people = st.builds(
    To, st.sampled_from(Whom), st.sampled_from(["", "Leila", "Nadia"]), st.booleans(), st.sampled_from(MayBeTold)
)
times = st.builds(When, st.just(DAY), st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["", "reason"]))


@given(safeties, st.none() | st.sampled_from(SafeContact), st.sampled_from(Channel), people, times)
def test_no_way_out_passes_what_the_child_said(
    safety: Safety | None, child: SafeContact | None, channel: Channel, to: To, when: When
) -> None:
    answer = may(safety, child, channel, to, when)
    if isinstance(answer, Refused):
        assert answer.words == WORDS[answer.reason_code]
        return
    assert not to.barred
    if answer.because == "danger":
        assert (channel, when.supervisor, when.automatic) == (CALL, True, False)
        return
    assert safety is not None
    assert channel in safety.channels
    assert child not in {None, SafeContact.NEVER}
    assert not when.automatic or child is SafeContact.YES
