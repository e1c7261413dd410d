"""A small member: three to five people; what one person never is at once; what a partner is for them."""

import re

import pytest
from django.urls import reverse

from fanal.journal.models import Entry
from fanal.network import api as network
from fanal.network.contracts import NetworkError, Profile, Role
from fanal.network.models import Organisation, Person
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains, now_are
from tests.small import EVERY, is_partner, turn_small

pytestmark = pytest.mark.django_db(databases="__all__")
LEAD = "never manager and safeguarding lead"
READS = "the custodian never reads concerns"


@pytest.mark.parametrize(
    ("who", "role", "words"),
    [
        ("oda", Role.SAFEGUARDING_LEAD, LEAD),
        ("pia", Role.MANAGER, LEAD),
        ("nils", Role.CUSTODIAN, READS),
        ("oda", Role.CUSTODIAN, READS),
        ("quim", Role.INTAKE_OFFICER, READS),
        ("quim", Role.DUTY_PERSON, READS),
        ("quim", Role.SUPERVISOR, READS),
        ("nils", Role.DATA_PROTECTION_OFFICER, "a partner is data protection officer and auditor"),
        ("nils", Role.AUDITOR, "a partner is data protection officer and auditor"),
    ],
)
def test_each_union_that_cannot_be_is_refused_in_words_on_the_page(
    cast: Cast, who: str, role: Role, words: str
) -> None:
    turn_small(cast)
    before, giver = cast[who].roles, "oda" if who == "pia" else "pia"
    page = client_of(cast, giver).post(reverse("desk:give-role", args=[cast[who].person]), {"roles": [role.value]})
    assert words in text(page)
    assert cast[who].roles == before


def test_a_newcomer_is_held_to_the_same(cast: Cast) -> None:
    """When they are invited, and when an invitation from before is accepted; five people come at most."""
    turn_small(cast)
    pia = cast["pia"]
    with pytest.raises(NetworkError, match=READS):
        network.people.invite(pia, "Dora", [Role.CUSTODIAN, Role.INTAKE_OFFICER], NOW)
    network.people.invite(pia, "Dora", [Role.CASEWORKER], NOW)
    with pytest.raises(NetworkError, match="five people at most"):
        network.people.invite(pia, "Emil", [Role.CASEWORKER], NOW)
    network.small.choose(pia, Profile.FULL, NOW)
    token = network.people.invite(pia, "Emil", [Role.CUSTODIAN, Role.INTAKE_OFFICER], NOW)
    with pytest.raises(NetworkError, match="five people at most"):
        network.small.choose(pia, Profile.SMALL, NOW)
    assert not network.small.is_small(cast.nordlys)
    (dora,) = [one for one in network.queries.invitations(cast.nordlys, NOW.date()) if one.name == "Dora"]
    network.people.withdraw_invitation(pia, dora.id, NOW)
    network.small.choose(pia, Profile.SMALL, NOW)
    with pytest.raises(NetworkError, match=READS):
        network.people.accept(token, "emil", "twelve quiet boats at night", NOW)


def test_two_people_of_one_name_are_two(cast: Cast) -> None:
    """What each of them does goes together; that their names are the same says nothing."""
    now_are(Person.objects.filter(pk__in=[cast["oda"].person, cast["pia"].person]), name="Maria")
    turn_small(cast)
    assert network.small.is_small(cast.nordlys)


def test_who_is_not_fit_for_it_is_named(cast: Cast) -> None:
    """An organisation in which somebody has roles that do not go together is not small before that ends."""
    gains(cast["nils"].person, Role.CUSTODIAN)
    with pytest.raises(NetworkError, match=f"Nils: .*{READS}"):
        turn_small(cast)


def test_the_administrator_of_people_says_it_and_it_stands_in_the_journal(cast: Cast) -> None:
    """On the page of people; nobody else may. When it is not small any more, any role may be given again."""
    turn_small(cast)
    assert client_of(cast, "oda").post(reverse("desk:profile"), {"profile": "full"}).status_code == 403
    pia = client_of(cast, "pia")
    assert "nobody yet: agree with a partner" in text(pia.get(reverse("desk:people")))
    is_partner(cast)
    page = " ".join(re.sub("<[^>]*>", " ", text(pia.get(reverse("desk:people")))).split())
    assert "Data protection officer Aurora Auditor Aurora Second person Aurora" in page
    pia.post(reverse("desk:profile"), {"profile": "full"})
    assert not network.small.is_small(cast.nordlys)
    said = Entry.objects.filter(org=cast.nordlys, deed="network.choose_profile").order_by("seq")
    assert [(one.actor, one.purpose) for one in said] == [(cast["pia"].person, one) for one in ("small", "full")]
    network.people.give_roles(cast["oda"], cast["quim"].person, [Role.INTAKE_OFFICER], NOW)


def test_what_a_partner_does_is_offered_to_nobody(cast: Cast) -> None:
    """Neither to who comes nor to a colleague; the page says from where it comes. A full member gives it as before."""
    gains(cast["pia"].person, Role.MEMBER_ADMIN)
    pia = client_of(cast, "pia")
    pages = reverse("desk:invite"), reverse("desk:give-role", args=[cast["oda"].person])
    offered = [f'value="{role.value}"' for role in network.small.OF_PARTNER]
    assert all(one in text(pia.get(page)) for page in pages for one in offered)
    turn_small(cast)
    for page in pages:
        shown = text(pia.get(page))
        assert not any(one in shown for one in offered)
        assert "a partner is data protection officer and auditor" in shown


def test_an_agreement_on_too_few_kinds_of_data_is_no_partner_on_the_page_either(cast: Cast) -> None:
    """As the gate says, and the page to ask: who may see too little is second person for nobody."""
    turn_small(cast)
    is_partner(cast, EVERY[:1])
    page = text(client_of(cast, "pia").get(reverse("desk:people")))
    assert page.count("nobody yet: agree with a partner") == 3


def test_only_a_member_is_small(cast: Cast) -> None:
    with pytest.raises(NetworkError, match="Only a member"):
        network.small.choose(cast["sol"], Profile.SMALL, NOW)


def test_a_profile_that_somebody_writes_is_none(cast: Cast) -> None:
    """Neither to be small nor to be so no more: the organisation is one that somebody changed."""
    turn_small(cast)
    for row, profile in ((cast.nordlys, "full"), (cast.aurora, "small")):
        Organisation.objects.filter(pk=row).update(profile=profile)
        assert not network.org_holds(row)
        with pytest.raises(NetworkError, match="past Fanal"):
            network.small.is_small(row)
    with pytest.raises(NetworkError, match="past Fanal"):
        network.people.give_roles(cast["oda"], cast["quim"].person, [Role.INTAKE_OFFICER], NOW)
