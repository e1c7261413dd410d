"""DNH-28: no handover without an agreement in force, a person's confirmation, and the exact preview."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from fanal.access.api import NotNow
from fanal.concerns.handovers import handovers
from fanal.concerns.models import Handover
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose
from fanal.network.models import Agreement
from fanal.passing.api import PreviewChanged
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import BASE, Scene, agree, confirm_country, scene
from tests.rooms.concerns.told import tell

pytestmark = pytest.mark.django_db


def _without(cast: Cast, **agreement: object) -> Scene:
    if agreement:
        agree(cast, **agreement)  # type: ignore[arg-type]
    concern = tell(cast).id
    confirm_country(cast, concern, "XB")
    return Scene(cast, concern, UUID(int=0))


@pytest.mark.parametrize(
    ("agreement", "code"),
    [
        ({}, "no_agreement"),
        ({"days": (-400, -1)}, "expired"),
        ({"days": (1, 400)}, "not_started"),
        ({"sign": False}, "unsigned"),
        ({"categories": BASE[:1]}, "categories"),
        ({"purpose": AgreementPurpose.CONFLICT_OF_INTEREST}, "no_agreement"),
    ],
)
def test_each_lack_of_an_agreement_blocks_in_words(cast: Cast, agreement: dict[str, object], code: str) -> None:
    """Nothing is stored, and the reason is a sentence."""
    made = _without(cast, **agreement)
    with pytest.raises(NotNow) as blocked:
        made.drafted()
    assert blocked.value.code == code
    assert blocked.value.words
    assert not Handover.objects.exists()


def test_a_forged_agreement_blocks(cast: Cast) -> None:
    """Somebody with the database lengthens it: the signatures no longer fit."""
    made = scene(cast)
    Agreement.objects.filter(pk=made.agreement).update(ends=NOW.date() + timedelta(days=4000))
    with pytest.raises(NotNow) as blocked:
        made.drafted()
    assert blocked.value.code == "forged"


def test_one_that_ends_between_draft_and_confirmation_blocks(cast: Cast) -> None:
    made = scene(cast)
    row = made.drafted()
    seen = made.hash_of(row)
    network.agreements.end(cast["nils"], made.agreement, NOW)
    with pytest.raises(NotNow):
        handovers.confirm(cast["amara"], row.pk, seen, NOW)
    row.refresh_from_db()
    assert row.state == "draft"
    assert not [kind for kind, _w, _v, held in network.records.holders(row.pk) if held == frozenset({"content"})]


@pytest.mark.parametrize("seen", ["", "0" * 64, "not a hash"])
def test_without_the_exact_preview_nothing_leaves(cast: Cast, seen: str) -> None:
    """Confirming something else than what was shown is refused."""
    made = scene(cast)
    row = made.drafted()
    with pytest.raises(PreviewChanged):
        handovers.confirm(cast["amara"], row.pk, seen, NOW)
    row.refresh_from_db()
    assert row.state == "draft"


def test_nobody_is_sent_anything_whom_no_confirmed_fact_names(cast: Cast) -> None:
    """Named by the reporter and not confirmed: no proposal, so no handover; nor to oneself."""
    agree(cast)
    concern = tell(cast).id  # names XB, unconfirmed
    for recipient in (cast.nordlys, cast.aurora, cast.secretariat, uuid4()):
        with pytest.raises(NotNow):
            handovers.draft(cast["amara"], concern, recipient, uuid4(), NOW)
