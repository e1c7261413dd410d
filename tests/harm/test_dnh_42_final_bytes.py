"""DNH-42, at the last step: what is signed is attacked once more, as it is then and with all that is out by then."""

from datetime import timedelta

import pytest

from fanal.access.api import NotNow
from fanal.engines.disclosure.model import Policy, TableSpec
from fanal.network.models import Person
from fanal.research.contracts import PlanState
from fanal.research.models import Draft, Plan, Release
from fanal.research.plans import plans, publishing, working
from tests.people import NOW, Cast
from tests.rooms.research import planning

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=1)
NAMED = Policy(method="suppress", audience="named")
WHOLE = TableSpec(("channel",), cohorts=(2025,), title="Every way of telling")
PART = TableSpec(("channel",), where={"in_time": ("yes", "no")}, cohorts=(2025,), title="Of those with a known end")


def test_the_final_bytes_are_attacked_again(cast: Cast) -> None:
    """A colleague called Time comes between review and publication: her name stands in the title now."""
    plan = planning.approved(cast)
    assert Draft.objects.get(plan=plan).passed
    Person.objects.create(org_id=cast.aurora, username="time", name="Time", joined_on=NOW.date())
    with pytest.raises(NotNow):
        publishing.publish(cast["bao"], plan.pk, LATER)
    assert not Release.objects.exists()
    assert Plan.objects.get().state == PlanState.PROTECTED, "back to the maker, who sees which attack succeeded"
    draft = Draft.objects.get(plan=plan)
    assert [one["code"] for one in draft.attacks if one["state"] == "failed"] == ["A9"]


def test_what_is_out_already_is_attacked_with_it(cast: Cast) -> None:
    """Exact tables, each good alone: what one has and the other has not would be known of a few."""
    release = planning.published(cast, tables=(PART,), policy=NAMED)
    assert release.population is not None
    form = planning.form(release.population, title="Ways of telling in 2025", tables=(WHOLE,), policy=NAMED)
    plan = plans.open_plan(cast["bao"], form, LATER)
    planning.pass_gate(cast, plan, LATER)
    draft = working.work(cast["bao"], plan.pk, LATER)
    assert draft.earlier == [f"{release.number}-v1"]
    assert [one["code"] for one in draft.attacks if one["state"] == "failed"] == ["A4"]


def test_the_same_table_is_good_where_nothing_is_out(cast: Cast) -> None:
    """The control: it is the earlier release that makes it bad."""
    _, draft = planning.worked(cast, tables=(WHOLE,), policy=NAMED)
    assert draft.passed
