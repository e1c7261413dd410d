"""CM-29, CM-42, CM-45: a provider is rung; every request ends as a yes, a no with its reason, or no answer."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.codes import ServiceState
from fanal.cases.directory import answers
from fanal.cases.files import files
from fanal.cases.models import Case, Provider, ProviderAnswer, Referral, Service
from fanal.cases.planning import helping
from fanal.cases.referring import referring, seen
from fanal.clocks import api as clocks
from fanal.vocabulary.codes import TransitionState as State
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.directory.scenes import a_provider
from tests.rooms.cases.planning.scenes import HELP
from tests.rooms.cases.referring.scenes import NO, RANG, SAID, YES, a_help, drafted, offered

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=5)


@pytest.fixture(scope="module")
def help_of_all(cast_of_file: Cast) -> Service:
    return a_help(cast_of_file)


def due(case: Case) -> dict[str, object]:
    kinds = {"referral_answer", "referral_back", "referral_outcome", "purge_confirmation", "service_due"}
    return {one.kind: one.due_at for one in clocks.open_duties(files=[case.pk]) if one.kind in kinds}


def now_(help_: Service) -> tuple[str, str]:
    help_.refresh_from_db()
    return Referral.objects.get().state, help_.state


def said(cast: Cast, row: Referral) -> dict[str, object]:
    return files.look(cast["marek"], row.case_id, LATER).of(Referral)[0].said


def test_a_yes_opens_the_pack_and_begins_the_help(cast: Cast, help_: Service) -> None:
    row = drafted(cast["marek"], help_)
    assert now_(help_) == ("draft", "planned")
    assert due(help_.case) == {}, "nobody was rung yet"
    referring.offer(cast["marek"], row.pk, RANG, NOW)
    assert now_(help_) == ("offered", "referred")
    assert due(help_.case) == {"referral_answer": NOW + timedelta(hours=72)}
    referring.answer(cast["marek"], row.pk, YES, LATER)
    assert now_(help_) == ("accepted", "accepted")
    assert set(due(help_.case)) == {"referral_outcome", "service_due"}
    assert ProviderAnswer.objects.get().hours == 5
    kept = {one.field for one in seen.items(said(cast, row)["pack"])}  # type: ignore[arg-type]
    assert {"referral.need", "child.age_at_intake", "contact_safety.safe_person"} <= kept
    assert not kept & {"child.given_name", "case.standing", "act.kind"}
    referring.complete(cast["marek"], row.pk, {"outcome": "helped"}, LATER)
    assert now_(help_)[0] == "completed"
    assert "referral_outcome" not in due(help_.case)


def test_a_no_has_its_reason_and_the_worker_looks_for_another(cast: Cast, help_: Service) -> None:
    row = offered(cast["marek"], help_)
    with pytest.raises(NotNow, match="Say why"):
        referring.answer(cast["marek"], row.pk, NO | {"declined_because": ""}, LATER)
    referring.answer(cast["marek"], row.pk, NO, LATER)
    assert now_(help_) == ("declined", "declined_by_provider")
    assert set(due(help_.case)) == {"referral_back"}
    other = a_provider(cast, name="Casa Verde")
    plan = HELP | {"type": "psychosocial", "goal": "", "provider": str(other.pk)}
    helping.change(cast["marek"], help_.case_id, help_.pk, plan, help_.version, LATER)
    assert now_(help_)[1] == "planned"
    assert "referral_back" not in due(help_.case)
    assert drafted(cast["marek"], help_).state == State.DRAFT


@pytest.mark.parametrize(("urgent", "own", "hours"), [(True, 24, 24), (True, 3, 3), (False, 24, 72)])
def test_no_answer_in_time_is_in_view_and_back_with_the_worker(
    cast: Cast, help_: Service, urgent: bool, own: int, hours: int
) -> None:
    Provider.objects.all().delete()
    provider = a_provider(cast, answer_hours_urgent=own)
    plan = HELP | {"type": "psychosocial", "goal": "", "provider": str(provider.pk)}
    helping.change(cast["marek"], help_.case_id, help_.pk, plan, help_.version, NOW)
    offered(cast["marek"], help_, urgent=urgent)
    end = NOW + timedelta(hours=hours)
    assert due(help_.case) == {"referral_answer": end}
    clocks.sweep(end - timedelta(minutes=1))
    assert now_(help_) == ("offered", "referred")
    clocks.sweep(end + timedelta(minutes=1))
    assert now_(help_) == ("expired", "no_answer")
    assert set(due(help_.case)) == {"referral_back"}
    found = files.look(cast["marek"], help_.case_id, end)
    assert found.of(Referral)[0].unreadable == ""
    assert next(one for one in found.of(Service)).unreadable == ""
    with pytest.raises(NotNow, match="decided meanwhile"):
        referring.answer(cast["marek"], Referral.objects.get().pk, YES, end)


def test_cm_42_a_hundred_replays_make_one(cast: Cast, help_: Service) -> None:
    key = uuid4()
    assert len({drafted(cast["marek"], help_, key=key).pk for _ in range(20)}) == 1
    row = Referral.objects.get()
    for _ in range(20):
        referring.offer(cast["marek"], row.pk, RANG, NOW)
    for _ in range(20):
        referring.answer(cast["marek"], row.pk, YES, LATER)
    assert Referral.objects.get().version == row.version + 2
    assert ProviderAnswer.objects.count() == 1
    with pytest.raises(NotNow, match="asked for already"):
        drafted(cast["marek"], help_)


def test_only_whoever_works_with_the_child_asks(cast: Cast, help_: Service) -> None:
    for who in ("bao", "dalia", "amara", "edo", "lena", "oda", "femi"):
        with pytest.raises((NotAllowed, NotHere)):
            drafted(cast[who], help_)
    row = offered(cast["marek"], help_)
    for who in ("dalia", "amara", "edo", "lena", "oda", "femi"):
        with pytest.raises((NotAllowed, NotHere)):
            referring.answer(cast[who], row.pk, YES, LATER)
    referring.answer(cast["bao"], row.pk, YES, LATER)  # the call came while the worker was away


@pytest.mark.parametrize("missing", seen.WRITTEN)
def test_what_is_written_for_them_is_needed(cast: Cast, help_: Service, missing: str) -> None:
    with pytest.raises(NotNow, match="Answer this"):
        drafted(cast["marek"], help_, **{missing: ""})


def test_somebody_who_is_asked_is_not_changed_under_the_request(cast: Cast, help_: Service) -> None:
    row = offered(cast["marek"], help_)
    other = a_provider(cast, name="Casa Verde")
    plan = HELP | {"type": "psychosocial", "goal": "", "provider": str(other.pk)}
    help_.refresh_from_db()
    with pytest.raises(NotNow, match="Take it back"):
        helping.change(cast["marek"], help_.case_id, help_.pk, plan, help_.version, LATER)
    referring.take_back(cast["marek"], row.pk, LATER)
    assert now_(help_) == ("withdrawn", "planned")
    assert due(help_.case) == {}
    assert not ProviderAnswer.objects.exists(), "it says nothing of them"
    help_.refresh_from_db()
    helping.change(cast["marek"], help_.case_id, help_.pk, plan, help_.version, LATER)


def test_help_that_ends_asks_nobody_any_more(cast: Cast, help_: Service) -> None:
    offered(cast["marek"], help_)
    help_.refresh_from_db()
    helping.end(cast["marek"], help_.case_id, help_.pk, {"state": "declined_by_child"}, help_.version, LATER)
    assert now_(help_) == ("withdrawn", "declined_by_child")
    assert due(help_.case) == {}


def test_what_somebody_changed_by_hand_is_not_believed(cast: Cast, help_: Service) -> None:
    row = offered(cast["marek"], help_)
    Referral.objects.filter(pk=row.pk).update(state="accepted")
    with pytest.raises(NotAllowed):
        referring.complete(cast["marek"], row.pk, {"outcome": "helped"}, LATER)
    Referral.objects.filter(pk=row.pk).update(state="offered", urgent=True)
    with pytest.raises(NotAllowed):
        referring.answer(cast["marek"], row.pk, YES, LATER)


def test_hours_to_an_answer_are_said_from_ten_requests_on_and_name_no_file(cast: Cast, help_: Service) -> None:
    provider = Provider.objects.get()
    assert {one.name for one in ProviderAnswer._meta.get_fields()} == {
        "id", "provider", "asked_on", "answer_by", "hours",
    }  # fmt: skip
    for hours in (1, 3, 5, 7, 9, 11, 13, None, 15):
        made = answers.asked(provider, NOW + timedelta(hours=72), NOW)
        if hours is not None:
            answers.answered(made, hours)
    after = NOW.date() + timedelta(days=4)
    assert answers.figures(provider.pk, after) is None
    answers.asked(provider, NOW + timedelta(hours=72), NOW)
    assert answers.figures(provider.pk, NOW.date()) is None, "one has time still, and counts for nothing"
    found = answers.figures(provider.pk, after)
    assert found == answers.Figures(asked=10, unanswered=2, hours=8)
    assert answers.figures(provider.pk, NOW.date() + timedelta(days=366)) is None


def test_the_states_are_those_of_the_house() -> None:
    assert set(SAID) == {*seen.WRITTEN, "urgent"}
    assert set(helping.LIVE) | set(referring.TOLD) <= set(State)
    assert ServiceState.REFERRED not in helping.ASKABLE


def test_what_ends_with_the_help_says_nothing_of_how_fast_they_answer(cast: Cast, help_: Service) -> None:
    offered(cast["marek"], help_)
    assert ProviderAnswer.objects.count() == 1
    help_.refresh_from_db()
    helping.end(cast["marek"], help_.case_id, help_.pk, {"state": "declined_by_child"}, help_.version, LATER)
    assert not ProviderAnswer.objects.exists()


def test_the_plan_leads_to_what_was_asked(cast: Cast, help_: Service) -> None:
    plan = reverse("cases:plan", args=[help_.case_id])
    marek = client_of(cast, "marek")
    assert "Ask them" in text(marek.get(plan))
    offered(cast["marek"], help_)
    page = text(marek.get(plan))
    assert "What was asked" in page
    assert "Ask them" not in page
