"""A small member: three to five people; what one person never is at once; what a partner is for them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from fanal.clocks.models import Notice
from fanal.journal.models import Entry
from fanal.network import api as network
from fanal.network.contracts import NetworkError, Profile, Role
from fanal.network.models import Organisation, Person
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains, now_are
from tests.small import EVERY, grows, is_partner, turn_small

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
    grows(pia)
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
    assert network.small.settle(datetime.now(UTC) + network.small.LEAVES + timedelta(days=1)) == 1
    assert not network.small.is_small(cast.nordlys)
    said = Entry.objects.filter(org=cast.nordlys, deed="network.choose_profile").order_by("seq")
    assert [(one.actor, one.purpose) for one in said] == [(cast["pia"].person, one) for one in ("small", "full")]
    assert Entry.objects.filter(org=cast.nordlys, deed="network.end_small").exists()
    network.people.give_roles(cast["oda"], cast["quim"].person, [Role.INTAKE_OFFICER], NOW)


def test_that_it_is_not_small_any_more_holds_after_a_week(cast: Cast) -> None:
    """Until then all rules of a small member hold, and it can be taken back; said again, the week begins anew."""
    turn_small(cast)
    pia, week = cast["pia"], network.small.LEAVES
    day = network.small.choose(pia, Profile.FULL, NOW)
    assert day == network.day_at(cast.nordlys, NOW) + week
    with pytest.raises(NetworkError, match="already"):
        network.small.choose(pia, Profile.FULL, NOW + week / 2)
    assert network.small.settle(NOW + week - timedelta(days=1)) == 0
    with pytest.raises(NetworkError, match=READS):
        network.people.give_roles(cast["oda"], cast["quim"].person, [Role.INTAKE_OFFICER], NOW)
    network.small.choose(pia, Profile.SMALL, NOW + week / 2)
    assert network.small.settle(NOW + 2 * week) == 0
    network.small.choose(pia, Profile.FULL, NOW + week)
    assert network.small.settle(NOW + week + week / 2) == 0
    assert network.small.is_small(cast.nordlys)
    assert network.small.settle(NOW + 2 * week) == 1
    assert not network.small.is_small(cast.nordlys)


def test_what_stands_already_is_not_said_again(cast: Cast) -> None:
    """The page chooses nothing beforehand, says how it is, and writes nothing where that is what is said."""
    turn_small(cast)
    pia, here = client_of(cast, "pia"), reverse("desk:profile")
    page = text(pia.get(here))
    assert "Now it is small." in page
    assert "checked" not in page
    before, lines = Organisation.objects.values().get(pk=cast.nordlys), Entry.objects.count()
    assert "Your organisation is small already." in text(pia.post(here, {"profile": "small"}))
    assert Organisation.objects.values().get(pk=cast.nordlys) == before
    assert Entry.objects.count() == lines


def test_partners_hear_at_once_that_it_is_not_small_any_more(cast: Cast) -> None:
    """Supervisors and managers of each, on their day and by a notice; the page of people says the day, until it is
    taken back."""
    turn_small(cast)
    is_partner(cast, now=datetime.now(UTC))
    pia, bao, femi = (client_of(cast, who) for who in ("pia", "bao", "femi"))
    said = "Nordlys says that it is not small any more"
    assert said not in text(bao.get(reverse("desk:day")))
    Notice.objects.all().delete()
    page = text(pia.post(reverse("desk:profile"), {"profile": "full"}, follow=True))
    assert "you are not small any more" in page
    assert said in text(bao.get(reverse("desk:day")))
    assert said not in text(femi.get(reverse("desk:day")))
    assert cast["bao"].person in set(Notice.objects.values_list("person", flat=True))
    pia.post(reverse("desk:profile"), {"profile": "small"})
    assert said not in text(bao.get(reverse("desk:day")))
    assert "you are not small any more" not in text(pia.get(reverse("desk:people")))


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
    assert page.count("The agreement with Aurora lacks") == 3


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
