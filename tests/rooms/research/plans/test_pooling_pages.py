"""Plans over several members on their pages: nobody sees the parts, what is void and what there is none of is said."""

import pytest

from fanal.research.contracts import PlanState
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.research.plans.test_plan_pages import state, url
from tests.rooms.research.pooled import MAKERS, cast, gated, pooled_plan, three_members

__all__ = ["cast", "three_members"]
pytestmark = pytest.mark.django_db(databases="__all__")


def test_three_members_add_up_by_clicks_and_nobody_sees_the_parts(cast: Cast) -> None:
    plan = gated(cast)
    for username in MAKERS:
        member = client_of(cast, username)
        assert "Take part" in text(member.get(url("plan", plan)))
        assert "Send our share" not in text(member.get(url("plan", plan)))
        member.post(url("plan_agree", plan))
    for username in MAKERS:
        page = text(client_of(cast, username).post(url("plan_share", plan), follow=True))
        assert "To everybody else it is noise." in page
        assert "As it would be published" not in page
    tove = client_of(cast, "tove")
    assert "Make the tables" not in text(tove.get(url("plan", plan)))
    page = text(tove.post(url("plan_sum", plan), follow=True))
    assert "As it would be published" in page
    assert "3 of 3 that could contribute did" in page
    assert state(plan) == PlanState.ATTACKED


def test_a_run_that_is_void_is_said_to_be(cast: Cast) -> None:
    plan = gated(cast)
    for username in MAKERS:
        client_of(cast, username).post(url("plan_agree", plan))
    client_of(cast, "bao").post(url("plan_share", plan))
    tove = client_of(cast, "tove")
    assert "A member" in text(tove.post(url("plan_sum", plan), follow=True)) or state(plan) != PlanState.ATTACKED
    page = text(tove.post(url("plan_again", plan), follow=True))
    assert "Void. Nothing was learnt" in page


def test_over_several_members_the_form_says_why_there_are_no_synthetic_rows(cast: Cast) -> None:
    plan = pooled_plan(cast)
    page = text(client_of(cast, "tove").get(url("plan_change", plan)))
    given = {"cohorts": ["2025"], "one": ["channel"], "step": "words"}
    page = text(client_of(cast, "tove").post(url("plan_change", plan), given))
    assert "nobody has all the rows that are needed to attack them" in page
    assert "of which variables?" not in page
