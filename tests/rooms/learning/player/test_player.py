"""From a card to what came of it, page by page, without JavaScript; and that it is the learner's own."""

import re
from collections import Counter

import pytest
from django.utils import timezone

from fanal.journal.models import Entry
from fanal.learning import reviewing
from fanal.learning.attempts import attempts
from fanal.learning.courses import library
from fanal.learning.models import Attempt, Card, Event, Learner, Post
from fanal.learning.people import people
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.device import best, harmful
from tests.rooms.learning.seated import Device, Seated, play, seated, sit, url

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "tourism-core"


def test_what_there_is(one: Seated) -> None:
    page = text(one.client.get(url("mine")))
    assert library.shipped()[CODE].texts["title"] in page
    assert library.shipped()["words-without-blame"].texts["title"] not in page, "nobody reviewed it"
    assert "Tell someone" in page
    assert "I am done" in page


def test_each_page_is_read_and_the_place_kept(one: Seated) -> None:
    course = library.shipped()[CODE]
    pages = [(lesson.id, page.id) for lesson in course.lessons for page in lesson.pages]
    for lesson, page in pages[:3]:
        assert one.client.get(url("page", CODE, lesson, page)).status_code == 200
    shown = text(one.client.get(url("course", CODE)))
    assert f"3 of {len(pages)} pages read" in shown
    assert url("page", CODE, *pages[3]) in shown
    for lesson, page in pages:
        body = text(one.client.get(url("page", CODE, lesson, page)))
        assert not re.search(r'<(textarea|input type="(text|file|email)")', body), "no page takes a text"
        assert "Tell someone" in body
    assert Attempt.objects.count() == 1


def test_a_situation_of_a_lesson_is_tried_and_tried_again(one: Seated) -> None:
    course = library.shipped()[CODE]
    lesson, page, block = next(
        (lesson.id, page.id, block)
        for lesson in course.lessons for page in lesson.pages for block in page.blocks if block.kind == "scenario"
    )  # fmt: skip
    address, scenario = url("page", CODE, lesson, page), course.scenario(block.ref)
    assert scenario
    before = text(one.client.get(address))
    assert "What would you do?" in before
    chosen = next(made for made in scenario.choices if made.feedback)
    assert course.texts[chosen.feedback] not in before, "nobody reads what is right before they chose"
    one.client.post(address, {"item": scenario.id, "choice": chosen.id})
    after = text(one.client.get(address))
    assert course.texts[chosen.feedback] in after
    assert "you chose this" in after
    one.client.post(address, {"item": "nonsense", "choice": "a"})
    one.client.post(address, {"item": scenario.id, "choice": "somebody wrote this"})
    assert "Choose an answer first" in text(one.client.post(address, {"item": scenario.id}, follow=True))
    assert Event.objects.filter(kind="answer").count() == 1, "no words of anybody are kept"


def test_whoever_does_what_helps_passes(one: Seated) -> None:
    row = play(one.client, "final", best)
    assert row.passed
    assert (row.right, row.harmful, row.hits, row.false_alarms) == (row.situations, 0, row.concerns, 0)
    page = text(one.client.get(url("attempt", row.pk)))
    assert "You can do this" in page
    assert "You told in 4 of 4 worrying situations, and in 0 of 4 harmless ones." in page
    assert "passed" in text(one.client.get(url("mine")))
    assert not re.search(r"d′|d-prime|criterion", page)


def test_whoever_harms_does_not_and_tries_other_situations(one: Seated) -> None:
    rows = [play(one.client, "final", harmful) for _ in range(3)]
    assert [row.passed for row in rows] == [False, False, False]
    assert len({row.form for row in rows}) == len(library.shipped()[CODE].forms["final"])
    page = text(one.client.get(url("attempt", rows[-1].pk)))
    assert "can do harm to a child" in page
    assert "Talk it through with whoever trains you" in page
    assert play(one.client, "final", best).passed, "as often as they like"


def test_before_the_course_nothing_is_told(one: Seated) -> None:
    row = play(one.client, "pre", harmful)
    page = text(one.client.get(url("attempt", row.pk)))
    assert row.passed is None
    assert "Thank you" in page
    assert "Can do harm" not in page


def test_an_attempt_goes_on_where_it_was_left_also_at_another_device(one: Seated) -> None:
    course = library.shipped()[CODE]
    address = one.client.post(url("begin", CODE, "final")).url
    first = re.search(r'name="item" value="([^"]+)"', text(one.client.get(address)))
    assert first
    one.client.post(address, {"item": first[1], "choice": best(course.scenario(first[1]))})
    other = Device()
    other.post(url("in"), {"card": one.code, "pin": "408127"})
    assert other.post(url("begin", CODE, "final")).url == address, "a new attempt never arises by itself"
    assert "Situation 2 of 10" in text(other.get(address))
    assert "Choose what you would do" in text(other.post(address, {"item": _open(other, address)}, follow=True))
    other.post(address, {"item": first[1], "choice": "a"})
    assert Event.objects.filter(kind="answer").count() == 1, "what is answered stays"
    other.post(address, {"item": _open(other, address), "choice": "zz"})
    assert "Situation 2 of 10" in text(other.get(address))


def _open(client: Device, address: str) -> str:
    found = re.search(r'name="item" value="([^"]+)"', text(client.get(address)))
    assert found
    return found[1]


def test_situations_and_choices_are_shuffled_by_the_attempt(one: Seated) -> None:
    course = library.shipped()[CODE]
    form = course.forms["final"][0]
    orders = set()
    for seed in range(20):
        row = Attempt(course=CODE, version=course.version, form=form, seed=f"{seed:032x}")
        asked = attempts.Going(row, course).asked
        assert len(asked) == 10
        assert Counter(each.truth for each in asked) == course.blueprint
        orders.add(tuple(each.id for each in asked))
    assert len(orders) == 20


def test_no_attempt_of_others_opens(one: Seated, cast: Cast) -> None:
    row = play(one.client, "final", best)
    other = seated(cast, "Ben")
    assert other.client.get(url("attempt", row.pk)).status_code == 404
    for who in ("edo", "bao", "amara", "nils"):
        answer = client_of(cast, who).get(url("attempt", row.pk))
        assert answer.status_code == 302, "staff have no seat"
    assert Device().get(url("mine")).url.startswith(url("in"))


def test_what_is_held_is_shown_taken_along_and_deleted(one: Seated) -> None:
    row = play(one.client, "final", best)
    page = text(one.client.get(url("data")))
    assert "Hotel Lantern" in page
    held = one.client.get(url("take")).json()
    assert held["label"] == "Ana"
    assert held["attempts"][0]["passed"] is True
    assert len(held["attempts"][0]["answers"]) == Event.objects.filter(attempt=row).count()
    assert not set(map(str.lower, held)) & {"email", "phone", "birth", "card", "pin"}
    assert "Tick the box first" in text(one.client.post(url("delete"), follow=True))
    assert Learner.objects.exists()
    one.client.post(url("delete"), {"sure": "yes"})
    assert not any(model.objects.exists() for model in (Learner, Card, Post, Attempt, Event))
    assert one.client.get(url("mine")).status_code == 302
    assert Entry.objects.filter(record=one.learner.pk, deed="learning.deleted").count() == 1


def test_the_last_answer_sent_twice_ends_nothing(one: Seated) -> None:
    """How sure somebody is is asked all the same."""
    course = library.shipped()[CODE]
    address = one.client.post(url("begin", CODE, "pre")).url
    while found := re.search(r'name="item" value="([^"]+)"', text(one.client.get(address))):
        said = {"item": found[1], "choice": best(course.scenario(found[1]))}
        one.client.post(address, said)
        one.client.post(address, said)
    assert "How sure are you" in text(one.client.get(address))
    assert Attempt.objects.get().finished_at is None


def test_whoever_opens_a_card_reads_nothing_of_before(one: Seated, cast: Cast) -> None:
    """A training lead could take the place of a learner: what was done before stays closed, and the learner is told."""
    row = play(one.client, "final", best)
    post = people.posts(cast["edo"], one.cohort)[0][0]
    made = people.new_card(cast["edo"], post, timezone.now())
    lead = sit(made.code, "650913")
    assert "shown to nobody any more" in text(lead.get(url("attempt", row.pk)))
    [held] = lead.get(url("take")).json()["attempts"]
    assert (held["closed"], held["answers"], held["passed"]) == (True, [], True)
    mine = text(lead.get(url("mine")))
    assert "Your card was made anew or opened" in mine
    assert "passed" in mine, "what was passed stays passed"


def test_a_course_that_is_given_no_more_stops_with_words(one: Seated, cast: Cast) -> None:
    address = one.client.post(url("begin", CODE, "final")).url
    done = play(one.client, "pre", best)
    reviewed.says(
        cast, reviewing.course_item(library.shipped()[CODE]), reviewed.Reviewer.SURVIVOR, yes=False, reasons="It hurts."
    )
    assert "This course is not given now" in text(one.client.get(address))
    assert one.client.get(url("course", CODE)).status_code == 404
    assert one.client.get(url("attempt", done.pk)).status_code == 200


def test_what_was_passed_of_an_earlier_version_stays_passed(one: Seated) -> None:
    row = play(one.client, "final", best)
    Attempt.objects.filter(pk=row.pk).update(version=99)
    assert "An earlier version" in text(one.client.get(url("attempt", row.pk))).replace("an earlier", "An earlier")
    assert "You have passed this course" in text(one.client.get(url("course", CODE)))


def test_the_journal_tells_nothing_of_what_somebody_does(one: Seated) -> None:
    """It is read by managers and auditors."""
    before = Entry.objects.count()
    play(one.client, "final", harmful)
    assert Entry.objects.count() == before


def test_courses_for_one_s_work_come_first(cast: Cast) -> None:
    for code in ("front-desk", "housekeeping", "tourism-core", "triage"):
        reviewed.all_say(cast, code)
    one = seated(cast)
    order = re.findall(r"/courses/([a-z-]+)/", text(one.client.get(url("mine"))))
    assert order == ["tourism-core", "front-desk", "housekeeping", "triage"], "then for others of a hotel, then for all"
    Post.objects.update(role="duty_person")
    order = re.findall(r"/courses/([a-z-]+)/", text(one.client.get(url("mine"))))
    assert order[0] == "triage"


def test_courses_for_the_work_of_others_are_folded(cast: Cast) -> None:
    for code in ("front-desk", "housekeeping", "tourism-core", "triage"):
        reviewed.all_say(cast, code)
    one = seated(cast)

    def shown() -> list[list[str]]:
        parts = text(one.client.get(url("mine"))).partition("Courses for other work")
        return [re.findall(r"/courses/([a-z-]+)/", part) for part in parts[::2]]

    assert shown() == [["tourism-core", "front-desk"], ["housekeeping", "triage"]]
    lesson = library.shipped()["housekeeping"].lessons[0]
    one.client.get(url("page", "housekeeping", lesson.id, lesson.pages[0].id))
    assert shown() == [["housekeeping", "tourism-core", "front-desk"], ["triage"]], "what is begun is not lost"
    Post.objects.update(role="other")
    assert [len(part) for part in shown()] == [4, 0], "no course is known to be for this work: all of them are shown"
