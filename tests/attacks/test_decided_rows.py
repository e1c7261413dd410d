"""The same attacks beside concerns: matters, requests, exports and tables, and what points to what was erased."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, stated
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Concern
from fanal.concerns.triage import lists
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.justice.matters import asking, matters, policy
from fanal.justice.models import Matter, Question
from fanal.research.models import DataRequest, ImportedTable, RunStep, Study
from fanal.research.records import importing
from fanal.research.requests import requests
from fanal.research.runs import steps
from fanal.research.studies import studies
from fanal.site.commands.journal import defects
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.keeping.test_keeping import closed
from tests.rooms.concerns.told import DAY, tell
from tests.rooms.justice import acts
from tests.rooms.research import linking, studying
from tests.rooms.research.records.test_importing import HTCDS, read
from tests.rooms.research.requests.test_requests import FORM, researcher

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]


def _found() -> list[str]:
    return list(defects(lambda _done, _of: None))


@pytest.mark.parametrize("how", ["asked by another", "called an exercise", "taken up again"])
def test_a_matter_is_erased_by_two_whatever_its_row_says(cast: Cast, how: str) -> None:
    lena = cast["lena"]
    found = matters.open_matter(lena, NOW, label="A").pk
    matters.ask_erase(lena, found, NOW)
    assert _found() == []
    moved: dict[str, dict[str, Any]] = {
        "asked by another": {"erase_asked_by_id": cast["marek"].person},
        "called an exercise": {"training": "T1", "opened_by_id": lena.person},
        "taken up again": {"closed_on": NOW.date()},
    }
    Matter.objects.filter(pk=found).update(**moved[how])
    with pytest.raises(NotAllowed, match="somebody changed it"):
        matters.erase(lena, found, NOW)
    assert f"justice.Matter {found}: it is not what was decided last" in _found()


@pytest.mark.parametrize("how", ["asked by another", "kept after all", "as it was"])
def test_a_matter_of_0_1_0_is_erased_by_two_whatever_its_row_says(cast: Cast, how: str) -> None:
    """Its entries name ciphertexts and no rows: who asked, and whether somebody kept it, they say all the same."""
    lena, marek = cast["lena"], cast["marek"]
    found = matters.open_matter(lena, NOW, label="A").pk
    Entry.objects.filter(record=found).delete()
    content = bytes(Matter.objects.get(pk=found).content)
    journal.write(found, lena.signatory(), policy.OPEN, at=NOW, items=[content])
    asked = [(lena, policy.ASK_ERASE), *([(marek, policy.KEEP)] if how == "kept after all" else [])]
    for who, deed in asked:
        journal.write(found, who.signatory(), deed, at=NOW)
    Matter.objects.filter(pk=found).update(erase_asked_by_id=(lena if how == "as it was" else marek).person)
    if how == "as it was":
        matters.erase(marek, found, NOW)
    else:
        with pytest.raises(NotAllowed, match="somebody else" if how == "asked by another" else "somebody changed it"):
            matters.erase(lena, found, NOW)
    assert Matter.objects.filter(pk=found).exists() is (how != "as it was")


def test_nobody_signs_their_own_number_of_a_linkage_run_under_another_name(cast: Cast) -> None:
    """Somebody of the other member said theirs after it, and is no first person here."""
    linking.stage(cast)
    run, first, second = linking.keyed(cast), cast["bao"], cast[linking.SECONDS["Aurora"]]
    steps.declare(first, run.pk, 300, "Latn", NOW)
    steps.declare(linking.maker_of(cast, "Nordlys"), run.pk, 300, "Latn", NOW)
    RunStep.objects.filter(run=run, step="declared", org_id=first.org).update(by_id=second.person)
    with pytest.raises(NotAllowed, match="somebody else"):
        steps.countersign(first, run.pk, NOW)
    RunStep.objects.filter(run=run, step="declared", org_id=first.org).update(by_id=first.person)
    steps.countersign(second, run.pk, NOW)


def test_nobody_answers_their_own_request_under_another_name(cast: Cast) -> None:
    made = requests.ask_for(researcher(cast, "tove"), FORM, NOW)
    DataRequest.objects.filter(pk=made.pk).update(asked_by_id=cast["noor"].person, org_id=cast["noor"].org)
    with pytest.raises(NotAllowed, match="somebody else"):
        requests.answer(cast["tove"], made.pk, requests.RequestState.REFUSED, "No", None, NOW)


def test_tables_go_on_the_day_that_was_decided_and_on_no_other(cast: Cast) -> None:
    _population, report = read(cast, HTCDS)
    study = studying.computed(cast)
    assert report.table is not None
    ImportedTable.objects.update(erase_on=NOW.date())
    Study.objects.update(erase_on=NOW.date())
    assert (importing.erase_due(NOW), studies.erase_due(NOW)) == (0, 0)
    found = _found()
    assert f"research.ImportedTable {report.table}: it is not what was decided last" in found
    assert f"research.Study {study.pk}: it is not what was decided last" in found


def test_what_was_the_same_as_an_erased_concern_stands_by_itself(
    cast: Cast, django_capture_on_commit_callbacks: Any, erased_again: Callable[[], int]
) -> None:
    """The nightly job, and a restore that erases again, leave no row that looks as if somebody had changed it."""
    second, other = closed(cast), tell(cast)
    lists.same_as(cast["amara"], other.id, second.id, NOW)
    keeping.hold(cast["amara"], other.id, (NOW + 300 * DAY).date(), "A proceeding", NOW)
    entries = set(Entry.objects.values_list("pk", flat=True))
    backup = second.row
    with django_capture_on_commit_callbacks(execute=True):
        keeping.ask_erase(cast["amara"], second.id, "The child asks for it", NOW)
        keeping.erase_early(cast["femi"], backup.decisions.get(needs_second=True).pk, NOW)
    assert other.row.duplicate_of_id is None
    assert _found() == []
    assert entries < set(Entry.objects.values_list("pk", flat=True))
    keeping.hold(cast["amara"], other.id, (NOW + 30 * DAY).date(), "A proceeding", NOW + timedelta(hours=1))

    Entry.objects.exclude(pk__in=entries).delete()  # the database goes back to before: rows, keys and journal
    backup.save(force_insert=True)
    Concern.objects.filter(pk=other.id).update(duplicate_of=backup, hold_until=(NOW + 300 * DAY).date())
    erased_again()
    assert other.row.duplicate_of_id is None
    assert not any(str(other.id) in line and "decided" in line for line in _found())


@pytest.mark.parametrize("moved", [{"as_of": NOW.date() - timedelta(days=365)}, {"corpus_version": "0" * 64}])
def test_an_answer_is_of_the_day_and_the_law_that_were_asked_for(cast: Cast, moved: dict[str, Any]) -> None:
    """The facts stay, so that it can be asked anew; why not is refused."""
    lena = cast["lena"]
    row = asking.put_question(lena, acts.matter(lena), acts.FACTS, acts.TODAY, NOW)
    assert asking.read(lena, row.pk, NOW).answer
    assert _found() == []
    Question.objects.filter(pk=row.pk).update(**moved)
    given = asking.read(lena, row.pk, NOW)
    assert given.facts
    assert not given.answer
    assert "somebody changed it" in given.unreadable
    assert f"justice.Question {row.pk}: it is not what was decided last" in _found()
    page = client_of(cast, "lena").get(reverse("justice:answer", args=[row.pk]))
    assert "somebody changed it" in text(page)


def test_a_column_that_a_later_version_adds_leaves_what_was_named_before(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named before there was a column, a row holds while the column is as its migration left it; written to, it does
    not. The control: said of no version, it is another row."""
    row = tell(cast)
    concern = Concern.objects.get(pk=row.id)
    assert stated.stands(concern), "the control: as it was told"
    monkeypatch.setattr(Concern, "stated", (*Concern.stated, "critical_reason"))
    assert not stated.stands(concern)
    monkeypatch.setattr(Concern, "since", {"critical_reason": 2}, raising=False)
    assert stated.stands(concern)
    Concern.objects.filter(pk=concern.pk).update(critical_reason="x")
    assert not stated.stands(Concern.objects.get(pk=concern.pk))
