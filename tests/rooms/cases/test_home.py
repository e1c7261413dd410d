"""Who can act in the country of the child's home: once the file says where that is and the child allows it, for the two
who work with the child and answer for the work; for everybody else nothing changes."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.cases.codes import ConsentPurpose, Status
from fanal.cases.files import writing
from fanal.cases.files.restricting import restrict
from fanal.cases.grounds import grounds
from fanal.cases.models import Case, Consent, Told
from fanal.cases.opening.care import care
from fanal.concerns.content import ConcernContent, PersonSuspected
from fanal.concerns.handovers import handovers
from fanal.concerns.handovers.preview import may_go
from fanal.concerns.models import Concern
from fanal.concerns.routing import acting
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose
from fanal.passing.api import Addition, NotAddable
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.grounds.care import BOTH

pytestmark = pytest.mark.django_db(databases="__all__")
SAID: dict[str, Any] = {**BOTH, "recipients": ("member_org",), "categories": ("existence", "location", "story")}


@pytest.fixture
def case(cast: Cast) -> Case:
    """A file that names the home, and of which the child lets other members know."""
    case = opened(cast)
    writing.set_about(cast["marek"], case.pk, {"home_country": "XB"}, 1, NOW)
    grounds.give(cast["marek"], case.pk, ConsentPurpose.TRANSFER, SAID, NOW)
    return case


def concern_of(case: Case) -> Concern:
    return Concern.objects.get(pk=Told.objects.get(case=case).concern_id)


def roles(cast: Cast, who: str, case: Case) -> list[tuple[str, str]]:
    concern = concern_of(case)
    found = acting.proposals(cast[who], concern, ConcernContent(), PersonSuspected(), NOW + HOUR, "en")
    return [(one.role, one.country) for one in found]


HOUR = timedelta(hours=1)
KEEP, HOME = ("keep", "XA"), ("child_home", "XB")


def test_the_home_country_is_proposed_to_the_two_and_to_nobody_else(cast: Cast, case: Case) -> None:
    assert roles(cast, "bao", case) == [KEEP, HOME]
    assert roles(cast, "marek", case) == [KEEP, HOME]
    for who in ("amara", "femi", "dalia", "celia", "nils"):
        assert roles(cast, who, case) == [KEEP], who
    lines = [one for one in journal.read(case.child_id) if one.deed == "cases.who_acts"]
    assert {one.actor for one in lines} == {cast["bao"].person, cast["marek"].person}


def test_the_page_of_the_concern_says_it_to_the_two_alone(cast: Cast, case: Case) -> None:
    page = reverse("concerns:concern", args=[concern_of(case).pk])
    assert "home is in XB" in text(client_of(cast, "bao").get(page))
    assert "home is in" not in text(client_of(cast, "amara").get(page))


def test_no_ground_no_home_or_no_open_file_proposes_nobody(cast: Cast, case: Case) -> None:
    def give(minute: int, **more: Any) -> None:
        at = NOW + timedelta(minutes=minute)
        grounds.give(cast["marek"], case.pk, ConsentPurpose.TRANSFER, SAID | more, at)

    given = Consent.objects.get(purpose="transfer")
    grounds.withdraw(cast["marek"], case.pk, given.pk, {"given_by": "child"}, NOW + timedelta(minutes=1))
    assert roles(cast, "bao", case) == [KEEP]
    give(2, categories=("existence", "story"))
    assert roles(cast, "bao", case) == [KEEP], "where it happened is among what leaves"
    give(3, not_to=(str(cast.nordlys),))
    assert roles(cast, "bao", case) == [KEEP]
    give(4, recipients=(str(cast.nordlys),))
    assert roles(cast, "bao", case) == [KEEP, HOME]
    writing.set_about(cast["marek"], case.pk, {"home_country": ""}, 2, NOW)
    assert roles(cast, "bao", case) == [KEEP]


def test_a_file_for_named_people_only_answers_nothing(cast: Cast, case: Case) -> None:
    """What is handed over is seen by the intake team, who may not know of it."""
    restrict(cast["bao"], case.pk, NOW)
    for who in ("bao", "marek", "dalia", "amara"):
        assert roles(cast, who, case) == [KEEP], who


def test_it_is_handed_over_on_the_ground_and_no_further(cast: Cast, case: Case) -> None:
    """Of what the agreement covers only what the child allows; and nothing once that is taken back."""
    today = NOW.date()
    kinds = ["existence", "location", "story", "identity", "offender"]
    ends = today + timedelta(days=200)
    purposes = [AgreementPurpose.CONCERN_HANDOVER]
    one = network.agreements.propose(cast["bao"], cast.nordlys, purposes, kinds, today, ends, NOW)
    network.agreements.sign(cast["nils"], one, NOW)
    concern = concern_of(case)
    seen = handovers.look(cast["bao"], concern.pk, cast.nordlys, NOW)
    assert (seen.role, seen.country) == ("child_home", "XB")
    assert seen.preview is not None
    assert may_go(cast.aurora, seen.role, seen.agreement) == {"existence", "location", "story"}
    with pytest.raises(NotAddable):
        handovers.look(
            cast["bao"], concern.pk, cast.nordlys, NOW, additions=[Addition("child_words", "They must know")]
        )
    with pytest.raises(NotNow, match="Nothing in the confirmed facts"):
        handovers.look(cast["amara"], concern.pk, cast.nordlys, NOW)
    grounds.withdraw(cast["marek"], case.pk, Consent.objects.get(purpose="transfer").pk, {"given_by": "child"}, NOW)
    with pytest.raises(NotNow, match="Nothing in the confirmed facts"):
        handovers.draft(cast["bao"], concern.pk, cast.nordlys, uuid4(), NOW + HOUR)


def test_a_row_that_somebody_wrote_by_hand_ties_no_file(cast: Cast, case: Case) -> None:
    other = opened(cast)
    Told.objects.filter(case=other).delete()
    theirs = Told.objects.get(case=case)
    Told.objects.filter(pk=theirs.pk).update(case=other)
    assert care(cast["bao"], theirs.concern_id, NOW) is None
    Told.objects.filter(pk=theirs.pk).update(case=case)
    assert care(cast["bao"], theirs.concern_id, NOW) is not None
    Case.objects.filter(pk=case.pk).update(supervisor=cast["dalia"].person)
    assert care(cast["dalia"], theirs.concern_id, NOW) is None


def test_a_closed_file_says_nothing(cast: Cast, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(status=Status.CLOSED)
    assert care(cast["bao"], concern_of(case).pk, NOW) is None
