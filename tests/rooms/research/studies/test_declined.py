"""A statistician from outside says no: with a reason, in the journal; whoever asked goes on."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.network.api import records
from fanal.research.models import Study
from fanal.research.studies import computing, declining, duties, publishing, signing, studies
from fanal.research.studies.registering import StudyState
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.research import studying

pytestmark = pytest.mark.django_db(databases="__all__")
WHY = "The lists of schools and of clinics are one list: the model counts its children twice."
LATER = NOW + timedelta(days=1)


def asked(cast: Cast) -> Study:
    study, outside = studying.computed(cast), studying.statistician(cast)
    return signing.ask_statistician(cast["bao"], study.pk, outside.person, NOW)


def owed(study: Study) -> list[str]:
    return [duty.kind for duty in clocks.open_duties(subjects=[study.pk])]


def test_who_does_not_sign_says_why_and_owes_nothing_more(cast: Cast) -> None:
    study = asked(cast)
    assert owed(study) == [duties.STATISTICIAN.code]
    with pytest.raises(NotNow, match="Write why"):
        declining.decline(cast["pia"], study.pk, " ", LATER)
    declining.decline(cast["pia"], study.pk, WHY, LATER)
    said = declining.declined(study)
    assert [(one.person_id, one.reasons, one.about) for one in said] == [
        (cast["pia"].person, WHY, study.estimate_sha256)
    ]
    assert owed(study) == [duties.DECLINED.code], "the day of whoever asked has it"
    assert {kind for kind, *_ in records.holders(study.pk)} == {"ring"}, "the table opens for them no more"
    with pytest.raises((NotHere, NotAllowed)):
        studies.table(cast["pia"], study.pk, LATER)
    with pytest.raises((NotHere, NotAllowed)):
        signing.sign(cast["pia"], study.pk, "Institute of Statistics", LATER)


def test_a_no_is_said_although_the_table_does_not_open(cast: Cast) -> None:
    """That it does not may be the reason."""
    study = asked(cast)
    records.leave_to(study.org_id, study.pk)
    with pytest.raises(NotAllowed):
        studies.table(cast["pia"], study.pk, LATER)
    declining.decline(cast["pia"], study.pk, "The table does not open.", LATER)
    assert declining.declined(study)


def test_another_is_asked_and_signs(cast: Cast) -> None:
    study = asked(cast)
    declining.decline(cast["pia"], study.pk, WHY, LATER)
    outside = studying.statistician(cast)
    signing.ask_statistician(cast["bao"], study.pk, outside.person, LATER)
    assert owed(study) == [duties.STATISTICIAN.code]
    signing.sign(outside, study.pk, "Institute of Statistics", LATER)
    signed = Study.objects.get(pk=study.pk)
    assert signing.is_signed(signed)
    publishing.submit(cast["bao"], study.pk, LATER)
    states = {line.role: line.state.value for line in publishing.standing(signed)}
    assert set(states.values()) == {"waiting"}, "the no of a statistician is none of the reviewers'"


def test_what_nobody_signed_is_computed_anew(cast: Cast) -> None:
    study = asked(cast)
    with pytest.raises(NotNow, match="Only what a statistician did not sign"):
        declining.begin_anew(cast["bao"], study.pk, NOW)
    declining.decline(cast["pia"], study.pk, WHY, LATER)
    declining.begin_anew(cast["bao"], study.pk, LATER)
    assert owed(study) == [duties.COMPUTE.code]
    again = computing.compute(cast["bao"], study.pk, LATER)
    assert (again.state, again.estimate) == (StudyState.COMPUTED, study.estimate)
    assert len(declining.declined(again)) == 1, "the no stays"


def test_the_page_to_sign_shows_all_that_is_signed_and_how_to_say_no(cast: Cast) -> None:
    study = asked(cast)
    outside, there = client_of(cast, "pia"), reverse("research:study", args=[study.pk])
    page = text(outside.get(reverse("research:study_sign", args=[study.pk])))
    for words in ("What it rests on", "Models that fit as well say", "The population is closed", "Does it rest on one"):
        assert words in page
    decline = reverse("research:study_decline", args=[study.pk])
    assert decline in page
    assert "Write why you do not sign it." in text(outside.post(decline, {}))
    sent = outside.post(decline, {"reasons": WHY}, follow=True)
    assert "Whoever asked you reads why" in text(sent)
    assert sent.redirect_chain[0][0] == reverse("research:studies")
    maker = client_of(cast, "bao")
    page = text(maker.get(there))
    for words in ("Who did not sign it", WHY, "Ask a statistician from outside", "Compute it anew"):
        assert words in page
    assert studying.FORM.title in text(maker.get(reverse("desk:day")))
    maker.post(reverse("research:study_anew", args=[study.pk]))
    assert "Compute it" in text(maker.get(there))


def test_the_state_says_who_is_waited_for(cast: Cast) -> None:
    """Before anybody was asked it said that somebody looks at it."""
    study, there = studying.computed(cast), client_of(cast, "bao")
    pages = reverse("research:studies"), reverse("research:study", args=[study.pk])
    for page in pages:
        assert "computed: ask a statistician from outside" in text(there.get(page))
    signing.ask_statistician(cast["bao"], study.pk, studying.statistician(cast).person, NOW)
    for page in pages:
        assert "computed: a statistician from outside looks at it" in text(there.get(page))
