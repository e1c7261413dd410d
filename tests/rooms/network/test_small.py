"""A small member: three to five people; what one person never is at once; what a partner is for them."""

import re

import pytest
from django.urls import reverse

from fanal.journal.models import Entry
from fanal.network import api as network
from fanal.network.contracts import NetworkError, Profile, Role
from fanal.network.models import Organisation
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains
from tests.small import THREE, found, has_partner

pytestmark = pytest.mark.django_db(databases="__all__")
LEAD = "never manager and safeguarding lead"
READS = "the custodian never reads concerns"


@pytest.mark.parametrize(
    ("who", "role", "words"),
    [
        ("ana", Role.SAFEGUARDING_LEAD, LEAD),
        ("cleo", Role.MANAGER, LEAD),
        ("ana", Role.CUSTODIAN, READS),
        ("ben", Role.CUSTODIAN, READS),
        ("cleo", Role.INTAKE_OFFICER, READS),
        ("cleo", Role.DUTY_PERSON, READS),
        ("cleo", Role.SUPERVISOR, READS),
        ("ben", Role.DATA_PROTECTION_OFFICER, "a partner is data protection officer and auditor"),
        ("ben", Role.AUDITOR, "a partner is data protection officer and auditor"),
    ],
)
def test_each_union_that_cannot_be_is_refused_in_words_on_the_page(
    cast: Cast, who: str, role: Role, words: str
) -> None:
    found(cast)
    giver = "ana" if who == "cleo" else "cleo"
    page = client_of(cast, giver).post(reverse("desk:give-role", args=[cast[who].person]), {"roles": [role.value]})
    assert words in text(page)
    assert cast[who].roles == set(THREE[who])


def test_a_newcomer_is_held_to_the_same(cast: Cast) -> None:
    """When they are invited, and when an invitation from before is accepted; five people come at most."""
    org = found(cast)
    with pytest.raises(NetworkError, match=READS):
        network.people.invite(cast["cleo"], "Dora", [Role.CUSTODIAN, Role.INTAKE_OFFICER], NOW)
    for name in ("Dora", "Emil"):
        network.people.invite(cast["cleo"], name, [Role.CASEWORKER], NOW)
    with pytest.raises(NetworkError, match="five people at most"):
        network.people.invite(cast["cleo"], "Faye", [Role.CASEWORKER], NOW)
    network.small.choose(cast["cleo"], Profile.FULL, NOW)
    network.people.invite(cast["cleo"], "Faye", [Role.CASEWORKER], NOW)
    with pytest.raises(NetworkError, match="five people at most"):
        network.small.choose(cast["cleo"], Profile.SMALL, NOW)
    assert not network.small.is_small(org)


def test_an_invitation_from_before_gives_no_union(cast: Cast) -> None:
    found(cast)
    network.small.choose(cast["cleo"], Profile.FULL, NOW)
    token = network.people.invite(cast["cleo"], "Dora", [Role.CUSTODIAN, Role.INTAKE_OFFICER], NOW)
    network.small.choose(cast["cleo"], Profile.SMALL, NOW)
    with pytest.raises(NetworkError, match=READS):
        network.people.accept(token, "dora", "twelve quiet boats at night", NOW)


def test_who_is_not_fit_for_it_is_named(cast: Cast) -> None:
    """An organisation in which somebody has roles that do not go together is not small before that ends."""
    found(cast)
    network.small.choose(cast["cleo"], Profile.FULL, NOW)
    gains(cast["ben"].person, Role.CUSTODIAN)
    with pytest.raises(NetworkError, match=f"Ben: .*{READS}"):
        network.small.choose(cast["cleo"], Profile.SMALL, NOW)


def test_the_administrator_of_people_says_it_and_it_stands_in_the_journal(cast: Cast) -> None:
    """On the page of people; nobody else may. When it is not small any more, any role may be given again."""
    org = found(cast)
    assert client_of(cast, "ana").post(reverse("desk:profile"), {"profile": "full"}).status_code == 403
    cleo = client_of(cast, "cleo")
    page = text(cleo.get(reverse("desk:people")))
    assert "nobody yet: agree with a partner" in page
    has_partner(cast)
    page = " ".join(re.sub("<[^>]*>", " ", text(cleo.get(reverse("desk:people")))).split())
    assert "Data protection officer Nordlys Auditor Nordlys Second person Nordlys" in page
    cleo.post(reverse("desk:profile"), {"profile": "full"})
    assert not network.small.is_small(org)
    said = Entry.objects.filter(org=org, deed="network.choose_profile").order_by("seq")
    assert [(one.actor, one.purpose) for one in said] == [(cast["cleo"].person, one) for one in ("small", "full")]
    network.people.give_roles(cast["ana"], cast["cleo"].person, [Role.INTAKE_OFFICER], NOW)


def test_only_a_member_is_small(cast: Cast) -> None:
    with pytest.raises(NetworkError, match="Only a member"):
        network.small.choose(cast["sol"], Profile.SMALL, NOW)


def test_a_profile_that_somebody_writes_is_none(cast: Cast) -> None:
    """Neither to be small nor to be so no more: the organisation is one that somebody changed."""
    org = found(cast)
    for row, profile in ((org, "full"), (cast.aurora, "small")):
        Organisation.objects.filter(pk=row).update(profile=profile)
        assert not network.org_holds(row)
        with pytest.raises(NetworkError, match="past Fanal"):
            network.small.is_small(row)
