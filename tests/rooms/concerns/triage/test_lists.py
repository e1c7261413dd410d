"""Unverified and back, spam, the same as another, and the look for what is similar."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fanal.access.api import NotAllowed, NotNow
from fanal.clocks import api as clocks
from fanal.concerns.content import NoteContent
from fanal.concerns.models import Concern
from fanal.concerns.triage import decisions, lists, queries, triage
from fanal.concerns.triage.decisions import Choice
from fanal.journal import api as journal
from fanal.vocabulary.codes import Finding, Triage
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import DAY, HOUR, Sent, tell

pytestmark = pytest.mark.django_db(databases="__all__")


def decide(cast: Cast, sent: Sent, now: object = NOW) -> None:
    choice = Choice(Triage.CLOSED_NO_CASE, NoteContent(text="Looked at"), Finding.NOT_CONFIRMED)
    decisions.decide(cast["amara"], sent.id, choice, sent.row.version, now)  # type: ignore[arg-type]


def test_any_worker_moves_an_unverified_one_and_its_clock_begins_anew(cast: Cast) -> None:
    sent = tell(cast, NOW - 2 * DAY, unverified=True, may_wait=True)
    (slow,) = clocks.open_duties(org=cast.aurora)
    lists.move(cast["femi"], sent.id, unverified=False, now=NOW)
    (duty,) = clocks.open_duties(org=cast.aurora)
    assert not sent.row.unverified
    assert duty.due_at <= NOW + 25 * HOUR
    assert slow.due_at > NOW
    lists.move(cast["amara"], sent.id, unverified=True, now=NOW)
    assert sent.row.unverified
    assert [line.purpose for line in journal.read(sent.id) if line.deed == lists.SORT] == ["unverified", "queue"]


def test_danger_is_never_pushed_aside(cast: Cast) -> None:
    """Neither among the unverified nor away as spam."""
    for sent in (tell(cast, danger="yes", unverified=True), tell(cast, danger="no", child_door=True, unverified=True)):
        with pytest.raises(NotNow):
            lists.spam(cast["amara"], sent.id, NOW)
        lists.move(cast["amara"], sent.id, unverified=False, now=NOW)
        with pytest.raises(NotNow):
            lists.move(cast["amara"], sent.id, unverified=True, now=NOW)


def test_a_child_in_danger_stands_in_the_queue_however_fast_the_words_came(cast: Cast) -> None:
    """Marked, after those that came at the pace of people; what does not press stands in the second list as before."""
    slow = tell(cast, NOW, danger="yes")
    fast = tell(cast, NOW - timedelta(minutes=5), danger="yes", unverified=True)
    child = tell(cast, NOW, danger="no", child_door=True, unverified=True)
    aside = tell(cast, danger="not_sure", unverified=True)
    queue = queries.queue(queries.waiting(cast["amara"]), NOW).rows
    assert [row.id for row in queue] == [slow.id, fast.id, child.id]
    assert ["unverified" in row.why for row in queue] == [False, True, True]
    assert [row.id for row in queries.queue(queries.unverified(cast["amara"]), NOW).rows] == [aside.id]
    counts = queries.counts(cast["amara"])
    assert (counts.waiting, counts.unverified) == (3, 1)
    page = text(client_of(cast, "amara").get(reverse("concerns:queue")))
    assert page.count("unverified: came very fast, or many from one source") == 2


def test_spam_goes_seven_days_after_it_came(cast: Cast) -> None:
    sent = tell(cast, NOW - 2 * DAY, danger="no", unverified=True)
    lists.spam(cast["amara"], sent.id, NOW)
    row = sent.row
    assert (row.retention_class, row.erase_on, row.status) == ("spam", (NOW + 5 * DAY).date(), "closed")
    assert clocks.open_duties(org=cast.aurora) == []
    with pytest.raises(NotNow):
        lists.spam(cast["amara"], sent.id, NOW)


def test_what_stands_in_the_queue_is_not_spam(cast: Cast) -> None:
    sent = tell(cast, danger="no")
    with pytest.raises(NotNow):
        lists.spam(cast["amara"], sent.id, NOW)
    decide(cast, sent)
    with pytest.raises(NotNow):
        lists.move(cast["amara"], sent.id, unverified=True, now=NOW)


# ---- the same as another ----


def test_the_same_takes_the_decision_of_the_first(cast: Cast) -> None:
    """It leaves the queue at once, its reporter's part closes, and one decision serves both."""
    first = tell(cast)
    second = tell(cast, grouped_with=first.id)
    assert queries.queue(queries.waiting(cast["amara"]), NOW).rows[0].same == 1
    lists.same_as(cast["amara"], second.id, first.id, NOW)
    assert [row.pk for row in queries.waiting(cast["amara"])] == [first.id]
    assert (second.row.reporter_closed, second.row.status) == (True, "working")
    decide(cast, first)
    a, b = first.row, second.row
    for name in ("triage", "finding", "status", "closed_on", "erase_on", "reporter_erase_on", "retention_class"):
        assert getattr(a, name) == getattr(b, name), name
    assert [row.id for row in queries.by_day(queries.decided(cast["amara"]), NOW).rows] == [first.id]


def test_the_same_as_a_decided_one_is_decided_at_once_and_may_be_taken_apart(cast: Cast) -> None:
    first, second = tell(cast), tell(cast)
    decide(cast, first)
    lists.same_as(cast["femi"], second.id, first.id, NOW)
    assert (second.row.triage, second.row.status) == ("closed_no_case", "closed")
    lists.apart(cast["femi"], second.id, NOW)
    row = second.row
    assert (row.triage, row.closed_on, row.erase_on, row.duplicate_of_id) == ("new", None, None, None)
    assert row.pk in {one.pk for one in queries.waiting(cast["amara"])}
    assert second.id in {one.subject for one in clocks.open_duties(org=cast.aurora)}


def test_no_circles_and_no_way_past_the_safeguarding_lead(cast: Cast) -> None:
    a, b, c = tell(cast), tell(cast), tell(cast)
    own = tell(cast, about_us="yes")
    lists.same_as(cast["amara"], b.id, a.id, NOW)
    for one, other in ((a, a), (a, c), (c, b)):
        with pytest.raises(NotNow):
            lists.same_as(cast["amara"], one.id, other.id, NOW)
    with pytest.raises(NotNow):
        lists.same_as(cast["amara"], c.id, own.id, NOW)
    with pytest.raises(NotAllowed):
        lists.same_as(cast["dalia"], c.id, a.id, NOW)
    foreign = tell(cast, page="XB")
    with pytest.raises(triage.NotHere):
        lists.same_as(cast["amara"], c.id, foreign.id, NOW)


# ---- the look for what is similar ----


def test_similar_means_the_same_place_or_the_same_kind_of_place_on_a_day_nearby(cast: Cast) -> None:
    """Written with or without marks and case; two places that are named and differ are two places."""
    sent = tell(cast, place="Hôtel PLAYA Norte")
    same = tell(cast, NOW - 20 * DAY, place="playa norte hotel", place_type=None)
    unnamed = tell(cast, NOW - 2 * DAY, place=None)
    elsewhere = tell(cast, NOW - DAY, place="Casa Verde")
    long_ago = tell(cast, NOW - 40 * DAY, place="Hotel Playa Norte")
    abroad = tell(cast, place="Hotel Playa Norte", page="XB")
    own = tell(cast, place="Hotel Playa Norte", about_us="yes")
    found = lists.similar(cast["amara"], sent.id, NOW)
    assert [one.id for one in found] == [same.id, unnamed.id]
    assert [one.same_place for one in found] == [True, False]
    shown = {one.id for one in found}
    assert not shown & {elsewhere.id, long_ago.id, abroad.id, own.id}


def test_places_in_other_scripts_are_compared_too(cast: Cast) -> None:
    sent = tell(cast, place="សណ្ឋាគារ ដើមត្នោត")
    other = tell(cast, place="ដើមត្នោត")
    assert [one.id for one in lists.similar(cast["amara"], sent.id, NOW)] == [other.id]


def test_each_that_is_shown_is_journalled_and_what_is_only_looked_through_once(cast: Cast) -> None:
    sent, hit, miss = tell(cast), tell(cast), tell(cast, place="Casa Verde")
    lists.similar(cast["amara"], sent.id, NOW)
    deeds = {one.id: [line.deed for line in journal.read(one.id)] for one in (sent, hit, miss)}
    assert lists.FOUND in deeds[hit.id]
    assert lists.FOUND not in deeds[miss.id]
    assert deeds[sent.id].count(lists.SEARCH) == 2


def test_the_look_fetches_neither_the_adult_nor_the_reporter(cast: Cast) -> None:
    """The columns are not even read, so nothing of them can be compared; keys are fetched for many at once."""
    sent = tell(cast)
    for _ in range(12):
        tell(cast)
    with CaptureQueriesContext(connection) as asked:
        lists.similar(cast["amara"], sent.id, NOW)
    scans = [one["sql"] for one in asked if 'FROM "concerns_concern"' in one["sql"] and "BETWEEN" in one["sql"]]
    assert scans
    for column in ("offender", "reporter", "identity"):
        assert not [sql for sql in scans if f'"concerns_concern"."{column}"' in sql]
    bundles = [one for one in asked if 'FROM "network_bundle"' in one["sql"]]
    assert len(bundles) <= 2


def test_the_page_marks_and_takes_apart(cast: Cast) -> None:
    sent, other = tell(cast), tell(cast, NOW - timedelta(days=1))
    client = client_of(cast, "amara")
    url = reverse("concerns:same", args=[sent.id])
    page = text(client.get(url))
    assert "Hotel Playa Norte" in page
    assert "The adult is never compared" in page
    assert "Grey van" not in page
    assert client.post(url, {"other": str(other.id)}).status_code == 302
    assert Concern.objects.get(pk=sent.id).duplicate_of_id == other.id
    assert "takes its decision" in text(client.get(reverse("concerns:concern", args=[sent.id])))
    assert client.post(url, {"apart": "yes"}).status_code == 302
    assert Concern.objects.get(pk=sent.id).duplicate_of_id is None


def test_the_page_of_sorting(cast: Cast) -> None:
    client = client_of(cast, "amara")
    doubtful = tell(cast, danger="no", unverified=True)
    url = reverse("concerns:sort", args=[doubtful.id])
    assert "It is spam" in text(client.get(url))
    assert client.post(url, {"to": "queue"}).status_code == 302
    assert not doubtful.row.unverified
    urgent = tell(cast, danger="yes")
    url = reverse("concerns:sort", args=[urgent.id])
    assert "stays in the queue" in text(client.get(url))
    assert "stays in the queue" in text(client.post(url, {"to": "unverified"}))
    assert not urgent.row.unverified


def test_what_is_about_our_own_people_is_never_put_among_the_unverified(cast: Cast) -> None:
    sent = tell(cast, about_us="yes", danger="no")
    with pytest.raises(NotNow, match="stays in its own list"):
        lists.move(cast["dalia"], sent.id, unverified=True, now=NOW)
    assert not sent.row.unverified
