"""My day of whoever has to do with files: danger first and at once, one's own work before what one was told of, no way
to a page that refuses."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.cases import duties
from fanal.cases.child_side import child_side
from fanal.cases.child_side import duties as child
from fanal.cases.codes import Risk
from fanal.cases.course import duties as course
from fanal.cases.files import writing
from fanal.cases.models import Case
from fanal.clocks import api as clocks
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.child_side.own import Phone, coded

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = timedelta(days=1)
DANGER, TOLD = "First: a child may be in danger", "Others have it; you were told"


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    return opened(cast_of_file, datetime.now(UTC))


def parts(cast: Cast, who: str) -> dict[str, str]:
    """What stands under each heading of somebody's day."""
    page = text(client_of(cast, who).get(reverse("desk:day"))).partition("<main")[2].partition("</main>")[0]
    found = re.split(r"<h2>(.*?)</h2>", page)
    titles = [re.sub(r"<span.*", "", title).strip() for title in found[1::2]]
    return dict(zip(titles, found[2::2], strict=True))


def told(case: Case, now: datetime, count: int = 1) -> None:
    """Follow-ups of the worker that are late, of which the supervisor was told."""
    for _one in range(count):
        duties.begin(course.MILESTONE, case, now - 9 * DAY, DAY, subject=uuid4())
    clocks.sweep(now)


def test_a_child_who_is_not_safe_stands_first_for_whoever_answers_for_it(cast: Cast, case: Case) -> None:
    told(case, datetime.now(UTC), 3)
    phone = Phone()
    phone.code(coded(cast, case, now=datetime.now(UTC)))
    phone.press("feel")
    phone.press("next", face="not_at_all")
    for _one in range(3):
        phone.press("skip")
    phone.press("feel_send", text="He has a key")
    found = parts(cast, "bao")
    assert next(iter(found)) == DANGER
    assert "A child is not safe at all" in found[DANGER]
    assert reverse("cases:feedback_of", args=[case.pk]) in found[DANGER]
    assert "A child is not safe at all" not in "".join(part for title, part in found.items() if title != DANGER)


def test_who_reaches_children_now_and_another_home_stand_first(cast: Cast, case: Case) -> None:
    now = datetime.now(UTC)
    duties.begin(duties.CAN_REACH, case, now)
    assert "Somebody may reach children now" in parts(cast, "dalia")[DANGER]
    assert "Check how the child may safely be reached" not in parts(cast, "marek").get(DANGER, "")
    clocks.stop(case.pk, duties.CONTACT_SAFETY, now=now)
    duties.begin(duties.CONTACT_SAFETY, case, now, duties.SOONEST, urgent=True)
    assert "Check how the child may safely be reached" in parts(cast, "marek")[DANGER]


def test_what_is_due_in_weeks_is_no_danger_today(cast: Cast, case: Case) -> None:
    now = datetime.now(UTC)
    writing.set_risk(cast["marek"], case.pk, Risk.CRITICAL, {"body": "He is back"}, now)
    duties.begin(course.MILESTONE, case, now, 34 * DAY, subject=case.pk)
    found = parts(cast, "marek")
    assert "Reach the child for the first time" in found[DANGER]
    assert "Ask the child how it is now" not in found[DANGER]


def test_what_leads_to_danger_of_two_children_is_two_lines(cast: Cast, case: Case) -> None:
    now = datetime.now(UTC)
    other = opened(cast, now, child__given_name="Ana")
    for one in (case, other):
        duties.begin(duties.CAN_REACH, one, now)
    assert parts(cast, "dalia")[DANGER].count("Somebody may reach children now") == 2


def test_a_task_of_the_worker_leads_a_supervisor_to_the_file(cast: Cast, case: Case) -> None:
    now = datetime.now(UTC)
    clocks.stop(case.pk, child.OFFER, now=now)
    child_side.offer(case, now - 15 * DAY, DAY)
    told(case, now)
    clocks.sweep(now)
    client = client_of(cast, "bao")
    page = text(client.get(reverse("desk:day")))
    assert "Ask the child how it is with us" in page
    links = set(re.findall(r'href="(/desk/cases/[^"]+)"', page.partition("<main")[2]))
    assert reverse("cases:file", args=[case.pk]) in links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    assert reverse("cases:ask_child", args=[case.pk]) in text(client_of(cast, "marek").get(reverse("desk:day")))


def test_ones_own_work_stands_before_what_one_was_told_of(cast: Cast, case: Case) -> None:
    now = datetime.now(UTC)
    told(case, now, 6)
    duties.begin(duties.LOOKED_AT, case, now - 9 * DAY)
    duties.begin(duties.SIGN_GROUND, case, now - 2 * DAY, DAY)
    found = parts(cast, "bao")
    assert "Look at why we work without consent" in found["Late"]
    assert "You were told of it" not in found["Late"]
    assert "Ask the child how it is now" in found[TOLD]
    assert "<details><summary>Show them</summary>" in found[TOLD]
    assert list(found).index("Late") < list(found).index(TOLD)
