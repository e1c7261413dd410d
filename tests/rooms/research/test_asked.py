"""Whoever is asked about a study, a release or a run has it on their day, and no longer once they answered."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from fanal.clocks.contracts import Target
from fanal.clocks.people import meant
from fanal.network.contracts import Role
from fanal.research.contracts import STATISTICIAN, Verdict
from fanal.research.plans import gates, reviewing, working
from fanal.research.studies import correcting, publishing, signing, texts
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.research import planning, studying
from tests.rooms.research.studies.test_studies_publishing import advisers

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=1)
STUDY, PLAN = studying.FORM.title, "Concerns answered in time in 2025"


def _asked(cast: Cast, title: str, *names: str) -> set[str]:
    """Who of these has it on their day."""
    return {name for name in names if title in text(client_of(cast, name).get(reverse("desk:day")))}


def test_a_statistician_from_outside_has_the_study_on_their_day_until_they_sign(cast: Cast) -> None:
    study, pia = studying.computed(cast), studying.statistician(cast)
    studying.give(cast, "quim", STATISTICIAN)
    signing.ask_statistician(cast["bao"], study.pk, pia.person, NOW)
    assert _asked(cast, STUDY, "pia", "quim", "oda", "bao") == {"pia"}
    signing.sign(pia, study.pk, "Institute of Statistics", NOW)
    assert _asked(cast, STUDY, "pia", "quim") == set()


def test_whoever_must_agree_to_a_study_has_it_on_their_day_until_they_answer(cast: Cast) -> None:
    """The second person, whatever their role, and both advisers; nobody while it is back with its maker."""
    study, (sol, tove), dalia = studying.signed(cast), advisers(cast), studying.reviewer(cast)
    everybody = ("dalia", "sol", "tove", "femi", "oda")
    assert _asked(cast, STUDY, *everybody) == set()
    publishing.submit(cast["bao"], study.pk, NOW)
    assert _asked(cast, STUDY, *everybody) == {"dalia", "sol", "tove"}
    publishing.assent(sol, study.pk, "survivor_adviser", "assent", "", NOW)
    assert _asked(cast, STUDY, *everybody) == {"dalia", "tove"}
    publishing.review(dalia, study.pk, Verdict.RETURNED, "Say which year.", NOW)
    assert _asked(cast, STUDY, *everybody) == set()
    publishing.submit(cast["bao"], study.pk, LATER)
    assert _asked(cast, STUDY, *everybody) == {"dalia", "tove"}, "sol's yes is about the same bytes"
    publishing.review(dalia, study.pk, Verdict.APPROVED, "", LATER)
    publishing.assent(tove, study.pk, "ethics_reviewer", Verdict.VETO, "It harms.", LATER)
    assert _asked(cast, STUDY, *everybody) == set()
    study.refresh_from_db()
    said = replace(texts.words_of(study), title="Another title")
    correcting.correct(dalia, study.pk, study.version, said, "The title was wrong.", LATER)
    assert _asked(cast, STUDY, *everybody) == set()


def test_whoever_must_agree_to_tables_has_them_on_their_day_until_they_answer(cast: Cast) -> None:
    plan = planning.in_review(cast)
    names = ("dalia", "sol", "tove", "femi")
    assert _asked(cast, PLAN, *names) == {"dalia", "sol", "tove"}
    draft = working.draft_of(plan)
    assert draft is not None
    reviewing.review(cast["dalia"], plan.pk, Verdict.APPROVED, working.ticked(draft), "", LATER)
    assert _asked(cast, PLAN, *names) == {"sol", "tove"}
    reviewing.assent(cast["tove"], plan.pk, Role.SURVIVOR_ADVISER, Verdict.ASSENT, "", LATER)
    assert _asked(cast, PLAN, *names) == {"sol"}
    reviewing.assent(cast["sol"], plan.pk, Role.ETHICS_REVIEWER, Verdict.ASSENT, "", LATER)
    assert _asked(cast, PLAN, *names) == set()


def test_whoever_answered_at_the_gate_has_the_plan_on_their_day_no_more(cast: Cast) -> None:
    """Before, it stayed until everybody had answered."""
    plan = planning.drafted(cast)
    assert _asked(cast, PLAN, "sol", "tove") == {"sol", "tove"}
    gates.pass_gate(cast["sol"], plan.pk, Role.ETHICS_REVIEWER, Verdict.REFUSED, "Phones are few.", NOW)
    assert _asked(cast, PLAN, "sol", "tove") == {"tove"}


def test_who_holds_a_grant_is_told_when_a_duty_of_it_begins(cast: Cast) -> None:
    """Those who hold it today; where nobody does, whoever leads."""
    reviewers = Target.grant("research.release_reviewer")
    assert Target.parse(str(reviewers)) == reviewers
    with pytest.raises(ValueError, match="grant"):
        Target.parse("grant:")
    assert meant(cast.aurora, reviewers, NOW) == [cast["bao"].person]
    studying.reviewer(cast)
    assert meant(cast.aurora, reviewers, NOW) == [cast["dalia"].person]
    assert meant(cast.aurora, reviewers, NOW + timedelta(days=4000)) == [cast["bao"].person]
