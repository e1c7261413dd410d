"""The queue: clear columns only, in their order (docs/concerns-triage.md, "The queue"), the same number of statements
at any length."""

import random
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fanal import columns
from fanal.clocks.models import Duty
from fanal.concerns import duties
from fanal.concerns.models import Concern
from fanal.concerns.triage import queries, triage
from fanal.concerns.triage.order import Waiting, rank
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.codes import Danger
from fanal.vocabulary.ids import new_id
from tests.desk import client_of, text
from tests.people import NOW, Cast, loses
from tests.rooms.concerns.told import tell

pytestmark = pytest.mark.django_db(databases="__all__")


def fill(cast: Cast, count: int, seed: int = 1) -> dict[UUID, datetime]:
    """Rows with every mix of what orders the queue, and the due time of each."""
    rng = random.Random(seed)
    rows, clocks, due = [], [], {}
    for _ in range(count):
        row = Concern(
            id=new_id(),
            org_id=cast.aurora,
            received_on=NOW.date(),
            channel=rng.choice(["web_form", "phone"]),
            language="en",
            danger=rng.choice(["yes", "not_sure", "no"]),
            child_door=rng.random() < 0.1,
            triage=rng.choice(["new", "new", "urgent_response"]),
            critical_reason=rng.choice(["", "", "leaving", "with_adult", "both"]),
            country_of_harm=rng.choice(["XA", "XB", "unknown"]),
            question_set="core-1",
            claimed_by_id=cast["amara"].person,
            claimed_until=NOW + timedelta(minutes=5),
        )
        row.unverified = rng.random() < 0.2 and (row.danger == "yes" or row.child_door)
        due[row.pk] = NOW + timedelta(minutes=rng.randrange(-300, 3000))
        rows.append(row)
        clocks.append(
            Duty(
                id=new_id(),
                org_id=cast.aurora,
                kind=duties.DECIDE.code,
                subject=row.pk,
                about=row.pk,
                owner="team:intake",
                made_on=NOW.date(),
                due_at=due[row.pk],
                next_at=due[row.pk],
                chain=[],
                state="open",
            )
        )
    Concern.objects.bulk_create(rows)
    Duty.objects.bulk_create(clocks)
    return due


def listed(actor: Actor, **more: str) -> list[UUID]:
    """Every page of the queue, one after another."""
    found: list[UUID] = []
    after = ""
    while True:
        page = queries.queue(queries.waiting(actor), NOW, after=after, filters=queries.Filters(**more))
        found += [row.id for row in page.rows]
        after = page.following
        if not after:
            return found


def test_the_order_is_that_of_the_design_over_all_pages(cast: Cast) -> None:
    """Late, danger, what cannot wait, not sure, due: the database gives what the pure rule gives, each row once."""
    due = fill(cast, 230)
    waits = [
        Waiting(
            row.pk,
            due[row.pk],
            Danger(row.danger),
            row.critical_reason,
            row.child_door,
            unverified=row.unverified,
            acted=row.triage == "urgent_response",
        )
        for row in queries.waiting(cast["amara"])
    ]
    assert listed(cast["amara"]) == [one.id for one in sorted(waits, key=lambda row: rank(row, NOW))]


def test_statements_do_not_depend_on_the_number_of_rows(cast: Cast) -> None:
    """At 10 and at 500 rows the list and the whole page ask equally often."""
    client = client_of(cast, "amara")
    client.get(reverse("concerns:queue"))
    counts = []
    for rows in (10, 490):
        fill(cast, rows, seed=rows)
        with CaptureQueriesContext(connection) as asked:
            page = queries.queue(queries.waiting(cast["amara"]), NOW)
        with CaptureQueriesContext(connection) as drawn:
            client.get(reverse("concerns:queue"))
        counts.append((len(asked), len(drawn)))
        assert len(page.rows) == min(rows, queries.PAGE)
    assert counts[0] == counts[1]
    assert counts[0][1] <= 40


def test_nothing_that_was_told_is_fetched_for_a_list(cast: Cast) -> None:
    """No sealed column stands in any statement of the queue."""
    tell(cast)
    with CaptureQueriesContext(connection) as asked:
        queries.queue(queries.waiting(cast["amara"]), NOW)
        queries.by_day(queries.decided(cast["amara"]), NOW)
        queries.counts(cast["amara"])
    sealed = [f'"concerns_concern"."{name}"' for name in columns.sealed(Concern)]
    assert sealed
    assert not [name for name in sealed for one in asked if f"{name}," in one["sql"] or f"{name} AS" in one["sql"]]


def test_reasons_stand_in_words(cast: Cast) -> None:
    """Why each row stands where it stands; what is held, by whom, until when."""
    late = tell(cast, NOW - timedelta(days=3), danger="no")
    tell(cast, NOW, danger="yes", child_now="with_adult", leaving="today_or_tomorrow")
    triage.look(cast["femi"], late.id, NOW)
    page = text(client_of(cast, "amara").get(reverse("concerns:queue")))
    assert "danger: yes, leaves today or tomorrow, child is with that adult now" in page
    assert "late" in page
    assert page.index("late<") < page.index("danger: yes, leaves")


def test_filters_use_clear_columns_and_made_up_values_narrow_nothing(cast: Cast) -> None:
    fill(cast, 60)
    client = client_of(cast, "amara")
    everything = set(listed(cast["amara"]))
    here = set(listed(cast["amara"], country="XA"))
    assert here == set(Concern.objects.filter(country_of_harm="XA").values_list("pk", flat=True)) < everything
    page = client.get(reverse("concerns:queue"), {"country": "XA", "danger": "made-up", "after": "1_x_y"})
    assert page.status_code == 200
    assert "Open" in text(page)
    assert len(listed(cast["amara"], danger="yes", channel="phone")) < len(here)


def test_a_row_that_becomes_late_between_two_pages_is_not_lost(cast: Cast) -> None:
    """The pages after the first go by the instant of the first."""
    fill(cast, 120)
    first = queries.queue(queries.waiting(cast["amara"]), NOW)
    later = NOW + timedelta(hours=20)
    rest: list[UUID] = []
    after = first.following
    while after:
        page = queries.queue(queries.waiting(cast["amara"]), later, after=after)
        rest += [row.id for row in page.rows]
        after = page.following
    assert sorted([row.id for row in first.rows] + rest) == sorted(Concern.objects.values_list("pk", flat=True))


def test_each_list_holds_what_belongs_there(cast: Cast) -> None:
    """Unverified, restricted and practice are not in the queue; a message brings a decided one back."""
    plain, doubtful = tell(cast), tell(cast, unverified=True)
    own, played = tell(cast, about_us="yes"), tell(cast, practice=True)
    amara, dalia = cast["amara"], cast["dalia"]
    assert listed(amara) == [plain.id]
    assert [one.pk for one in queries.unverified(amara)] == [doubtful.id]
    assert [one.pk for one in queries.restricted(dalia)] == [own.id]
    assert not queries.restricted(amara)
    Concern.objects.filter(pk=plain.id).update(triage="information_only", new_message=True)
    assert listed(amara) == [plain.id]
    Concern.objects.filter(pk=plain.id).update(new_message=False)
    assert listed(amara) == []
    assert [row.id for row in queries.by_day(queries.decided(amara), NOW).rows] == [plain.id]
    every = {row.pk for who in (amara, dalia) for row in queries.decided(who)}
    assert played.id not in every


@pytest.mark.parametrize("username", ["nils", "edo", "sol", "celia"])
def test_whoever_is_not_of_the_team_sees_nothing_of_the_queue(cast: Cast, username: str) -> None:
    """Another member, the administrator, the secretariat, the custodian: no row."""
    tell(cast)
    actor = cast[username]
    assert not queries.waiting(actor)
    assert queries.counts(actor) == queries.Counts()


def test_a_manager_sees_what_is_late_and_opens_nothing(cast: Cast) -> None:
    """Oda manages Nordlys; without the intake role her list has no way in."""
    sent = tell(cast, page="XB")
    loses(cast["oda"].person, Role.SUPERVISOR)
    client = client_of(cast, "oda")
    page = client.get(reverse("concerns:queue"))
    assert page.status_code == 200
    assert "Only the intake team opens a concern" in text(page)
    assert str(sent.id) not in text(page)
    assert client.get(reverse("concerns:concern", args=[sent.id])).status_code == 403
