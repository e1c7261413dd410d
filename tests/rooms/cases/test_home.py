"""Who can act in the country of the child's home: once the file says where that is and the child allows it, for the two
who work with the child and answer for the work; for everybody else nothing changes."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow, stated
from fanal.cases.codes import ConsentPurpose, Status
from fanal.cases.files import writing
from fanal.cases.files.restricting import restrict
from fanal.cases.grounds import grounds
from fanal.cases.models import Case, Consent, Told
from fanal.cases.opening.care import care
from fanal.concerns.content import ConcernContent, PersonSuspected
from fanal.concerns.handovers import handovers, kept, received
from fanal.concerns.handovers.desk.words import why
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.handovers.preview import may_go
from fanal.concerns.models import Concern, Handover
from fanal.concerns.routing import acting
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import records
from fanal.network.contracts import AgreementPurpose
from fanal.network.models import Organisation, Team
from fanal.passing.api import Addition, NotAddable, clock
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.grounds.care import BOTH
from tests.rooms.concerns.passing import agree

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


# ---- what was handed over on the child's ground ends with it (CM-39) ----


def handed(cast: Cast, case: Case, *, how: str) -> Handover:
    """A handover to Nordlys that Bao drafted; `how`: to where it went."""
    agree(cast)
    concern = concern_of(case)
    row = handovers.draft(cast["bao"], concern.pk, cast.nordlys, uuid4(), NOW)
    if how != "draft":
        seen = handovers.look(cast["bao"], concern.pk, cast.nordlys, NOW).preview
        assert seen is not None
        handovers.confirm(cast["bao"], row.pk, seen.hash, NOW)
    if how == "accepted":
        received.accept(cast["nils"], row.pk, NOW)
    return Handover.objects.get(pk=row.pk)


def take_back(cast: Cast, case: Case, now: Any = NOW + HOUR) -> None:
    given = Consent.objects.get(purpose="transfer", act="give")
    grounds.withdraw(cast["marek"], case.pk, given.pk, {"given_by": "child"}, now)


@pytest.mark.parametrize(("how", "after"), [("draft", "withdrawn"), ("offered", "withdrawn"), ("accepted", "revoked")])
def test_cm_39_what_was_handed_over_on_a_yes_ends_with_it(cast: Cast, case: Case, how: str, after: str) -> None:
    row = handed(cast, case, how=how)
    take_back(cast, case)
    row.refresh_from_db()
    assert row.state == after
    assert stated.stands(row)
    assert not partners(row, cast)
    with pytest.raises((NotNow, NotHere, NotAllowed)):
        received.accept(cast["nils"], row.pk, NOW + 2 * HOUR)
    with pytest.raises((NotNow, NotHere, NotAllowed)):
        received.read(cast["nils"], row.pk, NOW + 2 * HOUR)
    with pytest.raises(NotNow):
        kept.renew(cast["bao"], row.pk, "still_working", NOW + 2 * HOUR)


def partners(row: Handover, cast: Cast) -> set[tuple[str, object]]:
    """Whose keys of the other side are left."""
    theirs = {team.bytes for team in Team.objects.filter(org_id=cast.nordlys).values_list("pk", flat=True)}
    return {(kind, cast.nordlys) for kind, who, *_more in records.holders(row.pk) if who in theirs}


def test_cm_39_a_yes_to_less_ends_it_and_one_to_as_much_does_not(cast: Cast, case: Case) -> None:
    row = handed(cast, case, how="accepted")
    given = Consent.objects.get(purpose="transfer")
    less: dict[str, Any] = {"given_by": "child", "recipients": ("member_org",), "categories": SAID["categories"]}
    grounds.narrow(cast["marek"], case.pk, given.pk, less, NOW + HOUR)
    assert Handover.objects.get(pk=row.pk).state == "accepted"
    less["categories"] = ("existence", "story")
    grounds.narrow(cast["marek"], case.pk, given.pk, less, NOW + 2 * HOUR)
    assert Handover.objects.get(pk=row.pk).state == "revoked"


def test_cm_39_nobody_reads_longer_than_the_child_allows(cast: Cast, case: Case) -> None:
    """Accepted, renewed: never past the last day of the ground, and what is over lapses."""
    last = NOW.date() + timedelta(days=20)
    grounds.give(cast["marek"], case.pk, ConsentPurpose.TRANSFER, SAID | {"expires_on": last}, NOW)
    row = handed(cast, case, how="accepted")
    assert row.access_until == last
    kept.renew(cast["bao"], row.pk, "still_working", NOW + timedelta(days=2))
    assert Handover.objects.get(pk=row.pk).access_until == last
    with pytest.raises(NotNow):
        kept.renew(cast["bao"], row.pk, "still_working", NOW + timedelta(days=21))
    clock.lapse(HANDOVERS, NOW + timedelta(days=21))
    assert Handover.objects.get(pk=row.pk).state == "revoked"


def test_cm_39_a_row_whose_why_somebody_changed_ends_as_well(cast: Cast, case: Case) -> None:
    row = handed(cast, case, how="accepted")
    Handover.objects.filter(pk=row.pk).update(role="place")
    take_back(cast, case)
    assert Handover.objects.get(pk=row.pk).state == "revoked"
    assert not partners(row, cast)


# ---- where the home is stands in the file alone ----


def test_the_row_and_what_intake_sees_do_not_say_where_the_home_is(cast: Cast, case: Case) -> None:
    row = handed(cast, case, how="offered")
    assert (row.role, row.country_to) == ("member", Organisation.objects.get(pk=cast.nordlys).country)
    for who, address in (("amara", "handovers_sent"), ("nils", "handovers_received")):
        said = text(client_of(cast, who).get(reverse(f"concerns:{address}")))
        assert "home" not in said.lower().replace("homepage", "")
    for who in ("amara", "nils"):
        said = text(client_of(cast, who).get(reverse("concerns:handover", args=[row.pk])))
        assert "home country" not in said
        assert "home is in" not in said
    assert why(row, sent=True) == "Member whom the child allows to know"
    assert "home" not in why(row, sent=False)
    row.role = "child_home"  # as it was kept before
    assert "home" not in why(row, sent=True) + why(row, sent=False)
