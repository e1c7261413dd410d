"""The catalogue: questions, class sets and fields are whole, and say that nobody outside has reviewed them yet."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from fanal.access.api import NotAllowed, NotNow
from fanal.engines.disclosure.model import MISSING, Policy, TableSpec
from fanal.network.contracts import Role
from fanal.research.contracts import PlanState, Verdict
from fanal.research.plans import plans, reviewing, working
from fanal.research.questions import catalogue, classing
from fanal.research.records import populations
from fanal.research.releases import uses
from tests.people import NOW, Cast, gains
from tests.rooms.research import planning

LATER, TODAY = NOW + timedelta(hours=1), NOW.date()


@pytest.mark.once
def test_every_question_can_be_answered_with_its_classes() -> None:
    found = catalogue.questions()
    assert len(found) >= 16
    for one in found:
        known = {variable.name for variable in catalogue.class_set(one.population).variables}
        assert set(one.variables) <= known
        assert one.words.endswith("?")
        assert one.decision
        assert one.harmed
        assert one.reviewed is None, "nobody has reviewed it: who did is named here"


@pytest.mark.once
def test_every_variable_comes_from_a_field_that_may_be_counted() -> None:
    """X9, and the control: a variable of another field is named."""
    for name in catalogue.class_sets():
        assert catalogue.unmarked(name) == frozenset()
        assert set(catalogue.fields_of(name)) == {one.name for one in catalogue.class_set(name).variables}
        assert all(one.codes[0] == MISSING for one in catalogue.class_set(name).variables)
        assert catalogue.class_set(name).reviewed_on is None


@pytest.mark.once
def test_the_edges_of_age_are_those_of_the_design() -> None:
    """0 to 9, 10 to 14, 15 to 17 in everything of our own; CTDC's bands stand alone in a class set of theirs."""
    bands = ("from_0_to_9", "from_10_to_14", "from_15_to_17")
    case, concerns = catalogue.class_set("case"), catalogue.class_set("concerns")
    assert case.variables[case.place("age_at_intake")].codes == (MISSING, *bands, "from_18")
    assert case.variables[case.place("age_at_first_harm")].codes == (MISSING, *bands)
    assert concerns.variables[concerns.place("age")].codes == (MISSING, *bands, "unknown")
    ctdc = catalogue.class_set("ctdc")
    assert ctdc.variables[ctdc.place("age")].codes == (MISSING, "0--8", "9--17")


@pytest.mark.once
def test_the_day_of_review_is_part_of_what_is_hashed() -> None:
    plain = catalogue.class_set("concerns")
    one, other = (catalogue.reviewed(plain, date(2026, 1, day)) for day in (1, 2))
    assert len({plain.sha256, one.sha256, other.sha256}) == 3


@pytest.mark.django_db(databases="__all__")
def test_one_person_does_not_review_classes_in_two_roles(cast: Cast) -> None:
    planning.people(cast)
    gains(cast["sol"].person, Role.SURVIVOR_ADVISER)
    for kind in ("ethics", "survivor"):
        planning.review_classes(cast["sol"], "concerns", kind, NOW)
    assert classing.classes_for(cast.aurora, "concerns", TODAY).reviewed_on is None
    with pytest.raises(NotAllowed):
        planning.review_classes(cast["bao"], "concerns", "ethics", NOW)
    with pytest.raises(NotNow):
        planning.review_classes(cast["tove"], "concerns", "survivor", NOW, no="")
    planning.review_classes(cast["tove"], "concerns", "survivor", LATER)
    assert classing.classes_for(cast.aurora, "concerns", TODAY).reviewed_on == LATER.date()


@pytest.mark.django_db(databases="__all__")
def test_a_later_review_does_not_change_a_population(cast: Cast) -> None:
    """Its class set stays the one that it began with, for ever."""
    found = planning.population(cast)
    before = populations.classes_of(found)
    later = NOW + timedelta(days=30)
    planning.review_classes(cast["sol"], "concerns", "ethics", later)
    assert populations.classes_of(found) == before
    with pytest.raises(NotNow):
        populations.open_population(cast["bao"], "concerns", "The same again", "concerns", later)
    with pytest.raises(NotNow, match="do not fit") as why:
        populations.open_population(cast["bao"], "concerns", "Told by Marta Rossini", "case", later)
    assert [one.field for one in (why.value, *why.value.others)] == ["class_set", "definition", "source"]


@pytest.mark.django_db(databases="__all__")
def test_a_new_secret_gives_no_second_noise(cast: Cast) -> None:
    """Who ends a population and opens it anew could average two noises of the same children."""
    release = planning.published(cast)
    assert release.population_id is not None
    populations.close_population(cast["bao"], release.population_id, LATER)
    words = "Concerns and handovers that ended at Aurora"
    again = populations.open_population(cast["bao"], "concerns", words, "concerns", LATER)
    with pytest.raises(NotNow) as refused:
        plans.open_plan(cast["bao"], planning.form(again), LATER)
    assert refused.value.field == "policy"
    noisy = planning.form(again, policy=Policy(method="dp", rho=Fraction(1, 10)))
    assert plans.open_plan(cast["bao"], noisy, LATER).state == PlanState.DRAFT


@pytest.mark.django_db(databases="__all__")
def test_what_is_true_of_a_whole_group_needs_two_written_words(cast: Cast) -> None:
    """X6: (nearly) every handover in this table ended in help, so a table would say so of each child of the group."""
    found = planning.population(cast)
    planning.tell(cast, 100)
    _all_helped(cast, 250)
    form = planning.form(
        found,
        question="network-results",
        title="What came of concerns in 2025",
        tables=(TableSpec(("result",), ("ended",), cohorts=(2025,)),),
    )
    plan = plans.open_plan(cast["bao"], form, NOW)
    planning.pass_gate(cast, plan)
    draft = working.work(cast["bao"], plan.pk, LATER)
    assert [one["code"] for one in draft.attacks] == ["X6"]
    assert planning.fresh(plan).state == PlanState.GATED
    with pytest.raises(NotNow):
        reviewing.assent(cast["sol"], plan.pk, Role.ETHICS_REVIEWER, Verdict.ASSENT, " ", LATER)
    reviewing.assent(cast["sol"], plan.pk, Role.ETHICS_REVIEWER, Verdict.ASSENT, "It says that help works.", LATER)
    assert not working.work(cast["bao"], plan.pk, LATER).passed, "one of the two is not enough"
    reviewing.assent(cast["tove"], plan.pk, Role.SURVIVOR_ADVISER, Verdict.ASSENT, "It harms nobody.", LATER)
    again = working.work(cast["bao"], plan.pk, LATER)
    assert "X6" not in {one["code"] for one in again.attacks}


def _all_helped(cast: Cast, many: int) -> None:
    from dataclasses import replace

    told = [cell for cell in planning.told(cast) if cell.what == "handover"]
    planning.put(cast.aurora, [replace(told[0], result="helped")] * many)


@pytest.mark.django_db(databases="__all__")
def test_uses_are_noted_with_a_day_that_can_be(cast: Cast) -> None:
    release = planning.published(cast)
    with pytest.raises(NotNow):
        uses.enter(cast["bao"], release.pk, "A speech", NOW.date() - timedelta(days=1), LATER)
    with pytest.raises(NotNow):
        uses.enter(cast["bao"], release.pk, " ", NOW.date(), LATER)
    made = uses.enter(cast["bao"], release.pk, "The bill on reporting of XA", NOW.date(), LATER)
    assert uses.uses_of(cast["bao"], release) == [made]
    assert uses.uses_of(cast["oda"], release) == [], "who cites is the matter of each organisation"
    assert uses.count(release) == 1
