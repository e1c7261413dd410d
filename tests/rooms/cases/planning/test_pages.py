"""The plan over the real pages: push by push, the forms, whom to ask, the paper for the child, the supervisor."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fanal.cases.models import Approval, Case, Goal, PushFactor, Service
from fanal.cases.planning import planning
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.directory.scenes import a_provider
from tests.rooms.cases.planning.scenes import GOAL, TODAY, WORDS, goal, helped, planned, pushed

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("that_day")]


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    return planned(cast_of_file)


@pytest.fixture
def marek(cast: Cast) -> Client:
    return client_of(cast, "marek")


def at(name: str, *args: Any) -> str:
    return reverse(f"cases:{name}", args=args)


def test_from_what_pushes_to_the_supervisors_yes(cast: Cast, marek: Client) -> None:
    """Begin, see what may help, set a goal for it, plan help, keep what the child says, ask; Bao reads and approves."""
    case = opened(cast)
    factor = pushed(cast, case, code="out_of_school", level="individual")
    page = text(marek.get(at("plan", case.pk)))
    assert "Nothing answers this yet." in page
    assert "Going back to school" in page
    assert "0 of 1 have one." in page
    done = marek.post(
        at("plan_begin", case.pk), {"plan_child_words": "To school, with my sister", "plan_starts": "2026-12-01"}
    )
    assert done["Location"] == at("plan", case.pk), text(done)
    assert "To school, with my sister" in text(marek.get(at("file", case.pk)))
    form = text(marek.get(f"{at('plan_goal', case.pk)}?for={factor.pk}"))
    assert re.search(rf'value="{factor.pk}"[^>]*checked', form)
    sent = {f"goal_{name}": value for name, value in GOAL.items() if name != "push_factors"}
    sent |= {"goal_domain": "education", "goal_push_factors": [str(factor.pk)], "goal_due": "2027-01-07"}
    answer = marek.post(at("plan_goal", case.pk), sent)
    assert answer.status_code == 302, re.findall(r"class=\"[^\"]*error[^\"]*\"[^>]*>[^<]*", text(answer))
    row = Goal.objects.get(case=case)
    assert row.push_factors == [str(factor.pk)]
    assert "nothing is planned for it yet" in text(marek.get(at("plan", case.pk)))
    help_ = {
        "service_type": "school_return", "service_for_whom": "child", "service_phase": "care_plan",
        "service_timeframe": "within_14_days", "service_goal": str(row.pk), "service_appointment": "",
    }  # fmt: skip
    assert marek.post(at("help", case.pk), help_)["Location"] == at("plan", case.pk)
    refused = marek.post(at("plan_ask_plan", case.pk), follow=True)
    assert "Write down whether the child agrees" in text(refused)
    agreed = {"plan_child_agreed": "agreed_in_part", "plan_child_agreed_why": "Not on Mondays", "version": "1"}
    assert marek.post(at("plan_agreement", case.pk), agreed).status_code == 302
    assert "The supervisor is asked." in text(marek.post(at("plan_ask_plan", case.pk), follow=True))
    asked = Approval.objects.get(case=case)
    bao = client_of(cast, "bao")
    decide = text(bao.get(at("approval_decide", case.pk, asked.pk)))
    assert "Not on Mondays" in decide
    assert "Going back to school" in decide
    bao.post(at("approval_decide", case.pk, asked.pk), {"decision": "approved", "approval_note": ""})
    page = text(marek.get(at("plan", case.pk)))
    assert "Begin the next plan" in page
    assert at("goal_change", case.pk, row.pk) not in page
    assert "1 of 1 have one." in page


def test_the_page_says_before_it_is_approved_what_acting_on_the_plan_asks_for(cast: Cast, marek: Client) -> None:
    """Somebody does it, and no help is planned for it: approved twice, since help that comes later is approved anew."""
    case = opened(cast)
    planning.begin(cast["marek"], case.pk, WORDS, NOW)
    row = goal(cast, case, who="caseworker", action="Talks to the school")

    def said() -> str:
        page = text(marek.get(at("plan", case.pk))).partition('id="checks"')[2].partition("</section>")[0]
        (line,) = [one for one in re.split(r"<li", page) if "At least one goal has a piece of help of its own" in one]
        return line

    assert "(still to come)" in said()
    helped(cast, case, row)
    assert "(done)" in said()


def test_the_file_shows_what_answers_beside_what_pushes(marek: Client, case: Case) -> None:
    page = text(marek.get(at("file", case.pk)))
    section = page.partition('id="push"')[2].partition("</section>")[0]
    assert GOAL["goal"] in section
    assert "Plan and help" in page
    assert "Money or things" in page


def test_each_form_of_the_plan_opens_and_keeps_what_was_typed(marek: Client, case: Case) -> None:
    row, help_, factor = Goal.objects.get(case=case), Service.objects.get(case=case), PushFactor.objects.get(case=case)
    for address in (
        at("plan_words", case.pk), at("plan_agreement", case.pk), at("plan_safety_plan", case.pk),
        at("plan_goal", case.pk), at("goal_change", case.pk, row.pk), at("goal_state", case.pk, row.pk),
        at("help", case.pk), at("help_change", case.pk, help_.pk), at("help_given", case.pk, help_.pk),
        at("help_ended", case.pk, help_.pk), at("plan_lacking", case.pk), at("push_reason", case.pk, factor.pk),
    ):  # fmt: skip
        page = text(marek.get(address))
        assert page.count("<h1") == 1, address
        assert "Lilo" not in page.partition("</title>")[0]
    for address in (at("plan_safety_plan", case.pk), at("plan", case.pk)):
        assert "or who helps with all of it" in text(marek.get(address))
    kept = text(marek.post(at("plan_goal", case.pk), {"goal_need": "Something that was typed"}))
    assert "Something that was typed" in kept
    assert "This needs an answer." in kept
    stale = {"plan_child_words": "Typed against an old page", "plan_starts": "2026-12-01", "version": "1"}
    assert "Typed against an old page" in text(marek.post(at("plan_words", case.pk), stale))


def test_whom_to_ask_stands_in_the_same_form_with_reasons_and_in_no_address(
    cast: Cast, marek: Client, case: Case
) -> None:
    near = a_provider(cast, name="Riverside School", services=["education"], areas=["Harbour"], capacity_free=3)
    a_provider(cast, name="Far School", services=["education"], areas=["Hill"])
    young = a_provider(cast, name="Nursery", services=["education"], age_to=5)
    sent = {"service_type": "education", "service_for_whom": "child", "area": "Harbour", "look": "yes"}
    page = text(marek.post(at("help", case.pk), sent))
    found = page.partition('id="found"')[2]
    assert found.index("Riverside School") < found.index("Far School") < found.index("Not suggested, and why")
    assert "in this area" in found
    assert "3 free places" in found
    assert "does not take this age" in found
    assert "This needs an answer." not in page
    assert not Service.objects.filter(case=case).exclude(goal=None).filter(phase="").exists()
    whole = sent | {
        "look": "", "service_phase": "care_plan", "service_timeframe": "within_3_days",
        "service_provider": str(near.pk),
    }  # fmt: skip
    del whole["look"]
    assert marek.post(at("help", case.pk), whole).status_code == 302
    assert "Riverside School" in text(marek.get(at("plan", case.pk)))
    assert young.name not in text(marek.get(at("plan", case.pk)))


def test_the_paper_for_the_child_tells_a_stranger_nothing(cast: Cast, marek: Client, case: Case) -> None:
    """No name, number, organisation, provider or circumstance, and no help that tells what happened."""
    shelter = a_provider(cast, name="Casa Verde", services=["safe_shelter"])
    row = goal(cast, case, who="provider", goal="Sleep well")
    helped(cast, case, row, type="safe_shelter", provider=str(shelter.pk))
    answer = marek.get(f"{at('plan_paper', case.pk)}?as=csv")
    paper = answer.content.decode()
    assert "The lender is paid without her earnings" in paper
    assert "Money or things" in paper
    assert WORDS["child_words"] in paper
    for told in ("Lilo", "Anders", case.number, "Aurora", "Casa Verde", "shelter", "Debt", "Marek", str(case.pk)):
        assert told not in paper, told
    assert "Somebody helps with this." in paper
    assert case.number not in answer["Content-Disposition"]
    assert marek.get(at("plan_paper", case.pk)).content.startswith(b"%PDF")


def test_an_earlier_plan_stays_to_be_read(cast: Cast, marek: Client, case: Case) -> None:
    from tests.rooms.cases.planning.scenes import ask_and_approve

    ask_and_approve(cast, case.pk)
    planning.begin(cast["marek"], case.pk, WORDS | {"child_words": "Another wish"}, NOW)
    page = text(marek.get(at("plan_earlier", case.pk, 1)))
    assert GOAL["goal"] in page
    assert WORDS["child_words"] in page
    assert marek.get(at("plan_earlier", case.pk, 2)).status_code == 404
    assert "Plan 2" in text(marek.get(at("plan", case.pk)))


def test_where_the_child_sleeps_is_read_by_two(cast: Cast, marek: Client, case: Case) -> None:
    """The worker and the supervisor of the file; a colleague of the team opens no plan, another house finds none."""
    marek.post(at("plan_safety_plan", case.pk), {"plan_safety_plan": "the green door", "version": str(TODAY.year)})
    version = planning_version(case)
    marek.post(at("plan_safety_plan", case.pk), {"plan_safety_plan": "the green door", "version": str(version)})
    assert "the green door" in text(marek.get(at("plan", case.pk)))
    assert "the green door" in text(client_of(cast, "bao").get(at("plan", case.pk)))
    assert "the green door" not in text(marek.get(at("file", case.pk)))
    assert client_of(cast, "nils").get(at("plan", case.pk)).status_code in {403, 404}
    assert client_of(cast, "edo").get(at("plan", case.pk)).status_code == 403


def planning_version(case: Case) -> int:
    from tests.rooms.cases.planning.scenes import plan_of

    return plan_of(case).version
