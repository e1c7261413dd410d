"""My day names the matters whose newest answer was given before a law changed, and never what an answer names."""

from copy import deepcopy
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from fanal.justice.law import drafting
from fanal.justice.matters import asking, matters, overtaken, policy, training
from fanal.justice.models import Question
from fanal.network.contracts import Actor, Role
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.justice.acts import FACTS, TODAY, asked, matter
from tests.rooms.justice.laws import law, put, with_roles

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=2)
LONG_AFTER = NOW + timedelta(days=3)


def told(actor: Actor, now: datetime = LONG_AFTER) -> dict[UUID, tuple[str, ...]]:
    return {one.row.matter_id: one.jurisdictions for one in overtaken.overtaken(actor, now)}


def test_a_law_that_is_drafted_stands_on_my_day_of_those_who_may_open_the_matter(cast: Cast) -> None:
    found = matter(cast["lena"])
    given = asked(cast["lena"], found)
    put(cast["nils"], law("NO"), LATER, "NO")
    for name in ("lena", "marek"):
        day = text(client_of(cast, name).get(reverse("desk:day")))
        assert "The law of Norway changed since this was answered" in day
        assert f'href="{reverse("justice:answer", args=[given.row.pk])}"' in day
    assert told(cast["lena"]) == {found: ("NO",)}
    assert told(cast["nils"]) == {}  # an editor of law opens no matter


def test_the_line_hangs_on_no_fact(cast: Cast) -> None:
    """Norway is nothing to one act and the place of the other; both matters get the same line."""
    there = deepcopy(FACTS)
    there["act"]["places"] = ["NO"]
    here, elsewhere = matter(cast["lena"]), matter(cast["lena"])
    asked(cast["lena"], here, there)
    asked(cast["lena"], elsewhere)
    put(cast["nils"], law("NO"), LATER, "NO")
    assert told(cast["lena"]) == {here: ("NO",), elsewhere: ("NO",)}


def test_whoever_reads_the_answer_then_has_read_it_and_nobody_else(cast: Cast) -> None:
    found = matter(cast["lena"])
    given = asked(cast["lena"], found)
    put(cast["nils"], law("NO"), LATER, "NO")
    asking.read(cast["lena"], given.row.pk, LATER + timedelta(hours=1))
    assert told(cast["lena"]) == {}
    assert told(cast["marek"]) == {found: ("NO",)}
    put(cast["nils"], law("XD"), LATER + timedelta(hours=2))
    assert told(cast["lena"]) == {found: ("XD",)}
    assert told(cast["marek"]) == {found: ("NO", "XD")}


def test_whoever_reads_older_answers_has_not_read_what_is_said_of_the_newest(cast: Cast) -> None:
    found = matter(cast["lena"])
    given = [asked(cast["lena"], found).row.pk for _ in range(3)]
    rows = Question.objects.filter(pk__in=given).order_by("asked_on", "pk")
    *older, newest = (row.pk for row in rows)
    put(cast["nils"], law("NO"), LATER, "NO")
    hour = timedelta(hours=1)
    asking.read(cast["lena"], older[0], LATER + hour)
    asking.read_all(cast["lena"], older, LATER + hour, deed=policy.COMPARE)
    assert told(cast["lena"]) == {found: ("NO",)}
    asking.read_all(cast["lena"], [older[0], newest], LATER + hour, deed=policy.COMPARE)
    assert told(cast["lena"]) == {}


def test_a_question_that_is_asked_again_ends_it(cast: Cast) -> None:
    found = matter(cast["lena"])
    asked(cast["lena"], found)
    put(cast["nils"], law("NO"), LATER, "NO")
    asking.put_question(cast["lena"], found, FACTS, TODAY, LATER + timedelta(hours=1))
    assert told(cast["marek"]) == {}


def test_a_text_that_is_withdrawn_is_a_change_too(cast: Cast) -> None:
    file = put(cast["nils"], law("XD"), NOW - timedelta(days=1))
    found = matter(cast["lena"])
    asked(cast["lena"], found)
    assert told(cast["marek"]) == {}
    drafting.withdraw(with_roles(cast["nils"], Role.CORPUS_EDITOR), file.pk, LATER)
    assert told(cast["marek"]) == {found: ("XD",)}


def test_what_is_closed_or_an_exercise_is_not_named_nor_that_of_another_organisation(cast: Cast) -> None:
    closed = matter(cast["lena"])
    asked(cast["lena"], closed)
    matters.close(cast["lena"], closed, NOW)
    exercise = matters.open_matter(cast["lena"], NOW, training=training.CASES[0].code)
    asked(cast["lena"], exercise.pk)
    asked(cast["lena"], open_one := matter(cast["lena"]))
    put(cast["nils"], law("NO"), LATER, "NO")
    assert told(cast["lena"]) == {open_one: ("NO",)}
    elsewhere = with_roles(cast["nils"], Role.LAWYER)
    assert elsewhere.org != cast["lena"].org
    assert told(elsewhere) == {}


def test_more_than_a_few_are_a_number(cast: Cast) -> None:
    for _ in range(7):
        asked(cast["lena"], matter(cast["lena"]))
    for code in ("NO", "SE", "DK", "XD"):
        put(cast["nils"], law(code), LATER, code)
    day = text(client_of(cast, "lena").get(reverse("desk:day")))
    assert "The law of 4 countries changed since this was answered" in day
    assert (
        sum(
            reverse("justice:answer", args=[one.row.pk]) in day for one in overtaken.overtaken(cast["lena"], LONG_AFTER)
        )
        == 5
    )
    assert "More answers under which a law changed: 2" in day
