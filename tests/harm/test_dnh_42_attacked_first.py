"""DNH-42: no release without its attack suite, on the final bytes and with all earlier releases."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest

from fanal.access.api import NotNow
from fanal.engines.disclosure import bundles
from fanal.engines.disclosure.model import Policy, TableSpec
from fanal.network.models import Person
from fanal.research.contracts import PlanState
from fanal.research.models import Draft, Release
from fanal.research.plans import plans, publishing, reviewing, working
from fanal.research.releases import releases
from tests.people import NOW, Cast
from tests.rooms.research import planning

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=1)


def test_what_is_published_names_the_attacks_and_no_score(cast: Cast) -> None:
    release = planning.published(cast)
    said = releases.bundle_of(release).document["attacks"]
    assert {one["code"] for one in said} == {"A1", "A2", "A3", "A4", "A9"}
    assert all(set(one) == {"code", "name", "withstood"} for one in said)
    draft = Draft.objects.get(plan=release.plan)
    assert draft.passed
    assert {one["state"] for one in draft.attacks} == {"passed"}


def test_a_byte_changed_after_the_attack_is_not_published(cast: Cast) -> None:
    """In a table, by whoever can write to the database: nothing leaves."""
    plan = planning.approved(cast)
    draft = working.draft_of(plan)
    assert draft is not None
    packed = bytes(draft.packed)
    Draft.objects.filter(pk=draft.pk).update(
        packed=packed.replace(b"Answered in time, by way", b"Answered in time: by way")
    )
    with pytest.raises(NotNow, match="changed"):
        publishing.publish(cast["bao"], plan.pk, LATER)
    assert not Release.objects.exists()
    Draft.objects.filter(pk=draft.pk).update(packed=packed)
    assert publishing.publish(cast["bao"], plan.pk, LATER) is not None, "the control: as it was, it is published"


def test_a_byte_changed_while_it_waits_is_not_signed(cast: Cast) -> None:
    from tests.rooms.research.plans.test_plans import _without_keepers_ring

    plan = planning.approved(cast)
    publishing.publish(_without_keepers_ring(cast), plan.pk, LATER)
    draft = working.draft_of(plan)
    assert draft is not None
    packed = bytes(draft.packed)
    Draft.objects.filter(pk=draft.pk).update(packed=packed.replace(b"Answered in time, by", b"Answered in time: by"))
    with pytest.raises(NotNow, match="changed"):
        publishing.sign(cast["amara"], plan.pk, LATER)
    assert not Release.objects.exists()


def test_a_name_in_the_words_is_found(cast: Cast) -> None:
    """A9: no plan names a colleague; of one whose words have the name of who came later nothing is sent to review."""
    plan = planning.gated(cast)
    named = planning.form(plan.population, sentence="Most people were answered in time by Femi.")
    with pytest.raises(NotNow, match="“Femi"):
        plans.revise(cast["bao"], plan.pk, plan.version, named, NOW)
    Person.objects.create(org_id=cast.aurora, username="time", name="Time", joined_on=NOW.date())
    draft = working.work(cast["bao"], plan.pk, NOW + 2 * planning.MINUTE)
    plan.refresh_from_db()
    assert not draft.passed
    assert [one["code"] for one in draft.attacks if one["state"] == "failed"] == ["A9"]
    assert plan.state == PlanState.PROTECTED
    with pytest.raises(NotNow):
        reviewing.submit(cast["bao"], plan.pk, LATER)


def test_numbers_that_give_others_away_are_stopped(cast: Cast) -> None:
    """A4: exact tables of which one leaves a few out; the difference would be known. The report has no count."""
    known = TableSpec(("channel",), where={"in_time": ("yes", "no")}, cohorts=(2025,))
    tables = (TableSpec(("channel",), cohorts=(2025,)), known)
    _, draft = planning.worked(cast, tables=tables, policy=Policy(method="suppress", audience="named"))
    (found,) = [one for one in draft.attacks if one["code"] == "A4"]
    assert (draft.passed, found["state"]) == (False, "failed")
    assert found["advice"]


def test_withdrawn_releases_count_as_read(cast: Cast) -> None:
    """Whoever read it has it: the next release of the population is attacked with it all the same."""
    release = planning.published(cast)
    releases.withdraw(cast["tove"], release.pk, "The classes were wrong.", LATER)
    plan = publishing.correct(cast["bao"], release.pk, "Other words.", LATER)
    planning.pass_gate(cast, plan, LATER)
    draft = working.work(cast["bao"], plan.pk, LATER)
    assert draft.earlier == [f"{release.number}-v1"]


def test_a_release_that_was_changed_is_read_by_nobody(cast: Cast) -> None:
    """The stored bytes, the signature, or the key: each is noticed."""
    release = planning.published(cast)
    assert releases.verified(release)
    files = bundles.unpacked(bytes(release.packed))
    document = json.loads(files["release.json"])
    document["title"] = "Another title"
    forged = bundles.packed({**files, "release.json": bundles.canonical_json(document)})
    release.packed = forged
    assert not releases.verified(release)
    release.sha256 = sha256(forged).hexdigest()
    assert not releases.verified(release), "the signature is over the exact bytes"
