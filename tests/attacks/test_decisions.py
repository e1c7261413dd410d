"""Reviews and assents of research are rows. Somebody who writes to the database writes, changes or deletes one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotNow, stated
from fanal.access.contracts import LineState
from fanal.access.models import ReviewGiven
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.research.models import Decision, Study
from fanal.research.questions import catalogue, classing
from fanal.research.studies import declining, policy, publishing, signing
from fanal.site.commands.journal import defects
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.research import planning, studying
from tests.rooms.research.studies.test_studies_publishing import DAY, advisers, agreed

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]


def _passed(study: Study) -> list[bool]:
    return [line.state is LineState.PASSED for line in publishing.standing(study)]


def _named(words: str) -> bool:
    return any(f": {words}" in line for line in defects(lambda _done, _of: None))


def _planted(cast: Cast, study: Study, who: str, **more: Any) -> Decision:
    """An assent that nobody gave, as the program would have written it."""
    told = {"stage": "assent", "role": "survivor_adviser", "verdict": "assent", "about": study.estimate_sha256} | more
    person = cast[who]
    return Decision.objects.create(subject=study.pk, org_id=person.org, person_id=person.person, at=NOW, **told)


def test_an_assent_that_somebody_wrote_counts_for_nothing(cast: Cast) -> None:
    """Nor where a colleague, who has a key of their own, signs an entry that names it."""
    study = studying.signed(cast)
    sol, _tove = advisers(cast)
    publishing.submit(cast["bao"], study.pk, NOW)
    row = _planted(cast, study, "sol")
    assert _passed(study) == [False, False, False]
    assert _named("a decision of research is by nobody")
    by = cast["bao"].signatory()
    journal.write(study.pk, by, policy.ASSENT, at=NOW, items=[stated.whole(row)])
    assert _passed(study) == [False, False, False]
    row.delete()
    Entry.objects.filter(record=study.pk, deed=policy.ASSENT).delete()
    publishing.assent(sol, study.pk, "survivor_adviser", "assent", "", NOW)
    assert sum(_passed(study)) == 1


@pytest.mark.parametrize("how", ["turned", "taken away", "of other words"])
def test_a_veto_that_was_changed_or_taken_away_has_everybody_asked_again(cast: Cast, how: str) -> None:
    study = studying.signed(cast)
    agreed(cast, study)
    assert all(_passed(study))
    sol, _tove = advisers(cast)
    publishing.assent(sol, study.pk, "survivor_adviser", "veto", "It harms.", NOW + timedelta(hours=1))
    assert sum(_passed(study)) == 2
    assert list(defects(lambda _done, _of: None)) == []
    veto = Decision.objects.filter(verdict="veto")
    if how == "turned":
        veto.update(verdict="assent", reasons="")
    elif how == "taken away":
        veto.delete()
    else:
        veto.update(about="0" * 64)
    assert _passed(study) == [False, False, False]
    assert _named("a decision of research was changed or taken away")
    Study.objects.filter(pk=study.pk).update(state="approved")
    with pytest.raises(NotNow, match="Tell your administrator"):
        publishing.publish(cast["bao"], study.pk, NOW + DAY)


def test_what_everybody_decides_anew_counts_and_the_page_says_what_is_missing(cast: Cast) -> None:
    study = studying.signed(cast)
    agreed(cast, study)
    sol, tove = advisers(cast)
    publishing.assent(sol, study.pk, "survivor_adviser", "veto", "It harms.", NOW + timedelta(hours=1))
    page = reverse("research:study", args=[study.pk])
    assert "taken away or changed" not in text(client_of(cast, "bao").get(page))
    Decision.objects.filter(verdict="veto").delete()
    assert "taken away or changed" in text(client_of(cast, "bao").get(page))
    later = NOW + timedelta(hours=2)
    publishing.review(cast["dalia"], study.pk, "approved", "", later)
    publishing.assent(tove, study.pk, "ethics_reviewer", "assent", "", later)
    assert _passed(study) == [True, False, True], "whoever said no is asked, too"
    publishing.assent(sol, study.pk, "survivor_adviser", "veto", "It harms.", later)
    assert sum(_passed(study)) == 2
    publishing.assent(sol, study.pk, "survivor_adviser", "assent", "", later + timedelta(hours=1))
    assert all(_passed(study))
    assert _named("a decision of research was changed or taken away"), "the administrator still learns of it"
    assert publishing.publish(cast["bao"], study.pk, NOW + DAY) is not None


def test_where_all_decisions_are_gone_the_journal_still_names_them(cast: Cast) -> None:
    """There is no row left to ask about: the entries are."""
    study = studying.signed(cast)
    agreed(cast, study)
    Decision.objects.filter(subject=study.pk).delete()
    assert _passed(study) == [False, False, False]
    assert _named("a decision of research was changed or taken away")


def test_classes_whose_review_was_taken_away_are_reviewed_anew(cast: Cast) -> None:
    """All releases of the network count in them: one row less must not stop them for good."""
    name = next(iter(catalogue.class_sets()))
    people = advisers(cast)
    kinds = ("survivor", "ethics")
    org, today = cast["bao"].org, NOW.date()

    def reviewed(hours: int) -> None:
        for person, kind in zip(people, kinds, strict=True):
            planning.review_classes(person, name, kind, NOW + timedelta(hours=hours))

    reviewed(0)
    assert classing.classes_for(org, name, today).reviewed_on
    ReviewGiven.objects.filter(kind=kinds[0]).delete()
    assert classing.classes_for(org, name, today).reviewed_on is None
    assert "Tell your administrator" in text(client_of(cast, "bao").get(reverse("desk:review", args=["classes", name])))
    reviewed(1)
    assert classing.classes_for(org, name, today).reviewed_on


def test_what_was_decided_under_0_1_0_counts(cast: Cast) -> None:
    """Its entries say who decided and when, and name no row: the row is believed where they fit."""
    study = studying.signed(cast)
    advisers(cast)
    _planted(cast, study, "sol")
    journal.write(study.pk, cast["sol"].signatory(), policy.ASSENT, at=NOW)
    assert sum(_passed(study)) == 1
    _planted(cast, study, "tove", role="ethics_reviewer")
    assert sum(_passed(study)) == 1


def test_a_statistician_who_did_not_sign_is_not_made_to_have_said_nothing(cast: Cast) -> None:
    """The row with the reason is taken out of the database, so that the next one does not read it."""
    study, outside = studying.computed(cast), studying.statistician(cast)
    signing.ask_statistician(cast["bao"], study.pk, outside.person, NOW)
    declining.decline(outside, study.pk, "Two of the lists are one.", NOW)
    assert [one.reasons for one in declining.declined(study)] == ["Two of the lists are one."]
    assert not _named("a decision of research"), "the control"
    Decision.objects.filter(subject=study.pk).delete()
    assert _named("a decision of research was changed or taken away")
    page = text(client_of(cast, "bao").get(reverse("research:study", args=[study.pk])))
    assert "A decision about this was taken away or changed in the database." in page
