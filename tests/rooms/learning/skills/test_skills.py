"""A course whose skills are seen: marked by a trained observer, used three months later; codes alone,
and believed as the journal names them."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import NotAllowed, NotNow
from fanal.clocks import api as clocks
from fanal.learning.certificates import earning, issuing, keys
from fanal.learning.courses import library
from fanal.learning.models import LinkedCard, Post, SkillCheck
from fanal.learning.skills import duties, skills
from fanal.learning.skills.skills import Barrier, Mark, Step, Use
from fanal.vocabulary.dates import months_later
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.passed import passed
from tests.rooms.learning.seated import Seated, observer, seated

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "words-without-blame"
COURSE = library.shipped()[CODE]
ALL = {key: str(Mark.SHOWN) for key in COURSE.skills}
USED = {key: str(Use.USED) for key in COURSE.skills}


@pytest.fixture
def one(cast: Cast) -> Seated:
    reviewed.all_say(cast, CODE)
    observer(cast)
    return seated(cast)


def _see(cast: Cast, one: Seated, **marks: str) -> SkillCheck:
    return skills.observe(cast["edo"], one.learner, COURSE, ALL | marks, timezone.now())


def _why_not(one: Seated) -> str:
    row = passed(one.learner, COURSE, timezone.now())
    return earning.why_not(one.learner, COURSE, row, reviewed.TODAY)


def _since(one: Seated) -> Any:
    return skills.of_learner(one.learner, COURSE, timezone.now().date()).since


@pytest.mark.parametrize("mark", [Mark.PARTLY, Mark.NOT_YET, Mark.NO_CHANCE])
def test_a_certificate_waits_until_every_skill_was_shown(cast: Cast, one: Seated, mark: Mark) -> None:
    first = COURSE.skills[0]
    assert "sees first what you do" in _why_not(one)
    _see(cast, one, **{first: mark})
    assert "sees first what you do" in _why_not(one)
    rest = dict.fromkeys(COURSE.skills[1:], str(Mark.NO_CHANCE))
    _see(cast, one, **rest)
    assert _why_not(one) == "", "what was shown before and had no chance now stays shown"


def test_what_was_seen_last_counts(cast: Cast, one: Seated) -> None:
    last = COURSE.skills[-1]
    _see(cast, one, **{last: Mark.NOT_YET, COURSE.skills[0]: Mark.SHOWN})
    _see(cast, one, **{last: Mark.SHOWN, COURSE.skills[0]: Mark.NOT_YET})
    assert _since(one) is None
    _see(cast, one)
    assert _since(one)
    _see(cast, one, **{last: Mark.NOT_YET})
    assert _since(one) is None, "a later look takes it back"
    assert "sees first what you do" in _why_not(one)
    _see(cast, one, **{last: Mark.SHOWN})
    again = _since(one)
    _see(cast, one)
    assert _since(one) == again, "seen once more it is no later"


def test_nobody_marks_who_did_not_learn_it_nor_themselves(cast: Cast, one: Seated) -> None:
    with pytest.raises(NotAllowed):
        skills.observe(cast["bao"], one.learner, COURSE, ALL, timezone.now())
    LinkedCard.objects.create(person_id=cast["edo"].person, learner=one.learner, at=timezone.now())
    with pytest.raises(NotNow, match="Nobody marks their own"):
        _see(cast, one)
    page = client_of(cast, "bao").get(reverse("learners:skills", args=[Post.objects.get().pk]))
    assert page.status_code == 403
    assert "seeing skills in practice" in text(page)


@pytest.mark.parametrize("how", ["made up", "changed", "by another"])
def test_what_somebody_wrote_into_the_database_was_not_seen(cast: Cast, one: Seated, how: str) -> None:
    if how == "made up":
        SkillCheck.objects.create(
            learner=one.learner, course=CODE, version=1, step=Step.SEEN, marks=ALL, by_id=cast["edo"].person,
            at=timezone.now(),
        )  # fmt: skip
    else:
        row = _see(cast, one, **{COURSE.skills[0]: Mark.NOT_YET} if how == "changed" else {})
        change = {"marks": ALL} if how == "changed" else {"by_id": cast["bao"].person}
        SkillCheck.objects.filter(pk=row.pk).update(**change)
    assert _since(one) is None
    assert "sees first what you do" in _why_not(one)


def test_on_the_pages_one_choice_a_skill_and_no_word(cast: Cast, one: Seated) -> None:
    edo, post = client_of(cast, "edo"), Post.objects.get()
    assert "Skills" in text(edo.get(reverse("learners:cohort", args=[one.cohort.pk])))
    address = reverse("learners:see", args=[post.pk, CODE])
    form = text(edo.get(address)).partition("<main")[2]
    assert not re.search(r'<textarea|type="(text|file)"', form)
    assert all(COURSE.texts[key] in form for key in COURSE.skills)
    wrong = text(edo.post(address, ALL | {COURSE.skills[0]: ""}))
    assert f"“{COURSE.texts[COURSE.skills[0]]}” needs an answer" in wrong, "which one is missing is told"
    assert wrong.count("checked") == len(COURSE.skills) - 1, "what was chosen is kept"
    assert edo.post(address, ALL).status_code == 302
    shown = text(edo.get(reverse("learners:skills", args=[post.pk])))
    assert shown.count(">shown<") == len(COURSE.skills)
    mine = text(one.client.get(reverse("learner:course", args=["en", CODE])))
    assert "Somebody who is trained for it saw each of these" in mine
    assert one.client.get(reverse("learner:take", args=["en"])).json()["skills"][0][:2] == [CODE, "seen"]


def test_the_page_of_an_observer_says_nothing_of_what_was_answered(cast: Cast, one: Seated) -> None:
    edo, address = client_of(cast, "edo"), reverse("learners:skills", args=[Post.objects.get().pk])
    before = text(edo.get(address)).partition("<main")[2]
    passed(one.learner, COURSE, timezone.now())
    assert text(edo.get(address)).partition("<main")[2] == before


# ---- three months later ----


@pytest.fixture
def shown(cast: Cast, one: Seated, monkeypatch: pytest.MonkeyPatch) -> SkillCheck:
    """All is shown, and the three months are over."""
    monkeypatch.setattr(skills, "USE_AFTER", 0)
    return _see(cast, one)


def test_after_three_months_both_say_what_is_used(cast: Cast, one: Seated, shown: SkillCheck) -> None:
    now = timezone.now()
    duties.look(now)
    [duty] = clocks.open_duties(subjects=[shown.pk])
    assert (duty.kind, duty.person) == ("learning_use", cast["edo"].person)
    day = text(client_of(cast, "edo").get(reverse("desk:day")))
    assert "three months ago" in day
    mine = text(one.client.get(reverse("learner:course", args=["en", CODE])))
    assert "Say what you use" in mine
    address = reverse("learner:use", args=["en", CODE])
    first = COURSE.skills[0]
    wrong = text(one.client.post(address, USED | {first: "not_used"}))
    assert "Say why" in wrong
    assert one.client.post(address, USED | {first: "not_used", f"why_{first}": "no_time"}).status_code == 302
    assert SkillCheck.objects.get(step=Step.SELF).barriers == {first: "no_time"}
    assert one.client.get(address).status_code == 404, "once"
    edo, use = client_of(cast, "edo"), reverse("learners:use", args=[Post.objects.get().pk, CODE])
    assert edo.get(reverse("learners:skills_of", args=[shown.pk])).status_code == 302
    assert edo.post(use, USED).status_code == 302
    assert not clocks.open_duties(subjects=[shown.pk])
    duties.look(now)
    assert not clocks.open_duties(subjects=[shown.pk])


def test_before_it_is_not_asked(cast: Cast, one: Seated) -> None:
    _see(cast, one)
    duties.look(timezone.now())
    assert not clocks.open_duties(kinds=[duties.USE])
    assert one.client.get(reverse("learner:use", args=["en", CODE])).status_code == 404
    with pytest.raises(NotNow, match="three months after"):
        skills.say_use(one.learner, COURSE, USED, {}, timezone.now())


@pytest.mark.parametrize(
    ("day", "asks"),
    [(date(2027, 2, 27), False), (date(2027, 2, 28), True), (date(2027, 4, 29), True), (date(2027, 4, 30), False)],
)
def test_it_is_asked_for_sixty_days(day: date, asks: bool) -> None:
    """Three months after 30 November is the last day of February."""
    assert skills.Shown({}, datetime(2026, 11, 30, 12, tzinfo=UTC)).asks_use(day) is asks


def test_a_barrier_is_a_code(one: Seated, shown: SkillCheck) -> None:
    key = COURSE.skills[0]
    with pytest.raises(NotNow, match="Say why"):
        skills.say_use(one.learner, COURSE, USED | {key: "partly"}, {key: "Her name is"}, timezone.now())
    row = skills.say_use(one.learner, COURSE, USED | {key: "partly"}, {key: Barrier.RULES}, timezone.now())
    assert row.barriers == {key: "rules"}


def test_a_certificate_holds_from_the_later_of_passing_and_showing(cast: Cast, one: Seated, keyfile_kept: None) -> None:
    keys.add()
    now = timezone.now()
    _see(cast, one)
    row = passed(one.learner, COURSE, now, finished_at=now - timedelta(days=400))
    given = issuing.issue(one.learner, COURSE, row, "Ana", now)
    assert given.expires_on == months_later(now.date(), COURSE.valid_months)
