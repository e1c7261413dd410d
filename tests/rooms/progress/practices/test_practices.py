"""A practice from its first word to the outcome: checked by two, written to, published only after notice and time; from
an identifiable child the person is led to the form for everybody."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from fanal.access.api import NotAllowed, NotHere, NotNow, reviews
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.progress.models import Practice
from fanal.progress.policy import PRACTICE_OFFICER
from fanal.progress.practices import flow, practices, reviewing
from fanal.progress.practices.duties import BY_STATE, PUBLISH
from fanal.progress.practices.flow import OPEN, State
from tests.desk import client_of, text
from tests.people import FOUNDED, NOW, Cast, gains

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = timedelta(days=1)
SAID: dict[str, Any] = {
    "kind": "visits", "country": "XA", "sector": "travel", "seen_on": NOW.date() - 3 * DAY,
    "description": "A brochure offers visits to a home for children as an attraction.",
    "found": "Brochure of Sunny Tours, May 2026", "addressee": "Sunny Tours", "addressee_kind": "firm",
    "basis": "good practice",
}  # fmt: skip
ANSWER = "We have read your letter <b>twice</b>.\nWe see nothing wrong.  "


@pytest.fixture
def officers(cast: Cast) -> Cast:
    for name in ("amara", "bao"):
        until = FOUNDED.date() + timedelta(days=3650)
        network.grants.hold(cast[name].person, PRACTICE_OFFICER, FOUNDED.date(), until)
    gains(cast["dalia"].person, Role.SURVIVOR_ADVISER)
    return cast


def _written(cast: Cast, **more: Any) -> Practice:
    return practices.write(cast["amara"], None, SAID | more, False, NOW)


def _sent(cast: Cast) -> Practice:
    row = _written(cast)
    practices.check(cast["bao"], row.pk, NOW)
    return practices.send(cast["amara"], row.pk, "Please end it.", NOW.date(), NOW)


def _advised(cast: Cast, row: Practice, now: Any) -> None:
    item = reviewing.item(Practice.objects.get(pk=row.pk))
    said = reviews.Statement(
        "survivor", True, item.digest, now.date(), until=now.date() + 90 * DAY, reviewer="The adviser"
    )
    reviews.review(cast["dalia"], item, said, now)


def test_from_the_letter_to_the_outcome(officers: Cast) -> None:
    cast, row = officers, _sent(officers)
    later = NOW + 10 * DAY
    practices.note_answer(cast["amara"], row.pk, ANSWER, "The management", later.date(), later)
    practices.escalate(cast["amara"], row.pk, "association", later)
    with pytest.raises(NotNow, match="An answer stands here"):
        practices.close(cast["amara"], row.pk, "no_answer", "Nobody wrote.", later)
    practices.close(cast["amara"], row.pk, "changed", "The brochure is gone.", later)
    practices.propose(cast["amara"], row.pk, later)
    _advised(cast, row, later)
    practices.publish(cast["bao"], row.pk, later)
    said = text(Client().get(reverse("practices:all", args=["en"])))
    for words in ("Sunny Tours", "We see nothing wrong.", "The brochure is gone.", "The management", "It changed"):
        assert words in said, words
    assert "&lt;b&gt;twice&lt;/b&gt;" in said, "as it came"
    assert Practice.objects.get().answer == ANSWER.strip()


def test_two_people_check_and_publish(officers: Cast) -> None:
    cast, row = officers, _written(officers)
    with pytest.raises(NotAllowed, match="somebody else"):
        practices.check(cast["amara"], row.pk, NOW)
    practices.check(cast["bao"], row.pk, NOW)
    practices.send(cast["bao"], row.pk, "Please end it.", NOW.date(), NOW)
    later = NOW + 31 * DAY
    practices.propose(cast["amara"], row.pk, later)
    _advised(cast, row, later)
    with pytest.raises(NotAllowed, match="somebody else"):
        practices.publish(cast["amara"], row.pk, later)
    practices.publish(cast["bao"], row.pk, later)
    assert "No reply by" in text(Client().get(reverse("practices:all", args=["en"])))


def test_nothing_is_published_without_notice_and_time(officers: Cast) -> None:
    cast, row = officers, _written(officers)
    with pytest.raises(NotNow, match="written to first"):
        practices.propose(cast["amara"], row.pk, NOW)
    practices.check(cast["bao"], row.pk, NOW)
    practices.send(cast["amara"], row.pk, "Please end it.", NOW.date(), NOW)
    for days in (0, 29):
        with pytest.raises(NotNow, match="30 days after the letter"):
            practices.propose(cast["amara"], row.pk, NOW + days * DAY)
    with pytest.raises(NotNow, match="runs until"):
        practices.note_silence(cast["amara"], row.pk, NOW + 29 * DAY)
    practices.propose(cast["amara"], row.pk, NOW + 30 * DAY)
    with pytest.raises(NotNow, match="survivor adviser"):
        practices.publish(cast["bao"], row.pk, NOW + 30 * DAY)
    assert not practices.published()


def test_another_text_is_read_by_the_adviser_again(officers: Cast) -> None:
    cast, row = officers, _sent(officers)
    later = NOW + 31 * DAY
    practices.propose(cast["amara"], row.pk, later)
    _advised(cast, row, later)
    practices.note_answer(cast["amara"], row.pk, "We changed it.", "The management", later.date(), later)
    with pytest.raises(NotNow, match="survivor adviser"):
        practices.publish(cast["bao"], row.pk, later)


def test_what_one_person_writes_after_the_publication_is_not_public(officers: Cast) -> None:
    cast, row = officers, _sent(officers)
    later = NOW + 31 * DAY
    practices.propose(cast["amara"], row.pk, later)
    _advised(cast, row, later)
    practices.publish(cast["bao"], row.pk, later)
    practices.note_silence(cast["amara"], row.pk, later)
    practices.close(cast["amara"], row.pk, "wrong", "Nobody had read this.", later + DAY)
    said = text(Client().get(reverse("practices:all", args=["en"])))
    assert "Our complaint was wrong" in said
    assert "Nobody had read this" not in said


@given(some.none() | some.dates(), some.none() | some.dates(), some.dates())
def test_no_day_makes_somebody_heard_who_was_not(due: date | None, answered: date | None, today: date) -> None:
    if flow.is_heard(due, answered, today):
        assert due is not None
        assert answered is not None or today >= due


def test_a_day_that_somebody_types_does_not_shorten_the_time(officers: Cast) -> None:
    cast, row, later = officers, _written(officers), NOW + 30 * DAY
    practices.check(cast["bao"], row.pk, later)
    practices.send(cast["amara"], row.pk, "Please end it.", NOW.date(), later)
    for deed in (practices.note_silence, practices.propose):
        with pytest.raises(NotNow, match=r"30 days after the letter|runs until"):
            deed(cast["amara"], row.pk, later + 29 * DAY)
    practices.propose(cast["amara"], row.pk, later + 30 * DAY)


def test_a_child_who_is_seen_late_is_taken_out_of_the_public(officers: Cast) -> None:
    cast, row, later = officers, _sent(officers), NOW + 31 * DAY
    practices.propose(cast["amara"], row.pk, later)
    _advised(cast, row, later)
    practices.publish(cast["bao"], row.pk, later)
    assert practices.published()
    practices.refer(cast["bao"], row.pk, later)
    assert not practices.published()
    left = Practice.objects.get(pk=row.pk)
    assert (left.letter, left.description, left.addressee, left.sent_on, left.public) == ("", "", "", None, "")
    assert (left.kind, left.country) == (row.kind, row.country)
    assert practices.is_believed(left)


def test_no_other_organisation_reviews_or_reads_what_is_not_published(officers: Cast) -> None:
    cast, row, later = officers, _sent(officers), NOW + 31 * DAY
    practices.propose(cast["amara"], row.pk, later)
    url = reverse("desk:review", args=["practices", row.pk.hex])
    assert client_of(cast, "nils").get(url).status_code == 404
    assert row.pk.hex not in text(client_of(cast, "nils").get(reverse("desk:reviews")))
    assert client_of(cast, "dalia").get(url).status_code == 200


@pytest.mark.parametrize(
    "words",
    [
        "It shows a girl named Srey.", "A boy of 12 serves drinks.", "The child, aged 9, dances.",
        "A 14-year-old is in the picture.", "Une fille de 12 ans.", "Una niña llamada Ana.",
        "The girl lives at the harbour.",
    ],
)  # fmt: skip
def test_an_identifiable_child_is_told_by_the_form_for_everybody(officers: Cast, words: str) -> None:
    row = _written(officers, description=words)
    stored = Practice.objects.get()
    assert stored.state == State.REFERRED
    assert (stored.kind, stored.country) == ("visits", "XA")
    assert {getattr(stored, name) for name in practices.COLUMNS} <= {"visits", "XA", "", None}
    said = text(client_of(officers, "amara").get(reverse("progress:practice", args=[row.pk])))
    assert "the form for everybody" in said
    assert words not in said
    for deed in (practices.check, practices.propose):
        with pytest.raises((NotAllowed, NotNow)):
            deed(officers["bao"], row.pk, NOW)


def test_whoever_says_that_a_child_could_be_known_keeps_nothing_here(officers: Cast) -> None:
    client = client_of(officers, "amara")
    answer = client.post(
        reverse("progress:write_practice"), {"of_child": "on", "kind": "media", "country": "XA", "description": "x"},
        follow=True,
    )  # fmt: skip
    assert "Tell it now by the form for everybody" in text(answer)
    assert Practice.objects.get().description == ""


def test_a_second_person_who_sees_a_child_takes_the_text_out(officers: Cast) -> None:
    row = _written(officers)
    practices.refer(officers["bao"], row.pk, NOW)
    assert Practice.objects.get().description == ""
    assert not clocks.open_duties(subjects=[row.pk])


@pytest.mark.parametrize("words", ["Maria Lopez runs it.", "Call +855 12 345 678 to book."])
def test_a_name_or_an_address_is_refused_and_nothing_is_stored(officers: Cast, words: str) -> None:
    with pytest.raises(NotNow, match="Leave out"):
        _written(officers, description=words)
    assert not Practice.objects.exists()


def test_each_open_practice_has_an_addressee_a_day_and_a_next_step(officers: Cast) -> None:
    assert set(BY_STATE) == OPEN
    cast, row = officers, _written(officers)
    steps: list[tuple[State, Any]] = [
        (State.PROPOSED, lambda: practices.check(cast["bao"], row.pk, NOW)),
        (State.CHECKED, lambda: practices.send(cast["amara"], row.pk, "End it.", NOW.date(), NOW)),
        (State.LETTER_SENT, lambda: practices.note_silence(cast["amara"], row.pk, NOW + 30 * DAY)),
        (State.NO_ANSWER, lambda: practices.escalate(cast["amara"], row.pk, "regulator", NOW + 30 * DAY)),
        (State.ESCALATED, lambda: practices.close(cast["amara"], row.pk, "refused", "Nothing.", NOW + 31 * DAY)),
    ]
    for state, deed in steps:
        now = Practice.objects.get()
        assert now.state == state
        assert now.addressee
        assert practices.next_step(now)
        [duty] = clocks.open_duties(subjects=[row.pk])
        assert duty.kind == BY_STATE[state].code
        assert duty.due_at > NOW
        deed()
    assert not clocks.open_duties(subjects=[row.pk])
    assert practices.next_step(Practice.objects.get()) == ""


def test_a_proposal_is_somebodys_duty(officers: Cast) -> None:
    row = _sent(officers)
    practices.propose(officers["amara"], row.pk, NOW + 31 * DAY)
    assert PUBLISH.code in {duty.kind for duty in clocks.open_duties(subjects=[row.pk])}


def test_no_state_is_reached_by_another_way(officers: Cast) -> None:
    row = _written(officers)
    for deed in (
        lambda: practices.send(officers["amara"], row.pk, "End it.", NOW.date(), NOW),
        lambda: practices.close(officers["amara"], row.pk, "changed", "It changed.", NOW),
        lambda: practices.note_answer(officers["amara"], row.pk, "Yes.", "The office", NOW.date(), NOW),
    ):
        with pytest.raises(NotNow, match="as the practice stands"):
            deed()


@pytest.mark.parametrize(
    "columns", [{"answer": "All is well."}, {"description": "Worse."}, {"sent_on": date(2020, 1, 1)}]
)
def test_nobody_edits_an_answer_in_the_database(officers: Cast, columns: dict[str, Any]) -> None:
    cast, row = officers, _sent(officers)
    practices.note_answer(cast["amara"], row.pk, ANSWER, "The management", NOW.date(), NOW)
    practices.propose(cast["amara"], row.pk, NOW)
    _advised(cast, row, NOW)
    practices.publish(cast["bao"], row.pk, NOW)
    assert len(practices.published()) == 1
    Practice.objects.update(**columns)
    assert practices.published() == []
    with pytest.raises(NotAllowed):
        practices.close(cast["amara"], row.pk, "changed", "It changed.", NOW)


def test_a_first_answer_stays(officers: Cast) -> None:
    cast, row = officers, _sent(officers)
    practices.note_answer(cast["amara"], row.pk, ANSWER, "The management", NOW.date(), NOW)
    practices.escalate(cast["amara"], row.pk, "programme", NOW)
    with pytest.raises(NotNow, match="stays"):
        practices.note_answer(cast["amara"], row.pk, "Another.", "The management", NOW.date(), NOW)


def test_others_see_and_do_nothing(officers: Cast) -> None:
    row = _written(officers)
    for who in ("edo", "noor"):
        with pytest.raises((NotAllowed, NotHere)):
            practices.check(officers[who], row.pk, NOW)
    with pytest.raises(NotHere):
        practices.practice(officers["nils"], row.pk)


def test_the_pages(officers: Cast) -> None:
    client = client_of(officers, "amara")
    said = SAID | {"seen_on": SAID["seen_on"].isoformat()}
    client.post(reverse("progress:write_practice"), said)
    row = Practice.objects.get()
    assert "A second person checks" in text(client.get(reverse("progress:practices")))
    client_of(officers, "bao").post(reverse("progress:check_practice", args=[row.pk]), {})
    page = text(client.get(reverse("progress:send_letter", args=[row.pk])))
    assert "Please answer within 30 days" in page
    assert "Sunny Tours" in page
    assert "No practice is published yet" in text(Client().get(reverse("practices:all", args=["en"])))
