"""A case conference over its pages: planned, given, read on the day of who attends, written down."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.cases.child_side import child_side
from fanal.cases.conferences import conferences
from fanal.cases.keeping import keeping
from fanal.cases.models import Case, Conference, Seat
from fanal.network import api as network
from fanal.network.api import keyfile
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.conferences.test_conferences import (  # noqa: F401
    COME,
    REAL,
    SUMMARY,
    case_of_file,
    given,
    held,
    planned,
)

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("case_of_file")]


def today(name: str, case: Case, days: int = 0) -> dict[str, str]:
    return {f"conference_{name}": (network.day_at(case.org_id, REAL) + timedelta(days=days)).isoformat()}


def test_when_the_child_says_no_the_page_says_that_guests_do_not_come(cast: Cast, case: Case) -> None:
    marek, told = client_of(cast, "marek"), "the child said no to somebody outside"
    planned_first = planned(cast, case, now=NOW, guests=("a teacher",))
    page = reverse("cases:conference", args=[case.pk, planned_first.pk])
    assert told not in text(marek.get(page))
    child_side.stop_sharing(case, uuid4(), ["all"], REAL + timedelta(minutes=1))
    assert told in text(marek.get(page))


def test_over_its_pages(cast: Cast, case: Case) -> None:
    marek, femi = client_of(cast, "marek"), client_of(cast, "femi")
    file, plan = reverse("cases:file", args=[case.pk]), reverse("cases:conference_plan", args=[case.pk])
    assert plan in text(marek.get(file))
    form = text(marek.get(plan))
    assert all(name in form for name in ("Celia", "Femi"))
    assert "Noor" not in form
    who = [str(cast[name].person) for name in COME]
    said: dict[str, Any] = {**today("planned_for", case), "conference_guests": "a teacher\r\na doctor"}
    refused = text(marek.post(plan, {**said, "attendees": [str(cast["nils"].person)]}))
    assert "a teacher" in refused, "nothing typed is lost"
    assert not Conference.objects.exists()
    page = text(marek.post(plan, {**said, "attendees": who}, follow=True))
    assert "Nobody got anything yet" in page
    assert all(guest in page for guest in ("a teacher", "a doctor"))
    row = Conference.objects.get()
    assert plan not in text(marek.get(file)), "one at a time"

    give = reverse("cases:conference_give", args=[case.pk, row.pk])
    form = marek.get(give)
    assert "For Celia" in text(form)
    assert "Lilo" not in text(form).split("What stays, and why")[0]
    refused = text(marek.post(give, {"summary": SUMMARY, "seen": "0" * 64}))
    assert "not what you saw" in refused
    assert SUMMARY in refused
    seen = form.context["form"].initial["seen"]
    assert "They have it" in text(marek.post(give, {"summary": SUMMARY, "seen": seen}, follow=True))

    seat = reverse("cases:conference_seat", args=[Seat.objects.get(person=cast["femi"].person).pk])
    mine = text(femi.get(reverse("desk:day")))
    assert seat in mine
    assert "Case conferences" in mine
    assert SUMMARY in text(femi.get(seat))
    write = reverse("cases:conference", args=[case.pk, row.pk])
    assert write in text(marek.get(reverse("desk:day"))), "its day has come"

    was = reverse("cases:conference_held", args=[case.pk, row.pk])
    assert "a teacher" in text(marek.get(was))
    told = {
        **today("held_on", case), "conference_guests": "a teacher", "conference_child_part": "not_asked",
        "conference_child_views": "She is ill", "conference_decisions": "We meet again", "version": str(row.version),
        "attendees": [str(cast["marek"].person), *who[:1]],
    }  # fmt: skip
    page = text(marek.post(was, told, follow=True))
    for words in ("We meet again", "She is ill", "Not asked", "Marek", "opens no more"):
        assert words in page
    assert femi.get(seat).status_code == 404
    assert seat not in text(femi.get(reverse("desk:day")))
    assert write not in text(marek.get(reverse("desk:day")))
    assert "Held on" in text(marek.get(file))
    assert "Wrote down what a case conference decided" in text(marek.get(reverse("cases:history", args=[case.pk])))


def test_it_is_changed_and_called_off_over_its_pages(cast: Cast, case: Case) -> None:
    marek, row = client_of(cast, "marek"), planned(cast, case)
    given(cast, row)
    change, off = (reverse(f"cases:conference_{name}", args=[case.pk, row.pk]) for name in ("change", "call_off"))
    assert "a teacher, the school" in text(marek.get(change))
    said = {**today("planned_for", case, 3), "attendees": [str(cast["celia"].person)], "version": "1"}
    assert "Kept" in text(marek.post(change, said, follow=True))
    assert "meanwhile" in text(marek.post(change, {**said, "attendees": [str(cast["femi"].person)]}))
    assert "opens no more" in text(marek.get(reverse("cases:conference", args=[case.pk, row.pk])))
    page = text(marek.get(off))
    assert "Lilo" not in page
    assert "It is called off" in text(marek.post(off, {"version": "2"}, follow=True))
    assert reverse("cases:conference_plan", args=[case.pk]) in text(marek.get(reverse("cases:file", args=[case.pk])))


def test_who_reads_the_file_reads_what_was_decided_and_plans_nothing(cast: Cast, case: Case) -> None:
    row = held(cast, planned(cast, case))
    page = reverse("cases:conference", args=[case.pk, row.pk])
    bao = client_of(cast, "bao")
    assert "the school rings us each Monday" in text(bao.get(page))
    assert reverse("cases:conference_plan", args=[case.pk]) not in text(bao.get(reverse("cases:file", args=[case.pk])))
    assert client_of(cast, "celia").get(page).status_code == 302, "a colleague says why first"
    for who in ("lena", "edo", "nils"):
        assert client_of(cast, who).get(page).status_code in {403, 404}, who
    for name in ("give", "held", "change", "call_off"):
        assert bao.get(reverse(f"cases:conference_{name}", args=[case.pk, row.pk])).status_code == 403


def test_it_goes_with_the_file(cast: Cast) -> None:
    case = opened(cast)
    seat = given(cast, planned(cast, case))["femi"]
    keeping.erase(Case.objects.get(pk=case.pk), keyfile.installation(case.org_id), NOW)
    assert not Conference.objects.filter(pk=seat.conference_id).exists()
    assert not Seat.objects.filter(pk=seat.pk).exists()


def test_it_goes_to_those_who_were_seen_and_to_nobody_else(cast: Cast, case: Case) -> None:
    """On another page, or by whoever had the file meanwhile, somebody else was asked to come."""
    row = planned(cast, case, now=REAL, planned_for=network.day_at(case.org_id, REAL))
    marek = client_of(cast, "marek")
    give = reverse("cases:conference_give", args=[case.pk, row.pk])
    seen = marek.get(give).context["form"].initial["seen"]
    said = {"planned_for": row.planned_for, "guests": ()}
    conferences.change(cast["marek"], case.pk, row.pk, said, [cast["lena"].person], row.version, REAL)
    page = text(marek.post(give, {"summary": SUMMARY, "seen": seen}))
    assert "not what you saw" in page
    assert SUMMARY in page
    assert "For Lena" in page
    assert not Seat.objects.exists()
