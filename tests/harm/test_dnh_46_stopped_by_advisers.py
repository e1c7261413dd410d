"""DNH-46: the survivor adviser and the ethics reviewer can stop any public text, also a correction, and no vote
overrules them."""

from datetime import timedelta

import pytest

from fanal.access.api import NotNow
from fanal.engines.disclosure.model import Policy
from fanal.network.contracts import Role
from fanal.research.contracts import PlanState, Verdict
from fanal.research.models import Plan, Release
from fanal.research.plans import publishing, reviewing, working
from fanal.research.releases import releases
from tests.people import NOW, Cast
from tests.rooms.research import planning

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=1)
ADVISERS = {"sol": Role.ETHICS_REVIEWER, "tove": Role.SURVIVOR_ADVISER}


def _all_but(cast: Cast, plan: Plan, missing: str) -> None:
    draft = working.draft_of(plan)
    assert draft is not None
    ticks = [str(one["number"]) for one in draft.tables]
    reviewing.review(cast["dalia"], plan.pk, Verdict.APPROVED, ticks, "", LATER)
    for username, role in ADVISERS.items():
        if username != missing:
            reviewing.assent(cast[username], plan.pk, role, Verdict.ASSENT, "", LATER)


@pytest.mark.parametrize("audience", ["public", "members"])
@pytest.mark.parametrize("missing", ["sol", "tove"])
def test_without_either_assent_nothing_is_published(cast: Cast, audience: str, missing: str) -> None:
    plan = planning.in_review(cast, policy=Policy(audience=audience))  # type: ignore[arg-type]
    _all_but(cast, plan, missing)
    with pytest.raises(NotNow):
        publishing.publish(cast["bao"], plan.pk, LATER)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.APPROVED)
    with pytest.raises(NotNow, match="agreed"):  # whatever the state says
        publishing.publish(cast["bao"], plan.pk, LATER)
    assert not Release.objects.exists()


@pytest.mark.parametrize("adviser", ["sol", "tove"])
def test_a_correction_needs_their_yes_again(cast: Cast, adviser: str) -> None:
    release = planning.published(cast)
    plan = publishing.correct(cast["bao"], release.pk, "A title was wrong.", LATER)
    planning.pass_gate(cast, plan, LATER)
    working.work(cast["bao"], plan.pk, LATER)
    reviewing.submit(cast["bao"], plan.pk, LATER)
    _all_but(cast, plan, adviser)
    with pytest.raises(NotNow):
        publishing.publish(cast["bao"], plan.pk, LATER)
    assert Release.objects.count() == 1


@pytest.mark.parametrize("adviser", ["sol", "tove"])
def test_a_veto_has_a_reason_and_stands(cast: Cast, adviser: str) -> None:
    """After everybody agreed, and against all others."""
    plan, role = planning.approved(cast), ADVISERS[adviser]
    with pytest.raises(NotNow):
        reviewing.assent(cast[adviser], plan.pk, role, Verdict.VETO, " ", LATER)
    reviewing.assent(cast[adviser], plan.pk, role, Verdict.VETO, "It would shame a group.", LATER)
    _all_but(cast, plan, adviser)
    with pytest.raises(NotNow):
        publishing.publish(cast["bao"], plan.pk, LATER)


@pytest.mark.parametrize("adviser", ["sol", "tove"])
def test_either_withdraws_what_is_published(cast: Cast, adviser: str) -> None:
    release = planning.published(cast)
    releases.withdraw(cast[adviser], release.pk, "It is read as blame.", LATER)
    assert Release.objects.get().state == "withdrawn"
