"""Each worker talks with who answers for the work once a month, first about how the worker is; what was agreed is read
by those two."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.models import Case, Supervision
from fanal.cases.supervision import duties, supervision
from fanal.clocks import api as clocks
from fanal.clocks import owed
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
AGREED = "Marek takes Friday off, and Femi reads his mail"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    """A file of Marek's for which Bao answers; Femi is another worker, Celia another supervisor."""
    cast = cast_of_file
    network.people.give_roles(cast["bao"], cast["femi"].person, [Role.CASEWORKER], NOW)
    network.people.give_roles(cast["bao"], cast["celia"].person, [Role.SUPERVISOR], NOW)
    are_cleared([cast["femi"].person, cast["celia"].person])
    return opened(cast)


def said(case: Case, **more: Any) -> dict[str, Any]:
    return {"held_on": NOW.date(), "cases": (str(case.pk),), "wellbeing_asked": True, "agreed": AGREED,
            "next_due": NOW.date() + 30 * DAY} | more  # fmt: skip


def held(cast: Cast, case: Case, **more: Any) -> Supervision:
    return supervision.hold(cast["bao"], cast["marek"].person, said(case, **more), NOW)


def test_the_two_who_talked_read_what_was_agreed_and_nobody_else(cast: Cast, case: Case) -> None:
    row = held(cast, case)
    for who in ("bao", "marek"):
        talk = supervision.look(cast[who], row.pk, NOW)
        assert (talk.agreed, talk.numbers) == (AGREED, (case.number,))
    for who, wrong in (("celia", NotAllowed), ("femi", NotHere), ("oda", NotHere), ("dalia", NotHere)):
        with pytest.raises(wrong):
            supervision.look(cast[who], row.pk, NOW)
    assert AGREED.encode() not in bytes(Supervision.objects.get().content)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"held_on": NOW.date() + DAY}, "held_on"),
        ({"held_on": None}, "held_on"),
        ({"next_due": NOW.date()}, "next_due"),
        ({"next_due": NOW.date() + 93 * DAY}, "next_due"),
        ({"wellbeing_asked": None}, "wellbeing_asked"),
        ({"agreed": ""}, "agreed"),
        ({"cases": ("01a22954-0000-7000-8000-000000000000",)}, "cases"),
    ],
)
def test_what_is_missing_is_said_at_its_place(cast: Cast, case: Case, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(NotNow) as why:
        held(cast, case, **wrong)
    assert why.value.field == field
    assert not Supervision.objects.exists()


def test_only_who_answers_for_somebodys_work_keeps_a_talk(cast: Cast, case: Case) -> None:
    for who, wrong in (("marek", NotAllowed), ("celia", NotHere), ("oda", NotHere), ("dalia", NotAllowed)):
        with pytest.raises(wrong):
            supervision.hold(cast[who], cast["marek"].person, said(case), NOW)
    with pytest.raises(NotHere):
        supervision.hold(cast["bao"], cast["femi"].person, said(case), NOW)


def test_it_is_due_each_month_and_again_after_each_talk(cast: Cast, case: Case) -> None:
    marek = cast["marek"].person
    found = list(duties.of_workers(NOW))
    assert [(one.subject, one.options["person"]) for one in found] == [(marek, cast["bao"].person)]
    for _twice in range(2):
        owed.renew(NOW)
    [first] = clocks.open_duties(org=cast.aurora, kinds=[duties.SESSION])
    assert first.due_at.date() == date(2026, 12, 25)
    held(cast, case, next_due=date(2027, 1, 10))
    [following] = clocks.open_duties(org=cast.aurora, kinds=[duties.SESSION])
    assert following.due_at.date() in {date(2027, 1, 10), date(2027, 1, 11)}
    owed.renew(NOW)
    assert clocks.open_duties(org=cast.aurora, kinds=[duties.SESSION]) == [following]


def test_a_talk_that_somebody_changed_is_not_believed(cast: Cast, case: Case) -> None:
    row = held(cast, case)
    Supervision.objects.filter(pk=row.pk).update(wellbeing_asked=False)
    with pytest.raises(NotNow):
        supervision.look(cast["marek"], row.pk, NOW)
    Supervision.objects.filter(pk=row.pk).update(wellbeing_asked=True, worker=cast["femi"].person)
    with pytest.raises(NotAllowed):
        supervision.look(cast["femi"], row.pk, NOW)


@pytest.mark.usefixtures("that_day")
def test_the_pages_show_load_to_the_supervisor_and_talks_to_the_worker(cast: Cast, case: Case) -> None:
    bao = client_of(cast, "bao")
    address = reverse("cases:talk_new", args=[cast["marek"].person])
    assert address in text(bao.get(reverse("cases:supervision")))
    form = text(bao.get(address))
    assert case.number in form
    assert "Lilo" not in form
    posted = {"supervision_held_on": "2026-11-25", "supervision_cases": [str(case.pk)], "supervision_agreed": AGREED,
              "supervision_wellbeing_asked": "yes", "supervision_next_due": "2026-12-20"}  # fmt: skip
    assert bao.post(address, posted).status_code == 302, form
    row = Supervision.objects.get()
    marek = client_of(cast, "marek")
    talks = text(marek.get(reverse("cases:supervision")))
    assert reverse("cases:talk", args=[row.pk]) in talks
    assert address not in talks
    assert AGREED in text(marek.get(reverse("cases:talk", args=[row.pk])))
    assert client_of(cast, "femi").get(reverse("cases:talk", args=[row.pk])).status_code == 404
    assert client_of(cast, "celia").get(reverse("cases:talk", args=[row.pk])).status_code == 403
