"""Studies: registered before their table is opened, every result kept, signed from outside or not at all."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from fanal import vault
from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.engines.prevalence.faults import Fault
from fanal.engines.prevalence.refusals import TEXTS as REFUSALS
from fanal.engines.prevalence.result import ASSUMPTIONS, ENGINE_VERSION, Notice
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.warnings import TEXTS as WARNINGS
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import records
from fanal.network.contracts import NetworkError
from fanal.network.models import Person
from fanal.research.contracts import MAKER, STATISTICIAN
from fanal.research.models import Study
from fanal.research.studies import computing, duties, engine, policy, registering, signing, studies, tasks
from fanal.research.studies import words as study_words
from fanal.research.studies.registering import StudyState
from tests.decided import decided_as
from tests.people import NOW, Cast
from tests.rooms.research import studying
from tests.rooms.research.studying import FORM, HEPATITIS, OPTIONS, THIN, UK

pytestmark = pytest.mark.django_db(databases="__all__")
PLACE = "Institute of Statistics"


# ---- before the table is opened ----


def test_the_table_is_sealed_at_once(cast: Cast) -> None:
    study = studying.drafted(cast)
    row = Study.objects.filter(pk=study.pk).values().get()
    assert not any("1,0,0,69" in str(value) for value in row.values())
    assert b"1,0,0,69" not in bytes(row["content"])
    assert len(bytes(row["content"])) > 1000
    held = [(kind, only) for kind, _, _, only in records.holders(study.pk)]
    assert held == [("ring", frozenset({"content"}))]


def test_whatever_is_wrong_with_a_table_has_an_advice_of_its_own() -> None:
    """Before, advice was found by words of the engine, and some had none."""
    assert set(engine.WRONG) == set(Fault)
    assert len({str(words) for words in engine.WRONG.values()}) == len(Fault)
    with pytest.raises(NotNow, match=r"^Row 2: This cannot be read as CSV"):
        engine.table_of(f"A,B,count\n{'1' * 140_000},0,5\n")


@pytest.mark.parametrize("opening", [studies.table, computing.compute])
def test_nobody_opens_the_table_before_it_is_registered(cast: Cast, opening: Callable[..., object]) -> None:
    study = studying.drafted(cast)
    with pytest.raises(NotNow):
        opening(cast["bao"], study.pk, NOW)
    registering.register(cast["bao"], study.pk, NOW)
    opening(cast["bao"], study.pk, NOW)


def test_what_is_registered_stands_in_the_journal_by_its_hash(cast: Cast) -> None:
    study = studying.registered(cast)
    said = registering.statement(study)
    _, items = journal.written(study.pk, 2)
    assert items == {vault.item_hash(said)}
    given = json.loads(said)
    assert given["table"] == CaptureTable.from_csv(HEPATITIS).digest
    assert json.loads(given["options"])["model"] == OPTIONS["model"]
    assert given["sensitivities"] == ["lists", "pairs"]
    assert given["engine"] == ENGINE_VERSION


@pytest.mark.parametrize(
    "change",
    [
        {"options": {**OPTIONS, "model": "[12,3]", "not_finite": {}}},
        {"sensitivities": ["pairs"]},
        {"table_sha256": "0" * 64},
        {"source_words": "elsewhere"},
    ],
)
def test_a_study_that_was_changed_behind_the_back_is_not_computed(cast: Cast, change: dict[str, Any]) -> None:
    study = studying.registered(cast)
    Study.objects.filter(pk=study.pk).update(**change)
    with pytest.raises(NotNow, match="not as it was registered"):
        computing.compute(cast["bao"], study.pk, NOW)


def test_a_study_that_an_older_engine_was_to_compute_is_as_it_was_registered(cast: Cast) -> None:
    study = studying.registered(cast)
    study.registered_sha256 = sha256(registering.statement(study, "prevalence/1")).hexdigest()
    study.save(update_fields=["registered_sha256"])
    assert registering.is_as_registered(study)
    computing.compute(cast["bao"], study.pk, NOW)
    study.registered_sha256 = sha256(registering.statement(study, "prevalence/0")).hexdigest()
    assert not registering.is_as_registered(study), "the control: an engine that never was"


def test_after_registering_nothing_of_it_changes(cast: Cast) -> None:
    study = studying.registered(cast)
    with pytest.raises(NotNow):
        registering.revise(cast["bao"], study.pk, study.version, FORM, NOW)
    with pytest.raises(NotNow):
        registering.register(cast["bao"], study.pk, NOW)


def test_a_draft_is_changed_by_whoever_saw_the_last_one(cast: Cast) -> None:
    study = studying.drafted(cast)
    longer = replace(FORM, title="Unseen in Taiwan, again", table="")
    revised = registering.revise(cast["bao"], study.pk, 1, longer, NOW)
    assert (revised.title, revised.version) == (longer.title, 2)
    assert revised.table_sha256 == CaptureTable.from_csv(HEPATITIS).digest, "the sealed table stays"
    with pytest.raises(NotNow, match="colleague"):
        registering.revise(cast["bao"], study.pk, 1, FORM, NOW)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"question": "nobody-asked"}, "question"),
        ({"title": " "}, "title"),
        ({"source_words": ""}, "source_words"),
        ({"table": ""}, "table"),
        ({"table": "A,B,count\n1,0,5\n0,2,7\n"}, "table"),
        ({"table": "# kind: suspects\n" + HEPATITIS}, "table"),
        ({"table": HEPATITIS.replace("P,Q,E", "P,Q,suspects")}, "table"),
        ({"options": {**OPTIONS, "model": "[19]"}}, "model"),
        ({"options": {**OPTIONS, "method": "auto"}}, None),
        ({"title": "Unseen in northfield district"}, "title"),
        ({"source_words": "Lists of child " + "prostitutes"}, "source_words"),
        ({"protocol": replace(studying.PROTOCOL, counted="")}, "counted"),
        ({"protocol": replace(studying.PROTOCOL, counted="Children of the town of northfield.")}, "counted"),
        ({"protocol": replace(studying.PROTOCOL, country="QQ")}, "country"),
        ({"protocol": replace(studying.PROTOCOL, harms="")}, "harms"),
        ({"protocol": replace(studying.PROTOCOL, unwelcome=False)}, "unwelcome"),
    ],
)
def test_a_study_that_does_not_do_is_not_opened(cast: Cast, wrong: dict[str, Any], field: str | None) -> None:
    with pytest.raises(NotNow) as why:
        registering.open_study(studying.maker(cast), replace(FORM, **wrong), NOW)
    assert why.value.field == field
    assert not Study.objects.exists()


def test_an_error_of_the_table_names_the_row_and_no_cell(cast: Cast) -> None:
    named = HEPATITIS.replace("1,0,0,69", "Mira,0,0,69")
    with pytest.raises(NotNow) as why:
        registering.open_study(studying.maker(cast), replace(FORM, table=named), NOW)
    assert "Row 2" in why.value.words
    assert "Mira" not in why.value.words


# ---- computing ----


def test_the_estimate_is_the_one_by_hand(cast: Cast) -> None:
    """All pairs of three lists: 69·55·63·28 / (21·17·18) + 271 = 1312.765, by hand."""
    study = studying.computed(cast)
    assert study.state == StudyState.COMPUTED
    found = studies.estimate_of(study)
    assert found is not None
    assert found.point == pytest.approx(69 * 55 * 63 * 28 / (21 * 17 * 18) + 271, rel=1e-9)
    assert found.observed == 271
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < 1312.765 < found.upper
    assert found.assumptions == ASSUMPTIONS
    assert not found.publishable
    pairs = studies.result_of(study, "pairs")
    assert pairs is not None
    assert [(row["first"], row["second"], row["overlap"]) for row in pairs["rows"]] == [
        ("P", "Q", 21 + 28), ("P", "E", 17 + 28), ("Q", "E", 18 + 28),
    ]  # fmt: skip


def test_the_same_study_comes_to_the_same_bytes(cast: Cast) -> None:
    one, two = studying.computed(cast), studying.computed(cast)
    assert one.estimate == two.estimate
    assert one.others == two.others


def test_not_estimable_is_a_result_like_any_other(cast: Cast) -> None:
    study = studying.computed(cast, studying.thin_form())
    found = studies.estimate_of(study)
    assert found is not None
    assert (found.status, found.point, [one.code for one in found.reasons]) == ("not_estimable", None, ["R2"])
    assert study.state == StudyState.COMPUTED
    with pytest.raises(NotNow):
        computing.compute(cast["bao"], study.pk, NOW)


def test_a_figure_that_every_other_method_contradicts_is_none() -> None:
    table, options = CaptureTable.from_csv(HEPATITIS), engine.options_of(OPTIONS)
    found, _ = engine.estimate(table, options, None)
    reason = Notice("R7", "The methods contradict each other: a; b.", "A statistician.", (("ranges", "a; b"),))
    compared = json.dumps(
        {"reasons": [{"code": "R7", "text": reason.text, "advice": reason.advice, "values": {"ranges": "a; b"}}]}
    )
    kept = engine.contradicted(found, compared)
    assert (kept.status, kept.point, kept.lower, kept.reasons) == ("not_estimable", None, None, (reason,))
    assert engine.contradicted(found, json.dumps({"reasons": []})) is found


def test_every_method_can_be_checked(cast: Cast) -> None:
    """All checks on a table of five lists: each is kept with what it says, and all but the pairs have a picture."""
    options = {"method": "stepwise", "level": 0.95, "replicates": 200, "seed": 1}
    checks = ("linkage", "groups", "lists", "known", "choices", "pairs")
    study = studying.computed(cast, replace(FORM, table=UK, options=options, sensitivities=checks))
    for part in checks:
        assert studies.result_of(study, part) is not None
        assert bool(studies.picture_of(study, part)) == (part != "pairs")


# ---- the statistician from outside ----


def test_a_statistician_from_outside_signs_the_exact_bytes(cast: Cast) -> None:
    study = studying.signed(cast)
    assert (study.state, study.affiliation, study.statistician_id) == ("signed", PLACE, cast["pia"].person)
    assert signing.is_signed(study)
    assert vault.verify(cast["pia"].signer.public, "estimate", signing.statement(study), bytes(study.signature))
    study.estimate = study.estimate.replace("1312", "1313")
    assert not signing.is_signed(study)


def test_not_estimable_is_signed_too(cast: Cast) -> None:
    assert signing.is_signed(studying.signed(cast, studying.thin_form()))


def test_the_table_opens_for_whoever_was_asked_and_no_longer_for_whom_was_asked_before(cast: Cast) -> None:
    study, pia = studying.computed(cast), studying.statistician(cast)
    quim = studying.give(cast, "quim", STATISTICIAN)
    with pytest.raises(NotHere):
        studies.table(pia, study.pk, NOW)
    signing.ask_statistician(cast["bao"], study.pk, pia.person, NOW)
    assert studies.table(pia, study.pk, NOW) == CaptureTable.from_csv(HEPATITIS)
    [duty] = clocks.open_duties(org=cast.nordlys, person=pia.person)
    assert (duty.kind, duty.due_at >= NOW + timedelta(days=30)) == (duties.STATISTICIAN.code, True)
    signing.ask_statistician(cast["bao"], study.pk, quim.person, NOW)
    with pytest.raises(NotHere):
        studies.table(pia, study.pk, NOW)
    assert studies.table(quim, study.pk, NOW).n == 271
    signing.sign(quim, study.pk, PLACE, NOW)
    assert not list(clocks.open_duties(org=cast.nordlys))


def test_nobody_of_an_organisation_that_takes_part_signs(cast: Cast) -> None:
    study = studying.computed(cast)
    inside = studying.give(cast, "dalia", STATISTICIAN)
    assert inside.person not in {one.id for one in signing.statisticians_for(study, NOW)}
    with pytest.raises(NotNow):
        signing.ask_statistician(cast["bao"], study.pk, inside.person, NOW)
    Study.objects.filter(pk=study.pk).update(statistician_id=inside.person)
    with pytest.raises(NotAllowed):
        signing.sign(inside, study.pk, PLACE, NOW)


def test_who_signs_holds_the_grant_and_was_asked(cast: Cast) -> None:
    study, pia = studying.computed(cast), studying.statistician(cast)
    with pytest.raises(NotNow, match="outside"):
        signing.ask_statistician(cast["bao"], study.pk, cast["oda"].person, NOW)
    with pytest.raises(NotHere):
        signing.sign(pia, study.pk, PLACE, NOW)
    signing.ask_statistician(cast["bao"], study.pk, pia.person, NOW)
    network.grants.end(pia.person, STATISTICIAN)
    with pytest.raises(NotAllowed):
        signing.sign(cast["pia"], study.pk, PLACE, NOW)


@pytest.mark.parametrize("where", ["", "  ", "Nordlys", "secretariat"])
def test_who_signs_is_named_with_a_place_outside_the_network(cast: Cast, where: str) -> None:
    study, pia = studying.computed(cast), studying.statistician(cast)
    signing.ask_statistician(cast["bao"], study.pk, pia.person, NOW)
    with pytest.raises(NotNow) as why:
        signing.sign(pia, study.pk, where, NOW)
    assert why.value.field == "affiliation"


@pytest.mark.parametrize("where", ["Institute of Dr. Marta Rossini, Kampong Speu", "Statistics, desk@example.org"])
def test_who_signs_names_no_other_person_and_no_place_of_a_child(cast: Cast, where: str) -> None:
    """It was published as it was typed; nobody looked. An institution keeps its name."""
    study, pia = studying.computed(cast), studying.statistician(cast)
    signing.ask_statistician(cast["bao"], study.pk, pia.person, NOW)
    with pytest.raises(NotNow, match="“") as why:
        signing.sign(pia, study.pk, where, NOW)
    assert why.value.field == "affiliation"
    assert signing.sign(pia, study.pk, "Royal University of Phnom Penh", NOW).affiliation


def test_an_estimate_of_another_table_is_not_signed(cast: Cast) -> None:
    study, pia = studying.computed(cast), studying.statistician(cast)
    other = studying.computed(cast, replace(FORM, table=HEPATITIS.replace("69", "68")))
    signing.ask_statistician(cast["bao"], study.pk, pia.person, NOW)
    exchanged = {"estimate": other.estimate, "estimate_sha256": other.estimate_sha256}
    Study.objects.filter(pk=study.pk).update(**exchanged)
    with pytest.raises(NotNow, match="another table"):
        signing.sign(pia, study.pk, PLACE, NOW)


def test_a_key_that_somebody_put_in_its_place_receives_nothing(cast: Cast) -> None:
    study, pia = studying.computed(cast), studying.statistician(cast)
    Person.objects.filter(pk=pia.person).update(membership=b"\0" * 64)
    with pytest.raises(NetworkError):
        signing.ask_statistician(cast["bao"], study.pk, pia.person, NOW)
    assert len(records.holders(study.pk)) == 1


# ---- who, and how long ----


def test_who_made_it_goes_on_with_it_and_nobody_else(cast: Cast) -> None:
    study = studying.drafted(cast)
    other = studying.give(cast, "dalia", MAKER)
    for deed in (registering.register, computing.compute, studies.table):
        with pytest.raises(NotAllowed):
            deed(other, study.pk, NOW)
    with pytest.raises(NotHere):
        registering.register(studying.give(cast, "oda", MAKER), study.pk, NOW)
    with pytest.raises(NotAllowed):
        registering.open_study(cast["amara"], FORM, NOW)


def test_stopping_keeps_what_was_computed_and_erases_the_table(cast: Cast) -> None:
    study = studying.computed(cast)
    with pytest.raises(NotNow):
        registering.stop(cast["bao"], study.pk, "  ", NOW)
    registering.stop(cast["bao"], study.pk, "The lists were of different years.", NOW)
    assert studies.erase_due(NOW) == 1
    assert studies.erase_due(NOW) == 0
    row = Study.objects.get(pk=study.pk)
    assert (row.state, bytes(row.content), records.holders(study.pk)) == ("stopped", b"", [])
    assert studies.estimate_of(row) is not None
    assert journal.read(study.pk)[0].deed == policy.ERASE
    with pytest.raises(NotNow):
        studies.table(cast["bao"], study.pk, NOW)


def test_a_table_is_kept_for_twelve_months_from_publication(cast: Cast) -> None:
    study = studying.signed(cast)
    studies.keep_until(study, NOW)
    decided_as(study, state=StudyState.PUBLISHED)
    assert studies.table(cast["bao"], study.pk, NOW).n
    assert studies.erase_due(NOW.replace(year=2027) - timedelta(days=1)) == 0
    assert studies.erase_due(NOW.replace(year=2027)) == 1
    with pytest.raises(NotNow, match="until it is erased"):
        studies.table(cast["bao"], study.pk, NOW)
    assert signing.is_signed(Study.objects.get(pk=study.pk)), "what was published stays signed"


def test_a_restore_erases_the_table_again_and_keeps_the_study(
    cast: Cast, django_capture_on_commit_callbacks: Any, erased_again: Callable[[], int]
) -> None:
    """The ledger is replayed on an older backup: the table is gone, what was estimated and who made it is not."""
    study = studying.computed(cast)
    registering.stop(cast["bao"], study.pk, "The lists were of different years.", NOW)
    stopped = Study.objects.get(pk=study.pk)
    with django_capture_on_commit_callbacks(execute=True):
        studies.erase_due(NOW)
    stopped.save()
    assert erased_again() == 1
    row = Study.objects.get(pk=study.pk)
    assert (row.state, bytes(row.content), records.holders(study.pk)) == ("stopped", b"", [])
    assert studies.estimate_of(row) is not None


def test_the_nightly_job_erases(cast: Cast) -> None:
    study = studying.computed(cast)
    registering.stop(cast["bao"], study.pk, "Done with.", NOW)
    clocks.enqueue(tasks.erase_histories)
    clocks.drain()
    assert bytes(Study.objects.get(pk=study.pk).content) == b""


def test_words_of_warnings_and_refusals_are_those_of_the_engine() -> None:
    source = {code: tuple(map(str, words)) for code, words in study_words.NOTICES.items()}
    assert source == {**WARNINGS, **REFUSALS}
    assert tuple(map(str, study_words.ASSUMPTIONS)) == ASSUMPTIONS


def test_a_table_without_any_overlap_is_shown_with_its_verdict() -> None:
    codes = [one.code for one in engine.verdicts(CaptureTable.from_csv(THIN))]
    assert codes == ["R2", "W1", "W2", "W3", "W4"]
