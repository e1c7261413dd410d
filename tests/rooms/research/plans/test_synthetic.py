"""Synthetic rows of a plan: what may be asked for, what they cost and when, attacked, reviewed, published, changed."""

import csv
import io
import json
from datetime import timedelta
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from fanal.access.api import NotNow
from fanal.engines.disclosure import bundles, synthetic_parts
from fanal.engines.disclosure.model import CodedTable
from fanal.research.contracts import PlanState, RowsAsked, Verdict
from fanal.research.models import Draft, Extraction, Plan, Release, Spend
from fanal.research.plans import attacking, forms, gates, plans, publishing, reviewing, synthetic, working
from fanal.research.records import ledger
from fanal.research.releases import releases
from tests.people import NOW, Cast
from tests.rooms.research import planning, synthesising
from tests.rooms.research.planning import MINUTE, fresh
from tests.rooms.research.synthesising import PLAIN

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=1)
ALL = RowsAsked(
    ("age", "sex", "purpose_sexual_exploitation", "purpose_forced_labour", "purpose_child_labour",
     "purpose_forced_marriage", "purpose_forced_begging", "purpose_other", "control_threats", "control_violence",
     "control_debt_or_money", "control_restriction", "control_deception_or_pressure", "control_substances",
     "control_other", "recruiter_family", "recruiter_friend", "recruiter_partner", "recruiter_other"),
    Fraction(1, 20),
)  # fmt: skip


def states(draft: Draft) -> dict[str, str]:
    return {one["code"]: one["state"] for one in draft.attacks}


# ---- asking ----


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"synthetic": RowsAsked(("age",), Fraction(1, 20))}, "synthetic"),
        ({"synthetic": RowsAsked(("age", "age"), Fraction(1, 20))}, "synthetic"),
        ({"synthetic": RowsAsked(("age", "citizenship"), Fraction(1, 20))}, "synthetic"),
        ({"synthetic": RowsAsked(("age", "sex"), Fraction(0))}, "share"),
        ({"synthetic": RowsAsked(("age", "sex"), Fraction(1, 5))}, "share"),
        ({"tables": ()}, "tables"),
    ],
    ids=["one", "twice", "unknown", "free", "more-than-a-release-may", "no-table"],
)
def test_what_is_refused_before_anything_is_counted(cast: Cast, change: dict[str, object], field: str) -> None:
    """Rows stand beside tables, never alone: a reader who has no official number counts rows."""
    found = synthesising.records(cast)
    with pytest.raises(NotNow) as refused:
        plans.open_plan(cast["bao"], synthesising.form(found, **change), NOW)
    assert refused.value.field == field
    assert not Plan.objects.exists()


def test_rows_need_noise_from_a_budget(cast: Cast) -> None:
    found = planning.population(cast)
    planning.tell(cast)
    with pytest.raises(NotNow, match="differential privacy") as refused:
        plans.open_plan(
            cast["bao"], planning.form(found, synthetic=RowsAsked(("age", "channel"), Fraction(1, 20))), NOW
        )
    assert refused.value.field == "synthetic"


def test_few_children_are_told_before_anything_is_spent(cast: Cast) -> None:
    found = synthesising.records(cast, synthesising.text(1_180))
    with pytest.raises(NotNow, match="Fewer than 1,200") as refused:
        plans.open_plan(cast["bao"], synthesising.form(found), NOW)
    assert refused.value.field == "synthetic"


def test_the_gate_decides_about_the_rows_too(cast: Cast) -> None:
    plan = synthesising.gated(cast)
    before = forms.digest_of(plan)
    changed = synthesising.form(plan.population, synthetic=None)
    plans.revise(cast["bao"], plan.pk, plan.version, changed, LATER)
    assert forms.digest_of(fresh(plan)) != before
    assert {line.state for line in gates.standing(fresh(plan))} == {"waiting"}


# ---- the budget ----


def test_tables_and_rows_are_spent_together_before_anything_is_seen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By hand: 1/20 for the table; 1/20 for one margin of the two variables: variance 1 / (2/20) = 10."""
    plan = synthesising.gated(cast)
    assert ledger.left(plan.population, 2024) == Fraction(1, 2)
    seen = []
    opened = working.opened

    def looking(*args: object) -> working.Counted:
        seen.append(ledger.left(plan.population, 2024))
        return opened(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(working, "opened", looking)
    working.work(cast["bao"], plan.pk, LATER)
    assert seen == [Fraction(2, 5)], "written before the rows were opened"
    rows = [one.row for one in Spend.objects.order_by("number") if "synthetic" in one.row["mechanism"]]
    assert [(row["rho"], row["sigma2"], row["sensitivity2"]) for row in rows] == [("1/20", "10", 1)]


def test_the_budget_is_never_overdrawn(cast: Cast) -> None:
    """A release may spend 0.2: two of 0.1 fit, the third is refused before anything is opened."""
    plan = synthesising.gated(cast)
    for _ in range(2):
        working.work(cast["bao"], plan.pk, LATER)
    with pytest.raises(NotNow):
        working.work(cast["bao"], plan.pk, LATER)
    assert ledger.left(plan.population, 2024) == Fraction(3, 10)
    assert Extraction.objects.filter(plan=plan).count() == 2


# ---- what is made ----


def test_rows_leave_with_error_table_and_the_whole_loss(cast: Cast) -> None:
    """DNH-47: nothing of the rows stands without how far they are off; DNH-42: attacked on the final bytes."""
    release = synthesising.published(cast)
    assert releases.verified(release)
    assert release.synthetic
    bundle = releases.bundle_of(release)
    (privacy,) = bundle.document["privacy"]
    assert (privacy["cohort"], privacy["rho"]) == (2024, "1/10")
    assert {"A5", "A6", "A7"} <= {one["code"] for one in bundle.document["attacks"]}
    part = synthetic_parts.part(bundle)
    assert part is not None
    assert [one.name for one in part.variables] == ["age", "sex"]
    assert [one.ways for one in part.errors] == [1, 2]
    rows = list(csv.DictReader(io.StringIO(bundle.files["synthetic.csv"].decode())))
    assert len(rows) == part.rows
    assert abs(len(rows) - synthesising.MANY) <= 60, (
        "the noised total: sigma below 11, six times that with probability 1e-9"
    )
    assert set(rows[0]) == {"synthetic_age", "synthetic_sex"}
    assert "score" not in json.dumps(bundle.document["attacks"])


def test_the_final_rows_are_those_that_were_reviewed(cast: Cast) -> None:
    plan = synthesising.approved(cast)
    draft = working.draft_of(plan)
    assert draft is not None
    reviewed = bundles.unpacked(bytes(draft.packed))
    release = publishing.publish(cast["bao"], plan.pk, NOW + 5 * MINUTE)
    assert release is not None
    final = releases.bundle_of(release).files
    for name in ("synthetic.csv", "synthetic.csv-metadata.json", "synthetic-error.json", "synthetic-error.svg"):
        assert final[name] == reviewed[name], name


def test_a_row_that_was_changed_after_the_attacks_is_not_published(cast: Cast) -> None:
    """DNH-42: one code of one row, in the stored draft."""
    plan = synthesising.approved(cast)
    draft = working.draft_of(plan)
    assert draft is not None
    files = bundles.unpacked(bytes(draft.packed))
    files["synthetic.csv"] = files["synthetic.csv"].replace(b",female\n", b",male\n", 1)
    draft.packed = bundles.packed(files)
    draft.save()
    with pytest.raises(NotNow, match="changed after the attacks"):
        publishing.publish(cast["bao"], plan.pk, LATER)
    assert not Release.objects.exists()


def test_the_reviewer_ticks_the_rows_like_a_table(cast: Cast) -> None:
    plan = synthesising.in_review(cast)
    with pytest.raises(NotNow) as refused:
        reviewing.review(cast["dalia"], plan.pk, Verdict.APPROVED, ["01"], "", LATER)
    assert refused.value.field == "ticks"
    reviewing.review(cast["dalia"], plan.pk, Verdict.APPROVED, ["01", "synthetic"], "", LATER)


def test_rows_too_are_stopped_by_a_veto(cast: Cast) -> None:
    """DNH-46."""
    plan = synthesising.approved(cast)
    reviewing.assent(cast["tove"], plan.pk, "survivor_adviser", Verdict.VETO, "Rows look like children.", LATER)
    with pytest.raises(NotNow):
        publishing.publish(cast["bao"], plan.pk, LATER)


def test_a_correction_asks_for_the_same_rows(cast: Cast) -> None:
    release = synthesising.published(cast)
    plan = publishing.correct(cast["bao"], release.pk, "A partner had sent an old file.", LATER)
    assert forms.rows_of(plan) == PLAIN
    releases.withdraw(cast["tove"], release.pk, "The families were not asked.", LATER)
    assert Release.objects.get().state == "withdrawn"


# ---- attacks ----


def test_rows_that_give_children_away_do_not_leave(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A method that copies its rows is caught on them; leaving variables or all rows out is offered, and helps."""

    def copied(half: CodedTable) -> NDArray[np.uint8]:
        return half.codes

    monkeypatch.setattr(synthetic, "shadow", lambda plan: copied)
    plan, draft = synthesising.worked(cast, synthetic=ALL)
    assert not draft.passed
    assert plan.state == PlanState.PROTECTED
    assert {code: states(draft)[code] for code in ("A5", "A6", "A7")} == dict.fromkeys(("A5", "A6", "A7"), "failed")
    with pytest.raises(NotNow):
        reviewing.submit(cast["bao"], plan.pk, LATER)
    offered = attacking.proposals(draft)
    assert all(one.tables == forms.specs_of(plan) for one in offered), "the tables gave nothing away"
    assert any("Purpose: Forced labour" in one.words for one in offered)
    monkeypatch.undo()
    plans.narrow(cast["bao"], plan.pk, plan.version, offered[-1].tables, LATER, offered[-1].leave_out)
    plan = fresh(plan)
    assert plan.synthetic == {}
    assert gates.passed(plan), "who shows less needs no new gate"
    draft = working.work(cast["bao"], plan.pk, LATER)
    assert draft.passed
    assert "A5" not in states(draft)
    assert ledger.left(plan.population, 2024) == Fraction(1, 2) - Fraction(1, 10) - Fraction(1, 20)


def test_many_variables_of_few_children_do_not_withstand(cast: Cast) -> None:
    """The real method. Of 1,200 children, 600 in a half, A6 needs of each of sixteen independent codes a difference of
    guesses below .0025 (its standard error is .029), and A7 an area below .502 (.017): all pass with a probability
    below .54 ** 17 < 3e-5, and then only if A5 does."""
    plan, draft = synthesising.worked(cast, synthesising.text(1_200), synthetic=ALL)
    assert not draft.passed
    assert plan.state == PlanState.PROTECTED
    assert not Release.objects.exists()
    assert {one["code"] for one in draft.attacks if one["state"] != "passed"} <= {"A5", "A6", "A7"}


def test_leaving_out_all_but_one_leaves_no_rows() -> None:
    assert synthetic.fewer(PLAIN, ("age",)) is None
    assert synthetic.fewer(None, ("age",)) is None
    three = RowsAsked(("age", "sex", "other"), Fraction(1, 20))
    assert synthetic.fewer(three, ("other",)) == PLAIN


def test_a_real_rare_child_need_not_be_there(cast: Cast) -> None:
    """Canary: of one child whose codes nobody else has nothing is certain, for no file says how many such rows are
    real; and the draft in the database holds no column of the file that was read in."""
    rare = synthesising.text(share=0.0) + "\n2024,Other,0--8," + ",".join("1" for _ in synthesising.YES)
    plan, draft = synthesising.worked(
        cast, rare, synthetic=RowsAsked(("age", "sex", "recruiter_other"), Fraction(1, 20))
    )
    files = bundles.unpacked(bytes(draft.packed))
    whole = b"".join(files.values())
    for word in (b"isSexualExploit", b"yearOfRegistration", b"record"):
        assert word not in files["synthetic.csv"], word
    assert b"keys" not in whole
    assert files["synthetic.csv"].count(b"\n") - 1 == json.loads(files["synthetic-error.json"])["rows"]
    assert plan.state in {PlanState.ATTACKED, PlanState.PROTECTED}
