"""Estimates and bundles that wait for a signature are rows. Somebody who writes to the database writes others."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import transaction

from fanal.access.api import NotNow, stated
from fanal.engines.disclosure import bundles
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.research import deciding
from fanal.research.contracts import MAKER, Stage
from fanal.research.models import Decision, Draft, Plan, Study
from fanal.research.plans import policy, publishing, working
from fanal.research.releases import releases
from fanal.research.studies import policy as policy_studies
from fanal.research.studies import publishing as publishing_studies
from fanal.research.studies import signing
from fanal.site.commands.journal import defects
from tests.attacks.writer import Thief
from tests.people import NOW, Cast
from tests.rooms.research import planning, released, studying
from tests.rooms.research.plans.test_plans import LATER, _without_keepers_ring
from tests.rooms.research.studies.test_studies_publishing import DAY, agreed

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]


def _found() -> list[str]:
    return list(defects(lambda _done, _of: None))


def _tenth(study: Study) -> None:
    """A tenth of the children, in the row."""
    point = json.loads(study.estimate)["point"]
    study.estimate = study.estimate.replace(str(point), str(round(point / 10, 3)))
    study.estimate_sha256 = hashlib.sha256(study.estimate.encode()).hexdigest()


def test_an_estimate_that_somebody_signed_with_a_key_of_their_own_goes_nowhere(cast: Cast) -> None:
    study, thief = studying.signed(cast), Thief()
    assert signing.is_signed(study), "the control: as she signed it"
    assert _found() == []
    _tenth(study)
    study.affiliation, study.statistician_key = "University of Nowhere", thief.signer.public
    study.signature = thief.signer.sign(signing.SIGNATURE, signing.statement(study))
    study.save()
    assert any("signature of a study is not theirs" in line for line in _found())
    with pytest.raises(NotNow, match="statistician from outside"):
        agreed(cast, study)
    Study.objects.filter(pk=study.pk).update(state="approved")
    with pytest.raises(NotNow):
        publishing_studies.publish(cast["bao"], study.pk, NOW + DAY)


def test_an_entry_that_a_colleague_signs_does_not_make_them_the_statistician(cast: Cast) -> None:
    """Bao has a key and an entry of his own, but was never asked."""
    study, bao = studying.signed(cast), cast["bao"]
    _tenth(study)
    study.statistician_key = bao.signer.public
    study.signature = bao.signer.sign(signing.SIGNATURE, signing.statement(study))
    study.save()
    journal.write(study.pk, bao.signatory(), policy_studies.SIGN, at=NOW, items=[stated.whole(study)])
    assert not signing.is_signed(study)


def test_a_signature_of_one_study_is_none_in_another(cast: Cast) -> None:
    first, second = studying.signed(cast), studying.signed(cast, studying.thin_form())
    for name in ("estimate", "estimate_sha256", "affiliation", "statistician_key", "signature", "signed_at"):
        setattr(second, name, getattr(first, name))
    assert signing.is_signed(first)
    assert not signing.is_signed(second)


def test_what_was_signed_under_0_1_0_stays_signed(cast: Cast) -> None:
    """Its entry names no signature: who signed, and when, must fit, and the key must be theirs."""
    study = studying.signed(cast)
    Entry.objects.filter(record=study.pk, deed=policy_studies.SIGN).delete()
    journal.write(study.pk, cast["pia"].signatory(), policy_studies.SIGN, at=study.signed_at or NOW)
    assert signing.is_signed(study)
    study.signed_at = NOW + timedelta(days=1)
    assert not signing.is_signed(study)


# ---- what waits for a key keeper ----


def _to_be_signed(cast: Cast) -> tuple[Plan, Draft]:
    plan = planning.approved(cast)
    assert publishing.publish(_without_keepers_ring(cast), plan.pk, LATER) is None
    draft = working.draft_of(plan)
    assert draft is not None
    return plan, draft


def test_a_key_keeper_signs_no_other_bytes_than_those_that_were_agreed_to(cast: Cast) -> None:
    """Whoever writes rows puts another bundle of 3,000 rows there, with every hash that a row holds of it."""
    plan, draft = _to_be_signed(cast)
    before = bytes(draft.packed), draft.digest
    packed = bundles.packed(released.tables(released.about("XA-2026-001"), rows=3000))
    digest = hashlib.sha256(packed).hexdigest()
    Draft.objects.filter(pk=draft.pk).update(packed=packed, digest=digest)
    Decision.objects.filter(subject=plan.pk, stage=Stage.PUBLISH).update(about=digest)
    with pytest.raises(NotNow):
        publishing.sign(cast["amara"], plan.pk, LATER + DAY)
    Draft.objects.filter(pk=draft.pk).update(packed=before[0], digest=before[1])
    release = publishing.sign(cast["amara"], plan.pk, LATER + DAY)
    assert releases.verified(release), "the control: as it was, it is signed"
    assert releases.bundle_of(release).document["published_on"] == LATER.date().isoformat()


def test_a_key_keeper_signs_nothing_that_the_maker_did_not_publish(cast: Cast) -> None:
    """Nor on another day, nor in other words than those that were in it then."""
    plan = planning.approved(cast)
    maker = _without_keepers_ring(cast)
    draft = working.draft_of(plan)
    assert draft is not None
    about = hashlib.sha256(bundles.packed(publishing.final_files(plan, draft, LATER))).hexdigest()
    with transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(state="to_sign")
        deciding.decide(maker, plan.pk, Stage.PUBLISH, MAKER, "signs", "", about, LATER)
        with pytest.raises(NotNow, match="the maker published"):
            publishing.sign(cast["amara"], plan.pk, LATER + DAY)
        transaction.set_rollback(True)
    assert publishing.publish(maker, plan.pk, LATER) is None
    Plan.objects.filter(pk=plan.pk).update(title="Children of nowhere")
    with pytest.raises(NotNow, match="not the bytes"):
        publishing.sign(cast["amara"], plan.pk, LATER + DAY)


def test_what_a_maker_published_under_0_1_0_is_signed(cast: Cast) -> None:
    """Its entry names no bytes; the row beside it does."""
    plan, _draft = _to_be_signed(cast)
    Entry.objects.filter(record=plan.pk, deed=policy.PUBLISH).delete()
    journal.write(plan.pk, cast["bao"].signatory(), policy.PUBLISH, at=LATER)
    assert releases.verified(publishing.sign(cast["amara"], plan.pk, LATER + DAY))
