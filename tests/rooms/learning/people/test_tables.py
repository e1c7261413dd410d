"""Posts, and courses that were done elsewhere, by a table: looked at row by row, taken in once, taken back."""

import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.journal.models import Entry
from fanal.learning.courses import library
from fanal.learning.models import (
    Attendance,
    Brought,
    Card,
    Certificate,
    Cohort,
    Completion,
    GroupSession,
    Learner,
    Post,
    SkillCheck,
)
from fanal.learning.people import brought, completing, people, posting
from fanal.learning.staff import cards
from fanal.network.contracts import Role
from fanal.web.api import tables
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains
from tests.rooms.learning.seated import PIN, card, lead, sit
from tests.tables import begin, look, take, through

pytestmark = pytest.mark.django_db(databases="__all__")
HEAD = "person_code,label,site_code,role_class,start,end,agency\n"
THREE = (
    HEAD
    + "17,Ana,H1,front_desk,2024-03-01,,\n18,Ben,H1,driver,2024-05-01,,yes\n19,Eva,H2,guide,2025-01-01,2025-06-30,no\n"
)
POSTS, COMPLETIONS = "learners:posts_in", "learners:completions_in"


@pytest.fixture
def edo(cast: Cast) -> Any:
    lead(cast)
    for code in ("H1", "H2"):
        people.open_cohort(cast["edo"], f"Hotel {code}", "XA", "site", NOW, code)
    return client_of(cast, "edo")


def _state() -> list[tuple[Any, ...]]:
    rows = Post.objects.order_by("learner__code", "since")
    return list(rows.values_list("learner__code", "cohort__code", "role", "since", "until", "agency"))


def _checked(cast: Cast, text: str, kind: Any = posting) -> tables.Checked:
    one = kind.kind(cast["edo"])
    return tables.check([text], one, tables.exact(one, tables.read([text]).heading))


def test_from_a_list_to_cards_in_hands(edo: Any) -> None:
    page = through(edo, reverse(POSTS), THREE)
    assert "The posts are here" in page
    assert [row.label for row in Learner.objects.order_by("code")] == ["Ana", "Ben", "Eva"]
    assert Post.objects.get(learner__code="18").agency
    assert not Card.objects.exists(), "nobody has a card before it is printed"
    of = Cohort.objects.get(code="H1")
    cohort = text(edo.get(reverse("learners:cohort", args=[of.pk])))
    assert cohort.count("no card") == 2
    shown = text(edo.post(reverse("learners:make_cards", args=[of.pk]), follow=True))
    assert "Print the cards now" in shown
    assert Card.objects.count() == 2
    edo.post(reverse("desk:once"), {"kept": "on"})
    assert "Cards for those who have none" not in text(edo.get(reverse("learners:cohort", args=[of.pk])))
    assert "Take it back" in text(edo.get(reverse("learners:cohorts")))


def test_brought_twice_it_changes_nothing(edo: Any) -> None:
    through(edo, reverse(POSTS), THREE)
    before = _state()
    page = through(edo, reverse(POSTS), THREE)
    assert (_state(), Learner.objects.count()) == (before, 3)
    assert "People who are here already" in page


def test_a_last_day_ends_a_post_and_a_later_one_begins_another(edo: Any) -> None:
    through(edo, reverse(POSTS), THREE)
    through(edo, reverse(POSTS), HEAD + "17,Ana,H1,front_desk,2024-03-01,2024-12-31,\n")
    assert [str(row[4]) for row in _state() if row[0] == "17"] == ["2024-12-31"]
    through(edo, reverse(POSTS), HEAD + "17,Ana,H1,front_desk,2025-02-01,,\n")
    assert [str(row[3]) for row in _state() if row[0] == "17"] == ["2024-03-01", "2025-02-01"]


def test_taken_back_it_is_as_it_was(edo: Any, cast: Cast) -> None:
    through(edo, reverse(POSTS), THREE)
    before = _state()
    through(edo, reverse(POSTS), HEAD + "17,Ana,H1,front_desk,2024-03-01,2024-12-31,\n20,Ida,H2,driver,2025-01-01,,\n")
    one = Brought.objects.order_by("-made_at").first()
    assert one
    page = text(edo.post(reverse("learners:undo_table", args=[one.pk]), follow=True))
    assert "Taken back." in page
    assert (_state(), Learner.objects.filter(code="20").exists()) == (before, False)
    with pytest.raises(NotNow, match="cannot be taken back any more"):
        brought.undo(cast["edo"], one, posting.WAY, timezone.now())
    deeds = set(Entry.objects.filter(record=one.pk).values_list("deed", flat=True))
    assert deeds == {"learning.bring_table", "learning.undo_table"}


def test_whoever_has_a_card_stays_and_what_a_person_changed_stays(edo: Any, cast: Cast) -> None:
    through(edo, reverse(POSTS), THREE)
    one = Brought.objects.get()
    people.make_cards(cast["edo"], Cohort.objects.get(code="H1"), NOW)
    ana = Post.objects.select_related("cohort", "learner").get(learner__code="17")
    people.end_post(cast["edo"], ana, NOW.date(), NOW)
    assert brought.undo(cast["edo"], one, posting.WAY, one.made_at) == 1
    assert set(Learner.objects.values_list("code", flat=True)) == {"17", "18"}
    assert [row[0] for row in _state()] == ["17", "18"], "a person ended the one; the other stands on a list"


def test_whoever_learned_something_stays_on_a_list(edo: Any, cast: Cast) -> None:
    through(edo, reverse(POSTS), THREE)
    ana, ben, _eva = Learner.objects.order_by("code")
    session = GroupSession.objects.create(
        org_id=cast.aurora, cohort=Cohort.objects.get(code="H1"), course="triage", version=1, language="en",
        minutes=20, planned_on=NOW.date(), led_by_id=cast["edo"].person, made_at=NOW,
    )  # fmt: skip
    Attendance.objects.create(session=session, learner=ana, how="list", in_at=NOW)
    SkillCheck.objects.create(learner=ben, course="triage", version=1, step="seen", at=NOW)
    page = text(edo.post(reverse("learners:undo_table", args=[Brought.objects.get().pk]), follow=True))
    assert "learned something, stay: 2." in page
    assert [row[0] for row in _state()] == ["17", "18"]
    assert Learner.objects.count() == 2


def test_a_post_in_two_pieces_of_a_table_goes_with_it(edo: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows of one post in two wordings, in two pieces: the table made it."""
    monkeypatch.setattr(posting, "_AT_ONCE", 1)
    through(edo, reverse(POSTS), HEAD + "17,Ana,H1,driver,2024-03-01,,\n17,Ana,H1,driver,2024-04-01,,\n")
    assert [str(row[3]) for row in _state()] == ["2024-04-01"]
    brought.undo(cast["edo"], Brought.objects.get(), posting.WAY, timezone.now())
    assert _state() == []
    assert not Learner.objects.exists()


def test_two_sites_of_one_name_are_none(edo: Any, cast: Cast) -> None:
    for country in ("XA", "XA"):
        people.open_cohort(cast["edo"], "Hotel Lantern", country, "site", NOW)
    found = _checked(cast, f"{HEAD}17,Ana,Hotel Lantern,driver,2024-03-01,,\n18,Ben,H1,driver,2024-03-01,,\n")
    assert [one.row for one in found.problems] == [2]
    assert "no site of this code" in found.problems[0].words


def test_after_seven_days_it_stays(edo: Any, cast: Cast) -> None:
    through(edo, reverse(POSTS), THREE)
    one = Brought.objects.get()
    with pytest.raises(NotNow):
        brought.undo(cast["edo"], one, posting.WAY, one.made_at + timedelta(days=7, seconds=1))
    later = one.made_at - timedelta(days=8)
    Brought.objects.update(made_at=later)
    assert reverse("learners:undo_table", args=[one.pk]) not in text(edo.get(reverse("learners:cohorts")))


@pytest.mark.parametrize(
    "heading",
    ["E-mail", "email_address", "Courriel", "Téléphone", "phone number", "Mobile", "Date of birth", "birthdate", "DOB",
     "Nationality", "Nacionalidad", "passport_no", "WhatsApp", "home_address",
     "Adresse", "Adresse du domicile", "Dirección", "Domicilio"],
)  # fmt: skip
def test_a_column_that_has_no_place_here_is_refused_by_name(edo: Any, heading: str) -> None:
    table = HEAD.strip() + f",{heading}\n17,Ana,H1,front_desk,2024-03-01,,,something\n"
    answer = edo.post(reverse(POSTS), {"text": table})
    page = text(answer)
    assert f"“{heading}”" in page
    assert "Delete that column" in page
    assert "17,Ana,H1" in page, "what was pasted is still there"
    assert "something" not in page.partition("<textarea")[0], "what stands in it is not repeated"
    assert not Learner.objects.exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("17,Ana,H9,driver,2024-03-01,,", "no site of this code"),
        ("17,Ana,H1,pilot,2024-03-01,,", "This column should have one of these: front_desk"),
        ("17,Ana,H1,driver,2024-03,,", "a day such as"),
        ("17,Ana,H1,driver,01/03/2024,,", "a day such as"),
        ("17,Ana,H1,driver,2024-03-01,2024-02-01,", "before the first"),
        ("17,ana@hotel.example,H1,driver,2024-03-01,,", "No addresses"),
        ("17,Somebody else,H1,driver,2024-03-01,,", "somebody of another name"),
        ("18,Ben,H1,driver,2024-03-01,,", "stands in the table already"),
        ("17,Ana,H1,driver,2024-03-01,,perhaps", "one of these: yes"),
        (",Ana,H1,driver,2024-03-01,,", "needs a value in every row"),
        ("17,Ana,H1,driver", "more or fewer columns"),
    ],
)
def test_a_wrong_row_is_told_and_stops_no_good_one(edo: Any, cast: Cast, row: str, words: str) -> None:
    people.add(cast["edo"], Cohort.objects.get(code="H1"), ["Ana"], "driver", "en", NOW)
    Learner.objects.update(code="17")
    found = _checked(cast, f"{HEAD}18,Ben,H1,driver,2024-03-01,,\n{row}\n")
    assert [one.row for one in found.problems] == [3]
    assert words in found.problems[0].words
    assert found.reading.kept()


def test_a_piece_that_comes_twice_is_there_once(edo: Any) -> None:
    which = uuid4()
    for _time in range(2):
        answer = edo.post(f"{reverse(POSTS)}{which}/pieces/0/", THREE, content_type="text/plain")
        assert answer.status_code == 200
    columns = edo.post(reverse(POSTS), {"text": "", "table": which, "pieces": 1})["Location"]
    rows = look(edo, columns)
    take(edo, rows)
    take(edo, rows)
    assert Learner.objects.count() == 3
    assert Brought.objects.get().rows == 3


def test_only_who_trains_and_only_their_own(edo: Any, cast: Cast) -> None:
    assert client_of(cast, "amara").get(reverse(POSTS)).status_code == 403
    through(edo, reverse(POSTS), THREE)
    gains(cast["nils"].person, Role.CAREGIVER_TRAINER)
    with pytest.raises(NotHere):
        brought.table(cast["nils"], Brought.objects.get().pk)
    with pytest.raises(NotAllowed):
        posting.take_in(cast["amara"], tables.Taken(b"[]", 0), uuid4(), NOW)
    nils = client_of(cast, "nils")
    address = begin(nils, reverse(POSTS), THREE)
    page = text(nils.get(look(nils, address)))
    assert "no site of this code" in page, "sites of another organisation are none here"


# ---- what was done elsewhere ----


def _done(*rows: str) -> str:
    head = "person_code,label,course_code,course_version,completed_on,minutes,language,source_id\n"
    return head + "\n".join(rows) + "\n"


def _row(person: str = "17", code: str = "tourism-core", on: str = "", number: str = "a1", version: int = 0) -> str:
    course = library.shipped().get(code)
    version = version or (course.version if course else 1)
    return f"{person},Ana,{code},{version},{on or timezone.now().date().isoformat()},15,en,{number}"


def test_what_an_employer_says_is_shown_apart_and_is_no_certificate(edo: Any) -> None:
    through(edo, reverse(POSTS), THREE)
    assert "The courses are here" in through(edo, reverse(COMPLETIONS), _done(_row()))
    through(edo, reverse(COMPLETIONS), _done(_row(), _row(number="a2")))
    assert sorted(Completion.objects.values_list("source_id", flat=True)) == ["a1", "a2"]
    assert not Certificate.objects.exists()
    page = text(edo.get(reverse("learners:cohort", args=[Cohort.objects.get(code="H1").pk])))
    assert "as you say" in page
    one = Brought.objects.filter(kind="completions").order_by("-made_at").first()
    assert one
    edo.post(reverse("learners:undo_table", args=[one.pk]))
    assert [row.source_id for row in Completion.objects.all()] == ["a1"]


def test_the_learner_reads_what_was_said(cast: Cast) -> None:
    learner, code, _of = card(cast)
    Learner.objects.update(code="17")
    client = client_of(cast, "edo")
    through(client, reverse(COMPLETIONS), _done(_row()))
    device = sit(code)
    held = device.get(reverse("learner:take", args=["en"])).json()
    assert held["said_by_employer"] == [["tourism-core", 1, timezone.now().date().isoformat(), 15]]
    assert learner.label == "Ana"
    page = text(device.get(reverse("learner:data", args=["en"])))
    assert "your employer says you did elsewhere: 1" in page
    assert "in the list of your employer: 17" in page


def test_all_that_is_held_of_somebody_is_told(cast: Cast) -> None:
    learner, code, _of = card(cast)
    client = sit(code)
    linked = cards.link(cast["amara"], code, PIN, NOW)
    Learner.objects.update(code="17", course="tourism-core", opened_at=NOW)
    held = client.get(reverse("learner:take", args=["en"])).json()
    assert (held["code"], held["invited_to"], held["opened_anew"]) == ("17", "tourism-core", NOW.isoformat())
    assert held["account"] == [[linked.person.name, NOW.isoformat()]]
    page = text(client.get(reverse("learner:data", args=["en"])))
    assert linked.person.name in page
    assert library.shipped()["tourism-core"].texts["title"] in page
    assert "made or opened anew by somebody else" in page
    assert learner.pk


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (_row(code="no-such"), "This column should have one of these: boundaries-conduct"),
        (_row(code="casework-closing"), "casework-core · drivers-guides"),
        (_row(on="2999-01-01"), "in the future"),
        (_row(on="2020-01-01"), "was not there yet"),
        (_row(version=99), "no such version"),
        (_row(person="99"), "Nobody has this code"),
        (_row().replace("Ana", "Ben"), "another name"),
        (_row().replace(",15,", ",0,"), "Minutes are a whole number"),
    ],
)
def test_what_cannot_be_believed_is_refused(edo: Any, cast: Cast, row: str, words: str) -> None:
    through(edo, reverse(POSTS), THREE)
    found = _checked(cast, _done(row), completing)
    assert words in found.problems[0].words
    assert not found.reading.kept()


@pytest.mark.parametrize("heading", ["score", "Grade", "e-mail"])
def test_no_score_of_anybody_comes_in(edo: Any, heading: str) -> None:
    table = _done(_row()).replace("source_id\n", f"source_id,{heading}\n").replace(",a1\n", ",a1,7\n")
    page = text(edo.post(reverse(COMPLETIONS), {"text": table}))
    assert f"“{heading}”" in page
    assert not Completion.objects.exists()


def _many(rows: int) -> Iterator[str]:
    """The text of a table of so many posts, in pieces as a browser sends them."""
    yield HEAD
    for start in range(0, rows, 5_000):
        yield "".join(f"p{n},Person {n},H1,front_desk,2024-03-01,,\n" for n in range(start, min(start + 5_000, rows)))


def test_a_table_of_half_a_million_posts_is_refused_with_its_limit_and_holds_no_memory(edo: Any, cast: Cast) -> None:
    """At most 100,000 rows at a time, as the page says before; what is beyond is not read."""
    assert "up to 100,000 rows" in text(edo.get(reverse(POSTS)))
    kind, read = posting.kind(cast["edo"]), 0

    def pieces() -> Iterator[str]:
        nonlocal read
        for piece in _many(500_000):
            read += 1
            yield piece

    tracemalloc.start()
    try:
        with pytest.raises(NotNow, match="at most 100,000 at a time"):
            tables.check(pieces(), kind, tables.exact(kind, HEAD.strip().split(",")))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert read <= 22, "the first hundred thousand rows, and not the others"
    assert most < 60_000_000, most
    assert not Learner.objects.exists()


@pytest.mark.parametrize(("one", "rows"), [(posting, "100,000"), (completing, "100,000")])
def test_page_and_documents_say_the_limit_of_the_code(one: Any, rows: str, cast: Cast, edo: Any) -> None:
    assert one.kind(cast["edo"]).most == int(rows.replace(",", ""))
    address = POSTS if one is posting else COMPLETIONS
    assert f"up to {rows} rows" in text(edo.get(reverse(address)))
    assert f"At most {rows} rows" in (Path(__file__).parents[4] / "docs/learning.md").read_text("utf-8")
