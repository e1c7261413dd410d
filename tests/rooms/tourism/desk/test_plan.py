"""The pages of a plan and of a score."""

import re

import pytest
from django.urls import reverse

from fanal.tourism import known
from fanal.tourism.membership import applying
from fanal.tourism.membership.flow import State
from fanal.tourism.models import Action, Membership, PlanComment
from fanal.tourism.planning import actions
from fanal.tourism.plans import plans
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()


_FIRST = "C1.1 A written policy, signed by top management"


def _plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_company_plans_criterion_by_criterion_and_says_how_far_it_is(cast: Cast) -> None:
    firm = firms.ready(cast)
    rosa = client_of(cast, "rosa")
    page = text(rosa.get(reverse("travel:plan", args=[firm.pk])))
    first = reverse("travel:criterion", args=[firm.pk, 1])
    assert first in page
    page = text(rosa.get(first))
    assert "A written policy, signed by top management" in page
    assert known.criteria(firm.row).criteria[0].purpose["en"].split(",")[0] in page, "why"
    adopt = reverse("travel:adopt", args=[firm.pk, 1])
    assert adopt in page
    form = text(rosa.get(adopt))
    assert form.count('name="names"') == 9, "those of the criterion that are asked of a hotel"
    assert rosa.post(adopt, {"names": ["C1.1", "C1.2"], "owner": str(firm.rosa.person)}).status_code == 302
    one = next(one for one in plans.actions(firm.row) if plans.serves(one, firm.row) == ("C1.1",))
    far = reverse("travel:how_far", args=[firm.pk, one.pk])
    assert far in text(rosa.get(first))
    wrong = text(rosa.post(far, {"level": "3", "as_of": "2099-01-01"}))
    assert "Choose today, or a day before." in wrong
    assert 'value="2099-01-01"' in wrong, "what was typed is kept"
    assert rosa.post(far, {"level": "3", "as_of": one.made_on.isoformat()})["Location"] == f"{first}#C1.1"
    assert "How far it is: in place" in _plain(text(rosa.get(first)))
    change = reverse("travel:change_action", args=[firm.pk, one.pk])
    told = {"version": 1, "serves": ["the-code/C1.1", "the-code/C1.6"], "text": "One policy for all brands.",
            "owner": "", "due": one.due.isoformat(), "sites": "", "note": ""}  # fmt: skip
    assert rosa.post(change, told).status_code == 302
    page = text(rosa.get(first))
    assert page.count("One policy for all brands.") >= 2, "it stands at both"
    assert "to be named" in page
    late = text(rosa.post(change, told | {"text": "A policy a brand."}))
    assert "A colleague changed this meanwhile" in late
    assert "A policy a brand." in late, "what was typed is kept"
    now = Action.objects.get(pk=one.pk)
    assert (now.version, now.text) == (2, "One policy for all brands.")


def test_what_blocks_is_read_where_it_is_and_goes_back_with_the_application(cast: Cast) -> None:
    firms.represents(cast)
    firm = firms.in_review(cast)
    amara, rosa = client_of(cast, "amara"), client_of(cast, "rosa")
    page = text(amara.get(reverse("travel:criterion", args=[firm.pk, 3])))
    assert "somebody of the company" in page, "of others one does not read the name"
    assert "Rosa" not in page
    said = reverse("travel:comment", args=[firm.pk, "C3.1"])
    assert said in page
    amara.post(said, {"words": "Which suppliers?", "blocking": "on"})
    approve = reverse("travel:approve", args=[firm.pk])
    client_of(cast, "tove").post(approve, {"ties": "no"})
    refused = text(amara.post(approve, {"ties": "no"}))
    assert "A comment that blocks the plan is still open" in refused
    amara.post(reverse("travel:give_back", args=[firm.pk]), {"words": " "})
    amara.post(reverse("travel:give_back", args=[firm.pk]), {"words": "See the plan."})
    assert firm.state is State.DRAFT
    page = text(rosa.get(reverse("travel:membership", args=[firm.pk])))
    assert "Which suppliers?" in page
    [one] = PlanComment.objects.all()
    rosa.post(reverse("travel:reply_on_plan", args=[firm.pk, one.pk]), {"words": "All of them, from May on."})
    assert "All of them, from May on." in text(amara.get(reverse("travel:criterion", args=[firm.pk, 3])))
    assert rosa.post(reverse("travel:settle_comment", args=[firm.pk, one.pk])).status_code == 403
    amara.post(reverse("travel:settle_comment", args=[firm.pk, one.pk]))
    assert PlanComment.objects.get(pk=one.pk).settled_at is not None


def test_two_versions_stand_side_by_side(cast: Cast) -> None:
    firm = firms.active(cast)
    rosa, tove = client_of(cast, "rosa"), client_of(cast, "tove")
    gone = next(one for one in plans.actions(firm.row) if plans.serves(one, firm.row) == ("C5.4",))
    actions.end(firm.rosa, firm.pk, gone.pk, NOW)
    rosa.post(reverse("travel:add_own", args=[firm.pk]), {
        "version": 0, "text": "A talk with the port.", "owner": "", "due": "2027-05-01", "sites": "", "note": "",
    })  # fmt: skip
    rosa.post(reverse("travel:send_plan", args=[firm.pk]))
    page = _plain(text(tove.get(reverse("travel:plan_version", args=[firm.pk, 2]))))
    assert "A talk with the port." in page
    assert "C5.4" in page
    assert _FIRST in _plain(text(tove.get(reverse("travel:plan_version", args=[firm.pk, 1])))), "no number alone"
    assert "C1.1" not in page, "what is as before is counted, not shown"
    needs = text(tove.get(reverse("travel:home")))
    assert needs.count("Hotel Lantern") > 1, "it waits for the secretariat"
    tove.post(reverse("travel:approve_plan", args=[firm.pk]))
    assert [one.state for one in plans.versions(firm.row)] == [plans.APPROVED, plans.SUPERSEDED]
    assert tove.get(reverse("travel:plan_version", args=[firm.pk, 9])).status_code == 404


def test_something_of_one_s_own_says_what_it_is(cast: Cast) -> None:
    """Nothing is asked there, so nothing can be done as it is asked."""
    firm = firms.ready(cast)
    address, rosa = reverse("travel:add_own", args=[firm.pk]), client_of(cast, "rosa")
    page = text(rosa.get(address))
    assert "What do you do?" in page
    assert "as it is asked" not in page
    told = {"version": 0, "text": "", "owner": "", "due": "", "sites": "", "note": "With the port."}
    page = text(rosa.post(address, told))
    assert "“What do you do?” needs an answer." in page
    assert "“Until when?” needs an answer." in page, "both at once"
    assert 'value="With the port."' in page
    assert "as it is asked" in text(rosa.get(reverse("travel:add_action", args=[firm.pk, "C1.1"])))


def test_the_score_says_what_it_comes_from_and_who_else_reads_it(cast: Cast) -> None:
    firms.represents(cast)
    firm = firms.active(cast)
    nora = firms.ready(cast, name="Northway", who="nora", country="XB")
    one = next(one for one in plans.actions(firm.row) if plans.serves(one, firm.row) == ("C1.1",))
    actions.say(firm.rosa, firm.pk, one.pk, 3, TODAY, [], NOW)
    address = reverse("travel:score", args=[firm.pk])
    for who in ("rosa", "amara", "tove"):
        page = _plain(text(client_of(cast, who).get(address)))
        assert "The score: starting" in page
        assert "C1.1 A written policy" in page
        assert "in place · the company says so" in page
        assert page.count("What the company says") == 1 + len(known.criteria(firm.row).criteria)
    assert client_of(cast, "nora").get(address).status_code == 404
    assert client_of(cast, "rosa").get(reverse("travel:score", args=[nora.pk])).status_code == 404
    assert client_of(cast, "bao").get(address).status_code in {403, 404}
    moves = plans.score(firm.row, TODAY).moves
    assert len(moves) == 5


def test_every_page_of_a_plan_is_read_in_every_state(cast: Cast) -> None:
    firm = firms.active(cast)
    pages = [
        reverse("travel:plan", args=[firm.pk]), reverse("travel:criterion", args=[firm.pk, 2]),
        reverse("travel:score", args=[firm.pk]),
    ]  # fmt: skip
    clients = [client_of(cast, who) for who in ("rosa", "amara", "tove")]
    for state in State:
        Membership.objects.filter(pk=firm.pk).update(state=state.value)
        for client in clients:
            assert [client.get(page).status_code for page in pages] == [200, 200, 200], state


def test_nobody_looks_at_the_plan_of_an_application_that_ended(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.in_review(cast)
    client, url = client_of(cast, "rosa"), reverse("travel:plan", args=[firm.pk])
    assert "being looked at" in text(client.get(url))
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", NOW)
    for each in (url, reverse("travel:plan_version", args=[firm.pk, 1])):
        page = text(client.get(each))
        assert "being looked at" not in page
        assert "never decided" in page
