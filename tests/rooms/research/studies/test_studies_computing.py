"""Computing goes on beside the requests: one press, one opening of the table, one line when it ended."""

import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import history
from fanal.journal import api as journal
from fanal.network.models import SessionRow
from fanal.research.models import Study
from fanal.research.studies import computing, policy, registering, studies
from fanal.research.studies import engine as study_engine
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.research import studying

pytestmark = pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))


def deeds(study: UUID) -> list[str]:
    return [line.deed for line in journal.read(study)]


def until(what: Callable[[], bool]) -> None:
    ends = time.monotonic() + 60
    while not what():
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_reloading_the_page_stops_nothing_and_each_end_is_noted_once(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before, computing stood still without its page, and each round of it left a line “Computed a study”."""
    go, real = Event(), study_engine.sensitivity

    def slow(*args: Any) -> study_engine.Made | None:
        assert go.wait(60)
        return real(*args)

    monkeypatch.setattr(study_engine, "sensitivity", slow)
    monkeypatch.setattr(computing, "PATIENCE", 0.0)
    study = studying.registered(people)
    there, page = client_of(people, "bao"), reverse("research:study", args=[study.pk])
    press = reverse("research:study_compute", args=[study.pk])
    assert there.post(press).headers["Location"] == page
    until(lambda: studies.progress(Study.objects.get(pk=study.pk)).done == 1)
    for _ in range(5):
        there.post(press)
        shown = text(there.get(page))
    assert 'value="1"' in shown.partition("data-goes-on")[2].partition("</progress>")[0]
    assert press not in shown
    go.set()
    until(lambda: Study.objects.get(pk=study.pk).computing_until is None)
    assert Study.objects.get(pk=study.pk).state == "computed"
    assert 'id="result"' in text(there.get(page))
    assert deeds(study.pk).count(policy.COMPUTE) == 1, "the table was opened once"
    assert deeds(study.pk).count(policy.COMPUTED) == 1
    said = [one.what for one in history(people["bao"], study.pk)]
    assert said.count("A study was computed to its end") == 1


@pytest.mark.parametrize(("broken", "part"), [("estimate", "Estimate"), ("sensitivity", "Lists")])
def test_a_study_whose_computing_fails_says_at_which_part_and_what_to_do(
    people: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, broken: str, part: str
) -> None:
    """Before, the page came back as if nobody had begun."""

    def fails(*_: Any) -> Any:
        raise FloatingPointError("the cell of 17 children")

    study, there = studying.registered(people), client_of(people, "bao")
    page, press = (reverse(f"research:{name}", args=[study.pk]) for name in ("study", "study_compute"))
    assert "Computing failed" not in text(there.get(page))
    with monkeypatch.context() as engine:
        engine.setattr(study_engine, broken, fails)
        engine.setattr(computing, "PATIENCE", 60.0)
        shown = text(there.post(press, follow=True))
    assert f"Computing failed at the part “{part}”" in shown
    assert "tell your administrator" in shown
    assert press in shown, "it can be tried again"
    assert "17 children" not in shown
    assert [one.exc_info[0] for one in caplog.records if one.exc_info] == [FloatingPointError]
    monkeypatch.setattr(computing, "PATIENCE", 60.0)
    assert 'id="result"' in text(there.post(press, follow=True))
    study.refresh_from_db()
    assert (study.state, study.computing_failed) == ("computed", "")


def test_a_page_that_asks_how_far_it_is_keeps_no_session_alive(people: Cast) -> None:
    """A study computes for hours, and nobody need be there."""
    study, there = studying.registered(people), client_of(people, "bao")
    Study.objects.filter(pk=study.pk).update(computing_until=timezone.now() + computing.LEASE)
    page = text(there.get(reverse("research:study", args=[study.pk])))
    asked = page.partition('data-goes-on="')[2].partition('"')[0]
    ends = timezone.now() + timedelta(minutes=5)
    SessionRow.objects.update(idle_until=ends)
    assert "<progress" in text(there.get(asked))
    assert SessionRow.objects.get().idle_until == ends
    Study.objects.filter(pk=study.pk).update(computing_until=None)
    assert "Computing has ended" in text(there.get(asked))
    assert SessionRow.objects.get().idle_until == ends
    there.get(reverse("research:study", args=[study.pk]))
    assert SessionRow.objects.get().idle_until > ends, "a person who looks does"


def test_computing_that_was_cut_off_can_be_gone_on_with(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the process ended: the moment passes, what was computed stays."""
    study = studying.registered(people)
    monkeypatch.setattr(computing, "_beside", lambda *_: None)
    computing.begin(people["bao"], study.pk, timezone.now() - 2 * computing.LEASE)
    study.refresh_from_db()
    assert not computing.at_work(study, timezone.now())
    monkeypatch.undo()
    monkeypatch.setattr(computing, "PATIENCE", 60.0)
    client_of(people, "bao").post(reverse("research:study_compute", args=[study.pk]))
    study.refresh_from_db()
    assert (study.state, study.computing_until) == ("computed", None)
    assert deeds(study.pk).count(policy.COMPUTED) == 1


def test_a_study_that_is_stopped_meanwhile_stays_stopped(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    real = study_engine.estimate
    study = studying.registered(people)

    def stopped(*args: Any) -> Any:
        registering.stop(people["bao"], study.pk, "Not needed.", NOW + timedelta(hours=1))
        return real(*args)

    monkeypatch.setattr(study_engine, "estimate", stopped)
    assert computing.compute(people["bao"], study.pk, NOW + timedelta(hours=1)).state == "stopped"
    assert Study.objects.get(pk=study.pk).others == {}
    assert policy.COMPUTED not in deeds(study.pk)
