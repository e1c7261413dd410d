"""What is best for the child: two ways or more with the child's view of each, a panel without whoever prepared it, a
second person who approves, a day to look at it again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases import duties
from fanal.cases.approvals import approvals
from fanal.cases.course import reading
from fanal.cases.files import files
from fanal.cases.files.approving import APPROVED, Stand
from fanal.cases.interests import interests
from fanal.cases.interests.duties import REVIEW
from fanal.cases.model.parts import Option
from fanal.cases.models import Approval, BestInterests, Case
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import PersonState, Role
from fanal.network.models import Person
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import helper, opened

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY, HOUR = NOW.date(), timedelta(hours=1)
STAYS = Option("Stay with the aunt", "She is calm there", "Far from school", "I want this")
BACK = Option("Go back home", "Her brother is there", "The uncle comes", "Not yet")
SAID: dict[str, Any] = {
    "trigger": "separation_from_parents", "options": (STAYS, BACK), "decision": "The aunt, since she is safe there",
    "dissent": "", "review_on": TODAY + timedelta(days=60),
}  # fmt: skip


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    """Three colleagues can sit on a panel."""
    for name in ("femi", "amara", "celia"):
        network.people.give_roles(cast_of_file["bao"], cast_of_file[name].person, [Role.CASEWORKER], NOW)
    are_cleared([cast_of_file[name].person for name in ("femi", "amara", "celia")])
    return opened(cast_of_file)


def panel(cast: Cast) -> list[UUID]:
    return [cast[name].person for name in ("femi", "amara", "celia")]


def begun(cast: Cast, case: Case, kind: str = "bid") -> BestInterests:
    return interests.begin(cast["marek"], case.pk, kind, {"trigger": SAID["trigger"]}, NOW)


def keep(
    cast: Cast, row: BestInterests, who: Any = None, finish: bool = True, now: Any = NOW, **more: Any
) -> BestInterests:
    version = BestInterests.objects.get(pk=row.pk).version
    sits = panel(cast) if who is None else who
    return interests.keep(cast["marek"], row.case_id, row.pk, {**SAID, **more}, sits, version, now, finish=finish)


def due(case: Case) -> set[str]:
    return {one.kind for one in clocks.open_duties(files=[case.pk])}


def test_a_panel_decides_the_supervisor_approves_and_it_is_looked_at_again(cast: Cast, case: Case) -> None:
    row = keep(cast, begun(cast, case))
    (review,) = clocks.open_duties(files=[case.pk], kinds=[REVIEW])
    assert review.subject == row.pk
    assert timedelta(days=59) < review.due_at - NOW < timedelta(days=62)
    approval = Approval.objects.get(subject=row.pk)
    page = text(client_of(cast, "bao").get(reverse("cases:approval_decide", args=[case.pk, approval.pk])))
    for words in ("Stay with the aunt", "The uncle comes", "Not yet", "Femi", "The aunt, since she is safe there"):
        assert words in page
    with files.looking(cast["marek"], case.pk, NOW + HOUR) as found:
        assert reading.facts(found.case, found.of_child, found.of_case, NOW + HOUR).best_interests_open
    approvals.decide(cast["bao"], case.pk, approval.pk, APPROVED, "", NOW)
    row.refresh_from_db()
    interests.told(cast["marek"], case.pk, row.pk, {"child_told_on": TODAY}, row.version, NOW + HOUR)
    assert stand(cast, row) is Stand.APPROVED, "that the child was told changes no decision"
    row.refresh_from_db()
    interests.review(cast["marek"], case.pk, row.pk, {"review": "It holds"}, row.version, NOW + HOUR)
    assert REVIEW.code not in due(case)
    with files.looking(cast["marek"], case.pk, NOW + 2 * HOUR) as found:
        assert not reading.facts(found.case, found.of_child, found.of_case, NOW + 2 * HOUR).best_interests_open
    with pytest.raises(NotNow, match="Begin a new one"):
        keep(cast, row)


def stand(cast: Cast, row: BestInterests) -> Stand:
    with files.looking(cast["marek"], row.case_id, NOW + HOUR) as found:
        return approvals.stand(found.of_case, found.case, interests.KIND, row.pk)


def test_a_changed_decision_is_approved_anew(cast: Cast, case: Case) -> None:
    row = keep(cast, begun(cast, case, "bia"), who=[])
    approvals.decide(cast["bao"], case.pk, Approval.objects.get(subject=row.pk).pk, APPROVED, "", NOW)
    keep(cast, row, who=[], now=NOW + HOUR, dissent="The teacher would wait")
    assert stand(cast, row) is Stand.LAPSED
    assert duties.LAPSED.code in due(case)


def test_who_prepares_it_and_who_approves_it_are_not_the_panel(cast: Cast, case: Case) -> None:
    row, three = begun(cast, case), panel(cast)
    sits = interests.may_sit(row, NOW)
    assert cast["marek"].person not in sits
    assert cast["bao"].person not in sits
    for who in (three[:2], [*three[:2], three[0]], [*three[:2], cast["marek"].person], [*three, cast["bao"].person],
                [*three, cast["nils"].person]):  # fmt: skip
        with pytest.raises(NotNow, match="Three people or more decide"):
            keep(cast, row, who=who)
    assert BestInterests.objects.get(pk=row.pk).decided_on is None


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"options": (STAYS,)}, "options"),
        ({"options": (STAYS, BACK, Option("Somewhere else"))}, "options"),
        ({"options": (STAYS, Option("Go back home", "Her brother", "The uncle", ""))}, "options"),
        ({"decision": ""}, "decision"),
        ({"review_on": None}, "review_on"),
        ({"review_on": TODAY}, "review_on"),
        ({"review_on": TODAY + timedelta(days=367)}, "review_on"),
    ],
)
def test_what_a_decision_lacks_is_said_and_kept_until_then(
    cast: Cast, case: Case, more: dict[str, Any], field: str
) -> None:
    row = begun(cast, case)
    with pytest.raises(NotNow) as why:
        keep(cast, row, **more)
    assert [one.field for one in (why.value, *why.value.others)] == [field]
    keep(cast, row, finish=False, **more)
    assert not Approval.objects.filter(subject=row.pk).exists()


def test_the_child_is_told_once_something_is_decided(cast: Cast, case: Case) -> None:
    row = begun(cast, case, "bia")
    with pytest.raises(NotNow, match="Nothing is decided yet"):
        interests.told(cast["marek"], case.pk, row.pk, {"child_told_on": TODAY}, row.version, NOW)
    row = keep(cast, row, who=[])
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1), None):
        with pytest.raises(NotNow, match="on which the child was told"):
            interests.told(cast["marek"], case.pk, row.pk, {"child_told_on": day}, row.version, NOW)


def test_others_decide_nothing(cast: Cast, case: Case) -> None:
    row = begun(cast, case)
    with pytest.raises(NotAllowed):
        interests.begin(cast["bao"], case.pk, "bia", {"trigger": "other"}, NOW)
    with pytest.raises(NotHere):
        interests.begin(cast["nils"], case.pk, "bia", {"trigger": "other"}, NOW)
    other = opened(cast)
    with pytest.raises(NotHere):
        interests.review(cast["marek"], other.pk, row.pk, {"review": "x"}, row.version, NOW)
    for who in ("nils", "edo"):
        answer = client_of(cast, who).get(reverse("cases:interests", args=[case.pk, row.pk]))
        assert answer.status_code in {403, 404}, who


def test_a_panel_that_somebody_wrote_into_the_database_decided_nothing(cast: Cast, case: Case) -> None:
    row = keep(cast, begun(cast, case))
    BestInterests.objects.filter(pk=row.pk).update(panel=[str(cast["bao"].person)])
    assert stand(cast, row) is Stand.NOT_ASKED


def test_a_decision_over_its_pages(cast: Cast, case: Case) -> None:
    """From the file: prepared, kept, decided; the child told; looked at again from the worker's day."""
    marek = client_of(cast, "marek")
    begin = reverse("cases:interests_begin", args=[case.pk])
    assert begin in text(marek.get(reverse("cases:file", args=[case.pk])))
    trigger = {"best_interests_kind": "bid", "best_interests_trigger": "durable_solution"}
    assert "Where the child will live for good" in text(marek.post(begin, trigger, follow=True))
    row = BestInterests.objects.get()
    form = reverse("cases:interests_keep", args=[case.pk, row.pk])
    assert "Femi" in text(marek.get(form))
    said = {"best_interests_trigger": "durable_solution", "best_interests_decision": "With the aunt", "version": "1"}
    for at, one in enumerate((STAYS, BACK)):
        for name in ("option", "pro", "contra", "child_view"):
            said[f"best_interests_options_{at}_{name}"] = getattr(one, name)
    refused = text(marek.post(form, {**said, "step": "finish"}))
    assert "Three people or more decide" in refused
    assert "Her brother is there" in refused
    day = (TODAY + timedelta(days=200)).isoformat()
    whole = {**said, "best_interests_review_on": day, "panel": [str(one) for one in panel(cast)], "step": "finish"}
    done = text(marek.post(form, whole, follow=True))
    assert "It is decided. The supervisor is asked." in done
    assert "the child was not told yet" in done
    row.refresh_from_db()
    told = reverse("cases:interests_told", args=[case.pk, row.pk])
    today = network.day_at(case.org_id, row.made_at).isoformat()
    shown = text(marek.post(told, {"best_interests_child_told_on": today, "version": str(row.version)}, follow=True))
    assert "The child was told on" in shown
    row.refresh_from_db()
    again = reverse("cases:interests_review", args=[case.pk, row.pk])
    assert "This needs an answer." in text(marek.post(again, {"version": str(row.version)}))
    shown = text(marek.post(again, {"best_interests_review": "It holds", "version": str(row.version)}, follow=True))
    assert "The second look" in shown
    assert "It holds" in shown


def test_who_prepared_it_does_not_sit_where_another_finishes_it(cast: Cast, case: Case) -> None:
    row, three = begun(cast, case), panel(cast)
    noor = helper(cast, case)
    for who in ("marek", "bao"):
        with pytest.raises(NotNow, match="Three people or more decide"):
            interests.keep(noor, case.pk, row.pk, SAID, [*three, cast[who].person], 1, NOW, finish=True)
    made = interests.begin(noor, case.pk, "bid", {"trigger": SAID["trigger"]}, NOW)
    with pytest.raises(NotNow, match="Three people or more decide"):
        interests.keep(cast["marek"], case.pk, made.pk, SAID, [*three, noor.person], 1, NOW, finish=True)


def test_whose_keys_open_nothing_now_does_not_sit(cast: Cast, case: Case) -> None:
    row, (femi, *_others) = begun(cast, case), panel(cast)
    assert femi in interests.may_sit(row, NOW)
    Person.objects.filter(pk=femi).update(state=PersonState.WAITING)
    assert femi not in interests.may_sit(row, NOW)
