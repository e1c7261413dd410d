"""What a membership waits for in a plan, what reviewers say of it, and what becomes of it under other criteria."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.tourism import backing, known
from fanal.tourism.evidence import evidence
from fanal.tourism.membership import applying, deciding, rows
from fanal.tourism.membership.duties import PLAN
from fanal.tourism.membership.flow import State
from fanal.tourism.membership.policy import deed_of
from fanal.tourism.models import Action, Membership, Plan
from fanal.tourism.planning import actions, reviewing
from fanal.tourism.plans import criteria, plans
from fanal.tourism.programmes import comparing, library
from fanal.tourism.programmes.model import CriteriaSet
from fanal.tourism.scoring.model import Basis
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY, Firm

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()


def _says(cast: Cast, firm: Firm, name: str = "C3.1", *, blocking: bool = True) -> None:
    reviewing.comment(cast["tove"], firm.pk, name, None, "Which suppliers?", blocking, NOW)


def test_nobody_approves_a_plan_in_which_something_that_must_be_met_has_no_action(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.ready(cast)
    names = [one.id for one in actions.proposed(firm.row, TODAY)]
    actions.adopt(firm.rosa, firm.pk, [one for one in names if one not in {"C1.1", "C5.4"}], firm.rosa.person, NOW)
    applying.submit(firm.rosa, firm.pk, NOW)
    applying.take_up(cast["tove"], firm.pk, False, NOW)
    applying.approve(cast["tove"], firm.pk, False, NOW)
    with pytest.raises(NotNow, match=r"\(C1\.1\)"):
        applying.approve(cast["sol"], firm.pk, False, NOW)
    assert firm.state is State.PLAN_REVIEW


def test_what_blocks_is_settled_first_and_goes_back_without_other_words(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.in_review(cast)
    _says(cast, firm, blocking=False)
    with pytest.raises(NotNow, match="what has to change"):
        applying.give_back(cast["tove"], firm.pk, "", NOW)
    _says(cast, firm)
    applying.approve(cast["tove"], firm.pk, False, NOW)
    with pytest.raises(NotNow, match="still open"):
        applying.approve(cast["sol"], firm.pk, False, NOW)
    applying.give_back(cast["tove"], firm.pk, "", NOW)
    assert firm.state is State.DRAFT
    assert [one.state for one in plans.versions(firm.row)] == [plans.RETURNED], "the version is kept"
    later = NOW + DAY
    applying.submit(firm.rosa, firm.pk, later)
    applying.take_up(cast["tove"], firm.pk, False, later)
    [open_one] = plans.blocking(plans.comments(firm.row))
    reviewing.reply(firm.rosa, open_one.pk, "All of them.", later)
    reviewing.settle_comment(cast["sol"], open_one.pk, later)
    applying.approve(cast["tove"], firm.pk, False, later)
    applying.approve(cast["sol"], firm.pk, False, later)
    assert firm.state is State.PLAN_APPROVED
    assert [one.state for one in plans.versions(firm.row)] == [plans.APPROVED, plans.RETURNED]


def test_what_was_sent_in_is_decided_on_and_nothing_is_written_meanwhile(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.submitted(cast)
    one = plans.actions(firm.row)[0]
    with pytest.raises(NotNow, match="is being read"):
        actions.end(firm.rosa, firm.pk, one.pk, NOW)
    actions.say(firm.rosa, firm.pk, one.pk, 2, TODAY, [], NOW)
    applying.take_up(cast["tove"], firm.pk, False, NOW)
    Plan.objects.update(lines=[])
    applying.approve(cast["tove"], firm.pk, False, NOW)
    with pytest.raises(NotNow, match="Each requirement"):
        applying.approve(cast["sol"], firm.pk, False, NOW)


def test_a_member_sends_its_plan_in_anew_and_one_reviewer_decides(cast: Cast) -> None:
    firm = firms.active(cast)
    with pytest.raises(NotNow):
        reviewing.approve(cast["amara"], firm.pk, NOW)
    reviewing.send(firm.rosa, firm.pk, NOW)
    assert {one.kind for one in clocks.open_duties(subjects=[firm.pk])} == {PLAN.code}
    with pytest.raises(NotNow, match="Say first what has to change"):
        reviewing.give_back(cast["amara"], firm.pk, NOW)
    _says(cast, firm)
    with pytest.raises(NotNow, match="still open"):
        reviewing.approve(cast["amara"], firm.pk, NOW)
    reviewing.give_back(cast["amara"], firm.pk, NOW)
    assert not clocks.open_duties(subjects=[firm.pk])
    assert [one.state for one in plans.versions(firm.row)] == [plans.RETURNED, plans.APPROVED]
    [open_one] = plans.blocking(plans.comments(firm.row))
    reviewing.settle_comment(cast["amara"], open_one.pk, NOW)
    reviewing.send(firm.rosa, firm.pk, NOW)
    reviewing.approve(cast["amara"], firm.pk, NOW)
    assert [one.state for one in plans.versions(firm.row)] == [plans.APPROVED, plans.RETURNED, plans.SUPERSEDED]
    assert firm.state is State.ACTIVE


def test_who_lapsed_more_than_a_year_ago_needs_a_plan_that_was_approved_since(cast: Cast) -> None:
    firm = firms.active(cast)
    row = firm.row
    row.state, row.ended_on = State.LAPSED.value, TODAY
    row.save()

    rows.write(row, None, cast["tove"].signatory(), deed_of("lapse"), NOW)
    later = NOW + timedelta(days=400)
    with pytest.raises(NotNow, match="a new plan is needed"):
        deciding.reinstate(cast["tove"], firm.pk, "Paid.", True, later)
    reviewing.send(firm.rosa, firm.pk, later)
    with pytest.raises(NotNow, match="a new plan is needed"):
        deciding.reinstate(cast["tove"], firm.pk, "Paid.", True, later)
    reviewing.approve(cast["sol"], firm.pk, later)
    deciding.reinstate(cast["tove"], firm.pk, "Paid.", True, later)
    assert firm.state is State.ACTIVE


def test_only_who_reviews_says_what_has_to_change_and_only_there(cast: Cast) -> None:
    firms.represents(cast)
    firm = firms.in_review(cast, name="Northway", who="nora", country="XB")
    with pytest.raises(NotHere):
        reviewing.comment(cast["amara"], firm.pk, "C3.1", None, "Which?", True, NOW)
    with pytest.raises(NotAllowed):
        reviewing.comment(firm.rosa, firm.pk, "C3.1", None, "Fine.", True, NOW)
    with pytest.raises(NotNow, match="Nothing of that name"):
        _says(cast, firm, "C9.9")
    _says(cast, firm)
    [one] = plans.comments(firm.row)
    with pytest.raises(NotAllowed):
        reviewing.settle_comment(firm.rosa, one.pk, NOW)


def test_a_new_application_is_blocked_by_nothing_that_was_said_of_the_one_before(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.in_review(cast)
    _says(cast, firm)
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", NOW)
    applying.again(firm.rosa, firm.pk, NOW)
    assert not plans.blocking(plans.comments(firm.row))
    assert len(plans.actions(firm.row)) > 30, "what the company does, it does"


# ---- other criteria ----


def _after(before: CriteriaSet) -> CriteriaSet:
    """C1.1 as it was, C1.2 now C1.20, C1.4 asked no more, C1.30 new."""
    policy = before.criteria[0]
    kept = [one for one in policy.requirements if one.id not in {"C1.2", "C1.4"}]
    second = before.requirement("C1.2")
    assert second is not None
    new = [
        replace(second, id="C1.20", replaces=("C1.2",)),
        replace(second, id="C1.30", text={"en": "Drivers are trained."}),
    ]
    return replace(
        before, version="next", valid_from=TODAY, predecessor=before.version, retired={"C1.4": "part of C1.1"},
        criteria=(replace(policy, requirements=(*kept, *new)), *before.criteria[1:]),
    )  # fmt: skip


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Code asks for other things from now on."""
    code = library.shipped()[firms.CODE]
    before = code.current(TODAY)
    assert before is not None
    ended = replace(before, valid_to=TODAY - DAY)
    others = tuple(one for one in code.sets if one.version != before.version)
    monkeypatch.setattr(library, "shipped", lambda: {firms.CODE: replace(code, sets=(*others, ended, _after(before)))})


def test_actions_go_on_for_what_stands_in_the_place_of_what_they_served(
    cast: Cast, request: pytest.FixtureRequest
) -> None:
    firm = firms.active(cast)
    done = {plans.serves(one, firm.row)[0]: one.pk for one in plans.actions(firm.row)}
    actions.say(firm.rosa, firm.pk, done["C1.2"], 3, TODAY, [], NOW)
    assert criteria.newer(firm.row, TODAY) is None
    request.getfixturevalue("changed")
    after = criteria.newer(firm.row, TODAY)
    assert after is not None
    assert firm.state is State.ACTIVE, "nobody loses a membership by a change of criteria"
    assert criteria.until(firm.row, after) == TODAY + timedelta(days=365)
    before = firm.row
    reviewing.go_over(firm.rosa, firm.pk, NOW)
    row = firm.row
    for name in ("state", "member_since", "report_due_on", "valid_until"):
        assert getattr(row, name) == getattr(before, name)
    assert row.criteria == "next"
    at = {key: Action.objects.get(pk=pk) for key, pk in done.items()}
    assert at["C1.1"].requirements == {firms.CODE: ["C1.1"]}
    assert at["C1.2"].requirements == {firms.CODE: ["C1.20"]}
    assert at["C1.4"].requirements == {}
    assert "retaliation is forbidden" in at["C1.4"].text, "it stays as the company's own"
    assert [one.level for one in plans.states(row, TODAY) if one.requirement == "C1.20"] == [3]
    assert [one.id for one in actions.proposed(row, TODAY)] == ["C1.30"]
    with pytest.raises(NotNow):
        reviewing.go_over(firm.rosa, firm.pk, NOW)
    reviewing.send(firm.rosa, firm.pk, NOW)
    assert [one.criteria for one in plans.versions(row)] == ["next", "current-2026"]
    assert Membership.objects.get().state == State.ACTIVE.value
    assert known.criteria(row).version == "next"


def test_documents_prove_what_stands_in_the_place_of_what_they_proved(
    cast: Cast, request: pytest.FixtureRequest
) -> None:
    firm = firms.active(cast)
    done = {plans.serves(one, firm.row)[0]: one.pk for one in plans.actions(firm.row)}
    for name in ("C1.1", "C1.2", "C1.4"):
        actions.say(firm.rosa, firm.pk, done[name], 3, TODAY, [], NOW)
    told = {
        "sha256": "a" * 64, "title": "Policy", "kept_at": "Office", "requirements": ["C1.1", "C1.2", "C1.4"],
        "sites": [], "starts": TODAY - timedelta(days=30), "ends": TODAY,
    }  # fmt: skip
    one = evidence.add(firm.rosa, firm.pk, told, NOW)
    one = evidence.review(cast["amara"], one.pk, True, "call", TODAY, "", NOW)

    def proved() -> set[str]:
        return {each.requirement for each in plans.states(firm.row, TODAY) if each.basis is Basis.DOCUMENT}

    assert proved() == {"C1.1", "C1.2", "C1.4"}
    request.getfixturevalue("changed")
    assert proved() == {"C1.1", "C1.2", "C1.4"}, "until the company goes over, what it joined by holds"
    reviewing.go_over(firm.rosa, firm.pk, NOW)
    assert proved() == {"C1.1", "C1.20"}
    assert backing.believed([one]), "nothing of the document was changed for it"


def test_what_was_proved_long_ago_is_followed_from_set_to_set() -> None:
    """Also where one became two, where a set is missing, and where sets name each other."""

    def made(version: str, predecessor: str, *asked: tuple[str, tuple[str, ...]]) -> CriteriaSet:
        code = library.shipped()[firms.CODE].current(TODAY)
        assert code is not None
        [first, *_rest] = code.requirements
        rows = tuple(replace(first, id=name, replaces=replaces) for name, replaces in asked)
        return replace(
            code, version=version, predecessor=predecessor,
            criteria=(replace(code.criteria[0], requirements=rows),),
        )  # fmt: skip

    sets = [
        made("one", "three", ("A", ()), ("B", ())),
        made("two", "one", ("A", ()), ("C", ("B",)), ("D", ("B",))),
        made("three", "two", ("A", ()), ("E", ("C",))),
    ]
    assert comparing.heirs(sets, "three") == {"A": ("A",), "E": ("E",), "C": ("E",), "D": (), "B": ("E",)}
    assert comparing.heirs(sets[1:], "two") == {"A": ("A",), "C": ("C",), "D": ("D",)}
