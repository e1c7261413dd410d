"""Two people found an organisation by links of the secretariat: nothing before both are ready, all of it then."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from fanal import vault
from fanal.journal import api as journal
from fanal.network import accounts, identities, trusted, vouched
from fanal.network import api as network
from fanal.network.contracts import KEYED, LIGHT, Actor, NetworkError, NewOrg, OrgKind, RingKind, Role
from fanal.network.founding import DAYS, FOUND, LET_IN, READY, Called
from fanal.network.models import FounderLink, Founding, IdentitySeal, Organisation, Person, Team
from fanal.network.organisations import check_free
from tests.people import NOW, PASSWORD, Cast

ROSA, TIMO = Called("Rosa", "rosa@founders.example"), Called("Timo", "timo@founders.example")
SOL = NewOrg("Solano", OrgKind.MEMBER, "XD", ("XD",), ("en", "es"), "America/Bogota")


def links(cast: Cast, new: NewOrg = SOL, founders: Sequence[Called] = (ROSA, TIMO)) -> list[str]:
    """The secret parts of the two links."""
    return network.founding.let_in(cast["sol"], new, founders, NOW)


def ready(token: str, name: str, now: datetime = NOW) -> str:
    """One founder makes their account. Returns the recovery code."""
    return network.founding.get_ready(token, name, f"{PASSWORD} {name}", now)[1]


def founded(cast: Cast, new: NewOrg = SOL) -> tuple[Actor, Actor]:
    """Both found it. Returns them as they work there."""
    codes = [ready(token, name) for token, name in zip(links(cast, new), ("rosa", "timo"), strict=True)]
    rows = [Person.objects.select_related("org").get(username=name) for name in ("rosa", "timo")]
    one, two = (
        network.open_actor(row, accounts.seed_by_code(row, code), NOW.date())
        for row, code in zip(rows, codes, strict=True)
    )
    return one, two


def test_two_people_found_a_member_and_prove_its_kit(cast: Cast) -> None:
    """Each has a share of their own, sees it until it is kept, and types it back; then the kit is proved."""
    rosa, timo = founded(cast)
    org = Organisation.objects.get(name="Solano")
    assert (org.country, org.mandates, org.languages, org.kit_need, org.kit_of) == ("XD", ["XD"], ["en", "es"], 2, 2)
    assert identities.is_pinned(org)
    assert trusted.among(Person.objects.filter(org=org).select_related("org")) == {rosa.person, timo.person}
    assert Team.objects.filter(org=org).count() == len(RingKind)
    words = []
    for founder in (rosa, timo):
        link = network.founding.waits(founder)
        assert link is not None
        words.append(network.founding.share(founder, link))
        with pytest.raises(NetworkError, match="not the share"):
            network.founding.type_back(founder, words[-1], NOW)
        network.founding.keep(founder, NOW)
    assert vault.open_kit(words).kem().public.raw == bytes(org.recovery)
    with pytest.raises(NetworkError, match="not the share"):
        network.founding.type_back(rosa, words[1], NOW)
    assert not network.founding.type_back(rosa, words[0].upper(), NOW)
    org.refresh_from_db()
    assert org.kit_drilled_on is None, "one of two proves nothing"
    assert network.founding.type_back(timo, words[1], NOW)
    org.refresh_from_db()
    assert org.kit_drilled_on == NOW.date()
    assert vouched.is_whole(org)
    assert network.founding.waits(rosa) is None
    network.kit.drill(org.id, words, NOW, rosa.keyring)
    (stands,) = network.founding.of(cast.secretariat, NOW)
    assert (stands.waits_for, stands.unproved, stands.withdrawn, stands.over) == ((), (), False, False)
    for link in FounderLink.objects.all():
        assert (bytes(link.account), bytes(link.share), bytes(link.proof)) == (b"", b"", b"")


def test_it_is_founded_as_at_the_console(cast: Cast) -> None:
    """One function: who was founded by a link invites, gives roles and lets people in as anybody else."""
    rosa, timo = founded(cast)
    network.people.give_roles(rosa, timo.person, [Role.INTAKE_OFFICER], NOW)
    token = network.people.invite(rosa, "Uma", [Role.INTAKE_OFFICER], NOW)
    uma, _code = network.people.accept(token, "uma", f"{PASSWORD} uma", NOW)
    (left,) = network.people.admit(rosa, uma, NOW)
    assert left.kind is RingKind.INTAKE, "Timo holds its key"
    assert IdentitySeal.objects.filter(org_id=rosa.org).exists()


def test_nothing_is_founded_before_both_are_ready_and_one_who_stops_goes_on_later(cast: Cast) -> None:
    one, two = links(cast)
    ready(one, "rosa")
    assert not Organisation.objects.filter(name="Solano").exists()
    assert not Person.objects.filter(username="rosa").exists()
    (stands,) = network.founding.of(cast.secretariat, NOW)
    assert stands.waits_for == ("Timo",)
    ready(two, "timo", NOW + timedelta(days=DAYS))
    assert Organisation.objects.filter(name="Solano").exists()
    deeds = [line.deed for line in reversed(journal.read(Founding.objects.get().pk))]
    assert deeds == [LET_IN, READY, READY, FOUND]


def test_power_that_is_lost_in_the_middle_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second founder tries again later."""
    one, two = links(cast)
    ready(one, "rosa")

    def lost(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("fanal.network.founding.kit.prove", lost)
        with pytest.raises(KeyboardInterrupt):
            ready(two, "timo")
    assert not Organisation.objects.filter(name="Solano").exists()
    assert not FounderLink.objects.filter(username="timo").exists()
    ready(two, "timo")
    assert Organisation.objects.filter(name="Solano").exists()


def test_a_link_works_once_until_its_day_and_until_it_is_taken_back(cast: Cast) -> None:
    one, two = links(cast)
    late = NOW + timedelta(days=DAYS + 1)
    with pytest.raises(NetworkError, match="has ended"):
        ready(one, "rosa", late)
    ready(one, "rosa")
    with pytest.raises(NetworkError, match="was used already"):
        ready(one, "other")
    with pytest.raises(NetworkError, match="sign-in name is taken"):
        ready(two, "rosa")
    assert network.is_free("timo")
    assert not network.is_free("rosa"), "nobody else takes it meanwhile"
    network.founding.clear(NOW)
    assert not network.is_free("rosa"), "the control"
    network.founding.clear(late)
    assert network.is_free("rosa"), "what was chosen goes with the end of the link"
    assert {link.email for link in FounderLink.objects.all()} == {""}, "and the addresses"
    network.founding.withdraw(cast["sol"], Founding.objects.get().pk, NOW)
    with pytest.raises(NetworkError, match="taken back"):
        ready(two, "timo")
    with pytest.raises(NetworkError, match="taken back"):
        network.founding.withdraw(cast["sol"], Founding.objects.get().pk, NOW)


def test_what_was_founded_is_not_taken_back_or_founded_twice(cast: Cast) -> None:
    founded(cast)
    with pytest.raises(NetworkError, match="founded already"):
        network.founding.withdraw(cast["sol"], Founding.objects.get().pk, NOW)
    with pytest.raises(NetworkError, match="called Solano already"):
        links(cast)


@pytest.mark.parametrize("second", [Called("rosa", TIMO.email), Called("Timo", "ROSA@founders.example")])
def test_one_person_is_not_two(cast: Cast, second: Called) -> None:
    with pytest.raises(NetworkError, match="two people"):
        links(cast, founders=(ROSA, second))


@pytest.mark.parametrize("who", ["amara", "bao"])
def test_only_a_secretariat_lets_an_organisation_in(cast: Cast, who: str) -> None:
    with pytest.raises(NetworkError, match="does not do this"):
        network.founding.let_in(cast[who], SOL, (ROSA, TIMO), NOW)


def test_no_second_secretariat_is_founded_by_a_link(cast: Cast) -> None:
    with pytest.raises(NetworkError, match="does not do this"):
        links(cast, NewOrg("Another", OrgKind.SECRETARIAT, "XD"))


def test_a_share_for_a_key_that_was_lost_says_what_to_do(cast: Cast) -> None:
    rosa, timo = founded(cast)
    link = network.founding.waits(timo)
    assert link is not None
    with pytest.raises(NetworkError, match="founded anew"):
        network.founding.share(rosa, link)


@pytest.mark.parametrize("kind", sorted(LIGHT))
def test_a_light_organisation_has_people_and_nothing_else(cast: Cast, kind: OrgKind) -> None:
    """They sign in, and hold their own key only."""
    rosa, timo = founded(cast, NewOrg("Hotel", kind, "XD"))
    org = Organisation.objects.get(name="Hotel")
    assert (bytes(org.identity), bytes(org.recovery), org.kit_of) == (b"", b"", 0)
    assert not Team.objects.filter(org=org).exists()
    assert trusted.among(Person.objects.filter(org=org).select_related("org")) == {rosa.person, timo.person}
    assert [one.kind for one in rosa.keyring.principals] == ["user"]
    assert network.founding.waits(rosa) is None
    assert kind not in KEYED
    check_free("Another", [])
