"""Days without sense are said at their field: in every form of the model, and by the deeds for what decides."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from fanal.access.api import NotNow
from fanal.cases.acts import acts
from fanal.cases.codes import ConsentPurpose
from fanal.cases.grounds import grounds
from fanal.cases.model import days
from fanal.cases.model.declared import model
from fanal.cases.model.forms import Declared
from fanal.cases.models import Act, Case, Child, Consent, Plan
from fanal.cases.planning import helping, planning
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import accepted, opened
from tests.rooms.cases.grounds.care import BOTH
from tests.rooms.cases.planning.scenes import GOAL, HELP
from tests.rooms.cases.test_pages import POSTED

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)
FUTURE, BEGINNING, PAST, AGE = "in the future", "before its beginning", "is past", "does not fit the date of birth"


def said(values: dict[str, Any], **more: Any) -> dict[str, str]:
    return dict(days.wrong(values, TODAY, **more))


@pytest.mark.parametrize(
    ("values", "path", "words"),
    [
        ({"child.birth_date": "2030-01-01"}, "child.birth_date", FUTURE),
        ({"child.birth_date": "2027"}, "child.birth_date", FUTURE),
        ({"child.birth_date": "2013", "child.age_at_intake": 17}, "child.age_at_intake", AGE),
        ({"act.happened_from": "2031-05"}, "act.happened_from", FUTURE),
        ({"act.happened_from": "2025-05", "act.happened_to": "2020"}, "act.happened_to", BEGINNING),
        ({"plan.starts": date(1900, 1, 1)}, "plan.starts", "Choose a day from"),
        ({"plan.starts": TODAY, "plan.ends_planned": TODAY - DAY}, "plan.ends_planned", BEGINNING),
        ({"goal.due": date(1900, 1, 1)}, "goal.due", "Choose a day from"),
        ({"service.delivered_on": date(1900, 1, 1)}, "service.delivered_on", "Choose a day from"),
        ({"service.delivered_on": TODAY + DAY}, "service.delivered_on", FUTURE),
        ({"consent.expires_on": date(1900, 1, 1)}, "consent.expires_on", PAST),
        ({"conference.planned_for": date(2090, 12, 5)}, "conference.planned_for", "Choose a day from"),
        ({"provider.vetted_until": date(2099, 1, 1)}, "provider.vetted_until", "Choose a day from"),
    ],
)
def test_what_cannot_be_meant_is_said_at_its_field(values: dict[str, Any], path: str, words: str) -> None:
    assert words in said(values)[path]


@pytest.mark.parametrize(
    "values",
    [
        {"child.birth_date": "2026"},
        {"child.birth_date": "2013", "child.age_at_intake": 13},
        {"child.birth_date": "2005", "child.age_at_intake": 13},
        {"act.happened_from": "2026-11", "act.happened_to": "2026"},
        {"act.happened_from": "", "act.happened_to": "2020"},
        {"consent.expires_on": TODAY},
        {"plan.starts": TODAY, "plan.ends_planned": None},
        {"service.delivered_on": TODAY},
    ],
)
def test_what_can_be_meant_is_not_spoken_of(values: dict[str, Any]) -> None:
    assert not said(values)


def test_of_a_child_who_is_not_there_yet_the_age_is_that_of_today() -> None:
    assert AGE in said({"child.birth_date": "2005", "child.age_at_intake": 13}, new=True)["child.age_at_intake"]
    assert not said({"child.birth_date": "2005", "child.age_at_intake": 21}, new=True)


def test_what_stood_there_before_may_stay() -> None:
    values = {"plan.starts": date(2010, 1, 1)}
    assert said(values)
    assert not said(values, held=values)


@pytest.mark.parametrize("path", [*days.SPANS, *days.BEGINS, *days.BEGINS.values()])
def test_each_is_a_day_of_the_model(path: str) -> None:
    assert model().field(path).kind in {"date", "partial_date", "instant"}


@given(st.sampled_from(sorted(days.SPANS)), st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_is_refused_where_it_lies_outside_and_only_there(path: str, day: date) -> None:
    first, last = days.SPANS[path].ends(TODAY)
    value = day.isoformat() if model().field(path).kind == "partial_date" else day
    assert (path in said({path: value})) == (not first <= day <= last)


def test_every_day_that_people_fill_in_has_its_span_or_a_rule_of_its_own() -> None:
    """A new field of a day is thought about: what the house or a deed sets is named here."""
    ruled = {
        "best_interests.child_told_on", "best_interests.review_on", "conference.planned_for", "conference.held_on",
        "hand_on.until", "provider.capacity_as_of", "subject_request.received_on", "supervision.held_on",
        "supervision.next_due",
    }  # fmt: skip
    asked = {
        one.path
        for entity in model().entities.values()
        for one in entity.fields.values()
        if one.box and one.label and one.kind in {"date", "partial_date", "instant"}
    }
    assert asked - days.SPANS.keys() <= ruled


def test_a_form_says_it_and_keeps_what_was_typed() -> None:
    fields = [model().field(f"act.{name}") for name in ("happened_from", "happened_to")]
    form = Declared(fields, {"act_happened_from": "2031-05", "act_happened_to": "2020"})
    assert not form.is_valid()
    assert FUTURE in str(form.errors["act_happened_from"])
    assert BEGINNING in str(form.errors["act_happened_to"])
    assert "2031-05" in str(form)


def test_the_pages_take_no_such_day(cast: Cast) -> None:
    marek = client_of(cast, "marek")
    address = reverse("cases:open", args=[accepted(cast).id])
    later = str(timezone.localdate().year + 4)
    assert FUTURE in text(marek.post(address, POSTED | {"child_birth_date": f"{later}-01-01"}))
    assert AGE in text(marek.post(address, POSTED | {"child_birth_date": "2001"}))
    assert not Child.objects.exists()
    case = opened(cast)
    plan = {"plan_child_words": "Home", "plan_starts": "1900-01-01", "plan_ends_planned": "1901-01-01"}
    assert "Choose a day from" in text(marek.post(reverse("cases:plan_begin", args=[case.pk]), plan))
    assert not Plan.objects.exists()


def test_the_deeds_that_decide_take_none_either(cast: Cast) -> None:
    case, marek = opened(cast), cast["marek"]
    old = {**BOTH, "categories": ("existence",), "recipients": ("member_org",), "expires_on": date(1900, 1, 1)}
    with pytest.raises(NotNow, match=PAST):
        grounds.give(marek, case.pk, ConsentPurpose.REFERRAL, old, NOW)
    assert Consent.objects.filter(purpose="referral").count() == 0
    with pytest.raises(NotNow, match="Choose a day from"):
        planning.begin(marek, case.pk, {"child_words": "Home", "starts": date(1900, 1, 1)}, NOW)
    planning.begin(marek, case.pk, {"child_words": "Home", "starts": TODAY}, NOW)
    with pytest.raises(NotNow, match="Choose a day from"):
        planning.add_goal(marek, case.pk, {**GOAL, "due": date(1900, 1, 1)}, NOW)
    goal = planning.add_goal(marek, case.pk, GOAL, NOW)
    row = helping.add(marek, case.pk, {**HELP, "goal": str(goal.pk)}, NOW)
    given_ = {"state": "delivered", "delivered_on": date(1900, 1, 1), "outcome": "need_met"}
    with pytest.raises(NotNow, match="Choose a day from"):
        helping.give(marek, case.pk, row.pk, given_, row.version, NOW)
    with pytest.raises(NotNow, match=FUTURE):
        acts.add(marek, case.pk, {"kind": "exploitation", "happened_from": "2031-05"}, NOW)
    assert not Act.objects.exists()
    assert Case.objects.filter(pk=case.pk).exists()
