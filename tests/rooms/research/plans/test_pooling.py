"""A plan over three members: nobody sees the parts, the sum is right within its noise, a void run leaves nothing."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from django.db import transaction

from fanal.access.api import NotAllowed, NotNow
from fanal.clocks import api as clocks
from fanal.concerns import api as concerns
from fanal.engines.disclosure import bundles
from fanal.engines.disclosure.model import Policy
from fanal.network import api as network
from fanal.network.contracts import RingKind, Role
from fanal.research.contracts import PlanState, RowsAsked, Verdict
from fanal.research.models import Contribution, Plan, Release, SealedPart
from fanal.research.plans import duties, forms, plans, pooling, publishing, reviewing, synthetic, working
from fanal.research.plans.desk.ended import lately
from fanal.research.questions import classing
from fanal.research.records import ledger, populations
from fanal.research.releases import releases
from tests.people import NOW, Cast
from tests.rooms.research import planning
from tests.rooms.research.pooled import (
    DP,
    HELPED,
    LATER,
    MAKERS,
    cast,
    gated,
    helped,
    members,
    pooled_plan,
    send,
    sent,
    three_members,
    through,
)

__all__ = ["cast", "three_members"]
pytestmark = pytest.mark.django_db(databases="__all__")


def truth(cast: Cast) -> Counter[str]:
    told = planning.told(cast)
    return Counter(cell.what for cell in (*told, *told[:60], *told[:40]))


def test_three_members_make_one_release(cast: Cast) -> None:
    """From the gate of each member to a release that the secretariat signs."""
    plan = sent(cast)
    draft = pooling.add_up(cast["tove"], plan.pk, LATER)
    assert draft.passed, draft.attacks
    exact = truth(cast)
    shown = {row["number"]: row for row in draft.tables}
    assert set(shown) == {"01", "02"}
    reviewing.submit(cast["tove"], plan.pk, LATER)
    reviewing.review(cast["dalia"], plan.pk, Verdict.APPROVED, ["01", "02"], "", LATER)
    reviewing.assent(cast["sol"], plan.pk, Role.ETHICS_REVIEWER, Verdict.ASSENT, "", LATER)
    reviewing.assent(cast["uma"], plan.pk, Role.SURVIVOR_ADVISER, Verdict.ASSENT, "", LATER)
    with pytest.raises(NotNow, match="object"):
        publishing.publish(cast["tove"], plan.pk, LATER)
    release = publishing.publish(cast["tove"], plan.pk, LATER + timedelta(days=11))
    assert release is not None
    assert releases.verified(release)
    assert release.number.startswith("NET-2026-")
    bundle = releases.bundle_of(release)
    assert (bundle.coverage.members_asked, bundle.coverage.members_in) == (3, 3)
    assert {one["code"] for one in bundle.document["attacks"]} >= {"A8", "A9"}
    ended = {row[0]: bundle.tables[1].cell(place) for place, row in enumerate(bundle.tables[1].rows)}
    for code in ("triage", "total"):
        cell, n = ended[code], exact[code] if code != "total" else exact.total()
        assert cell.value is not None
        assert abs(cell.value - n) <= 6 * 7  # six standard deviations of noise with variance 45


def turns_of(plan: Plan) -> list[tuple[str, UUID]]:
    """Whose turn it is: what their day says, and where they work."""
    found = clocks.open_duties(subjects=[plan.pk], kinds=[*duties.MAKERS, duties.SHARE])
    return sorted((one.kind, one.org) for one in found)


def test_each_member_has_its_turn_on_its_day_and_then_whoever_adds_up(cast: Cast) -> None:
    """First all that have not agreed, then all that have not sent; whoever begins again asks all anew."""
    plan = gated(cast)
    assert turns_of(plan) == sorted(("research_plan_share", org) for org in members(cast))
    for username in MAKERS[:2]:
        pooling.agree(cast[username], plan.pk, LATER)
    assert turns_of(plan) == [("research_plan_share", cast["rui"].org)]
    pooling.agree(cast["rui"], plan.pk, LATER)
    assert turns_of(plan) == sorted(("research_plan_share", org) for org in members(cast))
    for username in MAKERS:
        pooling.send_share(cast[username], plan.pk, LATER)
    assert turns_of(plan) == [("research_plan_sent", cast["tove"].org)]
    pooling.begin_again(cast["tove"], plan.pk, LATER)
    assert turns_of(plan) == sorted(("research_plan_share", org) for org in members(cast))


def test_vectors_and_seeds_go_once_they_are_added_up(cast: Cast) -> None:
    plan = sent(cast)
    vectors = [bytes(one.vector) for one in Contribution.objects.filter(plan=plan)]
    assert len({vector[-8:] for vector in vectors}) == 3
    pooling.add_up(cast["tove"], plan.pk, LATER)
    assert not SealedPart.objects.exists()
    assert {bytes(one.vector) for one in Contribution.objects.filter(plan=plan)} == {b""}


def test_what_each_spends_stands_in_its_own_ledger(cast: Cast) -> None:
    """A member's children lose privacy whether counted at home or together."""
    plan = sent(cast)
    for username in MAKERS:
        own = pooling.own_population(cast[username], plan)
        assert ledger.left(own, 2025) == Fraction(2, 5)
    pooling.add_up(cast["tove"], plan.pk, LATER)
    assert ledger.left(plan.population, 2025) == Fraction(2, 5)


def test_nobody_is_added_up_before_all_have_sent(cast: Cast) -> None:
    plan = gated(cast)
    for username in MAKERS[:2]:
        pooling.agree(cast[username], plan.pk, LATER)
    with pytest.raises(NotNow, match="not agreed"):
        pooling.send_share(cast["bao"], plan.pk, LATER)
    pooling.agree(cast["rui"], plan.pk, LATER)
    for username in MAKERS[:2]:
        pooling.send_share(cast[username], plan.pk, LATER)
    with pytest.raises(NotNow, match="begin again"):
        pooling.add_up(cast["tove"], plan.pk, LATER)
    with pytest.raises(NotNow):
        pooling.send_share(cast["bao"], plan.pk, LATER)


def test_a_void_run_leaves_nothing_and_the_next_has_another_name(cast: Cast) -> None:
    """One vector was changed on its way: nothing is learnt, all begin again, what was spent is spent."""
    plan = sent(cast)
    one = Contribution.objects.filter(plan=plan).order_by("org_id")[0]
    changed = bytearray(one.vector)
    changed[-1] ^= 0x40
    Contribution.objects.filter(pk=one.pk).update(vector=bytes(changed))
    before = pooling.run_of(plan).digest
    with pytest.raises(NotNow, match="Nothing was learnt"):
        pooling.add_up(cast["tove"], plan.pk, LATER)
    again = planning.fresh(plan)
    assert (again.state, SealedPart.objects.count()) == (PlanState.GATED, 0)
    assert {one.state for one in Contribution.objects.filter(plan=plan)} == {"asked"}
    assert pooling.run_of(again).digest != before
    send(cast, plan)
    assert ledger.left(pooling.own_population(cast["bao"], plan), 2025) == Fraction(3, 10)


def test_what_pooled_tables_say_of_a_whole_group_needs_two_written_words(cast: Cast) -> None:
    """X6: the draft says so and holds no number, the parts go, the spend stays; with two assents it passes."""
    less = Policy(method="dp", rho=Fraction(1, 20))  # one release may spend 0.2: three runs fit in
    plan = gated(cast, question="network-results", title="Where help came in 2025", tables=HELPED, policy=less)
    helped(cast)
    send(cast, plan)
    draft = pooling.add_up(cast["tove"], plan.pk, LATER)
    assert {one["code"] for one in draft.attacks} == {"X6"}
    assert (draft.passed, bytes(draft.packed), draft.tables) == (False, b"", [])
    again = planning.fresh(plan)
    assert (again.state, SealedPart.objects.count()) == (PlanState.GATED, 0)
    assert {(one.state, bytes(one.vector)) for one in Contribution.objects.filter(plan=plan)} == {("asked", b"")}
    assert ledger.left(plan.population, 2025) == Fraction(9, 20)
    assert turns_of(plan) == [("research_plan_less", cast["tove"].org)]
    reviewing.assent(cast["sol"], plan.pk, Role.ETHICS_REVIEWER, Verdict.ASSENT, "It says that help works.", LATER)
    assert turns_of(plan) == [("research_plan_less", cast["tove"].org)], "one word is not enough"
    send(cast, plan)
    assert not pooling.add_up(cast["tove"], plan.pk, LATER).passed, "one of the two is not enough"
    reviewing.assent(cast["uma"], plan.pk, Role.SURVIVOR_ADVISER, Verdict.ASSENT, "It harms nobody.", LATER)
    assert {kind for kind, _org in turns_of(plan)} == {"research_plan_share"}
    send(cast, plan)
    passed = pooling.add_up(cast["tove"], plan.pk, LATER)
    assert passed.passed, passed.attacks
    assert {row["number"] for row in passed.tables} == {"01", "02"}


def test_x6_sees_what_an_earlier_release_showed(cast: Cast) -> None:
    """The part is published first, then its group is asked for. In one release they would be refused; so in two.

    The part is 98 % of its group: with noise of standard deviation 5.5, six of them above 95 %.
    """
    less = Policy(method="dp", rho=Fraction(1, 20))
    more = {"question": "network-results", "policy": less}
    plan = gated(cast, tables=HELPED[:1], title="Where help came in 2025", **more)
    helped(cast)
    assert pooling.add_up(cast["tove"], send(cast, plan).pk, LATER).passed, "how large the group is stands nowhere"
    reviewing.submit(cast["tove"], plan.pk, LATER)
    reviewing.review(cast["dalia"], plan.pk, Verdict.APPROVED, ["01"], "", LATER)
    reviewing.assent(cast["sol"], plan.pk, Role.ETHICS_REVIEWER, Verdict.ASSENT, "", LATER)
    reviewing.assent(cast["uma"], plan.pk, Role.SURVIVOR_ADVISER, Verdict.ASSENT, "", LATER)
    release = publishing.publish(cast["tove"], plan.pk, LATER + timedelta(days=11))
    assert release is not None
    form = planning.form(plan.population, tables=HELPED[1:], title="How old they are", members=members(cast), **more)
    second = plans.open_plan(cast["tove"], form, LATER)
    through(cast, second)
    draft = pooling.add_up(cast["tove"], send(cast, second).pk, LATER)
    assert {one["code"] for one in draft.attacks} == {"X6"}
    assert f"together with release {release.number}-v1," in draft.attacks[0]["reason"]


def test_people_of_every_member_stay_unnamed(cast: Cast) -> None:
    """Rui works for Solano, not for the secretariat, whose writers cannot try out who does: A9 finds the name at the
    end, in front of everybody, and does not say which. Their own people they are told while they write."""
    with pytest.raises(NotNow, match="“Tove”"), transaction.atomic():
        gated(cast, sentence="Most concerns were answered in time by Tove.")
    with transaction.atomic():
        pooled_plan(cast, sentence="Most concerns were answered in time by Ruix.")
        transaction.set_rollback(True)
    plan = send(cast, gated(cast, sentence="Most concerns were answered in time by Rui."))
    draft = pooling.add_up(cast["tove"], plan.pk, LATER)
    assert "Rui" not in str(draft.attacks)
    assert [one["code"] for one in draft.attacks if one["state"] == "failed"] == ["A9"]


def test_a_member_that_dominates_sees_it_alone_and_objects(cast: Cast) -> None:
    """Aurora has two of three; where the others have fewer than ten in a cell, only Aurora is told."""
    plan = sent(cast)
    draft = pooling.add_up(cast["tove"], plan.pk, LATER)
    reviewing.submit(cast["tove"], plan.pk, LATER)
    (_, table) = bundles.read(bundles.unpacked(bytes(draft.packed)), draft=True).tables
    own = Counter(cell.what for cell in planning.told(cast)) + Counter(total=200)
    alone = {
        (1, row, 0)
        for row, (code,) in enumerate(table.rows)
        if (value := table.cell(row).value) is not None and own[code] and value - own[code] < 10
    }
    assert {one for one in pooling.dominated(cast["bao"], plan.pk, LATER) if one[0] == 1} == alone
    with pytest.raises(NotAllowed):
        pooling.dominated(cast["edo"], plan.pk, LATER)
    reviewing.object_(cast["oda"], plan.pk, "", LATER)
    assert planning.fresh(plan).state == PlanState.STOPPED
    assert turns_of(plan) == []
    assert [str(row.words) for row in lately(cast["tove"], LATER).rows] == [plan.title], "whoever made it hears of it"
    assert not lately(cast["tove"], LATER + timedelta(days=15)).rows
    assert not lately(cast["bao"], LATER).rows
    assert not Release.objects.exists()


def test_the_secretariat_opens_no_row(cast: Cast) -> None:
    """It has no key to a member's cells, and no deed that asks for them."""
    plan = sent(cast)
    with pytest.raises(NotNow):
        working.work(cast["tove"], plan.pk, LATER)
    with pytest.raises(NotAllowed):
        pooling.send_share(cast["tove"], plan.pk, LATER)
    ring = network.rings.principal(cast.aurora, RingKind.STATISTICS)
    assert all(one.id != ring.id for one in cast["tove"].keyring.principals)
    assert len(concerns.count_cells(cast.aurora)) == 200


def test_two_members_are_too_few(cast: Cast) -> None:
    with pytest.raises(NotNow) as refused:
        pooled_plan(cast, members=(cast.aurora, cast.nordlys))
    assert refused.value.field == "members"
    assert classing.standing(cast.secretariat, "concerns", NOW.date())


def test_over_several_members_there_are_no_synthetic_rows_and_the_reason_is_said(cast: Cast) -> None:
    gated(cast)
    pooled = Plan.objects.get()
    assert synthetic.offered(pooled.population, populations.classes_of(pooled.population)) == ()
    form = replace(
        planning.form(pooled.population, policy=DP), synthetic=RowsAsked(("age", "channel"), Fraction(1, 20)),
        members=tuple(pooled.contributions.values_list("org_id", flat=True)), cohorts=tuple(pooled.cohorts),
        tables=forms.specs_of(pooled), question=pooled.question,
    )  # fmt: skip
    with pytest.raises(NotNow, match="nobody has all the rows"):
        plans.open_plan(cast["tove"], form, NOW)
