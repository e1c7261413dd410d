"""From count cells of concerns to a signed release, and what stands in the way at each step."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256

import pytest

from fanal import vault
from fanal.access.api import NotAllowed, NotNow
from fanal.clocks import api as clocks
from fanal.engines.disclosure import bundles
from fanal.engines.disclosure.model import Policy, TableSpec
from fanal.journal import api as journal
from fanal.network.api import rings
from fanal.network.contracts import Actor, RingKind
from fanal.network.models import Organisation, Person
from fanal.research.contracts import PlanForm, PlanState, Stage, Verdict
from fanal.research.models import Decision, Draft, Extraction, Plan, Release, Spend
from fanal.research.plans import asking, attacking, forms, gates, plans, publishing, reviewing, working
from fanal.research.public import shelf
from fanal.research.records import ledger
from fanal.research.releases import releases
from tests.people import NOW, Cast
from tests.rooms.research import planning
from tests.rooms.research.planning import MINUTE, TABLES, fresh

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("records_of_file")]
LATER = NOW + timedelta(hours=1)


def test_cells_become_a_signed_release(cast: Cast) -> None:
    """What is published anybody can check: with the engine and the vault alone, from the bytes alone."""
    release = planning.published(cast)
    assert releases.verified(release)
    files = bundles.unpacked(bytes(release.packed))
    bundle = bundles.read(files)
    signature = json.loads(files["release.sig"])
    identity = bytes(Organisation.objects.get(name="Aurora").identity)
    assert vault.verify(identity, "release", files["release.json"], bytes.fromhex(release.signature["signature"]))
    assert signature["identity"] == "Aurora"
    assert bundle.document["id"] == f"{release.number}-v1"
    assert release.number == "XA-2026-0001"
    assert bundle.document["published_on"] == "2026-11-25"
    assert {one["role"] for one in bundle.document["reviews"]} == {
        "data_protection_officer", "ethics_reviewer", "release_reviewer", "survivor_adviser",
    }  # fmt: skip


def test_numbers_are_near_the_truth_and_small_ones_hidden(cast: Cast) -> None:
    """Every shown cell lies within seven of what was told (D = 5, rounded to 5); none below ten is shown."""
    release = planning.published(cast)
    bundle = releases.bundle_of(release)
    rows = list(csv.DictReader(io.StringIO(bundle.files["02.csv"].decode())))
    shown = {row["ended"]: int(row["value"]) for row in rows if row["state"] == "shown"}
    exact = Counter(cell.what for cell in planning.told(cast)) + Counter(total=planning.MANY)
    assert shown
    for code, value in shown.items():
        assert abs(value - exact[code]) <= 7
    assert {row["state"] for row in rows if row["ended"] == "missing"} == {"fewer_than_k"}


def test_the_same_cells_make_the_same_bytes(cast: Cast) -> None:
    """Noise comes from the children: who makes the tables again learns nothing new."""
    plan, first = planning.worked(cast)
    second = working.work(cast["bao"], plan.pk, NOW + 2 * MINUTE)
    assert first.pk != second.pk
    assert first.digest == second.digest


def test_nothing_of_a_record_is_stored(cast: Cast) -> None:
    """How many rows is rounded to ten; the draft has protected numbers only."""
    plan, draft = planning.worked(cast)
    (row,) = Extraction.objects.filter(plan=plan)
    assert (row.rows, row.opted_out) == (planning.MANY, 0)
    assert all("value" not in one for one in draft.tables)
    assert all("score" not in json.dumps(one).lower() for one in draft.attacks)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"question": "none"}, "question"),
        ({"question": "children-age"}, "population"),
        ({"title": " "}, "title"),
        ({"sentence": ""}, "sentence"),
        ({"sentence": "Of 412 concerns most were answered."}, "sentence"),
        ({"title": "Child prostitution in 2025"}, "title"),
        ({"title": "Concerns in northfield district"}, "title"),
        ({"sentence": "Most concerns of the town of northfield were answered in time."}, "sentence"),
        ({"language": "km"}, "language"),
        ({"cohorts": ()}, "cohorts"),
        ({"cohorts": (2026,)}, "cohorts"),
        ({"cohorts": (2024,)}, "cohorts"),
        ({"tables": ()}, "tables"),
        ({"tables": (TableSpec(("channel", "in_time", "ended"), ("channel",)),)}, "tables"),
        ({"tables": (TableSpec(("result",)),)}, "tables"),
        ({"policy": Policy(k=5)}, "tables"),
        ({"policy": Policy(delay_months=3)}, "tables"),
        ({"policy": Policy(method="suppress")}, "tables"),
        ({"protocol": replace(planning.PROTOCOL, use="")}, "use"),
        ({"protocol": replace(planning.PROTOCOL, harms={})}, "harms.children"),
        ({"protocol": replace(planning.PROTOCOL, unwelcome=False)}, "unwelcome"),
        ({"protocol": replace(planning.PROTOCOL, ends_on=date(2029, 1, 1))}, "ends_on"),
        ({"protocol": replace(planning.PROTOCOL, outsiders=True)}, "committee"),
        ({"protocol": replace(planning.PROTOCOL, law="x" * 6001)}, "protocol"),
        ({"members": (NOW,)}, "members"),
    ],
    ids=lambda one: one if isinstance(one, str) else "-".join(one),
)
def test_what_a_plan_must_say(cast: Cast, change: dict[str, object], field: str) -> None:
    """Each lack is told with its field, before anything is opened."""
    found = planning.population(cast)
    planning.tell(cast, 80)
    with pytest.raises(NotNow) as refused:
        plans.open_plan(cast["bao"], planning.form(found, **change), NOW)
    assert refused.value.field == field
    assert not Plan.objects.exists()


def test_all_that_a_plan_lacks_is_told_at_once(cast: Cast) -> None:
    found = planning.population(cast)
    planning.tell(cast, 80)
    lacking = replace(planning.PROTOCOL, use="", law=" ", harms={}, unwelcome=False)
    wrong = {"title": "", "sentence": "Of 412 concerns, told by Marta Rossini.", "cohorts": (), "tables": ()}
    with pytest.raises(NotNow, match="year") as refused:
        plans.open_plan(cast["bao"], planning.form(found, **wrong, language="km", protocol=lacking), NOW)
    fields = [one.field for one in (refused.value, *refused.value.others)]
    assert fields == [
        "cohorts", "tables", "title", "language", "sentence", "sentence", "use", "law",
        *(f"harms.{who}" for who in planning.HARMED), "unwelcome",
    ]  # fmt: skip


def test_fewer_than_thirty_make_no_table(cast: Cast) -> None:
    found = planning.population(cast)
    planning.tell_only(cast, 29)
    with pytest.raises(NotNow, match="Fewer than 30"):
        plans.open_plan(cast["bao"], planning.form(found), NOW)


def test_tables_too_fine_are_refused_before_counting(cast: Cast) -> None:
    """X5: of 60 rows no more than six cells reach ten, fewer than 40 % of a table of 72."""
    found = planning.population(cast)
    planning.tell_only(cast, 60)
    fine = (TableSpec(("channel", "in_time"), ("ended",), cohorts=(2025,)),)
    with pytest.raises(NotNow, match="60 %"):
        plans.open_plan(cast["bao"], planning.form(found, tables=fine), NOW)


def test_nothing_is_opened_before_the_gate(cast: Cast) -> None:
    plan = planning.drafted(cast)
    with pytest.raises(NotNow):
        working.work(cast["bao"], plan.pk, NOW)
    for username, role in planning.ROLES[:2]:
        gates.pass_gate(cast[username], plan.pk, role, Verdict.PASSED, "", NOW)
    with pytest.raises(NotNow):
        working.work(cast["bao"], plan.pk, NOW)
    assert not Extraction.objects.exists()


def test_a_change_asks_the_gate_anew(cast: Cast) -> None:
    plan = planning.gated(cast)
    changed = planning.form(plan.population, title="Answered in time, or late, in 2025")
    plans.revise(cast["bao"], plan.pk, plan.version, changed, LATER)
    assert fresh(plan).state == PlanState.DRAFT
    assert {line.state for line in gates.standing(fresh(plan))} == {"waiting"}
    with pytest.raises(NotNow, match="meanwhile"):
        plans.revise(cast["bao"], plan.pk, plan.version, changed, LATER)


def test_who_refuses_at_the_gate_says_why(cast: Cast) -> None:
    plan = planning.drafted(cast)
    with pytest.raises(NotNow):
        gates.pass_gate(cast["sol"], plan.pk, "ethics_reviewer", Verdict.REFUSED, " ", NOW)
    planning.pass_gate(cast, plan)
    gates.pass_gate(cast["sol"], plan.pk, "ethics_reviewer", Verdict.REFUSED, "Phones are few.", LATER)
    assert fresh(plan).state == PlanState.DRAFT


def test_clocks_run_while_a_plan_waits(cast: Cast) -> None:
    """Fourteen days at the gate, ten in review."""
    plan = planning.drafted(cast)
    due = {one.kind: one.due_at.date() for one in clocks.open_duties(subjects=[plan.pk])}
    assert set(due) == {"research_gate", "research_gate_ethics", "research_gate_adviser"}
    assert all(timedelta(14) <= day - NOW.date() <= timedelta(16) for day in due.values())
    gates.pass_gate(cast["sol"], plan.pk, "ethics_reviewer", Verdict.PASSED, "", NOW + MINUTE)
    assert {one.kind for one in clocks.open_duties(subjects=[plan.pk])} == {"research_gate", "research_gate_adviser"}
    planning.pass_gate(cast, plan, NOW + 2 * MINUTE)
    assert {one.kind for one in clocks.open_duties(subjects=[plan.pk])} == {"research_plan_passed"}
    working.work(cast["bao"], plan.pk, LATER)
    reviewing.submit(cast["bao"], plan.pk, LATER)
    assert {one.kind for one in clocks.open_duties(subjects=[plan.pk])} == {
        "research_review", "research_assent_ethics", "research_assent_adviser",
    }  # fmt: skip


def test_an_attack_that_succeeds_offers_less(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tables that differ by a few children: differencing finds them, and leaving out one helps."""
    plan, draft = _attacked(cast)
    assert not draft.passed
    assert plan.state == PlanState.PROTECTED
    assert any(one["code"] == "A4" and one["state"] == "failed" for one in draft.attacks)
    with pytest.raises(NotNow):
        reviewing.submit(cast["bao"], plan.pk, LATER)
    offered = attacking.proposals(draft)
    assert offered
    without = next(one for one in offered if len(one.tables) == 1)
    plans.narrow(cast["bao"], plan.pk, plan.version, without.tables, LATER)
    assert gates.passed(fresh(plan)), "who shows less needs no new gate"
    assert working.work(cast["bao"], plan.pk, LATER).passed


def _attacked(cast: Cast) -> tuple[Plan, Draft]:
    """Exact numbers for a funder in two tables, of which the second leaves a few out: subtract, and they are known."""
    known = TableSpec(("channel",), where={"in_time": ("yes", "no")}, cohorts=(2025,))
    tables = (TableSpec(("channel",), cohorts=(2025,)), known)
    return planning.worked(cast, tables=tables, policy=Policy(method="suppress", audience="named"))


def test_a_plan_shows_more_only_through_the_gate(cast: Cast) -> None:
    plan = planning.gated(cast)
    more = (*forms.specs_of(plan), TableSpec(("in_time",), cohorts=(2025,)))
    with pytest.raises(NotNow):
        plans.narrow(cast["bao"], plan.pk, plan.version, more, LATER)


def test_stopped_is_the_end(cast: Cast) -> None:
    plan = planning.gated(cast)
    with pytest.raises(NotNow):
        plans.stop(cast["bao"], plan.pk, " ", LATER)
    plans.stop(cast["bao"], plan.pk, "The question is answered elsewhere", LATER)
    with pytest.raises(NotNow):
        working.work(cast["bao"], plan.pk, LATER)


def test_each_deed_stands_in_the_journal(cast: Cast) -> None:
    release = planning.published(cast)
    assert release.plan_id is not None
    said = [line.deed for line in journal.read(release.plan_id)]
    assert set(said) >= {
        "research.open_plan", "research.pass_gate", "research.work", "research.submit", "research.review",
        "research.assent", "research.publish",
    }  # fmt: skip
    assert "research.sign" in [line.deed for line in journal.read(release.pk)]


# ---- differential privacy ----

DP = Policy(method="dp", rho=Fraction(1, 10))


def test_the_budget_is_spent_before_anything_is_seen(cast: Cast) -> None:
    """Half is left for the life of the cohort; two of 0.1 fit one release, the third does not (0.2)."""
    plan = planning.gated(cast, policy=DP)
    assert ledger.left(plan.population, 2025) == Fraction(1, 2)
    working.work(cast["bao"], plan.pk, LATER)
    assert ledger.left(plan.population, 2025) == Fraction(2, 5)
    working.work(cast["bao"], plan.pk, LATER)
    with pytest.raises(NotNow):
        working.work(cast["bao"], plan.pk, LATER)
    assert ledger.left(plan.population, 2025) == Fraction(3, 10)
    assert Extraction.objects.filter(plan=plan).count() == 2


def test_stopping_gives_nothing_back_and_lines_cannot_be_changed(cast: Cast) -> None:
    plan, _ = planning.worked(cast, policy=DP)
    plans.stop(cast["bao"], plan.pk, "Enough", LATER)
    assert ledger.left(plan.population, 2025) == Fraction(2, 5)
    Spend.objects.update(row={**Spend.objects.all()[0].row, "rho": "1/1000"})
    with pytest.raises(ValueError, match="ledger"):
        ledger.left(plan.population, 2025)


def test_a_release_with_noise_is_published(cast: Cast) -> None:
    release = planning.published(cast, policy=DP)
    assert releases.verified(release)
    (privacy,) = releases.bundle_of(release).document["privacy"]
    assert (privacy["cohort"], privacy["rho"]) == (2025, "1/10")


# ---- after the release ----


def test_a_correction_goes_the_whole_way_and_marks_the_old(cast: Cast) -> None:
    old = planning.published(cast)
    plan = publishing.correct(cast["bao"], old.pk, "A table had the wrong title.", LATER)
    assert Release.objects.get(pk=old.pk).state == "published", "the old one counts until the new one is there"
    with pytest.raises(NotNow):
        publishing.publish(cast["bao"], plan.pk, LATER)
    planning.pass_gate(cast, plan, LATER)
    assert working.work(cast["bao"], plan.pk, LATER).passed
    reviewing.submit(cast["bao"], plan.pk, LATER)
    planning.agree(cast, plan, LATER)
    new = publishing.publish(cast["bao"], plan.pk, LATER)
    assert new is not None
    assert (new.number, new.version, new.supersedes_id) == (old.number, 2, old.pk)
    again = Release.objects.get(pk=old.pk)
    assert (again.state, bytes(again.packed)) == ("superseded", bytes(old.packed))
    assert releases.bundle_of(new).document["supersedes"] == f"{old.number}-v1"
    assert [one.pk for one in shelf.newest()] == [new.pk]


def _publish(cast: Cast, plan: Plan) -> Release:
    """From the gate to a signed release."""
    planning.pass_gate(cast, plan, LATER)
    assert working.work(cast["bao"], plan.pk, LATER).passed
    reviewing.submit(cast["bao"], plan.pk, LATER)
    planning.agree(cast, plan, LATER)
    release = publishing.publish(cast["bao"], plan.pk, LATER)
    assert release is not None
    return release


def _correct(cast: Cast, plan: Plan, tables: tuple[TableSpec, ...]) -> Plan:
    form = planning.form(plan.population, tables=tables)
    return plans.revise(cast["bao"], plan.pk, plan.version, form, LATER)


def test_corrections_do_not_pass_the_most_tables_of_a_year(cast: Cast) -> None:
    """Twelve tables of one year, whichever version had them; one that comes again counts once, by whatever title."""
    two = (("channel", "ended"), ("in_time", "ended"), ("channel", "in_time"))
    ways: list[tuple[tuple[str, ...], tuple[str, ...]]] = [((one,), ()) for one in ("channel", "ended", "in_time")]
    ways += [((one,), (other,)) for one, other in two]
    every = [TableSpec(one, other, cohorts=(2025,), totals=totals) for one, other in ways for totals in (True, False)]
    first, second, *others = every
    named = replace(second, title="By another title")
    wrong = "These were the wrong tables."
    old = _publish(cast, planning.drafted(cast, tables=(first, second)))
    new = _publish(cast, _correct(cast, publishing.correct(cast["bao"], old.pk, wrong, LATER), (named, others[0])))
    last = TableSpec(("channel",), where={"in_time": ("yes", "no")}, cohorts=(2025,), title="Of those with an end")
    plan = publishing.correct(cast["bao"], new.pk, wrong, LATER)
    with pytest.raises(NotNow, match="Too many tables") as why:
        _correct(cast, plan, (*others, last))
    assert why.value.field == "tables"
    given = asking.given_for(plan.population, (2025,), (named, *others))
    assert given.tables_before == 1, "only the first table of the first version does not come again"
    assert _correct(cast, plan, tuple(others)).state == PlanState.DRAFT


def test_withdrawn_at_once_and_for_everybody_to_see(cast: Cast) -> None:
    release = planning.published(cast)
    with pytest.raises(NotNow):
        releases.withdraw(cast["tove"], release.pk, "", LATER)
    for name, told in (("dalia", "Write the text again"), ("tove", "“Tove”")):
        person = Person.objects.get(pk=cast[name].person).name
        with pytest.raises(NotNow, match=told) as why:
            releases.withdraw(cast["tove"], release.pk, f"Told by {person.lower()}.", LATER)
        assert (person in str(why.value)) is (name == "tove"), "people of another organisation are told to nobody"
    releases.withdraw(cast["tove"], release.pk, "The classes were wrong.", LATER)
    found = Release.objects.get(pk=release.pk)
    said = (found.state, found.reason, found.withdrawn_by_id)
    assert said == ("withdrawn", "The classes were wrong.", cast["tove"].person)
    assert releases.verified(found), "the bytes stay as they were"
    assert [one.pk for one in shelf.newest()] == [release.pk]


def test_a_release_over_earlier_ones_is_attacked_with_them(cast: Cast) -> None:
    """A plan that was attacked before another was published is not published as it is."""
    first = planning.approved(cast)
    form: PlanForm = planning.form(first.population, title="What ended in 2025", tables=TABLES[1:])
    second = plans.open_plan(cast["bao"], form, NOW)
    planning.pass_gate(cast, second)
    working.work(cast["bao"], second.pk, LATER)
    reviewing.submit(cast["bao"], second.pk, LATER)
    planning.agree(cast, second, LATER)
    assert publishing.publish(cast["bao"], first.pk, LATER) is not None
    with pytest.raises(NotNow, match="meanwhile"):
        publishing.publish(cast["bao"], second.pk, LATER)
    assert not Release.objects.filter(plan=second).exists()
    assert second.number == "XA-2026-0002"


# ---- signature of a key keeper ----


def test_who_keeps_no_key_waits_for_one_who_does(cast: Cast) -> None:
    """The exact bytes that the maker published are signed, by a colleague, later."""
    plan = planning.approved(cast)
    bao = _without_keepers_ring(cast)
    assert publishing.publish(bao, plan.pk, LATER) is None
    assert fresh(plan).state == PlanState.TO_SIGN
    assert not Release.objects.exists()
    assert [one.kind for one in clocks.open_duties(subjects=[plan.pk])] == ["research_sign"]
    with pytest.raises(NotAllowed):
        publishing.sign(cast["dalia"], plan.pk, LATER)
    waited = Decision.objects.get(subject=plan.pk, stage=Stage.PUBLISH).about
    release = publishing.sign(cast["amara"], plan.pk, LATER + timedelta(days=1))
    assert releases.verified(release)
    signed = dict(releases.bundle_of(release).files)
    signed.pop("release.sig")
    assert sha256(bundles.packed(signed)).hexdigest() == waited
    assert releases.bundle_of(release).document["published_on"] == LATER.date().isoformat()
    assert release.published_by_id == bao.person


def test_a_veto_reaches_what_waits_for_a_signature(cast: Cast) -> None:
    plan = planning.approved(cast)
    publishing.publish(_without_keepers_ring(cast), plan.pk, LATER)
    reviewing.assent(cast["tove"], plan.pk, "survivor_adviser", Verdict.VETO, "It points at one office.", LATER)
    with pytest.raises(NotNow):
        publishing.sign(cast["amara"], plan.pk, LATER)
    reviewing.assent(cast["tove"], plan.pk, "survivor_adviser", Verdict.ASSENT, "", LATER + MINUTE)
    assert fresh(plan).state == PlanState.APPROVED
    assert publishing.publish(cast["bao"], plan.pk, LATER + 2 * MINUTE) is not None


def _without_keepers_ring(cast: Cast) -> Actor:
    """Bao as if only others kept the keys of Aurora: his keyring without the ring of the keepers."""
    bao = cast["bao"]
    keepers = rings.principal(bao.org, RingKind.KEEPERS)
    kept = [one for one in bao.keyring.principals if one.id != keepers.id]
    pairs = [(one, bao.keyring.seed_of(one.kind, one.id, one.version)) for one in kept]
    return replace(bao, keyring=vault.Keyring.of(pairs))
