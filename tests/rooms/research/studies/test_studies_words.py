"""A study cannot dead-end: its texts are looked at while they can be changed; frozen ones a second person corrects."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fanal import vault
from fanal.access.api import NotAllowed, NotNow
from fanal.engines.disclosure.attacks import text as a9
from fanal.journal import api as journal
from fanal.network import standing
from fanal.network.models import Person
from fanal.research import wording
from fanal.research.models import Correction, LinkageRun, RunStep, Study
from fanal.research.plans import plans
from fanal.research.releases import releases
from fanal.research.studies import correcting, engine, policy, publishing, registering, signing, texts
from fanal.research.studies.texts import Words
from tests.desk import client_of, sign_in, text
from tests.people import NOW, Cast
from tests.rooms.research import planning, studying
from tests.rooms.research.studies.test_studies_publishing import DAY, agreed
from tests.rooms.research.studying import FORM

pytestmark = pytest.mark.django_db(databases="__all__")
CITED = (
    "Kevin Bales, Olivia Hesketh and Bernard Silverman, Modern slavery in the UK: how many victims? Significance, "
    "volume 12, 2015, https://doi.org/10.1111/j.1740-9713.2015.00824.x"
)
KNOWN_TO = "Potential victims known to the Home Office and the National Crime Agency (Chao, Tsay 1998), 1995."
OF_A_TOWN = "Children known to Marta Rossini."


def test_what_would_stop_it_at_the_end_is_said_when_the_draft_is_kept(cast: Cast) -> None:
    """A name, a day, few children, an address: before, the draft took them and the last step refused, without words."""
    for words in (OF_A_TOWN, "Cases of 3 May 1995.", "Only two children were left out.", "Ask desk@example.org"):
        with pytest.raises(NotNow, match="“") as why:
            studying.drafted(cast, replace(FORM, protocol=replace(studying.PROTOCOL, counted=words)))
        assert why.value.field == "counted"
    with pytest.raises(NotNow, match="“Marta Rossini”: leave out names of persons") as why:
        studying.drafted(cast, replace(FORM, title="Unseen: told by Marta Rossini"))
    assert why.value.field == "title"
    named = studying.HEPATITIS.replace("P,Q,E", "P,Q,Northfield Hospital")
    with pytest.raises(NotNow, match="“Northfield Hospital”") as why:
        studying.drafted(cast, replace(FORM, table=named))
    assert why.value.field == "table"


def test_people_of_the_house_are_named_in_no_draft(cast: Cast) -> None:
    name = Person.objects.get(pk=cast["dalia"].person).name
    with pytest.raises(NotNow, match="people of your organisation"):
        studying.drafted(cast, replace(FORM, title=f"Unseen, told by {name.lower()}"))


def test_who_works_at_another_organisation_of_the_run_cannot_be_tried_out(cast: Cast) -> None:
    """The right name and a wrong one get the same answer; whoever works at the own organisation is still told."""
    study = studying.drafted(cast)
    study.run = LinkageRun.objects.create(
        org_id=cast.aurora, unit_id=cast.secretariat, title="Two lists", population="Children", delete_by=NOW.date(),
        made_by_id=cast["bao"].person, made_at=NOW,
    )  # fmt: skip
    RunStep.objects.create(run=study.run, org_id=cast.nordlys, step="asked", by_id=cast["bao"].person, at=NOW)
    words, name = texts.registered_words(study), Person.objects.get(pk=cast["nils"].person).name
    for tried in (name, f"{name}x"):
        texts.check(study, replace(words, title=f"Unseen, told by {tried.lower()}"))
    own = Person.objects.get(pk=cast["dalia"].person).name
    with pytest.raises(NotNow, match="people of your organisation"):
        texts.check(study, replace(words, title=f"Unseen, told by {own.lower()}"))


def test_people_are_looked_up_once_however_many_lists_there_are(cast: Cast) -> None:
    study, counts = studying.drafted(cast), []
    for table in (studying.HEPATITIS, studying.UK):
        with CaptureQueriesContext(connection) as asked:
            texts.check_lists(study, engine.table_of(table))
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0
    named = studying.HEPATITIS.replace("P,Q,E", "Northfield Hospital,Dalia,E")
    with pytest.raises(NotNow, match="“Northfield Hospital”") as why:
        texts.check_lists(study, engine.table_of(named))
    assert [one.words for one in why.value.others] == [
        "Say it in another way: “Dalia”: leave out the names of people of your organisation"
    ], "every list that is wrong is told"


def test_an_older_draft_is_looked_at_when_it_is_registered(cast: Cast) -> None:
    study = studying.drafted(cast)
    Study.objects.filter(pk=study.pk).update(title="Unseen: told by Marta Rossini")
    with pytest.raises(NotNow, match=r"Title: .*“Marta Rossini”"):
        registering.register(cast["bao"], study.pk, NOW)
    assert Study.objects.get(pk=study.pk).state == "draft"


def test_a_study_with_a_citation_and_an_institution_is_published(cast: Cast) -> None:
    form = replace(FORM, source_words=CITED, protocol=replace(studying.PROTOCOL, counted=KNOWN_TO))
    study = studying.signed(cast, form)
    agreed(cast, study)
    release = publishing.publish(cast["bao"], study.pk, NOW + DAY)
    assert release is not None
    document = releases.bundle_of(release).document
    assert KNOWN_TO in str(document["population"])
    assert any("Kevin Bales" in note for note in document["notes"])


def test_frozen_words_are_corrected_by_a_second_person_with_a_trace(cast: Cast) -> None:
    study = studying.signed(cast)
    agreed(cast, study)
    with standing.changing(cast["dalia"].person) as dalia:
        dalia.name = "In Taiwan"
        dalia.save()
    with pytest.raises(NotNow, match=r"Title: .*“In Taiwan”"):
        publishing.publish(cast["bao"], study.pk, NOW + DAY)
    study.refresh_from_db()
    words = replace(texts.words_of(study), title="Unseen, of one country")
    with pytest.raises(NotAllowed):
        correcting.correct(cast["bao"], study.pk, study.version, words, "A name.", NOW)
    for wrong, field in ((replace(words, title=OF_A_TOWN), "title"), (texts.words_of(study), "title")):
        with pytest.raises(NotNow) as why:
            correcting.correct(cast["dalia"], study.pk, study.version, wrong, "A name.", NOW)
        assert why.value.field == field
    with pytest.raises(NotNow, match="Write why"):
        correcting.correct(cast["dalia"], study.pk, study.version, words, " ", NOW)
    why_not = "In taiwan is Marta Rossini, desk@example.org."
    with pytest.raises(NotNow, match=r"“In Taiwan”.*“desk@example.org”.*“Marta Rossini”") as why:
        correcting.correct(cast["dalia"], study.pk, study.version, replace(words, title=OF_A_TOWN), why_not, NOW)
    assert [one.field for one in (why.value, *why.value.others)] == ["because", "title"], "a reason stands for ever"
    assert not Correction.objects.exists()
    correcting.correct(cast["dalia"], study.pk, study.version, words, "It read as a name.", NOW)

    study.refresh_from_db()
    assert (study.state, study.title) == ("signed", FORM.title), "the maker sends it again; what was registered stays"
    assert registering.is_as_registered(study)
    assert signing.is_signed(study)
    row = Correction.objects.get()
    line = journal.read(study.pk)[0]
    assert line.deed == policy.CORRECT_WORDS
    _, items = journal.written(study.pk, line.seq)
    assert items == {vault.item_hash(texts.said(row, FORM.title))}
    with pytest.raises(NotNow, match="not approved"):
        publishing.publish(cast["bao"], study.pk, NOW + DAY)
    agreed(cast, study)
    release = publishing.publish(cast["bao"], study.pk, NOW + DAY)
    assert release is not None
    document = releases.bundle_of(release).document
    assert (release.title, document["title"]) == (words.title, words.title)
    assert any("corrected after registration: title" in note for note in document["notes"])
    assert "In Taiwan" not in str(document)


def test_a_draft_and_a_published_study_are_not_corrected(cast: Cast) -> None:
    study = studying.drafted(cast)
    studying.reviewer(cast)
    words = Words("Another title", FORM.protocol.counted, FORM.source_words)
    with pytest.raises(NotNow, match="after a study is registered"):
        correcting.correct(cast["dalia"], study.pk, study.version, words, "Shorter.", NOW)
    study = studying.signed(cast)
    agreed(cast, study)
    assert publishing.publish(cast["bao"], study.pk, NOW) is not None
    study.refresh_from_db()
    with pytest.raises(NotNow, match="until it is published"):
        correcting.correct(cast["dalia"], study.pk, study.version, words, "Shorter.", NOW)


def test_who_corrected_words_signs_nothing_as_a_statistician(cast: Cast) -> None:
    study = studying.registered(cast)
    studying.reviewer(cast)
    words = replace(texts.words_of(study), title="Another title")
    correcting.correct(cast["dalia"], study.pk, study.version, words, "Shorter.", NOW)
    assert policy.acted_as(study, cast["dalia"].person) == {"research.release_reviewer"}


def test_the_page_of_a_correction_keeps_what_was_typed_and_the_study_shows_it(cast: Cast) -> None:
    study = studying.registered(cast)
    studying.reviewer(cast)
    address = reverse("research:study_correct", args=[study.pk])
    asked = client_of(cast, "dalia").get(address)
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate")), "as for every publication"
    second = sign_in("dalia")
    assert FORM.title in text(second.get(address))
    data = {"title": OF_A_TOWN, "counted": FORM.protocol.counted, "source_words": FORM.source_words}
    data |= {"because": "It was too long.", "version": str(study.version)}
    answer = text(second.post(address, data))
    assert "“Marta Rossini”: leave out names of persons" in answer
    assert "It was too long." in answer
    second.post(address, data | {"title": "Unseen, corrected"})
    page = text(second.get(reverse("research:study", args=[study.pk])))
    assert "Unseen, corrected" in page
    assert "It was too long." in page


def test_a_plan_hears_of_names_and_of_few_children_at_once(cast: Cast) -> None:
    with pytest.raises(NotNow, match=r"“Two children”.*“Marta Rossini”") as why:
        planning.drafted(cast, title="Two children known to Marta Rossini")
    assert why.value.field == "title"


def test_there_is_an_advice_for_everything_that_a9_finds() -> None:
    kinds = {a9.KNOWN, a9.PLACE, a9.SMALL, a9.ADDRESSED, a9.DATED, a9.NAMED, a9.BELOW}
    assert set(wording.INSTEAD) == kinds


def test_words_that_are_changed_after_everybody_agreed_are_agreed_to_by_nobody(cast: Cast) -> None:
    """Somebody writes to the database: the correction keeps its identifier, and says something else."""
    study = studying.signed(cast)
    words = replace(texts.words_of(study), title="Unseen, of one country")
    studying.reviewer(cast)
    correcting.correct(cast["dalia"], study.pk, study.version, words, "It read as a name.", NOW)
    agreed(cast, study)
    assert all(line.state == "passed" for line in publishing.standing(study))
    Correction.objects.update(words="Unseen, of another country")
    assert not any(line.state == "passed" for line in publishing.standing(study))
    with pytest.raises(NotNow):
        publishing.publish(cast["bao"], study.pk, NOW + DAY)


def test_nobody_is_named_in_what_is_kept_in_clear_though_it_is_printed_nowhere(cast: Cast) -> None:
    """Why a study was stopped, what reviewers answer, protocols of plans, requests: each said that no person is in it,
    and nothing looked."""
    named = "She is Marta Rossini of the parish."
    study = studying.signed(cast)
    with pytest.raises(NotNow, match="“Marta Rossini”") as why:
        registering.stop(cast["bao"], study.pk, named, NOW)
    assert why.value.field == "because"
    for field in ("use", "harms"):
        with pytest.raises(NotNow, match="“Marta Rossini”") as why:
            studying.drafted(cast, replace(FORM, protocol=replace(studying.PROTOCOL, **{field: named})))
        assert why.value.field == field
    publishing.submit(cast["bao"], study.pk, NOW)
    reviewer = studying.reviewer(cast)
    with pytest.raises(NotNow, match="“Marta Rossini”") as why:
        publishing.review(reviewer, study.pk, "returned", f"Look again. {named}", NOW)
    assert why.value.field == "reasons"
    publishing.review(reviewer, study.pk, "returned", "Look again at Article 5 of the Act of 14 May 2003.", NOW)
    study.refresh_from_db()
    assert study.state == "signed", "a day of a law names nobody"
    form = planning.form(planning.population(cast))
    planning.tell(cast)
    for field in ("use", "law"):
        with pytest.raises(NotNow, match="“Marta Rossini”") as why:
            plans.open_plan(cast["bao"], replace(form, protocol=replace(form.protocol, **{field: named})), NOW)
        assert [one.field for one in (why.value, *why.value.others)] == [field]
