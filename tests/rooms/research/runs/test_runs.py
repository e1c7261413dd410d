"""Linkage runs: agreed, keyed, signed by two, encoded, committed, revealed, counted, deleted; no more comes out."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.engines.linkage import files, quality
from fanal.engines.linkage.model import ChildRow
from fanal.journal import api as journal
from fanal.network import agreements
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.network.models import Agreement, RingVersion
from fanal.research import sealed_parts
from fanal.research.contracts import MAKER
from fanal.research.models import LinkageRun, RunStep, SealedPart, Study
from fanal.research.runs import policy, runs, steps
from fanal.research.runs.desk import view
from fanal.research.studies import computing, registering, studies
from fanal.research.studies.registering import StudySource
from tests.people import NOW, Cast
from tests.rooms.research import linking, studying
from tests.rooms.research.linking import ADVISER, DELETE_BY, MAKERS, MEMBERS, SECONDS, THREE

pytestmark = pytest.mark.django_db(databases="__all__")
OPTIONS = {"method": "stepwise", "level": 0.95, "replicates": 200, "seed": 1}


@pytest.fixture(autouse=True)
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    linking.steady(monkeypatch)


@pytest.fixture
def staged(cast: Cast) -> Cast:
    linking.stage(cast)
    return cast


@pytest.fixture(scope="module")
def lists() -> dict[str, list[ChildRow]]:
    return linking.lists_of(MEMBERS)


def study_of(cast: Cast, run: LinkageRun, **more: Any) -> Study:
    """The study that a run serves, registered."""
    form = replace(studying.FORM, source=StudySource.RUN, run=run.pk, table="", options=OPTIONS, **more)
    study = registering.open_study(cast["tove"], form, NOW)
    return registering.register(cast["tove"], study.pk, NOW)


def kinds(run: LinkageRun) -> set[str]:
    return set(SealedPart.objects.filter(about=run.pk).values_list("kind", flat=True))


# ---- before it begins ----


def test_it_is_agreed_once_all_joined_and_the_gate_is_passed(staged: Cast) -> None:
    run = linking.opened(staged)
    for name in MEMBERS:
        runs.join(staged[MAKERS[name]], run.pk, 900, NOW)
        runs.pass_gate(staged[SECONDS[name]], run.pk, "data_protection_officer", "passed", "", NOW)
    runs.join(staged["uma"], run.pk, None, NOW)
    runs.pass_gate(staged[ADVISER], run.pk, "survivor_adviser", "passed", "", NOW)
    assert LinkageRun.objects.get(pk=run.pk).state == "draft"
    runs.pass_gate(staged["sol"], run.pk, "ethics_reviewer", "refused", "The classes are too fine.", NOW)
    assert LinkageRun.objects.get(pk=run.pk).state == "draft"
    runs.pass_gate(staged["sol"], run.pk, "ethics_reviewer", "passed", "", NOW)
    run.refresh_from_db()
    terms = runs.agreement_of(run)
    assert (run.state, terms.members, terms.unit) == ("agreed", (("list 01", 900), ("list 02", 900)), "unit")


def test_nobody_answers_two_lines_of_the_gate(staged: Cast) -> None:
    """Three judge, and three are three people; an answer can be changed in the role in which it was given."""
    run = linking.opened(staged)
    linking.hold(staged, "sol", Role.SURVIVOR_ADVISER)
    linking.hold(staged, SECONDS["Aurora"], Role.SURVIVOR_ADVISER)
    for name, first, second in (
        ("sol", "ethics_reviewer", "survivor_adviser"),
        (SECONDS["Aurora"], "data_protection_officer", "survivor_adviser"),
    ):
        runs.pass_gate(staged[name], run.pk, first, "refused", "Too fine.", NOW)
        with pytest.raises(NotAllowed, match="already"):
            runs.pass_gate(staged[name], run.pk, second, "passed", "", NOW)
        runs.pass_gate(staged[name], run.pk, first, "passed", "", NOW)
    lines = {(line.role, line.org): line.state for line in runs.gate_of(run)}
    assert lines["survivor_adviser", None] == "waiting"


def test_whoever_works_with_a_list_does_not_judge_the_run(staged: Cast) -> None:
    """Neither first nor afterwards: the maker who joined, and the officer who answered and is made a maker later."""
    run = linking.opened(staged)
    linking.hold(staged, "bao", Role.DATA_PROTECTION_OFFICER)
    runs.join(staged["bao"], run.pk, 900, NOW)
    with pytest.raises(NotAllowed, match="already"):
        runs.pass_gate(staged["bao"], run.pk, "data_protection_officer", "passed", "", NOW)
    other = linking.agreed(staged)
    studying.give(staged, SECONDS["Aurora"], MAKER)
    with pytest.raises(NotAllowed, match="answered at the gate"):
        steps.draw_key(staged[SECONDS["Aurora"]], other.pk, NOW)
    steps.draw_key(staged["bao"], other.pk, NOW)


def test_without_an_agreement_in_force_until_deletion_no_member_joins(staged: Cast) -> None:
    yesterday, early = NOW.date() - timedelta(days=1), DELETE_BY - timedelta(days=1)
    run = linking.opened(staged)
    for wrong in ("none", "expired", "short", "ended", "other purpose", "forged"):
        Agreement.objects.all().delete()
        if wrong != "none":
            purpose = "concern_handover" if wrong == "other purpose" else "linkage_counting"
            ends = {"expired": yesterday, "short": early}.get(wrong, DELETE_BY)
            linking.agree(staged, "Aurora", ends=ends, purpose=purpose)
        if wrong == "ended":
            agreements.end(staged["bao"], Agreement.objects.get().pk, NOW)
        if wrong == "forged":
            Agreement.objects.update(signature_b=b"\1" * 64)
        with pytest.raises(NotNow):
            runs.join(staged["bao"], run.pk, 900, NOW)
    Agreement.objects.all().delete()
    linking.agree(staged, "Aurora")
    runs.join(staged["bao"], run.pk, 900, NOW)


def test_an_agreement_that_ends_meanwhile_stops_every_further_step(staged: Cast) -> None:
    run = linking.agreed(staged)
    row = Agreement.objects.filter(a_id=staged.aurora).get()
    agreements.end(staged["bao"], row.pk, NOW)
    with pytest.raises(NotNow, match="ended"):
        steps.draw_key(staged["bao"], run.pk, NOW)


def test_a_run_that_does_not_do_is_not_opened(staged: Cast) -> None:
    linking.found(staged, "Police")
    wrong: list[tuple[str, Any]] = [
        ("title", " "), ("harms", ""), ("delete_by", NOW.date()), ("delete_by", NOW.date() + timedelta(days=91)),
        ("members", ()), ("unit", staged.aurora), ("unit", staged.secretariat),
        ("unit", linking.org_of(staged, "Police")),
    ]  # fmt: skip
    for field, value in wrong:
        with pytest.raises(NotNow) as why:
            runs.open_run(staged["tove"], replace(linking.form(staged), **{field: value}), NOW)
        assert why.value.field == field
    assert not LinkageRun.objects.exists()


def test_each_step_is_of_those_whose_step_it_is(staged: Cast) -> None:
    run = linking.agreed(staged)
    with pytest.raises(NotAllowed):
        steps.draw_key(staged["uma"], run.pk, NOW)
    with pytest.raises(NotAllowed):
        steps.draw_key(staged["dalia"], run.pk, NOW)
    with pytest.raises(NotAllowed):
        steps.commit(staged["bao"], run.pk, NOW)
    with pytest.raises(NotHere):
        runs.run_of(staged["femi"], run.pk)
    steps.draw_key(staged["bao"], run.pk, NOW)
    with pytest.raises(NotNow):
        steps.draw_key(staged["bao"], run.pk, NOW)


# ---- the steps ----


def test_parts_of_the_key_go_to_each_member_and_never_to_the_unit(staged: Cast) -> None:
    run = linking.keyed(staged)
    office = linking.org_of(staged, "Office")
    parts = SealedPart.objects.filter(about=run.pk)
    assert {(one.sender_id, one.recipient_id) for one in parts} == {
        (one, other) for one in (staged.aurora, staged.nordlys) for other in (staged.aurora, staged.nordlys)
    }
    assert not parts.filter(recipient_id=office).exists()
    mine = parts.get(sender_id=staged.nordlys, recipient_id=staged.aurora)
    assert b"FANAL LINKAGE PART" in sealed_parts.take(staged["bao"], mine)
    for stranger in ("oda", "uma", "dalia"):
        with pytest.raises(NotNow):
            sealed_parts.take(staged[stranger], mine)


def test_a_part_that_was_moved_elsewhere_does_not_open(staged: Cast) -> None:
    run = linking.keyed(staged)
    part = SealedPart.objects.get(about=run.pk, sender_id=staged.nordlys, recipient_id=staged.aurora)
    part.kind = "list"
    with pytest.raises(NotNow, match="not what was sealed"):
        sealed_parts.take(staged["bao"], part)


def test_two_people_sign_number_and_definition(staged: Cast) -> None:
    run = linking.keyed(staged)
    with pytest.raises(NotNow):
        steps.countersign(staged["dalia"], run.pk, NOW)
    for count in (99, 2_001):
        with pytest.raises(NotNow):
            steps.declare(staged["bao"], run.pk, count, "Latn", NOW)
    steps.declare(staged["bao"], run.pk, 300, "Latn", NOW)
    with pytest.raises(NotAllowed):
        steps.countersign(staged["bao"], run.pk, NOW)
    steps.countersign(staged["dalia"], run.pk, NOW)
    signed = RunStep.objects.filter(run=run, step__in=("declared", "signed")).values_list("step", "by__name", "rows")
    assert set(signed) == {("declared", "Bao", 300), ("signed", "Dalia", 300)}


def test_a_list_of_another_length_than_two_people_signed_is_not_sent(
    staged: Cast, lists: dict[str, list[ChildRow]]
) -> None:
    run = linking.declared(staged, lists)
    rows = lists["Aurora"]
    with pytest.raises(NotNow, match=f"{len(rows) - 1} different children, and two people signed {len(rows)}"):
        steps.send(staged["bao"], run.pk, linking.text(rows[1:]), NOW)
    assert kinds(run) == {"key"}
    steps.send(staged["bao"], run.pk, linking.text([*rows, rows[0]]), NOW)
    assert kinds(run) == {"key", "list", "tests"}, "the same child twice counts once"


def test_no_row_and_no_key_is_kept(staged: Cast, lists: dict[str, list[ChildRow]]) -> None:
    run = linking.sent(staged, lists)
    assert kinds(run) == {"list", "tests"}, "the parts of the key went with the last list"
    part = SealedPart.objects.get(about=run.pk, kind="list", sender_id=staged.aurora)
    content = sealed_parts.take(staged["uma"], part)
    made = files.read_list(content)
    assert len(made.handles) > len(lists["Aurora"]), "test rows are among them"
    for name in {name for row in lists["Aurora"] for name in row.names if len(name) > 6}:
        assert name.encode() not in content
    with pytest.raises(NotNow):
        sealed_parts.take(staged["bao"], part)


def test_a_list_that_was_exchanged_is_refused(staged: Cast, lists: dict[str, list[ChildRow]]) -> None:
    run = linking.sent(staged, lists)
    RunStep.objects.filter(run=run, org_id=staged.aurora, step="sent").update(digest="0" * 64)
    with pytest.raises(NotNow, match="signature"):
        steps.commit(staged["uma"], run.pk, NOW)


def test_nothing_is_revealed_before_the_unit_has_committed_to_these_lists(
    staged: Cast, lists: dict[str, list[ChildRow]]
) -> None:
    run = linking.sent(staged, lists)
    with pytest.raises(NotNow):
        steps.reveal(staged["bao"], run.pk, NOW)
    steps.commit(staged["uma"], run.pk, NOW)
    assert kinds(run) == {"links", "tests"}, "the encoded lists are gone"
    RunStep.objects.filter(run=run, step="committed").update(digest="0" * 64)
    with pytest.raises(NotNow, match="Reveal nothing"):
        steps.reveal(staged["bao"], run.pk, NOW)


def test_nothing_is_counted_before_the_study_is_registered(staged: Cast, lists: dict[str, list[ChildRow]]) -> None:
    run = linking.revealed(staged, lists)
    with pytest.raises(NotNow, match="registered first"):
        steps.count(staged["uma"], run.pk, NOW)
    study_of(staged, run)
    steps.count(staged["uma"], run.pk, NOW)
    assert LinkageRun.objects.get(pk=run.pk).state == "counted"
    assert _asked_of_the_maker(run) == "research_study_compute"


def test_a_run_whose_lists_are_too_short_ends_before_anything_is_sent(staged: Cast) -> None:
    """When everybody joined with what their register has at most, or when the numbers are signed."""
    run = linking.agreed(staged, most=150)
    assert (run.state, kinds(run)) == ("stopped", set())
    assert "nothing is known of missed links" in run.stopped_because
    for language, words in (("fr", "des listes plus longues"), ("es", "listas más largas")):
        with translation.override(language):
            shown = str(view.shown(staged["uma"], run, runs.steps_of(run), runs.gate_of(run))["stopped"])
        assert words in shown.lower()
        assert "150" in shown
    run = linking.keyed(staged)
    for name in MEMBERS:
        steps.declare(staged[linking.MAKERS[name]], run.pk, 150, "Latn", NOW)
        steps.countersign(staged[linking.SECONDS[name]], run.pk, NOW)
    run.refresh_from_db()
    assert (run.state, kinds(run)) == ("stopped", set())
    assert not list(clocks.open_duties(subjects=[run.pk]))


def test_links_that_are_too_poor_end_the_run_and_write_nothing(
    staged: Cast, lists: dict[str, list[ChildRow]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = linking.revealed(staged, lists)
    study_of(staged, run)
    monkeypatch.setattr(quality, "FEWEST_SHARED", 1_000)
    steps.count(staged["uma"], run.pk, NOW)
    run.refresh_from_db()
    assert run.state == "stopped"
    assert "1000" in run.stopped_because
    assert kinds(run) == set()
    assert run.quality == {}
    assert _asked_of_the_maker(run) == "research_study_no_table"


def test_from_three_lists_to_an_estimate_and_nothing_left(cast: Cast) -> None:
    """The counts are those of the lists: 200 children on all three, 500 more on each, give and take the errors of links
    that the run itself measured; the estimate of the study rests on them."""
    linking.stage(cast, THREE)
    lists = linking.lists_of(THREE)
    run = linking.revealed(cast, lists)
    study = study_of(cast, run, sensitivities=("linkage", "pairs"))
    with pytest.raises(NotNow, match="no result yet"):
        studies.table(cast["tove"], study.pk, NOW)
    steps.count(cast["uma"], run.pk, NOW)
    run.refresh_from_db()
    assert set(run.quality) == {"missed", "false"}
    assert 0 <= run.quality["missed"][1] <= run.quality["missed"][0] <= run.quality["missed"][2] <= 1
    assert kinds(run) == {"result"}
    table = studies.table(cast["tove"], study.pk, NOW)
    assert kinds(run) == set(), "the histories are in one place only"
    assert table.names == ("list 01", "list 02", "list 03"), "no name of a member"
    assert [total for _, total, _ in table.overlaps().lists] == [len(lists[name]) for name in sorted_by_id(cast)]
    _, low, high = run.quality["missed"]
    assert 200 * (1 - high) ** 2 <= table.counts[7] <= 200 * (1 - low) ** 2, "links are missed as often as was measured"
    assert sum(table.counts) == pytest.approx(3 * 500 + 200, abs=60)
    assert "of links missed" in table.about.linkage
    linking.confirmed(cast, run, THREE)
    assert LinkageRun.objects.get(pk=run.pk).state == "closed"
    study = computing.compute(cast["tove"], study.pk, NOW)
    found = studies.estimate_of(study)
    assert found is not None
    assert found.table_hash != table.digest, "few tables have the same totals: a plain hash would give them away"
    assert studies.result_of(study, "pairs") is None
    rates = {row["missed"] for row in (studies.result_of(study, "linkage") or {})["rows"]}
    assert round(run.quality["missed"][0], 2) in rates, "what the run measured is among the rates that are tried"


def sorted_by_id(cast: Cast) -> list[str]:
    return sorted(THREE, key=lambda name: str(cast.founded[name].org))


# ---- the end ----


def test_whoever_takes_part_stops_it_alone_and_all_is_gone(staged: Cast, lists: dict[str, list[ChildRow]]) -> None:
    run = linking.sent(staged, lists)
    with pytest.raises(NotNow):
        runs.stop(staged["oda"], run.pk, " ", NOW)
    runs.stop(staged["oda"], run.pk, "A staff member works at both.", NOW)
    run.refresh_from_db()
    assert (run.state, kinds(run)) == ("stopped", set())
    assert journal.read(run.pk)[0].deed == policy.STOP


def test_after_the_day_of_deletion_nothing_goes_on_and_all_is_deleted(
    staged: Cast, lists: dict[str, list[ChildRow]]
) -> None:
    run = linking.sent(staged, lists)
    late = NOW + timedelta(days=31)
    with pytest.raises(NotNow):
        steps.commit(staged["uma"], run.pk, late)
    assert runs.purge(NOW + timedelta(days=30)) == 0
    assert runs.purge(late) == 1
    assert runs.purge(late) == 0
    run.refresh_from_db()
    assert (run.state, kinds(run)) == ("stopped", set())


def test_a_result_that_no_study_took_goes_with_the_day_of_deletion(
    staged: Cast, lists: dict[str, list[ChildRow]]
) -> None:
    run = linking.revealed(staged, lists)
    study = study_of(staged, run)
    steps.count(staged["uma"], run.pk, NOW)
    linking.confirmed(staged, run, MEMBERS)
    assert runs.purge(NOW + timedelta(days=31)) == 1
    assert kinds(run) == set()
    with pytest.raises(NotNow):
        studies.table(staged["tove"], study.pk, NOW)


def test_every_step_has_its_person_its_signature_and_its_entry(staged: Cast, lists: dict[str, list[ChildRow]]) -> None:
    run = linking.revealed(staged, lists)
    for step in runs.steps_of(run):
        if step.step != "asked":
            assert len(bytes(step.signature)) == 64
    deeds = [line.deed for line in journal.read(run.pk)]
    assert deeds.count(policy.SEND) == 2
    assert deeds.count(policy.COMMIT) == 1


def test_no_step_is_done_before_its_time(staged: Cast) -> None:
    run = linking.opened(staged)
    for deed in (steps.draw_key, steps.reveal, steps.confirm_deletion):
        with pytest.raises(NotNow):
            deed(staged["bao"], run.pk, NOW)
    with pytest.raises(NotNow):
        steps.countersign(staged["dalia"], run.pk, NOW)


def _asked_of_the_maker(run: LinkageRun) -> str:
    """The one duty of the study of a run."""
    [duty] = clocks.open_duties(subjects=[run.studies.get().pk])
    assert duty.person == run.made_by_id
    return duty.kind


def waits(run: LinkageRun) -> set[tuple[str, str]]:
    """Open duties of a run: kind and organisation."""
    found = clocks.open_duties(subjects=[run.pk])
    return {(one.kind.removeprefix("research_run_"), network.org(one.org).name) for one in found}


def test_whose_turn_it_is_has_it_on_their_day(staged: Cast, lists: dict[str, list[ChildRow]]) -> None:
    """Nobody has to look for it: the gate, each step of a member or of the unit, and the deletion; then nobody."""
    run = linking.opened(staged)
    names = {name: network.org(linking.org_of(staged, name)).name for name in (*MEMBERS, "Office")}
    members = {("step", names[name]) for name in MEMBERS}
    unit, gate = {("step", names["Office"])}, {"gate", "gate_ethics", "gate_adviser"}
    assert {kind for kind, _ in waits(run)} == {"step", *gate}
    assert {one for one in waits(run) if one[0] == "step"} == members | unit
    runs.join(staged["bao"], run.pk, 900, NOW)
    runs.pass_gate(staged[SECONDS["Aurora"]], run.pk, "data_protection_officer", "passed", "", NOW)
    runs.pass_gate(staged["sol"], run.pk, "ethics_reviewer", "passed", "", NOW)
    left = waits(run)
    assert not {("step", names["Aurora"]), ("gate", names["Aurora"])} & left
    assert {("gate", names["Nordlys"]), ("step", names["Nordlys"])} <= left
    assert {kind for kind, _ in left} == {"step", "gate", "gate_adviser"}
    runs.pass_gate(staged["sol"], run.pk, "ethics_reviewer", "refused", "Names are few.", NOW)
    opener = network.org(run.org_id).name
    assert ("refused", opener) in waits(run), "whoever opened it hears of a no"
    runs.pass_gate(staged["sol"], run.pk, "ethics_reviewer", "passed", "", NOW)
    assert waits(run) == left
    runs.stop(staged["bao"], run.pk, "Given up.", NOW)
    assert waits(run) == set()
    other = linking.declared(staged, lists)
    assert waits(other) == members | {("study", opener)}
    study_of(staged, other)
    assert waits(other) == members
    steps.send(staged["bao"], other.pk, linking.text(lists["Aurora"]), NOW)
    assert waits(other) == members - {("step", names["Aurora"])}
    steps.send(staged["oda"], other.pk, linking.text(lists["Nordlys"]), NOW)
    assert waits(other) == unit
    steps.commit(staged["uma"], other.pk, NOW)
    assert waits(other) == members


def test_a_number_waits_for_its_second_person(staged: Cast) -> None:
    run = linking.keyed(staged)
    study_of(staged, run)
    steps.declare(staged["bao"], run.pk, 900, "Latn", NOW)
    assert len(waits(run)) == len(MEMBERS)
    steps.countersign(staged[SECONDS["Aurora"]], run.pk, NOW)
    assert waits(run) == {("step", network.org(linking.org_of(staged, "Nordlys")).name)}


def test_an_office_whose_counting_team_has_another_key_is_no_unit(staged: Cast) -> None:
    run = linking.opened(staged)
    ring = RingVersion.objects.filter(team__org_id=linking.org_of(staged, "Office"), team__kind="statistics")
    assert ring.update(signature=b"\0" * 64) == 1
    with pytest.raises(NotNow, match="not signed by its organisation"):
        runs.join(staged["uma"], run.pk, None, NOW)
