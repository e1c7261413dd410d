"""A signed study becomes a release through the same review as tables, or is stopped by whoever may stop it."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from fanal import vault
from fanal.access.api import NotAllowed, NotNow
from fanal.engines.disclosure import bundles
from fanal.engines.prevalence.result import Estimate
from fanal.journal import api as journal
from fanal.network.contracts import Actor, Role
from fanal.research.models import LinkageRun, Release, RunStep, Study
from fanal.research.plans import publishing
from fanal.research.releases import releases
from fanal.research.studies import correcting, policy, signing, texts
from fanal.research.studies import publishing as publishing_studies
from fanal.research.studies.policy import houses_of
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains
from tests.rooms.research import planning, studying
from tests.rooms.research.studying import FORM

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = timedelta(days=1)


def advisers(cast: Cast) -> tuple[Actor, Actor]:
    """Sol advises for survivors, Tove reviews ethics; both at the secretariat."""
    for username, role in (("sol", Role.SURVIVOR_ADVISER), ("tove", Role.ETHICS_REVIEWER)):
        gains(cast[username].person, role)
    return cast["sol"], cast["tove"]


def agreed(cast: Cast, study: Study) -> None:
    """Everybody says yes."""
    sol, tove = advisers(cast)
    publishing_studies.submit(cast["bao"], study.pk, NOW)
    publishing_studies.review(studying.reviewer(cast), study.pk, "approved", "", NOW)
    publishing_studies.assent(sol, study.pk, "survivor_adviser", "assent", "", NOW)
    publishing_studies.assent(tove, study.pk, "ethics_reviewer", "assent", "", NOW)


def test_an_estimate_is_published_whole_and_signed_twice(cast: Cast) -> None:
    study = studying.signed(cast)
    agreed(cast, study)
    release = publishing_studies.publish(cast["bao"], study.pk, NOW + DAY)
    assert release is not None
    assert releases.verified(release)
    assert release.number == "XA-2026-90001"
    assert (release.kind, release.audience, release.countries) == ("estimate", "public", ["TW"])
    bundle = releases.bundle_of(release)
    study.refresh_from_db()
    assert bundle.files["estimate.json"] == study.estimate.encode(), "byte for byte what the statistician signed"
    found = Estimate.from_json(bundle.files["estimate.json"].decode())
    assert found.point == pytest.approx(1312.765, abs=0.001)
    assert b"estimate,estimated," in bundle.files["estimate.csv"], "and as CSV, for R and for spreadsheets"
    unasked = {name: bundle.document["coverage"][name] for name in ("members_asked", "members_in", "opted_out")}
    assert set(unasked.values()) == {None}, "the table was published elsewhere: no organisation was asked"
    told = text(Client().get(f"/en/evidence/{release.number}/"))
    assert "could contribute" not in told
    assert "Left out at their wish" not in told
    assert "not all children" in told
    assert bundle.document["statistician"]["affiliation"] == "Institute of Statistics"
    _algorithm, key, signature = bundle.document["statistician"]["signature"].split(":")
    said = signing.statement(study)
    assert vault.verify(bytes.fromhex(key), "estimate", said, bytes.fromhex(signature))
    assert (study.state, study.erase_on) == ("published", (NOW + DAY).date().replace(year=2027))
    assert {one["role"] for one in bundle.document["reviews"]} == {
        "release_reviewer", "survivor_adviser", "ethics_reviewer",
    }  # fmt: skip
    deeds = [line.deed for line in journal.read(study.pk)]
    assert deeds[0] == policy.PUBLISH


def test_not_estimable_is_published_as_such(cast: Cast) -> None:
    study = studying.signed(cast, studying.thin_form())
    agreed(cast, study)
    release = publishing_studies.publish(cast["bao"], study.pk, NOW)
    assert release is not None
    assert release.kind == "not_estimable"
    document = releases.bundle_of(release).document
    assert document["estimate"]["point"] is None
    assert [one["code"] for one in document["estimate"]["reasons"]] == ["R2"]


@pytest.mark.parametrize("missing", ["review", "survivor", "ethics"])
def test_nothing_is_published_before_everybody_agreed(cast: Cast, missing: str) -> None:
    study = studying.signed(cast)
    sol, tove = advisers(cast)
    publishing_studies.submit(cast["bao"], study.pk, NOW)
    if missing != "review":
        publishing_studies.review(studying.reviewer(cast), study.pk, "approved", "", NOW)
    if missing != "survivor":
        publishing_studies.assent(sol, study.pk, "survivor_adviser", "assent", "", NOW)
    if missing != "ethics":
        publishing_studies.assent(tove, study.pk, "ethics_reviewer", "assent", "", NOW)
    with pytest.raises(NotNow):
        publishing_studies.publish(cast["bao"], study.pk, NOW)
    assert not Release.objects.exists()


def test_a_veto_stops_it_until_the_same_role_lifts_it(cast: Cast) -> None:
    study = studying.signed(cast)
    agreed(cast, study)
    sol, tove = advisers(cast)
    with pytest.raises(NotNow):
        publishing_studies.assent(sol, study.pk, "survivor_adviser", "veto", " ", NOW)
    publishing_studies.assent(sol, study.pk, "survivor_adviser", "veto", "It could be read as blame.", NOW)
    publishing_studies.assent(tove, study.pk, "ethics_reviewer", "assent", "", NOW)
    with pytest.raises(NotNow):
        publishing_studies.publish(cast["bao"], study.pk, NOW)
    publishing_studies.assent(sol, study.pk, "survivor_adviser", "assent", "", NOW)
    assert publishing_studies.publish(cast["bao"], study.pk, NOW) is not None


def test_nobody_acts_twice_in_a_study(cast: Cast) -> None:
    study = studying.signed(cast)
    publishing_studies.submit(cast["bao"], study.pk, NOW)
    for username in ("bao", "pia"):
        person = studying.give(cast, username, "research.release_reviewer")
        with pytest.raises(NotAllowed):
            publishing_studies.review(person, study.pk, "approved", "", NOW)


def test_a_study_without_a_statistician_is_never_in_review(cast: Cast) -> None:
    study = studying.computed(cast)
    with pytest.raises(NotNow):
        publishing_studies.submit(cast["bao"], study.pk, NOW)
    Study.objects.filter(pk=study.pk).update(state="approved")
    with pytest.raises(NotNow):
        publishing_studies.publish(cast["bao"], study.pk, NOW)
    with pytest.raises(NotNow, match="No statistician from outside"):
        publishing_studies.bundle_parts(study)


def test_a_byte_that_was_changed_stops_it(cast: Cast) -> None:
    study = studying.signed(cast)
    agreed(cast, study)
    study.refresh_from_db()
    Study.objects.filter(pk=study.pk).update(estimate=study.estimate.replace("1312.7", "1412.7"))
    with pytest.raises(NotNow):
        publishing_studies.publish(cast["bao"], study.pk, NOW)


def test_words_that_the_terminology_blocks_do_not_leave(cast: Cast) -> None:
    """No form takes them; what is stored is looked at again before it leaves."""
    worded = replace(studying.PROTOCOL, counted="Child " + "prostitutes of a country.")
    with pytest.raises(NotNow, match="another way"):
        studying.drafted(cast, replace(FORM, protocol=worded))
    study = studying.signed(cast)
    agreed(cast, study)
    Study.objects.filter(pk=study.pk).update(title=worded.counted)
    with pytest.raises(NotNow, match="another way"):
        publishing_studies.publish(cast["bao"], study.pk, NOW)


def test_whoever_keeps_no_key_publishes_and_a_keeper_signs(cast: Cast) -> None:
    study = studying.signed(cast)
    agreed(cast, study)
    keeper = cast["amara"]
    maker = replace(cast["bao"], keyring=cast["dalia"].keyring)  # as if he kept no key of the organisation
    assert publishing_studies.publish(maker, study.pk, NOW) is None
    assert Study.objects.get(pk=study.pk).state == "to_sign"
    with pytest.raises(NotNow, match="key keeper"):
        publishing_studies.sign_release(maker, study.pk, NOW)
    release = publishing_studies.sign_release(keeper, study.pk, NOW + 3 * DAY)
    assert releases.verified(release)
    assert releases.bundle_of(release).document["published_on"] == NOW.date().isoformat()


def test_what_an_older_version_left_to_be_signed_is_signed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """0.1.0 wrote no CSV. The maker published with it, then came the new version, then the key keeper."""
    study = studying.signed(cast)
    agreed(cast, study)
    maker = replace(cast["bao"], keyring=cast["dalia"].keyring)
    with monkeypatch.context() as before:
        before.setattr(publishing_studies, "_final", partial(publishing_studies._final, beside=False))
        assert publishing_studies.publish(maker, study.pk, NOW) is None
    release = publishing_studies.sign_release(cast["amara"], study.pk, NOW + 3 * DAY)
    assert releases.verified(release)
    assert set(releases.bundle_of(release).files) == {"estimate.json", "estimate.svg", "release.json", "release.sig"}


def test_a_draft_that_an_older_version_made_is_published(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """0.1.0 wrote no codebook: tables that everybody agreed to before the new version came are published unchanged."""
    with monkeypatch.context() as before:
        before.setattr(bundles, "bundle", partial(bundles.bundle, beside=False))
        plan = planning.approved(cast)
    release = publishing.publish(cast["bao"], plan.pk, NOW)
    assert release is not None
    assert releases.verified(release)
    assert "codebook.txt" not in releases.bundle_of(release).files


def test_a_withdrawn_study_says_so(cast: Cast) -> None:
    study = studying.signed(cast)
    agreed(cast, study)
    release = publishing_studies.publish(cast["bao"], study.pk, NOW)
    assert release is not None
    releases.withdraw(cast["bao"], release.pk, "A list was of another year.", NOW)
    assert Study.objects.get(pk=study.pk).state == "withdrawn"


def test_numbers_go_on(cast: Cast) -> None:
    numbers = []
    for _ in range(2):
        study = studying.signed(cast)
        agreed(cast, study)
        release = publishing_studies.publish(cast["bao"], study.pk, NOW)
        assert release is not None
        numbers.append(release.number)
    assert numbers == ["XA-2026-90001", "XA-2026-90002"]


def test_no_place_below_a_country_is_published(cast: Cast) -> None:
    """Whoever changes the stored title gets past no form; A9 and the last look at the words stop it, and say why."""
    study = studying.signed(cast)
    agreed(cast, study)
    Study.objects.filter(pk=study.pk).update(title="Unseen in northfield district")
    with pytest.raises(NotNow, match=r"northfield district.*name the country"):
        publishing_studies.publish(cast["bao"], study.pk, NOW + DAY)
    assert not Release.objects.exists()


def test_people_of_those_who_took_part_in_the_run_stay_unnamed(cast: Cast) -> None:
    """A9 is told the people of members with a list and of the unit, not only of the organisation that publishes."""
    study = studying.drafted(cast)
    assert houses_of(study) == {cast.aurora}
    study.run = LinkageRun.objects.create(
        org_id=cast.aurora, unit_id=cast.secretariat, title="Two lists", population="Children", delete_by=NOW.date(),
        made_by_id=cast["bao"].person, made_at=NOW,
    )  # fmt: skip
    for org in (cast.aurora, cast.nordlys):
        RunStep.objects.create(run=study.run, org_id=org, step="asked", by_id=cast["bao"].person, at=NOW)
    assert houses_of(study) == {cast.aurora, cast.nordlys, cast.secretariat}


def test_everybody_reads_the_interval_first(cast: Cast) -> None:
    study = studying.signed(cast)
    agreed(cast, study)
    release = publishing_studies.publish(cast["bao"], study.pk, NOW)
    assert release is not None
    page = text(client_of(cast, "femi").get(reverse("evidence:release", args=["en", release.number])))
    assert "best single figure 1,300" in page
    assert "Institute of Statistics" in page


def test_the_pages_of_a_review(cast: Cast) -> None:
    study = studying.signed(cast)
    there = client_of(cast, "bao")
    there.post(reverse("research:study_submit", args=[study.pk]))
    studying.reviewer(cast)
    advisers(cast)
    second = client_of(cast, "dalia")
    assert "Review it" in text(second.get(reverse("research:study", args=[study.pk])))
    address = reverse("research:study_review", args=[study.pk])
    assert "best single figure" in text(second.get(address))
    assert "Write what must change." in text(second.post(address, {"verdict": "returned", "reasons": ""}))
    done = text(second.post(address, {"verdict": "approved", "reasons": ""}, follow=True))
    assert "Your answer is kept." in done
    assert "Review it anew" in done, "what was done is no step that waits"
    for username, role in (("sol", "survivor_adviser"), ("tove", "ethics_reviewer")):
        adviser, address = client_of(cast, username), reverse("research:study_assent", args=[study.pk])
        assert "May this be published?" in text(adviser.get(address))
        done = text(adviser.post(address, {"role": role, "verdict": "assent", "reasons": ""}, follow=True))
        assert "Your answer is kept." in done
        assert "Say yes or no" not in done
    assert Study.objects.get(pk=study.pk).state == "approved"
    sent = there.get(reverse("research:study_publish", args=[study.pk]))
    assert sent.headers["Location"].startswith(reverse("account_reauthenticate")), "the password is asked for first"


def test_a_refusal_names_no_small_number_and_is_published(cast: Cast) -> None:
    """Six children on two lists (R3): published as not estimable; no text of it says six."""
    table = (studying.CORPUS / "artificial_3.csv").read_text()
    study = studying.signed(cast, replace(studying.thin_form(), table=table))
    agreed(cast, study)
    release = publishing_studies.publish(cast["bao"], study.pk, NOW + DAY)
    assert release is not None
    assert release.kind == "not_estimable"
    files = releases.bundle_of(release).files
    found = Estimate.from_json(files["estimate.json"].decode())
    assert [(one.code, dict(one.values)["m"]) for one in found.reasons] == [("R3", "fewer than ten")]
    assert b"fewer than ten" in files["estimate.svg"]


def test_the_public_page_has_what_lets_anybody_check_a_study(cast: Cast) -> None:
    """Source, registration, seed, samples and the checks with their results: they stood in a file, or nowhere."""
    study = studying.signed(cast)
    agreed(cast, study)
    release = publishing_studies.publish(cast["bao"], study.pk, NOW + DAY)
    assert release is not None
    page = text(Client().get(reverse("evidence:release", args=["en", release.number])))
    rests = page.partition("What this rests on")[2]
    seed, asked = "<dt>Seed</dt><dd>7</dd>", "Does it rest on one list?"
    for words in (studying.WHERE, study.registered_sha256, seed, "200", asked):
        assert words in rests, words
    assert "Expected by chance" in rests, "the table of a check"
    assert "Children known to our members" not in page, "nobody of them keeps these lists"
    assert "recorded in a published table" in page


def test_the_public_page_says_that_words_were_corrected(cast: Cast) -> None:
    study = studying.signed(cast)
    words = replace(texts.words_of(study), title="Unseen, of one country", counted="Cases of one outbreak.")
    correcting.correct(studying.reviewer(cast), study.pk, study.version, words, "Two names went.", NOW)
    agreed(cast, study)
    release = publishing_studies.publish(cast["bao"], study.pk, NOW + DAY)
    assert release is not None
    page = text(Client().get(reverse("evidence:release", args=["en", release.number])))
    assert "A second person corrected: title, who is counted. The method did not change." in page
